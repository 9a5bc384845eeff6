//! Files in other formats: one error for the whole file.

use super::token::Span;
use crate::diagnostic::{Diagnostic, Edit, Help, Label, SyntaxError};
use crate::files::FileId;

/// The largest number of labels of one error.
const MAX_LABELS: usize = 8;

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

/// The starts of files in other formats, and the formats.
const STARTS: [(&str, &str); 32] = [
    ("<!doctype", "a web page"),
    ("<html", "a web page"),
    ("<head", "a web page"),
    ("<body", "a web page"),
    ("<?xml", "XML"),
    ("404: not found", "an error page"),
    ("404 page not found", "an error page"),
    ("version https://git-lfs", "a pointer of Git LFS"),
    ("diff --git", "a patch"),
    ("syntax =", "Protocol Buffers"),
    ("syntax=", "Protocol Buffers"),
    ("edition = \"", "Protocol Buffers"),
    ("#include", "C"),
    ("#ifndef", "C"),
    ("#define", "C"),
    ("#pragma", "C"),
    ("wit_bindgen::generate!", "Rust"),
    ("wasmtime::component::bindgen!", "Rust"),
    ("airssys_bindings", "Rust"),
    ("#![", "Rust"),
    ("extern crate", "Rust"),
    ("(component", "WebAssembly text"),
    ("(typename", "WITX"),
    ("(use \"", "WITX"),
    ("schema {", "GraphQL"),
    ("extend type ", "GraphQL"),
    ("directive @", "GraphQL"),
    ("[exposed", "WebIDL"),
    ("@0x", "Cap'n Proto"),
    ("$version:", "Smithy"),
    ("[package]", "TOML"),
    ("[dependencies]", "TOML"),
];

/// Returns the help for a format.
fn help(what: &str) -> &'static str {
    match what {
        "JSON" | "YAML" => "write `package namespace:name;`, and `interface name { … }` below it",
        "a web page" => "download the raw file, on GitHub with the `Raw` button",
        "XML" => "replace it with a WIT file, or rename it",
        "an error page" => "download the file again, from a URL that exists",
        "a pointer of Git LFS" => "run `git lfs pull` to get the file",
        "a patch" => "apply it with `git apply`, and remove it",
        "Protocol Buffers" => {
            "write each `service` as an `interface`, each `message` as a `record`, and each \
             `rpc f (A) returns (B)` as `f: func(a: a) -> b;`"
        }
        "Thrift" => {
            "write `package namespace:name;`, each `service` as an `interface`, and each `struct` as a `record`"
        }
        "GraphQL" => {
            "write `package namespace:name;`, each `type` as a `record`, and each query as a function of an interface"
        }
        "WITX" => {
            "write `(typename $t u32)` as `type t = u32;`, and each `(@interface func …)` as `name: func(…);` in an interface"
        }
        "WebAssembly text" => {
            "encode a component with `wasm-tools parse x.wat -o x.wasm`, or write its WIT"
        }
        "Rust" => "move the code to a `.rs` file, and keep only the WIT here",
        "TOML" => "move it to `deps.toml`, and write the WIT here",
        "Markdown" => "move the text to a `.md` file, and keep only the WIT here",
        _ => {
            "write `package namespace:name;`, and each function as `name: func(…) -> …;` in an interface"
        }
    }
}

fn foreign(file: FileId, text: &str) -> Option<Diagnostic> {
    let (span, what) = foreign_start(text)?;
    let kind = SyntaxError::NotWit { what: what.to_owned() };
    // The file may be WIT but for this line.
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let rest = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at + 1);
    let end = match &text[span.clone()] {
        "---" => text[rest..].find("---\n").map_or(rest, |at| rest + at + 4),
        _ => rest,
    };
    let removed = Edit::new(file, start..end, "");
    let help = Help::edits("remove this, which is not WIT", vec![removed]).otherwise(help(what));
    Some(Diagnostic::at(kind, file, span, "not valid in WIT").with_help(help))
}

/// Returns the span of the first code of a file in another format, and the format.
fn foreign_start(text: &str) -> Option<(Span, &'static str)> {
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start_matches(is_blank).len();
        let rest = &text[at..];
        let matches = |mark: &str| {
            rest.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark))
        };
        if let Some((mark, what)) = STARTS.iter().find(|(mark, _)| matches(mark)) {
            return Some((at..at + mark.len(), what));
        }
        let line = rest.split('\n').next().unwrap_or_default().trim_end();
        if let Some((length, what)) = foreign_line(line, rest) {
            return Some((at..at + length, what));
        }
        let comment = if rest.starts_with("/*") {
            rest.find("*/").map(|end| end + 2)
        } else {
            let marks = ["//", "#", ";;"];
            marks.iter().any(|mark| rest.starts_with(mark)).then_some(line.len())
        };
        at += comment?;
    }
}

/// Returns the length and the format of the first code of a file, by its first line and the rest.
fn foreign_line(line: &str, rest: &str) -> Option<(usize, &'static str)> {
    let has = |parts: &[&str]| parts.iter().any(|part| rest.contains(part));
    let after = |mark: &str| line.strip_prefix(mark).map(str::trim_start);
    let json = |open, starts: &[char]| {
        let inner = rest.strip_prefix(open).map(str::trim_start);
        inner.is_some_and(|inner| inner.is_empty() || inner.starts_with(starts))
    };
    let plain = || !has(&[";", "{"]);
    let words = line.split_whitespace().count();
    if json('{', &['"', '}']) || json('[', &['{', '"']) {
        return Some((1, "JSON"));
    }
    if after("(module").is_some() {
        let witx = has(&["@interface", "(typename"]);
        return Some((7, if witx { "WITX" } else { "WebAssembly text" }));
    }
    if after("type Query").or(after("type Mutation")).is_some_and(|rest| rest.starts_with('{')) {
        return Some((line.len(), "GraphQL"));
    }
    if line == "---" {
        return Some((3, "YAML"));
    }
    if let Some(name) = after("package").filter(|name| !name.contains(':')) {
        if has(&[
            "\nimport java",
            "public class ",
            "public final class ",
            "\npublic enum ",
            " void ",
        ]) {
            return Some((line.len(), "Java"));
        }
        let go = !name.contains([';', '.', '{'])
            && has(&["\nimport (", "\nimport \"", "\nfunc ", " struct {"]);
        return go.then_some((line.len(), "Go"));
    }
    if let Some(what) = other_language(line, rest) {
        return Some((line.len(), what));
    }
    if after("namespace").is_some() && words == 3 && !line.contains(['{', ':', ';']) {
        return Some((line.len(), "Thrift"));
    }
    if (after("import ").is_some() || after("from ").is_some() || after("def ").is_some())
        && has(&["):\n", "\ndef ", "\nclass "])
        && plain()
    {
        return Some((line.len(), "Python"));
    }
    if line.starts_with('#') && line.trim_start_matches('#').starts_with(' ') && plain() {
        return Some((line.len(), "Markdown"));
    }
    let key = line.split(':').next().unwrap_or_default();
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let value = line[key.len()..].strip_prefix(':');
    let yaml = is_key && value.is_some_and(|value| value.is_empty() || value.starts_with(' '));
    (yaml && plain() && !line.contains('(')).then_some((line.len(), "YAML"))
}

/// Returns the language of a file without a `package` declaration and without functions of WIT.
fn other_language(line: &str, text: &str) -> Option<&'static str> {
    let has = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
    let starts = |words: &[&str]| words.iter().any(|word| line.starts_with(word));
    if has(&["func(", ": async func", "package "]) {
        return None;
    }
    if starts(&["use ", "pub ", "trait ", "mod ", "struct ", "enum ", "impl ", "fn "])
        && has(&["fn ", "impl "])
    {
        return Some("Rust");
    }
    if starts(&["interface ", "dictionary ", "callback ", "namespace ", "partial "])
        && has(&["attribute ", "DOMString", "USVString", "undefined "])
    {
        return Some("WebIDL");
    }
    if starts(&["export ", "import ", "interface ", "declare ", "type "])
        && has(&[": number", "Promise<", ": boolean", "?: ", " => ", "(): string"])
    {
        return Some("TypeScript");
    }
    if starts(&["message ", "service ", "enum ", "option "]) && has(&[" = 1;", "rpc ", " = 0;"]) {
        return Some("Protocol Buffers");
    }
    if starts(&["struct ", "service ", "enum ", "typedef ", "exception ", "include "])
        && has(&["1: ", "1:required", "throws ("])
    {
        return Some("Thrift");
    }
    let c = ["uint32_t", "char *", "char* ", "void *", "int main(", "size_t"];
    (starts(&["typedef ", "struct ", "int ", "void ", "static ", "class ", "namespace "])
        && has(&c))
    .then_some("C")
}

/// Returns the error of Markdown code fences outside of comments.
fn markdown_fence(file: FileId, text: &str) -> Option<Diagnostic> {
    if !text.contains("```") {
        return None;
    }
    let comments = block_comments(text);
    let is_fence = |span: &Span| {
        text[span.clone()].trim_start().starts_with("```")
            && !comments.iter().any(|comment| comment.contains(&span.start))
    };
    let fences: Vec<Span> = lines(text).filter(is_fence).collect();
    let first = fences.first()?.clone();
    let end = |span: &Span| text[span.end..].find('\n').map_or(text.len(), |at| span.end + at + 1);
    let remove = |span: Span| Edit::new(file, span, "");
    let only_fences = fences.iter().map(|span| remove(span.start..end(span))).collect();
    // A pair of fences encloses code; what is outside of all pairs is prose.
    let mut outside = Vec::new();
    let mut at = 0;
    for pair in fences.chunks(2) {
        outside.push(remove(at..end(&pair[0])));
        at = pair.get(1).map_or(text.len(), |close| close.start);
    }
    outside.push(remove(at..text.len()));
    outside.retain(|edit| !edit.range.is_empty());
    let sentence = "remove these lines, and keep what is between them";
    let mut help = Help::edits(sentence, only_fences);
    help.candidates
        .extend(Help::edits("keep only the code between the fences", outside).candidates);
    let kind = SyntaxError::NotWit { what: "Markdown".to_owned() };
    let mut error = Diagnostic::at(kind, file, first, "a Markdown code fence");
    let others = fences.iter().skip(1).take(MAX_LABELS);
    error.labels.extend(others.map(|span| Label::new(file, span.clone(), "and this one")));
    Some(error.with_help(help))
}

/// Returns the spans of the block comments.
fn block_comments(text: &str) -> Vec<Span> {
    let mut comments: Vec<Span> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('/').map(|start| at + start) {
        let rest = &text[start..];
        at = start + 1;
        if rest.starts_with("//") {
            at = start + rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            at = start + rest.find("*/").map_or(rest.len(), |end| end + 2);
            comments.push(start..at);
        }
    }
    comments
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
