//! Worlds of the plan made ready for wit-bindgen: what one exports is a copy, of which the types without resources are
//! those of the tree.

use crate::wit_parser::{InterfaceId, Resolve, WorldId, WorldItem};

use crate::code::sharing::{alias, import};
use crate::plan::Plan;

/// Nominalizes `world`, as [`Resolve::generate_nominal_type_ids`] does.
///
/// For that the world imports all that it exports, which its section, encoded elsewhere, does not tell:
/// what it exports is then a copy, whatever else of the directory uses the original.
pub(super) fn nominalize(resolve: &mut Resolve, world: WorldId, plan: &Plan) {
    let all = interfaces(resolve, world).filter(|id| plan.interfaces.contains(id)).collect();
    import(resolve, world, all);
    resolve.generate_nominal_type_ids(world);
}

/// Makes each type that a nominalized world has a copy of, and that holds no resource, the tree's own.
pub(super) fn share_types(resolve: &mut Resolve, world: WorldId, plan: &Plan) {
    let copies: Vec<InterfaceId> = interfaces(resolve, world).collect();
    for copy in copies {
        let original = resolve.interfaces[copy].clone_of;
        if let Some(original) = original.filter(|original| plan.interfaces.contains(original)) {
            alias(resolve, copy, original);
        }
    }
}

/// The interfaces that a world imports and exports, under any key.
fn interfaces(resolve: &Resolve, world: WorldId) -> impl Iterator<Item = InterfaceId> {
    let world = &resolve.worlds[world];
    world.imports.values().chain(world.exports.values()).filter_map(|item| match item {
        WorldItem::Interface { id, .. } => Some(*id),
        WorldItem::Function(_) | WorldItem::Type { .. } => None,
    })
}
