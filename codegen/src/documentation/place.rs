//! From items of WIT to where they stand: `wit/types/types.wit:12`.

use std::path::Path;

use crate::wit_parser::{PackageId, Resolve, Span};

use crate::request::Request;
use crate::workspace::Workspace;
use frontend::files::{FileId, Files};
use frontend::sources::Sources;
use frontend::syntax;
use std::collections::BTreeMap;

/// Finds the places of items.
pub(super) struct Places<'a> {
    resolve: &'a Resolve,
    /// The files by the paths that the places of `resolve` have.
    files: BTreeMap<&'a str, File>,
    /// The places of packages.
    packages: BTreeMap<PackageId, String>,
}

/// A file with WIT.
struct File {
    /// Its path for the reader.
    path: String,
    /// Where its lines end.
    ends: Vec<usize>,
}

impl File {
    fn of(request: &Request, files: &Files, id: FileId) -> Self {
        let file = files.get(id);
        let ends = file.text.match_indices('\n').map(|(at, _)| at).collect();
        Self { path: shown(request, &file.path), ends }
    }

    fn at(&self, offset: usize) -> String {
        let line = self.ends.partition_point(|end| *end < offset) + 1;
        format!("{}:{line}", self.path)
    }
}

impl<'a> Places<'a> {
    /// The places in what was read.
    pub(super) fn of(request: &Request, sources: &'a Sources, workspace: &'a Workspace) -> Self {
        let wit = sources.folders.iter().flat_map(|folder| folder.wit.iter().copied());
        let files: BTreeMap<&str, File> = wit
            .map(|id| (sources.files.get(id).path.as_str(), File::of(request, &sources.files, id)))
            .collect();
        let mut places = Self { resolve: &workspace.resolve, files, packages: BTreeMap::new() };
        for member in &workspace.packages {
            let package = &workspace.resolve.packages[member.id];
            let Some(folder) = member.folder else { continue };
            let texts = sources.folders[folder].wit.iter().map(|id| (*id, sources.files.get(*id)));
            let name = package.name.to_string();
            let header = texts
                .clone()
                .find_map(|(_, file)| Some((file, syntax::header_of(&file.text, &name)?)));
            // Nested packages stand anywhere in a file.
            let declared = header.or_else(|| {
                let mut texts = texts;
                texts.find_map(|(id, file)| Some((file, nested(id, &file.text, &name)?)))
            });
            let place =
                declared.and_then(|(file, at)| Some(places.files.get(file.path.as_str())?.at(at)));
            places.packages.extend(place.map(|place| (member.id, place)));
        }
        places
    }

    /// The place of an item; none for one from a `.wasm` file.
    pub(super) fn item(&self, span: Span) -> Option<String> {
        let place = self.resolve.source_map.resolve_span(span)?;
        Some(self.files.get(place.path)?.at(place.range.start))
    }

    /// The place of a package's declaration.
    pub(super) fn package(&self, id: PackageId) -> Option<&str> {
        self.packages.get(&id).map(String::as_str)
    }
}

/// Where a file declares a package with braces.
fn nested(file: FileId, text: &str, name: &str) -> Option<usize> {
    let package_refs = syntax::package_refs(file, text).into_iter();
    let mut declared = package_refs.filter(|package_ref| package_ref.declared);
    let is_it = |package_ref: &syntax::PackageRef| {
        let version = package_ref.version.as_ref().map(|version| format!("@{version}"));
        let full = [
            &package_ref.namespace,
            ":",
            &package_ref.name,
            version.as_deref().unwrap_or_default(),
        ];
        full.concat() == name
    };
    declared.find(is_it).map(|package_ref| package_ref.range.start)
}

/// A path that is the same on every machine: below its root, if that is nowhere near the crate.
fn shown(request: &Request, path: &str) -> String {
    if !Path::new(path).is_absolute() {
        return path.to_owned();
    }
    let roots = request.roots.path.iter().map(|root| Path::new(&root.value));
    let below = roots.filter_map(|root| {
        let rest = Path::new(path).strip_prefix(root).ok()?;
        Some(Path::new(root.file_name()?).join(rest))
    });
    let below = below.min_by_key(|path| path.as_os_str().len());
    let file = || Path::new(path).file_name().map_or_else(Default::default, Into::into);
    below.unwrap_or_else(file).to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontend::diagnostic::ArgumentId;
    use frontend::roots::Given;

    #[test]
    fn a_place_does_not_tell_the_machine() {
        let path = vec![Given { value: "/home/a/shared/wit".to_owned(), argument: ArgumentId(0) }];
        let mut request = Request::default();
        request.roots.path = path;
        assert_eq!(shown(&request, "/home/a/shared/wit/b/c.wit"), "wit/b/c.wit");
        assert_eq!(shown(&request, "/elsewhere/c.wit"), "c.wit");
        assert_eq!(shown(&request, "../shared/c.wit"), "../shared/c.wit");
    }
}
