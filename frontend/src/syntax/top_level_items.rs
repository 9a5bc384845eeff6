//! The top of a file: `package`, interfaces, worlds, `use`, nested packages, and what does not belong there.

use super::cursor::{Broken, Parsed, Parser};
use super::other_languages;
use super::token::Kind;
use super::tree::{Attribute, Scope, Tree};
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
        tree.scope.misplaced_types.extend(strays.misplaced_types);
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

    /// Something stands at the top that does not belong there.
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
        match self.word() {
            "record" | "variant" | "enum" | "flags" | "resource" | "type" => {
                if self.is_name_at(1) {
                    return self.loose_type(scope);
                }
                let help = "write `record name { … }`, in an interface";
                return Err(self.unexpected("`interface`, `world`, `use` or `package`", help));
            }
            "import" | "export" if matches!(self.word_at(1), "interface" | "world") => {
                let word = self.word().to_owned();
                let fault = self.diagnostic(
                    SyntaxError::LooseWorldItem { word: word.clone() },
                    self.span(),
                    "everything in WIT is public",
                );
                self.bump();
                self.report(fault.with_help(format!("delete `{word}`")));
                return self.item(attributes, scope);
            }
            "import" | "export" | "include" => return Err(self.loose_world_item()),
            "pub" => {
                self.visibility();
                return self.item(attributes, scope);
            }
            "namespace" if self.is_name_at(1) && self.is_at(2, ';') => {
                let kind = SyntaxError::ForeignKeyword { found: "namespace".to_owned() };
                let span = self.bump().span;
                let name = self.bump_text();
                let help = format!("delete the line, and write `package {name}:my-package;`");
                self.error(kind, span, "it is a part of the package's name", help);
                self.eat(';');
                return Ok(());
            }
            "default" if matches!(self.word_at(1), "world" | "interface") => {
                let kind = SyntaxError::ForeignKeyword { found: "default".to_owned() };
                let span = self.bump().span;
                self.error(
                    kind,
                    span,
                    "WIT had this long ago",
                    "delete `default`, and name the world in the macro",
                );
                return self.item(attributes, scope);
            }
            _ => {}
        }
        if let Some(wanted) = self.top_keyword() {
            return self.mistaken_keyword(wanted, attributes, scope);
        }
        let function = (self.is_name_at(0) && (self.is_at(1, ':') || self.is_at(1, '(')))
            || (other_languages::is_function_word(self.word()) && self.is_name_at(1))
            || (self.word() == "async" && self.is_name_at(1));
        if function {
            return self.loose_function(scope);
        }
        if let Some(wanted) = self.item_keyword() {
            let mut types = Vec::new();
            self.mistaken_type(wanted, attributes, &mut types)?;
            scope.misplaced_types.extend(types.into_iter().map(|ty| ty.name.text));
            return Ok(());
        }
        let help = "put types and functions in `interface name { … }`, imports and exports in \
                    `world name { … }`";
        Err(self.unexpected("`interface`, `world`, `use` or `package`", help))
    }

    /// An item of an interface stands behind a `}` too many.
    pub(super) fn closed_too_early(&mut self, scope: &mut Scope) -> Broken {
        let end = self.end();
        if !self.text[..end].ends_with('}') {
            return self.unexpected("`interface`, `world`, `use` or `package`", "delete it");
        }
        if let Some(interface) = scope.interfaces.last_mut() {
            interface.body.broken = true;
        }
        let fault = self
            .diagnostic(SyntaxError::StrayBrace, end - 1..end, "this ends the item too early")
            .with_label(self.file, self.span(), "this should still be inside")
            .with_help("delete this `}`");
        let broken = self.report(fault);
        let mut depth = 0usize;
        while !(self.at_end() || (depth == 0 && self.is('}'))) {
            match self.kind() {
                Kind::Mark('{') => depth += 1,
                Kind::Mark('}') => depth -= 1,
                _ => {}
            }
            self.bump();
        }
        self.braces += 1;
        self.eat('}');
        broken
    }

    pub(super) fn stray_brace(&mut self) -> Broken {
        let span = self.bump().span;
        self.error(
            SyntaxError::StrayBrace,
            span,
            "nothing is open here",
            "delete this `}`, or look above it for a `}` too many",
        )
    }

    /// The keyword of the top that was probably meant by the next word.
    pub(super) fn top_keyword(&self) -> Option<&'static str> {
        let word = self.word();
        if word.is_empty() || !self.is_name_at(1) || self.nth(1).fresh {
            return None;
        }
        let known = ["interface", "world"];
        if !self.is_at(2, '{') && matches!(word, "namespace" | "module" | "mod") {
            return None;
        }
        let meant = other_languages::item_word(word)
            .and_then(|wanted| known.into_iter().find(|known| *known == wanted));
        if meant.is_some() {
            return meant;
        }
        if self.is_at(2, '{') {
            return other_languages::nearest(word, known.into_iter());
        }
        let near = other_languages::nearest(word, ["use"].into_iter());
        near.filter(|_| word.len() > 2 && !self.is_at(1, ':') && !super::is_keyword(word))
    }

    pub(super) fn mistaken_keyword(
        &mut self,
        wanted: &'static str,
        attributes: Vec<Attribute>,
        scope: &mut Scope,
    ) -> Parsed<()> {
        let kind = SyntaxError::ForeignKeyword { found: self.word().to_owned() };
        let span = self.span();
        let fault = self.diagnostic(kind, span, format!("WIT calls it `{wanted}`"));
        let name = self.slice(&self.nth(1).span.clone()).to_owned();
        self.report(fault.with_help(format!("write `{wanted} {name}`")));
        match wanted {
            "interface" => scope.interfaces.push(self.interface(attributes)?),
            "world" => scope.worlds.push(self.world(attributes)?),
            _ => scope.uses.push(self.top_use(attributes)?),
        }
        Ok(())
    }

    pub(super) fn loose_type(&mut self, scope: &mut Scope) -> Parsed<()> {
        let span = self.span();
        let word = self.word().to_owned();
        let name = self.slice(&self.nth(1).span.clone()).to_owned();
        let kind = SyntaxError::LooseType { word: word.clone(), name: name.clone() };
        self.error(
            kind,
            span,
            "this stands outside every interface",
            wrap(&format!("{word} {name} …"), scope),
        );
        let mut types = Vec::new();
        let read = self.type_item(Vec::new(), &mut types);
        scope.misplaced_types.extend(types.into_iter().map(|ty| ty.name.text));
        read
    }

    pub(super) fn loose_function(&mut self, scope: &mut Scope) -> Parsed<()> {
        let span = self.span();
        let first = other_languages::is_function_word(self.word()) || self.word() == "async";
        let name = if first && self.is_name_at(1) {
            self.slice(&self.nth(1).span.clone())
        } else {
            self.slice(&span)
        };
        let kind = SyntaxError::LooseFunction { name: name.to_owned() };
        let help = wrap(&format!("{name}: func(…);"), scope);
        self.error(kind, span, "this stands outside every interface", help);
        let mut depth = 0usize;
        while !self.at_end() && !self.is(';') && !self.is_outer_item(usize::MAX) {
            match self.kind() {
                Kind::Mark('{') => depth += 1,
                Kind::Mark('}') if depth == 0 => break,
                Kind::Mark('}') => {
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

    pub(super) fn loose_world_item(&mut self) -> Broken {
        let span = self.span();
        let word = self.word().to_owned();
        let line = self.line(span.start).to_owned();
        if self.nth(1).kind == Kind::Text {
            let kind = SyntaxError::LooseWorldItem { word };
            let help = "delete the line: all `.wit` files of a folder are one package";
            return self.error(kind, span, "WIT reads no files by name", help);
        }
        let kind = SyntaxError::LooseWorldItem { word };
        self.error(
            kind,
            span,
            "this stands outside every world",
            format!("put it in a world: `world my-world {{ {line} }}`"),
        )
    }
}

/// Where a type or function that stands alone should go.
fn wrap(text: &str, scope: &Scope) -> String {
    match scope.interfaces.last() {
        Some(interface) => format!(
            "move it into `interface {} {{ }}`, or wrap it: `interface types {{ {text} }}`",
            interface.name.text
        ),
        None => format!("wrap it in an interface: `interface types {{ {text} }}`"),
    }
}
