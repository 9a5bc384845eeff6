//! Resolves names in docs to WIT items.

use crate::wit_parser::{
    Function, InterfaceId, PackageId, Resolve, Type, TypeDefKind, TypeId, TypeOwner, WorldId,
};

use super::item_path::ItemPath;
use crate::plan::Plan;
use crate::request::Request;
use crate::types;
use std::collections::{BTreeMap, BTreeSet};

/// An item of WIT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item<'a> {
    Package(PackageId),
    Interface(InterfaceId),
    World(WorldId),
    Type(TypeId),
    Function(InterfaceId, &'a Function),
    /// A field, case or flag.
    Member(TypeId, String),
}

/// The scope in which a name is resolved.
#[derive(Clone, Debug)]
pub(super) struct Context {
    pub(super) package: PackageId,
    pub(super) interface: Option<InterfaceId>,
    /// The resource of the documented method.
    pub(super) resource: Option<TypeId>,
    /// The names of the item itself, its parameters and its fields, which are not linked.
    pub(super) own: BTreeSet<String>,
    /// The predicates of the gates around the docs.
    pub(super) gates: Vec<String>,
}

/// The names of the items in a tree.
pub(super) struct Names<'a> {
    pub(super) resolve: &'a Resolve,
    pub(super) plan: &'a Plan,
    pub(super) request: &'a Request,
    packages: BTreeSet<PackageId>,
    /// Interfaces and worlds, by their names.
    modules: BTreeMap<&'a str, Vec<Item<'a>>>,
    /// Types and functions, by their names.
    items: BTreeMap<&'a str, Vec<Item<'a>>>,
}

impl<'a> Names<'a> {
    /// Collects the items of `plan`, and the names of `packages`.
    pub(super) fn of(
        request: &'a Request,
        resolve: &'a Resolve,
        plan: &'a Plan,
        packages: impl IntoIterator<Item = PackageId>,
    ) -> Self {
        let mut names = Self {
            resolve,
            plan,
            request,
            packages: packages.into_iter().collect(),
            modules: BTreeMap::new(),
            items: BTreeMap::new(),
        };
        let (mut modules, mut items) = (Vec::new(), Vec::new());
        for &id in &plan.interfaces {
            let interface = &resolve.interfaces[id];
            let name = interface.name.as_deref().unwrap_or_default();
            modules.push((name, Item::Interface(id)));
            for (name, ty) in &interface.types {
                if names.definition(*ty) == *ty {
                    items.push((name.as_str(), Item::Type(*ty)));
                }
            }
            for (name, function) in &interface.functions {
                items.push((name, Item::Function(id, function)));
            }
        }
        for world in &plan.worlds {
            let name = resolve.worlds[world.id].name.as_str();
            modules.push((name, Item::World(world.id)));
        }
        (names.modules, names.items) = (by_name(modules), by_name(items));
        names
    }

    /// Returns the Rust path, from the root of the tree, of the item that `word` names.
    pub(super) fn link(&self, word: &str, context: &Context) -> Option<String> {
        let item = self.resolve_path(&ItemPath::parse(word)?, context)?;
        let gates = self.gates(&item);
        let path = self.path(&item)?;
        gates.iter().all(|gate| context.gates.iter().any(|open| open == gate)).then_some(path)
    }

    /// Returns the predicates of the gates around an item.
    pub(super) fn gates(&self, item: &Item<'_>) -> Vec<&'a str> {
        let package = match item {
            Item::Package(id) => Some(*id),
            Item::World(id) => return self.plan.gates.of_world(self.resolve, *id),
            Item::Interface(id) | Item::Function(id, _) => self.resolve.interfaces[*id].package,
            Item::Type(id) | Item::Member(id, _) => match self.resolve.types[*id].owner {
                TypeOwner::Interface(id) => self.resolve.interfaces[id].package,
                TypeOwner::World(_) | TypeOwner::None => None,
            },
        };
        package.and_then(|id| self.plan.gates.of_package(id)).into_iter().collect()
    }

    fn resolve_path(&self, path: &ItemPath<'_>, context: &Context) -> Option<Item<'a>> {
        let Some((namespace, name)) = path.package else {
            let (first, rest) = path.names.split_first()?;
            if rest.is_empty() && context.own.contains(*first) {
                return None;
            }
            let item = self.in_scope(first, context).or_else(|| self.anywhere(first));
            return self.resolve_within(item?, rest);
        };
        let is_named = |id: &&PackageId| {
            let package = &self.resolve.packages[**id].name;
            (package.namespace.as_str(), package.name.as_str()) == (namespace, name)
                && (path.version.is_none() || package.version == path.version)
        };
        let package = Item::Package(*only(self.packages.iter().filter(is_named))?);
        self.resolve_within(package, &path.names)
    }

    /// Returns the item with that name in the resource, the interface or the package of the docs.
    fn in_scope(&self, name: &str, context: &Context) -> Option<Item<'a>> {
        let in_resource = || self.member(context.resource?, name);
        let in_interface = || self.item_in(context.interface?, name);
        let in_package = || self.module_in(context.package, name);
        in_resource().or_else(in_interface).or_else(in_package)
    }

    /// Returns the only item with that name in the tree.
    fn anywhere(&self, name: &str) -> Option<Item<'a>> {
        let of = |map: &BTreeMap<&str, Vec<Item<'a>>>| map.get(name).cloned().unwrap_or_default();
        let (modules, items) = (of(&self.modules), of(&self.items));
        only(if modules.is_empty() { items } else { modules }.into_iter())
    }

    /// Resolves names within an item.
    fn resolve_within(&self, item: Item<'a>, names: &[&str]) -> Option<Item<'a>> {
        let Some((name, rest)) = names.split_first() else { return Some(item) };
        let next = match item {
            Item::Package(id) => self.module_in(id, name),
            Item::Interface(id) => self.item_in(id, name),
            Item::Type(id) => self.member(id, name),
            Item::World(_) | Item::Function(..) | Item::Member(..) => None,
        };
        self.resolve_within(next?, rest)
    }

    fn module_in(&self, package: PackageId, name: &str) -> Option<Item<'a>> {
        let package = &self.resolve.packages[package];
        let interface = package.interfaces.get(name).copied().map(Item::Interface);
        interface.or_else(|| package.worlds.get(name).copied().map(Item::World))
    }

    /// Returns a type or function of an interface, or the only method with that name.
    fn item_in(&self, interface: InterfaceId, name: &str) -> Option<Item<'a>> {
        let resolve = self.resolve;
        let found = &resolve.interfaces[interface];
        if let Some(ty) = found.types.get(name) {
            return Some(Item::Type(self.definition(*ty)));
        }
        let function = |function: &'a Function| Item::Function(interface, function);
        if let Some(found) = found.functions.get(name) {
            return Some(function(found));
        }
        only(found.functions.values().filter(|function| function.item_name() == name)).map(function)
    }

    /// Returns a method, field, case or flag of a type.
    fn member(&self, ty: TypeId, name: &str) -> Option<Item<'a>> {
        let resolve = self.resolve;
        if types::members(&resolve.types[ty].kind).contains(&name) {
            return Some(Item::Member(ty, name.to_owned()));
        }
        let TypeOwner::Interface(owner) = resolve.types[ty].owner else { return None };
        let methods = resolve.interfaces[owner].functions.values();
        let is_method = |function: &&Function| {
            function.kind.resource() == Some(ty) && function.item_name() == name
        };
        only(methods.filter(is_method)).map(|function| Item::Function(owner, function))
    }

    /// Returns the definition of a type that may be imported with `use`.
    fn definition(&self, id: TypeId) -> TypeId {
        let ty = &self.resolve.types[id];
        match ty.kind {
            TypeDefKind::Type(Type::Id(other)) if self.resolve.types[other].owner != ty.owner => {
                self.definition(other)
            }
            _ => id,
        }
    }
}

/// Groups items by their names. Items with the same name keep their order.
fn by_name<'a>(items: Vec<(&'a str, Item<'a>)>) -> BTreeMap<&'a str, Vec<Item<'a>>> {
    let mut map: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (name, item) in items {
        map.entry(name).or_default().push(item);
    }
    map
}

/// Returns the only item of an iterator, or `None` if there are several.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}
