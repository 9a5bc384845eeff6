//! Joins the parts: interfaces and worlds in the modules of their packages, and one world re-exported at the top.

use crate::wit_parser::WorldKey;
use crate::worlds;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::bindgen_call::{aliases, parse};
use super::tree::Tree;
use super::{Context, names};
use crate::code::items::{Items, cfg};
use crate::code::{missing_names, module_docs};
use crate::plan::{PlannedWorld, interface_module};
use std::collections::BTreeMap;

/// The depth of an interface below the root of the tree.
const IN_TREE: usize = 3;

/// The items of packages, by namespace and package.
type Packages = BTreeMap<String, BTreeMap<String, TokenStream>>;

/// Adds the worlds, in the order of the plan, to the tree.
pub(super) fn assemble(context: &Context<'_>, tree: Tree, worlds: Vec<TokenStream>) -> TokenStream {
    let Context { request, base, plan, documentation, .. } = context;
    let mut packages = Packages::new();
    for (id, path) in &tree.paths {
        let [namespace, package, name] = interface_module(base, *id);
        let docs = docs(documentation.interface_docs(*id, IN_TREE).as_deref());
        let name = parse(&name);
        let module = quote! {
            #docs
            pub mod #name { #[doc(inline)] pub use super::super::super::#path::*; }
        };
        add(&mut packages, namespace, package, module);
    }
    for (planned, items) in plan.worlds.iter().zip(worlds) {
        let [namespace, package, name] = planned.module.clone();
        let gates = cfg(&plan.gates.of_world(base, planned.id));
        let docs = documentation.world(planned.id).attributes();
        let name = parse(&name);
        add(&mut packages, namespace, package, quote! { #gates #docs pub mod #name { #items } });
    }
    // Worlds with separate types have modules with the names of namespaces themselves.
    let top = plan.primary.filter(|_| !request.types.separate_types);
    let top = top.map(|at| &plan.worlds[at]);
    let mut items = modules(context, packages, top);
    module_docs::add(&mut items, documentation);
    missing_names::add(&mut items, &plan.missing_names);
    items.0.extend(Items::split(aliases(request, context.options)).0);
    items.0.extend(Items::split(tree.modules).0);
    let top = top.map(|planned| {
        let gates = cfg(&plan.gates.of_world(base, planned.id));
        let path = parse(&planned.module.join("::"));
        quote! { #gates pub use self::#path::*; }
    });
    items.0.extend(Items::split(top.into_token_stream()).0);
    items.with_silenced_lints()
}

fn add(packages: &mut Packages, namespace: String, package: String, module: TokenStream) {
    packages.entry(namespace).or_default().entry(package).or_default().extend(module);
}

/// The modules of namespaces. A module of the same name of the world at the top is re-exported from there.
fn modules(context: &Context<'_>, packages: Packages, top: Option<&PlannedWorld>) -> Items {
    let Context { base, plan, .. } = context;
    let gates = plan.gates.modules(base);
    let own = top.map(|planned| own_modules(context, planned)).unwrap_or_default();
    let namespaces = packages.into_iter().map(|(namespace, packages)| {
        let packages = packages.into_iter().map(|(package, items)| {
            let module = [&namespace, &package];
            let gates = gates.iter().filter(|(gated, _)| gated.each_ref() == module);
            let gates = cfg(&gates.map(|(_, predicate)| *predicate).collect::<Vec<_>>());
            let package = parse(&package);
            quote! { #gates pub mod #package { #items } }
        });
        let packages: TokenStream = packages.collect();
        let shared = top.filter(|_| own.contains(&namespace)).map(|planned| {
            let gates = cfg(&plan.gates.of_world(base, planned.id));
            let path = planned.module.iter().map(|part| parse(part));
            let name = parse(&namespace);
            quote! { #gates pub use super::#(#path)::*::#name::*; }
        });
        let namespace = parse(&namespace);
        quote! { pub mod #namespace { #packages #shared } }
    });
    Items::split(namespaces.collect())
}

/// The modules of a world other than those of namespaces.
fn own_modules(context: &Context<'_>, planned: &PlannedWorld) -> Vec<String> {
    let world = &context.base.worlds[planned.id];
    let inline = worlds::interfaces(&world.imports).filter_map(|(key, id)| match key {
        WorldKey::Name(name) => {
            context.base.interfaces[id].name.is_none().then(|| names::ident(name))
        }
        WorldKey::Interface(_) => None,
    });
    let exports = worlds::interfaces(&world.exports).next().map(|_| "exports".to_owned());
    inline.chain(exports).collect()
}

fn docs(text: Option<&str>) -> TokenStream {
    let docs = text.map(str::trim).into_iter();
    quote! { #(#[doc = #docs])* }
}
