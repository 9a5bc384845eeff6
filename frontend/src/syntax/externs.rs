//! Imports and exports of a world.

use super::body::BodyKind;
use super::cursor::{Parsed, Parser, Reported};
use super::other_languages;
use super::token::{Kind, is_type_keyword};
use super::tree::{Attribute, Extern, ExternKind, Path};
use crate::diagnostic::{Edit, Help, SyntaxError};

impl Parser<'_> {
    pub(super) fn extern_item(&mut self, attributes: Vec<Attribute>) -> Parsed<Option<Extern>> {
        let import = self.bump_text() == "import";
        self.extern_rest(import, attributes)
    }

    pub(super) fn extern_rest(
        &mut self,
        import: bool,
        attributes: Vec<Attribute>,
    ) -> Parsed<Option<Extern>> {
        let kind = self.extern_kind(import)?;
        Ok(kind.map(|kind| Extern { import, kind, attributes }))
    }

    pub(super) fn extern_kind(&mut self, import: bool) -> Parsed<Option<ExternKind>> {
        let word = if import { "import" } else { "export" };
        if self.word() == "default" && self.is_name_at(1) {
            let kind = SyntaxError::ForeignKeyword { found: "default".to_owned() };
            let span = self.bump().span;
            self.error(kind, span, "not a WIT keyword", Help::remove("remove `default`"));
        }
        let function = other_languages::is_function_word(self.word()) || self.word() == "async";
        if function && self.is_name_at(1) {
            return self.world_function();
        }
        if self.is('*') {
            let span = self.bump().span;
            let help = Help::write(format!("{word} interface-name;"))
                .saying(format!("write `{word} interface-name;` for each interface"));
            return Err(self.error(
                SyntaxError::UseStar,
                span,
                "expected the name of an interface",
                help,
            ));
        }
        if self.is(';') {
            let help = Help::write(format!("{word} interface-name;"))
                .or_write(format!("{word} my-function: func();"))
                .saying(format!(
                    "write `{word} interface-name;` or `{word} my-function: func();`, or remove it"
                ));
            return Err(self.unexpected("an interface or a function", help));
        }
        if self.word() == "func" && self.is_at(1, '(') {
            return Err(self.nameless_function(word));
        }
        if self.word() == "interface" && self.is_at(1, '{') {
            return self.nameless_interface(word).map(Some);
        }
        if matches!(self.word(), "interface" | "world") && self.is_name_at(1) {
            return self.keyword_before_path(word);
        }
        if self.is('{') {
            return Err(self.extern_list(word));
        }
        let arrow = self.nth(1).kind == Kind::Arrow && !self.is_function_start(2);
        if self.is_name_at(0) && (self.is_at(1, '(') || arrow) {
            return self.world_function();
        }
        let semicolon = self.is_name_at(0)
            && self.is_at(1, ';')
            && matches!(self.word_at(2), "func" | "async" | "interface")
            && !self.nth(2).starts_line;
        if semicolon {
            let name = self.slice(&self.span()).to_owned();
            let kind = SyntaxError::MissingColon { name: name.clone() };
            let help = Help::write(format!("{word} {name}: {}…", self.word_at(2)));
            self.error(kind, self.nth(1).span.clone(), "expected `:`", help);
            self.reinterpret(1, ':');
        }
        if self.is_name_at(0) && self.is_at(1, '{') && self.starts_item_at(2) {
            return self.inline_interface_without_keyword(word).map(Some);
        }
        if let Some(ahead) = self.other_mark_before_func() {
            return Err(self.other_than_colon(ahead));
        }
        let label = self.is_name_at(0) && self.is_at(1, ':') && !self.is_at(2, ':');
        if label && let Some(kind) = self.labelled(word)? {
            return Ok(Some(kind));
        }
        let path = self.path()?;
        self.after_path(word, &path)?;
        Ok(Some(ExternKind::Path(path)))
    }

    /// Reports and parses `export i { f: func(); }`.
    fn inline_interface_without_keyword(&mut self, word: &str) -> Parsed<ExternKind> {
        let name = self.name("the interface")?;
        let sentence = format!("write `{word} {}: interface {{`", name.text);
        let edit = Edit::new(self.file, name.span.end..self.span().start, ": interface ");
        self.unexpected("`: interface`", Help::edits(sentence, vec![edit]));
        let body = self.body(format!("interface `{}`", name.text), BodyKind::Interface)?;
        Ok(ExternKind::Inline(name, body))
    }

    /// Returns `true` if the items of an interface may start `n` tokens ahead.
    fn starts_item_at(&self, n: usize) -> bool {
        (self.is_name_at(n) && self.is_at(n + 1, ':'))
            || (is_type_keyword(self.word_at(n)) && self.is_name_at(n + 1))
            || self.word_at(n) == "use"
            || self.is_at(n, '@')
            || self.is_at(n, '}')
    }

    /// Reports and parses `export interface { f: func(); }`.
    fn nameless_interface(&mut self, word: &str) -> Parsed<ExternKind> {
        let span = self.span();
        let name = super::tree::Name { text: "my-interface".to_owned(), span: span.clone() };
        let sentence = format!("write `{word} my-interface: interface {{`");
        let edit = Edit::new(self.file, span.start..span.start, "my-interface: ");
        self.unexpected("the name of the interface", Help::edits(sentence, vec![edit]));
        self.bump();
        let body = self.body("this interface".to_owned(), BodyKind::Interface)?;
        Ok(ExternKind::Inline(name, body))
    }

    /// Returns the number of tokens before `func` in `f = func()`, `f => func()`, `f -> func()` and `f func()`.
    fn other_mark_before_func(&self) -> Option<usize> {
        let ahead = match self.nth(1).kind {
            Kind::Arrow => 2,
            Kind::Punct('=') if self.is_at(2, '>') => 3,
            Kind::Punct('=') => 2,
            _ => 1,
        };
        let function = matches!(self.word_at(ahead), "func" | "async" | "interface");
        (self.is_name_at(0) && function && !self.nth(1).starts_line).then_some(ahead)
    }

    /// Reports and skips `f = func();`.
    fn other_than_colon(&mut self, ahead: usize) -> Reported {
        let name = self.bump().span;
        let next = self.nth(ahead - 1).span.clone();
        let sentence = format!("write `{}: {}`", self.slice(&name), self.slice(&next));
        let help = Help::edits(sentence, vec![Edit::new(self.file, name.end..next.start, ": ")]);
        let reported = self.unexpected("`:`", help);
        self.skip_statement();
        reported
    }

    /// Reports `import func(x: u32);`.
    fn nameless_function(&mut self, word: &str) -> Reported {
        let span = self.bump().span;
        let rest = self.source[span.start..].split([';', '\n']).next().unwrap_or_default().trim();
        self.error(
            SyntaxError::FunctionSyntax,
            span,
            "expected a name before this",
            Help::write(format!("{word} my-function: {rest};")),
        )
    }

    pub(super) fn world_function(&mut self) -> Parsed<Option<ExternKind>> {
        self.named_function(Vec::new()).map(|function| Some(ExternKind::Function(function)))
    }

    /// Parses `name: …`, unless it is the start of `namespace:package/interface`.
    pub(super) fn labelled(&mut self, word: &str) -> Parsed<Option<ExternKind>> {
        let after = self.word_at(2);
        let accessor = matches!(after, "get" | "set") && self.is_at(3, '(');
        let foreign = other_languages::is_function_word(after) && self.is_at(3, '(');
        let called = self.is_name_at(2) && self.is_at(3, '(');
        if matches!(after, "func" | "async") || accessor || foreign || called || self.is_at(2, '(')
        {
            return self.world_function();
        }
        let misspelled = self.is_name_at(2) && after != "interface" && self.is_at(3, '{');
        if after == "interface" || misspelled || self.is_at(2, '{') {
            let name = self.name("the interface")?;
            self.bump();
            if misspelled {
                let kind =
                    SyntaxError::ForeignKeyword { found: self.slice(&self.span()).to_owned() };
                let help = Help::write(format!("{word} {}: interface {{", name.text));
                self.error(kind, self.span(), "WIT calls it `interface`", help);
                self.bump();
            } else if !self.eat_word("interface") {
                let help = Help::write(format!("{word} {}: interface {{", name.text));
                self.unexpected("`interface`", help);
            }
            let what = format!("interface `{}`", name.text);
            let body = self.body(what, BodyKind::Interface)?;
            return Ok(Some(ExternKind::Inline(name, body)));
        }
        let mut package = self.is_name_at(2) && (self.is_at(3, '/') || self.is_at(3, '@'));
        // `a:b:c` and `a:b.c` without spaces are paths with a wrong separator.
        let close = |n: usize| self.nth(n).span.end == self.nth(n + 1).span.start;
        package |= self.is_name_at(2)
            && close(1)
            && (self.is_at(3, '.') || (self.is_at(3, ':') && !self.is_at(5, '/')))
            && self.is_name_at(4);
        if package {
            return Ok(None);
        }
        let name = self.name("the import")?;
        self.bump();
        let path = self.path()?;
        self.after_path(word, &path)?;
        Ok(Some(ExternKind::Named(name, path)))
    }

    /// Parses the `;` after a path, and reports what is allowed in other languages.
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
            return Err(self.path_with_from(word, path));
        }
        self.semicolon(&format!("`{word}`"))
    }

    /// Reports `import a from "./a.wit";` and `import a from b:c;`, as in JavaScript.
    fn path_with_from(&mut self, word: &str, path: &Path) -> Reported {
        let from = self.span();
        let name = match path {
            Path::Local(name) => name.text.clone(),
            Path::Foreign { item, .. } => item.text.clone(),
            Path::Package(package) => package.name.text.clone(),
        };
        let after = self.source[from.end..].split([';', '\n']).next().unwrap_or_default().trim();
        let help = match after.split_once('@') {
            _ if after.starts_with(['"', '\'', '.']) => Help::write(format!("{word} {name};"))
                .saying(format!(
                    "write `{word} {name};` if it is in this package, or \
                 `{word} namespace:package/{name};` if it is in another"
                )),
            Some((package, version)) => Help::write(format!("{word} {package}/{name}@{version};")),
            None if after.contains('/') => Help::write(format!("{word} {after};")),
            None => Help::write(format!("{word} {after}/{name};")),
        };
        let kind = SyntaxError::Unexpected { expected: "`;`".to_owned(), found: self.found() };
        let reported = self.error(kind, from, "WIT has no `from`", help);
        while !self.at_end() && !self.is(';') && !self.nth(1).starts_line {
            self.bump();
        }
        reported
    }

    /// Reports `import a:b.c;` in place of `import a:b/c;`.
    fn dot_for_slash(&mut self, word: &str, package: &str) -> Reported {
        let span = self.bump().span;
        let item = super::kebab(self.bump_text());
        let mut version = String::new();
        if self.eat('@') {
            version = self.version().0.map_or(String::new(), |v| format!("@{v}"));
        }
        let kind = SyntaxError::PathSyntax { path: format!("{package}.{item}") };
        self.error(
            kind,
            span,
            "expected `/`",
            Help::write(format!("{word} {package}/{item}{version};")),
        )
    }

    pub(super) fn picks_in_extern(&mut self, word: &str, path: &Path) -> Reported {
        if let Path::Package(package) = path
            && self.is('.')
            && self.is_name_at(1)
        {
            let package = self.slice(&package.span).to_owned();
            return self.dot_for_slash(word, &package);
        }
        if let Path::Local(name) = path
            && matches!(name.text.as_str(), "self" | "pkg")
            && self.is_name_at(1)
        {
            self.bump();
            let item = super::kebab(self.bump_text());
            let kind = SyntaxError::OldSyntax { found: format!("{}.", name.text) };
            let help = Help::write(format!("{word} {item};"));
            return self.error(
                kind,
                name.span.start..self.end(),
                "expected the name of an interface",
                help,
            );
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
        let help = match names.starts_with('{') {
            true => Help::write(format!("{word} {path};")).saying(format!(
                "write `{word} {path};`, and `use {path}.{names};` for types that the world uses"
            )),
            false => Help::write(format!("{word} {path};")),
        };
        self.error(kind, span, "only whole interfaces are allowed", help)
    }

    pub(super) fn alias_of_extern(&mut self, word: &str) -> Reported {
        let start = self.bump().span.start;
        let name = if self.is_name_at(0) {
            let span = self.bump().span;
            self.slice(&span)
        } else {
            "name"
        };
        let before = self.source[..start].trim_end();
        let path = before.rsplit(&format!("{word} ")).next().unwrap_or_default().trim();
        let kind = SyntaxError::ExternAlias { word: word.to_owned() };
        self.error(
            kind,
            start..self.end(),
            "the name comes first",
            Help::write(format!("{word} {name}: {path};")),
        )
    }

    pub(super) fn extern_list(&mut self, word: &str) -> Reported {
        let span = self.span();
        let start = self.source[..span.start].rfind([';', '{', '\n']).map_or(0, |i| i + 1);
        let line = self.source[start..].split([';', '\n']).next().unwrap_or_default().trim();
        let names = line.trim_start_matches(word).trim_matches(|c: char| " {};".contains(c));
        let lines =
            names.split(',').map(|name| format!("`{word} {};`", name.trim())).collect::<Vec<_>>();
        let kind = SyntaxError::ExternList { word: word.to_owned() };
        self.error(kind, span, "expected `;`", format!("write {}", lines.join(" and ")))
    }

    /// Reports and parses `import interface i`.
    pub(super) fn keyword_before_path(&mut self, word: &str) -> Parsed<Option<ExternKind>> {
        let span = self.bump().span;
        let keyword = self.slice(&span).to_owned();
        let name = self.slice(&self.span()).to_owned();
        let kind = SyntaxError::Unexpected {
            expected: "the name of an interface".to_owned(),
            found: format!("`{keyword}`"),
        };
        let help = if self.is_at(1, '{') {
            let edit =
                Edit::new(self.file, span.start..self.span().end, format!("{name}: {keyword}"));
            Help::edits(format!("write `{word} {name}: interface {{ … }}`"), vec![edit])
        } else {
            Help::write(format!("{word} {name};"))
        };
        self.error(kind, span, "unexpected keyword", help);
        if self.is_at(1, '{') {
            let name = self.name("the interface")?;
            let what = format!("interface `{}`", name.text);
            let body = self.body(what, BodyKind::Interface)?;
            return Ok(Some(ExternKind::Inline(name, body)));
        }
        if keyword == "world" {
            return Err(Reported);
        }
        let path = self.path()?;
        self.after_path(word, &path)?;
        Ok(Some(ExternKind::Path(path)))
    }
}
