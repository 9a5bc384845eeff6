//! Finds the locations of WIT items: `wit/types/types.wit:12`.

use std::path::Path;

use crate::wit_parser::{PackageId, Resolve, Span};

use crate::wit::package_name;
use crate::workspace::{PackageRefs, Workspace};
use frontend::files::{FileId, Files, with_slashes};
use frontend::roots::Roots;
use frontend::sources::Sources;
use frontend::syntax;
use std::collections::BTreeMap;

/// The locations of items.
pub(super) struct Locations<'a> {
    resolve: &'a Resolve,
    /// The files, by their paths in the source map of `resolve`.
    files: BTreeMap<&'a str, File>,
    /// The locations of package declarations.
    packages: BTreeMap<PackageId, String>,
}

/// A WIT file.
struct File {
    /// The path that is shown.
    path: String,
    /// The byte offsets of its line breaks.
    ends: Vec<usize>,
}

impl File {
    fn of(roots: &Roots, files: &Files, id: FileId) -> Self {
        let file = files.get(id);
        let ends = file.text.match_indices('\n').map(|(at, _)| at).collect();
        Self { path: portable(roots, &file.path), ends }
    }

    fn at(&self, offset: usize) -> String {
        let line = self.ends.partition_point(|end| *end < offset) + 1;
        format!("{}:{line}", self.path)
    }
}

impl<'a> Locations<'a> {
    /// Collects the locations in `sources`.
    pub(super) fn of(roots: &Roots, sources: &'a Sources, workspace: &'a Workspace) -> Self {
        let wit = sources.folders.iter().flat_map(|folder| folder.wit.iter().copied());
        let files: BTreeMap<&str, File> = wit
            .map(|id| (sources.files.get(id).path.as_str(), File::of(roots, &sources.files, id)))
            .collect();
        let mut locations = Self { resolve: &workspace.resolve, files, packages: BTreeMap::new() };
        let mut refs = BTreeMap::new();
        for package in &workspace.packages {
            let Some(folder) = package.folder else { continue };
            let name = package_name(&workspace.resolve.packages[package.id].name);
            let full_name = name.to_string();
            let mut files = sources.folders[folder].wit.iter();
            // Most packages are declared by the first item of a file, for which the files need not be parsed.
            let header = files.find_map(|&file| {
                Some((file, syntax::header_of(&sources.files.get(file).text, &full_name)?))
            });
            let declared = header.or_else(|| {
                let refs = refs.entry(folder).or_insert_with(|| PackageRefs::of(sources, folder));
                refs.find(&name, true).map(|(file, range)| (file, range.start))
            });
            let location = declared.and_then(|(file, at)| {
                let file = locations.files.get(sources.files.get(file).path.as_str())?;
                Some(file.at(at))
            });
            locations.packages.extend(location.map(|location| (package.id, location)));
        }
        locations
    }

    /// Returns the location of an item, or `None` if it is from a `.wasm` file.
    pub(super) fn item(&self, span: Span) -> Option<String> {
        let location = self.resolve.source_map.resolve_span(span)?;
        Some(self.files.get(location.path)?.at(location.range.start))
    }

    /// Returns the location of a package's declaration.
    pub(super) fn package(&self, id: PackageId) -> Option<&str> {
        self.packages.get(&id).map(String::as_str)
    }
}

/// Returns a path that is the same on every machine: relative to the crate, or else to its root.
fn portable(roots: &Roots, path: &str) -> String {
    if !Path::new(path).has_root() {
        return path.to_owned();
    }
    let roots = roots.path.iter().map(|root| Path::new(&root.value));
    let below = roots.filter_map(|root| {
        let rest = Path::new(path).strip_prefix(root).ok()?;
        Some(Path::new(root.file_name()?).join(rest))
    });
    let below = below.min_by_key(|path| path.as_os_str().len());
    let file = || Path::new(path).file_name().map_or_else(Default::default, Into::into);
    with_slashes(&below.unwrap_or_else(file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontend::diagnostic::ArgumentId;
    use frontend::roots::Given;

    #[test]
    fn paths_do_not_depend_on_the_machine() {
        let path = vec![Given { value: "/home/a/shared/wit".to_owned(), argument: ArgumentId(0) }];
        let roots = Roots { path, ..Roots::default() };
        assert_eq!(portable(&roots, "/home/a/shared/wit/b/c.wit"), "wit/b/c.wit");
        assert_eq!(portable(&roots, "/elsewhere/c.wit"), "c.wit");
        assert_eq!(portable(&roots, "../shared/c.wit"), "../shared/c.wit");
    }
}
