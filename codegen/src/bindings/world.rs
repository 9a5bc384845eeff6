//! One world: what is its own, with its imports and shared types pointing into the tree.

use wit_bindgen_core::wit_parser::{Resolve, WorldKey};

use super::generator::{self, Generation};
use super::item::Items;
use super::{refused, sharing};
use crate::diagnostic::Diagnostic;
use crate::plan::{Plan, PlannedWorld, interface_module};
use crate::request::Request;

/// From a world's module `ns::pkg::w` to the root of the tree.
const ROOT: &str = "super::super::super";

/// The name of the macro that exports a world's functions, without its section.
pub(super) const EXPORT_FUNCTIONS: &str = "__export_functions";

/// Generates the module of a world.
pub(super) fn generate(
    request: &Request,
    base: &Resolve,
    plan: &Plan,
    planned: &PlannedWorld,
) -> Result<Items, Box<Diagnostic>> {
    let item = format!("the world `{}`", base.worlds[planned.id].name);
    let mut resolve = base.clone();
    sharing::share_types(&mut resolve, planned.id);
    let mut options = generator::options(&request.call.suffix());
    options.with = resolve.worlds[planned.id]
        .imports
        .keys()
        .filter_map(|key| match key {
            WorldKey::Interface(id) => {
                let path = format!("{ROOT}::{}", interface_module(&resolve, *id).join("::"));
                Some(generator::with(resolve.name_world_key(key), path))
            }
            WorldKey::Name(_) => None,
        })
        .collect();
    // The section stands in `export!`, so nothing outside of it can link to it.
    options.disable_custom_section_link_helpers = true;
    options.export_macro_name = Some(EXPORT_FUNCTIONS.to_owned());
    options.default_bindings_module = Some(plan.module_path(planned));
    let generation = Generation {
        resolve: &resolve,
        world: planned.id,
        section_resolve: base,
        described: planned.id,
    };
    let text = generator::run(options, &generation).map_err(|error| refused(&item, error))?;
    Items::parse(&text).map_err(|error| refused(&item, error))
}
