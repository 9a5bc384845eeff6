//! From the text of a WIT file to a tree of what it says, with every fault of its syntax.
//!
//! It runs only on packages that wit-parser refuses, and accepts whatever wit-parser 0.262 accepts.

mod alias;
mod alien;
mod angles;
mod attribute;
mod body;
mod brackets;
mod cases;
mod cursor;
mod externs;
pub mod foreign;
mod function;
mod include;
mod item;
mod lexer;
mod list;
mod misplaced;
mod name;
mod nested;
mod package;
mod package_ref;
mod path;
mod recover;
mod resource;
mod results;
mod signature;
mod spellings;
mod strange;
mod token;
pub mod tree;
mod typedef;
mod types;
mod uses;
mod version;
mod world;

pub use name::{kebab, valid_name};
pub use nested::{header_of, is_wit, only_nested};
pub use package_ref::{PackageRef, package_refs};
pub use token::{Span, is_keyword};

use crate::diagnostic::Diagnostic;
use crate::files::FileId;

/// Reads a file: what it says, as far as it can be read, and what is wrong with it.
pub fn parse(file: FileId, text: &str) -> (tree::Tree, Vec<Diagnostic>) {
    if let Some(fault) = alien::whole(file, text) {
        let mut tree = tree::Tree::default();
        tree.scope.broken = true;
        return (tree, vec![fault]);
    }
    let mut parser = cursor::Parser::new(file, text);
    let tree = parser.tree();
    (tree, parser.finish())
}

#[cfg(test)]
mod tests;
