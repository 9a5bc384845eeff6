//! Resolves paths and reports those that lead nowhere or to the wrong kind of item.

use super::checker::{At, Checker, Target};
use crate::diagnostic::{Diagnostic, Edit, Help, NameError};
use crate::files::FileId;
use crate::spelling::list;
use crate::syntax::tree::{Interface, Name, Path, SpannedPackageName, World};

/// The kind of item that a path should lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Interface,
    World,
    /// An interface or a world.
    Item,
}

impl Wanted {
    /// Returns the kind of item for messages.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Interface => "interface",
            Self::World => "world",
            Self::Item => "interface or world",
        }
    }
}

/// The context of a path.
#[derive(Clone, Copy)]
pub(super) struct Site {
    pub(super) package: usize,
    pub(super) scope: usize,
    pub(super) wanted: Wanted,
    /// The keyword of the line: `use`, `import`, `export`, `include`.
    pub(super) word: &'static str,
}

impl<'t> Checker<'t> {
    /// Resolves a path and reports its errors. Returns [`Target::Unknown`] for an error.
    pub(super) fn resolve(&self, site: Site, path: &'t Path) -> Target<'t> {
        match path {
            Path::Local(name) => self.resolve_local(site, name),
            Path::Foreign { package, item, .. } => self.resolve_foreign(site, package, item),
            Path::Package(package) => {
                self.package_as_interface(site, package);
                Target::Unknown
            }
        }
    }

    fn resolve_local(&self, site: Site, name: &'t Name) -> Target<'t> {
        match self.local_item(site.package, site.scope, &name.text) {
            Some(target) => self.check_kind(site, name, target),
            None => {
                let at = (self.site_file(site), name.span.clone());
                if self.is_in_other_package_of_folder(site, &name.text) {
                    return Target::Unknown;
                }
                if !self.packages[site.package].broken()
                    && !self.name_reported(site.package, &name.text, at)
                {
                    self.report(site.package, self.local_not_found(site, name));
                }
                Target::Unknown
            }
        }
    }

    /// Returns `true` if another file of the folder has the item but declares another package, which is reported.
    fn is_in_other_package_of_folder(&self, site: Site, name: &str) -> bool {
        let own = &self.packages[site.package];
        self.packages.iter().enumerate().any(|(index, other)| {
            index != site.package
                && other.folder == own.folder
                && !other.nested
                && !own.nested
                && self.item(index, name).is_some()
        })
    }

    fn resolve_foreign(
        &self,
        site: Site,
        package: &'t SpannedPackageName,
        item: &'t Name,
    ) -> Target<'t> {
        if self.is_own(site, package) {
            self.own_package(site, package, item);
            return Target::Unknown;
        }
        if let Some(target) = self.foreign_item(package, &item.text) {
            return self.check_kind(site, item, target);
        }
        let key = package.plain();
        let diagnostic = match self.find_package(&key) {
            Some(found) if self.packages[found].broken() => return Target::Unknown,
            Some(found) => Some(self.foreign_not_found(site, found, item)),
            None => match self.find_decoded(&key) {
                Some(found) => Some(self.decoded_not_found(site, found, item)),
                None => self.package_not_found(site, package, &item.text),
            },
        };
        if let Some(diagnostic) = diagnostic {
            self.report(site.package, diagnostic);
        }
        Target::Unknown
    }

    /// Returns the file of a path.
    pub(super) fn site_file(&self, site: Site) -> FileId {
        self.file(site.package, site.scope)
    }

    /// Returns `true` if a package name in a path is that of the package itself.
    pub(super) fn is_own(&self, site: Site, package: &SpannedPackageName) -> bool {
        let Some(own) = &self.packages[site.package].key else { return false };
        let key = package.plain();
        key == *own
            || (key.unversioned() == own.unversioned()
                && key.version.is_none()
                && self.find_package(&key).is_none()
                && self.find_decoded(&key).is_none())
    }

    /// Returns `true` if a path names the package that it is in.
    pub(super) fn is_own_path(&self, package: usize, path: &Path) -> bool {
        let site = Site { package, scope: 0, wanted: Wanted::Item, word: "use" };
        matches!(path, Path::Foreign { package, .. } if self.is_own(site, package))
    }

    /// Reports a path that names its own package.
    fn own_package(&self, site: Site, package: &SpannedPackageName, item: &Name) {
        let file = self.site_file(site);
        let kind = NameError::OwnPackage { package: package.plain().to_string() };
        let diagnostic = Diagnostic::at(
            kind,
            file,
            package.span.clone(),
            "remove the package before an item of the package itself",
        );
        let text = &self.input.files.get(file).text;
        let path = self.path_span(site, package);
        let line = text[path.end..].split([';', '\n', '}']).next().unwrap_or_default();
        let brace = if line.contains('{') { "}" } else { "" };
        let tail = format!("{line}{brace}");
        let help = match site.wanted {
            Wanted::Item => Help::remove(format!(
                "remove the line: `{}` is in scope in the whole package",
                item.text
            )),
            Wanted::Interface | Wanted::World => {
                let sentence = format!("write `{} {}{};`", site.word, item.text, tail.trim_end());
                Help::edits(sentence, vec![Edit::new(file, path, &item.text)])
            }
        };
        self.report(site.package, diagnostic.with_help(help));
    }

    /// Reports a world where an interface is expected, and the other way round.
    fn check_kind(&self, site: Site, name: &Name, target: Target<'t>) -> Target<'t> {
        // A top-level `use` of another package always takes an interface.
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
                let kind = NameError::WorldAsInterface { name: name.text.clone() };
                let diagnostic = Diagnostic::at(
                    kind,
                    self.site_file(site),
                    name.span.clone(),
                    "not an interface",
                );
                let help = format!("add `include {};` to a world", name.text);
                self.report(site.package, diagnostic.with_help(help));
            }
            _ => return target,
        }
        Target::Unknown
    }

    /// Returns the error for a world where an interface is expected.
    fn world_as_interface(&self, site: Site, name: &Name, at: At<'t, World>) -> Diagnostic {
        let kind = NameError::WorldAsInterface { name: name.text.clone() };
        let help = match site.word {
            "use" if site.wanted == Wanted::Item => Help::remove(format!(
                "remove the line, and add `include {};` to a world",
                self.path_to(site.package, at, &name.text)
            )),
            "use" => {
                "move the types to an interface, and name that interface here".to_owned().into()
            }
            _ => Help::write(format!("include {};", self.path_to(site.package, at, &name.text))),
        };
        let file = self.file(at.package, at.scope);
        Diagnostic::at(kind, self.site_file(site), name.span.clone(), "not an interface")
            .with_label(file, at.item.name.span.clone(), "world defined here")
            .with_help(help)
    }

    /// Returns the error for an interface where a world is expected.
    fn interface_as_world(&self, site: Site, name: &Name, at: At<'t, Interface>) -> Diagnostic {
        let kind = NameError::InterfaceAsWorld { name: name.text.clone() };
        let path = self.path_to(site.package, at, &name.text);
        let file = self.file(at.package, at.scope);
        Diagnostic::at(kind, self.site_file(site), name.span.clone(), "not a world")
            .with_label(file, at.item.name.span.clone(), "interface defined here")
            .with_help(
                Help::write(format!("import {path};"))
                    .or_write(format!("export {path};"))
                    .otherwise(format!("write `import {path};` or `export {path};`")),
            )
    }
}

/// The largest number of names that a label or a help lists.
pub(super) const MAX_SHOWN: usize = 8;

/// Returns ``only `a` and `b` exist``.
pub(super) fn existing(names: &[&str]) -> String {
    match names {
        [] => "none exists".to_owned(),
        [only] => format!("only `{only}` exists"),
        several => format!("only {} exist", several_of(several)),
    }
}

/// Returns `` `a` and `b` ``, or `` `a`, `b` and 9 more `` if there are many names.
pub(super) fn several_of(names: &[&str]) -> String {
    if names.len() <= MAX_SHOWN {
        return list(names.iter().copied());
    }
    let shown = names[..MAX_SHOWN].iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
    format!("{} and {} more", shown.join(", "), names.len() - MAX_SHOWN)
}
