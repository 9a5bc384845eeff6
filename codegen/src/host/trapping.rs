//! Implements the interfaces that the option `trapping` names: their functions trap, and any type is a host for them.
//!
//! The module of such an interface has the types that `bindgen!` generates, but a trait `Host` that all types implement, and
//! functions of its own that add the interface to a linker. All calls of `bindgen!` refer to the module, so that they require
//! nothing else from a host. The functions do not depend on the rules in `imports`.

use crate::wit_parser::{InterfaceId, Resolve, WorldKey};
use heck::ToUpperCamelCase as _;
use proc_macro2::TokenStream;
use quote::quote;

use super::bindgen_call::{parse, wasmtime};
use super::invalid_names::is_gated;
use super::lookup;
use super::types::Types;
use crate::output;
use crate::plan::{Plan, pattern};
use crate::request::Request;
use crate::selector;
use crate::types::is_resource;
use crate::unmatched;
use crate::workspace::Workspace;
use frontend::diagnostic::{ArgumentError, Diagnostic, Location};
use std::collections::BTreeSet;

/// `true` if the option names an interface of the tree, which no other option implements or needs.
pub(super) fn is_trapping(request: &Request, resolve: &Resolve, id: InterfaceId) -> bool {
    let patterns: Vec<&str> = request.host.trapping.iter().map(|it| it.value.as_str()).collect();
    if patterns.is_empty() || !pattern::selects(&patterns, &names(resolve, id)) {
        return false;
    }
    let keys = lookup::keys(resolve, &WorldKey::Interface(id), None);
    // Other interfaces convert these errors with its `Host`.
    let has_errors = request.host.trappable_error_type.iter().any(|(name, _)| {
        let name = selector::dotted(&name.value);
        let owner = name.rsplit_once('.').map(|(owner, _)| owner);
        keys.iter().any(|(key, is_own)| *is_own && Some(key.as_str()) == owner)
    });
    !has_errors && !lookup::is_elsewhere(&request.types, resolve, id)
}

/// The errors of the option: a pattern that matches no interface, and `share_types: false`.
pub(super) fn errors(request: &Request, workspace: &Workspace, plan: &Plan) -> Vec<Diagnostic> {
    let (resolve, trapping) = (&workspace.resolve, &request.host.trapping);
    if let Some(first) = trapping.first()
        && request.types.separate_types
    {
        let error = ArgumentError::CannotWork {
            option: "trapping".to_owned(),
            reason: "with `share_types: false`, which gives each world its own traits",
        };
        let help = "remove `share_types`, or implement the traits";
        return vec![Diagnostic::new(error, Location::Argument(first.argument)).with_help(help)];
    }
    let known: Vec<Vec<String>> = plan.interfaces.iter().map(|&id| names(resolve, id)).collect();
    let unmatched = trapping.iter().filter(|given| {
        // `*` stands for whatever interfaces there are.
        given.value != "*"
            && !known.iter().any(|names| pattern::matches_any(&given.value, names))
            && !workspace.may_lack(&given.value)
    });
    let all: BTreeSet<String> = known.iter().flatten().cloned().collect();
    unmatched.map(|given| unmatched::error("trapping", given, &all)).collect()
}

/// The names of an interface that patterns match: without the version of its package, and with it.
fn names(resolve: &Resolve, id: InterfaceId) -> Vec<String> {
    let full = resolve.id_of(id).unwrap_or_default();
    vec![full.split('@').next().unwrap_or_default().to_owned(), full]
}

/// The items that replace those of `bindgen!` in the module of an interface. `root` is the path of the tree from there.
pub(super) fn items(
    request: &Request,
    resolve: &Resolve,
    id: InterfaceId,
    root: &TokenStream,
) -> TokenStream {
    let import = output::import_runtime(request, root);
    let wasmtime = wasmtime(&request.host);
    let component = quote! { #wasmtime::component };
    let name = resolve.id_of(id).unwrap_or_default();
    let interface = &resolve.interfaces[id];
    let trap = |item: &str| {
        let message = format!("`{name}#{item}` is not implemented: the host has it in `trapping`");
        quote! { ::core::result::Result::Err(#wasmtime::Error::msg(#message)) }
    };
    let resources = interface.types.iter().filter(|(_, ty)| is_resource(resolve, **ty));
    let resources = resources.map(|(resource, _)| {
        let ty = parse(&resource.to_upper_camel_case());
        let trap = trap(&format!("[resource-drop]{resource}"));
        quote! { instance.resource(#resource, #component::ResourceType::host::<#ty>(), |_, _| #trap)?; }
    });
    let types =
        Types { resolve, component: component.clone(), module: quote! { self }, short: false };
    let functions = interface.functions.values().map(|function| {
        let (name, trap) = (&function.name, trap(&function.name));
        let parameters = function.params.iter().map(|parameter| types.ty(&parameter.ty));
        let (parameters, result) = (quote! { (#(#parameters,)*) }, function.result.iter());
        let result = result.map(|ty| types.ty(ty));
        let result = quote! { (#(#result,)*) };
        if function.kind.is_async() {
            return quote! {
                instance.func_wrap_concurrent(#name, |_: &#component::Accessor<T>, _: #parameters| {
                    ::std::boxed::Box::pin(async { let trap: #wasmtime::Result<#result> = #trap; trap })
                })?;
            };
        }
        quote! {
            instance.func_wrap(
                #name,
                |_: #wasmtime::StoreContextMut<'_, T>, _: #parameters| -> #wasmtime::Result<#result> { #trap },
            )?;
        }
    });
    let gated = is_gated(resolve, id);
    let options = gated.then(|| quote! { options: &LinkOptions, });
    let pass_options = gated.then(|| quote! { options, });
    // `HostWithStore` has a type parameter since Wasmtime 37.
    quote! {
        #import
        /// Implemented for all types: the functions of the interface trap, since the option `trapping` names it. To
        /// implement them, exclude the interface from the option.
        pub trait Host {}
        impl<T: ?Sized> Host for T {}
        #[doc(hidden)]
        pub trait HostWithStore<T = ()>: #component::HasData {}
        impl<D: #component::HasData + ?Sized, T> HostWithStore<T> for D {}
        /// Adds the interface to a linker, with functions that trap.
        pub fn add_to_linker<T: 'static, D: #component::HasData>(
            linker: &mut #component::Linker<T>,
            #options
            host: fn(&mut T) -> D::Data<'_>,
        ) -> #wasmtime::Result<()> {
            add_to_linker_instance::<T, D>(&mut linker.instance(#name)?, #pass_options host)
        }
        #[doc(hidden)]
        pub fn add_to_linker_instance<T: 'static, D: #component::HasData>(
            instance: &mut #component::LinkerInstance<'_, T>,
            #options
            _: fn(&mut T) -> D::Data<'_>,
        ) -> #wasmtime::Result<()> {
            #(#resources)*
            #(#functions)*
            ::core::result::Result::Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::request::{Request, Side};
    use frontend::diagnostic::{ArgumentId, ErrorKind as _};
    use frontend::roots::Given;

    const WIT: &str = "package shop:main;
        interface log { write: func(line: string); }
        world w { import log; import shop:stock/items@1.0.0; import shop:stock/errors@1.0.0; }
        package shop:stock@1.0.0 {
            interface errors { variant error { gone } retry: func() -> result<_, error>; }
            interface items {
                use errors.{error};
                resource item { constructor(name: string); price: func() -> result<u32, error>; }
                count: async func(all: list<borrow<item>>) -> option<tuple<u8, item>>;
            }
        }";

    /// Returns the generated code and the messages of a call with these patterns.
    fn expand(patterns: &[&str], edit: impl FnOnce(&mut Request)) -> (String, Vec<String>) {
        let mut request = Request::of_inline(WIT);
        request.side = Side::Host;
        request.host.trapping = patterns.iter().map(|it| given(it)).collect();
        edit(&mut request);
        let bindings = crate::expand(&request);
        let messages = bindings.diagnostics.iter().map(|it| {
            let help = it.help_sentence().unwrap_or_default();
            format!("{} {}: {help}", it.code(), it.kind.message())
        });
        (bindings.code.to_string(), messages.collect())
    }

    fn given(value: &str) -> Given<String> {
        given_as(1, value)
    }

    fn given_as(argument: u32, value: &str) -> Given<String> {
        Given { value: value.to_owned(), argument: ArgumentId(argument) }
    }

    /// Returns the functions that trap.
    fn trapping(code: &str) -> Vec<&str> {
        let parts = code.split("Error :: msg (\"`").skip(1);
        parts.filter_map(|part| part.split('`').next()).collect()
    }

    #[test]
    fn patterns_select_interfaces() {
        let items = [
            "shop:stock/items@1.0.0#[resource-drop]item",
            "shop:stock/items@1.0.0#[constructor]item",
            "shop:stock/items@1.0.0#[method]item.price",
            "shop:stock/items@1.0.0#count",
        ];
        for patterns in [
            &["shop:stock/items"][..],
            &["shop:stock/items@1.0.0"],
            &["shop:stock/*", "!shop:stock/errors"],
            &["!shop:main/*", "!*/errors@1.0.0"],
        ] {
            let (code, messages) = expand(patterns, |_| ());
            assert!(messages.is_empty(), "{messages:?}");
            assert_eq!(trapping(&code), items, "{patterns:?}");
        }
        let (code, _) = expand(&["*"], |_| ());
        assert_eq!(trapping(&code).len(), items.len() + 2);
        let (code, _) = expand(&[], |_| ());
        assert!(trapping(&code).is_empty());
    }

    #[test]
    fn a_pattern_without_an_interface_is_an_error() {
        let (_, messages) = expand(&["shop:stok/*", "shop:main/log"], |_| ());
        let [message] = messages.as_slice() else { panic!("{messages:?}") };
        assert!(
            message.contains("`trapping` names `shop:stok/*`, which does not exist"),
            "{message}"
        );
    }

    #[test]
    fn other_bindings_and_trappable_errors_keep_their_traits() {
        let error = (given_as(2, "shop:stock/errors.error"), "crate::Error".to_owned());
        let (code, messages) = expand(&["*"], |request| {
            request.host.trappable_error_type.push(error);
            let path = crate::request::With::Path("crate::log".to_owned());
            request.types.with.push((given_as(3, "shop:main/log"), path));
        });
        assert!(messages.is_empty(), "{messages:?}");
        assert!(trapping(&code).iter().all(|name| name.contains("/items@")), "{code}");
    }

    #[test]
    fn separate_types_are_an_error() {
        let (_, messages) = expand(&["*"], |request| request.types.separate_types = true);
        assert_eq!(
            messages,
            [
                "AB0914 `trapping` cannot be used with `share_types: false`, which gives each world its own traits: \
              remove `share_types`, or implement the traits"
            ]
        );
    }
}
