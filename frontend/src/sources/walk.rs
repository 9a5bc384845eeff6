//! From a folder to the packages below it, in sorted order.

use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use super::{Binary, Entry, Folder, Reader};
use crate::diagnostic::FileError;

/// How deep folders may be nested below a root.
pub(super) const MAX_DEPTH: usize = 32;

/// What a folder holds, by what becomes of it.
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
    /// Reads a folder and all below it. `above` are the folders that hold it, without symbolic links.
    pub(super) fn folder(&mut self, entry: &Entry, above: &mut Vec<PathBuf>) {
        let Some(real) = self.real(entry) else { return };
        if above.contains(&real) {
            let help = "delete the link, or let it lead to another folder";
            return self.fault(entry, |path| FileError::LinkLoops { path }, help);
        }
        if above.len() > MAX_DEPTH {
            let help = "name the folders that hold packages as roots: `path: [\"…\", \"…\"]`";
            return self.fault(entry, |path| FileError::TooDeep { path }, help);
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

    /// Notes that a folder or file was read before. If that was as a dependency, and now it is not, it is none.
    fn again(&mut self, entry: &Entry, real: &Path) {
        self.sources.links.push((entry.path.clone(), real.to_path_buf()));
        if entry.dependency {
            return;
        }
        let is_own = |path: &Path| {
            path.strip_prefix(real).is_ok_and(|rest| rest.iter().all(|part| part != "deps"))
        };
        let folders = self.sources.folders.iter_mut();
        for folder in folders.filter(|folder| is_own(&folder.absolute)) {
            folder.dependency = false;
        }
        let binaries = self.sources.binaries.iter_mut();
        for binary in binaries.filter(|binary| is_own(&binary.absolute)) {
            binary.dependency = false;
        }
    }

    /// Reads a folder in a folder. One right under `deps` must hold a package.
    fn below(&mut self, parent: &Entry, folder: &Entry, above: &mut Vec<PathBuf>) {
        let read = |reader: &Self| reader.packages() + reader.diagnostics.len();
        let before = (read(self), self.seen.len());
        self.folder(folder, above);
        if is_deps(&parent.path) && read(self) == before.0 && self.seen.len() > before.1 {
            let help = almost_wit(&folder.absolute).unwrap_or_else(|| {
                "delete the folder, or fetch what belongs there with `wit-deps` or `wkg wit fetch`"
                    .to_owned()
            });
            self.fault(folder, |path| FileError::EmptyDependency { path }, &help);
        }
    }

    /// Where a file or folder is without symbolic links. A link must stay inside the roots.
    pub(super) fn real(&mut self, entry: &Entry) -> Option<PathBuf> {
        let Ok(real) = fs::canonicalize(&entry.absolute) else {
            let help = "delete the link, or make what it leads to";
            self.fault(entry, |path| FileError::LinkDangles { path }, help);
            return None;
        };
        if self.sources.roots.iter().any(|root| real.starts_with(root)) {
            return Some(real);
        }
        let help = "name the folder that it leads to as a root: `path: [\"…\", \"…\"]`";
        self.fault(entry, |path| FileError::LinkLeaves { path }, help);
        None
    }

    /// What stands in a folder, sorted by name.
    fn list(&mut self, folder: &Entry) -> Option<Listing> {
        let entries = self.readable(folder, fs::read_dir(&folder.absolute))?;
        let mut names = entries.flatten().map(|entry| entry.file_name()).collect::<Vec<_>>();
        names.sort();
        let mut listing = Listing::default();
        for name in names {
            let text = name.to_string_lossy();
            let entry = Entry {
                absolute: folder.absolute.join(&name),
                path: format!("{}/{text}", folder.path),
                dependency: folder.dependency || text == "deps",
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

    /// The package of a folder that holds `.wit` files, and the packages that are `.wasm` files.
    fn files(&mut self, entry: &Entry, real: &Path, listing: &Listing) {
        for folder in listing.folders.iter().filter(|folder| folder.path.ends_with(".wit")) {
            let help = "give the folder another name, if it is not meant to be a file";
            self.fault(folder, |path| FileError::FolderNamedWit { path }, help);
        }
        for wat in listing.wat.iter().filter(|wat| wat.dependency) {
            let help = "encode it: `wasm-tools parse package.wat -o package.wasm`";
            self.fault(wat, |path| FileError::TextFormat { path }, help);
        }
        // As in `deps/clocks.wit` of the published WASI: a file right under `deps` is a package.
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
            dependency: entry.dependency,
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
            let Entry { path, dependency, .. } = entry;
            let (path, dependency) = (path.clone(), *dependency);
            self.sources.binaries.push(Binary { path, absolute, bytes, dependency });
        }
    }
}

/// Whether a folder holds dependencies, by its name.
fn is_deps(path: &str) -> bool {
    Path::new(path).file_name().is_some_and(|name| name == "deps")
}

/// Whether a name is one that is read or looked into. A link that dangles counts by its name.
pub(super) fn is_of_interest(name: &str, path: &Path) -> bool {
    match fs::metadata(path) {
        Ok(kind) if kind.is_dir() => return !name.starts_with('.') && name != "target",
        Ok(_) => {}
        // Editors leave such links beside a file that is open in them.
        Err(_) if name.starts_with('.') => return false,
        // It may be meant for a folder.
        Err(_) if !name.contains('.') => return true,
        Err(_) => {}
    }
    ["deps.toml", "deps.lock"].contains(&name)
        || [".wit", ".wasm", ".wat"].iter().any(|extension| name.ends_with(extension))
}

/// What to do in a folder without `.wit` files about a file whose name is nearly that of one.
pub(super) fn almost_wit(folder: &Path) -> Option<String> {
    let mut names = fs::read_dir(folder).ok()?.flatten().map(|e| e.file_name()).collect::<Vec<_>>();
    names.sort();
    names.iter().find_map(|name| {
        let name = name.to_str()?;
        let lower = name.to_lowercase();
        let stem = [".wit.txt", ".wit.bak", ".wit~", ".witx", ".widl", ".wiit", ".wt", ".wit"]
            .iter()
            .find_map(|ending| lower.strip_suffix(ending))?;
        Some(format!(
            "rename `{name}` to `{}.wit`: only files of that ending are read",
            &name[..stem.len()]
        ))
    })
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
