//! Files that hold something else than WIT altogether: one fault for the whole of it.

use super::token::Span;
use crate::diagnostic::{Diagnostic, Label, SyntaxError};
use crate::files::FileId;

/// The fault of a file that is no WIT, by how it starts.
pub(super) fn diagnose(file: FileId, text: &str) -> Option<Diagnostic> {
    merge_conflict(file, text)
        .or_else(|| foreign(file, text))
        .or_else(|| markdown_fence(file, text))
}

/// The marks that a merge of git left.
fn merge_conflict(file: FileId, text: &str) -> Option<Diagnostic> {
    let line = |mark: &str| lines(text).find(|span| text[span.clone()].starts_with(mark));
    let (start, end) = (line("<<<<<<< ")?, line(">>>>>>> ")?);
    let error = Diagnostic::at(SyntaxError::MergeConflict, file, start, "one side starts here")
        .with_label(file, end, "the other side ends here");
    let middle = lines(text).find(|span| text[span.clone()].trim_end() == "=======");
    let error = match middle {
        Some(middle) => error.with_label(file, middle, "the other side starts here"),
        None => error,
    };
    Some(error.with_help("keep one of the two sides, and delete these lines of git"))
}

/// What other files start with, what they are, and what to do.
const OTHER_FORMATS: [(&str, &str, &str); 22] = [
    ("{", "JSON", "write `package namespace:name;`, and `interface name { … }` below it"),
    ("<!DOCTYPE", "a web page", "download the file again: on GitHub, from its `Raw` button"),
    ("<!doctype", "a web page", "download the file again: on GitHub, from its `Raw` button"),
    ("<html", "a web page", "download the file again: on GitHub, from its `Raw` button"),
    ("<?xml", "XML", "put the WIT file here, or give this one another ending"),
    ("404: Not Found", "an error page", "download the file again, from an address that is there"),
    (
        "404 page not found",
        "an error page",
        "download the file again, from an address that is there",
    ),
    (
        "version https://git-lfs",
        "a pointer of Git LFS",
        "run `git lfs pull` to get the file itself",
    ),
    ("diff --git", "a patch", "apply it with `git apply`, and delete this file"),
    (
        "syntax =",
        "Protocol Buffers",
        "write a `service` as an `interface`, a `message` as a `record`, and `rpc f (A) returns (B)` as `f: func(a: a) -> b;`",
    ),
    (
        "syntax=",
        "Protocol Buffers",
        "write a `service` as an `interface`, a `message` as a `record`, and `rpc f (A) returns (B)` as `f: func(a: a) -> b;`",
    ),
    (
        "#include",
        "C",
        "write `package namespace:name;`, and each function as `name: func(…) -> …;` in an `interface`",
    ),
    (
        "#ifndef",
        "C",
        "write `package namespace:name;`, and each function as `name: func(…) -> …;` in an `interface`",
    ),
    (
        "#pragma",
        "C",
        "write `package namespace:name;`, and each function as `name: func(…) -> …;` in an `interface`",
    ),
    ("wit_bindgen::generate!", "Rust", "keep the call in a `.rs` file, and only the WIT here"),
    (
        "wasmtime::component::bindgen!",
        "Rust",
        "keep the call in a `.rs` file, and only the WIT here",
    ),
    ("airssys_bindings", "Rust", "keep the call in a `.rs` file, and only the WIT here"),
    ("#![", "Rust", "keep the code in a `.rs` file, and only the WIT here"),
    ("(component", "WebAssembly text", "encode it with `wasm-tools parse x.wat -o x.wasm`"),
    ("(module", "WebAssembly text", "put the WIT of the component here"),
    ("[package]", "TOML", "put this into `deps.toml`, and the WIT here"),
    ("[dependencies]", "TOML", "put this into `deps.toml`, and the WIT here"),
];

fn foreign(file: FileId, text: &str) -> Option<Diagnostic> {
    let start = text.len() - text.trim_start_matches(is_blank).len();
    let found = OTHER_FORMATS.iter().find(|(mark, ..)| text[start..].starts_with(mark));
    let (mark, what, help) = found?;
    let kind = SyntaxError::NotWit { what: (*what).to_owned() };
    let error = Diagnostic::at(kind, file, start..start + mark.len(), "WIT does not start so");
    Some(error.with_help(*help))
}

/// The fence around code in Markdown.
fn markdown_fence(file: FileId, text: &str) -> Option<Diagnostic> {
    let mut fences = lines(text).filter(|span| text[span.clone()].trim_start().starts_with("```"));
    let first = fences.next()?;
    let kind = SyntaxError::NotWit { what: "Markdown".to_owned() };
    let mut error = Diagnostic::at(kind, file, first, "this line is Markdown's");
    error.labels.extend(fences.map(|span| Label::new(file, span, "and this one")));
    Some(error.with_help("delete these lines, and keep what is between them"))
}

/// The places of the lines, without their ends.
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
