//! From the arguments of one call of `bindgen!` to its tokens.

use std::str::FromStr as _;

use crate::wit_parser::{Resolve, Type, TypeDefKind, TypeOwner, WorldKey};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::lookup;
use super::names::type_name;
use super::options::{CallOptions, Options};
use crate::output::{self, RUNTIME};
use crate::request::{FunctionFlag, FunctionRules, HostOptions, Ownership, Request, With};
use crate::selector;
use frontend::roots::Given;
use std::collections::BTreeSet;

/// The number of modules that are nested around a call. Its code has modules at most as deep: `exports::ns::pkg::name`.
pub(super) const NESTED_MODULES: usize = 4;

/// A call of `bindgen!`.
pub(super) struct BindgenCall<'a> {
    pub(super) request: &'a Request,
    /// The suffix of the names at the root of the tree.
    pub(super) suffix: &'a str,
    /// The WIT source.
    pub(super) wit: String,
    /// The name of the world in the WIT source.
    pub(super) world: String,
    /// The options that name items of the world.
    pub(super) options: CallOptions,
    /// The trappable error types, by their positions in the option, with their names in the WIT source.
    pub(super) errors: Vec<(usize, String)>,
    /// The interfaces that other calls generate, with paths from the module that gets the code.
    pub(super) with: Vec<(String, TokenStream)>,
    /// The path from the module that gets the code to the root of the tree: `super::super`.
    pub(super) root: TokenStream,
    /// `true` if the data of a store must be `Send`, since other calls generate `async` functions.
    pub(super) send: bool,
}

/// The trappable error types of a call, with their names in the WIT source that is printed from `resolve`.
pub(super) fn errors(resolve: &Resolve, options: &CallOptions) -> Vec<(usize, String)> {
    let errors = options.trappable.iter().filter_map(|(at, interface, name)| {
        Some((*at, format!("{}.{name}", resolve.id_of(*interface)?)))
    });
    errors.collect()
}

impl BindgenCall<'_> {
    /// The items of the call.
    ///
    /// `bindgen!` writes the path of Wasmtime into modules of several depths, so a relative path has to be valid in all of them.
    /// The path here goes up by [`NESTED_MODULES`], from any module of the code to one of the modules around the call, which all
    /// import the name.
    pub(super) fn tokens(&self) -> TokenStream {
        let import = output::import_runtime(self.request, &self.root);
        let from_parent = output::import_runtime(self.request, &quote! { super });
        let nested = (0..NESTED_MODULES).fold(self.call(), |items, _| {
            quote! {
                mod __bindgen { #from_parent #items }
                #[doc(inline)]
                pub use self::__bindgen::*;
            }
        });
        quote! { #import #nested }
    }

    /// The call, in the innermost module.
    fn call(&self) -> TokenStream {
        let Self { request, suffix, wit, world, options, root, .. } = self;
        let up = up();
        let root = &quote! { #up::#root };
        let wit = raw_string(wit);
        // Each name is marked, since it may be a keyword of WIT.
        let world = format!("%{}", world.replace(':', ":%").replace('/', "/%"));
        let host = &request.host;
        let wasmtime = match &host.wasmtime_crate {
            Some(path) => parse(path),
            None => wasmtime_in(&up),
        };
        let path = host.empty_package.iter();
        let with = self.with.iter().map(|(name, path)| quote! { #name: #up::#path });
        let own = options.with.iter().map(|&at| {
            let name = selector::dotted(&request.types.with[at].0.value);
            let alias = format_ident!("__with{at}_{suffix}");
            quote! { #name: #root::#alias }
        });
        let with = with.chain(own);
        let trappable = self.errors.iter().map(|(at, name)| {
            let alias = format_ident!("__Error{at}_{suffix}");
            quote! { #name => #root::#alias }
        });
        let named = options.named_imports.iter().map(|&at| {
            let name = &host.named_imports[at].0.value;
            let alias = format_ident!("__Id{at}_{suffix}");
            quote! { #name: #root::#alias }
        });
        let named: Vec<_> = named.collect();
        let named = (!named.is_empty()).then(|| quote! { named_imports: { #(#named),* }, });
        let imports = rules(&host.imports, &options.imports);
        let exports = rules(&host.exports, &options.exports);
        let derives = request.types.additional_derives.iter().map(|path| parse(path));
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
                inline: #wit,
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

/// A raw string literal if possible, since `bindgen!` is slow at unescaping other string literals.
fn raw_string(text: &str) -> Literal {
    let hashes = text.split('"').map(|part| part.len() - part.trim_start_matches('#').len());
    let hashes = "#".repeat(hashes.max().unwrap_or(0) + 1);
    // A raw string cannot contain carriage returns.
    let raw = Some(text).filter(|text| !text.contains('\r'));
    let raw = raw.and_then(|text| format!("r{hashes}\"{text}\"{hashes}").parse().ok());
    raw.unwrap_or_else(|| Literal::string(text))
}

/// The path from the innermost module around a call to the module that gets the code.
fn up() -> TokenStream {
    let up = (0..NESTED_MODULES).map(|_| quote! { super });
    quote! { #(#up)::* }
}

/// The path of Wasmtime in the module of the tree or of a world.
pub(super) fn wasmtime(host: &HostOptions) -> TokenStream {
    host.wasmtime_crate.as_deref().map_or_else(|| wasmtime_in(&quote! { self }), parse)
}

/// The path of Wasmtime if `module` imports the run-time support. It has replacements for the other crates that `bindgen!`
/// refers to.
fn wasmtime_in(module: &TokenStream) -> TokenStream {
    let name = format_ident!("{RUNTIME}");
    quote! { #module::#name::__wasmtime }
}

/// Aliases at the root of the tree for the user's paths, which are valid from every call.
///
/// For an interface, the alias is a module that also imports the types that other interfaces use by name: rustc reports a missing one
/// there, at the user's path, and not again in the code of `bindgen!`.
pub(super) fn aliases(
    request: &Request,
    base: &Resolve,
    options: &Options<'_>,
    suffix: &str,
) -> TokenStream {
    let with = request.types.with.iter().enumerate().filter(|(_, (name, _))| options.is_used(name));
    let with = with.map(|(at, (_, with))| {
        let alias = format_ident!("__with{at}_{suffix}");
        let path = match with {
            With::Path(path) => parse(path),
            With::Generate => quote! { generate },
        };
        let Some(types) = used_types(base, &request.types.with[at].0.value) else {
            return quote! { #[doc(hidden)] pub use #path as #alias; };
        };
        let of_user = format_ident!("__with{at}_path_{suffix}");
        let types = types.iter().map(|name| format_ident!("{}", type_name(name)));
        quote! {
            #[allow(unused_imports)]
            use #path as #of_user;
            #[doc(hidden)]
            pub mod #alias {
                // rustc reports a missing type from the start of its path on, which therefore is not `super`.
                use super::#of_user;
                #[allow(unused_imports)]
                pub use #of_user::*;
                #(#[allow(unused_imports)] pub use #of_user::#types;)*
            }
        }
    });
    let types = |prefix: &'static str, given: &[(Given<String>, String)]| {
        let types = given.iter().enumerate().filter(|(_, (name, _))| options.is_used(name));
        let types = types.map(|(at, (_, path))| {
            let alias = format_ident!("{prefix}{at}_{suffix}");
            let path = parse(path);
            quote! { #[doc(hidden)] pub type #alias = #path; }
        });
        types.collect::<TokenStream>()
    };
    let errors = types("__Error", &request.host.trappable_error_type);
    let ids = types("__Id", &request.host.named_imports);
    quote! { #(#with)* #errors #ids }
}

/// The types that others use from the interface that `name` names. `None` if it names no interface.
fn used_types(base: &Resolve, name: &str) -> Option<BTreeSet<String>> {
    let name = selector::dotted(name);
    let is_named = |id| {
        let keys = lookup::keys(base, &WorldKey::Interface(id), None);
        keys.iter().any(|(key, is_own)| *is_own && *key == name)
    };
    let named = base.interfaces.iter().filter(|(_, interface)| interface.name.is_some());
    let named: BTreeSet<_> = named.map(|(id, _)| id).filter(|id| is_named(*id)).collect();
    let used = base.types.iter().filter_map(|(_, ty)| match ty.kind {
        TypeDefKind::Type(Type::Id(used)) if base.types[used].owner != ty.owner => Some(used),
        _ => None,
    });
    let of_interface = used.filter_map(|id| match base.types[id].owner {
        TypeOwner::Interface(owner) if named.contains(&owner) => base.types[id].name.clone(),
        _ => None,
    });
    let of_interface = of_interface.collect();
    (!named.is_empty()).then_some(of_interface)
}

/// `"a:b/c.f": async | trappable, default: async`.
fn rules(rules: &FunctionRules, positions: &[usize]) -> TokenStream {
    let own = positions.iter().map(|&at| {
        let (name, flags) = &rules.rules[at];
        let (name, flags) = (selector::dotted(&name.value), flag_tokens(flags));
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

/// Lexes Rust source that is known to be valid.
pub(super) fn parse(rust: &str) -> TokenStream {
    TokenStream::from_str(rust).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use syn::{LitStr, parse_quote};

    use super::raw_string;

    #[test]
    fn a_raw_string_evaluates_to_any_text() {
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
            let literal = raw_string(text);
            let read: LitStr = parse_quote!(#literal);
            assert_eq!(read.value(), text, "{literal}");
        }
    }
}
