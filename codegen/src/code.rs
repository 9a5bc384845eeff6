//! Token-level building blocks of generated code, for guests and hosts.

pub(crate) mod items;
pub(crate) mod missing_names;
pub(crate) mod module_docs;
pub(crate) mod type_sharing;

use proc_macro2::TokenStream;
use quote::quote;

/// Silences lints in generated code.
pub(crate) fn silence_lints() -> TokenStream {
    quote! {
        #[allow(
            warnings,
            missing_docs,
            missing_debug_implementations,
            missing_copy_implementations,
            unsafe_code,
            unreachable_pub,
            unused_qualifications,
            unused_results,
            single_use_lifetimes,
            trivial_casts,
            trivial_numeric_casts,
            elided_lifetimes_in_paths,
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            clippy::restriction
        )]
    }
}
