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
mod function;
mod lexer;
mod name;
mod not_wit;
pub mod other_languages;
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

pub use name::{kebab, valid_name};
pub use package_refs::{PackageRef, header_of, only_nested, package_refs};
pub use token::{Span, is_keyword};

use crate::diagnostic::Diagnostic;
use crate::files::FileId;

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
