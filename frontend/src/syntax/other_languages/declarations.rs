//! Fields, parameters and cases of other languages: `string name`, `name string`, `1: required string name`.

use std::ops::Range;

use super::super::token::{Kind, is_keyword};
use super::reader::Reader;
use super::types::Foreign;
use super::{generic_name, type_name};

/// An element of a list in the spelling of WIT.
pub(in super::super) struct Element {
    /// The span in the source, without the separator.
    pub(in super::super) span: Range<usize>,
    /// The name.
    pub(in super::super) name: String,
    /// The whole element.
    pub(in super::super) text: String,
    /// `true` if it does not start with `name:`.
    pub(in super::super) foreign: bool,
}

/// Words before a field or parameter.
const MODIFIERS: [&str; 32] = [
    "pub",
    "public",
    "private",
    "protected",
    "internal",
    "readonly",
    "final",
    "val",
    "var",
    "let",
    "const",
    "mut",
    "mutable",
    "static",
    "required",
    "optional",
    "repeated",
    "in",
    "out",
    "inout",
    "attribute",
    "transient",
    "volatile",
    "lateinit",
    "override",
    "abstract",
    "lazy",
    "open",
    "vararg",
    "params",
    "implicit",
    "ref",
];

impl Reader<'_, '_> {
    /// Reads elements with any separators up to and including the closing delimiter.
    pub(super) fn elements<T>(
        &mut self,
        close: char,
        read: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut elements = Vec::new();
        while !self.eat(close) {
            if self.at_end() {
                return None;
            }
            elements.push(read(self)?);
            while self.is(',') || self.is(';') || (self.is('|') && close != '>') {
                self.bump();
            }
        }
        Some(elements)
    }

    /// Reads a field.
    pub(in super::super) fn field(&mut self) -> Option<Element> {
        let start = self.start();
        // `X, Y int`, as in Go.
        let mut names = Vec::new();
        while self.go && self.is_name_at(0) && self.is_at(1, ',') {
            names.push(self.name()?);
            self.bump();
        }
        let (name, ty, foreign) = self.declaration(false)?;
        if !names.is_empty() {
            names.push(name);
            let fields: Vec<_> = names.iter().map(|name| format!("{name}: {ty}")).collect();
            let (name, text) = (names.swap_remove(0), fields.join(", "));
            return Some(Element { span: start..self.end(), name, text, foreign: true });
        }
        let mut text = format!("{name}: {ty}");
        // `int x, y;`, as in C.
        while foreign
            && self.is(',')
            && self.is_name_at(1)
            && matches!(self.token(2).kind, Kind::Punct(',' | ';'))
        {
            self.bump();
            text = format!("{text}, {}: {ty}", self.name()?);
        }
        Some(Element { span: start..self.end(), name, text, foreign })
    }

    /// Reads parameters from `(` to `)`, without `self`.
    pub(super) fn parameters(&mut self) -> Option<String> {
        self.expect('(')?;
        let mut params: Vec<(String, String)> = Vec::new();
        if self.word() == "void" && self.is_at(1, ')') {
            self.bump();
        }
        // `a, b int`, as in Go.
        let mut names = Vec::new();
        while !self.eat(')') {
            while self.is_name_at(0) && self.is_at(1, ',') && self.is_go_name() {
                names.push(self.name()?);
                self.bump();
            }
            if !self.self_parameter() {
                let (mut name, ty, _) = self.declaration(true)?;
                let mut number = 2;
                while params.iter().any(|(other, _)| *other == name) {
                    name =
                        format!("{}{number}", name.trim_end_matches(|c: char| c.is_ascii_digit()));
                    number += 1;
                }
                params.extend(names.drain(..).map(|name| (name, ty.clone())));
                params.push((name, ty));
            }
            if !(self.eat(',') || self.eat(';') || self.is(')') || self.starts_line()) {
                return None;
            }
        }
        let params: Vec<_> = params.into_iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
        Some(params.join(", "))
    }

    /// Returns `true` at a name whose type comes after the next names.
    fn is_go_name(&self) -> bool {
        let mut ahead = 0;
        while self.is_name_at(ahead) && self.is_at(ahead + 1, ',') {
            ahead += 2;
        }
        let word = self.word();
        !is_known_type(word)
            && !self.parser.is_defined(word)
            && !matches!(word, "self" | "this" | "cls")
            && self.is_name_at(ahead)
            && matches!(self.token(ahead + 1).kind, Kind::Word | Kind::Punct('[' | '*'))
    }

    /// Reads a parameter.
    pub(in super::super) fn parameter(&mut self) -> Option<Element> {
        let start = self.start();
        if self.self_parameter() {
            return None;
        }
        let (name, ty, foreign) = self.declaration(true)?;
        if name == ty && !self.parser.is_defined(&ty) {
            // This may be the name or the type.
            return None;
        }
        let text = format!("{name}: {ty}");
        Some(Element { span: start..self.end(), name, text, foreign })
    }

    /// Skips `self`, `&'a mut self`, `self: T`, `this` or `cls`.
    fn self_parameter(&mut self) -> bool {
        self.attempt(|r| {
            while r.eat('&') || r.eat_word(&["mut"]) || (r.is('\'') && r.is_name_at(1)) {
                if r.eat('\'') {
                    r.bump();
                }
            }
            if !r.eat_word(&["self", "this", "cls"]) {
                return None;
            }
            if r.eat(':') {
                r.ty().or_else(|| r.eat_word(&["Self"]).then_some(Foreign::Unit))?;
            }
            (r.is(',') || r.is(')')).then_some(())
        })
        .is_some()
    }

    /// Reads a name and a type in any order. Returns them, and `true` if it is not `name: type`.
    fn declaration(&mut self, parameter: bool) -> Option<(String, String, bool)> {
        let mut foreign = false;
        if self.kind() == Kind::Integer && self.is_at(1, ':') {
            foreign = true;
            self.bump();
            self.bump();
        }
        while self.eat('.') {
            foreign = true;
        }
        let (mut optional, mut repeated) = (false, false);
        while self.is_modifier() {
            foreign = true;
            match self.word() {
                "optional" => optional = true,
                "repeated" | "vararg" => repeated = true,
                _ => {}
            }
            self.bump();
            self.skip_delimited('(', ')');
        }
        if self.word() == "oneof" {
            return self.oneof();
        }
        let (name, mut ty, typed_first) = self
            .attempt(|r| r.name_colon_type().map(|(name, ty)| (name, ty, false)))
            .or_else(|| self.attempt(|r| r.two_words().map(|(name, ty)| (name, ty, true))))
            .or_else(|| {
                self.attempt(|r| r.unnamed(parameter).map(|(name, ty)| (name, ty, true)))
            })?;
        if repeated {
            ty = format!("list<{ty}>");
        }
        if optional && !ty.starts_with("option<") {
            ty = format!("option<{ty}>");
        }
        self.after_declaration();
        Some((name, ty, foreign || typed_first))
    }

    fn is_modifier(&self) -> bool {
        let next = self.token(1);
        MODIFIERS.contains(&self.word())
            && !next.starts_line
            && (matches!(next.kind, Kind::Word | Kind::Escaped | Kind::Punct('[' | '*' | '&'))
                || (self.word() == "pub" && self.is_at(1, '(')))
    }

    /// Reads `name: type`, `name?: type` or `label name: type`.
    fn name_colon_type(&mut self) -> Option<(String, String)> {
        if self.is_name_at(1) && !self.token(1).starts_line && self.is_at(2, ':') {
            self.bump();
        }
        let name = self.name()?;
        let optional = self.eat('?');
        self.eat('!');
        if self.is_at(1, ':') {
            return None;
        }
        if self.kind() == Kind::Arrow {
            self.bump();
        } else if self.is('=') && self.is_at(1, '>') {
            self.bump();
            self.bump();
        } else {
            self.expect(':')?;
        }
        self.hint = name.trim_start_matches('%').to_owned();
        while self.eat('.') {}
        let ty = self.value_type()?;
        let optional = optional && !ty.starts_with("option<");
        Some((name, if optional { format!("option<{ty}>") } else { ty }))
    }

    /// Reads `type name` or `name type`.
    pub(super) fn two_words(&mut self) -> Option<(String, String)> {
        let start = self.at;
        let name_first = self.attempt(Self::name_then_type).map(|read| (read, self.at));
        self.at = start;
        let first = self.word();
        let words_after = name_first.as_ref().map_or(0, |(_, end)| end - start);
        let type_after = (1..words_after).any(|n| is_known_type(self.word_at(n)));
        if let Some((read, end)) =
            name_first.filter(|_| self.go || (type_after && !is_known_type(first)))
        {
            self.at = end;
            return Some(read);
        }
        self.attempt(Self::type_then_name)
    }

    fn name_then_type(&mut self) -> Option<(String, String)> {
        let name = self.name()?;
        if self.starts_line() {
            return None;
        }
        name.trim_start_matches('%').clone_into(&mut self.hint);
        let variadic = self.is('.');
        while self.eat('.') {}
        let ty = self.value_type()?;
        let ty = if variadic { format!("list<{ty}>") } else { ty };
        self.ends().then_some((name, ty))
    }

    fn type_then_name(&mut self) -> Option<(String, String)> {
        let ty = self.ty()?;
        while self.eat('.') {}
        if self.starts_line() {
            return None;
        }
        let name = self.name()?;
        let ty = self.declarator(ty)?;
        self.type_first = self.ends();
        self.type_first.then_some((name, ty))
    }

    /// Reads the brackets after the name of a variable of C.
    pub(super) fn declarator(&mut self, ty: Foreign) -> Option<String> {
        let mut ty = ty;
        while self.is('[') {
            self.bump();
            let size = (self.kind() == Kind::Integer).then(|| self.bump());
            self.expect(']')?;
            ty = match (ty, size) {
                (Foreign::Char("char"), _) => Foreign::Type("string".to_owned()),
                (ty, Some(size)) => {
                    Foreign::Type(format!("list<{}, {}>", ty.value()?, self.parser.slice(&size)))
                }
                (ty, None) => Foreign::Type(format!("list<{}>", ty.value()?)),
            };
        }
        ty.value()
    }

    /// Reads only a type, and derives the name from it; or only a name in a list of fields.
    fn unnamed(&mut self, parameter: bool) -> Option<(String, String)> {
        if !parameter {
            return None;
        }
        if let Some(read) = self.attempt(Self::name_and_value) {
            return Some(read);
        }
        let own =
            self.is_name_at(0) && type_name(self.word()).is_none() && !is_keyword(self.word());
        "value".clone_into(&mut self.hint);
        let single = own && (self.is_at(1, ',') || self.is_at(1, ')'));
        let ty = self.value_type()?;
        let name = if single { ty.clone() } else { "value".to_owned() };
        self.ends().then_some((name, ty))
    }

    /// Reads `name = value`, whose value gives the type.
    pub(super) fn name_and_value(&mut self) -> Option<(String, String)> {
        let name = self.name()?;
        self.expect('=')?;
        let float = self.is_at(1, '.');
        let ty = match (self.kind(), self.word()) {
            (Kind::Integer, _) if float => "f64",
            (Kind::Integer, _) => "u32",
            (Kind::String, _) => "string",
            (_, "true" | "false" | "True" | "False") => "bool",
            _ => return None,
        };
        self.skip_value();
        Some((name, ty.to_owned()))
    }

    /// Returns `true` at the end of a declaration.
    fn ends(&self) -> bool {
        let token = self.token(0);
        token.starts_line
            || matches!(
                token.kind,
                Kind::Punct(',' | ';' | '=' | ')' | '}' | '[' | '|' | '@' | '`' | '{') | Kind::Eof
            )
    }

    /// Skips a default value, a number, options, directives and tags.
    pub(super) fn after_declaration(&mut self) {
        loop {
            if self.starts_line() {
                return;
            }
            if self.eat('`') {
                while !self.at_end() && !self.starts_line() && !self.eat('`') {
                    self.bump();
                }
            } else if self.is('@') {
                self.bump();
                self.bump();
                self.skip_delimited('(', ')');
            } else if self.is('[') {
                if !self.skip_delimited('[', ']') {
                    return;
                }
            } else if self.is('{') && matches!(self.word_at(1), "get" | "set") {
                if !self.skip_delimited('{', '}') {
                    return;
                }
            } else if self.is('=') {
                self.bump();
                self.skip_value();
            } else {
                return;
            }
        }
    }

    /// Skips a value up to the separator after it.
    fn skip_value(&mut self) {
        while !self.at_end() && !self.starts_line() {
            match self.kind() {
                Kind::Punct('(') => drop(self.skip_delimited('(', ')')),
                Kind::Punct('[') => drop(self.skip_delimited('[', ']')),
                Kind::Punct('{') => drop(self.skip_delimited('{', '}')),
                Kind::Punct(',' | ';' | ')' | '}' | '|') => return,
                _ => drop(self.bump()),
            }
        }
    }
}

/// Returns `true` for a built-in type of WIT or of another language.
pub(super) fn is_known_type(word: &str) -> bool {
    type_name(word).is_some() || generic_name(word).is_some() || is_keyword(word)
}
