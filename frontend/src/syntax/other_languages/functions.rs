//! Functions of other languages: `fn f(x: T) -> U;`, `U f(T x);`, `def f(x: T) -> U:`, `rpc F(T) returns (U);`.

use std::ops::Range;

use super::super::token::{Kind, is_keyword};
use super::generics::result_of;
use super::is_function_word;
use super::reader::Reader;
use super::types::Foreign;

/// A function of another language in the spelling of WIT.
pub(in super::super) struct ForeignFunction {
    /// The span in the source, with the `;` or the body.
    pub(in super::super) span: Range<usize>,
    /// The span of what is not WIT, and what to write beside it.
    pub(in super::super) at: (Range<usize>, &'static str),
    /// The whole function.
    pub(in super::super) text: String,
    /// `true` for `name: …`.
    pub(in super::super) colon: bool,
}

/// Words before a function.
const MODIFIERS: [&str; 25] = [
    "pub",
    "public",
    "private",
    "protected",
    "internal",
    "static",
    "async",
    "await",
    "extern",
    "virtual",
    "inline",
    "abstract",
    "override",
    "final",
    "export",
    "open",
    "suspend",
    "oneway",
    "external",
    "unsafe",
    "const",
    "readonly",
    "default",
    "mutating",
    "declare",
];

/// What is known of a function while it is read.
#[derive(Default)]
struct Words {
    is_static: bool,
    is_async: bool,
}

impl Words {
    fn add(&mut self, word: &str) {
        self.is_static |= word == "static";
        self.is_async |= matches!(word, "async" | "suspend" | "await");
    }
}

impl Reader<'_, '_> {
    /// Reads a function.
    pub(in super::super) fn function(&mut self) -> Option<ForeignFunction> {
        let (start, first) = (self.start(), self.token(0).span.clone());
        let mut words = Words::default();
        self.function_modifiers(&mut words);
        if let Some(property) = self.attempt(Self::property) {
            let at = (first, "expected a function");
            return Some(ForeignFunction {
                span: start..self.end(),
                at,
                text: property,
                colon: false,
            });
        }
        let mut result = None;
        let mut at = (first, "the name comes first");
        let mut colon = false;
        let name = if is_function_word(self.word())
            && self.is_name_at(1)
            && !self.token(1).starts_line
        {
            self.bump();
            self.function_modifiers(&mut words);
            self.function_name()?
        } else if is_function_word(self.word()) && self.is_at(1, '(') && self.has_receiver() {
            self.bump();
            self.skip_delimited('(', ')');
            self.function_name()?
        } else if self.is_name_at(0)
            && (self.is_at(1, ':') || self.is_at(1, '='))
            && !self.is_at(2, ':')
        {
            colon = true;
            let name = self.function_name()?;
            self.bump();
            let (after_colon, modifier) = (self.at, self.word().to_owned());
            let span = self.token(0).span.clone();
            self.function_modifiers(&mut words);
            if !self.is('(') {
                at = if !is_wit_function(self.word()) {
                    (self.token(0).span.clone(), "WIT calls it `func`")
                } else if self.at > after_colon {
                    (span, label_of(&modifier))
                } else {
                    let leading = label_of(self.parser.slice(&at.0));
                    (at.0, leading)
                };
                self.function_word()?;
                while matches!(self.word(), "static" | "async") {
                    words.add(self.word());
                    self.bump();
                }
            }
            name
        } else if self.is_name_at(0) && self.is_at(1, '(') {
            let name = self.function_name()?;
            at = (self.end()..self.end(), "expected `: func` here");
            name
        } else {
            result = Some(self.ty()?);
            // `f func()` lacks only its `:`.
            let word = self.word();
            let accessor = matches!(word, "get" | "set");
            if (is_wit_function(word) && !accessor) || is_function_word(word) || self.starts_line()
            {
                return None;
            }
            self.function_name()?
        };
        name.trim_start_matches('%').clone_into(&mut self.hint);
        let params = self.parameters()?;
        let ty = self.function_result(result, &mut words)?;
        self.function_end(start)?;
        let text = self.function_text(&name, &words, &params, &ty);
        Some(ForeignFunction { span: start..self.end(), at, text, colon })
    }

    fn function_text(&self, name: &str, words: &Words, params: &str, ty: &str) -> String {
        let resource = self.resource.as_deref();
        let name = if name == "%constructor" { "constructor" } else { name };
        let constructs =
            ty.is_empty() || resource.is_some_and(|resource| ty == format!(" -> {resource}"));
        if constructs
            && resource.is_some()
            && (matches!(name, "new" | "init" | "constructor") || resource == Some(name))
        {
            return format!("constructor({params});");
        }
        let is_static = if words.is_static && resource.is_some() { "static " } else { "" };
        let is_async = if words.is_async { "async " } else { "" };
        format!("{name}: {is_static}{is_async}func({params}){ty};")
    }

    fn function_modifiers(&mut self, words: &mut Words) {
        while MODIFIERS.contains(&self.word()) && !self.token(1).starts_line {
            let follows = matches!(self.token(1).kind, Kind::Word | Kind::Escaped | Kind::String)
                || (self.word() == "pub" && self.is_at(1, '('))
                || (self.word() == "async" && self.is_at(1, '('));
            if !follows {
                return;
            }
            words.add(self.word());
            self.bump();
            if self.kind() == Kind::String {
                self.bump();
            }
            if self.is('(')
                && !self.word_at(1).is_empty()
                && self.is_at(2, ')')
                && self.is_name_at(3)
            {
                self.skip_delimited('(', ')');
            }
        }
    }

    /// Reads the word for `func`.
    fn function_word(&mut self) -> Option<()> {
        let word = self.word().to_lowercase();
        let found = is_function_word(&word) || word == "lambda" || word == "callable";
        if found {
            self.bump();
        }
        found.then_some(())
    }

    /// Returns `true` at the receiver of a method of Go, `func (p *point) name(`.
    fn has_receiver(&self) -> bool {
        let mut ahead = 1;
        while !matches!(self.token(ahead).kind, Kind::Punct(')') | Kind::Eof) {
            ahead += 1;
        }
        self.is_name_at(ahead + 1) && self.is_at(ahead + 2, '(')
    }

    /// Reads the name of a function. Type parameters have no counterpart.
    fn function_name(&mut self) -> Option<String> {
        let word = self.word();
        if word == "__init__" {
            self.bump();
            return Some("init".to_owned());
        }
        let name = self.name()?;
        while self.is('\'') || (self.is('<') && self.is_at(1, '\'')) {
            // Lifetimes of Rust.
            self.skip_delimited('<', '>');
        }
        Some(name)
    }

    /// Reads what is between the parameters and the `;`: the result and the errors.
    fn function_result(&mut self, first: Option<Foreign>, words: &mut Words) -> Option<String> {
        let (mut ty, mut error) = (first, None);
        loop {
            if self.starts_line() {
                break;
            }
            match (self.kind(), self.word()) {
                (_, "const" | "noexcept" | "override" | "final" | "mut") => drop(self.bump()),
                (_, "async" | "await" | "suspend") => {
                    words.is_async = true;
                    self.bump();
                }
                (_, "throws" | "raises" | "throw" | "rethrows") => {
                    self.bump();
                    error = Some(self.error_type()?);
                }
                (Kind::Arrow, _) => {
                    self.bump();
                    ty = Some(self.result_type(words)?);
                }
                (Kind::Punct('='), _) if self.is_at(1, '>') => {
                    self.bump();
                    self.bump();
                    ty = Some(self.result_type(words)?);
                }
                (Kind::Punct(':'), _)
                    if !self.token(1).starts_line
                        && !self.is_at(1, '.')
                        && self.word_at(1) != "pass"
                        && ty.is_none() =>
                {
                    self.bump();
                    ty = Some(self.result_type(words)?);
                }
                (_, "returns" | "return") => {
                    self.bump();
                    ty = Some(self.result_type(words)?);
                }
                (Kind::Word | Kind::Punct('(' | '[' | '*' | '&'), _) if ty.is_none() => {
                    ty = Some(self.result_type(words)?);
                }
                _ => break,
            }
        }
        let ty = ty.unwrap_or(Foreign::Unit);
        let Some(error) = error else { return Some(result_of(ty)) };
        let ok = ty.value().unwrap_or_else(|| "_".to_owned());
        Some(format!(" -> result<{ok}, {error}>"))
    }

    /// Reads the type of a result, before which `async` or `stream` may be.
    fn result_type(&mut self, words: &mut Words) -> Option<Foreign> {
        if self.word() == "async" && self.token(1).kind == Kind::Word && self.word_at(1) != "func" {
            self.bump();
            words.is_async = true;
        }
        if self.is('(') && self.word_at(1) == "stream" && self.is_name_at(2) {
            self.bump();
            self.bump();
            let ty = self.value_type()?;
            self.expect(')')?;
            return Some(Foreign::Type(format!("stream<{ty}>")));
        }
        self.ty()
    }

    /// Reads the errors after `throws`, of which the first one is kept.
    fn error_type(&mut self) -> Option<String> {
        let list = self.is('(');
        if list {
            self.bump();
            let field = self.parameters_of_errors()?;
            return Some(field);
        }
        if self.starts_line() || !self.is_name_at(0) {
            return Some("string".to_owned());
        }
        let ty = self.value_type()?;
        while self.eat(',') {
            self.value_type()?;
        }
        Some(ty)
    }

    /// Reads `1: E e, 2: F f)`, and returns the first type.
    fn parameters_of_errors(&mut self) -> Option<String> {
        let mut first = None;
        while !self.eat(')') {
            let field = self.parameter()?;
            first.get_or_insert(field.text.split_once(": ")?.1.to_owned());
            self.eat(',');
        }
        first
    }

    /// Reads the end of a function: a `;`, a body, or the end of the line.
    fn function_end(&mut self, start: usize) -> Option<()> {
        if self.word() == "where" {
            while !self.at_end() && !self.is(';') && !self.is('{') {
                self.bump();
            }
        }
        if self.is('{') && !self.starts_line() {
            self.skip_delimited('{', '}');
            self.eat(';');
            return Some(());
        }
        if self.is(':')
            && (self.token(1).starts_line || self.is_at(1, '.') || self.word_at(1) == "pass")
        {
            // The body of a function of Python.
            let indent = self.parser.indent_of(start);
            self.bump();
            while !self.at_end()
                && (!self.starts_line() || self.parser.indent_of(self.start()) > indent)
                && !self.is('}')
            {
                self.bump();
            }
            return Some(());
        }
        if self.is('=') {
            while !self.at_end() && !self.starts_line() && !self.is(';') && !self.is('}') {
                self.bump();
            }
        }
        if self.eat(';') || self.eat(',') {
            return Some(());
        }
        (self.starts_line() || self.is('}') || self.at_end()).then_some(())
    }

    /// Reads `readonly attribute long x;`, `const u32 X = 5;`, `val x: Int` or `const x = 5`, which become functions.
    fn property(&mut self) -> Option<String> {
        let word = self.word();
        let marked = matches!(word, "attribute" | "val" | "var" | "let");
        let before = (self.at > 0).then(|| self.parser.slice(&self.parser.token(self.at - 1).span));
        let after = matches!(before, Some("readonly" | "const" | "static"))
            && self.is_name_at(0)
            && !matches!(self.word_at(2), "func" | "async" | "static" | "get" | "set");
        if !(after || marked && self.is_name_at(1)) {
            return None;
        }
        if marked {
            self.bump();
        }
        if let Some((name, ty)) = self.attempt(Self::name_and_value) {
            (self.eat(';') || self.starts_line() || self.is('}')).then_some(())?;
            return Some(format!("{name}: func() -> {ty};"));
        }
        // `var size int`, as in Go.
        self.go = word == "var";
        let element = self.parameter()?;
        let ty = element.text.strip_prefix(&element.name)?.strip_prefix(": ")?;
        (self.eat(';') || self.starts_line() || self.is('}')).then_some(())?;
        Some(format!("{}: func() -> {ty};", element.name))
    }
}

/// Returns what to write beside a word that is before `func` or before the name.
fn label_of(modifier: &str) -> &'static str {
    match modifier {
        "await" | "suspend" => "WIT calls it `async`",
        "pub" | "public" | "export" | "open" => "everything is public in WIT",
        _ => "not a WIT keyword",
    }
}

/// Returns `true` for the word of a plain function of WIT at `n`.
pub(in super::super) fn is_wit_function(word: &str) -> bool {
    matches!(word, "func" | "async" | "static" | "get" | "set") || is_keyword(word)
}
