//! Paths to interfaces and worlds, `a:b/c@1.0.0`, and versions.

use super::cursor::{Parsed, Parser, Reported};
use super::token::{Kind, Span};
use super::tree::{Name, Path, SpannedPackageName};
use crate::diagnostic::{Help, SyntaxError};
use semver::Version;

impl Parser<'_> {
    /// Parses a path to an interface or a world.
    pub(super) fn path(&mut self) -> Parsed<Path> {
        if self.kind() == Kind::String {
            return Err(self.quoted_path());
        }
        let first = self.name("an interface")?;
        if self.is('/') {
            return Err(self.path_without_namespace(&first));
        }
        if self.is(':') && self.is_at(1, ':') {
            return Err(self.path_with_colons(&first));
        }
        if !self.eat(':') {
            if self.is('@') {
                return Err(self.version_of_local(&first));
            }
            return Ok(Path::Local(first));
        }
        let name = self.name("the package")?;
        self.foreign(first, name)
    }

    /// Parses the rest of a path after `namespace:name`.
    pub(super) fn foreign(&mut self, namespace: Name, name: Name) -> Parsed<Path> {
        let start = namespace.span.start;
        if self.is(':') {
            return Err(self.colon_for_slash(&namespace, &name));
        }
        let mut package = self.with_version(namespace, name);
        if !self.eat('/') {
            return Ok(Path::Package(package));
        }
        let before = self.end();
        if self.is('*') {
            return Err(self.package_star(start));
        }
        let item = self.name("the interface")?;
        if package.version.is_some() || package.bad_version {
            self.version_before_item(&package, &item);
        }
        if self.eat('@') {
            let before = self.error_count();
            let (version, _) = self.version();
            package.bad_version = version.is_none() || self.error_count() > before;
            package.version = version;
        }
        let end = self.end();
        if self.is('/') {
            let kind = SyntaxError::PathSyntax { path: self.slice(&(start..end)).to_owned() };
            let path = self.slice(&(start..end));
            let help = match self.is_at(1, '{') {
                true => Help::write(format!("{path}.{{…}}")),
                false => Help::write("namespace:package/interface").to_owned(),
            };
            return Err(self.error(kind, self.span(), "unexpected `/`", help));
        }
        package.span.end = package.span.end.min(before);
        Ok(Path::Foreign { package, item, span: start..end })
    }

    /// Reports `import a:b/*;`.
    fn package_star(&mut self, start: usize) -> Reported {
        let package = self.slice(&(start..self.end())).trim_end_matches('/');
        let span = self.bump().span;
        let help = Help::write(format!("import {package}/interface-name;")).saying(format!(
            "write `import {package}/interface-name;` for each interface, or \
             `include {package}/world-name;`"
        ));
        let reported =
            self.error(SyntaxError::UseStar, span, "expected the name of an interface", help);
        if self.is('@') {
            self.bump();
            self.version();
        }
        reported
    }

    /// Reports `a:b:c` and `a:b::c`.
    fn colon_for_slash(&mut self, namespace: &Name, name: &Name) -> Reported {
        let colons = self.span().start;
        while self.eat(':') {}
        let marks = colons..self.end();
        let item = if self.is_name_at(0) { self.bump_text() } else { "interface" };
        let kind = SyntaxError::PathSyntax {
            path: self.slice(&(namespace.span.start..self.end())).to_owned(),
        };
        let error = self.diagnostic(kind, marks, "expected `/`");
        let mut version = String::new();
        if self.eat('@') {
            version = self.version().0.map_or(String::new(), |v| format!("@{v}"));
        }
        let item = super::kebab(item);
        let help = Help::write(format!("{}:{}/{item}{version}", namespace.text, name.text));
        self.report(error.with_help(help))
    }

    fn version_before_item(&mut self, package: &SpannedPackageName, item: &Name) {
        let at = package.name.span.end;
        let span = at..package.span.end;
        let version = self.slice(&span);
        let right =
            format!("{}:{}/{}{version}", package.namespace.text, package.name.text, item.text);
        self.error(
            SyntaxError::MisplacedVersion,
            span,
            "expected after the interface",
            Help::write(right.to_string()),
        );
    }

    fn version_of_local(&mut self, name: &Name) -> Reported {
        let start = self.bump().span.start;
        self.version();
        let kind = SyntaxError::LocalVersion { name: name.text.clone() };
        let sentence = format!(
            "remove the version, or write `namespace:package/{0}{1}`",
            name.text,
            self.slice(&(start..self.end()))
        );
        let help = Help::remove(sentence);
        self.error(kind, start..self.end(), "only packages have versions", help)
    }

    fn path_without_namespace(&mut self, first: &Name) -> Reported {
        let start = first.span.start;
        while matches!(self.kind(), Kind::Punct('/' | ':')) {
            self.bump();
            if self.is_name_at(0) {
                self.bump();
            }
        }
        let span = start..self.end();
        let text = self.slice(&span);
        let help = match text.split('/').collect::<Vec<_>>()[..] {
            [_, ""] => Help::write(format!("namespace:{text}interface-name")),
            [namespace, package, item] => Help::write(format!("{namespace}:{package}/{item}")),
            _ => {
                let name = text.rsplit('/').next().unwrap_or_default();
                let sentence =
                    format!("write `namespace:{text}`, or `{name}` if it is in this package");
                Help::write(name).saying(sentence)
            }
        };
        let kind = SyntaxError::PathSyntax { path: text.to_owned() };
        self.error(kind, span, "expected `namespace:package/interface`", help)
    }

    fn path_with_colons(&mut self, first: &Name) -> Reported {
        let start = first.span.start;
        let mut parts = vec![first.text.clone()];
        while self.eat(':') {
            if self.is_name_at(0) {
                let span = self.bump().span;
                parts.push(super::kebab(self.slice(&span)));
            }
        }
        let span = start..self.end();
        let right = match &parts[..] {
            [a, b, c, ..] => format!("{a}:{b}/{c}"),
            [a, b] if self.is('{') || self.is('.') => format!("namespace:{a}/{b}"),
            [a, b] => format!("{a}.{{{b}}}"),
            _ => format!("{}.{{…}}", parts.join("")),
        };
        let kind = SyntaxError::PathSyntax { path: self.slice(&span).to_owned() };
        self.error(kind, span, "WIT has no `::`", Help::write(right.to_string()))
    }

    fn quoted_path(&mut self) -> Reported {
        let span = self.bump().span;
        let help = match self.slice(&span).trim_matches('"') {
            "" => "write the name of an interface".to_owned().into(),
            path => Help::write(path.to_string()),
        };
        self.error(SyntaxError::QuotedName, span, "names are not quoted", help)
    }

    /// Parses a version. Reports an invalid one, and returns the version that it was probably meant to be.
    pub(super) fn version(&mut self) -> (Option<Version>, Span) {
        let span = self.version_tokens();
        let text = self.slice(&span);
        // wit-parser ignores a `-` or `+` after which nothing follows.
        let mut read = ["", "+", "-", "-+"].into_iter().filter_map(|end| text.strip_suffix(end));
        if let Some(version) = read.find_map(|text| Version::parse(text).ok()) {
            self.reject_keyword_in_version(&version, &span);
            return (Some(version), span);
        }
        let kind = match text {
            "" => SyntaxError::Unexpected { expected: "a version".to_owned(), found: self.found() },
            text => SyntaxError::BadVersion { version: text.to_owned() },
        };
        let better = repair(text);
        while !text.is_empty()
            && self.is_adjacent()
            && matches!(self.kind(), Kind::Integer | Kind::Word | Kind::Punct('.' | '@'))
            && !(self.is('.') && matches!(self.nth(1).kind, Kind::Punct('{' | '*') | Kind::Word))
        {
            self.bump();
        }
        let at = if self.source[..span.start].ends_with('@') { "@" } else { "" };
        let help = match &better {
            Some(better) => Help::write(format!("{at}{better}")),
            None => Help::write(format!("{at}1.0.0"))
                .saying(format!("write three numbers, as in `{at}1.0.0`")),
        };
        let label = match text.chars().next() {
            None => "expected a version here",
            Some('"') => "versions are not quoted",
            Some('^' | '~' | '=' | '*') => "expected one exact version",
            Some('v' | 'V') => "a version starts with a number",
            Some(_) if text.matches('.').count() == 2 => "not a semantic version",
            Some(_) => "expected three numbers",
        };
        self.error(kind, span.clone(), label, help);
        (better, span)
    }

    /// Reports `1.0.0-list`, in which `wit-parser` lexes the word as a keyword.
    fn reject_keyword_in_version(&mut self, version: &Version, span: &Span) {
        let labels = format!("{}.{}", version.pre, version.build);
        let words = labels
            .split(['.', '-'])
            .map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()));
        let Some(word) = words.into_iter().find(|word| super::is_keyword(word)) else { return };
        let kind = SyntaxError::KeywordAsName { name: word.to_owned() };
        let better = self.slice(span).replace(word, &format!("{word}s"));
        self.error(
            kind,
            span.clone(),
            "not allowed in a version",
            Help::write(better.clone()).saying(format!("write another word, as in `{better}`")),
        );
    }

    /// Consumes the adjacent tokens of a version, valid or not, and returns their span.
    fn version_tokens(&mut self) -> Span {
        let start = self.span().start;
        let first = self.position();
        while self.is_version_token() && (self.position() == first || self.is_adjacent()) {
            let read = &self.source[start..self.end().max(start)];
            let whole = read.matches('.').count() == 2 && !read.contains(['-', '+']);
            // The name in `@1.0.0.name` is not part of the version.
            if whole && self.is('.') && matches!(self.nth(1).kind, Kind::Word | Kind::Punct('*')) {
                break;
            }
            self.bump();
        }
        if self.position() == first { self.end()..self.end() } else { start..self.end() }
    }

    fn continues_version(&self) -> bool {
        let next = self.nth(1);
        matches!(next.kind, Kind::Integer | Kind::Word | Kind::Punct('-' | '*'))
            && next.span.start == self.span().end
    }

    fn is_version_token(&self) -> bool {
        match self.kind() {
            Kind::Integer | Kind::Word | Kind::String => true,
            Kind::Punct('-' | '+' | '^' | '~' | '*' | '=') => true,
            Kind::Punct('.') => self.continues_version(),
            Kind::Punct(_) | Kind::Escaped | Kind::Arrow | Kind::Eof => false,
        }
    }
}

/// Returns the version that was probably intended: `1.0.0` for `1`, `1.0`, `v1.0.0`, `01.0.0` and `1.0.0.0`.
pub(super) fn repair(text: &str) -> Option<Version> {
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
