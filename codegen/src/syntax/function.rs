//! Functions: `f: func(a: u32) -> u32;`, and the ways in which other languages write them.

use super::cursor::{Broken, Parsed, Parser};
use super::foreign;
use super::token::Kind;
use super::tree::{Accessor, Attribute, Field, Function, Name, Type, TypeKind};
use crate::diagnostic::SyntaxFault;

impl Parser<'_> {
    /// Reads `name: func(…) -> …;`.
    pub(super) fn named_function(&mut self, attributes: Vec<Attribute>) -> Parsed<Function> {
        let start = self.span().start;
        if self.word() == "async" && self.is_name_at(1) {
            self.async_before();
        }
        if foreign::is_function_word(self.word()) && self.is_name_at(1) && !self.nth(1).fresh {
            return self.function_word_first(start, attributes);
        }
        if !self.is_name_at(0) && self.kind() != Kind::Integer && self.kind() != Kind::Text {
            let wanted = "a type, a function or `}`";
            return Err(self.unexpected(wanted, "write a function as `name: func();`"));
        }
        let name = self.name("the function")?;
        if self.is('(') {
            return self.function_without_colon(name, attributes);
        }
        if !self.eat(':') {
            self.colon_of_function(&name)?;
        }
        let function = self.function(name, attributes)?;
        self.semicolon()?;
        Ok(function)
    }

    fn colon_of_function(&mut self, name: &Name) -> Parsed<()> {
        let kind = SyntaxFault::MissingColon { name: name.text.clone() };
        let help = format!("write `{}: func(…)`", name.text);
        if self.is('=') {
            let span = self.bump().span;
            let fault = self.diagnostic(kind, span, "this is a `=`");
            self.report(fault.with_help(help));
            return Ok(());
        }
        if matches!(self.word(), "func" | "async" | "static") {
            let fault = self.diagnostic(kind, self.behind(), "`:` is missing here");
            self.report(fault.with_help(help));
            return Ok(());
        }
        let kind = SyntaxFault::NotAnItem { word: name.text.clone() };
        let fault = self.diagnostic(kind, name.span.clone(), "neither a function nor a type");
        let help = format!(
            "write `{}: func();`, or start a type with `record`, `variant`, `enum`, `flags`, \
             `resource` or `type`",
            name.text
        );
        Err(self.report(fault.with_help(help)))
    }

    fn async_before(&mut self) {
        let span = self.bump().span;
        let name = self.slice(&self.span()).to_owned();
        let fault = self.diagnostic(SyntaxFault::FunctionShape, span, "this stands behind the `:`");
        self.report(fault.with_help(format!("write `{name}: async func(…)`")));
    }

    /// `func f(…)` and `fn f(…)`.
    fn function_word_first(
        &mut self,
        start: usize,
        attributes: Vec<Attribute>,
    ) -> Parsed<Function> {
        let word = self.bump().span;
        let name = self.name("the function")?;
        let fault = self.diagnostic(
            SyntaxFault::FunctionShape,
            word,
            "the name comes first, then `: func`",
        );
        let number = self.fault_count();
        self.report(fault.with_help(format!("write `{}: func(…)`", name.text)));
        self.eat(':');
        self.eat_word("func");
        let function = self.signature(name, attributes, None, start)?;
        self.better_help(number, start, &function, "");
        self.semicolon()?;
        Ok(function)
    }

    /// `f(…)`.
    fn function_without_colon(
        &mut self,
        name: Name,
        attributes: Vec<Attribute>,
    ) -> Parsed<Function> {
        let start = name.span.start;
        let fault =
            self.diagnostic(SyntaxFault::FunctionShape, self.behind(), "`: func` is missing here");
        let number = self.fault_count();
        self.report(fault.with_help(format!("write `{}: func(…)`", name.text)));
        let function = self.signature(name, attributes, None, start)?;
        self.better_help(number, start, &function, "");
        self.semicolon()?;
        Ok(function)
    }

    /// Says the whole function in the help of a fault, now that it is read.
    fn better_help(&mut self, fault: usize, start: usize, function: &Function, word: &str) {
        let text = &self.text[start..self.end()];
        if text.contains('\n') || self.fault_count() > fault + 1 {
            return;
        }
        let params = text.find('(').map_or("()", |i| text[i..].trim_end());
        let help = format!("write `{}: {word}func{params};`", function.name.text);
        self.set_help(fault, help);
    }

    /// Reads what stands behind `name:`, without the `;`.
    pub(super) fn function(&mut self, name: Name, attributes: Vec<Attribute>) -> Parsed<Function> {
        let start = self.span().start;
        self.eat_word("static");
        let is_async = self.eat_word("async");
        let accessor = match self.word() {
            "get" if self.is_at(1, '(') && !is_async => Some(Accessor::Get),
            "set" if self.is_at(1, '(') && !is_async => Some(Accessor::Set),
            _ => None,
        };
        if accessor.is_some() || self.word() == "func" {
            self.bump();
        } else {
            self.func_word(&name, is_async)?;
        }
        if self.word() == "async" {
            self.async_behind(&name);
        }
        self.signature(name, attributes, accessor, start)
    }

    /// Something else stands where `func` should.
    fn func_word(&mut self, name: &Name, is_async: bool) -> Parsed<()> {
        let span = self.span();
        let word = if is_async { "async func" } else { "func" };
        let help = format!("write `{}: {word}(…)`", name.text);
        if self.is('(') {
            let fault = self.diagnostic(
                SyntaxFault::FunctionShape,
                self.behind(),
                "`func` is missing here",
            );
            self.report(fault.with_help(help));
            return Ok(());
        }
        let foreign = foreign::is_function_word(&self.word().to_lowercase())
            || matches!(self.word(), "Func" | "Fn" | "lambda" | "get" | "set");
        let near = foreign::nearest(self.word(), ["func"].into_iter()).is_some();
        if (foreign || near) && self.is_at(1, '(') {
            let kind = SyntaxFault::ForeignKeyword { found: self.word().to_owned() };
            let fault = self.diagnostic(kind, span, "WIT calls it `func`");
            self.bump();
            self.report(fault.with_help(help));
            return Ok(());
        }
        if self.starts_type() && !self.fresh() {
            return Err(self.value_item(name));
        }
        Err(self.unexpected("`func`", format!("write `{}: func();`", name.text)))
    }

    /// `name: string;`, as if an interface had fields.
    fn value_item(&mut self, name: &Name) -> Broken {
        let span = self.span();
        let ty = self.ty().map_or("u32", |ty| self.slice(&ty.span)).to_owned();
        let kind = SyntaxFault::ValueItem { name: name.text.clone() };
        let fault = self.diagnostic(kind, span.start..self.end(), "this is a type");
        let help =
            format!("write `{0}: func() -> {ty};`, or put `{0}: {ty}` into a `record`", name.text);
        self.report(fault.with_help(help))
    }

    fn async_behind(&mut self, name: &Name) {
        let span = self.bump().span;
        let fault = self.diagnostic(SyntaxFault::FunctionShape, span, "this stands before `func`");
        self.report(fault.with_help(format!("write `{}: async func(…)`", name.text)));
    }

    /// Reads parameters and result.
    fn signature(
        &mut self,
        name: Name,
        attributes: Vec<Attribute>,
        accessor: Option<Accessor>,
        start: usize,
    ) -> Parsed<Function> {
        let params = if self.is('(') {
            self.parameters(&format!("`{}`", name.text))?
        } else {
            self.missing_parameters(&name)?;
            Vec::new()
        };
        let result = self.result(&name.text)?;
        Ok(Function { name, attributes, accessor, params, result, span: start..self.end() })
    }

    fn missing_parameters(&mut self, name: &Name) -> Parsed<()> {
        let kind = SyntaxFault::MissingParameters { name: name.text.clone() };
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
        Ok(())
    }

    /// Reads from `(` to `)`.
    pub(super) fn parameters(&mut self, of: &str) -> Parsed<Vec<Field>> {
        let brace = self.bump().span;
        let opened = self.opened(format!("the parameter list of {of}"), brace);
        self.list(')', &opened, "parameters", |p| p.parameter())
    }

    fn parameter(&mut self) -> Parsed<Field> {
        self.no_attributes("a parameter");
        if self.is_unnamed() {
            return self.unnamed_parameter();
        }
        if self.word() == "mut" && self.is_name_at(1) {
            let span = self.bump().span;
            let kind = SyntaxFault::ForeignKeyword { found: "mut".to_owned() };
            let fault = self.diagnostic(kind, span, "WIT has no such word");
            self.report(fault.with_help("delete `mut`"));
        }
        let name = self.name("the parameter")?;
        if self.is('?') && self.is_at(1, ':') {
            let span = self.bump().span;
            let fault =
                self.diagnostic(SyntaxFault::OptionalMark, span, "WIT says this with a type");
            let help = format!("write `{}: option<…>`", name.text);
            self.report(fault.with_help(help));
        }
        self.colon(&name)?;
        let ty = self.ty()?;
        self.no_default(&name);
        Ok(Field { name, ty })
    }

    /// Whether a type stands where a name and its type should.
    fn is_unnamed(&self) -> bool {
        match self.kind() {
            Kind::Mark('&' | '[' | '(') => true,
            Kind::Word | Kind::Escaped => {
                self.is_at(1, ',') || self.is_at(1, ')') || self.is_at(1, '<')
            }
            Kind::Integer | Kind::Text | Kind::Arrow | Kind::Mark(_) | Kind::End => false,
        }
    }

    fn unnamed_parameter(&mut self) -> Parsed<Field> {
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
                SyntaxFault::UnnamedParameter,
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

    fn self_parameter(&mut self) -> Parsed<Field> {
        let span = self.bump().span;
        let fault =
            self.diagnostic(SyntaxFault::SelfParameter, span.clone(), "methods have it anyway");
        self.report(fault.with_help("delete `self`"));
        let name = Name { text: format!("unnamed{}", span.start), span: span.clone() };
        Ok(Field { name, ty: Type { kind: TypeKind::Unknown, span } })
    }

    /// Reads `-> type`, if it is there.
    pub(super) fn result(&mut self, of: &str) -> Parsed<Option<Type>> {
        if !self.eat_arrow() && !self.mistaken_arrow() {
            return Ok(None);
        }
        if self.is('(') {
            return self.result_in_brackets(of);
        }
        if matches!(self.word(), "void" | "unit" | "none" | "nil" | "None" | "Unit" | "never") {
            let span = self.bump().span;
            self.no_result(span);
            return Ok(None);
        }
        if self.is(';') || (self.fresh() && !self.starts_type()) || self.at_end() || self.is('}') {
            let kind = SyntaxFault::MissingType { name: of.to_owned() };
            let fault = self.diagnostic(kind, self.behind(), "the type is missing here");
            self.report(fault.with_help("write the type it gives, or delete the `->`"));
            return Ok(None);
        }
        self.ty().map(Some)
    }

    fn mistaken_arrow(&mut self) -> bool {
        let double = self.is('=') && self.is_at(1, '>');
        let colon = self.is(':') && !self.nth(1).fresh;
        if !double && !colon {
            return false;
        }
        let start = self.bump().span.start;
        if double {
            self.bump();
        }
        let kind = SyntaxFault::Unexpected {
            wanted: "`->`".to_owned(),
            found: format!("`{}`", self.slice(&(start..self.end()))),
        };
        let fault = self.diagnostic(kind, start..self.end(), "the result stands behind `->`");
        self.report(fault.with_help("write `->`"));
        true
    }

    fn no_result(&mut self, span: super::Span) {
        let start = self.text[..span.start].trim_end().len().saturating_sub(2);
        let fault = self.diagnostic(
            SyntaxFault::NoResult { found: self.slice(&span).to_owned() },
            span.clone(),
            "a function that gives nothing says nothing",
        );
        let arrow = self.slice(&(start..span.end)).to_owned();
        self.report(fault.with_help(format!("delete `{arrow}`")));
    }

    /// `-> ()`, `-> (u32, u32)`, and `-> (a: u32)`, which WIT once had.
    fn result_in_brackets(&mut self, of: &str) -> Parsed<Option<Type>> {
        let start = self.span().start;
        if self.is_at(1, ')') {
            self.bump();
            self.bump();
            self.no_result(start..self.end());
            return Ok(None);
        }
        if !(self.is_name_at(1) && self.is_at(2, ':')) {
            return self.ty().map(Some);
        }
        let fields = self.parameters("the result")?;
        let span = start..self.end();
        let types: Vec<_> = fields.iter().map(|field| self.slice(&field.ty.span)).collect();
        let help = match &types[..] {
            [one] => format!("write `-> {one}`"),
            many => format!("write `-> tuple<{}>`, or a record with these fields", many.join(", ")),
        };
        let kind = SyntaxFault::NamedResults { name: of.to_owned() };
        let fault =
            self.diagnostic(kind, span.clone(), "a function gives one value, without a name");
        self.report(fault.with_help(help));
        let types = fields.into_iter().map(|field| field.ty).collect();
        Ok(Some(Type { kind: TypeKind::Tuple(types), span }))
    }
}
