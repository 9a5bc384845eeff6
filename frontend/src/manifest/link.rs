//! Manifests and locks against what is there: in come all folders and packages that were read, out go the
//! faults between them. Nothing is read here.
//!
//! What a manifest says wrongly stops no package that is found by name all the same; a place is unsound only
//! where a package that it uses is missing, so that this is not told again.

mod declared;
mod download;
mod follow;
mod lock;
mod package;
mod target;
mod tree;
mod wkg;

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::digest::Entry;
use super::{Form, Lock, Manifest, PackageName, WkgLock};
use crate::diagnostic::Diagnostic;
use crate::files::{FileId, Files};
use std::collections::BTreeSet;
use tree::Tree;

/// A folder that was read, or a file that stands for a package.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// Its path relative to the crate, with `/`.
    pub path: &'a str,
    /// The same on this machine, without symbolic links.
    pub absolute: &'a Path,
    pub content: Content<'a>,
    /// The packages in it, the main one first. None for a folder whose files could not be parsed.
    pub packages: Vec<Named>,
    /// The `deps.toml` in it.
    pub manifest: Option<&'a Manifest>,
    /// The `deps.lock` in it.
    pub lock: Option<&'a Lock>,
    /// Whether it is below a folder named `deps`.
    pub dependency: bool,
}

/// What a place holds.
#[derive(Clone, Debug)]
pub enum Content<'a> {
    /// No `.wit` file: the folder only groups others.
    Grouping,
    /// These `.wit` files.
    Wit(Vec<Entry<'a>>),
    /// `.wit` files, not all of which could be read.
    Unread,
    /// It is a `.wasm` file with these bytes.
    Wasm(&'a [u8]),
}

/// A package.
#[derive(Clone, Debug)]
pub struct Named {
    pub name: PackageName,
    /// Its name in the `package` line; a `.wasm` file has none.
    pub at: Option<(FileId, Range<usize>)>,
    /// The packages that its WIT names, in a `use`, an `import`, an `export` or an `include`, each once.
    pub uses: Vec<Use>,
}

/// Where a package names another one first.
#[derive(Clone, Debug)]
pub struct Use {
    pub package: PackageName,
    /// The place of the name, up to the version; a `.wasm` file has none.
    pub at: Option<(FileId, Range<usize>)>,
}

/// What [`link`] found.
#[derive(Debug, Default)]
pub struct Linked {
    /// Errors and warnings.
    pub faults: Vec<Diagnostic>,
    /// The places, by index, that use a package which is missing because of one of these faults, or may be.
    pub unsound: BTreeSet<usize>,
}

/// Checks every manifest and lock. `roots` are without symbolic links; `links` are paths as they are shown, and
/// where they lead.
pub fn link(
    files: &Files,
    roots: &[&Path],
    links: &[(String, PathBuf)],
    wkg: Option<&WkgLock>,
    places: &[Place<'_>],
) -> Linked {
    let tree = Tree::new(files, roots, links, places);
    let mut linked = Linked::default();
    let mut declared = declared::Declared::default();
    for (index, place) in places.iter().enumerate() {
        match place.manifest.map(|manifest| (manifest, &manifest.form)) {
            Some((manifest, Form::Packages(form))) => {
                package::check(&tree, index, form, &mut linked);
                declared.read(&tree, index, manifest, form, &mut linked);
            }
            Some((manifest, Form::Downloads(downloads))) => {
                download::check(&tree, index, manifest, downloads, &mut linked);
            }
            None => {}
        }
        if let Some(lock) = place.lock {
            lock::check(&tree, index, lock, &mut linked);
        }
    }
    declared.check(&tree, &mut linked);
    if let Some(wkg) = wkg {
        wkg::check(&tree, wkg, &mut linked);
    }
    linked
}
