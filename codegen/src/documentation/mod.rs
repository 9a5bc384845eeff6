//! From the packages to what rustdoc shows of them: pages for the modules of the tree, and the docs of its items.
//!
//! [`Documentation`] knows nothing of how the code is generated, but that an item `ns:pkg/name` is at
//! `ns::pkg::name`. Paths in it are relative, so that they are right wherever the tree stands.

mod annotate;
mod drawing;
mod graph;
mod layers;
mod layout;
mod list;
mod markdown;
mod names;
mod page;
mod pages;
mod place;
mod word;

#[cfg(test)]
mod tests;

use crate::wit_parser::{InterfaceId, PackageId, Resolve, WorldId, WorldItem};

use self::graph::Graph;
use self::names::{Item, Names};
pub(crate) use self::page::Page;
use self::place::Places;
use crate::plan::{Plan, interface_module, names as names_of};
use crate::request::Request;
use crate::workspace::Workspace;
use frontend::sources::Sources;
use std::collections::{BTreeMap, BTreeSet};

/// What there is to say about a tree.
pub(crate) struct Documentation<'a> {
    resolve: &'a Resolve,
    plan: &'a Plan,
    places: Places<'a>,
    names: Names<'a>,
    /// The packages of the tree: those that are no dependencies, and then those that are, by their names.
    packages: Vec<PackageId>,
    dependencies: BTreeSet<PackageId>,
    /// Which package uses which, by their numbers in `packages`.
    graph: Graph,
}

impl<'a> Documentation<'a> {
    /// Gathers what is known of the packages of `plan`.
    pub(crate) fn of(
        request: &'a Request,
        sources: &'a Sources,
        workspace: &'a Workspace,
        plan: &'a Plan,
    ) -> Self {
        let resolve = &workspace.resolve;
        let own = workspace.packages.iter().filter(|member| !member.dependency);
        let own: BTreeSet<PackageId> = own.map(|member| member.id).collect();
        let packages = packages(resolve, plan, &own);
        let graph = graph(resolve, plan, &packages);
        Self {
            resolve,
            plan,
            places: Places::of(request, sources, workspace),
            names: Names::of(request, resolve, plan, packages.iter().copied()),
            dependencies: packages.iter().copied().filter(|id| !own.contains(id)).collect(),
            packages,
            graph,
        }
    }

    /// The modules of the tree that have a page: those of namespaces, each with those of its packages.
    pub(crate) fn modules(&self) -> BTreeMap<String, BTreeMap<String, PackageId>> {
        let mut modules: BTreeMap<String, BTreeMap<String, PackageId>> = BTreeMap::new();
        for &id in &self.packages {
            let namespace = names_of::namespace(&self.resolve.packages[id].name.namespace);
            let package = names_of::package_module(self.resolve, id);
            modules.entry(namespace).or_default().insert(package, id);
        }
        modules
    }

    /// `a:b`, with the version where several are there.
    fn label(&self, package: PackageId) -> String {
        let name = &self.resolve.packages[package].name;
        let is_alike = |other: &PackageId| {
            let other = &self.resolve.packages[*other].name;
            (&other.namespace, &other.name) == (&name.namespace, &name.name)
        };
        match self.packages.iter().filter(|other| is_alike(other)).count() {
            0 | 1 => format!("{}:{}", name.namespace, name.name),
            _ => name.to_string(),
        }
    }

    /// The version of a package, with a space before it.
    fn version(&self, package: PackageId) -> String {
        let version = self.resolve.packages[package].name.version.as_ref();
        version.map(|version| format!(" {version}")).unwrap_or_default()
    }

    /// The path of an item from the root. An interface that only worlds export is in the first of these.
    fn path(&self, item: &Item<'_>) -> Option<String> {
        let exported = || {
            let Item::Interface(id) = item else { return None };
            let world = self.exporting(*id)?;
            let interface = interface_module(self.resolve, *id).join("::");
            let world = self.names.path(&Item::World(world))?;
            Some(format!("{world}::exports::{interface}"))
        };
        self.names.path(item).or_else(exported)
    }

    /// The first world that exports an interface which is not in the tree itself.
    fn exporting(&self, id: InterfaceId) -> Option<WorldId> {
        let exports = |world: &WorldId| interfaces(self.resolve, *world, false).any(|it| it == id);
        let is_there = self.plan.interfaces.contains(&id);
        let mut worlds = self.plan.worlds.iter().map(|world| world.id).filter(|_| !is_there);
        worlds.find(exports)
    }
}

/// The packages that something in the tree is of.
fn packages(resolve: &Resolve, plan: &Plan, own: &BTreeSet<PackageId>) -> Vec<PackageId> {
    let interfaces = plan.interfaces.iter().map(|id| resolve.interfaces[*id].package);
    let worlds = plan.worlds.iter().flat_map(|world| {
        let exported = interfaces_of(resolve, world.id).map(|id| resolve.interfaces[id].package);
        exported.chain([resolve.worlds[world.id].package])
    });
    let packages: BTreeSet<_> = interfaces.chain(worlds).flatten().collect();
    let mut packages: Vec<_> = packages.into_iter().collect();
    packages.sort_by_key(|id| {
        let name = &resolve.packages[*id].name;
        (!own.contains(id), name.namespace.clone(), name.name.clone(), name.version.clone())
    });
    packages
}

/// The interfaces that a world imports or exports, under any name.
fn interfaces_of(resolve: &Resolve, world: WorldId) -> impl Iterator<Item = InterfaceId> + '_ {
    interfaces(resolve, world, true).chain(interfaces(resolve, world, false))
}

/// The interfaces that a world imports, or those that it exports.
fn interfaces(
    resolve: &Resolve,
    world: WorldId,
    imports: bool,
) -> impl Iterator<Item = InterfaceId> + '_ {
    let world = &resolve.worlds[world];
    let items = if imports { &world.imports } else { &world.exports };
    items.values().filter_map(|item| match item {
        WorldItem::Interface { id, .. } => Some(*id),
        WorldItem::Function(_) | WorldItem::Type { .. } => None,
    })
}

/// Which package uses which.
fn graph(resolve: &Resolve, plan: &Plan, packages: &[PackageId]) -> Graph {
    let position = |id: PackageId| packages.iter().position(|other| *other == id);
    let package = |id: InterfaceId| resolve.interfaces[id].package;
    let of_interfaces = plan.interfaces.iter().flat_map(|id| {
        resolve.interface_direct_deps(*id).map(move |used| (package(*id), package(used)))
    });
    let of_worlds = plan.worlds.iter().flat_map(|world| {
        let world = world.id;
        let used = interfaces_of(resolve, world)
            .flat_map(|id| resolve.interface_direct_deps(id).chain([id]));
        used.map(move |used| (resolve.worlds[world].package, package(used)))
    });
    let arrows = of_interfaces.chain(of_worlds).filter_map(|(from, to)| {
        let (from, to) = (from?, to?);
        Some((position(from)?, position(to)?))
    });
    Graph::new(packages.len(), arrows)
}
