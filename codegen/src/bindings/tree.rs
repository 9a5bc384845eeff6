//! The tree: every interface, generated once as an import.

use crate::wit_parser::{InterfaceId, Resolve};
use wit_bindgen_core::Types;
use wit_bindgen_rust::Opts;

use super::generator::{self, Generation};
use super::nominal::Nominal;
use super::options::Options;
use super::part::{self, Part};
use super::run::Run;
use super::{agreement, batches, nominal, refused};
use crate::Lexer;
use crate::code::item::Items;
use crate::plan::Plan;
use crate::request::Request;
use frontend::diagnostic::Diagnostic;

/// Generates the tree. Its section describes the tree, and the imports on which all worlds agree.
pub(super) fn generate(
    request: &Request,
    options: &Options<'_>,
    base: &Resolve,
    nominal: &Nominal,
    plan: &Plan,
    lexer: Lexer,
) -> Result<Items, Box<Diagnostic>> {
    let mut section_resolve = base.clone();
    let described = nominal::import_all(&mut section_resolve, request, plan);
    let agreed = agreement::agreed_imports(base, plan);
    agreement::add(&mut section_resolve, &agreed, described)
        .map_err(|error| refused("the tree", error))?;
    let Nominal { resolve, tree: world } = nominal;
    let run = Run { resolve, world: *world, makes_imports: true };
    let options = options.of_tree(&run);
    let whole = Generation {
        resolve,
        world: *world,
        made: &|_| true,
        section_resolve: &section_resolve,
        described,
    };
    let batches = batches::split(resolve, request, &plan.interfaces, batches::SIZE);
    let items = match batches.as_slice() {
        [_] => items(options, &whole, lexer),
        _ => parts(&options, &whole, &batches, lexer),
    };
    items.map_err(|error| refused("the tree", error))
}

fn items(options: Opts, generation: &Generation<'_>, lexer: Lexer) -> Result<Items, String> {
    lexer(&generator::run(options, generation)?).map(Items::split)
}

/// Generates the batches one by one, each from what it needs. The first has the section.
fn parts(
    options: &Opts,
    whole: &Generation<'_>,
    batches: &[Vec<InterfaceId>],
    lexer: Lexer,
) -> Result<Items, String> {
    let mut types = Types::default();
    types.analyze(whole.resolve);
    let (empty, nothing) = part::nothing();
    let mut made = Vec::new();
    for batch in batches {
        let part = Part::of(whole.resolve, &types, batch);
        let (section_resolve, described) = match made.is_empty() {
            true => (whole.section_resolve, whole.described),
            false => (&empty, nothing),
        };
        let generation = Generation {
            resolve: &part.resolve,
            world: part.world,
            made: &|id| part.interfaces.contains(&id),
            section_resolve,
            described,
        };
        made.push(items(options.clone(), &generation, lexer)?);
    }
    Ok(batches::join(made))
}
