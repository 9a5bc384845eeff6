//! From a [`Plan`] to Rust: the tree, the worlds in their modules, and the `export!` of each world.

mod agreement;
mod assemble;
mod export;
mod generator;
mod item;
mod sharing;
mod tree;
mod world;

use proc_macro2::TokenStream;

use crate::diagnostic::{Diagnostic, InternalFault, Place};
use crate::plan::Plan;
use crate::request::Request;
use crate::workspace::Workspace;

/// The path by which generated code names the run-time support.
const RUNTIME: &str = "::airssys_bindings::rt";

/// Generates the module tree.
pub(crate) fn generate(
    request: &Request,
    workspace: &Workspace,
    plan: &Plan,
) -> (TokenStream, Vec<Diagnostic>) {
    let mut base = workspace.resolve.clone();
    // Places in WIT are of no use from here on, and the texts would be copied with each world.
    base.source_map = Default::default();
    let mut diagnostics = Vec::new();
    let tree = tree::generate(request, &base, plan);
    let tree = tree.map_err(|diagnostic| diagnostics.push(*diagnostic)).unwrap_or_default();
    let mut worlds = Vec::new();
    for planned in &plan.worlds {
        let generated = world::generate(request, &base, plan, planned);
        worlds.push(
            generated.map_err(|diagnostic| diagnostics.push(*diagnostic)).unwrap_or_default(),
        );
    }
    (assemble::assemble(&base, plan, tree, worlds), diagnostics)
}

/// What wit-bindgen says that it cannot do.
fn refused(item: &str, message: impl ToString) -> Box<Diagnostic> {
    let fault = InternalFault::Generator { item: item.to_owned(), message: message.to_string() };
    Box::new(
        Diagnostic::new(fault, Place::Call)
            .with_help("please report this with the WIT of the package"),
    )
}
