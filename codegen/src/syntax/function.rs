//! Functions: `f: func(a: u32) -> u32;`, and the ways in which other languages write them.

use super::cursor::{Broken, Parsed, Parser};
use super::foreign;
use super::token::Kind;
use super::tree::{Accessor, Attribute, Function, Name};
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

    pub(super) fn colon_of_function(&mut self, name: &Name) -> Parsed<()> {
        let kind = SyntaxFault::MissingColon { name: name.text.clone() };
        let help = format!("write `{}: func(…)`", name.text);
        let function = matches!(self.word_at(1), "func" | "fn" | "async" | "function");
        if self.is('=') && !function && !self.is_at(1, '(') {
            let text = self.text[name.span.start..].split([';', '\n']).next().unwrap_or_default();
            let kind = SyntaxFault::NotAnItem { word: name.text.clone() };
            let fault = self.diagnostic(kind, name.span.clone(), "`type` is missing before this");
            return Err(self.report(fault.with_help(format!("write `type {};`", text.trim()))));
        }
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
        if matches!(name.text.as_str(), "let" | "var" | "const" | "val" | "readonly" | "mut")
            && self.is_name_at(0)
        {
            return Err(self.constant(name));
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

    /// `let x: u32;` and `const x = 5;`.
    pub(super) fn constant(&mut self, word: &Name) -> Broken {
        let name = self.bump_text();
        let kind = SyntaxFault::ValueItem { name: name.to_owned() };
        let fault = self.diagnostic(kind, word.span.clone(), "an interface holds no values");
        let help = format!("write `{}: func() -> u32;` with its type", super::kebab(name));
        self.report(fault.with_help(help))
    }

    pub(super) fn async_before(&mut self) {
        let span = self.bump().span;
        let name = self.slice(&self.span()).to_owned();
        let fault = self.diagnostic(SyntaxFault::FunctionShape, span, "this stands behind the `:`");
        self.report(fault.with_help(format!("write `{name}: async func(…)`")));
    }

    /// `func f(…)` and `fn f(…)`.
    pub(super) fn function_word_first(
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
    pub(super) fn function_without_colon(
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
    pub(super) fn better_help(
        &mut self,
        fault: usize,
        start: usize,
        function: &Function,
        word: &str,
    ) {
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
    pub(super) fn func_word(&mut self, name: &Name, is_async: bool) -> Parsed<()> {
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
    pub(super) fn value_item(&mut self, name: &Name) -> Broken {
        let span = self.span();
        let ty = self.ty().map_or("u32", |ty| self.slice(&ty.span)).to_owned();
        let kind = SyntaxFault::ValueItem { name: name.text.clone() };
        let fault = self.diagnostic(kind, span.start..self.end(), "this is a type");
        let help =
            format!("write `{0}: func() -> {ty};`, or put `{0}: {ty}` into a `record`", name.text);
        self.report(fault.with_help(help))
    }

    pub(super) fn async_behind(&mut self, name: &Name) {
        let span = self.bump().span;
        let fault = self.diagnostic(SyntaxFault::FunctionShape, span, "this stands before `func`");
        self.report(fault.with_help(format!("write `{}: async func(…)`", name.text)));
    }
}
