//! Explains why packages were rejected: with the errors of [`check`], or with those of wit-parser where it has none.

use crate::wit::package_name;
use crate::wit_parser::Package;

use super::{RejectedFolder, Workspace};
use crate::request::Request;
use frontend::check::{self, Decoded, Input};
use frontend::diagnostic::{Diagnostic, Kind, PackageError};
use frontend::sources::Sources;
use std::collections::{BTreeMap, BTreeSet};

/// The packages that were read, and the results of the stages before.
pub(super) struct Context<'a> {
    pub(super) request: &'a Request,
    pub(super) sources: &'a Sources,
    pub(super) workspace: &'a Workspace,
    /// The folders of which a missing dependency is already reported.
    pub(super) incomplete: &'a BTreeSet<usize>,
    /// The folders of which no package is selected, since others have copies of them.
    pub(super) unselected: &'a BTreeSet<usize>,
    /// `true` if something could not be read, which may be the missing dependency of any folder.
    pub(super) unread: bool,
}

/// Returns the errors of the packages that are not in the workspace.
pub(super) fn rejections(context: &Context<'_>, rejected: Vec<RejectedFolder>) -> Vec<Diagnostic> {
    if rejected.is_empty() {
        return Vec::new();
    }
    let workspace = context.workspace;
    let unread = context.unread || rejected.iter().any(|folder| is_unnamed(&folder.diagnostic));
    let is_incomplete = |folder: usize| unread || context.incomplete.contains(&folder);
    let mut errors = checked(context, &is_incomplete);
    // A package that wit-parser accepts is valid, whatever our own rules say.
    let valid = workspace.valid_folders();
    let blamed: BTreeSet<usize> = rejected.iter().map(|folder| folder.folder).collect();
    errors.retain(|folder, _| blamed.contains(folder) || !valid.contains(folder));
    for RejectedFolder { folder, diagnostic } in rejected {
        // An invalid dependency is reported in its own folder.
        let is_reported = missing_dependency(&diagnostic)
            .is_some_and(|name| is_incomplete(folder) || is_invalid(workspace, name));
        if !errors.contains_key(&folder) && !is_reported {
            errors.insert(folder, vec![diagnostic]);
        }
    }
    errors.into_values().flatten().collect()
}

/// Returns the errors of [`check`] by folder.
fn checked(
    context: &Context<'_>,
    is_incomplete: &dyn Fn(usize) -> bool,
) -> BTreeMap<usize, Vec<Diagnostic>> {
    let Context { request, sources, workspace, .. } = context;
    let mut folders = sources.folders.clone();
    context.unselected.iter().for_each(|&copy| folders[copy].wit.clear());
    let features = request.resolution.features.iter().map(|it| it.value.clone());
    let features: Vec<String> = features.collect();
    let found = check::check(&Input {
        files: &sources.files,
        folders: &folders,
        decoded: &decoded(workspace),
        features: &features,
        all_features: request.all_features(),
        accessors: cfg!(feature = "wit"),
    });
    let mut errors: BTreeMap<usize, Vec<Diagnostic>> = BTreeMap::new();
    for (folder, error) in found {
        if !(is_incomplete(folder) && missing_dependency(&error).is_some()) {
            errors.entry(folder).or_default().push(error);
        }
    }
    errors
}

/// Returns the names in the packages that were decoded from `.wasm` files.
fn decoded(workspace: &Workspace) -> Vec<Decoded> {
    let resolve = &workspace.resolve;
    let packages = workspace.packages.iter().filter(|package| package.folder.is_some());
    let from_wit: BTreeSet<_> = packages.map(|package| package.id).collect();
    let decoded = resolve.packages.iter().filter(|(id, _)| !from_wit.contains(id));
    let interfaces = |package: &Package| {
        let types = |id| resolve.interfaces[id].types.keys().cloned().collect();
        package.interfaces.iter().map(|(name, id)| (name.clone(), types(*id))).collect()
    };
    decoded
        .map(|(_, package)| Decoded {
            name: package_name(&package.name),
            interfaces: interfaces(package),
            worlds: package.worlds.keys().cloned().collect(),
        })
        .collect()
}

/// `true` if no file of a folder declares a package.
fn is_unnamed(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.kind, Kind::Package(PackageError::Unnamed { .. }))
}

/// Returns the dependency that an error reports as missing.
fn missing_dependency(diagnostic: &Diagnostic) -> Option<&str> {
    match &diagnostic.kind {
        Kind::Package(
            PackageError::NotFound { package } | PackageError::VersionNotFound { package, .. },
        ) => Some(package),
        _ => None,
    }
}

/// `true` if a package is invalid, at any version.
fn is_invalid(workspace: &Workspace, name: &str) -> bool {
    let unversioned = name.split('@').next().unwrap_or_default();
    workspace.missing.iter().any(|package| package.name.unversioned() == unversioned)
}
