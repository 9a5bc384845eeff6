//! From a [`Plan`] to Rust for hosts: calls of Wasmtime's `bindgen!`, one for the interfaces of the tree and one for each
//! world, and code that `bindgen!` does not generate.

mod assemble;
mod bindgen_call;
mod conversions;
mod gate_groups;
mod generated_items;
mod invalid_names;
mod lookup;
mod names;
mod optional_exports;
mod options;
mod shadowed_names;
mod shared_types;
mod skeleton;
mod trapping;
mod tree;
mod types;
mod unsupported;
mod wit_source;
mod world;

use crate::wit_parser::Resolve;
use proc_macro2::TokenStream;

use self::gate_groups::Groups;
use self::options::Options;
pub(crate) use self::skeleton::skeleton;
use self::tree::Tree;
use crate::documentation::Documentation;
use crate::plan::Plan;
use crate::request::Request;
use crate::workspace::Workspace;
use frontend::diagnostic::{Diagnostic, InternalError, Location};
use frontend::files::Files;

/// The input of all calls of `bindgen!`.
struct Context<'a> {
    request: &'a Request,
    base: &'a Resolve,
    plan: &'a Plan,
    groups: &'a Groups,
    options: &'a Options<'a>,
    documentation: &'a Documentation<'a>,
    /// Ends the names of hidden items at the root of the tree, so that two calls can be in one module.
    suffix: &'a str,
}

/// Generates the module tree.
pub(crate) fn generate(
    request: &Request,
    files: &Files,
    workspace: &Workspace,
    plan: &Plan,
    documentation: &Documentation<'_>,
) -> (TokenStream, Vec<Diagnostic>) {
    let mut diagnostics = unsupported::find(request, files, workspace, plan);
    if !diagnostics.is_empty() {
        return (TokenStream::new(), diagnostics);
    }
    let mut base = workspace.resolve.clone();
    base.source_map = Default::default();
    let (groups, options) = (Groups::of(&base, plan), Options::new(&request.types, &request.host));
    let suffix = names::suffix(&base, plan);
    let context = Context {
        request,
        base: &base,
        plan,
        groups: &groups,
        options: &options,
        documentation,
        suffix: &suffix,
    };
    let tree = tree::generate(&context).unwrap_or_else(|error| {
        diagnostics.push(generator_error("the tree", error));
        Tree::default()
    });
    let mut worlds = Vec::new();
    for planned in &plan.worlds {
        match world::generate(&context, planned, &tree) {
            Ok(world) => worlds.push(world),
            Err(error) => {
                let name = format!("the world `{}`", base.worlds[planned.id].name);
                diagnostics.push(generator_error(&name, error));
            }
        }
    }
    diagnostics.extend(options.unmatched(workspace));
    diagnostics.extend(trapping::errors(request, workspace, plan));
    (assemble::assemble(&context, tree, worlds), diagnostics)
}

/// The error of wit-component for the tree or a world.
fn generator_error(item: &str, message: String) -> Diagnostic {
    let error = InternalError::Generator { item: item.to_owned(), message };
    Diagnostic::new(error, Location::Call)
        .with_help("please report this with the WIT of the package")
}
