//! Conversions between the types of interfaces that a world both imports and exports, if worlds have separate types.
//!
//! `bindgen!` generates two Rust types for a type in an interface that is imported and exported. A host that forwards
//! values needs to convert between them. Types of the tree need no conversion.

use crate::wit_parser::{
    Field, Flags, InterfaceId, Resolve, Type, TypeDefKind, TypeId, TypeOwner, Variant, WorldId,
    WorldKey,
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::bindgen_call::parse;
use super::names;
use crate::types::{self, holds_resource};
use crate::worlds;

/// The conversions for the module of a world.
pub(super) fn conversions(base: &Resolve, world: WorldId) -> TokenStream {
    let world = &base.worlds[world];
    let exported: Vec<InterfaceId> = worlds::interfaces(&world.exports)
        .filter(|(key, _)| {
            matches!(key, WorldKey::Interface(_)) && world.imports.contains_key(*key)
        })
        .map(|(_, id)| id)
        .collect();
    let conversions = Conversions { resolve: base, exported: &exported };
    exported.iter().flat_map(|&id| conversions.of_interface(id)).collect()
}

struct Conversions<'a> {
    resolve: &'a Resolve,
    exported: &'a [InterfaceId],
}

impl Conversions<'_> {
    fn of_interface(&self, id: InterfaceId) -> Option<TokenStream> {
        let own = names::module(self.resolve, id)?.map(|part| parse(&part));
        let import = quote! { self::#(#own)::* };
        let export = quote! { self::exports::#(#own)::* };
        let types = self.resolve.interfaces[id].types.iter();
        let types = types.filter(|(_, ty)| !holds_resource(self.resolve, Type::Id(**ty)));
        let both = types.filter_map(|(name, &ty)| {
            let name = format_ident!("{}", names::type_name(name));
            let (import, export) = (quote! { #import::#name }, quote! { #export::#name });
            let to_import = self.conversion(ty, &export, &import)?;
            let to_export = self.conversion(ty, &import, &export)?;
            Some(quote! { #to_import #to_export })
        });
        Some(both.collect())
    }

    /// `impl From<from> for to`, or `None` for aliases.
    fn conversion(&self, id: TypeId, from: &TokenStream, to: &TokenStream) -> Option<TokenStream> {
        let body = match &self.resolve.types[id].kind {
            TypeDefKind::Record(record) => self.record(&record.fields, to),
            TypeDefKind::Variant(variant) => self.variant(variant, from, to),
            TypeDefKind::Enum(cases) => {
                let cases =
                    cases.cases.iter().map(|case| format_ident!("{}", names::case(&case.name)));
                quote! { match it { #(#from::#cases => #to::#cases,)* } }
            }
            TypeDefKind::Flags(flags) => self.flags(flags, from, to),
            _ => return None,
        };
        Some(quote! {
            impl ::core::convert::From<#from> for #to {
                fn from(it: #from) -> Self { #body }
            }
        })
    }

    fn record(&self, fields: &[Field], to: &TokenStream) -> TokenStream {
        let fields = fields.iter().map(|field| {
            let name = format_ident!("{}", names::ident(&field.name));
            let value = self.value(&field.ty, quote! { it.#name });
            quote! { #name: #value }
        });
        quote! { #to { #(#fields),* } }
    }

    fn variant(&self, variant: &Variant, from: &TokenStream, to: &TokenStream) -> TokenStream {
        let cases = variant.cases.iter().map(|case| {
            let name = format_ident!("{}", names::case(&case.name));
            match &case.ty {
                None => quote! { #from::#name => #to::#name },
                Some(ty) => {
                    let value = self.value(ty, quote! { it });
                    quote! { #from::#name(it) => #to::#name(#value) }
                }
            }
        });
        quote! { match it { #(#cases,)* } }
    }

    fn flags(&self, flags: &Flags, from: &TokenStream, to: &TokenStream) -> TokenStream {
        let flags = flags.flags.iter().map(|flag| format_ident!("{}", names::flag(&flag.name)));
        quote! {
            let mut flags = #to::empty();
            #(if it.contains(#from::#flags) { flags |= #to::#flags; })*
            flags
        }
    }

    /// Converts the expression `value` of one type to the other.
    fn value(&self, ty: &Type, value: TokenStream) -> TokenStream {
        let Type::Id(id) = ty else { return value };
        if !self.differs(*ty) {
            return value;
        }
        match &self.resolve.types[*id].kind {
            TypeDefKind::Option(ty) => {
                let inside = self.value(ty, quote! { it });
                quote! { #value.map(|it| #inside) }
            }
            TypeDefKind::List(ty) => {
                let inside = self.value(ty, quote! { it });
                quote! { #value.into_iter().map(|it| #inside).collect() }
            }
            TypeDefKind::FixedLengthList(ty, _) => {
                let inside = self.value(ty, quote! { it });
                quote! { #value.map(|it| #inside) }
            }
            TypeDefKind::Map(key, ty) => {
                let (key, inside) =
                    (self.value(key, quote! { key }), self.value(ty, quote! { it }));
                quote! { #value.into_iter().map(|(key, it)| (#key, #inside)).collect() }
            }
            TypeDefKind::Tuple(tuple) => {
                let names: Vec<_> =
                    (0..tuple.types.len()).map(|at| format_ident!("it{at}")).collect();
                let inside = tuple.types.iter().zip(&names);
                let inside = inside.map(|(ty, name)| self.value(ty, quote! { #name }));
                quote! { { let (#(#names,)*) = #value; (#(#inside,)*) } }
            }
            TypeDefKind::Result(result) => {
                let variant = |ty: &Option<Type>| {
                    ty.as_ref().map_or(quote! { it }, |ty| self.value(ty, quote! { it }))
                };
                let (ok, err) = (variant(&result.ok), variant(&result.err));
                quote! { #value.map(|it| #ok).map_err(|it| #err) }
            }
            TypeDefKind::Type(ty) => self.value(ty, value),
            _ => quote! { ::core::convert::Into::into(#value) },
        }
    }

    /// `true` if the imported and the exported type differ.
    fn differs(&self, ty: Type) -> bool {
        types::any(self.resolve, ty, |ty| {
            let Type::Id(id) = ty else { return None };
            let ty = &self.resolve.types[id];
            match ty.kind {
                TypeDefKind::Record(_)
                | TypeDefKind::Variant(_)
                | TypeDefKind::Enum(_)
                | TypeDefKind::Flags(_) => Some(match ty.owner {
                    TypeOwner::Interface(owner) => self.exported.contains(&owner),
                    TypeOwner::World(_) | TypeOwner::None => false,
                }),
                _ => None,
            }
        })
    }
}
