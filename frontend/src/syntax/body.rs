//! What stands between the braces of an interface, and how an item that cannot be read is set aside.

use super::cursor::{Broken, Opened, Parsed, Parser};
use super::foreign;
use super::token::Span;
use super::tree::{Attribute, Body, Shape, TypeDef};
use crate::diagnostic::SyntaxError;
use crate::spelling::nearest;

/// Which kind of braces is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Location {
    Interface,
    World,
}

impl Parser<'_> {
    /// Reads from `{` to `}`.
    pub(super) fn body(&mut self, what: String, place: Location) -> Parsed<Body> {
        let mut body = Body::default();
        self.wrong_brace(format!("write `{} {{`", what.replace('`', "")));
        let forgotten = self.fresh() && self.starts_item() && !self.is_outer_item(usize::MAX);
        if !self.is('{') && !forgotten {
            return Err(self.no_body(&what));
        }
        if forgotten {
            let kind = SyntaxError::Unexpected { wanted: "`{`".to_owned(), found: self.found() };
            let fault = self.diagnostic(kind, self.behind(), "`{` is missing here");
            self.report(fault.with_help("write `{` at the end of this line"));
            self.braces += 1;
        }
        let opened = self.opened(what, if forgotten { self.behind() } else { self.span() });
        self.eat('{');
        self.items(&opened, |p| {
            let attributes = p.attributes();
            if p.dangling(&attributes) {
                return Ok(());
            }
            match place {
                Location::Interface => p.interface_item(attributes, &mut body),
                Location::World => p.world_item(attributes, &mut body),
            }
        })
        .then(|| body.broken = true);
        Ok(body)
    }

    /// Whether attributes stand before the `}`, and so before nothing, with a fault.
    pub(super) fn dangling(&mut self, attributes: &[Attribute]) -> bool {
        let (Some(first), true) = (attributes.first(), self.is('}')) else { return false };
        let kind = SyntaxError::AttributeMisplaced { what: "`}`".to_owned() };
        let fault = self.diagnostic(kind, first.span.start..self.end(), "no item follows");
        self.report(fault.with_help("delete it, or write the item behind it"));
        true
    }

    pub(super) fn no_body(&mut self, what: &str) -> Broken {
        let kind = SyntaxError::Unexpected { wanted: "`{`".to_owned(), found: self.found() };
        if self.is(';') {
            let span = self.bump().span;
            let fault = self.diagnostic(kind, span, "`{` should stand here");
            let help = format!("write `{} {{ }}`", what.replace('`', ""));
            return self.report(fault.with_help(help));
        }
        let help = format!("{what} has its items in braces: write `{{` here and `}}` at its end");
        self.unexpected("`{`", help)
    }

    /// Reads items up to and with the `}`. Whether one of them could not be read.
    pub(super) fn items(
        &mut self,
        opened: &Opened,
        mut item: impl FnMut(&mut Self) -> Parsed<()>,
    ) -> bool {
        let mut broken = false;
        self.doubled('}');
        let first = if self.fresh() { self.indent_of(self.span().start) } else { 0 };
        loop {
            self.wrong_closing_brace();
            if self.belongs_outside(opened) || self.is_dedented(opened, first) {
                self.unclosed('}', opened);
                return broken;
            }
            if self.eat('}') {
                return broken;
            }
            if self.at_end() || self.is_outer_item(opened.indent) {
                self.unclosed('}', opened);
                return broken;
            }
            if self.is(';') {
                self.stray_semicolon();
                continue;
            }
            let start = self.position();
            let read = item(self);
            broken |= std::mem::take(&mut self.lost);
            if read.is_err() {
                broken = true;
                self.recover(start, opened.indent);
                if self.position() == start && !self.is('}') {
                    self.bump();
                }
            }
        }
    }

    /// Whether a `}` is missing in the file, and an item starts that is not as far from the left as the first one.
    pub(super) fn is_dedented(&self, opened: &Opened, first: usize) -> bool {
        self.braces > 0
            && first > opened.indent
            && self.fresh()
            && self.starts_item()
            && self.indent_of(self.span().start) <= opened.indent
    }

    /// Reports and skips a `;` that ends nothing.
    pub(super) fn stray_semicolon(&mut self) {
        let after_brace = self.text[..self.end()].ends_with('}');
        let span = self.bump().span;
        let fault = self.diagnostic(SyntaxError::StraySemicolon, span, "nothing to end here");
        self.report(fault.with_help(if after_brace {
            "delete the `;`: what ends in `}` has none"
        } else {
            "delete the `;`"
        }));
    }

    pub(super) fn interface_item(
        &mut self,
        attributes: Vec<Attribute>,
        body: &mut Body,
    ) -> Parsed<()> {
        match self.word() {
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
            "import" | "export" => self.extern_in_interface(attributes, body),
            "include" => {
                let span = self.bump().span;
                let name = self.found().trim_matches('`').to_owned();
                let help = format!(
                    "pick its types with `use {name}.{{…}};`, and import both in a world: an \
                     interface holds only functions of its own"
                );
                Err(self.only_in_world(span, "include", &help))
            }
            "package" if self.is_name_at(1) && !self.is_at(1, ':') => {
                self.package_in_nested("this is still inside the braces of an interface")
            }
            "interface" | "world" if self.is_name_at(1) => self.nested_item(),
            _ => self.function_item(attributes, body),
        }
    }

    pub(super) fn function_item(
        &mut self,
        attributes: Vec<Attribute>,
        body: &mut Body,
    ) -> Parsed<()> {
        if let Some(wanted) = self.item_keyword() {
            return self.mistaken_type(wanted, attributes, &mut body.types);
        }
        if self.word() == "constructor" && self.is_at(1, '(') {
            return Err(self.constructor_outside());
        }
        if self.fresh() && self.word() == "pub" {
            self.visibility();
            return self.interface_item(attributes, body);
        }
        let function = self.named_function(attributes)?;
        body.functions.push(function);
        Ok(())
    }

    /// Reads a type definition whose keyword is spelt in another way.
    pub(super) fn mistaken_type(
        &mut self,
        wanted: &'static str,
        attributes: Vec<Attribute>,
        types: &mut Vec<TypeDef>,
    ) -> Parsed<()> {
        let word = self.word().to_owned();
        let span = self.span();
        let name = self.slice(&self.nth(1).span.clone());
        let kind = SyntaxError::ForeignKeyword { found: word };
        let fault = self.diagnostic(kind, span, format!("WIT calls it `{wanted}`"));
        self.report(fault.with_help(format!("write `{wanted} {}`", super::kebab(name))));
        self.type_item_as(wanted, attributes, types)
    }

    /// The keyword that was probably meant where a word and a name follow each other.
    pub(super) fn item_keyword(&self) -> Option<&'static str> {
        if !(self.is_name_at(0) && self.is_name_at(1)) || self.is_at(1, ':') {
            return None;
        }
        if self.nth(1).fresh {
            return None;
        }
        let word = self.word();
        let types = ["record", "variant", "enum", "flags", "resource", "type"];
        if let Some(wanted) = foreign::item_word(word) {
            return types.into_iter().find(|known| *known == wanted);
        }
        if super::is_keyword(word) || foreign::is_function_word(word) {
            return None;
        }
        let near = nearest(word, types)?;
        let fits = match near {
            "type" => self.is_at(2, '='),
            _ => self.is_at(2, '{') || self.is_at(2, ';'),
        };
        fits.then_some(near)
    }

    pub(super) fn visibility(&mut self) {
        let span = self.bump().span;
        let kind = SyntaxError::ForeignKeyword { found: "pub".to_owned() };
        let fault = self.diagnostic(kind, span, "everything in WIT is public");
        self.report(fault.with_help("delete `pub`"));
    }

    pub(super) fn extern_in_interface(
        &mut self,
        attributes: Vec<Attribute>,
        body: &mut Body,
    ) -> Parsed<()> {
        let token = self.bump().span;
        let word = self.slice(&token).to_owned();
        if self.is('{') {
            return Err(self.use_from(token.start));
        }
        let function =
            self.is_name_at(0) && self.is_at(1, ':') && matches!(self.word_at(2), "func" | "async");
        if function {
            let help = format!("delete `{word}`: a world imports or exports the whole interface");
            self.only_in_world(token, &word, &help);
            return self.function_item(attributes, body);
        }
        let help = if word == "import" {
            "pick types with `use name.{type-a};`, and import interfaces in a `world`"
        } else {
            "write it in a `world`, which exports whole interfaces"
        };
        Err(self.only_in_world(token, &word, help))
    }

    pub(super) fn only_in_world(&mut self, span: Span, word: &str, help: &str) -> Broken {
        let kind = SyntaxError::OnlyInWorld { word: word.to_owned() };
        let fault = self.diagnostic(kind, span, "this is inside an interface");
        self.report(fault.with_help(help))
    }

    /// Reads an interface or a world that stands in another item, reports it, and keeps it as if it stood at the top.
    pub(super) fn nested_item(&mut self) -> Parsed<()> {
        let word = self.word().to_owned();
        let span = self.span();
        let name = self.slice(&self.nth(1).span.clone()).to_owned();
        let fault = self.diagnostic(
            SyntaxError::NestedItem { item: format!("{word} `{name}`") },
            span,
            "this is still inside the braces of another item",
        );
        let help = format!("move `{word} {name}` behind the closing `}}`, to the top of the file");
        self.report(fault.with_help(help));
        let mut strays = std::mem::take(&mut self.strays);
        let read = if word == "interface" {
            self.interface(Vec::new()).map(|interface| strays.interfaces.push(interface))
        } else {
            self.world(Vec::new()).map(|world| strays.worlds.push(world))
        };
        strays.interfaces.append(&mut self.strays.interfaces);
        strays.worlds.append(&mut self.strays.worlds);
        self.strays = strays;
        read
    }

    /// Reads a type definition of any keyword.
    pub(super) fn type_item(
        &mut self,
        attributes: Vec<Attribute>,
        types: &mut Vec<TypeDef>,
    ) -> Parsed<()> {
        let word = self.word();
        self.type_item_as(word, attributes, types)
    }

    pub(super) fn type_item_as(
        &mut self,
        word: &str,
        attributes: Vec<Attribute>,
        types: &mut Vec<TypeDef>,
    ) -> Parsed<()> {
        self.bump();
        let name = self.name(&format!("the {word}"))?;
        let shape = self.shape(word, &name);
        let (shape, read) = match shape {
            Ok(shape) => (shape, Ok(())),
            Err(broken) => (Shape::Unknown, Err(broken)),
        };
        types.push(TypeDef { name, attributes, shape });
        read
    }
}
