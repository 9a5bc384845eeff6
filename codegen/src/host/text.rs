//! From a world of a `Resolve` to WIT text that holds what the world needs, and nothing else.

use std::collections::BTreeSet;

use wit_bindgen_core::wit_parser::{
    IndexMap, InterfaceId, PackageId, Resolve, World, WorldId, WorldItem, WorldKey,
};
use wit_component::WitPrinter;

use crate::bindings::nominal;

/// Adds a world that imports interfaces, in a package that no user has.
pub(super) fn add_world(
    resolve: &mut Resolve,
    package: PackageId,
    name: &str,
    interfaces: &[InterfaceId],
) -> WorldId {
    let imports: IndexMap<_, _> =
        interfaces.iter().map(|&id| (WorldKey::Interface(id), nominal::import(id))).collect();
    let world = resolve.worlds.alloc(World {
        name: name.to_owned(),
        imports,
        exports: Default::default(),
        package: Some(package),
        docs: Default::default(),
        stability: Default::default(),
        includes: Vec::new(),
        span: Default::default(),
    });
    resolve.packages[package].worlds.insert(name.to_owned(), world);
    world
}

/// Prints a world, with the interfaces that it needs. Whoever has the text selects the world by [`full_name`].
///
/// Of packages that are there in several versions all are printed, since `bindgen!` counts them for its names.
///
/// # Errors
///
/// Those of the printer, in its words.
pub(super) fn print(mut resolve: Resolve, world: WorldId) -> Result<String, String> {
    let needed = interfaces_of(&resolve, world);
    let own = resolve.worlds[world].package.ok_or("a world without a package")?;
    for (_, package) in &mut resolve.packages {
        package.interfaces.retain(|_, id| needed.contains(id));
        package.worlds.retain(|_, id| *id == world);
    }
    let package = |id: PackageId| &resolve.packages[id];
    let ids = || resolve.packages.iter().map(|(id, _)| id);
    let filled: Vec<PackageId> = ids().filter(|&id| !package(id).interfaces.is_empty()).collect();
    let same = |one: PackageId, other: PackageId| {
        let (one, other) = (&package(one).name, &package(other).name);
        (&one.namespace, &one.name) == (&other.namespace, &other.name)
    };
    let nested: Vec<PackageId> = ids()
        .filter(|&id| id != own)
        .filter(|&id| same(id, own) || filled.iter().any(|&other| same(id, other)))
        .collect();
    let mut printer = WitPrinter::default();
    printer.print(&resolve, own, &nested).map_err(|error| format!("{error:#}"))?;
    Ok(printer.output.to_string())
}

/// `airssys:worlds/full@1.0.0`.
pub(super) fn full_name(resolve: &Resolve, world: WorldId) -> String {
    let world = &resolve.worlds[world];
    let package = world.package.map(|package| resolve.id_of_name(package, &world.name));
    package.unwrap_or_else(|| world.name.clone())
}

/// The interfaces with a name that a world imports, exports, or needs for what it does.
fn interfaces_of(resolve: &Resolve, world: WorldId) -> BTreeSet<InterfaceId> {
    let world = &resolve.worlds[world];
    let mut needed = BTreeSet::new();
    for item in world.imports.values().chain(world.exports.values()) {
        match item {
            WorldItem::Interface { id, .. } => reach(resolve, *id, &mut needed),
            WorldItem::Type { id, .. } => {
                if let Some(id) = resolve.type_interface_dep(*id) {
                    reach(resolve, id, &mut needed);
                }
            }
            WorldItem::Function(_) => {}
        }
    }
    needed
}

/// All that interfaces use, and they themselves, each after those that it uses.
pub(super) fn closure(resolve: &Resolve, interfaces: &[InterfaceId]) -> BTreeSet<InterfaceId> {
    let mut reached = BTreeSet::new();
    for &id in interfaces {
        reach(resolve, id, &mut reached);
    }
    reached
}

fn reach(resolve: &Resolve, id: InterfaceId, reached: &mut BTreeSet<InterfaceId>) {
    if reached.insert(id) {
        for used in resolve.interface_direct_deps(id) {
            reach(resolve, used, reached);
        }
    }
}
