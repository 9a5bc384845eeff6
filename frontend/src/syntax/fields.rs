//! Fields of records, and the `name: type` that they share with parameters.

use super::cursor::{Parsed, Parser, Reported};
use super::other_languages;
use super::token::Kind;
use super::tree::{Field, Name};
use crate::diagnostic::{Help, SyntaxError};

impl<'a> Parser<'a> {
    pub(super) fn field(&mut self) -> Parsed<Field> {
        self.reject_attributes("a field");
        self.or_foreign_field(Self::wit_field, false)
    }

    fn wit_field(&mut self) -> Parsed<Field> {
        if self.is_type_before_name() {
            return self.type_before_name("field");
        }
        if self.is('.') && self.is_at(1, '.') {
            return Err(self.spread());
        }
        let name = self.name("the field")?;
        let name = self.word_before_name(name, "field")?;
        if self.is('?') && self.is_at(1, ':') {
            return self.optional_field(name);
        }
        self.colon(&name)?;
        let ty = self.ty()?;
        self.reject_value(&name);
        Ok(Field { name, ty })
    }

    /// Reports `...base`, as in JavaScript.
    fn spread(&mut self) -> Reported {
        let start = self.span().start;
        while self.eat('.') {}
        let base = if self.is_name_at(0) { self.bump_text() } else { "other" };
        let kind = SyntaxError::ForeignKeyword { found: "...".to_owned() };
        let help = format!("write out its fields, or add a field `{base}: {base}`");
        self.error(kind, start..self.end(), "list the fields instead", help)
    }

    pub(super) fn optional_field(&mut self, name: Name) -> Parsed<Field> {
        let span = self.bump().span;
        self.bump();
        let ty = self.ty()?;
        let inner = self.slice(&ty.span).to_owned();
        let kind = SyntaxError::OptionalMark;
        self.error(
            kind,
            span,
            "optional types are `option<…>`",
            Help::write(format!("{}: option<{inner}>", name.text)),
        );
        Ok(Field { name, ty })
    }

    /// Parses the `:` between a name and its type.
    pub(super) fn colon(&mut self, name: &Name) -> Parsed<()> {
        if self.eat(':') {
            return Ok(());
        }
        let kind = SyntaxError::MissingColon { name: name.text.clone() };
        let semicolon = self.is(';') && self.is_name_at(1) && !self.nth(1).starts_line;
        if self.is('=') || semicolon {
            let span = self.bump().span;
            let help = Help::write(format!("{}: {}", name.text, self.type_source()));
            self.error(kind, span, "expected `:`", help);
            return Ok(());
        }
        if !self.at_line_start() && self.starts_type() {
            let help = Help::write(format!("{}: {}", name.text, self.type_source()));
            self.error(kind, self.after_last(), "expected `:` here", help);
            return Ok(());
        }
        if self.is(',') || self.is('}') || self.is(')') || self.at_line_start() || self.at_end() {
            let kind = SyntaxError::MissingType { name: name.text.clone() };
            self.error(
                kind,
                name.span.clone(),
                "expected `: type` after this",
                format!("add its type, as in `{}: u32`", name.text),
            );
            return Err(Reported);
        }
        Err(self.unexpected("`:`", Help::write(format!("{}: …", name.text))))
    }

    /// Returns the source of the type that starts here.
    pub(super) fn type_source(&self) -> &'a str {
        let text = &self.source[self.span().start..];
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
        matches!(self.kind(), Kind::Word | Kind::Escaped | Kind::Punct('&' | '[' | '('))
    }

    /// Reports and skips a value: a default, or the number of a case.
    pub(super) fn reject_value(&mut self, name: &Name) {
        if !self.is('=') {
            return;
        }
        let start = self.bump().span.start;
        let mut depth = 0usize;
        while !self.at_end() && !self.at_line_start() {
            match self.kind() {
                Kind::Punct('(' | '[' | '{') => depth += 1,
                Kind::Punct(')' | ']' | '}') if depth > 0 => depth -= 1,
                Kind::Punct(')' | '}' | ',' | ';') if depth == 0 => break,
                _ => {}
            }
            self.bump();
        }
        let span = start..self.end();
        let value = self.slice(&span).to_owned();
        let kind = SyntaxError::ValueOfName { name: name.text.clone() };
        let help = Help::remove(format!("remove `{value}`"));
        self.error(kind, span, "values are not allowed in WIT", help);
    }

    /// Returns `true` at `string name` in place of `name: string`.
    pub(super) fn is_type_before_name(&self) -> bool {
        let ends = matches!(self.nth(2).kind, Kind::Punct(',' | ';' | '=' | '}' | ')'));
        let word = self.word();
        let known = super::is_keyword(word) || other_languages::type_name(word).is_some();
        ends && known && self.is_name_at(1) && !self.nth(1).starts_line
    }

    /// Reports the first of two words before a `:`, as in `readonly a: u32`, and returns the name after it.
    pub(super) fn word_before_name(&mut self, word: Name, what: &str) -> Parsed<Name> {
        let next = self.nth(1).kind;
        if !self.is_name_at(0) || self.at_line_start() || !matches!(next, Kind::Punct(':' | '?')) {
            return Ok(word);
        }
        let name = self.name(&format!("the {what}"))?;
        let kind = SyntaxError::FieldSyntax { what: what.to_owned() };
        let help = match word.text.as_str() {
            "const" | "final" | "let" | "mut" | "mutable" | "private" | "pub" | "public"
            | "readonly" | "required" | "static" | "val" | "var" => {
                Help::remove(format!("remove `{}`", word.text))
            }
            "optional" => format!("write `{}: option<…>`", name.text).into(),
            "repeated" => format!("write `{}: list<…>`", name.text).into(),
            first => self
                .rewrite(word.span.start..name.span.end, &format!("{first}-{}", name.text))
                .saying(format!("write `{first}-{}: …`, or remove `{first}`", name.text)),
        };
        self.error(kind, word.span, "unexpected word", help);
        Ok(name)
    }

    /// Reports and reads `string name`.
    pub(super) fn type_before_name(&mut self, what: &str) -> Parsed<Field> {
        let span = self.span();
        let before = self.error_count();
        let ty = self.ty()?;
        if self.only_foreign_types_since(before) {
            self.discard_errors_since(before);
        }
        let name = self.name(&format!("the {what}"))?;
        let wit = other_languages::translate(self.slice(&ty.span));
        let kind = SyntaxError::FieldSyntax { what: what.to_owned() };
        let help = Help::write(format!("{}: {wit}", name.text));
        self.error(kind, span, "the name comes before the type", help);
        let before = self.error_count();
        self.reject_value(&name);
        self.discard_errors_since(before);
        Ok(Field { name, ty })
    }
}
