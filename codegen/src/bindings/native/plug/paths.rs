//! The paths in Rust of what is generated for WIT items.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase as _;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use wit_bindgen_rust::to_rust_ident;

use crate::bindings::Context;
use crate::bindings::escape::unmark;
use crate::bindings::generated_items::GeneratedItems;
use crate::plan::interface_module;
use crate::rust_names;
use crate::types::{any, dealias};
use crate::wit_parser::{
    Function, FunctionKind, InterfaceId, Resolve, Type, TypeId, TypeOwner, WorldId, WorldKey,
};
use crate::worlds;

/// The modules of all interfaces and worlds, from the root of the tree.
pub(super) struct Paths<'a> {
    resolve: &'a Resolve,
    interfaces: BTreeMap<InterfaceId, Vec<String>>,
    worlds: BTreeMap<WorldId, Vec<String>>,
    /// The types in whose place the option `with` names one.
    replaced: BTreeSet<TypeId>,
}

impl<'a> Paths<'a> {
    pub(super) fn of(context: &'a Context<'_>) -> Self {
        let (resolve, plan) = (&context.nominal.resolve, context.plan);
        let tree = plan.interfaces.iter().filter_map(|&id| Some((id, in_tree(resolve, id)?)));
        let mut interfaces: BTreeMap<_, _> = tree.collect();
        for planned in &plan.worlds {
            let world = &resolve.worlds[planned.id];
            let exports = worlds::interfaces(&world.exports);
            let exports = exports.map(|(key, id)| (id, exported(resolve, key)));
            let imports = worlds::interfaces(&world.imports).filter_map(|(key, id)| match key {
                WorldKey::Name(name) => Some((id, vec![module(name)])),
                WorldKey::Interface(_) => None,
            });
            let of_world = imports.chain(exports);
            let of_world = of_world.map(|(id, path)| (id, [&planned.module[..], &path].concat()));
            interfaces.extend(of_world);
        }
        let worlds = plan.worlds.iter().map(|planned| (planned.id, planned.module.to_vec()));
        let tree = GeneratedItems { resolve, world: context.nominal.tree, generates_imports: true };
        let replaced = context.options.replaced_types(&tree);
        Self { resolve, interfaces, worlds: worlds.collect(), replaced }
    }

    /// `true` if a value of the type holds one of a type that is not generated, and may lack derives.
    pub(super) fn holds_replaced(&self, ty: TypeId) -> bool {
        let is_replaced = |ty| matches!(ty, Type::Id(id) if self.replaced.contains(&id));
        any(self.resolve, Type::Id(ty), |ty| is_replaced(ty).then_some(true))
    }

    /// The path of the module of a named type from another module, and its name. `None` if no code is generated for it.
    pub(super) fn ty(&self, id: TypeId, from: &[String]) -> Option<(TokenStream, String)> {
        let ty = &self.resolve.types[dealias(self.resolve, id)];
        let module = match ty.owner {
            TypeOwner::Interface(id) => self.interfaces.get(&id)?,
            TypeOwner::World(id) => self.worlds.get(&id)?,
            TypeOwner::None => return None,
        };
        Some((relative(from, module), camel(ty.name.as_deref()?)))
    }
}

/// The path of an interface of the tree from its root. `None` for one without a name.
pub(super) fn in_tree(resolve: &Resolve, id: InterfaceId) -> Option<Vec<String>> {
    let interface = &resolve.interfaces[id];
    let is_named = interface.name.is_some() && interface.package.is_some();
    is_named.then(|| interface_module(resolve, id).map(unmark).to_vec())
}

/// The path of the module of an exported interface from the module of the world.
pub(super) fn exported(resolve: &Resolve, key: &WorldKey) -> Vec<String> {
    let path = match key {
        WorldKey::Name(name) => vec![module(name)],
        WorldKey::Interface(id) => in_tree(resolve, *id).unwrap_or_default(),
    };
    [vec!["exports".to_owned()], path].concat()
}

/// The name of the module of an inline interface.
pub(super) fn module(name: &str) -> String {
    unmark(rust_names::module(name))
}

/// The path of the module `to` from the module `from`; both are from the root of the tree.
pub(super) fn relative(from: &[String], to: &[String]) -> TokenStream {
    let common = from.iter().zip(to).take_while(|(from, to)| from == to).count();
    let supers = std::iter::repeat_n(quote! { super }, from.len() - common);
    let names = to[common..].iter().map(|name| ident(name));
    quote! { self #(::#supers)* #(::#names)* }
}

pub(super) fn ident(name: &str) -> Ident {
    format_ident!("{name}")
}

/// The name of a type, as wit-bindgen derives it.
pub(super) fn camel(name: &str) -> String {
    match name {
        "guest" => "Guest_".to_owned(),
        name => unmark(name.to_upper_camel_case()),
    }
}

/// The name of a field or parameter.
pub(super) fn snake(name: &str) -> Ident {
    ident(&unmark(to_rust_ident(name)))
}

/// The name of a function in the trait of its interface or resource.
pub(super) fn function(function: &Function) -> Ident {
    let name = function.item_name();
    match function.kind {
        FunctionKind::Constructor(_) => ident("new"),
        FunctionKind::Setter | FunctionKind::MethodSetter(_) | FunctionKind::StaticSetter(_) => {
            snake(&format!("set-{name}"))
        }
        _ => snake(name),
    }
}
