//! Finds the paths that a user could pass as `path`.

use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::request::Side;
use airssys_bindings_tests::published_packages::{self, Package};
use anyhow::{Context as _, Result};
use wit_parser::{PackageId, Resolve};

/// A WIT directory or file of a published package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Root {
    /// The name and version of the package.
    pub package: String,
    /// The path in the package.
    pub path: String,
    /// The absolute path.
    pub absolute: PathBuf,
}

/// Returns each directory with WIT files or `deps`, outside of other `deps`, of each published package. If `wit-parser`
/// rejects a directory, its files are roots of their own.
///
/// # Errors
///
/// When the packages cannot be fetched or read.
pub fn roots() -> Result<Vec<Root>> {
    let mut roots = Vec::new();
    for package in published_packages::all()? {
        walk(package, &package.directory, &mut roots)?;
    }
    Ok(roots)
}

fn walk(package: &Package, directory: &Path, roots: &mut Vec<Root>) -> Result<()> {
    let entries = fs::read_dir(directory).with_context(|| directory.display().to_string())?;
    let mut entries = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    entries.sort();
    let is_wit = |path: &&PathBuf| path.is_file() && path.extension() == Some("wit".as_ref());
    let files: Vec<_> = entries.iter().filter(is_wit).collect();
    let has_deps = entries.iter().any(|path| path.is_dir() && path.ends_with("deps"));
    if !files.is_empty() || has_deps {
        let root = Root::new(package, directory)?;
        let valid = [Side::Guest, Side::Host].iter().any(|&side| root.parse(side).is_some());
        roots.push(root);
        if !valid {
            for file in files {
                roots.push(Root::new(package, file)?);
            }
        }
    }
    for path in entries {
        if path.is_dir() && !path.ends_with("deps") {
            walk(package, &path, roots)?;
        }
    }
    Ok(())
}

impl Root {
    fn new(package: &Package, absolute: &Path) -> Result<Self> {
        let path = absolute.strip_prefix(&package.directory)?.display().to_string();
        let package = format!("{} {}", package.name, package.version);
        Ok(Self { package, path, absolute: absolute.to_owned() })
    }

    /// `true` if the root is too large for the generators of both macros, which need minutes and gigabytes.
    #[must_use]
    pub fn is_large(&self) -> bool {
        self.package.starts_with("golem-rust ")
    }

    /// Reads the root as the original macro of a side does, with its default features.
    #[must_use]
    pub fn parse(&self, side: Side) -> Option<(Resolve, PackageId)> {
        let mut resolve = Resolve { all_features: side == Side::Host, ..Resolve::default() };
        let (main, _) = resolve.push_path(&self.absolute).ok()?;
        Some((resolve, main))
    }
}
