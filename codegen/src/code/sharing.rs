//! One WIT type, one Rust type: types that a world exports become aliases of those in the tree.

use crate::wit_parser::{
    IndexMap, InterfaceId, Resolve, Type, TypeDefKind, TypeId, WorldId, WorldItem, WorldKey,
};

use crate::synthetic;
use crate::types::holds_resource;
use std::collections::BTreeSet;

/// Makes a world import interfaces by their names, each after those that it uses, besides what it imports already.
pub(crate) fn import(resolve: &mut Resolve, world: WorldId, named: BTreeSet<InterfaceId>) {
    let old = std::mem::take(&mut resolve.worlds[world].imports);
    let mut imports: IndexMap<WorldKey, WorldItem> = named
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

/// Makes the types of `copy` that hold no resource aliases of those of `original`.
pub(crate) fn alias(resolve: &mut Resolve, copy: InterfaceId, original: InterfaceId) {
    let twins: Vec<(TypeId, TypeId)> = resolve.interfaces[copy]
        .types
        .iter()
        .map(|(name, &id)| (id, resolve.interfaces[original].types[name]))
        .collect();
    for (copy, original) in twins {
        if !holds_resource(resolve, Type::Id(original)) {
            resolve.types[copy].kind = TypeDefKind::Type(Type::Id(original));
        }
    }
}
