//! What one call of `bindgen!` is about: which functions and resources it makes, for options that name them.

use crate::wit_parser::{Function, InterfaceId, Resolve, TypeId, WorldId, WorldItem, WorldKey};

use super::lookup::{self, Key};
use crate::types::{error_type, is_resource};

/// One call: interfaces of the tree, or a world whose imports the tree has.
pub(super) struct Run<'a> {
    pub(super) resolve: &'a Resolve,
    /// The interfaces that are made as imports, by the keys by which options know them.
    pub(super) imports: Vec<(WorldKey, InterfaceId)>,
    /// The interfaces that are made as exports.
    pub(super) exports: Vec<(WorldKey, InterfaceId)>,
    /// The world whose own functions and types are made.
    pub(super) world: Option<WorldId>,
}

/// Something that a rule can be about: a function, or the destructor of a resource.
pub(super) struct Made<'a> {
    /// The names by which rules know it.
    pub(super) keys: Vec<Key>,
    /// The function; none for a destructor.
    pub(super) function: Option<&'a Function>,
    /// The interface that it is in.
    pub(super) interface: Option<InterfaceId>,
}

impl<'a> Run<'a> {
    /// The call for interfaces of the tree.
    pub(super) fn of_interfaces(resolve: &'a Resolve, interfaces: &[InterfaceId]) -> Self {
        let imports = interfaces.iter().map(|&id| (WorldKey::Interface(id), id)).collect();
        Self { resolve, imports, exports: Vec::new(), world: None }
    }

    /// The call for a world: with `all`, its imports are made there as well.
    pub(super) fn of_world(resolve: &'a Resolve, world: WorldId, all: bool) -> Self {
        let interfaces = |items: &'a crate::wit_parser::IndexMap<WorldKey, WorldItem>| {
            items.iter().filter_map(|(key, item)| match item {
                WorldItem::Interface { id, .. } => Some((key.clone(), *id)),
                WorldItem::Function(_) | WorldItem::Type { .. } => None,
            })
        };
        let of = &resolve.worlds[world];
        let inline = |(_, id): &(WorldKey, InterfaceId)| resolve.interfaces[*id].name.is_none();
        Self {
            resolve,
            imports: interfaces(&of.imports).filter(|it| all || inline(it)).collect(),
            exports: interfaces(&of.exports).collect(),
            world: Some(world),
        }
    }

    /// What the rules `imports` can be about.
    pub(super) fn imported(&self) -> Vec<Made<'a>> {
        let mut made = self.inside(&self.imports);
        let world = self.world.map(|id| &self.resolve.worlds[id]);
        for item in world.into_iter().flat_map(|world| world.imports.values()) {
            match item {
                WorldItem::Function(function) => made.push(own(&function.name, Some(function))),
                WorldItem::Type { id, .. } if is_resource(self.resolve, *id) => {
                    made.push(own(&destructor(self.resolve, *id), None));
                }
                WorldItem::Type { .. } | WorldItem::Interface { .. } => {}
            }
        }
        made
    }

    /// What the rules `exports` can be about.
    pub(super) fn exported(&self) -> Vec<Made<'a>> {
        let world = self.world.map(|id| &self.resolve.worlds[id]);
        let functions = world.into_iter().flat_map(|world| world.exports.values());
        let functions = functions.filter_map(|item| match item {
            WorldItem::Function(function) => Some(own(&function.name, Some(function))),
            WorldItem::Interface { .. } | WorldItem::Type { .. } => None,
        });
        let mut made: Vec<Made<'a>> = functions.collect();
        let inside = self.inside(&self.exports);
        made.extend(inside.into_iter().filter(|made| made.function.is_some()));
        made
    }

    fn inside(&self, interfaces: &[(WorldKey, InterfaceId)]) -> Vec<Made<'a>> {
        let mut made = Vec::new();
        for (key, id) in interfaces {
            let interface = &self.resolve.interfaces[*id];
            for function in interface.functions.values() {
                let keys = lookup::keys(self.resolve, key, Some(&function.name));
                made.push(Made { keys, function: Some(function), interface: Some(*id) });
            }
            for &ty in interface.types.values().filter(|ty| is_resource(self.resolve, **ty)) {
                let keys = lookup::keys(self.resolve, key, Some(&destructor(self.resolve, ty)));
                made.push(Made { keys, function: None, interface: Some(*id) });
            }
        }
        made
    }

    /// The names by which `with` knows what is made as an import: each interface, followed by its resources.
    pub(super) fn replaceable(&self) -> Vec<(Vec<Key>, Vec<Vec<Key>>)> {
        let interfaces = self.imports.iter().map(|(key, id)| {
            let types = self.resolve.interfaces[*id].types.iter();
            let resources = types.filter(|(_, ty)| is_resource(self.resolve, **ty));
            let resources = resources.map(|(name, _)| lookup::keys(self.resolve, key, Some(name)));
            (lookup::keys(self.resolve, key, None), resources.collect())
        });
        let world = self.world.map(|id| &self.resolve.worlds[id]);
        let own = world.into_iter().flat_map(|world| &world.imports);
        let own = own.filter_map(|(key, item)| match (key, item) {
            (WorldKey::Name(name), WorldItem::Type { id, .. })
                if is_resource(self.resolve, *id) =>
            {
                Some((Vec::new(), vec![vec![(name.clone(), true)]]))
            }
            _ => None,
        });
        interfaces.chain(own).collect()
    }

    /// The types that functions of this call give as errors.
    pub(super) fn errors(&self) -> Vec<TypeId> {
        let made = self.imported();
        let functions = made.iter().filter_map(|made| made.function);
        functions.filter_map(|function| error_type(self.resolve, function)).collect()
    }
}

fn own<'a>(name: &str, function: Option<&'a Function>) -> Made<'a> {
    Made { keys: vec![(name.to_owned(), true)], function, interface: None }
}

fn destructor(resolve: &Resolve, id: TypeId) -> String {
    format!("[drop]{}", resolve.types[id].name.as_deref().unwrap_or_default())
}
