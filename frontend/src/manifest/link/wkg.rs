//! Checks a `wkg.lock` against the packages in `deps`.

use super::directory::{Directory, with_package};
use super::lock::{short, start};
use super::{Content, DirEntry, Linked, NamedPackage, error_at};
use crate::diagnostic::{Diagnostic, ManifestError};
use crate::manifest::name;
use crate::manifest::{LockedPackage, LockedVersion, PackageName, WkgLock, digest};

const FETCH: &str = "run `wkg wit fetch`";

/// Checks every package of the lock.
pub(super) fn check(directory: &Directory<'_>, lock: &WkgLock, linked: &mut Linked) {
    for package in &lock.packages {
        if let Some(error) = missing(directory, lock, package, linked) {
            linked.diagnostics.push(error);
            continue;
        }
        // A package outside `deps` replaces the locked one.
        let found = directory
            .entries
            .iter()
            .filter(|entry| entry.dependency)
            .flat_map(|entry| entry.packages.iter().map(move |it| (entry, it)))
            .filter(|(_, it)| it.name.same_package(&package.name))
            .collect::<Vec<_>>();
        let locked = found
            .iter()
            .filter_map(|(entry, it)| Some((entry, it, locked_version(package, &it.name)?)))
            .collect::<Vec<_>>();
        // If one version is locked, the others may have another source.
        if let ([], [(entry, it), ..]) = (locked.as_slice(), found.as_slice()) {
            linked.diagnostics.extend(other_version(lock, package, entry, it));
        }
        for (entry, it, version) in locked {
            linked.diagnostics.extend(changed(lock, version, entry, it));
        }
    }
}

fn locked_version<'a>(package: &'a LockedPackage, name: &PackageName) -> Option<&'a LockedVersion> {
    let mut versions = package.versions.iter();
    versions.find(|locked| Some(&locked.version.value) == name.version.as_ref())
}

/// Reports a missing package where it is used, or in the lock if nothing uses it.
fn missing(
    directory: &Directory<'_>,
    lock: &WkgLock,
    package: &LockedPackage,
    linked: &mut Linked,
) -> Option<Diagnostic> {
    let indices = 0..directory.entries.len();
    // A folder that could not be read may have the package.
    if indices
        .clone()
        .any(|index| directory.entries[index].dependency && directory.is_unread(index))
    {
        return None;
    }
    let uses = || {
        let uses =
            indices.clone().flat_map(|index| directory.uses(index).map(move |it| (index, it)));
        uses.filter(|(_, used)| used.package.same_package(&package.name))
    };
    let unresolved = uses().filter(|(_, used)| {
        locked_version(package, &used.package).is_some()
            && directory.holder(&used.package).is_none()
    });
    let mut first = None;
    for (index, used) in unresolved {
        linked.unresolved.insert(index);
        first = first.or(Some(used));
    }
    if let Some(used) = first {
        let error = ManifestError::LockedNotFetched { package: used.package.to_string() };
        let Some((file, range)) = &used.at else {
            return Some(error_at(error, lock.file, &package.range, "locked here", FETCH));
        };
        let error = error_at(error, *file, range, "used here", FETCH);
        return Some(error.with_label(lock.file, package.range.clone(), "locked here"));
    }
    // If another version is used, name resolution reports it.
    if !directory.holders_of_any_version(&package.name).is_empty() || uses().next().is_some() {
        return None;
    }
    let error = ManifestError::LockedNotThere { package: package.name.unversioned() };
    let help = format!("{FETCH}, which fetches the package or removes it from the lock");
    Some(error_at(error, lock.file, &package.range, "no package here uses it", help))
}

/// Reports a package that exists only at versions which are not locked.
fn other_version(
    lock: &WkgLock,
    package: &LockedPackage,
    entry: &DirEntry<'_>,
    found: &NamedPackage,
) -> Option<Diagnostic> {
    let first = package.versions.first()?;
    let versions =
        package.versions.iter().map(|it| format!("`{}`", it.version.value)).collect::<Vec<_>>();
    let error = ManifestError::LockedOtherVersion {
        package: found.name.unversioned(),
        locked: versions.join(" and "),
        found: name::version_in_words(&found.name),
    };
    let error = error_at(error, lock.file, &first.version.range, "locked here", FETCH);
    Some(with_package(error, entry, found, "found here"))
}

/// Reports a `.wasm` file with another digest. The lock has no digests of `.wit` files.
fn changed(
    lock: &WkgLock,
    locked: &LockedVersion,
    entry: &DirEntry<'_>,
    found: &NamedPackage,
) -> Option<Diagnostic> {
    let Content::Wasm(bytes) = entry.content else { return None };
    // The digest is that of the file of the main package.
    if entry.packages.first().is_none_or(|main| main.name != found.name) {
        return None;
    }
    let (expected, actual) = (&locked.digest.value, digest::wasm(bytes));
    (actual != *expected).then(|| {
        let label = format!("locked as `{}`, found `{}`", short(expected), short(&actual));
        let help = format!("restore the file, or {FETCH}");
        let error = ManifestError::WasmDigestDiffers { file: entry.path.to_owned() };
        error_at(error, lock.file, &start(&locked.digest.range, "sha256:".len()), &label, help)
    })
}
