//! `wkg.lock` against the packages in `deps`.

use std::collections::BTreeSet;

use super::lock::short;
use super::target::at;
use super::tree::{Tree, with_package};
use super::{Content, Linked, Named, Place};
use crate::diagnostic::{Diagnostic, ManifestFault};
use crate::manifest::{LockedPackage, PackageName, WkgLock, digest};

const FETCH: &str = "run `wkg wit fetch`";

/// Checks every package of the lock.
pub(super) fn check(tree: &Tree<'_>, lock: &WkgLock, linked: &mut Linked) {
    for package in &lock.packages {
        let holders = tree.holders_of_any_version(&package.name);
        if holders.is_empty() {
            let fault = missing(tree, lock, package, &mut linked.unsound);
            linked.faults.extend(fault);
        }
        for holder in holders {
            let place = &tree.places[holder];
            // A package of the user's own stands in for the one that is locked.
            if !place.dependency {
                continue;
            }
            let named = place.packages.iter().filter(|it| it.name.same_package(&package.name));
            for named in named {
                linked.faults.extend(against(lock, package, place, named));
            }
        }
    }
}

/// A package that is nowhere: told where it is used, or else where it is locked.
fn missing(
    tree: &Tree<'_>,
    lock: &WkgLock,
    package: &LockedPackage,
    unsound: &mut BTreeSet<usize>,
) -> Option<Diagnostic> {
    // What could not be parsed may be this package.
    if (0..tree.places.len()).any(|index| tree.places[index].dependency && tree.is_unread(index)) {
        return None;
    }
    let users = (0..tree.places.len()).filter_map(|index| {
        let used = tree.uses(index).find(|used| used.package.same_package(&package.name))?;
        Some((index, used))
    });
    let mut first = None;
    for (index, used) in users {
        unsound.insert(index);
        first = first.or_else(|| Some((used.package.to_string(), used.at.clone()?)));
    }
    let Some((name, (file, range))) = first else {
        let fault = ManifestFault::LockedNotThere { package: package.name.bare() };
        let help = format!("{FETCH}, which fetches it or takes it out of the lock");
        return Some(at(fault, lock.file, &package.range, "nothing here uses it", help));
    };
    let fault = ManifestFault::LockedNotFetched { package: name };
    let fault = at(fault, file, &range, "used here", FETCH);
    Some(fault.with_label(lock.file, package.range.clone(), "locked here"))
}

/// A package that is there: its version must be locked, and its digest the one locked.
fn against(
    lock: &WkgLock,
    package: &LockedPackage,
    place: &Place<'_>,
    named: &Named,
) -> Option<Diagnostic> {
    let first = package.versions.first()?;
    let name: &PackageName = &named.name;
    let locked =
        package.versions.iter().find(|locked| Some(&locked.version) == name.version.as_ref());
    let Some(locked) = locked else {
        let versions: Vec<_> =
            package.versions.iter().map(|it| format!("`{}`", it.version)).collect();
        let fault = ManifestFault::LockedOtherVersion {
            package: name.bare(),
            locked: versions.join(" and "),
            found: name.version_in_words(),
        };
        let fault = at(fault, lock.file, &first.range, "locked here", FETCH);
        return Some(with_package(fault, place, named, "this is there"));
    };
    let Content::Wasm(bytes) = place.content else { return None };
    // Only the main package is what was fetched.
    if place.packages.first().is_none_or(|main| main.name != *name) {
        return None;
    }
    let there = digest::wasm(bytes);
    (there != locked.digest.0).then(|| {
        let label = format!("locked as `{}`, found `{}`", short(&locked.digest.0), short(&there));
        let help = format!("restore the file, or {FETCH}");
        let fault = ManifestFault::WasmDigestDiffers { file: place.path.to_owned() };
        at(fault, lock.file, &locked.digest.1, &label, help)
    })
}
