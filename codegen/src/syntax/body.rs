//! What stands between the braces of an interface, and how an item that cannot be read is set aside.

use super::cursor::{Broken, Opened, Parsed, Parser};
use super::foreign;
use super::token::Span;
use super::tree::{Attribute, Body, Path, Shape, TypeDef, Use, UseName};
use crate::diagnostic::SyntaxFault;

/// Which kind of braces is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Interface,
    World,
}

impl Parser<'_> {
    /// Reads from `{` to `}`.
    pub(super) fn body(&mut self, what: String, place: Place) -> Parsed<Body> {
        let mut body = Body { brace: self.span(), ..Body::default() };
        if !self.is('{') {
            return Err(self.no_body(&what));
        }
        let opened = self.opened(what, self.span());
        self.bump();
        self.items(&opened, |p| {
            let attributes = p.attributes();
            match place {
                Place::Interface => p.interface_item(attributes, &mut body),
                Place::World => p.world_item(attributes, &mut body),
            }
        })
        .then(|| body.broken = true);
        Ok(body)
    }

    fn no_body(&mut self, what: &str) -> Broken {
        let kind = SyntaxFault::Unexpected { wanted: "`{`".to_owned(), found: self.found() };
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
        let first = if self.fresh() { self.indent_of(self.span().start) } else { 0 };
        loop {
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
    fn is_dedented(&self, opened: &Opened, first: usize) -> bool {
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
        let fault = self.diagnostic(SyntaxFault::StraySemicolon, span, "nothing to end here");
        self.report(fault.with_help(if after_brace {
            "delete the `;`: what ends in `}` has none"
        } else {
            "delete the `;`"
        }));
    }

    fn interface_item(&mut self, attributes: Vec<Attribute>, body: &mut Body) -> Parsed<()> {
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
                Err(self.only_in_world(span, "include", "pick types with `use ….{…};`"))
            }
            "interface" | "world" if self.is_name_at(1) => self.nested_item(),
            _ => self.function_item(attributes, body),
        }
    }

    fn function_item(&mut self, attributes: Vec<Attribute>, body: &mut Body) -> Parsed<()> {
        if let Some(wanted) = self.item_keyword() {
            return self.mistaken_type(wanted, attributes, &mut body.types);
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
        let kind = SyntaxFault::ForeignKeyword { found: word };
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
        let near = foreign::nearest(word, types.into_iter())?;
        let fits = match near {
            "type" => self.is_at(2, '='),
            _ => self.is_at(2, '{') || self.is_at(2, ';'),
        };
        fits.then_some(near)
    }

    pub(super) fn visibility(&mut self) {
        let span = self.bump().span;
        let kind = SyntaxFault::ForeignKeyword { found: "pub".to_owned() };
        let fault = self.diagnostic(kind, span, "everything in WIT is public");
        self.report(fault.with_help("delete `pub`"));
    }

    fn extern_in_interface(&mut self, attributes: Vec<Attribute>, body: &mut Body) -> Parsed<()> {
        let token = self.bump().span;
        let word = self.slice(&token).to_owned();
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

    fn only_in_world(&mut self, span: Span, word: &str, help: &str) -> Broken {
        let kind = SyntaxFault::OnlyInWorld { word: word.to_owned() };
        let fault = self.diagnostic(kind, span, "this is inside an interface");
        self.report(fault.with_help(help))
    }

    /// Reads an interface or a world that stands in another item, reports it, and keeps it as if it stood at the top.
    pub(super) fn nested_item(&mut self) -> Parsed<()> {
        let word = self.word().to_owned();
        let span = self.span();
        let name = self.slice(&self.nth(1).span.clone()).to_owned();
        let fault = self.diagnostic(
            SyntaxFault::NestedItem { item: format!("{word} `{name}`") },
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

    /// Reads a `use` of types. Nothing, with a fault, if it picks none.
    pub(super) fn use_item(&mut self, attributes: Vec<Attribute>) -> Parsed<Option<Use>> {
        let start = self.bump().span.start;
        if self.is('{') {
            return Err(self.use_from(start));
        }
        let path = self.path()?;
        let names = match self.picks(start, &path)? {
            Some(names) => names,
            None => return Ok(None),
        };
        if self.is('@') {
            self.version_behind_names(start, &path);
        }
        self.semicolon()?;
        Ok(Some(Use { path, names, attributes, span: start..self.end() }))
    }

    fn picks(&mut self, start: usize, path: &Path) -> Parsed<Option<Vec<UseName>>> {
        let dotted = self.eat('.');
        if self.is('{') {
            let behind = self.behind();
            let names = self.picked()?;
            if !dotted {
                let fault =
                    self.diagnostic(SyntaxFault::UseShape, behind.clone(), "`.` is missing here");
                let (path, tail) = self.text[start..self.end()].split_at(behind.end - start);
                self.report(fault.with_help(format!("write `{path}.{};`", tail.trim())));
            }
            return Ok(Some(names));
        }
        if dotted {
            return self.bare_pick(start).map(Some);
        }
        if self.is(';') || self.fresh() || self.word() == "as" {
            if !matches!(path, Path::Package(_)) {
                return Err(self.use_without_names(start));
            }
            self.semicolon()?;
            let span = start..self.end();
            let fault = self.diagnostic(SyntaxFault::UseWithoutNames, span, "it picks no type");
            let help = "write `use namespace:package/interface.{type-a, type-b};`";
            self.report(fault.with_help(help));
            return Ok(None);
        }
        let help = "write `use path.{type-a, type-b};`";
        Err(self.unexpected("`.{`", help))
    }

    /// `use types.t;` and `use types.*;`.
    fn bare_pick(&mut self, start: usize) -> Parsed<Vec<UseName>> {
        let at = self.span();
        if self.is('*') {
            return self.picked_star(start);
        }
        let path = self.text[start..self.end()].to_owned();
        let name = self.name("a type")?;
        let alias = if self.eat_word("as") { Some(self.name("a type")?) } else { None };
        let inner = self.slice(&(at.start..self.end())).to_owned();
        if self.is('.') {
            return Err(self.old_path(start));
        }
        let fault =
            self.diagnostic(SyntaxFault::UseShape, at.start..self.end(), "put it in braces");
        self.report(fault.with_help(format!("write `{path}{{{inner}}};`")));
        Ok(vec![UseName { name, alias }])
    }

    /// `use self.types.{t}` and `use pkg.types.{t}`, as WIT was long ago, or `use a.b.c`.
    fn old_path(&mut self, start: usize) -> Broken {
        let path = self.text[start..self.end()].trim_start_matches("use").trim();
        let span = self.end() - path.len()..self.end();
        let last = path.rsplit('.').next().unwrap_or_default();
        let help = match path.split_once('.') {
            Some(("self" | "pkg" | "this" | "super" | "crate", _)) => {
                format!("write `use {last}.{{…}};`")
            }
            _ => format!("write `use {last}.{{…}};`, or `use namespace:package/{last}.{{…}};`"),
        };
        let kind = SyntaxFault::PathShape { path: path.to_owned() };
        let fault =
            self.diagnostic(kind, span, "a path is `interface` or `namespace:package/interface`");
        self.report(fault.with_help(help))
    }

    fn picked_star(&mut self, start: usize) -> Parsed<Vec<UseName>> {
        let path = self.text[start..self.end()].to_owned();
        let span = self.bump().span;
        let fault = self.diagnostic(SyntaxFault::UseStar, span, "each type must be named");
        Err(self.report(fault.with_help(format!("write `{path}{{type-a, type-b}};`"))))
    }

    fn use_without_names(&mut self, start: usize) -> Broken {
        let path = self.text[start..self.end()].to_owned();
        let span = start..self.end();
        let fault = self.diagnostic(SyntaxFault::UseWithoutNames, span, "it picks no type");
        let help = format!("write `{path}.{{type-a, type-b}};` with the types that are used here");
        let broken = self.report(fault.with_help(help));
        if self.eat_word("as") && self.is_name_at(0) {
            self.bump();
        }
        broken
    }

    /// `use {t} from types;`, as in JavaScript.
    fn use_from(&mut self, start: usize) -> Broken {
        let open = self.span().start;
        while !self.at_end() && !self.is('}') && !self.is(';') {
            self.bump();
        }
        self.eat('}');
        let names = self.text[open..self.end()].to_owned();
        if self.eat_word("from") {
            let from = self.span().start;
            while !self.at_end() && !self.is(';') && !self.fresh() {
                self.bump();
            }
            let path = self.text[from..self.end()].trim().trim_matches('"').to_owned();
            let span = start..self.end();
            let fault = self.diagnostic(SyntaxFault::UseShape, span, "the path comes first");
            return self.report(fault.with_help(format!("write `use {path}.{names};`")));
        }
        let span = start..self.end();
        let fault = self.diagnostic(SyntaxFault::UseShape, span, "it does not say from where");
        self.report(fault.with_help(format!("write `use interface-name.{names};`")))
    }

    fn version_behind_names(&mut self, start: usize, path: &Path) {
        let names = self.text[start..self.end()].to_owned();
        let at = self.bump().span.start;
        let (version, _) = self.version();
        let span = at..self.end();
        let version = version.map_or(String::new(), |v| format!("@{v}"));
        let fault = self.diagnostic(
            SyntaxFault::VersionPlace,
            span,
            "the version stands behind the interface",
        );
        let end = match path {
            Path::Foreign { span, .. } => span.end,
            Path::Local(name) => name.span.end,
            Path::Package(package) => package.span.end,
        };
        let (head, tail) = names.split_at(end - start);
        self.report(fault.with_help(format!("write `{head}{version}{tail};`")));
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

    fn type_item_as(
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
