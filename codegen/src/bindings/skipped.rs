//! The functions that `skip` names: `function`, or `ns:pkg/interface.function`.
//!
//! wit-bindgen skips functions by their names alone. Functions of one interface or world are removed from the `Resolve` that code
//! is generated from.

use super::escape;
use crate::plan::Plan;
use crate::selector::{self, Matches};
use crate::unmatched;
use crate::wit_parser::{IndexMap, Resolve, WorldItem, WorldKey};
use crate::workspace::Workspace;
use crate::worlds;
use frontend::diagnostic::Diagnostic;
use frontend::roots::Given;
use std::collections::BTreeSet;

/// Removes skipped functions from `resolve`.
pub(super) fn remove(resolve: &mut Resolve, skip: &[Given<String>]) {
    if skip.iter().all(|given| is_bare(&given.value)) {
        return;
    }
    let is_skipped = |owner: &str, function: &str| {
        let full = format!("{owner}#{}", escape::without_mark(function));
        skip.iter().any(|given| selector::matches(&given.value, &full))
    };
    let interfaces: Vec<_> = resolve.interfaces.iter().map(|(id, _)| id).collect();
    for id in interfaces {
        if let Some(owner) = resolve.id_of(id).map(|name| escape::without_mark(&name)) {
            resolve.interfaces[id].functions.retain(|name, _| !is_skipped(&owner, name));
        }
    }
    for (_, world) in &mut resolve.worlds {
        let Some(package) = world.package else { continue };
        let owner = escape::without_mark(&resolve.packages[package].name.interface_id(&world.name));
        let retain = |items: &mut IndexMap<WorldKey, WorldItem>| {
            items.retain(|_, item| match item {
                WorldItem::Function(function) => !is_skipped(&owner, &function.name),
                WorldItem::Interface { .. } | WorldItem::Type { .. } => true,
            });
        };
        retain(&mut world.imports);
        retain(&mut world.exports);
    }
}

/// Returns a warning for each name that matches no function, and an error for each that is ambiguous.
pub(super) fn check(skip: &[Given<String>], workspace: &Workspace, plan: &Plan) -> Vec<Diagnostic> {
    if skip.is_empty() {
        return Vec::new();
    }
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut found = Matches::default();
    for (full, function) in functions(&workspace.resolve, plan) {
        for given in skip {
            if given.value == function || selector::matches(&given.value, &full) {
                found.add(given, &full);
            }
        }
        known.insert(function);
    }
    let diagnostics = skip.iter().filter_map(|given| match found.contains(given) {
        true => found.ambiguous("skip", given),
        false if workspace.may_lack(&given.value) => None,
        // Other versions of the WIT may have the function.
        false => Some(unmatched::warning("skip", given, &known)),
    });
    diagnostics.collect()
}

/// Returns the full name and the bare name of each function of the plan.
fn functions(resolve: &Resolve, plan: &Plan) -> Vec<(String, String)> {
    let mut interfaces: BTreeSet<_> = plan.interfaces.iter().copied().collect();
    let mut found = Vec::new();
    for planned in &plan.worlds {
        let world = &resolve.worlds[planned.id];
        let package = world.package.map(|package| &resolve.packages[package].name);
        let owner = package.map(|package| package.interface_id(&world.name)).unwrap_or_default();
        for items in [&world.imports, &world.exports] {
            interfaces.extend(worlds::interfaces(items).map(|(_, id)| id));
            let own = worlds::functions(items);
            found.extend(own.map(|it| (format!("{owner}#{}", it.name), it.name.clone())));
        }
    }
    for id in interfaces {
        let owner = resolve.id_of(id).unwrap_or_default();
        let names = resolve.interfaces[id].functions.keys();
        found.extend(names.map(|name| (format!("{owner}#{name}"), name.clone())));
    }
    found
}

/// Returns `true` for the name of an item without its interface.
pub(super) fn is_bare(name: &str) -> bool {
    !name.contains(['/', '#'])
}
