//! Functions, `f: func(a: u32) -> u32;`, and their syntax in other languages.

use super::cursor::{Parsed, Parser, Reported};
use super::is_keyword;
use super::other_languages;
use super::token::Kind;
use super::tree::{Accessor, Attribute, Function, Name, TypeKind};
use crate::diagnostic::{Help, SyntaxError};
use crate::spelling::nearest;

impl Parser<'_> {
    /// Parses `name: func(…) -> …;`.
    pub(super) fn named_function(&mut self, attributes: Vec<Attribute>) -> Parsed<Function> {
        let (first, start) = (self.error_count(), self.span().start);
        let is_async = self.word() == "async" && self.is_name_at(1);
        if is_async && other_languages::is_function_word(self.word_at(1)) && self.is_name_at(2) {
            self.bump();
        } else if is_async {
            self.async_before_name();
        }
        let word = if is_async { "async " } else { "" };
        if self.word() == "static" && self.is_name_at(1) && self.is_at(2, ':') {
            let span = self.bump().span;
            self.static_outside(span);
        }
        if other_languages::is_function_word(self.word())
            && self.is_name_at(1)
            && !self.nth(1).starts_line
        {
            return self.function_word_first(start, attributes, word);
        }
        if self.is('*') && self.is_at(1, '/') {
            let start = self.bump().span.start;
            let span = start..self.bump().span.end;
            let kind = SyntaxError::ExtraToken { mark: "*/".to_owned() };
            return Err(self.error(
                kind,
                span,
                "no matching `/*`",
                Help::remove("remove this `*/`"),
            ));
        }
        let dash = self.is('-') && self.is_name_at(1);
        if !self.is_name_at(0)
            && !dash
            && self.kind() != Kind::Integer
            && self.kind() != Kind::String
        {
            let expected = "a type, a function or `}`";
            return Err(self.unexpected(expected, "write a function as `name: func();`"));
        }
        let name = self.name("the function")?;
        if self.is('(') {
            return self.function_without_colon(name, attributes);
        }
        if self.kind() == Kind::Arrow && !self.is_function_start(1) {
            return self.function_without_func(name, attributes);
        }
        if self.is(':') && self.is_at(1, ':') && self.is_function_start(2) {
            self.bump();
            let span = self.span();
            let kind = SyntaxError::ExtraToken { mark: ":".to_owned() };
            self.error(kind, span, "a second `:`", Help::remove("remove this `:`"));
        } else if self.is('.') || (self.is(':') && self.is_at(1, ':')) {
            return Err(self.method_of_path(&name));
        }
        let (first_error, start) = (self.error_count(), name.span.start);
        if !self.eat(':') {
            self.function_colon(&name)?;
        }
        let colon = self.error_count() > first_error;
        let mut function = self.function(name, attributes)?;
        if colon && !self.source[start..self.end()].contains("async") {
            self.help_with_signature(first_error, start, &mut function, "");
        }
        if is_async {
            self.help_with_signature(first, start, &mut function, word);
        }
        self.semicolon("function")?;
        Ok(function)
    }

    pub(super) fn is_function_start(&self, n: usize) -> bool {
        matches!(self.word_at(n), "func" | "async" | "static")
    }

    /// Reports `r.read: func();` and `r::read: func();`.
    fn method_of_path(&mut self, resource: &Name) -> Reported {
        while matches!(self.kind(), Kind::Punct('.' | ':')) {
            self.bump();
        }
        let method = if self.is_name_at(0) { self.bump_text() } else { "name" };
        let span = resource.span.start..self.end();
        let kind = SyntaxError::FunctionSyntax;
        let own = matches!(resource.text.as_str(), "self" | "this")
            || self.resource_name.as_ref() == Some(&resource.text);
        if own && self.resource_name.is_some() {
            let help = self.rewrite(span.clone(), &super::kebab(method));
            return self.error(kind, span, "methods are named without their resource", help);
        }
        let help = format!(
            "write `{}: func(…);` inside `resource {} {{ … }}`",
            super::kebab(method),
            resource.text
        );
        self.error(kind, span, "methods are defined inside their resource", help)
    }

    pub(super) fn function_colon(&mut self, name: &Name) -> Parsed<()> {
        let kind = SyntaxError::MissingColon { name: name.text.clone() };
        let help = Help::write(format!("{}: func(…)", name.text));
        let function = matches!(self.word_at(1), "func" | "fn" | "async" | "function");
        if self.is('=') && !function && !self.is_at(1, '(') {
            let text = self.source[name.span.start..].split([';', '\n']).next().unwrap_or_default();
            let kind = SyntaxError::NotAnItem { word: name.text.clone() };
            return Err(self.error(
                kind,
                name.span.clone(),
                "expected `type` before this",
                Help::write(format!("type {};", text.trim())),
            ));
        }
        if self.is('=') {
            let span = self.bump().span;
            self.error(kind, span, "expected `:`", help);
            return Ok(());
        }
        let semicolon = self.is(';') && !self.nth(1).starts_line;
        if semicolon && matches!(self.word_at(1), "func" | "async" | "static") {
            let span = self.bump().span;
            self.error(kind, span, "expected `:`", help);
            return Ok(());
        }
        let accessor = matches!(self.word(), "get" | "set")
            && self.is_at(1, '(')
            && other_languages::type_name(&name.text).is_none();
        if accessor || matches!(self.word(), "func" | "async" | "static") {
            self.error(kind, self.after_last(), "expected `:` here", help);
            return Ok(());
        }
        if matches!(name.text.as_str(), "let" | "var" | "const" | "val" | "readonly" | "mut")
            && self.is_name_at(0)
        {
            return Err(self.constant(name));
        }
        if self.is_name_at(0) && self.is_at(1, '(') && !self.at_line_start() {
            let help = format!("write `{}: func(…)`", super::kebab(self.word()));
            let kind = SyntaxError::FunctionSyntax;
            return Err(self.error(kind, name.span.clone(), "the name comes first", help));
        }
        if other_languages::item_keyword_for(&name.text).is_some() && self.is_name_at(0) {
            let kind = SyntaxError::ForeignKeyword { found: name.text.clone() };
            let item = super::kebab(self.slice(&self.span()));
            let help = format!("write `interface {item} {{ … }}` or `resource {item} {{ … }}`");
            return Err(self.error(kind, name.span.clone(), "not a WIT keyword", help));
        }
        let kind = SyntaxError::NotAnItem { word: name.text.clone() };
        let help = format!(
            "write `{0}: func();` for a function, or `record {0} {{ … }}` for a type",
            name.text
        );
        Err(self.error(kind, name.span.clone(), "expected a function or a type", help))
    }

    /// Reports `let x: u32;` and `const x = 5;`.
    pub(super) fn constant(&mut self, word: &Name) -> Reported {
        let name = self.bump_text();
        let kind = SyntaxError::ValueItem { name: name.to_owned() };
        let help = format!("write `{}: func() -> u32;` to return the value", super::kebab(name));
        self.error(kind, word.span.clone(), "interfaces have no constants", help)
    }

    pub(super) fn async_before_name(&mut self) {
        let span = self.bump().span;
        let name = self.slice(&self.span()).to_owned();
        self.error(
            SyntaxError::FunctionSyntax,
            span,
            "expected after the `:`",
            Help::write(format!("{name}: async func(…)")),
        );
    }

    /// Reports and parses `func f(…)` and `fn f(…)`.
    pub(super) fn function_word_first(
        &mut self,
        start: usize,
        attributes: Vec<Attribute>,
        is_async: &str,
    ) -> Parsed<Function> {
        let word = self.bump().span;
        let name = self.name("the function")?;
        let first_error = self.error_count();
        let help = Help::write(format!("{}: func(…)", name.text));
        self.error(SyntaxError::FunctionSyntax, word, "the name comes first", help);
        self.eat(':');
        self.eat_word("func");
        let mut function = self.signature(name, attributes, None, start)?;
        self.help_with_signature(first_error, start, &mut function, is_async);
        self.semicolon("function")?;
        Ok(function)
    }

    /// Reports and parses `f(…)` without `: func`.
    pub(super) fn function_without_colon(
        &mut self,
        name: Name,
        attributes: Vec<Attribute>,
    ) -> Parsed<Function> {
        let start = name.span.start;
        let first_error = self.error_count();
        let help = Help::write(format!("{}: func(…)", name.text));
        let kind = SyntaxError::FunctionSyntax;
        self.error(kind, self.after_last(), "expected `: func` here", help);
        let mut function = self.signature(name, attributes, None, start)?;
        self.help_with_signature(first_error, start, &mut function, "");
        self.semicolon("function")?;
        Ok(function)
    }

    /// Reports and parses `f -> u32;`.
    fn function_without_func(
        &mut self,
        name: Name,
        attributes: Vec<Attribute>,
    ) -> Parsed<Function> {
        let (start, first_error) = (name.span.start, self.error_count());
        let help = Help::write(format!("{}: func() -> …", name.text));
        self.error(
            SyntaxError::FunctionSyntax,
            self.span(),
            "expected `: func()` before this",
            help,
        );
        let result = self.result(&name.text)?;
        let span = start..self.end();
        let params = Vec::new();
        let mut function = Function { name, attributes, accessor: None, params, result, span };
        self.help_with_signature(first_error, start, &mut function, "");
        self.semicolon("function")?;
        Ok(function)
    }

    /// Replaces the help of an error with the whole function in WIT syntax, now that it is parsed.
    pub(super) fn help_with_signature(
        &mut self,
        error: usize,
        start: usize,
        function: &mut Function,
        word: &str,
    ) {
        if !self.only_spelling_since(error + 1) {
            return;
        }
        let Some(signature) = self.wit_signature(function) else { return };
        self.discard_errors_since(error + 1);
        // The help translates the types, so they need no errors of their own.
        for ty in function.params.iter_mut().map(|param| &mut param.ty).chain(&mut function.result)
        {
            if ty.names().iter().any(|name| other_languages::type_name(&name.text).is_some()) {
                ty.kind = TypeKind::Unknown;
            }
        }
        let before = self.source[..start].trim_end();
        let word_before =
            |word: &str| before.ends_with(word) || self.source[start..].starts_with(word);
        let head = ["import ", "export "].into_iter().find(|head| word_before(head.trim_end()));
        let head = head.unwrap_or_default();
        let help = Help::write(format!("{head}{}: {word}func{signature};", function.name.text));
        self.replace_help(error, help);
    }

    /// Returns the parameters and the result of a function in WIT syntax, or `None` if a name is missing or it is long.
    pub(super) fn wit_signature(&self, function: &Function) -> Option<String> {
        let mut params = Vec::new();
        for param in &function.params {
            if param.name.text.starts_with("unnamed") {
                return None;
            }
            let ty = other_languages::translate(self.slice(&param.ty.span));
            let between = self.source.get(param.name.span.end..param.ty.span.start)?;
            let optional = between.contains('?');
            let ty = if optional { format!("option<{ty}>") } else { ty };
            params.push(format!("{}: {ty}", param.name.text));
        }
        let result = match &function.result {
            Some(ty) => format!(" -> {}", other_languages::translate(self.slice(&ty.span))),
            None => String::new(),
        };
        let signature = format!("({}){result}", params.join(", "));
        (signature.len() < 200 && !signature.contains('\n')).then_some(signature)
    }

    /// Parses a function after `name:`, without the `;`.
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
        if is_static && self.resource_name.is_none() {
            self.static_outside(start..start + "static".len());
        }
        if is_async && self.word() == "static" {
            let span = self.bump().span;
            self.error(
                SyntaxError::FunctionSyntax,
                span,
                "expected before `async`",
                Help::write(format!("{}: static async func(…)", name.text)),
            );
        }
        let accessor = match self.word() {
            "get" if self.is_at(1, '(') && !is_async => Some(Accessor::Get),
            "set" if self.is_at(1, '(') && !is_async => Some(Accessor::Set),
            _ => None,
        };
        let first_error = self.error_count();
        if accessor.is_some() || self.word() == "func" {
            self.bump();
        } else {
            self.func_keyword(&name, words)?;
        }
        let no_func = self.error_count() > first_error;
        let (after, late) = (self.error_count(), self.word() == "async");
        if late {
            self.async_after_func(&name);
        }
        let mut function = self.signature(name, attributes, accessor, start)?;
        if no_func {
            self.help_with_signature(first_error, start, &mut function, words);
        }
        if late {
            self.help_with_signature(after, start, &mut function, "async ");
        }
        Ok(function)
    }

    /// Reports a static function outside of every resource.
    fn static_outside(&mut self, span: super::Span) {
        let kind = SyntaxError::FunctionSyntax;
        let help = Help::remove("remove `static`");
        self.error(kind, span, "only the functions of a resource can be static", help);
    }

    /// Reports a missing or misspelled `func`.
    pub(super) fn func_keyword(&mut self, name: &Name, words: &str) -> Parsed<()> {
        let span = self.span();
        let help = Help::write(format!("{}: {words}func(…)", name.text));
        if self.word() == "constructor" && self.is_at(1, '(') {
            let params = self.parenthesized_after(span.start);
            let help = Help::write(format!("constructor{params};"));
            let text = "a constructor has no name";
            return Err(self.error(SyntaxError::ConstructorSyntax, span, text, help));
        }
        if self.is('(') {
            self.error(
                SyntaxError::FunctionSyntax,
                self.after_last(),
                "expected `func` here",
                help,
            );
            return Ok(());
        }
        let foreign = other_languages::is_function_word(&self.word().to_lowercase())
            || matches!(self.word(), "Func" | "Fn" | "lambda" | "get" | "set");
        let near = nearest(self.word(), ["func"]).is_some();
        let other = self.is_name_at(0) && !is_keyword(self.word());
        if (foreign || near || other) && self.is_at(1, '(') {
            let kind = SyntaxError::ForeignKeyword { found: self.word().to_owned() };
            self.error(kind, span, "WIT calls it `func`", help);
            self.bump();
            return Ok(());
        }
        if self.starts_type() && !self.at_line_start() {
            return Err(self.value_item(name));
        }
        Err(self.unexpected("`func`", Help::write(format!("{}: {words}func();", name.text))))
    }

    /// Reports `name: string;`, which would be a field of an interface.
    pub(super) fn value_item(&mut self, name: &Name) -> Reported {
        let span = self.span();
        let first_error = self.error_count();
        let ty = self.ty().map_or("u32", |ty| self.slice(&ty.span)).to_owned();
        self.discard_errors_since(first_error);
        let ty = other_languages::translate(&ty);
        let kind = SyntaxError::ValueItem { name: name.text.clone() };
        let function = format!("{}: func() -> {ty};", name.text);
        let sentence = format!("write `{function}`, or move `{}: {ty}` into a `record`", name.text);
        let span = span.start..self.end().max(span.end);
        if self.is('=') {
            self.reject_value(name);
            self.discard_errors_since(first_error);
        }
        let end = if self.is(',') || self.is(';') { self.span().end } else { span.end };
        let help = self.rewrite(name.span.start..end, &function).saying(sentence);
        self.error(kind, span, "expected `func`", help)
    }

    pub(super) fn async_after_func(&mut self, name: &Name) {
        let span = self.bump().span;
        self.error(
            SyntaxError::FunctionSyntax,
            span,
            "expected before `func`",
            Help::write(format!("{}: async func(…)", name.text)),
        );
    }
}
