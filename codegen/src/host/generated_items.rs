//! The functions and resources that one call of `bindgen!` generates, by the names that options use.

use crate::wit_parser::{
    Function, IndexMap, InterfaceId, Resolve, TypeId, WorldId, WorldItem, WorldKey,
};

use super::lookup::{self, Key};
use crate::types::{error_type, is_resource};
use crate::worlds;

/// The items of one call: interfaces of the tree, or a world whose imports the tree has.
pub(super) struct GeneratedItems<'a> {
    pub(super) resolve: &'a Resolve,
    /// The interfaces that are generated as imports, with their keys.
    pub(super) imports: Vec<(WorldKey, InterfaceId)>,
    /// The interfaces that are generated as exports, with their keys.
    pub(super) exports: Vec<(WorldKey, InterfaceId)>,
    /// The world whose own functions and types are generated.
    pub(super) world: Option<WorldId>,
}

/// A function, or the destructor of a resource, to which a rule can apply.
pub(super) struct RuleTarget<'a> {
    /// The names that rules can use.
    pub(super) keys: Vec<Key>,
    /// The function, or `None` for a destructor.
    pub(super) function: Option<&'a Function>,
    /// The interface that contains the target.
    pub(super) interface: Option<InterfaceId>,
}

impl<'a> GeneratedItems<'a> {
    /// The items of a call for interfaces of the tree.
    pub(super) fn of_interfaces(resolve: &'a Resolve, interfaces: &[InterfaceId]) -> Self {
        let imports = interfaces.iter().map(|&id| (WorldKey::Interface(id), id)).collect();
        Self { resolve, imports, exports: Vec::new(), world: None }
    }

    /// The items of a call for a world. `all` includes imports that are in the tree otherwise.
    pub(super) fn of_world(resolve: &'a Resolve, world: WorldId, all: bool) -> Self {
        let interfaces = |items: &'a IndexMap<WorldKey, WorldItem>| {
            worlds::interfaces(items).map(|(key, id)| (key.clone(), id))
        };
        let is_inline = |(_, id): &(WorldKey, InterfaceId)| resolve.interfaces[*id].name.is_none();
        let items = &resolve.worlds[world];
        Self {
            resolve,
            imports: interfaces(&items.imports).filter(|it| all || is_inline(it)).collect(),
            exports: interfaces(&items.exports).collect(),
            world: Some(world),
        }
    }

    /// The targets of the rules `imports`.
    pub(super) fn imported(&self) -> Vec<RuleTarget<'a>> {
        let mut targets = self.in_interfaces(&self.imports);
        let world = self.world.map(|id| &self.resolve.worlds[id]);
        for item in world.into_iter().flat_map(|world| world.imports.values()) {
            match item {
                WorldItem::Function(function) => targets.push(own(&function.name, Some(function))),
                WorldItem::Type { id, .. } if is_resource(self.resolve, *id) => {
                    targets.push(own(&destructor(self.resolve, *id), None));
                }
                WorldItem::Type { .. } | WorldItem::Interface { .. } => {}
            }
        }
        targets
    }

    /// The targets of the rules `exports`.
    pub(super) fn exported(&self) -> Vec<RuleTarget<'a>> {
        let world = self.world.map(|id| &self.resolve.worlds[id]);
        let functions = world.into_iter().flat_map(|world| worlds::functions(&world.exports));
        let own = functions.map(|function| own(&function.name, Some(function)));
        let in_interfaces = self.in_interfaces(&self.exports).into_iter();
        own.chain(in_interfaces.filter(|target| target.function.is_some())).collect()
    }

    fn in_interfaces(&self, interfaces: &[(WorldKey, InterfaceId)]) -> Vec<RuleTarget<'a>> {
        let mut targets = Vec::new();
        for (key, id) in interfaces {
            let interface = &self.resolve.interfaces[*id];
            for function in interface.functions.values() {
                let keys = lookup::keys(self.resolve, key, Some(&function.name));
                let (function, interface) = (Some(function), Some(*id));
                targets.push(RuleTarget { keys, function, interface });
            }
            for &ty in interface.types.values().filter(|ty| is_resource(self.resolve, **ty)) {
                let keys = lookup::keys(self.resolve, key, Some(&destructor(self.resolve, ty)));
                targets.push(RuleTarget { keys, function: None, interface: Some(*id) });
            }
        }
        targets
    }

    /// The names that `with` can use for imports: those of each interface, and of its resources.
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

    /// The error types of the imported functions.
    pub(super) fn errors(&self) -> Vec<TypeId> {
        let imported = self.imported();
        let functions = imported.iter().filter_map(|target| target.function);
        functions.filter_map(|function| error_type(self.resolve, function)).collect()
    }
}

fn own<'a>(name: &str, function: Option<&'a Function>) -> RuleTarget<'a> {
    RuleTarget { keys: vec![(name.to_owned(), true)], function, interface: None }
}

fn destructor(resolve: &Resolve, id: TypeId) -> String {
    format!("[drop]{}", resolve.types[id].name.as_deref().unwrap_or_default())
}
