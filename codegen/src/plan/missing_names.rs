//! The Rust names that invalid packages would have had.
//!
//! Generated code declares them, so that rustc reports no errors where they are used.

use crate::request::Request;
use crate::rust_names;
use crate::workspace::{MissingPackage, MissingWorld, Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// The largest number of missing packages whose names are declared.
const MAX_PACKAGES: usize = 1_000;

/// Names that generated code must declare in place of missing items.
#[derive(Debug, Default)]
pub(crate) struct MissingNames {
    /// The modules of packages, each with the module of its namespace; `None` for one whose items are unknown.
    pub(crate) packages: BTreeMap<[String; 2], Option<MissingModule>>,
    /// The modules of namespaces about which nothing else is known.
    pub(crate) namespaces: BTreeSet<String>,
    /// The names that the primary world would have had at the top.
    pub(crate) top: BTreeSet<String>,
}

impl MissingNames {
    /// Collects the names for `request`.
    pub(crate) fn of(request: &Request, workspace: &Workspace) -> Self {
        let packages = needed(workspace).take(MAX_PACKAGES).flat_map(|package| {
            let module = MissingModule::of(package);
            package_modules(package).into_iter().map(move |path| (path, module.clone()))
        });
        let packages =
            packages.filter(|(path, _)| path.iter().all(|name| is_ident(name))).collect();
        let export = request.guest.export_macro_name.as_deref().unwrap_or("export");
        let mut top = match primary_world(request, workspace) {
            Primary::Present => BTreeSet::new(),
            Primary::Missing(world) => names_at_top(export, &world.items),
            Primary::Unknown => names_at_top(export, &[]),
        };
        top.retain(|name| is_ident(name));
        let namespaces = unknown_namespace(request, workspace).into_iter().collect();
        Self { packages, namespaces, top }
    }

    /// `true` if no name is missing.
    pub(crate) fn is_empty(&self) -> bool {
        self.packages.is_empty() && self.namespaces.is_empty() && self.top.is_empty()
    }
}

/// The items in the module of a missing package. A glob import of an interface finds the names of its items.
#[derive(Clone, Debug, Default)]
pub(crate) struct MissingModule {
    /// The names of worlds, and of interfaces whose items are unknown.
    pub(crate) names: BTreeSet<String>,
    /// The modules of interfaces, each with the names in it.
    pub(crate) interfaces: BTreeMap<String, BTreeSet<String>>,
}

impl MissingModule {
    /// Returns the module of a package, or `None` if not all of its items are known.
    fn of(package: &MissingPackage) -> Option<Self> {
        let mut module = Self::default();
        for interface in package.interfaces.as_ref()? {
            let name = rust_names::module(&interface.name);
            match &interface.items {
                Some([types, functions]) => {
                    module.interfaces.insert(name, names_of_interface(types, functions));
                }
                None => drop(module.names.insert(name)),
            }
        }
        let worlds = package.worlds.iter().map(|world| rust_names::module(&world.name));
        module.names.extend(worlds.filter(|name| !module.interfaces.contains_key(name)));
        module.names.retain(|name| is_ident(name));
        module.interfaces.retain(|name, _| is_ident(name));
        Some(module)
    }
}

/// Returns the names that the module of an interface has: of its items, and of what is generated for them on either side.
fn names_of_interface(types: &[String], functions: &[String]) -> BTreeSet<String> {
    const GENERATED: [&str; 6] =
        ["Host", "HostWithStore", "add_to_linker", "Mock", "mock", "mock_with"];
    let types = types.iter().flat_map(|name| {
        let name = rust_names::camel(name);
        let suffixes = ["", "Param", "Result", "Borrow", "WithStore"];
        let suffixed = suffixes.map(|suffix| format!("{name}{suffix}"));
        suffixed.into_iter().chain(["Host", "Mock"].map(|prefix| format!("{prefix}{name}")))
    });
    let functions = functions.iter().map(|name| rust_names::module(name));
    let names = types.chain(functions).chain(GENERATED.map(str::to_owned));
    names.filter(|name| is_ident(name) && name != "Self").collect()
}

/// Returns the namespace of the world that the call names, if no package could be read.
fn unknown_namespace(request: &Request, workspace: &Workspace) -> Option<String> {
    let (namespace, _) = request.selection.world.as_ref()?.value.split_once(':')?;
    let namespace = rust_names::namespace(namespace);
    (workspace.is_unread() && is_ident(&namespace)).then_some(namespace)
}

/// Returns the missing packages whose errors stop the build.
fn needed(workspace: &Workspace) -> impl Iterator<Item = &MissingPackage> + Clone {
    workspace.missing.iter().filter(|package| package.needed)
}

/// `true` if a name can be an identifier. An invalid name, such as that of the package `2:io`, may be none.
fn is_ident(name: &str) -> bool {
    let starts_with_digit = name.starts_with(|char: char| char.is_ascii_digit());
    !starts_with_digit && name.chars().all(|char| char.is_alphanumeric() || char == '_')
}

/// Returns the possible modules of a package: without its version, and with it.
fn package_modules(package: &MissingPackage) -> Vec<[String; 2]> {
    let name = &package.name;
    let namespace = rust_names::namespace(&name.namespace);
    let plain = rust_names::module(&name.name);
    let versioned = name.version.as_ref().map(|version| {
        let version = version.to_string().replace(['.', '-', '+'], "_");
        format!("{}{version}", rust_names::snake(&name.name))
    });
    std::iter::once(plain).chain(versioned).map(|module| [namespace.clone(), module]).collect()
}

/// The state of the world that is re-exported at the top.
enum Primary<'a> {
    /// The world is valid, or there is none.
    Present,
    Missing(&'a MissingWorld),
    /// No world could be read.
    Unknown,
}

fn primary_world<'a>(request: &Request, workspace: &'a Workspace) -> Primary<'a> {
    if workspace.is_unread() {
        return Primary::Unknown;
    }
    let own = needed(workspace).filter(|package| !package.dependency);
    let missing = own.flat_map(|package| package.worlds.iter().map(move |world| (package, world)));
    if let Some(wanted) = &request.selection.world {
        let found = missing.clone().find(|(package, world)| package.is_world(world, &wanted.value));
        return found.map_or(Primary::Present, |(_, world)| Primary::Missing(world));
    }
    let valid = workspace.packages.iter().filter(|package| !package.dependency);
    if valid.map(|package| workspace.resolve.packages[package.id].worlds.len()).sum::<usize>() > 0 {
        return Primary::Present;
    }
    let mut worlds = missing.map(|(_, world)| world);
    match (worlds.next(), worlds.next()) {
        (Some(only), None) => Primary::Missing(only),
        (None, None) if needed(workspace).next().is_some() => Primary::Unknown,
        _ => Primary::Present,
    }
}

/// Returns the names that a world with these items has at the top.
fn names_at_top(export: &str, items: &[String]) -> BTreeSet<String> {
    let items = items.iter().flat_map(|name| [rust_names::module(name), rust_names::camel(name)]);
    items.chain([export, "exports", "Guest", "Stub"].map(str::to_owned)).collect()
}

#[cfg(all(test, feature = "guest"))]
mod tests {
    use crate::request::Request;

    #[test]
    fn names_that_are_no_identifiers_are_not_declared() {
        for package in ["2:io", "a:2io", "a:b@x"] {
            let source =
                format!("package {package}; interface 2s {{ }} world 2w {{ export 2f: func(); }}");
            let bindings = crate::expand(&Request::of_inline(&source));
            assert!(!bindings.diagnostics.is_empty(), "{package}");
            let code = bindings.code.to_string();
            let names = code.split("__wit_errors ::").skip(1);
            let names: Vec<&str> =
                names.filter_map(|text| text.split_whitespace().next()).collect();
            assert!(names.iter().all(|name| !name.starts_with('2')), "{package}: {names:?}");
        }
    }
}
