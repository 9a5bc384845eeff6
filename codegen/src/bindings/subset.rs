//! From the `Resolve` of a whole directory to one with some of its interfaces, and the types that they use.
//!
//! wit-bindgen visits all types of its `Resolve` for each interface, so generating a whole directory at once takes time
//! that grows with the square of its size.

use crate::wit_parser::{
    Function, FunctionKind, InterfaceId, LiveTypes, Resolve, Result_, Type, TypeDef, TypeDefKind,
    TypeId, TypeOwner, WorldId, WorldItem, WorldKey,
};
use wit_bindgen_core::Types;

use super::skipped;
use crate::copy::{Copier, owner};
use crate::request::{GuestOptions, Ownership, TypeOptions};
use crate::synthetic;
use std::collections::BTreeSet;

/// `true` if the code of an interface or a world is the same from a `Resolve` without the interfaces that it does not use.
///
/// wit-bindgen rejects names in options that match nothing in a run, and some options depend on all types of a run.
pub(super) fn generates_same_code(types: &TypeOptions, guest: &GuestOptions) -> bool {
    types.with.is_empty()
        && types.ownership == Ownership::Owning
        && guest.additional_type_attributes.is_empty()
        && guest.additional_member_attributes.is_empty()
        && guest.additional_derives_ignore.iter().all(|name| skipped::is_bare(&name.value))
        && guest.sync.is_empty()
        && guest.chainable_methods.is_empty()
        && !guest.merge_structurally_equal_types
}

/// Some interfaces, in a `Resolve` of their own.
pub(super) struct Subset {
    pub(super) resolve: Resolve,
    /// A world that imports the interfaces, and those whose types they use.
    pub(super) world: WorldId,
    /// The ids of the interfaces in this `Resolve`.
    pub(super) interfaces: Vec<InterfaceId>,
}

impl Subset {
    /// Copies `interfaces` from `whole`, and the types that they use. `types` is wit-bindgen's analysis of `whole`.
    pub(super) fn of(whole: &Resolve, types: &Types, interfaces: &[InterfaceId]) -> Self {
        let mut live = LiveTypes::default();
        for &id in interfaces {
            live.add_interface(whole, id);
        }
        let mut copy = Copier::new(whole, Resolve::default());
        let mut owners: BTreeSet<InterfaceId> = interfaces.iter().copied().collect();
        owners.extend(live.iter().filter_map(|id| owner(whole, id)));
        owners.iter().for_each(|&id| copy.interface(id));
        live.iter().for_each(|id| copy.ty(id));
        for &id in &owners {
            copy.types_of(id);
        }
        for &id in interfaces {
            copy.functions_of(id);
        }
        let is_error = |id: &TypeId| whole.types[*id].name.is_some() && types.get(*id).error;
        mark_errors(&mut copy, live.iter().filter(is_error));
        let imports: Vec<InterfaceId> = owners.iter().map(|id| copy.interfaces[id]).collect();
        let world = world(&mut copy.into, "tree", synthetic::imports(&imports));
        let interfaces = interfaces.iter().map(|id| copy.interfaces[id]).collect();
        Self { resolve: copy.into, world, interfaces }
    }
}

/// A world that imports and exports nothing.
pub(super) fn empty_world() -> (Resolve, WorldId) {
    let mut resolve = Resolve::default();
    let world = world(&mut resolve, "nothing", Vec::new());
    (resolve, world)
}

/// Makes wit-bindgen recognize error types whose functions are not in the subset, by functions of a world that is not
/// generated.
fn mark_errors(copy: &mut Copier<'_>, errors: impl Iterator<Item = TypeId>) {
    let mut imports = Vec::new();
    for (at, id) in errors.enumerate() {
        let err = Some(Type::Id(copy.types[&id]));
        let result = copy.into.types.alloc(TypeDef {
            name: None,
            kind: TypeDefKind::Result(Result_ { ok: None, err }),
            owner: TypeOwner::None,
            docs: Default::default(),
            stability: Default::default(),
            span: Default::default(),
            external_id: None,
        });
        let name = format!("fails{at}");
        let function = Function {
            name: name.clone(),
            kind: FunctionKind::Freestanding,
            params: Vec::new(),
            result: Some(Type::Id(result)),
            docs: Default::default(),
            stability: Default::default(),
            span: Default::default(),
            external_id: None,
        };
        imports.push((WorldKey::Name(name), WorldItem::Function(function)));
    }
    world(&mut copy.into, "errors", imports);
}

fn world(resolve: &mut Resolve, name: &str, imports: Vec<(WorldKey, WorldItem)>) -> WorldId {
    let package = synthetic::free_name(resolve, name.to_owned());
    let package = synthetic::package(resolve, package);
    synthetic::world(resolve, package, name, imports)
}
