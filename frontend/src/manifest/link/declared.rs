//! Checks `[dependencies]`: each entry must lead to the package that it names, and each package that the WIT uses must have an entry.

use std::collections::BTreeMap;

use super::dependency::{self, Resolved};
use super::directory::Directory;
use super::resolve_path;
use super::{Content, Linked, PackageUse, error_at};
use crate::diagnostic::{Diagnostic, Edit, Help, Location, ManifestError};
use crate::manifest::{Format, Manifest, PackageFields, PackageFormat, PackageName, edits};

/// The packages that each manifest declares, by the index of its folder.
#[derive(Default)]
pub(super) struct Declared(BTreeMap<usize, Declarations>);

#[derive(Default)]
struct Declarations {
    /// The packages that the paths lead to.
    packages: Vec<PackageName>,
    /// The names in keys whose paths do not lead to the package. That is reported, so any version counts as declared.
    misdirected: Vec<PackageName>,
    /// `true` if an entry could not be read or resolved, so that it may declare any package.
    is_incomplete: bool,
}

impl Declared {
    /// Reads and checks the dependencies of one manifest.
    pub(super) fn read(
        &mut self,
        directory: &Directory<'_>,
        index: usize,
        manifest: &Manifest,
        format: &PackageFormat,
        linked: &mut Linked,
    ) {
        let mut declared =
            Declarations { is_incomplete: !manifest.is_complete, ..Declarations::default() };
        let governed = directory.governed(index);
        if !manifest.is_complete {
            directory.mark_unresolved(&governed, None, linked);
        }
        for dependency in &format.dependencies {
            let required = dependency::required(dependency);
            let path = &dependency.path;
            match resolve_path::find(directory, index, manifest.file, path, required.as_ref()) {
                Ok(found) => {
                    let packages = directory.entries[found].packages.iter();
                    declared.packages.extend(packages.map(|package| package.name.clone()));
                    declared.is_incomplete |= directory.is_unread(found);
                    let is_there = |name: &PackageName| {
                        declared.packages.iter().any(|found| found.same_package(name))
                    };
                    declared
                        .misdirected
                        .extend(dependency.package.clone().filter(|it| !is_there(it)));
                    let resolved =
                        Resolved { file: manifest.file, from: index, to: found, dependency };
                    resolved.check(directory, &governed, linked);
                }
                Err(error) => {
                    declared.is_incomplete |= dependency.package.is_none();
                    declared.misdirected.extend(dependency.package.clone());
                    linked.diagnostics.push(*error);
                    directory.mark_unresolved(&governed, dependency.package.as_ref(), linked);
                }
            }
        }
        // A manifest for another package, or another version, does not declare the dependencies of this one.
        if let (Some(table), Some(main)) =
            (&format.package, directory.entries[index].packages.first())
        {
            let PackageFields { name, version } = &table.value;
            declared.is_incomplete |=
                name.as_ref().is_some_and(|name| !name.value.same_package(&main.name))
                    || version
                        .as_ref()
                        .is_some_and(|version| main.name.version.as_ref() != Some(&version.value));
        }
        self.0.insert(index, declared);
    }

    /// Checks that each package with a manifest declares the packages that it uses.
    pub(super) fn check(&self, directory: &Directory<'_>, linked: &mut Linked) {
        for (index, entry) in directory.entries.iter().enumerate() {
            let Some(manifest) = entry.manifest else { continue };
            if matches!(entry.content, Content::Grouping)
                || !matches!(manifest.format, Format::Package(_))
            {
                continue;
            }
            let manifests = self.manifests_for(directory, index).collect::<Vec<_>>();
            if manifests.iter().any(|declared| declared.is_incomplete) {
                continue;
            }
            let mut reported: Vec<&PackageName> = Vec::new();
            for used in directory.uses(index) {
                let declares = |declared: &&Declarations| {
                    declared.packages.contains(&used.package)
                        || declared.misdirected.iter().any(|name| name.same_package(&used.package))
                };
                if !manifests.iter().any(declares) && !reported.contains(&&used.package) {
                    reported.push(&used.package);
                    undeclared(directory, index, manifest, used, linked);
                }
            }
        }
    }

    /// Returns the manifests that apply to an entry: its own, and those of the grouping folders above.
    fn manifests_for(
        &self,
        directory: &Directory<'_>,
        index: usize,
    ) -> impl Iterator<Item = &Declarations> {
        self.0
            .iter()
            .filter(move |&(&at, _)| {
                at == index
                    || matches!(directory.entries[at].content, Content::Grouping)
                        && directory.is_below(index, at)
            })
            .map(|(_, declared)| declared)
    }
}

/// Reports a package that is in the directory, but not in the manifest. Name resolution reports one that is not in the directory.
fn undeclared(
    directory: &Directory<'_>,
    index: usize,
    manifest: &Manifest,
    used: &PackageUse,
    linked: &mut Linked,
) {
    let Some(holder) = directory.holder(&used.package) else { return };
    let path = directory.files.get(manifest.file).path.clone();
    let has_other_version = directory.holders_of_any_version(&used.package).iter().any(|&other| {
        let mut packages = directory.entries[other].packages.iter();
        packages.any(|it| it.name.same_package(&used.package) && it.name != used.package)
    });
    let key = if has_other_version { used.package.to_string() } else { used.package.unversioned() };
    let to = directory.relative(index, holder);
    let entry = format!("\"{key}\" = {{ path = \"{to}\" }}");
    let sentence = format!("add `{entry}` below `[dependencies]` in `{path}`");
    let source = directory.files.get(manifest.file).text.as_str();
    let add = |at: usize, text: String| {
        let is_after_line = source[..at].is_empty() || source[..at].ends_with('\n');
        let text = if is_after_line { format!("{text}\n") } else { format!("\n{text}") };
        Help::edits(sentence.clone(), vec![Edit::new(manifest.file, at..at, text)])
    };
    let end = source.trim_end().len();
    let blank = if end == 0 { "" } else { "\n" };
    let help = match edits::header(source, "dependencies") {
        Some(header) => add(edits::last_entry(source, header.end), entry.clone()),
        None if source.contains("[dependencies.") => {
            add(end, format!("{blank}[dependencies.\"{key}\"]\npath = \"{to}\""))
        }
        None => add(end, format!("{blank}[dependencies]\n{entry}")),
    };
    let package = used.package.to_string();
    let error = ManifestError::NotDeclared { package, manifest: path };
    linked.diagnostics.push(match &used.at {
        Some((file, range)) => error_at(error, *file, range, "used here", help),
        None => {
            let location = Location::Path(directory.entries[index].path.to_owned());
            Diagnostic::new(error, location).with_help(help)
        }
    });
}
