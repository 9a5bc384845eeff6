//! The `export!` of a world, which exports the functions of the world and links its `component-type` section.

use std::str::FromStr as _;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{TokenStreamExt as _, format_ident, quote};

use super::exported_type::EXPORTED;
use super::names::{EXPORT_FUNCTIONS, export_macro, macro_prefix};
use crate::code::items::{Item, Items};
use crate::code::silence_lints;
use crate::plan::{Plan, PlannedWorld};
use crate::request::Call;

/// The static that holds the section in wit-bindgen's code.
const SECTION: &str = "__WIT_BINDGEN_COMPONENT_TYPE";

/// Moves the section of a world from its items into an `export!`.
pub(super) fn add(
    call: &Call,
    plan: &Plan,
    planned: &PlannedWorld,
    items: &mut Items,
    has_exports: bool,
) {
    let section = items.take_static(SECTION).map(|item| item.tokens).unwrap_or_default();
    // With `stubs`, wit-bindgen calls its own `export!`.
    items.0.retain(|item| !calls(&item.tokens, "export"));
    // The example of wit-bindgen's own would be a doctest of the user's crate.
    let is_macro = |item: &&mut Item| match item.keyword().as_str() {
        "macro_rules" => true,
        "use" => item.name_after("use").is_some_and(|name| name.starts_with("__export_")),
        _ => false,
    };
    items.0.iter_mut().filter(is_macro).for_each(Item::hide);
    let default = TokenStream::from_str(&plan.items_path(planned)).unwrap_or_default();
    let arms = if has_exports {
        exporting_arms(call, plan, planned, &section, &default)
    } else {
        linking_arm(&section)
    };
    items.0.extend(Items::split(definition(call, planned, &arms, has_exports)).0);
}

/// The arms for a world with exports.
fn exporting_arms(
    call: &Call,
    plan: &Plan,
    planned: &PlannedWorld,
    section: &[TokenTree],
    default: &TokenStream,
) -> TokenStream {
    let export = format_ident!("{}", export_macro(planned));
    let silence_lints = silence_lints();
    // For other crates, wit-bindgen's macro has a unique name, and links the section itself.
    let (functions, section) = match planned.guest.pub_export_macro {
        true => {
            (EXPORT_FUNCTIONS.replace("__export", &macro_prefix(call, planned)), TokenStream::new())
        }
        false => (EXPORT_FUNCTIONS.to_owned(), section.iter().cloned().collect()),
    };
    let functions = format_ident!("{functions}");
    let exported = format_ident!("{EXPORTED}");
    let here = match is_relative(plan) {
        true => {
            let name = name_here(planned);
            quote! { self::#name }
        }
        false => quote! { #default::#export },
    };
    quote! {
        (@export ($($ty:tt)*) with_types_in $($path:tt)*) => {
            #silence_lints
            const _: () = {
                type #exported = $($ty)*;
                const _: () = {
                    $($path)*::#functions!(($($ty)*) with_types_in $($path)*);
                };
                #section
            };
        };
        ($ty:tt) => { #here!(@export ($ty) with_types_in #default); };
        ($ty:tt with_types_in $($path:tt)*) => {
            $($path)*::#export!(@export ($ty) with_types_in $($path)*);
        };
    }
}

/// The arm for a world without exports, whose own imports need the section.
fn linking_arm(section: &[TokenTree]) -> TokenStream {
    let silence_lints = silence_lints();
    let section: TokenStream = section.iter().cloned().collect();
    quote! {
        ($($ty:ident $(with_types_in $($path:tt)*)?)?) => {
            #silence_lints
            const _: () = { #section };
        };
    }
}

/// The alias of an `export!` in the module of the call, if the call of an `export!` without a path is only valid there.
///
/// Elsewhere, rustc reports that it cannot find the name of the alias, which says what to write.
pub(super) fn alias_here(plan: &Plan, planned: &PlannedWorld) -> Option<TokenStream> {
    if !is_relative(plan) {
        return None;
    }
    let module = TokenStream::from_str(&planned.module.join("::")).unwrap_or_default();
    let (export, name) = (format_ident!("{}", export_macro(planned)), name_here(planned));
    let visibility = visibility(planned);
    Some(quote! {
        #[doc(hidden)]
        #[allow(unused_imports)]
        #visibility use self::#module::#export as #name;
    })
}

/// `true` if the path of the tree is unknown.
fn is_relative(plan: &Plan) -> bool {
    plan.root == "self"
}

fn name_here(planned: &PlannedWorld) -> Ident {
    let world = planned.module.join("_").replace("r#", "");
    format_ident!(
        "the_bindings_of_{world}__so_write_with_types_in_and_their_path__or_set_the_option_module"
    )
}

fn visibility(planned: &PlannedWorld) -> TokenStream {
    match planned.guest.pub_export_macro {
        true => quote! { pub },
        false => quote! { pub(crate) },
    }
}

fn definition(
    call: &Call,
    planned: &PlannedWorld,
    arms: &TokenStream,
    has_exports: bool,
) -> TokenStream {
    let (name, visibility) = (name_in_crate(call, planned), visibility(planned));
    let export = format_ident!("{}", export_macro(planned));
    let docs = docs(planned, has_exports);
    // rustdoc shows a macro only if other crates can use it.
    let (macro_export, import) = match planned.guest.pub_export_macro {
        true => (quote! { #[macro_export] }, quote! { #[doc(inline)] }),
        false => (quote! { #[cfg_attr(doc, macro_export)] }, quote! { #[cfg(not(doc))] }),
    };
    quote! {
        #[doc = #docs]
        #[doc(hidden)]
        #[allow(unused_macros)]
        #macro_export
        macro_rules! #name { #arms }
        #import
        #[allow(unused_imports)]
        #visibility use #name as #export;
    }
}

/// Returns the `export!` that rustdoc shows in the module of the world, if no other crate can use it.
pub(super) fn documented(call: &Call, planned: &PlannedWorld) -> Option<TokenStream> {
    let name = name_in_crate(call, planned);
    let export = format_ident!("{}", export_macro(planned));
    (!planned.guest.pub_export_macro).then(|| {
        quote! {
            #[cfg(doc)]
            #[doc(inline)]
            #[allow(unused_imports)]
            pub use #name as #export;
        }
    })
}

/// The documentation of `export!`. Its example is no doctest of the user's crate.
fn docs(planned: &PlannedWorld, has_exports: bool) -> String {
    let (export, module) = (export_macro(planned), planned.module.join("::"));
    if !has_exports {
        return format!(
            "Links what this world imports by names of its own: `{export}!()`. A component needs the call if it uses that."
        );
    }
    format!(
        "Exports this world from the component, for a type that implements the `Guest` traits of the world.

```text
struct Component;

impl Guest for Component {{ … }}

{export}!(Component);
```

Outside of the module of the bindings, also pass the path of the world:

```text
bindings::{module}::{export}!(Component with_types_in bindings::{module});
```"
    )
}

fn name_in_crate(call: &Call, planned: &PlannedWorld) -> Ident {
    format_ident!("{}_world", macro_prefix(call, planned))
}

/// `true` if an item is a call of the macro `name`.
fn calls(item: &[TokenTree], name: &str) -> bool {
    let mut start = TokenStream::new();
    start.append_all(item.iter().take(2));
    start.to_string().replace(' ', "") == format!("{name}!")
}
