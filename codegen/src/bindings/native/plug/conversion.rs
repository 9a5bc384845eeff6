//! From a value on one side of a call to the same value on the other side, directed by its WIT type.

use std::cell::Cell;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::paths::{Paths, camel, ident, snake};
use crate::types::{any, dealias, members};
use crate::wit_parser::{Handle, Resolve, Type, TypeDefKind, TypeId};

/// The expression for the converted value, or `None` if the value stays as it is; or why it cannot be converted.
pub(super) type Converted = Result<Option<TokenStream>, &'static str>;

/// The reason if an export has another type than the import, apart from its resources.
pub(super) const TYPES_DIFFER: &str = "its types differ";

/// The conversions in one function.
pub(super) struct Conversion<'a> {
    pub(super) resolve: &'a Resolve,
    pub(super) paths: &'a Paths<'a>,
    /// The module with the code, from the root of the tree.
    pub(super) module: &'a [String],
    /// `true` for the arguments of an import, which may be borrowed: `&str` for a string.
    pub(super) borrowed: bool,
    /// The number of variables so far.
    variables: Cell<usize>,
    /// The number of lists and named types around the value, whose parts are references where they are borrowed.
    nesting: Cell<usize>,
}

impl<'a> Conversion<'a> {
    pub(super) fn new(
        resolve: &'a Resolve,
        paths: &'a Paths<'a>,
        module: &'a [String],
        borrowed: bool,
    ) -> Self {
        let (variables, nesting) = Default::default();
        Self { resolve, paths, module, borrowed, variables, nesting }
    }

    /// Converts the value of an expression. Returns the expression itself if the value stays as it is.
    pub(super) fn convert(
        &self,
        from: Type,
        to: Type,
        value: TokenStream,
    ) -> Result<TokenStream, &'static str> {
        Ok(self.value(from, to, &value)?.unwrap_or(value))
    }

    /// Converts the value of an expression.
    pub(super) fn value(&self, from: Type, to: Type, value: &TokenStream) -> Converted {
        match (from, to) {
            (Type::Id(from), Type::Id(to)) => self.of_id(from, to, value),
            (Type::String, Type::String) if self.borrowed => Ok(Some(owned(value))),
            (Type::ErrorContext, Type::ErrorContext) => Ok(None),
            _ if from == to => Ok(self.is_reference().then(|| owned(value))),
            _ => Err(TYPES_DIFFER),
        }
    }

    /// `true` if the value of a variable may be a reference to a part of an argument.
    fn is_reference(&self) -> bool {
        self.borrowed && self.nesting.get() > 0
    }

    /// Converts the parts of a list or of a named type.
    fn nested<T>(&self, convert: impl FnOnce() -> T) -> T {
        self.nesting.set(self.nesting.get() + 1);
        let converted = convert();
        self.nesting.set(self.nesting.get() - 1);
        converted
    }

    fn of_id(&self, from: TypeId, to: TypeId, value: &TokenStream) -> Converted {
        let is_named = self.resolve.types[from].name.is_some();
        let [from, to] = [from, to].map(|id| dealias(self.resolve, id));
        if is_named && from == to {
            // The same Rust type.
            return self.of_same(from, value);
        }
        let [from_kind, to_kind] = [from, to].map(|id| &self.resolve.types[id].kind);
        if members(from_kind) != members(to_kind) {
            return Err(TYPES_DIFFER);
        }
        match (from_kind, to_kind) {
            (TypeDefKind::Type(from), TypeDefKind::Type(to)) => self.value(*from, *to, value),
            (TypeDefKind::Handle(from), TypeDefKind::Handle(to)) => self.handle(*from, *to, value),
            // The name of a resource, where an `own` of it is meant.
            (TypeDefKind::Resource, TypeDefKind::Resource) => {
                self.handle(Handle::Own(from), Handle::Own(to), value)
            }
            (TypeDefKind::Record(_) | TypeDefKind::Variant(_) | TypeDefKind::Enum(_), _) => {
                self.nested(|| self.named(from, to, value))
            }
            (TypeDefKind::Flags(_), TypeDefKind::Flags(_)) => {
                let to = self.path(to)?;
                Ok(Some(quote! { #to::from_bits_retain(#value.bits() as _) }))
            }
            (TypeDefKind::Option(from), TypeDefKind::Option(to)) => {
                let inner = self.variable();
                let converted = self.value(*from, *to, &quote! { #inner })?;
                Ok(converted.map(|converted| {
                    quote! {
                        match #value {
                            ::core::option::Option::Some(#inner) => ::core::option::Option::Some(#converted),
                            ::core::option::Option::None => ::core::option::Option::None,
                        }
                    }
                }))
            }
            (TypeDefKind::Result(from), TypeDefKind::Result(to)) => {
                let inner = self.variable();
                let ok = self.optional(from.ok, to.ok, &inner)?;
                let err = self.optional(from.err, to.err, &inner)?;
                let is_same = ok.is_none() && err.is_none();
                let [ok, err] = [(ok, from.ok), (err, from.err)].map(|(converted, ty)| match ty {
                    Some(_) => converted.unwrap_or_else(|| quote! { #inner }),
                    None => quote! { () },
                });
                Ok((!is_same).then(|| {
                    quote! {
                        match #value {
                            ::core::result::Result::Ok(#inner) => ::core::result::Result::Ok(#ok),
                            ::core::result::Result::Err(#inner) => ::core::result::Result::Err(#err),
                        }
                    }
                }))
            }
            (TypeDefKind::Tuple(from), TypeDefKind::Tuple(to))
                if from.types.len() == to.types.len() =>
            {
                let names: Vec<Ident> = from.types.iter().map(|_| self.variable()).collect();
                let types = from.types.iter().copied().zip(to.types.iter().copied());
                let fields = self.all(types, &names)?;
                Ok(fields.map(|fields| {
                    quote! { match #value { (#(#names,)*) => (#(#fields,)*) } }
                }))
            }
            (
                TypeDefKind::FixedLengthList(_, from_length),
                TypeDefKind::FixedLengthList(_, to_length),
            ) if from_length != to_length => Err(TYPES_DIFFER),
            (TypeDefKind::List(from_item), TypeDefKind::List(to_item))
            | (
                TypeDefKind::FixedLengthList(from_item, _),
                TypeDefKind::FixedLengthList(to_item, _),
            ) => {
                let is_array = matches!(from_kind, TypeDefKind::FixedLengthList(..));
                if from == to || self.is_same_borrowed(*from_item, *to_item)? {
                    return self.of_same(from, value);
                }
                let inner = self.variable();
                let item = self.nested(|| self.value(*from_item, *to_item, &quote! { #inner }))?;
                Ok(item.map(|item| match is_array {
                    true => quote! { #value.map(|#inner| #item) },
                    false => quote! { #value.into_iter().map(|#inner| #item).collect() },
                }))
            }
            (TypeDefKind::Map(from_key, from_value), TypeDefKind::Map(to_key, to_value)) => {
                if self.is_same_borrowed(*from_key, *to_key)?
                    && self.is_same_borrowed(*from_value, *to_value)?
                {
                    return self.of_same(from, value);
                }
                let names = [self.variable(), self.variable()];
                let types = [(*from_key, *to_key), (*from_value, *to_value)];
                let parts = self.nested(|| self.all(types.into_iter(), &names))?;
                let [key, inner] = &names;
                Ok(parts.map(|parts| {
                    quote! { #value.into_iter().map(|(#key, #inner)| (#(#parts),*)).collect() }
                }))
            }
            (TypeDefKind::Stream(from), TypeDefKind::Stream(to))
            | (TypeDefKind::Future(from), TypeDefKind::Future(to)) => match (from, to) {
                (None, None) => Ok(None),
                (Some(from), Some(to)) if self.is_same(*from, *to)? => Ok(None),
                _ => Err("a stream or future has resources in it"),
            },
            _ => Err(TYPES_DIFFER),
        }
    }

    /// A value of the same Rust type on both sides: a copy of it if it may be borrowed.
    fn of_same(&self, ty: TypeId, value: &TokenStream) -> Converted {
        match self.borrowed && !self.is_moved(ty) {
            false => Ok(None),
            true if self.paths.holds_replaced(ty) => {
                Err("the option `with` names a type in its parameters")
            }
            true => Ok(Some(owned(value))),
        }
    }

    /// Converts a handle: its number is that of both resources.
    fn handle(&self, from: Handle, to: Handle, value: &TokenStream) -> Converted {
        let (Handle::Own(from_resource) | Handle::Borrow(from_resource)) = from;
        let (Handle::Own(to_resource) | Handle::Borrow(to_resource)) = to;
        if dealias(self.resolve, from_resource) == dealias(self.resolve, to_resource) {
            let is_reference = matches!(from, Handle::Borrow(_)) && self.is_reference();
            return Ok(is_reference.then(|| owned(value)));
        }
        let resource = self.path(to_resource)?;
        match (from, to) {
            (Handle::Own(_), Handle::Own(_)) => {
                Ok(Some(quote! { unsafe { #resource::from_handle(#value.take_handle()) } }))
            }
            (Handle::Borrow(_), Handle::Borrow(_)) => {
                let borrow = self.borrow(to_resource)?;
                Ok(Some(quote! {
                    unsafe { #borrow::lift(::core::ptr::without_provenance(#value.handle() as usize)) }
                }))
            }
            _ => Err(TYPES_DIFFER),
        }
    }

    /// Converts a record, variant or enum.
    fn named(&self, from: TypeId, to: TypeId, value: &TokenStream) -> Converted {
        let [from_path, to_path] = [self.path(from)?, self.path(to)?];
        match (&self.resolve.types[from].kind, &self.resolve.types[to].kind) {
            (TypeDefKind::Record(from), TypeDefKind::Record(to)) => {
                let names: Vec<Ident> = from.fields.iter().map(|it| snake(&it.name)).collect();
                let variables: Vec<Ident> = names.iter().map(|_| self.variable()).collect();
                let types =
                    from.fields.iter().map(|it| it.ty).zip(to.fields.iter().map(|it| it.ty));
                let fields = self.all(types, &variables)?;
                let fields =
                    fields.unwrap_or_else(|| variables.iter().map(|it| quote! { #it }).collect());
                Ok(Some(quote! {
                    match #value {
                        #from_path { #(#names: #variables),* } => #to_path { #(#names: #fields),* }
                    }
                }))
            }
            (TypeDefKind::Variant(from), TypeDefKind::Variant(to)) => {
                let inner = self.variable();
                let arm = |(from, to): (&crate::wit_parser::Case, &crate::wit_parser::Case)| {
                    let case = ident(&camel(&from.name));
                    Ok(match (from.ty, to.ty) {
                        (Some(from), Some(to)) => {
                            let value = self.convert(from, to, quote! { #inner })?;
                            quote! { #from_path::#case(#inner) => #to_path::#case(#value), }
                        }
                        (None, None) => quote! { #from_path::#case => #to_path::#case, },
                        _ => return Err(TYPES_DIFFER),
                    })
                };
                let arms = from.cases.iter().zip(&to.cases).map(arm);
                let arms: Vec<TokenStream> = arms.collect::<Result<_, &'static str>>()?;
                Ok(Some(quote! { match #value { #(#arms)* } }))
            }
            (TypeDefKind::Enum(from), TypeDefKind::Enum(_)) => {
                let cases: Vec<Ident> =
                    from.cases.iter().map(|case| ident(&camel(&case.name))).collect();
                Ok(Some(quote! { match #value { #(#from_path::#cases => #to_path::#cases,)* } }))
            }
            _ => Err(TYPES_DIFFER),
        }
    }

    /// Converts the values of variables. `None` if all stay as they are.
    fn all(
        &self,
        types: impl Iterator<Item = (Type, Type)>,
        variables: &[Ident],
    ) -> Result<Option<Vec<TokenStream>>, &'static str> {
        let mut is_same = true;
        let mut converted = Vec::new();
        for ((from, to), variable) in types.zip(variables) {
            let value = self.value(from, to, &quote! { #variable })?;
            is_same &= value.is_none();
            converted.push(value.unwrap_or_else(|| quote! { #variable }));
        }
        Ok((!is_same).then_some(converted))
    }

    fn optional(&self, from: Option<Type>, to: Option<Type>, variable: &Ident) -> Converted {
        match (from, to) {
            (Some(from), Some(to)) => self.value(from, to, &quote! { #variable }),
            (None, None) => Ok(None),
            _ => Err(TYPES_DIFFER),
        }
    }

    /// `true` if an owned value of the type is of the same Rust type on both sides.
    fn is_same(&self, from: Type, to: Type) -> Result<bool, &'static str> {
        let owned = Self::new(self.resolve, self.paths, self.module, false);
        Ok(owned.value(from, to, &TokenStream::new())?.is_none())
    }

    /// `true` if a value of the type that may be borrowed is of the same Rust type on both sides.
    ///
    /// Other values are converted without asking, by which it turns out: asking at each level of nested types takes twice as
    /// long for each.
    fn is_same_borrowed(&self, from: Type, to: Type) -> Result<bool, &'static str> {
        Ok(self.borrowed && self.is_same(from, to)?)
    }

    /// `true` if an import takes a value of the type by value since it has a handle that is moved.
    fn is_moved(&self, id: TypeId) -> bool {
        let decide = |ty| match ty {
            Type::ErrorContext => Some(true),
            Type::Id(id) => match self.resolve.types[id].kind {
                TypeDefKind::Handle(Handle::Borrow(_)) => Some(false),
                TypeDefKind::Resource
                | TypeDefKind::Handle(Handle::Own(_))
                | TypeDefKind::Stream(_)
                | TypeDefKind::Future(_) => Some(true),
                _ => None,
            },
            _ => None,
        };
        any(self.resolve, Type::Id(id), decide)
    }

    /// The path of a type.
    pub(super) fn path(&self, id: TypeId) -> Result<TokenStream, &'static str> {
        self.item(id, "")
    }

    /// The path of the type that borrows an exported resource.
    pub(super) fn borrow(&self, id: TypeId) -> Result<TokenStream, &'static str> {
        self.item(id, "Borrow")
    }

    /// The path of what is generated for a type, whose name ends in `suffix`.
    fn item(&self, id: TypeId, suffix: &str) -> Result<TokenStream, &'static str> {
        let (module, name) = self.paths.ty(id, self.module).ok_or("a type has no name")?;
        let name = format_ident!("{name}{suffix}");
        Ok(quote! { #module::#name })
    }

    fn variable(&self) -> Ident {
        let number = self.variables.get();
        self.variables.set(number + 1);
        format_ident!("value{number}")
    }
}

/// A copy of a value that may be borrowed.
fn owned(value: &TokenStream) -> TokenStream {
    quote! { #value.to_owned() }
}
