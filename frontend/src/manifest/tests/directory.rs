//! A directory in memory, with a minimal parser for WIT.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{add, one_line};
use crate::diagnostic::{Diagnostic, Level};
use crate::files::{FileId, Files};
use crate::manifest::digest::{self, File};
use crate::manifest::{
    Content, DirEntry, Lock, Manifest, NamedPackage, PackageName, PackageUse, WkgLock, link, name,
    path, read, read_lock, read_wkg_lock,
};
use crate::suggestions;

/// Checks the manifests and locks of a directory. Returns the messages, and the paths of the unresolved entries.
pub(super) fn check(roots: &[&str], files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let directory = Directory::new(roots, files);
    let (mut diagnostics, unresolved) = directory.check(roots);
    let errors = &mut diagnostics.iter_mut().collect::<Vec<_>>();
    suggestions::verify(&directory.files, errors, &mut Again { roots, files });
    let messages = diagnostics.iter().map(|it| one_line(&directory.files, it)).collect();
    (messages, unresolved)
}

/// Returns the messages of a directory, and the path and the source of a file after its first suggestion is applied.
pub(super) fn fix(
    roots: &[&str],
    files: &[(&str, &str)],
) -> (Vec<String>, Option<(String, String)>) {
    let directory = Directory::new(roots, files);
    let (mut diagnostics, _) = directory.check(roots);
    diagnostics.retain(|diagnostic| diagnostic.level() == Level::Error);
    let errors = &mut diagnostics.iter_mut().collect::<Vec<_>>();
    suggestions::verify(&directory.files, errors, &mut Again { roots, files });
    let first = diagnostics.iter().find_map(|diagnostic| diagnostic.suggestions.first());
    let edited = first.and_then(|it| suggestions::edited_files(&directory.files, &it.edits));
    let edited = edited.and_then(|files| files.into_iter().next());
    let edited = edited.map(|(file, source)| (directory.files.get(file).path.clone(), source));
    (diagnostics.iter().map(|it| one_line(&directory.files, it)).collect(), edited)
}

/// Checks a directory again after edits.
struct Again<'a> {
    roots: &'a [&'a str],
    files: &'a [(&'a str, &'a str)],
}

impl suggestions::Check for Again<'_> {
    fn work(&self) -> usize {
        self.files.iter().map(|(_, source)| source.len()).sum()
    }

    fn check(&mut self, files: &Files, edited: &[FileId]) -> Vec<Diagnostic> {
        let edited = edited.iter().map(|id| files.get(*id)).collect::<Vec<_>>();
        let sources = self.files.iter().map(|&(path, source)| {
            let file = edited.iter().find(|file| file.path == path);
            (path, file.map_or(source, |file| file.text.as_str()))
        });
        Directory::new(self.roots, &sources.collect::<Vec<_>>()).check(self.roots).0
    }
}

#[derive(Default)]
struct Directory {
    files: Files,
    /// The absolute paths of the folders and `.wasm` files, by their relative paths.
    paths: BTreeMap<String, PathBuf>,
    wit: Vec<(String, FileId)>,
    wasm: BTreeMap<String, String>,
    manifests: BTreeMap<String, (Manifest, Vec<Diagnostic>)>,
    locks: BTreeMap<String, (Lock, Vec<Diagnostic>)>,
    wkg: Option<WkgLock>,
    wkg_errors: Vec<Diagnostic>,
}

impl Directory {
    fn new(roots: &[&str], sources: &[(&str, &str)]) -> Self {
        let mut it = Self::default();
        for (path, source) in sources {
            let source = with_digests(source, sources);
            let folder = path::parent(path).to_owned();
            let mut above = folder.as_str();
            while roots.iter().any(|root| path::is_within(above, root)) {
                it.paths.insert(above.to_owned(), Path::new("/crate").join(above));
                above = path::parent(above);
            }
            match path::last(path) {
                "deps.toml" => {
                    let file = add(&mut it.files, path, &source);
                    it.manifests.insert(folder, read(&it.files, file));
                }
                "deps.lock" => {
                    let file = add(&mut it.files, path, &source);
                    it.locks.insert(folder, read_lock(&it.files, file));
                }
                "wkg.lock" => {
                    let file = add(&mut it.files, path, &source);
                    let (lock, errors) = read_wkg_lock(&it.files, file);
                    (it.wkg, it.wkg_errors) = (Some(lock), errors);
                }
                name if name.ends_with(".wasm") => {
                    it.paths.insert((*path).to_owned(), Path::new("/crate").join(path));
                    it.wasm.insert((*path).to_owned(), source);
                }
                _ => {
                    let file = add(&mut it.files, path, &source);
                    it.wit.push((folder, file));
                }
            }
        }
        it
    }

    /// Returns the errors, and the paths of the unresolved entries.
    fn check(&self, roots: &[&str]) -> (Vec<Diagnostic>, Vec<String>) {
        let (mut diagnostics, entries) = self.entries();
        let roots = roots.iter().map(|root| Path::new("/crate").join(root)).collect::<Vec<_>>();
        let roots = roots.iter().map(PathBuf::as_path).collect::<Vec<_>>();
        let linked = link(&self.files, &roots, &[], self.wkg.as_ref(), &entries);
        diagnostics.extend(linked.diagnostics);
        let unresolved = linked.unresolved.iter().map(|&index| entries[index].path.to_owned());
        (diagnostics, unresolved.collect())
    }

    fn entries(&self) -> (Vec<Diagnostic>, Vec<DirEntry<'_>>) {
        let read = self.manifests.values().flat_map(|(_, errors)| errors);
        let locks = self.locks.values().flat_map(|(_, errors)| errors);
        let errors = read.chain(locks).chain(&self.wkg_errors).cloned().collect();
        let entries = self.paths.iter().map(|(path, absolute)| {
            let (content, packages) = match self.wasm.get(path) {
                Some(source) => (Content::Wasm(source.as_bytes()), packages(None, source)),
                None => self.folder(path),
            };
            DirEntry {
                path,
                absolute,
                content,
                packages,
                manifest: self.manifests.get(path).map(|(manifest, _)| manifest),
                lock: self.locks.get(path).map(|(lock, _)| lock),
                dependency: path.split('/').any(|part| part == "deps"),
            }
        });
        (errors, entries.collect())
    }

    fn folder(&self, folder: &str) -> (Content<'_>, Vec<NamedPackage>) {
        let here = self.wit.iter().filter(|(at, _)| at == folder);
        let (mut entries, mut found) = (Vec::new(), Vec::new());
        for (_, id) in here {
            let file = self.files.get(*id);
            let name = path::last(&file.path);
            if name.ends_with(".wit") {
                entries.push(File {
                    name,
                    executable: false,
                    marked: false,
                    bytes: file.text.as_bytes(),
                });
                found.extend(packages(Some(*id), &file.text));
            }
        }
        let content = if entries.is_empty() { Content::Grouping } else { Content::Wit(entries) };
        (content, found)
    }
}

/// Parses `package a:b@1.0.0;` and `use c:d/e@1.0.0.{f};`, each on its own line.
fn packages(file: Option<FileId>, source: &str) -> Vec<NamedPackage> {
    let mut found: Vec<NamedPackage> = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let at = |word: &str| {
            let from = start + line.find(word).unwrap();
            file.map(|file| (file, from..from + word.len()))
        };
        if let Some(rest) = line.trim_start().strip_prefix("package ") {
            let word = rest.split([';', ' ', '\n']).next().unwrap();
            let name = name::package_name(word).unwrap();
            let items = source[start + line.len()..].split("package ").next().unwrap_or_default();
            let is_empty = !items.contains("interface ") && !items.contains("world ");
            found.push(NamedPackage { name, at: at(word), is_empty, uses: Vec::new() });
        } else if let Some(rest) = line.trim_start().strip_prefix("use ") {
            let word = rest.split(".{").next().unwrap().split([';', '\n']).next().unwrap();
            if let Some((package, item)) = word.split_once('/') {
                let version = item.split_once('@').map(|(_, version)| version.parse().unwrap());
                let package = PackageName { version, ..name::package_name(package).unwrap() };
                let used = PackageUse { package, at: at(word) };
                found.last_mut().expect("a `package` line").uses.push(used);
            }
        }
        start += line.len();
    }
    found
}

/// Replaces `(sha256 wit/deps/x)` and `(sha512 wit/deps/x)` with the digest of that folder or file.
pub(super) fn with_digests(source: &str, sources: &[(&str, &str)]) -> String {
    let mut text = source.to_owned();
    while let Some(start) = text.find("(sha") {
        let end = start + text[start..].find(')').unwrap();
        let (kind, of) = text[start + 1..end].split_once(' ').unwrap();
        let wasm = sources.iter().find(|(path, _)| *path == of);
        let files: Vec<_> = sources
            .iter()
            .filter(|(path, _)| path::parent(path) == of)
            .map(|(path, source)| File {
                name: path::last(path),
                executable: false,
                marked: false,
                bytes: source.as_bytes(),
            })
            .collect();
        let folder = digest::folder(&files);
        let digest = match (kind, wasm) {
            (_, Some((_, source))) => digest::hex(&digest::wasm(source.as_bytes())),
            ("sha256", None) => digest::hex(&folder.sha256),
            (_, None) => digest::hex(&folder.sha512),
        };
        text.replace_range(start..=end, &digest);
    }
    text
}
