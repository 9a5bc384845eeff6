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
        let dash = self.is('-') && self.is_name_at(1);
        if !self.is_name_at(0) && !dash && self.kind() != Kind::Integer && self.kind() != Kind::Text
        {
            let wanted = "a type, a function or `}`";
            return Err(self.unexpected(wanted, "write a function as `name: func();`"));
        }
        let name = self.name("the function")?;
        if self.is('(') {
            return self.function_without_colon(name, attributes);
        }
        let (number, start) = (self.fault_count(), name.span.start);
        if !self.eat(':') {
            self.colon_of_function(&name)?;
        }
        let colon = self.fault_count() > number;
        let function = self.function(name, attributes)?;
        if colon && !self.text[start..self.end()].contains("async") {
            self.better_help(number, start, &function, "");
        }
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
        let head = self.line(start).split_whitespace().next().unwrap_or_default();
        let head =
            if matches!(head, "import" | "export") { format!("{head} ") } else { String::new() };
        let help = format!("write `{head}{}: {word}func{params};`", function.name.text);
        self.set_help(fault, help);
    }

    /// Reads what stands behind `name:`, without the `;`.
    pub(super) fn function(&mut self, name: Name, attributes: Vec<Attribute>) -> Parsed<Function> {
        let start = self.span().start;
        self.eat_word("static");
        let is_async = self.eat_word("async");
        if is_async && self.word() == "static" {
            let span = self.bump().span;
            let fault =
                self.diagnostic(SyntaxFault::FunctionShape, span, "this stands before `async`");
            self.report(fault.with_help(format!("write `{}: static async func(…)`", name.text)));
        }
        let accessor = match self.word() {
            "get" if self.is_at(1, '(') && !is_async => Some(Accessor::Get),
            "set" if self.is_at(1, '(') && !is_async => Some(Accessor::Set),
            _ => None,
        };
        let number = self.fault_count();
        if accessor.is_some() || self.word() == "func" {
            self.bump();
        } else {
            self.func_word(&name, is_async)?;
        }
        let no_func = self.fault_count() > number;
        if self.word() == "async" {
            self.async_behind(&name);
        }
        let function = self.signature(name, attributes, accessor, start)?;
        if no_func {
            self.better_help(number, start, &function, if is_async { "async " } else { "" });
        }
        Ok(function)
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
        if matches!(self.word(), "throws" | "raises") {
            return Err(self.throws(result.as_ref()));
        }
        Ok(Function { name, attributes, accessor, params, result, span: start..self.end() })
    }

    /// `-> u32 throws string`.
    fn throws(&mut self, result: Option<&Type>) -> Broken {
        let span = self.bump().span;
        let ok = result.map_or("_", |ty| self.slice(&ty.span));
        let err = match self.ty() {
            Ok(ty) => self.slice(&ty.span),
            Err(_) => "string",
        };
        let kind = SyntaxFault::ForeignKeyword { found: self.slice(&span).to_owned() };
        let fault = self.diagnostic(kind, span, "an error is part of the result");
        self.report(fault.with_help(format!("write `-> result<{ok}, {err}>`")))
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
        let arrow = self.span().start;
        let mistaken = !self.eat_arrow();
        if mistaken && !self.mistaken_arrow() {
            return Ok(None);
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
        if mistaken {
            self.report_arrow(arrow);
        }
        if self.is('(') {
            return self.result_in_brackets(of);
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
        self.bump();
        if double {
            self.bump();
        }
        true
    }

    fn report_arrow(&mut self, start: usize) {
        let kind = SyntaxFault::Unexpected {
            wanted: "`->`".to_owned(),
            found: format!("`{}`", self.slice(&(start..self.end()))),
        };
        let fault = self.diagnostic(kind, start..self.end(), "the result stands behind `->`");
        let ty = if self.starts_type() { self.found() } else { "`u32`".to_owned() };
        self.report(fault.with_help(format!("write `-> {}`", ty.trim_matches('`'))));
    }

    fn no_result(&mut self, start: usize, span: super::Span) {
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
