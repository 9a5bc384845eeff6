//! The tree: every interface, generated once as an import.

use wit_bindgen_core::wit_parser::Resolve;

use super::generator::{self, Generation};
use super::item::Items;
use super::nominal::Nominal;
use super::options::Options;
use super::run::Run;
use super::{agreement, nominal, refused};
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::request::Request;

/// Generates the tree. Its section describes the tree, and the imports on which all worlds agree.
pub(super) fn generate(
    request: &Request,
    options: &Options<'_>,
    base: &Resolve,
    nominal: &Nominal,
    plan: &Plan,
) -> Result<Items, Box<Diagnostic>> {
    let mut section_resolve = base.clone();
    let described = nominal::import_all(&mut section_resolve, request, plan);
    let agreed = agreement::agreed_imports(base, plan);
    agreement::add(&mut section_resolve, &agreed, described)
        .map_err(|error| refused("the tree", error))?;
    let Nominal { resolve, tree: world } = nominal;
    let run = Run { resolve, world: *world, makes_imports: true };
    let generation =
        Generation { resolve, world: *world, section_resolve: &section_resolve, described };
    let text = generator::run(options.of_tree(&run), &generation)
        .map_err(|error| refused("the tree", error))?;
    Items::parse(&text).map_err(|error| refused("the tree", error))
}
