//! Walks a folder and reads the packages below it, in sorted order.

use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use super::{Binary, Entry, Folder, Reader};
use crate::diagnostic::FileError;
use crate::spelling::printable;

/// The largest nesting depth of folders below a root.
pub(super) const MAX_DEPTH: usize = 32;

/// The entries of a folder, by kind.
#[derive(Default)]
struct Listing {
    wit: Vec<Entry>,
    manifest: Option<Entry>,
    lock: Option<Entry>,
    wasm: Vec<Entry>,
    wat: Vec<Entry>,
    folders: Vec<Entry>,
}

impl Reader {
    /// Reads a folder and all below it. `above` are the canonical paths of the folders that contain it.
    pub(super) fn folder(&mut self, entry: &Entry, above: &mut Vec<PathBuf>) {
        let Some(real) = self.real(entry) else { return };
        // A folder that contains one of those above also contains itself.
        if above.iter().any(|folder| folder.starts_with(&real)) {
            let target = target(&entry.absolute).unwrap_or_default();
            let help = "remove the link, or point it to another folder";
            return self.report(entry, |path| FileError::LinkCycle { path, target }, help);
        }
        if above.len() > MAX_DEPTH {
            let help = "name the folders that contain packages: `path: [\"…\", \"…\"]`";
            return self.report(entry, |path| FileError::TooDeep { path }, help);
        }
        if self.seen.contains(&real) {
            return self.again(entry, &real);
        }
        self.seen.push(real.clone());
        let Some(listing) = self.list(entry) else { return };
        self.files(entry, &real, &listing);
        above.push(real);
        for folder in &listing.folders {
            self.below(entry, folder, above);
        }
        above.pop();
    }

    /// Records a folder or file that was read before. Of all paths to a package, the one with the fewest `deps` counts.
    fn again(&mut self, entry: &Entry, real: &Path) {
        self.sources.links.push((entry.path.clone(), real.to_path_buf()));
        let lower = |absolute: &Path, level: &mut usize, dependency: &mut bool| {
            if let Ok(rest) = absolute.strip_prefix(real) {
                let below = rest.iter().filter(|part| *part == "deps").count();
                *level = (*level).min(entry.level + below);
                *dependency = *level > 0;
            }
        };
        for Folder { absolute, level, dependency, .. } in &mut self.sources.folders {
            lower(absolute, level, dependency);
        }
        for Binary { absolute, level, dependency, .. } in &mut self.sources.binaries {
            lower(absolute, level, dependency);
        }
    }

    /// Reads a subfolder. One directly in `deps` must contain a package.
    fn below(&mut self, parent: &Entry, folder: &Entry, above: &mut Vec<PathBuf>) {
        let read = |reader: &Self| reader.packages() + reader.diagnostics.len();
        let before = (read(self), self.seen.len());
        self.folder(folder, above);
        if is_deps(&parent.path) && read(self) == before.0 && self.seen.len() > before.1 {
            let help = almost_wit(&folder.absolute).unwrap_or_else(|| {
                "remove the folder, or fetch the package with `wit-deps` or `wkg wit fetch`"
                    .to_owned()
            });
            self.report(folder, |path| FileError::EmptyDependency { path }, &help);
        }
    }

    /// Returns the canonical path of a file or folder. Links are followed, also out of the roots.
    pub(super) fn real(&mut self, entry: &Entry) -> Option<PathBuf> {
        let real = fs::canonicalize(&entry.absolute);
        let Some(target) = real.is_err().then(|| target(&entry.absolute)).flatten() else {
            return self.readable(entry, real);
        };
        let help = "remove the link, or create its target";
        self.report(entry, |path| FileError::BrokenLink { path, target }, help);
        None
    }

    /// Returns the entries of a folder, sorted by name.
    fn list(&mut self, folder: &Entry) -> Option<Listing> {
        let entries = self.readable(folder, fs::read_dir(&folder.absolute))?;
        let mut names = entries.flatten().map(|entry| entry.file_name()).collect::<Vec<_>>();
        names.sort();
        let mut listing = Listing::default();
        for name in names {
            let text = name.to_string_lossy();
            let entry = Entry {
                absolute: folder.absolute.join(&name),
                path: format!("{}/{}", folder.path, printable(&text)),
                level: folder.level + usize::from(text == "deps"),
            };
            if !is_of_interest(&text, &entry.absolute) {
                continue;
            }
            match fs::metadata(&entry.absolute) {
                Ok(kind) => listing.add(&text, entry, kind.file_type()),
                Err(_) => drop(self.real(&entry)),
            }
        }
        Some(listing)
    }

    /// Reads the files of a folder: the package of its `.wit` files, and the packages that are files.
    fn files(&mut self, entry: &Entry, real: &Path, listing: &Listing) {
        for folder in listing.folders.iter().filter(|folder| folder.path.ends_with(".wit")) {
            let help = "rename the folder to a name without `.wit`";
            self.report(folder, |path| FileError::FolderNamedWit { path }, help);
        }
        for wat in listing.wat.iter().filter(|wat| wat.level > 0) {
            let help = "encode it with `wasm-tools parse package.wat -o package.wasm`";
            self.report(wat, |path| FileError::TextFormat { path }, help);
        }
        // A file directly in `deps` is a package, as `deps/clocks.wit` of the published WASI.
        let in_deps = is_deps(&entry.path);
        let (packages, parts) =
            if in_deps { (&listing.wit[..], &[][..]) } else { (&[][..], &listing.wit[..]) };
        let wit = parts.iter().filter_map(|file| self.text(file)).collect::<Vec<_>>();
        let unread = wit.len() < parts.len();
        let wit = if unread { Vec::new() } else { wit };
        let manifest = listing.manifest.as_ref().and_then(|file| self.text(file));
        let lock = listing.lock.as_ref().and_then(|file| self.text(file));
        self.sources.folders.push(Folder {
            path: entry.path.clone(),
            absolute: real.to_path_buf(),
            wit,
            unread,
            manifest,
            lock,
            dependency: entry.level > 0,
            level: entry.level,
            beside: Vec::new(),
        });
        packages.iter().for_each(|file| self.package(file));
        listing.wasm.iter().for_each(|file| self.binary(file));
    }

    /// Reads a `.wit` file that is a package of its own.
    pub(super) fn package(&mut self, entry: &Entry) {
        let Some(real) = self.real(entry) else { return };
        if self.texts.contains(&real) {
            return self.again(entry, &real);
        }
        let file = self.text(entry);
        self.sources.folders.push(Folder::of_file(entry, real, file));
    }

    /// Reads a `.wasm` file.
    pub(super) fn binary(&mut self, entry: &Entry) {
        let Some(absolute) = self.real(entry) else { return };
        if self.sources.binaries.iter().any(|binary| binary.absolute == absolute) {
            return self.again(entry, &absolute);
        }
        if let Some(bytes) = self.bytes(entry) {
            let (path, level) = (entry.path.clone(), entry.level);
            let dependency = level > 0;
            self.sources.binaries.push(Binary { path, absolute, bytes, dependency, level });
        }
    }
}

/// Returns the path in a symbolic link.
fn target(link: &Path) -> Option<String> {
    fs::read_link(link).ok().map(|target| printable(&target.to_string_lossy()).into_owned())
}

/// Returns `true` if the folder is named `deps`.
fn is_deps(path: &str) -> bool {
    Path::new(path).file_name().is_some_and(|name| name == "deps")
}

/// Returns `true` if the file is read, or the folder is walked. A broken link is judged by its name.
pub(super) fn is_of_interest(name: &str, path: &Path) -> bool {
    match fs::metadata(path) {
        Ok(kind) if kind.is_dir() => return !name.starts_with('.') && name != "target",
        Ok(_) => {}
        // Editors create such links next to an open file.
        Err(_) if name.starts_with('.') => return false,
        // The target may have been a folder.
        Err(_) if !name.contains('.') => return true,
        Err(_) => {}
    }
    ["deps.toml", "deps.lock"].contains(&name)
        || [".wit", ".wasm", ".wat"].iter().any(|extension| name.ends_with(extension))
}

/// Returns the help for a folder without `.wit` files that contains a file whose name nearly ends in `.wit`.
pub(super) fn almost_wit(folder: &Path) -> Option<String> {
    let mut names = fs::read_dir(folder).ok()?.flatten().map(|e| e.file_name()).collect::<Vec<_>>();
    names.sort();
    names.iter().find_map(|name| {
        let name = name.to_str()?;
        let stem = [".wit.txt", ".wit.bak", ".wit~", ".witx", ".widl", ".wiit", ".wt", ".wit"]
            .iter()
            .find_map(|ending| without_ending(name, ending))?;
        Some(format!(
            "rename `{0}` to `{1}.wit`: only `.wit` files are read",
            printable(name),
            printable(stem)
        ))
    })
}

/// Returns a name without its ending in upper or lower case.
fn without_ending<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    let (stem, last) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
    last.eq_ignore_ascii_case(ending).then_some(stem)
}

impl Listing {
    fn add(&mut self, name: &str, entry: Entry, kind: FileType) {
        if kind.is_dir() {
            self.folders.push(entry);
        } else if name == "deps.toml" {
            self.manifest = Some(entry);
        } else if name == "deps.lock" {
            self.lock = Some(entry);
        } else if name.ends_with(".wit") {
            self.wit.push(entry);
        } else if name.ends_with(".wasm") {
            self.wasm.push(entry);
        } else {
            self.wat.push(entry);
        }
    }
}
