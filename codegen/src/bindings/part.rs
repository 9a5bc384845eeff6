//! From the `Resolve` of a whole directory to one with some of its interfaces, and what those name of others.
//!
//! For each interface wit-bindgen goes over all types of its `Resolve`. So what a directory takes is its size
//! squared, unless it is generated in parts.

use crate::wit_parser::{
    Function, FunctionKind, InterfaceId, LiveTypes, Resolve, Result_, Type, TypeDef, TypeDefKind,
    TypeId, TypeOwner, WorldId, WorldItem, WorldKey,
};
use wit_bindgen_core::Types;

use crate::copy::{Copy, owner};
use crate::synthetic;
use std::collections::BTreeSet;

/// Some interfaces, in a `Resolve` of their own.
pub(super) struct Part {
    pub(super) resolve: Resolve,
    /// A world that imports them, and what they name.
    pub(super) world: WorldId,
    /// Their ids in this `Resolve`, in the order in which they were given.
    pub(super) interfaces: Vec<InterfaceId>,
}

impl Part {
    /// Copies `interfaces` out of `whole`, and of others the types that they name. `types` is what is known of the
    /// types of `whole`.
    pub(super) fn of(whole: &Resolve, types: &Types, interfaces: &[InterfaceId]) -> Self {
        let mut live = LiveTypes::default();
        for &id in interfaces {
            live.add_interface(whole, id);
        }
        let mut copy = Copy::new(whole, Resolve::default());
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
        let failing = |id: &TypeId| whole.types[*id].name.is_some() && types.get(*id).error;
        errors(&mut copy, live.iter().filter(failing));
        let imports: Vec<InterfaceId> = owners.iter().map(|id| copy.interfaces[id]).collect();
        let world = world(&mut copy.into, "tree", synthetic::imports(&imports));
        let interfaces = interfaces.iter().map(|id| copy.interfaces[id]).collect();
        Self { resolve: copy.into, world, interfaces }
    }
}

/// A world that imports and exports nothing.
pub(super) fn nothing() -> (Resolve, WorldId) {
    let resolve = Resolve::default();
    let mut copy = Copy::new(&resolve, Resolve::default());
    let world = world(&mut copy.into, "nothing", Vec::new());
    (copy.into, world)
}

/// Makes errors known as such: the functions that give them back may be of other parts. They stand in a world
/// for which nothing is generated.
fn errors(copy: &mut Copy<'_>, errors: impl Iterator<Item = TypeId>) {
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
