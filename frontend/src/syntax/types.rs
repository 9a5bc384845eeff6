//! Uses of types.

use super::cursor::{Parsed, Parser, Reported};
use super::other_languages;
use super::token::{Kind, Span};
use super::tree::{Type, TypeKind};
use super::{is_keyword, valid_name};
use crate::diagnostic::{Help, SyntaxError};

impl Parser<'_> {
    /// Parses a type.
    pub(super) fn ty(&mut self) -> Parsed<Type> {
        match self.is_inside_type() {
            true => self.ty_at_this_level(),
            false => self.or_foreign_type(Self::ty_at_this_level),
        }
    }

    fn ty_at_this_level(&mut self) -> Parsed<Type> {
        self.nest_type(|p| {
            let (start, first_error) = (p.span().start, p.error_count());
            let kind = p.type_kind()?;
            let mut ty = Type { kind, span: start..p.end() };
            while p.is('?') || (p.is('[') && p.is_at(1, ']')) || (p.is('|') && !p.is_at(2, ':')) {
                ty = p.type_suffix(ty, first_error)?;
            }
            Ok(ty)
        })
    }

    pub(super) fn type_kind(&mut self) -> Parsed<TypeKind> {
        match self.kind() {
            Kind::Escaped => self.name("the type").map(TypeKind::Name),
            Kind::Word => self.word_type(),
            Kind::Punct('&' | '*') => self.reference(),
            Kind::Punct('[') => self.slice_type(),
            Kind::Punct('(') => self.parenthesized_type(),
            Kind::Punct('{') => {
                let span = self.span();
                self.inline_definition(span, "record")
            }
            Kind::Integer | Kind::String | Kind::Arrow | Kind::Punct(_) | Kind::Eof => {
                Err(self.expected_type())
            }
        }
    }

    pub(super) fn expected_type(&mut self) -> Reported {
        self.unexpected("a type", "write a type, such as `u32` or `string`")
    }

    pub(super) fn word_type(&mut self) -> Parsed<TypeKind> {
        let word = self.word();
        if word.contains(super::confusables::is_hidden_in_name) {
            self.bump();
            return Ok(TypeKind::Unknown);
        }
        match word {
            "u8" | "u16" | "u32" | "u64" | "s8" | "s16" | "s32" | "s64" | "f32" | "f64"
            | "char" | "bool" | "string" | "error-context" => {
                self.bump();
                self.reject_type_arguments(word)?;
                Ok(TypeKind::Plain)
            }
            "list" => self.list_type(),
            "option" => self.wrapped(true).map(TypeKind::Wrap),
            "future" | "stream" => self.wrapped(false).map(TypeKind::Wrap),
            "tuple" => self.tuple_type(),
            "result" => self.result_type(),
            "map" => self.map_type(),
            "own" | "borrow" => self.handle(),
            "record" | "variant" | "enum" | "flags" | "struct" if self.is_inline_definition() => {
                let span = self.span();
                self.inline_definition(span, if word == "struct" { "record" } else { word })
            }
            "func" | "fn" | "function" | "async"
                if self.is_at(1, '(') || self.word_at(1) == "func" =>
            {
                Err(self.function_type())
            }
            word if is_keyword(word) => Err(self.keyword_type(word)),
            word => self.named_type(word),
        }
    }

    pub(super) fn keyword_type(&mut self, word: &str) -> Reported {
        let mut kind =
            SyntaxError::Unexpected { expected: "a type".to_owned(), found: format!("`{word}`") };
        let ends = self.nth(1).kind;
        let mut help: Help = "write a type, such as `u32` or `string`".into();
        if matches!(ends, Kind::Punct(',' | ')' | '>' | ';' | '}')) && word != "_" {
            kind = SyntaxError::KeywordAsName { name: word.to_owned() };
            help = Help::write(format!("%{word}"))
                .saying(format!("write `%{word}` if a type has this name"));
        }
        let span = self.span();
        let text = if word == "_" { "only allowed in `result<_, …>`" } else { "expected a type" };
        let reported = self.error(kind, span, text, help);
        if word != "_" && matches!(ends, Kind::Punct(',' | ')' | '>')) {
            self.bump();
        }
        reported
    }

    /// Parses the name of a type, and reports a type of another language.
    pub(super) fn named_type(&mut self, word: &str) -> Parsed<TypeKind> {
        let span = self.span();
        if self.is_at(1, '<') {
            return self.generic_type(word, span);
        }
        if word == "Self" {
            self.bump();
            let kind = SyntaxError::ForeignType { name: word.to_owned() };
            self.error(kind, span, "WIT has no such type", "write the name of the resource");
            return Ok(TypeKind::Unknown);
        }
        if word == "handle" && self.is_name_at(1) && !self.nth(1).starts_line {
            return Ok(self.handle_keyword_type());
        }
        if self.is_at(1, '/')
            || (self.is_at(1, ':')
                && (self.is_name_at(2) || self.is_at(2, ':'))
                && self.nth(1).span.start == span.end)
        {
            return Err(self.path_as_type(span));
        }
        if self.is_at(1, '.') {
            return Err(self.path_as_type(span));
        }
        if !valid_name(word)
            && let Some(wit) = other_languages::type_name(word)
        {
            self.bump();
            let kind = SyntaxError::ForeignType { name: word.to_owned() };
            self.error(kind, span, format!("WIT calls it `{wit}`"), Help::write(wit.to_string()));
            return Ok(TypeKind::Unknown);
        }
        self.name("the type").map(TypeKind::Name)
    }

    pub(super) fn list_type(&mut self) -> Parsed<TypeKind> {
        self.bump();
        let open = self.open_type_arguments("list", "list<u8>")?;
        if open.is_empty() {
            return Ok(TypeKind::Unknown);
        }
        if self.kind() == Kind::Integer && self.is_at(1, ',') {
            return self.size_first();
        }
        let ty = self.ty()?;
        if self.is(';') && self.nth(1).kind == Kind::Integer {
            self.semicolon_before_size(&ty);
        } else if self.eat(',') {
            self.list_size()?;
        }
        self.close_type_arguments("list", open)?;
        Ok(TypeKind::Wrap(vec![ty]))
    }

    /// Reports and parses `list<4, u8>`.
    fn size_first(&mut self) -> Parsed<TypeKind> {
        let span = self.bump().span;
        self.bump();
        let ty = self.ty()?;
        let kind = SyntaxError::TypeArguments { name: "list".to_owned() };
        let help = Help::write(format!("list<{}, {}>", self.slice(&ty.span), self.slice(&span)));
        self.error(kind, span.clone(), "the type comes before the length", help);
        self.eat('>');
        Ok(TypeKind::Unknown)
    }

    /// Reports and parses the length in `list<u8; 4>`, as in Rust's arrays.
    fn semicolon_before_size(&mut self, ty: &Type) {
        let span = self.bump().span;
        let size = self.bump_text();
        let kind = SyntaxError::TypeArguments { name: "list".to_owned() };
        let help = Help::write(format!("list<{}, {size}>", self.slice(&ty.span)));
        self.error(kind, span, "expected `,`", help);
    }

    pub(super) fn list_size(&mut self) -> Parsed<()> {
        let span = self.span();
        if self.kind() != Kind::Integer {
            let help = if self.starts_type() && !self.at_line_start() {
                "write `list<tuple<…, …>>` for a list of pairs, or `map<…, …>` for a map".into()
            } else {
                Help::write("list<u8>")
                    .or_write("list<u8, 16>")
                    .saying("write `list<u8>`, or `list<u8, 16>` for a fixed length")
            };
            return Err(self.unexpected("the length of the list", help));
        }
        self.bump();
        let text = self.slice(&span);
        if text.parse::<u32>().is_err() {
            let kind = SyntaxError::ListSize { size: text.to_owned() };
            self.error(
                kind,
                span,
                "the maximum is 4294967295",
                "write a smaller length, or `list<…>` without a length",
            );
        }
        Ok(())
    }

    pub(super) fn wrapped(&mut self, required: bool) -> Parsed<Vec<Type>> {
        let word = self.bump_text();
        let brackets = self.is('(') || self.is('[');
        let bare = self.is_name_at(0)
            && !self.at_line_start()
            && matches!(self.nth(1).kind, Kind::Punct(',' | ')' | ';' | '>' | '}'));
        if !required && !self.is('<') && !brackets && !bare {
            return Ok(Vec::new());
        }
        let open = self.open_type_arguments(word, &format!("{word}<u32>"))?;
        if open.is_empty() {
            return Ok(Vec::new());
        }
        let ty = self.ty()?;
        self.close_type_arguments(word, open)?;
        Ok(vec![ty])
    }

    pub(super) fn tuple_type(&mut self) -> Parsed<TypeKind> {
        self.bump();
        let open = self.open_type_arguments("tuple", "tuple<u32, string>")?;
        if open.is_empty() {
            return Ok(TypeKind::Unknown);
        }
        let opened = self.open_delimiter("`tuple<`".to_owned(), open);
        self.list('>', &opened, "types", Self::ty).map(TypeKind::Tuple)
    }

    pub(super) fn result_type(&mut self) -> Parsed<TypeKind> {
        self.bump();
        if !self.is('<') {
            return Ok(TypeKind::Result(None, None));
        }
        let open = self.bump().span;
        if self.is('>') {
            self.error(
                SyntaxError::TypeArguments { name: "result".to_owned() },
                open.start..self.span().end,
                "expected a type",
                Help::write("result"),
            );
            self.bump();
            return Ok(TypeKind::Result(None, None));
        }
        if let Some(kind) = self.unit_ok_type() {
            return Ok(kind);
        }
        if self.is(',') {
            let help = self.rewrite(open.end..open.end, "_").saying("write `result<_, …>`");
            self.unexpected("a type or `_`", help);
        }
        let ok = if self.is(',') || self.eat_word("_") { None } else { Some(Box::new(self.ty()?)) };
        if ok.is_none() && self.is('>') {
            self.error(
                SyntaxError::TypeArguments { name: "result".to_owned() },
                self.span(),
                "missing error type",
                Help::write("result")
                    .or_write("result<_, string>")
                    .saying("write `result`, or `result<_, string>`"),
            );
        }
        let mut err = None;
        if ok.is_some() && self.starts_type() && !self.at_line_start() {
            let kind = SyntaxError::MissingComma { items: "types".to_owned() };
            let help = format!("add a `,` before {}", self.found());
            self.error(kind, self.after_last(), "expected `,` here", help);
            err = Some(Box::new(self.ty()?));
        }
        if self.eat(',') {
            if self.word() == "_" {
                self.underscore_error(ok.is_none());
            } else {
                err = Some(Box::new(self.ty()?));
            }
        }
        self.close_type_arguments("result", open)?;
        Ok(TypeKind::Result(ok, err))
    }

    /// Reports and parses `result<void, string>` and `result<(), string>`. Returns `None` for other types.
    fn unit_ok_type(&mut self) -> Option<TypeKind> {
        let brackets = self.is('(') && self.is_at(1, ')');
        let word = matches!(self.word(), "void" | "Void" | "unit" | "Unit" | "null" | "undefined")
            && !self.is_defined(self.word());
        if !brackets && !word {
            return None;
        }
        let start = self.bump().span.start;
        if brackets {
            self.bump();
        }
        let span = start..self.end();
        let found = self.slice(&span).to_owned();
        let err = if self.eat(',') { self.ty().ok() } else { None };
        self.eat('>');
        let help = match &err {
            Some(err) => Help::write(format!(
                "result<_, {}>",
                other_languages::translate(self.slice(&err.span))
            )),
            None => Help::write("result").to_owned(),
        };
        self.error(SyntaxError::UnitType { found }, span, "expected `_`", help);
        Some(TypeKind::Result(None, err.map(Box::new)))
    }

    pub(super) fn map_type(&mut self) -> Parsed<TypeKind> {
        self.bump();
        let open = self.open_type_arguments("map", "map<string, u32>")?;
        if open.is_empty() {
            return Ok(TypeKind::Unknown);
        }
        let key = self.ty()?;
        if !self.eat(',') {
            return Err(self
                .unexpected("`,`", "write a key type and a value type, as in `map<string, u32>`"));
        }
        let value = self.ty()?;
        self.close_type_arguments("map", open)?;
        Ok(TypeKind::Map(Box::new(key), Box::new(value)))
    }

    pub(super) fn handle(&mut self) -> Parsed<TypeKind> {
        let word = self.bump_text();
        let open = self.open_type_arguments(word, &format!("{word}<my-resource>"))?;
        if open.is_empty() {
            return Ok(TypeKind::Unknown);
        }
        let simple = self.is_name_at(0)
            && (!is_keyword(self.word()) || self.kind() == Kind::Escaped)
            && !self.is_at(1, '<');
        if !simple {
            return self.handle_of_type(word, open);
        }
        let name = self.name("the resource")?;
        self.close_type_arguments(word, open)?;
        Ok(if word == "own" { TypeKind::Own(name) } else { TypeKind::Borrow(name) })
    }

    /// Reports `handle r` of early versions of WIT.
    fn handle_keyword_type(&mut self) -> TypeKind {
        let start = self.bump().span.start;
        let name = self.bump_text();
        let span = start..self.end();
        let kind = SyntaxError::ForeignType { name: self.slice(&span).to_owned() };
        let help = Help::write(name.to_string())
            .saying(format!("write `{name}` to pass ownership, or `borrow<{name}>` to lend it"));
        self.error(kind, span, "WIT calls it `own` or `borrow`", help);
        TypeKind::Unknown
    }

    pub(super) fn handle_of_type(&mut self, word: &str, open: Span) -> Parsed<TypeKind> {
        let start = self.word_start(open.start);
        let ty = self.ty()?;
        self.close_type_arguments(word, open)?;
        let inner = self.slice(&ty.span).to_owned();
        let kind = SyntaxError::HandleOfType { word: word.to_owned(), found: inner.clone() };
        let help = match other_languages::handle(word, &inner) {
            wit if wit.starts_with(word) => self.rewrite(start..self.end(), &inner),
            wit => self.rewrite(start..self.end(), &wit).or_write(inner),
        };
        self.error(kind, ty.span, "not a resource", help);
        Ok(TypeKind::Unknown)
    }
}
