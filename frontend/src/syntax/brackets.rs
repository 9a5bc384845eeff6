//! Brackets and marks of the wrong kind: told once, and then read as if they were the right ones.

use super::cursor::Parser;
use super::token::Kind;
use crate::diagnostic::SyntaxError;

impl Parser<'_> {
    /// Takes `(`, `[` or a `:` at the end of a line for the `{` that should stand here, with a fault.
    pub(super) fn wrong_brace(&mut self, help: String) {
        let line_ends = self.nth(1).fresh;
        let mark = match self.kind() {
            Kind::Mark(mark @ ('(' | '[')) => mark,
            Kind::Mark(mark @ ':') if line_ends => mark,
            _ => return,
        };
        let kind = SyntaxError::Unexpected { wanted: "`{`".to_owned(), found: self.found() };
        let fault = self.diagnostic(kind, self.span(), "WIT has `{` here");
        self.report(fault.with_help(help));
        let close = if mark == '(' { ')' } else { ']' };
        match self.matching(mark, close).filter(|_| mark != ':') {
            Some(ahead) => self.read_as(ahead, '}'),
            None => self.braces += 1,
        }
        self.read_as(0, '{');
    }

    /// How many tokens ahead the mark is that closes the one that is read next.
    fn matching(&self, open: char, close: char) -> Option<usize> {
        let mut depth = 0usize;
        for ahead in 0.. {
            match self.nth(ahead).kind {
                Kind::Mark(mark) if mark == open => depth += 1,
                Kind::Mark(mark) if mark == close && depth <= 1 => return Some(ahead),
                Kind::Mark(mark) if mark == close => depth -= 1,
                Kind::End => return None,
                _ => {}
            }
        }
        None
    }

    /// Takes a `)` or `]` at the end of a line for the `}` that is missing in the file, with a fault.
    pub(super) fn wrong_closing_brace(&mut self) {
        let closes = self.is(')') || self.is(']');
        let next = self.nth(1);
        let ends = next.fresh || matches!(next.kind, Kind::Mark(';') | Kind::End);
        if closes && ends && self.braces > 0 {
            self.wrong_mark('}');
            self.braces -= 1;
        }
    }

    /// Takes a `}` behind parameters for the `)` that is missing there, with a fault.
    pub(super) fn wrong_closing_paren(&mut self) {
        let next = self.nth(1);
        let goes_on = matches!(next.kind, Kind::Arrow | Kind::Mark(';' | ',')) && !next.fresh;
        if self.is('}') && goes_on && self.braces < 0 {
            self.wrong_mark(')');
            self.braces += 1;
        }
    }

    /// Takes the next token for another mark, with a fault.
    pub(super) fn wrong_mark(&mut self, mark: char) {
        let wanted = format!("`{mark}`");
        let kind = SyntaxError::Unexpected { wanted: wanted.clone(), found: self.found() };
        let fault = self.diagnostic(kind, self.span(), format!("WIT has {wanted} here"));
        let found = self.found();
        self.report(fault.with_help(format!("write {wanted} in place of {found}")));
        self.read_as(0, mark);
    }
}
