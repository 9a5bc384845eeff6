//! Packages that are sound in WIT, and some of whose names would be the same in Rust.
//!
//! A look at the resolved names says whether there are any; only then is the text read for the places.

use crate::wit_parser::{Interface, PackageName, Resolve, TypeDefKind};

use super::{Member, Workspace};
use crate::plan::names::{camel, snake};
use frontend::check::{self, Input};
use frontend::diagnostic::Diagnostic;
use frontend::sources::Sources;
use std::collections::{BTreeMap, BTreeSet};

/// The faults, each with its folder.
pub(super) fn find(sources: &Sources, workspace: &Workspace) -> Vec<(usize, Diagnostic)> {
    let resolve = &workspace.resolve;
    let name = |member: &Member| &resolve.packages[member.id].name;
    let module = |name: &PackageName| (snake(&name.namespace), snake(&name.name));
    // Versions of one package have modules of their own.
    let mut named: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for member in &workspace.packages {
        let name = name(member);
        named.entry(module(name)).or_default().insert((&name.namespace, &name.name));
    }
    let has_twin = |member: &Member| named[&module(name(member))].len() > 1;
    let suspects: BTreeSet<usize> = workspace
        .packages
        .iter()
        .filter(|member| is_suspect(resolve, member.id) || has_twin(member))
        .filter_map(|member| member.folder)
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
    let faults = check::rust_names(&input).into_iter();
    faults.filter(|(folder, _)| suspects.contains(folder)).collect()
}

fn is_suspect(resolve: &Resolve, package: crate::wit_parser::PackageId) -> bool {
    let package = &resolve.packages[package];
    let interfaces = package.interfaces.values();
    has_twins(package.interfaces.keys().chain(package.worlds.keys()).map(|name| snake(name)))
        || interfaces.into_iter().any(|id| clashes(resolve, &resolve.interfaces[*id]))
}

fn clashes(resolve: &Resolve, interface: &Interface) -> bool {
    let kind = |id: &crate::wit_parser::TypeId| &resolve.types[*id].kind;
    let types = interface.types.keys().map(|name| camel(name));
    let resources =
        interface.types.iter().filter(|(_, id)| matches!(kind(id), TypeDefKind::Resource));
    let traits = resources.map(|(name, _)| format!("Guest{}", camel(name)));
    // Two functions of one resource, or of the interface, have names that differ before the `.`.
    let functions = interface.functions.values().map(|function| {
        let item = function.item_name();
        let owner = &function.name[..function.name.len() - item.len().min(function.name.len())];
        let owner = owner.split(']').next_back().unwrap_or_default();
        format!("{owner}{}", snake(item))
    });
    has_twins(types.chain(traits))
        || has_twins(functions)
        || interface.types.values().any(|id| has_twin_members(kind(id)))
}

fn has_twin_members(kind: &TypeDefKind) -> bool {
    match kind {
        TypeDefKind::Record(record) => {
            has_twins(record.fields.iter().map(|field| snake(&field.name)))
        }
        TypeDefKind::Variant(variant) => {
            has_twins(variant.cases.iter().map(|case| camel(&case.name)))
        }
        TypeDefKind::Enum(cases) => has_twins(cases.cases.iter().map(|case| camel(&case.name))),
        TypeDefKind::Flags(flags) => {
            has_twins(flags.flags.iter().map(|flag| snake(&flag.name).to_uppercase()))
        }
        _ => false,
    }
}

fn has_twins(names: impl Iterator<Item = String>) -> bool {
    let names = names.collect::<Vec<_>>();
    names.len() > names.iter().collect::<BTreeSet<_>>().len()
}
