//! From names in WIT to names in Rust.

use wit_bindgen_core::name_package_module;
use wit_bindgen_core::wit_parser::{PackageId, Resolve};
use wit_bindgen_rust::to_rust_ident;

/// The words that Rust 2024 keeps for itself, in snake case, but for those that wit-bindgen escapes.
const KEYWORDS: &[&str] = &[
    "as", "break", "const", "continue", "crate", "else", "enum", "extern", "false", "fn", "for",
    "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "type", "unsafe", "use",
    "where", "while", "async", "await", "dyn", "abstract", "become", "box", "do", "final", "macro",
    "override", "priv", "typeof", "unsized", "virtual", "yield", "try",
];

/// Whether Rust keeps the word for itself.
pub(crate) fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

/// A name as wit-bindgen writes it in snake case, which may still be a keyword.
pub(crate) fn snake(name: &str) -> String {
    to_rust_ident(name)
}

/// A name as wit-bindgen writes it for types and cases.
pub(crate) fn camel(name: &str) -> String {
    name.split('-')
        .map(|word| {
            let mut chars = word.chars();
            let first = chars.next().map(|char| char.to_ascii_uppercase());
            first.into_iter().chain(chars.map(|char| char.to_ascii_lowercase())).collect::<String>()
        })
        .collect()
}

/// A name as the identifier of a module.
pub(crate) fn module(name: &str) -> String {
    escaped(snake(name))
}

/// Modules that generated code has at the root of the tree, and the crate by whose name it is called.
const TAKEN_NAMESPACES: &[&str] = &["wit_future", "wit_stream", "airssys_bindings"];

/// Whether a namespace cannot have its own name for a module.
pub(crate) fn is_taken_namespace(name: &str) -> bool {
    is_keyword(&snake(name)) || TAKEN_NAMESPACES.contains(&snake(name).as_str())
}

/// A namespace as the identifier of its module.
pub(crate) fn namespace(name: &str) -> String {
    if is_taken_namespace(name) { format!("{}_", snake(name)) } else { snake(name) }
}

/// A package as the identifier of its module, with its version where several are there.
pub(crate) fn package_module(resolve: &Resolve, package: PackageId) -> String {
    escaped(name_package_module(resolve, package))
}

fn escaped(mut ident: String) -> String {
    if is_keyword(&ident) {
        ident.push('_');
    }
    ident
}
