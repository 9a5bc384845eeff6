//! Resolves the packages of [`Sources`] into one [`Resolve`].
//!
//! A package that is invalid is left out, together with the packages that depend on it.

mod borrow_in_stream;
mod compatibility;
mod component_rules;
mod copies;
mod decode;
mod dependency_order;
mod duplicates;
mod empty_roots;
mod explain;
mod features;
mod isolated_push;
mod large_sources;
mod large_types;
mod large_worlds;
mod manifests;
mod missing;
mod name_collisions;
mod needed;
mod parse;
mod push;
mod resolver;
mod signature;

#[cfg(test)]
mod tests;

use crate::wit_parser::{PackageId, Resolve};

use crate::request::Request;
use frontend::diagnostic::Diagnostic;
use frontend::sources::Sources;
use std::collections::BTreeSet;

use self::needed::Needed;
pub(crate) use manifests::PackageRefs;
pub(crate) use missing::{MissingPackage, MissingWorld};
pub(crate) use parse::Parsed;
#[cfg(any(feature = "guest", feature = "host"))]
pub(crate) use parse::at_span;
#[cfg(any(feature = "guest", feature = "compatibility"))]
pub(crate) use parse::locate;

/// The packages of a directory, resolved against each other.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    /// All valid packages, including those under `deps`.
    pub(crate) resolve: Resolve,
    /// The packages of `resolve`, each after its dependencies.
    pub(crate) packages: Vec<ResolvedPackage>,
    /// The packages that are not in `resolve`, since they or their dependencies are invalid.
    pub(crate) missing: Vec<MissingPackage>,
    /// The folders of which all packages are copies of packages in `resolve` or in invalid folders.
    copies: BTreeSet<usize>,
}

/// A package of a [`Workspace`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ResolvedPackage {
    /// The id in [`Workspace::resolve`].
    pub(crate) id: PackageId,
    /// The index of the folder with the WIT files; `None` for a `.wasm` file.
    pub(crate) folder: Option<usize>,
    /// `true` if the package is below a folder named `deps`.
    pub(crate) dependency: bool,
    /// `true` if the package has only the world of a component.
    pub(crate) component: bool,
}

/// A folder whose packages are invalid, and the reason.
#[derive(Debug)]
struct RejectedFolder {
    folder: usize,
    diagnostic: Diagnostic,
}

impl Workspace {
    /// `true` if no package could be read, such as for a root that does not exist.
    pub(crate) fn is_unread(&self) -> bool {
        self.packages.is_empty() && self.missing.is_empty()
    }

    /// Parses and resolves all packages of `sources`.
    pub(crate) fn resolve(request: &Request, sources: &Sources) -> (Self, Vec<Diagnostic>) {
        let (parsed, mut rejected) = parse::packages(sources);
        let (mut decoded, mut diagnostics) = decode::packages(request.side, sources);
        let unread = sources.unread || decoded.len() < sources.binaries.len();
        let (incomplete, more) = manifests::check(&request.resolution, sources, &parsed, &decoded);
        diagnostics.extend(features::unknown(&request.resolution.features, sources));
        diagnostics.extend(more);
        let selection = duplicates::select(sources, &parsed, &mut decoded);
        let (order, more) = dependency_order::of(&parsed, &selection.selected);
        rejected.extend(more);
        let mut pushed = push::packages(request, sources, &parsed, &decoded, &order);
        rejected.append(&mut pushed.rejected);
        diagnostics.append(&mut pushed.diagnostics);
        let mut workspace = pushed.workspace;
        let differing = copies::differing(sources, &parsed, &workspace, &selection);
        let unselected = selection.unselected_folders;
        workspace.copies = unselected.clone();
        for RejectedFolder { folder, .. } in &differing {
            workspace.copies.remove(folder);
        }
        rejected.extend(differing);
        empty_roots::bind_dependencies(request, sources, &parsed, &decoded, &mut workspace);
        // Most directories are valid, and their packages need not be searched again.
        let needed = match rejected.is_empty() && diagnostics.is_empty() {
            true => Needed::all(sources),
            false => Needed::of(&request.selection, sources, &decoded),
        };
        workspace.missing = missing::packages(sources, &workspace.valid_folders(), &needed);
        let context = explain::Context {
            request,
            sources,
            workspace: &workspace,
            incomplete: &incomplete,
            unselected: &unselected,
            unread,
        };
        diagnostics.extend(explain::rejections(&context, rejected));
        (workspace, diagnostics.into_iter().map(|it| needed.level(it)).collect())
    }

    /// Returns `true` if a name in an option may be that of an item in an invalid package, which is reported at its own location.
    pub(crate) fn may_lack(&self, name: &str) -> bool {
        let name =
            ["import:", "export:"].iter().fold(name, |name, kind| name.trim_start_matches(kind));
        let package = name.split(['/', '#']).next().filter(|package| package.contains(':'));
        self.missing.iter().any(|missing| package.is_none_or(|package| missing.may_match(package)))
    }

    /// Returns the folders whose packages, or copies of them, are in [`Workspace::resolve`].
    fn valid_folders(&self) -> BTreeSet<usize> {
        let folders = self.packages.iter().filter_map(|package| package.folder);
        folders.chain(self.copies.iter().copied()).collect()
    }
}
