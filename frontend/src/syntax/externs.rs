//! What stands behind the path of an import or export, and should not.

use super::body::Location;
use super::cursor::{Broken, Parsed, Parser};
use super::tree::{ExternKind, Path};
use crate::diagnostic::SyntaxError;

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
            return Err(self.extern_from(word, path));
        }
        self.semicolon()
    }

    /// `import a from "./a.wit";` and `import a from b:c;`, as in JavaScript.
    fn extern_from(&mut self, word: &str, path: &Path) -> Broken {
        let from = self.span();
        let name = match path {
            Path::Local(name) => name.text.clone(),
            Path::Foreign { item, .. } => item.text.clone(),
            Path::Package(package) => package.name.text.clone(),
        };
        let behind = self.text[from.end..].split([';', '\n']).next().unwrap_or_default().trim();
        let help = match behind.split_once('@') {
            _ if behind.starts_with(['"', '\'', '.']) => format!(
                "write `{word} {name};` if a `.wit` file of this folder has it, \
                 `{word} namespace:package/{name};` if another package has"
            ),
            Some((package, version)) => format!("write `{word} {package}/{name}@{version};`"),
            None if behind.contains('/') => format!("write `{word} {behind};`"),
            None => format!("write `{word} {behind}/{name};`"),
        };
        let kind = SyntaxError::Unexpected { wanted: "`;`".to_owned(), found: self.found() };
        let fault = self.diagnostic(kind, from, "a path says where something comes from");
        let broken = self.report(fault.with_help(help));
        while !self.at_end() && !self.is(';') && !self.nth(1).fresh {
            self.bump();
        }
        broken
    }

    /// `import a:b.c;` in place of `import a:b/c;`.
    fn dot_for_slash(&mut self, word: &str, package: &str) -> Broken {
        let span = self.bump().span;
        let item = super::kebab(self.bump_text());
        let mut version = String::new();
        if self.eat('@') {
            version = self.version().0.map_or(String::new(), |v| format!("@{v}"));
        }
        let kind = SyntaxError::PathShape { path: format!("{package}.{item}") };
        let fault = self.diagnostic(kind, span, "this should be a `/`");
        self.report(fault.with_help(format!("write `{word} {package}/{item}{version};`")))
    }

    pub(super) fn picks_in_extern(&mut self, word: &str, path: &Path) -> Broken {
        if let Path::Package(package) = path
            && self.is('.')
            && self.is_name_at(1)
        {
            let package = self.slice(&package.span).to_owned();
            return self.dot_for_slash(word, &package);
        }
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
        let kind = SyntaxError::ExternPicks { word: word.to_owned() };
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
        let before = self.text[..start].trim_end();
        let path = before.rsplit(&format!("{word} ")).next().unwrap_or_default().trim();
        let kind = SyntaxError::ExternAlias { word: word.to_owned() };
        let fault = self.diagnostic(kind, start..self.end(), "the name comes first");
        self.report(fault.with_help(format!("write `{word} {name}: {path};`")))
    }

    pub(super) fn extern_list(&mut self, word: &str) -> Broken {
        let span = self.span();
        let start = self.text[..span.start].rfind([';', '{', '\n']).map_or(0, |i| i + 1);
        let line = self.text[start..].split([';', '\n']).next().unwrap_or_default().trim();
        let names = line.trim_start_matches(word).trim_matches(|c: char| " {};".contains(c));
        let lines =
            names.split(',').map(|name| format!("`{word} {};`", name.trim())).collect::<Vec<_>>();
        let kind = SyntaxError::ExternList { word: word.to_owned() };
        let fault = self.diagnostic(kind, span, "one at a time");
        self.report(fault.with_help(format!("write {}, each on its own", lines.join(" and "))))
    }

    /// `import interface i`.
    pub(super) fn keyword_before_path(&mut self, word: &str) -> Parsed<Option<ExternKind>> {
        let span = self.bump().span;
        let keyword = self.slice(&span).to_owned();
        let name = self.slice(&self.span()).to_owned();
        let kind = SyntaxError::Unexpected {
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
            let body = self.body(what, Location::Interface)?;
            return Ok(Some(ExternKind::Inline(name, body)));
        }
        let path = self.path()?;
        self.after_path(word, &path)?;
        Ok(Some(ExternKind::Path(path)))
    }
}
