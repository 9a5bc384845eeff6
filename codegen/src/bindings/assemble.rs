//! The parts put together: each world in the module of its package, and one of them at the top as well.

use std::str::FromStr as _;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use wit_bindgen_core::wit_parser::{Docs, Resolve};

use super::export;
use super::item::{Items, Kind};
use crate::plan::{Plan, PlannedWorld};

/// Puts the worlds, in the order of the plan, into the tree.
pub(super) fn assemble(
    resolve: &Resolve,
    plan: &Plan,
    mut tree: Items,
    worlds: Vec<Items>,
) -> TokenStream {
    let mut top = None;
    for (at, (planned, mut items)) in plan.worlds.iter().zip(worlds).enumerate() {
        let exports = !resolve.worlds[planned.id].exports.is_empty();
        let name = format!("world_{}", planned.module.join("_"));
        export::add(&mut items, exports, &plan.module_path(planned), &name);
        if plan.primary == Some(at) {
            top = Some(re_export(planned, &items, &mut tree));
        }
        put(&mut tree, planned, &resolve.worlds[planned.id].docs, &items);
    }
    let quiet = quiet();
    let mut tokens = TokenStream::new();
    for item in &tree.0 {
        quiet.to_tokens(&mut tokens);
        tokens.extend(item.tokens.iter().cloned());
    }
    tokens.extend(top);
    tokens
}

/// Generated code is nobody's to improve: the lints of the crate that it stands in are turned off.
pub(super) fn quiet() -> TokenStream {
    quote! {
        #[allow(
            warnings,
            missing_docs,
            missing_debug_implementations,
            missing_copy_implementations,
            unsafe_code,
            unreachable_pub,
            unused_qualifications,
            unused_results,
            single_use_lifetimes,
            trivial_casts,
            trivial_numeric_casts,
            elided_lifetimes_in_paths,
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            clippy::restriction
        )]
    }
}

/// Puts a world's module into the module of its package.
fn put(tree: &mut Items, planned: &PlannedWorld, docs: &Docs, items: &Items) {
    let [namespace, package, name] = &planned.module;
    let docs = docs.contents.as_deref().map(str::trim).map(|docs| quote! { #[doc = #docs] });
    let ident = TokenStream::from_str(name).unwrap_or_default();
    let module = quote! {
        #docs
        #[allow(dead_code, async_fn_in_trait, unused_imports, clippy::all)]
        pub mod #ident { #items }
    };
    tree.module(namespace).edit(|namespace| namespace.module(package).append(module));
}

/// Re-exports what is in a world's module. Modules that the tree has by the same name get it added.
fn re_export(planned: &PlannedWorld, items: &Items, tree: &mut Items) -> TokenStream {
    let path = TokenStream::from_str(&planned.module.join("::")).unwrap_or_default();
    let names: Vec<String> = items.module_names().map(str::to_owned).collect();
    for item in &mut tree.0 {
        if let Kind::Module(name) = &item.kind
            && names.contains(name)
            && name != "_rt"
        {
            let name = TokenStream::from_str(name).unwrap_or_default();
            item.append(quote! { pub use super::#path::#name::*; });
        }
    }
    let quiet = quiet();
    quote! {
        #quiet
        pub use self::#path::*;
    }
}
