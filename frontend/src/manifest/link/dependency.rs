//! Checks a dependency whose path leads to a folder or file: the package there must be the one that the entry names, and be used.

use std::ops::Range;

use super::directory::{Directory, with_package};
use super::{Linked, NamedPackage, error_at};
use crate::diagnostic::{Diagnostic, Help, ManifestError};
use crate::files::FileId;
use crate::manifest::name;
use crate::manifest::{Dependency, PackageName};

/// Returns the package that a dependency names, at the version that it names.
pub(super) fn required(dependency: &Dependency) -> Option<PackageName> {
    let name = dependency.package.clone()?;
    let version = dependency.version.as_ref().map(|version| version.value.clone());
    Some(PackageName { version, ..name })
}

/// A dependency and the entry of the directory that its path leads to.
pub(super) struct Resolved<'d> {
    /// The manifest.
    pub(super) file: FileId,
    /// The index of the manifest's folder.
    pub(super) from: usize,
    /// The index of the entry that the path leads to.
    pub(super) to: usize,
    pub(super) dependency: &'d Dependency,
}

impl Resolved<'_> {
    /// Checks the dependency. `governed` are the entries that the manifest applies to.
    pub(super) fn check(&self, directory: &Directory<'_>, governed: &[usize], linked: &mut Linked) {
        let (key, target) = (&self.dependency.key, &directory.entries[self.to]);
        let Some(main) = target.packages.first() else { return };
        if self.to == self.from {
            let error = ManifestError::DeclaresItself { package: main.name.unversioned() };
            let label = "this package itself";
            let help = directory.remove(self.file, &key.range, "remove the dependency");
            let error = error_at(error, self.file, &key.range, label, help);
            linked.diagnostics.push(with_package(error, target, main, "declared here"));
            return;
        }
        let is_named = |package: &&NamedPackage| {
            let named = self.dependency.package.as_ref();
            named.is_none_or(|named| package.name.same_package(named))
        };
        let packages = target.packages.iter().filter(is_named).collect::<Vec<_>>();
        if packages.is_empty() {
            linked.diagnostics.push(self.other_package(directory, main));
            directory.mark_unresolved(governed, self.dependency.package.as_ref(), linked);
        } else if let Some(error) = self.other_version(directory, &packages) {
            linked.diagnostics.push(error);
        } else if !directory.entries[self.from].dependency
            && !directory.is_used(self.to, governed.iter().copied())
        {
            // Only the user's own manifests: a dependency's manifest is not theirs to change.
            let error = ManifestError::NotUsed { key: key.value.clone() };
            let sentence =
                format!("remove the dependency, or use an item of `{}` in the WIT", main.name);
            let help = directory.remove(self.file, &key.range, "remove the dependency");
            let help = help.otherwise(sentence);
            let label = "no package here uses it";
            linked.diagnostics.push(error_at(error, self.file, &key.range, label, help));
        }
    }

    /// Reports a path that leads to the right package at another version.
    fn other_version(
        &self,
        directory: &Directory<'_>,
        packages: &[&NamedPackage],
    ) -> Option<Diagnostic> {
        let version = self.dependency.version.as_ref()?;
        let first = packages.first()?;
        if packages.iter().any(|it| it.name.version.as_ref() == Some(&version.value)) {
            return None;
        }
        let required = PackageName { version: Some(version.value.clone()), ..first.name.clone() };
        let holder = directory.holder(&required).filter(|&holder| holder != self.from);
        let help = match &first.name.version {
            None => {
                let sentence = "remove the version, or add one to the `package` declaration";
                self.without_version(directory, &version.range, &first.name, sentence)
            }
            Some(found) => {
                let correct = if version.range == self.dependency.key.range {
                    format!("\"{}@{found}\"", first.name.unversioned())
                } else {
                    format!("\"{found}\"")
                };
                let help = Help::replace(self.file, version.range.clone(), correct.clone());
                let path = holder.map(|holder| directory.relative(self.from, holder));
                let version = &version.value;
                let (help, other) = match path {
                    Some(path) => {
                        let other = format!("`path = \"{path}\"`, which has version {version}");
                        let range = self.dependency.path.range.clone();
                        let path = Help::replace(self.file, range, format!("\"{path}\""));
                        (help.or(path.saying(format!("write {other}"))), other)
                    }
                    None => (help, format!("add version {version} to the directory")),
                };
                help.otherwise(format!("write `{correct}`, or {other}"))
            }
        };
        let error = ManifestError::VersionDiffers {
            package: first.name.unversioned(),
            wanted: version.value.to_string(),
            found: name::version_in_words(&first.name),
        };
        let error = error_at(error, self.file, &version.range, "required here", help);
        Some(with_package(error, &directory.entries[self.to], first, "found here"))
    }

    /// Returns the help for a version that the package does not have.
    fn without_version(
        &self,
        directory: &Directory<'_>,
        range: &Range<usize>,
        package: &PackageName,
        sentence: &str,
    ) -> Help {
        if *range == self.dependency.key.range {
            let name = format!("\"{}\"", package.unversioned());
            return Help::replace(self.file, range.clone(), name).otherwise(sentence);
        }
        let source = &directory.files.get(self.file).text;
        let key = source[..range.start].rfind("version").unwrap_or(range.start);
        let key = key..key + "version".len();
        directory.remove(self.file, &key, "remove the version").otherwise(sentence)
    }

    /// Reports a path that leads to another package than the one in the key.
    fn other_package(&self, directory: &Directory<'_>, main: &NamedPackage) -> Diagnostic {
        let holder = required(self.dependency)
            .and_then(|required| directory.best_holder(&required))
            .filter(|&holder| holder != self.from);
        let key = &self.dependency.key;
        let path = &self.dependency.path.range;
        let packages = directory.entries[self.to].packages.iter();
        let names = packages.map(|package| format!("\"{}\"", package.name.unversioned()));
        let names = names.map(|name| Help::replace(self.file, key.range.clone(), name));
        let paths = holder.map(|holder| {
            let to = directory.relative(self.from, holder);
            let help = Help::replace(self.file, path.clone(), format!("\"{to}\""));
            help.saying(format!("write `path = \"{to}\"`"))
        });
        let help = paths.into_iter().chain(names).reduce(Help::or).unwrap_or_default();
        let error = ManifestError::KeyIsOtherPackage {
            key: key.value.clone(),
            found: main.name.to_string(),
        };
        let error = error_at(error, self.file, &key.range, "not the package there", help);
        with_package(error, &directory.entries[self.to], main, "found here")
    }
}
