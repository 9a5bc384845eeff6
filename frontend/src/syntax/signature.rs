//! The parameters of functions.

use super::cursor::{Broken, Parsed, Parser};
use super::foreign;
use super::token::Kind;
use super::tree::{Accessor, Attribute, Field, Function, Name, Type, TypeKind};
use crate::diagnostic::SyntaxError;

impl Parser<'_> {
    /// Reads parameters and result.
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
        let number = self.fault_count();
        let late = self.word() == "async" && !self.fresh();
        if late {
            self.async_behind(&name);
        }
        let result = self.result(&name.text)?;
        if matches!(self.word(), "throws" | "raises") {
            return Err(self.throws(result.as_ref()));
        }
        let span = start..self.end();
        let mut function = Function { name, attributes, accessor, params, result, span };
        if late {
            self.better_help(number, start, &mut function, "async ");
        }
        Ok(function)
    }

    /// `-> u32 throws string`.
    pub(super) fn throws(&mut self, result: Option<&Type>) -> Broken {
        let span = self.bump().span;
        let ok = result.map_or("_", |ty| self.slice(&ty.span));
        let err = match self.ty() {
            Ok(ty) => self.slice(&ty.span),
            Err(_) => "string",
        };
        let kind = SyntaxError::ForeignKeyword { found: self.slice(&span).to_owned() };
        let fault = self.diagnostic(kind, span, "an error is part of the result");
        self.report(fault.with_help(format!("write `-> result<{ok}, {err}>`")))
    }

    pub(super) fn missing_parameters(&mut self, name: &Name) -> Parsed<Vec<Field>> {
        let kind = SyntaxError::MissingParameters { name: name.text.clone() };
        if self.is_name_at(0) && self.is_at(1, ':') && !self.fresh() {
            let fault = self.diagnostic(kind, self.behind(), "`(` is missing here");
            self.report(fault.with_help(format!("write `{}: func(…)`", name.text)));
            let of = format!("the parameter list of `{}`", name.text);
            let opened = self.opened(of, self.behind());
            return self.list(')', &opened, "parameters", Self::parameter);
        }
        let goes_on = self.kind() == Kind::Arrow || self.is(';') || self.fresh();
        if !goes_on {
            let help = format!("write `{}: func();`", name.text);
            return Err(self.unexpected("`(`", help));
        }
        let fault = self.diagnostic(kind, self.behind(), "`()` is missing here");
        let help = if self.kind() == Kind::Arrow {
            format!("write `{}: func() -> …;`", name.text)
        } else {
            format!("write `{}: func();`", name.text)
        };
        self.report(fault.with_help(help));
        Ok(Vec::new())
    }

    /// Reads from `(` to `)`.
    pub(super) fn parameters(&mut self, of: &str) -> Parsed<Vec<Field>> {
        let brace = self.bump().span;
        let opened = self.opened(format!("the parameter list of {of}"), brace);
        self.list(')', &opened, "parameters", Self::parameter)
    }

    pub(super) fn parameter(&mut self) -> Parsed<Field> {
        self.no_attributes("a parameter");
        if self.is_unnamed() {
            return self.unnamed_parameter();
        }
        if self.word() == "mut" && self.is_name_at(1) {
            let span = self.bump().span;
            let kind = SyntaxError::ForeignKeyword { found: "mut".to_owned() };
            let fault = self.diagnostic(kind, span, "WIT has no such word");
            self.report(fault.with_help("delete `mut`"));
        }
        if self.is_type_first() {
            return self.type_first();
        }
        let name = self.name("the parameter")?;
        if self.is('?') && self.is_at(1, ':') {
            let span = self.bump().span;
            let fault =
                self.diagnostic(SyntaxError::OptionalMark, span, "WIT says this with a type");
            self.bump();
            let ty = foreign::translate(self.text_of_type());
            self.report(fault.with_help(format!("write `{}: option<{ty}>`", name.text)));
            let ty = self.ty()?;
            return Ok(Field { name, ty });
        }
        self.colon(&name)?;
        let ty = self.ty()?;
        self.no_default(&name);
        Ok(Field { name, ty })
    }

    /// Whether a type stands where a name and its type should.
    pub(super) fn is_unnamed(&self) -> bool {
        match self.kind() {
            Kind::Mark('&' | '[' | '(') => true,
            Kind::Word | Kind::Escaped => {
                self.is_at(1, ',') || self.is_at(1, ')') || self.is_at(1, '<')
            }
            Kind::Integer | Kind::Text | Kind::Arrow | Kind::Mark(_) | Kind::End => false,
        }
    }

    pub(super) fn unnamed_parameter(&mut self) -> Parsed<Field> {
        let start = self.span().start;
        let before = self.fault_count();
        if matches!(self.word(), "self" | "this") {
            return self.self_parameter();
        }
        if self.is('&') && (self.word_at(1) == "self" || self.word_at(2) == "self") {
            while self.word() != "self" {
                self.bump();
            }
            return self.self_parameter();
        }
        let ty = self.ty()?;
        let text = self.slice(&ty.span).to_owned();
        if self.fault_count() == before {
            let fault = self.diagnostic(
                SyntaxError::UnnamedParameter,
                start..self.end(),
                "each parameter has a name and a type",
            );
            let help = if super::is_keyword(&text) || text.contains('<') {
                format!("give it a name, as in `value: {text}`")
            } else {
                format!(
                    "write `{text}: u32` if `{text}` is its name, `value: {text}` if it is its type"
                )
            };
            self.report(fault.with_help(help));
        }
        let name = Name { text: format!("unnamed{start}"), span: ty.span.clone() };
        Ok(Field { name, ty: Type { kind: TypeKind::Unknown, span: ty.span } })
    }

    pub(super) fn self_parameter(&mut self) -> Parsed<Field> {
        let span = self.bump().span;
        let fault =
            self.diagnostic(SyntaxError::SelfParameter, span.clone(), "methods have it anyway");
        self.report(fault.with_help("delete `self`"));
        let name = Name { text: format!("unnamed{}", span.start), span: span.clone() };
        Ok(Field { name, ty: Type { kind: TypeKind::Unknown, span } })
    }
}
