//! Converts names in WIT to names in Rust.

use heck::ToSnakeCase as _;

use crate::wit_parser::{PackageId, PackageName, Resolve};
use std::collections::BTreeSet;

/// The keywords of Rust 2024, in snake case.
const KEYWORDS: &[&str] = &[
    "as", "break", "const", "continue", "crate", "else", "enum", "extern", "false", "fn", "for",
    "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "type", "unsafe", "use",
    "where", "while", "async", "await", "dyn", "abstract", "become", "box", "do", "final", "macro",
    "override", "priv", "typeof", "unsized", "virtual", "yield", "try",
];

/// `true` if a word is a keyword.
pub(crate) fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

/// Converts a name to snake case as wit-bindgen does (`to_rust_ident`). The result may still be a keyword.
pub(crate) fn snake(name: &str) -> String {
    match name {
        // wit-bindgen does not escape it.
        "gen" => name.to_owned(),
        name if is_keyword(name) => format!("{name}_"),
        name => name.to_snake_case(),
    }
}

/// Converts a name to upper camel case, as wit-bindgen does for types and cases.
pub(crate) fn camel(name: &str) -> String {
    name.split('-')
        .map(|word| {
            let mut chars = word.chars();
            let first = chars.next().map(|char| char.to_ascii_uppercase());
            first.into_iter().chain(chars.map(|char| char.to_ascii_lowercase())).collect::<String>()
        })
        .collect()
}

/// Converts a name to the identifier of a module.
pub(crate) fn module(name: &str) -> String {
    escaped(snake(name))
}

/// Modules that generated code has at the root of the tree, and the crate that calls of the macro name.
const RESERVED_NAMESPACES: &[&str] = &["wit_future", "wit_stream", "airssys_bindings"];

/// `true` if a namespace cannot be the name of a module.
pub(crate) fn is_reserved_namespace(name: &str) -> bool {
    is_keyword(&snake(name)) || RESERVED_NAMESPACES.contains(&snake(name).as_str())
}

/// Converts a namespace to the identifier of its module.
pub(crate) fn namespace(name: &str) -> String {
    if is_reserved_namespace(name) { format!("{}_", snake(name)) } else { snake(name) }
}

/// Returns the identifier of a package's module, with the version if there are several versions.
pub(crate) fn package_module(resolve: &Resolve, package: PackageId) -> String {
    escaped(unescaped_package_module(resolve, package))
}

/// Returns the same as wit-bindgen and `bindgen!` (`name_package_module`), which may be a keyword.
pub(crate) fn unescaped_package_module(resolve: &Resolve, package: PackageId) -> String {
    let name = &resolve.packages[package].name;
    let base = name.name.to_snake_case();
    let is_version =
        |other: &PackageName| (&other.namespace, &other.name) == (&name.namespace, &name.name);
    let versions = resolve.packages.iter().filter(|(_, other)| is_version(&other.name)).count();
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
    fn names_equal_those_of_wit_bindgen() {
        let others = ["gen", "a", "a-b", "http2", "a1-b2", "HTTP", "get-HTTP-2", "TYPE", "raw"];
        for name in KEYWORDS.iter().chain(&others) {
            assert_eq!(snake(name), to_rust_ident(name));
        }
    }

    #[test]
    fn package_modules_equal_those_of_wit_bindgen() {
        let mut resolve = Resolve::default();
        let names =
            ["a:b@1.0.0", "a:b@2.0.0-rc.1+build", "a:b", "a:%type", "b:b@0.1.0", "a:c-d@1.0.0"];
        for name in names {
            let text = format!("package {name};");
            resolve.push_str("a.wit", &text).expect("the package is valid");
        }
        for (id, _) in &resolve.packages {
            assert_eq!(unescaped_package_module(&resolve, id), name_package_module(&resolve, id));
        }
    }
}

/// Returns the name for the import of a module, which no other import has: with its package, if need be.
pub(crate) fn import_name(module: &[String], names: &mut BTreeSet<String>) -> String {
    let last = module.last().cloned().unwrap_or_default();
    let start = last.trim_start_matches("r#");
    let package = module.len().checked_sub(2).map_or("", |at| module[at].trim_start_matches("r#"));
    let candidates = [last.clone(), format!("{package}_{start}")];
    let numbered = (2..).map(|number| format!("{package}_{start}_{number}"));
    let mut candidates = candidates.into_iter().chain(numbered);
    candidates.find(|name| names.insert(name.clone())).unwrap_or_default()
}
