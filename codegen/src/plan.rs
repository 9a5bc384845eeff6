//! Plans the generated code for a [`Workspace`]: the interfaces of the tree, the worlds, and their modules.

mod gates;
mod missing_names;
pub(crate) mod pattern;
pub(crate) mod select;

use crate::wit_parser::{InterfaceId, Resolve, WorldId, WorldItem, WorldKey};

pub(crate) use gates::Gates;
pub(crate) use missing_names::{MissingModule, MissingNames};

use self::select::Worlds;
use crate::request::{GuestOptions, Ownership, Request, Selection, Side};
use crate::workspace::{ResolvedPackage, Workspace};
use crate::{rust_names, worlds};
use frontend::diagnostic::{ArgumentError, Diagnostic, Location, PackageError};
use std::collections::BTreeSet;

/// The largest number of worlds that one call binds: each takes a run of the generator.
const MAX_WORLDS: usize = 1_000;

/// The largest number of functions of one interface, or of a world itself, that a guest exports: wit-bindgen indents the code of
/// each one level deeper than that of the one before.
const MAX_EXPORTS: usize = 5_000;

/// The plan of the generated code.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// The interfaces of the tree, each after its dependencies.
    pub(crate) interfaces: BTreeSet<InterfaceId>,
    /// The worlds that get a module.
    pub(crate) worlds: Vec<PlannedWorld>,
    /// The index in `worlds` of the world that is re-exported at the top.
    pub(crate) primary: Option<usize>,
    /// The path of the tree for an `export!` in another module: `self` or `crate::a::b`.
    #[cfg_attr(not(feature = "guest"), allow(dead_code))]
    pub(crate) root: String,
    /// The `#[cfg(…)]` gates of packages.
    pub(crate) gates: Gates,
    /// The names of missing items, which are declared all the same.
    pub(crate) missing_names: MissingNames,
}

/// A world that gets a module.
#[derive(Debug)]
pub(crate) struct PlannedWorld {
    pub(crate) id: WorldId,
    /// The module, from the root of the tree: `["airssys", "worlds", "full"]`.
    pub(crate) module: [String; 3],
    /// The guest options, with the overrides for this world.
    #[cfg_attr(not(feature = "guest"), allow(dead_code))]
    pub(crate) guest: GuestOptions,
}

impl Plan {
    /// Plans the code for `request`.
    pub(crate) fn new(request: &Request, workspace: &Workspace) -> (Self, Vec<Diagnostic>) {
        let (packages, mut diagnostics) = select::packages(&request.selection, workspace);
        let (Worlds { mut selected, mut primary }, more) =
            select::worlds(request, workspace, &packages);
        diagnostics.extend(more);
        if selected.len() > MAX_WORLDS {
            diagnostics.push(too_many_worlds(&workspace.resolve, &selected));
            (selected, primary) = (Vec::new(), None);
        }
        if request.side == Side::Guest {
            let exports =
                selected.iter().filter_map(|id| too_many_exports(&workspace.resolve, *id));
            let exports: Vec<Diagnostic> = exports.collect();
            if !exports.is_empty() {
                diagnostics.extend(exports);
                (selected, primary) = (Vec::new(), None);
            }
        }
        diagnostics.extend(empty_packages(request, workspace, &packages));
        let resolve = &workspace.resolve;
        let interfaces = interfaces_of_tree(request, resolve, &packages, &selected);
        let (gates, more) = Gates::of(&request.selection.cfg, workspace, &interfaces);
        diagnostics.extend(more);
        let plan = Self {
            interfaces,
            worlds: selected.iter().map(|&id| PlannedWorld::new(request, resolve, id)).collect(),
            primary,
            root: root(request),
            gates,
            missing_names: MissingNames::of(request, workspace),
        };
        (plan, diagnostics)
    }

    /// Returns the interfaces of the tree that a component may import: all but those that are only exported.
    #[cfg(feature = "host")]
    pub(crate) fn imported(&self, resolve: &Resolve) -> BTreeSet<InterfaceId> {
        let worlds: Vec<_> = self.worlds.iter().map(|world| world.id).collect();
        let interfaces = self.interfaces.iter().copied();
        interfaces.filter(|id| !only_exported(resolve, &worlds, *id)).collect()
    }

    /// Returns the path of a world's items: from the module of the call, or from the crate root with `module`. The items of
    /// the world at the top have no module in their path: rustc finds their macros behind a glob import as well.
    #[cfg(feature = "guest")]
    pub(crate) fn items_path(&self, world: &PlannedWorld) -> String {
        match self.primary {
            Some(at) if self.worlds[at].id == world.id => self.root.clone(),
            _ => format!("{}::{}", self.root, world.module.join("::")),
        }
    }
}

fn too_many_worlds(resolve: &Resolve, selected: &[WorldId]) -> Diagnostic {
    let error = ArgumentError::TooManyWorlds { selected: selected.len(), limit: MAX_WORLDS };
    let first = select::full_name(resolve, selected[0]);
    let help = format!("select the worlds that this crate needs, as in `worlds: [\"{first}\"]`");
    Diagnostic::new(error, Location::Call).with_help(help)
}

/// Returns the error of a world with more exported functions than a guest can implement at once.
fn too_many_exports(resolve: &Resolve, id: WorldId) -> Option<Diagnostic> {
    let exports = &resolve.worlds[id].exports;
    let interfaces =
        worlds::interfaces(exports).map(|(_, id)| resolve.interfaces[id].functions.len());
    let own = exports.values().filter(|item| matches!(item, WorldItem::Function(_))).count();
    let functions = interfaces.chain([own]).max()?;
    let world = select::full_name(resolve, id);
    let error = ArgumentError::TooManyExports { world, functions, limit: MAX_EXPORTS };
    let help = "split the interface into several, or export interfaces in place of functions";
    (functions > MAX_EXPORTS).then(|| Diagnostic::new(error, Location::Call).with_help(help))
}

impl PlannedWorld {
    fn new(request: &Request, resolve: &Resolve, id: WorldId) -> Self {
        let world = &resolve.worlds[id];
        let package = world.package.expect("a world that was parsed has a package");
        let namespace = rust_names::namespace(&resolve.packages[package].name.namespace);
        let module = [
            namespace,
            rust_names::package_module(resolve, package),
            rust_names::module(&world.name),
        ];
        let overrides = request.world_options.iter();
        let overrides = overrides.filter(|(name, _)| select::has_name(resolve, id, &name.value));
        let guest = overrides.fold(request.guest.clone(), |guest, (_, it)| it.over(&guest));
        Self { id, module, guest }
    }
}

/// Returns the interfaces of the tree, each after its dependencies.
fn interfaces_of_tree(
    request: &Request,
    resolve: &Resolve,
    packages: &[ResolvedPackage],
    worlds: &[WorldId],
) -> BTreeSet<InterfaceId> {
    let strict = request.selection.is_strict();
    // Borrowing types are not shared, and wit-bindgen cannot import every interface that it can export.
    let borrowing = request.types.ownership != Ownership::Owning;
    let mut interfaces = BTreeSet::new();
    for package in packages.iter().filter(|_| !strict) {
        for &interface in resolve.packages[package.id].interfaces.values() {
            if !(borrowing && only_exported(resolve, worlds, interface)) {
                reach(resolve, interface, &mut interfaces);
            }
        }
    }
    for &world in worlds {
        for interface in named_interfaces(resolve, world, !strict && !borrowing) {
            reach(resolve, interface, &mut interfaces);
        }
    }
    // In a `Resolve`, the id of each interface is greater than those of its dependencies.
    interfaces
}

/// Returns the path of the tree for an `export!` in another module.
fn root(request: &Request) -> String {
    match (&request.guest.default_bindings_module, &request.output.module) {
        (Some(given), _) => given.clone(),
        (None, Some(module)) => format!("crate::{}", module.value.join("::")),
        (None, None) => "self".to_owned(),
    }
}

/// Returns the module of an interface, from the root of the tree.
pub(crate) fn interface_module(resolve: &Resolve, id: InterfaceId) -> [String; 3] {
    let interface = &resolve.interfaces[id];
    let package = interface.package.expect("an interface that was parsed has a package");
    let namespace = rust_names::namespace(&resolve.packages[package].name.namespace);
    let name = interface.name.as_deref().expect("an interface of the tree has a name");
    [namespace, rust_names::package_module(resolve, package), rust_names::module(name)]
}

/// Returns a warning for each package without items.
///
/// There are no warnings if the call names worlds: in published WASI directories, an empty package above `deps` is the
/// idiom for binding a world in `deps`.
fn empty_packages(
    request: &Request,
    workspace: &Workspace,
    own: &[ResolvedPackage],
) -> Vec<Diagnostic> {
    let Selection { world, worlds, .. } = &request.selection;
    if world.is_some() || !worlds.is_empty() {
        return Vec::new();
    }
    let packages = own.iter().map(|package| &workspace.resolve.packages[package.id]);
    let empty =
        packages.filter(|package| package.interfaces.is_empty() && package.worlds.is_empty());
    empty
        .map(|package| {
            let warning = PackageError::Empty { package: package.name.to_string() };
            let help = "add `interface name { … }` or `world name { … }`, or remove the package";
            Diagnostic::new(warning, Location::Call).with_help(help)
        })
        .collect()
}

/// `true` if a world exports an interface, and none imports it.
fn only_exported(resolve: &Resolve, worlds: &[WorldId], id: InterfaceId) -> bool {
    let key = WorldKey::Interface(id);
    let worlds = || worlds.iter().map(|world| &resolve.worlds[*world]);
    worlds().any(|world| world.exports.contains_key(&key))
        && !worlds().any(|world| world.imports.contains_key(&key))
}

/// Returns the interfaces that a world imports or exports, and their transitive dependencies.
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

/// Returns interfaces and their transitive dependencies, each after its own.
#[cfg(feature = "host")]
pub(crate) fn closure(resolve: &Resolve, interfaces: &[InterfaceId]) -> BTreeSet<InterfaceId> {
    let mut reached = BTreeSet::new();
    interfaces.iter().for_each(|&id| reach(resolve, id, &mut reached));
    reached
}

/// Adds an interface and its transitive dependencies.
fn reach(resolve: &Resolve, id: InterfaceId, reached: &mut BTreeSet<InterfaceId>) {
    if reached.insert(id) {
        for used in resolve.interface_direct_deps(id) {
            reach(resolve, used, reached);
        }
    }
}

/// Returns the named interfaces that a world imports and, with `exports`, exports, and the direct dependencies of its
/// inline ones.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "guest")]
    #[test]
    fn more_functions_than_a_guest_exports_are_one_error() {
        let items = |item: &str| -> String {
            (0..=MAX_EXPORTS).map(|at| item.replace('#', &at.to_string())).collect()
        };
        let functions = items("m#: func(); ");
        for wit in [
            format!("package a:b; world w {{ {} }}", items("export m#: func(); ")),
            format!("package a:b; interface i {{ {functions} }} world w {{ export i; }}"),
        ] {
            let bindings = crate::expand(&Request::of_inline(&wit));
            let titles: Vec<String> = bindings.diagnostics.iter().map(Diagnostic::title).collect();
            let expected = "world `a:b/w` exports 5001 functions at once, more than the limit of 5000 [AB0922]";
            assert_eq!(titles, [expected]);
        }
    }

    #[test]
    fn more_worlds_than_a_call_binds_are_one_error() {
        let worlds = |count: usize| -> String {
            (0..count).map(|at| format!("world w{at} {{}} ")).collect()
        };
        let messages = |wit: &str, worlds: &[&str]| -> Vec<String> {
            let mut request = Request::of_inline(wit);
            let given = |name: &&str| frontend::roots::Given {
                value: (*name).to_owned(),
                argument: frontend::diagnostic::ArgumentId(0),
            };
            request.selection.worlds = worlds.iter().map(given).collect();
            request.side = if cfg!(feature = "guest") { Side::Guest } else { Side::Host };
            let bindings = crate::expand(&request);
            bindings.diagnostics.iter().map(|error| error.render(&bindings.files)).collect()
        };
        let wit = format!("package a:b; {}", worlds(MAX_WORLDS + 1));
        let too_many = messages(&wit, &[]);
        assert_eq!(too_many.len(), 1, "{too_many:?}");
        assert!(
            too_many[0]
                .contains("the call binds 1001 worlds, more than the limit of 1000 [AB0921]")
        );
        assert!(too_many[0].contains("as in `worlds: [\"a:b/w0\"]`"), "{too_many:?}");
        assert_eq!(messages(&wit, &["w1", "w2"]), [""; 0]);
    }
}
