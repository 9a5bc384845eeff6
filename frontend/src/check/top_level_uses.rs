//! Checks the top-level `use` lines of files.

use super::checker::{At, Checker, Owner};
use super::paths::{Site, Wanted};
use crate::diagnostic::{Diagnostic, Edit, Help, SyntaxError};
use crate::files::FileId;
use crate::syntax::Span;
use crate::syntax::tree::{Interface, Name, Path, SpannedPackageName, TopUse, UseName};

impl<'t> Checker<'t> {
    /// Checks a top-level `use`.
    pub(super) fn top_level_use(&self, package: usize, scope: usize, used: &'t TopUse) {
        let file = self.file(package, scope);
        if let Some(attribute) = used.attributes.first() {
            let kind = SyntaxError::AttributeMisplaced { what: "a top-level `use`".to_owned() };
            let diagnostic = Diagnostic::at(
                kind,
                file,
                attribute.span.clone(),
                "attributes are not allowed here",
            );
            let end = used.attributes.last().map_or(0, |last| last.end);
            let removed = Edit::new(file, attribute.span.start..end, "");
            self.report(
                package,
                diagnostic.with_help(Help::edits("remove the attribute", vec![removed])),
            );
        }
        match (&used.path, &used.picked) {
            (Path::Package(named), picked) => {
                self.use_of_package(package, scope, &used.span, named, picked.as_deref());
            }
            (_, Some(picked)) => self.use_with_types(package, scope, used, picked),
            (path, None) => {
                let wanted = Wanted::Item;
                self.resolve(Site { package, scope, wanted, word: "use" }, path);
            }
        }
    }

    /// Reports `use test:types@1.0.0.{test-result};` at the top of a file.
    fn use_of_package(
        &self,
        package: usize,
        scope: usize,
        span: &Span,
        named: &SpannedPackageName,
        picked: Option<&[UseName]>,
    ) {
        let file = self.file(package, scope);
        let key = named.plain();
        let kind = SyntaxError::UseOfPackage { package: key.to_string() };
        let diagnostic = Diagnostic::at(
            kind,
            file,
            named.span.clone(),
            "expected an interface after the package",
        );
        let Some(found) = self.near_package(&key) else {
            let picked = picked.map(|names| self.names_source(file, names));
            let tail = picked.map_or(String::new(), |names| format!(".{{{names}}}"));
            let help = format!(
                "add package `{}`, and write `use {}{tail};` in an interface",
                key.unversioned(),
                key.path("interface-name"),
            );
            self.report(package, diagnostic.with_help(help));
            return;
        };
        let right = self.packages[found].key.clone().unwrap_or(key);
        let picked = picked.unwrap_or_default();
        let interface = self.interface_with(found, picked);
        let Some(interface) = interface else {
            let names =
                self.interfaces(found).map(|at| at.item.name.text.as_str()).collect::<Vec<_>>();
            let help = match names.first() {
                Some(first) if picked.is_empty() => {
                    Help::write(format!("use {};", right.path(first)))
                }
                Some(first) => format!(
                    "write `use {}.{{…}};` in the interface that uses it ({})",
                    right.path(first),
                    super::paths::existing(&names)
                )
                .into(),
                None => {
                    Help::remove(format!("remove the line: package `{right}` has no interface"))
                }
            };
            self.report(package, diagnostic.with_help(help));
            return;
        };
        let name = &interface.1.name;
        let first = picked.first().map_or("", |picked| picked.name.text.as_str());
        let diagnostic = diagnostic.with_label(
            interface.0,
            name.span.clone(),
            format!("`{first}` is defined in this interface"),
        );
        let help = self.help_to_move(package, scope, span, picked, &right.path(&name.text));
        self.report(package, diagnostic.with_help(help));
    }

    /// Reports `use a:b/c.{d};` at the top of a file.
    fn use_with_types(&self, package: usize, scope: usize, used: &'t TopUse, picked: &[UseName]) {
        let file = self.file(package, scope);
        let start = picked.first().map_or(used.span.start, |name| name.name.span.start);
        let end = picked.last().map_or(used.span.end, |name| name.local().span.end);
        let diagnostic = Diagnostic::at(
            SyntaxError::TopUsePicks,
            file,
            start..end,
            "only an interface or world can name types",
        );
        let written = self.text(file, &super::lookup::path_span(&used.path)).to_owned();
        let path = match self.corrected(&used.path) {
            Some((_, path)) => path,
            None => written.clone(),
        };
        let help = self.help_to_move(package, scope, &used.span, picked, &path);
        let mut diagnostic = diagnostic;
        if path != written
            && let Some((found, _)) = self.corrected(&used.path)
            && let (Some((file, span)), Some(key)) =
                (&self.packages[found].named, &self.packages[found].key)
        {
            let label = match &key.version {
                Some(version) => format!("only version `{version}` exists"),
                None => "the package has no version".to_owned(),
            };
            diagnostic = diagnostic.with_label(*file, span.clone(), label);
        }
        self.report(package, diagnostic.with_help(help));
    }

    /// Returns the picked types as in the source.
    fn names_source(&self, file: FileId, names: &[UseName]) -> String {
        let names = names.iter().map(|name| {
            let span = name.name.span.start..name.local().span.end;
            self.text(file, &span)
        });
        names.collect::<Vec<_>>().join(", ")
    }

    /// Returns the interface of a package that has the picked types.
    fn interface_with(
        &self,
        package: usize,
        picked: &[UseName],
    ) -> Option<(FileId, &'t Interface)> {
        let found = self.interfaces(package).find(|at| {
            let names = super::checker::Owner::interface(*at).type_names();
            !picked.is_empty()
                && picked
                    .iter()
                    .all(|picked| names.iter().any(|name| name.text == picked.name.text))
        })?;
        Some((self.file(package, found.scope), found.item))
    }

    /// Returns the help to move a `use` into the interfaces and worlds that use its types.
    fn help_to_move(
        &self,
        package: usize,
        scope: usize,
        span: &Span,
        picked: &[UseName],
        path: &str,
    ) -> Help {
        let (file, found) = self.packages[package].scopes[scope];
        let line = |names: &str| format!("use {path}.{{{names}}};");
        let whole = line(&self.names_source(file, picked));
        let Some((word, name)) = self.user_of(package, scope, picked) else {
            return format!("move it into the interface that uses it: `{whole}`").into();
        };
        let sentence = format!("move it into {word} `{}`: `{whole}`", name.text);
        let interfaces =
            found.interfaces.iter().map(|item| Owner::interface(At { package, scope, item }));
        let worlds = found.worlds.iter().map(|item| Owner::world(At { package, scope, item }));
        let mut edits: Vec<Edit> = self.remove_item(file, span.start).into_iter().collect();
        for owner in interfaces.chain(worlds) {
            let needed = super::visit::used_names(owner.body);
            let names: Vec<&str> = picked
                .iter()
                .filter(|picked| needed.iter().any(|name| name.text == picked.local().text))
                .map(|picked| self.text(file, &(picked.name.span.start..picked.local().span.end)))
                .collect();
            if !names.is_empty() {
                edits.extend(self.add_item(&owner, &line(&names.join(", "))));
            }
        }
        match edits.len() {
            0 | 1 => Help::edits("remove it: its types are not used", edits).otherwise(sentence),
            2 => Help::edits(sentence, edits),
            _ => {
                let sentence = "move it into each interface and world that uses its types";
                Help::edits(sentence, edits)
            }
        }
    }

    /// Returns the interface or world of a file that uses the picked types.
    fn user_of(
        &self,
        package: usize,
        scope: usize,
        picked: &[UseName],
    ) -> Option<(&'static str, &'t Name)> {
        let (_, found) = self.packages[package].scopes[scope];
        let uses = |body: &crate::syntax::tree::Body| {
            let names = super::visit::used_names(body);
            picked.iter().any(|picked| names.iter().any(|name| name.text == picked.local().text))
        };
        let interface = found.interfaces.iter().find(|item| uses(&item.body));
        let world = || found.worlds.iter().find(|item| uses(&item.body));
        let only = || found.interfaces.first();
        match (interface, world().filter(|_| interface.is_none())) {
            (Some(interface), _) => Some(("interface", &interface.name)),
            (None, Some(world)) => Some(("world", &world.name)),
            (None, None) => only().map(|interface| ("interface", &interface.name)),
        }
    }
}
