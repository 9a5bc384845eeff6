//! Signatures of functions: parameters and results.

use super::cursor::{Parsed, Parser, Reported};
use super::other_languages;
use super::token::Kind;
use super::tree::{Accessor, Attribute, Field, Function, Name, Type, TypeKind};
use crate::diagnostic::{Edit, Help, SyntaxError};

impl Parser<'_> {
    /// Parses the parameters and the result of a function.
    pub(super) fn signature(
        &mut self,
        name: Name,
        attributes: Vec<Attribute>,
        accessor: Option<Accessor>,
        start: usize,
    ) -> Parsed<Function> {
        if self.is('<') {
            return Err(self.generic_definition("function", &name));
        }
        let params = if self.is('(') {
            self.parameters(&format!("`{}`", name.text))?
        } else {
            self.missing_parameters(&name)?
        };
        let first_error = self.error_count();
        let late = self.word() == "async" && !self.at_line_start();
        if late {
            self.async_after_func(&name);
        }
        let result = self.result(&name.text)?;
        if matches!(self.word(), "throws" | "raises") {
            return Err(self.throws(result.as_ref()));
        }
        let span = start..self.end();
        let mut function = Function { name, attributes, accessor, params, result, span };
        if late {
            self.help_with_signature(first_error, start, &mut function, "async ");
        }
        Ok(function)
    }

    /// Reports `-> u32 throws string`.
    pub(super) fn throws(&mut self, result: Option<&Type>) -> Reported {
        let span = self.bump().span;
        let ok = result.map_or("_", |ty| self.slice(&ty.span));
        let err = match self.ty() {
            Ok(ty) => self.slice(&ty.span),
            Err(_) => "string",
        };
        let kind = SyntaxError::ForeignKeyword { found: self.slice(&span).to_owned() };
        self.error(
            kind,
            span,
            "errors are part of the result",
            Help::write(format!("-> result<{ok}, {err}>")),
        )
    }

    pub(super) fn missing_parameters(&mut self, name: &Name) -> Parsed<Vec<Field>> {
        let kind = SyntaxError::MissingParameters { name: name.text.clone() };
        if self.is_name_at(0) && self.is_at(1, ':') && !self.at_line_start() {
            self.error(
                kind,
                self.after_last(),
                "expected `(` here",
                Help::write(format!("{}: func(…)", name.text)),
            );
            let of = format!("the parameter list of `{}`", name.text);
            let opened = self.open_delimiter(of, self.after_last());
            return self.list(')', &opened, "parameters", Self::parameter);
        }
        let goes_on = self.kind() == Kind::Arrow || self.is(';') || self.at_line_start();
        if !goes_on {
            let text = format!("{}: func();", name.text);
            let help = match self.is_name_at(0) {
                true => Help::sentence(format!("write `{text}`")),
                false => Help::write(text),
            };
            return Err(self.unexpected("`(`", help));
        }
        let help = if self.kind() == Kind::Arrow {
            self.insert("()").saying(format!("write `{}: func() -> …;`", name.text))
        } else {
            Help::write(format!("{}: func();", name.text))
        };
        self.error(kind, self.after_last(), "expected `()` here", help);
        Ok(Vec::new())
    }

    /// Parses parameters from `(` to `)`.
    pub(super) fn parameters(&mut self, of: &str) -> Parsed<Vec<Field>> {
        let brace = self.bump().span;
        let opened = self.open_delimiter(format!("the parameter list of {of}"), brace);
        self.list(')', &opened, "parameters", Self::parameter)
    }

    pub(super) fn parameter(&mut self) -> Parsed<Field> {
        self.reject_attributes("a parameter");
        self.or_foreign_field(Self::wit_parameter, true)
    }

    fn wit_parameter(&mut self) -> Parsed<Field> {
        if self.is_unnamed() {
            return self.unnamed_parameter();
        }
        if self.word() == "mut" && self.is_name_at(1) {
            let span = self.bump().span;
            let kind = SyntaxError::ForeignKeyword { found: "mut".to_owned() };
            self.error(kind, span, "parameters are never mutable", Help::remove("remove `mut`"));
        }
        if self.is_type_before_name() {
            return self.type_before_name("parameter");
        }
        let name = self.name("the parameter")?;
        let name = self.word_before_name(name, "parameter")?;
        if self.is('?') && self.is_at(1, ':') {
            let span = self.bump().span;
            let error =
                self.diagnostic(SyntaxError::OptionalMark, span, "optional types are `option<…>`");
            self.bump();
            let ty = other_languages::translate(self.type_source());
            self.report(error.with_help(Help::write(format!("{}: option<{ty}>", name.text))));
            let ty = self.ty()?;
            return Ok(Field { name, ty });
        }
        self.colon(&name)?;
        let ty = self.ty()?;
        self.reject_value(&name);
        Ok(Field { name, ty })
    }

    /// Returns `true` at a type in place of a name and its type.
    pub(super) fn is_unnamed(&self) -> bool {
        match self.kind() {
            Kind::Punct('&' | '[' | '(') => true,
            Kind::Word | Kind::Escaped => {
                self.is_at(1, ',') || self.is_at(1, ')') || self.is_at(1, '<')
            }
            Kind::Integer | Kind::String | Kind::Arrow | Kind::Punct(_) | Kind::Eof => false,
        }
    }

    pub(super) fn unnamed_parameter(&mut self) -> Parsed<Field> {
        let start = self.span().start;
        let before = self.error_count();
        let by_reference = self.is('&') && (self.word_at(1) == "self" || self.word_at(2) == "self");
        if by_reference || matches!(self.word(), "self" | "this") {
            return Ok(self.self_parameter());
        }
        let ty = self.ty()?;
        let text = self.slice(&ty.span).to_owned();
        if self.error_count() == before {
            let help = if super::is_keyword(&text) || text.contains('<') {
                Help::write(format!("value: {text}"))
            } else {
                Help::write(format!("value: {text}")).or_write(format!("{text}: u32")).saying(format!(
                    "write `{text}: u32` if `{text}` is the name, or `value: {text}` if it is the type"
                ))
            };
            self.error(
                SyntaxError::UnnamedParameter,
                start..self.end(),
                "expected `name: type`",
                help,
            );
        }
        let name = Name { text: format!("unnamed{start}"), span: ty.span.clone() };
        Ok(Field { name, ty: Type { kind: TypeKind::Unknown, span: ty.span } })
    }

    /// Reports and skips `self`, `this`, `&self` or `&mut self`.
    fn self_parameter(&mut self) -> Field {
        let start = self.span().start;
        while !matches!(self.word(), "self" | "this") {
            self.bump();
        }
        self.bump();
        let span = start..self.end();
        // The `,` after it is removed as well.
        let comma = if self.is(',') { self.span().end } else { span.end };
        let next = if comma > span.end { self.nth(1).span.start } else { comma };
        let help = Help::edits(
            format!("remove `{}`", self.slice(&span)),
            vec![Edit::new(self.file, start..next, "")],
        );
        self.error(SyntaxError::SelfParameter, span.clone(), "implicit in a method", help);
        let name = Name { text: format!("unnamed{start}"), span: span.clone() };
        Field { name, ty: Type { kind: TypeKind::Unknown, span } }
    }

    /// Parses `-> type`, if it is there.
    pub(super) fn result(&mut self, of: &str) -> Parsed<Option<Type>> {
        let arrow = self.span().start;
        let no_arrow = !self.eat_arrow();
        if no_arrow && !self.wrong_arrow() {
            return self.missing_arrow();
        }
        let void = matches!(
            self.word(),
            "void"
                | "unit"
                | "none"
                | "nil"
                | "None"
                | "Unit"
                | "never"
                | "Void"
                | "undefined"
                | "null"
        ) && !self.is_defined(self.word());
        if void || (self.is('(') && self.is_at(1, ')')) {
            let span = self.span();
            self.bump();
            self.eat(')');
            self.unit_result_type(arrow, span.start..self.end());
            return Ok(None);
        }
        if no_arrow && !self.is('(') {
            return self.result_after_wrong_arrow(arrow);
        }
        if no_arrow {
            self.report_arrow(arrow);
        }
        if self.is('(') {
            return self.parenthesized_result(of);
        }
        if self.is(';')
            || (self.at_line_start() && !self.starts_type())
            || self.at_end()
            || self.is('}')
        {
            let kind = SyntaxError::MissingType { name: of.to_owned() };
            self.error(
                kind,
                self.after_last(),
                "expected a type here",
                "add the type of the result, or remove `->`",
            );
            return Ok(None);
        }
        self.ty().map(Some)
    }

    pub(super) fn wrong_arrow(&mut self) -> bool {
        let double = self.is('=') && self.is_at(1, '>');
        let double = double || (self.is('-') && self.is_at(1, '>'));
        let colon = self.is(':') && !self.nth(1).starts_line;
        if !double && !colon {
            return false;
        }
        self.bump();
        if double {
            self.bump();
        }
        true
    }

    /// Reports and parses the type in `func() u32` and `func() returns u32`.
    pub(super) fn missing_arrow(&mut self) -> Parsed<Option<Type>> {
        if self.at_line_start()
            || !self.starts_type()
            || matches!(self.word(), "throws" | "raises" | "where")
        {
            return Ok(None);
        }
        let end = self.end();
        let mut span = self.after_last();
        if matches!(self.word(), "returns" | "return" | "as" | "to") {
            span = self.bump().span;
        }
        let first_error = self.error_count();
        let ty = self.ty()?;
        let kind = SyntaxError::MissingArrow;
        let text = if span.is_empty() { "expected `->` here" } else { "expected `->`" };
        let error = self.diagnostic(kind, span, text);
        let wit = self.slice(&ty.span).to_owned();
        if self.error_count() == first_error {
            let help = self.rewrite(end..ty.span.end, &format!(" -> {wit}"));
            self.report(error.with_help(help.saying(format!("write `-> {wit}`"))));
        }
        Ok(Some(ty))
    }

    /// Reports a wrong arrow, and parses the type after it without errors for its spelling.
    pub(super) fn result_after_wrong_arrow(&mut self, start: usize) -> Parsed<Option<Type>> {
        let first_error = self.error_count();
        let end = self.end();
        let ty = self.ty()?;
        if self.only_foreign_types_since(first_error) {
            self.discard_errors_since(first_error);
        }
        let kind = SyntaxError::Unexpected {
            expected: "`->`".to_owned(),
            found: format!("`{}`", self.slice(&(start..end))),
        };
        let wit = other_languages::translate(self.slice(&ty.span));
        let span = self.before(start)..ty.span.end;
        let help = self.rewrite(span, &format!(" -> {wit}")).saying(format!("write `-> {wit}`"));
        self.error(kind, start..end, "expected `->`", help);
        Ok(Some(ty))
    }

    pub(super) fn report_arrow(&mut self, start: usize) {
        let kind = SyntaxError::Unexpected {
            expected: "`->`".to_owned(),
            found: format!("`{}`", self.slice(&(start..self.end()))),
        };
        let ty = if self.starts_type() { self.found() } else { "`u32`".to_owned() };
        self.error(
            kind,
            start..self.end(),
            "expected `->`",
            Help::write(format!("-> {}", ty.trim_matches('`'))),
        );
    }

    pub(super) fn unit_result_type(&mut self, start: usize, span: super::Span) {
        let arrow = self.slice(&(start..span.end)).to_owned();
        self.error(
            SyntaxError::UnitType { found: self.slice(&span).to_owned() },
            span.clone(),
            "a function without a result has no `->`",
            Help::edits(
                format!("remove `{arrow}`"),
                vec![Edit::new(self.file, self.before(start)..span.end, "")],
            ),
        );
    }

    /// Reports and parses `-> (u32, u32)`, and `-> (a: u32)` of early versions of WIT.
    pub(super) fn parenthesized_result(&mut self, of: &str) -> Parsed<Option<Type>> {
        let start = self.span().start;
        if !(self.is_name_at(1) && self.is_at(2, ':')) {
            return self.ty().map(Some);
        }
        let fields = self.parameters("the result")?;
        let span = start..self.end();
        let types = fields.iter().map(|field| self.slice(&field.ty.span)).collect::<Vec<_>>();
        let help = match &types[..] {
            [one] => Help::write(*one).saying(format!("write `-> {one}`")),
            many => {
                let tuple = format!("tuple<{}>", many.join(", "));
                let sentence =
                    format!("write `-> {tuple}`, or define a `record` with these fields");
                Help::write(tuple).saying(sentence)
            }
        };
        let kind = SyntaxError::NamedResults { name: of.to_owned() };
        self.error(kind, span.clone(), "expected one type", help);
        let types = fields.into_iter().map(|field| field.ty).collect();
        Ok(Some(Type { kind: TypeKind::Tuple(types), span }))
    }
}
