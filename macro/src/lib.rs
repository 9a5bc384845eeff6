//! The procedural macros of [`airssys-bindings`](https://docs.rs/airssys-bindings). They parse the arguments, call
//! `airssys-bindings-codegen`, and report its diagnostics.

mod arguments;
mod call;
mod compiler;
mod debug;
mod function_body;
mod report;
mod spans;

use std::str::FromStr as _;

use airssys_bindings_codegen::request::Side;
use airssys_bindings_codegen::{expand_with, overview as overview_page};
use proc_macro2::TokenStream;

/// A file with an empty package, which keeps Wasmtime's macro from reading the folder `wit` of the calling crate.
const EMPTY_PACKAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/empty.wit");

/// Generates Rust bindings for all WIT packages of a directory, as one module tree.
///
/// ```ignore
/// airssys_bindings::airssys_bindings!();
/// ```
///
/// This call reads the folder `wit` next to `Cargo.toml`, and generates the Rust module `ns::pkg::name` for each WIT item
/// `ns:pkg/name`, in the module of the call. The module of each world has its own `export!`.
///
/// # Arguments
///
/// * `airssys_bindings!()` binds all packages in `wit`.
/// * `airssys_bindings!("world")`, `airssys_bindings!(in "path")` and `airssys_bindings!("world" in "path")` are short for
///   the options `world` and `path`.
/// * `airssys_bindings!({ path: "wit", world: "full" })` sets options by name. Each option can be set once. A string can
///   also be a macro such as `concat!`, and the name of an option that expects `true` or `false` stands for `true`.
///
/// # Options
///
#[doc = include_str!("options.md")]
///
/// # Errors
///
/// Each error in a WIT file or a manifest is a compile error that shows the location in that file. An error in an argument
/// points at the argument. One build reports all errors.
#[proc_macro]
pub fn airssys_bindings(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let (mut request, spans, errors) = arguments::parse(input.into());
    if let Some(error) = function_body::error() {
        return report::error(&error, &spans).into();
    }
    if let Some(error) = errors.iter().find(|error| report::is_missing_feature(error)) {
        return report::error(error, &spans).into();
    }
    if request.side == Side::Host && request.roots.manifest_dir.join("wit").exists() {
        request.host.empty_package = Some(EMPTY_PACKAGE.to_owned());
    }
    request.output.fix = compiler::fix();
    let mut bindings = expand_with(&request, lex, compiler::memo(&request).as_ref());
    if !errors.is_empty() {
        // An argument with an error can be the one that sets `path`.
        bindings.diagnostics.retain(|diagnostic| !report::is_missing_default_path(diagnostic));
    }
    bindings.diagnostics.splice(..0, errors);
    report::bindings(bindings, &request, &spans).into()
}

/// Expands to documentation of the module tree, a string literal, for the crate or module that calls [`airssys_bindings!`].
///
/// ```ignore
/// //! The components of the shop.
/// #![cfg_attr(doc, doc = airssys_bindings::overview!())]
///
/// airssys_bindings::airssys_bindings!();
/// ```
///
/// `cfg_attr(doc, …)` limits the work of reading the packages again to `cargo doc`.
///
/// The page lists the packages with their versions, interfaces and worlds, and draws their dependencies. The macro takes the
/// options of [`airssys_bindings!`]: pass those that select packages to both. With the option `module` the macro is
/// unnecessary, since the page is then part of the module.
///
/// # Errors
///
/// Only errors in the arguments. [`airssys_bindings!`] reports errors in the packages.
#[proc_macro]
pub fn overview(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let (request, spans, errors) = arguments::parse(input.into());
    if let Some(error) = errors.first() {
        return report::error_in_expression(error, &spans).into();
    }
    let page = overview_page(&request);
    quote::quote! { #page }.into()
}

/// Lexes Rust source that is known to be valid, with the compiler's lexer.
fn lex(source: &str) -> Result<TokenStream, String> {
    let tokens = proc_macro::TokenStream::from_str(source).map_err(|error| error.to_string())?;
    Ok(tokens.into())
}
