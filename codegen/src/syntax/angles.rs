//! The `<…>` of built-in types: missing, never closed, with too much in it.

use super::cursor::{Parsed, Parser};
use super::token::{Kind, Span};

use crate::diagnostic::SyntaxFault;

impl Parser<'_> {
    pub(super) fn no_arguments(&mut self, word: &str) -> Parsed<()> {
        if !self.is('<') {
            return Ok(());
        }
        let start = self.span().start;
        while !self.at_end() && !matches!(self.kind(), Kind::Mark('>' | ';' | ',' | ')' | '}')) {
            self.bump();
        }
        self.eat('>');
        let kind = SyntaxFault::TypeArguments { name: word.to_owned() };
        let fault = self.diagnostic(kind, start..self.end(), "it holds no other type");
        self.report(fault.with_help(format!("write `{word}`")));
        Ok(())
    }

    /// Reads the `<` behind a built-in type that needs one.
    pub(super) fn open_angle(&mut self, word: &str, example: &str) -> Parsed<Span> {
        if self.is('<') {
            return Ok(self.bump().span);
        }
        let kind = SyntaxFault::TypeArguments { name: word.to_owned() };
        let (span, text) = match self.kind() {
            Kind::Mark('[' | '(') => (self.span(), "WIT has `<` and `>` here"),
            _ => (self.behind(), "what it holds is missing here"),
        };
        let plain = span.is_empty();
        let fault = self.diagnostic(kind, span, text);
        let broken = self.report(fault.with_help(format!("write `{example}`")));
        if plain && matches!(self.kind(), Kind::Mark(',' | ')' | ';' | '>' | '}')) {
            return Ok(self.end()..self.end());
        }
        Err(broken)
    }

    pub(super) fn close_angle(&mut self, word: &str, open: Span) -> Parsed<()> {
        if open.is_empty() || self.eat('>') {
            return Ok(());
        }
        let next_field = self.is(',') && self.is_name_at(1) && self.is_at(2, ':');
        if self.is(',') && !matches!(word, "result" | "map") && !next_field {
            return self.too_many_arguments(word);
        }
        let opened = self.opened(format!("`{word}<`"), open);
        let closes = matches!(self.kind(), Kind::Mark(')' | ';' | '}' | '{' | ',') | Kind::Arrow);
        if closes || self.fresh() || self.at_end() {
            let kind = SyntaxFault::Unclosed { what: opened.what.clone() };
            let fault = self
                .diagnostic(kind, self.behind(), "`>` is missing here")
                .with_label(self.file, opened.span.clone(), "opened here")
                .with_help(format!(
                    "write `{}>`",
                    &self.text[self.word_start(opened.span.start)..self.end()]
                ));
            self.report(fault);
            return Ok(());
        }
        Err(self.unexpected("`>`", "write `>` here"))
    }

    pub(super) fn word_start(&self, at: usize) -> usize {
        let head = self.text[..at].trim_end();
        head.len()
            - head.len().min(
                head.chars().rev().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').count(),
            )
    }

    pub(super) fn too_many_arguments(&mut self, word: &str) -> Parsed<()> {
        let start = self.span().start;
        while self.eat(',') {
            self.ty()?;
        }
        let span = start..self.end();
        let kind = SyntaxFault::TypeArguments { name: word.to_owned() };
        let fault = self.diagnostic(kind, span, "it holds one type");
        self.report(fault.with_help(format!("write `{word}<tuple<…>>` for several types")));
        self.eat('>');
        Ok(())
    }

    pub(super) fn underscore_error(&mut self) {
        let span = self.bump().span;
        let fault = self.diagnostic(
            SyntaxFault::TypeArguments { name: "result".to_owned() },
            span,
            "only the first can be `_`",
        );
        self.report(fault.with_help("leave it out: `result<u32>` has no type for the error"));
    }
}
