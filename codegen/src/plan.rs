//! From a [`Workspace`] to what goes where: the interfaces of the tree, the worlds, and their modules.

mod select;

use std::collections::BTreeSet;

use wit_bindgen_core::name_package_module;
use wit_bindgen_core::wit_parser::{InterfaceId, Resolve, WorldId, WorldItem, WorldKey};
use wit_bindgen_rust::to_rust_ident;

use crate::diagnostic::Diagnostic;
use crate::request::Request;
use crate::workspace::Workspace;

/// What is to be generated.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// The interfaces of the tree, each after those that it uses.
    pub(crate) interfaces: Vec<InterfaceId>,
    /// The worlds that get a module.
    pub(crate) worlds: Vec<PlannedWorld>,
    /// The index in `worlds` of the one that is re-exported at the top.
    pub(crate) primary: Option<usize>,
    /// Where the tree stands, for an `export!` that is called elsewhere: `self` or `crate::a::b`.
    pub(crate) root: String,
}

/// A world that gets a module.
#[derive(Debug)]
pub(crate) struct PlannedWorld {
    /// Its id.
    pub(crate) id: WorldId,
    /// Its module, from the root of the tree: `["airssys", "worlds", "full"]`.
    pub(crate) module: [String; 3],
}

impl Plan {
    /// Decides what goes where.
    pub(crate) fn make(request: &Request, workspace: &Workspace) -> (Self, Vec<Diagnostic>) {
        let (selected, diagnostics) = select::worlds(request, workspace);
        let resolve = &workspace.resolve;
        let mut interfaces = BTreeSet::new();
        for member in workspace.packages.iter().filter(|member| !member.dependency) {
            for &interface in resolve.packages[member.id].interfaces.values() {
                reach(resolve, interface, &mut interfaces);
            }
        }
        for &world in &selected.worlds {
            for interface in named_interfaces(resolve, world) {
                reach(resolve, interface, &mut interfaces);
            }
        }
        let root = match &request.module {
            Some(module) => format!("crate::{}", module.value.join("::")),
            None => "self".to_owned(),
        };
        let plan = Self {
            // A `Resolve` numbers interfaces such that each comes after those that it uses.
            interfaces: interfaces.into_iter().collect(),
            worlds: selected.worlds.iter().map(|&id| PlannedWorld::new(resolve, id)).collect(),
            primary: selected.primary,
            root,
        };
        (plan, diagnostics)
    }
}

impl Plan {
    /// The path of a world's module for somebody who stands beside the tree, or anywhere with `module`.
    pub(crate) fn module_path(&self, world: &PlannedWorld) -> String {
        format!("{}::{}", self.root, world.module.join("::"))
    }
}

impl PlannedWorld {
    fn new(resolve: &Resolve, id: WorldId) -> Self {
        let world = &resolve.worlds[id];
        let package = world.package.expect("a world that was parsed has a package");
        let namespace = to_rust_ident(&resolve.packages[package].name.namespace);
        let module = [namespace, name_package_module(resolve, package), to_rust_ident(&world.name)];
        Self { id, module }
    }
}

/// The module of an interface, from the root of the tree.
pub(crate) fn interface_module(resolve: &Resolve, id: InterfaceId) -> [String; 3] {
    let interface = &resolve.interfaces[id];
    let package = interface.package.expect("an interface that was parsed has a package");
    let namespace = to_rust_ident(&resolve.packages[package].name.namespace);
    let name = interface.name.as_deref().expect("an interface of the tree has a name");
    [namespace, name_package_module(resolve, package), to_rust_ident(name)]
}

/// Adds an interface and all that it uses.
fn reach(resolve: &Resolve, id: InterfaceId, reached: &mut BTreeSet<InterfaceId>) {
    if reached.insert(id) {
        for used in resolve.interface_direct_deps(id) {
            reach(resolve, used, reached);
        }
    }
}

/// The interfaces with a name that a world imports or exports, and those that its anonymous ones use.
fn named_interfaces(resolve: &Resolve, world: WorldId) -> Vec<InterfaceId> {
    let world = &resolve.worlds[world];
    let mut found = Vec::new();
    for (key, item) in world.imports.iter().chain(&world.exports) {
        match item {
            WorldItem::Interface { id, .. } if resolve.interfaces[*id].name.is_some() => {
                found.push(*id);
            }
            WorldItem::Interface { id, .. } => found.extend(resolve.interface_direct_deps(*id)),
            WorldItem::Type { id, .. } => found.extend(resolve.type_interface_dep(*id)),
            WorldItem::Function(_) => {}
        }
        if let WorldKey::Interface(id) = key {
            found.push(*id);
        }
    }
    found
}
