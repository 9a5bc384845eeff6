//! The `export!` of a world, which exports the functions of the world and links its `component-type` section.

use std::str::FromStr as _;

use proc_macro2::{TokenStream, TokenTree};
use quote::{TokenStreamExt as _, format_ident, quote};

use super::names::{EXPORT_FUNCTIONS, export_macro, macro_prefix};
use crate::code::items::Items;
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
    let default = TokenStream::from_str(&plan.items_path(planned)).unwrap_or_default();
    let arms = if has_exports {
        exporting_arms(call, planned, &section, &default)
    } else {
        linking_arm(&section)
    };
    items.0.extend(Items::split(definition(call, planned, &arms)).0);
}

/// The arms for a world with exports.
fn exporting_arms(
    call: &Call,
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
    quote! {
        ($ty:ident) => { #default::#export!($ty with_types_in #default); };
        ($ty:ident with_types_in $($path:tt)*) => {
            #silence_lints
            const _: () = {
                $($path)*::#functions!($ty with_types_in $($path)*);
                #section
            };
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

fn definition(call: &Call, planned: &PlannedWorld, arms: &TokenStream) -> TokenStream {
    let export = format_ident!("{}", export_macro(planned));
    let name = format_ident!("{}_world", macro_prefix(call, planned));
    let (macro_export, visibility) = match planned.guest.pub_export_macro {
        true => (quote! { #[macro_export] }, quote! { pub }),
        false => (quote! {}, quote! { pub(crate) }),
    };
    quote! {
        #[doc(hidden)]
        #[allow(unused_macros)]
        #macro_export
        macro_rules! #name { #arms }
        /// Exports this world from the component: `export!(Type)`, where `Type` implements the `Guest`
        /// traits of the world. Outside of the module of the bindings, also pass the path of the world:
        /// `path::to::world::export!(Type with_types_in path::to::world)`.
        #[allow(unused_imports)]
        #visibility use #name as #export;
    }
}

/// `true` if an item is a call of the macro `name`.
fn calls(item: &[TokenTree], name: &str) -> bool {
    let mut start = TokenStream::new();
    start.append_all(item.iter().take(2));
    start.to_string().replace(' ', "") == format!("{name}!")
}
