//! What stands behind the path of an import or export, and should not.

use super::body::Place;
use super::cursor::{Broken, Parsed, Parser};
use super::tree::{ExternKind, Path};
use crate::diagnostic::SyntaxFault;

impl Parser<'_> {
    /// What may follow a path: `;`, and what people write before it.
    pub(super) fn after_path(&mut self, word: &str, path: &Path) -> Parsed<()> {
        if self.is('.') || self.is('{') {
            return Err(self.picks_in_extern(word, path));
        }
        if self.word() == "as" {
            return Err(self.alias_of_extern(word));
        }
        if self.is(',') && self.is_name_at(1) {
            return Err(self.extern_list(word));
        }
        if self.word() == "from" {
            let help = format!("write `{word} namespace:package/interface;`");
            return Err(self.unexpected("`;`", help));
        }
        self.semicolon()
    }

    pub(super) fn picks_in_extern(&mut self, word: &str, path: &Path) -> Broken {
        let start = self.span().start;
        while !self.at_end() && !self.is(';') && !self.is('}') {
            self.bump();
        }
        self.eat('}');
        let path = match path {
            Path::Local(name) => name.text.clone(),
            Path::Foreign { span, .. } => self.slice(span).to_owned(),
            Path::Package(package) => format!("{}/interface", self.slice(&package.span)),
        };
        let span = start..self.end();
        let names = self.slice(&span).trim_start_matches('.').to_owned();
        let kind = SyntaxFault::ExternPicks { word: word.to_owned() };
        let fault = self.diagnostic(kind, span, "an interface comes as a whole");
        let help = match names.starts_with('{') {
            true => format!(
                "write `{word} {path};`, and `use {path}.{names};` for types that the world itself uses"
            ),
            false => format!("write `{word} {path};`"),
        };
        self.report(fault.with_help(help))
    }

    pub(super) fn alias_of_extern(&mut self, word: &str) -> Broken {
        let start = self.bump().span.start;
        let name = if self.is_name_at(0) {
            let span = self.bump().span;
            self.slice(&span)
        } else {
            "name"
        };
        let line = self.line(start);
        let path = line.trim_start_matches(word).split(" as ").next().unwrap_or_default().trim();
        let kind = SyntaxFault::ExternAlias { word: word.to_owned() };
        let fault = self.diagnostic(kind, start..self.end(), "the name comes first");
        self.report(fault.with_help(format!("write `{word} {name}: {path};`")))
    }

    pub(super) fn extern_list(&mut self, word: &str) -> Broken {
        let span = self.span();
        let start = self.text[..span.start].rfind([';', '{', '\n']).map_or(0, |i| i + 1);
        let line = self.text[start..].split([';', '\n']).next().unwrap_or_default().trim();
        let names = line.trim_start_matches(word).trim_matches(|c: char| " {};".contains(c));
        let lines: Vec<_> =
            names.split(',').map(|name| format!("`{word} {};`", name.trim())).collect();
        let kind = SyntaxFault::ExternList { word: word.to_owned() };
        let fault = self.diagnostic(kind, span, "one at a time");
        self.report(fault.with_help(format!("write {}, each on its own", lines.join(" and "))))
    }

    /// `import interface i`.
    pub(super) fn keyword_before_path(&mut self, word: &str) -> Parsed<Option<ExternKind>> {
        let span = self.bump().span;
        let keyword = self.slice(&span).to_owned();
        let name = self.slice(&self.span()).to_owned();
        let kind = SyntaxFault::Unexpected {
            wanted: "the name of an interface".to_owned(),
            found: format!("`{keyword}`"),
        };
        let fault = self.diagnostic(kind, span, "this word does not stand here");
        let help = if self.is_at(1, '{') {
            format!("write `{word} {name}: interface {{ … }}`")
        } else {
            format!("write `{word} {name};`")
        };
        self.report(fault.with_help(help));
        if self.is_at(1, '{') {
            let name = self.name("the interface")?;
            let what = format!("interface `{}`", name.text);
            let body = self.body(what, Place::Interface)?;
            return Ok(Some(ExternKind::Inline(name, body)));
        }
        let path = self.path()?;
        self.after_path(word, &path)?;
        Ok(Some(ExternKind::Path(path)))
    }
}
