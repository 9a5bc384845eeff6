//! Rewrites aliases of handles, `type t = own<r>` and `type t = borrow<r>`, which wit-bindgen cannot define.
//!
//! `own<r>` and `r` are one type in WIT, so an alias of the first becomes one of the second. Rust has no type for an alias
//! of a `borrow`: where it is used, it is replaced by what it names.

use crate::types::dealias;
use crate::wit_parser::{
    Handle, Resolve, Type, TypeDef, TypeDefKind, TypeId, TypeOwner, WorldItem, WorldKey,
};

/// Rewrites all aliases of handles.
pub(super) fn rewrite(resolve: &mut Resolve) {
    let aliases: Vec<(TypeId, Handle)> =
        resolve.types.iter().filter_map(|(id, _)| Some((id, handle(resolve, id)?))).collect();
    for (id, handle) in aliases {
        rewrite_alias(resolve, id, handle);
    }
}

/// The handle that a named type is an alias of.
fn handle(resolve: &Resolve, id: TypeId) -> Option<Handle> {
    resolve.types[id].name.as_ref()?;
    match resolve.types[dealias(resolve, id)].kind {
        TypeDefKind::Handle(handle) => Some(handle),
        _ => None,
    }
}

/// Makes the alias an unnamed handle, and gives its name to an alias of the resource.
fn rewrite_alias(resolve: &mut Resolve, id: TypeId, handle: Handle) {
    let unnamed = TypeDef {
        name: None,
        kind: TypeDefKind::Handle(handle),
        owner: TypeOwner::None,
        ..resolve.types[id].clone()
    };
    let mut named = std::mem::replace(&mut resolve.types[id], unnamed);
    let (name, owner) = (named.name.clone().unwrap_or_default(), named.owner);
    match handle {
        Handle::Own(resource) => {
            named.kind = TypeDefKind::Type(Type::Id(resource));
            let alias = resolve.types.alloc(named);
            define(resolve, owner, name, alias);
        }
        Handle::Borrow(_) => undefine(resolve, owner, &name),
    }
}

/// Makes `id` the type with that name.
fn define(resolve: &mut Resolve, owner: TypeOwner, name: String, id: TypeId) {
    match owner {
        TypeOwner::Interface(interface) => {
            resolve.interfaces[interface].types.insert(name, id);
        }
        TypeOwner::World(world) => {
            let item = resolve.worlds[world].imports.get_mut(&WorldKey::Name(name));
            if let Some(WorldItem::Type { id: defined, .. }) = item {
                *defined = id;
            }
        }
        TypeOwner::None => {}
    }
}

/// Removes the type with that name.
fn undefine(resolve: &mut Resolve, owner: TypeOwner, name: &str) {
    match owner {
        TypeOwner::Interface(interface) => {
            resolve.interfaces[interface].types.shift_remove(name);
        }
        TypeOwner::World(world) => {
            let imports = &mut resolve.worlds[world].imports;
            imports.shift_remove(&WorldKey::Name(name.to_owned()));
        }
        TypeOwner::None => {}
    }
}
