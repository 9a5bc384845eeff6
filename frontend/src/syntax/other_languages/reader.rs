//! A position in the tokens of a parser, from which declarations of other languages are read without a change to the parser.

use super::super::cursor::Parser;
use super::super::token::{Kind, Span, Token};
use crate::spelling::{kebab, transliterated, valid_name};

/// The deepest nesting of types that is read.
const MAX_DEPTH: usize = 24;

/// The largest number of tokens that are read for one declaration.
const MAX_STEPS: usize = 4_000;

/// Reads declarations of other languages.
pub(in super::super) struct Reader<'p, 'a> {
    pub(super) parser: &'p Parser<'a>,
    /// The position, as an index of a token.
    pub(super) at: usize,
    /// Definitions of types that WIT cannot express where they are used.
    pub(super) definitions: Vec<String>,
    /// The name of what is read, from which the names of definitions are derived.
    pub(super) hint: String,
    pub(super) depth: usize,
    /// The name of the resource around what is read.
    pub(super) resource: Option<String>,
    /// `true` in a declaration of Go, in which the name comes first: `origin Point`.
    pub(super) go: bool,
    /// `true` after a declaration with the type before the name.
    pub(super) type_first: bool,
    /// `true` after separators that are not those of WIT.
    pub(super) separated: bool,
    /// The number of tokens that may still be read, also in vain.
    steps: usize,
}

impl<'p, 'a> Reader<'p, 'a> {
    /// Creates a reader at a position of the parser.
    pub(in super::super) fn new(parser: &'p Parser<'a>, at: usize, hint: &str) -> Self {
        Self {
            parser,
            at,
            definitions: Vec::new(),
            hint: hint.to_owned(),
            depth: 0,
            resource: parser.resource_name.clone(),
            go: false,
            separated: false,
            type_first: false,
            steps: MAX_STEPS,
        }
    }

    /// Reads with `read`, and stays where it was if that fails.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let (at, definitions) = (self.at, self.definitions.len());
        let found = read(self);
        if found.is_none() {
            self.at = at;
            self.definitions.truncate(definitions);
        }
        found
    }

    /// Reads one level deeper, unless the nesting is too deep.
    pub(super) fn nest<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    pub(super) fn token(&self, n: usize) -> &'p Token {
        match self.steps {
            0 => self.parser.token(usize::MAX),
            _ => self.parser.token(self.at + n),
        }
    }

    pub(super) fn kind(&self) -> Kind {
        self.token(0).kind
    }

    /// Returns the token `n` tokens ahead if it is a word, and an empty string otherwise.
    pub(super) fn word_at(&self, n: usize) -> &'a str {
        let token = self.token(n);
        if token.kind == Kind::Word { self.parser.slice(&token.span) } else { "" }
    }

    pub(super) fn word(&self) -> &'a str {
        self.word_at(0)
    }

    pub(super) fn is_at(&self, n: usize, mark: char) -> bool {
        self.token(n).kind == Kind::Punct(mark)
    }

    pub(super) fn is(&self, mark: char) -> bool {
        self.is_at(0, mark)
    }

    pub(super) fn is_name_at(&self, n: usize) -> bool {
        matches!(self.token(n).kind, Kind::Word | Kind::Escaped)
    }

    /// Returns `true` if the next token is the first one of its line.
    pub(super) fn starts_line(&self) -> bool {
        self.token(0).starts_line
    }

    pub(super) fn at_end(&self) -> bool {
        self.kind() == Kind::Eof
    }

    pub(super) fn bump(&mut self) -> Span {
        let span = self.token(0).span.clone();
        if !self.at_end() {
            self.at += 1;
            self.steps -= 1;
        }
        span
    }

    pub(super) fn eat(&mut self, mark: char) -> bool {
        let found = self.is(mark);
        if found {
            self.bump();
        }
        found
    }

    pub(super) fn eat_word(&mut self, words: &[&str]) -> bool {
        let found = words.contains(&self.word());
        if found {
            self.bump();
        }
        found
    }

    /// Reads `mark`, or fails.
    pub(super) fn expect(&mut self, mark: char) -> Option<()> {
        self.eat(mark).then_some(())
    }

    /// Returns the start of the next token.
    pub(super) fn start(&self) -> usize {
        self.token(0).span.start
    }

    /// Returns the end of the last token.
    pub(super) fn end(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |last| self.parser.token(last).span.end)
    }

    /// Returns `true` if nothing is between the last token and the next one.
    pub(super) fn is_adjacent(&self) -> bool {
        self.end() == self.start()
    }

    /// Reads a name, and returns it as a name of WIT.
    pub(super) fn name(&mut self) -> Option<String> {
        if !matches!(self.kind(), Kind::Word | Kind::Escaped | Kind::String) {
            return None;
        }
        let span = self.bump();
        wit_name(self.parser.slice(&span))
    }

    /// Reads a delimiter and what is in it.
    pub(super) fn skip_delimited(&mut self, open: char, close: char) -> bool {
        if !self.is(open) {
            return false;
        }
        let mut depth = 0usize;
        while !self.at_end() {
            if self.is(open) {
                depth += 1;
            } else if self.is(close) {
                depth -= 1;
            }
            self.bump();
            if depth == 0 {
                return true;
            }
        }
        false
    }

    /// Adds a definition, and returns its name.
    pub(super) fn define(&mut self, keyword: &str, suffix: &str, rest: &str) -> String {
        let mut name = match self.hint.ends_with(suffix) {
            true => self.hint.clone(),
            false => format!("{}-{suffix}", self.hint),
        };
        while self.parser.is_defined(&name)
            || self.definitions.iter().any(|other| other.contains(&format!(" {name} {{")))
        {
            name.push_str("-two");
        }
        self.definitions.push(format!("{keyword} {name} {{ {rest} }}"));
        name
    }
}

/// Returns a name of another language in the spelling of WIT, with `%` if it is a keyword.
pub(super) fn wit_name(text: &str) -> Option<String> {
    let text = text.trim_matches(['"', '%']);
    let name = if valid_name(text) { text.to_owned() } else { kebab(&transliterated(text)) };
    let name = match super::super::is_keyword(&name) {
        true => format!("%{name}"),
        false => name,
    };
    valid_name(name.trim_start_matches('%')).then_some(name)
}
