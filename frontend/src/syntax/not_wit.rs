//! Files in other formats: one error for the whole file.

use super::token::Span;
use crate::diagnostic::{Diagnostic, Label, SyntaxError};
use crate::files::FileId;

/// Returns the error of a file that is not WIT, recognized by its first characters.
pub(super) fn diagnose(file: FileId, text: &str) -> Option<Diagnostic> {
    merge_conflict(file, text)
        .or_else(|| foreign(file, text))
        .or_else(|| markdown_fence(file, text))
}

/// Returns the error of the markers of a Git merge conflict.
fn merge_conflict(file: FileId, text: &str) -> Option<Diagnostic> {
    let line = |mark: &str| lines(text).find(|span| text[span.clone()].starts_with(mark));
    let (start, end) = (line("<<<<<<< ")?, line(">>>>>>> ")?);
    let error =
        Diagnostic::at(SyntaxError::MergeConflict, file, start, "the first version starts here")
            .with_label(file, end, "the second version ends here");
    let middle = lines(text).find(|span| text[span.clone()].trim_end() == "=======");
    let error = match middle {
        Some(middle) => error.with_label(file, middle, "the second version starts here"),
        None => error,
    };
    Some(error.with_help("keep one version, and remove the conflict markers"))
}

/// Other formats: the start of the file, the name of the format, and the help.
const OTHER_FORMATS: [(&str, &str, &str); 22] = [
    ("{", "JSON", "write `package namespace:name;`, and `interface name { … }` below it"),
    ("<!DOCTYPE", "a web page", "download the raw file, on GitHub with the `Raw` button"),
    ("<!doctype", "a web page", "download the raw file, on GitHub with the `Raw` button"),
    ("<html", "a web page", "download the raw file, on GitHub with the `Raw` button"),
    ("<?xml", "XML", "replace it with a WIT file, or rename it"),
    ("404: Not Found", "an error page", "download the file again, from a URL that exists"),
    ("404 page not found", "an error page", "download the file again, from a URL that exists"),
    ("version https://git-lfs", "a pointer of Git LFS", "run `git lfs pull` to get the file"),
    ("diff --git", "a patch", "apply it with `git apply`, and remove it"),
    (
        "syntax =",
        "Protocol Buffers",
        "write each `service` as an `interface`, each `message` as a `record`, and each `rpc f (A) returns (B)` as `f: func(a: a) -> b;`",
    ),
    (
        "syntax=",
        "Protocol Buffers",
        "write each `service` as an `interface`, each `message` as a `record`, and each `rpc f (A) returns (B)` as `f: func(a: a) -> b;`",
    ),
    (
        "#include",
        "C",
        "write `package namespace:name;`, and each function as `name: func(…) -> …;` in an interface",
    ),
    (
        "#ifndef",
        "C",
        "write `package namespace:name;`, and each function as `name: func(…) -> …;` in an interface",
    ),
    (
        "#pragma",
        "C",
        "write `package namespace:name;`, and each function as `name: func(…) -> …;` in an interface",
    ),
    ("wit_bindgen::generate!", "Rust", "move the call to a `.rs` file, and keep only the WIT here"),
    (
        "wasmtime::component::bindgen!",
        "Rust",
        "move the call to a `.rs` file, and keep only the WIT here",
    ),
    ("airssys_bindings", "Rust", "move the call to a `.rs` file, and keep only the WIT here"),
    ("#![", "Rust", "move the code to a `.rs` file, and keep only the WIT here"),
    ("(component", "WebAssembly text", "encode it with `wasm-tools parse x.wat -o x.wasm`"),
    ("(module", "WebAssembly text", "replace it with the WIT of the component"),
    ("[package]", "TOML", "move it to `deps.toml`, and write the WIT here"),
    ("[dependencies]", "TOML", "move it to `deps.toml`, and write the WIT here"),
];

fn foreign(file: FileId, text: &str) -> Option<Diagnostic> {
    let start = text.len() - text.trim_start_matches(is_blank).len();
    let found = OTHER_FORMATS.iter().find(|(mark, ..)| text[start..].starts_with(mark));
    let (mark, what, help) = found?;
    let kind = SyntaxError::NotWit { what: (*what).to_owned() };
    let error = Diagnostic::at(kind, file, start..start + mark.len(), "not valid in WIT");
    Some(error.with_help(*help))
}

/// Returns the error of Markdown code fences.
fn markdown_fence(file: FileId, text: &str) -> Option<Diagnostic> {
    let mut fences = lines(text).filter(|span| text[span.clone()].trim_start().starts_with("```"));
    let first = fences.next()?;
    let kind = SyntaxError::NotWit { what: "Markdown".to_owned() };
    let mut error = Diagnostic::at(kind, file, first, "a Markdown code fence");
    error.labels.extend(fences.map(|span| Label::new(file, span, "and this one")));
    Some(error.with_help("remove these lines, and keep what is between them"))
}

/// Returns the spans of the lines, without line ends.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let span = start..start + line.trim_end().len();
        start += line.len();
        span
    })
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}
