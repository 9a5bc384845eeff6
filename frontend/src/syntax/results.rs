//! What functions give: `-> type`, and what people write for it.

use super::cursor::{Parsed, Parser};
use super::foreign;
use super::tree::{Type, TypeKind};
use crate::diagnostic::SyntaxError;

impl Parser<'_> {
    /// Reads `-> type`, if it is there.
    pub(super) fn result(&mut self, of: &str) -> Parsed<Option<Type>> {
        let arrow = self.span().start;
        let mistaken = !self.eat_arrow();
        if mistaken && !self.mistaken_arrow() {
            return self.missing_arrow();
        }
        let void = matches!(
            self.word(),
            "void" | "unit" | "none" | "nil" | "None" | "Unit" | "never" | "Void"
        );
        if void || (self.is('(') && self.is_at(1, ')')) {
            let span = self.span();
            self.bump();
            self.eat(')');
            self.no_result(arrow, span.start..self.end());
            return Ok(None);
        }
        if mistaken && !self.is('(') {
            return self.result_behind(arrow);
        }
        if mistaken {
            self.report_arrow(arrow);
        }
        if self.is('(') {
            return self.result_in_brackets(of);
        }
        if self.is(';') || (self.fresh() && !self.starts_type()) || self.at_end() || self.is('}') {
            let kind = SyntaxError::MissingType { name: of.to_owned() };
            let fault = self.diagnostic(kind, self.behind(), "the type is missing here");
            self.report(fault.with_help("write the type it gives, or delete the `->`"));
            return Ok(None);
        }
        self.ty().map(Some)
    }

    pub(super) fn mistaken_arrow(&mut self) -> bool {
        let double = self.is('=') && self.is_at(1, '>');
        let double = double || (self.is('-') && self.is_at(1, '>'));
        let colon = self.is(':') && !self.nth(1).fresh;
        if !double && !colon {
            return false;
        }
        self.bump();
        if double {
            self.bump();
        }
        true
    }

    /// `func() u32` and `func() returns u32`, if a type follows.
    pub(super) fn missing_arrow(&mut self) -> Parsed<Option<Type>> {
        if self.fresh() || !self.starts_type() || matches!(self.word(), "throws" | "raises") {
            return Ok(None);
        }
        let mut span = self.behind();
        if matches!(self.word(), "returns" | "return" | "as" | "to") {
            span = self.bump().span;
        }
        let number = self.fault_count();
        let ty = self.ty()?;
        let kind = SyntaxError::MissingArrow;
        let text = if span.is_empty() { "`->` is missing here" } else { "WIT writes `->`" };
        let fault = self.diagnostic(kind, span, text);
        let wit = self.slice(&ty.span).to_owned();
        if self.fault_count() == number {
            self.report(fault.with_help(format!("write `-> {wit}`")));
        }
        Ok(Some(ty))
    }

    /// Reads the type behind something that should be `->`, with one fault for both.
    pub(super) fn result_behind(&mut self, start: usize) -> Parsed<Option<Type>> {
        let number = self.fault_count();
        let end = self.end();
        let ty = self.ty()?;
        if self.only_foreign_since(number) {
            self.forget_since(number);
        }
        let kind = SyntaxError::Unexpected {
            wanted: "`->`".to_owned(),
            found: format!("`{}`", self.slice(&(start..end))),
        };
        let fault = self.diagnostic(kind, start..end, "the result stands behind `->`");
        let wit = foreign::translate(self.slice(&ty.span));
        self.report(fault.with_help(format!("write `-> {wit}`")));
        Ok(Some(ty))
    }

    pub(super) fn report_arrow(&mut self, start: usize) {
        let kind = SyntaxError::Unexpected {
            wanted: "`->`".to_owned(),
            found: format!("`{}`", self.slice(&(start..self.end()))),
        };
        let fault = self.diagnostic(kind, start..self.end(), "the result stands behind `->`");
        let ty = if self.starts_type() { self.found() } else { "`u32`".to_owned() };
        self.report(fault.with_help(format!("write `-> {}`", ty.trim_matches('`'))));
    }

    pub(super) fn no_result(&mut self, start: usize, span: super::Span) {
        let fault = self.diagnostic(
            SyntaxError::NoResult { found: self.slice(&span).to_owned() },
            span.clone(),
            "a function that gives nothing says nothing",
        );
        let arrow = self.slice(&(start..span.end)).to_owned();
        self.report(fault.with_help(format!("delete `{arrow}`")));
    }

    /// `-> ()`, `-> (u32, u32)`, and `-> (a: u32)`, which WIT once had.
    pub(super) fn result_in_brackets(&mut self, of: &str) -> Parsed<Option<Type>> {
        let start = self.span().start;
        if !(self.is_name_at(1) && self.is_at(2, ':')) {
            return self.ty().map(Some);
        }
        let fields = self.parameters("the result")?;
        let span = start..self.end();
        let types = fields.iter().map(|field| self.slice(&field.ty.span)).collect::<Vec<_>>();
        let help = match &types[..] {
            [one] => format!("write `-> {one}`"),
            many => format!("write `-> tuple<{}>`, or a record with these fields", many.join(", ")),
        };
        let kind = SyntaxError::NamedResults { name: of.to_owned() };
        let fault =
            self.diagnostic(kind, span.clone(), "a function gives one value, without a name");
        self.report(fault.with_help(help));
        let types = fields.into_iter().map(|field| field.ty).collect();
        Ok(Some(Type { kind: TypeKind::Tuple(types), span }))
    }
}
