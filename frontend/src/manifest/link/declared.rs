//! `[dependencies]` against the packages: each must lead to what it says, and be what the WIT uses.

use super::follow::{follow, wanted};
use super::target::{self, at};
use super::tree::Tree;
use super::{Content, Linked, Use};
use crate::diagnostic::{self, Diagnostic, ManifestError};
use crate::manifest::{Form, Manifest, PackageForm, PackageName};
use std::collections::BTreeMap;

/// What each manifest declares, by the place that it is in.
#[derive(Default)]
pub(super) struct Declared(BTreeMap<usize, Names>);

#[derive(Default)]
struct Names {
    packages: Vec<PackageName>,
    /// What keys name that do not lead to it: that was told, so any version of it counts.
    astray: Vec<PackageName>,
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
        let mut names = Names { unclear: !manifest.whole, ..Names::default() };
        let governed = tree.governed(index);
        if !manifest.whole {
            tree.strand(&governed, None, linked);
        }
        for dependency in &form.dependencies {
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
                    let leads = |named: &PackageName| {
                        names.packages.iter().any(|name| name.same_package(named))
                    };
                    names.astray.extend(dependency.package.clone().filter(|it| !leads(it)));
                    follow(tree, index, found, manifest.file, dependency, &governed, linked);
                }
                Err(fault) => {
                    names.unclear |= dependency.package.is_none();
                    names.astray.extend(dependency.package.clone());
                    linked.faults.push(*fault);
                    tree.strand(&governed, dependency.package.as_ref(), linked);
                }
            }
        }
        // A manifest for another package, or another version of it, says nothing about this one.
        if let (Some(table), Some(main)) = (&form.package, tree.places[index].packages.first()) {
            let name = table.name.as_ref().map(|(name, _)| name);
            let version = table.version.as_ref().map(|(version, _)| version);
            names.unclear |= name.is_some_and(|name| !name.same_package(&main.name))
                || version.is_some_and(|version| main.name.version.as_ref() != Some(version));
        }
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
            let heard = self.heard(tree, index).collect::<Vec<_>>();
            if heard.iter().any(|names| names.unclear) {
                continue;
            }
            let mut told: Vec<&PackageName> = Vec::new();
            for used in tree.uses(index) {
                let known = |names: &&Names| {
                    names.packages.contains(&used.package)
                        || names.astray.iter().any(|name| name.same_package(&used.package))
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
        self.0
            .iter()
            .filter(move |&(&at, _)| {
                at == index
                    || matches!(tree.places[at].content, Content::Grouping)
                        && tree.is_below(index, at)
            })
            .map(|(_, names)| names)
    }
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
    let key = if several { used.package.to_string() } else { used.package.unversioned() };
    let line = format!("\"{key}\" = {{ path = \"{}\" }}", tree.relative(index, holder));
    let help = format!("add `{line}` below `[dependencies]` in `{path}`");
    let package = used.package.to_string();
    let fault = ManifestError::NotDeclared { package, manifest: path };
    linked.faults.push(match &used.at {
        Some((file, range)) => at(fault, *file, range, "used here", help),
        None => {
            let place = diagnostic::Location::Path(tree.places[index].path.to_owned());
            Diagnostic::new(fault, place).with_help(help)
        }
    });
}
