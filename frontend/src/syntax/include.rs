//! `include w with { a as b }`.

use super::cursor::{Broken, Parsed, Parser};
use super::token::{Kind, Span};
use super::tree::{Attribute, Include, Name, Path};
use crate::diagnostic::SyntaxError;

impl Parser<'_> {
    pub(super) fn include(&mut self, attributes: Vec<Attribute>) -> Parsed<Include> {
        self.bump();
        self.include_rest(attributes)
    }

    pub(super) fn include_rest(&mut self, attributes: Vec<Attribute>) -> Parsed<Include> {
        if self.word() == "world" && self.is_name_at(1) {
            let span = self.bump().span;
            let kind = SyntaxError::Unexpected {
                wanted: "the name of a world".to_owned(),
                found: "`world`".to_owned(),
            };
            let name = self.slice(&self.span()).to_owned();
            let fault = self.diagnostic(kind, span, "this word does not stand here");
            self.report(fault.with_help(format!("write `include {name};`")));
        }
        let path = self.path()?;
        let shown = self.slice(&path_span(&path)).to_owned();
        if self.is('.') || self.is('{') {
            return Err(self.picks_in_include(&shown));
        }
        if self.is(',') && self.is_name_at(1) {
            return Err(self.extern_list("include"));
        }
        if self.word() == "as" {
            let help = format!(
                "write `include {shown};`: a world gets no other name; \
                 `include {shown} with {{ old as new }}` renames single items"
            );
            return Err(self.unexpected("`;` or `with`", help));
        }
        if !self.eat_word("with") {
            self.semicolon()?;
            return Ok(Include { path, names: Vec::new(), attributes });
        }
        let names = self.renames()?;
        Ok(Include { path, names, attributes })
    }

    pub(super) fn picks_in_include(&mut self, path: &str) -> Broken {
        let help = format!(
            "write `include {path};`: a world is included as a whole; \
             `include {path} with {{ old as new }}` renames"
        );
        let broken = self.unexpected("`;` or `with`", help);
        while !self.at_end() && !self.is('}') && !self.is(';') {
            self.bump();
        }
        if self.eat('}') {
            self.eat(';');
        }
        broken
    }

    pub(super) fn renames(&mut self) -> Parsed<Vec<(Name, Name)>> {
        let forgotten = self.is_name_at(0) && self.word_at(1) == "as";
        if forgotten {
            let kind = SyntaxError::Unexpected { wanted: "`{`".to_owned(), found: self.found() };
            let fault = self.diagnostic(kind, self.behind(), "`{` is missing here");
            self.report(fault.with_help("write `with { old as new }`"));
            self.braces += 1;
        }
        let inner = self.text[self.span().end..].split([')', ';', '\n']).next();
        let inner = inner.unwrap_or_default().trim();
        let inner = if inner.contains(" as ") { inner } else { "old as new" };
        let help = format!("write `with {{ {inner} }}`");
        self.wrong_brace(help.clone());
        if !self.is('{') && !forgotten {
            return Err(self.unexpected("`{`", help));
        }
        let brace = self.span();
        self.eat('{');
        let opened = self.opened("this list of names".to_owned(), brace);
        self.list('}', &opened, "names", |p| {
            let old = p.name("an import or export")?;
            if p.is('/') || (p.is(':') && p.is_name_at(1) && p.is_at(2, '/')) {
                return Err(p.rename_of_interface(&old));
            }
            if !p.eat_word("as") {
                let arrow = p.kind() == Kind::Arrow || p.is('=') || p.is(':');
                let new = if p.is_name_at(1) { p.slice(&p.nth(1).span) } else { "new-name" };
                let help = format!("write `{} as {new}`", old.text);
                let broken = p.unexpected("`as`", help);
                if !arrow {
                    return Err(broken);
                }
                p.bump();
                p.eat('>');
            }
            let new = p.name("an import or export")?;
            Ok((old, new))
        })
    }

    pub(super) fn rename_of_interface(&mut self, old: &Name) -> Broken {
        let start = old.span.start;
        while !self.at_end() && !matches!(self.kind(), Kind::Mark(',' | '}' | ';')) {
            self.bump();
        }
        let fault = self.diagnostic(
            SyntaxError::RenameOfInterface,
            start..self.end(),
            "an interface keeps its name",
        );
        self.report(
            fault
                .with_help("delete it: only functions, types and inline interfaces can be renamed"),
        )
    }
}

/// The place of a path.
fn path_span(path: &Path) -> Span {
    match path {
        Path::Local(name) => name.span.clone(),
        Path::Foreign { span, .. } => span.clone(),
        Path::Package(package) => package.span.clone(),
    }
}
