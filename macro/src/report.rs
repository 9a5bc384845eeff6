//! The expansion of the macro: the code, errors and warnings, and the files to track.

use std::path::{Path, PathBuf};

use airssys_bindings_codegen::diagnostic::{
    ArgumentError, Diagnostic, FileError, Kind, Level, Location,
};
use airssys_bindings_codegen::files::{Files, with_slashes};
use airssys_bindings_codegen::{Bindings, ERRORS_MODULE, Request, output};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use crate::debug;
use crate::spans::Spans;

/// Returns the expansion for an error that leaves nothing to bind.
pub(crate) fn error(error: &Diagnostic, spans: &Spans) -> TokenStream {
    report(std::slice::from_ref(error), &Files::default(), spans)
}

/// Returns the expansion for an error where the macro is an expression.
pub(crate) fn error_in_expression(error: &Diagnostic, spans: &Spans) -> TokenStream {
    let message = error.render(&Files::default());
    let span = spans.of(error);
    quote_spanned! {span=> ::core::compile_error!(#message) }
}

/// Returns `true` for the error of a side whose feature is not enabled. The compiler would report every generated item as well.
pub(crate) fn is_missing_feature(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.kind, Kind::Argument(ArgumentError::MissingFeature { .. }))
}

/// Returns `true` for the error that the default of `path` does not exist.
pub(crate) fn is_missing_default_path(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.kind, Kind::File(FileError::NotFound { .. }))
        && diagnostic.location == Location::Call
}

/// Returns `true` for the error of a root that cannot be read.
fn is_unread_root(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.kind, Kind::File(_))
        && matches!(diagnostic.location, Location::Argument(_) | Location::Call)
}

/// Returns the expansion for bindings and their diagnostics.
pub(crate) fn bindings(bindings: Bindings, request: &Request, spans: &Spans) -> TokenStream {
    let Bindings { code, docs, inputs, mut diagnostics, files, fixes } = bindings;
    eprint!("{}", fixes.concat());
    if request.output.silent {
        diagnostics.retain(|diagnostic| diagnostic.level() == Level::Error);
    }
    let reports = report(&diagnostics, &files, spans);
    let tracked_files = track_files(&inputs, &request.roots.manifest_dir);
    let tracked_variable = debug::track_variable();
    let code =
        if debug::is_enabled(request) { debug::include_from_file(&code, request) } else { code };
    let code = spans.with.respan(spans.predicates.respan(code));
    let code = spans.tokens.respan(code);
    let module = request.output.module.as_ref();
    let span = module.map_or_else(Span::call_site, |module| spans.get(module.argument));
    let code = output::in_module(request, span, &docs, code);
    quote! {
        #reports
        #tracked_files
        #tracked_variable
        #code
    }
}

/// Returns code that makes the compiler expand the call again when a file changes. One item for all files compiles faster
/// than an item for each.
fn track_files(inputs: &[PathBuf], manifest_dir: &Path) -> TokenStream {
    let includes = inputs.iter().map(|input| include_bytes(input, manifest_dir));
    quote! { const _: &[&[u8]] = &[#(#includes),*]; }
}

/// Returns an `include_bytes!` of a file. Its tokens are the same on every machine for files of the crate.
fn include_bytes(input: &Path, manifest_dir: &Path) -> TokenStream {
    match input.strip_prefix(manifest_dir) {
        Ok(below) => {
            let below = format!("/{}", with_slashes(below));
            quote! {
                ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), #below))
            }
        }
        Err(_) => {
            let path = with_slashes(input);
            quote! { ::core::include_bytes!(#path) }
        }
    }
}

fn report(diagnostics: &[Diagnostic], files: &Files, spans: &Spans) -> TokenStream {
    let (errors, warnings): (Vec<&Diagnostic>, Vec<_>) =
        diagnostics.iter().partition(|diagnostic| diagnostic.level() == Level::Error);
    let has_errors = !errors.is_empty();
    // The names of items in a root that cannot be read are unknown. rustc reports none that are missing from a module with an
    // error, and of two equal errors only one.
    let unread: Vec<&Diagnostic> =
        errors.iter().copied().filter(|error| is_unread_root(error)).collect();
    let unread = unread.into_iter();
    let hidden = errors.len().saturating_sub(output::MAX_ERRORS);
    let errors = errors.into_iter().take(output::MAX_ERRORS).map(|diagnostic| {
        let message = diagnostic.render(files);
        let span = spans.of(diagnostic);
        quote_spanned! {span=> ::core::compile_error! { #message } }
    });
    let hidden = (hidden > 0).then(|| {
        let message = output::not_shown(hidden);
        quote! { ::core::compile_error! { #message } }
    });
    let warnings = warnings.into_iter().map(|diagnostic| warning(diagnostic, files, spans));
    let module = format_ident!("{ERRORS_MODULE}");
    let errors = has_errors.then(|| quote! { mod #module { #(#errors)* #hidden } });
    let unread = unread.map(|diagnostic| {
        let message = diagnostic.render(files);
        let span = spans.of(diagnostic);
        quote_spanned! {span=> ::core::compile_error! { #message } }
    });
    let errors = quote! { #errors #(#unread)* };
    quote! { #errors #(#warnings)* }
}

/// Returns the use of a deprecated macro, since stable Rust has no other way for a macro to emit a warning. rustc prints the
/// path of a deprecated macro as it is written: "use of deprecated macro `wit_warning`: …".
fn warning(diagnostic: &Diagnostic, files: &Files, spans: &Spans) -> TokenStream {
    let message = diagnostic.render(files);
    let span = spans.of(diagnostic);
    quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #message)]
            macro_rules! wit_warning {
                () => {};
            }
            wit_warning!();
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_outside_of_the_crate_are_tracked_by_the_path_on_this_machine() {
        let tracked = |path| {
            let code = include_bytes(Path::new(path), Path::new("/home/a/shop")).to_string();
            code.replace(' ', "")
        };
        assert_eq!(
            tracked("/home/a/shop/wit/a.wit"),
            "::core::include_bytes!(::core::concat!(::core::env!(\"CARGO_MANIFEST_DIR\"),\"/wit/a.wit\"))"
        );
        assert_eq!(tracked("/shared/b.wit"), "::core::include_bytes!(\"/shared/b.wit\")");
    }
}
