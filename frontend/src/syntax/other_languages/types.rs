//! Types of other languages.

use super::super::token::{Kind, is_keyword};
use super::generics::{is_generic_in_brackets, result_of};
use super::reader::Reader;
use super::type_name;
use crate::spelling::valid_name;

/// A type of another language in the spelling of WIT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Foreign {
    /// A type of WIT.
    Type(String),
    /// No value: `void`, `()`.
    Unit,
    /// The error type of Go and others, which is a `string` unless it is the error of a result.
    Error,
    /// A character of C, which is a string after a `*`.
    Char(&'static str),
    /// The absence of a value in a union: `null`.
    Null,
}

impl Foreign {
    /// Returns the type as an argument or a field, or `None` if there is no value.
    pub(super) fn value(self) -> Option<String> {
        match self {
            Self::Type(ty) => Some(ty),
            Self::Error => Some("string".to_owned()),
            Self::Char(ty) => Some(ty.to_owned()),
            Self::Unit | Self::Null => None,
        }
    }
}

impl Reader<'_, '_> {
    /// Reads the type of a value.
    pub(in super::super) fn value_type(&mut self) -> Option<String> {
        self.ty()?.value()
    }

    /// Reads a type.
    pub(super) fn ty(&mut self) -> Option<Foreign> {
        self.nest(|r| {
            let ty = r.prefix()?;
            r.postfix(ty)
        })
    }

    fn prefix(&mut self) -> Option<Foreign> {
        self.type_modifiers();
        if matches!(self.word(), "repeated" | "optional")
            && self.is_name_at(1)
            && !self.token(1).starts_line
        {
            let wit = if self.word() == "optional" { "option" } else { "list" };
            self.bump();
            return Some(Foreign::Type(format!("{wit}<{}>", self.value_type()?)));
        }
        match self.kind() {
            Kind::Punct('?') => {
                self.bump();
                let ty = self.value_type()?;
                Some(Foreign::Type(format!("option<{ty}>")))
            }
            Kind::Punct('|') => {
                self.bump();
                self.ty()
            }
            Kind::Punct('[') => self.brackets().map(Foreign::Type),
            Kind::Punct('(') => self.parentheses(),
            Kind::Punct('{') => self.inline_record().map(Foreign::Type),
            Kind::String => self.string_union().map(Foreign::Type),
            Kind::Escaped => self.name().map(Foreign::Type),
            Kind::Word => self.word_type(),
            Kind::Integer | Kind::Arrow | Kind::Punct(_) | Kind::Eof => None,
        }
    }

    /// Skips `const`, `&'a mut`, `*` and the like.
    fn type_modifiers(&mut self) {
        loop {
            let starts_type = matches!(
                self.token(1).kind,
                Kind::Word | Kind::Escaped | Kind::Punct('&' | '*' | '[' | '(' | '\'')
            );
            let word = matches!(
                self.word(),
                "const"
                    | "volatile"
                    | "mut"
                    | "dyn"
                    | "impl"
                    | "readonly"
                    | "final"
                    | "struct"
                    | "class"
                    | "in"
                    | "out"
                    | "inout"
                    | "ref"
                    | "lazy"
                    | "await"
                    | "some"
            );
            // A built-in type of WIT with type arguments is not one of these words.
            if self.is('\'') && self.is_name_at(1) {
                self.bump();
                self.bump();
            } else if self.is('&')
                || self.is('*')
                || (word && starts_type && !self.token(1).starts_line)
            {
                self.bump();
            } else {
                return;
            }
        }
    }

    /// Reads `[]byte`, `[4]byte`, `[u8]`, `[u8; 4]` or `[String: Int]`.
    fn brackets(&mut self) -> Option<String> {
        self.expect('[')?;
        if self.eat(']') {
            return Some(format!("list<{}>", self.value_type()?));
        }
        if self.kind() == Kind::Integer && self.is_at(1, ']') {
            let size = self.bump();
            self.bump();
            let ty = self.value_type()?;
            return Some(format!("list<{ty}, {}>", self.parser.slice(&size)));
        }
        let ty = self.value_type()?;
        let wit = if self.eat(';') {
            let size = if self.kind() == Kind::Integer { self.bump() } else { return None };
            format!("list<{ty}, {}>", self.parser.slice(&size))
        } else if self.eat(':') {
            format!("map<{ty}, {}>", self.value_type()?)
        } else if self.is(',') {
            let mut types = vec![ty];
            while self.eat(',') {
                types.push(self.value_type()?);
            }
            format!("tuple<{}>", types.join(", "))
        } else {
            format!("list<{ty}>")
        };
        self.expect(']')?;
        Some(wit)
    }

    /// Reads `()`, `(T)`, `(T, U)`, `(T, error)` or `(x: T) => U`.
    fn parentheses(&mut self) -> Option<Foreign> {
        if let Some(callback) = self.attempt(|r| r.callback(true)) {
            return Some(Foreign::Type(callback));
        }
        self.expect('(')?;
        let mut types = Vec::new();
        while !self.is(')') {
            // A result may have a name: `(a: u32)`, or `(n int, err error)` in Go.
            if self.is_name_at(0) && self.is_at(1, ':') && !self.is_at(2, ':') {
                self.bump();
                self.bump();
            } else if self.is_name_at(0) && self.is_name_at(1) && !is_keyword(self.word()) {
                self.bump();
            }
            types.push(self.ty()?);
            if !self.eat(',') {
                break;
            }
        }
        self.expect(')')?;
        if types.last() == Some(&Foreign::Error) && types.len() > 1 {
            types.pop();
            let values: Option<Vec<_>> = types.into_iter().map(Foreign::value).collect();
            let ok = match values?.as_slice() {
                [one] => one.clone(),
                many => format!("tuple<{}>", many.join(", ")),
            };
            return Some(Foreign::Type(format!("result<{ok}, string>")));
        }
        match types.len() {
            0 => Some(Foreign::Unit),
            1 => types.pop(),
            _ => {
                let values: Option<Vec<_>> = types.into_iter().map(Foreign::value).collect();
                Some(Foreign::Type(format!("tuple<{}>", values?.join(", "))))
            }
        }
    }

    /// Reads a function type, and defines a resource for it.
    fn callback(&mut self, needs_arrow: bool) -> Option<String> {
        let hint = self.hint.clone();
        let params = self.parameters()?;
        let arrow = if self.is('=') && self.is_at(1, '>') {
            self.bump();
            self.bump();
            true
        } else {
            self.kind() == Kind::Arrow && {
                self.bump();
                true
            }
        };
        if needs_arrow && !arrow {
            return None;
        }
        let go = !arrow && self.is_name_at(0) && !self.starts_line();
        let result = if arrow || go { self.ty()? } else { Foreign::Unit };
        let result = result_of(result);
        self.hint = hint;
        Some(self.define("resource", "callback", &format!("call: func({params}){result};")))
    }

    /// Reads `{ x: T, … }`, and defines a record for it.
    pub(super) fn inline_record(&mut self) -> Option<String> {
        self.expect('{')?;
        if self.is('[') {
            // The index signature of TypeScript, `{ [key: string]: T }`.
            self.bump();
            self.name()?;
            self.expect(':')?;
            let key = self.value_type()?;
            self.expect(']')?;
            self.expect(':')?;
            let value = self.value_type()?;
            self.eat(';');
            self.expect('}')?;
            return Some(format!("map<{key}, {value}>"));
        }
        let hint = self.hint.clone();
        let fields = self.elements('}', Self::field)?;
        self.hint = hint;
        let fields: Vec<_> = fields.into_iter().map(|field| field.text).collect();
        (!fields.is_empty()).then(|| self.define("record", "data", &fields.join(", ")))
    }

    /// Reads `"a" | "b"`, and defines an enum for it.
    fn string_union(&mut self) -> Option<String> {
        let mut cases = vec![self.name()?];
        while self.is('|') && self.token(1).kind == Kind::String {
            self.bump();
            cases.push(self.name()?);
        }
        Some(self.define("enum", "kind", &cases.join(", ")))
    }

    fn word_type(&mut self) -> Option<Foreign> {
        let word = self.word();
        match word {
            "func" | "fn" | "function" | "Fn" | "FnMut" | "FnOnce" | "Func" | "async"
                if self.is_at(1, '(') || self.word_at(1) == "func" =>
            {
                while !self.is('(') {
                    self.bump();
                }
                return self.callback(false).map(Foreign::Type);
            }
            "map" if self.is_at(1, '[') => {
                self.bump();
                self.bump();
                let key = self.value_type()?;
                self.expect(']')?;
                return Some(Foreign::Type(format!("map<{key}, {}>", self.value_type()?)));
            }
            "chan" if self.is_name_at(1) => {
                self.bump();
                return Some(Foreign::Type(format!("stream<{}>", self.value_type()?)));
            }
            "record" | "struct" if self.is_at(1, '{') => {
                self.bump();
                return self.inline_record().map(Foreign::Type);
            }
            "variant" | "enum" | "flags" if self.is_at(1, '{') => {
                self.bump();
                self.bump();
                let hint = self.hint.clone();
                let cases = self.elements('}', |r| match word {
                    "variant" => r.case_of_variant(),
                    _ => r.case(),
                })?;
                self.hint = hint;
                let cases: Vec<_> = cases.into_iter().map(|case| case.text).collect();
                return Some(Foreign::Type(self.define(word, "kind", &cases.join(", "))));
            }
            _ => {}
        }
        if let Some(number) = self.c_number() {
            return Some(number);
        }
        let word = self.path()?;
        let brackets = (self.is('[') && !self.is_at(1, ']')) || self.is('(');
        if self.is('<') || (brackets && self.is_adjacent() && is_generic_in_brackets(&word)) {
            return self.generic(&word).map(Foreign::Type);
        }
        self.plain(&word)
    }

    /// Reads `unsigned long long` and the like.
    fn c_number(&mut self) -> Option<Foreign> {
        let part = |word: &str| {
            matches!(
                word,
                "unsigned"
                    | "signed"
                    | "long"
                    | "short"
                    | "int"
                    | "char"
                    | "double"
                    | "float"
                    | "unrestricted"
            )
        };
        let mut words = Vec::new();
        while part(self.word_at(words.len())) {
            words.push(self.word_at(words.len()));
        }
        // `int long` may be a field with the name `long`.
        if words.is_empty() || self.parser.is_defined(words[0]) {
            return None;
        }
        for _ in &words {
            self.bump();
        }
        let has = |word: &str| words.contains(&word);
        let unsigned = has("unsigned");
        let long = words.iter().filter(|word| **word == "long").count();
        let wit = if has("char") {
            return Some(Foreign::Char(match (unsigned, has("signed")) {
                (true, _) => "u8",
                (false, true) => "s8",
                (false, false) => "char",
            }));
        } else if has("double") {
            "f64"
        } else if has("float") {
            "f32"
        } else if has("short") {
            if unsigned { "u16" } else { "s16" }
        } else if long > 0 {
            if unsigned { "u64" } else { "s64" }
        } else if unsigned {
            "u32"
        } else {
            "s32"
        };
        Some(Foreign::Type(wit.to_owned()))
    }

    /// Reads a name or a path of another language, and returns its last name.
    fn path(&mut self) -> Option<String> {
        let first = self.parser.slice(&self.bump()).to_owned();
        let (mut last, mut namespace) = (first.clone(), true);
        loop {
            let marks =
                if self.is(':') && self.is_at(1, ':') { 2 } else { usize::from(self.is('.')) };
            if marks == 0 || !self.is_adjacent() || !self.is_name_at(marks) {
                break;
            }
            for _ in 0..marks {
                self.bump();
            }
            namespace = matches!(
                first.as_str(),
                "std"
                    | "core"
                    | "alloc"
                    | "typing"
                    | "google"
                    | "self"
                    | "Self"
                    | "crate"
                    | "super"
                    | "this"
                    | "collections"
                    | "kotlin"
                    | "java"
                    | "System"
            );
            last = self.parser.slice(&self.bump()).to_owned();
        }
        // Another path names an interface, which needs a `use`.
        namespace.then_some(last)
    }

    fn plain(&mut self, word: &str) -> Option<Foreign> {
        let defined = self.parser.is_defined(word);
        Some(match word {
            "Self" | "this" => Foreign::Type(self.resource.clone()?),
            _ if defined => Foreign::Type(super::reader::wit_name(word)?),
            "void" | "Void" | "unit" | "Unit" | "never" | "Never" | "NoneType" => Foreign::Unit,
            "null" | "undefined" | "None" | "nil" | "none" => Foreign::Null,
            "error" | "Error" | "err" | "Exception" | "Throwable" => Foreign::Error,
            "any" | "object" | "Any" | "Object" | "dynamic" | "unknown" => return None,
            "list" | "option" | "map" | "tuple" | "own" | "borrow" => return None,
            "future" | "stream" | "result" => Foreign::Type(word.to_owned()),
            word => match type_name(word) {
                Some(wit) => Foreign::Type(wit.to_owned()),
                None if is_keyword(word) && !is_plain(word) => return None,
                None if valid_name(word) => Foreign::Type(word.to_owned()),
                None => Foreign::Type(super::reader::wit_name(word)?),
            },
        })
    }

    fn postfix(&mut self, mut ty: Foreign) -> Option<Foreign> {
        loop {
            let same_line = !self.starts_line();
            ty = match self.kind() {
                Kind::Punct('?') if !self.is_at(1, ':') => {
                    self.bump();
                    Foreign::Type(format!("option<{}>", ty.value()?))
                }
                Kind::Punct('!' | '&') => {
                    self.bump();
                    ty
                }
                Kind::Punct('*') => {
                    self.bump();
                    match ty {
                        Foreign::Char("char") => Foreign::Type("string".to_owned()),
                        Foreign::Char(byte) => Foreign::Type(format!("list<{byte}>")),
                        Foreign::Unit => Foreign::Type("list<u8>".to_owned()),
                        other => other,
                    }
                }
                Kind::Punct('[') if self.is_at(1, ']') => {
                    self.bump();
                    self.bump();
                    Foreign::Type(format!("list<{}>", ty.value()?))
                }
                Kind::Punct('[') if self.token(1).kind == Kind::Integer && self.is_at(2, ']') => {
                    self.bump();
                    let size = self.bump();
                    self.bump();
                    Foreign::Type(format!("list<{}, {}>", ty.value()?, self.parser.slice(&size)))
                }
                Kind::Punct('+') if self.is_name_at(1) || self.is_at(1, '\'') => {
                    self.bump();
                    self.eat('\'');
                    self.bump();
                    ty
                }
                Kind::Word if same_line && self.word() == "const" => {
                    self.bump();
                    ty
                }
                Kind::Punct('|') if self.depth == 1 && !self.is_at(2, ':') => {
                    let mut types = vec![ty];
                    while self.eat('|') {
                        types.push(self.ty()?);
                    }
                    Foreign::Type(self.union(types)?)
                }
                _ => return Some(ty),
            };
        }
    }
}

fn is_plain(word: &str) -> bool {
    matches!(
        word,
        "u8" | "u16"
            | "u32"
            | "u64"
            | "s8"
            | "s16"
            | "s32"
            | "s64"
            | "f32"
            | "f64"
            | "char"
            | "bool"
            | "string"
            | "error-context"
    )
}
