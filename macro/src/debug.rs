//! The option `debug`: the code in a file, for reading it and for seeing it in errors.

use std::env;
use std::path::PathBuf;

use airssys_bindings_codegen::{Request, files, output};
use proc_macro2::TokenStream;
use quote::quote;

use crate::compiler;

/// The environment variable that turns on `debug` for all calls.
const VARIABLE: &str = "AIRSSYS_BINDINGS_DEBUG";

/// Returns `true` if the code goes to a file.
pub(crate) fn is_enabled(request: &Request) -> bool {
    request.output.debug
        || env::var_os(VARIABLE).is_some_and(|value| value != "0" && !value.is_empty())
}

/// Returns code that makes the compiler expand the call again when the variable changes.
pub(crate) fn track_variable() -> TokenStream {
    quote! { const _: ::core::option::Option<&str> = ::core::option_env!(#VARIABLE); }
}

/// Writes the code to a file, and returns an `include!` of it. Returns the code if that fails.
pub(crate) fn include_from_file(code: &TokenStream, request: &Request) -> TokenStream {
    let path = file(request);
    let is_written = files::replace(&path, output::file(code).as_bytes()).is_ok();
    let path = files::with_slashes(&path);
    if is_written {
        quote! { ::core::include!(#path); }
    } else {
        code.clone()
    }
}

/// Returns `target/airssys-bindings/package/lib-crate-call.rs`.
fn file(request: &Request) -> PathBuf {
    let name = format!("{}.rs", request.output.call.file_stem());
    compiler::output_folder(request).join(name)
}
