//! Adds packages and worlds that are in no file to a `Resolve`.

use crate::wit_parser::{
    InterfaceId, Package, PackageId, PackageName, Resolve, World, WorldId, WorldItem, WorldKey,
};

/// `true` for two versions of one package.
pub(crate) fn is_same_package(one: &PackageName, other: &PackageName) -> bool {
    (&one.namespace, &one.name) == (&other.namespace, &other.name)
}

/// Adds an empty package.
pub(crate) fn package(resolve: &mut Resolve, name: PackageName) -> PackageId {
    let (interfaces, worlds) = Default::default();
    let package = Package { name: name.clone(), docs: Default::default(), interfaces, worlds };
    let id = resolve.packages.alloc(package);
    resolve.package_names.insert(name, id);
    id
}

/// A package name that no package of the directory has, in any version.
pub(crate) fn free_name(resolve: &Resolve, name: String) -> PackageName {
    let mut name = PackageName { namespace: "airssys-bindings".to_owned(), name, version: None };
    while resolve.package_names.keys().any(|other| is_same_package(other, &name)) {
        name.name.push_str("-x");
    }
    name
}

/// Adds a world to a package.
pub(crate) fn world(
    resolve: &mut Resolve,
    package: PackageId,
    name: &str,
    imports: Vec<(WorldKey, WorldItem)>,
) -> WorldId {
    let world = resolve.worlds.alloc(World {
        name: name.to_owned(),
        imports: imports.into_iter().collect(),
        exports: Default::default(),
        package: Some(package),
        docs: Default::default(),
        stability: Default::default(),
        includes: Vec::new(),
        span: Default::default(),
    });
    resolve.packages[package].worlds.insert(name.to_owned(), world);
    world
}

/// Imports of interfaces, as [`world`] takes them.
pub(crate) fn imports<'a>(
    interfaces: impl IntoIterator<Item = &'a InterfaceId>,
) -> Vec<(WorldKey, WorldItem)> {
    interfaces.into_iter().map(|&id| (WorldKey::Interface(id), import(id))).collect()
}

/// Returns an import of an interface.
pub(crate) fn import(id: InterfaceId) -> WorldItem {
    WorldItem::Interface {
        id,
        stability: Default::default(),
        external_id: None,
        docs: Default::default(),
        span: Default::default(),
    }
}
