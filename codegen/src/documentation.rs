//! Writes the documentation of generated code: of the modules of the tree, and of its items.
//!
//! [`Documentation`] knows only one thing about the generated code: that an item `ns:pkg/name` is at
//! `ns::pkg::name`. Links are relative, so that they are valid wherever the tree is.

mod annotate;
mod gated;
mod graph;
mod item_path;
mod layers;
mod layout;
mod link_row;
mod locations;
mod markdown;
mod module_docs;
mod modules;
mod names;
mod rust_paths;
mod svg;

#[cfg(test)]
mod tests;

use crate::wit_parser::{InterfaceId, PackageId, Resolve, WorldId, WorldItem};

use self::gated::Gated;
use self::graph::Graph;
use self::locations::Locations;
pub(crate) use self::module_docs::ModuleDocs;
use self::names::{Item, Names};
use crate::plan::{Plan, interface_module};
use crate::request::Request;
use crate::rust_names;
use crate::wit::package_name;
use crate::workspace::Workspace;
use frontend::package_name::PackageName;
use frontend::sources::Sources;
use std::collections::{BTreeMap, BTreeSet};

/// The documentation of a tree.
pub(crate) struct Documentation<'a> {
    resolve: &'a Resolve,
    plan: &'a Plan,
    locations: Locations<'a>,
    names: Names<'a>,
    gated: Gated<'a>,
    /// The packages of the tree: first those outside `deps`, then the dependencies, each sorted by name.
    packages: Vec<PackageId>,
    dependencies: BTreeSet<PackageId>,
    /// The dependencies of packages, by their indices in `packages`.
    graph: Graph,
}

impl<'a> Documentation<'a> {
    /// Collects the packages, names and locations of `plan`.
    pub(crate) fn of(
        request: &'a Request,
        sources: &'a Sources,
        workspace: &'a Workspace,
        plan: &'a Plan,
    ) -> Self {
        let resolve = &workspace.resolve;
        let own = workspace.packages.iter().filter(|package| !package.dependency);
        let own: BTreeSet<PackageId> = own.map(|package| package.id).collect();
        let packages = packages(resolve, plan, &own);
        let graph = graph(resolve, plan, &packages);
        let documented: BTreeSet<PackageId> = packages.iter().copied().collect();
        let resolved = workspace.packages.iter().filter(|package| documented.contains(&package.id));
        let folders: BTreeSet<usize> = resolved.filter_map(|package| package.folder).collect();
        Self {
            resolve,
            plan,
            locations: Locations::of(&request.roots, sources, workspace),
            gated: Gated::of(request, sources, &folders),
            names: Names::of(request, resolve, plan, packages.iter().copied()),
            dependencies: packages.iter().copied().filter(|id| !own.contains(id)).collect(),
            packages,
            graph,
        }
    }

    /// Returns the modules of namespaces, each with the modules of its packages.
    pub(crate) fn modules(&self) -> BTreeMap<String, BTreeMap<String, PackageId>> {
        let mut modules: BTreeMap<String, BTreeMap<String, PackageId>> = BTreeMap::new();
        for &id in &self.packages {
            let namespace = rust_names::namespace(&self.resolve.packages[id].name.namespace);
            let package = rust_names::package_module(self.resolve, id);
            modules.entry(namespace).or_default().insert(package, id);
        }
        modules
    }

    fn package_name(&self, package: PackageId) -> PackageName {
        package_name(&self.resolve.packages[package].name)
    }

    /// Returns `a:b`, or `a:b@1.0.0` if the tree has several versions.
    fn label(&self, package: PackageId) -> String {
        let name = self.package_name(package);
        let is_version = |other: &&PackageId| self.package_name(**other).same_package(&name);
        match self.packages.iter().filter(is_version).count() {
            0 | 1 => name.unversioned(),
            _ => name.to_string(),
        }
    }

    /// Returns the version of a package, with a space before it.
    fn version(&self, package: PackageId) -> String {
        let version = self.resolve.packages[package].name.version.as_ref();
        version.map(|version| format!(" {version}")).unwrap_or_default()
    }

    /// Returns the path of an item from the root. An interface that is only exported is in the first world that does.
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

    /// Returns the first world that exports an interface which is not in the tree itself.
    fn exporting(&self, id: InterfaceId) -> Option<WorldId> {
        if self.plan.interfaces.contains(&id) {
            return None;
        }
        let exports = |world: &WorldId| interfaces(self.resolve, *world, false).any(|it| it == id);
        self.plan.worlds.iter().map(|world| world.id).find(exports)
    }
}

/// Returns the packages with an item in the tree.
fn packages(resolve: &Resolve, plan: &Plan, own: &BTreeSet<PackageId>) -> Vec<PackageId> {
    let interfaces = plan.interfaces.iter().map(|id| resolve.interfaces[*id].package);
    let worlds = plan.worlds.iter().flat_map(|world| {
        let exported = interfaces_of(resolve, world.id).map(|id| resolve.interfaces[id].package);
        exported.chain([resolve.worlds[world.id].package])
    });
    let mut packages: Vec<_> = interfaces.chain(worlds).flatten().collect();
    packages.sort_by_key(|id| (!own.contains(id), package_name(&resolve.packages[*id].name)));
    packages.dedup();
    packages
}

/// Returns the interfaces that a world imports or exports, under any name.
fn interfaces_of(resolve: &Resolve, world: WorldId) -> impl Iterator<Item = InterfaceId> + '_ {
    interfaces(resolve, world, true).chain(interfaces(resolve, world, false))
}

/// Returns the interfaces that a world imports, or those that it exports.
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

/// Returns the dependencies between packages.
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
