//! Checks manifests and locks against the directory: in come all folders and packages that were read, out come the errors between
//! them. Reads no files.
//!
//! An error in a manifest does not invalidate a package whose dependencies are all found by name. A package is reported in
//! [`Linked::unresolved`] only if one of its dependencies is missing because of such an error, so that the missing dependency is not
//! reported again.

mod declared;
mod dependency;
mod directory;
mod download;
mod lock;
mod package;
mod resolve_path;
mod wkg;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::digest;
use super::{Format, Lock, Manifest, PackageName, WkgLock};
use crate::diagnostic::{Diagnostic, Help, ManifestError};
use crate::files::{FileId, Files};
use directory::Directory;

/// An entry of the directory: a folder, or a `.wasm` file that is a package.
#[derive(Clone, Debug)]
pub struct DirEntry<'a> {
    /// The path relative to the crate, with `/`.
    pub path: &'a str,
    /// The absolute path, without symbolic links.
    pub absolute: &'a Path,
    /// The files that are packages.
    pub content: Content<'a>,
    /// The packages in it, the main one first. Empty for a folder whose files could not be parsed.
    pub packages: Vec<NamedPackage>,
    /// The `deps.toml` in it.
    pub manifest: Option<&'a Manifest>,
    /// The `deps.lock` in it.
    pub lock: Option<&'a Lock>,
    /// `true` if it is below a folder named `deps`.
    pub dependency: bool,
}

/// The contents of a [`DirEntry`].
#[derive(Clone, Debug)]
pub enum Content<'a> {
    /// A folder without `.wit` files, which only groups others.
    Grouping,
    /// A folder with these `.wit` files.
    Wit(Vec<digest::File<'a>>),
    /// A folder with `.wit` files, some of which could not be read.
    Unread,
    /// A `.wasm` file with these bytes.
    Wasm(&'a [u8]),
}

/// A package.
#[derive(Clone, Debug)]
pub struct NamedPackage {
    /// Its name.
    pub name: PackageName,
    /// The span of the name in the `package` declaration. `None` for a `.wasm` file.
    pub at: Option<(FileId, Range<usize>)>,
    /// `true` if it has neither an interface nor a world.
    pub is_empty: bool,
    /// The packages that its WIT names in a `use`, `import`, `export` or `include`, each once.
    pub uses: Vec<PackageUse>,
}

/// The first use of a package in another one.
#[derive(Clone, Debug)]
pub struct PackageUse {
    /// The package that is used.
    pub package: PackageName,
    /// The span of the path, up to its version. `None` for a `.wasm` file.
    pub at: Option<(FileId, Range<usize>)>,
}

/// The result of [`link`].
#[derive(Debug, Default)]
pub struct Linked {
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// The indices of the entries with a package whose dependency is missing, or may be missing, because of one of these errors.
    pub unresolved: BTreeSet<usize>,
}

/// Checks every manifest and lock.
///
/// `roots` are without symbolic links. `links` are the symbolic links, by the path that messages show, and their targets. `wkg` is
/// the `wkg.lock` next to `Cargo.toml`.
pub fn link(
    files: &Files,
    roots: &[&Path],
    links: &[(String, PathBuf)],
    wkg: Option<&WkgLock>,
    entries: &[DirEntry<'_>],
) -> Linked {
    let directory = Directory::new(files, roots, links, entries);
    let mut linked = Linked::default();
    let mut declared = declared::Declared::default();
    for (index, entry) in entries.iter().enumerate() {
        match entry.manifest.map(|manifest| (manifest, &manifest.format)) {
            Some((manifest, Format::Package(format))) => {
                package::check(&directory, index, format, &mut linked);
                declared.read(&directory, index, manifest, format, &mut linked);
            }
            Some((manifest, Format::WitDeps(downloads))) => {
                download::check(&directory, index, manifest, downloads, &mut linked);
            }
            None => {}
        }
        if let Some(lock) = entry.lock {
            lock::check(&directory, index, lock, &mut linked);
        }
    }
    declared.check(&directory, &mut linked);
    if let Some(wkg) = wkg {
        wkg::check(&directory, wkg, &mut linked);
    }
    linked
}

fn error_at(
    error: ManifestError,
    file: FileId,
    range: &Range<usize>,
    label: &str,
    help: impl Into<Help>,
) -> Diagnostic {
    Diagnostic::at(error, file, range.clone(), label).with_help(help)
}
