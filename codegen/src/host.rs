//! From a [`Plan`] to Rust for the program that runs components: calls of Wasmtime's `bindgen!`, one for the
//! interfaces of the tree and one for each world, and what `bindgen!` does not make.

mod assemble;
mod call;
mod convert;
mod groups;
mod lookup;
mod names;
mod optional;
mod options;
pub(crate) mod refuse;
mod run;
mod shared;
mod text;
mod tree;
mod world;

use crate::wit_parser::Resolve;
use proc_macro2::TokenStream;

use self::groups::Groups;
use self::options::Options;
use self::tree::Trees;
use crate::documentation::Documentation;
use crate::plan::Plan;
use crate::request::Request;
use crate::workspace::Workspace;
use frontend::diagnostic::{Diagnostic, InternalError, Location};
use frontend::files::Files;

/// What all calls are made from.
struct Context<'a> {
    request: &'a Request,
    base: &'a Resolve,
    plan: &'a Plan,
    groups: &'a Groups,
    options: &'a Options<'a>,
    documentation: &'a Documentation<'a>,
}

/// Generates the module tree.
pub(crate) fn generate(
    request: &Request,
    files: &Files,
    workspace: &Workspace,
    plan: &Plan,
    documentation: &Documentation<'_>,
) -> (TokenStream, Vec<Diagnostic>) {
    let mut diagnostics = refuse::refuse(request, files, workspace, plan);
    if !diagnostics.is_empty() {
        return (TokenStream::new(), diagnostics);
    }
    let mut base = workspace.resolve.clone();
    base.source_map = Default::default();
    let (groups, options) = (Groups::of(&base, plan), Options::new(request));
    let context =
        Context { request, base: &base, plan, groups: &groups, options: &options, documentation };
    let trees = tree::generate(&context).unwrap_or_else(|error| {
        diagnostics.push(refused("the tree", error));
        Trees::default()
    });
    let mut worlds = Vec::new();
    for planned in &plan.worlds {
        let world = world::generate(&context, planned, &trees);
        let name = format!("the world `{}`", base.worlds[planned.id].name);
        match world {
            Ok(world) => worlds.push(world),
            Err(error) => diagnostics.push(refused(&name, error)),
        }
    }
    diagnostics.extend(options.unmatched());
    (assemble::assemble(&context, trees, worlds), diagnostics)
}

/// What the printer says that it cannot do.
fn refused(item: &str, message: String) -> Diagnostic {
    let fault = InternalError::Generator { item: item.to_owned(), message };
    Diagnostic::new(fault, Location::Call)
        .with_help("please report this with the WIT of the package")
}
