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
use crate::request::Request;

/// The modules without imports and exports.
const HELPERS: &[&str] = &["_rt", "wit_future", "wit_stream"];

/// What the code of a run needs to know for other targets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Native<'a> {
    /// `true` if there are mocks not only in the tests of the crate, but for other crates as well.
    pub(super) mocks: bool,
    /// The WIT name of the world of the run, for the functions that it imports by itself.
    pub(super) world: &'a str,
}

impl<'a> Native<'a> {
    /// Returns `None` if the generated code does not name this project's run-time support.
    pub(super) fn of(request: &Request, world: &'a str) -> Option<Self> {
        request.names_runtime().then_some(Self { mocks: request.guest.mocks, world })
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
        items.0.extend(Items::split(mocks.declaration(self)).0);
    }

    fn adapt_item(&self, item: &mut Item, mocks: &mut Mocks) {
        match item.keyword().as_str() {
            "fn" | "async" => self.adapt_function(item, None, mocks),
            "impl" if !has_word(item, "for") => {
                let ty = item.name_after("impl");
                exported_resources::adapt_impl(item);
                item.edit(|functions| {
                    for function in &mut functions.0 {
                        self.adapt_function(function, ty.as_deref(), mocks);
                    }
                });
            }
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
        let call = mocks.add(&function, resource);
        let behind = self.condition();
        let Function { interface, name, .. } = &function;
        replace_body(item, |wasm| {
            quote! {
                #[cfg(not(target_family = "wasm"))]
                {
                    #behind
                    #call
                    __airssys_bindings::__native::not_mocked(#interface, #name, ::core::module_path!())
                }
                #[cfg(target_family = "wasm")]
                { #wasm }
            }
        });
        if !function.is_async() {
            // The location of the panic is then that of the call.
            item.put_before(quote! { #[cfg_attr(not(target_family = "wasm"), track_caller)] });
        }
    }

    /// The attribute of statements that exist where there are mocks, on targets other than WebAssembly.
    fn condition(&self) -> TokenStream {
        if self.mocks {
            TokenStream::new()
        } else {
            quote! { #[cfg(test)] }
        }
    }
}

/// Returns `true` if a word is among the tokens of an item.
fn has_word(item: &Item, word: &str) -> bool {
    item.tokens.iter().any(|token| matches!(token, TokenTree::Ident(ident) if ident == word))
}

/// Replaces the body of a function.
fn replace_body(function: &mut Item, replace: impl FnOnce(TokenStream) -> TokenStream) {
    if let Some(TokenTree::Group(body)) = function.tokens.last_mut() {
        *body = Group::new(Delimiter::Brace, replace(body.stream()));
    }
}

/// Puts the body of a function behind the condition that the target is WebAssembly, and gives it another one elsewhere.
fn set_native_body(function: &mut Item, native: TokenStream) {
    replace_body(function, |wasm| {
        quote! {
            #[cfg(not(target_family = "wasm"))]
            { #native }
            #[cfg(target_family = "wasm")]
            { #wasm }
        }
    });
}
