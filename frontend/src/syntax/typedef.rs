//! Type definitions: `record`, `variant`, `enum`, `flags` and `type`.

use super::cursor::{Parsed, Parser, Reported};
use super::other_languages;
use super::token::{Kind, TYPE_KEYWORDS};
use super::tree::{Attribute, Name, Shape, Type, TypeDef};
use crate::diagnostic::{Help, SyntaxError};
use crate::spelling::nearest;

impl Parser<'_> {
    /// Parses a type definition.
    pub(super) fn type_item(
        &mut self,
        attributes: Vec<Attribute>,
        types: &mut Vec<TypeDef>,
    ) -> Parsed<()> {
        let word = self.word();
        self.or_foreign_definition(types, |p, types| p.type_item_as(word, attributes, types))
    }

    pub(super) fn type_item_as(
        &mut self,
        word: &str,
        attributes: Vec<Attribute>,
        types: &mut Vec<TypeDef>,
    ) -> Parsed<()> {
        self.bump();
        let name = self.name(&format!("the {word}"))?;
        let shape = self.shape(word, &name);
        let (shape, read) = match shape {
            Ok(shape) => (shape, Ok(())),
            Err(reported) => (Shape::Unknown, Err(reported)),
        };
        types.push(TypeDef { name, attributes, shape });
        read
    }

    /// Reports a misspelled keyword, and parses the type definition after it.
    pub(super) fn misspelled_type_item(
        &mut self,
        expected: &'static str,
        attributes: Vec<Attribute>,
        types: &mut Vec<TypeDef>,
    ) -> Parsed<()> {
        let word = self.word().to_owned();
        let span = self.span();
        let name = self.slice(&self.nth(1).span.clone());
        let kind = SyntaxError::ForeignKeyword { found: word };
        self.error(
            kind,
            span,
            format!("WIT calls it `{expected}`"),
            Help::write(format!("{expected} {}", super::kebab(name))),
        );
        self.type_item_as(expected, attributes, types)
    }

    /// Returns the keyword of a type definition that was probably intended by the next word.
    pub(super) fn intended_type_keyword(&self) -> Option<&'static str> {
        if !(self.is_name_at(0) && self.is_name_at(1)) || self.nth(1).starts_line {
            return None;
        }
        let word = self.word();
        if let Some(expected) = other_languages::item_keyword_for(word) {
            return TYPE_KEYWORDS.into_iter().find(|known| *known == expected);
        }
        if super::is_keyword(word) || other_languages::is_function_word(word) {
            return None;
        }
        let near = nearest(word, TYPE_KEYWORDS)?;
        let fits = match near {
            "type" => self.is_at(2, '='),
            _ => self.is_at(2, '{') || self.is_at(2, ';'),
        };
        fits.then_some(near)
    }

    /// Parses a type definition after its name.
    pub(super) fn shape(&mut self, word: &str, name: &Name) -> Parsed<Shape> {
        match word {
            "type" => self.alias(name).map(Shape::Alias),
            "record" | "variant" | "enum" | "flags" => {
                let shape = self.braced_shape(word, name)?;
                // The elements have errors of their own, so the definition is not reported as empty.
                Ok(if self.lost_element && is_empty(&shape) { Shape::Unknown } else { shape })
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
        let first_error = self.error_count();
        self.before_brace(word, name)?;
        let equals = self.error_count() > first_error;
        let opened = self.open_delimiter(format!("{word} `{}`", name.text), self.span());
        self.eat('{');
        let read = self.list('}', &opened, items, item)?;
        if equals {
            // `record r = { … };` is one error.
            self.eat(';');
        }
        if self.is(';') {
            self.stray_semicolon();
        }
        Ok(read)
    }

    /// Parses up to the `{`, and reports what is before it.
    pub(super) fn before_brace(&mut self, word: &str, name: &Name) -> Parsed<()> {
        if (self.is('=') || self.is(':')) && self.is_at(1, '{') {
            self.unexpected("`{`", Help::write(format!("{word} {} {{", name.text)));
            self.bump();
        }
        if self.is('<') {
            return Err(self.generic_definition(word, name));
        }
        self.wrong_opening_brace(Help::write(format!("{word} {} {{", name.text)));
        if self.is('{') {
            return Ok(());
        }
        if self.is_name_at(0)
            && (self.is_at(1, ':')
                || self.is_at(1, ',')
                || self.is_at(1, '(')
                || self.is_at(1, '}'))
        {
            self.missing_opening_brace(Help::write(format!("{word} {} {{", name.text)));
            return Ok(());
        }
        if matches!(self.word(), "extends" | "implements" | "inherits") && self.is_name_at(1) {
            let start = self.span().start;
            let kind = SyntaxError::ForeignKeyword { found: self.bump_text().to_owned() };
            let base = self.bump_text();
            let help = Help::remove(format!("remove it, and add a field `{base}: {base}`"));
            self.error(kind, start..self.end(), "WIT has no inheritance", help);
            return Ok(());
        }
        let help = Help::write(format!("{word} {} {{ … }}", name.text));
        Err(self.unexpected("`{`", help))
    }

    pub(super) fn generic_definition(&mut self, word: &str, name: &Name) -> Reported {
        let start = self.span().start;
        while !self.at_end() && !self.is('>') && !self.is('{') && !self.is(';') {
            self.bump();
        }
        self.eat('>');
        let kind = SyntaxError::GenericDefinition { name: name.text.clone() };
        let help = Help::remove(format!("remove it, and write one {word} for each type"));
        self.error(kind, start..self.end(), "only built-in types have type parameters", help)
    }

    /// Parses an alias after `type t` up to and including the `;`.
    pub(super) fn alias(&mut self, name: &Name) -> Parsed<Type> {
        if !self.eat('=') {
            self.missing_equals(name)?;
        }
        let keyword = matches!(self.word(), "resource" | "record" | "variant" | "enum" | "flags");
        let definition = self.is_inline_definition() || (keyword && self.is_at(1, ';'));
        if self.is('{') || (definition && !self.at_line_start()) {
            return Err(self.alias_of_definition(name));
        }
        if self.kind() == Kind::String {
            return Err(self.alias_of_strings(name));
        }
        let ty = self.ty()?;
        self.semicolon("type alias")?;
        Ok(ty)
    }

    /// Reports `type t = "a" | "b";`, as in TypeScript.
    fn alias_of_strings(&mut self, name: &Name) -> Reported {
        let start = self.span().start;
        let mut cases = Vec::new();
        while self.kind() == Kind::String || self.is('|') {
            let text = self.bump_text().trim_matches(['"', '\'']);
            if text != "|" {
                cases.push(super::kebab(text));
            }
        }
        let span = start..self.end();
        let kind = SyntaxError::ForeignType { name: self.slice(&span).to_owned() };
        let help = Help::write(format!("enum {} {{ {} }}", name.text, cases.join(", ")));
        self.error(kind, span, "WIT has no string literal types", help)
    }

    pub(super) fn missing_equals(&mut self, name: &Name) -> Parsed<()> {
        let help = Help::write(format!("type {} = …;", name.text));
        if self.is(':') {
            let error = self.error_count();
            self.unexpected("`=`", help);
            self.bump();
            let ty = other_languages::translate(self.type_source());
            self.replace_help(error, Help::write(format!("type {} = {ty};", name.text)));
            return Ok(());
        }
        if self.is(';') {
            let reported = self.error(
                SyntaxError::MissingType { name: name.text.clone() },
                name.span.clone(),
                "this alias has no type",
                help,
            );
            return Err(reported);
        }
        if self.is('<') {
            return Err(self.generic_definition("type", name));
        }
        if self.starts_type() && !self.at_line_start() {
            let ty = other_languages::translate(self.type_source());
            let help = Help::write(format!("type {} = {ty};", name.text));
            self.missing("`=`", help);
            return Ok(());
        }
        Err(self.unexpected("`=`", help))
    }

    /// Returns `true` at a type definition in place of a type.
    pub(super) fn is_inline_definition(&self) -> bool {
        matches!(self.word(), "record" | "variant" | "enum" | "flags" | "resource" | "struct")
            && (self.is_at(1, '{') || (self.is_name_at(1) && self.is_at(2, '{')))
    }

    pub(super) fn alias_of_definition(&mut self, name: &Name) -> Reported {
        let span = self.span();
        let word = if self.is('{') { "record" } else { self.word() };
        let word = if word == "struct" { "record" } else { word };
        let kind = if self.is('{') {
            SyntaxError::ForeignType { name: "{ … }".to_owned() }
        } else {
            SyntaxError::InlineDefinition { word: word.to_owned() }
        };
        let end = if word == "resource" { ";" } else { " { … }" };
        self.error(kind, span, "expected a type", Help::write(format!("{word} {}{end}", name.text)))
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
