//! From a world of a `Resolve` to the WIT source of exactly what the world needs.

use crate::wit_parser::{PackageId, Resolve, WorldId};

use crate::plan::interfaces_of_world;
use crate::synthetic::is_same_package;
use crate::wit::wit_component::WitPrinter;

/// Prints a world with the interfaces that it needs. Its full name selects the world in the source.
///
/// All versions of a package are printed, since the names that `bindgen!` derives depend on their number.
///
/// # Errors
///
/// Returns the message of the printer.
pub(super) fn print(mut resolve: Resolve, world: WorldId) -> Result<String, String> {
    let needed = interfaces_of_world(&resolve, world);
    let own = resolve.worlds[world].package.ok_or("the world has no package")?;
    for (_, package) in &mut resolve.packages {
        package.interfaces.retain(|_, id| needed.contains(id));
        package.worlds.retain(|_, id| *id == world);
    }
    let package = |id: PackageId| &resolve.packages[id];
    let ids = || resolve.packages.iter().map(|(id, _)| id);
    let is_needed = |id: PackageId| id == own || !package(id).interfaces.is_empty();
    let needed: Vec<PackageId> = ids().filter(|&id| is_needed(id)).collect();
    let is_version_of = |one, other| is_same_package(&package(one).name, &package(other).name);
    let nested: Vec<PackageId> = ids()
        .filter(|&id| id != own && needed.iter().any(|&other| is_version_of(id, other)))
        .collect();
    let mut printer = WitPrinter::default();
    printer.print(&resolve, own, &nested).map_err(|error| format!("{error:#}"))?;
    Ok(printer.output.to_string())
}
