//! The manifest of `wit-deps` against `deps` and `deps.lock`.

use std::ops::Range;

use super::target::{self, at};
use super::tree::Tree;
use super::{Content, Linked};
use crate::diagnostic::{Diagnostic, ManifestError};
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
        let below = tree.within(index).collect::<Vec<_>>();
        tree.strand(&below, None, linked);
    }
    let mut all_there = true;
    for download in downloads {
        all_there &= fetched(tree, index, manifest, download, linked);
    }
    match tree.places[index].lock {
        Some(lock) => against_lock(tree, index, manifest, downloads, lock, linked),
        // What fetches also locks.
        None if !all_there => {}
        None => {
            let url = downloads.iter().find_map(|download| match &download.source {
                Source::Url { url, .. } => Some(url),
                Source::Path(_) => None,
            });
            if let Some(url) = url {
                let help = format!("run {}", command(tree.places[index].path, "lock"));
                let fault = ManifestError::NoLock;
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

/// Checks that a package is there, and gives whether it is.
fn fetched(
    tree: &Tree<'_>,
    index: usize,
    manifest: &Manifest,
    download: &Download,
    linked: &mut Linked,
) -> bool {
    let (name, file) = (&download.name, manifest.file);
    let mut there = true;
    let fault = match folder(tree, index, &name.value) {
        Some(found) => {
            if tree.is_used(found, 0..tree.places.len()) || tree.is_unread(found) {
                return true;
            }
            let fault = ManifestError::NotUsed { key: name.value.clone() };
            let help = "delete the line, or use something of the package in the WIT";
            at(fault, file, &name.range, "nothing uses it", help)
        }
        None => match path_alone(tree, index, manifest, download) {
            Ok(()) => return true,
            Err(fault) => {
                there = false;
                let below = tree.within(index).collect::<Vec<_>>();
                tree.strand(&below, None, linked);
                fault.map_or_else(|| not_fetched(tree, index, file, name), |fault| *fault)
            }
        },
    };
    linked.faults.push(fault);
    there
}

/// A folder that was not copied into `deps` is as good where it is, if it is read.
fn path_alone(
    tree: &Tree<'_>,
    index: usize,
    manifest: &Manifest,
    download: &Download,
) -> Result<(), Option<Box<Diagnostic>>> {
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
    let fault = ManifestError::NotFetched { name: name.value.clone(), folder };
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
                if here.what != there.what {
                    let fault = ManifestError::LockedOtherSource { name: name.value.clone() };
                    let label = "this is wanted";
                    let fault = at(fault, manifest.file, &here.range, label, help.as_str());
                    linked.faults.push(fault.with_label(lock.file, there.range, "this was locked"));
                }
            }
            None if lock.whole && !lock.unsound.contains(&name.value) => {
                let path = tree.files.get(lock.file).path.clone();
                let fault = ManifestError::NotLocked { name: name.value.clone(), lock: path };
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
            let fault = ManifestError::LockedNeedlessly { name: entry.name.value.clone() };
            let label = "not in `deps.toml`";
            linked.faults.push(at(fault, lock.file, &entry.name.range, label, help.as_str()));
        }
    }
}

/// A source, made so that two which are the same are equal, and where it is written.
struct Written {
    what: (bool, String, String),
    range: Range<usize>,
}

fn source(source: &Source) -> Written {
    match source {
        Source::Url { url, prefix } => download(url, prefix.as_ref()),
        Source::Path(path) => copy(path),
    }
}

fn locked_source(source: &LockedSource) -> Written {
    match source {
        LockedSource::Url { url, prefix } => download(url, prefix.as_ref()),
        LockedSource::Path(path) => copy(path),
    }
}

fn download(url: &Text, prefix: Option<&Text>) -> Written {
    let prefix = prefix.map(|prefix| prefix.value.clone()).unwrap_or_default();
    Written { what: (true, normal_url(&url.value), prefix), range: url.range.clone() }
}

fn copy(path: &Text) -> Written {
    Written { what: (false, path.value.clone(), String::new()), range: path.range.clone() }
}

/// A URL as `wit-deps` writes it into the lock.
fn normal_url(url: &str) -> String {
    let (scheme, rest) = url.trim().split_once(':').unwrap_or_default();
    let rest = rest.trim_start_matches(['/', '\\']);
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (scheme, mut host) = (scheme.to_lowercase(), host.to_lowercase());
    let port = if scheme == "http" { ":80" } else { ":443" };
    if let Some(bare) = host.strip_suffix(port) {
        host.truncate(bare.len());
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    let path = path.bytes().fold(String::new(), |mut made, byte| {
        if byte.is_ascii_graphic() {
            made.push(char::from(byte));
        } else {
            made.push_str(&format!("%{byte:02X}"));
        }
        made
    });
    format!("{scheme}://{host}{slash}{path}")
}

#[cfg(test)]
mod tests {
    use super::normal_url;

    #[test]
    fn urls_are_compared_as_the_lock_has_them() {
        assert_eq!(normal_url("HTTPS://Example.com:443"), "https://example.com/");
        assert_eq!(normal_url("http://a:8080/B é?c"), "http://a:8080/B%20%C3%A9?c");
        assert_eq!(normal_url("https://a?b"), "https://a/?b");
    }
}
