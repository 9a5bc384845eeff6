//! The words and marks of WIT, each with its place.

use std::ops::Range;

/// A range of bytes of a file.
pub type Span = Range<usize>;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Word,
    /// A name with `%` before it.
    Escaped,
    /// Digits.
    Integer,
    /// A text in double quotes.
    String,
    /// `->`.
    Arrow,
    /// Any other character that stands for itself, WIT's own or not.
    Punct(char),
    /// The end of the file.
    Eof,
}

/// A token.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it is.
    pub span: Span,
    /// Whether it is the first of its line.
    pub starts_line: bool,
}

/// The words that can be a name only with a `%` before them.
const KEYWORDS: [&str; 43] = [
    "use",
    "type",
    "func",
    "u8",
    "u16",
    "u32",
    "u64",
    "s8",
    "s16",
    "s32",
    "s64",
    "f32",
    "f64",
    "char",
    "resource",
    "own",
    "borrow",
    "record",
    "flags",
    "variant",
    "enum",
    "bool",
    "string",
    "option",
    "result",
    "future",
    "stream",
    "error-context",
    "list",
    "map",
    "_",
    "as",
    "from",
    "static",
    "interface",
    "tuple",
    "world",
    "import",
    "export",
    "package",
    "constructor",
    "include",
    "with",
];

/// Whether a word is a keyword of WIT.
pub fn is_keyword(word: &str) -> bool {
    word == "async" || KEYWORDS.contains(&word)
}
