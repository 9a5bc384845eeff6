//! The imported functions in the code of wit-bindgen.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{FnArg, Ident, Pat, ReturnType, Signature, Visibility};

use quote::{ToTokens as _, quote};

use crate::code::items::Item;

/// The prefix of the interface in the imports that belong to an export.
const OF_EXPORT: &str = "[export]";

/// The interface of the functions that a world imports by itself.
const ROOT: &str = "$root";

/// The prefix of the names of `async` functions.
const ASYNC: &str = "[async-lower]";

/// An imported function.
pub(super) struct Function {
    /// The name of the interface or world: `wasi:io/poll@0.2.0`.
    pub(super) interface: String,
    /// The name as it is imported: `poll`, `[method]pollable.ready`.
    pub(super) name: String,
    signature: Signature,
}

/// The tokens of a function between its attributes and its body.
struct Head {
    signature: Signature,
}

impl Parse for Head {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Visibility>()?;
        Ok(Self { signature: input.parse()? })
    }
}

impl Function {
    /// Returns the function if an item is an imported one. `world` is the name for the functions of the world itself.
    pub(super) fn imported(item: &Item, world: &str) -> Option<Self> {
        if !matches!(item.keyword().as_str(), "fn" | "async") {
            return None;
        }
        let (body, head) = item.split_attributes().1.split_last()?;
        let TokenTree::Group(body) = body else { return None };
        let mut import = Import::default();
        import.find(body.stream());
        let Import { interface, name } = import;
        let (interface, name) = (interface?, name?);
        if interface.starts_with(OF_EXPORT) {
            return None;
        }
        let head: TokenStream = head.iter().cloned().collect();
        let Head { signature } = syn::parse2(head).ok()?;
        let interface = if interface == ROOT { world.to_owned() } else { interface };
        let name = name.strip_prefix(ASYNC).unwrap_or(&name).to_owned();
        Some(Self { interface, name, signature })
    }

    /// The name in Rust.
    pub(super) fn ident(&self) -> &Ident {
        &self.signature.ident
    }

    /// `true` for an `async` function.
    pub(super) fn is_async(&self) -> bool {
        self.signature.asyncness.is_some()
    }

    /// `true` for a method.
    pub(super) fn is_method(&self) -> bool {
        self.signature.receiver().is_some()
    }

    /// The names and types of the parameters, without that of a method's resource.
    pub(super) fn parameters(&self) -> Vec<(Ident, TokenStream)> {
        let inputs = self.signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(input) => match &*input.pat {
                Pat::Ident(name) => Some((name.ident.clone(), input.ty.to_token_stream())),
                _ => None,
            },
            FnArg::Receiver(_) => None,
        });
        inputs.collect()
    }

    /// The type of the result.
    pub(super) fn result(&self) -> TokenStream {
        match &self.signature.output {
            ReturnType::Default => quote! { () },
            ReturnType::Type(_, ty) => ty.to_token_stream(),
        }
    }
}

/// The first import that the body of a function declares.
#[derive(Default)]
struct Import {
    interface: Option<String>,
    name: Option<String>,
}

impl Import {
    /// Looks for `wasm_import_module = "…"` and for the `link_name = "…"` after it.
    fn find(&mut self, tokens: TokenStream) {
        let mut word: Option<Ident> = None;
        for token in tokens {
            if self.name.is_some() {
                return;
            }
            match token {
                TokenTree::Group(group) => self.find(group.stream()),
                TokenTree::Ident(ident) => word = Some(ident),
                TokenTree::Literal(literal) => {
                    let Some(word) = word.take() else { continue };
                    let value = || Some(literal.to_string().trim_matches('"').to_owned());
                    if word == "wasm_import_module" {
                        self.interface = value();
                    } else if word == "link_name" && self.interface.is_some() {
                        self.name = value();
                    }
                }
                TokenTree::Punct(_) => {}
            }
        }
    }
}
