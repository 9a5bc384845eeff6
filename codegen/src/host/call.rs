//! From what one call of `bindgen!` is about to its tokens.

use std::str::FromStr as _;

use crate::wit_parser::Resolve;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::options::{Options, Share};
use crate::request::{FunctionFlag, FunctionRules, Ownership, Request, With};
use frontend::roots::Given;

/// The path of Wasmtime as generated code names it: with what `bindgen!` takes from elsewhere in its place.
const WASMTIME: &str = "::airssys_bindings::__wasmtime";

/// A call of `bindgen!`.
pub(super) struct Call<'a> {
    pub(super) request: &'a Request,
    /// The WIT text.
    pub(super) text: String,
    /// The name of the world in it.
    pub(super) world: String,
    /// The options that name something in it.
    pub(super) share: Share,
    /// The errors that may be traps, by their positions, with their names in the text.
    pub(super) errors: Vec<(usize, String)>,
    /// The interfaces that are elsewhere, with paths from the call.
    pub(super) elsewhere: Vec<(String, TokenStream)>,
    /// From the module of the call to the root of the tree: `super::super`.
    pub(super) root: TokenStream,
    /// Whether what a store holds must be `Send`, since functions that are elsewhere are `async`.
    pub(super) send: bool,
}

/// The errors that may be traps, with their names in the text that is printed from `resolve`.
pub(super) fn errors(resolve: &Resolve, share: &Share) -> Vec<(usize, String)> {
    let errors = share.trappable.iter().filter_map(|(at, interface, name)| {
        Some((*at, format!("{}.{name}", resolve.id_of(*interface)?)))
    });
    errors.collect()
}

impl Call<'_> {
    /// The call.
    pub(super) fn tokens(&self) -> TokenStream {
        let Self { request, text, world, share, root, .. } = self;
        let text = raw(text);
        let host = &request.host;
        let wasmtime = wasmtime(request);
        let path = host.empty_package.iter();
        let with = self.elsewhere.iter().map(|(name, path)| quote! { #name: #path });
        let own = share.with.iter().map(|&at| {
            let name = &request.types.with[at].0.value;
            let alias = format_ident!("__with{at}");
            quote! { #name: #root::#alias }
        });
        let with = with.chain(own);
        let trappable = self.errors.iter().map(|(at, name)| {
            let alias = format_ident!("__Error{at}");
            quote! { #name => #root::#alias }
        });
        let named = share.named_imports.iter().map(|&at| {
            let name = &host.named_imports[at].0.value;
            let alias = format_ident!("__Id{at}");
            quote! { #name: #root::#alias }
        });
        let named: Vec<_> = named.collect();
        let named = (!named.is_empty()).then(|| quote! { named_imports: { #(#named),* }, });
        let imports = rules(&host.imports, &share.imports);
        let exports = rules(&host.exports, &share.exports);
        let derives = request.types.additional_derives.iter().map(|path| parsed(path));
        let ownership = match request.types.ownership {
            Ownership::Owning => quote! { Owning },
            Ownership::Borrowing { duplicate_if_necessary: both } => {
                quote! { Borrowing { duplicate_if_necessary: #both } }
            }
        };
        let switches = [
            ("skip_mut_forwarding_impls", host.skip_mut_forwarding_impls),
            ("require_store_data_send", host.require_store_data_send || self.send),
            ("anyhow", host.anyhow),
            ("include_generated_code_from_file", host.include_generated_code_from_file),
            ("debug", request.output.debug),
        ];
        let switches = switches.into_iter().filter(|(_, on)| *on).map(|(name, _)| {
            let name = format_ident!("{name}");
            quote! { #name: true, }
        });
        quote! {
            #wasmtime::component::bindgen!({
                inline: #text,
                #(path: #path,)*
                world: #world,
                wasmtime_crate: #wasmtime,
                with: { #(#with),* },
                trappable_error_type: { #(#trappable),* },
                #named
                imports: { #imports },
                exports: { #exports },
                additional_derives: [#(#derives),*],
                ownership: #ownership,
                #(#switches)*
            });
        }
    }
}

/// A text as a raw string where it can be one: of another, `bindgen!` undoes the escapes one by one, unoptimized.
fn raw(text: &str) -> Literal {
    let hashes = text.split('"').map(|part| part.len() - part.trim_start_matches('#').len());
    let hashes = "#".repeat(hashes.max().unwrap_or(0) + 1);
    // A raw string has no carriage returns.
    let raw = Some(text).filter(|text| !text.contains('\r'));
    let raw = raw.and_then(|text| format!("r{hashes}\"{text}\"{hashes}").parse().ok());
    raw.unwrap_or_else(|| Literal::string(text))
}

/// Where Wasmtime is.
pub(super) fn wasmtime(request: &Request) -> TokenStream {
    parsed(request.host.wasmtime_crate.as_deref().unwrap_or(WASMTIME))
}

/// The names by which calls know what the user's own paths lead to, wherever the calls stand.
pub(super) fn aliases(request: &Request, options: &Options<'_>) -> TokenStream {
    let with = request.types.with.iter().enumerate().filter(|(_, (name, _))| options.is_used(name));
    let with = with.map(|(at, (_, with))| {
        let alias = format_ident!("__with{at}");
        let path = match with {
            With::Path(path) => parsed(path),
            With::Generate => quote! { generate },
        };
        quote! { #[doc(hidden)] pub use #path as #alias; }
    });
    let types = |prefix: &'static str, given: &[(Given<String>, String)]| {
        let types = given.iter().enumerate().filter(|(_, (name, _))| options.is_used(name));
        let types = types.map(|(at, (_, path))| {
            let alias = format_ident!("{prefix}{at}");
            let path = parsed(path);
            quote! { #[doc(hidden)] pub type #alias = #path; }
        });
        types.collect::<TokenStream>()
    };
    let errors = types("__Error", &request.host.trappable_error_type);
    let ids = types("__Id", &request.host.named_imports);
    quote! { #(#with)* #errors #ids }
}

/// `"a:b/c.f": async | trappable, default: async`.
fn rules(rules: &FunctionRules, positions: &[usize]) -> TokenStream {
    let own = positions.iter().map(|&at| {
        let (name, flags) = &rules.rules[at];
        let (name, flags) = (&name.value, flag_tokens(flags));
        quote! { #name: #flags, }
    });
    let default = flag_tokens(&rules.default);
    let default = (!rules.default.is_empty()).then(|| quote! { default: #default });
    quote! { #(#own)* #default }
}

fn flag_tokens(flags: &[FunctionFlag]) -> TokenStream {
    let flags = flags.iter().map(|flag| match flag {
        FunctionFlag::Async => quote! { async },
        FunctionFlag::Tracing => quote! { tracing },
        FunctionFlag::VerboseTracing => quote! { verbose_tracing },
        FunctionFlag::Store => quote! { store },
        FunctionFlag::Trappable => quote! { trappable },
        FunctionFlag::Exact => quote! { exact },
    });
    quote! { #(#flags)|* }
}

/// Rust that the macro has parsed before, or that we wrote.
pub(super) fn parsed(rust: &str) -> TokenStream {
    TokenStream::from_str(rust).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use syn::{LitStr, parse_quote};

    use super::raw;

    #[test]
    fn a_raw_string_is_the_text_whatever_it_holds() {
        for text in [
            "",
            "world w { }",
            "\"",
            "a \"# b \"### c",
            "##",
            "r#\"",
            "one\r\ntwo",
            "ä \\ \u{1f600}",
        ] {
            let literal = raw(text);
            let read: LitStr = parse_quote!(#literal);
            assert_eq!(read.value(), text, "{literal}");
        }
    }
}
