//! The place in the tokens of a file, the faults so far, and how to go on after one.

use super::lexer::lex;
use super::token::{Kind, Span, Token};
use crate::diagnostic::{Diagnostic, Location, SyntaxError};
use crate::files::FileId;
use std::collections::BTreeMap;

/// A fault was reported; whoever reads items looks for the next one.
#[derive(Debug)]
pub(super) struct Reported;

/// What was read, unless it could not be.
pub(super) type Parsed<T> = Result<T, Reported>;

/// Something that was opened and must be closed.
#[derive(Clone, Debug)]
pub(super) struct OpenDelimiter {
    /// What it is, for a message: ``interface `i` ``.
    pub(super) what: String,
    /// The brace or bracket.
    pub(super) span: Span,
    /// How far from the left the line starts on which it was opened.
    pub(super) indent: usize,
}

/// Reads one file.
pub(super) struct Parser<'a> {
    pub(super) file: FileId,
    pub(super) source: &'a str,
    pub(super) comments: Vec<Span>,
    tokens: Vec<Token>,
    at: usize,
    errors: Vec<Diagnostic>,
    /// Where in `faults` a name that WIT cannot have was told first.
    pub(super) invalid_names: BTreeMap<String, usize>,
    /// Interfaces that stand in another item, to be known nevertheless.
    pub(super) misplaced: super::tree::Scope,
    /// Whether a second `package` line was read.
    pub(super) follows_second_header: bool,
    /// Whether a package in a package is being read.
    pub(super) in_nested: bool,
    /// The faults that were reported of the separators of a list: of `;`, and of no `,`.
    pub(super) separator_errors: [Option<usize>; 2],
    /// How many more `{` than `}` the file has.
    pub(super) brace_balance: isize,
    /// Whether an element of a list was lost since it was asked last.
    pub(super) lost_element: bool,
    /// Whether a comment runs to the end of the file.
    pub(super) unterminated_comment: bool,
    depth: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(file: FileId, source: &'a str) -> Self {
        let lexed = lex(file, source);
        let unterminated_comment = lexed.errors.iter().any(|error| {
            matches!(error.kind, crate::diagnostic::Kind::Syntax(SyntaxError::UnterminatedComment))
        });
        let braces = lexed.tokens.iter().fold(0, |braces, token| match token.kind {
            Kind::Punct('{') => braces + 1,
            Kind::Punct('}') => braces - 1,
            _ => braces,
        });
        Self {
            file,
            source,
            comments: lexed.comments,
            tokens: lexed.tokens,
            at: 0,
            errors: lexed.errors,
            invalid_names: BTreeMap::new(),
            misplaced: super::tree::Scope::default(),
            follows_second_header: false,
            in_nested: false,
            separator_errors: [None; 2],
            lost_element: false,
            brace_balance: braces,
            unterminated_comment,
            depth: 0,
        }
    }

    /// The faults, in the order of their places.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.errors.sort_by_key(start);
        self.errors
    }

    /// Reads a token, and gives its text.
    pub(super) fn bump_text(&mut self) -> &'a str {
        let span = self.bump().span;
        self.slice(&span)
    }

    /// The token that is `n` further on.
    pub(super) fn nth(&self, n: usize) -> &Token {
        &self.tokens[(self.at + n).min(self.tokens.len() - 1)]
    }

    pub(super) fn kind(&self) -> Kind {
        self.nth(0).kind
    }

    /// Where the next token is.
    pub(super) fn span(&self) -> Span {
        self.nth(0).span.clone()
    }

    /// Where the last token ended.
    pub(super) fn end(&self) -> usize {
        if self.at == 0 { 0 } else { self.tokens[self.at - 1].span.end }
    }

    /// The place right behind the last token.
    pub(super) fn after_last(&self) -> Span {
        self.end()..self.end()
    }

    /// How many tokens have been read.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The tokens that were read since some position.
    pub(super) fn tokens_since(&self, position: usize) -> &[Token] {
        &self.tokens[position..self.at]
    }

    pub(super) fn slice(&self, span: &Span) -> &'a str {
        self.source.get(span.clone()).unwrap_or_default()
    }

    pub(super) fn bump(&mut self) -> Token {
        let token = self.nth(0).clone();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    pub(super) fn word_at(&self, n: usize) -> &'a str {
        let token = self.nth(n);
        if token.kind == Kind::Word { self.slice(&token.span) } else { "" }
    }

    /// The next token, if it is a word, and nothing otherwise.
    pub(super) fn word(&self) -> &'a str {
        self.word_at(0)
    }

    pub(super) fn is(&self, mark: char) -> bool {
        self.is_at(0, mark)
    }

    pub(super) fn is_at(&self, n: usize, mark: char) -> bool {
        self.nth(n).kind == Kind::Punct(mark)
    }

    pub(super) fn is_name_at(&self, n: usize) -> bool {
        matches!(self.nth(n).kind, Kind::Word | Kind::Escaped)
    }

    pub(super) fn at_end(&self) -> bool {
        self.kind() == Kind::Eof
    }

    pub(super) fn at_line_start(&self) -> bool {
        self.nth(0).starts_line
    }

    /// Whether the next token touches the last one.
    pub(super) fn is_adjacent(&self) -> bool {
        self.end() == self.span().start
    }

    /// From now on, the token that is `n` further on is that mark.
    pub(super) fn reinterpret(&mut self, n: usize, mark: char) {
        let at = (self.at + n).min(self.tokens.len() - 1);
        self.tokens[at].kind = Kind::Punct(mark);
    }

    pub(super) fn eat(&mut self, mark: char) -> bool {
        let found = self.is(mark);
        if found {
            self.bump();
        }
        found
    }

    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.word() == word;
        if found {
            self.bump();
        }
        found
    }

    pub(super) fn eat_arrow(&mut self) -> bool {
        let found = self.kind() == Kind::Arrow;
        if found {
            self.bump();
        }
        found
    }

    /// What the next token is called in a message.
    pub(super) fn found(&self) -> String {
        match self.kind() {
            Kind::Eof => "the end of the file".to_owned(),
            Kind::Word | Kind::Escaped | Kind::Integer | Kind::Arrow | Kind::Punct(_) => {
                format!("`{}`", self.slice(&self.span()))
            }
            Kind::String => "a string literal".to_owned(),
        }
    }

    /// How far from the left the line of a place starts.
    pub(super) fn indent_of(&self, at: usize) -> usize {
        let start = self.source[..at].rfind('\n').map_or(0, |i| i + 1);
        let line = &self.source[start..];
        line.len() - line.trim_start_matches([' ', '\t']).len()
    }

    pub(super) fn diagnostic(
        &self,
        kind: SyntaxError,
        span: Span,
        text: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::at(kind, self.file, span, text)
    }

    /// Reports an error with a label beside the caret and a help.
    pub(super) fn error(
        &mut self,
        kind: SyntaxError,
        span: Span,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> Reported {
        let diagnostic = Diagnostic::at(kind, self.file, span, label).with_help(help);
        self.report(diagnostic)
    }

    /// Reports a fault, unless one is at the same place already.
    pub(super) fn report(&mut self, error: Diagnostic) -> Reported {
        // A file with so many is no WIT, and nobody reads them all.
        if self.errors.len() < 200 && !self.errors.iter().any(|other| start(other) == start(&error))
        {
            self.errors.push(error);
        }
        Reported
    }

    /// Whether the last fault is that something is not closed right here.
    pub(super) fn just_reported_unclosed(&self) -> bool {
        let end = self.end();
        self.errors.last().is_some_and(|error| {
            start(error) >= end
                && matches!(
                    error.kind,
                    crate::diagnostic::Kind::Syntax(SyntaxError::Unclosed { .. })
                )
        })
    }

    /// Whether a fault was reported within a range.
    pub(super) fn has_error_in(&self, span: &Span) -> bool {
        self.errors.iter().any(|error| span.contains(&start(error)))
    }

    /// Adds a label to a fault that was reported.
    pub(super) fn add_label(&mut self, error: usize, span: Span, text: &str) {
        let file = self.file;
        if let Some(error) = self.errors.get_mut(error) {
            error.labels.push(crate::diagnostic::Label::new(file, span, text));
        }
    }

    /// Gives a fault that was reported a better help.
    pub(super) fn replace_help(&mut self, error: usize, help: String) {
        if let Some(error) = self.errors.get_mut(error) {
            error.help = Some(help);
        }
    }

    /// Whether all faults since some number were about types of other languages.
    pub(super) fn only_foreign_types_since(&self, number: usize) -> bool {
        self.errors[number..].iter().all(|error| {
            matches!(error.kind, crate::diagnostic::Kind::Syntax(SyntaxError::ForeignType { .. }))
        })
    }

    /// Whether all faults since some number were about the words in which a function is written.
    pub(super) fn only_spelling_since(&self, number: usize) -> bool {
        use crate::diagnostic::Kind::Syntax;
        self.errors[number.min(self.errors.len())..].iter().all(|error| match &error.kind {
            Syntax(SyntaxError::Unexpected { wanted, .. }) => wanted == "`->`",
            Syntax(error) => matches!(
                error,
                SyntaxError::ForeignType { .. }
                    | SyntaxError::OptionalMark
                    | SyntaxError::UnitType { .. }
                    | SyntaxError::MissingArrow
                    | SyntaxError::MissingColon { .. }
            ),
            _ => false,
        })
    }

    /// Takes back the faults since some number.
    pub(super) fn discard_errors_since(&mut self, number: usize) {
        self.errors.truncate(number);
        self.invalid_names.retain(|_, error| *error < number);
    }

    pub(super) fn error_count(&self) -> usize {
        self.errors.len()
    }

    /// Reports that something else should stand here.
    pub(super) fn unexpected(&mut self, wanted: &str, help: impl Into<String>) -> Reported {
        let span = if self.at_end() { self.after_last() } else { self.span() };
        let kind = SyntaxError::Unexpected { wanted: wanted.to_owned(), found: self.found() };
        self.error(kind, span, format!("expected {wanted}"), help)
    }

    /// The line, without the blanks around it, on which a place is.
    pub(super) fn line(&self, at: usize) -> &'a str {
        let start = self.source[..at].rfind('\n').map_or(0, |i| i + 1);
        self.source[start..].lines().next().unwrap_or_default().trim()
    }

    /// One more level of nesting, if there are not too many already.
    pub(super) fn nest<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= 100 {
            let span = self.span();
            return Err(self.error(
                SyntaxError::TooDeep,
                span,
                "the limit is 100 levels",
                "define an inner type with a name, and write that name here",
            ));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }
}

fn start(error: &Diagnostic) -> usize {
    match &error.location {
        Location::Source(label) => label.range.start,
        Location::Path(_) | Location::Argument(_) | Location::Call => 0,
    }
}
