//! Generates the module of a world: its own items, with its imports and shared types pointing into the tree.

use crate::plan::{PlannedWorld, interface_module};
use crate::wit_parser::{Resolve, WorldKey};
use frontend::diagnostic::Diagnostic;

use super::generated_items::GeneratedItems;
use super::generator::{self, Generation};
use super::names::{EXPORT_FUNCTIONS, ROOT, WORLD_DEPTH, macro_prefix};
use super::native::Native;
use super::{Context, Generated, generator_error, missing_exports};

/// Generates the module of a world.
pub(super) fn generate(
    context: &Context<'_>,
    planned: &PlannedWorld,
) -> Result<Generated, Box<Diagnostic>> {
    let Context { request, base, .. } = *context;
    let (resolve, world) = (context.world_resolve, planned.id);
    let item = format!("the world `{}`", base.worlds[world].name);
    let items = GeneratedItems { resolve, world, generates_imports: false };
    let mut options = context.options.of_world(&items, &planned.guest, imports(resolve, planned));
    options.export_macro_name = Some(EXPORT_FUNCTIONS.to_owned());
    // The tree's interfaces only need their names, unless an option names a type in them, which must be found.
    let is_skipped = |id| {
        request.types.with.is_empty()
            && resolve.worlds[world].imports.contains_key(&WorldKey::Interface(id))
    };
    let generation = Generation {
        resolve,
        world,
        is_generated: &|id| !is_skipped(id),
        section_resolve: base,
        described: world,
    };
    let mut source =
        generator::run(options, &generation).map_err(|error| generator_error(&item, error))?;
    if planned.guest.pub_export_macro {
        // `#[macro_export]` puts the macros of all worlds and calls into the root of the crate.
        let prefix = macro_prefix(&request.output.call, planned);
        source = alias_macros(&source.replace("__export_", &format!("{prefix}_")));
    }
    let world = &base.worlds[world];
    let world = match world.package {
        Some(package) => base.id_of_name(package, &world.name),
        None => world.name.clone(),
    };
    let native = Native::of(request, &world);
    let mut items = super::items(context, &source, WORLD_DEPTH, &native)
        .map_err(|error| generator_error(&item, error))?;
    missing_exports::describe(context, planned, &mut items);
    Ok(Generated { items, mocked: native.into_mocked() })
}

/// Gives the macros of exported functions another name in their modules: with the name that they have in the root of the crate,
/// a world whose items are re-exported there would declare it twice, and rustc rejects paths to a macro that an expansion put there.
fn alias_macros(source: &str) -> String {
    let mut aliased = String::new();
    for line in source.lines() {
        let import = line.trim_start().strip_prefix("pub use ");
        match import.and_then(|import| import.strip_suffix("_cabi;")) {
            Some(name) => aliased.push_str(&format!("pub use {name}_cabi as {name}_exports;")),
            None => aliased.push_str(&line.replace("_cabi!(", "_exports!(")),
        }
        aliased.push('\n');
    }
    aliased
}

/// The names of the interfaces that a world imports, and their paths in the tree, as wit-bindgen's `with` takes them.
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
