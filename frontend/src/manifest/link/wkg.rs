//! `wkg.lock` against the packages in `deps`.

use super::lock::{short, start};
use super::target::at;
use super::tree::{Tree, with_package};
use super::{Content, Linked, Named, Place};
use crate::diagnostic::{Diagnostic, ManifestError};
use crate::manifest::name;
use crate::manifest::{LockedPackage, LockedVersion, PackageName, WkgLock, digest};

const FETCH: &str = "run `wkg wit fetch`";

/// Checks every package of the lock.
pub(super) fn check(tree: &Tree<'_>, lock: &WkgLock, linked: &mut Linked) {
    for package in &lock.packages {
        if let Some(fault) = missing(tree, lock, package, linked) {
            linked.faults.push(fault);
            continue;
        }
        // A package of the user's own stands in for the one that is locked.
        let there = tree
            .places
            .iter()
            .filter(|place| place.dependency)
            .flat_map(|place| place.packages.iter().map(move |named| (place, named)))
            .filter(|(_, named)| named.name.same_package(&package.name))
            .collect::<Vec<_>>();
        let locked = there
            .iter()
            .filter_map(|(place, named)| Some((place, named, version(package, &named.name)?)))
            .collect::<Vec<_>>();
        // Other versions may have come from elsewhere, as long as one is what was locked.
        if let ([], [(place, named), ..]) = (locked.as_slice(), there.as_slice()) {
            linked.faults.extend(other_version(lock, package, place, named));
        }
        for (place, named, version) in locked {
            linked.faults.extend(changed(lock, version, place, named));
        }
    }
}

fn version<'a>(package: &'a LockedPackage, name: &PackageName) -> Option<&'a LockedVersion> {
    let mut versions = package.versions.iter();
    versions.find(|locked| Some(&locked.version) == name.version.as_ref())
}

/// A package that is not there: told where it is used, or else, if it is nowhere, where it is locked.
fn missing(
    tree: &Tree<'_>,
    lock: &WkgLock,
    package: &LockedPackage,
    linked: &mut Linked,
) -> Option<Diagnostic> {
    // What could not be parsed may be this package.
    if (0..tree.places.len()).any(|index| tree.places[index].dependency && tree.is_unread(index)) {
        return None;
    }
    let all =
        || (0..tree.places.len()).flat_map(|index| tree.uses(index).map(move |it| (index, it)));
    let wanting = all().filter(|(_, used)| {
        used.package.same_package(&package.name)
            && version(package, &used.package).is_some()
            && tree.holder(&used.package).is_none()
    });
    let mut first = None;
    for (index, used) in wanting {
        linked.unsound.insert(index);
        first = first.or(Some(used));
    }
    if let Some(used) = first {
        let fault = ManifestError::LockedNotFetched { package: used.package.to_string() };
        let Some((file, range)) = &used.at else {
            return Some(at(fault, lock.file, &package.range, "locked here", FETCH));
        };
        let fault = at(fault, *file, range, "used here", FETCH);
        return Some(fault.with_label(lock.file, package.range.clone(), "locked here"));
    }
    // One that is used at another version is missing for another reason.
    if !tree.holders_of_any_version(&package.name).is_empty()
        || all().any(|(_, used)| used.package.same_package(&package.name))
    {
        return None;
    }
    let fault = ManifestError::LockedNotThere { package: package.name.unversioned() };
    let help = format!("{FETCH}, which fetches it or takes it out of the lock");
    Some(at(fault, lock.file, &package.range, "nothing here uses it", help))
}

/// A package of which only a version is there that is not locked.
fn other_version(
    lock: &WkgLock,
    package: &LockedPackage,
    place: &Place<'_>,
    named: &Named,
) -> Option<Diagnostic> {
    let first = package.versions.first()?;
    let versions =
        package.versions.iter().map(|it| format!("`{}`", it.version)).collect::<Vec<_>>();
    let fault = ManifestError::LockedOtherVersion {
        package: named.name.unversioned(),
        locked: versions.join(" and "),
        found: name::version_in_words(&named.name),
    };
    let fault = at(fault, lock.file, &first.range, "locked here", FETCH);
    Some(with_package(fault, place, named, "this one is there"))
}

/// A `.wasm` file that is not the one locked. A text has no digest in the lock.
fn changed(
    lock: &WkgLock,
    locked: &LockedVersion,
    place: &Place<'_>,
    named: &Named,
) -> Option<Diagnostic> {
    let Content::Wasm(bytes) = place.content else { return None };
    // Only the main package is what was fetched.
    if place.packages.first().is_none_or(|main| main.name != named.name) {
        return None;
    }
    let there = digest::wasm(bytes);
    (there != locked.digest.0).then(|| {
        let label = format!("locked as `{}`, found `{}`", short(&locked.digest.0), short(&there));
        let help = format!("restore the file, or {FETCH}");
        let fault = ManifestError::WasmDigestDiffers { file: place.path.to_owned() };
        at(fault, lock.file, &start(&locked.digest.1, "sha256:".len()), &label, help)
    })
}
