//! One dependency that leads somewhere: what is there must be what it says, and be used.

use super::target::at;
use super::tree::{Tree, with_package};
use super::{Linked, Named};
use crate::diagnostic::{Diagnostic, ManifestError};
use crate::files::FileId;
use crate::manifest::name;
use crate::manifest::{Dependency, PackageName};

/// The package that a dependency names, at the version that it names.
pub(super) fn wanted(dependency: &Dependency) -> Option<PackageName> {
    let mut name = dependency.package.clone()?;
    name.version = dependency.version.as_ref().map(|(version, _)| version.clone());
    Some(name)
}

/// Checks a dependency that leads somewhere.
pub(super) fn follow(
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
        let fault = ManifestError::DeclaresItself { package: main.name.unversioned() };
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
    if named.is_empty() {
        linked.faults.push(other_package(tree, index, found, file, dependency, main));
        tree.strand(governed, dependency.package.as_ref(), linked);
        return;
    }
    if let Some(fault) = other_version(tree, index, found, file, dependency, &named) {
        linked.faults.push(fault);
        return;
    }
    // What came with its own manifest is not the user's to tidy up.
    if !tree.places[index].dependency && !tree.is_used(found, governed.iter().copied()) {
        let fault = ManifestError::NotUsed { key: key.value.clone() };
        let help = format!("delete the line, or use something of `{}` in the WIT", main.name);
        linked.faults.push(at(fault, file, &key.range, "nothing here uses it", help));
    }
}

/// What leads to the right package at another version.
fn other_version(
    tree: &Tree<'_>,
    index: usize,
    found: usize,
    file: FileId,
    dependency: &Dependency,
    named: &[&Named],
) -> Option<Diagnostic> {
    let (version, range) = dependency.version.as_ref()?;
    let first = named.first()?;
    if named.iter().any(|named| named.name.version.as_ref() == Some(version)) {
        return None;
    }
    let wanted = PackageName { version: Some(version.clone()), ..first.name.clone() };
    let elsewhere = tree.holder(&wanted).filter(|&elsewhere| elsewhere != index);
    let help = match &first.name.version {
        None => "delete the version, or give the package one in its WIT".to_owned(),
        Some(there) => {
            let right = if *range == dependency.key.range {
                format!("`\"{}@{there}\"`", first.name.unversioned())
            } else {
                format!("`version = \"{there}\"`")
            };
            let other = match elsewhere.map(|elsewhere| tree.relative(index, elsewhere)) {
                Some(other) => format!("`path = \"{other}\"`, where {version} is"),
                None => format!("add version {version} to the directory"),
            };
            format!("write {right}, or {other}")
        }
    };
    let fault = ManifestError::VersionDiffers {
        package: first.name.unversioned(),
        wanted: version.to_string(),
        found: name::version_in_words(&first.name),
    };
    let fault = at(fault, file, range, "not the version there", help);
    Some(with_package(fault, &tree.places[found], first, "this one"))
}

/// What leads to a package that is not the one in the key.
fn other_package(
    tree: &Tree<'_>,
    index: usize,
    found: usize,
    file: FileId,
    dependency: &Dependency,
    main: &Named,
) -> Diagnostic {
    let elsewhere = wanted(dependency)
        .and_then(|wanted| {
            tree.holder(&wanted).or_else(|| tree.holders_of_any_version(&wanted).first().copied())
        })
        .filter(|&elsewhere| elsewhere != index);
    let help = match elsewhere {
        Some(elsewhere) => {
            format!("that package is in `{}`: name it in `path`", tree.relative(index, elsewhere))
        }
        None => format!("write `\"{}\"`", main.name.unversioned()),
    };
    let fault = ManifestError::KeyIsOtherPackage {
        key: dependency.key.value.clone(),
        found: main.name.to_string(),
    };
    let fault = at(fault, file, &dependency.key.range, "not the package there", help);
    with_package(fault, &tree.places[found], main, "this one")
}
