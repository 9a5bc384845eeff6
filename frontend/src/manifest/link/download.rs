//! Checks a manifest of `wit-deps` against `deps` and `deps.lock`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::directory::Directory;
use super::resolve_path;
use super::{Content, Linked, error_at};
use crate::diagnostic::{Diagnostic, Edit, Help, Level, ManifestError};
use crate::files::FileId;
use crate::manifest::{Download, Lock, Manifest, Source, Spanned, name, path};

/// Checks one manifest, and its lock if there is one.
pub(super) fn check(
    directory: &Directory<'_>,
    index: usize,
    manifest: &Manifest,
    downloads: &[Download],
    linked: &mut Linked,
) {
    if !manifest.is_complete {
        let below = directory.within(index).collect::<Vec<_>>();
        directory.mark_unresolved(&below, None, linked);
    }
    if let Some(error) = table_missing(directory, index, manifest, downloads) {
        let below = directory.within(index).collect::<Vec<_>>();
        directory.mark_unresolved(&below, None, linked);
        return linked.diagnostics.push(error);
    }
    let mut all_fetched = true;
    for download in downloads {
        all_fetched &= fetched(directory, index, manifest, download, linked);
    }
    match directory.entries[index].lock {
        Some(lock) => against_lock(directory, index, manifest, downloads, lock, linked),
        // The command that fetches also writes the lock.
        None if !all_fetched => {}
        None => {
            let url = downloads.iter().find_map(|download| match &download.source {
                Source::Url { url, .. } => Some(url),
                Source::Path(_) => None,
            });
            if let Some(url) = url {
                let help = format!("run {}", command(directory.entries[index].path, "lock"));
                let error = ManifestError::NoLock;
                linked.diagnostics.push(error_at(
                    error,
                    manifest.file,
                    &url.range,
                    "not verified",
                    help,
                ));
            }
        }
    }
}

/// The error for a manifest that is in the package format without its table: the name of a package leads to a folder, and
/// nothing was fetched by that name.
fn table_missing(
    directory: &Directory<'_>,
    index: usize,
    manifest: &Manifest,
    downloads: &[Download],
) -> Option<Diagnostic> {
    let mut entries = downloads.iter().filter_map(|download| match &download.source {
        Source::Path(path) => Some((&download.name, path)),
        Source::Url { .. } => None,
    });
    let (name, path) = entries.find(|(name, _)| {
        name::package_name(&name.value).is_ok() && folder(directory, index, &name.value).is_none()
    })?;
    let (key, path) = (&name.value, &path.value);
    let help = format!(
        "add the line `[dependencies]` above, with `\"{key}\" = {{ path = \"{path}\" }}` below it"
    );
    let source = directory.files.get(manifest.file).text.as_str();
    let table = Edit::new(manifest.file, 0..0, "[dependencies]\n");
    let paths = downloads.iter().filter_map(|download| match &download.source {
        Source::Path(path) => Some(path),
        Source::Url { .. } => None,
    });
    // In a table of its own, a path is `path = "…"` already.
    let strings = paths.filter(|path| {
        let line = source[..path.range.start].rfind('\n').map_or(0, |at| at + 1);
        let before = source[line..path.range.start].trim_end().trim_end_matches('=');
        !before.trim_end().ends_with("path")
    });
    let tables = strings.map(|path| {
        let table = format!("{{ path = \"{}\" }}", path.value);
        Edit::new(manifest.file, path.range.clone(), table)
    });
    let help = Help::edits(help, std::iter::once(table).chain(tables).collect());
    let label = "the name of a package is only allowed in `[dependencies]`";
    Some(error_at(ManifestError::TableMissing, manifest.file, &name.range, label, help))
}

/// Returns the folder in `deps` with the package of an entry.
pub(super) fn folder(directory: &Directory<'_>, index: usize, name: &str) -> Option<usize> {
    directory
        .at(index, &format!("deps/{name}"))
        .filter(|&found| !matches!(directory.entries[found].content, Content::Grouping))
}

/// Returns the `wit-deps` command for the manifest of a folder. Its default manifest is `wit/deps.toml`.
pub(super) fn command(folder: &str, word: &str) -> String {
    let short = format!("wit-deps {word}");
    let short = short.trim();
    if folder == "wit" {
        return format!("`{short}`");
    }
    let paths = format!("-m {folder}/deps.toml -l {folder}/deps.lock -d {folder}/deps {word}");
    format!("`{short}`, here as `wit-deps {}`", paths.trim())
}

/// Checks that a package is fetched and used. Returns `true` if it is fetched.
fn fetched(
    directory: &Directory<'_>,
    index: usize,
    manifest: &Manifest,
    download: &Download,
    linked: &mut Linked,
) -> bool {
    let (name, file) = (&download.name, manifest.file);
    let mut is_fetched = true;
    let error = match folder(directory, index, &name.value) {
        Some(found) => {
            if directory.is_used(found, 0..directory.entries.len()) || directory.is_unread(found) {
                return true;
            }
            let error = ManifestError::NotUsed { key: name.value.clone() };
            let sentence = "remove the entry, or use an item of the package in the WIT";
            let help = directory.remove(file, &name.range, "remove the entry").otherwise(sentence);
            error_at(error, file, &name.range, "no package uses it", help)
        }
        None if is_empty(directory, index, &name.value) => return true,
        None => match local_folder(directory, index, manifest, download) {
            Ok(()) => return true,
            Err(error) => {
                is_fetched = false;
                let not_fetched = not_fetched(directory, index, file, name, linked);
                error.map_or(not_fetched, |error| *error)
            }
        },
    };
    linked.diagnostics.push(error);
    is_fetched
}

/// Checks the folder that an entry would be copied from. If the folder is read, a copy in `deps` is not needed.
fn local_folder(
    directory: &Directory<'_>,
    index: usize,
    manifest: &Manifest,
    download: &Download,
) -> Result<(), Option<Box<Diagnostic>>> {
    let Source::Path(to) = &download.source else { return Err(None) };
    if path::is_absolute(&to.value) || !directory.is_in_roots(index, &to.value) {
        return Err(None);
    }
    match resolve_path::find(directory, index, manifest.file, to, None) {
        Ok(_) => Ok(()),
        Err(error) => Err(Some(error)),
    }
}

/// Returns `true` if the folder of an entry is locked as one without WIT.
fn is_empty(directory: &Directory<'_>, index: usize, name: &str) -> bool {
    let mut locked = directory.entries[index].lock.iter().flat_map(|lock| &lock.entries);
    locked.any(|entry| entry.name.value == name && entry.is_empty())
}

/// The error for an entry whose folder in `deps` has no package, or the warning if no package needs it.
pub(super) fn not_fetched(
    directory: &Directory<'_>,
    index: usize,
    file: FileId,
    name: &Spanned<String>,
    linked: &mut Linked,
) -> Diagnostic {
    let below = directory.within(index).collect::<Vec<_>>();
    let is_needed = directory.mark_unresolved(&below, None, linked);
    let level = if is_needed { Level::Error } else { Level::Warning };
    let parent = directory.entries[index].path;
    let folder = path::join(parent, &format!("deps/{}", name.value));
    let error = ManifestError::NotFetched { name: name.value.clone(), folder };
    let help = format!("run {}", command(parent, ""));
    error_at(error, file, &name.range, "not fetched", help).with_level(level)
}

fn against_lock(
    directory: &Directory<'_>,
    index: usize,
    manifest: &Manifest,
    downloads: &[Download],
    lock: &Lock,
    linked: &mut Linked,
) {
    let help = format!("run {}", command(directory.entries[index].path, "lock"));
    let locked = lock.entries.iter().map(|entry| (entry.name.value.as_str(), entry));
    let locked = locked.collect::<BTreeMap<_, _>>();
    for download in downloads {
        let name = &download.name;
        match locked.get(name.value.as_str()) {
            Some(entry) => {
                let Some(locked) = &entry.source else { continue };
                let (range, locked_range) = (source_range(&download.source), source_range(locked));
                if normal_source(&download.source) != normal_source(locked) {
                    let error = ManifestError::LockedOtherSource { name: name.value.clone() };
                    let label = "source in the manifest";
                    let error = error_at(error, manifest.file, range, label, help.as_str());
                    linked.diagnostics.push(error.with_label(
                        lock.file,
                        locked_range.clone(),
                        "source in the lock",
                    ));
                }
            }
            None if lock.is_complete && !lock.invalid_entries.contains(&name.value) => {
                let path = directory.files.get(lock.file).path.clone();
                let error = ManifestError::NotLocked { name: name.value.clone(), lock: path };
                let label = "not locked";
                linked.diagnostics.push(error_at(
                    error,
                    manifest.file,
                    &name.range,
                    label,
                    help.as_str(),
                ));
            }
            None => {}
        }
    }
    let named = downloads.iter().map(|download| download.name.value.as_str());
    let named = named.collect::<BTreeSet<_>>();
    for entry in &lock.entries {
        let is_named = named.contains(entry.name.value.as_str());
        // An entry without a source is a dependency of another one.
        if manifest.is_complete && !is_named && entry.source.is_some() {
            let error = ManifestError::LockedNeedlessly { name: entry.name.value.clone() };
            let label = "not in `deps.toml`";
            linked.diagnostics.push(error_at(
                error,
                lock.file,
                &entry.name.range,
                label,
                help.as_str(),
            ));
        }
    }
}

fn source_range(source: &Source) -> &Range<usize> {
    match source {
        Source::Url { url, .. } => &url.range,
        Source::Path(path) => &path.range,
    }
}

/// Returns whether a source is a URL, the URL or path, and the prefix, so that equal sources have equal values.
fn normal_source(source: &Source) -> (bool, String, &str) {
    match source {
        Source::Url { url, prefix } => {
            let prefix = prefix.as_ref().map_or("", |prefix| prefix.value.as_str());
            (true, normal_url(&url.value), prefix)
        }
        Source::Path(path) => (false, path.value.clone(), ""),
    }
}

/// Returns a URL as `wit-deps` writes it into the lock.
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
    let path = path.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_graphic() {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    });
    format!("{scheme}://{host}{slash}{path}")
}

#[cfg(test)]
mod tests {
    use super::normal_url;

    #[test]
    fn urls_are_normalized_as_in_the_lock() {
        assert_eq!(normal_url("HTTPS://Example.com:443"), "https://example.com/");
        assert_eq!(normal_url("http://a:8080/B é?c"), "http://a:8080/B%20%C3%A9?c");
        assert_eq!(normal_url("https://a?b"), "https://a/?b");
    }
}
