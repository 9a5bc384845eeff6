//! Cases of enums, variants and unions of other languages: `RED = 1`, `move { x: i32 }`, `string name = 1`.

use super::super::token::{Kind, is_keyword};
use super::declarations::{Element, is_known_type};
use super::generics::case_of;
use super::reader::Reader;

impl Reader<'_, '_> {
    /// Reads `oneof name { … }`, and defines a variant for it.
    pub(super) fn oneof(&mut self) -> Option<(String, String, bool)> {
        self.bump();
        let name = self.name()?;
        self.expect('{')?;
        let cases = self.elements('}', Self::case_of_variant)?;
        let cases: Vec<_> = cases.into_iter().map(|case| case.text).collect();
        name.clone_into(&mut self.hint);
        let ty = self.define("variant", "value", &cases.join(", "));
        Some((name, ty, true))
    }

    /// Reads a case of a variant, also `T name`, or a type alone, as in a union of early versions of WIT.
    pub(super) fn case_of_variant(&mut self) -> Option<Element> {
        self.eat('|');
        let start = self.start();
        if self.kind() == Kind::Integer && self.is_at(1, ':') {
            self.bump();
            self.bump();
        }
        let alone = matches!(self.token(1).kind, Kind::Punct(',' | '}' | ';' | '|' | '<'));
        if alone && is_known_type(self.word()) && is_keyword(self.word()) {
            let text = case_of(&self.value_type()?);
            let name = text.split('(').next()?.to_owned();
            return Some(Element { span: start..self.end(), name, text, foreign: true });
        }
        let two_words = if self.is_at(1, '(') { None } else { self.attempt(Self::two_words) };
        if let Some((name, ty)) = two_words {
            self.after_declaration();
            let text = format!("{name}({ty})");
            return Some(Element { span: start..self.end(), name, text, foreign: true });
        }
        self.case()
    }

    /// Reads a case of an enum or a variant, or a flag.
    pub(in super::super) fn case(&mut self) -> Option<Element> {
        self.eat('|');
        self.eat_word(&["case"]);
        let start = self.start();
        let name = self.name()?;
        self.hint = name.trim_start_matches('%').to_owned();
        let spelled = self.parser.slice(&(start..self.end())) == name;
        let payload = self.payload()?;
        // `Red = "red"` is one mistake.
        self.separated |= self.is('=') && !spelled;
        self.after_declaration();
        let text = payload.map_or_else(|| name.clone(), |ty| format!("{name}({ty})"));
        Some(Element { span: start..self.end(), name, text, foreign: false })
    }

    /// Reads what a case holds: `(T)`, `(a: T, b: U)`, `{ a: T }`, `: T` or `of T`.
    fn payload(&mut self) -> Option<Option<String>> {
        if self.eat('(') {
            let mut types = Vec::new();
            while !self.eat(')') {
                if self.is_name_at(0) && self.is_at(1, ':') && !self.is_at(2, ':') {
                    self.bump();
                    self.bump();
                }
                types.push(self.value_type()?);
                if !self.eat(',') && !self.is(')') {
                    return None;
                }
            }
            return Some(match types.len() {
                0 => None,
                1 => types.pop(),
                _ => Some(format!("tuple<{}>", types.join(", "))),
            });
        }
        if self.is('{') {
            return self.inline_record().map(Some);
        }
        if (self.is(':') || self.word() == "of") && !self.starts_line() {
            self.bump();
            return self.value_type().map(Some);
        }
        Some(None)
    }
}
