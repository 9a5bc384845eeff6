//! From a [`Workspace`] to what goes where: the interfaces of the tree, the worlds, and their modules.

mod absent;
mod gate;
pub(crate) mod names;
mod own;
mod pattern;
pub(crate) mod select;

use crate::wit_parser::{InterfaceId, Resolve, WorldId, WorldItem, WorldKey};

pub(crate) use absent::Absent;
pub(crate) use gate::Gates;

use crate::request::{GuestOptions, Ownership, Request};
use crate::workspace::{Member, Workspace};
use frontend::diagnostic::{Diagnostic, Location, PackageError};
use std::collections::BTreeSet;

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
    #[cfg_attr(not(feature = "guest"), allow(dead_code))]
    pub(crate) root: String,
    /// What is behind a `#[cfg(…)]`.
    pub(crate) gates: Gates,
    /// What is not there since it is not sound.
    pub(crate) absent: Absent,
}

/// A world that gets a module.
#[derive(Debug)]
pub(crate) struct PlannedWorld {
    /// Its id.
    pub(crate) id: WorldId,
    /// Its module, from the root of the tree: `["airssys", "worlds", "full"]`.
    pub(crate) module: [String; 3],
    /// How its code is generated.
    #[cfg_attr(not(feature = "guest"), allow(dead_code))]
    pub(crate) guest: GuestOptions,
}

impl Plan {
    /// Decides what goes where.
    pub(crate) fn make(request: &Request, workspace: &Workspace) -> (Self, Vec<Diagnostic>) {
        let (packages, mut diagnostics) = own::packages(request, workspace);
        let (selected, more) = select::worlds(request, workspace, &packages);
        diagnostics.extend(more);
        diagnostics.extend(empty_packages(request, workspace, &packages));
        let resolve = &workspace.resolve;
        let mut interfaces = BTreeSet::new();
        for member in packages.iter().filter(|_| !request.selection.strict_world) {
            for &interface in resolve.packages[member.id].interfaces.values() {
                if request.types.ownership == Ownership::Owning
                    || !only_exported(resolve, &selected.worlds, interface)
                {
                    reach(resolve, interface, &mut interfaces);
                }
            }
        }
        // Borrowed types are not shared, and wit-bindgen cannot import all that it can export.
        let exports =
            !request.selection.strict_world && request.types.ownership == Ownership::Owning;
        for &world in &selected.worlds {
            for interface in named_interfaces(resolve, world, exports) {
                reach(resolve, interface, &mut interfaces);
            }
        }
        let root = match (&request.guest.default_bindings_module, &request.output.module) {
            (Some(given), _) => given.clone(),
            (None, Some(module)) => format!("crate::{}", module.value.join("::")),
            (None, None) => "self".to_owned(),
        };
        // A `Resolve` numbers interfaces such that each comes after those that it uses.
        let interfaces = interfaces.into_iter().collect::<Vec<_>>();
        let (gates, more) = Gates::of(request, workspace, &interfaces);
        diagnostics.extend(more);
        let plan = Self {
            interfaces,
            gates,
            worlds: selected
                .worlds
                .iter()
                .map(|&id| PlannedWorld::new(request, resolve, id))
                .collect::<Vec<_>>(),
            primary: selected.primary,
            root,
            absent: Absent::of(request, workspace),
        };
        (plan, diagnostics)
    }
}

impl Plan {
    /// The interfaces of the tree that a component may import: all that worlds do not only export.
    #[cfg(feature = "host")]
    pub(crate) fn imported(&self, resolve: &Resolve) -> BTreeSet<InterfaceId> {
        let worlds = self.worlds.iter().map(|world| world.id).collect::<Vec<_>>();
        let interfaces = self.interfaces.iter().copied();
        interfaces.filter(|id| !only_exported(resolve, &worlds, *id)).collect::<BTreeSet<_>>()
    }

    /// The path of a world's module for somebody who stands beside the tree, or anywhere with `module`.
    #[cfg(feature = "guest")]
    pub(crate) fn module_path(&self, world: &PlannedWorld) -> String {
        format!("{}::{}", self.root, world.module.join("::"))
    }
}

impl PlannedWorld {
    fn new(request: &Request, resolve: &Resolve, id: WorldId) -> Self {
        let world = &resolve.worlds[id];
        let package = world.package.expect("a world that was parsed has a package");
        let namespace = names::namespace(&resolve.packages[package].name.namespace);
        let module =
            [namespace, names::package_module(resolve, package), names::module(&world.name)];
        let own = request.world_options.iter();
        let own = own.filter(|(name, _)| select::is_called(resolve, id, &name.value));
        let guest = own.fold(request.guest.clone(), |guest, (_, own)| own.over(&guest));
        Self { id, module, guest }
    }
}

/// The module of an interface, from the root of the tree.
pub(crate) fn interface_module(resolve: &Resolve, id: InterfaceId) -> [String; 3] {
    let interface = &resolve.interfaces[id];
    let package = interface.package.expect("an interface that was parsed has a package");
    let namespace = names::namespace(&resolve.packages[package].name.namespace);
    let name = interface.name.as_deref().expect("an interface of the tree has a name");
    [namespace, names::package_module(resolve, package), names::module(name)]
}

/// A warning for each package of which nothing can be generated. In the WASI directories as published, an empty
/// package only makes the worlds in `deps` known, and the call names those.
fn empty_packages(request: &Request, workspace: &Workspace, own: &[Member]) -> Vec<Diagnostic> {
    if request.selection.world.is_some() || !request.selection.worlds.is_empty() {
        return Vec::new();
    }
    let packages = own.iter().map(|member| &workspace.resolve.packages[member.id]);
    let empty =
        packages.filter(|package| package.interfaces.is_empty() && package.worlds.is_empty());
    empty
        .map(|package| {
            let fault = PackageError::Empty { package: package.name.to_string() };
            let help =
                "nothing was generated for it: write `interface name { … }` or `world name { … }`";
            Diagnostic::new(fault, Location::Call).with_help(help)
        })
        .collect()
}

/// Whether worlds export an interface, and none imports it.
fn only_exported(resolve: &Resolve, worlds: &[WorldId], id: InterfaceId) -> bool {
    let key = WorldKey::Interface(id);
    let of = |world: &WorldId| &resolve.worlds[*world];
    worlds.iter().any(|world| of(world).exports.contains_key(&key))
        && !worlds.iter().any(|world| of(world).imports.contains_key(&key))
}

/// The interfaces that a world imports or exports, under any key, and all that these use.
pub(crate) fn interfaces_of_world(resolve: &Resolve, world: WorldId) -> BTreeSet<InterfaceId> {
    let world = &resolve.worlds[world];
    let mut reached = BTreeSet::new();
    for item in world.imports.values().chain(world.exports.values()) {
        match item {
            WorldItem::Interface { id, .. } => reach(resolve, *id, &mut reached),
            WorldItem::Type { id, .. } => {
                if let Some(id) = resolve.type_interface_dep(*id) {
                    reach(resolve, id, &mut reached);
                }
            }
            WorldItem::Function(_) => {}
        }
    }
    reached
}

/// Interfaces and all that they use, each after those that it uses.
#[cfg(feature = "host")]
pub(crate) fn closure(resolve: &Resolve, interfaces: &[InterfaceId]) -> BTreeSet<InterfaceId> {
    let mut reached = BTreeSet::new();
    interfaces.iter().for_each(|&id| reach(resolve, id, &mut reached));
    reached
}

/// Adds an interface and all that it uses.
fn reach(resolve: &Resolve, id: InterfaceId, reached: &mut BTreeSet<InterfaceId>) {
    if reached.insert(id) {
        for used in resolve.interface_direct_deps(id) {
            reach(resolve, used, reached);
        }
    }
}

/// The interfaces with a name that a world imports, or exports, and those that its anonymous ones use.
fn named_interfaces(resolve: &Resolve, world: WorldId, exports: bool) -> Vec<InterfaceId> {
    let world = &resolve.worlds[world];
    let mut found = Vec::new();
    for (key, item) in world.imports.iter().chain(world.exports.iter().filter(|_| exports)) {
        match item {
            WorldItem::Interface { id, .. } if resolve.interfaces[*id].name.is_some() => {
                found.push(*id);
            }
            WorldItem::Interface { id, .. } => {
                found.extend(resolve.interface_direct_deps(*id));
            }
            WorldItem::Type { id, .. } => found.extend(resolve.type_interface_dep(*id)),
            WorldItem::Function(_) => {}
        }
        if let WorldKey::Interface(id) = key {
            found.push(*id);
        }
    }
    found
}
