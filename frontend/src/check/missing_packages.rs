//! Paths to missing packages, and to missing versions of packages.

use super::checker::Checker;
use super::paths::{MAX_SHOWN, Site};
use crate::diagnostic::{Diagnostic, Help, PackageError};
use crate::package_name::PackageName;
use crate::spelling::nearest;
use crate::syntax::tree::{Path, SpannedPackageName};

impl<'t> Checker<'t> {
    /// Returns the `deps` folder of a package.
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

    /// Returns the package of that name: at that version, or else at any.
    pub(super) fn near_package(&self, key: &PackageName) -> Option<usize> {
        let same = || self.packages_named(&key.unversioned()).first().copied();
        self.find_package(key).or_else(same)
    }

    /// Returns the error for a missing package; `None` if a package without a name may be the one.
    pub(super) fn package_not_found(
        &self,
        site: Site,
        package: &SpannedPackageName,
        item: &str,
    ) -> Option<Diagnostic> {
        let key = package.plain();
        let sources = self.packages_named(&key.unversioned()).iter();
        let sources = sources.filter_map(|package| self.packages[*package].key.as_ref());
        let decoded = self.input.decoded.iter().map(|decoded| &decoded.name);
        let decoded = decoded.filter(|other| other.same_package(&key));
        let same: Vec<&PackageName> = sources.chain(decoded).collect();
        if !same.is_empty() {
            return Some(self.version_not_found(site, package, item, &same));
        }
        if self.has_unnamed_package {
            return None;
        }
        let kind = PackageError::NotFound { package: key.to_string() };
        let file = self.site_file(site);
        let own = self.packages[site.package].key.as_ref();
        let others = || self.package_names().filter(|key| Some(*key) != own);
        let near = self.nearest_package(&key, others());
        // Short names such as `a:b` and `a:c` are similar by chance.
        let near = near.filter(|near| key.unversioned().len() > 6 || self.has_item(near, item));
        let diagnostic = Diagnostic::at(kind, file, package.span.clone(), "package not found");
        Some(match near {
            Some(near) => self
                .with_package(diagnostic, near)
                .with_help(super::missing_items::written(site, &near.path(item))),
            None => {
                let shown: Vec<String> =
                    others().take(MAX_SHOWN + 1).map(|key| format!("`{key}`")).collect();
                let note = match &shown[..] {
                    [] => "the directory contains no other package".to_owned(),
                    [one] => format!("the only other package is {one}"),
                    [some @ .., _] if some.len() == MAX_SHOWN => {
                        format!("some of the other packages are {}", some.join(", "))
                    }
                    all => format!("the other packages are {}", all.join(", ")),
                };
                let diagnostic = diagnostic.with_step(note, None);
                if !self.first_missing(site.package, &key, file, &package.span) {
                    return None;
                }
                let folder = self.deps_of(site.package);
                let folder = format!("{folder}/{}-{}", key.namespace, key.name);
                let nest = match self.packages[site.package].nested {
                    true => format!("add `package {key} {{ … }}` to this file, "),
                    false => String::new(),
                };
                let fetch = format!(
                    "{nest}add its `.wit` files to `{folder}/`, or fetch it with `wkg wit fetch` or `wit-deps`"
                );
                if let Some((note, help)) = self.unread_beside(site.package) {
                    return Some(diagnostic.with_step(note, None).with_help(help));
                }
                match self.renamed(site, &key, item) {
                    Some(path) => diagnostic.with_help(Help::write(path.to_string()).saying(
                        format!("write `{path}` if the package was renamed; otherwise {fetch}"),
                    )),
                    None => diagnostic.with_help(fetch),
                }
            }
        })
    }

    /// Returns the path of the item in a package whose name is the same in one part, and which may have been renamed.
    fn renamed(&self, site: Site, key: &PackageName, item: &str) -> Option<String> {
        self.compare(self.packages.len())?;
        (0..self.packages.len()).find_map(|package| {
            let own = self.packages[package].key.as_ref()?;
            let alike = own.namespace == key.namespace || own.name == key.name;
            if !alike || self.item(package, item).is_none() {
                return None;
            }
            Some(if package == site.package { item.to_owned() } else { own.path(item) })
        })
    }

    /// Returns `true` if a package of that name has the item.
    pub(super) fn has_item(&self, key: &PackageName, item: &str) -> bool {
        self.find_package(key).is_some_and(|found| self.item(found, item).is_some())
    }

    /// Returns the names of all packages.
    fn package_names(&self) -> impl Iterator<Item = &PackageName> {
        let decoded = self.input.decoded.iter().map(|decoded| &decoded.name);
        self.packages.iter().filter_map(|package| package.key.as_ref()).chain(decoded)
    }

    /// Returns the package that was probably meant, as [`Self::nearest`] does.
    fn nearest_package<'k>(
        &self,
        key: &PackageName,
        others: impl Iterator<Item = &'k PackageName>,
    ) -> Option<&'k PackageName> {
        self.compare(self.packages.len())?;
        let others: Vec<(String, &PackageName)> =
            others.map(|other| (other.unversioned(), other)).collect();
        let names = others.iter().map(|(name, _)| name.as_str());
        let near = nearest(&key.unversioned(), names)?;
        others.iter().find(|(name, _)| name == near).map(|(_, other)| *other)
    }

    /// Adds a label at the `package` line of a package.
    fn with_package(&self, diagnostic: Diagnostic, key: &PackageName) -> Diagnostic {
        let named = self.find_package(key).and_then(|found| self.packages[found].named.clone());
        match named {
            Some((file, span)) => diagnostic.with_label(file, span, "package declared here"),
            None => diagnostic,
        }
    }

    /// Returns the error for a path whose version is missing, unexpected, or not found.
    fn version_not_found(
        &self,
        site: Site,
        package: &SpannedPackageName,
        item: &str,
        same: &[&PackageName],
    ) -> Diagnostic {
        let key = package.plain();
        let base = key.unversioned();
        let best = self.best_version(same, item);
        let shown = same
            .iter()
            .map(|key| match &key.version {
                Some(version) => format!("`{version}`"),
                None => "one without a version".to_owned(),
            })
            .collect::<Vec<_>>();
        let (kind, label) = match (&key.version, &best.version) {
            (None, Some(version)) => {
                let label = match &shown[..] {
                    [_] => format!("expected `@{version}`"),
                    several => format!("only {} exist", several.join(", ")),
                };
                (PackageError::VersionMissing { package: base }, label)
            }
            (Some(_), None) => {
                (PackageError::UnexpectedVersion { package: base }, "remove the version".to_owned())
            }
            (version, _) => {
                let version = version.as_ref().map_or(String::new(), ToString::to_string);
                let kind = PackageError::VersionNotFound { package: base, version };
                let verb = if shown.len() == 1 { "exists" } else { "exist" };
                (kind, format!("only {} {verb}", shown.join(", ")))
            }
        };
        let diagnostic =
            Diagnostic::at(kind, self.site_file(site), self.path_span(site, package), label);
        let diagnostic = self.with_package(diagnostic, best);
        let mut help = Help::write(best.path(item).to_string());
        if let (Some(version), Some(_)) = (&key.version, &best.version) {
            let sentence =
                format!("{}, or add version `{version}` to the directory", help.sentence);
            help = help.saying(sentence);
        }
        diagnostic.with_help(help)
    }

    /// Returns the newest of several versions, preferably one that has the item.
    fn best_version<'k>(&self, same: &[&'k PackageName], item: &str) -> &'k PackageName {
        let has = |key: &&PackageName| self.has_item(key, item);
        let newest =
            |keys: Vec<&'k PackageName>| keys.into_iter().max_by(|a, b| a.version.cmp(&b.version));
        newest(same.iter().copied().filter(has).collect())
            .or_else(|| newest(same.to_vec()))
            .unwrap_or(same[0])
    }

    /// Returns the span of the whole path that starts with a package.
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

    /// Returns the corrected path, if its package exists at another version.
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
