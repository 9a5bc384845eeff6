//! The top of a file: `package`, interfaces, worlds, `use`, nested packages, and what does not belong there.

use super::body::Place;
use super::cursor::{Broken, Parsed, Parser};
use super::foreign;
use super::token::{Kind, Span};
use super::tree::{Attribute, Header, Interface, Nested, PackageName, Scope, TopUse, Tree, World};
use crate::diagnostic::SyntaxFault;

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

    fn top_item(&mut self, tree: &mut Tree) -> Parsed<()> {
        let docs = self.comments_before();
        let attributes = self.attributes();
        if self.word() == "package" || self.is_misspelt_package() {
            return self.package(docs, &attributes, tree);
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

    fn is_misspelt_package(&self) -> bool {
        self.is_name_at(1)
            && self.is_at(2, ':')
            && foreign::nearest(self.word(), ["package"].into_iter()).is_some()
    }

    /// The comments between the last item and the next one.
    fn comments_before(&self) -> Option<Span> {
        let (from, to) = (self.end(), self.span().start);
        let mut between = self.comments.iter().filter(|span| span.start >= from && span.end <= to);
        let first = between.next()?;
        let last = between.next_back().unwrap_or(first);
        Some(first.start..last.end)
    }

    fn package(
        &mut self,
        docs: Option<Span>,
        attributes: &[Attribute],
        tree: &mut Tree,
    ) -> Parsed<()> {
        if self.word() != "package" {
            let kind = SyntaxFault::ForeignKeyword { found: self.word().to_owned() };
            let fault = self.diagnostic(kind, self.span(), "WIT calls it `package`");
            self.report(fault.with_help("write `package`"));
        }
        let keyword = self.bump().span;
        if let Some(attribute) = attributes.first() {
            let kind = SyntaxFault::AttributeMisplaced { what: "a package".to_owned() };
            let fault =
                self.diagnostic(kind, attribute.span.clone(), "no attribute may stand here");
            self.report(fault.with_help("delete it, or put it before an interface or a world"));
        }
        let name = self.package_name()?;
        if self.is('{') {
            let nested = self.nested(name)?;
            tree.scope.packages.push(nested);
            return Ok(());
        }
        if let Some(kind) = self.misplaced_header(tree) {
            let first = tree.header.as_ref().map(|header| header.name.span.clone());
            let other = kind == SyntaxFault::SecondHeader
                && first.as_ref().is_some_and(|first| self.slice(first) != self.slice(&name.span));
            self.header_again(kind, keyword, &name, first);
            if other {
                self.follows_second_header = true;
                tree.scope.packages.push(Nested { name, scope: Scope::default() });
            } else if tree.header.is_none() {
                tree.header = Some(Header { docs: None, name });
            }
            return self.semicolon();
        }
        tree.header = Some(Header { docs, name });
        self.semicolon()
    }

    fn misplaced_header(&self, tree: &Tree) -> Option<SyntaxFault> {
        let scope = &tree.scope;
        let items = scope.uses.len() + scope.interfaces.len() + scope.worlds.len();
        if tree.header.is_some() {
            return Some(SyntaxFault::SecondHeader);
        }
        (items + scope.packages.len() > 0 || scope.broken).then_some(SyntaxFault::LateHeader)
    }

    fn header_again(
        &mut self,
        kind: SyntaxFault,
        keyword: Span,
        name: &PackageName,
        first: Option<Span>,
    ) {
        let text = self.slice(&name.span).to_owned();
        let help = match &first {
            Some(first) if self.slice(first) == text => "delete this line".to_owned(),
            Some(_) => format!(
                "move what follows to a folder of its own, or write `package {text} {{ … }}` around it"
            ),
            None => format!("move `package {text};` to the top of the file"),
        };
        let mut fault = self.diagnostic(kind, keyword.start..name.span.end, "");
        if let Some(first) = first {
            fault = fault.with_label(self.file, first, "the file is in this package");
        }
        self.report(fault.with_help(help));
    }

    fn nested(&mut self, name: PackageName) -> Parsed<Nested> {
        let opened = self.opened(format!("package `{}`", self.slice(&name.span)), self.span());
        self.bump();
        let mut scope = Scope::default();
        let nested = self.nest(|p| {
            let broken = p.nested_items(&opened, &mut scope);
            Ok(broken)
        })?;
        scope.broken |= nested;
        Ok(Nested { name, scope })
    }

    fn nested_items(&mut self, opened: &super::cursor::Opened, scope: &mut Scope) -> bool {
        let mut broken = false;
        loop {
            if self.eat('}') {
                return broken;
            }
            if self.at_end() {
                self.unclosed('}', opened);
                return broken;
            }
            let start = self.position();
            let attributes = self.attributes();
            let read = if self.word() == "package" {
                self.package_in_nested()
            } else {
                self.item(attributes, scope)
            };
            if read.is_err() {
                broken = true;
                self.recover(start, opened.indent);
                if self.position() == start && !self.is('}') {
                    self.bump();
                }
            }
        }
    }

    fn package_in_nested(&mut self) -> Parsed<()> {
        let keyword = self.bump().span;
        let name = self.package_name()?;
        let text = self.slice(&name.span).to_owned();
        let fault = self.diagnostic(
            SyntaxFault::NestedItem { item: format!("package `{text}`") },
            keyword.start..name.span.end,
            "this is still inside the braces of another package",
        );
        let help = format!("move `package {text} {{ … }}` out of it, to the top of the file");
        // The outermost says it for those within.
        if !self.in_nested {
            self.report(fault.with_help(help));
        }
        if !self.is('{') {
            return Err(Broken);
        }
        let outer = std::mem::replace(&mut self.in_nested, true);
        let nested = self.nested(name);
        self.in_nested = outer;
        self.strays.packages.push(nested?);
        Ok(())
    }

    /// Reads one item of the top that is not a package.
    fn item(&mut self, attributes: Vec<Attribute>, scope: &mut Scope) -> Parsed<()> {
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
        let body = self.body_or_broken(what, Place::Interface);
        Ok(Interface { name, attributes, body })
    }

    /// Reads a world. If its body cannot be read, it is there nevertheless, and broken.
    pub(super) fn world(&mut self, attributes: Vec<Attribute>) -> Parsed<World> {
        self.bump();
        let name = self.name("the world")?;
        let what = format!("world `{}`", name.text);
        let body = self.body_or_broken(what, Place::World);
        Ok(World { name, attributes, body })
    }

    fn body_or_broken(&mut self, what: String, place: Place) -> super::tree::Body {
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
    fn brace_or_skip(&mut self, what: &str) -> Parsed<()> {
        let plain = what.replace('`', "");
        if (self.is(':') || self.is('=')) && self.is_at(1, '{') {
            let found = self.found();
            let span = self.bump().span;
            let kind = SyntaxFault::Unexpected { wanted: "`{`".to_owned(), found };
            let fault = self.diagnostic(kind, span, "nothing stands here");
            self.report(fault.with_help(format!("write `{plain} {{`")));
        }
        if self.fresh() && !self.is('{') && self.starts_item() && !self.is_outer_item(usize::MAX) {
            let kind = SyntaxFault::Unexpected { wanted: "`{`".to_owned(), found: self.found() };
            let fault = self.diagnostic(kind, self.behind(), "`{` is missing here");
            self.report(fault.with_help(format!("write `{plain} {{`")));
            while !self.at_end() && !self.is_outer_item(usize::MAX) {
                self.bump();
            }
            return Err(Broken);
        }
        Ok(())
    }

    fn top_use(&mut self, attributes: Vec<Attribute>) -> Parsed<TopUse> {
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

    /// Something stands at the top that does not belong there.
    fn misplaced(&mut self, attributes: Vec<Attribute>, scope: &mut Scope) -> Parsed<()> {
        if self.is('}') {
            return Err(self.stray_brace());
        }
        if self.is(';') {
            self.stray_semicolon();
            return Ok(());
        }
        if self.braces < 0 && self.fresh() && self.indent_of(self.span().start) > 0 {
            return Err(self.closed_too_early(scope));
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
                    SyntaxFault::LooseWorldItem { word: word.clone() },
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
    fn closed_too_early(&mut self, scope: &mut Scope) -> Broken {
        let end = self.end();
        if !self.text[..end].ends_with('}') {
            return self.unexpected("`interface`, `world`, `use` or `package`", "delete it");
        }
        if let Some(interface) = scope.interfaces.last_mut() {
            interface.body.broken = true;
        }
        let fault = self
            .diagnostic(SyntaxFault::StrayBrace, end - 1..end, "this ends the item too early")
            .with_label(self.file, self.span(), "this should still be inside")
            .with_help("delete this `}`");
        let broken = self.report(fault);
        let mut depth = 0usize;
        while !self.at_end() && !(depth == 0 && self.is('}')) {
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

    fn stray_brace(&mut self) -> Broken {
        let span = self.bump().span;
        let fault = self.diagnostic(SyntaxFault::StrayBrace, span, "nothing is open here");
        self.report(fault.with_help("delete this `}`, or look above it for a `}` too many"))
    }

    /// The keyword of the top that was probably meant by the next word.
    fn top_keyword(&self) -> Option<&'static str> {
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
            return foreign::nearest(word, known.into_iter());
        }
        let near = foreign::nearest(word, ["use"].into_iter());
        near.filter(|_| word.len() > 2 && !self.is_at(1, ':') && !super::is_keyword(word))
    }

    fn mistaken_keyword(
        &mut self,
        wanted: &'static str,
        attributes: Vec<Attribute>,
        scope: &mut Scope,
    ) -> Parsed<()> {
        let kind = SyntaxFault::ForeignKeyword { found: self.word().to_owned() };
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

    fn loose_type(&mut self, scope: &mut Scope) -> Parsed<()> {
        let span = self.span();
        let word = self.word().to_owned();
        let name = self.slice(&self.nth(1).span.clone()).to_owned();
        let kind = SyntaxFault::LooseType { word: word.clone(), name: name.clone() };
        let fault = self.diagnostic(kind, span, "this stands outside every interface");
        self.report(fault.with_help(wrap(&format!("{word} {name} …"), scope)));
        let mut types = Vec::new();
        let read = self.type_item(Vec::new(), &mut types);
        scope.loose.extend(types.into_iter().map(|ty| ty.name.text));
        read
    }

    fn loose_function(&mut self, scope: &mut Scope) -> Parsed<()> {
        let span = self.span();
        let first = foreign::is_function_word(self.word()) || self.word() == "async";
        let name = if first && self.is_name_at(1) {
            self.slice(&self.nth(1).span.clone())
        } else {
            self.slice(&span)
        };
        let kind = SyntaxFault::LooseFunction { name: name.to_owned() };
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

    fn loose_world_item(&mut self) -> Broken {
        let span = self.span();
        let word = self.word().to_owned();
        let line = self.line(span.start).to_owned();
        let kind = SyntaxFault::LooseWorldItem { word };
        let fault = self.diagnostic(kind, span, "this stands outside every world");
        self.report(fault.with_help(format!("put it in a world: `world my-world {{ {line} }}`")))
    }

    /// Goes on to the next item of the top.
    fn recover_at_top(&mut self, from: usize) {
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

    fn is_top_item(&self) -> bool {
        self.is_outer_item(0) || (self.word() == "use" && self.indent_of(self.span().start) == 0)
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
