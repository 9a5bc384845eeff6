//! Functions: `f: func(a: u32) -> u32;`, and the ways in which other languages write them.

use super::cursor::{Broken, Parsed, Parser};
use super::foreign;
use super::is_keyword;
use super::token::Kind;
use super::tree::{Accessor, Attribute, Function, Name, TypeKind};
use crate::diagnostic::SyntaxError;
use crate::spelling::nearest;

impl Parser<'_> {
    /// Reads `name: func(…) -> …;`.
    pub(super) fn named_function(&mut self, attributes: Vec<Attribute>) -> Parsed<Function> {
        let (first, start) = (self.fault_count(), self.span().start);
        let is_async = self.word() == "async" && self.is_name_at(1);
        if is_async && foreign::is_function_word(self.word_at(1)) && self.is_name_at(2) {
            self.bump();
        } else if is_async {
            self.async_before();
        }
        let word = if is_async { "async " } else { "" };
        if foreign::is_function_word(self.word()) && self.is_name_at(1) && !self.nth(1).fresh {
            return self.function_word_first(start, attributes, word);
        }
        if self.is('*') && self.is_at(1, '/') {
            let start = self.bump().span.start;
            let span = start..self.bump().span.end;
            let kind = SyntaxError::Doubled { mark: "*/".to_owned() };
            let fault = self.diagnostic(kind, span, "no comment is open here");
            return Err(self.report(fault.with_help("delete this `*/`")));
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
        if self.is(':') && self.is_at(1, ':') && self.is_function_start(2) {
            self.bump();
            let span = self.span();
            let fault = self.diagnostic(SyntaxError::Doubled { mark: ":".to_owned() }, span, "");
            self.report(fault.with_help("delete this `:`"));
        } else if self.is('.') || (self.is(':') && self.is_at(1, ':')) {
            return Err(self.method_of_path(&name));
        }
        let (number, start) = (self.fault_count(), name.span.start);
        if !self.eat(':') {
            self.colon_of_function(&name)?;
        }
        let colon = self.fault_count() > number;
        let mut function = self.function(name, attributes)?;
        if colon && !self.text[start..self.end()].contains("async") {
            self.better_help(number, start, &mut function, "");
        }
        if is_async {
            self.better_help(first, start, &mut function, word);
        }
        self.semicolon()?;
        Ok(function)
    }

    fn is_function_start(&self, n: usize) -> bool {
        matches!(self.word_at(n), "func" | "async" | "static")
    }

    /// `r.read: func();` and `r::read: func();`.
    fn method_of_path(&mut self, resource: &Name) -> Broken {
        while matches!(self.kind(), Kind::Mark('.' | ':')) {
            self.bump();
        }
        let method = if self.is_name_at(0) { self.bump_text() } else { "name" };
        let span = resource.span.start..self.end();
        let kind = SyntaxError::FunctionShape;
        let fault = self.diagnostic(kind, span, "a method stands in the braces of its resource");
        let help = format!(
            "write `{}: func(…);` inside `resource {} {{ }}`",
            super::kebab(method),
            resource.text
        );
        self.report(fault.with_help(help))
    }

    pub(super) fn colon_of_function(&mut self, name: &Name) -> Parsed<()> {
        let kind = SyntaxError::MissingColon { name: name.text.clone() };
        let help = format!("write `{}: func(…)`", name.text);
        let function = matches!(self.word_at(1), "func" | "fn" | "async" | "function");
        if self.is('=') && !function && !self.is_at(1, '(') {
            let text = self.text[name.span.start..].split([';', '\n']).next().unwrap_or_default();
            let kind = SyntaxError::NotAnItem { word: name.text.clone() };
            let fault = self.diagnostic(kind, name.span.clone(), "`type` is missing before this");
            return Err(self.report(fault.with_help(format!("write `type {};`", text.trim()))));
        }
        if self.is('=') {
            let span = self.bump().span;
            let fault = self.diagnostic(kind, span, "this is a `=`");
            self.report(fault.with_help(help));
            return Ok(());
        }
        let semicolon = self.is(';') && !self.nth(1).fresh;
        if semicolon && matches!(self.word_at(1), "func" | "async" | "static") {
            let span = self.bump().span;
            let fault = self.diagnostic(kind, span, "this is a `;`");
            self.report(fault.with_help(help));
            return Ok(());
        }
        let accessor = matches!(self.word(), "get" | "set")
            && self.is_at(1, '(')
            && foreign::type_name(&name.text).is_none();
        if accessor || matches!(self.word(), "func" | "async" | "static") {
            let fault = self.diagnostic(kind, self.behind(), "`:` is missing here");
            self.report(fault.with_help(help));
            return Ok(());
        }
        if matches!(name.text.as_str(), "let" | "var" | "const" | "val" | "readonly" | "mut")
            && self.is_name_at(0)
        {
            return Err(self.constant(name));
        }
        if self.is_name_at(0) && self.is_at(1, '(') && !self.fresh() {
            return Err(self.type_before_function(name));
        }
        let kind = SyntaxError::NotAnItem { word: name.text.clone() };
        let fault = self.diagnostic(kind, name.span.clone(), "neither a function nor a type");
        let help = format!(
            "write `{}: func();`, or start a type with `record`, `variant`, `enum`, `flags`, \
             `resource` or `type`",
            name.text
        );
        Err(self.report(fault.with_help(help)))
    }

    /// `int f(int a);`, as in C, and `get f() -> u32;`, as in TypeScript.
    fn type_before_function(&mut self, first: &Name) -> Broken {
        let name = super::kebab(self.bump_text());
        let open = self.bump().span.end;
        while !self.at_end() && !self.fresh() && !matches!(self.kind(), Kind::Mark(')' | ';')) {
            self.bump();
        }
        let inner = self.text[open..self.end()].to_owned();
        self.eat(')');
        let number = self.fault_count();
        let result = self.result(&name);
        self.forget_since(number);
        let ty = match result {
            Ok(Some(ty)) => c_type(self.slice(&ty.span)),
            _ => c_type(&self.text[first.span.clone()]),
        };
        let known = foreign::type_name(&first.text).is_some() || is_keyword(&first.text);
        let nothing = !known && (ty == first.text);
        let result = if nothing { String::new() } else { format!(" -> {ty}") };
        let params = inner
            .split(',')
            .filter(|param| !param.trim().is_empty())
            .map(c_parameter)
            .collect::<Vec<_>>();
        let fault = self.diagnostic(
            SyntaxError::FunctionShape,
            first.span.clone(),
            "the name comes first, then `: func`",
        );
        let help = format!("write `{name}: func({}){result};`", params.join(", "));
        self.report(fault.with_help(help))
    }

    /// `let x: u32;` and `const x = 5;`.
    pub(super) fn constant(&mut self, word: &Name) -> Broken {
        let name = self.bump_text();
        let kind = SyntaxError::ValueItem { name: name.to_owned() };
        let fault = self.diagnostic(kind, word.span.clone(), "an interface holds no values");
        let help = format!("write `{}: func() -> u32;` with its type", super::kebab(name));
        self.report(fault.with_help(help))
    }

    pub(super) fn async_before(&mut self) {
        let span = self.bump().span;
        let name = self.slice(&self.span()).to_owned();
        let fault = self.diagnostic(SyntaxError::FunctionShape, span, "this stands behind the `:`");
        self.report(fault.with_help(format!("write `{name}: async func(…)`")));
    }

    /// `func f(…)` and `fn f(…)`.
    pub(super) fn function_word_first(
        &mut self,
        start: usize,
        attributes: Vec<Attribute>,
        is_async: &str,
    ) -> Parsed<Function> {
        let word = self.bump().span;
        let name = self.name("the function")?;
        let fault = self.diagnostic(
            SyntaxError::FunctionShape,
            word,
            "the name comes first, then `: func`",
        );
        let number = self.fault_count();
        self.report(fault.with_help(format!("write `{}: func(…)`", name.text)));
        self.eat(':');
        self.eat_word("func");
        let mut function = self.signature(name, attributes, None, start)?;
        self.better_help(number, start, &mut function, is_async);
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
            self.diagnostic(SyntaxError::FunctionShape, self.behind(), "`: func` is missing here");
        let number = self.fault_count();
        self.report(fault.with_help(format!("write `{}: func(…)`", name.text)));
        let mut function = self.signature(name, attributes, None, start)?;
        self.better_help(number, start, &mut function, "");
        self.semicolon()?;
        Ok(function)
    }

    /// Says the whole function, in WIT's words, in the help of a fault, now that it is read.
    pub(super) fn better_help(
        &mut self,
        fault: usize,
        start: usize,
        function: &mut Function,
        word: &str,
    ) {
        if !self.only_spelling_since(fault + 1) {
            return;
        }
        let Some(signature) = self.in_wit(function) else { return };
        self.forget_since(fault + 1);
        // Its types were said in WIT's words.
        for ty in function.params.iter_mut().map(|param| &mut param.ty).chain(&mut function.result)
        {
            if ty.names().iter().any(|name| foreign::type_name(&name.text).is_some()) {
                ty.kind = TypeKind::Unknown;
            }
        }
        let before = self.text[..start].trim_end();
        let word_before =
            |word: &str| before.ends_with(word) || self.text[start..].starts_with(word);
        let head = ["import ", "export "].into_iter().find(|head| word_before(head.trim_end()));
        let head = head.unwrap_or_default();
        let help = format!("write `{head}{}: {word}func{signature};`", function.name.text);
        self.set_help(fault, help);
    }

    /// The parameters and the result of a function, as WIT writes them. `None` if a name is not there, or it is long.
    pub(super) fn in_wit(&self, function: &Function) -> Option<String> {
        let mut params = Vec::new();
        for param in &function.params {
            if param.name.text.starts_with("unnamed") {
                return None;
            }
            let ty = foreign::translate(self.slice(&param.ty.span));
            let between = self.text.get(param.name.span.end..param.ty.span.start)?;
            let optional = between.contains('?');
            let ty = if optional { format!("option<{ty}>") } else { ty };
            params.push(format!("{}: {ty}", param.name.text));
        }
        let result = match &function.result {
            Some(ty) => format!(" -> {}", foreign::translate(self.slice(&ty.span))),
            None => String::new(),
        };
        let signature = format!("({}){result}", params.join(", "));
        (signature.len() < 200 && !signature.contains('\n')).then_some(signature)
    }

    /// Reads what stands behind `name:`, without the `;`.
    pub(super) fn function(&mut self, name: Name, attributes: Vec<Attribute>) -> Parsed<Function> {
        let start = self.span().start;
        let is_static = self.eat_word("static");
        let is_async = self.eat_word("async");
        let words = match (is_static, is_async) {
            (true, true) => "static async ",
            (true, false) => "static ",
            (false, true) => "async ",
            (false, false) => "",
        };
        if is_async && self.word() == "static" {
            let span = self.bump().span;
            let fault =
                self.diagnostic(SyntaxError::FunctionShape, span, "this stands before `async`");
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
            self.func_word(&name, words)?;
        }
        let no_func = self.fault_count() > number;
        let (behind, late) = (self.fault_count(), self.word() == "async");
        if late {
            self.async_behind(&name);
        }
        let mut function = self.signature(name, attributes, accessor, start)?;
        if no_func {
            self.better_help(number, start, &mut function, words);
        }
        if late {
            self.better_help(behind, start, &mut function, "async ");
        }
        Ok(function)
    }

    /// Something else stands where `func` should.
    pub(super) fn func_word(&mut self, name: &Name, words: &str) -> Parsed<()> {
        let span = self.span();
        let help = format!("write `{}: {words}func(…)`", name.text);
        if self.word() == "constructor" && self.is_at(1, '(') {
            let params = self.brackets_behind(span.start);
            let help = format!("write `constructor{params};`");
            let text = "a constructor has no name of its own";
            let fault = self.diagnostic(SyntaxError::ConstructorShape, span, text);
            return Err(self.report(fault.with_help(help)));
        }
        if self.is('(') {
            let fault = self.diagnostic(
                SyntaxError::FunctionShape,
                self.behind(),
                "`func` is missing here",
            );
            self.report(fault.with_help(help));
            return Ok(());
        }
        let foreign = foreign::is_function_word(&self.word().to_lowercase())
            || matches!(self.word(), "Func" | "Fn" | "lambda" | "get" | "set");
        let near = nearest(self.word(), ["func"]).is_some();
        let other = self.is_name_at(0) && !is_keyword(self.word());
        if (foreign || near || other) && self.is_at(1, '(') {
            let kind = SyntaxError::ForeignKeyword { found: self.word().to_owned() };
            let fault = self.diagnostic(kind, span, "WIT calls it `func`");
            self.bump();
            self.report(fault.with_help(help));
            return Ok(());
        }
        if self.starts_type() && !self.fresh() {
            return Err(self.value_item(name));
        }
        Err(self.unexpected("`func`", format!("write `{}: {words}func();`", name.text)))
    }

    /// `name: string;`, as if an interface had fields.
    pub(super) fn value_item(&mut self, name: &Name) -> Broken {
        let span = self.span();
        let number = self.fault_count();
        let ty = self.ty().map_or("u32", |ty| self.slice(&ty.span)).to_owned();
        self.forget_since(number);
        let ty = foreign::translate(&ty);
        let kind = SyntaxError::ValueItem { name: name.text.clone() };
        let fault = self.diagnostic(kind, span.start..self.end(), "this is a type");
        let help =
            format!("write `{0}: func() -> {ty};`, or put `{0}: {ty}` into a `record`", name.text);
        self.report(fault.with_help(help))
    }

    pub(super) fn async_behind(&mut self, name: &Name) {
        let span = self.bump().span;
        let fault = self.diagnostic(SyntaxError::FunctionShape, span, "this stands before `func`");
        self.report(fault.with_help(format!("write `{}: async func(…)`", name.text)));
    }
}

/// `a: s32` for `int a`, as C and IDL write a parameter, and what is right already.
fn c_parameter(param: &str) -> String {
    let param = param.trim();
    if param.contains(':') {
        return param.to_owned();
    }
    let text = param.contains("char") && param.contains('*');
    let mut words = param
        .split(|c: char| c.is_whitespace() || matches!(c, '*' | '&'))
        .filter(|word| !matches!(*word, "" | "const" | "in" | "out" | "inout" | "struct" | "mut"))
        .collect::<Vec<_>>();
    let name = super::kebab(words.pop().unwrap_or("value"));
    let ty = match words.join(" ") {
        _ if text => "string".to_owned(),
        ty if ty.is_empty() => return format!("value: {}", foreign::translate(&name)),
        ty => c_type(&ty),
    };
    format!("{name}: {ty}")
}

/// What WIT calls a type of C.
fn c_type(ty: &str) -> String {
    foreign::type_name(ty).map_or_else(|| foreign::translate(ty), str::to_owned)
}
