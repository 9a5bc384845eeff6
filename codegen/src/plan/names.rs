//! From names in WIT to names in Rust.

use heck::ToSnakeCase as _;

use crate::wit_parser::{PackageId, Resolve};

/// The words that Rust 2024 keeps for itself, in snake case.
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

/// A name as wit-bindgen writes it in snake case (`to_rust_ident`), which may still be a keyword.
pub(crate) fn snake(name: &str) -> String {
    match name {
        // wit-bindgen does not escape it.
        "gen" => name.to_owned(),
        name if is_keyword(name) => format!("{name}_"),
        name => name.to_snake_case(),
    }
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
    escaped(unescaped_package_module(resolve, package))
}

/// The same as wit-bindgen and `bindgen!` write it (`name_package_module`), which may be a keyword.
pub(crate) fn unescaped_package_module(resolve: &Resolve, package: PackageId) -> String {
    let name = &resolve.packages[package].name;
    let base = name.name.to_snake_case();
    let mut versions = 0;
    for (_, other) in &resolve.packages {
        let same = (&other.name.namespace, &other.name.name) == (&name.namespace, &name.name);
        versions += usize::from(same);
    }
    match &name.version {
        Some(version) if versions > 1 => {
            let version = version.to_string().replace(['.', '-', '+'], "_");
            format!("{base}{}", version.to_snake_case())
        }
        _ => base,
    }
}

fn escaped(mut ident: String) -> String {
    if is_keyword(&ident) {
        ident.push('_');
    }
    ident
}

#[cfg(all(test, feature = "guest"))]
mod tests {
    use wit_bindgen_core::name_package_module;
    use wit_bindgen_rust::to_rust_ident;

    use super::*;

    #[test]
    fn names_are_those_of_wit_bindgen() {
        let others = ["gen", "a", "a-b", "http2", "a1-b2", "HTTP", "get-HTTP-2", "TYPE", "raw"];
        for name in KEYWORDS.iter().chain(&others) {
            assert_eq!(snake(name), to_rust_ident(name));
        }
    }

    #[test]
    fn packages_are_called_as_wit_bindgen_calls_them() {
        let mut resolve = Resolve::default();
        let names =
            ["a:b@1.0.0", "a:b@2.0.0-rc.1+build", "a:b", "a:%type", "b:b@0.1.0", "a:c-d@1.0.0"];
        for name in names {
            let text = format!("package {name};");
            resolve.push_str("a.wit", &text).expect("the package is sound");
        }
        for (id, _) in &resolve.packages {
            assert_eq!(unescaped_package_module(&resolve, id), name_package_module(&resolve, id));
        }
    }
}
