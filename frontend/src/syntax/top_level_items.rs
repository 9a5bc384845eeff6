//! The top level of a file: its items, and items that are not allowed there.

use super::cursor::{Parsed, Parser, Reported};
use super::other_languages;
use super::outside::Place;
use super::token::{Kind, is_type_keyword};
use super::tree::{Attribute, Scope, Tree};
use crate::diagnostic::{Edit, Help, SyntaxError};
use crate::spelling::nearest;

impl Parser<'_> {
    /// Parses the whole file.
    pub(super) fn tree(&mut self) -> Tree {
        let mut tree = Tree::default();
        while !self.at_end() {
            let start = self.position();
            if self.top_level_item(&mut tree).is_err() {
                tree.scope.broken = true;
                self.recover_at_top_level(start);
            }
            self.skip_after_last_error();
        }
        tree.cut_off = self.has_given_up();
        let misplaced = std::mem::take(&mut self.misplaced);
        tree.scope.interfaces.extend(misplaced.interfaces);
        tree.scope.worlds.extend(misplaced.worlds);
        tree.scope.packages.extend(misplaced.packages);
        tree.scope.misplaced_types.extend(misplaced.misplaced_types);
        self.finish_outside(&tree.scope);
        tree
    }

    pub(super) fn top_level_item(&mut self, tree: &mut Tree) -> Parsed<()> {
        let docs = self.comments_before();
        self.start_item();
        let attributes = self.attributes();
        self.modifiers();
        if self.word() == "package" || self.is_misspelled_package() {
            return self.package(docs, &attributes, tree);
        }
        if self.is_bare_header(tree) {
            return self.bare_header(docs, tree);
        }
        // Items after a second `package` declaration belong to that package.
        match self.follows_second_header {
            true => match tree.scope.packages.last_mut() {
                Some(nested) => self.item(attributes, &mut nested.scope),
                None => self.item(attributes, &mut tree.scope),
            },
            false => self.item(attributes, &mut tree.scope),
        }
    }

    /// Parses a top-level item that is not a package.
    pub(super) fn item(&mut self, attributes: Vec<Attribute>, scope: &mut Scope) -> Parsed<()> {
        self.nest(|p| p.item_at_this_level(attributes, scope))
    }

    fn item_at_this_level(&mut self, attributes: Vec<Attribute>, scope: &mut Scope) -> Parsed<()> {
        let indented = self.at_line_start() && self.indent_of(self.span().start) > 0;
        if self.brace_balance < 0
            && indented
            && !self.is('}')
            && self.source[..self.end()].ends_with('}')
        {
            return Err(self.closed_too_early(scope));
        }
        match self.modified_item.take().unwrap_or(self.word()) {
            "interface" => {
                let interface = self.interface(attributes)?;
                scope.interfaces.push(interface);
                Ok(())
            }
            "world" => {
                let world = self.world(attributes)?;
                scope.worlds.push(world);
                Ok(())
            }
            "use" => {
                let invalid = &mut scope.invalid_uses;
                let read = self.or_invalid_use(invalid, |p| p.top_level_use(attributes))?;
                scope.uses.push(read);
                Ok(())
            }
            _ => {
                let read = self.misplaced(attributes, scope);
                self.end_outside();
                read
            }
        }
    }

    /// Sets the start of the item that is parsed next.
    pub(super) fn start_item(&mut self) {
        let docs = self.comments_before().filter(|docs| {
            let text = self.slice(docs);
            text.starts_with("///") || text.starts_with("/**")
        });
        let start = docs.map_or(self.span().start, |docs| docs.start);
        self.item_start = (start, self.position());
    }

    /// Reports and skips words like `public` and `export default` before an item, together with the item's word if it is
    /// one of another language.
    fn modifiers(&mut self) {
        let mut count = 0;
        while is_modifier(self.word_at(count)) {
            count += 1;
            if self.is_at(count, '(') && self.is_at(count + 2, ')') {
                count += 3;
            }
        }
        let word = self.word_at(count);
        let named = self.is_name_at(count + 1) || self.nth(count + 1).kind == Kind::String;
        let own = matches!(word, "interface" | "world" | "package");
        let meant = other_languages::item_keyword_for(word)
            .filter(|meant| matches!(*meant, "interface" | "world") && !self.is_at(count + 2, ';'));
        if count == 0 || !named || !(own || meant.is_some()) {
            return;
        }
        let span = self.span();
        let found = self.slice(&(span.start..self.nth(count - 1).span.end)).to_owned();
        let first = self.word().to_owned();
        let (end, text) = match meant {
            Some(meant) => (self.nth(count).span.end, meant),
            None => (self.nth(count).span.start, ""),
        };
        let (kind, label) = match first.as_str() {
            "import" | "export" => (
                SyntaxError::TopLevelWorldItem { word: first.clone() },
                "everything is public in WIT",
            ),
            "default" => (SyntaxError::ForeignKeyword { found: found.clone() }, "old WIT syntax"),
            _ => (
                SyntaxError::ForeignKeyword { found: found.clone() },
                "everything is public in WIT",
            ),
        };
        let sentence = match meant {
            Some(meant) => format!("write `{meant} {}`", self.slice(&self.nth(count + 1).span)),
            None => format!("remove `{found}`"),
        };
        let mut edits = vec![Edit::new(self.file, span.start..end, text)];
        let name = self.nth(count + 1).clone();
        if name.kind == Kind::String {
            let text = super::kebab(self.slice(&name.span).trim_matches('"'));
            edits.push(Edit::new(self.file, name.span, text));
        }
        self.error(kind, span, label, Help::edits(sentence, edits));
        self.unquote(count + 1);
        for _ in 0..count {
            self.bump();
        }
        self.modified_item = meant;
    }

    /// Skips to the next top-level item.
    pub(super) fn recover_at_top_level(&mut self, from: usize) {
        let mut depth = self.open_since(from);
        while !self.at_end() {
            let moved = self.position() > from;
            if moved && self.at_line_start() && self.is_top_level_item() {
                return;
            }
            match self.kind() {
                Kind::Punct('{') => depth += 1,
                Kind::Punct('}') => {
                    if depth <= 1 && moved {
                        if depth == 1 {
                            self.bump();
                        }
                        return;
                    }
                    depth = depth.saturating_sub(1);
                }
                Kind::Punct(';') if depth == 0 => {
                    self.bump();
                    return;
                }
                _ => {}
            }
            self.bump();
        }
    }

    pub(super) fn is_top_level_item(&self) -> bool {
        self.starts_outer_item(0)
            || (self.word() == "use" && self.indent_of(self.span().start) == 0)
    }

    /// Reports an item that is not allowed at the top level.
    pub(super) fn misplaced(
        &mut self,
        attributes: Vec<Attribute>,
        scope: &mut Scope,
    ) -> Parsed<()> {
        if self.is('}') {
            return Err(self.stray_brace());
        }
        if self.is(';') {
            self.stray_semicolon();
            return Ok(());
        }
        if self.word() == "type" && self.is_name_at(1) && self.interface_after_type().is_some() {
            return self.type_interface(attributes, scope);
        }
        match self.word() {
            word if is_type_keyword(word) => {
                if self.is_name_at(1) {
                    return self.top_level_type(scope);
                }
                let help = "write `record name { … }` in an interface";
                return Err(self.unexpected("`interface`, `world`, `use` or `package`", help));
            }
            "import" | "export" | "include" => {
                return self.top_level_world_item(attributes, scope);
            }
            "syntax" | "option" if self.is_at(1, '=') || self.is_at(2, '=') => {
                return Err(self.foreign_directive("part of Protocol Buffers", "remove the line"));
            }
            _ if self.is_name_at(0) && self.is_at(1, '=') => {
                return Err(self.foreign_directive("WIT has no assignments", "remove the line"));
            }
            "mod" | "extern" | "using" | "load" | "require" | "typedef"
                if self.is_name_at(1)
                    && (self.is_at(2, ';')
                        || self.is_at(2, '.')
                        || (self.is_name_at(2) && self.is_at(3, ';'))) =>
            {
                let sentence = "remove the line; all `.wit` files of a folder are one package";
                return Err(self.foreign_directive("WIT does not import files", sentence));
            }
            "const" | "let" | "var" | "val" | "static" | "final"
                if self.is_name_at(1) && (self.is_at(2, '=') || self.is_at(2, ':')) =>
            {
                return Err(self.foreign_directive("WIT has no constants", "remove the line"));
            }
            "from" if self.is_name_at(1) || self.nth(1).kind == Kind::String => {
                let sentence = "remove the line; all `.wit` files of a folder are one package";
                return Err(self.foreign_directive("WIT does not import files", sentence));
            }
            "extern" if self.nth(1).kind == Kind::String && self.is_at(2, '{') => {
                return self.extern_block(scope);
            }
            "pub" => {
                self.pub_keyword();
                return self.item(attributes, scope);
            }
            "namespace" if self.is_name_at(1) && self.is_at(2, ';') => {
                let kind = SyntaxError::ForeignKeyword { found: "namespace".to_owned() };
                let span = self.bump().span;
                let name = self.bump_text();
                let help = Help::remove(format!(
                    "remove the line, and write `package {name}:my-package;`"
                ));
                self.error(kind, span, "part of the package name", help);
                self.eat(';');
                return Ok(());
            }
            _ => {}
        }
        if let Some(expected) = self.intended_top_level_keyword() {
            return self.misspelled_top_level_item(expected, attributes, scope);
        }
        let function = (self.is_name_at(0) && (self.is_at(1, ':') || self.is_at(1, '(')))
            || (other_languages::is_function_word(self.word()) && self.is_name_at(1))
            || (self.word() == "async" && self.is_name_at(1));
        if function {
            return self.top_level_function(scope);
        }
        if let Some(expected) = self.intended_type_keyword() {
            let mut types = Vec::new();
            let (index, word, start) = (self.error_count(), self.span(), self.item_start);
            self.misspelled_type_item(expected, attributes, &mut types)?;
            if self.error_count() > index {
                self.item_start = start;
                self.push_outside(Place::Interface, index);
                self.edit_outside(word, expected);
            }
            scope.misplaced_types.extend(types.into_iter().map(|ty| ty.name.text));
            return Ok(());
        }
        let help = "move types and functions into an interface, imports and exports into a world";
        Err(self.unexpected("`interface`, `world`, `use` or `package`", help))
    }

    /// Reports a `}` that closes an item too early, and skips the items after it.
    pub(super) fn closed_too_early(&mut self, scope: &mut Scope) -> Reported {
        let end = self.end();
        if !self.source[..end].ends_with('}') {
            return self
                .unexpected("`interface`, `world`, `use` or `package`", Help::remove("remove it"));
        }
        if let Some(interface) = scope.interfaces.last_mut() {
            interface.body.broken = true;
        }
        let error = self
            .diagnostic(SyntaxError::StrayBrace, end - 1..end, "ends the item too early")
            .with_label(self.file, self.span(), "expected inside the item")
            .with_help(Help::remove("remove this `}`"));
        let reported = self.report(error);
        let mut depth = 0usize;
        while !(self.at_end() || (depth == 0 && self.is('}'))) {
            match self.kind() {
                Kind::Punct('{') => depth += 1,
                Kind::Punct('}') => depth -= 1,
                _ => {}
            }
            self.bump();
        }
        self.brace_balance += 1;
        self.eat('}');
        reported
    }

    pub(super) fn stray_brace(&mut self) -> Reported {
        let span = self.bump().span;
        self.error(
            SyntaxError::StrayBrace,
            span,
            "no matching `{`",
            Help::remove("remove this `}`, or one before it"),
        )
    }

    /// Returns the top-level keyword that was probably intended by the next word.
    pub(super) fn intended_top_level_keyword(&self) -> Option<&'static str> {
        let word = self.word();
        if word.is_empty() || !self.is_name_at(1) || self.nth(1).starts_line {
            return None;
        }
        let known = ["interface", "world"];
        if !self.is_at(2, '{') && matches!(word, "namespace" | "module" | "mod") {
            return None;
        }
        let meant = other_languages::item_keyword_for(word)
            .and_then(|expected| known.into_iter().find(|known| *known == expected));
        if meant.is_some() {
            return meant;
        }
        if self.is_at(2, '{') {
            return nearest(word, known);
        }
        let near = nearest(word, ["use"]);
        near.filter(|_| word.len() > 2 && !self.is_at(1, ':') && !super::is_keyword(word))
    }

    pub(super) fn misspelled_top_level_item(
        &mut self,
        expected: &'static str,
        attributes: Vec<Attribute>,
        scope: &mut Scope,
    ) -> Parsed<()> {
        let kind = SyntaxError::ForeignKeyword { found: self.word().to_owned() };
        let span = self.span();
        let name = super::kebab(self.slice(&self.nth(1).span));
        let help = Help::write(format!("{expected} {name}"));
        self.error(kind, span, format!("WIT calls it `{expected}`"), help);
        match expected {
            "interface" => scope.interfaces.push(self.interface(attributes)?),
            "world" => scope.worlds.push(self.world(attributes)?),
            _ => scope.uses.push(self.top_level_use(attributes)?),
        }
        Ok(())
    }

    pub(super) fn top_level_type(&mut self, scope: &mut Scope) -> Parsed<()> {
        let span = self.span();
        let word = self.word().to_owned();
        let name = self.slice(&self.nth(1).span.clone()).to_owned();
        let kind = SyntaxError::TopLevelType { word: word.clone(), name: name.clone() };
        let help = help_to_wrap(&format!("{word} {name} …"), scope);
        let error = self.diagnostic(kind, span, "outside of every interface").with_help(help);
        self.outside(Place::Interface, error);
        let mut types = Vec::new();
        let read = self.type_item(Vec::new(), &mut types);
        scope.misplaced_types.extend(types.into_iter().map(|ty| ty.name.text));
        read
    }

    pub(super) fn top_level_function(&mut self, scope: &mut Scope) -> Parsed<()> {
        let span = self.span();
        let first = other_languages::is_function_word(self.word()) || self.word() == "async";
        let name = if first && self.is_name_at(1) {
            self.slice(&self.nth(1).span.clone())
        } else {
            self.slice(&span)
        };
        let kind = SyntaxError::TopLevelFunction { name: name.to_owned() };
        let help = help_to_wrap(&format!("{name}: func(…);"), scope);
        let error = self.diagnostic(kind, span, "outside of every interface").with_help(help);
        self.outside(Place::Interface, error);
        let (start, name_span) = (self.span(), self.nth(1).span.clone());
        if self.word() == "async" && self.is_at(2, ':') {
            self.edit_outside(start.start..name_span.start, "");
            let after = self.nth(2).span.end;
            self.edit_outside(after..after, " async");
        } else if first && self.is_at(2, '(') {
            self.edit_outside(
                start.start..name_span.end,
                format!("{}: func", self.slice(&name_span)),
            );
        }
        let mut depth = 0usize;
        while !self.at_end() && !self.is(';') && !self.starts_outer_item(usize::MAX) {
            match self.kind() {
                Kind::Punct('{') => depth += 1,
                Kind::Punct('}') if depth == 0 => break,
                Kind::Punct('}') => {
                    self.bump();
                    break;
                }
                _ => {}
            }
            self.bump();
        }
        self.eat(';');
        Ok(())
    }

    pub(super) fn top_level_world_item(
        &mut self,
        attributes: Vec<Attribute>,
        scope: &mut Scope,
    ) -> Parsed<()> {
        let (from, span) = (self.position(), self.span());
        let word = self.word().to_owned();
        let line = self.line(span.start).to_owned();
        let kind = SyntaxError::TopLevelWorldItem { word };
        if !self.is_name_at(1) {
            let sentence = "remove the line; all `.wit` files of a folder are one package";
            let end = self.token(self.end_of_statement(from) - 1).span.end;
            let edit = Edit::new(self.file, self.with_line_end(&(span.start..end)), "");
            let help = Help::edits(sentence, vec![edit]);
            let label = match self.is_at(1, '{') {
                true => "outside of every world",
                false => "WIT does not import files",
            };
            self.error(kind, span, label, help);
            self.skip_statement();
            return Ok(());
        }
        let statement = self.end_of_statement(from);
        let renamed = (from..statement).any(|at| self.slice(&self.token(at).span) == "as");
        if self.word() == "import" && renamed {
            let help = self.rewrite(span.clone(), "use");
            self.error(kind, span, "WIT calls it `use`", help);
            let invalid = &mut scope.invalid_uses;
            let read = self.or_invalid_use(invalid, |p| p.top_level_use(attributes))?;
            scope.uses.push(read);
            return Ok(());
        }
        let label = "outside of every world";
        let help = format!("move it into a world, as in `world my-world {{ {line} }}`");
        let error = self.diagnostic(kind, span, label).with_help(help);
        self.outside(Place::World, error);
        let before = self.error_count();
        let mut body = super::tree::Body::default();
        if self.world_item(attributes, &mut body).is_err() {
            self.discard_errors_since(before);
            let end = self.end_of_statement(from);
            while self.position() < end {
                self.bump();
            }
        }
        Ok(())
    }

    /// Reports `extern "C" {`, and parses the items in it.
    fn extern_block(&mut self, scope: &mut Scope) -> Parsed<()> {
        let start = self.span();
        let close = self.closing_brace(self.position() + 2);
        let kind = SyntaxError::ForeignKeyword { found: "extern".to_owned() };
        let open = start.start..self.nth(2).span.end;
        let mut edits = vec![Edit::new(self.file, self.with_line_end(&open), "")];
        if let Some(close) = close {
            edits.push(Edit::new(self.file, self.with_line_end(&self.token(close).span), ""));
        }
        let help = Help::edits("remove `extern` and its braces", edits);
        self.error(kind, start, "WIT has no foreign functions", help);
        for _ in 0..3 {
            self.bump();
        }
        while close.is_some_and(|close| self.position() < close) && !self.at_end() {
            let from = self.position();
            self.start_item();
            let attributes = self.attributes();
            if self.item(attributes, scope).is_err() {
                self.recover(from, 0);
                if self.position() == from {
                    self.bump();
                }
            }
        }
        self.eat('}');
        Ok(())
    }

    /// Returns the position of the `}` for the `{` at a position.
    fn closing_brace(&self, open: usize) -> Option<usize> {
        let mut depth = 0usize;
        for at in open.. {
            match self.token(at).kind {
                Kind::Punct('{') => depth += 1,
                Kind::Punct('}') if depth <= 1 => return Some(at),
                Kind::Punct('}') => depth -= 1,
                Kind::Eof => return None,
                _ => {}
            }
        }
        None
    }

    /// Returns the number of tokens before `interface` in `type i interface {` and `type i = interface {`.
    fn interface_after_type(&self) -> Option<usize> {
        [2, 3].into_iter().find(|at| {
            self.word_at(*at) == "interface"
                && (*at == 2 || self.is_at(2, '='))
                && self.is_at(at + 1, '{')
        })
    }

    /// Reports and parses `type i interface { … }`.
    fn type_interface(&mut self, attributes: Vec<Attribute>, scope: &mut Scope) -> Parsed<()> {
        let ahead = self.interface_after_type().unwrap_or_default();
        let span = self.span();
        let end = self.nth(ahead).span.end;
        let kind = SyntaxError::ForeignKeyword { found: "type … interface".to_owned() };
        let name = self.slice(&self.nth(1).span).to_owned();
        let sentence = format!("write `interface {name}`");
        let edit = Edit::new(self.file, span.start..end, format!("interface {name}"));
        self.error(kind, span, "an interface is not a type", Help::edits(sentence, vec![edit]));
        self.bump();
        let name = self.name("the interface")?;
        while self.word() != "interface" {
            self.bump();
        }
        self.bump();
        let what = format!("interface `{}`", name.text);
        let body = self.body_or_placeholder(what, super::body::BodyKind::Interface);
        scope.interfaces.push(super::tree::Interface { name, attributes, body });
        Ok(())
    }
}

/// Returns `true` for a word before an item that WIT does not have.
pub(super) fn is_modifier(word: &str) -> bool {
    matches!(
        word,
        "pub"
            | "public"
            | "private"
            | "protected"
            | "internal"
            | "import"
            | "export"
            | "declare"
            | "default"
            | "abstract"
            | "sealed"
            | "final"
            | "open"
            | "static"
            | "partial"
            | "unsafe"
    )
}

/// Returns the help for a type or function outside of every interface.
fn help_to_wrap(text: &str, scope: &Scope) -> String {
    match scope.interfaces.last() {
        Some(interface) => format!(
            "move it into `interface {}`, or wrap it in an interface, as in `interface types {{ {text} }}`",
            interface.name.text
        ),
        None => format!("wrap it in an interface, as in `interface types {{ {text} }}`"),
    }
}
