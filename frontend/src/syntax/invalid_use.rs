//! Reduces a `use`, import, export or include in the syntax of another language to its words: from
//! `import {t} from "./types"` to the path `types` and the name `t`. The check knows which of them are interfaces.

use super::cursor::{Parsed, Parser};
use super::token::Kind;
use super::tree::{InvalidUse, Words};
use crate::diagnostic::{Diagnostic, Kind as ErrorKind, SyntaxError};

/// Words that say what a name is, which WIT does not write in front of one.
const FILLERS: [&str; 10] = [
    "namespace",
    "type",
    "interface",
    "world",
    "record",
    "resource",
    "default",
    "typeof",
    "static",
    "package",
];

impl Parser<'_> {
    /// Parses a `use`, import, export or include with `parse`. One that is invalid and has no function is one error, and is
    /// added to `invalid`.
    pub(super) fn or_invalid_use<T>(
        &mut self,
        invalid: &mut Vec<InvalidUse>,
        parse: impl FnOnce(&mut Self) -> Parsed<T>,
    ) -> Parsed<T> {
        let start = self.position();
        let keyword = self.word().to_owned();
        let first_error = self.error_count();
        let read = parse(self);
        let errors = self.errors_since(first_error);
        let fixable = |error: &Diagnostic| {
            let candidates = error.help.iter().flat_map(|help| &help.candidates);
            candidates.into_iter().any(|candidate| !candidate.sentence.contains('…'))
        };
        let understood = match errors {
            [] => true,
            [only] => read.is_ok() && fixable(only),
            _ => read.is_ok() && errors.iter().all(is_about_a_name),
        };
        if understood || errors.iter().any(is_unclosed) {
            return read;
        }
        let (from, end) = (self.token(start).span.start, self.end_of_statement(start));
        let span = from..self.token(end - 1).span.end.max(from);
        let text = self.slice(&span);
        let Some(words) = words(text) else { return read };
        let error = errors.iter().min_by_key(|error| super::cursor::start(error)).cloned();
        self.discard_errors_since(first_error);
        while self.position() < end {
            self.bump();
        }
        self.invalid_uses += 1;
        invalid.extend(error.map(|error| InvalidUse { keyword, words, error, span, inside: None }));
        Err(super::cursor::Reported)
    }

    /// Skips the rest of a statement.
    pub(super) fn skip_statement(&mut self) {
        let end = self.end_of_statement(self.position());
        while self.position() < end {
            self.bump();
        }
    }

    /// Returns the position after the statement that starts at a position.
    pub(super) fn end_of_statement(&self, start: usize) -> usize {
        let mut depth = 0usize;
        let mut at = start;
        loop {
            let token = self.token(at);
            let continued = at > start && self.token(at - 1).kind == Kind::Punct(',');
            match token.kind {
                Kind::Eof => return at,
                _ if at > start && depth == 0 && token.starts_line && !continued => return at,
                Kind::Punct('{' | '(' | '[') => depth += 1,
                Kind::Punct('}' | ')' | ']') if depth == 0 => return at,
                Kind::Punct('}' | ')' | ']') => depth -= 1,
                Kind::Punct(';') if depth == 0 => return at + 1,
                _ => {}
            }
            at += 1;
        }
    }
}

fn is_about_a_name(error: &Diagnostic) -> bool {
    use SyntaxError::{BadName, BadVersion, Character, KeywordAsName};
    matches!(
        error.kind,
        ErrorKind::Syntax(
            BadName { .. } | BadVersion { .. } | Character { .. } | KeywordAsName { .. }
        )
    )
}

fn is_unclosed(error: &Diagnostic) -> bool {
    matches!(error.kind, ErrorKind::Syntax(SyntaxError::Unclosed { .. }))
}

/// Returns the paths and names of a statement, or `None` if it declares a function or an interface.
pub(super) fn words(text: &str) -> Option<Words> {
    let tokens = tokens(text);
    let mut words = Words::default();
    let mut inside = false;
    let mut depth = 0;
    // The next word is a part of the last path after `.`, or its new name after `as`.
    let mut joins = false;
    let mut renames = false;
    for (at, token) in tokens.iter().enumerate().skip(1) {
        let next = tokens.get(at + 1).copied().unwrap_or_default();
        let is_word = |token: &str| token.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let started = !words.paths.is_empty();
        let list = if inside { &mut words.names } else { &mut words.paths };
        match *token {
            "func" | "fn" | "function" | "async" | "constructor" => return None,
            "interface" if next == "{" => return None,
            "from" => {
                let names = std::mem::take(&mut words.paths);
                words.names.extend(names);
                (inside, joins, renames) = (false, false, false);
            }
            "import" | "with" if started => (inside, joins) = (true, false),
            "as" | "->" | "=>" => renames = true,
            "to" | "into" if depth > 0 && is_word(next) => renames = true,
            "and" if is_word(next) => {}
            "." | "/" | ":" | "\\" if depth == 0 || *token != ":" => joins = true,
            "=" | ":" if depth > 0 => renames = true,
            "*" => words.star = true,
            "{" | "(" | "[" => {
                depth += 1;
                (inside, joins, renames) = (true, false, false);
            }
            "}" | ")" | "]" => {
                depth -= 1;
                (inside, joins, renames) = (false, false, false);
            }
            "," | ";" => (joins, renames) = (false, false),
            version if version.starts_with('@') => words.version = Some(version.to_owned()),
            filler if FILLERS.contains(&filler) && !joins && (is_word(next) || next == "{") => {}
            word if is_word(word) => {
                match list.last_mut() {
                    Some((_, alias)) if renames => *alias = Some(word.to_owned()),
                    Some((path, _)) if joins => path.push(word.to_owned()),
                    _ if renames => {}
                    _ => list.push((vec![word.to_owned()], None)),
                }
                (joins, renames) = (false, false);
            }
            _ => {}
        }
    }
    // A `.wit` file has the name of the interface.
    for (path, _) in &mut words.paths {
        if path.len() > 1
            && path.last().is_some_and(|last| matches!(last.as_str(), "wit" | "ts" | "js"))
        {
            path.pop();
        }
    }
    Some(words)
}

/// Returns the words, marks and versions of a statement.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let mut length = rest.len() - rest.trim_start_matches(word).len();
        if rest[..length].ends_with('-') && rest[length..].starts_with('>') {
            length -= 1;
        }
        if length == 0 && (rest.starts_with("->") || rest.starts_with("=>")) {
            length = 2;
        }
        if first == '@' {
            let version = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '@');
            let whole = &rest[..rest.len() - rest.trim_start_matches(version).len()];
            length = whole.trim_end_matches('.').len();
        }
        let (token, after) = rest.split_at(length.max(first.len_utf8()));
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn statements_are_reduced_to_their_words() {
        for (text, paths, names) in [
            ("use t::{x as y};", "t", "x=y"),
            ("use a::b::t::x;", "a.b.t.x", ""),
            ("import { x, y } from './t.wit';", "t", "x y"),
            ("from t import x", "t", "x"),
            ("import * as t from \"a:b/t\"", "a.b.t", ""),
            ("include v with (f => g);", "v", "f=g"),
            ("use t.x, t.y;", "t.x t.y", ""),
            ("import type i;", "i", ""),
        ] {
            let read = words(text).expect("no functions");
            let shown = |items: &[(Vec<String>, Option<String>)]| {
                let shown = items.iter().map(|(path, alias)| match alias {
                    Some(alias) => format!("{}={alias}", path.join(".")),
                    None => path.join("."),
                });
                shown.collect::<Vec<_>>().join(" ")
            };
            assert_eq!(
                (shown(&read.paths), shown(&read.names)),
                (paths.into(), names.into()),
                "{text}"
            );
        }
    }
}
