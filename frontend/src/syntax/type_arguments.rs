//! The type arguments of built-in types: missing, unclosed, or too many.

use super::cursor::{Parsed, Parser};
use super::token::{Kind, Span};

use crate::diagnostic::{Help, SyntaxError};

impl Parser<'_> {
    pub(super) fn reject_type_arguments(&mut self, word: &str) -> Parsed<()> {
        if !self.is('<') {
            return Ok(());
        }
        let start = self.span().start;
        while !self.at_end() && !matches!(self.kind(), Kind::Punct('>' | ';' | ',' | ')' | '}')) {
            self.bump();
        }
        self.eat('>');
        let kind = SyntaxError::TypeArguments { name: word.to_owned() };
        self.error(
            kind,
            start..self.end(),
            "unexpected type arguments",
            Help::write(word.to_string()),
        );
        Ok(())
    }

    /// Parses the `<` after a built-in type that needs type arguments. An empty span means that they are missing.
    pub(super) fn open_type_arguments(&mut self, word: &str, example: &str) -> Parsed<Span> {
        if self.is('<') && self.is_at(1, '>') && word != "tuple" {
            let start = self.bump().span.start;
            let span = start..self.bump().span.end;
            let kind = SyntaxError::TypeArguments { name: word.to_owned() };
            let plain = matches!(word, "future" | "stream");
            let other = if plain { format!("`{word}`, or ") } else { String::new() };
            let help = if plain { Help::write(word) } else { Help::write(example) };
            let help = help.saying(format!("write {other}`{example}`"));
            self.error(kind, span, "expected a type", help);
            return Ok(self.end()..self.end());
        }
        if self.is('<') {
            return Ok(self.bump().span);
        }
        let kind = SyntaxError::TypeArguments { name: word.to_owned() };
        let (span, text) = match self.kind() {
            Kind::Punct('[' | '(') => (self.span(), "expected `<`"),
            _ => (self.after_last(), "expected `<…>` here"),
        };
        let bare = self.is_name_at(0)
            && !self.at_line_start()
            && matches!(self.nth(1).kind, Kind::Punct(',' | ')' | ';' | '>' | '}'));
        if bare {
            let inner = self.bump_text();
            self.error(kind, span, "expected `<…>` here", Help::write(format!("{word}<{inner}>")));
            return Ok(self.end()..self.end());
        }
        let plain = span.is_empty();
        let inner = if plain { None } else { self.wrongly_delimited_arguments() };
        let error = self.diagnostic(kind, span, text);
        if let Some(inner) = inner {
            self.report(error.with_help(Help::write(format!("{word}<{inner}>"))));
            return Ok(self.end()..self.end());
        }
        let reported = self.report(error.with_help(Help::write(example.to_string())));
        if plain && matches!(self.kind(), Kind::Punct(',' | ')' | ';' | '>' | '}')) {
            return Ok(self.end()..self.end());
        }
        Err(reported)
    }

    /// Parses `(u8)` or `[u8]` in place of `<u8>`, and returns its translated content, if it is closed.
    fn wrongly_delimited_arguments(&mut self) -> Option<String> {
        let mut depth = 0usize;
        let mut ahead = 0;
        loop {
            match self.nth(ahead).kind {
                Kind::Punct('(' | '[') => depth += 1,
                Kind::Punct(')' | ']') if depth == 1 => break,
                Kind::Punct(')' | ']') => depth -= 1,
                Kind::Punct(';' | '{' | '}') | Kind::Eof => return None,
                _ => {}
            }
            ahead += 1;
        }
        let inner = self.span().end..self.nth(ahead).span.start;
        for _ in 0..=ahead {
            self.bump();
        }
        Some(super::other_languages::translate(self.slice(&inner).trim()))
    }

    pub(super) fn close_type_arguments(&mut self, word: &str, open: Span) -> Parsed<()> {
        if open.is_empty() || self.eat('>') {
            return Ok(());
        }
        let next_field = self.is(',') && self.is_name_at(1) && self.is_at(2, ':');
        if self.is(',') && !next_field && self.starts_type_at(1) {
            return self.too_many_arguments(word, open);
        }
        let opened = self.open_delimiter(format!("`{word}<`"), open);
        let closes = matches!(self.kind(), Kind::Punct(')' | ';' | '}' | '{' | ',') | Kind::Arrow);
        if closes || self.at_line_start() || self.at_end() {
            let kind = SyntaxError::Unclosed { what: opened.what.clone() };
            let error = self
                .diagnostic(kind, self.after_last(), "expected `>` here")
                .with_label(self.file, opened.span.clone(), "opened here")
                .with_help(Help::write(format!(
                    "{}>",
                    &self.source[self.word_start(opened.span.start)..self.end()]
                )));
            self.report(error);
            return Ok(());
        }
        Err(self.unexpected("`>`", Help::write(">").saying("write `>` here")))
    }

    pub(super) fn word_start(&self, at: usize) -> usize {
        let head = self.source[..at].trim_end();
        head.len()
            - head.len().min(
                head.chars().rev().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').count(),
            )
    }

    fn starts_type_at(&self, n: usize) -> bool {
        self.is_name_at(n) && !self.nth(n).starts_line
    }

    pub(super) fn too_many_arguments(&mut self, word: &str, open: Span) -> Parsed<()> {
        let start = self.span().start;
        let held = self.slice(&(open.end..start)).to_owned();
        while self.eat(',') {
            self.ty()?;
        }
        let span = start..self.end();
        let all = self.slice(&(open.end..self.end())).to_owned();
        let (text, help) = match word {
            "result" => (
                "`result` takes two types",
                Help::write(format!("result<{held}>")).saying(format!(
                    "write `result<{held}>`, or define a `variant` for the errors"
                )),
            ),
            "map" => ("`map` takes two types", Help::write(format!("map<{}>", with_tuple(&all)))),
            _ => ("it holds one type", Help::write(format!("{word}<tuple<{all}>>"))),
        };
        let kind = SyntaxError::TypeArguments { name: word.to_owned() };
        self.error(kind, span, text, help);
        self.eat('>');
        Ok(())
    }

    /// Reports `result<u32, _>`; if `both`, `result<_, _>`.
    pub(super) fn underscore_error(&mut self, both: bool) {
        let span = self.bump().span;
        let help = match both {
            true => Help::write("result"),
            false => Help::remove("remove `, _`"),
        };
        self.error(
            SyntaxError::TypeArguments { name: "result".to_owned() },
            span,
            "only the first type can be `_`",
            help,
        );
    }
}

/// Returns `k, tuple<v, w>` for `k, v, w`.
fn with_tuple(all: &str) -> String {
    match all.split_once(',') {
        Some((key, values)) => format!("{}, tuple<{}>", key.trim(), values.trim()),
        None => all.to_owned(),
    }
}
