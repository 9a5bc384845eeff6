//! From a [`Plan`] to Rust: the tree, the worlds in their modules, and the `export!` of each world.

mod agreement;
mod assemble;
mod batches;
mod copies;
mod documented;
mod escape;
mod export;
mod gates;
mod generator;
mod nominal;
mod options;
mod part;
mod payload;
mod run;
mod tree;
mod world;

use proc_macro2::TokenStream;

use self::nominal::Nominal;
use self::options::Options;
use crate::Lexer;
use crate::code::item::Items;
use crate::documentation::Documentation;
use crate::plan::Plan;
use crate::request::Request;
use crate::workspace::Workspace;
use frontend::diagnostic::{Diagnostic, InternalError, Location};

/// The path by which generated code names the run-time support.
const RUNTIME: &str = "::airssys_bindings::rt";

/// Generates the module tree.
pub(crate) fn generate(
    request: &Request,
    workspace: &Workspace,
    plan: &Plan,
    documentation: &Documentation<'_>,
    lexer: Lexer,
) -> (TokenStream, Vec<Diagnostic>) {
    let mut base = workspace.resolve.clone();
    // Places in WIT are of no use from here on, and the texts would be copied with each world.
    base.source_map = Default::default();
    let mut nominal = Nominal::make(request, &base, plan);
    documented::annotate(&mut nominal, plan, documentation);
    let options = Options::new(request);
    let mut diagnostics = Vec::new();
    let mut sound = |items: Result<Items, Box<Diagnostic>>| {
        items.map_err(|diagnostic| diagnostics.push(*diagnostic)).unwrap_or_default()
    };
    let tree = sound(tree::generate(request, &options, &base, &nominal, plan, lexer));
    let worlds = plan.worlds.iter();
    let worlds = worlds
        .map(|world| sound(world::generate(request, &options, &base, &nominal, world, lexer)))
        .collect();
    diagnostics.extend(options.unmatched());
    (assemble::assemble(request, &base, &nominal, plan, documentation, tree, worlds), diagnostics)
}

/// What wit-bindgen says that it cannot do.
fn refused(item: &str, message: impl ToString) -> Box<Diagnostic> {
    let fault = InternalError::Generator { item: item.to_owned(), message: message.to_string() };
    Box::new(
        Diagnostic::new(fault, Location::Call)
            .with_help("please report this with the WIT of the package"),
    )
}
