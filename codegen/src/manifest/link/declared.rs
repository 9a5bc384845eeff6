//! `[dependencies]` against the packages: each must lead to what it says, and be what the WIT uses.

use std::collections::HashMap;

use super::target::{self, at};
use super::tree::{Tree, with_package};
use super::{Content, Linked, Named, Use};
use crate::diagnostic::ManifestFault;
use crate::files::FileId;
use crate::manifest::{Dependency, Form, Manifest, PackageForm, PackageName, path};

/// What each manifest declares, by the place that it is in.
#[derive(Default)]
pub(super) struct Declared(HashMap<usize, Names>);

#[derive(Default)]
struct Names {
    packages: Vec<PackageName>,
    /// Whether something could not be followed, so that it may be any package.
    unclear: bool,
}

impl Declared {
    /// Follows the dependencies of one manifest.
    pub(super) fn read(
        &mut self,
        tree: &Tree<'_>,
        index: usize,
        manifest: &Manifest,
        form: &PackageForm,
        linked: &mut Linked,
    ) {
        let mut names = Names { packages: Vec::new(), unclear: !manifest.whole };
        let governed = tree.governed(index);
        if !manifest.whole {
            tree.strand(&governed, None, linked);
        }
        for dependency in &form.dependencies {
            names.packages.extend(dependency.package.clone());
            let found = target::find(
                tree,
                index,
                manifest.file,
                &dependency.path,
                wanted(dependency).as_ref(),
            );
            match found {
                Ok(found) => {
                    let packages = tree.places[found].packages.iter();
                    names.packages.extend(packages.map(|named| named.name.clone()));
                    names.unclear |= tree.is_unread(found);
                    follow(tree, index, found, manifest.file, dependency, &governed, linked);
                }
                Err(fault) => {
                    names.unclear |= dependency.package.is_none();
                    linked.faults.push(fault);
                    tree.strand(&governed, dependency.package.as_ref(), linked);
                }
            }
        }
        // A manifest for another package says nothing about this one.
        let other =
            form.package.as_ref().and_then(|table| table.name.as_ref()).is_some_and(|(name, _)| {
                let mut main = tree.places[index].packages.iter().take(1);
                main.any(|main| !main.name.same_package(name))
            });
        names.unclear |= other;
        self.0.insert(index, names);
    }

    /// Checks that what packages with a manifest use is declared.
    pub(super) fn check(&self, tree: &Tree<'_>, linked: &mut Linked) {
        for (index, place) in tree.places.iter().enumerate() {
            let Some(manifest) = place.manifest else { continue };
            if matches!(place.content, Content::Grouping)
                || !matches!(manifest.form, Form::Packages(_))
            {
                continue;
            }
            let heard: Vec<_> = self.heard(tree, index).collect();
            if heard.iter().any(|names| names.unclear) {
                continue;
            }
            let mut told: Vec<&PackageName> = Vec::new();
            for used in tree.uses(index) {
                let known = |names: &&Names| {
                    names.packages.iter().any(|name| name.same_package(&used.package))
                };
                if !heard.iter().any(known) && !told.contains(&&used.package) {
                    told.push(&used.package);
                    undeclared(tree, index, manifest, used, linked);
                }
            }
        }
    }

    /// The manifests that speak to a place: its own, and those of the grouping folders above.
    fn heard(&self, tree: &Tree<'_>, index: usize) -> impl Iterator<Item = &Names> {
        let own = path::normal(tree.places[index].path);
        self.0
            .iter()
            .filter(move |&(&at, _)| {
                let folder = path::normal(tree.places[at].path);
                at == index
                    || matches!(tree.places[at].content, Content::Grouping)
                        && path::is_within(&own, &folder)
            })
            .map(|(_, names)| names)
    }
}

/// The package that a dependency names, at the version that it names.
fn wanted(dependency: &Dependency) -> Option<PackageName> {
    let mut name = dependency.package.clone()?;
    name.version = dependency.version.as_ref().map(|(version, _)| version.clone());
    Some(name)
}

/// Checks a dependency that leads somewhere.
fn follow(
    tree: &Tree<'_>,
    index: usize,
    found: usize,
    file: FileId,
    dependency: &Dependency,
    governed: &[usize],
    linked: &mut Linked,
) {
    let (key, there) = (&dependency.key, &tree.places[found]);
    let Some(main) = there.packages.first() else { return };
    if found == index {
        let fault = ManifestFault::DeclaresItself { package: main.name.bare() };
        let fault = at(fault, file, &key.range, "the package itself", "delete the line");
        linked.faults.push(with_package(fault, there, main, "this package"));
        return;
    }
    let named: Vec<&Named> = match &dependency.package {
        Some(package) => {
            there.packages.iter().filter(|named| named.name.same_package(package)).collect()
        }
        None => there.packages.iter().collect(),
    };
    let Some(first) = named.first() else {
        linked.faults.push(other_package(tree, index, found, file, dependency, main));
        tree.strand(governed, dependency.package.as_ref(), linked);
        return;
    };
    if let Some((version, range)) = &dependency.version {
        if named.iter().all(|named| named.name.version.as_ref() != Some(version)) {
            let wanted = PackageName { version: Some(version.clone()), ..first.name.clone() };
            let elsewhere = tree.holder(&wanted).filter(|&it| it != index);
            let help = match (elsewhere, &first.name.version) {
                (Some(elsewhere), _) => format!(
                    "version {version} is in `{}`; or write version `{}`",
                    tree.relative(index, elsewhere),
                    first.name.version.as_ref().map(ToString::to_string).unwrap_or_default()
                ),
                (None, Some(found)) if *range == key.range => {
                    format!(
                        "write `\"{}@{found}\"`, or add version {version} to the directory",
                        first.name.bare()
                    )
                }
                (None, Some(found)) => {
                    format!(
                        "write `version = \"{found}\"`, or add version {version} to the directory"
                    )
                }
                (None, None) => "delete the version, or give the package one in its WIT".to_owned(),
            };
            let fault = ManifestFault::VersionDiffers {
                package: first.name.bare(),
                wanted: version.to_string(),
                found: first.name.version_in_words(),
            };
            let fault = at(fault, file, range, "not the version there", help);
            linked.faults.push(with_package(fault, there, first, "this one"));
            return;
        }
    }
    if !tree.is_used(found, governed.iter().copied()) {
        let fault = ManifestFault::NotUsed { key: key.value.clone() };
        let help = format!("delete the line, or use something of `{}` in the WIT", main.name);
        linked.faults.push(at(fault, file, &key.range, "nothing here uses it", help));
    }
}

fn other_package(
    tree: &Tree<'_>,
    index: usize,
    found: usize,
    file: FileId,
    dependency: &Dependency,
    main: &Named,
) -> crate::diagnostic::Diagnostic {
    let elsewhere = wanted(dependency)
        .and_then(|wanted| {
            tree.holder(&wanted).or_else(|| tree.holders_of_any_version(&wanted).first().copied())
        })
        .filter(|&elsewhere| elsewhere != index);
    let help = match elsewhere {
        Some(elsewhere) => {
            format!("that package is in `{}`: name it in `path`", tree.relative(index, elsewhere))
        }
        None => format!("write `\"{}\"`", main.name.bare()),
    };
    let fault = ManifestFault::KeyIsOtherPackage {
        key: dependency.key.value.clone(),
        found: main.name.to_string(),
    };
    let fault = at(fault, file, &dependency.key.range, "not the package there", help);
    with_package(fault, &tree.places[found], main, "this one")
}

/// A package that is in the tree, but not in the manifest. One that is not in the tree at all is missing,
/// and that is told where names are resolved.
fn undeclared(tree: &Tree<'_>, index: usize, manifest: &Manifest, used: &Use, linked: &mut Linked) {
    let Some(holder) = tree.holder(&used.package) else { return };
    let path = tree.files.get(manifest.file).path.clone();
    let several = tree.holders_of_any_version(&used.package).iter().any(|&other| {
        let mut packages = tree.places[other].packages.iter();
        packages.any(|named| named.name.same_package(&used.package) && named.name != used.package)
    });
    let key = if several { used.package.to_string() } else { used.package.bare() };
    let line = format!("\"{key}\" = {{ path = \"{}\" }}", tree.relative(index, holder));
    let help = format!("add `{line}` below `[dependencies]` in `{path}`");
    let package = used.package.to_string();
    let fault = ManifestFault::NotDeclared { package, manifest: path };
    linked.faults.push(match &used.at {
        Some((file, range)) => at(fault, *file, range, "used here", help),
        None => {
            let place = crate::diagnostic::Place::Path(tree.places[index].path.to_owned());
            crate::diagnostic::Diagnostic::new(fault, place).with_help(help)
        }
    });
}
