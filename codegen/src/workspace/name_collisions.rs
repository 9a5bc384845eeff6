//! Rejects packages in which two WIT names have the same Rust name.
//!
//! The resolved names show whether there are any; only then are the sources parsed for their locations.

use crate::wit_parser::{Interface, PackageId, PackageName, Resolve, TypeDefKind, TypeId};

use super::{ResolvedPackage, Workspace};
use crate::rust_names::{camel, snake};
use frontend::check::{self, Input};
use frontend::diagnostic::Diagnostic;
use frontend::sources::Sources;
use std::collections::{BTreeMap, BTreeSet};

/// Returns the errors, each with the index of its folder.
pub(super) fn find(sources: &Sources, workspace: &Workspace) -> Vec<(usize, Diagnostic)> {
    let resolve = &workspace.resolve;
    let name = |package: &ResolvedPackage| &resolve.packages[package.id].name;
    let module = |name: &PackageName| (snake(&name.namespace), snake(&name.name));
    // The module of each version of a package has a unique name.
    let mut named: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for package in &workspace.packages {
        let name = name(package);
        named.entry(module(name)).or_default().insert((&name.namespace, &name.name));
    }
    let collides = |package: &ResolvedPackage| named[&module(name(package))].len() > 1;
    let suspects: BTreeSet<usize> = workspace
        .packages
        .iter()
        .filter(|package| collides(package) || has_collision(resolve, package.id))
        .filter_map(|package| package.folder)
        .collect();
    if suspects.is_empty() {
        return Vec::new();
    }
    let input = Input {
        files: &sources.files,
        folders: &sources.folders,
        decoded: &[],
        features: &[],
        all_features: true,
        accessors: true,
    };
    let errors = check::rust_names(&input).into_iter();
    errors.filter(|(folder, _)| suspects.contains(folder)).collect()
}

fn has_collision(resolve: &Resolve, package: PackageId) -> bool {
    let package = &resolve.packages[package];
    has_duplicates(package.interfaces.keys().chain(package.worlds.keys()).map(|name| snake(name)))
        || package.interfaces.values().any(|id| items_collide(resolve, &resolve.interfaces[*id]))
}

fn items_collide(resolve: &Resolve, interface: &Interface) -> bool {
    let kind = |id: &TypeId| &resolve.types[*id].kind;
    let types = interface.types.keys().map(|name| camel(name));
    let resources =
        interface.types.iter().filter(|(_, id)| matches!(kind(id), TypeDefKind::Resource));
    let traits = resources.map(|(name, _)| format!("Guest{}", camel(name)));
    // Functions collide only within one resource, which is named before the `.`, or within the interface.
    let functions = interface.functions.values().map(|function| {
        let item = function.item_name();
        let owner = &function.name[..function.name.len() - item.len().min(function.name.len())];
        let owner = owner.split(']').next_back().unwrap_or_default();
        format!("{owner}{}", snake(item))
    });
    has_duplicates(types.chain(traits))
        || has_duplicates(functions)
        || interface.types.values().any(|id| members_collide(kind(id)))
}

fn members_collide(kind: &TypeDefKind) -> bool {
    match kind {
        TypeDefKind::Record(record) => {
            has_duplicates(record.fields.iter().map(|field| snake(&field.name)))
        }
        TypeDefKind::Variant(variant) => {
            has_duplicates(variant.cases.iter().map(|case| camel(&case.name)))
        }
        TypeDefKind::Enum(cases) => {
            has_duplicates(cases.cases.iter().map(|case| camel(&case.name)))
        }
        TypeDefKind::Flags(flags) => {
            has_duplicates(flags.flags.iter().map(|flag| snake(&flag.name).to_uppercase()))
        }
        _ => false,
    }
}

fn has_duplicates(mut names: impl Iterator<Item = String>) -> bool {
    let mut unique = BTreeSet::new();
    names.any(|name| !unique.insert(name))
}
