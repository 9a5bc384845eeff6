//! From a world to the source of its bindings: the only file that names `wit_bindgen_rust`'s generator.

use crate::wit_parser::{Function, InterfaceId, Resolve, TypeId, WorldId, WorldItem, WorldKey};
use wit_bindgen_core::{Files, WorldGenerator};
use wit_bindgen_rust::{Opts, RustWasm};

use super::escape;

/// A world to generate, and the world that its section describes.
///
/// The two differ since code is generated for more than the section describes: for example, for the imports that a
/// world has only for shared types.
pub(super) struct Generation<'a> {
    /// Holds `world`, nominalized.
    pub(super) resolve: &'a Resolve,
    /// The world to generate code for.
    pub(super) world: WorldId,
    /// `true` for the imported interfaces to generate code for; the others are only named.
    pub(super) is_generated: &'a dyn Fn(InterfaceId) -> bool,
    /// Holds `described`.
    pub(super) section_resolve: &'a Resolve,
    /// The world whose encoding goes into the `component-type` section.
    pub(super) described: WorldId,
}

/// Generates the code of a world.
///
/// This is [`WorldGenerator::generate`] of wit-bindgen-core 0.63, except that `finish`, which
/// encodes the section, gets a world of its own, and that some interfaces are skipped.
///
/// # Errors
///
/// Returns the message of the generator.
pub(super) fn run(options: Opts, generation: &Generation<'_>) -> Result<String, String> {
    let raw_strings = options.raw_strings;
    let mut generator = options.build();
    let mut files = Files::default();
    run_into(&mut generator, generation, &mut files).map_err(|error| error.to_string())?;
    let (_, source) = files.iter().next().ok_or("no file was generated")?;
    let source = String::from_utf8(source.to_vec()).map_err(|error| error.to_string())?;
    let source = escape::unmark(source);
    // wit-bindgen 0.63 calls `into_bytes` on the result of an export, which is bytes already.
    Ok(if raw_strings {
        source.replace(".into_bytes()).into_boxed_slice()", ").into_boxed_slice()")
    } else {
        source
    })
}

/// The functions and types of a world itself, with their names.
#[derive(Default)]
struct OwnItems<'a> {
    functions: Vec<(&'a str, &'a Function)>,
    types: Vec<(&'a str, TypeId)>,
}

impl<'a> OwnItems<'a> {
    fn collect(items: impl Iterator<Item = (&'a WorldKey, &'a WorldItem)>) -> Self {
        let mut own = Self::default();
        for (key, item) in items {
            let WorldKey::Name(name) = key else { continue };
            match item {
                WorldItem::Function(function) => own.functions.push((name, function)),
                WorldItem::Type { id, .. } => own.types.push((name, *id)),
                WorldItem::Interface { .. } => {}
            }
        }
        own
    }
}

fn run_into(
    generator: &mut RustWasm,
    generation: &Generation<'_>,
    files: &mut Files,
) -> Result<(), Box<dyn std::error::Error>> {
    let Generation { resolve, world: id, is_generated, section_resolve, described } = *generation;
    let world = &resolve.worlds[id];
    generator.preprocess(resolve, id)?;
    for (key, item) in &world.imports {
        if let WorldItem::Interface { id, .. } = item
            && is_generated(*id)
        {
            generator.import_interface(resolve, key, *id, files)?;
        }
    }
    let imports = OwnItems::collect(world.imports.iter());
    if !imports.types.is_empty() {
        generator.import_types(resolve, id, &imports.types, files)?;
    }
    if !imports.functions.is_empty() {
        generator.import_funcs(resolve, id, &imports.functions, files)?;
    }
    generator.finish_imports(resolve, id, files)?;
    let exports = OwnItems::collect(world.exports.iter());
    if !exports.functions.is_empty() {
        generator.export_funcs(resolve, id, &exports.functions, files)?;
    }
    generator.pre_export_interface(resolve, files)?;
    for (key, item) in &world.exports {
        if let WorldItem::Interface { id, .. } = item {
            generator.export_interface(resolve, key, *id, files)?;
        }
    }
    generator.finish(section_resolve, described, files)?;
    Ok(())
}
