//! The top of a file: `package`, interfaces, worlds, `use`, nested packages, and what does not belong there.

use super::body::Location;
use super::cursor::{Broken, Parsed, Parser};
use super::token::Kind;
use super::tree::{Attribute, Interface, Scope, TopUse, Tree, World};
use crate::diagnostic::SyntaxError;

impl Parser<'_> {
    /// Reads the whole file.
    pub(super) fn tree(&mut self) -> Tree {
        let mut tree = Tree::default();
        while !self.at_end() {
            let start = self.position();
            if self.top_item(&mut tree).is_err() {
                tree.scope.broken = true;
                self.recover_at_top(start);
            }
        }
        let strays = std::mem::take(&mut self.strays);
        tree.scope.interfaces.extend(strays.interfaces);
        tree.scope.worlds.extend(strays.worlds);
        tree.scope.packages.extend(strays.packages);
        tree.scope.loose.extend(strays.loose);
        tree
    }

    pub(super) fn top_item(&mut self, tree: &mut Tree) -> Parsed<()> {
        let docs = self.comments_before();
        let attributes = self.attributes();
        if self.word() == "package" || self.is_misspelt_package() {
            return self.package(docs, &attributes, tree);
        }
        if self.is_bare_header(tree) {
            return self.bare_header(docs, tree);
        }
        // What follows a second `package` line is in that package.
        match self.follows_second_header {
            true => match tree.scope.packages.last_mut() {
                Some(nested) => self.item(attributes, &mut nested.scope),
                None => self.item(attributes, &mut tree.scope),
            },
            false => self.item(attributes, &mut tree.scope),
        }
    }

    /// Reads one item of the top that is not a package.
    pub(super) fn item(&mut self, attributes: Vec<Attribute>, scope: &mut Scope) -> Parsed<()> {
        let indented = self.fresh() && self.indent_of(self.span().start) > 0;
        if self.braces < 0 && indented && !self.is('}') && self.text[..self.end()].ends_with('}') {
            return Err(self.closed_too_early(scope));
        }
        match self.word() {
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
                let read = self.top_use(attributes)?;
                scope.uses.push(read);
                Ok(())
            }
            _ => self.misplaced(attributes, scope),
        }
    }

    /// Reads an interface. If its body cannot be read, it is there nevertheless, and broken.
    pub(super) fn interface(&mut self, attributes: Vec<Attribute>) -> Parsed<Interface> {
        self.bump();
        let name = self.name("the interface")?;
        let what = format!("interface `{}`", name.text);
        let body = self.body_or_broken(what, Location::Interface);
        Ok(Interface { name, attributes, body })
    }

    /// Reads a world. If its body cannot be read, it is there nevertheless, and broken.
    pub(super) fn world(&mut self, attributes: Vec<Attribute>) -> Parsed<World> {
        self.bump();
        let name = self.name("the world")?;
        let what = format!("world `{}`", name.text);
        let body = self.body_or_broken(what, Location::World);
        Ok(World { name, attributes, body })
    }

    pub(super) fn body_or_broken(&mut self, what: String, place: Location) -> super::tree::Body {
        let start = self.position();
        match self.brace_or_skip(&what).and_then(|()| self.body(what, place)) {
            Ok(body) => body,
            Err(Broken) => {
                if !self.fresh() && !self.text[..self.end()].ends_with(';') {
                    self.recover_at_top(start);
                }
                super::tree::Body { broken: true, ..super::tree::Body::default() }
            }
        }
    }

    /// Skips `:` or `=` before a `{`, with a fault, and knows a body whose `{` was forgotten.
    pub(super) fn brace_or_skip(&mut self, what: &str) -> Parsed<()> {
        let plain = what.replace('`', "");
        self.no_inheritance(&plain);
        if self.is('@') && self.nth(1).kind == Kind::Integer {
            let start = self.bump().span.start;
            let number = self.fault_count();
            self.version();
            self.forget_since(number);
            let span = start..self.end();
            let text = self.slice(&span).to_owned();
            let fault = self.diagnostic(SyntaxError::VersionPlace, span, "only a package has one");
            let help = format!("delete `{text}`: the version is in the `package` line");
            self.report(fault.with_help(help));
        }
        if (self.is(':') || self.is('=')) && self.is_at(1, '{') {
            let found = self.found();
            let span = self.bump().span;
            let kind = SyntaxError::Unexpected { wanted: "`{`".to_owned(), found };
            let fault = self.diagnostic(kind, span, "nothing stands here");
            self.report(fault.with_help(format!("write `{plain} {{`")));
        }
        if self.fresh() && !self.is('{') && self.starts_item() && !self.is_outer_item(usize::MAX) {
            let kind = SyntaxError::Unexpected { wanted: "`{`".to_owned(), found: self.found() };
            let fault = self.diagnostic(kind, self.behind(), "`{` is missing here");
            self.report(fault.with_help(format!("write `{plain} {{`")));
            while !self.at_end() && !self.is_outer_item(usize::MAX) {
                self.bump();
            }
            return Err(Broken);
        }
        Ok(())
    }

    /// Skips `extends base` or `: base` before a `{`, with a fault.
    fn no_inheritance(&mut self, what: &str) {
        let word =
            matches!(self.word(), "extends" | "implements" | "inherits" | "includes" | "from");
        let colon = self.is(':') && self.is_name_at(1) && !self.nth(1).fresh;
        if self.fresh() || !(word || colon) {
            return;
        }
        let start = self.span().start;
        let base = self.text[self.span().end..].split(['{', '\n', ',']).next().unwrap_or_default();
        let base = base.trim();
        let found = if word { self.word().to_owned() } else { format!(": {base}") };
        let help = if what.starts_with("world") {
            format!("delete it, and write `include {base};` in the braces")
        } else {
            format!(
                "delete it: pick types with `use {base}.{{…}};` in the braces, and import both \
                 interfaces in the world"
            )
        };
        while !self.at_end() && !self.is('{') && !self.is('}') && !self.nth(1).fresh {
            self.bump();
        }
        let kind = SyntaxError::ForeignKeyword { found };
        let fault = self.diagnostic(kind, start..self.end(), "nothing is inherited in WIT");
        self.report(fault.with_help(help));
    }

    pub(super) fn top_use(&mut self, attributes: Vec<Attribute>) -> Parsed<TopUse> {
        let start = self.bump().span.start;
        let path = self.path()?;
        let mut picked = None;
        if (self.is('.') && self.is_at(1, '{')) || self.is('{') {
            self.eat('.');
            picked = Some(self.picked()?);
        } else if self.is('.') && self.is_name_at(1) {
            self.bump();
            let name = self.name("a type")?;
            picked = Some(vec![super::tree::UseName { name, alias: None }]);
        }
        let mut alias = None;
        if self.eat_word("as") {
            alias = Some(self.name("the interface")?);
        }
        self.semicolon()?;
        Ok(TopUse { path, alias, picked, attributes, span: start..self.end() })
    }

    /// Goes on to the next item of the top.
    pub(super) fn recover_at_top(&mut self, from: usize) {
        let mut depth = self.open_since(from);
        while !self.at_end() {
            let moved = self.position() > from;
            if moved && self.fresh() && self.is_top_item() {
                return;
            }
            match self.kind() {
                Kind::Mark('{') => depth += 1,
                Kind::Mark('}') => {
                    if depth <= 1 && moved {
                        if depth == 1 {
                            self.bump();
                        }
                        return;
                    }
                    depth = depth.saturating_sub(1);
                }
                Kind::Mark(';') if depth == 0 => {
                    self.bump();
                    return;
                }
                _ => {}
            }
            self.bump();
        }
    }

    pub(super) fn is_top_item(&self) -> bool {
        self.is_outer_item(0) || (self.word() == "use" && self.indent_of(self.span().start) == 0)
    }
}
