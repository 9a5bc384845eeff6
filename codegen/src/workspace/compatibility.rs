//! Compares the packages of a `.wasm` file with the copies that were read before, and merges them.
//!
//! wit-parser merges any copies that do not contradict each other, and a file holds only the parts of its dependencies
//! that it uses. Where a copy is complete, the other one must not have more items.

use crate::wit_parser::{Function, Interface, Package, PackageName, Resolve, Stability, WorldItem};

use super::decode::Decoded;
use super::signature::Signatures;
use crate::types::TypeText as _;
use std::collections::{BTreeMap, BTreeSet};

/// A package of which two copies differ, and their first difference.
pub(super) struct Difference {
    pub(super) package: PackageName,
    pub(super) reason: String,
}

/// Compares the packages of a file with their copies in `resolve`, of which those in `complete` have all items.
///
/// # Errors
///
/// The first difference.
pub(super) fn check(
    decoded: &Decoded,
    resolve: &Resolve,
    complete: &BTreeSet<PackageName>,
) -> Result<(), Difference> {
    for name in decoded.names() {
        let Some(&known) = resolve.package_names.get(name) else { continue };
        let known = items(resolve, &resolve.packages[known]);
        let package = &decoded.resolve.packages[decoded.resolve.package_names[name]];
        let items = items(&decoded.resolve, package);
        let is_main = name == decoded.main_name();
        let additional =
            items.keys().find(|it| complete.contains(name) && !known.contains_key(*it));
        let missing = || known.keys().find(|it| is_main && !items.contains_key(*it));
        let changed =
            || items.iter().find(|(it, this)| known.get(*it).is_some_and(|known| known != *this));
        let reason = additional
            .or_else(missing)
            .map(|item| format!("only one of them has {item}"))
            .or_else(|| changed().map(|(item, _)| format!("they differ in {item}")));
        if let Some(reason) = reason {
            return Err(Difference { package: name.clone(), reason });
        }
    }
    Ok(())
}

/// Merges the packages of a file into `resolve`.
///
/// # Errors
///
/// The error of wit-parser, if it finds a difference that [`check`] does not.
pub(super) fn merge(decoded: &Decoded, resolve: &mut Resolve) -> Result<(), Difference> {
    let shared = decoded.names().find(|name| resolve.package_names.contains_key(*name));
    let package = shared.unwrap_or(decoded.main_name()).clone();
    let merged = resolve.merge(decoded.resolve.clone()).map(drop);
    merged.map_err(|error| Difference { package, reason: error.root_cause().to_string() })
}

/// Returns the stable items of a package by their descriptions, each with its canonical definition.
fn items(resolve: &Resolve, package: &Package) -> BTreeMap<String, String> {
    let mut items = BTreeMap::new();
    for (name, id) in &package.interfaces {
        let interface = &resolve.interfaces[*id];
        if !is_unstable(&interface.stability) {
            let parent = format!("interface `{name}`");
            items.extend(items_of_interface(resolve, interface, &parent));
            items.insert(parent, String::new());
        }
    }
    for (name, id) in &package.worlds {
        let world = &resolve.worlds[*id];
        if is_unstable(&world.stability) {
            continue;
        }
        for (word, externs) in [("import", &world.imports), ("export", &world.exports)] {
            for (key, item) in externs.iter().filter(|(_, it)| !is_unstable(it.stability(resolve)))
            {
                let description =
                    format!("{word} `{}` of world `{name}`", resolve.name_world_key(key));
                items.insert(description, world_item(resolve, item));
            }
        }
        items.insert(format!("world `{name}`"), String::new());
    }
    items
}

fn items_of_interface(
    resolve: &Resolve,
    interface: &Interface,
    parent: &str,
) -> Vec<(String, String)> {
    let types = interface.types.iter();
    let types =
        types.filter(|(_, id)| !is_unstable(&resolve.types[**id].stability)).map(|(name, id)| {
            (format!("type `{name}` in {parent}"), Signatures { resolve }.structure(*id))
        });
    let functions = interface.functions.values().filter(|it| !is_unstable(&it.stability));
    let function =
        |it: &Function| (format!("`{}` in {parent}", it.name), Signatures { resolve }.function(it));
    types.chain(functions.map(function)).collect()
}

/// Returns the canonical definition of an import or export.
fn world_item(resolve: &Resolve, item: &WorldItem) -> String {
    match item {
        WorldItem::Interface { id, .. } => resolve.id_of(*id).unwrap_or_else(|| {
            format!("{:?}", items_of_interface(resolve, &resolve.interfaces[*id], "interface"))
        }),
        WorldItem::Function(function) => Signatures { resolve }.function(function),
        WorldItem::Type { id, .. } => Signatures { resolve }.structure(*id),
    }
}

fn is_unstable(stability: &Stability) -> bool {
    matches!(stability, Stability::Unstable { .. })
}
