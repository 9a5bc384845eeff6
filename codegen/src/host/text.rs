//! From a world of a `Resolve` to WIT text that holds what the world needs, and nothing else.

use crate::wit_parser::{PackageId, Resolve, WorldId};

use crate::plan::interfaces_of_world;
use crate::wit::wit_component::WitPrinter;

/// Prints a world, with the interfaces that it needs. Whoever has the text selects the world by its full name.
///
/// Of packages that are there in several versions all are printed, since `bindgen!` counts them for its names.
///
/// # Errors
///
/// Those of the printer, in its words.
pub(super) fn print(mut resolve: Resolve, world: WorldId) -> Result<String, String> {
    let needed = interfaces_of_world(&resolve, world);
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
