//! Shares types between the tree and worlds: types that a world exports become aliases of those in the tree.

use std::collections::BTreeSet;

use crate::synthetic;
use crate::types::holds_resource;
use crate::wit_parser::{
    IndexMap, InterfaceId, Resolve, Type, TypeDefKind, TypeId, WorldId, WorldItem, WorldKey,
};

/// Makes a world import `interfaces`, each after those that it uses, before its other imports.
pub(crate) fn import_interfaces(
    resolve: &mut Resolve,
    world: WorldId,
    interfaces: BTreeSet<InterfaceId>,
) {
    let old = std::mem::take(&mut resolve.worlds[world].imports);
    let mut imports: IndexMap<WorldKey, WorldItem> = interfaces
        .into_iter()
        .map(|id| {
            let key = WorldKey::Interface(id);
            let item = old.get(&key).cloned().unwrap_or_else(|| synthetic::import(id));
            (key, item)
        })
        .collect();
    for (key, item) in old {
        imports.entry(key).or_insert(item);
    }
    resolve.worlds[world].imports = imports;
}

/// Makes the types of `copy` aliases of those of `original`, unless they hold a resource.
pub(crate) fn alias_types(resolve: &mut Resolve, copy: InterfaceId, original: InterfaceId) {
    let pairs: Vec<(TypeId, TypeId)> = resolve.interfaces[copy]
        .types
        .iter()
        .map(|(name, &id)| (id, resolve.interfaces[original].types[name]))
        .collect();
    for (copy, original) in pairs {
        if !holds_resource(resolve, Type::Id(original)) {
            resolve.types[copy].kind = TypeDefKind::Type(Type::Id(original));
        }
    }
}
