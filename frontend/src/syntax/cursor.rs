//! The parser's state: its position in the tokens of a file, and the errors so far.

use super::follow_ups;
use super::lexer::lex;
use super::token::{Kind, Span, Token};
use crate::diagnostic::{Candidate, Change, Diagnostic, Edit, Help, Location, SyntaxError};
use crate::files::FileId;
use std::collections::{BTreeMap, BTreeSet};
use std::iter;

/// Proof that an error was reported; the caller recovers at the next item.
#[derive(Debug)]
pub(super) struct Reported;

/// The result of parsing, or an error that was reported.
pub(super) type Parsed<T> = Result<T, Reported>;

/// An opening delimiter that needs its closing one.
#[derive(Clone, Debug)]
pub(super) struct OpenDelimiter {
    /// The construct that it opens, for messages: ``interface `i` ``.
    pub(super) what: String,
    /// The span of the delimiter.
    pub(super) span: Span,
    /// The indentation of its line.
    pub(super) indent: usize,
}

/// The largest number of errors: a file with more is not WIT.
pub(super) const MAX_ERRORS: usize = 200;

/// The deepest nesting of items, and of types, as in `wit-parser`.
const MAX_DEPTH: usize = 100;

/// A parser of one file.
pub(super) struct Parser<'a> {
    pub(super) file: FileId,
    pub(super) source: &'a str,
    pub(super) comments: Vec<Span>,
    /// The start and the indentation of each line.
    lines: Vec<(usize, usize)>,
    tokens: Vec<Token>,
    at: usize,
    errors: Vec<Diagnostic>,
    /// The index in `errors` of the first error of each invalid name.
    pub(super) invalid_names: BTreeMap<String, usize>,
    /// Items that are inside another item, which are kept as top-level ones.
    pub(super) misplaced: super::tree::Scope,
    /// The number of errors that the check completes and reports.
    pub(super) invalid_uses: usize,
    /// The keyword of WIT for the next word, if its error is already reported.
    pub(super) modified_item: Option<&'static str>,
    /// The runs of consecutive items that are outside of every interface or world.
    pub(super) outside: Vec<super::outside::Run>,
    /// `true` if the item that is parsed belongs to the last of these runs.
    pub(super) in_run: bool,
    /// The start of the item that is parsed, with its docs, and the position of its first token.
    pub(super) item_start: (usize, usize),
    /// `true` after a second `package` declaration.
    pub(super) follows_second_header: bool,
    /// `true` inside a nested package that is itself inside another item.
    pub(super) in_nested: bool,
    /// The indexes in `errors` of this list's `;` error and of its missing `,` error.
    pub(super) separator_errors: [Option<usize>; 2],
    /// The number of `{` minus the number of `}` in the file.
    pub(super) brace_balance: isize,
    /// `true` if an element of a list could not be parsed since the flag was last taken.
    pub(super) lost_element: bool,
    /// `true` if a block comment has no end.
    pub(super) unterminated_comment: bool,
    /// The offset after the `{` of the innermost interface or world.
    pub(super) body_start: Option<usize>,
    /// The name of the resource around the next token.
    pub(super) resource_name: Option<String>,
    /// The names of the types that the file defines.
    defined: BTreeSet<&'a str>,
    item_depth: usize,
    type_depth: usize,
    /// `true` after nesting that is too deep: no more errors are reported.
    given_up: bool,
}

impl<'a> Parser<'a> {
    pub(super) fn new(file: FileId, source: &'a str) -> Self {
        let lexed = lex(file, source);
        let unterminated_comment = lexed.errors.iter().any(|error| {
            matches!(error.kind, crate::diagnostic::Kind::Syntax(SyntaxError::UnterminatedComment))
        });
        let brace_balance = lexed.tokens.iter().fold(0, |balance, token| match token.kind {
            Kind::Punct('{') => balance + 1,
            Kind::Punct('}') => balance - 1,
            _ => balance,
        });
        let words = lexed.tokens.iter().map(|token| &source[token.span.clone()]);
        let defined = words
            .clone()
            .zip(words.skip(1))
            .filter(|(keyword, _)| super::token::is_type_keyword(keyword));
        let defined = defined.map(|(_, name)| name).collect();
        let starts = source.match_indices('\n').map(|(end, _)| end + 1);
        let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
        let lines = iter::once(0).chain(starts).map(|start| (start, indent(&source[start..])));
        Self {
            file,
            source,
            defined,
            body_start: None,
            resource_name: None,
            comments: lexed.comments,
            lines: lines.collect(),
            tokens: lexed.tokens,
            at: 0,
            errors: lexed.errors,
            invalid_names: BTreeMap::new(),
            misplaced: super::tree::Scope::default(),
            invalid_uses: 0,
            modified_item: None,
            outside: Vec::new(),
            in_run: false,
            item_start: (0, 0),
            follows_second_header: false,
            in_nested: false,
            separator_errors: [None; 2],
            lost_element: false,
            brace_balance,
            unterminated_comment,
            item_depth: 0,
            type_depth: 0,
            given_up: false,
        }
    }

    /// Returns the errors in source order, without those that follow from another one.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.errors.sort_by_key(start);
        follow_ups::remove(self.errors, self.source, &self.tokens)
    }

    /// Consumes a token, and returns its source.
    pub(super) fn bump_text(&mut self) -> &'a str {
        let span = self.bump().span;
        self.slice(&span)
    }

    /// Returns the token `n` tokens ahead.
    pub(super) fn nth(&self, n: usize) -> &Token {
        &self.tokens[(self.at + n).min(self.tokens.len() - 1)]
    }

    /// Returns the token at a position, or the last one.
    pub(super) fn token(&self, position: usize) -> &Token {
        &self.tokens[position.min(self.tokens.len() - 1)]
    }

    /// Continues at a position.
    pub(super) fn go_to(&mut self, position: usize) {
        self.at = position.min(self.tokens.len() - 1);
    }

    /// Returns `true` if the file defines a type of this name.
    pub(super) fn is_defined(&self, name: &str) -> bool {
        self.defined.contains(name)
    }

    /// Returns the kind of the next token.
    pub(super) fn kind(&self) -> Kind {
        self.nth(0).kind
    }

    /// Returns the span of the next token.
    pub(super) fn span(&self) -> Span {
        self.nth(0).span.clone()
    }

    /// Returns the end of the last token.
    pub(super) fn end(&self) -> usize {
        if self.at == 0 { 0 } else { self.tokens[self.at - 1].span.end }
    }

    /// Returns the empty span right after the last token.
    pub(super) fn after_last(&self) -> Span {
        self.end()..self.end()
    }

    /// Returns the number of consumed tokens.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Returns the tokens that were consumed since a position.
    pub(super) fn tokens_since(&self, position: usize) -> &[Token] {
        &self.tokens[position..self.at]
    }

    /// Returns the source of a span.
    pub(super) fn slice(&self, span: &Span) -> &'a str {
        self.source.get(span.clone()).unwrap_or_default()
    }

    /// Consumes a token.
    pub(super) fn bump(&mut self) -> Token {
        let token = self.nth(0).clone();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    /// Returns the token `n` tokens ahead if it is a word, and an empty string otherwise.
    pub(super) fn word_at(&self, n: usize) -> &'a str {
        let token = self.nth(n);
        if token.kind == Kind::Word { self.slice(&token.span) } else { "" }
    }

    /// Returns the next token if it is a word, and an empty string otherwise.
    pub(super) fn word(&self) -> &'a str {
        self.word_at(0)
    }

    /// Returns `true` if the next token is `mark`.
    pub(super) fn is(&self, mark: char) -> bool {
        self.is_at(0, mark)
    }

    /// Returns `true` if the token `n` tokens ahead is `mark`.
    pub(super) fn is_at(&self, n: usize, mark: char) -> bool {
        self.nth(n).kind == Kind::Punct(mark)
    }

    /// Returns `true` if the token `n` tokens ahead is a name or a keyword.
    pub(super) fn is_name_at(&self, n: usize) -> bool {
        matches!(self.nth(n).kind, Kind::Word | Kind::Escaped)
    }

    /// Returns `true` at the end of the file.
    pub(super) fn at_end(&self) -> bool {
        self.kind() == Kind::Eof
    }

    /// Returns `true` if the next token is the first of its line.
    pub(super) fn at_line_start(&self) -> bool {
        self.nth(0).starts_line
    }

    /// Returns `true` if nothing is between the last token and the next one.
    pub(super) fn is_adjacent(&self) -> bool {
        self.end() == self.span().start
    }

    /// Replaces the token `n` tokens ahead with a punctuation token.
    pub(super) fn reinterpret(&mut self, n: usize, mark: char) {
        let at = (self.at + n).min(self.tokens.len() - 1);
        self.tokens[at].kind = Kind::Punct(mark);
    }

    /// Replaces the string literal `n` tokens ahead with the name in it.
    pub(super) fn unquote(&mut self, n: usize) {
        let at = (self.at + n).min(self.tokens.len() - 1);
        let token = &mut self.tokens[at];
        if token.kind == Kind::String && token.span.len() > 2 {
            token.kind = Kind::Word;
            token.span = token.span.start + 1..token.span.end - 1;
        }
    }

    /// Consumes the next token if it is `mark`.
    pub(super) fn eat(&mut self, mark: char) -> bool {
        let found = self.is(mark);
        if found {
            self.bump();
        }
        found
    }

    /// Consumes the next token if it is `word`.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.word() == word;
        if found {
            self.bump();
        }
        found
    }

    /// Consumes the next token if it is `->`.
    pub(super) fn eat_arrow(&mut self) -> bool {
        let found = self.kind() == Kind::Arrow;
        if found {
            self.bump();
        }
        found
    }

    /// Returns the next token in the words of a message.
    pub(super) fn found(&self) -> String {
        match self.kind() {
            Kind::Eof => "the end of the file".to_owned(),
            Kind::Word | Kind::Escaped | Kind::Integer | Kind::Arrow | Kind::Punct(_) => {
                format!("`{}`", self.slice(&self.span()))
            }
            Kind::String => "a string literal".to_owned(),
        }
    }

    /// Returns the indentation of the line of an offset.
    pub(super) fn indent_of(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|(start, _)| *start <= at);
        self.lines[line - 1].1
    }

    /// Returns an error of this file that is not reported yet.
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
        help: impl Into<Help>,
    ) -> Reported {
        let diagnostic = Diagnostic::at(kind, self.file, span, label).with_help(help);
        self.report(diagnostic)
    }

    /// Reports an error, unless there already is one at the same position.
    pub(super) fn report(&mut self, error: Diagnostic) -> Reported {
        if !self.has_given_up() && !self.errors.iter().any(|other| start(other) == start(&error)) {
            self.errors.push(error);
        }
        Reported
    }

    /// Returns `true` if the last error is an unclosed delimiter at this position.
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

    /// Returns `true` if an error was reported within a span.
    pub(super) fn has_error_in(&self, span: &Span) -> bool {
        self.errors.iter().any(|error| span.contains(&start(error)))
    }

    /// Adds a label to an error that was reported.
    pub(super) fn add_label(&mut self, error: usize, span: Span, text: &str) {
        let file = self.file;
        if let Some(error) = self.errors.get_mut(error) {
            error.labels.push(crate::diagnostic::Label::new(file, span, text));
        }
    }

    /// Replaces the help of an error that was reported.
    pub(super) fn replace_help(&mut self, error: usize, help: impl Into<Help>) {
        if let Some(error) = self.errors.get_mut(error) {
            error.help = Some(help.into());
        }
    }

    /// Returns `true` if all errors since a count are about types of other languages.
    pub(super) fn only_foreign_types_since(&self, first_error: usize) -> bool {
        self.errors[first_error..].iter().all(|error| {
            matches!(error.kind, crate::diagnostic::Kind::Syntax(SyntaxError::ForeignType { .. }))
        })
    }

    /// Returns `true` if all errors since a count are about the syntax of a function.
    pub(super) fn only_spelling_since(&self, first_error: usize) -> bool {
        use crate::diagnostic::Kind::Syntax;
        self.errors[first_error.min(self.errors.len())..].iter().all(|error| match &error.kind {
            Syntax(SyntaxError::Unexpected { expected, .. }) => expected == "`->`",
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

    /// Returns `true` if no more errors are reported.
    pub(super) fn has_given_up(&self) -> bool {
        self.given_up || self.errors.len() + self.invalid_uses >= MAX_ERRORS
    }

    /// Skips the rest of the file if no more errors are reported: it is not WIT.
    pub(super) fn skip_after_last_error(&mut self) {
        if self.has_given_up() {
            self.at = self.tokens.len() - 1;
        }
    }

    /// Returns `true` if the help of an error has no edits.
    pub(super) fn is_helpless(&self, error: usize) -> bool {
        let is_edit = |candidate: &Candidate| match &candidate.change {
            Change::Write(text) => !text.contains('…'),
            Change::Remove | Change::Edits(_) => true,
        };
        let help = self.errors.get(error).and_then(|error| error.help.as_ref());
        help.is_none_or(|help| !help.candidates.iter().any(is_edit))
    }

    /// Returns `true` if there is one error since a count, and its help removes something.
    pub(super) fn is_one_removal(&self, count: usize) -> bool {
        let [error] = &self.errors[count..] else { return false };
        let candidates = error.help.iter().flat_map(|help| &help.candidates);
        candidates.take(1).any(|candidate| candidate.change == Change::Remove)
    }

    /// Returns `true` if all errors since a count are of the same kind or of the separators, or if elements of another
    /// language have its separators.
    pub(super) fn is_one_habit(&self, count: usize) -> bool {
        use crate::diagnostic::Kind::Syntax;
        use SyntaxError as E;
        let (separators, elements): (Vec<_>, Vec<_>) =
            self.errors[count..].iter().partition(|error| {
                let Syntax(kind) = &error.kind else { return false };
                matches!(
                    kind,
                    E::SemicolonInList { .. } | E::MissingComma { .. } | E::StraySemicolon
                )
            });
        let spelled = |error: &&Diagnostic| {
            let Syntax(kind) = &error.kind else { return false };
            matches!(
                kind,
                E::FieldSyntax { .. }
                    | E::ForeignType { .. }
                    | E::OptionalMark
                    | E::MissingColon { .. }
                    | E::ValueOfName { .. }
            )
        };
        let is_semicolon =
            |error: &&Diagnostic| matches!(error.kind, Syntax(E::SemicolonInList { .. }));
        if separators.iter().any(is_semicolon) && elements.iter().all(spelled) {
            return true;
        }
        elements.windows(2).all(|pair| match (&pair[0].kind, &pair[1].kind) {
            (Syntax(E::ValueOfName { .. }), Syntax(E::ValueOfName { .. }))
            | (Syntax(E::MissingColon { .. }), Syntax(E::MissingColon { .. })) => true,
            (one, other) => one == other && label(pair[0]) == label(pair[1]),
        })
    }

    /// Returns the help of the first error since a count, if it is about the separators of a list.
    pub(super) fn separator_help(&self, count: usize) -> Option<String> {
        let error = self.errors.get(count)?;
        let separators = matches!(
            error.kind,
            crate::diagnostic::Kind::Syntax(SyntaxError::SemicolonInList { .. })
        );
        error.help.as_ref().filter(|_| separators).map(|help| help.sentence.clone())
    }

    /// Adds the candidates of a help to an error that was reported, in case its own do not fix it.
    pub(super) fn add_candidates(&mut self, error: usize, help: Help) {
        if let Some(error) = self.errors.get_mut(error) {
            error.help = Some(error.help.take().unwrap_or_default().or_else(help));
        }
    }

    /// Discards all errors since a count but the first one.
    pub(super) fn keep_first_error_since(&mut self, count: usize) {
        self.discard_errors_since(count + 1);
    }

    /// Discards the errors since a count.
    pub(super) fn discard_errors_since(&mut self, first_error: usize) {
        self.errors.truncate(first_error);
        self.invalid_names.retain(|_, error| *error < first_error);
    }

    /// Returns the errors since a count.
    pub(super) fn errors_since(&self, first_error: usize) -> &[Diagnostic] {
        self.errors.get(first_error..).unwrap_or_default()
    }

    /// Returns the number of errors so far.
    pub(super) fn error_count(&self) -> usize {
        self.errors.len()
    }

    /// Reports that the next token is not the expected one.
    pub(super) fn unexpected(&mut self, expected: &str, help: impl Into<Help>) -> Reported {
        let span = if self.at_end() { self.after_last() } else { self.span() };
        let kind = SyntaxError::Unexpected { expected: expected.to_owned(), found: self.found() };
        self.error(kind, span, format!("expected {expected}"), help)
    }

    /// Reports that a token is missing after the last one.
    pub(super) fn missing(&mut self, expected: &str, help: impl Into<Help>) -> Reported {
        let kind = SyntaxError::Unexpected { expected: expected.to_owned(), found: self.found() };
        self.error(kind, self.after_last(), format!("expected {expected} here"), help)
    }

    /// Returns the end of what is before an offset and the white space before it.
    pub(super) fn before(&self, at: usize) -> usize {
        self.source[..at].trim_end().len()
    }

    /// Returns the help to write a text in place of a span that is not the primary one.
    pub(super) fn rewrite(&self, span: Span, text: &str) -> Help {
        Help::edits(format!("write `{text}`"), vec![Edit::new(self.file, span, text)])
    }

    /// Returns the help to insert a text after the last token.
    pub(super) fn insert(&self, text: &str) -> Help {
        let edit = Edit::new(self.file, self.after_last(), text);
        Help::edits(format!("write `{}` here", text.trim()), vec![edit])
    }

    /// Returns the line of an offset, trimmed.
    pub(super) fn line(&self, at: usize) -> &'a str {
        let start = self.source[..at].rfind('\n').map_or(0, |i| i + 1);
        self.source[start..].lines().next().unwrap_or_default().trim()
    }

    /// Parses an item one level deeper, or reports that the nesting is too deep.
    pub(super) fn nest<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.item_depth >= MAX_DEPTH {
            return Err(self.too_deep());
        }
        self.item_depth += 1;
        let parsed = parse(self);
        self.item_depth -= 1;
        parsed
    }

    /// Returns `true` inside of another type.
    pub(super) fn is_inside_type(&self) -> bool {
        self.type_depth > 0
    }

    /// Parses a type one level deeper, or reports that the nesting is too deep.
    pub(super) fn nest_type<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.type_depth >= MAX_DEPTH {
            return Err(self.too_deep());
        }
        self.type_depth += 1;
        let parsed = parse(self);
        self.type_depth -= 1;
        parsed
    }

    /// Reports nesting that is too deep, and skips the rest of the file without further errors: it is not WIT.
    fn too_deep(&mut self) -> Reported {
        let reported = self.error(
            SyntaxError::TooDeep,
            self.span(),
            format!("the limit is {MAX_DEPTH} levels"),
            "define an inner type with a name, and write that name here",
        );
        self.at = self.tokens.len() - 1;
        self.given_up = true;
        reported
    }
}

/// Returns the start of an error in its file.
pub(super) fn start(error: &Diagnostic) -> usize {
    match &error.location {
        Location::Source(label) => label.range.start,
        Location::Path(_) | Location::Argument(_) | Location::Call => 0,
    }
}

/// Returns the text beside the caret.
fn label(error: &Diagnostic) -> &str {
    match &error.location {
        Location::Source(label) => &label.text,
        Location::Path(_) | Location::Argument(_) | Location::Call => "",
    }
}
