//! The tokens of WIT, and its keywords.

use std::ops::Range;

/// A range of bytes in a file.
pub type Span = Range<usize>;

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Word,
    /// A name after `%`.
    Escaped,
    /// Digits.
    Integer,
    /// A string literal.
    String,
    /// `->`.
    Arrow,
    /// Any other character, allowed in WIT or not.
    Punct(char),
    /// The end of the file.
    Eof,
}

/// A token.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// The kind.
    pub kind: Kind,
    /// The span.
    pub span: Span,
    /// `true` for the first token of a line.
    pub starts_line: bool,
}

/// The words that are names only after `%`.
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

/// The keywords that start a type definition.
pub(super) const TYPE_KEYWORDS: [&str; 6] =
    ["record", "variant", "enum", "flags", "resource", "type"];

/// Returns `true` for a keyword that starts a type definition.
pub(super) fn is_type_keyword(word: &str) -> bool {
    TYPE_KEYWORDS.contains(&word)
}

/// Returns `true` for a keyword that starts an item.
pub(super) fn is_item_keyword(word: &str) -> bool {
    is_type_keyword(word)
        || matches!(
            word,
            "use" | "import" | "export" | "include" | "interface" | "world" | "package"
        )
}

/// Returns `true` for a keyword of WIT.
pub fn is_keyword(word: &str) -> bool {
    word == "async" || KEYWORDS.contains(&word)
}
