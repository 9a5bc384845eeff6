//! Names: parsing, validation, and the closest valid spelling.

use super::cursor::{Parsed, Parser};
use super::token::{Kind, is_keyword};
use super::tree::Name;
use crate::diagnostic::{ALSO_HERE, Help, SyntaxError};
use crate::spelling::{kebab, transliterated, valid_name};

impl Parser<'_> {
    /// Parses the name of `what`, which messages mention: `the interface`.
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
            Kind::Integer => self.name_with_digit(),
            Kind::String => self.quoted_name(),
            Kind::Punct('-') if self.is_name_at(1) => self.name_with_dash(),
            Kind::Punct(_) | Kind::Arrow | Kind::Eof => {
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
        // A keyword that is written twice.
        let is_repeated = self.source[..span.start].trim_end().ends_with(text);
        if is_repeated && self.is_name_at(0) && !self.at_line_start() {
            let kind = SyntaxError::ExtraToken { mark: text.to_owned() };
            self.error(kind, span, "written twice", Help::remove(format!("remove one `{text}`")));
            return self.name(what);
        }
        let kind = SyntaxError::KeywordAsName { name: text.to_owned() };
        let help = Help::write(format!("%{text}"))
            .saying(format!("write `%{text}`; the `%` is not part of the name"));
        self.error(kind, span.clone(), format!("used as the name of {what}"), help);
        Ok(Name { text: text.to_owned(), span })
    }

    fn name_with_digit(&mut self) -> Parsed<Name> {
        let start = self.bump().span.start;
        while self.is_name_at(0) && self.is_adjacent() {
            self.bump();
        }
        let span = start..self.end();
        let text = self.slice(&span);
        let letters = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
        let digits = &text[..text.len() - letters.len()].trim_end_matches('-');
        let kind = SyntaxError::BadName { name: text.to_owned() };
        // A word after the first one may start with a digit: `2d-point` becomes `point-2d`.
        let name = match text.split_once('-') {
            Some((first, rest)) if valid_name(&kebab(rest)) => {
                format!("{}-{}", kebab(rest), kebab(first))
            }
            _ if letters.is_empty() => format!("n{digits}"),
            _ => format!("{}{digits}", kebab(letters)),
        };
        let sentence = format!("write `{name}`, or another name that starts with a letter");
        let help = Help::write(name).saying(sentence);
        self.error(kind, span.clone(), "a name starts with a letter", help);
        Ok(Name { text: text.to_owned(), span })
    }

    fn quoted_name(&mut self) -> Parsed<Name> {
        let span = self.bump().span;
        let text = kebab(self.slice(&span).trim_matches('"'));
        let help = match text.as_str() {
            "" => "write a name".to_owned().into(),
            text => Help::write(text.to_string()),
        };
        self.error(SyntaxError::QuotedName, span.clone(), "names are not quoted", help);
        Ok(Name { text, span })
    }

    fn name_with_dash(&mut self) -> Parsed<Name> {
        let start = self.bump().span.start;
        self.bump();
        let span = start..self.end();
        let text = self.slice(&span);
        Ok(self.checked(text, span))
    }

    /// Returns a valid name as it is; reports an invalid one and returns the closest valid one.
    pub(super) fn checked(&mut self, text: &str, span: super::Span) -> Name {
        if valid_name(text) {
            return Name { text: text.to_owned(), span };
        }
        let better = kebab(&transliterated(text));
        // The lexer has reported the characters.
        if text.contains(super::confusables::is_hidden_in_name) {
            let seen: String = text
                .chars()
                .filter(|c| {
                    super::confusables::is_dash_lookalike(*c)
                        || !super::confusables::is_hidden_in_name(*c)
                })
                .collect();
            return Name { text: kebab(&seen), span };
        }
        if let Some(&error) = self.invalid_names.get(text) {
            self.add_label(error, span.clone(), ALSO_HERE);
            return Name { text: better, span };
        }
        let shown = if text.is_empty() { "%" } else { text };
        let kind = SyntaxError::BadName { name: shown.to_owned() };
        let error = self.diagnostic(kind, span.clone(), why(text));
        let help = if valid_name(&better) {
            Help::write(better.to_string())
        } else {
            "write a name of letters from `a` to `z`, digits and `-`".to_owned().into()
        };
        let first_error = self.error_count();
        self.report(error.with_help(help));
        if self.error_count() > first_error {
            self.invalid_names.insert(text.to_owned(), first_error);
        }
        Name { text: better, span }
    }
}

fn why(text: &str) -> &'static str {
    let mut parts = text.split('-');
    if text.is_empty() {
        "expected a name after `%`"
    } else if !text.is_ascii() {
        "only `a` to `z`, digits and `-` are allowed"
    } else if text.contains('_') {
        "words are separated by `-`"
    } else if parts.any(str::is_empty) {
        "each `-` must be between two words"
    } else if text.starts_with(|c: char| c.is_ascii_digit()) {
        "a name starts with a letter"
    } else {
        "words are in lower case, separated by `-`"
    }
}
