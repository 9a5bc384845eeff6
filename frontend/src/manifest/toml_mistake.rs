//! Syntax errors of a TOML file: in come the spans at which the parser failed, often several for one mistake, out comes one
//! diagnostic for each mistake. What the mistake is follows from the source around the span, never from the parser's message.

mod other_languages;
mod repair;
mod token;

use std::ops::Range;

use super::toml_context::{self, Bracket, Context, Position, StringStart};
use crate::diagnostic::{Candidate, Change, Diagnostic, Edit, Help, ManifestError};
use crate::files::FileId;

/// The number of syntax errors that are examined in a file. A file with more is in another format, or generated.
const MAX_ERRORS: usize = 100;

/// The part of a line that a mistake explains. Mistakes that explain more come first and are reported first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    /// The whole line: every other error on it is a consequence.
    Line,
    /// One token: mistakes in other tokens of the line are independent.
    Token,
    /// A point. On a line with another mistake, it is a consequence of that.
    Point,
}

/// One mistake in the syntax of a TOML file.
struct TomlMistake {
    scope: Scope,
    range: Range<usize>,
    /// The token that the mistake is in. Mistakes in one token are reported once.
    token: Range<usize>,
    error: ManifestError,
    label: &'static str,
    help: String,
    /// Changes that may fix the mistake, the best one first. If there are none, the line is written again.
    fixes: Vec<Fix>,
    /// `true` if the parser loses track of the structure, so that everything it reads afterwards is a guess.
    is_structural: bool,
    /// Another span that explains the mistake.
    related: Option<(Range<usize>, &'static str)>,
}

/// A change of the source that may fix a mistake.
struct Fix {
    /// The sentence, if it is not that of the mistake.
    sentence: Option<String>,
    /// The ranges to replace.
    edits: Vec<(Range<usize>, String)>,
}

/// The mistakes in a file.
pub(super) struct Mistakes {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The lines with a mistake, sorted, with their line ends.
    pub(super) broken_lines: Vec<Range<usize>>,
    /// `true` if nothing that the parser read can be relied on.
    pub(super) is_structural: bool,
}

/// Finds the mistakes at the spans of syntax errors.
pub(super) fn find(source: &str, file: FileId, mut spans: Vec<Range<usize>>) -> Mistakes {
    let mut found =
        Mistakes { diagnostics: Vec::new(), broken_lines: Vec::new(), is_structural: false };
    if spans.is_empty() {
        return found;
    }
    spans.sort_by_key(|span| (span.start, span.end));
    if spans.len() > MAX_ERRORS {
        spans.truncate(MAX_ERRORS);
        found.is_structural = true;
    }
    let starts = spans.iter().map(|span| span.start).collect::<Vec<_>>();
    let (contexts, unclosed) = toml_context::contexts(source, &starts);
    let errors = Errors { source, unclosed };
    let mut errors = spans
        .into_iter()
        .zip(contexts)
        .map(|(span, context)| {
            let mistake = errors.classify(&span, context);
            (line(source, mistake.range.start), mistake)
        })
        .collect::<Vec<_>>();
    errors.sort_by_key(|(line, it)| (line.start, it.scope, it.range.start));
    for same_line in errors.chunk_by(|(a, _), (b, _)| a == b) {
        let mut tokens: Vec<&Range<usize>> = Vec::new();
        for (line, mistake) in same_line {
            found.is_structural |= mistake.is_structural;
            let is_consequence = tokens.contains(&&mistake.token)
                || !tokens.is_empty() && same_line[0].1.scope != Scope::Token
                || !tokens.is_empty() && mistake.scope != Scope::Token;
            if is_consequence {
                continue;
            }
            tokens.push(&mistake.token);
            found.broken_lines.push(line.clone());
            found.diagnostics.push(mistake.diagnostic(file, source));
            // Errors on later lines may be consequences of this one.
            if mistake.is_structural {
                return found;
            }
        }
    }
    found
}

/// Returns the line that a byte is on, with its line end.
fn line(source: &str, at: usize) -> Range<usize> {
    let bytes = source.as_bytes();
    let at = at.min(bytes.len());
    let start = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |it| it + 1);
    let end = bytes[at..].iter().position(|&byte| byte == b'\n');
    start..end.map_or(bytes.len(), |end| at + end + 1)
}

/// The input of every classification.
struct Errors<'s> {
    source: &'s str,
    /// The arrays and inline tables that are never closed.
    unclosed: Vec<Bracket>,
}

impl Errors<'_> {
    fn classify(&self, span: &Range<usize>, context: Context) -> TomlMistake {
        let Self { source, .. } = *self;
        let (at, next) = (span.start, self.next(span.start));
        if let Some(mistake) = self.other_language(at, &context) {
            return mistake;
        }
        if source[..at].ends_with('\r') && next != Some('\n') {
            let help = "save the file with the line ends of Unix or Windows";
            let lone = source.match_indices('\r').map(|(at, _)| at);
            let mut lone = lone.filter(|at| !source[at + 1..].starts_with('\n')).peekable();
            // The first error stands for all of them.
            let is_first = lone.peek() == Some(&(at - 1));
            let lone = lone.filter(|_| is_first);
            let edits = lone.map(|at| (at..at + 1, "\n".to_owned())).collect();
            return invalid(Scope::Point, span, "carriage return without a newline", "here", help)
                .structural()
                .fix_all(edits);
        }
        if let Some(c) = next.filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return invalid(Scope::Line, span, "control character", "not allowed", "remove it")
                .fix(at..at + c.len_utf8(), "");
        }
        match (context.string, context.position) {
            (Some(string), _) => self.in_string(at, string, &context),
            (None, Position::Header) => self.in_header(span),
            (None, Position::Key) => self.in_key(span, &context),
            (None, Position::Value(start)) => self.in_value(span, start, &context),
        }
    }

    fn next(&self, at: usize) -> Option<char> {
        self.source.get(at..)?.chars().next()
    }

    fn in_string(&self, at: usize, string: StringStart, context: &Context) -> TomlMistake {
        let StringStart { at: start, delimiter } = string;
        if matches!(self.next(at), None | Some('\n' | '\r')) {
            let is_multiline = delimiter.len() == 3;
            let end = if is_multiline { start + delimiter.len() } else { at };
            let mistake = invalid(
                Scope::Line,
                &(start..end),
                &format!("unclosed `{delimiter}`"),
                "this string has no end",
                &format!("write `{delimiter}` at the end of the string"),
            );
            let is_structural = is_multiline || context.bracket.is_some();
            return TomlMistake { is_structural, ..mistake };
        }
        if delimiter.starts_with('"') {
            return token::backslash(self.source, at);
        }
        let end = at + self.next(at).map_or(0, char::len_utf8);
        invalid(Scope::Point, &(at..at), "invalid string", "here", "remove this character")
            .fix(at..end, "")
    }

    fn in_header(&self, span: &Range<usize>) -> TomlMistake {
        if token::is_key(&self.source[span.clone()]) {
            return token::duplicate(self.source, span, true);
        }
        let token = token::around(self.source, span.start);
        let written = &self.source[token.clone()];
        let next = self.next(span.start);
        let ends_line = matches!(next, None | Some('\n' | '\r'));
        if matches!(next, Some('.' | ']')) || written.is_empty() && !ends_line {
            let help = "write the name of the table between `[` and `]`";
            let mistake =
                invalid(Scope::Point, span, "table without a name", "expected a key", help);
            let line = line(self.source, span.start);
            let header = self.source[line.clone()].trim_end();
            let is_empty = header.trim().trim_matches(['[', ']', '.', ' ']).is_empty();
            let name = line.start..line.start + header.len();
            return match is_empty {
                true => mistake
                    .fix_saying("write `[dependencies]`", vec![(name, "[dependencies]".into())]),
                false => mistake,
            }
            .structural();
        }
        if !written.is_empty() && !written.split('.').all(token::is_key) {
            return token::header_key(self.source, span, token);
        }
        let help = "write `]` after the name of the table";
        invalid(Scope::Point, span, "unclosed `[`", "expected `]`", help).structural()
    }

    fn in_key(&self, span: &Range<usize>, context: &Context) -> TomlMistake {
        if token::is_key(&self.source[span.clone()]) {
            return token::duplicate(self.source, span, false);
        }
        let (at, next) = (span.start, self.next(span.start));
        let token = token::around(self.source, at);
        let written = &self.source[token.clone()];
        match next {
            None | Some('\n' | '\r') if self.is_unclosed(context) => {
                return self.unclosed(span, context);
            }
            Some(closing @ (']' | '}')) if context.bracket.is_none() => {
                return unopened(at, closing, !written.is_empty());
            }
            Some(':') if span.is_empty() => {
                let help = "write `=` instead";
                let reason = "`:` instead of `=`";
                return invalid(Scope::Line, &(at..at + 1), reason, "expected `=`", help);
            }
            Some(',') => return unexpected(at, ','),
            Some('=' | '.') if written.is_empty() || written.contains('.') => {
                let help = match written.contains('.') {
                    true => "write a key on both sides of every `.`",
                    false => "write a key before the `=`",
                };
                return invalid(Scope::Point, span, "missing key", "expected a key", help);
            }
            _ => {}
        }
        if !written.split('.').all(token::is_key) && !written.is_empty() {
            return token::key(self.source, span, token);
        }
        let help = "write `key = value`";
        invalid(Scope::Point, span, "key without a value", "expected `=` and a value", help)
    }

    fn in_value(&self, span: &Range<usize>, start: usize, context: &Context) -> TomlMistake {
        let (at, next) = (span.start, self.next(span.start));
        let token = token::around(self.source, at);
        let follows_value = !self.source[start..token.start].trim().is_empty();
        let closes_other = match (context.bracket, next) {
            (Some(bracket), Some(']')) => !bracket.is_array,
            (Some(bracket), Some('}')) => bracket.is_array,
            _ => false,
        };
        let ends_line = matches!(next, None | Some('\n' | '\r'));
        if self.is_unclosed(context) && (follows_value || ends_line || closes_other) {
            return self.unclosed(span, context);
        }
        match next {
            Some(closing @ (']' | '}')) if context.bracket.is_none() => {
                return unopened(at, closing, false);
            }
            Some(sign @ (',' | ';' | '=')) => return unexpected(at, sign),
            _ => {}
        }
        if !follows_value {
            return token::value(self.source, span, token);
        }
        if context.bracket.is_some() {
            let help = "write a `,` between the two";
            return invalid(Scope::Point, span, "missing `,`", "expected `,`", help);
        }
        let help = "start a new line here, or write `#` before a comment";
        let label = "expected the end of the line";
        invalid(Scope::Point, span, "unexpected characters after a value", label, help)
            .fix_saying("start a new line here", vec![(token.start..token.start, "\n".into())])
            .fix_saying("write `#` before a comment", vec![(token.start..token.start, "# ".into())])
    }

    fn is_unclosed(&self, context: &Context) -> bool {
        context.bracket.is_some_and(|bracket| self.unclosed.contains(&bracket))
    }

    fn unclosed(&self, span: &Range<usize>, context: &Context) -> TomlMistake {
        let is_array = context.bracket.is_some_and(|bracket| bracket.is_array);
        let (reason, label, help) = match is_array {
            true => ("unclosed `[`", "expected `]`", "write `]` after the last value of the array"),
            false => {
                ("unclosed `{`", "expected `}`", "write `}` after the last value of the table")
            }
        };
        let related = context.bracket.map(|bracket| (bracket.at..bracket.at + 1, "opened here"));
        TomlMistake { related, ..invalid(Scope::Point, span, reason, label, help).structural() }
    }
}

/// A `]` or `}` that closes nothing.
fn unopened(at: usize, closing: char, follows_name: bool) -> TomlMistake {
    let open = if closing == ']' { '[' } else { '{' };
    let reason = format!("`{closing}` without `{open}`");
    let help = match closing {
        ']' if follows_name => "write `[` before the name of the table",
        _ => "remove it",
    };
    invalid(Scope::Line, &(at..at + 1), &reason, "closes nothing", help).structural()
}

/// A sign that is not allowed after a key or a value.
fn unexpected(at: usize, sign: char) -> TomlMistake {
    let reason = format!("unexpected `{sign}`");
    invalid(Scope::Line, &(at..at + 1), &reason, "not allowed here", "remove it")
}

/// A mistake that has no code of its own.
fn invalid(
    scope: Scope,
    range: &Range<usize>,
    reason: &str,
    label: &'static str,
    help: &str,
) -> TomlMistake {
    TomlMistake {
        fixes: Vec::new(),
        scope,
        range: range.clone(),
        token: range.clone(),
        error: ManifestError::NotToml { reason: reason.to_owned() },
        label,
        help: help.to_owned(),
        is_structural: false,
        related: None,
    }
}

impl TomlMistake {
    fn structural(self) -> Self {
        Self { is_structural: true, ..self }
    }

    /// Adds a fix that replaces a range.
    fn fix(self, range: Range<usize>, text: impl Into<String>) -> Self {
        self.fix_all(vec![(range, text.into())])
    }

    /// Adds a fix with several edits.
    fn fix_all(mut self, edits: Vec<(Range<usize>, String)>) -> Self {
        self.fixes.push(Fix { sentence: None, edits });
        self
    }

    /// Adds a fix with a sentence of its own.
    fn fix_saying(mut self, sentence: &str, edits: Vec<(Range<usize>, String)>) -> Self {
        self.fixes.push(Fix { sentence: Some(sentence.to_owned()), edits });
        self
    }

    fn diagnostic(&self, file: FileId, source: &str) -> Diagnostic {
        let repaired = repaired_line(source, self.range.start);
        let edit = |(range, text): &(Range<usize>, String)| Edit::new(file, range.clone(), text);
        let fixes = self.fixes.iter().chain(&repaired).map(|fix| Candidate {
            sentence: fix.sentence.clone().unwrap_or_else(|| self.help.clone()),
            change: Change::Edits(fix.edits.iter().map(edit).collect()),
            is_fallback: fix.sentence.is_none(),
            is_guess: false,
        });
        let help = Help { sentence: self.help.clone(), candidates: fixes.collect() };
        let diagnostic = Diagnostic::at(self.error.clone(), file, self.range.clone(), self.label);
        let diagnostic = diagnostic.with_help(help);
        match &self.related {
            Some((range, label)) => diagnostic.with_label(file, range.clone(), *label),
            None => diagnostic,
        }
    }
}

/// Returns the edit that writes the line of a mistake as its author meant it. Only what differs is replaced.
fn repaired_line(source: &str, at: usize) -> Option<Fix> {
    let line = line(source, at);
    let written = source[line.clone()].trim_end();
    let repaired = repair::line(written)?;
    let same = |(a, b): &(char, char)| a == b;
    let length = |c: (char, char)| c.0.len_utf8();
    let start: usize = written.chars().zip(repaired.chars()).take_while(same).map(length).sum();
    let (old, new) = (&written[start..], &repaired[start..]);
    let end: usize = old.chars().rev().zip(new.chars().rev()).take_while(same).map(length).sum();
    let range = line.start + start..line.start + written.len() - end;
    Some(Fix { sentence: None, edits: vec![(range, new[..new.len() - end].to_owned())] })
}
