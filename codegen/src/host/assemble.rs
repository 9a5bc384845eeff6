//! The parts put together: interfaces and worlds in the modules of their packages, and one world at the top as well.

use crate::wit_parser::WorldItem;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::tree::Trees;
use super::{Context, call, names};
use crate::code::item::{Items, cfg};
use crate::code::quiet;
use crate::code::{absent, pages};
use crate::plan::{PlannedWorld, interface_module};
use std::collections::BTreeMap;

/// How far below the root of the tree an interface is.
const IN_TREE: usize = 3;

/// What stands in the modules of packages, by namespace and package.
type Packages = BTreeMap<String, BTreeMap<String, TokenStream>>;

/// Puts the worlds, in the order of the plan, into the tree.
pub(super) fn assemble(
    context: &Context<'_>,
    trees: Trees,
    worlds: Vec<TokenStream>,
) -> TokenStream {
    let Context { request, base, plan, documentation, .. } = context;
    let mut packages = Packages::new();
    for (id, place) in &trees.places {
        let [namespace, package, name] = interface_module(base, *id);
        let docs = docs(documentation.interface_docs(*id, IN_TREE).as_deref());
        let name = call::parsed(&name);
        let module = quote! {
            #docs
            pub mod #name { #[doc(inline)] pub use super::super::super::#place::*; }
        };
        put(&mut packages, namespace, package, module);
    }
    for (planned, items) in plan.worlds.iter().zip(worlds) {
        let [namespace, package, name] = planned.module.clone();
        let gates = cfg(&plan.gates.of_world(base, planned.id));
        let docs = documentation.world(planned.id).attributes();
        let name = call::parsed(&name);
        put(&mut packages, namespace, package, quote! { #gates #docs pub mod #name { #items } });
    }
    // A world that stands alone has modules of the same names as those of the worlds.
    let top = plan.primary.filter(|_| !request.types.separate_types);
    let top = top.map(|at| &plan.worlds[at]);
    let mut tree = modules(context, packages, top);
    pages::add(&mut tree, documentation);
    absent::add(&mut tree, &plan.missing_names);
    tree.0.extend(Items::split(call::aliases(request, context.options)).0);
    tree.0.extend(Items::split(trees.modules).0);
    let top = top.map(|planned| {
        let gates = cfg(&plan.gates.of_world(base, planned.id));
        let path = call::parsed(&planned.module.join("::"));
        quote! { #gates pub use self::#path::*; }
    });
    tree.0.extend(Items::split(top.into_token_stream()).0);
    let quiet = quiet();
    let mut tokens = TokenStream::new();
    for item in &tree.0 {
        quiet.to_tokens(&mut tokens);
        tokens.extend(item.tokens.iter().cloned());
    }
    tokens
}

fn put(packages: &mut Packages, namespace: String, package: String, module: TokenStream) {
    packages.entry(namespace).or_default().entry(package).or_default().extend(module);
}

/// The modules of namespaces. Where the world at the top has a module of the same name, that is added to it.
fn modules(context: &Context<'_>, packages: Packages, top: Option<&PlannedWorld>) -> Items {
    let Context { base, plan, .. } = context;
    let gates = plan.gates.modules(base);
    let own = top.map(|planned| own_modules(context, planned)).unwrap_or_default();
    let namespaces = packages.into_iter().map(|(namespace, packages)| {
        let packages = packages.into_iter().map(|(package, items)| {
            let here = [&namespace, &package];
            let gates = gates.iter().filter(|(module, _)| module.each_ref() == here);
            let gates = cfg(&gates.map(|(_, predicate)| *predicate).collect::<Vec<_>>());
            let package = call::parsed(&package);
            quote! { #gates pub mod #package { #items } }
        });
        let packages: TokenStream = packages.collect();
        let shared = top.filter(|_| own.contains(&namespace)).map(|planned| {
            let gates = cfg(&plan.gates.of_world(base, planned.id));
            let path = planned.module.iter().map(|part| call::parsed(part));
            let name = call::parsed(&namespace);
            quote! { #gates pub use super::#(#path)::*::#name::*; }
        });
        let namespace = call::parsed(&namespace);
        quote! { pub mod #namespace { #packages #shared } }
    });
    Items::split(namespaces.collect())
}

/// The modules that a world has besides those of namespaces.
fn own_modules(context: &Context<'_>, planned: &PlannedWorld) -> Vec<String> {
    let world = &context.base.worlds[planned.id];
    let inline = world.imports.iter().filter_map(|(key, item)| match (key, item) {
        (crate::wit_parser::WorldKey::Name(name), WorldItem::Interface { id, .. })
            if context.base.interfaces[*id].name.is_none() =>
        {
            Some(names::ident(name))
        }
        _ => None,
    });
    let exports = world.exports.values().any(|item| matches!(item, WorldItem::Interface { .. }));
    inline.chain(exports.then(|| "exports".to_owned())).collect()
}

fn docs(text: Option<&str>) -> TokenStream {
    let docs = text.map(str::trim).into_iter();
    quote! { #(#[doc = #docs])* }
}
