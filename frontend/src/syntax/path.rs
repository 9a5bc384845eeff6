//! Names of packages and paths to items: `a:b@1.0.0`, `a:b/c@1.0.0`, and the wrong turns that they take.

use super::cursor::{Parsed, Parser};
use super::token::Kind;
use super::tree::{Name, Path, SpannedPackageName, UseName};
use crate::diagnostic::SyntaxError;

impl Parser<'_> {
    /// Reads the name of a package behind `package`.
    pub(super) fn package_name(&mut self) -> Parsed<SpannedPackageName> {
        if self.kind() == Kind::Text {
            let span = self.bump().span;
            let inner = self.slice(&span).trim_matches('"').to_owned();
            let fault = self.diagnostic(SyntaxError::QuotedName, span, "names have no quotes");
            return Err(self.report(fault.with_help(format!("write `package {inner};`"))));
        }
        if !self.is_name_at(0) && self.kind() != Kind::Integer {
            let end = if self.is('{') { " {" } else { ";" };
            let help = format!("write `package my-org:my-package{end}`");
            return Err(self.unexpected("`namespace:name`", help));
        }
        let namespace = self.name("the package's namespace")?;
        if !self.is(':') || self.is_at(1, ':') {
            return Err(self.not_a_package_name(&namespace));
        }
        self.bump();
        if !self.is_name_at(0) && self.kind() != Kind::Integer {
            let help = format!("write `package {}:my-package;`", namespace.text);
            return Err(self.unexpected("the name of the package", help));
        }
        let name = self.name("the package")?;
        if self.is('/') || self.is(':') {
            return Err(self.too_long_package_name(&namespace, &name));
        }
        Ok(self.with_version(namespace, name))
    }

    fn not_a_package_name(&mut self, namespace: &Name) -> super::cursor::Broken {
        let start = namespace.span.start;
        let ends = matches!(self.nth(1).kind, Kind::Mark(';' | '@' | '{'));
        if self.is_name_at(0) && !self.fresh() && ends {
            let name = super::kebab(self.bump_text());
            let span = start..self.end();
            let kind = SyntaxError::PackageShape { name: self.slice(&span).to_owned() };
            let fault = self.diagnostic(kind, span, "a `:` stands between the two");
            return self.report(fault.with_help(format!("write `{}:{name}`", namespace.text)));
        }
        while matches!(self.kind(), Kind::Mark('.' | '/' | ':' | '@' | '-'))
            || (self.touches() && matches!(self.kind(), Kind::Word | Kind::Integer))
        {
            self.bump();
        }
        let span = start..self.end();
        let text = self.slice(&span);
        let (base, version) = text.split_once('@').map_or((text, ""), |(base, v)| (base, v));
        let mut parts = base.split(['.', '/', ':']).filter(|part| !part.is_empty());
        let first = super::kebab(parts.next().unwrap_or_default());
        let rest = parts.map(super::kebab).collect::<Vec<_>>().join("-");
        let version = if version.is_empty() { String::new() } else { format!("@{version}") };
        let help = if rest.is_empty() {
            format!("put a namespace of your own before it, as in `my-org:{first}{version}`")
        } else {
            format!("write `{first}:{rest}{version}`")
        };
        let kind = SyntaxError::PackageShape { name: text.to_owned() };
        let fault = self.diagnostic(kind, span, "a package is called `namespace:name`");
        self.report(fault.with_help(help))
    }

    fn too_long_package_name(&mut self, namespace: &Name, name: &Name) -> super::cursor::Broken {
        let start = namespace.span.start;
        let mut parts = vec![name.text.clone()];
        while self.eat('/') || self.eat(':') {
            if self.is_name_at(0) {
                let span = self.bump().span;
                parts.push(super::kebab(self.slice(&span)));
            }
        }
        let mut version = String::new();
        let end = self.end();
        if self.eat('@') {
            version = self.version().0.map_or(String::new(), |v| format!("@{v}"));
        }
        let kind = SyntaxError::PackageShape { name: self.slice(&(start..end)).to_owned() };
        let fault =
            self.diagnostic(kind, start..end, "a package is called `namespace:name`, two parts");
        let help = format!("write `{}:{}{version}`", namespace.text, parts.join("-"));
        self.report(fault.with_help(help))
    }

    fn with_version(&mut self, namespace: Name, name: Name) -> SpannedPackageName {
        let start = namespace.span.start;
        let (mut version, mut bad_version, mut end) = (None, false, name.span.end);
        if self.eat('@') {
            let before = self.fault_count();
            let (read, span) = self.version();
            bad_version = read.is_none() || self.fault_count() > before;
            version = read;
            end = span.end;
        }
        SpannedPackageName { namespace, name, version, bad_version, span: start..end }
    }

    /// Reads a path to an interface or a world.
    pub(super) fn path(&mut self) -> Parsed<Path> {
        if self.kind() == Kind::Text {
            return Err(self.quoted_path());
        }
        let first = self.name("an interface")?;
        if self.is('/') {
            return Err(self.path_without_namespace(&first));
        }
        if self.is(':') && self.is_at(1, ':') {
            return Err(self.path_with_colons(&first));
        }
        if !self.eat(':') {
            if self.is('@') {
                self.version_of_local(&first);
            }
            return Ok(Path::Local(first));
        }
        let name = self.name("the package")?;
        self.foreign(first, name)
    }

    /// Goes on behind `namespace:name`.
    pub(super) fn foreign(&mut self, namespace: Name, name: Name) -> Parsed<Path> {
        let start = namespace.span.start;
        if self.is(':') {
            return Err(self.colon_for_slash(&namespace, &name));
        }
        let mut package = self.with_version(namespace, name);
        if !self.eat('/') {
            return Ok(Path::Package(package));
        }
        let before = self.end();
        if self.is('*') {
            return Err(self.star_of_package(start));
        }
        let item = self.name("the interface")?;
        if package.version.is_some() || package.bad_version {
            self.version_before_item(&package, &item);
        }
        if self.eat('@') {
            let before = self.fault_count();
            let (version, _) = self.version();
            package.bad_version = version.is_none() || self.fault_count() > before;
            package.version = version;
        }
        let end = self.end();
        if self.is('/') {
            let kind = SyntaxError::PathShape { path: self.slice(&(start..end)).to_owned() };
            let fault = self.diagnostic(kind, self.span(), "one `/` too many");
            let path = self.slice(&(start..end));
            let help = match self.is_at(1, '{') {
                true => format!("write `{path}.{{…}}`: a `.` stands before the names"),
                false => "write `namespace:package/interface`".to_owned(),
            };
            return Err(self.report(fault.with_help(help)));
        }
        package.span.end = package.span.end.min(before);
        Ok(Path::Foreign { package, item, span: start..end })
    }

    /// `import a:b/*;`.
    fn star_of_package(&mut self, start: usize) -> super::cursor::Broken {
        let package = self.slice(&(start..self.end())).trim_end_matches('/');
        let span = self.bump().span;
        let fault = self.diagnostic(SyntaxError::UseStar, span, "each interface must be named");
        let help = format!(
            "write a line for each, as in `import {package}/interface-name;`, or include a world \
             of that package: `include {package}/world-name;`"
        );
        let broken = self.report(fault.with_help(help));
        if self.is('@') {
            self.bump();
            self.version();
        }
        broken
    }

    /// `a:b:c` and `a:b::c`.
    fn colon_for_slash(&mut self, namespace: &Name, name: &Name) -> super::cursor::Broken {
        let colons = self.span().start;
        while self.eat(':') {}
        let marks = colons..self.end();
        let item = if self.is_name_at(0) { self.bump_text() } else { "interface" };
        let kind = SyntaxError::PathShape {
            path: self.slice(&(namespace.span.start..self.end())).to_owned(),
        };
        let fault = self.diagnostic(kind, marks, "this should be a `/`");
        let mut version = String::new();
        if self.eat('@') {
            version = self.version().0.map_or(String::new(), |v| format!("@{v}"));
        }
        let item = super::kebab(item);
        let help = format!("write `{}:{}/{item}{version}`", namespace.text, name.text);
        self.report(fault.with_help(help))
    }

    fn version_before_item(&mut self, package: &SpannedPackageName, item: &Name) {
        let at = package.name.span.end;
        let span = at..package.span.end;
        let version = self.slice(&span);
        let right =
            format!("{}:{}/{}{version}", package.namespace.text, package.name.text, item.text);
        let fault = self.diagnostic(
            SyntaxError::VersionPlace,
            span,
            "the version stands behind the interface",
        );
        self.report(fault.with_help(format!("write `{right}`")));
    }

    fn version_of_local(&mut self, name: &Name) {
        let start = self.bump().span.start;
        self.version();
        let kind = SyntaxError::LocalVersion { name: name.text.clone() };
        let fault = self.diagnostic(kind, start..self.end(), "only a path with a package has one");
        let help = format!(
            "delete the version if `{0}` is in this package, or name its package: \
             `namespace:package/{0}{1}`",
            name.text,
            self.slice(&(start..self.end()))
        );
        self.report(fault.with_help(help));
    }

    fn path_without_namespace(&mut self, first: &Name) -> super::cursor::Broken {
        let start = first.span.start;
        while matches!(self.kind(), Kind::Mark('/' | ':')) {
            self.bump();
            if self.is_name_at(0) {
                self.bump();
            }
        }
        let span = start..self.end();
        let text = self.slice(&span);
        let help = match text.split('/').collect::<Vec<_>>()[..] {
            [namespace, package, item] => format!("write `{namespace}:{package}/{item}`"),
            _ => format!(
                "write `namespace:{text}` with the namespace of that package, or only `{}` if \
                 it is in this package",
                text.rsplit('/').next().unwrap_or_default()
            ),
        };
        let kind = SyntaxError::PathShape { path: text.to_owned() };
        let fault = self.diagnostic(kind, span, "a path is `namespace:package/interface`");
        self.report(fault.with_help(help))
    }

    fn path_with_colons(&mut self, first: &Name) -> super::cursor::Broken {
        let start = first.span.start;
        let mut parts = vec![first.text.clone()];
        while self.eat(':') {
            if self.is_name_at(0) {
                let span = self.bump().span;
                parts.push(super::kebab(self.slice(&span)));
            }
        }
        let span = start..self.end();
        let right = match &parts[..] {
            [a, b, c, ..] => format!("`{a}:{b}/{c}`"),
            [a, b] if self.is('{') => format!("`{a}:{b}/…`"),
            [a, b] => format!("`{a}.{{{b}}}`"),
            _ => format!("`{}.{{…}}`", parts.join("")),
        };
        let kind = SyntaxError::PathShape { path: self.slice(&span).to_owned() };
        let fault = self.diagnostic(kind, span, "WIT has no `::`");
        let help = format!("write {right}, or `{}.{{…}}` to pick types", parts.join("/"));
        self.report(fault.with_help(if parts.len() == 1 { format!("write {right}") } else { help }))
    }

    fn quoted_path(&mut self) -> super::cursor::Broken {
        let span = self.bump().span;
        let inner = self.slice(&span).trim_matches('"').to_owned();
        let fault = self.diagnostic(SyntaxError::QuotedName, span, "names have no quotes");
        self.report(fault.with_help(format!("write `{inner}`")))
    }

    /// Reads the names behind `.{` up to the `}`.
    pub(super) fn picked(&mut self) -> Parsed<Vec<UseName>> {
        let brace = self.bump().span;
        let opened = self.opened("this list of names".to_owned(), brace);
        self.list('}', &opened, "names", |p| {
            if p.is('*') {
                return Err(p.star());
            }
            let name = p.name("a type")?;
            if p.is(':') || p.is('=') || p.kind() == Kind::Arrow {
                p.mistaken_as(&name);
                let alias = Some(p.name("a type")?);
                return Ok(UseName { name, alias });
            }
            let alias = if p.eat_word("as") { Some(p.name("a type")?) } else { None };
            Ok(UseName { name, alias })
        })
    }

    /// `{a: b}` in place of `{a as b}`.
    fn mistaken_as(&mut self, name: &Name) {
        let kind = SyntaxError::Unexpected { wanted: "`as`".to_owned(), found: self.found() };
        let span = self.bump().span;
        let other = self.slice(&self.span());
        let fault = self.diagnostic(kind, span, "WIT has `as` here");
        self.report(fault.with_help(format!("write `{} as {other}`", name.text)));
    }

    fn star(&mut self) -> super::cursor::Broken {
        let span = self.bump().span;
        let fault = self.diagnostic(SyntaxError::UseStar, span, "each type must be named");
        self.report(fault.with_help("name the types: `.{type-a, type-b}`"))
    }
}
