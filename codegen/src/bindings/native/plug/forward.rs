//! The mock of an import that calls the `Guest` of an export.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::conversion::{Conversion, Converted, TYPES_DIFFER};
use super::is_trait;
use super::paths::{self, Paths, camel, ident, relative};
use crate::bindings::escape::without_mark;
use crate::bindings::native::mocks::{Mocked, Mocks, Resource};
use crate::code::items::{Item, Items};
use crate::types::{dealias, is_method};
use crate::wit_parser::{Function, FunctionKind, Resolve, Type, TypeDefKind, TypeId};

/// The trait for the functions of an interface.
const GUEST: &str = "Guest";

/// An import, and the export that it calls.
pub(super) struct Forward<'a> {
    pub(super) resolve: &'a Resolve,
    pub(super) paths: &'a Paths<'a>,
    pub(super) mocks: &'a Mocks,
    /// The module of the import, which has the code, from the root of the tree.
    pub(super) module: &'a [String],
    /// The module of the export, from the root of the tree.
    pub(super) export: &'a [String],
    pub(super) exported: &'a Items,
    /// The name of the function that installs the mock.
    pub(super) name: &'a Ident,
    pub(super) imports: &'a [&'a Function],
    pub(super) exports: &'a [&'a Function],
}

/// The function that makes an exported resource an imported one.
pub(super) struct PluggedResource {
    pub(super) function: Ident,
    /// The name of the trait of the exported resource.
    pub(super) trait_name: Ident,
    pub(super) code: TokenStream,
}

/// How the arguments and the result of a function are passed.
struct Call {
    is_async: bool,
    /// The function of the export.
    function: TokenStream,
    arguments: Vec<TokenStream>,
    /// `result` as a value of the import, unless it stays as it is.
    result: Option<TokenStream>,
}

impl Forward<'_> {
    /// The function that installs the mock.
    pub(super) fn function(&self) -> TokenStream {
        let Self { mocks: Mocks { ty, functions, .. }, name, .. } = self;
        let guest = self.in_export(GUEST);
        let functions = functions.iter().map(|mocked| {
            let body = match self.call(mocked) {
                Ok(call) => {
                    call.body(&quote! { __airssys_bindings::__native::Running::calling::<__T>() })
                }
                Err(reason) => self.unsupported(mocked, reason),
            };
            signature(mocked, &body)
        });
        quote! {
            #[doc(hidden)]
            pub fn #name<__T: #guest + 'static>() -> __airssys_bindings::mocks::Installed {
                struct __Plugged<__T>(::core::marker::PhantomData<fn() -> __T>);
                impl<__T: #guest + 'static> #ty for __Plugged<__T> { #(#functions)* }
                let mock = __Plugged::<__T>(::core::marker::PhantomData);
                __airssys_bindings::__native::plug::<dyn #ty, __T>(__airssys_bindings::__native::Rc::new(mock))
            }
        }
    }

    /// The functions for the resources of the interface.
    pub(super) fn resources(&self) -> Vec<PluggedResource> {
        self.mocks.resources.iter().filter_map(|resource| self.resource(resource)).collect()
    }

    fn resource(&self, resource: &Resource) -> Option<PluggedResource> {
        let trait_name = format_ident!("{GUEST}{}", resource.handle);
        // The world may export only some of the functions.
        if !self.exported.0.iter().any(|item| is_trait(item, &trait_name)) {
            return None;
        }
        let function = format_ident!("{}_{}", self.name, resource.handle);
        let guest = self.in_export(&trait_name.to_string());
        let ty = &resource.ty;
        let methods = resource.methods.iter().map(|mocked| {
            let body = match self.call(mocked) {
                Ok(call) => call.body(&quote! { self.0 }),
                Err(reason) => self.unsupported(mocked, reason),
            };
            signature(mocked, &body)
        });
        let code = quote! {
            #[doc(hidden)]
            pub fn #function<__T: #guest + 'static>(handle: u32) {
                struct __Plugged<__T>(__airssys_bindings::__native::Imported<__T>);
                impl<__T: #guest + 'static> #ty for __Plugged<__T> { #(#methods)* }
                let mock = __Plugged::<__T>(__airssys_bindings::__native::Imported::new(handle));
                __airssys_bindings::__native::plug_rep::<dyn #ty>(handle, __airssys_bindings::__native::Rc::new(mock));
            }
        };
        Some(PluggedResource { function, trait_name, code })
    }

    /// The call of the export that an import stands for.
    fn call(&self, mocked: &Mocked) -> Result<Call, &'static str> {
        let [import, export] = [self.imports, self.exports].map(|functions| {
            functions.iter().find(|function| without_mark(&function.name) == mocked.wit)
        });
        let (Some(import), Some(export)) = (import, export) else {
            return Err("the component does not export it");
        };
        if import.params.len() != export.params.len() {
            return Err(TYPES_DIFFER);
        }
        let chained = import.result.is_none() && mocked.result.to_string() != "()";
        if chained {
            return Err("it returns `self` by the option `chainable_methods`");
        }
        let (function, resource) = self.exported_function(export);
        let is_method = is_method(export);
        let mut arguments = Vec::new();
        let conversion = self.conversion(!mocked.is_async);
        if let Some(resource) = resource.filter(|_| is_method) {
            let borrow = conversion.borrow(resource)?;
            arguments.push(quote! { unsafe { #borrow::lift(self.0.borrowed()) }.get::<__T>() });
        }
        let parameters = import.params.iter().zip(&export.params).skip(usize::from(is_method));
        for ((import, export), (name, _)) in parameters.zip(&mocked.parameters) {
            arguments.push(conversion.convert(import.ty, export.ty, quote! { #name })?);
        }
        let result = self.result(import, export)?;
        Ok(Call { is_async: mocked.is_async, function, arguments, result }
            .of(self.is_async(export)))
    }

    /// The path of a function of the export, and its resource.
    fn exported_function(&self, export: &Function) -> (TokenStream, Option<TypeId>) {
        let name = paths::function(export);
        let guest = self.in_export(GUEST);
        let Some(resource) = export.kind.resource() else {
            return (quote! { <__T as #guest>::#name }, None);
        };
        let handle = camel(self.resolve.types[resource].name.as_deref().unwrap_or_default());
        let of_resource = self.in_export(&format!("{GUEST}{handle}"));
        let ty = match export.kind {
            FunctionKind::Constructor(_)
            | FunctionKind::Static(_)
            | FunctionKind::AsyncStatic(_)
            | FunctionKind::StaticGetter(_)
            | FunctionKind::StaticSetter(_) => {
                let handle = ident(&handle);
                quote! { <__T as #guest>::#handle }
            }
            _ => quote! { __T },
        };
        (quote! { <#ty as #of_resource>::#name }, Some(resource))
    }

    /// The result of an export as that of the import.
    fn result(&self, import: &Function, export: &Function) -> Converted {
        let (from, to) = match (export.result, import.result) {
            (Some(from), Some(to)) => (from, to),
            (None, None) => return Ok(None),
            _ => return Err(TYPES_DIFFER),
        };
        let conversion = self.conversion(false);
        let FunctionKind::Constructor(resource) = export.kind else {
            return conversion.value(from, to, &quote! { result });
        };
        // A constructor returns what implements the resource.
        let resource = conversion.path(resource)?;
        let is_fallible = match from {
            Type::Id(id) => {
                matches!(self.resolve.types[dealias(self.resolve, id)].kind, TypeDefKind::Result(_))
            }
            _ => false,
        };
        let handle = match is_fallible {
            true => quote! { result.map(#resource::new) },
            false => quote! { #resource::new(result) },
        };
        conversion.convert(from, to, handle).map(Some)
    }

    fn conversion(&self, borrowed: bool) -> Conversion<'_> {
        Conversion::new(self.resolve, self.paths, self.module, borrowed)
    }

    /// `true` if the trait has an `async` function, which an option may have changed.
    fn is_async(&self, export: &Function) -> bool {
        let resource = export.kind.resource().and_then(|id| self.resolve.types[id].name.as_deref());
        let name = format_ident!("{GUEST}{}", resource.map(camel).unwrap_or_default());
        let function = paths::function(export);
        let item = self.exported.0.iter().find(|item| is_trait(item, &name));
        let functions = item.map(Item::associated_items).unwrap_or_default();
        functions.0.iter().any(|item| {
            item.keyword() == "async" && item.name().is_some_and(|name| function == name)
        })
    }

    fn in_export(&self, name: &str) -> TokenStream {
        let (module, name) = (relative(self.module, self.export), ident(name));
        quote! { #module::#name }
    }

    fn unsupported(&self, mocked: &Mocked, reason: &str) -> TokenStream {
        let (interface, wit) = (&self.mocks.interface, &mocked.wit);
        quote! { __airssys_bindings::__native::not_plugged(#interface, #wit, #reason) }
    }
}

impl Call {
    /// The same call of an export that is `async` or not.
    fn of(mut self, exports_async: bool) -> Self {
        let Self { function, arguments, .. } = &self;
        let call = quote! { #function(#(#arguments),*) };
        self.function = match (self.is_async, exports_async) {
            (true, true) => quote! { #call.await },
            (false, true) => quote! { __airssys_bindings::rt::async_support::block_on(#call) },
            (_, false) => call,
        };
        self
    }

    /// The body of the function of the mock. `running` are the components that run in the call.
    fn body(&self, running: &TokenStream) -> TokenStream {
        let Self { is_async, function, result, .. } = self;
        let result = match result {
            Some(result) => quote! { let result = #function; #result },
            None => function.clone(),
        };
        match is_async {
            true => quote! { #running.run(async move { #result }) },
            false => quote! { #running.call(move || { #result }) },
        }
    }
}

/// A function of the mock.
fn signature(mocked: &Mocked, body: &TokenStream) -> TokenStream {
    let Mocked { name, is_async, parameters, result, .. } = mocked;
    let parameters = parameters.iter().map(|(name, ty)| quote! { #name: #ty });
    match is_async {
        true => quote! {
            fn #name<'a>(&'a self #(, #parameters)*) -> __airssys_bindings::mocks::Future<'a, #result> { #body }
        },
        false => quote! { fn #name(&self #(, #parameters)*) -> #result { #body } },
    }
}
