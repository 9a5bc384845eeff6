//! What stands at the top of a file and does not belong there.

use super::cursor::{Broken, Parsed, Parser};
use super::foreign;
use super::token::Kind;
use super::tree::{Attribute, Scope};
use crate::diagnostic::SyntaxError;
use crate::spelling::nearest;

impl Parser<'_> {
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
                let fault = self.diagnostic(kind, span, "it is a part of the package's name");
                let help = format!("delete the line, and write `package {name}:my-package;`");
                self.report(fault.with_help(help));
                self.eat(';');
                return Ok(());
            }
            "default" if matches!(self.word_at(1), "world" | "interface") => {
                let kind = SyntaxError::ForeignKeyword { found: "default".to_owned() };
                let span = self.bump().span;
                let fault = self.diagnostic(kind, span, "WIT had this long ago");
                self.report(fault.with_help("delete `default`, and name the world in the macro"));
                return self.item(attributes, scope);
            }
            _ => {}
        }
        if let Some(wanted) = self.top_keyword() {
            return self.mistaken_keyword(wanted, attributes, scope);
        }
        let function = (self.is_name_at(0) && (self.is_at(1, ':') || self.is_at(1, '(')))
            || (foreign::is_function_word(self.word()) && self.is_name_at(1))
            || (self.word() == "async" && self.is_name_at(1));
        if function {
            return self.loose_function(scope);
        }
        if let Some(wanted) = self.item_keyword() {
            let mut types = Vec::new();
            self.mistaken_type(wanted, attributes, &mut types)?;
            scope.loose.extend(types.into_iter().map(|ty| ty.name.text));
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
        let fault = self.diagnostic(SyntaxError::StrayBrace, span, "nothing is open here");
        self.report(fault.with_help("delete this `}`, or look above it for a `}` too many"))
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
        let meant = foreign::item_word(word)
            .and_then(|wanted| known.into_iter().find(|known| *known == wanted));
        if meant.is_some() {
            return meant;
        }
        if self.is_at(2, '{') {
            return nearest(word, known);
        }
        let near = nearest(word, ["use"]);
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
        let fault = self.diagnostic(kind, span, "this stands outside every interface");
        self.report(fault.with_help(wrap(&format!("{word} {name} …"), scope)));
        let mut types = Vec::new();
        let read = self.type_item(Vec::new(), &mut types);
        scope.loose.extend(types.into_iter().map(|ty| ty.name.text));
        read
    }

    pub(super) fn loose_function(&mut self, scope: &mut Scope) -> Parsed<()> {
        let span = self.span();
        let first = foreign::is_function_word(self.word()) || self.word() == "async";
        let name = if first && self.is_name_at(1) {
            self.slice(&self.nth(1).span.clone())
        } else {
            self.slice(&span)
        };
        let kind = SyntaxError::LooseFunction { name: name.to_owned() };
        let help = wrap(&format!("{name}: func(…);"), scope);
        let fault = self.diagnostic(kind, span, "this stands outside every interface");
        self.report(fault.with_help(help));
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
            let fault = self.diagnostic(kind, span, "WIT reads no files by name");
            let help = "delete the line: all `.wit` files of a folder are one package";
            return self.report(fault.with_help(help));
        }
        let kind = SyntaxError::LooseWorldItem { word };
        let fault = self.diagnostic(kind, span, "this stands outside every world");
        self.report(fault.with_help(format!("put it in a world: `world my-world {{ {line} }}`")))
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
