//! The functions and types that one run of wit-bindgen generates, by the names that options use.

use std::collections::BTreeSet;

use crate::wit_parser::{
    Function, IndexMap, InterfaceId, Resolve, TypeDefKind, TypeId, TypeOwner, WorldId, WorldItem,
    WorldKey,
};

use super::escape;
use crate::{types, worlds};

/// The items of one run: of the tree, or of a world whose imports the tree has.
pub(super) struct GeneratedItems<'a> {
    pub(super) resolve: &'a Resolve,
    pub(super) world: WorldId,
    /// `true` if the run generates the imported interfaces.
    pub(super) generates_imports: bool,
}

/// A function that a run generates.
pub(super) struct GeneratedFunction<'a> {
    /// The interface of the function, or `None` if it is the world's own.
    pub(super) interface: Option<&'a WorldKey>,
    pub(super) function: &'a Function,
    pub(super) imported: bool,
}

impl GeneratedFunction<'_> {
    /// The name in wit-bindgen's filters of the function or its resource, `name`: `ns:pkg/interface@1.0.0#name`.
    pub(super) fn full_name(&self, resolve: &Resolve, name: &str) -> String {
        match self.interface {
            Some(key) => format!("{}#{name}", resolve.name_world_key(key)),
            None => name.to_owned(),
        }
    }
}

impl<'a> GeneratedItems<'a> {
    /// The interfaces that this run generates with their keys, and `true` for imports.
    fn interfaces(&self) -> Vec<(&'a WorldKey, InterfaceId, bool)> {
        let world = &self.resolve.worlds[self.world];
        let imports = worlds::interfaces(&world.imports)
            .filter(|(key, _)| self.generates_imports || matches!(key, WorldKey::Name(_)))
            .map(|(key, id)| (key, id, true));
        let exports = worlds::interfaces(&world.exports).map(|(key, id)| (key, id, false));
        imports.chain(exports).collect()
    }

    /// The names of the interfaces that this run imports.
    pub(super) fn interface_names(&self) -> BTreeSet<String> {
        let imports = &self.resolve.worlds[self.world].imports;
        worlds::interfaces(imports).map(|(key, _)| self.resolve.name_world_key(key)).collect()
    }

    /// The functions that this run generates, in the order in which wit-bindgen visits them.
    pub(super) fn functions(&self) -> Vec<GeneratedFunction<'a>> {
        let world = &self.resolve.worlds[self.world];
        let own = |items: &'a IndexMap<WorldKey, WorldItem>, imported| {
            worlds::functions(items).map(move |function| GeneratedFunction {
                interface: None,
                function,
                imported,
            })
        };
        let of_interfaces = |imports: bool| {
            let interfaces = self.interfaces().into_iter();
            let interfaces = interfaces.filter(move |(_, _, imported)| *imported == imports);
            interfaces.flat_map(|(key, id, imported)| {
                let functions = self.resolve.interfaces[id].functions.values();
                functions.map(move |function| GeneratedFunction {
                    interface: Some(key),
                    function,
                    imported,
                })
            })
        };
        let imports = of_interfaces(true).chain(own(&world.imports, true));
        imports.chain(own(&world.exports, false)).chain(of_interfaces(false)).collect()
    }

    /// The named types of the world, with the names that options use: `ns:pkg/interface/type`.
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

    /// The types with fields or cases that this run defines.
    pub(super) fn defined_types(&self) -> Vec<(String, TypeId)> {
        let interfaces: BTreeSet<InterfaceId> =
            self.interfaces().into_iter().map(|(_, id, _)| id).collect();
        let is_defined_here = |id: TypeId| match self.resolve.types[id].owner {
            TypeOwner::Interface(interface) => interfaces.contains(&interface),
            TypeOwner::World(_) => true,
            TypeOwner::None => false,
        };
        let mut types = self.types();
        types.retain(|(_, id)| {
            let has_members = matches!(
                self.resolve.types[*id].kind,
                TypeDefKind::Record(_) | TypeDefKind::Variant(_) | TypeDefKind::Enum(_)
            );
            has_members && is_defined_here(*id)
        });
        types
    }

    /// The name of a type in wit-bindgen's options.
    pub(super) fn full_name(&self, id: TypeId) -> String {
        let ty = &self.resolve.types[types::dealias(self.resolve, id)];
        let name = escape::without_mark(ty.name.as_deref().unwrap_or_default());
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
