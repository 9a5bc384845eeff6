//! From a resolved directory to one in which every Rust type has a type of its own.
//!
//! The tree and all worlds are generated from this one `Resolve`, so that what wit-bindgen finds out
//! about a type, and names it by, is the same for all.

use wit_bindgen_core::wit_parser::{
    IndexMap, InterfaceId, Package, PackageName, Resolve, World, WorldId, WorldItem, WorldKey,
};

use super::{escape, sharing};
use crate::plan::Plan;
use crate::request::Request;

/// The `Resolve` to generate from, and the world that imports the whole tree.
pub(super) struct Nominal {
    pub(super) resolve: Resolve,
    pub(super) tree: WorldId,
}

impl Nominal {
    /// Nominalizes the worlds of the plan.
    pub(super) fn make(request: &Request, base: &Resolve, plan: &Plan) -> Self {
        let mut resolve = base.clone();
        let tree = import_all(&mut resolve, request, plan);
        for planned in &plan.worlds {
            sharing::nominalize(&mut resolve, planned.id, plan);
            if shares_types(request) {
                sharing::share_types(&mut resolve, planned.id, plan);
            }
        }
        escape::mark(&mut resolve, &plan.interfaces);
        Self { resolve, tree }
    }
}

/// Whether types are shared. Types that borrow cannot be those that an export is given to keep.
fn shares_types(request: &Request) -> bool {
    let owning = request.ownership == crate::request::Ownership::Owning;
    !request.separate_types && owning
}

/// Adds a world that imports every interface of the tree, in a package that no user has.
pub(super) fn import_all(resolve: &mut Resolve, request: &Request, plan: &Plan) -> WorldId {
    let imports: IndexMap<_, _> =
        plan.interfaces.iter().map(|&id| (WorldKey::Interface(id), import(id))).collect();
    let name = free_name(resolve, request);
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

/// An import of an interface.
pub(crate) fn import(id: InterfaceId) -> WorldItem {
    WorldItem::Interface {
        id,
        stability: Default::default(),
        external_id: None,
        docs: Default::default(),
        span: Default::default(),
    }
}

/// A name that no package of the directory has, nor the tree of any other call: where several calls end
/// up in one component, packages of one name are taken for one.
fn free_name(resolve: &Resolve, request: &Request) -> PackageName {
    let mut name = PackageName {
        namespace: "airssys-bindings".to_owned(),
        name: format!("tree-h{:016x}", digest(&request.call.suffix())),
        version: None,
    };
    let is_it = |one: &PackageName, other: &PackageName| {
        (&one.namespace, &one.name) == (&other.namespace, &other.name)
    };
    while resolve.package_names.keys().any(|other| is_it(other, &name)) {
        name.name.push_str("-x");
    }
    name
}

/// The 64 bit digest FNV-1a, which is the same on every machine and with every Rust.
fn digest(text: &str) -> u64 {
    let fold = |digest: u64, byte: u8| (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, fold)
}
