//! Versions: `1.0.0`, and what people write for it.

use semver::Version;

use super::cursor::Parser;
use super::token::{Kind, Span};
use crate::diagnostic::SyntaxError;

impl Parser<'_> {
    /// Reads a version; nothing, with a fault, if there is none that WIT can have.
    pub(super) fn version(&mut self) -> (Option<Version>, Span) {
        let span = self.version_span();
        let text = self.slice(&span);
        if let Ok(version) = Version::parse(text) {
            self.no_keyword_in(&version, &span);
            return (Some(version), span);
        }
        let kind = match text {
            "" => SyntaxError::Unexpected { wanted: "a version".to_owned(), found: self.found() },
            text => SyntaxError::BadVersion { version: text.to_owned() },
        };
        let better = repair(text);
        while !text.is_empty()
            && self.touches()
            && matches!(self.kind(), Kind::Integer | Kind::Word | Kind::Mark('.' | '@'))
            && !(self.is('.') && matches!(self.nth(1).kind, Kind::Mark('{' | '*') | Kind::Word))
        {
            self.bump();
        }
        let at = if self.text[..span.start].ends_with('@') { "@" } else { "" };
        let help = match &better {
            Some(better) => format!("write `{at}{better}`"),
            None => format!("write a version of three numbers, as in `{at}1.0.0`"),
        };
        let label = match text.chars().next() {
            None => "a version is missing here",
            Some('"') => "a version has no quotes",
            Some('^' | '~' | '=' | '*') => "WIT wants one exact version",
            Some('v' | 'V') => "a version starts with a number",
            Some(_) if text.matches('.').count() == 2 => "not as semver.org has it",
            Some(_) => "a version has three numbers, as in `1.0.0`",
        };
        let fault = self.diagnostic(kind, span.clone(), label);
        self.report(fault.with_help(help));
        (better, span)
    }

    /// `1.0.0-list`: wit-parser takes the word for the keyword.
    fn no_keyword_in(&mut self, version: &Version, span: &Span) {
        let labels = format!("{}.{}", version.pre, version.build);
        let words = labels
            .split(['.', '-'])
            .map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()));
        let Some(word) = words.into_iter().find(|word| super::is_keyword(word)) else { return };
        let kind = SyntaxError::KeywordAsName { name: word.to_owned() };
        let fault = self.diagnostic(kind, span.clone(), "no part of a version can be a keyword");
        let better = self.slice(span).replace(word, &format!("{word}s"));
        self.report(fault.with_help(format!("write another word, as in `{better}`")));
    }

    /// Whatever stands where a version should: tokens that touch each other.
    fn version_span(&mut self) -> Span {
        let start = self.span().start;
        let first = self.position();
        while self.is_part_of_version() && (self.position() == first || self.touches()) {
            let read = &self.text[start..self.end().max(start)];
            let whole = read.matches('.').count() == 2 && !read.contains(['-', '+']);
            // In `@1.0.0.name` the name is no part of it.
            if whole && self.is('.') && matches!(self.nth(1).kind, Kind::Word | Kind::Mark('*')) {
                break;
            }
            self.bump();
        }
        if self.position() == first { self.end()..self.end() } else { start..self.end() }
    }

    fn continues_version(&self) -> bool {
        let next = self.nth(1);
        matches!(next.kind, Kind::Integer | Kind::Word | Kind::Mark('-' | '*'))
            && next.span.start == self.span().end
    }

    fn is_part_of_version(&self) -> bool {
        match self.kind() {
            Kind::Integer | Kind::Word | Kind::Text => true,
            Kind::Mark('-' | '+' | '^' | '~' | '*' | '=') => true,
            Kind::Mark('.') => self.continues_version(),
            Kind::Mark(_) | Kind::Escaped | Kind::Arrow | Kind::End => false,
        }
    }
}

/// The version that was probably meant: `1.0.0` for `1`, `1.0`, `v1.0.0`, `01.0.0` and `1.0.0.0`.
fn repair(text: &str) -> Option<Version> {
    let text = text.trim_matches('"').trim_start_matches(['v', 'V', '^', '~', '=']);
    let cut = text.find(['-', '+']).unwrap_or(text.len());
    let (numbers, rest) = text.split_at(cut);
    let mut parts: Vec<String> = Vec::new();
    for part in numbers.split('.').take(3) {
        let number = match part {
            "x" | "X" | "*" => 0,
            part => part.parse::<u64>().ok()?,
        };
        parts.push(number.to_string());
    }
    parts.resize(3, "0".to_owned());
    let numbers = parts.join(".");
    Version::parse(&format!("{numbers}{rest}")).or_else(|_| Version::parse(&numbers)).ok()
}
