//! From refusals to what users are told: the findings of [`check`], and other words where it has none.

use crate::wit_parser::Resolve;

use super::{Refusal, Workspace};
use crate::request::Request;
use frontend::check::{self, Decoded, Input};
use frontend::diagnostic::{Diagnostic, Kind, PackageError};
use frontend::package_name::PackageName;
use frontend::sources::Sources;
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with the packages that are not in the workspace.
///
/// `lacking` are the folders of which it was told already that a package that they use is missing. Where something
/// is `unread`, it may be whatever is missing.
pub(super) fn explain(
    request: &Request,
    sources: &Sources,
    workspace: &Workspace,
    refused: Vec<Refusal>,
    lacking: &BTreeSet<usize>,
    unread: bool,
) -> Vec<Diagnostic> {
    if refused.is_empty() {
        return Vec::new();
    }
    let unread = unread || refused.iter().any(|refusal| is_unnamed(&refusal.diagnostic));
    let lacks = |folder: usize| unread || lacking.contains(&folder);
    let mut found = find(request, sources, workspace, &lacks);
    // What wit-parser accepts is sound, whatever our own rules say.
    let sound: BTreeSet<usize> =
        workspace.packages.iter().filter_map(|member| member.folder).collect();
    let blamed: BTreeSet<usize> = refused.iter().map(|refusal| refusal.folder).collect();
    found.retain(|folder, _| blamed.contains(folder) || !sound.contains(folder));
    for Refusal { folder, diagnostic } in refused {
        // Of a package that is there and not sound it is told in its own folder.
        let told_elsewhere = match missing_package(&diagnostic) {
            Some(name) => lacks(folder) || is_unsound(workspace, name),
            None => false,
        };
        if !found.contains_key(&folder) && !told_elsewhere {
            found.insert(folder, vec![diagnostic]);
        }
    }
    found.into_values().flatten().collect()
}

/// The findings of `check`, by folder.
fn find(
    request: &Request,
    sources: &Sources,
    workspace: &Workspace,
    lacks: &dyn Fn(usize) -> bool,
) -> BTreeMap<usize, Vec<Diagnostic>> {
    let features: Vec<String> =
        request.resolution.features.iter().map(|name| name.value.clone()).collect();
    let faults = check::check(&Input {
        files: &sources.files,
        folders: &sources.folders,
        decoded: &decoded(&workspace.resolve, workspace),
        features: &features,
        all_features: request.resolution.all_features,
        accessors: cfg!(feature = "wit"),
    });
    let mut found: BTreeMap<usize, Vec<Diagnostic>> = BTreeMap::new();
    for (folder, fault) in faults {
        if !(lacks(folder) && missing_package(&fault).is_some()) {
            found.entry(folder).or_default().push(fault);
        }
    }
    found
}

/// The packages that came from `.wasm` files.
fn decoded(resolve: &Resolve, workspace: &Workspace) -> Vec<Decoded> {
    let text = workspace
        .packages
        .iter()
        .filter(|member| member.folder.is_some())
        .map(|member| member.id)
        .collect::<Vec<_>>();
    let packages = resolve.packages.iter().filter(|(id, _)| !text.contains(id));
    packages
        .map(|(_, package)| Decoded {
            name: PackageName {
                namespace: package.name.namespace.clone(),
                name: package.name.name.clone(),
                version: package.name.version.clone(),
            },
            interfaces: package
                .interfaces
                .iter()
                .map(|(name, id)| {
                    (name.clone(), resolve.interfaces[*id].types.keys().cloned().collect())
                })
                .collect(),
            worlds: package.worlds.keys().cloned().collect(),
        })
        .collect()
}

/// Whether it is not even known which package a folder holds.
fn is_unnamed(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.kind, Kind::Package(PackageError::Unnamed { .. }))
}

/// The package that is said not to be there.
fn missing_package(diagnostic: &Diagnostic) -> Option<&str> {
    match &diagnostic.kind {
        Kind::Package(
            PackageError::NotFound { package } | PackageError::VersionNotFound { package, .. },
        ) => Some(package),
        _ => None,
    }
}

/// Whether a package of that name, at whatever version, is there and not sound.
fn is_unsound(workspace: &Workspace, name: &str) -> bool {
    let bare = name.split('@').next().unwrap_or_default();
    let mut missing = workspace.missing.iter();
    missing.any(|package| format!("{}:{}", package.namespace, package.name) == bare)
}
