//! Attributes, such as `@since(version = 1.0.0)`.

use super::cursor::Parser;
use super::token::Kind;
use super::tree::{Attribute, AttributeKind};
use crate::diagnostic::{Candidate, Change, Edit, Help, SyntaxError};
use crate::spelling::nearest;

const ATTRIBUTES: [&str; 4] = ["since", "unstable", "deprecated", "external-id"];

impl Parser<'_> {
    /// Parses the attributes before an item.
    pub(super) fn attributes(&mut self) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        loop {
            if self.is('[') && ATTRIBUTES.contains(&self.word_at(1)) && self.is_at(2, '(') {
                self.attribute_in_brackets();
                continue;
            }
            if !(self.is('@') || self.is_bare_attribute()) {
                break;
            }
            if !self.is('@') {
                self.missing_at();
                // The help shows the corrected attribute, so its argument needs no error of its own.
                self.bump();
                self.skip_arguments();
                continue;
            }
            attributes.push(self.attribute());
            self.mark_after_attribute();
        }
        attributes
    }

    /// Reports and skips a `)`, `,` or `;` between an attribute and its item.
    fn mark_after_attribute(&mut self) {
        if !self.at_line_start() && (self.is(')') || self.is(',') || self.is(']')) {
            let mark = self.bump();
            let text = self.slice(&mark.span).to_owned();
            let help = Help::remove(format!("remove this `{text}`"));
            let kind = SyntaxError::ExtraToken { mark: text };
            self.error(kind, mark.span, "not part of the attribute", help);
        }
    }

    /// Reports and skips `[since(version = 1.0.0)]`.
    fn attribute_in_brackets(&mut self) {
        let span = self.bump().span;
        self.bump();
        self.skip_arguments();
        self.eat(']');
        let whole = span.start..self.end();
        let text = format!("@{}", self.slice(&whole).trim_matches(['[', ']']));
        let kind = SyntaxError::Unexpected { expected: "`@`".to_owned(), found: "`[`".to_owned() };
        let help = self.rewrite(whole, &text);
        self.error(kind, span, "an attribute starts with `@`", help);
    }

    /// Returns `true` at `since(version = 1.0.0)` without the `@`.
    fn is_bare_attribute(&self) -> bool {
        ATTRIBUTES.contains(&self.word())
            && self.is_at(1, '(')
            && matches!(self.word_at(2), "version" | "feature")
            && self.is_at(3, '=')
    }

    fn missing_at(&mut self) {
        let span = self.span();
        let line = self.line(span.start);
        let shown = line.split_inclusive(')').next().unwrap_or(line);
        let kind = SyntaxError::Unexpected { expected: "`@`".to_owned(), found: self.found() };
        self.error(kind, span, "an attribute starts with `@`", Help::write(format!("@{shown}")));
    }

    /// Parses attributes before `what`, which cannot have any, and reports them.
    pub(super) fn reject_attributes(&mut self, what: &str) {
        let start = self.span().start;
        let before = self.error_count();
        if self.attributes().is_empty() || self.error_count() > before {
            return;
        }
        let kind = SyntaxError::AttributeMisplaced { what: what.to_owned() };
        self.error(
            kind,
            start..self.end(),
            "not allowed here",
            Help::remove("remove it, or move it before the whole item"),
        );
    }

    fn attribute(&mut self) -> Attribute {
        let start = self.bump().span.start;
        let name = self.span();
        let word = if self.is_name_at(0) { self.slice(&name) } else { "" };
        let word = word.trim_start_matches('%');
        let header = self.source[..start].trim_end().ends_with(';');
        if self.kind() == Kind::Integer && header {
            let first_error = self.error_count();
            let (_, version) = self.version();
            self.discard_errors_since(first_error);
            let line = self.line(start).split(';').next().unwrap_or_default().to_owned();
            let span = start..version.end;
            let help = Help::write(format!("{line}{};", self.slice(&span)));
            self.error(SyntaxError::MisplacedVersion, span, "expected before the `;`", help);
            self.eat(';');
            return self.unknown_attribute(start);
        }
        if word.is_empty() {
            self.unexpected("the name of an attribute", Help::write("@since(version = 1.0.0)"));
            return self.unknown_attribute(start);
        }
        self.bump();
        let span = start..self.end();
        let kind = match word {
            "since" => self.version_argument(word).map(AttributeKind::Since),
            "deprecated" => self.version_argument(word).map(|_| AttributeKind::Deprecated),
            "unstable" => self.feature_argument().map(AttributeKind::Unstable),
            "external-id" => self.string_argument(),
            _ => self.unknown(word, span.clone()),
        };
        Attribute { kind: kind.unwrap_or(AttributeKind::Unknown), span, end: self.end() }
    }

    fn unknown_attribute(&self, start: usize) -> Attribute {
        Attribute { kind: AttributeKind::Unknown, span: start..self.end(), end: self.end() }
    }

    fn unknown(&mut self, word: &str, span: super::Span) -> Option<AttributeKind> {
        let kind = SyntaxError::UnknownAttribute { name: word.to_owned() };
        let start = span.start;
        let error = self.diagnostic(kind, span, "unknown attribute");
        let near = nearest(word, ATTRIBUTES);
        let help = match (word, near) {
            ("stable" | "added" | "version", _) => Help::write("@since(version = …)"),
            ("experimental" | "feature" | "gate", _) => Help::write("@unstable(feature = …)"),
            (_, Some("since")) => Help::write("@since(version = …)"),
            (_, Some("unstable")) => Help::write("@unstable(feature = …)"),
            (_, Some("deprecated")) => Help::write("@deprecated(version = …)"),
            (_, _) => Help::remove(
                "remove it; WIT has `@since`, `@unstable`, `@deprecated` and `@external-id`",
            ),
        };
        let from = self.span().start;
        if self.is('(') {
            self.skip_arguments();
        }
        let help = match &help.candidates[..] {
            [Candidate { change: Change::Remove, .. }] => {
                Help::edits(help.sentence, vec![Edit::new(self.file, start..self.end(), "")])
            }
            _ => help,
        };
        // Keep the version or feature that is there.
        let meant =
            ATTRIBUTES.into_iter().find(|known| help.sentence.contains(&format!("`@{known}(")));
        let arguments = self.source.get(from..self.end()).unwrap_or_default();
        let whole = meant.and_then(|meant| better_arguments(meant, arguments));
        let mut help = whole.unwrap_or(help);
        let written = help.candidates.first().map(|candidate| candidate.change.clone());
        if let Some(Change::Write(text)) = written.filter(|_| !help.sentence.contains('…')) {
            let edit = Edit::new(self.file, start..self.end(), text);
            help = Help::edits(help.sentence, vec![edit]);
        }
        // Without a version or a feature, nothing can be written in its place.
        if help.sentence.contains('…') {
            let removed = vec![Edit::new(self.file, start..self.end(), "")];
            help.candidates = Help::edits(format!("remove `@{word}`"), removed).candidates;
        }
        let versioned = self.source.lines().find(|line| line.starts_with("package "));
        if meant.is_some_and(|meant| meant != "unstable")
            && versioned.is_some_and(|line| !line.contains('@'))
        {
            let removed = vec![Edit::new(self.file, start..self.end(), "")];
            let sentence = format!("remove `@{word}`: the package has no version");
            help = Help::edits(sentence, removed);
        }
        self.report(error.with_help(help));
        None
    }

    fn version_argument(&mut self, word: &str) -> Option<semver::Version> {
        let needs = "(version = 1.0.0)";
        let before = self.error_count();
        let start = self.argument_start();
        let named = self.is('(') && self.word_at(1) == "version" && self.is_at(2, '=');
        if !named {
            return self.bad_arguments(word, needs, start);
        }
        self.bump();
        self.bump();
        self.bump();
        if !matches!(self.kind(), Kind::Integer | Kind::Word | Kind::String) {
            return self.bad_arguments(word, needs, start);
        }
        let (version, _) = self.version();
        if !self.eat(')') {
            return self.bad_arguments(word, needs, start);
        }
        version.filter(|_| self.error_count() == before)
    }

    fn feature_argument(&mut self) -> Option<String> {
        let needs = "(feature = my-feature)";
        let start = self.argument_start();
        if !(self.is('(') && self.word_at(1) == "feature" && self.is_at(2, '=')) {
            return self.bad_arguments("unstable", needs, start);
        }
        self.bump();
        self.bump();
        self.bump();
        let name = self.name("the feature").ok()?;
        if !self.eat(')') {
            return self.bad_arguments("unstable", needs, start);
        }
        Some(name.text)
    }

    /// Returns the start of the `(` of an argument.
    fn argument_start(&self) -> Option<usize> {
        (self.is('(') && !self.at_line_start()).then_some(self.span().start)
    }

    fn string_argument(&mut self) -> Option<AttributeKind> {
        if !(self.is('(') && self.nth(1).kind == Kind::String && self.is_at(2, ')')) {
            return self.bad_arguments("external-id", "(\"…\")", self.argument_start());
        }
        self.bump();
        self.bump();
        self.bump();
        Some(AttributeKind::ExternalId)
    }

    /// Reports and skips an argument that is missing or invalid.
    fn bad_arguments<T>(&mut self, word: &str, needs: &str, from: Option<usize>) -> Option<T> {
        let unparenthesized = from.is_none() && self.has_argument_without_parentheses();
        let missing = from.is_none() && !unparenthesized;
        let start = match from {
            Some(start) => start,
            None if unparenthesized => self.span().start,
            None => self.end(),
        };
        if unparenthesized {
            self.skip_argument_without_parentheses();
        } else if !missing {
            self.skip_arguments();
        }
        let span = start..if missing { start } else { self.end() };
        if self.has_error_in(&span) {
            return None;
        }
        let help = better_arguments(word, self.slice(&span));
        let help = help.unwrap_or_else(|| Help::write(format!("@{word}{needs}")));
        let kind =
            SyntaxError::AttributeArguments { name: word.to_owned(), needs: needs.to_owned() };
        let label = if missing { "expected an argument here" } else { "invalid argument" };
        self.error(kind, span, label, help);
        None
    }

    /// Returns `true` at ` 1.0.0`, ` = 1.0.0`, `[version = 1.0.0]` and `{version = 1.0.0}`.
    fn has_argument_without_parentheses(&self) -> bool {
        let bracket = ((self.is('[') || self.is('{')) && self.is_at(2, '='))
            || (self.is('<') && self.is_adjacent());
        let alone =
            self.is_name_at(0) && self.nth(1).starts_line && !super::is_keyword(self.word());
        let value = |n| matches!(self.nth(n).kind, Kind::Integer | Kind::String);
        let bare = value(0) || ((self.is('=') || self.is(':')) && (value(1) || self.is_name_at(1)));
        !self.at_line_start() && (bracket || bare || alone)
    }

    fn skip_argument_without_parentheses(&mut self) {
        let closed = self.is('[') || self.is('{') || self.is('<');
        while !self.at_end() {
            let last = self.bump().kind;
            if matches!(last, Kind::Punct('}' | ']' | '>')) || self.at_line_start() {
                return;
            }
            // `@since 1.0.0 interface i`
            if !closed && self.kind() == Kind::Word && matches!(last, Kind::Integer | Kind::String)
            {
                return;
            }
        }
    }

    /// Skips to after the next `)` on this line, if there is one.
    fn skip_arguments(&mut self) {
        let mut ahead = 0;
        while !self.is_at(ahead, ')') {
            let token = self.nth(ahead);
            let item = token.starts_line || token.kind == Kind::Eof;
            if item || matches!(token.kind, Kind::Punct('{' | '}' | ';')) {
                return;
            }
            ahead += 1;
        }
        for _ in 0..=ahead {
            self.bump();
        }
    }
}

/// Returns a help with the version or the feature of an invalid argument.
fn better_arguments(word: &str, arguments: &str) -> Option<Help> {
    let mut words = arguments
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+')))
        .filter(|word| !word.is_empty());
    if word == "unstable" {
        let feature = words.rfind(|word| *word != "feature")?;
        return Some(Help::write(format!("@unstable(feature = {})", super::kebab(feature))));
    }
    let version =
        words.find_map(|word| semver::Version::parse(word.trim_start_matches('v')).ok())?;
    Some(Help::write(format!("@{word}(version = {version})")))
}
