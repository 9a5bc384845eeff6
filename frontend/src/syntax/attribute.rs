//! Attributes: `@since(version = 1.0.0)` and its like.

use super::cursor::Parser;
use super::token::Kind;
use super::tree::{Attribute, AttributeKind};
use crate::diagnostic::SyntaxError;
use crate::spelling::nearest;

const KNOWN: [&str; 4] = ["since", "unstable", "deprecated", "external-id"];

impl Parser<'_> {
    /// Reads the attributes before an item.
    pub(super) fn attributes(&mut self) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        while self.is('@') || self.is_bare_attribute() {
            if !self.is('@') {
                self.missing_at();
                // What it says was told in the right spelling.
                self.bump();
                self.skip_arguments();
                continue;
            }
            attributes.push(self.attribute());
        }
        attributes
    }

    /// `since(version = 1.0.0)` without the `@`.
    fn is_bare_attribute(&self) -> bool {
        KNOWN.contains(&self.word())
            && self.is_at(1, '(')
            && matches!(self.word_at(2), "version" | "feature")
            && self.is_at(3, '=')
    }

    fn missing_at(&mut self) {
        let span = self.span();
        let line = self.line(span.start);
        let shown = line.split_inclusive(')').next().unwrap_or(line);
        let kind = SyntaxError::Unexpected { wanted: "`@`".to_owned(), found: self.found() };
        let fault = self.diagnostic(kind, span, "an attribute starts with `@`");
        self.report(fault.with_help(format!("write `@{shown}`")));
    }

    /// Reads attributes where none may stand, and says so.
    pub(super) fn no_attributes(&mut self, what: &str) {
        let start = self.span().start;
        let before = self.fault_count();
        if self.attributes().is_empty() || self.fault_count() > before {
            return;
        }
        let kind = SyntaxError::AttributeMisplaced { what: what.to_owned() };
        let fault = self.diagnostic(kind, start..self.end(), "no attribute may stand here");
        self.report(fault.with_help("delete it, or put it before the whole item"));
    }

    fn attribute(&mut self) -> Attribute {
        let start = self.bump().span.start;
        let name = self.span();
        let word = if self.is_name_at(0) { self.slice(&name) } else { "" };
        let word = word.trim_start_matches('%');
        let header = self.text[..start].trim_end().ends_with(';');
        if self.kind() == Kind::Integer && header {
            let number = self.fault_count();
            let (_, version) = self.version();
            self.forget_since(number);
            let line = self.line(start).split(';').next().unwrap_or_default().to_owned();
            let span = start..version.end;
            let help = format!("write `{line}{};`", self.slice(&span));
            let fault =
                self.diagnostic(SyntaxError::VersionPlace, span, "it should stand before the `;`");
            self.report(fault.with_help(help));
            self.eat(';');
            return Attribute { kind: AttributeKind::Unknown, span: start..self.end() };
        }
        if word.is_empty() {
            self.unexpected("the name of an attribute", "write `@since(version = 1.0.0)`");
            return Attribute { kind: AttributeKind::Unknown, span: start..self.end() };
        }
        self.bump();
        let span = start..self.end();
        let kind = match word {
            "since" => self.version_argument(word).map(AttributeKind::Since),
            "deprecated" => self.version_argument(word).map(|_| AttributeKind::Deprecated),
            "unstable" => self.feature_argument().map(AttributeKind::Unstable),
            "external-id" => self.text_argument(),
            _ => self.unknown(word, span.clone()),
        };
        Attribute { kind: kind.unwrap_or(AttributeKind::Unknown), span }
    }

    fn unknown(&mut self, word: &str, span: super::Span) -> Option<AttributeKind> {
        let kind = SyntaxError::UnknownAttribute { name: word.to_owned() };
        let fault = self.diagnostic(
            kind,
            span,
            "there are `@since`, `@unstable`, `@deprecated` and `@external-id`",
        );
        let near = nearest(word, KNOWN);
        let help = match (word, near) {
            ("stable" | "added" | "version", _) => "write `@since(version = …)`".to_owned(),
            ("experimental" | "feature" | "gate", _) => "write `@unstable(feature = …)`".to_owned(),
            (_, Some("since")) => "write `@since(version = …)`".to_owned(),
            (_, Some("unstable")) => "write `@unstable(feature = …)`".to_owned(),
            (_, Some("deprecated")) => "write `@deprecated(version = …)`".to_owned(),
            (_, _) => "delete it, or say it in a `///` comment".to_owned(),
        };
        let from = self.span().start;
        if self.is('(') {
            self.skip_arguments();
        }
        // The argument that stands there goes into what is meant.
        let meant = KNOWN.into_iter().find(|known| help.contains(&format!("@{known}(")));
        let arguments = self.text.get(from..self.end()).unwrap_or_default();
        let whole = meant.and_then(|meant| better_arguments(meant, arguments));
        self.report(fault.with_help(whole.unwrap_or(help)));
        None
    }

    fn version_argument(&mut self, word: &str) -> Option<semver::Version> {
        let help = format!("write `@{word}(version = 1.0.0)`");
        let before = self.fault_count();
        let named = self.is('(') && self.word_at(1) == "version" && self.is_at(2, '=');
        if !named {
            return self.bad_arguments(word, help);
        }
        self.bump();
        self.bump();
        self.bump();
        if !matches!(self.kind(), Kind::Integer | Kind::Word | Kind::Text) {
            return self.bad_arguments(word, help);
        }
        let (version, _) = self.version();
        if !self.eat(')') {
            return self.bad_arguments(word, help);
        }
        version.filter(|_| self.fault_count() == before)
    }

    fn feature_argument(&mut self) -> Option<String> {
        let help = "write `@unstable(feature = my-feature)`".to_owned();
        if !(self.is('(') && self.word_at(1) == "feature" && self.is_at(2, '=')) {
            return self.bad_arguments("unstable", help);
        }
        self.bump();
        self.bump();
        self.bump();
        let name = self.name("the feature").ok()?;
        if !self.eat(')') {
            return self.bad_arguments("unstable", help);
        }
        Some(name.text)
    }

    fn text_argument(&mut self) -> Option<AttributeKind> {
        let help = "write `@external-id(\"…\")`".to_owned();
        if !(self.is('(') && self.nth(1).kind == Kind::Text && self.is_at(2, ')')) {
            return self.bad_arguments("external-id", help);
        }
        self.bump();
        self.bump();
        self.bump();
        Some(AttributeKind::ExternalId)
    }

    fn bad_arguments<T>(&mut self, word: &str, help: String) -> Option<T> {
        self.tell_of_arguments(word, help);
        None
    }

    fn tell_of_arguments(&mut self, word: &str, help: String) {
        let at_line_end = self.fresh() || self.at_end() || !self.is('(');
        let start = if at_line_end { self.end() } else { self.span().start };
        let from = self.position();
        if !at_line_end {
            self.skip_arguments();
        }
        let end = if self.position() > from { self.end() } else { start };
        if self.has_fault_in(&(start..end.max(start))) {
            return;
        }
        let help = better_arguments(word, self.slice(&(start..end.max(start)))).unwrap_or(help);
        let kind = SyntaxError::AttributeArguments { name: word.to_owned() };
        let text = if at_line_end { "its argument is missing here" } else { "not this" };
        let fault = self.diagnostic(kind, start..end.max(start), text);
        self.report(fault.with_help(help));
    }

    /// Goes past a `)` on the same line, if there is one.
    fn skip_arguments(&mut self) {
        let mut ahead = 0;
        while !self.is_at(ahead, ')') {
            let token = self.nth(ahead);
            let item = token.fresh || token.kind == Kind::End;
            if item || matches!(token.kind, Kind::Mark('{' | '}' | ';')) {
                return;
            }
            ahead += 1;
        }
        for _ in 0..=ahead {
            self.bump();
        }
    }
}

/// What to write, with the version or the feature that stands in the wrong arguments.
fn better_arguments(word: &str, arguments: &str) -> Option<String> {
    let mut words = arguments
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+')))
        .filter(|word| !word.is_empty());
    if word == "unstable" {
        let feature = words.rfind(|word| *word != "feature")?;
        return Some(format!("write `@unstable(feature = {})`", super::kebab(feature)));
    }
    let version =
        words.find_map(|word| semver::Version::parse(word.trim_start_matches('v')).ok())?;
    Some(format!("write `@{word}(version = {version})`"))
}
