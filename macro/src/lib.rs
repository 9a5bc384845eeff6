//! The procedural macros of [`airssys-bindings`](https://docs.rs/airssys-bindings). They parse the arguments, call
//! `airssys-bindings-codegen`, and report its diagnostics.

mod arguments;
mod call;
mod cfg_spans;
mod compiler;
mod debug;
mod report;
mod spans;
mod token_spans;
mod with_spans;

use std::str::FromStr as _;

use airssys_bindings_codegen::request::Side;
use airssys_bindings_codegen::{expand_with, overview as overview_page};
use proc_macro2::TokenStream;

/// A file with an empty package, which keeps Wasmtime's macro from reading the folder `wit` of the calling crate.
const EMPTY_PACKAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/empty.wit");

/// Expands `airssys_bindings!`, the macro of `airssys-bindings`, which imports the crate's name for the code and documents the
/// options.
#[proc_macro]
pub fn airssys_bindings(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = TokenStream::from(input);
    let call = call::identify(&input);
    let (mut request, spans, errors) = arguments::parse(input);
    request.output.call = call;
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

/// Expands `overview!`, the macro of `airssys-bindings`, which documents it.
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
