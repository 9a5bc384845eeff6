//! From a world of a `Resolve` to WIT text that holds what the world needs, and nothing else.

use wit_bindgen_core::wit_parser::{Docs, InterfaceId, PackageId, Resolve, TypeDefKind, WorldId};
use wit_component::WitPrinter;

use crate::plan::interfaces_of_world;

/// Prints a world, with the interfaces that it needs. Whoever has the text selects the world by its full name.
///
/// Of packages that are there in several versions all are printed, since `bindgen!` counts them for its names.
/// Interfaces whose bindings are elsewhere are printed without docs, which nobody would see, and which would be read by an
/// unoptimized parser.
///
/// # Errors
///
/// Those of the printer, in its words.
pub(super) fn print(
    mut resolve: Resolve,
    world: WorldId,
    elsewhere: impl IntoIterator<Item = InterfaceId>,
) -> Result<String, String> {
    for id in elsewhere {
        forget_docs(&mut resolve, id);
    }
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

fn forget_docs(resolve: &mut Resolve, id: InterfaceId) {
    let interface = &mut resolve.interfaces[id];
    interface.docs = Docs::default();
    for function in interface.functions.values_mut() {
        function.docs = Docs::default();
    }
    for &ty in interface.types.values() {
        let ty = &mut resolve.types[ty];
        ty.docs = Docs::default();
        let members: Vec<&mut Docs> = match &mut ty.kind {
            TypeDefKind::Record(record) => {
                record.fields.iter_mut().map(|it| &mut it.docs).collect()
            }
            TypeDefKind::Variant(variant) => {
                variant.cases.iter_mut().map(|it| &mut it.docs).collect()
            }
            TypeDefKind::Flags(flags) => flags.flags.iter_mut().map(|it| &mut it.docs).collect(),
            TypeDefKind::Enum(cases) => cases.cases.iter_mut().map(|it| &mut it.docs).collect(),
            _ => Vec::new(),
        };
        for docs in members {
            *docs = Docs::default();
        }
    }
}
