//! The one file that names `wit_bindgen_rust`'s generator: from a world to the text of its bindings.

use crate::wit_parser::{Function, InterfaceId, Resolve, TypeId, WorldId, WorldItem, WorldKey};
use wit_bindgen_core::{Files, WorldGenerator};
use wit_bindgen_rust::{Opts, RustWasm};

use super::escape;

/// A world to generate, and the world that its section describes.
///
/// The two differ since code is generated for more than the section says: the imports of a world
/// whose types are shared, say.
pub(super) struct Generation<'a> {
    /// Holds `world`, nominalized.
    pub(super) resolve: &'a Resolve,
    /// The world to generate code for.
    pub(super) world: WorldId,
    /// Which of the interfaces that it imports are made; the others are only named.
    pub(super) made: &'a dyn Fn(InterfaceId) -> bool,
    /// Holds `described`.
    pub(super) section_resolve: &'a Resolve,
    /// The world whose encoding goes into the `component-type` section.
    pub(super) described: WorldId,
}

/// Generates the code of a world.
///
/// This is [`WorldGenerator::generate`] of wit-bindgen-core 0.63, except that `finish`, which
/// encodes the section, is given a world of its own, and that interfaces which are not made are left out.
///
/// # Errors
///
/// Those of the generator, in its words.
pub(super) fn run(options: Opts, generation: &Generation<'_>) -> Result<String, String> {
    let raw_strings = options.raw_strings;
    let mut generator = options.build();
    let mut files = Files::default();
    run_into(&mut generator, generation, &mut files).map_err(|error| error.to_string())?;
    let (_, text) = files.iter().next().ok_or("no file was generated")?;
    let text = String::from_utf8(text.to_vec()).map_err(|error| error.to_string())?;
    let text = escape::unmark(text);
    // What an export returns is bytes already, and wit-bindgen 0.63 asks the bytes for their bytes.
    Ok(if raw_strings {
        text.replace(".into_bytes()).into_boxed_slice()", ").into_boxed_slice()")
    } else {
        text
    })
}

/// A world's functions and types, by the names they have in it.
#[derive(Default)]
struct Loose<'a> {
    functions: Vec<(&'a str, &'a Function)>,
    types: Vec<(&'a str, TypeId)>,
}

impl<'a> Loose<'a> {
    fn collect(items: impl Iterator<Item = (&'a WorldKey, &'a WorldItem)>) -> Self {
        let mut loose = Self::default();
        for (key, item) in items {
            let WorldKey::Name(name) = key else { continue };
            match item {
                WorldItem::Function(function) => loose.functions.push((name, function)),
                WorldItem::Type { id, .. } => loose.types.push((name, *id)),
                WorldItem::Interface { .. } => {}
            }
        }
        loose
    }
}

fn run_into(
    generator: &mut RustWasm,
    generation: &Generation<'_>,
    files: &mut Files,
) -> Result<(), Box<dyn std::error::Error>> {
    let Generation { resolve, world: id, made, section_resolve, described } = *generation;
    let world = &resolve.worlds[id];
    generator.preprocess(resolve, id)?;
    for (key, item) in &world.imports {
        if let WorldItem::Interface { id, .. } = item
            && made(*id)
        {
            generator.import_interface(resolve, key, *id, files)?;
        }
    }
    let imports = Loose::collect(world.imports.iter());
    if !imports.types.is_empty() {
        generator.import_types(resolve, id, &imports.types, files)?;
    }
    if !imports.functions.is_empty() {
        generator.import_funcs(resolve, id, &imports.functions, files)?;
    }
    generator.finish_imports(resolve, id, files)?;
    let exports = Loose::collect(world.exports.iter());
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
