//! Type definitions: what stands behind `record r`, `variant v`, `enum e`, `flags f`, `resource r` and `type t`.

use super::cursor::{Broken, Parsed, Parser};
use super::foreign;
use super::token::Kind;
use super::tree::{Field, Name, Shape};
use crate::diagnostic::SyntaxError;

impl<'a> Parser<'a> {
    /// Reads the rest of a type definition.
    pub(super) fn shape(&mut self, word: &str, name: &Name) -> Parsed<Shape> {
        match word {
            "type" => self.alias(name).map(Shape::Alias),
            "record" | "variant" | "enum" | "flags" => {
                let shape = self.braced_shape(word, name)?;
                // What was lost was told: the rest is not empty.
                Ok(if self.lost && is_empty(&shape) { Shape::Unknown } else { shape })
            }
            _ => self.resource(name).map(Shape::Resource),
        }
    }

    pub(super) fn braced_shape(&mut self, word: &str, name: &Name) -> Parsed<Shape> {
        match word {
            "record" => self.braces(word, name, "fields", Self::field).map(Shape::Record),
            "variant" => self.braces(word, name, "cases", Self::case).map(Shape::Variant),
            "enum" => self.braces(word, name, "cases", Self::enum_case).map(Shape::Enum),
            _ => self.braces(word, name, "flags", Self::flag).map(Shape::Flags),
        }
    }

    pub(super) fn braces<T>(
        &mut self,
        word: &str,
        name: &Name,
        items: &str,
        item: impl FnMut(&mut Self) -> Parsed<T>,
    ) -> Parsed<Vec<T>> {
        let number = self.fault_count();
        self.before_brace(word, name)?;
        let equals = self.fault_count() > number;
        let opened = self.opened(format!("{word} `{}`", name.text), self.span());
        self.eat('{');
        let read = self.list('}', &opened, items, item)?;
        if equals {
            // `record r = { … };` is one mistake.
            self.eat(';');
        }
        if self.is(';') {
            self.stray_semicolon();
        }
        Ok(read)
    }

    /// Reads up to the `{`, with a fault for a `:` or `=` before it.
    pub(super) fn before_brace(&mut self, word: &str, name: &Name) -> Parsed<()> {
        if (self.is('=') || self.is(':')) && self.is_at(1, '{') {
            let mark = self.found();
            let span = self.bump().span;
            let kind = SyntaxError::Unexpected { wanted: "`{`".to_owned(), found: mark };
            let fault = self.diagnostic(kind, span, "nothing stands here");
            self.report(fault.with_help(format!("write `{word} {} {{`", name.text)));
        }
        if self.is('<') {
            return Err(self.generic_definition(word, name));
        }
        self.wrong_brace(format!("write `{word} {} {{`", name.text));
        if self.is('{') {
            return Ok(());
        }
        if self.is_name_at(0)
            && (self.is_at(1, ':')
                || self.is_at(1, ',')
                || self.is_at(1, '(')
                || self.is_at(1, '}'))
        {
            let kind = SyntaxError::Unexpected { wanted: "`{`".to_owned(), found: self.found() };
            let fault = self.diagnostic(kind, self.behind(), "`{` is missing here");
            self.report(fault.with_help(format!("write `{word} {} {{`", name.text)));
            self.braces += 1;
            return Ok(());
        }
        if matches!(self.word(), "extends" | "implements" | "inherits") && self.is_name_at(1) {
            let start = self.span().start;
            let kind = SyntaxError::ForeignKeyword { found: self.bump_text().to_owned() };
            let base = self.bump_text();
            let fault = self.diagnostic(kind, start..self.end(), "nothing is inherited in WIT");
            let help = format!("delete it, and hold the other in a field: `{base}: {base}`");
            self.report(fault.with_help(help));
            return Ok(());
        }
        let help = format!("write `{word} {} {{ … }}`", name.text);
        Err(self.unexpected("`{`", help))
    }

    pub(super) fn generic_definition(&mut self, word: &str, name: &Name) -> Broken {
        let start = self.span().start;
        while !self.at_end() && !self.is('>') && !self.is('{') && !self.is(';') {
            self.bump();
        }
        self.eat('>');
        let kind = SyntaxError::GenericDefinition { name: name.text.clone() };
        let fault = self.diagnostic(kind, start..self.end(), "only built-in types have these");
        let help = format!("delete it, and write one {word} for each type it is used with");
        self.report(fault.with_help(help))
    }

    pub(super) fn field(&mut self) -> Parsed<Field> {
        self.no_attributes("a field");
        if self.is_type_first() {
            return self.type_first();
        }
        if self.is('.') && self.is_at(1, '.') {
            return Err(self.spread());
        }
        let name = self.name("the field")?;
        if self.is('?') && self.is_at(1, ':') {
            return self.optional_field(name);
        }
        self.colon(&name)?;
        let ty = self.ty()?;
        self.no_default(&name);
        Ok(Field { name, ty })
    }

    /// `...base`, as in JavaScript.
    fn spread(&mut self) -> Broken {
        let start = self.span().start;
        while self.eat('.') {}
        let base = if self.is_name_at(0) { self.bump_text() } else { "other" };
        let kind = SyntaxError::ForeignKeyword { found: "...".to_owned() };
        let fault = self.diagnostic(kind, start..self.end(), "fields are written out in WIT");
        let help = format!("write its fields again, or hold it in one: `{base}: {base}`");
        self.report(fault.with_help(help))
    }

    pub(super) fn optional_field(&mut self, name: Name) -> Parsed<Field> {
        let span = self.bump().span;
        self.bump();
        let ty = self.ty()?;
        let inner = self.slice(&ty.span).to_owned();
        let kind = SyntaxError::OptionalMark;
        let fault = self.diagnostic(kind, span, "WIT says this with a type");
        self.report(fault.with_help(format!("write `{}: option<{inner}>`", name.text)));
        Ok(Field { name, ty })
    }

    /// Reads the `:` between a name and its type.
    pub(super) fn colon(&mut self, name: &Name) -> Parsed<()> {
        if self.eat(':') {
            return Ok(());
        }
        let kind = SyntaxError::MissingColon { name: name.text.clone() };
        let semicolon = self.is(';') && self.is_name_at(1) && !self.nth(1).fresh;
        if self.is('=') || semicolon {
            let found = self.found();
            let span = self.bump().span;
            let fault = self.diagnostic(kind, span, format!("this is a {found}"));
            let help = format!("write `{}: {}`", name.text, self.text_of_type());
            self.report(fault.with_help(help));
            return Ok(());
        }
        if !self.fresh() && self.starts_type() {
            let fault = self.diagnostic(kind, self.behind(), "`:` is missing here");
            let help = format!("write `{}: {}`", name.text, self.text_of_type());
            self.report(fault.with_help(help));
            return Ok(());
        }
        if self.is(',') || self.is('}') || self.is(')') || self.fresh() || self.at_end() {
            let kind = SyntaxError::MissingType { name: name.text.clone() };
            let fault = self.diagnostic(kind, name.span.clone(), "its type is missing");
            self.report(
                fault.with_help(format!("write `{}: u32`, or what type it has", name.text)),
            );
            return Err(Broken);
        }
        Err(self.unexpected("`:`", format!("write `{}: …`", name.text)))
    }

    /// The text of the type that starts here.
    pub(super) fn text_of_type(&self) -> &'a str {
        let text = &self.text[self.span().start..];
        let mut depth = 0usize;
        for (at, c) in text.char_indices() {
            match c {
                '<' => depth += 1,
                '>' => depth = depth.saturating_sub(1),
                ',' | ')' | '}' | ';' if depth == 0 => return text[..at].trim(),
                '\n' => return text[..at].trim(),
                _ => {}
            }
        }
        text.trim()
    }

    pub(super) fn starts_type(&self) -> bool {
        matches!(self.kind(), Kind::Word | Kind::Escaped | Kind::Mark('&' | '[' | '('))
    }

    /// Reports and skips a value: a default, or the number of a case.
    pub(super) fn no_default(&mut self, name: &Name) {
        if !self.is('=') {
            return;
        }
        let start = self.bump().span.start;
        let mut depth = 0usize;
        while !self.at_end() && !self.fresh() {
            match self.kind() {
                Kind::Mark('(' | '[' | '{') => depth += 1,
                Kind::Mark(')' | ']' | '}') if depth > 0 => depth -= 1,
                Kind::Mark(')' | '}' | ',' | ';') if depth == 0 => break,
                _ => {}
            }
            self.bump();
        }
        let span = start..self.end();
        let value = self.slice(&span).to_owned();
        let kind = SyntaxError::Value { name: name.text.clone() };
        let fault = self.diagnostic(kind, span, "WIT has no values");
        let help = format!("delete `{value}`, and say it in a `///` comment if it matters");
        self.report(fault.with_help(help));
    }

    /// `string name` where `name: string` should stand.
    pub(super) fn is_type_first(&self) -> bool {
        let ends = matches!(self.nth(2).kind, Kind::Mark(',' | ';' | '=' | '}' | ')'));
        let word = self.word();
        let known = super::is_keyword(word) || foreign::type_name(word).is_some();
        ends && known && self.is_name_at(1) && !self.nth(1).fresh
    }

    /// Reads `string name`, with a fault.
    pub(super) fn type_first(&mut self) -> Parsed<Field> {
        let span = self.span();
        let number = self.fault_count();
        let ty = self.ty()?;
        if self.only_foreign_since(number) {
            self.forget_since(number);
        }
        let name = self.name("the field")?;
        let kind = SyntaxError::MissingColon { name: name.text.clone() };
        let fault = self.diagnostic(kind, span, "the name comes first, then `:` and the type");
        let wit = foreign::translate(self.slice(&ty.span));
        self.report(fault.with_help(format!("write `{}: {wit}`", name.text)));
        let number = self.fault_count();
        self.no_default(&name);
        self.forget_since(number);
        Ok(Field { name, ty })
    }
}

fn is_empty(shape: &Shape) -> bool {
    match shape {
        Shape::Record(fields) => fields.is_empty(),
        Shape::Variant(cases) => cases.is_empty(),
        Shape::Enum(names) | Shape::Flags(names) => names.is_empty(),
        Shape::Alias(_) | Shape::Resource(_) | Shape::Unknown => false,
    }
}
