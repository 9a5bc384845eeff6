//! From refusals to what users are told: the findings of [`check`], and other words where it has none.

use std::collections::{BTreeMap, BTreeSet};

use wit_bindgen_core::wit_parser::Resolve;

use super::{Refusal, Workspace};
use crate::check::{self, Decoded, Input};
use crate::diagnostic::{Diagnostic, Kind, PackageFault};
use crate::request::Request;
use crate::sources::{Folder, Sources};
use crate::syntax;

/// What is wrong with the packages that are not in the workspace.
///
/// `lacking` are the folders of which it was told already that a package that they use is missing.
pub(super) fn explain(
    request: &Request,
    sources: &Sources,
    workspace: &Workspace,
    refused: Vec<Refusal>,
    lacking: &BTreeSet<usize>,
) -> Vec<Diagnostic> {
    let twice = nested_twice(sources);
    if refused.is_empty() && twice.is_empty() {
        return Vec::new();
    }
    let mut found = find(request, sources, workspace, lacking);
    // What wit-parser accepts is sound, whatever our own rules say. Of the packages of one folder it may accept some.
    let mut sound: BTreeSet<usize> =
        workspace.packages.iter().filter_map(|member| member.folder).collect();
    for refusal in &refused {
        sound.remove(&refusal.folder);
    }
    for (folder, faults) in &mut found {
        let all = !sound.contains(folder);
        faults.retain(|fault| all || (twice.contains(folder) && is_duplicate(fault)));
    }
    found.retain(|_, faults| !faults.is_empty());
    let unnamed = found.keys().any(|folder| !says_its_name(sources, &sources.folders[*folder]));
    for Refusal { folder, diagnostic } in refused {
        // Of a package that is there and not sound it is told in its own folder.
        let told_elsewhere = match missing_package(&diagnostic) {
            Some(name) => unnamed || lacking.contains(&folder) || is_unsound(workspace, name),
            None => false,
        };
        if !found.contains_key(&folder) && !told_elsewhere {
            found.insert(folder, vec![diagnostic]);
        }
    }
    found.into_values().flatten().collect()
}

/// The folders that have a nested package of one name twice: wit-parser is shown only one of them.
fn nested_twice(sources: &Sources) -> BTreeSet<usize> {
    let folders = sources.folders.iter().enumerate();
    let several = folders.filter(|(_, folder)| {
        let texts = folder.wit.iter().map(|&id| &sources.files.get(id).text);
        texts.map(|text| text.matches("package").count()).sum::<usize>() > 2
    });
    several.filter(|(_, folder)| has_twice(sources, folder)).map(|(index, _)| index).collect()
}

fn has_twice(sources: &Sources, folder: &Folder) -> bool {
    let mut seen = BTreeSet::new();
    folder.wit.iter().any(|&id| {
        let (tree, _) = syntax::parse(id, &sources.files.get(id).text);
        tree.scope.packages.iter().any(|nested| {
            let name = &nested.name;
            let version = name.version.as_ref().map(ToString::to_string);
            !seen.insert((name.namespace.text.clone(), name.name.text.clone(), version))
        })
    })
}

fn is_duplicate(fault: &Diagnostic) -> bool {
    matches!(fault.kind, Kind::Package(PackageFault::Duplicate { .. }))
}

/// Whether a file of a folder has a `package` line that can be read: without, it may be any package.
fn says_its_name(sources: &Sources, folder: &Folder) -> bool {
    let mut files = folder.wit.iter();
    files.any(|&id| syntax::parse(id, &sources.files.get(id).text).0.header.is_some())
}

/// The findings of `check`, by folder.
fn find(
    request: &Request,
    sources: &Sources,
    workspace: &Workspace,
    lacking: &BTreeSet<usize>,
) -> BTreeMap<usize, Vec<Diagnostic>> {
    let (folders, indices) = check_folders(sources);
    let features: Vec<String> = request.features.iter().map(|name| name.value.clone()).collect();
    let faults = check::check(&Input {
        files: &sources.files,
        folders: &folders,
        decoded: &decoded(&workspace.resolve, workspace),
        features: &features,
        all_features: request.all_features,
    });
    let mut found: BTreeMap<usize, Vec<Diagnostic>> = BTreeMap::new();
    for (folder, fault) in faults {
        let folder = indices[folder];
        if !(lacking.contains(&folder) && missing_package(&fault).is_some()) {
            found.entry(folder).or_default().push(fault);
        }
    }
    found
}

/// The folders with packages as `check` takes them, and their indices in `sources`.
pub(super) fn check_folders(sources: &Sources) -> (Vec<check::Folder>, Vec<usize>) {
    let folders = sources.folders.iter().enumerate();
    folders
        .filter(|(_, folder)| !folder.wit.is_empty())
        .map(|(index, folder)| {
            let checked = check::Folder {
                path: folder.path.clone(),
                files: folder.wit.clone(),
                dependency: folder.dependency,
            };
            (checked, index)
        })
        .unzip()
}

/// The packages that came from `.wasm` files.
fn decoded(resolve: &Resolve, workspace: &Workspace) -> Vec<Decoded> {
    let text: Vec<_> = workspace
        .packages
        .iter()
        .filter(|member| member.folder.is_some())
        .map(|member| member.id)
        .collect();
    let packages = resolve.packages.iter().filter(|(id, _)| !text.contains(id));
    packages
        .map(|(_, package)| Decoded {
            namespace: package.name.namespace.clone(),
            name: package.name.name.clone(),
            version: package.name.version.clone(),
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

/// The package that is said not to be there.
fn missing_package(diagnostic: &Diagnostic) -> Option<&str> {
    match &diagnostic.kind {
        Kind::Package(
            PackageFault::NotFound { package } | PackageFault::VersionNotFound { package, .. },
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
