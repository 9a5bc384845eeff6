//! The place in the tokens of a file, the faults so far, and how to go on after one.

use super::lexer::lex;
use super::token::{Kind, Span, Token};
use crate::diagnostic::{Diagnostic, Location, SyntaxError};
use crate::files::FileId;
use std::collections::BTreeMap;

/// A fault was reported; whoever reads items looks for the next one.
#[derive(Debug)]
pub(super) struct Broken;

/// What was read, unless it could not be.
pub(super) type Parsed<T> = Result<T, Broken>;

/// Something that was opened and must be closed.
#[derive(Clone, Debug)]
pub(super) struct Opened {
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
    pub(super) text: &'a str,
    pub(super) comments: Vec<Span>,
    tokens: Vec<Token>,
    at: usize,
    faults: Vec<Diagnostic>,
    /// Where in `faults` a name that WIT cannot have was told first.
    pub(super) bad_names: BTreeMap<String, usize>,
    /// Interfaces that stand in another item, to be known nevertheless.
    pub(super) strays: super::tree::Scope,
    /// Whether a second `package` line was read.
    pub(super) follows_second_header: bool,
    /// Whether a package in a package is being read.
    pub(super) in_nested: bool,
    /// The faults that were reported of the separators of a list: of `;`, and of no `,`.
    pub(super) list_faults: [Option<usize>; 2],
    /// How many more `{` than `}` the file has.
    pub(super) braces: isize,
    /// Whether an element of a list was lost since it was asked last.
    pub(super) lost: bool,
    /// Whether a comment runs to the end of the file.
    pub(super) endless_comment: bool,
    depth: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(file: FileId, text: &'a str) -> Self {
        let lexed = lex(file, text);
        let endless_comment = lexed.faults.iter().any(|fault| {
            matches!(fault.kind, crate::diagnostic::Kind::Syntax(SyntaxError::UnterminatedComment))
        });
        let braces = lexed.tokens.iter().fold(0, |braces, token| match token.kind {
            Kind::Mark('{') => braces + 1,
            Kind::Mark('}') => braces - 1,
            _ => braces,
        });
        Self {
            file,
            text,
            comments: lexed.comments,
            tokens: lexed.tokens,
            at: 0,
            faults: lexed.faults,
            bad_names: BTreeMap::new(),
            strays: super::tree::Scope::default(),
            follows_second_header: false,
            in_nested: false,
            list_faults: [None; 2],
            lost: false,
            braces,
            endless_comment,
            depth: 0,
        }
    }

    /// The faults, in the order of their places.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.faults.sort_by_key(start);
        self.faults
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
    pub(super) fn behind(&self) -> Span {
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
        self.text.get(span.clone()).unwrap_or_default()
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
        self.nth(n).kind == Kind::Mark(mark)
    }

    pub(super) fn is_name_at(&self, n: usize) -> bool {
        matches!(self.nth(n).kind, Kind::Word | Kind::Escaped)
    }

    pub(super) fn at_end(&self) -> bool {
        self.kind() == Kind::End
    }

    pub(super) fn fresh(&self) -> bool {
        self.nth(0).fresh
    }

    /// Whether the next token touches the last one.
    pub(super) fn touches(&self) -> bool {
        self.end() == self.span().start
    }

    /// From now on, the token that is `n` further on is that mark.
    pub(super) fn read_as(&mut self, n: usize, mark: char) {
        let at = (self.at + n).min(self.tokens.len() - 1);
        self.tokens[at].kind = Kind::Mark(mark);
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
            Kind::End => "the end of the file".to_owned(),
            Kind::Word | Kind::Escaped | Kind::Integer | Kind::Arrow | Kind::Mark(_) => {
                format!("`{}`", self.slice(&self.span()))
            }
            Kind::Text => "a text in quotes".to_owned(),
        }
    }

    /// How far from the left the line of a place starts.
    pub(super) fn indent_of(&self, at: usize) -> usize {
        let start = self.text[..at].rfind('\n').map_or(0, |i| i + 1);
        let line = &self.text[start..];
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
    ) -> Broken {
        let diagnostic = Diagnostic::at(kind, self.file, span, label).with_help(help);
        self.report(diagnostic)
    }

    /// Reports a fault, unless one is at the same place already.
    pub(super) fn report(&mut self, fault: Diagnostic) -> Broken {
        // A file with so many is no WIT, and nobody reads them all.
        if self.faults.len() < 200 && !self.faults.iter().any(|other| start(other) == start(&fault))
        {
            self.faults.push(fault);
        }
        Broken
    }

    /// Whether the last fault is that something is not closed right here.
    pub(super) fn just_unclosed(&self) -> bool {
        let end = self.end();
        self.faults.last().is_some_and(|fault| {
            start(fault) >= end
                && matches!(
                    fault.kind,
                    crate::diagnostic::Kind::Syntax(SyntaxError::Unclosed { .. })
                )
        })
    }

    /// Whether a fault was reported within a range.
    pub(super) fn has_fault_in(&self, span: &Span) -> bool {
        self.faults.iter().any(|fault| span.contains(&start(fault)))
    }

    /// Adds a label to a fault that was reported.
    pub(super) fn extend(&mut self, fault: usize, span: Span, text: &str) {
        let file = self.file;
        if let Some(fault) = self.faults.get_mut(fault) {
            fault.labels.push(crate::diagnostic::Label::new(file, span, text));
        }
    }

    /// Gives a fault that was reported a better help.
    pub(super) fn set_help(&mut self, fault: usize, help: String) {
        if let Some(fault) = self.faults.get_mut(fault) {
            fault.help = Some(help);
        }
    }

    /// Whether all faults since some number were about types of other languages.
    pub(super) fn only_foreign_since(&self, number: usize) -> bool {
        self.faults[number..].iter().all(|fault| {
            matches!(fault.kind, crate::diagnostic::Kind::Syntax(SyntaxError::ForeignType { .. }))
        })
    }

    /// Whether all faults since some number were about the words in which a function is written.
    pub(super) fn only_spelling_since(&self, number: usize) -> bool {
        use crate::diagnostic::Kind::Syntax;
        self.faults[number.min(self.faults.len())..].iter().all(|fault| match &fault.kind {
            Syntax(SyntaxError::Unexpected { wanted, .. }) => wanted == "`->`",
            Syntax(fault) => matches!(
                fault,
                SyntaxError::ForeignType { .. }
                    | SyntaxError::OptionalMark
                    | SyntaxError::NoResult { .. }
                    | SyntaxError::MissingArrow
                    | SyntaxError::MissingColon { .. }
            ),
            _ => false,
        })
    }

    /// Takes back the faults since some number.
    pub(super) fn forget_since(&mut self, number: usize) {
        self.faults.truncate(number);
        self.bad_names.retain(|_, fault| *fault < number);
    }

    pub(super) fn fault_count(&self) -> usize {
        self.faults.len()
    }

    /// Reports that something else should stand here.
    pub(super) fn unexpected(&mut self, wanted: &str, help: impl Into<String>) -> Broken {
        let span = if self.at_end() { self.behind() } else { self.span() };
        let kind = SyntaxError::Unexpected { wanted: wanted.to_owned(), found: self.found() };
        self.error(kind, span, format!("{wanted} should stand here"), help)
    }

    /// The line, without the blanks around it, on which a place is.
    pub(super) fn line(&self, at: usize) -> &'a str {
        let start = self.text[..at].rfind('\n').map_or(0, |i| i + 1);
        self.text[start..].lines().next().unwrap_or_default().trim()
    }

    /// One more level of nesting, if there are not too many already.
    pub(super) fn nest<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= 100 {
            let span = self.span();
            return Err(self.error(
                SyntaxError::TooDeep,
                span,
                "the hundredth level",
                "give an inner part a name of its own",
            ));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }
}

fn start(fault: &Diagnostic) -> usize {
    match &fault.location {
        Location::Source(label) => label.range.start,
        Location::Path(_) | Location::Argument(_) | Location::Call => 0,
    }
}
