//! Names: which ones WIT can have, and what to write in place of the others.

use super::cursor::{Parsed, Parser};
use super::token::{Kind, is_keyword};
use super::tree::Name;
use crate::diagnostic::SyntaxError;
use crate::spelling::{kebab, valid_name};

impl Parser<'_> {
    /// Reads a name. `what` says whose name, for a message: `the interface`.
    pub(super) fn name(&mut self, what: &str) -> Parsed<Name> {
        let span = self.span();
        let text = self.slice(&span);
        match self.kind() {
            Kind::Word if is_keyword(text) => self.keyword_as_name(what),
            Kind::Word => {
                self.bump();
                Ok(self.checked(text, span))
            }
            Kind::Escaped => {
                self.bump();
                Ok(self.checked(&text[1..], span))
            }
            Kind::Integer => self.name_with_digit(what),
            Kind::Text => self.quoted_name(),
            Kind::Mark('-') if self.is_name_at(1) => self.name_with_dash(),
            Kind::Mark(_) | Kind::Arrow | Kind::End => {
                let help = format!("write the name of {what}");
                Err(self.unexpected(&format!("the name of {what}"), help))
            }
        }
    }

    fn keyword_as_name(&mut self, what: &str) -> Parsed<Name> {
        let span = self.span();
        let text = self.slice(&span);
        if text == "_" {
            let help = format!("write the name of {what}");
            return Err(self.unexpected(&format!("the name of {what}"), help));
        }
        self.bump();
        let kind = SyntaxError::KeywordAsName { name: text.to_owned() };
        let fault = self.diagnostic(kind, span.clone(), format!("as the name of {what}"));
        let help =
            format!("write `%{text}`: the name is still `{text}`, the `%` is not part of it");
        self.report(fault.with_help(help));
        Ok(Name { text: text.to_owned(), span })
    }

    fn name_with_digit(&mut self, what: &str) -> Parsed<Name> {
        let start = self.bump().span.start;
        while self.is_name_at(0) && self.touches() {
            self.bump();
        }
        let span = start..self.end();
        let text = self.slice(&span);
        let letters = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
        let digits = &text[..text.len() - letters.len()].trim_end_matches('-');
        let letters = if letters.is_empty() { "n" } else { letters };
        let kind = SyntaxError::BadName { name: text.to_owned() };
        let fault = self.diagnostic(kind, span.clone(), "a name starts with a letter");
        let help = format!(
            "write `{}{digits}`, or any name of {what} with a letter first",
            kebab(letters)
        );
        self.report(fault.with_help(help));
        Ok(Name { text: text.to_owned(), span })
    }

    fn quoted_name(&mut self) -> Parsed<Name> {
        let span = self.bump().span;
        let inner = self.slice(&span).trim_matches('"');
        let kind = SyntaxError::QuotedName;
        let fault = self.diagnostic(kind, span.clone(), "names have no quotes");
        self.report(fault.with_help(format!("write `{}`", kebab(inner))));
        Ok(Name { text: kebab(inner), span })
    }

    fn name_with_dash(&mut self) -> Parsed<Name> {
        let start = self.bump().span.start;
        self.bump();
        let span = start..self.end();
        let text = self.slice(&span);
        Ok(self.checked(text, span))
    }

    /// The name, or, if WIT cannot have it, the nearest that it can, with a fault.
    pub(super) fn checked(&mut self, text: &str, span: super::Span) -> Name {
        if valid_name(text) {
            return Name { text: text.to_owned(), span };
        }
        let better = kebab(text);
        // The characters of it were told already.
        if text.contains(super::strange::is_hidden) {
            let seen: String = text
                .chars()
                .filter(|c| super::strange::is_dash(*c) || !super::strange::is_hidden(*c))
                .collect();
            return Name { text: kebab(&seen), span };
        }
        if let Some(&fault) = self.bad_names.get(text) {
            self.extend(fault, span.clone(), "");
            return Name { text: better, span };
        }
        let shown = if text.is_empty() { "%" } else { text };
        let kind = SyntaxError::BadName { name: shown.to_owned() };
        let fault = self.diagnostic(kind, span.clone(), why(text));
        let help = if valid_name(&better) {
            format!("write `{better}`")
        } else {
            "write a name of the letters a to z, digits and `-`".to_owned()
        };
        let number = self.fault_count();
        self.report(fault.with_help(help));
        if self.fault_count() > number {
            self.bad_names.insert(text.to_owned(), number);
        }
        Name { text: better, span }
    }
}

fn why(text: &str) -> &'static str {
    let mut parts = text.split('-');
    if text.is_empty() {
        "a name is missing behind the `%`"
    } else if !text.is_ascii() {
        "a name has no letters but a to z"
    } else if text.contains('_') {
        "a name has `-` between its words, and no `_`"
    } else if parts.any(str::is_empty) {
        "each `-` stands between two words"
    } else if text.starts_with(|c: char| c.is_ascii_digit()) {
        "a name starts with a letter"
    } else {
        "a name is in lower case, with `-` between its words"
    }
}
