//! The tree: every interface, generated once as an import.

use wit_bindgen_core::wit_parser::{
    IndexMap, Package, PackageName, Resolve, World, WorldId, WorldItem, WorldKey,
};

use super::agreement;
use super::generator::{self, Generation};
use super::item::Items;
use super::refused;
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::request::Request;

/// Generates the tree. Its section describes the tree, and the imports on which all worlds agree.
pub(super) fn generate(
    request: &Request,
    base: &Resolve,
    plan: &Plan,
) -> Result<Items, Box<Diagnostic>> {
    let mut resolve = base.clone();
    let world = import_all(&mut resolve, plan);
    let agreed = agreement::agreed_imports(base, plan);
    let described = if agreed.is_empty() {
        None
    } else {
        let mut resolve = resolve.clone();
        agreement::add(&mut resolve, &agreed, world).map_err(|error| refused("the tree", error))?;
        Some(resolve)
    };
    let generation = Generation {
        resolve: &resolve,
        world,
        section_resolve: described.as_ref().unwrap_or(&resolve),
        described: world,
    };
    let options = generator::options(&request.call.suffix());
    let text = generator::run(options, &generation).map_err(|error| refused("the tree", error))?;
    Items::parse(&text).map_err(|error| refused("the tree", error))
}

/// Adds a world that imports every interface of the tree, in a package that no user has.
fn import_all(resolve: &mut Resolve, plan: &Plan) -> WorldId {
    let imports: IndexMap<_, _> =
        plan.interfaces.iter().map(|&id| (WorldKey::Interface(id), import(id))).collect();
    let name = free_name(resolve);
    let package = resolve.packages.alloc(Package {
        name: name.clone(),
        docs: Default::default(),
        interfaces: Default::default(),
        worlds: Default::default(),
    });
    resolve.package_names.insert(name, package);
    let world = resolve.worlds.alloc(World {
        name: "tree".to_owned(),
        imports,
        exports: Default::default(),
        package: Some(package),
        docs: Default::default(),
        stability: Default::default(),
        includes: Vec::new(),
        span: Default::default(),
    });
    resolve.packages[package].worlds.insert("tree".to_owned(), world);
    world
}

/// An import of an interface, as the world of the tree has it.
pub(super) fn import(id: wit_bindgen_core::wit_parser::InterfaceId) -> WorldItem {
    WorldItem::Interface {
        id,
        stability: Default::default(),
        external_id: None,
        docs: Default::default(),
        span: Default::default(),
    }
}

fn free_name(resolve: &Resolve) -> PackageName {
    let mut name = PackageName {
        namespace: "airssys-bindings".to_owned(),
        name: "tree".to_owned(),
        version: None,
    };
    while resolve
        .package_names
        .keys()
        .any(|other| other.namespace == name.namespace && other.name == name.name)
    {
        name.name.push_str("-x");
    }
    name
}
