//! A path that leads nowhere, or to the wrong thing: what there is instead.

use super::model::{At, Checker, Key, Target};
use crate::diagnostic::{Diagnostic, NameFault, PackageFault, SyntaxFault};
use crate::files::FileId;
use crate::syntax::foreign::nearest;
use crate::syntax::tree::{Interface, Name, PackageName, Path, World};

/// What should stand at the end of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Interface,
    World,
    /// Either.
    Item,
}

impl Wanted {
    fn word(self) -> &'static str {
        match self {
            Self::Interface => "interface",
            Self::World => "world",
            Self::Item => "interface or world",
        }
    }
}

/// Where a path stands.
#[derive(Clone, Copy)]
pub(super) struct Site {
    pub(super) package: usize,
    pub(super) scope: usize,
    pub(super) wanted: Wanted,
    /// The keyword of the line: `use`, `import`, `export`, `include`.
    pub(super) word: &'static str,
}

impl<'t> Checker<'t> {
    /// Follows a path, and reports what is wrong with it. [`Target::Unknown`] if something is.
    pub(super) fn follow(&self, site: Site, path: &'t Path) -> Target<'t> {
        match path {
            Path::Local(name) => self.follow_local(site, name),
            Path::Foreign { package, item, .. } => self.follow_foreign(site, package, item),
            Path::Package(package) => {
                self.package_as_interface(site, package);
                Target::Unknown
            }
        }
    }

    fn follow_local(&self, site: Site, name: &'t Name) -> Target<'t> {
        match self.local_item(site.package, site.scope, &name.text) {
            Some(target) => self.of_kind(site, name, target),
            None => {
                if !self.packages[site.package].broken() {
                    self.report(site.package, self.local_not_found(site, name));
                }
                Target::Unknown
            }
        }
    }

    fn follow_foreign(&self, site: Site, package: &'t PackageName, item: &'t Name) -> Target<'t> {
        if self.is_own(site, package) {
            self.own_package(site, package, item);
            return Target::Unknown;
        }
        if let Some(target) = self.foreign_item(package, &item.text) {
            return self.of_kind(site, item, target);
        }
        let key = Key::from(package);
        let fault = match self.find_package(&key) {
            Some(found) if self.packages[found].broken() => return Target::Unknown,
            Some(found) => Some(self.foreign_not_found(site, found, item)),
            None => match self.find_decoded(&key) {
                Some(found) => Some(self.decoded_not_found(site, found, item)),
                None => self.package_not_found(site, package, &item.text),
            },
        };
        if let Some(fault) = fault {
            self.report(site.package, fault);
        }
        Target::Unknown
    }

    fn site_file(&self, site: Site) -> FileId {
        self.file(site.package, site.scope)
    }

    fn is_own(&self, site: Site, package: &PackageName) -> bool {
        let Some(own) = &self.packages[site.package].key else { return false };
        let key = Key::from(package);
        key == *own
            || (key.base() == own.base()
                && key.version.is_none()
                && self.find_package(&key).is_none()
                && self.find_decoded(&key).is_none())
    }

    /// Whether a path names the package that it stands in.
    pub(super) fn is_own_path(&self, package: usize, path: &Path) -> bool {
        let site = Site { package, scope: 0, wanted: Wanted::Item, word: "use" };
        matches!(path, Path::Foreign { package, .. } if self.is_own(site, package))
    }

    fn own_package(&self, site: Site, package: &PackageName, item: &Name) {
        let file = self.site_file(site);
        let kind = NameFault::OwnPackage { package: Key::from(package).to_string() };
        let fault = Diagnostic::at(
            kind,
            file,
            package.span.clone(),
            "its own items have no package before them",
        );
        let text = &self.input.files.get(file).text;
        let end = self.path_span(site, package).end;
        let line = text[end..].split([';', '\n', '}']).next().unwrap_or_default();
        let brace = if line.contains('{') { "}" } else { "" };
        let tail = format!("{line}{brace}");
        let help = match site.wanted {
            Wanted::Item => {
                format!("delete the line: `{}` is known in the whole package", item.text)
            }
            Wanted::Interface | Wanted::World => {
                format!("write `{} {}{};`", site.word, item.text, tail.trim_end())
            }
        };
        self.report(site.package, fault.with_help(help));
    }

    /// Reports a world where an interface should stand, and the other way round.
    fn of_kind(&self, site: Site, name: &Name, target: Target<'t>) -> Target<'t> {
        // What a `use` at the top takes from another package is always an interface.
        let foreign = matches!(&target, Target::World(at) if at.package != site.package);
        match (site.wanted, &target) {
            (Wanted::Item, Target::World(at)) if foreign => {
                self.report(site.package, self.world_as_interface(site, name, *at));
            }
            (Wanted::Interface, Target::World(at)) => {
                self.report(site.package, self.world_as_interface(site, name, *at));
            }
            (Wanted::World, Target::Interface(at)) => {
                self.report(site.package, self.interface_as_world(site, name, *at));
            }
            (Wanted::Interface, Target::DecodedWorld) => {
                let kind = NameFault::WorldAsInterface { name: name.text.clone() };
                let fault = Diagnostic::at(
                    kind,
                    self.site_file(site),
                    name.span.clone(),
                    "this is a world",
                );
                let help = format!("write `include {};` in a world", name.text);
                self.report(site.package, fault.with_help(help));
            }
            _ => return target,
        }
        Target::Unknown
    }

    fn world_as_interface(&self, site: Site, name: &Name, at: At<'t, World>) -> Diagnostic {
        let kind = NameFault::WorldAsInterface { name: name.text.clone() };
        let help = match site.word {
            "use" if site.wanted == Wanted::Item => format!(
                "delete the line, and write `include {};` in a world",
                self.path_to(site.package, at, &name.text)
            ),
            "use" => "move the types to an interface, and pick them from there".to_owned(),
            _ => format!("write `include {};`", self.path_to(site.package, at, &name.text)),
        };
        let file = self.file(at.package, at.scope);
        Diagnostic::at(kind, self.site_file(site), name.span.clone(), "this is a world")
            .with_label(file, at.item.name.span.clone(), "defined here")
            .with_help(help)
    }

    fn interface_as_world(&self, site: Site, name: &Name, at: At<'t, Interface>) -> Diagnostic {
        let kind = NameFault::InterfaceAsWorld { name: name.text.clone() };
        let path = self.path_to(site.package, at, &name.text);
        let file = self.file(at.package, at.scope);
        Diagnostic::at(kind, self.site_file(site), name.span.clone(), "this is an interface")
            .with_label(file, at.item.name.span.clone(), "defined here")
            .with_help(format!("write `import {path};` or `export {path};`"))
    }

    fn local_not_found(&self, site: Site, name: &Name) -> Diagnostic {
        let file = self.site_file(site);
        if let Some(fault) = self.import_of_package(site, name) {
            return fault;
        }
        let package = self.packages[site.package].display();
        let kind = NameFault::ItemNotFound {
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
        self.with_nearest(fault, site, site.package, &name.text)
    }

    fn foreign_not_found(&self, site: Site, package: usize, item: &Name) -> Diagnostic {
        let display = self.packages[package].display();
        let kind = NameFault::ItemNotFound {
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

    fn decoded_not_found(&self, site: Site, index: usize, item: &Name) -> Diagnostic {
        let decoded = &self.input.decoded[index];
        let key = Key {
            namespace: decoded.namespace.clone(),
            name: decoded.name.clone(),
            version: decoded.version.clone(),
        };
        let names: Vec<&str> = match site.wanted {
            Wanted::World => decoded.worlds.iter().map(String::as_str).collect(),
            Wanted::Interface | Wanted::Item => {
                decoded.interfaces.iter().map(|(name, _)| name.as_str()).collect()
            }
        };
        let kind = NameFault::ItemNotFound {
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
    fn there_is(&self, package: usize, wanted: Wanted) -> String {
        let names = self.item_names(package, wanted);
        if names.is_empty() {
            return format!("it has no {}", wanted.word());
        }
        listed(&names)
    }

    fn item_names(&self, package: usize, wanted: Wanted) -> Vec<&'t str> {
        let interfaces = self.interfaces(package).map(|at| at.item.name.text.as_str());
        let worlds = self.worlds_of(package).map(|at| at.item.name.text.as_str());
        match wanted {
            Wanted::Interface => interfaces.collect(),
            Wanted::World => worlds.collect(),
            Wanted::Item => interfaces.chain(worlds).collect(),
        }
    }

    fn with_nearest(
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
                format!("delete this line, or add a {} to that package", first_word(site.wanted))
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
    fn elsewhere(&self, site: Site, name: &str) -> Option<(String, (FileId, crate::syntax::Span))> {
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
    fn import_of_package(&self, site: Site, name: &Name) -> Option<Diagnostic> {
        let file = self.site_file(site);
        let text = &self.input.files.get(file).text;
        let before = text[..name.span.start].strip_suffix(':')?;
        let start = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))? + 1;
        let namespace = &before[start..];
        let package = self.packages.iter().position(|package| {
            let key = package.key.as_ref();
            key.is_some_and(|key| key.namespace == namespace && key.name == name.text)
        })?;
        let span = start..name.span.end;
        Some(self.package_fault(site, package, span))
    }

    fn package_fault(&self, site: Site, package: usize, span: crate::syntax::Span) -> Diagnostic {
        let display = self.packages[package].display();
        let kind = NameFault::PackageAsInterface { package: display };
        let names = self.item_names(package, site.wanted);
        let fault = Diagnostic::at(kind, self.site_file(site), span, "this is a package");
        let key = self.packages[package].key.as_ref();
        let help = match (&names[..], key) {
            ([], _) | (_, None) => format!("name an {} of it", site.wanted.word()),
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
    fn package_as_interface(&self, site: Site, package: &PackageName) {
        let found = self.near_package(&Key::from(package));
        let fault = match found {
            Some(found) => self.package_fault(site, found, package.span.clone()),
            None => {
                let key = Key::from(package);
                let kind = SyntaxFault::UseOfPackage { package: key.to_string() };
                let file = self.site_file(site);
                Diagnostic::at(kind, file, package.span.clone(), "an interface is missing")
                    .with_help(format!("write `{} {};`", site.word, key.path("interface-name")))
            }
        };
        self.report(site.package, fault);
    }

    /// The package of that name: at that version, or at any.
    pub(super) fn near_package(&self, key: &Key) -> Option<usize> {
        self.find_package(key).or_else(|| {
            self.packages.iter().position(|package| {
                package.key.as_ref().is_some_and(|other| other.base() == key.base())
            })
        })
    }

    /// Why there is no such package. `None` if one could not be read and may be it.
    pub(super) fn package_not_found(
        &self,
        site: Site,
        package: &PackageName,
        item: &str,
    ) -> Option<Diagnostic> {
        let key = Key::from(package);
        let same: Vec<Key> = self.all_keys().filter(|other| other.base() == key.base()).collect();
        if !same.is_empty() {
            return Some(self.version_not_found(site, package, item, &same));
        }
        if self.packages.iter().any(|package| package.key.is_none()) {
            return None;
        }
        let kind = PackageFault::NotFound { package: key.to_string() };
        let file = self.site_file(site);
        let own = &self.packages[site.package].key;
        let bases: Vec<Key> = self.all_keys().filter(|key| Some(key) != own.as_ref()).collect();
        let names: Vec<String> = bases.iter().map(Key::base).collect();
        let near = nearest(&key.base(), names.iter().map(String::as_str));
        let near = near.and_then(|near| bases.iter().find(|key| key.base() == near));
        // `a:b` is not near to `a:c` because they are short.
        let near = near.filter(|near| key.base().len() > 6 || self.has_item(near, item));
        let fault = Diagnostic::at(kind, file, package.span.clone(), "not in the directory");
        Some(match near {
            Some(near) => {
                self.with_package(fault, near).with_help(format!("write `{}`", near.path(item)))
            }
            None => {
                let others: Vec<_> = bases.iter().map(|key| format!("`{key}`")).collect();
                let fault = match &others[..] {
                    [] => fault.with_step("there is no other package in the directory", None),
                    [one] => fault.with_step(format!("there is only {one}"), None),
                    others => fault.with_step(format!("there are {}", others.join(", ")), None),
                };
                if !self.first_missing(site.package, &key, file, &package.span) {
                    return None;
                }
                let folder = format!("deps/{}-{}", key.namespace, key.name);
                fault.with_help(format!(
                    "put the package's `.wit` files into `{folder}/`, or fetch it with \
                     `wkg wit fetch` or `wit-deps`"
                ))
            }
        })
    }

    fn has_item(&self, key: &Key, item: &str) -> bool {
        self.find_package(key).is_some_and(|found| self.item(found, item).is_some())
    }

    fn all_keys(&self) -> impl Iterator<Item = Key> + '_ {
        let decoded = self.input.decoded.iter().map(|decoded| Key {
            namespace: decoded.namespace.clone(),
            name: decoded.name.clone(),
            version: decoded.version.clone(),
        });
        self.packages.iter().filter_map(|package| package.key.clone()).chain(decoded)
    }

    fn with_package(&self, fault: Diagnostic, key: &Key) -> Diagnostic {
        let named = self.find_package(key).and_then(|found| self.packages[found].named.clone());
        match named {
            Some((file, span)) => fault.with_label(file, span, "this one"),
            None => fault,
        }
    }

    fn version_not_found(
        &self,
        site: Site,
        package: &PackageName,
        item: &str,
        same: &[Key],
    ) -> Diagnostic {
        let key = Key::from(package);
        let base = key.base();
        let best = self.best_version(same, item);
        let shown: Vec<_> = same
            .iter()
            .map(|key| match &key.version {
                Some(version) => format!("`{version}`"),
                None => "the one without a version".to_owned(),
            })
            .collect();
        let (kind, label) = match (&key.version, &best.version) {
            (None, Some(version)) => {
                (PackageFault::VersionMissing { package: base }, format!("it is `@{version}`"))
            }
            (Some(_), None) => {
                (PackageFault::VersionTooMuch { package: base }, "it has no version".to_owned())
            }
            (version, _) => {
                let version = version.as_ref().map_or(String::new(), ToString::to_string);
                let kind = PackageFault::VersionNotFound { package: base, version };
                (kind, format!("only {} is here", shown.join(", ")))
            }
        };
        let fault =
            Diagnostic::at(kind, self.site_file(site), self.path_span(site, package), label);
        let fault = self.with_package(fault, best);
        let mut help = format!("write `{}`", best.path(item));
        if let (Some(version), Some(_)) = (&key.version, &best.version) {
            help = format!("{help}, or add version {version} to the directory");
        }
        fault.with_help(help)
    }

    /// The newest of several versions, one that has the item if there is one.
    fn best_version<'k>(&self, same: &'k [Key], item: &str) -> &'k Key {
        let has = |key: &&Key| self.has_item(key, item);
        let newest = |keys: Vec<&'k Key>| keys.into_iter().max_by(|a, b| a.version.cmp(&b.version));
        newest(same.iter().filter(has).collect())
            .or_else(|| newest(same.iter().collect()))
            .unwrap_or(&same[0])
    }

    /// The whole path that starts with a package.
    fn path_span(&self, site: Site, package: &PackageName) -> crate::syntax::Span {
        let text = &self.input.files.get(self.site_file(site)).text;
        let start = package.span.start;
        let tail = &text[start..];
        let mut end = 0;
        for (at, c) in tail.char_indices() {
            let inside =
                c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '/' | '@' | '%' | '+');
            let dot = c == '.' && tail[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric());
            if !inside && !dot {
                break;
            }
            end = at + c.len_utf8();
        }
        start..start + end.max(1)
    }

    /// The path as it should be written, if its package is there at another version.
    pub(super) fn corrected(&self, path: &Path) -> Option<(usize, String)> {
        match path {
            Path::Local(_) | Path::Package(_) => None,
            Path::Foreign { package, item, .. } => {
                let found = self.near_package(&Key::from(package))?;
                let key = self.packages[found].key.as_ref()?;
                Some((found, key.path(&item.text)))
            }
        }
    }
}

fn first_word(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::World => "world",
        Wanted::Interface | Wanted::Item => "interface",
    }
}

/// `there is `a`, `b``, cut where it is too much.
pub(super) fn listed(names: &[&str]) -> String {
    let mut shown: Vec<_> = names.iter().take(8).map(|name| format!("`{name}`")).collect();
    if names.len() > 8 {
        shown.push(format!("and {} more", names.len() - 8));
    }
    match shown.len() {
        0 => "there is none".to_owned(),
        1 => format!("there is {}", shown[0]),
        _ => format!("there are {}", shown.join(", ")),
    }
}
