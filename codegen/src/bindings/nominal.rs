//! From a resolved directory to one in which every Rust type has a type of its own.
//!
//! The tree and all worlds are generated from this one `Resolve`, so that what wit-bindgen finds out
//! about a type, and names it by, is the same for all.

use crate::wit_parser::{Resolve, WorldId};

use super::{copies, escape};
use crate::plan::Plan;
use crate::request::Request;
use crate::{digest, synthetic};

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
            copies::nominalize(&mut resolve, planned.id, plan);
            if shares_types(request) {
                copies::share_types(&mut resolve, planned.id, plan);
            }
        }
        escape::mark(&mut resolve, &plan.interfaces);
        Self { resolve, tree }
    }
}

/// Whether types are shared. Types that borrow cannot be those that an export is given to keep.
fn shares_types(request: &Request) -> bool {
    let owning = request.types.ownership == crate::request::Ownership::Owning;
    !request.types.separate_types && owning
}

/// Adds a world that imports every interface of the tree, in a package that no user has, nor the tree of any other
/// call: where several calls end up in one component, packages of one name are taken for one.
pub(super) fn import_all(resolve: &mut Resolve, request: &Request, plan: &Plan) -> WorldId {
    let name = format!("tree-h{:016x}", digest::fnv1a(&request.output.call.suffix()));
    let name = synthetic::free_name(resolve, name);
    let package = synthetic::package(resolve, name);
    synthetic::world(resolve, package, "tree", synthetic::imports(&plan.interfaces))
}
