//! One world: what is its own, with its imports and shared types pointing into the tree.

use crate::wit_parser::{Resolve, WorldKey};

use super::generator::{self, Generation};
use super::nominal::Nominal;
use super::options::Options;
use super::run::Run;
use super::{export, refused};
use crate::Lexer;
use crate::code::item::Items;
use crate::plan::{PlannedWorld, interface_module};
use crate::request::Request;
use frontend::diagnostic::Diagnostic;

/// From a world's module `ns::pkg::w` to the root of the tree.
const ROOT: &str = "super::super::super";

/// The name of the macro that exports a world's functions, without its section.
pub(super) const EXPORT_FUNCTIONS: &str = "__export_functions";

/// Generates the module of a world.
pub(super) fn generate(
    request: &Request,
    options: &Options<'_>,
    base: &Resolve,
    nominal: &Nominal,
    planned: &PlannedWorld,
    lexer: Lexer,
) -> Result<Items, Box<Diagnostic>> {
    let item = format!("the world `{}`", base.worlds[planned.id].name);
    let Nominal { resolve, .. } = nominal;
    let run = Run { resolve, world: planned.id, makes_imports: false };
    let mut opts = options.of_world(&run, &planned.guest, imports(resolve, planned));
    opts.export_macro_name = Some(EXPORT_FUNCTIONS.to_owned());
    // What the tree has needs only a name, unless an option names a type in it, which must be found.
    let named = request.types.with.is_empty();
    let of_tree =
        |id| named && resolve.worlds[planned.id].imports.contains_key(&WorldKey::Interface(id));
    let generation = Generation {
        resolve,
        world: planned.id,
        made: &|id| !of_tree(id),
        section_resolve: base,
        described: planned.id,
    };
    let mut text = generator::run(opts, &generation).map_err(|error| refused(&item, error))?;
    if planned.guest.pub_export_macro {
        // Macros for other crates are at the root of the crate, whatever world or call they are of.
        text = text.replace("__export_", &format!("{}_", export::unique(request, planned)));
    }
    lexer(&text).map(Items::split).map_err(|error| refused(&item, error))
}

/// Where the tree has what a world imports: the keys of wit-bindgen's `with`, and paths.
fn imports(resolve: &Resolve, planned: &PlannedWorld) -> Vec<(String, String)> {
    let keys = resolve.worlds[planned.id].imports.keys();
    keys.filter_map(|key| match key {
        WorldKey::Interface(id) => {
            let path = interface_module(resolve, *id).join("::");
            Some((resolve.name_world_key(key), format!("{ROOT}::{path}")))
        }
        WorldKey::Name(_) => None,
    })
    .collect()
}

/// A path that is right at the root of the tree, as a world's module must write it.
pub(super) fn from_world(path: &str) -> String {
    let first = path.split("::").next().unwrap_or_default().trim();
    match first {
        "" | "crate" => path.to_owned(),
        "self" => format!("{ROOT}{}", &path["self".len()..]),
        _ => format!("{ROOT}::{path}"),
    }
}
