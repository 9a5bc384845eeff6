//! Compares copies of a package by their items, and merges the packages of a `.wasm` file with those that were read before.
//!
//! wit-parser merges any copies that do not contradict each other, and a file holds only the parts of its dependencies
//! that it uses. Where a copy is complete, the other one must not have more items.

use crate::wit_parser::{Interface, PackageId, PackageName, Resolve, Span, WorldItem};

use super::decode::Decoded;
use super::signature::Signatures;
use crate::types::TypeText as _;
use crate::wit::is_unstable;
use std::collections::{BTreeMap, BTreeSet};

/// The first difference between two copies of a package.
pub(super) struct Difference {
    pub(super) reason: String,
    /// The spans of the item that differs, in one copy or in both.
    pub(super) spans: Vec<Span>,
}

/// A package of which two copies differ, and the reason.
type Conflict = (PackageName, String);

/// Compares the packages of a file with their copies in `resolve`, of which those in `complete` have all items.
///
/// # Errors
///
/// The first difference.
pub(super) fn check(
    decoded: &Decoded,
    resolve: &Resolve,
    complete: &BTreeSet<PackageName>,
) -> Result<(), Conflict> {
    for name in decoded.names() {
        let Some(&known) = resolve.package_names.get(name) else { continue };
        let mut known = Items::of(resolve, known);
        let mut items = Items::of(&decoded.resolve, decoded.resolve.package_names[name]);
        // A file has all unstable items, and parts of its dependencies.
        for items in [&mut known, &mut items] {
            items.items.retain(|_, item| !item.unstable);
        }
        if !complete.contains(name) {
            items.items.retain(|it, _| known.items.contains_key(it));
        }
        if name != decoded.main_name() {
            known.items.retain(|it, _| items.items.contains_key(it));
        }
        if let Some(difference) = difference(&known, &items) {
            return Err((name.clone(), difference.reason));
        }
    }
    Ok(())
}

/// Returns the first difference between two copies of a package.
pub(super) fn difference(known: &Items, copy: &Items) -> Option<Difference> {
    let only_in = |one: &Items, other: &Items| {
        let (name, item) = one.items.iter().find(|(name, _)| !other.items.contains_key(*name))?;
        Some(Difference { reason: format!("only one of them has {name}"), spans: vec![item.span] })
    };
    let changed = || {
        let mut both =
            copy.items.iter().filter_map(|(it, item)| Some((it, item, known.items.get(it)?)));
        let (name, item, known) =
            both.find(|(_, item, known)| item.definition != known.definition)?;
        let spans = vec![item.span, known.span];
        Some(Difference { reason: format!("they differ in {name}"), spans })
    };
    only_in(copy, known).or_else(|| only_in(known, copy)).or_else(changed)
}

/// Merges the packages of a file into `resolve`.
///
/// # Errors
///
/// The error of wit-parser, if it finds a difference that [`check`] does not.
pub(super) fn merge(decoded: &Decoded, resolve: &mut Resolve) -> Result<(), Conflict> {
    let shared = decoded.names().find(|name| resolve.package_names.contains_key(*name));
    let package = shared.unwrap_or(decoded.main_name()).clone();
    let merged = resolve.merge(decoded.resolve.clone()).map(drop);
    merged.map_err(|error| (package, error.root_cause().to_string()))
}

/// The items of a package by their descriptions.
pub(super) struct Items {
    items: BTreeMap<String, Item>,
}

struct Item {
    /// The canonical definition, which is the same in every `Resolve` that defines the item alike.
    definition: String,
    span: Span,
    unstable: bool,
}

impl Items {
    /// Returns the items of a package.
    pub(super) fn of(resolve: &Resolve, package: PackageId) -> Self {
        let package = &resolve.packages[package];
        let mut items = BTreeMap::new();
        for (name, &id) in &package.interfaces {
            let interface = &resolve.interfaces[id];
            let unstable = is_unstable(&interface.stability);
            let parent = format!("interface `{name}`");
            for (description, mut item) in items_of_interface(resolve, interface, &parent) {
                item.unstable |= unstable;
                items.insert(description, item);
            }
            items
                .insert(parent, Item { definition: String::new(), span: interface.span, unstable });
        }
        for (name, &id) in &package.worlds {
            let world = &resolve.worlds[id];
            let unstable = is_unstable(&world.stability);
            for (word, externs) in [("import", &world.imports), ("export", &world.exports)] {
                for (key, item) in externs {
                    let description =
                        format!("{word} `{}` of world `{name}`", resolve.name_world_key(key));
                    let unstable = unstable || is_unstable(item.stability(resolve));
                    let definition = world_item(resolve, item);
                    items.insert(description, Item { definition, span: item.span(), unstable });
                }
            }
            let definition = String::new();
            items
                .insert(format!("world `{name}`"), Item { definition, span: world.span, unstable });
        }
        Self { items }
    }
}

fn items_of_interface(
    resolve: &Resolve,
    interface: &Interface,
    parent: &str,
) -> Vec<(String, Item)> {
    let types = interface.types.iter().map(|(name, &id)| {
        let ty = &resolve.types[id];
        let definition = Signatures { resolve }.structure(id);
        let unstable = is_unstable(&ty.stability);
        (format!("type `{name}` in {parent}"), Item { definition, span: ty.span, unstable })
    });
    let functions = interface.functions.values().map(|function| {
        let definition = Signatures { resolve }.function(function);
        let unstable = is_unstable(&function.stability);
        let item = Item { definition, span: function.span, unstable };
        (format!("`{}` in {parent}", function.name), item)
    });
    types.chain(functions).collect()
}

/// Returns the canonical definition of an import or export.
fn world_item(resolve: &Resolve, item: &WorldItem) -> String {
    match item {
        WorldItem::Interface { id, .. } => resolve.id_of(*id).unwrap_or_else(|| {
            let items = items_of_interface(resolve, &resolve.interfaces[*id], "interface");
            let items = items.into_iter().filter(|(_, item)| !item.unstable);
            let mut items: Vec<_> = items.map(|(name, item)| (name, item.definition)).collect();
            items.sort();
            format!("{items:?}")
        }),
        WorldItem::Function(function) => Signatures { resolve }.function(function),
        WorldItem::Type { id, .. } => Signatures { resolve }.structure(*id),
    }
}
