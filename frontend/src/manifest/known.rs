//! The packages whose WIT was read, for suggestions: where the package with a name is, and which packages are at a path.

use std::cell::OnceCell;

use super::path;
use crate::files::{FileId, Files};
use crate::package_name::PackageName;

/// The packages in the files, which are found when they are first needed.
pub(super) struct Known<'f> {
    files: &'f Files,
    /// The folder of the manifest.
    folder: &'f str,
    packages: OnceCell<Vec<Package>>,
}

/// A package in the WIT, or a use of one.
struct Package {
    is_declared: bool,
    name: PackageName,
    /// The path of its folder for the manifest.
    path: String,
}

impl<'f> Known<'f> {
    pub(super) fn new(files: &'f Files, manifest: FileId) -> Self {
        let folder = path::parent(&files.get(manifest).path);
        Self { files, folder, packages: OnceCell::new() }
    }

    /// Returns the paths of the packages that a key or an alias names, the best ones first. A version in the key is a preference.
    pub(super) fn paths(&self, key: &str) -> Vec<String> {
        let bare = key.split(['@', '/']).next().unwrap_or_default();
        let rank = |package: &Package| match &package.name {
            name if name.to_string() == key => Some(0),
            name if name.unversioned() == bare => Some(1),
            name if name.name == key => Some(2),
            _ if path::last(&package.path) == key => Some(3),
            _ => None,
        };
        let packages = self.declared();
        let mut ranked: Vec<_> = packages
            .filter_map(|package| Some((rank(package)?, package.path.clone())))
            .filter(|(_, path)| path != ".")
            .collect();
        ranked.sort();
        unique(ranked.into_iter().map(|(_, path)| path))
    }

    /// Returns the versions of the package that a key or an alias names.
    pub(super) fn versions(&self, key: &str) -> Vec<String> {
        let bare = key.split('@').next().unwrap_or_default();
        let is_named = |name: &PackageName| name.unversioned() == bare || name.name == bare;
        let packages = self.declared().filter(|package| is_named(&package.name));
        unique(packages.filter_map(|package| Some(package.name.version.as_ref()?.to_string())))
    }

    /// Returns the packages at a path, as it is in the manifest.
    pub(super) fn at(&self, path: &str) -> Vec<&PackageName> {
        let path = path::relative(self.folder, &path::join(self.folder, path));
        let packages = self.declared().filter(|package| package.path == path);
        packages.map(|package| &package.name).collect()
    }

    /// `true` if a package in the WIT may be the one that a key or an alias names.
    pub(super) fn is_used(&self, key: &str) -> bool {
        let bare = key.split('@').next().unwrap_or_default();
        let is_named = |name: &PackageName| name.unversioned() == bare || name.name == bare;
        self.packages().iter().any(|package| is_named(&package.name))
    }

    fn declared(&self) -> impl Iterator<Item = &Package> {
        self.packages().iter().filter(|package| package.is_declared)
    }

    fn packages(&self) -> &[Package] {
        self.packages.get_or_init(|| {
            let wit = self.files.iter().filter(|(_, file)| file.path.ends_with(".wit"));
            let packages = wit.flat_map(|(id, file)| {
                let refs = self.files.tree(id).package_refs().into_iter();
                refs.map(|package_ref| Package {
                    is_declared: package_ref.declared,
                    name: package_ref.package,
                    path: path::relative(self.folder, path::parent(&file.path)),
                })
            });
            packages.collect()
        })
    }
}

fn unique(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        if !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}
