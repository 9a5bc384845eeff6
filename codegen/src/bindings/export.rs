//! The `export!` of a world: it exports the world's functions and links the section that describes it.

use std::str::FromStr as _;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _, format_ident, quote};

use super::world::EXPORT_FUNCTIONS;
use crate::code::item::Items;
use crate::code::quiet;
use crate::plan::{Plan, PlannedWorld};
use crate::request::Request;

/// The name that wit-bindgen gives to the section of a world.
const SECTION: &str = "__WIT_BINDGEN_COMPONENT_TYPE";

/// Takes the section out of a world's items, and adds an `export!` that holds it.
pub(super) fn add(
    request: &Request,
    plan: &Plan,
    planned: &PlannedWorld,
    items: &mut Items,
    exports_something: bool,
) {
    let section = items.take_static(SECTION).map(|item| item.tokens).unwrap_or_default();
    // With `stubs`, wit-bindgen calls its own.
    items.0.retain(|item| !calls(&item.tokens, "export"));
    let default = TokenStream::from_str(&plan.module_path(planned)).unwrap_or_default();
    let export = format_ident!("{}", export_name(planned));
    let arms = if exports_something {
        exporting(request, planned, &section, &default)
    } else {
        linking(&section)
    };
    let definition = definition(request, planned, &arms, &export.to_token_stream());
    items.0.extend(Items::split(definition).0);
}

/// What `export!` is called.
pub(super) fn export_name(planned: &PlannedWorld) -> &str {
    planned.guest.export_macro_name.as_deref().unwrap_or("export")
}

/// The start of names for the macros of a world that no other world or call has.
pub(super) fn unique(request: &Request, planned: &PlannedWorld) -> String {
    let call = &request.output.call;
    let world = planned.module.join("_");
    let place = format!("__export_{world}_{}_{}_{}", call.file, call.line, call.column);
    place.chars().map(|char| if char.is_ascii_alphanumeric() { char } else { '_' }).collect()
}

/// The arms of a world that exports something.
fn exporting(
    request: &Request,
    planned: &PlannedWorld,
    section: &[TokenTree],
    default: &TokenStream,
) -> TokenStream {
    let export = format_ident!("{}", export_name(planned));
    let quiet = quiet();
    // For other crates, wit-bindgen's own macro has the section, and a name that is its own.
    let (functions, section) = match planned.guest.pub_export_macro {
        true => {
            (EXPORT_FUNCTIONS.replace("__export", &unique(request, planned)), TokenStream::new())
        }
        false => (EXPORT_FUNCTIONS.to_owned(), section.iter().cloned().collect()),
    };
    let functions = format_ident!("{functions}");
    quote! {
        ($ty:ident) => { #default::#export!($ty with_types_in #default); };
        ($ty:ident with_types_in $($path:tt)*) => {
            #quiet
            const _: () = {
                $($path)*::#functions!($ty with_types_in $($path)*);
                #section
            };
        };
    }
}

/// The arms of a world that exports nothing: the section makes its own imports usable.
fn linking(section: &[TokenTree]) -> TokenStream {
    let quiet = quiet();
    let section: TokenStream = section.iter().cloned().collect();
    quote! {
        ($($ty:ident $(with_types_in $($path:tt)*)?)?) => {
            #quiet
            const _: () = { #section };
        };
    }
}

fn definition(
    request: &Request,
    planned: &PlannedWorld,
    arms: &TokenStream,
    export: &TokenStream,
) -> TokenStream {
    let name = format_ident!("{}_world", unique(request, planned));
    let (macro_export, visibility) = match planned.guest.pub_export_macro {
        true => (quote! { #[macro_export] }, quote! { pub }),
        false => (quote! {}, quote! { pub(crate) }),
    };
    quote! {
        #[doc(hidden)]
        #[allow(unused_macros)]
        #macro_export
        macro_rules! #name { #arms }
        /// Exports this world from the component: `export!(Type)`, where `Type` implements the traits
        /// of all that the world exports. Elsewhere than beside the bindings, say where they are:
        /// `path::to::world::export!(Type with_types_in path::to::world)`.
        #[allow(unused_imports)]
        #visibility use #name as #export;
    }
}

/// Whether an item calls the macro `name`.
fn calls(item: &[TokenTree], name: &str) -> bool {
    let mut start = TokenStream::new();
    start.append_all(item.iter().take(2));
    start.to_string().replace(' ', "") == format!("{name}!")
}
