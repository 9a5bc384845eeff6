//! Resolves names in docs to WIT items and their Rust paths.

use crate::wit_parser::{
    Function, FunctionKind, InterfaceId, PackageId, Resolve, Type, TypeDefKind, TypeId, TypeOwner,
    WorldId,
};

use super::item_path::ItemPath;
use crate::plan::names::{camel, is_keyword, namespace, package_module, snake};
use crate::plan::{Plan, interface_module};
use crate::request::{Ownership, Request, Side, With};
use std::collections::{BTreeMap, BTreeSet};

/// Types whose Rust name is not derived from their WIT name.
const RENAMED_TYPES: &[&str] = &["Self", "Guest", "Option", "Result", "Sized"];

/// Methods whose Rust name is not derived from their WIT name, besides keywords.
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
    resolve: &'a Resolve,
    plan: &'a Plan,
    request: &'a Request,
    packages: BTreeSet<PackageId>,
    /// Interfaces and worlds, by their names.
    modules: BTreeMap<&'a str, Vec<Item<'a>>>,
    /// Types and functions, by their names.
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

    /// Returns the Rust path, from the root of the tree, of the item that `word` names.
    pub(super) fn link(&self, word: &str, context: &Context) -> Option<String> {
        let item = self.find(&ItemPath::parse(word)?, context)?;
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

    fn find(&self, path: &ItemPath<'_>, context: &Context) -> Option<Item<'a>> {
        if let Some((namespace, name)) = path.package {
            let is_it = |id: &&PackageId| {
                let package = &self.resolve.packages[**id].name;
                (package.namespace.as_str(), package.name.as_str()) == (namespace, name)
                    && (path.version.is_none() || package.version == path.version)
            };
            let package = only(self.packages.iter().filter(is_it))?;
            return match path.names.split_first() {
                None => Some(Item::Package(*package)),
                Some((name, inside)) => self.inside(self.module_in(*package, name)?, inside),
            };
        }
        let (name, inside) = path.names.split_first()?;
        match inside.is_empty() {
            true => self.find_one(name, context),
            false => {
                let outer = self.near(name, context).or_else(|| self.far(name));
                outer.and_then(|outer| self.inside(outer, inside))
            }
        }
    }

    /// Resolves a single name: to the nearest item, or else to the only one with that name.
    fn find_one(&self, name: &str, context: &Context) -> Option<Item<'a>> {
        if context.own.contains(name) {
            return None;
        }
        self.near(name, context).or_else(|| self.far(name))
    }

    /// Returns the item with that name in the resource, the interface or the package of the docs.
    fn near(&self, name: &str, context: &Context) -> Option<Item<'a>> {
        let in_resource = || self.member(context.resource?, name);
        let in_interface = || self.item_in(context.interface?, name);
        let in_package = || self.module_in(context.package, name);
        in_resource().or_else(in_interface).or_else(in_package)
    }

    /// Returns the only item with that name in the tree.
    fn far(&self, name: &str) -> Option<Item<'a>> {
        let of = |map: &BTreeMap<&str, Vec<Item<'a>>>| map.get(name).cloned().unwrap_or_default();
        let (modules, items) = (of(&self.modules), of(&self.items));
        only(if modules.is_empty() { items } else { modules }.into_iter())
    }

    /// Resolves names within an item.
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
        let members: Vec<&str> = match &resolve.types[ty].kind {
            TypeDefKind::Record(record) => {
                record.fields.iter().map(|field| field.name.as_str()).collect()
            }
            TypeDefKind::Variant(variant) => {
                variant.cases.iter().map(|case| case.name.as_str()).collect()
            }
            TypeDefKind::Enum(cases) => cases.cases.iter().map(|case| case.name.as_str()).collect(),
            TypeDefKind::Flags(flags) => {
                flags.flags.iter().map(|flag| flag.name.as_str()).collect()
            }
            _ => Vec::new(),
        };
        if members.contains(&name) {
            return Some(Item::Member(ty, name.to_owned()));
        }
        let TypeOwner::Interface(owner) = resolve.types[ty].owner else { return None };
        let methods = resolve.interfaces[owner].functions.values();
        let is_it = |function: &&Function| {
            function.kind.resource() == Some(ty) && function.item_name() == name
        };
        only(methods.filter(is_it)).map(|function| Item::Function(owner, function))
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

    /// Returns the path of an item from the root of the tree, or `None` if it is not there or its name is unknown.
    pub(super) fn path(&self, item: &Item<'_>) -> Option<String> {
        let resolve = self.resolve;
        match item {
            Item::Package(id) => {
                let namespace = namespace(&resolve.packages[*id].name.namespace);
                Some(format!("{namespace}::{}", package_module(resolve, *id)))
            }
            Item::Interface(id) => {
                let is_bound = self.plan.interfaces.contains(id) && !self.is_mapped(*id, None);
                is_bound.then(|| interface_module(resolve, *id).join("::"))
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
        let duplicated = Ownership::Borrowing { duplicate_if_necessary: true };
        if RENAMED_TYPES.contains(&rust.as_str())
            || self.is_mapped(owner, Some(name))
            || self.request.types.ownership == duplicated
        {
            return None;
        }
        Some(format!("{}::{rust}", self.path(&Item::Interface(owner))?))
    }

    fn function_path(&self, interface: InterfaceId, function: &Function) -> Option<String> {
        // For hosts, functions are methods of traits whose names depend on the options.
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

    /// `true` if the option `with` maps an interface, or a type of it, to existing bindings.
    fn is_mapped(&self, interface: InterfaceId, ty: Option<&str>) -> bool {
        let Some(name) = self.resolve.id_of(interface) else { return false };
        self.request.types.with.iter().any(|(given, with)| {
            let is_type = ty.is_some_and(|ty| given.value == format!("{name}/{ty}"));
            matches!(with, With::Path(_)) && (given.value == name || is_type)
        })
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
