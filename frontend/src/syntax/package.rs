//! `package a:b;` and `package a:b { … }`.

use super::cursor::{Broken, Parsed, Parser};
use super::token::{Kind, Span};
use super::tree::{Attribute, Header, Nested, Scope, SpannedPackageName, Tree};
use crate::diagnostic::SyntaxError;
use crate::spelling::nearest;

impl Parser<'_> {
    pub(super) fn is_misspelt_package(&self) -> bool {
        self.is_name_at(1) && self.is_at(2, ':') && nearest(self.word(), ["package"]).is_some()
    }

    /// The comments between the last item and the next one.
    pub(super) fn comments_before(&self) -> Option<Span> {
        let (from, to) = (self.end(), self.span().start);
        let mut between = self.comments.iter().filter(|span| span.start >= from && span.end <= to);
        let first = between.next()?;
        let last = between.next_back().unwrap_or(first);
        Some(first.start..last.end)
    }

    pub(super) fn package(
        &mut self,
        docs: Option<Span>,
        attributes: &[Attribute],
        tree: &mut Tree,
    ) -> Parsed<()> {
        if self.word() != "package" {
            let kind = SyntaxError::ForeignKeyword { found: self.word().to_owned() };
            let fault = self.diagnostic(kind, self.span(), "WIT calls it `package`");
            self.report(fault.with_help("write `package`"));
        }
        let keyword = self.bump().span;
        if let Some(attribute) = attributes.first() {
            let kind = SyntaxError::AttributeMisplaced { what: "a package".to_owned() };
            let fault =
                self.diagnostic(kind, attribute.span.clone(), "no attribute may stand here");
            self.report(fault.with_help("delete it, or put it before an interface or a world"));
        }
        let name = self.package_name()?;
        if self.kind() == Kind::Integer && !self.fresh() && name.version.is_none() {
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
            self.header_again(kind, keyword, &name, first);
            if other {
                self.follows_second_header = true;
                tree.scope.packages.push(Nested { name, scope: Scope::default() });
            } else if tree.header.is_none() {
                tree.header = Some(Header { docs: None, name });
            }
            return self.semicolon();
        }
        tree.header = Some(Header { docs, name });
        self.semicolon()
    }

    /// Whether `a:b@1.0.0;` stands at the top, where `package` was forgotten.
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
        let kind = SyntaxError::Unexpected { wanted: "`package`".to_owned(), found: self.found() };
        let fault = self.diagnostic(kind, span.start..span.start, "`package` is missing here");
        let number = self.fault_count();
        self.report(fault);
        let name = self.package_name()?;
        self.set_help(number, format!("write `package {};`", self.slice(&name.span)));
        tree.header = Some(Header { docs, name });
        self.semicolon()
    }

    /// `package a:b 1.0.0;`.
    fn version_without_at(&mut self, name: &SpannedPackageName) -> Broken {
        let number = self.fault_count();
        let (version, span) = self.version();
        self.forget_since(number);
        let shown = version.map_or_else(|| self.slice(&span).to_owned(), |v| v.to_string());
        let kind = SyntaxError::Unexpected {
            wanted: "`@`".to_owned(),
            found: format!("`{}`", self.slice(&span)),
        };
        let package = self.slice(&name.span);
        let fault = self.diagnostic(kind, span, "`@` is missing before the version");
        self.report(fault.with_help(format!("write `package {package}@{shown};`")))
    }

    /// `package a:b@1.0.0/i;`.
    fn interface_in_header(&mut self, name: &SpannedPackageName) -> Broken {
        let start = self.bump().span.start;
        let item = if self.is_name_at(0) { self.bump_text() } else { "name" };
        let package = self.slice(&name.span);
        let whole = self.slice(&(name.span.start..self.end())).to_owned();
        let kind = SyntaxError::PackageShape { name: whole };
        let fault = self.diagnostic(kind, start..self.end(), "a package, without an interface");
        let help = format!("write `package {package};`, and `interface {item} {{ … }}` below it");
        self.report(fault.with_help(help))
    }

    pub(super) fn misplaced_header(&self, tree: &Tree) -> Option<SyntaxError> {
        let scope = &tree.scope;
        let items = scope.uses.len() + scope.interfaces.len() + scope.worlds.len();
        if tree.header.is_some() {
            return Some(SyntaxError::SecondHeader);
        }
        (items + scope.packages.len() > 0 || scope.broken).then_some(SyntaxError::LateHeader)
    }

    pub(super) fn header_again(
        &mut self,
        kind: SyntaxError,
        keyword: Span,
        name: &SpannedPackageName,
        first: Option<Span>,
    ) {
        let text = self.slice(&name.span).to_owned();
        let help = match &first {
            Some(first) if self.slice(first) == text => "delete this line".to_owned(),
            Some(_) => format!(
                "move what follows to a folder of its own, or write `package {text} {{ … }}` around it"
            ),
            None => format!("move `package {text};` to the top of the file"),
        };
        let mut fault = self.diagnostic(kind, keyword.start..name.span.end, "");
        if let Some(first) = first {
            fault = fault.with_label(self.file, first, "the file is in this package");
        }
        self.report(fault.with_help(help));
    }

    pub(super) fn nested(&mut self, name: SpannedPackageName) -> Parsed<Nested> {
        let opened = self.opened(format!("package `{}`", self.slice(&name.span)), self.span());
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
        opened: &super::cursor::Opened,
        scope: &mut Scope,
    ) -> bool {
        let mut broken = false;
        loop {
            if self.eat('}') {
                return broken;
            }
            if self.at_end() {
                let number = self.fault_count();
                self.unclosed('}', opened);
                let whole = opened.what.replace('`', "");
                let help = format!("write `}}` at the end, or `{whole};` in place of `{whole} {{`");
                self.set_help(number, help);
                return true;
            }
            let start = self.position();
            let attributes = self.attributes();
            let read = if self.word() == "package" {
                self.package_in_nested("this is still inside the braces of another package")
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
        let keyword = self.bump().span;
        let name = self.package_name()?;
        let text = self.slice(&name.span).to_owned();
        let fault = self.diagnostic(
            SyntaxError::NestedItem { item: format!("package `{text}`") },
            keyword.start..name.span.end,
            text_of_label,
        );
        let help = format!("move `package {text} {{ … }}` out of it, to the top of the file");
        // The outermost says it for those within.
        if !self.in_nested {
            self.report(fault.with_help(help));
        }
        if !self.is('{') {
            return Err(Broken);
        }
        let outer = std::mem::replace(&mut self.in_nested, true);
        let nested = self.nested(name);
        self.in_nested = outer;
        self.strays.packages.push(nested?);
        Ok(())
    }
}
