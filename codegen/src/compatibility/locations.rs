//! Finds the source of items: by their spans, and in the syntax tree for imports and exports, of which wit-parser has no spans.

use std::ops::Range;

use super::changes::At;
use crate::wit::package_name;
use crate::workspace::{PackageRefs, ResolvedPackage, Workspace, locate};
use frontend::files::FileId;
use frontend::sources::Sources;
use frontend::syntax::tree::{ExternKind, Path, Scope, World};

/// The largest depth of includes that are searched for an import or export.
const MAX_INCLUDES: usize = 16;

/// A file and a byte range in it.
pub(super) type FileRange = (FileId, Range<usize>);

/// Returns the file and range of a location in a version of a package.
pub(super) fn location(
    sources: &Sources,
    workspace: &Workspace,
    package: &ResolvedPackage,
    at: &At,
) -> Option<FileRange> {
    let by_span = |span| locate(&sources.files, &workspace.resolve.source_map, span);
    match at {
        At::Package => {
            let name = package_name(&workspace.resolve.packages[package.id].name);
            PackageRefs::of(sources, package.folder?).find(&name, true)
        }
        At::Name(span) => by_span(*span),
        At::Interface { world, world_span, import, path } => {
            let files = package.folder.iter().flat_map(|index| &sources.folders[*index].wit);
            let worlds: Vec<(FileId, &World)> = files
                .flat_map(|&id| worlds(&sources.files.tree(id).scope).map(move |it| (id, it)))
                .collect();
            imported(&worlds, world, *import, path, MAX_INCLUDES).or_else(|| by_span(*world_span))
        }
    }
}

/// Returns the worlds of a file, also those in nested packages.
fn worlds(scope: &Scope) -> Box<dyn Iterator<Item = &World> + '_> {
    let nested = scope.packages.iter().flat_map(|package| worlds(&package.scope));
    Box::new(scope.worlds.iter().chain(nested))
}

/// Returns the range of the import or export of an interface in a world or in those that it includes.
fn imported(
    worlds: &[(FileId, &World)],
    world: &str,
    import: bool,
    path: &str,
    includes: usize,
) -> Option<FileRange> {
    let (file, world) = worlds.iter().find(|(_, it)| it.name.text == world)?;
    let externs = world.body.externs.iter().filter(|it| it.import == import);
    let found = externs.filter_map(|it| match &it.kind {
        ExternKind::Path(Path::Local(name)) => {
            path.ends_with(&format!("/{}", name.text)).then(|| name.span.clone())
        }
        ExternKind::Path(Path::Foreign { package, item, span }) => {
            let is_it = format!("{}/{}", package.plain().unversioned(), item.text) == path;
            is_it.then(|| span.clone())
        }
        _ => None,
    });
    let included = || {
        let includes_left = includes.checked_sub(1)?;
        world.body.includes.iter().find_map(|include| match &include.path {
            Path::Local(name) => imported(worlds, &name.text, import, path, includes_left),
            Path::Foreign { .. } | Path::Package(_) => None,
        })
    };
    found.map(|range| (*file, range)).next().or_else(included)
}
