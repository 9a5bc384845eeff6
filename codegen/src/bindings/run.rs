//! What one run of wit-bindgen is about: which functions and types it makes, for options that name them.

use std::collections::BTreeSet;

use crate::wit_parser::{
    Function, IndexMap, InterfaceId, Resolve, TypeDefKind, TypeId, TypeOwner, WorldId, WorldItem,
    WorldKey,
};

use super::escape;
use crate::types;

/// One run: the tree, or a world whose imports the tree has.
pub(super) struct Run<'a> {
    pub(super) resolve: &'a Resolve,
    pub(super) world: WorldId,
    /// Whether the imported interfaces are made here.
    pub(super) makes_imports: bool,
}

/// A function that a run makes.
pub(super) struct Made<'a> {
    /// The interface it is in; none for the world's own.
    pub(super) interface: Option<&'a WorldKey>,
    pub(super) function: &'a Function,
    pub(super) imported: bool,
}

impl<'a> Run<'a> {
    /// The interfaces that this run makes, by their keys, and whether as imports.
    fn interfaces(&self) -> Vec<(&'a WorldKey, InterfaceId, bool)> {
        let world = &self.resolve.worlds[self.world];
        let imports = world.imports.iter().map(|(key, item)| (key, item, true));
        let exports = world.exports.iter().map(|(key, item)| (key, item, false));
        imports
            .chain(exports)
            .filter(|(key, _, imported)| {
                !imported || self.makes_imports || matches!(key, WorldKey::Name(_))
            })
            .filter_map(|(key, item, imported)| match item {
                WorldItem::Interface { id, .. } => Some((key, *id, imported)),
                WorldItem::Function(_) | WorldItem::Type { .. } => None,
            })
            .collect()
    }

    /// The names by which options know the interfaces that this run imports.
    pub(super) fn interface_names(&self) -> BTreeSet<String> {
        let imports = &self.resolve.worlds[self.world].imports;
        let interfaces =
            imports.iter().filter(|(_, item)| matches!(item, WorldItem::Interface { .. }));
        interfaces.map(|(key, _)| self.resolve.name_world_key(key)).collect()
    }

    /// The functions that this run makes, in the order in which wit-bindgen comes upon them.
    pub(super) fn functions(&self) -> Vec<Made<'a>> {
        let world = &self.resolve.worlds[self.world];
        let own = |items: &'a IndexMap<WorldKey, WorldItem>, imported| {
            items.values().filter_map(move |item| match item {
                WorldItem::Function(function) => Some(Made { interface: None, function, imported }),
                WorldItem::Interface { .. } | WorldItem::Type { .. } => None,
            })
        };
        let inside = |imports: bool| {
            let interfaces = self.interfaces().into_iter();
            let interfaces = interfaces.filter(move |(_, _, imported)| *imported == imports);
            interfaces.flat_map(|(key, id, imported)| {
                let functions = self.resolve.interfaces[id].functions.values();
                functions.map(move |function| Made { interface: Some(key), function, imported })
            })
        };
        let imports = inside(true).chain(own(&world.imports, true));
        imports.chain(own(&world.exports, false)).chain(inside(false)).collect()
    }

    /// The named types that this run knows, with the names that options use: `ns:pkg/interface/type`.
    pub(super) fn types(&self) -> Vec<(String, TypeId)> {
        let world = &self.resolve.worlds[self.world];
        let mut ids: Vec<TypeId> = Vec::new();
        for item in world.imports.values().chain(world.exports.values()) {
            match item {
                WorldItem::Interface { id, .. } => {
                    ids.extend(self.resolve.interfaces[*id].types.values().copied());
                }
                WorldItem::Type { id, .. } => ids.push(*id),
                WorldItem::Function(_) => {}
            }
        }
        ids.into_iter().map(|id| (self.full_name(id), id)).collect()
    }

    /// The types with fields or cases whose definition this run writes.
    pub(super) fn defined_types(&self) -> Vec<(String, TypeId)> {
        let made: BTreeSet<InterfaceId> =
            self.interfaces().into_iter().map(|(_, id, _)| id).collect();
        let here = |id: TypeId| match self.resolve.types[id].owner {
            TypeOwner::Interface(interface) => made.contains(&interface),
            TypeOwner::World(_) => true,
            TypeOwner::None => false,
        };
        let mut types = self.types();
        types.retain(|(_, id)| {
            let kind = &self.resolve.types[*id].kind;
            let kind = matches!(
                kind,
                TypeDefKind::Record(_) | TypeDefKind::Variant(_) | TypeDefKind::Enum(_)
            );
            kind && here(*id)
        });
        types
    }

    /// The name of a type as wit-bindgen's options know it.
    pub(super) fn full_name(&self, id: TypeId) -> String {
        let ty = &self.resolve.types[types::dealias(self.resolve, id)];
        let name = escape::in_wit(ty.name.as_deref().unwrap_or_default());
        let owner = match ty.owner {
            TypeOwner::World(world) => Some(self.resolve.worlds[world].name.clone()),
            TypeOwner::Interface(interface) => self.resolve.id_of(interface),
            TypeOwner::None => None,
        };
        owner.map_or_else(|| name.clone(), |owner| format!("{owner}/{name}"))
    }

    /// The fields or cases of a type.
    pub(super) fn members(&self, id: TypeId) -> Vec<&'a str> {
        types::members(&self.resolve.types[id].kind)
    }
}
