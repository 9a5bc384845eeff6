//! Interfaces and worlds: the `{`, the items up to the `}`, and the items of an interface.

use super::cursor::{OpenDelimiter, Parsed, Parser, Reported};
use super::token::{Kind, Span, is_type_keyword};
use super::tree::{Attribute, Body, Interface, InvalidUse, Name, World};
use crate::diagnostic::{Diagnostic, Edit, Help, SyntaxError};

/// The largest number of tokens between the name of an interface or world and its `{`.
const MAX_HEADER: usize = 32;

/// The item that a body belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyKind {
    Interface,
    World,
}

impl Parser<'_> {
    /// Parses an interface. If its body cannot be parsed, the interface is marked broken.
    pub(super) fn interface(&mut self, attributes: Vec<Attribute>) -> Parsed<Interface> {
        self.bump();
        let name = self.declared_name("interface")?;
        let what = format!("interface `{}`", name.text);
        let body = self.body_or_placeholder(what, BodyKind::Interface);
        Ok(Interface { name, attributes, body })
    }

    /// Parses a world. If its body cannot be parsed, the world is marked broken.
    pub(super) fn world(&mut self, attributes: Vec<Attribute>) -> Parsed<World> {
        self.bump();
        let name = self.declared_name("world")?;
        let what = format!("world `{}`", name.text);
        let body = self.body_or_placeholder(what, BodyKind::World);
        Ok(World { name, attributes, body })
    }

    /// Parses the name of an interface or world that is defined, and reports a missing name and `a:b/name`.
    fn declared_name(&mut self, word: &str) -> Parsed<Name> {
        if self.is('{') {
            let at = self.after_last();
            let text = format!("my-{word}");
            let help = Help::edits(
                format!("write a name, as in `{word} {text}`"),
                vec![Edit::new(self.file, at.clone(), format!(" {text}"))],
            );
            self.unexpected(&format!("the name of the {word}"), help);
            return Ok(Name { text, span: at });
        }
        if super::top_level_items::is_modifier(self.word()) && self.is_name_at(1) {
            let kind = SyntaxError::ForeignKeyword { found: self.word().to_owned() };
            let span = self.bump().span;
            let help = Help::remove(format!("remove `{}`", self.slice(&span)));
            self.error(kind, span, "everything is public in WIT", help);
        }
        let name = self.name(&format!("the {word}"))?;
        let path = self.is(':') && self.is_name_at(1) && self.is_at(2, '/') && self.is_name_at(3);
        if !path {
            return Ok(name);
        }
        let start = name.span.start;
        for _ in 0..3 {
            self.bump();
        }
        let item = self.name(&format!("the {word}"))?;
        let span = start..self.end();
        let kind = SyntaxError::PathSyntax { path: self.slice(&span).to_owned() };
        let label = format!("expected the name of the {word} alone");
        let help = self.rewrite(span.clone(), &item.text);
        self.error(kind, span, label, help);
        Ok(item)
    }

    pub(super) fn body_or_placeholder(
        &mut self,
        what: String,
        kind: BodyKind,
    ) -> super::tree::Body {
        let start = self.position();
        let read = self.before_body(&what).and_then(|base| {
            let mut body = self.body(what, kind)?;
            body.broken |= base.is_some();
            body.invalid_uses.extend(base);
            Ok(body)
        });
        match read {
            Ok(body) => body,
            Err(Reported) => {
                if !self.at_line_start() && !self.source[..self.end()].ends_with(';') {
                    self.recover_at_top_level(start);
                }
                super::tree::Body { broken: true, ..super::tree::Body::default() }
            }
        }
    }

    /// Reports and skips a version, a base, `:` or `=` before the `{`, and reports a missing `{`.
    pub(super) fn before_body(&mut self, what: &str) -> Parsed<Option<InvalidUse>> {
        let plain = what.replace('`', "");
        let base = self.reject_inheritance(&plain);
        if self.is('@') && self.nth(1).kind == Kind::Integer {
            let start = self.bump().span.start;
            let first_error = self.error_count();
            self.version();
            self.discard_errors_since(first_error);
            let span = start..self.end();
            let text = self.slice(&span).to_owned();
            let help = Help::edits(
                format!("remove `{text}`; the version belongs in the `package` declaration"),
                vec![Edit::new(self.file, span.clone(), "")],
            );
            self.error(SyntaxError::MisplacedVersion, span, "only packages have versions", help);
        }
        if (self.is(':') || self.is('=')) && self.is_at(1, '{') {
            self.unexpected("`{`", Help::write(format!("{plain} {{")));
            self.bump();
        }
        if self.at_line_start()
            && !self.is('{')
            && self.starts_item()
            && !self.starts_outer_item(usize::MAX)
        {
            self.missing("`{`", Help::write(format!("{plain} {{")));
            while !self.at_end() && !self.starts_outer_item(usize::MAX) {
                self.bump();
            }
            return Err(Reported);
        }
        Ok(base)
    }

    /// Reports and skips `extends base`, `: base`, `(base)` or `<t>` before a `{`.
    fn reject_inheritance(&mut self, what: &str) -> Option<InvalidUse> {
        let word =
            matches!(self.word(), "extends" | "implements" | "inherits" | "includes" | "from");
        let colon = self.is(':') && self.is_name_at(1) && !self.nth(1).starts_line;
        let list = (self.is('(') || self.is('<')) && self.brace_on_this_line().is_some();
        if self.at_line_start() || !(word || colon || list) {
            return None;
        }
        let (before, start) = (self.end(), self.span().start);
        let keyword = self.slice(&self.span()).to_owned();
        let parameters = self.is('<');
        let kind = match list {
            true => SyntaxError::Unexpected { expected: "`{`".to_owned(), found: self.found() },
            false => {
                let end = self.source[start..].find(['{', '\n', ',']).unwrap_or(0) + start;
                let clause = if word { &keyword } else { self.slice(&(start..end)).trim() };
                SyntaxError::ForeignKeyword { found: clause.to_owned() }
            }
        };
        while !self.at_end() && !self.is('{') && !self.is('}') && !self.at_line_start() {
            self.bump();
        }
        let span = start..self.end();
        let words = super::invalid_use::words(self.slice(&span)).unwrap_or_default();
        let bases: Vec<String> = words.paths.iter().map(|(path, _)| path.join("/")).collect();
        let sentence = match bases.first().filter(|_| !parameters) {
            None => "remove it".to_owned(),
            Some(base) if keyword == "implements" && what.starts_with("world") => {
                format!("remove it, and write `export {base};` between the braces")
            }
            Some(base) if what.starts_with("world") => {
                format!("remove it, and write `include {base};` between the braces")
            }
            Some(base) => format!(
                "remove it, write `use {base}.{{…}};` between the braces to pick types, and import \
                 both interfaces in the world"
            ),
        };
        let label = if list { "expected `{`" } else { "WIT has no inheritance" };
        let error = self.diagnostic(kind, span.clone(), label);
        let removed = before..span.end;
        if parameters || bases.is_empty() {
            let edit = Edit::new(self.file, removed, "");
            self.report(error.with_help(Help::edits(sentence, vec![edit])));
            return None;
        }
        let inside = if self.is('{') { self.span().end } else { span.end };
        let error = error.with_help(sentence);
        Some(InvalidUse { keyword, words, error, span: removed, inside: Some(inside) })
    }

    /// Returns the number of tokens before the `{` on this line.
    fn brace_on_this_line(&self) -> Option<usize> {
        (0..).take_while(|n| *n == 0 || !self.nth(*n).starts_line).take(MAX_HEADER).find_map(
            |n| match self.nth(n).kind {
                Kind::Punct('{') => Some(Some(n)),
                Kind::Punct(';' | '}') | Kind::Eof => Some(None),
                _ => None,
            },
        )?
    }

    /// Reports and skips what is before the `{` of a body on its line, or what is in place of the `{`. Returns `true` if there
    /// is no `{`.
    fn reject_before_brace(&mut self, what: &str) -> bool {
        let after = self.end();
        let sentence = format!("write `{} {{`", what.replace('`', ""));
        let brace = self.brace_on_this_line();
        let count = match brace {
            Some(count) => count,
            None => (1..).find(|n| self.nth(*n).starts_line || *n > MAX_HEADER).unwrap_or(1),
        };
        let (end, text) = match brace {
            Some(count) => (self.nth(count).span.start, " "),
            None => (self.nth(count - 1).span.end, " {"),
        };
        let edit = Edit::new(self.file, after..end, text);
        self.unexpected("`{`", Help::edits(sentence, vec![edit]));
        for _ in 0..count {
            self.bump();
        }
        self.brace_balance += isize::from(brace.is_none());
        brace.is_none()
    }

    /// Parses the body of `what` from `{` to `}`.
    pub(super) fn body(&mut self, what: String, kind: BodyKind) -> Parsed<Body> {
        self.wrong_opening_brace(Help::write(format!("{} {{", what.replace('`', ""))));
        let missing_brace =
            self.at_line_start() && self.starts_item() && !self.starts_outer_item(usize::MAX);
        let semicolon = self.is(';') && !(self.brace_balance < 0 && self.nth(1).starts_line);
        let skips = !(self.is('{') || semicolon || self.at_line_start())
            && (self.brace_on_this_line().is_some() || self.brace_balance < 0);
        if skips && self.reject_before_brace(&what) {
            let opened = self.open_delimiter(what, self.after_last());
            return Ok(self.items_of_body(&opened, kind));
        }
        if !self.is('{') && !missing_brace {
            return Err(self.missing_body(&what));
        }
        if missing_brace {
            self.missing_opening_brace(
                Help::write("{").saying("write `{` at the end of this line"),
            );
        }
        let opened =
            self.open_delimiter(what, if missing_brace { self.after_last() } else { self.span() });
        self.eat('{');
        let outer = self.body_start.replace(self.end());
        let body = self.items_of_body(&opened, kind);
        self.body_start = outer;
        Ok(body)
    }

    fn items_of_body(&mut self, opened: &OpenDelimiter, kind: BodyKind) -> Body {
        let mut body = Body::default();
        self.items(opened, |p| {
            let attributes = p.attributes();
            if p.attributes_before_brace(&attributes) {
                return Ok(());
            }
            match kind {
                BodyKind::Interface => p.interface_item(attributes, &mut body),
                BodyKind::World => p.world_item(attributes, &mut body),
            }
        })
        .then(|| body.broken = true);
        body
    }

    /// Reports attributes that no item follows. Returns `true` if there are any.
    pub(super) fn attributes_before_brace(&mut self, attributes: &[Attribute]) -> bool {
        let (Some(first), true) = (attributes.first(), self.is('}')) else { return false };
        let kind = SyntaxError::AttributeMisplaced { what: "`}`".to_owned() };
        self.error(
            kind,
            first.span.start..self.end(),
            "no item follows",
            Help::remove("remove it, or add the item that it belongs to"),
        );
        true
    }

    pub(super) fn missing_body(&mut self, what: &str) -> Reported {
        if self.is(';') {
            let help = Help::write(format!("{} {{ }}", what.replace('`', "")));
            let reported = self.unexpected("`{`", help);
            self.bump();
            return reported;
        }
        let sentence = format!("write the items of {what} between `{{` and `}}`");
        let edit = Edit::new(self.file, self.after_last(), " { }");
        self.unexpected("`{`", Help::edits(sentence, vec![edit]))
    }

    /// Parses items up to and including the `}`. Returns `true` if one of them could not be parsed.
    pub(super) fn items(
        &mut self,
        opened: &OpenDelimiter,
        mut item: impl FnMut(&mut Self) -> Parsed<()>,
    ) -> bool {
        let mut broken = false;
        let (open, index) = (self.span(), self.error_count());
        let doubled = self.skip_duplicate_opening('}') && self.error_count() > index;
        let first = if self.at_line_start() { self.indent_of(self.span().start) } else { 0 };
        loop {
            self.skip_after_last_error();
            self.wrong_closing_brace();
            if self.is_outdented_brace(opened) || self.is_dedented(opened, first) {
                self.unclosed('}', opened);
                return broken;
            }
            if self.eat('}') {
                if doubled && self.brace_balance < 0 && self.is('}') {
                    let close = self.bump().span;
                    self.brace_balance += 1;
                    let edits = [open, close].map(|span| Edit::new(self.file, span, "")).to_vec();
                    self.replace_help(index, Help::edits("remove one pair of braces", edits));
                }
                return broken;
            }
            if self.at_end() || self.starts_outer_item(opened.indent) {
                self.unclosed('}', opened);
                return broken;
            }
            if self.is(';') {
                self.stray_semicolon();
                continue;
            }
            let start = self.position();
            self.start_item();
            let read = item(self);
            broken |= std::mem::take(&mut self.lost_element);
            if read.is_err() {
                broken = true;
                self.recover(start, opened.indent);
                if self.position() == start && !self.is('}') {
                    self.bump();
                }
            }
        }
    }

    /// Returns `true` if the file lacks a `}` and the next item is indented less than the first one of this body.
    pub(super) fn is_dedented(&self, opened: &OpenDelimiter, first: usize) -> bool {
        self.brace_balance > 0
            && first > opened.indent
            && self.at_line_start()
            && self.starts_item()
            && self.indent_of(self.span().start) <= opened.indent
    }

    /// Reports and skips a `;` that ends no item.
    pub(super) fn stray_semicolon(&mut self) {
        let span = self.bump().span;
        if self.in_run {
            return self.edit_outside(span, "");
        }
        let is_stray = |error: &&Diagnostic| {
            matches!(error.kind, crate::diagnostic::Kind::Syntax(SyntaxError::StraySemicolon))
        };
        match self.errors_since(0).last().filter(is_stray) {
            // `};` after each item is one mistake.
            Some(_) => self.add_label(self.error_count() - 1, span, crate::diagnostic::ALSO_HERE),
            None => {
                let help = Help::remove("remove this `;`");
                self.error(SyntaxError::StraySemicolon, span, "no item ends here", help);
            }
        }
    }

    /// Parses an item of an interface.
    pub(super) fn interface_item(
        &mut self,
        attributes: Vec<Attribute>,
        body: &mut Body,
    ) -> Parsed<()> {
        self.nest(|p| p.interface_item_at_this_level(attributes, body))
    }

    fn interface_item_at_this_level(
        &mut self,
        attributes: Vec<Attribute>,
        body: &mut Body,
    ) -> Parsed<()> {
        match self.word() {
            "use" => {
                let read =
                    self.or_invalid_use(&mut body.invalid_uses, |p| p.use_item(attributes))?;
                body.uses.extend(read);
                Ok(())
            }
            "type" if !self.is_at(1, ':') && !self.is_at(2, '=') => {
                match self.foreign_definition(&mut body.types) {
                    true => Ok(()),
                    false => self.type_item(attributes, &mut body.types),
                }
            }
            word if is_type_keyword(word) && !self.is_at(1, ':') => {
                self.type_item(attributes, &mut body.types)
            }
            "export" if self.is_foreign_export() && self.foreign_item(Some(&mut body.types)) => {
                Ok(())
            }
            "import" | "export" | "include" => {
                let mut invalid = std::mem::take(&mut body.invalid_uses);
                let read =
                    self.or_invalid_use(&mut invalid, |p| p.extern_in_interface(attributes, body));
                body.invalid_uses = invalid;
                read
            }
            _ if self.is_foreign_use() || self.is_base() => {
                self.or_invalid_use(&mut body.invalid_uses, |p| Err(p.foreign_use()))
            }
            "package" if self.is_name_at(1) && !self.is_at(1, ':') => {
                self.package_in_nested("still inside an interface")
            }
            "interface" if self.is_name_at(1) && self.foreign_definition(&mut body.types) => Ok(()),
            "interface" | "world" if self.is_name_at(1) => self.nested_item(),
            _ => self.function_item(attributes, body),
        }
    }

    pub(super) fn function_item(
        &mut self,
        attributes: Vec<Attribute>,
        body: &mut Body,
    ) -> Parsed<()> {
        if self.foreign_item(Some(&mut body.types)) {
            return Ok(());
        }
        if let Some(expected) = self.intended_type_keyword() {
            return self.misspelled_type_item(expected, attributes, &mut body.types);
        }
        if self.word() == "constructor" && self.is_at(1, '(') {
            return Err(self.constructor_outside());
        }
        if self.at_line_start() && self.word() == "pub" {
            self.pub_keyword();
            return self.interface_item(attributes, body);
        }
        let function = self.or_foreign_function(|p| p.named_function(attributes))?;
        body.functions.extend(function);
        Ok(())
    }

    pub(super) fn pub_keyword(&mut self) {
        let span = self.bump().span;
        let kind = SyntaxError::ForeignKeyword { found: "pub".to_owned() };
        self.error(kind, span, "everything is public in WIT", Help::remove("remove `pub`"));
    }

    pub(super) fn extern_in_interface(
        &mut self,
        attributes: Vec<Attribute>,
        body: &mut Body,
    ) -> Parsed<()> {
        let token = self.bump().span;
        let word = self.slice(&token).to_owned();
        if word == "include" {
            let name = self.found().trim_matches('`').to_owned();
            let help = format!(
                "write `use {name}.{{…}};` to pick its types, and import both interfaces in a world"
            );
            return Err(self.only_in_world(token, &word, help));
        }
        if self.is('{') {
            return Err(self.use_from(token.start));
        }
        let function =
            self.is_name_at(0) && self.is_at(1, ':') && matches!(self.word_at(2), "func" | "async");
        if function {
            let help = Help::remove(format!(
                "remove `{word}`; a world imports or exports whole interfaces"
            ));
            self.only_in_world(token, &word, help);
            return self.function_item(attributes, body);
        }
        let help = if word == "import" {
            "write `use name.{…};` to pick types, or move the import into a world"
        } else {
            "move it into a world, which exports whole interfaces"
        };
        Err(self.only_in_world(token, &word, help))
    }

    pub(super) fn only_in_world(
        &mut self,
        span: Span,
        word: &str,
        help: impl Into<Help>,
    ) -> Reported {
        let kind = SyntaxError::OnlyInWorld { word: word.to_owned() };
        self.error(kind, span, "not allowed in an interface", help)
    }

    /// Reports and parses an interface or a world inside another item, and keeps it as a top-level one.
    pub(super) fn nested_item(&mut self) -> Parsed<()> {
        let word = self.word().to_owned();
        let span = self.span();
        let start = self.item_start.0.min(span.start);
        let name = self.slice(&self.nth(1).span.clone()).to_owned();
        let help = format!("move `{word} {name}` to the top level of the file");
        let error = self.error_count();
        self.error(
            SyntaxError::NestedItem { item: format!("{word} `{name}`") },
            span,
            "still inside another item",
            help.clone(),
        );
        let reported = self.error_count() > error;
        let mut misplaced = std::mem::take(&mut self.misplaced);
        let read = if word == "interface" {
            self.interface(Vec::new()).map(|interface| misplaced.interfaces.push(interface))
        } else {
            self.world(Vec::new()).map(|world| misplaced.worlds.push(world))
        };
        misplaced.interfaces.append(&mut self.misplaced.interfaces);
        misplaced.worlds.append(&mut self.misplaced.worlds);
        self.misplaced = misplaced;
        if reported && read.is_ok() {
            self.help_to_move_out(error, help, start);
        }
        read
    }
}
