//! The docs of items put where they belong, before their code is generated.

use crate::wit_parser::{InterfaceId, WorldId, WorldItem, WorldKey};

use super::nominal::Nominal;
use crate::documentation::Documentation;
use crate::plan::Plan;
use std::collections::BTreeMap;

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
    let mut depths: BTreeMap<InterfaceId, usize> = BTreeMap::new();
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
    let interfaces = depths.into_iter().collect::<Vec<_>>();
    let worlds: Vec<WorldId> = plan.worlds.iter().map(|world| world.id).collect();
    documentation.annotate(&mut nominal.resolve, &interfaces, &worlds);
}
