//! `use` items: `use path.{a, b};` in interfaces and worlds, and `use path as name;` at the top level.

use super::cursor::{Parsed, Parser, Reported};
use super::token::Kind;
use super::tree::{Attribute, Name, Path, TopUse, Use, UseName};
use crate::diagnostic::{Edit, Help, SyntaxError};

impl Parser<'_> {
    /// Parses a `use` of types. Reports one that picks none, and returns `None`.
    pub(super) fn use_item(&mut self, attributes: Vec<Attribute>) -> Parsed<Option<Use>> {
        let start = self.bump().span.start;
        if self.is('{') {
            return Err(self.use_from(start));
        }
        let mut path = self.path()?;
        let Some(names) = self.picks(start, &path)? else {
            return Ok(None);
        };
        if self.is('@') {
            self.version_after_names(start, &mut path);
        }
        if self.word() == "as" && self.is_name_at(1) {
            return Err(self.alias_after_names(&path, &names));
        }
        self.semicolon("`use`")?;
        Ok(Some(Use { path, names, attributes }))
    }

    /// Returns `true` at `using t.{x};`, `from t import x` and other words for `use`.
    pub(super) fn is_foreign_use(&self) -> bool {
        let word = matches!(
            self.word(),
            "using" | "uses" | "from" | "require" | "requires" | "open" | "with" | "load"
        );
        let path = self.is_name_at(1) || self.nth(1).kind == Kind::String || self.is_at(1, '{');
        word && path && !self.nth(1).starts_line
    }

    /// Returns `true` at `extends i;` in an interface.
    pub(super) fn is_base(&self) -> bool {
        matches!(self.word(), "extends" | "inherits" | "implements") && self.is_name_at(1)
    }

    /// Reports `using t.{x};`.
    pub(super) fn foreign_use(&mut self) -> Reported {
        let kind = SyntaxError::ForeignKeyword { found: self.word().to_owned() };
        let span = self.bump().span;
        self.error(kind, span, "WIT calls it `use`", "write `use path.{type-a, type-b};`")
    }

    pub(super) fn picks(&mut self, start: usize, path: &Path) -> Parsed<Option<Vec<UseName>>> {
        let dotted = self.eat('.');
        if dotted && (self.is('(') || self.is('[')) {
            let path = self.slice(&(start..self.end())).to_owned();
            self.wrong_opening_brace(Help::write(format!("{path}{{…}};")));
        }
        if self.is('{') {
            let after = self.after_last();
            let names = self.picked()?;
            if !dotted {
                let error =
                    self.diagnostic(SyntaxError::UseSyntax, after.clone(), "expected `.` here");
                let (path, tail) = self.slice(&(start..self.end())).split_at(after.end - start);
                self.report(error.with_help(Help::write(format!("{path}.{};", tail.trim()))));
            }
            return Ok(Some(names));
        }
        if dotted {
            let first_error = self.error_count();
            let names = self.pick_without_braces(start);
            // The check of packages reports the whole line.
            if matches!(path, Path::Package(_)) && names.is_ok() {
                self.discard_errors_since(first_error);
            }
            return names.map(Some);
        }
        if self.is(';') || self.at_line_start() || self.word() == "as" {
            if !matches!(path, Path::Package(_)) {
                return Err(self.use_without_names(start));
            }
            self.semicolon("`use`")?;
            let span = start..self.end();
            let help = "write `use namespace:package/interface.{type-a, type-b};`";
            self.error(SyntaxError::UseWithoutNames, span, "expected `.{…}` after the path", help);
            return Ok(None);
        }
        let help = "write `use path.{type-a, type-b};`";
        Err(self.unexpected("`.{`", help))
    }

    /// Reports `use types.{t} as u;`.
    fn alias_after_names(&mut self, path: &Path, names: &[UseName]) -> Reported {
        let at = self.bump().span.start;
        let alias = self.bump_text();
        let path = match path {
            Path::Local(name) => self.slice(&name.span),
            Path::Foreign { span, .. } => self.slice(span),
            Path::Package(package) => self.slice(&package.span),
        };
        let kind = SyntaxError::UseSyntax;
        let help = match names {
            [only] => Help::write(format!("use {path}.{{{} as {alias}}};", only.name.text)),
            _ => Help::write("as").saying(format!(
                "write `as` after the type that it renames, as in `use {path}.{{a as {alias}}};`"
            )),
        };
        self.error(kind, at..self.end(), "expected inside the braces", help)
    }

    /// Reports and parses `use types.t;` and `use types.*;`.
    pub(super) fn pick_without_braces(&mut self, start: usize) -> Parsed<Vec<UseName>> {
        let at = self.span();
        if self.is('*') {
            return self.picked_star(start);
        }
        let path = self.slice(&(start..self.end())).to_owned();
        let name = self.name("a type")?;
        let alias = if self.eat_word("as") { Some(self.name("a type")?) } else { None };
        let inner = self.slice(&(at.start..self.end())).to_owned();
        if self.is('.') {
            return Err(self.dotted_path(start));
        }
        if self.is(',') {
            return self.picks_without_braces(at.start, &path, UseName { name, alias });
        }
        self.error(
            SyntaxError::UseSyntax,
            at.start..self.end(),
            "expected braces",
            Help::write(format!("{path}{{{inner}}};")),
        );
        Ok(vec![UseName { name, alias }])
    }

    /// Reports `use a.b.c`, and `use self.types.{t}` and `use pkg.types.{t}` of early versions of WIT.
    pub(super) fn dotted_path(&mut self, start: usize) -> Reported {
        let path = self.slice(&(start..self.end())).trim_start_matches("use").trim();
        let span = self.end() - path.len()..self.end();
        let last = path.rsplit('.').next().unwrap_or_default();
        let first = path.split('.').next().unwrap_or_default();
        let mut help = Help::write(format!("use {last}.{{…}};"));
        if matches!(first, "self" | "pkg") {
            let kind = SyntaxError::OldSyntax { found: format!("{first}.") };
            return self.error(kind, span, "expected the name of an interface", help);
        }
        if !matches!(first, "this" | "super" | "crate") {
            let sentence = format!("{}, or `use namespace:package/{last}.{{…}};`", help.sentence);
            help = help.saying(sentence);
        }
        let kind = SyntaxError::PathSyntax { path: path.to_owned() };
        self.error(kind, span, "expected `interface` or `namespace:package/interface`", help)
    }

    /// Reports and parses `use types.a, b};`.
    fn picks_without_braces(
        &mut self,
        at: usize,
        path: &str,
        first: UseName,
    ) -> Parsed<Vec<UseName>> {
        let mut names = vec![first];
        while self.eat(',') {
            let name = self.name("a type")?;
            let alias = if self.eat_word("as") { Some(self.name("a type")?) } else { None };
            names.push(UseName { name, alias });
        }
        let span = at..self.end();
        let inner = self.slice(&span).to_owned();
        if self.eat('}') {
            self.brace_balance += 1;
        }
        self.error(
            SyntaxError::UseSyntax,
            span,
            "expected braces",
            Help::write(format!("{path}{{{inner}}};")),
        );
        Ok(names)
    }

    pub(super) fn picked_star(&mut self, start: usize) -> Parsed<Vec<UseName>> {
        let path = self.slice(&(start..self.end())).to_owned();
        let span = self.bump().span;
        Err(self.error(
            SyntaxError::UseStar,
            span,
            "expected the name of a type",
            Help::write(format!("{path}{{type-a, type-b}};")),
        ))
    }

    pub(super) fn use_without_names(&mut self, start: usize) -> Reported {
        let path = self.slice(&(start..self.end())).to_owned();
        let span = start..self.end();
        let help = Help::write(format!("{path}.{{type-a, type-b}};"))
            .saying(format!("write `{path}.{{type-a, type-b}};` with the types that you need"));
        let reported =
            self.error(SyntaxError::UseWithoutNames, span, "expected `.{…}` after the path", help);
        if self.eat_word("as") && self.is_name_at(0) {
            self.bump();
        }
        reported
    }

    /// Reports `use {t} from types;`, as in JavaScript.
    pub(super) fn use_from(&mut self, start: usize) -> Reported {
        let open = self.span().start;
        while !self.at_end() && !self.is('}') && !self.is(';') {
            self.bump();
        }
        self.eat('}');
        let names = self.slice(&(open..self.end())).to_owned();
        if self.eat_word("from") {
            let from = self.span().start;
            while !self.at_end() && !self.is(';') && !self.at_line_start() {
                self.bump();
            }
            let path = self.slice(&(from..self.end())).trim().trim_matches('"').to_owned();
            let path = if path.is_empty() { "interface-name".to_owned() } else { path };
            let span = start..self.end();
            return self.error(
                SyntaxError::UseSyntax,
                span,
                "the path comes first",
                Help::write(format!("use {path}.{names};")),
            );
        }
        let span = start..self.end();
        self.error(
            SyntaxError::UseSyntax,
            span,
            "missing path",
            Help::write(format!("use interface-name.{names};")),
        )
    }

    pub(super) fn version_after_names(&mut self, start: usize, path: &mut Path) {
        let names = self.slice(&(start..self.end())).to_owned();
        let at = self.bump().span.start;
        let (version, _) = self.version();
        let span = at..self.end();
        if let Path::Foreign { package, .. } | Path::Package(package) = path {
            package.version.clone_from(&version);
        }
        let version = version.map_or(String::new(), |v| format!("@{v}"));
        let error =
            self.diagnostic(SyntaxError::MisplacedVersion, span, "expected after the interface");
        let end = match path {
            Path::Foreign { span, .. } => span.end,
            Path::Local(name) => name.span.end,
            Path::Package(package) => package.span.end,
        };
        let (head, tail) = names.split_at(end - start);
        self.report(error.with_help(Help::write(format!("{head}{version}{tail};"))));
    }

    pub(super) fn top_level_use(&mut self, attributes: Vec<Attribute>) -> Parsed<TopUse> {
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
        self.semicolon("`use`")?;
        Ok(TopUse { path, alias, picked, attributes, span: start..self.end() })
    }

    /// Parses the names after `.{` up to the `}`.
    pub(super) fn picked(&mut self) -> Parsed<Vec<UseName>> {
        let brace = self.bump().span;
        let opened = self.open_delimiter("this list of names".to_owned(), brace);
        self.list('}', &opened, "names", |p| {
            if p.is('*') {
                return Err(p.picked_star_in_braces());
            }
            let name = p.name("a type")?;
            if p.is(':') || p.is('=') || p.kind() == Kind::Arrow {
                p.other_than_as(&name);
                let alias = Some(p.name("a type")?);
                return Ok(UseName { name, alias });
            }
            let alias = if p.eat_word("as") { Some(p.name("a type")?) } else { None };
            Ok(UseName { name, alias })
        })
    }

    /// Reports and skips the mark of `{a: b}`, `{a = b}`, `{a -> b}` or `{a => b}`.
    pub(super) fn other_than_as(&mut self, old: &Name) {
        let arrow = self.is('=') && self.is_at(1, '>');
        let new = self.nth(if arrow { 2 } else { 1 }).span.clone();
        let sentence = format!("write `{} as {}`", old.text, self.slice(&new));
        let edit = Edit::new(self.file, old.span.end..new.start, " as ");
        self.unexpected("`as`", Help::edits(sentence, vec![edit]));
        self.bump();
        if arrow {
            self.bump();
        }
    }

    fn picked_star_in_braces(&mut self) -> Reported {
        let span = self.bump().span;
        self.error(
            SyntaxError::UseStar,
            span,
            "expected the name of a type",
            "name the types, as in `.{type-a, type-b}`",
        )
    }
}
