//! Packages that are not there, or only at another version.

use super::model::Checker;
use super::paths::Site;
use crate::diagnostic::{Diagnostic, PackageError};
use crate::package_name::PackageName;
use crate::syntax::foreign::nearest;
use crate::syntax::tree::{Path, SpannedPackageName};

impl<'t> Checker<'t> {
    /// The folder into which the dependencies of a package can be put.
    pub(super) fn deps_of(&self, package: usize) -> String {
        let path = &self.input.folders[self.packages[package].folder].path;
        let parts = path.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let end = parts.iter().position(|part| *part == "deps").unwrap_or(parts.len());
        let folder = parts[..end].join("/");
        if folder.is_empty() || folder.ends_with(".wit") {
            "deps".to_owned()
        } else {
            format!("{folder}/deps")
        }
    }

    /// The package of that name: at that version, or at any.
    pub(super) fn near_package(&self, key: &PackageName) -> Option<usize> {
        self.find_package(key).or_else(|| {
            self.packages.iter().position(|package| {
                package.key.as_ref().is_some_and(|other| other.unversioned() == key.unversioned())
            })
        })
    }

    /// Why there is no such package. `None` if one could not be read and may be it.
    pub(super) fn package_not_found(
        &self,
        site: Site,
        package: &SpannedPackageName,
        item: &str,
    ) -> Option<Diagnostic> {
        let key = package.plain();
        let same: Vec<PackageName> =
            self.all_keys().filter(|other| other.unversioned() == key.unversioned()).collect();
        if !same.is_empty() {
            return Some(self.version_not_found(site, package, item, &same));
        }
        if self.packages.iter().any(may_be_any) {
            return None;
        }
        let kind = PackageError::NotFound { package: key.to_string() };
        let file = self.site_file(site);
        let own = &self.packages[site.package].key;
        let bases: Vec<PackageName> =
            self.all_keys().filter(|key| Some(key) != own.as_ref()).collect();
        let names: Vec<String> = bases.iter().map(PackageName::unversioned).collect();
        let near = nearest(&key.unversioned(), names.iter().map(String::as_str));
        let near = near.and_then(|near| bases.iter().find(|key| key.unversioned() == near));
        // `a:b` is not near to `a:c` because they are short.
        let near = near.filter(|near| key.unversioned().len() > 6 || self.has_item(near, item));
        let fault = Diagnostic::at(kind, file, package.span.clone(), "not in the directory");
        Some(match near {
            Some(near) => {
                self.with_package(fault, near).with_help(format!("write `{}`", near.path(item)))
            }
            None => {
                let others = bases.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>();
                let fault = match &others[..] {
                    [] => fault.with_step("there is no other package in the directory", None),
                    [one] => fault.with_step(format!("there is only {one}"), None),
                    others => fault.with_step(format!("there are {}", others.join(", ")), None),
                };
                if !self.first_missing(site.package, &key, file, &package.span) {
                    return None;
                }
                let folder = self.deps_of(site.package);
                let folder = format!("{folder}/{}-{}", key.namespace, key.name);
                let nest = match self.packages[site.package].nested {
                    true => format!("write `package {key} {{ … }}` in this file, "),
                    false => String::new(),
                };
                let fetch = format!(
                    "{nest}put the package's `.wit` files into `{folder}/`, or fetch it with \
                     `wkg wit fetch` or `wit-deps`"
                );
                match self.renamed(site, &key, item) {
                    Some(path) => fault.with_help(format!(
                        "write `{path}` if the package had that name before; if not, {fetch}"
                    )),
                    None => fault.with_help(fetch),
                }
            }
        })
    }

    /// The path of the item in a package here that may have had the name of one that is not here, since a part of
    /// its name is the same.
    fn renamed(&self, site: Site, key: &PackageName, item: &str) -> Option<String> {
        (0..self.packages.len()).find_map(|package| {
            let own = self.packages[package].key.as_ref()?;
            let alike = own.namespace == key.namespace || own.name == key.name;
            if !alike || self.item(package, item).is_none() {
                return None;
            }
            Some(if package == site.package { item.to_owned() } else { own.path(item) })
        })
    }

    pub(super) fn has_item(&self, key: &PackageName, item: &str) -> bool {
        self.find_package(key).is_some_and(|found| self.item(found, item).is_some())
    }

    pub(super) fn all_keys(&self) -> impl Iterator<Item = PackageName> + '_ {
        let decoded = self.input.decoded.iter().map(|decoded| decoded.package.clone());
        self.packages.iter().filter_map(|package| package.key.clone()).chain(decoded)
    }

    pub(super) fn with_package(&self, fault: Diagnostic, key: &PackageName) -> Diagnostic {
        let named = self.find_package(key).and_then(|found| self.packages[found].named.clone());
        match named {
            Some((file, span)) => fault.with_label(file, span, "this one"),
            None => fault,
        }
    }

    pub(super) fn version_not_found(
        &self,
        site: Site,
        package: &SpannedPackageName,
        item: &str,
        same: &[PackageName],
    ) -> Diagnostic {
        let key = package.plain();
        let base = key.unversioned();
        let best = self.best_version(same, item);
        let shown = same
            .iter()
            .map(|key| match &key.version {
                Some(version) => format!("`{version}`"),
                None => "the one without a version".to_owned(),
            })
            .collect::<Vec<_>>();
        let (kind, label) = match (&key.version, &best.version) {
            (None, Some(version)) => {
                let label = match &shown[..] {
                    [_] => format!("it is `@{version}`"),
                    several => format!("there are {}", several.join(", ")),
                };
                (PackageError::VersionMissing { package: base }, label)
            }
            (Some(_), None) => {
                (PackageError::VersionTooMuch { package: base }, "it has no version".to_owned())
            }
            (version, _) => {
                let version = version.as_ref().map_or(String::new(), ToString::to_string);
                let kind = PackageError::VersionNotFound { package: base, version };
                let verb = if shown.len() == 1 { "is" } else { "are" };
                (kind, format!("only {} {verb} here", shown.join(", ")))
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
    pub(super) fn best_version<'k>(&self, same: &'k [PackageName], item: &str) -> &'k PackageName {
        let has = |key: &&PackageName| self.has_item(key, item);
        let newest =
            |keys: Vec<&'k PackageName>| keys.into_iter().max_by(|a, b| a.version.cmp(&b.version));
        newest(same.iter().filter(has).collect())
            .or_else(|| newest(same.iter().collect()))
            .unwrap_or(&same[0])
    }

    /// The whole path that starts with a package.
    pub(super) fn path_span(
        &self,
        site: Site,
        package: &SpannedPackageName,
    ) -> crate::syntax::Span {
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
                let found = self.near_package(&package.plain())?;
                let key = self.packages[found].key.as_ref()?;
                Some((found, key.path(&item.text)))
            }
        }
    }
}

/// Whether a package says no name, and may so be the one that is looked for.
fn may_be_any(package: &super::model::Package<'_>) -> bool {
    let holds = package
        .scopes
        .iter()
        .any(|(_, scope)| scope.broken || !scope.interfaces.is_empty() || !scope.worlds.is_empty());
    package.key.is_none() && holds
}
