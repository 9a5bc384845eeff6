//! What the code of both sides is put together with.

pub(crate) mod absent;
pub(crate) mod item;
pub(crate) mod pages;
pub(crate) mod sharing;

use proc_macro2::TokenStream;
use quote::quote;

/// Generated code is nobody's to improve: the lints of the crate that it stands in are turned off.
pub(crate) fn quiet() -> TokenStream {
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
