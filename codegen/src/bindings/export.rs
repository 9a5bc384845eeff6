//! The `export!` of a world: it exports the world's functions and links the section that describes it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
use std::str::FromStr as _;

use super::assemble::quiet;
use super::item::Items;
use super::world::EXPORT_FUNCTIONS;

/// The name that wit-bindgen gives to the section of a world.
const SECTION: &str = "__WIT_BINDGEN_COMPONENT_TYPE";

/// Takes the section out of a world's items, and adds an `export!` that holds it.
///
/// `default` is where the world's module is when `export!` does not say. `name` is a name for the
/// macro that nothing else has.
pub(super) fn add(items: &mut Items, exports_something: bool, default: &str, name: &str) {
    let section = items.take_static(SECTION).map(|item| item.tokens).unwrap_or_default();
    let section: TokenStream = section.into_iter().collect();
    let default = TokenStream::from_str(default).unwrap_or_default();
    let name = format_ident!("__export_{name}");
    let functions = Ident::new(EXPORT_FUNCTIONS, Span::call_site());
    let quiet = quiet();
    let arms = if exports_something {
        quote! {
            ($ty:ident) => { #default::export!($ty with_types_in #default); };
            ($ty:ident with_types_in $($path:tt)*) => {
                #quiet
                const _: () = {
                    $($path)*::#functions!($ty with_types_in $($path)*);
                    #section
                };
            };
        }
    } else {
        quote! {
            ($($ty:ident $(with_types_in $($path:tt)*)?)?) => {
                #quiet
                const _: () = { #section };
            };
        }
    };
    let export = quote! {
        #[doc(hidden)]
        #[allow(unused_macros)]
        macro_rules! #name { #arms }
        /// Exports this world from the component: `export!(Type)`, where `Type` implements the traits
        /// of all that the world exports. Elsewhere than beside the bindings, say where they are:
        /// `path::to::world::export!(Type with_types_in path::to::world)`.
        #[allow(unused_imports)]
        pub(crate) use #name as export;
    };
    items.0.extend(Items::split(export.into_token_stream()).0);
}
