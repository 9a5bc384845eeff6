//! Checks a `deps.lock` against the folders in `deps`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::directory::Directory;
use super::download::{command, folder, not_fetched};
use super::{Content, Linked, error_at};
use crate::diagnostic::ManifestError;
use crate::manifest::{Format, Lock, digest};

/// Checks that each entry is fetched, and that its folder has the locked digests.
pub(super) fn check(directory: &Directory<'_>, index: usize, lock: &Lock, linked: &mut Linked) {
    let parent = &directory.entries[index];
    let downloads = match parent.manifest.map(|manifest| &manifest.format) {
        Some(Format::WitDeps(downloads)) => downloads.as_slice(),
        Some(Format::Package(_)) | None => &[],
    };
    let in_manifest =
        downloads.iter().map(|download| download.name.value.as_str()).collect::<BTreeSet<_>>();
    for locked in &lock.entries {
        let name = &locked.name;
        let Some(found) = folder(directory, index, &name.value) else {
            // A missing entry of the manifest is reported there.
            let in_manifest = in_manifest.contains(name.value.as_str());
            if !in_manifest && locked.source.is_none() && !locked.is_empty() {
                let error = not_fetched(directory, index, lock.file, name, linked);
                linked.diagnostics.push(error);
            }
            continue;
        };
        let Content::Wit(files) = &directory.entries[found].content else { continue };
        let actual = digest::folder(files);
        let (expected, actual, range) = if actual.sha256 != locked.sha256.value {
            (&locked.sha256.value[..], &actual.sha256[..], &locked.sha256.range)
        } else if actual.sha512 != locked.sha512.value {
            (&locked.sha512.value[..], &actual.sha512[..], &locked.sha512.range)
        } else {
            continue;
        };
        let label = format!("locked as `{}`, found `{}`", short(expected), short(actual));
        let tool = command(parent.path, "update");
        let help = format!("restore the folder; if the change is intended, run {tool}");
        let folder = directory.entries[found].path.to_owned();
        let error = ManifestError::FolderDigestDiffers { folder };
        linked.diagnostics.push(error_at(error, lock.file, &start(range, 0), &label, help));
    }
}

/// Returns the part of a digest's span that [`short`] shows. The digest is in quotes and has a prefix of this length.
pub(super) fn start(range: &Range<usize>, prefix: usize) -> Range<usize> {
    range.start..range.end.min(range.start + 1 + prefix + 8)
}

/// Returns the first digits of a digest.
pub(super) fn short(digest: &[u8]) -> String {
    format!("{}…", digest::hex(&digest[..4]))
}
