//! Paths to missing interfaces and worlds: finds what was probably meant.

use super::checker::{Checker, Owner, Target};
use super::paths::{MAX_SHOWN, Site, Wanted, existing, several_of};
use crate::diagnostic::{Diagnostic, Edit, Help, Location, NameError, SyntaxError};
use crate::files::FileId;
use crate::spelling::list;
use crate::syntax::tree::{Name, SpannedPackageName};

impl<'t> Checker<'t> {
    /// Returns the error for a missing item of the package itself.
    pub(super) fn local_not_found(&self, site: Site, name: &Name) -> Diagnostic {
        let file = self.site_file(site);
        if let Some(diagnostic) = self.import_of_package(site, name) {
            return diagnostic;
        }
        let package = self.packages[site.package].described();
        let kind = NameError::ItemNotFound {
            wanted: site.wanted.word().to_owned(),
            name: name.text.clone(),
            package,
        };
        let label = self.existing_items(site.package, site.wanted);
        let diagnostic = Diagnostic::at(kind, file, name.span.clone(), label);
        if let Some((path, at)) = self.item_in_other_package(site, &name.text) {
            return diagnostic
                .with_label(at.0, at.1, "defined in another package")
                .with_help(Help::write(path.to_string()));
        }
        if let Some((path, location)) = self.item_of_package_named(site, &name.text) {
            return diagnostic
                .with_label(location.0, location.1, "package of that name")
                .with_help(Help::write(path.to_string()));
        }
        let names = self.item_names(site.package, site.wanted);
        if self.nearest(&name.text, names).is_none()
            && let Some((note, help)) = self.unread_beside(site.package)
        {
            return diagnostic.with_step(note, None).with_help(help);
        }
        self.with_nearest(diagnostic, site, site.package, &name.text)
    }

    /// Returns a note and a help for a package that is one file, with others beside it.
    pub(super) fn unread_beside(&self, package: usize) -> Option<(String, String)> {
        let folder = &self.input.folders[self.packages[package].folder];
        if folder.beside.is_empty() {
            return None;
        }
        let others = list(folder.beside.iter().take(5).map(String::as_str));
        let parent = folder.path.rsplit_once('/').map_or(".", |(parent, _)| parent);
        let note = format!("only the file `{}` is read, and not {others} beside it", folder.path);
        Some((note, format!("write `path: \"{parent}\"` to read the whole folder")))
    }

    /// Returns the path of an item of a package whose name is the one in the path.
    fn item_of_package_named(
        &self,
        site: Site,
        name: &str,
    ) -> Option<(String, (FileId, crate::syntax::Span))> {
        (0..self.packages.len()).find_map(|package| {
            let key = self.packages[package].key.as_ref()?;
            let names = self.item_names(package, site.wanted);
            let item = names.first().filter(|_| key.name == name && package != site.package)?;
            Some((key.path(item), self.packages[package].named.clone()?))
        })
    }

    /// Returns the error for a missing item of another package.
    pub(super) fn foreign_not_found(&self, site: Site, package: usize, item: &Name) -> Diagnostic {
        let package_name = self.packages[package].described();
        let kind = NameError::ItemNotFound {
            wanted: site.wanted.word().to_owned(),
            name: item.text.clone(),
            package: package_name,
        };
        let label = self.existing_items(package, site.wanted);
        let mut diagnostic = Diagnostic::at(kind, self.site_file(site), item.span.clone(), label);
        if let Some((file, span)) = &self.packages[package].named {
            diagnostic = diagnostic.with_label(*file, span.clone(), "package declared here");
        }
        self.with_nearest(diagnostic, site, package, &item.text)
    }

    /// Returns the error for a missing item of a package in binary form.
    pub(super) fn decoded_not_found(&self, site: Site, index: usize, item: &Name) -> Diagnostic {
        let decoded = &self.input.decoded[index];
        let names: Vec<&str> = match site.wanted {
            Wanted::World => decoded.worlds.iter().map(String::as_str).collect(),
            Wanted::Interface | Wanted::Item => {
                decoded.interfaces.iter().map(|(name, _)| name.as_str()).collect()
            }
        };
        let kind = NameError::ItemNotFound {
            wanted: site.wanted.word().to_owned(),
            name: item.text.clone(),
            package: format!("package `{}`", decoded.name),
        };
        let diagnostic =
            Diagnostic::at(kind, self.site_file(site), item.span.clone(), existing(&names));
        match self.nearest(&item.text, names.iter().copied()) {
            Some(near) => diagnostic.with_help(Help::write(decoded.name.path(near).to_string())),
            None => diagnostic.with_help(match &names[..] {
                [] => Help::remove(format!(
                    "remove this line: the package has no {}",
                    site.wanted.word()
                ))
                .guess(),
                [only] => Help::write(decoded.name.path(only).to_string()).guess(),
                several => format!("write one of {}", several_of(several)).into(),
            }),
        }
    }

    /// Returns a label with the names of the existing items.
    fn existing_items(&self, package: usize, wanted: Wanted) -> String {
        let names = self.item_names(package, wanted);
        if names.is_empty() {
            return format!("the package has no {}", wanted.word());
        }
        existing(&names)
    }

    /// Returns the names of the items of a package that are of the wanted kind.
    fn item_names(&self, package: usize, wanted: Wanted) -> Vec<&'t str> {
        let interfaces = self.interfaces(package).map(|at| at.item.name.text.as_str());
        let worlds = self.worlds(package).map(|at| at.item.name.text.as_str());
        match wanted {
            Wanted::Interface => interfaces.collect(),
            Wanted::World => worlds.collect(),
            Wanted::Item => interfaces.chain(worlds).collect(),
        }
    }

    /// Adds the help for a missing item.
    fn with_nearest(
        &self,
        diagnostic: Diagnostic,
        site: Site,
        package: usize,
        name: &str,
    ) -> Diagnostic {
        let names = self.item_names(package, site.wanted);
        let own = package == site.package;
        let path = |item: &str| match &self.packages[package].key {
            Some(key) if !own => key.path(item),
            _ => item.to_owned(),
        };
        let near = self.nearest(name, names.iter().copied());
        let only = if names.len() == 1 { names.first().copied() } else { None };
        let help = match near.or(only.filter(|_| !own)) {
            Some(near) => written(site, &path(near)),
            None if names.is_empty() && own => {
                let sentence = format!(
                    "add `{} {name} {{ … }}` to the package, or write the package before the name: `namespace:package/{name}`",
                    keyword(site.wanted)
                );
                match (site.word, site.wanted) {
                    ("use", Wanted::Interface) => self.help_to_define_interface(&diagnostic, name),
                    _ => self.help_to_declare_function(&diagnostic, site, name),
                }
                .otherwise(sentence)
            }
            None if names.is_empty() => Help::remove(format!(
                "remove this line, or add {} to that package",
                wanted_with_article(site)
            ))
            .guess(),
            None => {
                let word = keyword(site.wanted);
                let existing = names.iter().take(MAX_SHOWN).map(|name| format!("`{}`", path(name)));
                let one_of = if names.len() == 1 { "" } else { "one of " };
                let more = match names.len().saturating_sub(MAX_SHOWN) {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                let sentence = format!(
                    "write {one_of}{}{more}, or add `{word} {name} {{ … }}`",
                    existing.collect::<Vec<_>>().join(", ")
                );
                let mut help = Help::sentence(&sentence);
                for name in names.into_iter().take(MAX_SHOWN) {
                    help = help.or_write(path(name));
                }
                // No existing interface has the types of a `use` for which no candidate holds.
                match (site.word, site.wanted) {
                    ("use", Wanted::Interface) => {
                        help.or_else(self.help_to_define_interface(&diagnostic, name))
                    }
                    _ => help,
                }
                .otherwise(sentence)
            }
        };
        diagnostic.with_help(help)
    }

    /// Returns the help to define the interface of a `use`, with the types that it picks.
    fn help_to_define_interface(&self, diagnostic: &Diagnostic, name: &str) -> Help {
        let Location::Source(label) = &diagnostic.location else { return Help::default() };
        let source = self.source(label.file);
        let picked = source[label.range.end..].strip_prefix(".{").and_then(|it| it.split_once('}'));
        let Some((picked, _)) = picked else { return Help::default() };
        let types = picked.split(',').filter_map(|picked| picked.split_whitespace().next());
        let types: Vec<_> = types.map(|ty| format!("    record {ty} {{ value: u32 }}\n")).collect();
        let end = source.trim_end().len();
        let text = format!("\n\ninterface {name} {{\n{}}}", types.concat());
        let sentence =
            format!("add `interface {name} {{ … }}` with the types that this `use` names");
        Help::edits(sentence, vec![Edit::new(label.file, end..end, text)]).guess()
    }

    /// Returns the help to import or export a function in place of an interface that does not exist.
    fn help_to_declare_function(&self, diagnostic: &Diagnostic, site: Site, name: &str) -> Help {
        let Location::Source(label) = &diagnostic.location else { return Help::default() };
        if !matches!(site.word, "import" | "export") {
            return Help::default();
        }
        let end = label.range.end;
        let edit = Edit::new(label.file, end..end, ": func()");
        Help::edits(format!("write `{} {name}: func();` for a function", site.word), vec![edit])
    }

    /// Returns the path and span of an item of that name in another package.
    fn item_in_other_package(
        &self,
        site: Site,
        name: &str,
    ) -> Option<(String, (FileId, crate::syntax::Span))> {
        (0..self.packages.len()).filter(|&package| package != site.package).find_map(|package| {
            let found = match (self.item(package, name)?, site.wanted) {
                (Target::Interface(at), Wanted::Interface | Wanted::Item) => Owner::interface(at),
                (Target::World(at), Wanted::World | Wanted::Item) => Owner::world(at),
                _ => return None,
            };
            let path = self.packages[package].key.as_ref()?.path(name);
            Some((path, (self.owner_file(&found), found.name.span.clone())))
        })
    }

    /// Returns the error for `import test:types;`, which WIT parses as an import of interface `types` named `test`.
    fn import_of_package(&self, site: Site, name: &Name) -> Option<Diagnostic> {
        let file = self.site_file(site);
        let text = &self.input.files.get(file).text;
        let before = text[..name.span.start].strip_suffix(':')?;
        let start = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))? + 1;
        let namespace = &before[start..];
        let span = start..name.span.end;
        let package = format!("{namespace}:{}", name.text);
        if let Some(&package) = self.packages_named(&package).first() {
            return Some(self.package_as_item(site, package, span));
        }
        let help = format!("write `{} {package}/interface-name;`, with its version", site.word);
        let kind = NameError::PackageAsInterface { package, wanted: wanted_with_article(site) };
        Some(Diagnostic::at(kind, file, span, "names only a package").with_help(help))
    }

    /// Returns the error for a path that ends at a package.
    fn package_as_item(&self, site: Site, package: usize, span: crate::syntax::Span) -> Diagnostic {
        let display = self.packages[package].display();
        let kind =
            NameError::PackageAsInterface { package: display, wanted: wanted_with_article(site) };
        let names = self.item_names(package, site.wanted);
        let diagnostic = Diagnostic::at(
            kind,
            self.site_file(site),
            span,
            format!("not {}", wanted_with_article(site)),
        );
        let key = self.packages[package].key.as_ref();
        let help = match (&names[..], key) {
            ([], _) | (_, None) => {
                format!("write {} of the package", wanted_with_article(site)).into()
            }
            ([first, rest @ ..], Some(key)) => {
                let mut help = Help::write(format!("{} {};", site.word, key.path(first)));
                if !rest.is_empty() {
                    let sentence = format!(
                        "{}, or another {}: {}",
                        help.sentence,
                        site.wanted.word(),
                        list(rest.iter().copied())
                    );
                    help = help.saying(sentence);
                }
                help
            }
        };
        diagnostic.with_help(help)
    }

    /// Reports `import a:b@1.0.0;` and `use a:b@1.0.0.{t};` in an interface.
    pub(super) fn package_as_interface(&self, site: Site, package: &SpannedPackageName) {
        let found = self.near_package(&package.plain());
        let diagnostic = match found {
            Some(found) => self.package_as_item(site, found, package.span.clone()),
            None => {
                let key = package.plain();
                let kind = SyntaxError::UseOfPackage { package: key.to_string() };
                let file = self.site_file(site);
                Diagnostic::at(
                    kind,
                    file,
                    package.span.clone(),
                    "expected an interface after the package",
                )
                .with_help(Help::write(format!(
                    "{} {};",
                    site.word,
                    key.path("interface-name")
                )))
            }
        };
        self.report(site.package, diagnostic);
    }
}

/// Returns the help that writes a path. If it fixes nothing, the types of a `use` are not in the interface.
pub(super) fn written(site: Site, path: &str) -> Help {
    let help = Help::write(path);
    match (site.word, site.wanted) {
        ("use", Wanted::Interface) => {
            help.otherwise(format!("write `{path}`, and name types that the interface defines"))
        }
        _ => help,
    }
}

fn keyword(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::World => "world",
        Wanted::Interface | Wanted::Item => "interface",
    }
}

fn wanted_with_article(site: Site) -> &'static str {
    match site.wanted {
        Wanted::World => "a world",
        Wanted::Interface | Wanted::Item => "an interface",
    }
}
