//! Generates the tree: every interface once, as an import.

use crate::code::items::Items;
use crate::wit_parser::{InterfaceId, Resolve};
use frontend::diagnostic::Diagnostic;
use wit_bindgen_core::Types;
use wit_bindgen_rust::Opts;

use super::generated_items::GeneratedItems;
use super::generator::{self, Generation};
use super::native::Native;
use super::subset::{self, Subset};
use super::{Context, Generated, batches, generator_error, nominal_types, shared_imports};

/// Generates the tree. Its section describes the tree, and the imports on which all worlds agree.
pub(super) fn generate(context: &Context<'_>) -> Result<Generated, Box<Diagnostic>> {
    let Context { request, base, nominal, plan, .. } = *context;
    let mut section_resolve = base.clone();
    let described = nominal_types::import_all(&mut section_resolve, &request.output.call, plan);
    let shared = shared_imports::find(base, plan);
    shared_imports::add(&mut section_resolve, &shared, described)
        .map_err(|error| generator_error("the tree", error))?;
    let (resolve, world) = (&nominal.resolve, nominal.tree);
    let options =
        context.options.of_tree(&GeneratedItems { resolve, world, generates_imports: true });
    let whole = Generation {
        resolve,
        world,
        is_generated: &|_| true,
        section_resolve: &section_resolve,
        described,
    };
    // wit-bindgen rejects attributes for types that are in another batch.
    let has_attributes = !options.additional_type_attributes.is_empty();
    let batches = match subset::generates_same_code(&request.types, &request.guest) {
        true if !has_attributes => batches::split(resolve, &plan.interfaces, batches::MIN_SIZE),
        _ => Vec::new(),
    };
    let native = Native::of(request, "");
    let items = match batches.as_slice() {
        [] | [_] => items(context, options, &whole, &native),
        _ => generate_batches(context, &options, &whole, &batches, &native),
    };
    let items = items.map_err(|error| generator_error("the tree", error))?;
    Ok(Generated { items, mocked: native.into_mocked() })
}

fn items(
    context: &Context<'_>,
    options: Opts,
    generation: &Generation<'_>,
    native: &Native<'_>,
) -> Result<Items, String> {
    super::items(context, &generator::run(options, generation)?, 0, native)
}

/// Generates each batch from a `Resolve` with only what it needs. The first batch has the section.
fn generate_batches(
    context: &Context<'_>,
    options: &Opts,
    whole: &Generation<'_>,
    batches: &[Vec<InterfaceId>],
    native: &Native<'_>,
) -> Result<Items, String> {
    let mut types = Types::default();
    types.analyze(whole.resolve);
    let (empty, empty_world): (Resolve, _) = subset::empty_world();
    let mut generated = Vec::new();
    for batch in batches {
        let subset = Subset::of(whole.resolve, &types, batch);
        let (section_resolve, described) = match generated.is_empty() {
            true => (whole.section_resolve, whole.described),
            false => (&empty, empty_world),
        };
        let generation = Generation {
            resolve: &subset.resolve,
            world: subset.world,
            is_generated: &|id| subset.interfaces.contains(&id),
            section_resolve,
            described,
        };
        generated.push(items(context, options.clone(), &generation, native)?);
    }
    Ok(batches::join(generated))
}
