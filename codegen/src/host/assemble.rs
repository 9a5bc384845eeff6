//! Joins the parts: interfaces and worlds in the modules of their packages, and one world re-exported at the top.

use crate::types::is_resource;
use crate::wit_parser::{InterfaceId, Type, TypeDefKind, TypeOwner, WorldItem, WorldKey};
use crate::worlds;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, format_ident, quote};

use super::bindgen_call::{aliases, parse};
use super::tree::Tree;
use super::{Context, names, trapping};
use crate::code::items::{Item, Items, Kind, cfg};
use crate::code::{missing_names, module_docs, silence_lints};
use crate::plan::{PlannedWorld, interface_module};
use crate::request::Ownership;
use std::collections::{BTreeMap, BTreeSet};

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
        let used = used_types(context, *id);
        let root = quote! { super::super::super };
        let trapping = trapping::is_trapping(request, base, *id)
            .then(|| trapping::items(request, base, *id, &root));
        let module = quote! {
            #docs
            pub mod #name { #[doc(inline)] pub use #root::#path::*; #used #trapping }
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
    let top = plan.primary.map(|at| &plan.worlds[at]);
    let own = top.map(|planned| own_modules(context, planned)).unwrap_or_default();
    let mut items = modules(context, packages, top, &own);
    module_docs::add(&mut items, documentation);
    missing_names::add(&mut items, &plan.missing_names);
    let hidden = Items::split(aliases(request, context.base, context.options, context.suffix));
    items.0.extend(hidden.0);
    items.0.extend(Items::split(tree.modules).0);
    let worlds_only = hide_modules_of_worlds(context, &mut items, &own);
    let top = top.map(|planned| {
        let gates = cfg(&plan.gates.of_world(base, planned.id));
        let path = planned.module.iter().map(|part| parse(part));
        let namespace = &planned.module[0];
        let root = worlds_only.filter(|_| !items.has_module(namespace));
        let root = root.map(|module| quote! { #module:: });
        let path = quote! { self::#root #(#path)::* };
        let names = names_of_world(context, planned);
        let names = names.iter().filter(|name| !items.has_module(name)).map(|name| parse(name));
        // The glob adds the names that not every version of Wasmtime has.
        quote! { #gates pub use #path::{#(#names),*}; #gates pub use #path::*; }
    });
    items.0.extend(Items::split(top.into_token_stream()).0);
    items.with_silenced_lints()
}

fn add(packages: &mut Packages, namespace: String, package: String, module: TokenStream) {
    packages.entry(namespace).or_default().entry(package).or_default().extend(module);
}

/// The modules of namespaces. Those with the name of a module of the world at the top contain its items, too.
fn modules(
    context: &Context<'_>,
    packages: Packages,
    top: Option<&PlannedWorld>,
    own: &OwnModules,
) -> Items {
    let Context { base, plan, .. } = context;
    let gates = plan.gates.modules(base);
    let shared = |depth: usize, modules: &[&str]| {
        let planned = top.filter(|_| own.contains(modules))?;
        let gates = cfg(&plan.gates.of_world(base, planned.id));
        let root = vec![quote! { super }; depth];
        let path = planned.module.iter().map(String::as_str).chain(modules.iter().copied());
        let path = path.map(parse);
        Some(quote! { #gates pub use #(#root)::*::#(#path)::*::*; })
    };
    let namespaces = packages.into_iter().map(|(namespace, packages)| {
        let packages = packages.into_iter().map(|(package, items)| {
            let module = [&namespace, &package];
            let gates = gates.iter().filter(|(gated, _)| gated.each_ref() == module);
            let gates = cfg(&gates.map(|(_, predicate)| *predicate).collect::<Vec<_>>());
            let shared = shared(2, &[&namespace, &package]);
            let package = parse(&package);
            quote! { #gates pub mod #package { #items #shared } }
        });
        let packages: TokenStream = packages.collect();
        let shared = shared(1, &[&namespace]);
        let namespace = parse(&namespace);
        quote! { pub mod #namespace { #packages #shared } }
    });
    Items::split(namespaces.collect())
}

/// Moves the modules of namespaces that `bindgen!` does not have, since they contain only worlds, into a module of
/// their own, and re-exports it: they conflict with no item of the user and of another call.
fn hide_modules_of_worlds(
    context: &Context<'_>,
    items: &mut Items,
    own: &OwnModules,
) -> Option<Ident> {
    let with_interfaces = context.plan.interfaces.iter();
    let with_interfaces: Vec<String> = with_interfaces
        .filter(|_| !context.request.types.separate_types)
        .map(|&id| interface_module(context.base, id)[0].clone())
        .collect();
    let is_only_worlds = |item: &Item| match &item.kind {
        Kind::Module(name) => {
            context.plan.worlds.iter().any(|world| world.module[0] == *name)
                && !with_interfaces.contains(name)
                && !own.contains(&[name])
        }
        Kind::Static(_) | Kind::Other => false,
    };
    // Modules of missing names refer to their parent.
    if !context.plan.missing_names.is_empty() || !items.0.iter().any(is_only_worlds) {
        return None;
    }
    let (worlds, rest) = std::mem::take(&mut items.0).into_iter().partition(is_only_worlds);
    items.0 = rest;
    let worlds = Items(worlds);
    let module = format_ident!("__worlds_{}", context.suffix);
    let silence_lints = silence_lints();
    items.0.extend(
        Items::split(quote! {
            mod #module {
                // Worlds refer to the modules of the tree as siblings.
                #silence_lints
                use super::*;
                #worlds
            }
            pub use self::#module::*;
        })
        .0,
    );
    Some(module)
}

/// The modules of the code of a world, each as its path below the world's module.
#[derive(Default)]
struct OwnModules(Vec<Vec<String>>);

impl OwnModules {
    fn contains(&self, path: &[&str]) -> bool {
        self.0.iter().any(|own| own == path)
    }
}

/// The modules of a world: `exports`, those of inline interfaces, and with separate types those of all its imports.
fn own_modules(context: &Context<'_>, planned: &PlannedWorld) -> OwnModules {
    let world = &context.base.worlds[planned.id];
    let mut modules = Vec::new();
    for (key, id) in worlds::interfaces(&world.imports) {
        let has_name = context.base.interfaces[id].name.is_some();
        match key {
            WorldKey::Name(name) if !has_name => modules.push(vec![names::ident(name)]),
            WorldKey::Interface(_) if context.request.types.separate_types => {
                if let Some([namespace, package, _]) = names::module(context.base, id) {
                    modules.push(vec![namespace.clone()]);
                    modules.push(vec![namespace, package]);
                }
            }
            WorldKey::Name(_) | WorldKey::Interface(_) => {}
        }
    }
    if worlds::interfaces(&world.exports).next().is_some() {
        modules.push(vec!["exports".to_owned()]);
    }
    OwnModules(modules)
}

/// The names in the module of a world that `bindgen!` generates in every version.
fn names_of_world(context: &Context<'_>, planned: &PlannedWorld) -> BTreeSet<String> {
    let world = &context.base.worlds[planned.id];
    let name = names::type_name(&world.name);
    let modules = own_modules(context, planned).0.into_iter();
    let mut found: BTreeSet<String> = modules.map(|mut path| path.swap_remove(0)).collect();
    found.extend(["", "Pre", "Indices"].map(|suffix| format!("{name}{suffix}")));
    if worlds::functions(&world.imports).next().is_some() {
        found.insert(format!("{name}Imports"));
    }
    let types = world.imports.iter().filter_map(|(key, item)| match (key, item) {
        (WorldKey::Name(name), WorldItem::Type { id, .. }) => Some((name, *id)),
        _ => None,
    });
    let owning = context.request.types.ownership == Ownership::Owning;
    // `bindgen!` escapes the name `host` for some kinds of types only.
    for (name, id) in types.filter(|(name, _)| owning && *name != "host") {
        let name = names::type_name(name);
        if is_resource(context.base, id) {
            found.insert(format!("Host{name}"));
        }
        found.insert(name);
    }
    found
}

/// Re-exports of the types that an interface uses from others, for which `bindgen!` generates aliases: with these, glob
/// imports of both interfaces would be ambiguous.
fn used_types(context: &Context<'_>, id: InterfaceId) -> TokenStream {
    let resolve = context.base;
    let root = quote! { super::super::super };
    let types = resolve.interfaces[id].types.iter().filter_map(|(name, &ty)| {
        let TypeDefKind::Type(Type::Id(original)) = resolve.types[ty].kind else { return None };
        let TypeOwner::Interface(owner) = resolve.types[original].owner else { return None };
        let path = names::path_in_tree(resolve, owner, &root);
        let original = parse(&names::type_name(resolve.types[original].name.as_deref()?));
        let name = parse(&names::type_name(name));
        let is_use = owner != id && context.plan.interfaces.contains(&owner);
        is_use.then(|| quote! { pub use #path::#original as #name; })
    });
    types.collect()
}

fn docs(text: Option<&str>) -> TokenStream {
    let docs = text.map(str::trim).into_iter();
    quote! { #(#[doc = #docs])* }
}
