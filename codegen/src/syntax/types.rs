//! Types where they are used, in WIT's words and in those of Rust, TypeScript and C.

use super::cursor::{Broken, Parsed, Parser};
use super::foreign;
use super::token::{Kind, Span};
use super::tree::{Type, TypeKind};
use super::{is_keyword, valid_name};
use crate::diagnostic::SyntaxFault;

impl Parser<'_> {
    /// Reads a type.
    pub(super) fn ty(&mut self) -> Parsed<Type> {
        let start = self.span().start;
        let kind = self.nest(Self::type_kind)?;
        let mut ty = Type { kind, span: start..self.end() };
        while self.is('?') || (self.is('[') && self.is_at(1, ']')) || self.is('|') {
            ty = self.suffix(ty)?;
        }
        Ok(ty)
    }

    fn type_kind(&mut self) -> Parsed<TypeKind> {
        match self.kind() {
            Kind::Escaped => self.name("the type").map(TypeKind::Name),
            Kind::Word => self.word_type(),
            Kind::Mark('&' | '*') => self.reference(),
            Kind::Mark('[') => self.bracket_list(),
            Kind::Mark('(') => self.bracket_tuple(),
            Kind::Mark('{') => {
                let span = self.span();
                self.inline_definition(span, "record")
            }
            Kind::Integer | Kind::Text | Kind::Arrow | Kind::Mark(_) | Kind::End => {
                Err(self.no_type())
            }
        }
    }

    fn no_type(&mut self) -> Broken {
        self.unexpected("a type", "write a type here, as in `u32` or `string`")
    }

    fn word_type(&mut self) -> Parsed<TypeKind> {
        let word = self.word();
        match word {
            "u8" | "u16" | "u32" | "u64" | "s8" | "s16" | "s32" | "s64" | "f32" | "f64"
            | "char" | "bool" | "string" | "error-context" => {
                self.bump();
                self.no_arguments(word)?;
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

    fn keyword_type(&mut self, word: &str) -> Broken {
        let mut kind =
            SyntaxFault::Unexpected { wanted: "a type".to_owned(), found: format!("`{word}`") };
        let ends = self.nth(1).kind;
        let mut help = "write a type here, as in `u32` or `string`".to_owned();
        if matches!(ends, Kind::Mark(',' | ')' | '>' | ';' | '}')) && word != "_" {
            kind = SyntaxFault::KeywordAsName { name: word.to_owned() };
            help = format!("write `%{word}` for a type of that name");
        }
        let span = self.span();
        let text =
            if word == "_" { "only `result<_, …>` has this" } else { "a type should stand here" };
        let fault = self.diagnostic(kind, span, text);
        let broken = self.report(fault.with_help(help));
        if word != "_" && matches!(ends, Kind::Mark(',' | ')' | '>')) {
            self.bump();
        }
        broken
    }

    fn function_type(&mut self) -> Broken {
        let span = self.span();
        let fault =
            self.diagnostic(SyntaxFault::FunctionType, span, "a function is no value in WIT");
        self.report(fault.with_help("make it a `resource` with one method, and pass that"))
    }

    /// Reads a name, or what another language calls a type.
    fn named_type(&mut self, word: &str) -> Parsed<TypeKind> {
        let span = self.span();
        if self.is_at(1, '<') {
            return self.generic(word, span);
        }
        if self.is_at(1, '/') || (self.is_at(1, ':') && self.nth(1).span.start == span.end) {
            return Err(self.path_as_type(span));
        }
        if self.is_at(1, '.') {
            return Err(self.path_as_type(span));
        }
        if !valid_name(word) {
            if let Some(wit) = foreign::type_name(word) {
                self.bump();
                let kind = SyntaxFault::ForeignType { name: word.to_owned() };
                let fault = self.diagnostic(kind, span, format!("WIT calls it `{wit}`"));
                self.report(fault.with_help(format!("write `{wit}`")));
                return Ok(TypeKind::Unknown);
            }
        }
        self.name("the type").map(TypeKind::Name)
    }

    /// `types.t`, `a:b/types.t` or `a::t` where a type is used.
    fn path_as_type(&mut self, first: Span) -> Broken {
        self.bump();
        while matches!(self.kind(), Kind::Mark('/' | ':' | '.' | '@')) && self.touches() {
            self.bump();
            if matches!(self.kind(), Kind::Word | Kind::Escaped | Kind::Integer) && self.touches() {
                self.bump();
            }
        }
        let span = first.start..self.end();
        let text = self.slice(&span);
        let (path, name) = text.rsplit_once(['.', ':', '/']).unwrap_or(("", text));
        let path = path.trim_end_matches([':', '.']);
        let name = super::kebab(name);
        let kind = SyntaxFault::PathAsType { path: text.to_owned() };
        let fault = self.diagnostic(kind, span, "a type is used by its name alone");
        let help = format!(
            "write `{name}` here, and `use {}.{{{name}}};` at the top of the interface",
            path.replace("::", "/")
        );
        self.report(fault.with_help(help))
    }

    /// `Vec<u8>` and its like.
    fn generic(&mut self, word: &str, span: Span) -> Parsed<TypeKind> {
        self.bump();
        let open = self.bump().span;
        let before = self.fault_count();
        let mut inner = Vec::new();
        while !self.is('>') {
            inner.push(self.ty()?);
            if self.eat(',') {
                continue;
            }
            break;
        }
        let arguments = self.slice(&(open.end..self.end())).trim().to_owned();
        self.close_angle(word, open)?;
        let whole = span.start..self.end();
        let kind = SyntaxFault::ForeignType { name: word.to_owned() };
        if self.only_foreign_since(before) && foreign::generic_name(word).is_some() {
            return Ok(self.translated(before, word, span, whole));
        }
        let (text, help) = match foreign::generic_name(word) {
            Some(wit) => (format!("WIT calls it `{wit}`"), format!("write `{wit}<…>`")),
            None if matches!(word, "Box" | "Rc" | "Arc" | "Cell" | "RefCell" | "Mutex" | "Cow") => {
                ("WIT has no pointers".to_owned(), format!("write `{arguments}`"))
            }
            None => (
                "only WIT's own types have `<…>`".to_owned(),
                format!("write `{}`, with no `<{arguments}>`", super::kebab(word)),
            ),
        };
        let at = if text.starts_with("WIT calls") { span } else { whole };
        let fault = self.diagnostic(kind, at, text);
        self.report(fault.with_help(help));
        Ok(TypeKind::Unknown)
    }

    /// Reports a foreign type with all that is in it as one fault.
    fn translated(&mut self, before: usize, word: &str, span: Span, whole: Span) -> TypeKind {
        self.forget_since(before);
        let wit = foreign::translate(self.slice(&whole));
        let known = foreign::generic_name(word).unwrap_or(word);
        let kind = SyntaxFault::ForeignType { name: word.to_owned() };
        let help = match wit.strip_prefix("map<") {
            Some(rest) => format!("write `{wit}`, or `list<tuple<{rest}>`"),
            None => format!("write `{wit}`"),
        };
        let fault = self.diagnostic(kind, span, format!("WIT calls it `{known}`"));
        self.report(fault.with_help(help));
        TypeKind::Unknown
    }

    fn no_arguments(&mut self, word: &str) -> Parsed<()> {
        if !self.is('<') {
            return Ok(());
        }
        let start = self.span().start;
        while !self.at_end() && !matches!(self.kind(), Kind::Mark('>' | ';' | ',' | ')' | '}')) {
            self.bump();
        }
        self.eat('>');
        let kind = SyntaxFault::TypeArguments { name: word.to_owned() };
        let fault = self.diagnostic(kind, start..self.end(), "it holds no other type");
        self.report(fault.with_help(format!("write `{word}`")));
        Ok(())
    }

    /// Reads the `<` behind a built-in type that needs one.
    fn open_angle(&mut self, word: &str, example: &str) -> Parsed<Span> {
        if self.is('<') {
            return Ok(self.bump().span);
        }
        let kind = SyntaxFault::TypeArguments { name: word.to_owned() };
        let (span, text) = match self.kind() {
            Kind::Mark('[' | '(') => (self.span(), "WIT has `<` and `>` here"),
            _ => (self.behind(), "what it holds is missing here"),
        };
        let plain = span.is_empty();
        let fault = self.diagnostic(kind, span, text);
        let broken = self.report(fault.with_help(format!("write `{example}`")));
        if plain && matches!(self.kind(), Kind::Mark(',' | ')' | ';' | '>' | '}')) {
            return Ok(self.end()..self.end());
        }
        Err(broken)
    }

    fn close_angle(&mut self, word: &str, open: Span) -> Parsed<()> {
        if open.is_empty() || self.eat('>') {
            return Ok(());
        }
        let next_field = self.is(',') && self.is_name_at(1) && self.is_at(2, ':');
        if self.is(',') && !matches!(word, "result" | "map") && !next_field {
            return self.too_many_arguments(word);
        }
        let opened = self.opened(format!("`{word}<`"), open);
        let closes = matches!(self.kind(), Kind::Mark(')' | ';' | '}' | '{' | ',') | Kind::Arrow);
        if closes || self.fresh() || self.at_end() {
            let kind = SyntaxFault::Unclosed { what: opened.what.clone() };
            let fault = self
                .diagnostic(kind, self.behind(), "`>` is missing here")
                .with_label(self.file, opened.span.clone(), "opened here")
                .with_help(format!(
                    "write `{}>`",
                    &self.text[self.word_start(opened.span.start)..self.end()]
                ));
            self.report(fault);
            return Ok(());
        }
        Err(self.unexpected("`>`", "write `>` here"))
    }

    fn word_start(&self, at: usize) -> usize {
        let head = self.text[..at].trim_end();
        head.len()
            - head.len().min(
                head.chars().rev().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').count(),
            )
    }

    fn too_many_arguments(&mut self, word: &str) -> Parsed<()> {
        let start = self.span().start;
        while self.eat(',') {
            self.ty()?;
        }
        let span = start..self.end();
        let kind = SyntaxFault::TypeArguments { name: word.to_owned() };
        let fault = self.diagnostic(kind, span, "it holds one type");
        self.report(fault.with_help(format!("write `{word}<tuple<…>>` for several types")));
        self.eat('>');
        Ok(())
    }

    fn list_type(&mut self) -> Parsed<TypeKind> {
        self.bump();
        let open = self.open_angle("list", "list<u8>")?;
        if open.is_empty() {
            return Ok(TypeKind::Unknown);
        }
        let ty = self.ty()?;
        if self.eat(',') {
            self.list_size()?;
        }
        self.close_angle("list", open)?;
        Ok(TypeKind::Wrap(vec![ty]))
    }

    fn list_size(&mut self) -> Parsed<()> {
        let span = self.span();
        if self.kind() != Kind::Integer {
            let help = if self.starts_type() && !self.fresh() {
                "write `list<tuple<…, …>>` for a list of pairs, `map<…, …>` for a map, or a number \
                 for a fixed length: `list<u8, 16>`"
            } else {
                "write a number, as in `list<u8, 16>`, or one type alone, as in `list<u8>`"
            };
            return Err(self.unexpected("the fixed length of the list", help));
        }
        self.bump();
        let text = self.slice(&span);
        if text.parse::<u32>().is_err() {
            let kind = SyntaxFault::ListSize { size: text.to_owned() };
            let fault = self.diagnostic(kind, span, "a length is at most 4294967295");
            self.report(fault.with_help("write a smaller number, or `list<…>` of any length"));
        }
        Ok(())
    }

    fn wrapped(&mut self, required: bool) -> Parsed<Vec<Type>> {
        let word = self.bump_text();
        if !required && !self.is('<') {
            return Ok(Vec::new());
        }
        let open = self.open_angle(word, &format!("{word}<u32>"))?;
        if open.is_empty() {
            return Ok(Vec::new());
        }
        let ty = self.ty()?;
        self.close_angle(word, open)?;
        Ok(vec![ty])
    }

    fn tuple_type(&mut self) -> Parsed<TypeKind> {
        self.bump();
        let open = self.open_angle("tuple", "tuple<u32, string>")?;
        if open.is_empty() {
            return Ok(TypeKind::Unknown);
        }
        let opened = self.opened("`tuple<`".to_owned(), open);
        self.list('>', &opened, "types", Self::ty).map(TypeKind::Tuple)
    }

    fn result_type(&mut self) -> Parsed<TypeKind> {
        self.bump();
        if !self.is('<') {
            return Ok(TypeKind::Result(None, None));
        }
        let open = self.bump().span;
        if self.is('>') {
            let fault = self.diagnostic(
                SyntaxFault::TypeArguments { name: "result".to_owned() },
                open.start..self.span().end,
                "nothing stands in it",
            );
            self.report(fault.with_help("write `result`"));
            self.bump();
            return Ok(TypeKind::Result(None, None));
        }
        let ok = if self.eat_word("_") { None } else { Some(Box::new(self.ty()?)) };
        if ok.is_none() && self.is('>') {
            let fault = self.diagnostic(
                SyntaxFault::TypeArguments { name: "result".to_owned() },
                self.span(),
                "the type of the error is missing",
            );
            self.report(fault.with_help("write `result`, or `result<_, string>`"));
        }
        let mut err = None;
        if self.eat(',') {
            if self.word() == "_" {
                self.underscore_error();
            } else {
                err = Some(Box::new(self.ty()?));
            }
        }
        self.close_angle("result", open)?;
        Ok(TypeKind::Result(ok, err))
    }

    fn underscore_error(&mut self) {
        let span = self.bump().span;
        let fault = self.diagnostic(
            SyntaxFault::TypeArguments { name: "result".to_owned() },
            span,
            "only the first can be `_`",
        );
        self.report(fault.with_help("leave it out: `result<u32>` has no type for the error"));
    }

    fn map_type(&mut self) -> Parsed<TypeKind> {
        self.bump();
        let open = self.open_angle("map", "map<string, u32>")?;
        if open.is_empty() {
            return Ok(TypeKind::Unknown);
        }
        let key = self.ty()?;
        if !self.eat(',') {
            return Err(self.unexpected("`,`", "write `map<string, u32>`: a key and a value"));
        }
        let value = self.ty()?;
        self.close_angle("map", open)?;
        Ok(TypeKind::Map(Box::new(key), Box::new(value)))
    }

    fn handle(&mut self) -> Parsed<TypeKind> {
        let word = self.bump_text();
        let open = self.open_angle(word, &format!("{word}<my-resource>"))?;
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
        self.close_angle(word, open)?;
        Ok(if word == "own" { TypeKind::Own(name) } else { TypeKind::Borrow(name) })
    }

    fn handle_of_type(&mut self, word: &str, open: Span) -> Parsed<TypeKind> {
        let ty = self.ty()?;
        self.close_angle(word, open)?;
        let inner = self.slice(&ty.span).to_owned();
        let kind = SyntaxFault::HandleOfType { word: word.to_owned(), found: inner.clone() };
        let fault = self.diagnostic(kind, ty.span, "this is not the name of a resource");
        self.report(fault.with_help(format!("write `{inner}`: only resources have handles")));
        Ok(TypeKind::Unknown)
    }

    /// `&str`, `&[u8]`, `&mut t`, `*const t`.
    fn reference(&mut self) -> Parsed<TypeKind> {
        let start = self.span().start;
        while matches!(self.kind(), Kind::Mark('&' | '*' | '\''))
            || (matches!(self.word(), "mut" | "const" | "dyn") && !self.is_at(1, ','))
        {
            self.bump();
        }
        let marks = self.slice(&(start..self.end())).to_owned();
        let ty = self.ty()?;
        let text = self.slice(&ty.span);
        let wit = foreign::type_name(text).unwrap_or(text);
        let wit = if wit.starts_with('[') { "list<…>" } else { wit };
        let kind = SyntaxFault::ForeignType { name: format!("{marks}{text}") };
        let fault = self.diagnostic(kind, start..self.end(), "WIT has no references");
        self.report(fault.with_help(format!("write `{wit}`")));
        Ok(TypeKind::Unknown)
    }

    /// `[u8]` and `[u8; 4]`.
    fn bracket_list(&mut self) -> Parsed<TypeKind> {
        let start = self.bump().span.start;
        let ty = self.ty()?;
        let inner = self.slice(&ty.span);
        let wit = foreign::type_name(inner).unwrap_or(inner);
        let mut help = format!("write `list<{wit}>`");
        if self.eat(';') && self.kind() == Kind::Integer {
            let span = self.bump().span;
            help = format!("write `list<{wit}, {}>`", self.slice(&span));
        }
        self.eat(']');
        let span = start..self.end();
        let kind = SyntaxFault::ForeignType { name: self.slice(&span).to_owned() };
        let fault = self.diagnostic(kind, span, "WIT calls it `list`");
        self.report(fault.with_help(help));
        Ok(TypeKind::Unknown)
    }

    /// `(u32, string)`.
    fn bracket_tuple(&mut self) -> Parsed<TypeKind> {
        let brace = self.bump().span;
        let opened = self.opened("this tuple".to_owned(), brace.clone());
        self.list(')', &opened, "types", Self::ty)?;
        let span = brace.start..self.end();
        let inner = self.slice(&span).trim_matches(['(', ')']).trim().to_owned();
        let kind = SyntaxFault::ForeignType { name: self.slice(&span).to_owned() };
        let (text, help) = if inner.is_empty() {
            (
                "WIT has no empty type",
                "leave it out; `result<_, string>` gives only an error".to_owned(),
            )
        } else if inner.contains(',') {
            ("WIT calls it `tuple`", format!("write `tuple<{inner}>`"))
        } else {
            ("WIT has no brackets here", format!("write `{inner}`"))
        };
        let fault = self.diagnostic(kind, span, text);
        self.report(fault.with_help(help));
        Ok(TypeKind::Unknown)
    }

    fn inline_definition(&mut self, span: Span, word: &str) -> Parsed<TypeKind> {
        while !self.is('{') {
            self.bump();
        }
        let mut depth = 0usize;
        while !self.at_end() {
            match self.kind() {
                Kind::Mark('{') => depth += 1,
                Kind::Mark('}') => depth -= 1,
                _ => {}
            }
            self.bump();
            if depth == 0 {
                break;
            }
        }
        let kind = SyntaxFault::InlineDefinition { word: word.to_owned() };
        let fault = self.diagnostic(kind, span, "a type like this needs a name");
        let help = format!("define `{word} some-name {{ … }}` before, and write `some-name` here");
        self.report(fault.with_help(help));
        Ok(TypeKind::Unknown)
    }

    /// `t?`, `t[]` and `a | b`.
    fn suffix(&mut self, ty: Type) -> Parsed<Type> {
        let text = self.slice(&ty.span).to_owned();
        let wit = foreign::type_name(&text).unwrap_or(&text).to_owned();
        let start = self.span().start;
        let (label, help) = if self.eat('?') {
            ("WIT calls it `option`", format!("write `option<{wit}>`"))
        } else if self.eat('|') {
            self.ty()?;
            ("WIT has no `|`", "define a `variant` with a case for each".to_owned())
        } else {
            self.bump();
            self.bump();
            ("WIT calls it `list`", format!("write `list<{wit}>`"))
        };
        let span = ty.span.start..self.end();
        let kind = SyntaxFault::ForeignType { name: self.slice(&span).to_owned() };
        let fault = self.diagnostic(kind, start..self.end(), label);
        self.report(fault.with_help(help));
        Ok(Type { kind: TypeKind::Unknown, span })
    }
}
