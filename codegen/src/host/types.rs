//! The Rust types of the values that functions take and return, as `bindgen!` has them for imports.

use crate::wit_parser::{Handle, Resolve, Type, TypeDefKind, TypeId};
use heck::ToUpperCamelCase as _;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::bindgen_call::parse;
use super::names::type_name;

/// The types in an interface or a world.
pub(super) struct Types<'a> {
    pub(super) resolve: &'a Resolve,
    /// The path of `wasmtime::component`.
    pub(super) component: TokenStream,
    /// The path of the module with the named types.
    pub(super) module: TokenStream,
    /// `true` for the names of the prelude, `false` for paths that are valid whatever a module declares.
    pub(super) short: bool,
}

impl Types<'_> {
    pub(super) fn ty(&self, ty: &Type) -> TokenStream {
        let component = &self.component;
        match ty {
            Type::Bool => quote! { bool },
            Type::U8 => quote! { u8 },
            Type::U16 => quote! { u16 },
            Type::U32 => quote! { u32 },
            Type::U64 => quote! { u64 },
            Type::S8 => quote! { i8 },
            Type::S16 => quote! { i16 },
            Type::S32 => quote! { i32 },
            Type::S64 => quote! { i64 },
            Type::F32 => quote! { f32 },
            Type::F64 => quote! { f64 },
            Type::Char => quote! { char },
            Type::String => self.prelude("::std::string::String"),
            Type::ErrorContext => quote! { #component::ErrorContext },
            Type::Id(id) => self.defined(*id),
        }
    }

    fn defined(&self, id: TypeId) -> TokenStream {
        let Self { component, module, .. } = self;
        let ty = &self.resolve.types[id];
        if let Some(name) = &ty.name {
            let name = parse(&type_name(name));
            return quote! { #module::#name };
        }
        let optional = |ty: &Option<Type>| ty.as_ref().map_or(quote! { () }, |ty| self.ty(ty));
        match &ty.kind {
            TypeDefKind::List(ty) => {
                let ty = self.ty(ty);
                let vec = self.prelude("::std::vec::Vec");
                quote! { #vec<#ty> }
            }
            TypeDefKind::FixedLengthList(ty, length) => {
                let (ty, length) = (self.ty(ty), Literal::u32_unsuffixed(*length));
                quote! { [#ty; #length] }
            }
            TypeDefKind::Map(key, value) => {
                let (key, value) = (self.ty(key), self.ty(value));
                quote! { ::std::collections::HashMap<#key, #value> }
            }
            TypeDefKind::Tuple(tuple) => {
                let types = tuple.types.iter().map(|ty| self.ty(ty));
                quote! { (#(#types,)*) }
            }
            TypeDefKind::Option(ty) => {
                let ty = self.ty(ty);
                let option = self.prelude("::core::option::Option");
                quote! { #option<#ty> }
            }
            TypeDefKind::Result(result) => {
                let (ok, err) = (optional(&result.ok), optional(&result.err));
                let result_type = self.prelude("::core::result::Result");
                quote! { #result_type<#ok, #err> }
            }
            TypeDefKind::Future(ty) => {
                let ty = optional(ty);
                quote! { #component::FutureReader<#ty> }
            }
            TypeDefKind::Stream(ty) => {
                let ty = optional(ty);
                quote! { #component::StreamReader<#ty> }
            }
            TypeDefKind::Handle(Handle::Own(id) | Handle::Borrow(id)) => {
                let name = self.resolve.types[*id].name.as_deref().unwrap_or_default();
                let name = parse(&name.to_upper_camel_case());
                quote! { #component::Resource<#module::#name> }
            }
            TypeDefKind::Type(ty) => self.ty(ty),
            TypeDefKind::Record(_)
            | TypeDefKind::Resource
            | TypeDefKind::Flags(_)
            | TypeDefKind::Variant(_)
            | TypeDefKind::Enum(_)
            | TypeDefKind::Unknown => unreachable!("a type of this kind has a name"),
        }
    }

    /// The path of an item of the prelude.
    fn prelude(&self, path: &str) -> TokenStream {
        parse(if self.short { path.rsplit("::").next().unwrap_or_default() } else { path })
    }
}
