//! Package declarations, `package a:b;`, and nested packages, `package a:b { … }`.

use super::cursor::{Parsed, Parser, Reported};
use super::token::{Kind, Span, Token};
use super::tree::{Attribute, Header, Name, Nested, Scope, SpannedPackageName, Tree};
use crate::diagnostic::{Edit, Help, SyntaxError};
use crate::spelling::nearest;

impl Parser<'_> {
    pub(super) fn is_misspelled_package(&self) -> bool {
        let word = self.word();
        let foreign =
            matches!(word, "module" | "namespace" | "library" | "pkg" | "crate" | "package-name");
        self.is_name_at(1)
            && self.is_at(2, ':')
            && (foreign || nearest(word, ["package"]).is_some())
    }

    /// Returns the span of the comments between the last item and the next one.
    pub(super) fn comments_before(&self) -> Option<Span> {
        let (from, to) = (self.end(), self.span().start);
        let first = self.comments.partition_point(|span| span.start < from);
        let last = self.comments.partition_point(|span| span.end <= to);
        let between = self.comments.get(first..last).unwrap_or_default();
        let (first, last) = (between.first()?, between.last()?);
        Some(first.start..last.end)
    }

    /// Parses the name of a package after `package`.
    pub(super) fn package_name(&mut self) -> Parsed<SpannedPackageName> {
        if self.kind() == Kind::String {
            let span = self.bump().span;
            let inner = self.slice(&span).trim_matches('"').to_owned();
            return Err(self.error(
                SyntaxError::QuotedName,
                span,
                "names are not quoted",
                Help::write(format!("package {inner};")),
            ));
        }
        let is_complete = self.is_name_at(0) && self.is_at(1, ':');
        if !is_complete && self.at_line_start() && self.source[..self.end()].ends_with("package") {
            let help = Help::write("package my-org:my-package;");
            return Err(self.missing("`namespace:name`", help));
        }
        if !self.is_name_at(0) && self.kind() != Kind::Integer {
            let end = if self.is('{') { " {" } else { ";" };
            let help = Help::write(format!("package my-org:my-package{end}"));
            return Err(self.unexpected("`namespace:name`", help));
        }
        let namespace = self.name("the package's namespace")?;
        if !self.is(':') || self.is_at(1, ':') {
            return Err(self.not_a_package_name(&namespace));
        }
        self.bump();
        if !self.is_name_at(0) && self.kind() != Kind::Integer {
            let help = Help::write(format!("package {}:my-package;", namespace.text));
            return Err(self.unexpected("the name of the package", help));
        }
        let name = self.name("the package")?;
        if self.is('/') || self.is(':') {
            return Err(self.too_long_package_name(&namespace, &name));
        }
        Ok(self.with_version(namespace, name))
    }

    fn not_a_package_name(&mut self, namespace: &Name) -> Reported {
        let start = namespace.span.start;
        let ends = matches!(self.nth(1).kind, Kind::Punct(';' | '@' | '{'));
        if self.is_name_at(0) && !self.at_line_start() && ends {
            let name = super::kebab(self.bump_text());
            let span = start..self.end();
            let kind = SyntaxError::PackageNameSyntax { name: self.slice(&span).to_owned() };
            return self.error(
                kind,
                span,
                "expected `:` between the words",
                Help::write(format!("{}:{name}", namespace.text)),
            );
        }
        while matches!(self.kind(), Kind::Punct('.' | '/' | ':' | '@' | '-'))
            || (self.is_adjacent() && matches!(self.kind(), Kind::Word | Kind::Integer))
        {
            self.bump();
        }
        let span = start..self.end();
        let text = self.slice(&span);
        let (base, version) = text.split_once('@').map_or((text, ""), |(base, v)| (base, v));
        let mut parts = base.split(['.', '/', ':']).filter(|part| !part.is_empty());
        let first = super::kebab(parts.next().unwrap_or_default());
        let rest = parts.map(super::kebab).collect::<Vec<_>>().join("-");
        let version = if version.is_empty() { String::new() } else { format!("@{version}") };
        let help = if rest.is_empty() {
            format!("add a namespace, as in `my-org:{first}{version}`").into()
        } else {
            Help::write(format!("{first}:{rest}{version}"))
        };
        let kind = SyntaxError::PackageNameSyntax { name: text.to_owned() };
        self.error(kind, span, "expected `namespace:name`", help)
    }

    fn too_long_package_name(&mut self, namespace: &Name, name: &Name) -> Reported {
        let start = namespace.span.start;
        let mut parts = vec![name.text.clone()];
        while self.eat('/') || self.eat(':') {
            if self.is_name_at(0) {
                let span = self.bump().span;
                parts.push(super::kebab(self.slice(&span)));
            }
        }
        let mut version = String::new();
        let end = self.end();
        if self.eat('@') {
            version = self.version().0.map_or(String::new(), |v| format!("@{v}"));
        }
        let kind = SyntaxError::PackageNameSyntax { name: self.slice(&(start..end)).to_owned() };
        let help = Help::write(format!("{}:{}{version}", namespace.text, parts.join("-")));
        self.error(kind, start..end, "expected `namespace:name`", help)
    }

    pub(super) fn with_version(&mut self, namespace: Name, name: Name) -> SpannedPackageName {
        let start = namespace.span.start;
        let (mut version, mut bad_version, mut end) = (None, false, name.span.end);
        if self.eat('@') {
            let before = self.error_count();
            let (read, span) = self.version();
            bad_version = read.is_none() || self.error_count() > before;
            version = read;
            end = span.end;
        }
        SpannedPackageName { namespace, name, version, bad_version, span: start..end }
    }

    /// Parses a `package` declaration or a nested package. An invalid declaration is one error.
    pub(super) fn package(
        &mut self,
        docs: Option<Span>,
        attributes: &[Attribute],
        tree: &mut Tree,
    ) -> Parsed<()> {
        let (start, first_error) = (self.position(), self.error_count());
        let read = self.package_as_written(docs, attributes, tree);
        if read.is_err() {
            let end = self.rewrite_declaration(start, first_error);
            while self.position() < end {
                self.bump();
            }
        }
        read
    }

    /// Keeps the first error of a declaration, and proposes the declaration of its words and version.
    ///
    /// Returns the position after the declaration.
    fn rewrite_declaration(&mut self, start: usize, first_error: usize) -> usize {
        let from = self.token(start).span.start;
        let mut end = start + 1;
        let ends =
            |token: &Token| token.starts_line || matches!(token.kind, Kind::Punct('{') | Kind::Eof);
        while !ends(self.token(end)) && self.token(end - 1).kind != Kind::Punct(';') {
            end += 1;
        }
        let nested = self.token(end).kind == Kind::Punct('{');
        let span = from..self.token(end - 1).span.end;
        let Some(error) = self.errors_since(first_error).first().cloned() else { return start };
        if super::cursor::start(&error) > span.end {
            return start;
        }
        let name = declared_name(self.slice(&span));
        let name = name.unwrap_or_else(|| "my-org:my-package".to_owned());
        let text = format!("package {name}{}", if nested { " " } else { ";" });
        let help = Help::edits(
            format!("write `package {name}{}`", if nested { " {" } else { ";" }),
            vec![Edit::new(self.file, span, text)],
        );
        let sentence = error.help.as_ref().map(|help| help.sentence.clone());
        self.discard_errors_since(first_error);
        self.report(error.with_help(help.otherwise(sentence.unwrap_or_default())));
        end
    }

    fn package_as_written(
        &mut self,
        docs: Option<Span>,
        attributes: &[Attribute],
        tree: &mut Tree,
    ) -> Parsed<()> {
        if self.word() != "package" {
            let kind = SyntaxError::ForeignKeyword { found: self.word().to_owned() };
            self.error(kind, self.span(), "WIT calls it `package`", Help::write("package"));
        }
        let start = self.position();
        let keyword = self.bump().span;
        if let Some(attribute) = attributes.first() {
            let kind = SyntaxError::AttributeMisplaced { what: "a package".to_owned() };
            let end = attributes.last().map_or(0, |last| last.end);
            let removed = Edit::new(self.file, attribute.span.start..end, "");
            let help =
                Help::edits("remove it, or move it before an interface or a world", vec![removed]);
            self.error(kind, attribute.span.clone(), "not allowed here", help);
        }
        let first_error = self.error_count();
        let name = self.package_name()?;
        if self.error_count() > first_error + 1 {
            self.rewrite_declaration(start, first_error);
        }
        if self.kind() == Kind::Integer && !self.at_line_start() && name.version.is_none() {
            return Err(self.version_without_at(&name));
        }
        if self.is('/') {
            return Err(self.interface_in_header(&name));
        }
        if self.is('{') {
            let nested = self.nested(name)?;
            tree.scope.broken |= nested.scope.broken;
            tree.scope.packages.push(nested);
            return Ok(());
        }
        if let Some(kind) = self.misplaced_header(tree) {
            let first = tree.header.as_ref().map(|header| header.name.span.clone());
            let other = kind == SyntaxError::SecondHeader
                && first.as_ref().is_some_and(|first| self.slice(first) != self.slice(&name.span));
            self.misplaced_header_error(kind, keyword, &name, first);
            if other {
                self.follows_second_header = true;
                tree.scope.packages.push(Nested { name, scope: Scope::default() });
            } else if tree.header.is_none() {
                tree.header = Some(Header { docs: None, name });
            }
            return self.semicolon("`package` declaration");
        }
        tree.header = Some(Header { docs, name });
        self.semicolon("`package` declaration")
    }

    /// Returns `true` at `a:b@1.0.0;` without `package`.
    pub(super) fn is_bare_header(&self, tree: &Tree) -> bool {
        tree.header.is_none()
            && self.is_name_at(0)
            && self.is_at(1, ':')
            && self.is_name_at(2)
            && (self.is_at(3, ';') || self.is_at(3, '@'))
            && !super::is_keyword(self.word_at(2))
    }

    pub(super) fn bare_header(&mut self, docs: Option<Span>, tree: &mut Tree) -> Parsed<()> {
        let span = self.span();
        let kind =
            SyntaxError::Unexpected { expected: "`package`".to_owned(), found: self.found() };
        let first_error = self.error_count();
        let help = Help::write("package").saying("write `package` before this");
        self.error(kind, span.start..span.start, "expected `package` here", help);
        let name = self.package_name()?;
        self.replace_help(first_error, Help::write(format!("package {};", self.slice(&name.span))));
        tree.header = Some(Header { docs, name });
        self.semicolon("`package` declaration")
    }

    /// Reports `package a:b 1.0.0;`.
    fn version_without_at(&mut self, name: &SpannedPackageName) -> Reported {
        let first_error = self.error_count();
        let (version, span) = self.version();
        self.discard_errors_since(first_error);
        let shown = version.map_or_else(|| self.slice(&span).to_owned(), |v| v.to_string());
        let kind = SyntaxError::Unexpected {
            expected: "`@`".to_owned(),
            found: format!("`{}`", self.slice(&span)),
        };
        let package = self.slice(&name.span);
        self.error(
            kind,
            span,
            "expected `@` before the version",
            Help::write(format!("package {package}@{shown};")),
        )
    }

    /// Reports `package a:b@1.0.0/i;`.
    fn interface_in_header(&mut self, name: &SpannedPackageName) -> Reported {
        let start = self.bump().span.start;
        let item = if self.is_name_at(0) { self.bump_text() } else { "name" };
        let package = self.slice(&name.span);
        let whole = self.slice(&(name.span.start..self.end())).to_owned();
        let kind = SyntaxError::PackageNameSyntax { name: whole };
        let help = Help::write(format!("package {package};"))
            .saying(format!("write `package {package};`, and below it `interface {item} {{ … }}`"));
        self.error(kind, start..self.end(), "a package name has no interface", help)
    }

    pub(super) fn misplaced_header(&self, tree: &Tree) -> Option<SyntaxError> {
        let scope = &tree.scope;
        let items = scope.uses.len() + scope.interfaces.len() + scope.worlds.len();
        if tree.header.is_some() {
            return Some(SyntaxError::SecondHeader);
        }
        (items + scope.packages.len() > 0 || scope.broken).then_some(SyntaxError::LateHeader)
    }

    pub(super) fn misplaced_header_error(
        &mut self,
        kind: SyntaxError,
        keyword: Span,
        name: &SpannedPackageName,
        first: Option<Span>,
    ) {
        let text = self.slice(&name.span).to_owned();
        let help = match &first {
            Some(first) if self.slice(first) == text => Help::remove("remove this line"),
            Some(_) => format!(
                "move the following items to another folder, or wrap them in `package {text} {{ … }}`"
            ).into(),
            None => {
                let end = self.span().end.max(name.span.end);
                let moved = vec![
                    Edit::new(self.file, 0..0, format!("package {text};\n\n")),
                    Edit::new(self.file, self.before(keyword.start)..end, ""),
                ];
                Help::edits(format!("move `package {text};` to the top of the file"), moved)
            }
        };
        let mut error = self.diagnostic(kind, keyword.start..name.span.end, "");
        if let Some(first) = first {
            error = error.with_label(self.file, first, "first declared here");
        }
        self.report(error.with_help(help));
    }

    pub(super) fn nested(&mut self, name: SpannedPackageName) -> Parsed<Nested> {
        let opened =
            self.open_delimiter(format!("package `{}`", self.slice(&name.span)), self.span());
        self.bump();
        let mut scope = Scope::default();
        let nested = self.nest(|p| {
            let broken = p.nested_items(&opened, &mut scope);
            Ok(broken)
        })?;
        scope.broken |= nested;
        Ok(Nested { name, scope })
    }

    pub(super) fn nested_items(
        &mut self,
        opened: &super::cursor::OpenDelimiter,
        scope: &mut Scope,
    ) -> bool {
        let mut broken = false;
        loop {
            self.skip_after_last_error();
            if self.eat('}') {
                return broken;
            }
            if self.at_end() {
                let first_error = self.error_count();
                self.unclosed('}', opened);
                let whole = opened.what.replace('`', "");
                let sentence = format!("write `{whole};` instead of `{whole} {{`");
                let start = self.before(opened.span.start);
                let edit = Edit::new(self.file, start..opened.span.end, ";");
                self.replace_help(first_error, Help::edits(sentence, vec![edit]));
                return true;
            }
            let start = self.position();
            self.start_item();
            let attributes = self.attributes();
            let read = if self.word() == "package" {
                self.package_in_nested("still inside another package")
            } else {
                self.item(attributes, scope)
            };
            if read.is_err() {
                broken = true;
                self.recover(start, opened.indent);
                if self.position() == start && !self.is('}') {
                    self.bump();
                }
            }
        }
    }

    pub(super) fn package_in_nested(&mut self, text_of_label: &str) -> Parsed<()> {
        let start = self.item_start.0.min(self.span().start);
        let first_error = self.error_count();
        let keyword = self.bump().span;
        let name = self.package_name()?;
        let text = self.slice(&name.span).to_owned();
        let error = self.diagnostic(
            SyntaxError::NestedItem { item: format!("package `{text}`") },
            keyword.start..name.span.end,
            text_of_label,
        );
        let help = format!("move `package {text} {{ … }}` to the top level of the file");
        // The error of the outermost package covers those inside.
        if !self.in_nested {
            self.report(error.with_help(help.clone()));
        }
        let reported = self.error_count() == first_error + 1;
        if reported && self.eat(';') {
            let edit = Edit::new(self.file, self.with_line_end(&(start..self.end())), "");
            let sentence = "remove it; the file has one package".to_owned();
            self.replace_help(first_error, Help::edits(sentence, vec![edit]));
            return Err(Reported);
        }
        if !self.is('{') {
            return Err(Reported);
        }
        let outer = std::mem::replace(&mut self.in_nested, true);
        let nested = self.nested(name);
        self.in_nested = outer;
        self.misplaced.packages.push(nested?);
        if reported {
            self.help_to_move_out(first_error, help, start);
        }
        Ok(())
    }
}

/// Returns the name that a declaration in another syntax means: `a:b@1.0.0` for `package a.b = "1.0.0"`.
fn declared_name(text: &str) -> Option<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let is_version = |c: char| is_word(c) || matches!(c, '.' | '+');
    let starts_version = |at: usize, text: &str| {
        let number = text[at..].trim_start_matches(['v', 'V']);
        number.starts_with(|c: char| c.is_ascii_digit()) && !text[..at].ends_with(is_word)
    };
    let version = text.char_indices().map(|(at, _)| at).find(|at| starts_version(*at, text));
    let (names, version) = match version {
        Some(at) => {
            let length = text[at..].find(|c| !is_version(c)).unwrap_or(text.len() - at);
            (&text[..at], super::path::repair(text[at..at + length].trim_end_matches('.')))
        }
        None => (text, None),
    };
    let words = names.split(|c| !is_word(c)).filter(|word| !word.is_empty()).skip(1);
    let words = words.filter(|word| !matches!(*word, "version" | "interface" | "name" | "v"));
    let words: Vec<String> = words.map(super::kebab).collect();
    let (first, rest) = words.split_first()?;
    let name = match rest {
        [] => format!("my-org:{first}"),
        rest => format!("{first}:{}", rest.join("-")),
    };
    Some(version.map_or(name.clone(), |version| format!("{name}@{version}")))
}
