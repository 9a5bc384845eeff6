//! Resolves the packages of [`Sources`] into one [`Resolve`].
//!
//! A package that is invalid is left out, together with the packages that depend on it.

mod borrow_in_stream;
mod compatibility;
mod component_rules;
mod decode;
mod dependency_order;
mod duplicates;
mod explain;
mod features;
mod isolated_push;
mod manifests;
mod missing;
mod name_collisions;
mod parse;
mod push;
mod resolver;
mod signature;

#[cfg(test)]
mod tests;

use crate::wit_parser::{PackageId, Resolve};

use crate::request::Resolution;
use frontend::diagnostic::Diagnostic;
use frontend::sources::Sources;
use std::collections::BTreeSet;

pub(crate) use missing::{MissingPackage, MissingWorld};
pub(crate) use parse::Parsed;
#[cfg(feature = "host")]
pub(crate) use parse::at_span;

/// The packages of a directory, resolved against each other.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    /// All valid packages, including those under `deps`.
    pub(crate) resolve: Resolve,
    /// The packages of `resolve`, each after its dependencies.
    pub(crate) packages: Vec<ResolvedPackage>,
    /// The packages that are not in `resolve`, since they or their dependencies are invalid.
    pub(crate) missing: Vec<MissingPackage>,
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
}

/// A folder whose packages are invalid, and the reason.
#[derive(Debug)]
struct RejectedFolder {
    folder: usize,
    diagnostic: Diagnostic,
}

impl Workspace {
    /// Parses and resolves all packages of `sources`.
    pub(crate) fn resolve(resolution: &Resolution, sources: &Sources) -> (Self, Vec<Diagnostic>) {
        let (parsed, mut rejected) = parse::packages(sources);
        let (decoded, mut diagnostics) = decode::packages(sources);
        let (incomplete, more) = manifests::check(sources, &parsed, &decoded);
        diagnostics.extend(features::unknown(&resolution.features, sources));
        diagnostics.extend(more);
        let (unique, more) = duplicates::unique_packages(sources, &parsed);
        rejected.extend(more);
        let (order, more) = dependency_order::of(&parsed, unique);
        rejected.extend(more);
        let mut pushed = push::packages(resolution, sources, &parsed, &decoded, &order);
        rejected.append(&mut pushed.rejected);
        diagnostics.append(&mut pushed.diagnostics);
        let mut workspace = pushed.workspace;
        workspace.missing = missing::packages(sources, &workspace.valid_folders());
        let context = explain::Context {
            resolution,
            sources,
            workspace: &workspace,
            incomplete: &incomplete,
            unread: sources.unread || decoded.len() < sources.binaries.len(),
        };
        diagnostics.extend(explain::rejections(&context, rejected));
        (workspace, diagnostics)
    }

    /// Returns the folders whose packages are in [`Workspace::resolve`].
    fn valid_folders(&self) -> BTreeSet<usize> {
        self.packages.iter().filter_map(|package| package.folder).collect()
    }
}
