//! What stands between the braces of a world: imports, exports, includes, uses and types.

use super::body::Location;
use super::cursor::{Broken, Parsed, Parser};
use super::foreign;
use super::tree::{Attribute, Body, Extern, ExternKind};
use crate::diagnostic::SyntaxError;
use crate::spelling::nearest;

impl Parser<'_> {
    /// Reads one item of a world.
    pub(super) fn world_item(&mut self, attributes: Vec<Attribute>, body: &mut Body) -> Parsed<()> {
        match self.word() {
            "import" | "export" if self.is_type_item_at(1) => {
                self.extern_type();
                self.type_item(attributes, &mut body.types)
            }
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
            "package" if self.is_name_at(1) && !self.is_at(1, ':') => {
                self.package_in_nested("this is still inside the braces of a world")
            }
            _ => self.other_world_item(attributes, body),
        }
    }

    fn is_type_item_at(&self, n: usize) -> bool {
        let word = self.word_at(n);
        matches!(word, "type" | "record" | "variant" | "enum" | "flags" | "resource")
            && self.is_name_at(n + 1)
    }

    /// The `export` before a type, which has none.
    fn extern_type(&mut self) {
        let word = self.word().to_owned();
        let span = self.bump().span;
        let kind = SyntaxError::Unexpected {
            wanted: format!("an interface or a function behind `{word}`"),
            found: self.found(),
        };
        let fault = self.diagnostic(kind, span, "a type is neither imported nor exported");
        let help = format!(
            "delete `{word}`: a world's own types stand there without it; for components to share \
             them, put them in an interface and `{word}` that"
        );
        self.report(fault.with_help(help));
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
        if let Some(wanted) = near.filter(|_| self.is_name_at(1) && !self.is_at(1, ':')) {
            let kind = SyntaxError::ForeignKeyword { found: word.to_owned() };
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
            let kind = SyntaxError::ForeignKeyword { found: "default".to_owned() };
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

    pub(super) fn mistaken_world_item(
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
    pub(super) fn bare_function(
        &mut self,
        attributes: Vec<Attribute>,
        body: &mut Body,
    ) -> Parsed<()> {
        let span = self.span();
        let name = self.slice(&span);
        let line = self.line(span.start).trim_end_matches(';').to_owned();
        let kind = SyntaxError::BareInWorld { name: name.to_owned() };
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
        let function = foreign::is_function_word(self.word()) || self.word() == "async";
        if function && self.is_name_at(1) {
            return self.named_function_of_world();
        }
        if self.is('*') {
            let span = self.bump().span;
            let fault = self.diagnostic(SyntaxError::UseStar, span, "each must be named");
            let help = format!("write a line for each: `{word} interface-name;`");
            return Err(self.report(fault.with_help(help)));
        }
        if self.is(';') {
            let help = format!(
                "write `{word} interface-name;` or `{word} my-function: func();`, or delete it"
            );
            return Err(self.unexpected("an interface or a function", help));
        }
        if self.word() == "func" && self.is_at(1, '(') {
            return Err(self.nameless_function(word));
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
        let semicolon = self.is_name_at(0)
            && self.is_at(1, ';')
            && matches!(self.word_at(2), "func" | "async" | "interface")
            && !self.nth(2).fresh;
        if semicolon {
            let name = self.slice(&self.span()).to_owned();
            let kind = SyntaxError::MissingColon { name: name.clone() };
            let fault = self.diagnostic(kind, self.nth(1).span.clone(), "this is a `;`");
            let help = format!("write `{word} {name}: {}…`", self.word_at(2));
            self.report(fault.with_help(help));
            self.read_as(1, ':');
        }
        let label = self.is_name_at(0) && self.is_at(1, ':') && !self.is_at(2, ':');
        if label && let Some(kind) = self.labelled(word)? {
            return Ok(Some(kind));
        }
        let path = self.path()?;
        self.after_path(word, &path)?;
        Ok(Some(ExternKind::Path(path)))
    }

    /// `import func(x: u32);`.
    fn nameless_function(&mut self, word: &str) -> Broken {
        let span = self.bump().span;
        let rest = self.text[span.start..].split([';', '\n']).next().unwrap_or_default().trim();
        let fault = self.diagnostic(SyntaxError::FunctionShape, span, "its name is missing");
        self.report(fault.with_help(format!("write `{word} my-function: {rest};`")))
    }

    pub(super) fn named_function_of_world(&mut self) -> Parsed<Option<ExternKind>> {
        self.named_function(Vec::new()).map(|function| Some(ExternKind::Function(function)))
    }

    /// `name: …`, unless it is the start of `namespace:package/interface`.
    pub(super) fn labelled(&mut self, word: &str) -> Parsed<Option<ExternKind>> {
        let behind = self.word_at(2);
        let accessor = matches!(behind, "get" | "set") && self.is_at(3, '(');
        let foreign = foreign::is_function_word(behind) && self.is_at(3, '(');
        let called = self.is_name_at(2) && self.is_at(3, '(');
        if matches!(behind, "func" | "async") || accessor || foreign || called || self.is_at(2, '(')
        {
            return self.named_function_of_world();
        }
        let misspelt = self.is_name_at(2) && behind != "interface" && self.is_at(3, '{');
        if behind == "interface" || misspelt || self.is_at(2, '{') {
            let name = self.name("the interface")?;
            self.bump();
            if misspelt {
                let kind =
                    SyntaxError::ForeignKeyword { found: self.slice(&self.span()).to_owned() };
                let fault = self.diagnostic(kind, self.span(), "WIT calls it `interface`");
                let help = format!("write `{word} {}: interface {{`", name.text);
                self.report(fault.with_help(help));
                self.bump();
            } else if !self.eat_word("interface") {
                let kind = SyntaxError::Unexpected {
                    wanted: "`interface`".to_owned(),
                    found: "`{`".to_owned(),
                };
                let fault = self.diagnostic(kind, self.span(), "`interface` is missing here");
                let help = format!("write `{word} {}: interface {{`", name.text);
                self.report(fault.with_help(help));
            }
            let what = format!("interface `{}`", name.text);
            let body = self.body(what, Location::Interface)?;
            return Ok(Some(ExternKind::Inline(name, body)));
        }
        let mut package = self.is_name_at(2) && (self.is_at(3, '/') || self.is_at(3, '@'));
        // `a:b:c` and `a:b.c`, without a blank, are paths with a wrong mark.
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
}
