//! The code in a file, for somebody who wants to read it or to see it in errors.

use std::path::{Path, PathBuf};
use std::{env, fs};

use airssys_bindings_codegen::{Request, output};
use proc_macro2::TokenStream;
use quote::quote;

use crate::compiler;

/// The environment variable that turns this on for all calls.
const VARIABLE: &str = "AIRSSYS_BINDINGS_DEBUG";

/// Whether the code goes to a file.
pub(crate) fn is_on(request: &Request) -> bool {
    request.output.debug
        || env::var_os(VARIABLE).is_some_and(|value| value != "0" && !value.is_empty())
}

/// Has the call expanded anew when the variable changes.
pub(crate) fn watch() -> TokenStream {
    quote! { const _: ::core::option::Option<&str> = ::core::option_env!(#VARIABLE); }
}

/// Writes the code to a file, and gives an `include!` of it. Where that fails, gives the code.
pub(crate) fn through_file(code: &TokenStream, request: &Request) -> TokenStream {
    let path = file(request);
    let text = output::file(code);
    let stale = fs::read_to_string(&path).ok().as_ref() != Some(&text);
    let folder = path.parent().unwrap_or(Path::new("."));
    let written =
        !stale || (fs::create_dir_all(folder).and_then(|()| fs::write(&path, text))).is_ok();
    let path = path.to_string_lossy();
    if written {
        quote! { ::core::include!(#path); }
    } else {
        code.clone()
    }
}

/// `target/airssys-bindings/package/target-line-column.rs`.
fn file(request: &Request) -> PathBuf {
    let call = &request.output.call;
    let name = format!("{}-{}-{}.rs", call.target, call.line, call.column);
    compiler::folder(request).join(name)
}
