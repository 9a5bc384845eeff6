//! Generates a type with all exports of a world, each optional: `optional_exports: true`.
//!
//! The type that `bindgen!` generates for a world requires all its exports. So this type is built from those that
//! `bindgen!` generates for single interfaces, and for worlds with a single function.

use crate::wit_parser::{Resolve, WorldId, WorldItem, WorldKey};
use heck::{ToSnakeCase as _, ToUpperCamelCase as _};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::bindgen_call::parse;
use super::names;

/// One export.
struct Export {
    /// The name in the component.
    name: String,
    docs: Option<String>,
    /// The method that returns the export.
    method: Ident,
    /// The type that the method returns.
    ty: TokenStream,
    /// The expression that loads the export from `instance`, an instance of `pre`.
    load: TokenStream,
}

/// Generates the type. `functions` are the names of functions, and the modules of the worlds that have only these.
pub(super) fn exports_type(
    resolve: &Resolve,
    world: WorldId,
    functions: &[(String, Ident)],
    wasmtime: &TokenStream,
) -> TokenStream {
    let name = &resolve.worlds[world].name;
    let ident = format_ident!("{}Exports", names::type_name(name));
    let exports: Vec<Export> = resolve.worlds[world]
        .exports
        .iter()
        .filter_map(|(key, item)| export(resolve, key, item, functions))
        .collect();
    let fields: Vec<Ident> = exports.iter().map(|export| export.method.clone()).collect();
    let types: Vec<_> = exports.iter().map(|export| &export.ty).collect();
    let loads = exports.iter().map(|Export { name, method, load, .. }| {
        quote! {
            let #method = match pre.component().get_export_index(::core::option::Option::None, #name) {
                ::core::option::Option::Some(_) => ::core::option::Option::Some(#load),
                ::core::option::Option::None => ::core::option::Option::None,
            };
        }
    });
    let docs = exports.iter().map(|export| {
        let own = export.docs.iter();
        let text = format!("`{}`, if the component exports it.", export.name);
        quote! { #[doc = #text] #(#[doc = ""] #[doc = #own])* }
    });
    let doc = format!("The exports of the world `{name}` that a component has.");
    let errors = "Returns an error if an export does not have the type that the world declares.";
    quote! {
        #[doc = #doc]
        pub struct #ident {
            #(#fields: ::core::option::Option<#types>,)*
        }

        impl #ident {
            /// Finds the exports of an instance.
            ///
            /// # Errors
            ///
            #[doc = #errors]
            pub fn new(
                mut store: impl #wasmtime::AsContextMut,
                instance: &#wasmtime::component::Instance,
            ) -> #wasmtime::Result<Self> {
                let pre = instance.instance_pre(&store);
                #(#loads)*
                ::core::result::Result::Ok(Self { #(#fields),* })
            }

            #(
                #docs
                pub fn #fields(&self) -> ::core::option::Option<&#types> {
                    self.#fields.as_ref()
                }
            )*
        }
    }
}

fn export(
    resolve: &Resolve,
    key: &WorldKey,
    item: &WorldItem,
    functions: &[(String, Ident)],
) -> Option<Export> {
    match item {
        WorldItem::Function(function) => {
            let (_, module) = functions.iter().find(|(name, _)| *name == function.name)?;
            let ty = format_ident!("{}", names::type_name(&function.name));
            Some(Export {
                name: function.name.clone(),
                docs: function.docs.contents.clone(),
                method: match function.name.as_str() {
                    "new" => format_ident!("new_"),
                    name => format_ident!("{}", names::ident(name)),
                },
                ty: quote! { #module::#ty },
                load: quote! { #module::#ty::new(&mut store, instance)? },
            })
        }
        WorldItem::Interface { id, .. } => {
            let (parts, method) = match key {
                WorldKey::Name(name) => (vec![names::ident(name)], name.to_snake_case()),
                WorldKey::Interface(id) => {
                    let parts = names::module(resolve, *id)?;
                    let method = parts.join("_");
                    (parts.to_vec(), method)
                }
            };
            let parts = parts.iter().map(|part| parse(part));
            let path = quote! { self::exports::#(#parts)::* };
            Some(Export {
                name: resolve.name_world_key(key),
                docs: resolve.interfaces[*id].docs.contents.clone(),
                method: format_ident!("{method}"),
                ty: quote! { #path::Guest },
                load: quote! { #path::GuestIndices::new(&pre)?.load(&mut store, instance)? },
            })
        }
        WorldItem::Type { .. } => None,
    }
}

/// The module of the world that has only one function.
pub(super) fn module(function: &str) -> Ident {
    format_ident!("__export_{}", function.to_upper_camel_case())
}
