//! A directory made of texts, with just as much of WIT understood as the tests need.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{add, render};
use crate::diagnostic::{Diagnostic, Level};
use crate::files::{FileId, Files};
use crate::manifest::digest::{self, Entry};
use crate::manifest::{
    Content, Lock, Manifest, Named, PackageName, Place, Use, WkgLock, link, name, path, read,
    read_lock, read_wkg_lock,
};

/// Checks what is said about the manifests and locks of a directory whose only root is `wit`.
///
/// `(sha256 wit/deps/x)` in a text stands for that digest of the folder or file.
pub(super) fn link_shows(rule: &str, texts: &[(&str, &str)], expected: &str) {
    let shown = say(&["wit"], texts).0;
    assert_eq!(shown, expected, "{rule}:\n{shown}");
    cut_short(texts);
}

/// Nothing panics whatever becomes of a manifest or a lock.
fn cut_short(texts: &[(&str, &str)]) {
    for (index, (path, text)) in texts.iter().enumerate() {
        if path.ends_with(".toml") || path.ends_with(".lock") {
            let text = with_digests(text, texts);
            for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
                let mut cut = texts.to_vec();
                cut[index].1 = &text[..end];
                say(&["wit"], &cut);
            }
        }
    }
}

/// All faults as a user reads them, and the paths of the unsound places.
pub(super) fn say(roots: &[&str], texts: &[(&str, &str)]) -> (String, Vec<String>) {
    let directory = Directory::new(roots, texts);
    let (mut faults, places) = directory.places();
    let roots: Vec<_> = roots.iter().map(|root| Path::new("/crate").join(root)).collect();
    let roots: Vec<_> = roots.iter().map(PathBuf::as_path).collect();
    let linked = link(&directory.files, &roots, &[], directory.wkg.as_ref(), &places);
    faults.extend(linked.faults);
    let shown: Vec<_> = faults
        .iter()
        .map(|fault| {
            let level = match fault.level() {
                Level::Error => "error",
                Level::Warning => "warning",
            };
            format!("{level}: {}", render(&directory.files, std::slice::from_ref(fault)))
        })
        .collect();
    let unsound = linked.unsound.iter().map(|&index| places[index].path.to_owned()).collect();
    (shown.join("\n\n"), unsound)
}

#[derive(Default)]
struct Directory {
    files: Files,
    /// The folders and `.wasm` files, by their paths on this machine and in messages.
    folders: BTreeMap<String, PathBuf>,
    wit: Vec<(String, FileId)>,
    wasm: BTreeMap<String, String>,
    manifests: BTreeMap<String, (Manifest, Vec<Diagnostic>)>,
    locks: BTreeMap<String, (Lock, Vec<Diagnostic>)>,
    wkg: Option<WkgLock>,
    wkg_faults: Vec<Diagnostic>,
}

impl Directory {
    fn new(roots: &[&str], texts: &[(&str, &str)]) -> Self {
        let mut it = Self::default();
        for (path, text) in texts {
            let text = with_digests(text, texts);
            let folder = path::parent(path).to_owned();
            let mut above = folder.as_str();
            while roots.iter().any(|root| path::is_within(above, root)) {
                it.folders.insert(above.to_owned(), Path::new("/crate").join(above));
                above = path::parent(above);
            }
            match path::last(path) {
                "deps.toml" => {
                    let file = add(&mut it.files, path, &text);
                    it.manifests.insert(folder, read(&it.files, file));
                }
                "deps.lock" => {
                    let file = add(&mut it.files, path, &text);
                    it.locks.insert(folder, read_lock(&it.files, file));
                }
                "wkg.lock" => {
                    let file = add(&mut it.files, path, &text);
                    let (lock, faults) = read_wkg_lock(&it.files, file);
                    (it.wkg, it.wkg_faults) = (Some(lock), faults);
                }
                name if name.ends_with(".wasm") => {
                    it.folders.insert((*path).to_owned(), Path::new("/crate").join(path));
                    it.wasm.insert((*path).to_owned(), text);
                }
                _ => {
                    let file = add(&mut it.files, path, &text);
                    it.wit.push((folder, file));
                }
            }
        }
        it
    }

    fn places(&self) -> (Vec<Diagnostic>, Vec<Place<'_>>) {
        let read = self.manifests.values().flat_map(|(_, faults)| faults);
        let locks = self.locks.values().flat_map(|(_, faults)| faults);
        let faults = read.chain(locks).chain(&self.wkg_faults).cloned().collect();
        let places = self.folders.iter().map(|(path, absolute)| {
            let (content, packages) = match self.wasm.get(path) {
                Some(text) => (Content::Wasm(text.as_bytes()), packages(None, text)),
                None => self.folder(path),
            };
            Place {
                path,
                absolute,
                content,
                packages,
                manifest: self.manifests.get(path).map(|(manifest, _)| manifest),
                lock: self.locks.get(path).map(|(lock, _)| lock),
                dependency: path.split('/').any(|part| part == "deps"),
            }
        });
        (faults, places.collect())
    }

    fn folder(&self, folder: &str) -> (Content<'_>, Vec<Named>) {
        let here = self.wit.iter().filter(|(at, _)| at == folder);
        let (mut entries, mut found) = (Vec::new(), Vec::new());
        for (_, id) in here {
            let file = self.files.get(*id);
            let name = path::last(&file.path);
            if name.ends_with(".wit") {
                entries.push(Entry {
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

/// `package a:b@1.0.0;` and `use c:d/e@1.0.0.{f};`, one a line.
fn packages(file: Option<FileId>, text: &str) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = |word: &str| {
            let from = start + line.find(word).unwrap();
            file.map(|file| (file, from..from + word.len()))
        };
        if let Some(rest) = line.trim_start().strip_prefix("package ") {
            let word = rest.split([';', ' ', '\n']).next().unwrap();
            let name = name::package_name(word).unwrap();
            found.push(Named { name, at: at(word), uses: Vec::new() });
        } else if let Some(rest) = line.trim_start().strip_prefix("use ") {
            let word = rest.split(".{").next().unwrap().split([';', '\n']).next().unwrap();
            if let Some((package, item)) = word.split_once('/') {
                let version = item.split_once('@').map(|(_, version)| version.parse().unwrap());
                let package = PackageName { version, ..name::package_name(package).unwrap() };
                let used = Use { package, at: at(word) };
                found.last_mut().expect("a `package` line").uses.push(used);
            }
        }
        start += line.len();
    }
    found
}

pub(super) fn with_digests(text: &str, texts: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    while let Some(start) = text.find("(sha") {
        let end = start + text[start..].find(')').unwrap();
        let (kind, of) = text[start + 1..end].split_once(' ').unwrap();
        let wasm = texts.iter().find(|(path, _)| *path == of);
        let entries: Vec<_> = texts
            .iter()
            .filter(|(path, _)| path::parent(path) == of)
            .map(|(path, text)| Entry {
                name: path::last(path),
                executable: false,
                marked: false,
                bytes: text.as_bytes(),
            })
            .collect();
        let folder = digest::folder(&entries);
        let digest = match (kind, wasm) {
            (_, Some((_, text))) => digest::hex(&digest::wasm(text.as_bytes())),
            ("sha256", None) => digest::hex(&folder.sha256),
            (_, None) => digest::hex(&folder.sha512),
        };
        text.replace_range(start..=end, &digest);
    }
    text
}
