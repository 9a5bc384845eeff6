//! The manifest of `wit-deps` against `deps` and `deps.lock`.

use super::target::{self, at};
use super::tree::Tree;
use super::{Content, Linked};
use crate::diagnostic::{Diagnostic, ManifestFault};
use crate::manifest::{Download, Lock, LockedSource, Manifest, Source, Text, path};

/// Checks one manifest, and its lock if there is one.
pub(super) fn check(
    tree: &Tree<'_>,
    index: usize,
    manifest: &Manifest,
    downloads: &[Download],
    linked: &mut Linked,
) {
    if !manifest.whole {
        let all: Vec<_> = (0..tree.places.len()).collect();
        tree.strand(&all, None, linked);
    }
    for download in downloads {
        fetched(tree, index, manifest, download, linked);
    }
    match tree.places[index].lock {
        Some(lock) => against_lock(tree, index, manifest, downloads, lock, linked),
        None => {
            let url = downloads.iter().find_map(|download| match &download.source {
                Source::Url { url, .. } => Some(url),
                Source::Path(_) => None,
            });
            if let Some(url) = url {
                let help = format!("run {}", command(tree.places[index].path, "lock"));
                let fault = ManifestFault::NoLock;
                linked.faults.push(at(fault, manifest.file, &url.range, "not checked", help));
            }
        }
    }
}

/// The place of an entry in `deps`, if a package is there.
pub(super) fn folder(tree: &Tree<'_>, index: usize, name: &str) -> Option<usize> {
    tree.at(index, &format!("deps/{name}"))
        .filter(|&found| !matches!(tree.places[found].content, Content::Grouping))
}

/// How `wit-deps` is called for the manifest of a folder: `wit/deps.toml` is where it looks by itself.
pub(super) fn command(folder: &str, word: &str) -> String {
    let short = format!("wit-deps {word}");
    let short = short.trim();
    if folder == "wit" {
        return format!("`{short}`");
    }
    let places = format!("-m {folder}/deps.toml -l {folder}/deps.lock -d {folder}/deps {word}");
    format!("`{short}`, here as `wit-deps {}`", places.trim())
}

fn fetched(
    tree: &Tree<'_>,
    index: usize,
    manifest: &Manifest,
    download: &Download,
    linked: &mut Linked,
) {
    let (name, file) = (&download.name, manifest.file);
    let fault = match folder(tree, index, &name.value) {
        Some(found) => {
            if tree.is_used(found, 0..tree.places.len()) || tree.is_unread(found) {
                return;
            }
            let fault = ManifestFault::NotUsed { key: name.value.clone() };
            let help = "delete the line, or use something of the package in the WIT";
            at(fault, file, &name.range, "nothing uses it", help)
        }
        None => match path_alone(tree, index, manifest, download) {
            Ok(()) => return,
            Err(fault) => {
                let all: Vec<_> = (0..tree.places.len()).collect();
                tree.strand(&all, None, linked);
                fault.unwrap_or_else(|| not_fetched(tree, index, file, name))
            }
        },
    };
    linked.faults.push(fault);
}

/// A folder that was not copied into `deps` is as good where it is, if it is read.
fn path_alone(
    tree: &Tree<'_>,
    index: usize,
    manifest: &Manifest,
    download: &Download,
) -> Result<(), Option<Diagnostic>> {
    let Source::Path(to) = &download.source else { return Err(None) };
    if path::is_absolute(&to.value) || !tree.is_in_roots(index, &to.value) {
        return Err(None);
    }
    match target::find(tree, index, manifest.file, to, None) {
        Ok(_) => Ok(()),
        Err(fault) => Err(Some(fault)),
    }
}

pub(super) fn not_fetched(
    tree: &Tree<'_>,
    index: usize,
    file: crate::files::FileId,
    name: &Text,
) -> Diagnostic {
    let place = tree.places[index].path;
    let folder = path::join(place, &format!("deps/{}", name.value));
    let fault = ManifestFault::NotFetched { name: name.value.clone(), folder };
    let help = format!("run {}", command(place, ""));
    at(fault, file, &name.range, "not there", help)
}

fn against_lock(
    tree: &Tree<'_>,
    index: usize,
    manifest: &Manifest,
    downloads: &[Download],
    lock: &Lock,
    linked: &mut Linked,
) {
    let help = format!("run {}", command(tree.places[index].path, "lock"));
    for download in downloads {
        let name = &download.name;
        match lock.entries.iter().find(|entry| entry.name.value == name.value) {
            Some(entry) => {
                let Some(locked) = &entry.source else { continue };
                let (here, there) = (source(&download.source), locked_source(locked));
                if (here.0, here.1, here.2.map(|it| &it.value))
                    != (there.0, there.1, there.2.map(|it| &it.value))
                {
                    let fault = ManifestFault::LockedOtherSource { name: name.value.clone() };
                    let label = "this is wanted";
                    let fault = at(fault, manifest.file, &here.3, label, help.as_str());
                    linked.faults.push(fault.with_label(lock.file, there.3, "this was locked"));
                }
            }
            None if lock.whole && !lock.unsound.contains(&name.value) => {
                let path = tree.files.get(lock.file).path.clone();
                let fault = ManifestFault::NotLocked { name: name.value.clone(), lock: path };
                let label = "not locked";
                linked.faults.push(at(fault, manifest.file, &name.range, label, help.as_str()));
            }
            None => {}
        }
    }
    for entry in &lock.entries {
        let named = downloads.iter().any(|download| download.name.value == entry.name.value);
        // An entry without a source came with another one.
        if manifest.whole && !named && entry.source.is_some() {
            let fault = ManifestFault::LockedNeedlessly { name: entry.name.value.clone() };
            let label = "not in `deps.toml`";
            linked.faults.push(at(fault, lock.file, &entry.name.range, label, help.as_str()));
        }
    }
}

type Named<'a> = (bool, &'a str, Option<&'a Text>, std::ops::Range<usize>);

/// Whether it is a URL, what it is, its prefix, and where it is written.
fn source(source: &Source) -> Named<'_> {
    match source {
        Source::Url { url, prefix } => (true, &url.value, prefix.as_ref(), url.range.clone()),
        Source::Path(path) => (false, &path.value, None, path.range.clone()),
    }
}

fn locked_source(source: &LockedSource) -> Named<'_> {
    match source {
        LockedSource::Url { url, prefix } => (true, &url.value, prefix.as_ref(), url.range.clone()),
        LockedSource::Path(path) => (false, &path.value, None, path.range.clone()),
    }
}
