//! Cases of variants and enums, and flags.

use super::cursor::{Parsed, Parser, Reported};
use super::token::Kind;
use super::tree::{Case, Name, Type, TypeKind};
use crate::diagnostic::{Help, SyntaxError};

impl Parser<'_> {
    pub(super) fn case(&mut self) -> Parsed<Case> {
        self.reject_attributes("a case");
        if self.is_nameless_case() {
            return Err(self.nameless_case());
        }
        let name = self.name("the case")?;
        let ty = if self.eat('(') {
            self.payload(&name)?
        } else {
            self.payload_without_parentheses(&name)?
        };
        self.reject_value(&name);
        Ok(Case { name, ty })
    }

    /// Returns `true` at a type in place of a case, `variant v { u32, list<u8> }`.
    fn is_nameless_case(&self) -> bool {
        let ends = matches!(self.nth(1).kind, Kind::Punct(',' | '}' | ';' | '<'));
        ends && is_type_word(self.word())
    }

    fn nameless_case(&mut self) -> Reported {
        let start = self.span().start;
        let word = self.word();
        let plain = !self.is_at(1, '<');
        let first_error = self.error_count();
        if self.ty().is_err() {
            return Reported;
        }
        self.discard_errors_since(first_error);
        let span = start..self.end();
        let ty = self.slice(&span).to_owned();
        let name = name_for(word);
        let kind = SyntaxError::NamelessCase { ty: ty.clone() };
        let other =
            if plain { format!(", or `%{ty}` for a case of that name") } else { String::new() };
        self.error(
            kind,
            span,
            "expected a name before this type",
            Help::write(format!("{name}({ty})")).saying(format!("write `{name}({ty})`{other}")),
        )
    }

    /// Parses the type of a case up to and including the `)`.
    pub(super) fn payload(&mut self, name: &Name) -> Parsed<Option<Type>> {
        let open = self.end() - 1;
        if self.eat(')') {
            let sentence = format!("write `{}`, or `{0}(u32)` with its type", name.text);
            let help =
                Help::write(&name.text).or_write(format!("{}(u32)", name.text)).saying(sentence);
            let kind = payload_error(name, "has no type in its parentheses");
            self.error(kind, open..self.end(), "expected a type", help);
            return Ok(None);
        }
        if self.is_name_at(0) && self.is_at(1, ':') {
            return Err(self.named_payload(name, open));
        }
        let ty = self.ty()?;
        if self.is(',') && !self.nth(1).starts_line && self.closes_before_brace() {
            return self.several_payloads(name, open, ty);
        }
        self.close_paren(&format!("the payload of `{}`", name.text), open)?;
        Ok(Some(ty))
    }

    /// Returns `true` if a `)` comes before the next brace or `;`.
    fn closes_before_brace(&self) -> bool {
        let mut ahead = 0;
        loop {
            match self.nth(ahead).kind {
                Kind::Punct(')') => return true,
                Kind::Punct('{' | '}' | ';' | '(') | Kind::Eof => return false,
                _ => ahead += 1,
            }
        }
    }

    pub(super) fn named_payload(&mut self, name: &Name, open: usize) -> Reported {
        while !self.at_end() && !self.is(')') && !self.is('}') {
            self.bump();
        }
        self.eat(')');
        let span = open..self.end();
        let fields = self.slice(&span).trim_matches(['(', ')']).to_owned();
        let kind = payload_error(name, "holds named fields; a case holds one type");
        let help = if fields.contains(',') {
            format!("define `record {0}-data {{ {fields} }}`, and write `{0}({0}-data)`", name.text)
                .into()
        } else {
            let ty = fields.split_once(':').map_or("", |(_, ty)| ty.trim());
            let ty = if ty.is_empty() { "u32" } else { ty };
            Help::write(format!("{}({ty})", name.text))
        };
        self.error(kind, span, "expected one type", help)
    }

    pub(super) fn several_payloads(
        &mut self,
        name: &Name,
        open: usize,
        first: Type,
    ) -> Parsed<Option<Type>> {
        let mut types = vec![first];
        while self.eat(',') && !self.is(')') {
            types.push(self.ty()?);
        }
        self.close_paren(&format!("the payload of `{}`", name.text), open)?;
        let span = open..self.end();
        let inner = self.slice(&span).trim_matches(['(', ')']).to_owned();
        let problem = match types.len() {
            1 => "holds one type and a `,`; a case holds one type".to_owned(),
            2 => "holds two types; a case holds one".to_owned(),
            3 => "holds three types; a case holds one".to_owned(),
            count => format!("holds {count} types; a case holds one"),
        };
        let help = Help::write(format!("{}(tuple<{inner}>)", name.text));
        self.error(payload_error(name, &problem), span.clone(), "expected one type", help);
        Ok(Some(Type { kind: TypeKind::Tuple(types), span }))
    }

    pub(super) fn close_paren(&mut self, what: &str, open: usize) -> Parsed<()> {
        if self.eat(')') {
            return Ok(());
        }
        let opened = self.open_delimiter(what.to_owned(), open..open + 1);
        self.unclosed(')', &opened);
        Ok(())
    }

    /// Reports and parses `a: u32` or `a<u32>` in place of `a(u32)`, and skips `a { x: u32 }`.
    pub(super) fn payload_without_parentheses(&mut self, name: &Name) -> Parsed<Option<Type>> {
        let kind = payload_error(name, "needs its type in parentheses");
        let equals = self.is('=') && is_type_word(self.word_at(1));
        if self.is(':') || self.is('<') || equals {
            let angle = self.is('<');
            let start = self.bump().span.start;
            let ty = self.ty()?;
            if angle {
                self.eat('>');
            }
            let inner = self.slice(&ty.span).to_owned();
            self.error(
                kind,
                start..self.end(),
                "expected `(type)`",
                Help::write(format!("{}({inner})", name.text)),
            );
            return Ok(Some(ty));
        }
        if self.is_name_at(0) && self.is_at(1, ')') && !self.at_line_start() {
            let after = self.after_last();
            let ty = self.ty()?;
            self.eat(')');
            let inner = self.slice(&ty.span).to_owned();
            self.error(
                kind,
                after,
                "expected `(` here",
                Help::write(format!("{}({inner})", name.text)),
            );
            return Ok(Some(ty));
        }
        if self.is('{') {
            let start = self.span().start;
            while !self.at_end() && !self.is('}') {
                self.bump();
            }
            self.eat('}');
            let span = start..self.end();
            let fields = self.slice(&span).to_owned();
            let kind = payload_error(name, "holds named fields; a case holds one type");
            let help =
                format!("define `record {0}-data {fields}`, and write `{0}({0}-data)`", name.text);
            self.error(kind, span, "expected one type in parentheses", help);
        }
        Ok(None)
    }

    pub(super) fn enum_case(&mut self) -> Parsed<Name> {
        self.case_without_type("enum", "a case")
    }

    pub(super) fn flag(&mut self) -> Parsed<Name> {
        self.case_without_type("flags", "a flag")
    }

    pub(super) fn case_without_type(&mut self, owner: &str, what: &str) -> Parsed<Name> {
        self.reject_attributes(what);
        let name = self.name(what)?;
        self.reject_value(&name);
        if self.is('(') || self.is(':') {
            let start = self.span().start;
            while !self.at_end() && !matches!(self.kind(), Kind::Punct(')' | ',' | '}')) {
                self.bump();
            }
            self.eat(')');
            let kind =
                SyntaxError::CaseWithType { owner: owner.to_owned(), name: name.text.clone() };
            let help = match owner {
                "enum" => "change `enum` to `variant`".to_owned(),
                _ => format!("write `{}`, or change `flags` to `record`", name.text),
            };
            self.error(kind, start..self.end(), "unexpected type", help);
        }
        Ok(name)
    }
}

/// Returns `true` for a built-in type.
fn is_type_word(word: &str) -> bool {
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
            | "list"
            | "option"
            | "result"
            | "tuple"
            | "map"
            | "own"
            | "borrow"
            | "future"
            | "stream"
    )
}

fn payload_error(name: &Name, problem: &str) -> SyntaxError {
    SyntaxError::CasePayload { name: name.text.clone(), problem: problem.to_owned() }
}

/// Returns a name for a case that holds a built-in type.
fn name_for(ty: &str) -> &'static str {
    match ty {
        "string" | "char" => "text",
        "bool" => "flag",
        "list" | "map" | "stream" => "items",
        "option" | "result" | "tuple" | "own" | "borrow" | "future" => "value",
        _ => "number",
    }
}
