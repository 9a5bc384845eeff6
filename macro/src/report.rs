//! From bindings and diagnostics to what the compiler gets: code, errors, warnings, and files to watch.

use std::path::{Path, PathBuf};

use airssys_bindings_codegen::diagnostic::{
    ArgumentError, ArgumentId, Diagnostic, FileError, Kind, Level, Location,
};
use airssys_bindings_codegen::files::Files;
use airssys_bindings_codegen::{Bindings, ERRORS_MODULE, Request, output};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use crate::debug;

/// The places of the arguments, by their ids.
pub(crate) struct Spans(pub(crate) Vec<Span>);

impl Spans {
    fn get(&self, id: ArgumentId) -> Span {
        self.0.get(id.0 as usize).copied().unwrap_or_else(Span::call_site)
    }

    fn of(&self, diagnostic: &Diagnostic) -> Span {
        match &diagnostic.location {
            Location::Argument(id) => self.get(*id),
            Location::Source(_) | Location::Path(_) | Location::Call => Span::call_site(),
        }
    }
}

/// Diagnostics alone, where there is nothing to expand to.
pub(crate) fn only(diagnostics: &[Diagnostic], spans: &Spans) -> TokenStream {
    report(diagnostics, &Files::default(), spans)
}

/// An error where no items can be.
pub(crate) fn in_expression(fault: &Diagnostic, spans: &Spans) -> TokenStream {
    let text = fault.render(&Files::default());
    let span = spans.of(fault);
    quote_spanned! {span=> ::core::compile_error!(#text) }
}

/// Whether nothing is worth expanding to: without the feature for it there is no such side, or no Wasmtime, and the
/// compiler would complain of each item.
pub(crate) fn leaves_nothing(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.kind, Kind::Argument(ArgumentError::NoSide { .. }))
}

/// Whether the default for `path` is not there.
pub(crate) fn is_about_default_path(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.kind, Kind::File(FileError::NotFound { .. }))
        && diagnostic.location == Location::Call
}

/// All that an expansion gives.
pub(crate) fn bindings(bindings: Bindings, request: &Request, spans: &Spans) -> TokenStream {
    let Bindings { code, docs, inputs, mut diagnostics, files } = bindings;
    if request.output.silent {
        diagnostics.retain(|diagnostic| diagnostic.level() == Level::Error);
    }
    let reports = report(&diagnostics, &files, spans);
    let watched = watch(&inputs, &request.roots.manifest_dir);
    let code = if debug::is_on(request) { debug::through_file(&code, request) } else { code };
    let code = match &request.output.module {
        None => code,
        Some(module) => {
            let span = spans.get(module.argument);
            output::in_module(&module.value, span, &docs, &code)
        }
    };
    let watched_variable = debug::watch();
    quote! {
        #reports
        #watched
        #watched_variable
        #code
    }
}

/// Makes the compiler expand the call anew when a file changes. One item for all is quicker to compile than one for each.
fn watch(inputs: &[PathBuf], manifest_dir: &Path) -> TokenStream {
    let contents = inputs.iter().map(|input| contents(input, manifest_dir));
    quote! { const _: &[&[u8]] = &[#(#contents),*]; }
}

/// What a file holds, in words that are the same everywhere.
fn contents(input: &Path, manifest_dir: &Path) -> TokenStream {
    match input.strip_prefix(manifest_dir) {
        Ok(below) => {
            let below = format!("/{}", slashed(below));
            quote! {
                ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #below))
            }
        }
        Err(_) => {
            let path = slashed(input);
            quote! { ::core::include_bytes!(#path) }
        }
    }
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn report(diagnostics: &[Diagnostic], files: &Files, spans: &Spans) -> TokenStream {
    let (errors, warnings): (Vec<&Diagnostic>, Vec<_>) =
        diagnostics.iter().partition(|diagnostic| diagnostic.level() == Level::Error);
    let any = !errors.is_empty();
    let more = errors.len().saturating_sub(output::MAX_ERRORS);
    let errors = errors.into_iter().take(output::MAX_ERRORS).map(|diagnostic| {
        let text = diagnostic.render(files);
        let span = spans.of(diagnostic);
        quote_spanned! {span=> ::core::compile_error! { #text } }
    });
    let more = (more > 0).then(|| {
        let text = output::not_shown(more);
        quote! { ::core::compile_error! { #text } }
    });
    let warnings = warnings.into_iter().map(|diagnostic| warning(diagnostic, files, spans));
    let faults = format_ident!("{ERRORS_MODULE}");
    let errors = any.then(|| quote! { mod #faults { #(#errors)* #more } });
    quote! { #errors #(#warnings)* }
}

/// The use of a deprecated constant: the one way to warn that stable Rust has.
fn warning(diagnostic: &Diagnostic, files: &Files, spans: &Spans) -> TokenStream {
    let text = diagnostic.render(files);
    let span = spans.of(diagnostic);
    let name = format_ident!("{}", diagnostic.code().to_string(), span = span);
    quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #text)]
            const #name: () = ();
            #name
        };
    }
}
