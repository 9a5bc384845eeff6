//! The parts put together: each world in the module of its package, and one of them at the top as well.

use std::str::FromStr as _;

use crate::wit_parser::Resolve;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};

use super::export;
use super::nominal::Nominal;
use super::payload::{self, Payloads};
use super::run::Run;
use crate::code::item::{Items, Kind, cfg};
use crate::code::{absent, pages, quiet};
use crate::documentation::Documentation;
use crate::plan::{Plan, PlannedWorld};
use crate::request::Request;

/// Puts the worlds, in the order of the plan, into the tree.
pub(super) fn assemble(
    request: &Request,
    base: &Resolve,
    nominal: &Nominal,
    plan: &Plan,
    documentation: &Documentation<'_>,
    mut tree: Items,
    worlds: Vec<Items>,
) -> TokenStream {
    let mut top = None;
    for (at, (planned, mut items)) in plan.worlds.iter().zip(worlds).enumerate() {
        let world = &nominal.resolve.worlds[planned.id];
        let exports = !world.exports.is_empty();
        export::add(request, plan, planned, &mut items, exports);
        if plan.primary == Some(at) {
            unite(request, nominal, planned, &mut items, &tree);
            top = Some((planned, module_names(&items)));
            if planned.guest.stubs && exports {
                let export = format_ident!("{}", export::export_name(planned));
                let call = quote! { self::#export!(Stub with_types_in self); };
                items.0.extend(Items::split(call).0);
            }
        }
        let docs = documentation.world(planned.id).attributes();
        put(&mut tree, plan, base, planned, &docs, &items);
    }
    // Only now are all modules there that the world's own may be called like.
    let top = top.map(|(planned, names)| {
        re_export(planned, &names, &mut tree, &plan.gates.of_world(base, planned.id))
    });
    pages::add(&mut tree, documentation);
    gate(request, base, nominal, plan, &mut tree);
    absent::add(&mut tree, &plan.missing_names);
    let quiet = quiet();
    let mut tokens = TokenStream::new();
    for item in &tree.0 {
        quiet.to_tokens(&mut tokens);
        tokens.extend(item.tokens.iter().cloned());
    }
    tokens.extend(top);
    tokens
}

/// Puts packages, and what is for their types, behind their gates.
fn gate(request: &Request, base: &Resolve, nominal: &Nominal, plan: &Plan, tree: &mut Items) {
    if plan.gates.is_empty() {
        return;
    }
    let run = Run { resolve: &nominal.resolve, world: nominal.tree, makes_imports: true };
    payload::gate(tree, &Payloads::of(&run, &request.guest), &plan.gates, &nominal.resolve);
    for ([namespace, package], predicate) in plan.gates.modules(base) {
        if tree.module_names().any(|module| module == namespace) {
            tree.module(&namespace).edit(|items| {
                if items.module_names().any(|module| module == package) {
                    items.module(&package).put_behind(&[predicate]);
                }
            });
        }
    }
}

/// Gives the world at the top the `wit_future` and `wit_stream` of the tree.
fn unite(
    request: &Request,
    nominal: &Nominal,
    planned: &PlannedWorld,
    items: &mut Items,
    tree: &Items,
) {
    let resolve = &nominal.resolve;
    let of_world =
        Payloads::of(&Run { resolve, world: planned.id, makes_imports: false }, &request.guest);
    let of_tree =
        Payloads::of(&Run { resolve, world: nominal.tree, makes_imports: true }, &request.guest);
    payload::unite(items, tree, &of_world, &of_tree);
}

/// Puts a world's module into the module of its package.
fn put(
    tree: &mut Items,
    plan: &Plan,
    base: &Resolve,
    planned: &PlannedWorld,
    docs: &TokenStream,
    items: &Items,
) {
    let [namespace, package, name] = &planned.module;
    let gates = cfg(&plan.gates.of_world(base, planned.id));
    let ident = TokenStream::from_str(name).unwrap_or_default();
    let module = quote! {
        #gates
        #docs
        #[allow(dead_code, async_fn_in_trait, unused_imports, clippy::all)]
        pub mod #ident { #items }
    };
    tree.module(namespace).edit(|namespace| namespace.module(package).append(module));
}

/// Modules of wit-bindgen that are no part of what a world has.
const PRIVATE: &[&str] = &["_rt", "wit_future", "wit_stream"];

fn module_names(items: &Items) -> Vec<String> {
    items.module_names().map(str::to_owned).collect()
}

/// Re-exports what is in a world's module. Modules that the tree has by the same name get it added.
fn re_export(
    planned: &PlannedWorld,
    names: &[String],
    tree: &mut Items,
    gates: &[&str],
) -> TokenStream {
    let gates = cfg(gates);
    let path = TokenStream::from_str(&planned.module.join("::")).unwrap_or_default();
    for item in &mut tree.0 {
        if let Kind::Module(name) = &item.kind
            && names.contains(name)
            && !PRIVATE.contains(&name.as_str())
        {
            let name = TokenStream::from_str(name).unwrap_or_default();
            item.append(quote! { #gates pub use super::#path::#name::*; });
        }
    }
    // Where the tree has futures and streams of its own, the vtables of the world add to them.
    let quiet = quiet();
    quote! {
        #quiet
        #gates
        pub use self::#path::*;
    }
}
