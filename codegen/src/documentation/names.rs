//! From words in docs to the items that they name, and to the Rust paths of these.

use crate::wit_parser::{
    Function, FunctionKind, InterfaceId, PackageId, Resolve, Type, TypeDefKind, TypeId, TypeOwner,
    WorldId,
};

use super::word::Word;
use crate::plan::names::{camel, is_keyword, namespace, package_module, snake};
use crate::plan::{Plan, interface_module};
use crate::request::{Ownership, Request, Side, With};
use crate::types;
use std::collections::{BTreeMap, BTreeSet};

/// Types that do not have the name in Rust that they have in WIT.
const RENAMED_TYPES: &[&str] = &["Self", "Guest", "Option", "Result", "Sized"];

/// Methods that do not, beside those that are called like keywords.
const RENAMED_METHODS: &[&str] = &["new", "from_handle", "take_handle", "handle"];

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

/// What a word stands in.
#[derive(Clone, Debug)]
pub(super) struct Context {
    pub(super) package: PackageId,
    pub(super) interface: Option<InterfaceId>,
    /// The resource whose method it is about.
    pub(super) resource: Option<TypeId>,
    /// Names that mean something of the item itself: what it is called, its parameters and fields.
    pub(super) own: BTreeSet<String>,
    /// The predicates under which the docs are there.
    pub(super) gates: Vec<String>,
}

/// The names of a tree.
pub(super) struct Names<'a> {
    resolve: &'a Resolve,
    plan: &'a Plan,
    request: &'a Request,
    packages: BTreeSet<PackageId>,
    /// Interfaces and worlds by their names.
    modules: BTreeMap<&'a str, Vec<Item<'a>>>,
    /// Types and functions by theirs.
    items: BTreeMap<&'a str, Vec<Item<'a>>>,
}

impl<'a> Names<'a> {
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

    /// The Rust path, from the root of the tree, of what `word` names.
    pub(super) fn link(&self, word: &str, context: &Context) -> Option<String> {
        let item = self.find(&Word::split(word)?, context)?;
        let gates = self.gates(&item);
        let path = self.path(&item)?;
        gates.iter().all(|gate| context.gates.iter().any(|open| open == gate)).then_some(path)
    }

    /// The predicates under which an item is there.
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

    fn find(&self, word: &Word<'_>, context: &Context) -> Option<Item<'a>> {
        if let Some((namespace, name)) = word.package {
            let is_it = |id: &&PackageId| {
                let package = &self.resolve.packages[**id].name;
                (package.namespace.as_str(), package.name.as_str()) == (namespace, name)
                    && (word.version.is_none() || package.version == word.version)
            };
            let package = only(self.packages.iter().filter(is_it))?;
            return match word.names.split_first() {
                None => Some(Item::Package(*package)),
                Some((name, inside)) => self.inside(self.module_in(*package, name)?, inside),
            };
        }
        let (name, inside) = word.names.split_first()?;
        match inside.is_empty() {
            true => self.find_one(name, context),
            false => {
                let outer = self.near(name, context).or_else(|| self.far(name));
                outer.and_then(|outer| self.inside(outer, inside))
            }
        }
    }

    /// What one name means where it stands: the nearest, or else the only one of that name.
    fn find_one(&self, name: &str, context: &Context) -> Option<Item<'a>> {
        if context.own.contains(name) {
            return None;
        }
        self.near(name, context).or_else(|| self.far(name))
    }

    /// The item of that name in the resource, the interface or the package in which the word stands.
    fn near(&self, name: &str, context: &Context) -> Option<Item<'a>> {
        let in_resource = || self.member(context.resource?, name);
        let in_interface = || self.item_in(context.interface?, name);
        let in_package = || self.module_in(context.package, name);
        in_resource().or_else(in_interface).or_else(in_package)
    }

    /// The only item of that name.
    fn far(&self, name: &str) -> Option<Item<'a>> {
        let of = |map: &BTreeMap<&str, Vec<Item<'a>>>| map.get(name).cloned().unwrap_or_default();
        let (modules, items) = (of(&self.modules), of(&self.items));
        only(if modules.is_empty() { items } else { modules }.into_iter())
    }

    /// What the names lead to from an item inwards.
    fn inside(&self, item: Item<'a>, names: &[&str]) -> Option<Item<'a>> {
        let Some((name, rest)) = names.split_first() else { return Some(item) };
        let next = match item {
            Item::Package(id) => self.module_in(id, name),
            Item::Interface(id) => self.item_in(id, name),
            Item::Type(id) => self.member(id, name),
            Item::World(_) | Item::Function(..) | Item::Member(..) => None,
        };
        self.inside(next?, rest)
    }

    fn module_in(&self, package: PackageId, name: &str) -> Option<Item<'a>> {
        let package = &self.resolve.packages[package];
        let interface = package.interfaces.get(name).copied().map(Item::Interface);
        interface.or_else(|| package.worlds.get(name).copied().map(Item::World))
    }

    /// A type or function of an interface, or a method if only one is called so.
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

    /// A method, field, case or flag of a type.
    fn member(&self, ty: TypeId, name: &str) -> Option<Item<'a>> {
        let resolve = self.resolve;
        if types::members(&resolve.types[ty].kind).contains(&name) {
            return Some(Item::Member(ty, name.to_owned()));
        }
        let TypeOwner::Interface(owner) = resolve.types[ty].owner else { return None };
        let methods = resolve.interfaces[owner].functions.values();
        let is_it = |function: &&Function| {
            function.kind.resource() == Some(ty) && function.item_name() == name
        };
        only(methods.filter(is_it)).map(|function| Item::Function(owner, function))
    }

    /// Where a type that others `use` is defined.
    fn definition(&self, id: TypeId) -> TypeId {
        let ty = &self.resolve.types[id];
        match ty.kind {
            TypeDefKind::Type(Type::Id(other)) if self.resolve.types[other].owner != ty.owner => {
                self.definition(other)
            }
            _ => id,
        }
    }

    /// The path of an item from the root of the tree, if it is there under a name that is known here.
    pub(super) fn path(&self, item: &Item<'_>) -> Option<String> {
        let resolve = self.resolve;
        match item {
            Item::Package(id) => {
                let namespace = namespace(&resolve.packages[*id].name.namespace);
                Some(format!("{namespace}::{}", package_module(resolve, *id)))
            }
            Item::Interface(id) => {
                let is_there = self.plan.interfaces.contains(id) && !self.is_elsewhere(*id, None);
                is_there.then(|| interface_module(resolve, *id).join("::"))
            }
            Item::World(id) => {
                let planned = self.plan.worlds.iter().find(|world| world.id == *id)?;
                Some(planned.module.join("::"))
            }
            Item::Type(id) => self.type_path(*id),
            Item::Function(interface, function) => self.function_path(*interface, function),
            Item::Member(id, name) => {
                let merged = self.request.guest.merge_structurally_equal_types;
                let ty = self.type_path(*id).filter(|_| !merged)?;
                let name = match &resolve.types[*id].kind {
                    TypeDefKind::Record(_) => Some(snake(name)).filter(|name| !is_keyword(name))?,
                    TypeDefKind::Flags(_) => name.replace('-', "_").to_uppercase(),
                    _ => Some(camel(name)).filter(|name| name != "Self")?,
                };
                Some(format!("{ty}::{name}"))
            }
        }
    }

    fn type_path(&self, id: TypeId) -> Option<String> {
        let ty = &self.resolve.types[id];
        let TypeOwner::Interface(owner) = ty.owner else { return None };
        let name = ty.name.as_deref()?;
        let rust = camel(name);
        let twice = Ownership::Borrowing { duplicate_if_necessary: true };
        if RENAMED_TYPES.contains(&rust.as_str())
            || self.is_elsewhere(owner, Some(name))
            || self.request.types.ownership == twice
        {
            return None;
        }
        Some(format!("{}::{rust}", self.path(&Item::Interface(owner))?))
    }

    fn function_path(&self, interface: InterfaceId, function: &Function) -> Option<String> {
        // On the host side functions are methods of traits, whose names depend on the options.
        if self.request.side == Side::Host {
            return None;
        }
        if self.request.guest.skip.iter().any(|name| name.value == function.name) {
            return None;
        }
        let rust = snake(function.item_name());
        let Some(resource) = function.kind.resource() else {
            let path = self.path(&Item::Interface(interface))?;
            return (!is_keyword(&rust)).then(|| format!("{path}::{rust}"));
        };
        let ty = self.type_path(resource)?;
        if matches!(function.kind, FunctionKind::Constructor(_)) {
            return Some(format!("{ty}::new"));
        }
        let renamed = is_keyword(&rust) || RENAMED_METHODS.contains(&rust.as_str());
        (!renamed).then(|| format!("{ty}::{rust}"))
    }

    /// Whether `with` says that an interface, or a type of it, is not in the tree.
    fn is_elsewhere(&self, interface: InterfaceId, ty: Option<&str>) -> bool {
        let Some(name) = self.resolve.id_of(interface) else { return false };
        self.request.types.with.iter().any(|(given, with)| {
            let is_type = ty.is_some_and(|ty| given.value == format!("{name}/{ty}"));
            matches!(with, With::Path(_)) && (given.value == name || is_type)
        })
    }
}

/// Items by their names, those of one name in their order.
fn by_name<'a>(mut items: Vec<(&'a str, Item<'a>)>) -> BTreeMap<&'a str, Vec<Item<'a>>> {
    // Sorted, each goes to the end of the map.
    items.sort_by_key(|(name, _)| *name);
    let mut map: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (name, item) in items {
        map.entry(name).or_default().push(item);
    }
    map
}

/// The item, if there is just one.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}
