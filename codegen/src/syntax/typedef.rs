//! Type definitions: what stands behind `record r`, `variant v`, `enum e`, `flags f`, `resource r` and `type t`.

use super::cursor::{Broken, Parsed, Parser};
use super::token::Kind;
use super::tree::{Case, Field, Name, Shape, Type, TypeKind};
use crate::diagnostic::SyntaxFault;

impl Parser<'_> {
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

    fn braced_shape(&mut self, word: &str, name: &Name) -> Parsed<Shape> {
        match word {
            "record" => self.braces(word, name, "fields", Self::field).map(Shape::Record),
            "variant" => self.braces(word, name, "cases", Self::case).map(Shape::Variant),
            "enum" => self.braces(word, name, "cases", Self::enum_case).map(Shape::Enum),
            _ => self.braces(word, name, "flags", Self::flag).map(Shape::Flags),
        }
    }

    fn braces<T>(
        &mut self,
        word: &str,
        name: &Name,
        items: &str,
        item: impl FnMut(&mut Self) -> Parsed<T>,
    ) -> Parsed<Vec<T>> {
        self.before_brace(word, name)?;
        let opened = self.opened(format!("{word} `{}`", name.text), self.span());
        self.bump();
        let read = self.list('}', &opened, items, item)?;
        if self.is(';') {
            self.stray_semicolon();
        }
        Ok(read)
    }

    /// Reads up to the `{`, with a fault for a `:` or `=` before it.
    fn before_brace(&mut self, word: &str, name: &Name) -> Parsed<()> {
        if (self.is('=') || self.is(':')) && self.is_at(1, '{') {
            let mark = self.found();
            let span = self.bump().span;
            let kind = SyntaxFault::Unexpected { wanted: "`{`".to_owned(), found: mark };
            let fault = self.diagnostic(kind, span, "nothing stands here");
            self.report(fault.with_help(format!("write `{word} {} {{`", name.text)));
        }
        if self.is('<') {
            return Err(self.generic_definition(word, name));
        }
        if self.is('{') {
            return Ok(());
        }
        let help = format!("write `{word} {} {{ … }}`", name.text);
        Err(self.unexpected("`{`", help))
    }

    fn generic_definition(&mut self, word: &str, name: &Name) -> Broken {
        let start = self.span().start;
        while !self.at_end() && !self.is('>') && !self.is('{') && !self.is(';') {
            self.bump();
        }
        self.eat('>');
        let kind = SyntaxFault::GenericDefinition { name: name.text.clone() };
        let fault = self.diagnostic(kind, start..self.end(), "only built-in types have these");
        let help = format!("delete it, and write one {word} for each type it is used with");
        self.report(fault.with_help(help))
    }

    fn field(&mut self) -> Parsed<Field> {
        self.no_attributes("a field");
        let name = self.name("the field")?;
        if self.is('?') && self.is_at(1, ':') {
            return self.optional_field(name);
        }
        self.colon(&name)?;
        let ty = self.ty()?;
        self.no_default(&name);
        Ok(Field { name, ty })
    }

    fn optional_field(&mut self, name: Name) -> Parsed<Field> {
        let span = self.bump().span;
        self.bump();
        let ty = self.ty()?;
        let inner = self.slice(&ty.span).to_owned();
        let kind = SyntaxFault::OptionalMark;
        let fault = self.diagnostic(kind, span, "WIT says this with a type");
        self.report(fault.with_help(format!("write `{}: option<{inner}>`", name.text)));
        Ok(Field { name, ty })
    }

    /// Reads the `:` between a name and its type.
    pub(super) fn colon(&mut self, name: &Name) -> Parsed<()> {
        if self.eat(':') {
            return Ok(());
        }
        let kind = SyntaxFault::MissingColon { name: name.text.clone() };
        if self.is('=') {
            let span = self.bump().span;
            let fault = self.diagnostic(kind, span, "this is a `=`");
            self.report(fault.with_help(format!("write `{}: …`", name.text)));
            return Ok(());
        }
        if !self.fresh() && self.starts_type() {
            let ty = self.found();
            let fault = self.diagnostic(kind, self.behind(), "`:` is missing here");
            let help = format!("write `{}: {}`", name.text, ty.trim_matches('`'));
            self.report(fault.with_help(help));
            return Ok(());
        }
        if self.is(',') || self.is('}') || self.is(')') || self.fresh() || self.at_end() {
            let kind = SyntaxFault::MissingType { name: name.text.clone() };
            let fault = self.diagnostic(kind, name.span.clone(), "its type is missing");
            self.report(
                fault.with_help(format!("write `{}: u32`, or what type it has", name.text)),
            );
            return Err(Broken);
        }
        Err(self.unexpected("`:`", format!("write `{}: …`", name.text)))
    }

    pub(super) fn starts_type(&self) -> bool {
        matches!(self.kind(), Kind::Word | Kind::Escaped | Kind::Mark('&' | '[' | '('))
    }

    /// Reports and skips a default value.
    pub(super) fn no_default(&mut self, name: &Name) {
        if !self.is('=') {
            return;
        }
        let start = self.bump().span.start;
        while matches!(self.kind(), Kind::Integer | Kind::Word | Kind::Text | Kind::Mark('-' | '.'))
        {
            self.bump();
        }
        let kind = SyntaxFault::Value { name: name.text.clone() };
        let fault = self.diagnostic(kind, start..self.end(), "WIT has no values");
        self.report(fault.with_help("delete it, and say it in a `///` comment"));
    }

    fn case(&mut self) -> Parsed<Case> {
        self.no_attributes("a case");
        let name = self.name("the case")?;
        let ty = if self.eat('(') { self.payload(&name)? } else { self.mistaken_payload(&name)? };
        self.no_default(&name);
        Ok(Case { name, ty })
    }

    /// Reads a case's type up to and with the `)`.
    fn payload(&mut self, name: &Name) -> Parsed<Option<Type>> {
        let open = self.end() - 1;
        if self.eat(')') {
            let kind = SyntaxFault::CasePayload { name: name.text.clone() };
            let fault = self.diagnostic(kind, open..self.end(), "a type is missing here");
            self.report(fault.with_help(format!("write `{}` or `{0}(u32)`", name.text)));
            return Ok(None);
        }
        if self.is_name_at(0) && self.is_at(1, ':') {
            return Err(self.named_payload(name, open));
        }
        let ty = self.ty()?;
        if self.is(',') && !self.nth(1).fresh {
            return self.several_payloads(name, open, ty);
        }
        self.close_paren(&format!("the payload of `{}`", name.text), open)?;
        Ok(Some(ty))
    }

    fn named_payload(&mut self, name: &Name, open: usize) -> Broken {
        while !self.at_end() && !self.is(')') && !self.is('}') {
            self.bump();
        }
        self.eat(')');
        let span = open..self.end();
        let fields = self.slice(&span).trim_matches(['(', ')']).to_owned();
        let kind = SyntaxFault::CasePayload { name: name.text.clone() };
        let fault = self.diagnostic(kind, span, "a case holds one type, without a name");
        let help = if fields.contains(',') {
            format!("write `record {0}-data {{ {fields} }}` before, and `{0}({0}-data)`", name.text)
        } else {
            let ty = fields.split_once(':').map_or("", |(_, ty)| ty.trim());
            format!("write `{}({ty})`", name.text)
        };
        self.report(fault.with_help(help))
    }

    fn several_payloads(&mut self, name: &Name, open: usize, first: Type) -> Parsed<Option<Type>> {
        let mut types = vec![first];
        while self.eat(',') {
            types.push(self.ty()?);
        }
        self.close_paren(&format!("the payload of `{}`", name.text), open)?;
        let span = open..self.end();
        let inner = self.slice(&span).trim_matches(['(', ')']).to_owned();
        let kind = SyntaxFault::CasePayload { name: name.text.clone() };
        let fault = self.diagnostic(kind, span.clone(), "a case holds one type");
        self.report(fault.with_help(format!("write `{}(tuple<{inner}>)`", name.text)));
        Ok(Some(Type { kind: TypeKind::Tuple(types), span }))
    }

    fn close_paren(&mut self, what: &str, open: usize) -> Parsed<()> {
        if self.eat(')') {
            return Ok(());
        }
        let opened = self.opened(what.to_owned(), open..open + 1);
        self.unclosed(')', &opened);
        Ok(())
    }

    /// `a: u32` and `a { x: u32 }` in place of `a(u32)`.
    fn mistaken_payload(&mut self, name: &Name) -> Parsed<Option<Type>> {
        let kind = SyntaxFault::CasePayload { name: name.text.clone() };
        if self.is(':') {
            let start = self.bump().span.start;
            let ty = self.ty()?;
            let inner = self.slice(&ty.span).to_owned();
            let fault = self.diagnostic(kind, start..self.end(), "the type stands in brackets");
            self.report(fault.with_help(format!("write `{}({inner})`", name.text)));
            return Ok(Some(ty));
        }
        if self.is('{') {
            let start = self.span().start;
            while !self.at_end() && !self.is('}') {
                self.bump();
            }
            self.eat('}');
            let span = start..self.end();
            let fields = self.slice(&span).to_owned();
            let fault = self.diagnostic(kind, span, "a case holds one type, in brackets");
            let help =
                format!("write `record {0}-data {fields}` before, and `{0}({0}-data)`", name.text);
            self.report(fault.with_help(help));
        }
        Ok(None)
    }

    fn enum_case(&mut self) -> Parsed<Name> {
        self.plain_case("enum", "a case")
    }

    fn flag(&mut self) -> Parsed<Name> {
        self.plain_case("flags", "a flag")
    }

    fn plain_case(&mut self, owner: &str, what: &str) -> Parsed<Name> {
        self.no_attributes(what);
        let name = self.name(what)?;
        self.no_default(&name);
        if self.is('(') || self.is(':') {
            let start = self.span().start;
            while !self.at_end() && !matches!(self.kind(), Kind::Mark(')' | ',' | '}')) {
                self.bump();
            }
            self.eat(')');
            let kind = SyntaxFault::PlainCase { owner: owner.to_owned(), name: name.text.clone() };
            let fault = self.diagnostic(kind, start..self.end(), "this is a type");
            let help = match owner {
                "enum" => "make it a `variant`, whose cases can hold a type".to_owned(),
                _ => format!("write only `{}`; fields with types are in a `record`", name.text),
            };
            self.report(fault.with_help(help));
        }
        Ok(name)
    }

    /// Reads behind `type t` up to and with the `;`.
    fn alias(&mut self, name: &Name) -> Parsed<Type> {
        if !self.eat('=') {
            self.missing_equals(name)?;
        }
        if self.is('{') || (self.is_inline_definition() && !self.fresh()) {
            return Err(self.alias_of_definition(name));
        }
        let ty = self.ty()?;
        self.semicolon()?;
        Ok(ty)
    }

    fn missing_equals(&mut self, name: &Name) -> Parsed<()> {
        let kind = SyntaxFault::Unexpected { wanted: "`=`".to_owned(), found: self.found() };
        let help = format!("write `type {} = …;`", name.text);
        if self.is(':') {
            let span = self.bump().span;
            let fault = self.diagnostic(kind, span, "`=` should stand here");
            self.report(fault.with_help(help));
            return Ok(());
        }
        if self.is(';') {
            let fault = self.diagnostic(
                SyntaxFault::MissingType { name: name.text.clone() },
                name.span.clone(),
                "it does not say which type it is",
            );
            let broken = self.report(fault.with_help(help));
            return Err(broken);
        }
        if self.is('<') {
            return Err(self.generic_definition("type", name));
        }
        if self.starts_type() && !self.fresh() {
            let fault = self.diagnostic(kind, self.behind(), "`=` is missing here");
            self.report(fault.with_help(help));
            return Ok(());
        }
        Err(self.unexpected("`=`", help))
    }

    /// Whether a keyword that defines a type stands where a type is used.
    pub(super) fn is_inline_definition(&self) -> bool {
        matches!(self.word(), "record" | "variant" | "enum" | "flags" | "resource" | "struct")
            && (self.is_at(1, '{') || (self.is_name_at(1) && self.is_at(2, '{')))
    }

    fn alias_of_definition(&mut self, name: &Name) -> Broken {
        let span = self.span();
        let word = if self.is('{') { "record" } else { self.word() };
        let word = if word == "struct" { "record" } else { word };
        let kind = SyntaxFault::InlineDefinition { word: word.to_owned() };
        let fault = self.diagnostic(kind, span, "a definition names its type itself");
        self.report(fault.with_help(format!("write `{word} {} {{ … }}`", name.text)))
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
