//! The documentation put where it belongs: the docs of items before their code is generated, and the pages of
//! modules when these are there.

use wit_bindgen_core::wit_parser::{InterfaceId, WorldId, WorldItem, WorldKey};

use super::item::Items;
use super::nominal::Nominal;
use crate::documentation::Documentation;
use crate::lean::{Collect as _, Map};
use crate::plan::Plan;

/// How far below the root of the tree an interface `ns::pkg::interface` is.
const IN_TREE: usize = 3;
/// The same for an inline interface that a world imports: `ns::pkg::world::interface`.
const INLINE: usize = 4;
/// For one that it exports: `ns::pkg::world::exports::interface`.
const INLINE_EXPORT: usize = 5;
/// And for one with a package: `ns::pkg::world::exports::ns::pkg::interface`.
const EXPORT: usize = 7;

/// Rewrites the docs of all items that code is generated for.
pub(super) fn annotate(nominal: &mut Nominal, plan: &Plan, documentation: &Documentation<'_>) {
    let mut depths: Map<InterfaceId, usize> = Map::new();
    for planned in &plan.worlds {
        let world = &nominal.resolve.worlds[planned.id];
        let own = world.imports.iter().filter(|(key, _)| matches!(key, WorldKey::Name(_)));
        let exports = world.exports.iter();
        let all = own.map(|item| (item, true)).chain(exports.map(|item| (item, false)));
        for ((key, item), imported) in all {
            let WorldItem::Interface { id, .. } = item else { continue };
            let depth = match (key, imported) {
                (WorldKey::Interface(_), _) => EXPORT,
                (WorldKey::Name(_), true) => INLINE,
                (WorldKey::Name(_), false) => INLINE_EXPORT,
            };
            depths.insert(*id, depth);
        }
    }
    depths.extend(plan.interfaces.iter().map(|id| (*id, IN_TREE)));
    let interfaces = depths.into_vec();
    let worlds: Vec<WorldId> = plan.worlds.iter().map(|world| world.id).collect_vec();
    documentation.annotate(&mut nominal.resolve, &interfaces, &worlds);
}

/// Puts the pages of namespaces and packages before their modules.
pub(crate) fn pages(tree: &mut Items, documentation: &Documentation<'_>) {
    for (namespace, packages) in documentation.modules() {
        if tree.module_names().all(|module| module != namespace) {
            continue;
        }
        let module = tree.module(&namespace);
        module.put_before(documentation.namespace(&namespace).attributes());
        module.edit(|items| {
            for (package, id) in packages {
                if items.module_names().any(|module| module == package) {
                    items.module(&package).put_before(documentation.package(id).attributes());
                }
            }
        });
    }
}
