//! The recovering parser: from the source of a WIT file to its syntax tree and every syntax error in it.
//!
//! It runs only on packages that `wit-parser` rejects, and accepts whatever `wit-parser` 0.262 accepts.

mod attributes;
mod body;
mod cases;
mod confusables;
mod cursor;
mod delimiters;
mod externs;
mod fields;
mod follow_ups;
mod foreign_comments;
mod function;
mod invalid_use;
mod lexer;
mod name;
mod not_wit;
pub mod other_languages;
mod outside;
mod package;
mod package_refs;
mod path;
mod recovery;
mod resource;
mod signature;
mod token;
mod top_level_items;
pub mod tree;
mod type_arguments;
mod typedef;
mod types;
mod uses;
mod world;

pub use package_refs::{PackageRef, header_of, is_wit, only_nested};
pub use token::{Span, is_keyword};

use crate::diagnostic::Diagnostic;
use crate::files::FileId;
use crate::spelling::{kebab, valid_name};

/// Parses a file, and returns what could be read of it and its syntax errors in source order.
pub fn parse(file: FileId, source: &str) -> (tree::Tree, Vec<Diagnostic>) {
    if let Some(error) = not_wit::diagnose(file, source) {
        let mut tree = tree::Tree::default();
        tree.scope.broken = true;
        return (tree, vec![error]);
    }
    let mut parser = cursor::Parser::new(file, source);
    let tree = parser.tree();
    (tree, parser.finish())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::parse;
    use crate::files::{Files, SourceFile};

    /// The bad packages, whole and with parts cut off.
    fn broken_sources() -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/bad-packages");
        let packages = fs::read_dir(root).expect("the bad packages are in the workspace");
        let folders = packages.flatten().map(|package| package.path().join("wit"));
        let files = folders.filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
        let sources = files.filter_map(|file| fs::read_to_string(file.path()).ok());
        let mut broken = Vec::new();
        for source in sources.filter(|source| source.len() < 5_000) {
            let tokens = source.split_inclusive([' ', ';', '{', '}', '(', ')', '<', ':', '.', ',']);
            let tokens: Vec<_> = tokens.collect();
            for skipped in 0..tokens.len() {
                broken.push(tokens[..skipped].concat());
                broken.push(tokens[..skipped].concat() + &tokens[skipped + 1..].concat());
            }
            broken.push(source);
        }
        let types =
            ["Box<>", "foo<>", "&'", "\"\"", "a.", "_", "[", "(", "list<", "map<", "result<"];
        broken.extend(types.map(|ty| format!("interface i {{ f: func() -> {ty}; use {ty}; }}")));
        broken.extend(types.map(|ty| format!("world w {{ import {ty}; include {ty}; }}")));
        broken
    }

    #[test]
    fn every_error_has_a_help_without_empty_code() {
        let mut files = Files::default();
        let file = files.add(SourceFile {
            path: "a.wit".to_owned(),
            absolute: "a.wit".into(),
            text: String::new(),
            byte_order_mark: false,
            executable: false,
        });
        let mut wrong = std::collections::BTreeSet::new();
        for source in broken_sources() {
            for error in parse(file, &source).1 {
                let help = error.help_sentence().unwrap_or_default();
                if help.is_empty() || help.contains("``") {
                    wrong.insert(format!("{}: {help}\n    {source}", error.title()));
                }
            }
        }
        let wrong: Vec<_> = wrong.into_iter().take(20).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    }
}
