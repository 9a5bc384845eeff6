//! The packages in `wit/`: names, dependencies, documentation, and conventions.

use std::fs;

use airssys_bindings_tests::paths;
use anyhow::{Context as _, Result};
use wit_parser::{
    Docs, Function, Interface, InterfaceId, PackageId, Resolve, Type, TypeDef, TypeDefKind,
    UnresolvedPackageGroup,
};

/// The directories in dependency order, with the name and the dependencies of each package.
const PACKAGES: [(&str, &str, &[&str]); 8] = [
    ("core/types", "airssys:core-types@1.0.0", &[]),
    ("core/component", "airssys:core-component@1.0.0", &["airssys:core-types"]),
    ("core/capabilities", "airssys:core-capabilities@1.0.0", &["airssys:core-types"]),
    ("core/host", "airssys:core-host@1.0.0", &["airssys:core-capabilities", "airssys:core-types"]),
    (
        "ext/filesystem",
        "airssys:ext-filesystem@1.0.0",
        &["airssys:core-capabilities", "airssys:core-types"],
    ),
    (
        "ext/network",
        "airssys:ext-network@1.0.0",
        &["airssys:core-capabilities", "airssys:core-types"],
    ),
    (
        "ext/process",
        "airssys:ext-process@1.0.0",
        &["airssys:core-capabilities", "airssys:core-types"],
    ),
    (
        "worlds",
        "airssys:worlds@1.0.0",
        &[
            "airssys:core-component",
            "airssys:core-host",
            "airssys:ext-filesystem",
            "airssys:ext-network",
            "airssys:ext-process",
        ],
    ),
];

fn parse(directory: &str) -> Result<UnresolvedPackageGroup> {
    let group = UnresolvedPackageGroup::parse_dir(paths::wit().join(directory));
    group.map_err(|error| anyhow::anyhow!("{error:?}"))
}

fn resolve() -> Result<(Resolve, Vec<PackageId>)> {
    let mut resolve = Resolve::default();
    let mut packages = Vec::new();
    for (directory, ..) in PACKAGES {
        let group = parse(directory)?;
        let package = resolve.push_group(group).map_err(|error| anyhow::anyhow!("{error:?}"))?;
        packages.push(package);
    }
    Ok((resolve, packages))
}

#[test]
fn packages_have_the_expected_names_and_dependencies() -> Result<()> {
    for (directory, name, uses) in PACKAGES {
        let package = parse(directory)?.main;
        assert_eq!(package.name.to_string(), name);
        let used = package.foreign_deps.keys();
        let mut used: Vec<_> = used.map(|it| format!("{}:{}", it.namespace, it.name)).collect();
        used.sort();
        assert_eq!(used, uses, "{name} uses");

        let manifest = paths::wit().join(directory).join("deps.toml");
        let manifest = fs::read_to_string(manifest).context(directory)?;
        let quoted = |line: &str| Some(line.strip_prefix('"')?.split('"').next()?.to_owned());
        let mut declared: Vec<_> = manifest.lines().filter_map(quoted).collect();
        declared.sort();
        assert_eq!(declared, uses, "{name} declares");
    }
    Ok(())
}

/// Collects the names of items without documentation.
#[derive(Default)]
struct Undocumented(Vec<String>);

impl Undocumented {
    fn check(&mut self, name: &str, docs: &Docs) {
        if docs.contents.as_ref().is_none_or(|text| text.trim().is_empty()) {
            self.0.push(name.to_owned());
        }
    }

    fn check_interface(&mut self, resolve: &Resolve, id: InterfaceId, name: &str) {
        let interface: &Interface = &resolve.interfaces[id];
        self.check(name, &interface.docs);
        for (function, Function { docs, .. }) in &interface.functions {
            self.check(&format!("{name}.{function}"), docs);
        }
        for (name_of_type, id) in &interface.types {
            self.check_type(resolve, &resolve.types[*id], &format!("{name}.{name_of_type}"));
        }
    }

    fn check_type(&mut self, resolve: &Resolve, definition: &TypeDef, name: &str) {
        if let TypeDefKind::Type(Type::Id(original)) = definition.kind
            && resolve.types[original].owner != definition.owner
        {
            return; // Brought in by `use`.
        }
        self.check(name, &definition.docs);
        let mut member = |part: &str, docs: &Docs| self.check(&format!("{name}.{part}"), docs);
        match &definition.kind {
            TypeDefKind::Record(it) => it.fields.iter().for_each(|it| member(&it.name, &it.docs)),
            TypeDefKind::Variant(it) => it.cases.iter().for_each(|it| member(&it.name, &it.docs)),
            TypeDefKind::Enum(it) => it.cases.iter().for_each(|it| member(&it.name, &it.docs)),
            TypeDefKind::Flags(it) => it.flags.iter().for_each(|it| member(&it.name, &it.docs)),
            _ => {}
        }
    }
}

#[test]
fn items_are_documented() -> Result<()> {
    let (resolve, packages) = resolve()?;
    let mut undocumented = Undocumented::default();
    for package in packages {
        let package = &resolve.packages[package];
        undocumented.check(&package.name.to_string(), &package.docs);
        for (name, world) in &package.worlds {
            undocumented.check(name, &resolve.worlds[*world].docs);
        }
        for (name, interface) in &package.interfaces {
            undocumented.check_interface(&resolve, *interface, name);
        }
    }
    assert_eq!(undocumented.0, [""; 0]);
    Ok(())
}

#[test]
fn errors_have_a_permission_denied_case() -> Result<()> {
    let (resolve, _) = resolve()?;
    for error in ["file-error", "network-error", "process-error", "messaging-error"] {
        let variant = resolve.types.iter().find_map(|(_, definition)| match &definition.kind {
            TypeDefKind::Variant(it) if definition.name.as_deref() == Some(error) => Some(it),
            _ => None,
        });
        let mut cases = variant.context(error)?.cases.iter();
        let denied = cases.find(|case| case.name == "permission-denied").context(error)?;
        assert_eq!(denied.ty, Some(Type::String), "{error}");
    }
    Ok(())
}

#[test]
fn extension_functions_return_results() -> Result<()> {
    /// The functions that need no permission.
    const UNRESTRICTED: [&str; 3] =
        ["granted-permissions", "[method]tcp-connection.peer-address", "[method]process.id"];
    let (resolve, packages) = resolve()?;
    let extensions =
        packages.iter().filter(|id| resolve.packages[**id].name.name.starts_with("ext-"));
    let interfaces = extensions.flat_map(|id| resolve.packages[*id].interfaces.values());
    for function in interfaces.flat_map(|id| resolve.interfaces[*id].functions.values()) {
        let is_result = match function.result {
            Some(Type::Id(id)) => matches!(resolve.types[id].kind, TypeDefKind::Result(_)),
            _ => false,
        };
        assert_eq!(is_result, !UNRESTRICTED.contains(&&*function.name), "{}", function.name);
    }
    Ok(())
}
