//! The items of a world, and includes.

use super::cursor::{Parsed, Parser, Reported};
use super::other_languages;
use super::token::{Kind, Span, is_type_keyword};
use super::tree::{Attribute, Body, Include, Name, Path};
use crate::diagnostic::{Edit, Help, SyntaxError};
use crate::spelling::nearest;

impl Parser<'_> {
    /// Parses an item of a world.
    pub(super) fn world_item(&mut self, attributes: Vec<Attribute>, body: &mut Body) -> Parsed<()> {
        self.nest(|p| p.world_item_at_this_level(attributes, body))
    }

    fn world_item_at_this_level(
        &mut self,
        attributes: Vec<Attribute>,
        body: &mut Body,
    ) -> Parsed<()> {
        match self.word() {
            "import" | "export" if self.is_type_item_at(1) && self.is_type_definition_at(2) => {
                self.extern_type();
                self.type_item(attributes, &mut body.types)
            }
            "import" | "export" => {
                let invalid = &mut body.invalid_uses;
                let item = self.or_invalid_use(invalid, |p| p.extern_item(attributes))?;
                body.externs.extend(item);
                Ok(())
            }
            "include" => {
                let invalid = &mut body.invalid_uses;
                let include = self.or_invalid_use(invalid, |p| p.include(attributes))?;
                body.includes.push(include);
                Ok(())
            }
            "use" => {
                let invalid = &mut body.invalid_uses;
                let read = self.or_invalid_use(invalid, |p| p.use_item(attributes))?;
                body.uses.extend(read);
                Ok(())
            }
            _ if self.is_foreign_use() && self.word() != "require" && self.word() != "requires" => {
                self.or_invalid_use(&mut body.invalid_uses, |p| Err(p.foreign_use()))
            }
            word if is_type_keyword(word) && !self.is_at(1, ':') => {
                self.type_item(attributes, &mut body.types)
            }
            "interface" | "world" if self.is_name_at(1) => self.nested_item(),
            "package" if self.is_name_at(1) && !self.is_at(1, ':') => {
                self.package_in_nested("still inside a world")
            }
            _ => self.other_world_item(attributes, body),
        }
    }

    fn is_type_item_at(&self, n: usize) -> bool {
        is_type_keyword(self.word_at(n)) && self.is_name_at(n + 1)
    }

    /// Returns `true` if a type is defined from its name on, so not at `import type t;` or `import type t from i;`.
    fn is_type_definition_at(&self, n: usize) -> bool {
        self.is_at(n + 1, '{') || self.is_at(n + 1, '=') || self.word_at(n - 1) == "resource"
    }

    /// Reports and skips `import` or `export` before a type.
    fn extern_type(&mut self) {
        let word = self.word().to_owned();
        let span = self.bump().span;
        let kind = SyntaxError::Unexpected {
            expected: format!("an interface or a function after `{word}`"),
            found: self.found(),
        };
        let help = Help::remove(format!(
            "remove `{word}`, or move the type into an interface and {word} that"
        ));
        self.error(kind, span, "types are neither imported nor exported", help);
    }

    pub(super) fn other_world_item(
        &mut self,
        attributes: Vec<Attribute>,
        body: &mut Body,
    ) -> Parsed<()> {
        let known = ["import", "export", "include", "use"];
        let word = self.word();
        let foreign = match word {
            "imports" | "require" | "requires" | "needs" => Some("import"),
            "exports" | "provide" | "provides" | "implements" => Some("export"),
            "extends" | "extend" | "inherits" | "includes" => Some("include"),
            _ => None,
        };
        let near = foreign.or_else(|| nearest(word, known));
        let mark = if self.is_at(1, ':') { 2 } else { 1 };
        let listed = foreign.is_some() && (self.is_at(mark, '{') || self.is_at(mark, '['));
        if let Some(expected) =
            near.filter(|_| listed || (self.is_name_at(1) && !self.is_at(1, ':')))
        {
            let mut invalid = std::mem::take(&mut body.invalid_uses);
            let read = self.or_invalid_use(&mut invalid, |p| {
                let kind = SyntaxError::ForeignKeyword { found: word.to_owned() };
                let span = p.span();
                p.error(
                    kind,
                    span,
                    format!("WIT calls it `{expected}`"),
                    Help::write(expected.to_string()),
                );
                p.bump();
                p.misspelled_world_item(expected, attributes, body)
            });
            body.invalid_uses = invalid;
            return read;
        }
        if let Some(expected) = self.intended_type_keyword() {
            return self.misspelled_type_item(expected, attributes, &mut body.types);
        }
        if self.word() == "default" && self.is_name_at(1) {
            let kind = SyntaxError::ForeignKeyword { found: "default".to_owned() };
            self.error(kind, self.span(), "not a WIT keyword", Help::remove("remove `default`"));
            self.bump();
            return self.world_item(attributes, body);
        }
        if self.word() == "pub" && self.is_name_at(1) {
            self.pub_keyword();
            return self.world_item(attributes, body);
        }
        if (self.is_name_at(0) && (self.is_at(1, ':') || self.is_at(1, '(')))
            || (other_languages::is_function_word(word) && self.is_name_at(1))
        {
            return self.function_without_extern(attributes, body);
        }
        let expected = "`import`, `export`, `include`, `use`, a type or `}`";
        let help = if self.is_name_at(0) && (self.is_at(1, ';') || self.is_at(1, '/')) {
            let name = self.slice(&self.span());
            Help::write(format!("import {name};"))
                .or_write(format!("export {name};"))
                .otherwise(format!("write `import {name};` or `export {name};`"))
        } else {
            Help::write("import name;")
                .or_write("export name;")
                .otherwise("write `import name;` or `export name;`")
        };
        Err(self.unexpected(expected, help))
    }

    pub(super) fn misspelled_world_item(
        &mut self,
        expected: &str,
        attributes: Vec<Attribute>,
        body: &mut Body,
    ) -> Parsed<()> {
        match expected {
            "include" => {
                let include = self.include_rest(attributes)?;
                body.includes.push(include);
            }
            "use" => return Err(Reported),
            word => {
                let item = self.extern_rest(word == "import", attributes)?;
                body.externs.extend(item);
            }
        }
        Ok(())
    }

    /// Reports and parses `f: func();` without `import` or `export`.
    pub(super) fn function_without_extern(
        &mut self,
        attributes: Vec<Attribute>,
        body: &mut Body,
    ) -> Parsed<()> {
        let span = self.span();
        let name = self.slice(&span);
        let line = self.line(span.start).trim_end_matches(';').to_owned();
        let kind = SyntaxError::BareFunction { name: name.to_owned() };
        let shown = if line.ends_with('{') || !line.starts_with(name) {
            format!("{name}: …")
        } else {
            format!("{line};")
        };
        let after = self.nth(1).span.clone();
        let (end, text) = match other_languages::is_function_word(name) && self.is_name_at(1) {
            true => (after.end, format!(" {}: func", self.slice(&after))),
            false => (span.start, " ".to_owned()),
        };
        let choices = ["import", "export"].map(|word| {
            let edit = Edit::new(self.file, span.start..end, format!("{word}{text}"));
            Help::edits(format!("write `{word} {shown}`"), vec![edit]).candidates
        });
        let help = Help {
            sentence: format!("write `import {shown}` or `export {shown}`"),
            candidates: choices.concat(),
        };
        self.error(kind, span, "expected `import` or `export` before this", help);
        let item = self.extern_rest(true, attributes)?;
        body.externs.extend(item);
        Ok(())
    }

    pub(super) fn include(&mut self, attributes: Vec<Attribute>) -> Parsed<Include> {
        self.bump();
        self.include_rest(attributes)
    }

    pub(super) fn include_rest(&mut self, attributes: Vec<Attribute>) -> Parsed<Include> {
        if self.word() == "world" && self.is_name_at(1) {
            let span = self.bump().span;
            let kind = SyntaxError::Unexpected {
                expected: "the name of a world".to_owned(),
                found: "`world`".to_owned(),
            };
            let name = self.slice(&self.span()).to_owned();
            self.error(kind, span, "unexpected keyword", Help::write(format!("include {name};")));
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
            let help = Help::write(format!("include {shown};")).or_write(format!("include {shown} with {{ old as new }}")).saying(format!(
                "write `include {shown};`, or `include {shown} with {{ old as new }}` to rename items"
            ));
            return Err(self.unexpected("`;` or `with`", help));
        }
        if !self.eat_word("with") {
            self.semicolon("`include`")?;
            return Ok(Include { path, names: Vec::new(), attributes });
        }
        let names = self.renames()?;
        if self.is(';') {
            self.stray_semicolon();
        }
        Ok(Include { path, names, attributes })
    }

    pub(super) fn picks_in_include(&mut self, path: &str) -> Reported {
        let help = Help::write(format!("include {path};"))
            .or_write(format!("include {path} with {{ old as new }}"))
            .saying(format!(
                "write `include {path};`, or `include {path} with {{ old as new }}` to rename items"
            ));
        let reported = self.unexpected("`;` or `with`", help);
        while !self.at_end() && !self.is('}') && !self.is(';') {
            self.bump();
        }
        if self.eat('}') {
            self.eat(';');
        }
        reported
    }

    pub(super) fn renames(&mut self) -> Parsed<Vec<(Name, Name)>> {
        let inner = self.source[self.span().end..].split([')', ';', '\n']).next();
        let inner = inner.unwrap_or_default().trim();
        let inner = if inner.contains(" as ") { inner } else { "old as new" };
        let help = Help::write(format!("with {{ {inner} }}"));
        if !self.is('{') {
            return Err(self.unexpected("`{`", help));
        }
        let brace = self.bump().span;
        let opened = self.open_delimiter("this list of names".to_owned(), brace);
        self.list('}', &opened, "names", |p| {
            let old = p.name("an import or export")?;
            if p.is('/') || (p.is(':') && p.is_name_at(1) && p.is_at(2, '/')) {
                return Err(p.rename_of_interface(&old));
            }
            if !p.eat_word("as") {
                if !(p.kind() == Kind::Arrow || p.is('=') || p.is(':')) {
                    let help = match p.is_name_at(0) {
                        true => p.insert(" as"),
                        false => Help::write(format!("{} as new-name", old.text)),
                    };
                    return Err(p.unexpected("`as`", help));
                }
                p.other_than_as(&old);
            }
            let new = p.name("an import or export")?;
            Ok((old, new))
        })
    }

    pub(super) fn rename_of_interface(&mut self, old: &Name) -> Reported {
        let start = old.span.start;
        while !self.at_end() && !matches!(self.kind(), Kind::Punct(',' | '}' | ';')) {
            self.bump();
        }
        self.error(
            SyntaxError::RenameOfInterface,
            start..self.end(),
            "interfaces keep their names",
            Help::remove("remove it; only functions, types and inline interfaces can be renamed"),
        )
    }
}

/// Returns the span of a path.
fn path_span(path: &Path) -> Span {
    match path {
        Path::Local(name) => name.span.clone(),
        Path::Foreign { span, .. } => span.clone(),
        Path::Package(package) => package.span.clone(),
    }
}
