//! `type a = b;`.

use super::cursor::{Broken, Parsed, Parser};
use super::foreign;
use super::token::Kind;
use super::tree::{Name, Type};
use crate::diagnostic::SyntaxError;

impl Parser<'_> {
    /// Reads behind `type t` up to and with the `;`.
    pub(super) fn alias(&mut self, name: &Name) -> Parsed<Type> {
        if !self.eat('=') {
            self.missing_equals(name)?;
        }
        let keyword = matches!(self.word(), "resource" | "record" | "variant" | "enum" | "flags");
        let definition = self.is_inline_definition() || (keyword && self.is_at(1, ';'));
        if self.is('{') || (definition && !self.fresh()) {
            return Err(self.alias_of_definition(name));
        }
        if self.kind() == Kind::Text {
            return Err(self.alias_of_texts(name));
        }
        let ty = self.ty()?;
        self.semicolon()?;
        Ok(ty)
    }

    /// `type t = "a" | "b";`, as in TypeScript.
    fn alias_of_texts(&mut self, name: &Name) -> Broken {
        let start = self.span().start;
        let mut cases = Vec::new();
        while self.kind() == Kind::Text || self.is('|') {
            let text = self.bump_text().trim_matches('"');
            if text != "|" {
                cases.push(super::kebab(text));
            }
        }
        let span = start..self.end();
        let kind = SyntaxError::ForeignType { name: self.slice(&span).to_owned() };
        let fault = self.diagnostic(kind, span, "WIT has no types of texts");
        let help = format!("write `enum {} {{ {} }}`", name.text, cases.join(", "));
        self.report(fault.with_help(help))
    }

    pub(super) fn missing_equals(&mut self, name: &Name) -> Parsed<()> {
        let kind = SyntaxError::Unexpected { wanted: "`=`".to_owned(), found: self.found() };
        let help = format!("write `type {} = …;`", name.text);
        if self.is(':') {
            let span = self.bump().span;
            let ty = foreign::translate(self.text_of_type());
            let help = format!("write `type {} = {ty};`", name.text);
            let fault = self.diagnostic(kind, span, "`=` should stand here");
            self.report(fault.with_help(help));
            return Ok(());
        }
        if self.is(';') {
            let fault = self.diagnostic(
                SyntaxError::MissingType { name: name.text.clone() },
                name.span.clone(),
                "it does not say which type it is",
            );
            let broken = self.report(fault.with_help(help));
            return Err(broken);
        }
        if self.is('<') {
            return Err(self.generic_definition("type", name));
        }
        if self.starts_type() && !self.fresh() {
            let ty = foreign::translate(self.text_of_type());
            let help = format!("write `type {} = {ty};`", name.text);
            let fault = self.diagnostic(kind, self.behind(), "`=` is missing here");
            self.report(fault.with_help(help));
            return Ok(());
        }
        Err(self.unexpected("`=`", help))
    }

    /// Whether a keyword that defines a type stands where a type is used.
    pub(super) fn is_inline_definition(&self) -> bool {
        matches!(self.word(), "record" | "variant" | "enum" | "flags" | "resource" | "struct")
            && (self.is_at(1, '{') || (self.is_name_at(1) && self.is_at(2, '{')))
    }

    pub(super) fn alias_of_definition(&mut self, name: &Name) -> Broken {
        let span = self.span();
        let word = if self.is('{') { "record" } else { self.word() };
        let word = if word == "struct" { "record" } else { word };
        let kind = SyntaxError::InlineDefinition { word: word.to_owned() };
        let fault = self.diagnostic(kind, span, "a definition names its type itself");
        let end = if word == "resource" { ";" } else { " { … }" };
        self.report(fault.with_help(format!("write `{word} {}{end}`", name.text)))
    }
}
