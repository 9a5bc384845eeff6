//! From a folder to the packages below it, in sorted order.

use std::fs::{self, FileType};
use std::path::Path;

use super::{Binary, Entry, Folder, Reader};
use crate::diagnostic::{Diagnostic, FileFault, Place};

/// What a folder holds, by what becomes of it.
#[derive(Default)]
struct Listing {
    wit: Vec<Entry>,
    manifest: Option<Entry>,
    wasm: Vec<Entry>,
    folders: Vec<Entry>,
}

impl Reader {
    /// Reads a folder and all below it. `above` are the folders that hold it, without symbolic links.
    pub(super) fn folder(&mut self, entry: &Entry, above: &mut Vec<std::path::PathBuf>) {
        let Some(real) = self.readable(entry, fs::canonicalize(&entry.absolute)) else { return };
        if self.seen.contains(&real) {
            return;
        }
        self.seen.push(real.clone());
        let Some(listing) = self.list(entry) else { return };
        self.package(entry, &real, &listing);
        for wasm in &listing.wasm {
            self.binary(wasm);
        }
        above.push(real);
        for folder in &listing.folders {
            self.folder(folder, above);
        }
        above.pop();
    }

    /// What stands in a folder, sorted by name.
    fn list(&mut self, folder: &Entry) -> Option<Listing> {
        let entries = self.readable(folder, fs::read_dir(&folder.absolute))?;
        let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
        names.sort();
        let mut listing = Listing::default();
        for name in names {
            let name = name.to_string_lossy();
            let entry = Entry {
                absolute: folder.absolute.join(&*name),
                path: format!("{}/{name}", folder.path),
                dependency: folder.dependency || name == "deps",
            };
            if let Some(kind) = self.readable(&entry, fs::metadata(&entry.absolute)) {
                listing.add(&name, entry, kind.file_type());
            }
        }
        Some(listing)
    }

    /// The package of a folder that holds `.wit` files.
    fn package(&mut self, entry: &Entry, real: &Path, listing: &Listing) {
        let wit: Vec<_> = listing.wit.iter().filter_map(|file| self.text(file)).collect();
        let manifest = listing.manifest.as_ref().and_then(|file| self.text(file));
        if wit.is_empty() {
            return;
        }
        self.sources.folders.push(Folder {
            path: entry.path.clone(),
            absolute: real.to_path_buf(),
            wit,
            manifest,
            dependency: entry.dependency,
        });
    }

    /// Reads a `.wasm` file.
    pub(super) fn binary(&mut self, entry: &Entry) {
        if let Some(bytes) = self.readable(entry, fs::read(&entry.absolute)) {
            self.sources.inputs.push(entry.absolute.clone());
            let Entry { path, dependency, .. } = entry;
            self.sources.binaries.push(Binary {
                path: path.clone(),
                bytes,
                dependency: *dependency,
            });
        }
    }

    /// The value, or a diagnostic with the system's words.
    pub(super) fn readable<T>(&mut self, entry: &Entry, result: std::io::Result<T>) -> Option<T> {
        result
            .map_err(|error| {
                let reason = error.kind().to_string();
                let fault = FileFault::Unreadable { path: entry.path.clone(), reason };
                let help = "see that it is there and that you may read it";
                let place = Place::Path(entry.path.clone());
                self.diagnostics.push(Diagnostic::new(fault, place).with_help(help));
            })
            .ok()
    }
}

impl Listing {
    fn add(&mut self, name: &str, entry: Entry, kind: FileType) {
        if kind.is_dir() {
            if !name.starts_with('.') && name != "target" {
                self.folders.push(entry);
            }
        } else if name == "deps.toml" {
            self.manifest = Some(entry);
        } else if name.ends_with(".wit") {
            self.wit.push(entry);
        } else if name.ends_with(".wasm") {
            self.wasm.push(entry);
        }
    }
}
