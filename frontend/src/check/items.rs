//! Interfaces and worlds that are not there: what there is instead.

use super::model::{Checker, Target};
use super::paths::{Site, Wanted, listed};
use crate::diagnostic::{Diagnostic, NameError, SyntaxError};
use crate::files::FileId;
use crate::syntax::foreign::nearest;
use crate::syntax::tree::{Name, SpannedPackageName};

impl<'t> Checker<'t> {
    pub(super) fn local_not_found(&self, site: Site, name: &Name) -> Diagnostic {
        let file = self.site_file(site);
        if let Some(fault) = self.import_of_package(site, name) {
            return fault;
        }
        let package = self.packages[site.package].display();
        let kind = NameError::ItemNotFound {
            wanted: site.wanted.word().to_owned(),
            name: name.text.clone(),
            package,
        };
        let there = self.there_is(site.package, site.wanted);
        let fault = Diagnostic::at(kind, file, name.span.clone(), there);
        if let Some((path, at)) = self.elsewhere(site, &name.text) {
            return fault
                .with_label(at.0, at.1, "it is in another package")
                .with_help(format!("write `{path}`"));
        }
        if let Some((path, place)) = self.package_of_that_name(site, &name.text) {
            return fault
                .with_label(place.0, place.1, "this is a package of that name")
                .with_help(format!("write `{path}`"));
        }
        self.with_nearest(fault, site, site.package, &name.text)
    }

    /// The path of an item of a package that has the name of what was looked for.
    pub(super) fn package_of_that_name(
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

    pub(super) fn foreign_not_found(&self, site: Site, package: usize, item: &Name) -> Diagnostic {
        let display = self.packages[package].display();
        let kind = NameError::ItemNotFound {
            wanted: site.wanted.word().to_owned(),
            name: item.text.clone(),
            package: display,
        };
        let there = self.there_is(package, site.wanted);
        let mut fault = Diagnostic::at(kind, self.site_file(site), item.span.clone(), there);
        if let Some((file, span)) = &self.packages[package].named {
            fault = fault.with_label(*file, span.clone(), "this package");
        }
        self.with_nearest(fault, site, package, &item.text)
    }

    pub(super) fn decoded_not_found(&self, site: Site, index: usize, item: &Name) -> Diagnostic {
        let decoded = &self.input.decoded[index];
        let key = decoded.package.clone();
        let names: Vec<&str> = match site.wanted {
            Wanted::World => decoded.worlds.iter().map(String::as_str).collect(),
            Wanted::Interface | Wanted::Item => {
                decoded.interfaces.iter().map(|(name, _)| name.as_str()).collect()
            }
        };
        let kind = NameError::ItemNotFound {
            wanted: site.wanted.word().to_owned(),
            name: item.text.clone(),
            package: key.to_string(),
        };
        let fault = Diagnostic::at(kind, self.site_file(site), item.span.clone(), listed(&names));
        match nearest(&item.text, names.iter().copied()) {
            Some(near) => fault.with_help(format!("write `{}`", key.path(near))),
            None => fault.with_help(format!("use one that it has: {}", listed(&names))),
        }
    }

    /// `there is: i, j`, or that there is none.
    pub(super) fn there_is(&self, package: usize, wanted: Wanted) -> String {
        let names = self.item_names(package, wanted);
        if names.is_empty() {
            return format!("it has no {}", wanted.word());
        }
        listed(&names)
    }

    pub(super) fn item_names(&self, package: usize, wanted: Wanted) -> Vec<&'t str> {
        let interfaces = self.interfaces(package).map(|at| at.item.name.text.as_str());
        let worlds = self.worlds_of(package).map(|at| at.item.name.text.as_str());
        match wanted {
            Wanted::Interface => interfaces.collect(),
            Wanted::World => worlds.collect(),
            Wanted::Item => interfaces.chain(worlds).collect(),
        }
    }

    pub(super) fn with_nearest(
        &self,
        fault: Diagnostic,
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
        let near = nearest(name, names.iter().copied());
        let only = if names.len() == 1 { names.first().copied() } else { None };
        let help = match near.or(only.filter(|_| !own)) {
            Some(near) => format!("write `{}`", path(near)),
            None if names.is_empty() && own => {
                format!(
                    "add `{} {name} {{ … }}` to the package, or name the package it is in: `namespace:package/{name}`",
                    first_word(site.wanted)
                )
            }
            None if names.is_empty() => {
                format!("delete this line, or add {} to that package", wanted_here(site))
            }
            None => {
                let word = first_word(site.wanted);
                let there = names.iter().map(|name| format!("`{}`", path(name)));
                format!(
                    "write one that is there: {}; or add `{word} {name} {{ … }}`",
                    there.collect::<Vec<_>>().join(", ")
                )
            }
        };
        fault.with_help(help)
    }

    /// An item of that name in another package, with its path and place.
    pub(super) fn elsewhere(
        &self,
        site: Site,
        name: &str,
    ) -> Option<(String, (FileId, crate::syntax::Span))> {
        (0..self.packages.len()).filter(|&package| package != site.package).find_map(|package| {
            let (at, span) = match (self.item(package, name)?, site.wanted) {
                (Target::Interface(at), Wanted::Interface | Wanted::Item) => {
                    ((at.package, at.scope), at.item.name.span.clone())
                }
                (Target::World(at), Wanted::World | Wanted::Item) => {
                    ((at.package, at.scope), at.item.name.span.clone())
                }
                _ => return None,
            };
            let path = self.packages[package].key.as_ref()?.path(name);
            Some((path, (self.file(at.0, at.1), span)))
        })
    }

    /// `import test:types;`, which WIT reads as an import called `test` of interface `types`.
    pub(super) fn import_of_package(&self, site: Site, name: &Name) -> Option<Diagnostic> {
        let file = self.site_file(site);
        let text = &self.input.files.get(file).text;
        let before = text[..name.span.start].strip_suffix(':')?;
        let start = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))? + 1;
        let namespace = &before[start..];
        let span = start..name.span.end;
        let package = self.packages.iter().position(|package| {
            let key = package.key.as_ref();
            key.is_some_and(|key| key.namespace == namespace && key.name == name.text)
        });
        if let Some(package) = package {
            return Some(self.package_fault(site, package, span));
        }
        let package = format!("{namespace}:{}", name.text);
        let help = format!("write `{} {package}/interface-name;`, with its version", site.word);
        let kind = NameError::PackageAsInterface { package, wanted: wanted_here(site) };
        Some(Diagnostic::at(kind, file, span, "this names only a package").with_help(help))
    }

    pub(super) fn package_fault(
        &self,
        site: Site,
        package: usize,
        span: crate::syntax::Span,
    ) -> Diagnostic {
        let display = self.packages[package].display();
        let kind = NameError::PackageAsInterface { package: display, wanted: wanted_here(site) };
        let names = self.item_names(package, site.wanted);
        let fault = Diagnostic::at(kind, self.site_file(site), span, "this is a package");
        let key = self.packages[package].key.as_ref();
        let help = match (&names[..], key) {
            ([], _) | (_, None) => format!("name {} of it", wanted_here(site)),
            ([first, rest @ ..], Some(key)) => {
                let mut help = format!("write `{} {};`", site.word, key.path(first));
                if !rest.is_empty() {
                    help = format!(
                        "{help}, or another of its {}s: {}",
                        site.wanted.word(),
                        rest.join(", ")
                    );
                }
                help
            }
        };
        fault.with_help(help)
    }

    /// `import a:b@1.0.0;` and `use a:b@1.0.0.{t};` in an interface.
    pub(super) fn package_as_interface(&self, site: Site, package: &SpannedPackageName) {
        let found = self.near_package(&package.plain());
        let fault = match found {
            Some(found) => self.package_fault(site, found, package.span.clone()),
            None => {
                let key = package.plain();
                let kind = SyntaxError::UseOfPackage { package: key.to_string() };
                let file = self.site_file(site);
                Diagnostic::at(kind, file, package.span.clone(), "an interface is missing")
                    .with_help(format!("write `{} {};`", site.word, key.path("interface-name")))
            }
        };
        self.report(site.package, fault);
    }
}

fn first_word(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::World => "world",
        Wanted::Interface | Wanted::Item => "interface",
    }
}

fn wanted_here(site: Site) -> &'static str {
    match site.wanted {
        Wanted::World => "a world",
        Wanted::Interface | Wanted::Item => "an interface",
    }
}
