//! Finds the packages to bind in a directory with packages only in `deps`.
//!
//! A package without items above `deps`, or nothing at all, is the idiom for binding the packages in `deps`.

use super::decode::Decoded;
use super::{Parsed, Workspace};
use crate::request::Request;
use frontend::sources::Sources;

/// Makes the packages in `deps` the packages to bind, if there are no items outside.
pub(super) fn bind_dependencies(
    request: &Request,
    sources: &Sources,
    parsed: &Parsed,
    decoded: &[Decoded],
    workspace: &mut Workspace,
) {
    if request.roots.inline.is_some() || sources.unread || has_own_items(sources, parsed) {
        return;
    }
    let resolve = &workspace.resolve;
    let level = |package: &super::ResolvedPackage| {
        let name = &resolve.packages[package.id].name;
        let file = || decoded.iter().find(|file| file.main_name() == name);
        let path = match package.folder {
            Some(folder) => Some(&sources.folders[folder].path),
            None => file().map(|file| &sources.binaries[file.binary].path),
        };
        path.map_or(0, |path| path.split('/').filter(|part| *part == "deps").count())
    };
    // The `deps` of a dependency are its own.
    let dependencies = workspace.packages.iter().filter(|package| package.dependency);
    let Some(outermost) = dependencies.map(level).min() else { return };
    let bound = workspace.packages.iter().map(|it| it.dependency && level(it) == outermost);
    let bound: Vec<bool> = bound.collect();
    for (package, bound) in workspace.packages.iter_mut().zip(bound) {
        package.dependency = !bound;
    }
}

/// Returns `true` if a package outside `deps` has or may have items, even if their features are off.
fn has_own_items(sources: &Sources, parsed: &Parsed) -> bool {
    let is_empty = |folder: usize| {
        let mut units = parsed.units.iter().filter(|unit| unit.folder == folder).peekable();
        units.peek().is_some()
            && units.all(|unit| {
                let package = &unit.package;
                package.interfaces.iter().next().is_none() && package.worlds.iter().next().is_none()
            })
    };
    let mut folders = sources.folders.iter().enumerate();
    sources.binaries.iter().any(|binary| !binary.dependency)
        || folders.any(|(at, it)| !it.dependency && !it.wit.is_empty() && !is_empty(at))
}
