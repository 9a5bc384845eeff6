//! `deps.lock` against the folders in `deps`.

use std::ops::Range;

use super::download::{command, folder, not_fetched};
use super::target::at;
use super::tree::Tree;
use super::{Content, Linked};
use crate::diagnostic::ManifestError;
use crate::manifest::{Form, Lock, digest};

/// Checks that every folder is what was locked.
pub(super) fn check(tree: &Tree<'_>, index: usize, lock: &Lock, linked: &mut Linked) {
    let place = &tree.places[index];
    for entry in &lock.entries {
        let name = &entry.name;
        let Some(found) = folder(tree, index, &name.value) else {
            // What the manifest names was told there.
            let named = place.manifest.is_some_and(|manifest| match &manifest.form {
                Form::Downloads(downloads) => {
                    downloads.iter().any(|download| download.name.value == name.value)
                }
                Form::Packages(_) => false,
            });
            if !named && entry.source.is_none() {
                linked.faults.push(not_fetched(tree, index, lock.file, name));
                let below = tree.within(index).collect::<Vec<_>>();
                tree.strand(&below, None, linked);
            }
            continue;
        };
        let Content::Wit(files) = &tree.places[found].content else { continue };
        let there = digest::folder(files);
        let (locked, actual, range) = if there.sha256 != entry.sha256.0 {
            (&entry.sha256.0[..], &there.sha256[..], &entry.sha256.1)
        } else if there.sha512 != entry.sha512.0 {
            (&entry.sha512.0[..], &there.sha512[..], &entry.sha512.1)
        } else {
            continue;
        };
        let label = format!("locked as `{}`, found `{}`", short(locked), short(actual));
        let tool = command(place.path, "update");
        let help = format!("restore the folder; if what is there is right, run {tool}");
        let folder = tree.places[found].path.to_owned();
        let fault = ManifestError::FolderDigestDiffers { folder };
        linked.faults.push(at(fault, lock.file, &start(range, 0), &label, help));
    }
}

/// As much of a digest in quotes as [`short`] shows, after a mark of so many characters.
pub(super) fn start(range: &Range<usize>, mark: usize) -> Range<usize> {
    range.start..range.end.min(range.start + 1 + mark + 8)
}

/// The first digits of a digest.
pub(super) fn short(digest: &[u8]) -> String {
    format!("{}…", digest::hex(&digest[..4]))
}
