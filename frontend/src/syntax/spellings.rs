//! Types as Rust, TypeScript and C write them: what WIT calls them.

use super::cursor::{Broken, Parsed, Parser};
use super::foreign;
use super::token::{Kind, Span};
use super::tree::{Type, TypeKind};
use crate::diagnostic::SyntaxError;

impl Parser<'_> {
    pub(super) fn function_type(&mut self) -> Broken {
        let span = self.span();
        let fault =
            self.diagnostic(SyntaxError::FunctionType, span, "a function is no value in WIT");
        self.report(fault.with_help("make it a `resource` with one method, and pass that"))
    }

    /// `types.t`, `a:b/types.t` or `a::t` where a type is used.
    pub(super) fn path_as_type(&mut self, first: Span) -> Broken {
        self.bump();
        while matches!(self.kind(), Kind::Mark('/' | ':' | '.' | '@')) && self.touches() {
            self.bump();
            if matches!(self.kind(), Kind::Word | Kind::Escaped | Kind::Integer) && self.touches() {
                self.bump();
            }
        }
        let span = first.start..self.end();
        let text = self.slice(&span);
        let (path, name) = match text.rsplit_once(['.', ':', '/']) {
            // `a:b/c` is an interface.
            Some(_) if text.contains('/') && !text.contains('.') => (text, "type-name"),
            Some(parts) => parts,
            None => ("", text),
        };
        let path = path.trim_end_matches([':', '.']);
        let name = super::kebab(name);
        let kind = SyntaxError::PathAsType { path: text.to_owned() };
        let fault = self.diagnostic(kind, span, "a type is used by its name alone");
        let help = format!(
            "write `{name}` here, and `use {}.{{{name}}};` at the top of the interface",
            path.replace("::", "/")
        );
        self.report(fault.with_help(help))
    }

    /// `Vec<u8>` and its like.
    pub(super) fn generic(&mut self, word: &str, span: Span) -> Parsed<TypeKind> {
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
        let kind = SyntaxError::ForeignType { name: word.to_owned() };
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
    pub(super) fn translated(
        &mut self,
        before: usize,
        word: &str,
        span: Span,
        whole: Span,
    ) -> TypeKind {
        self.forget_since(before);
        let wit = foreign::translate(self.slice(&whole));
        let known = foreign::generic_name(word).unwrap_or(word);
        let kind = SyntaxError::ForeignType { name: word.to_owned() };
        let help = match wit.strip_prefix("map<") {
            Some(rest) => format!("write `{wit}`, or `list<tuple<{rest}>`"),
            None => format!("write `{wit}`"),
        };
        let fault = self.diagnostic(kind, span, format!("WIT calls it `{known}`"));
        self.report(fault.with_help(help));
        TypeKind::Unknown
    }

    /// `&str`, `&[u8]`, `&mut t`, `*const t`.
    pub(super) fn reference(&mut self) -> Parsed<TypeKind> {
        let start = self.span().start;
        while matches!(self.kind(), Kind::Mark('&' | '*' | '\''))
            || (matches!(self.word(), "mut" | "const" | "dyn") && !self.is_at(1, ','))
        {
            self.bump();
        }
        let number = self.fault_count();
        let ty = self.ty()?;
        let text = self.slice(&ty.span);
        if self.only_foreign_since(number) {
            self.forget_since(number);
        }
        let wit = foreign::type_name(text).map_or_else(|| foreign::translate(text), str::to_owned);
        let named = matches!(ty.kind, TypeKind::Name(_));
        let kind = SyntaxError::ForeignType { name: self.slice(&(start..self.end())).to_owned() };
        let fault = self.diagnostic(kind, start..self.end(), "WIT has no references");
        let help = if named && wit == text {
            format!("write `borrow<{wit}>` if it is a resource, `{wit}` if it is not")
        } else {
            format!("write `{wit}`")
        };
        self.report(fault.with_help(help));
        Ok(TypeKind::Unknown)
    }

    /// `[u8]` and `[u8; 4]`.
    pub(super) fn bracket_list(&mut self) -> Parsed<TypeKind> {
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
        let kind = SyntaxError::ForeignType { name: self.slice(&span).to_owned() };
        let fault = self.diagnostic(kind, span, "WIT calls it `list`");
        self.report(fault.with_help(help));
        Ok(TypeKind::Unknown)
    }

    /// `(u32, string)`.
    pub(super) fn bracket_tuple(&mut self) -> Parsed<TypeKind> {
        let brace = self.bump().span;
        let opened = self.opened("this tuple".to_owned(), brace.clone());
        self.list(')', &opened, "types", Self::ty)?;
        let span = brace.start..self.end();
        let inner = self.slice(&span).trim_matches(['(', ')']).trim().to_owned();
        let kind = SyntaxError::ForeignType { name: self.slice(&span).to_owned() };
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

    pub(super) fn inline_definition(&mut self, span: Span, word: &str) -> Parsed<TypeKind> {
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
        let kind = SyntaxError::InlineDefinition { word: word.to_owned() };
        let fault = self.diagnostic(kind, span, "a type like this needs a name");
        let help = format!("define `{word} some-name {{ … }}` before, and write `some-name` here");
        self.report(fault.with_help(help));
        Ok(TypeKind::Unknown)
    }

    /// `t?`, `t[]` and `a | b`.
    pub(super) fn suffix(&mut self, ty: Type) -> Parsed<Type> {
        let text = self.slice(&ty.span).to_owned();
        let wit = foreign::type_name(&text).unwrap_or(&text).to_owned();
        let start = self.span().start;
        let (label, help) = if self.eat('?') {
            ("WIT calls it `option`", format!("write `option<{wit}>`"))
        } else if self.eat('|') {
            let null = matches!(self.word(), "null" | "undefined" | "none" | "None" | "nil");
            let number = self.fault_count();
            let other = self.ty()?;
            self.forget_since(number);
            let other = foreign::translate(self.slice(&other.span));
            match null {
                true => ("WIT calls it `option`", format!("write `option<{wit}>`")),
                false => (
                    "WIT has no `|`",
                    format!(
                        "define `variant some-name {{ a({wit}), b({other}) }}`, a case for each \
                         type, and write `some-name` here"
                    ),
                ),
            }
        } else {
            self.bump();
            self.bump();
            ("WIT calls it `list`", format!("write `list<{wit}>`"))
        };
        let span = ty.span.start..self.end();
        let kind = SyntaxError::ForeignType { name: self.slice(&span).to_owned() };
        let fault = self.diagnostic(kind, start..self.end(), label);
        self.report(fault.with_help(help));
        Ok(Type { kind: TypeKind::Unknown, span })
    }
}
