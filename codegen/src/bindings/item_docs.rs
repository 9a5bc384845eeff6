//! Rewrites the docs of items for the modules in which they will be, before code is generated.

use std::collections::BTreeMap;

use crate::documentation::Documentation;
use crate::plan::Plan;
use crate::wit_parser::{InterfaceId, WorldKey};
use crate::worlds;

use super::nominal_types::Nominalized;

/// The depth below the root of the tree of an interface `ns::pkg::interface`.
const IN_TREE: usize = 3;
/// The depth of a world `ns::pkg::world`.
const WORLD: usize = 3;
/// The depth of an inline interface that a world imports: `ns::pkg::world::interface`.
const INLINE_IMPORT: usize = 4;
/// The depth of an inline interface that a world exports: `ns::pkg::world::exports::interface`.
const INLINE_EXPORT: usize = 5;
/// The depth of an exported interface of a package: `ns::pkg::world::exports::ns::pkg::interface`.
const EXPORT: usize = 7;

/// Rewrites the docs of all items that code is generated for.
pub(super) fn annotate(nominal: &mut Nominalized, plan: &Plan, documentation: &Documentation<'_>) {
    let mut depths: BTreeMap<InterfaceId, usize> = BTreeMap::new();
    for planned in &plan.worlds {
        let world = &nominal.resolve.worlds[planned.id];
        let imports = worlds::interfaces(&world.imports)
            .filter(|(key, _)| matches!(key, WorldKey::Name(_)))
            .map(|(_, id)| (id, INLINE_IMPORT));
        let exports = worlds::interfaces(&world.exports).map(|(key, id)| match key {
            WorldKey::Interface(_) => (id, EXPORT),
            WorldKey::Name(_) => (id, INLINE_EXPORT),
        });
        depths.extend(imports.chain(exports));
    }
    depths.extend(plan.interfaces.iter().map(|id| (*id, IN_TREE)));
    let interfaces: Vec<_> = depths.into_iter().collect();
    let worlds: Vec<_> = plan.worlds.iter().map(|world| (world.id, WORLD)).collect();
    documentation.annotate(&mut nominal.resolve, &interfaces, &worlds);
}
