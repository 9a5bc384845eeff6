//! The procedural macro of [`airssys-bindings`](https://docs.rs/airssys-bindings): parse the arguments,
//! call `airssys-bindings-codegen`, report.

mod arguments;
mod call;
mod compiler;
mod debug;
mod place;
mod report;

use std::str::FromStr as _;

use airssys_bindings_codegen::request::Side;
use airssys_bindings_codegen::{expand_with, overview as page};
use proc_macro2::TokenStream;

/// Wasmtime's macro reads the folder `wit` of whoever calls it, unless it is told to read something else.
const EMPTY_PACKAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/empty.wit");

/// Generates Rust bindings for all WIT packages of a directory, as one module tree.
///
/// ```ignore
/// airssys_bindings::airssys_bindings!();
/// ```
///
/// reads the folder `wit` beside `Cargo.toml` and makes every WIT item `ns:pkg/name` the Rust module
/// `ns::pkg::name`, where it is called. Each world has its `export!` in its module.
///
/// # Options
///
/// In braces: `airssys_bindings!({ path: "wit", world: "full" })`.
///
/// * `path: "wit"` or `path: ["wit", "../shared"]`: the roots to read, relative to `Cargo.toml`: folders,
///   `.wit` files, or `.wasm` files that encode a WIT package.
/// * `world: "ns:pkg/name"`: the world that is re-exported at the top.
/// * `worlds: ["name", "ns:pkg/name"]`: the worlds that get a module. By default all, except those of
///   packages under a folder named `deps`.
/// * `packages: ["ns:core-*", "!ns:old"]`: the packages that the tree is about, by names or patterns of which
///   the last that matches counts; what these need comes along. `worlds` takes patterns as well.
/// * `cfg: { "ns:pkg": feature = "network" }`: puts a package, and the worlds that need it, behind `#[cfg(…)]`.
/// * `strict_world: true`: the tree holds only what the worlds import.
/// * `share_types: false`: what a world exports has types of its own.
/// * `warnings: false`: warnings about WIT and manifests are not shown.
/// * `debug: true`, or the environment variable `AIRSSYS_BINDINGS_DEBUG=1`: the code is written to a file
///   below the target folder, and read by the compiler from there, so that errors show it.
/// * `max_file_size: 8_388_608`: how many bytes a file may have; 4 MiB if not given.
/// * All options of `wit_bindgen::generate!` 0.63, by the same names and with the same meaning.
/// * `side: host`: the code is for the program that runs components, with Wasmtime: see the options of
///   `wasmtime::component::bindgen!` 48, which are there by the same names and with the same meaning, and
///   `optional_exports: true`, which makes a type for what a component may or may not export.
/// * `module: crate::bindings`: puts the tree into a module `bindings`, and makes each `export!` work
///   from anywhere in the crate. The call must stand where that module is to be.
///
/// # Errors
///
/// A fault in a WIT file or a manifest is a compile error with the place in that file. Each fault of a
/// build is one error.
#[proc_macro]
pub fn airssys_bindings(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let (mut request, spans, faults) = arguments::parse(input.into());
    if let Some(fault) = place::in_function() {
        return report::only(&[fault], &spans).into();
    }
    if let Some(fault) = faults.iter().find(|fault| report::leaves_nothing(fault)) {
        return report::only(std::slice::from_ref(fault), &spans).into();
    }
    if request.side == Side::Host && request.roots.manifest_dir.join("wit").exists() {
        request.host.empty_package = Some(EMPTY_PACKAGE.to_owned());
    }
    let mut bindings = expand_with(&request, lex, compiler::memo(&request).as_ref());
    if !faults.is_empty() {
        // Who knows what `path` would have been: the default is not what was asked for.
        bindings.diagnostics.retain(|diagnostic| !report::is_about_default_path(diagnostic));
    }
    bindings.diagnostics.splice(..0, faults);
    report::bindings(bindings, &request, &spans).into()
}

/// The page of the tree as a text, for the docs of the crate or module in which [`airssys_bindings!`] is called.
///
/// ```ignore
/// //! The components of the shop.
/// #![cfg_attr(doc, doc = airssys_bindings::overview!())]
///
/// airssys_bindings::airssys_bindings!();
/// ```
///
/// `cfg_attr(doc, …)` keeps the packages from being read once more when nobody documents them.
///
/// It lists the packages with their versions, interfaces and worlds, and draws which of them uses which.
/// It takes the options of [`airssys_bindings!`], of which those matter that say which packages there are: give
/// both the same. With the option `module` it is not needed: the page is then that of the module.
///
/// # Errors
///
/// Those of the options alone. What is wrong with the packages is told by [`airssys_bindings!`].
#[proc_macro]
pub fn overview(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let (request, spans, faults) = arguments::parse(input.into());
    if let Some(fault) = faults.first() {
        return report::in_expression(fault, &spans).into();
    }
    let page = page(&request);
    quote::quote! { #page }.into()
}

/// Lexes the text of Rust, by the compiler alone.
fn lex(text: &str) -> Result<TokenStream, String> {
    let tokens = proc_macro::TokenStream::from_str(text).map_err(|error| error.to_string())?;
    Ok(tokens.into())
}
