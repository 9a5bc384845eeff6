//! A path that leads nowhere, or to the wrong thing: what there is instead.

use super::model::{At, Checker, Target};
use crate::diagnostic::{Diagnostic, NameError};
use crate::files::FileId;
use crate::syntax::tree::{Interface, Name, Path, SpannedPackageName, World};

/// What should stand at the end of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Interface,
    World,
    /// Either.
    Item,
}

impl Wanted {
    pub(super) fn word(self) -> &'static str {
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

    pub(super) fn follow_local(&self, site: Site, name: &'t Name) -> Target<'t> {
        match self.local_item(site.package, site.scope, &name.text) {
            Some(target) => self.of_kind(site, name, target),
            None => {
                let at = (self.site_file(site), name.span.clone());
                if self.is_in_other_header(site, &name.text) {
                    return Target::Unknown;
                }
                if !self.packages[site.package].broken()
                    && !self.told_of(site.package, &name.text, at)
                {
                    self.report(site.package, self.local_not_found(site, name));
                }
                Target::Unknown
            }
        }
    }

    /// Whether a file of the same folder has the item, and says another package, which was told.
    fn is_in_other_header(&self, site: Site, name: &str) -> bool {
        let own = &self.packages[site.package];
        self.packages.iter().enumerate().any(|(index, other)| {
            index != site.package
                && other.folder == own.folder
                && !other.nested
                && !own.nested
                && self.item(index, name).is_some()
        })
    }

    pub(super) fn follow_foreign(
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
            return self.of_kind(site, item, target);
        }
        let key = package.plain();
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

    pub(super) fn site_file(&self, site: Site) -> FileId {
        self.file(site.package, site.scope)
    }

    pub(super) fn is_own(&self, site: Site, package: &SpannedPackageName) -> bool {
        let Some(own) = &self.packages[site.package].key else { return false };
        let key = package.plain();
        key == *own
            || (key.unversioned() == own.unversioned()
                && key.version.is_none()
                && self.find_package(&key).is_none()
                && self.find_decoded(&key).is_none())
    }

    /// Whether a path names the package that it stands in.
    pub(super) fn is_own_path(&self, package: usize, path: &Path) -> bool {
        let site = Site { package, scope: 0, wanted: Wanted::Item, word: "use" };
        matches!(path, Path::Foreign { package, .. } if self.is_own(site, package))
    }

    pub(super) fn own_package(&self, site: Site, package: &SpannedPackageName, item: &Name) {
        let file = self.site_file(site);
        let kind = NameError::OwnPackage { package: package.plain().to_string() };
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
    pub(super) fn of_kind(&self, site: Site, name: &Name, target: Target<'t>) -> Target<'t> {
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
                let kind = NameError::WorldAsInterface { name: name.text.clone() };
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

    pub(super) fn world_as_interface(
        &self,
        site: Site,
        name: &Name,
        at: At<'t, World>,
    ) -> Diagnostic {
        let kind = NameError::WorldAsInterface { name: name.text.clone() };
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

    pub(super) fn interface_as_world(
        &self,
        site: Site,
        name: &Name,
        at: At<'t, Interface>,
    ) -> Diagnostic {
        let kind = NameError::InterfaceAsWorld { name: name.text.clone() };
        let path = self.path_to(site.package, at, &name.text);
        let file = self.file(at.package, at.scope);
        Diagnostic::at(kind, self.site_file(site), name.span.clone(), "this is an interface")
            .with_label(file, at.item.name.span.clone(), "defined here")
            .with_help(format!("write `import {path};` or `export {path};`"))
    }
}

/// `there is `a`, `b``, cut where it is too much.
pub(super) fn listed(names: &[&str]) -> String {
    let mut shown = names.iter().take(8).map(|name| format!("`{name}`")).collect::<Vec<_>>();
    if names.len() > 8 {
        shown.push(format!("and {} more", names.len() - 8));
    }
    match shown.len() {
        0 => "there is none".to_owned(),
        1 => format!("there is {}", shown[0]),
        _ => format!("there are {}", shown.join(", ")),
    }
}
