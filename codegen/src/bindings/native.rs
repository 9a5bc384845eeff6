//! Makes the code of a run work on targets other than WebAssembly, for the unit tests of guests.
//!
//! wit-bindgen's imports abort the process there. Instead, an import calls the mock that is installed for its interface
//! or world, in tests, and otherwise panics with the name of the function. The handles of exported resources are in a
//! table. The code for WebAssembly remains as it is.

mod exported_resources;
mod function;
mod mocks;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use self::function::Function;
use self::mocks::Mocks;
use crate::code::items::{Item, Items, Kind};
use crate::request::{Ownership, Request};

/// The modules without imports and exports.
const HELPERS: &[&str] = &["_rt", "wit_future", "wit_stream"];

/// What the code of a run needs to know for other targets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Native<'a> {
    mocks: Where,
    /// `true` if the types are those that the host services convert: owned, and part of the tree.
    host_types: bool,
    /// The WIT name of the world of the run, for the functions that it imports by itself.
    world: &'a str,
}

/// Where the mocks of imports exist, on targets other than WebAssembly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    /// Nowhere: the code has another run-time support than this project's.
    Nowhere,
    /// In the tests of the crate.
    Tests,
    /// Everywhere.
    Everywhere,
}

impl<'a> Native<'a> {
    pub(super) fn of(request: &Request, world: &'a str) -> Self {
        let mocks = match request.guest.mocks {
            _ if !request.names_runtime() => Where::Nowhere,
            true => Where::Everywhere,
            false => Where::Tests,
        };
        let host_types = request.types.ownership == Ownership::Owning
            && !request.types.with.iter().any(|(name, _)| name.value.starts_with("airssys:"))
            && !request.guest.raw_strings;
        Self { mocks, host_types, world }
    }

    /// Adapts the items of a module, at any depth.
    pub(super) fn adapt(&self, items: &mut Items) {
        let mut mocks = Mocks::new(items);
        for item in &mut items.0 {
            match &item.kind {
                Kind::Module(name) if HELPERS.contains(&name.as_str()) => {}
                Kind::Module(_) => item.edit(|items| self.adapt(items)),
                Kind::Other => self.adapt_item(item, &mut mocks),
                Kind::Static(_) => {}
            }
        }
        if self.mocks != Where::Nowhere {
            let everywhere = self.mocks == Where::Everywhere;
            items.0.extend(Items::split(mocks.declaration(everywhere, self.host_types)).0);
        }
    }

    fn adapt_item(&self, item: &mut Item, mocks: &mut Mocks) {
        match item.keyword().as_str() {
            "fn" | "async" => self.adapt_function(item, None, mocks),
            "impl" if !has_word(item, "for") => {
                let ty = item.name_after("impl");
                item.edit(|functions| {
                    if let Some(ty) = &ty
                        && self.mocks != Where::Nowhere
                    {
                        exported_resources::adapt_impl(ty, functions);
                    }
                    for function in &mut functions.0 {
                        self.adapt_function(function, ty.as_deref(), mocks);
                    }
                });
            }
            _ if self.mocks == Where::Nowhere => {}
            "unsafe" if has_word(item, "WasmResource") => {
                exported_resources::adapt_drop(item);
            }
            "trait" => exported_resources::adapt_trait(item),
            _ => {}
        }
    }

    /// Makes an import call its mock. `resource` is the Rust name of the resource that it belongs to.
    fn adapt_function(&self, item: &mut Item, resource: Option<&str>, mocks: &mut Mocks) {
        let Some(function) = Function::imported(item, self.world) else { return };
        let Function { interface, name, .. } = &function;
        let call = mocks.add(&function, resource);
        let message = format!("`{name}` of `{interface}` was called outside of a component");
        let native = match self.mocks {
            Where::Nowhere => quote! { ::core::panic!(#message) },
            Where::Tests => quote! {
                #[cfg(test)]
                #call
                __airssys_bindings::__native::not_native(#interface, #name)
            },
            Where::Everywhere => quote! {
                #call
                __airssys_bindings::__native::not_native(#interface, #name)
            },
        };
        set_native_body(item, native);
        if !function.is_async() {
            // The location of the panic is then that of the call.
            item.put_before(quote! { #[cfg_attr(not(target_family = "wasm"), track_caller)] });
        }
    }
}

/// Returns `true` if a word is among the tokens of an item.
fn has_word(item: &Item, word: &str) -> bool {
    item.tokens.iter().any(|token| matches!(token, TokenTree::Ident(ident) if ident == word))
}

/// Gives a function another body on targets other than WebAssembly.
fn set_native_body(function: &mut Item, native: TokenStream) {
    if let Some(TokenTree::Group(body)) = function.tokens.last_mut() {
        let wasm = body.stream();
        let both = quote! {
            #[cfg(not(target_family = "wasm"))]
            { #native }
            #[cfg(target_family = "wasm")]
            { #wasm }
        };
        *body = Group::new(Delimiter::Brace, both);
    }
}
