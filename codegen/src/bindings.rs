//! From a [`Plan`] to Rust for guests: the tree, the worlds in their modules, and the `export!` of each world.

mod assemble;
mod batches;
mod escape;
mod export;
mod exported_type;
mod generated_items;
mod generator;
mod handle_aliases;
mod item_docs;
mod missing_exports;
mod names;
mod native;
mod nominal_types;
mod options;
mod payloads;
mod re_exports;
mod shared_imports;
mod skipped;
mod subset;
mod tree;
mod type_aliases;
mod type_derives;
mod type_gates;
#[cfg(test)]
mod type_positions;
mod unsupported;
mod with_paths;
mod world;

use proc_macro2::TokenStream;

use self::native::{MockedModule, Native};
use self::nominal_types::Nominalized;
use self::options::Options;
use crate::Lexer;
use crate::code::items::Items;
use crate::documentation::Documentation;
use crate::plan::Plan;
use crate::request::Request;
use crate::wit_parser::Resolve;
use crate::workspace::Workspace;
use frontend::diagnostic::{Diagnostic, InternalError, Location};
use frontend::files::Files;

/// The input of all runs of wit-bindgen.
struct Context<'a> {
    request: &'a Request,
    /// The resolved directory.
    base: &'a Resolve,
    /// The `Resolve` to generate code from.
    nominal: &'a Nominalized,
    /// The `Resolve` to generate worlds from: `nominal`, where possible without what only the tree needs.
    world_resolve: &'a Resolve,
    plan: &'a Plan,
    options: &'a Options<'a>,
    documentation: &'a Documentation<'a>,
    lexer: Lexer,
}

/// The code of a run.
#[derive(Default)]
struct Generated {
    items: Items,
    /// The modules with mocks.
    mocked: Vec<MockedModule>,
}

/// Generates the module tree.
pub(crate) fn generate(
    request: &Request,
    files: &Files,
    workspace: &Workspace,
    plan: &Plan,
    documentation: &Documentation<'_>,
    lexer: Lexer,
) -> (TokenStream, Vec<Diagnostic>) {
    let mut diagnostics = unsupported::find(files, workspace, plan);
    let mut base = workspace.resolve.clone();
    // Spans are not needed from here on, and the sources would be copied with each `Resolve`.
    base.source_map = Default::default();
    let mut nominal = Nominalized::new(&request.types, &request.output.call, &base, plan);
    item_docs::annotate(&mut nominal, plan, documentation);
    skipped::remove(&mut nominal.resolve, &request.guest.skip);
    let reduced = subset::generates_same_code(&request.types, &request.guest)
        .then(|| nominal.for_worlds(plan));
    let options = Options::new(&request.types, &request.guest, &request.output.call);
    let context = Context {
        request,
        base: &base,
        nominal: &nominal,
        world_resolve: reduced.as_ref().unwrap_or(&nominal.resolve),
        plan,
        options: &options,
        documentation,
        lexer,
    };
    let mut code_or_none = |code: Result<Generated, Box<Diagnostic>>| {
        code.map_err(|diagnostic| diagnostics.push(*diagnostic)).unwrap_or_default()
    };
    let mut tree = code_or_none(tree::generate(&context));
    let mut worlds: Vec<Generated> =
        plan.worlds.iter().map(|world| code_or_none(world::generate(&context, world))).collect();
    native::add_plugs(&context, &mut tree, &mut worlds);
    diagnostics.extend(options.unmatched(workspace));
    diagnostics.extend(skipped::check(&request.guest.skip, workspace, plan));
    diagnostics.extend(type_derives::warning(files, workspace, &options.skipped_derives()));
    let worlds = worlds.into_iter().map(|world| world.items).collect();
    (assemble::assemble(&context, tree.items, worlds), diagnostics)
}

/// The items in the source of a run, whose root is `depth` modules below that of the tree.
fn items(
    context: &Context<'_>,
    source: &str,
    depth: usize,
    native: &Native<'_>,
) -> Result<Items, String> {
    let mut items = Items::split((context.lexer)(source)?);
    if with_paths::are_in(&context.request.types) {
        with_paths::qualify(&mut items, depth);
    }
    type_aliases::re_export(&mut items);
    native.adapt(&mut items);
    Ok(items)
}

/// The error of wit-bindgen for the tree or a world.
fn generator_error(item: &str, message: impl ToString) -> Box<Diagnostic> {
    let error = InternalError::Generator { item: item.to_owned(), message: message.to_string() };
    Box::new(
        Diagnostic::new(error, Location::Call)
            .with_help("please report this with the WIT of the package"),
    )
}
