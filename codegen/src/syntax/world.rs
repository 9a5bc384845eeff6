//! What stands between the braces of a world: imports, exports, includes, uses and types.

use super::body::Place;
use super::cursor::{Broken, Parsed, Parser};
use super::foreign;
use super::token::Kind;
use super::tree::{Attribute, Body, Extern, ExternKind, Include, Name, Path};
use crate::diagnostic::SyntaxFault;

impl Parser<'_> {
    /// Reads one item of a world.
    pub(super) fn world_item(&mut self, attributes: Vec<Attribute>, body: &mut Body) -> Parsed<()> {
        match self.word() {
            "import" | "export" => {
                let item = self.extern_item(attributes)?;
                body.externs.extend(item);
                Ok(())
            }
            "include" => {
                let include = self.include(attributes)?;
                body.includes.push(include);
                Ok(())
            }
            "use" => {
                let read = self.use_item(attributes)?;
                body.uses.extend(read);
                Ok(())
            }
            "type" | "record" | "variant" | "enum" | "flags" | "resource"
                if !self.is_at(1, ':') =>
            {
                self.type_item(attributes, &mut body.types)
            }
            "interface" | "world" if self.is_name_at(1) => self.nested_item(),
            _ => self.other_world_item(attributes, body),
        }
    }

    fn other_world_item(&mut self, attributes: Vec<Attribute>, body: &mut Body) -> Parsed<()> {
        let known = ["import", "export", "include", "use"];
        let word = self.word();
        let foreign = match word {
            "imports" | "require" | "requires" | "needs" => Some("import"),
            "exports" | "provide" | "provides" | "implements" => Some("export"),
            "extends" | "extend" | "inherits" | "includes" => Some("include"),
            _ => None,
        };
        let near = foreign.or_else(|| foreign::nearest(word, known.into_iter()));
        if let Some(wanted) = near.filter(|_| self.is_name_at(1) && !self.is_at(1, ':')) {
            let kind = SyntaxFault::ForeignKeyword { found: word.to_owned() };
            let span = self.span();
            let fault = self.diagnostic(kind, span, format!("WIT calls it `{wanted}`"));
            self.report(fault.with_help(format!("write `{wanted}`")));
            self.bump();
            return self.mistaken_world_item(wanted, attributes, body);
        }
        if let Some(wanted) = self.item_keyword() {
            return self.mistaken_type(wanted, attributes, &mut body.types);
        }
        if self.word() == "default" && self.is_name_at(1) {
            let kind = SyntaxFault::ForeignKeyword { found: "default".to_owned() };
            let fault = self.diagnostic(kind, self.span(), "WIT has no such word");
            self.bump();
            self.report(fault.with_help("delete `default`"));
            return self.world_item(attributes, body);
        }
        if self.word() == "pub" && self.is_name_at(1) {
            self.visibility();
            return self.world_item(attributes, body);
        }
        if (self.is_name_at(0) && (self.is_at(1, ':') || self.is_at(1, '(')))
            || (foreign::is_function_word(word) && self.is_name_at(1))
        {
            return self.bare_function(attributes, body);
        }
        let wanted = "`import`, `export`, `include`, `use`, a type or `}`";
        let help = if self.is_name_at(0) && (self.is_at(1, ';') || self.is_at(1, '/')) {
            format!("write `import {0};` or `export {0};`", self.slice(&self.span()))
        } else {
            "write `import name;` or `export name;`".to_owned()
        };
        Err(self.unexpected(wanted, help))
    }

    fn mistaken_world_item(
        &mut self,
        wanted: &str,
        attributes: Vec<Attribute>,
        body: &mut Body,
    ) -> Parsed<()> {
        match wanted {
            "include" => {
                let include = self.include_rest(attributes)?;
                body.includes.push(include);
            }
            "use" => return Err(Broken),
            word => {
                let item = self.extern_rest(word == "import", attributes)?;
                body.externs.extend(item);
            }
        }
        Ok(())
    }

    /// `f: func();` without `import` or `export`.
    fn bare_function(&mut self, attributes: Vec<Attribute>, body: &mut Body) -> Parsed<()> {
        let span = self.span();
        let name = self.slice(&span);
        let line = self.line(span.start).trim_end_matches(';').to_owned();
        let kind = SyntaxFault::BareInWorld { name: name.to_owned() };
        let fault = self.diagnostic(kind, span, "imported, or exported?");
        let help = if line.ends_with('{') || !line.starts_with(name) {
            format!("write `import {name}: …` or `export {name}: …`")
        } else {
            format!("write `import {line};` or `export {line};`")
        };
        self.report(fault.with_help(help));
        let item = self.extern_rest(true, attributes)?;
        body.externs.extend(item);
        Ok(())
    }

    fn extern_item(&mut self, attributes: Vec<Attribute>) -> Parsed<Option<Extern>> {
        let import = self.bump_text() == "import";
        self.extern_rest(import, attributes)
    }

    fn extern_rest(&mut self, import: bool, attributes: Vec<Attribute>) -> Parsed<Option<Extern>> {
        let kind = self.extern_kind(import)?;
        Ok(kind.map(|kind| Extern { import, kind, attributes }))
    }

    fn extern_kind(&mut self, import: bool) -> Parsed<Option<ExternKind>> {
        let word = if import { "import" } else { "export" };
        if foreign::is_function_word(self.word()) || self.word() == "async" {
            if self.is_name_at(1) {
                return self.named_function_of_world();
            }
        }
        if matches!(self.word(), "interface" | "world") && self.is_name_at(1) {
            return self.keyword_before_path(word);
        }
        if self.is('{') {
            return Err(self.extern_list(word));
        }
        if self.is_name_at(0) && self.is_at(1, '(') {
            return self.named_function_of_world();
        }
        if self.is_name_at(0) && self.is_at(1, ':') && !self.is_at(2, ':') {
            if let Some(kind) = self.labelled(word)? {
                return Ok(Some(kind));
            }
        }
        let path = self.path()?;
        self.after_path(word, &path)?;
        Ok(Some(ExternKind::Path(path)))
    }

    fn named_function_of_world(&mut self) -> Parsed<Option<ExternKind>> {
        self.named_function(Vec::new()).map(|function| Some(ExternKind::Function(function)))
    }

    /// `name: …`, unless it is the start of `namespace:package/interface`.
    fn labelled(&mut self, word: &str) -> Parsed<Option<ExternKind>> {
        let behind = self.word_at(2);
        let accessor = matches!(behind, "get" | "set") && self.is_at(3, '(');
        let foreign = foreign::is_function_word(behind) && self.is_at(3, '(');
        if matches!(behind, "func" | "async") || accessor || foreign || self.is_at(2, '(') {
            return self.named_function_of_world();
        }
        if behind == "interface" {
            let name = self.name("the interface")?;
            self.bump();
            self.bump();
            let what = format!("interface `{}`", name.text);
            let body = self.body(what, Place::Interface)?;
            return Ok(Some(ExternKind::Inline(name, body)));
        }
        let package = self.is_name_at(2) && (self.is_at(3, '/') || self.is_at(3, '@'));
        if package {
            return Ok(None);
        }
        let name = self.name("the import")?;
        self.bump();
        let path = self.path()?;
        self.after_path(word, &path)?;
        Ok(Some(ExternKind::Named(name, path)))
    }

    /// What may follow a path: `;`, and what people write before it.
    fn after_path(&mut self, word: &str, path: &Path) -> Parsed<()> {
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

    fn picks_in_extern(&mut self, word: &str, path: &Path) -> Broken {
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
        let help = format!(
            "write `{word} {path};`, and `use {path}.{names};` for types that the world itself uses"
        );
        self.report(fault.with_help(help))
    }

    fn alias_of_extern(&mut self, word: &str) -> Broken {
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

    fn extern_list(&mut self, word: &str) -> Broken {
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
    fn keyword_before_path(&mut self, word: &str) -> Parsed<Option<ExternKind>> {
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

    fn include(&mut self, attributes: Vec<Attribute>) -> Parsed<Include> {
        self.bump();
        self.include_rest(attributes)
    }

    fn include_rest(&mut self, attributes: Vec<Attribute>) -> Parsed<Include> {
        if self.word() == "world" && self.is_name_at(1) {
            let span = self.bump().span;
            let kind = SyntaxFault::Unexpected {
                wanted: "the name of a world".to_owned(),
                found: "`world`".to_owned(),
            };
            let name = self.slice(&self.span()).to_owned();
            let fault = self.diagnostic(kind, span, "this word does not stand here");
            self.report(fault.with_help(format!("write `include {name};`")));
        }
        let path = self.path()?;
        if self.is('.') || self.is('{') {
            return Err(self.picks_in_include());
        }
        if self.is(',') && self.is_name_at(1) {
            return Err(self.extern_list("include"));
        }
        if self.word() == "as" {
            let help = "a world is included as it is; rename single items with \
                        `include w with { old as new }`";
            return Err(self.unexpected("`;` or `with`", help));
        }
        if !self.eat_word("with") {
            self.semicolon()?;
            return Ok(Include { path, names: Vec::new(), attributes });
        }
        let names = self.renames()?;
        Ok(Include { path, names, attributes })
    }

    fn picks_in_include(&mut self) -> Broken {
        let help = "write `include w;`: a world is included as a whole; `with { old as new }` \
                    renames";
        let broken = self.unexpected("`;` or `with`", help);
        while !self.at_end() && !self.is('}') && !self.is(';') {
            self.bump();
        }
        if self.eat('}') {
            self.eat(';');
        }
        broken
    }

    fn renames(&mut self) -> Parsed<Vec<(Name, Name)>> {
        if !self.is('{') {
            let help = "write `with { old as new }`";
            return Err(self.unexpected("`{`", help));
        }
        let brace = self.bump().span;
        let opened = self.opened("this list of names".to_owned(), brace);
        self.list('}', &opened, "names", |p| {
            let old = p.name("an import or export")?;
            if p.is(':') || p.is('/') {
                return Err(p.rename_of_interface(&old));
            }
            if !p.eat_word("as") {
                let arrow = p.kind() == Kind::Arrow || p.is('=') || p.is(':');
                let help = format!("write `{} as new-name`", old.text);
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

    fn rename_of_interface(&mut self, old: &Name) -> Broken {
        let start = old.span.start;
        while !self.at_end() && !matches!(self.kind(), Kind::Mark(',' | '}' | ';')) {
            self.bump();
        }
        self.eat('}');
        let fault = self.diagnostic(
            SyntaxFault::RenameOfInterface,
            start..self.end(),
            "an interface keeps its name",
        );
        self.report(
            fault
                .with_help("delete it: only functions, types and inline interfaces can be renamed"),
        )
    }
}
