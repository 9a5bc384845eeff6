//! From [`Roots`] to the files that it names: every `.wit`, `.wasm` and manifest below the roots.
//!
//! The only stage that touches the file system. What cannot be read is a diagnostic; the rest is read on.

mod package;
mod text;
mod walk;
mod watch;

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, FileError, Kind, Location};
use crate::files::{FileId, Files, SourceFile};
use crate::roots::{Given, MAX_FILE_SIZE, Roots};
use std::collections::BTreeSet;

pub use watch::watched;

/// What was read.
#[derive(Debug, Default)]
pub struct Sources {
    /// The text files.
    pub files: Files,
    /// The folders, each before those in it, and the roots that are one `.wit` file.
    pub folders: Vec<Folder>,
    /// The `.wasm` files that stand for packages.
    pub binaries: Vec<Binary>,
    /// The roots without symbolic links.
    pub roots: Vec<PathBuf>,
    /// Whether something could not be read, which may be whatever is missing.
    pub unread: bool,
    /// The links to what is read elsewhere: their paths for messages, and where they lead.
    pub links: Vec<(String, PathBuf)>,
    /// The `wkg.lock` beside `Cargo.toml`.
    pub wkg_lock: Option<FileId>,
    /// Everything whose change changes the outcome, for the compiler to watch.
    pub inputs: Vec<PathBuf>,
}

/// A folder, whose `.wit` files are one package, or a `.wit` file that is one: a root, or directly in `deps`.
#[derive(Debug)]
pub struct Folder {
    /// The folder, or the file for a package that is a file, for messages.
    pub path: String,
    /// The same on this machine, without symbolic links.
    pub absolute: PathBuf,
    /// The `.wit` files, sorted by name. None in a folder that only groups others.
    pub wit: Vec<FileId>,
    /// Whether a `.wit` file could not be read: then `wit` is empty, and nobody knows what it would hold.
    pub unread: bool,
    /// The `deps.toml` beside them.
    pub manifest: Option<FileId>,
    /// The `deps.lock` beside them.
    pub lock: Option<FileId>,
    /// Whether the package is below a folder named `deps`.
    pub dependency: bool,
}

/// A `.wasm` file.
#[derive(Debug)]
pub struct Binary {
    /// Its path, for messages.
    pub path: String,
    /// The same on this machine, without symbolic links.
    pub absolute: PathBuf,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Whether it is below a folder named `deps`.
    pub dependency: bool,
}

impl Sources {
    /// Reads all that the roots of `request` hold.
    pub fn read(request: &Roots) -> (Self, Vec<Diagnostic>) {
        let roots = match request.path.is_empty() {
            true => vec!["wit"],
            false => request.path.iter().map(|path| path.value.as_str()).collect(),
        };
        let roots = roots.into_iter().map(|root| request.manifest_dir.join(root));
        let mut reader =
            Reader { limit: request.max_file_size.unwrap_or(MAX_FILE_SIZE), ..Reader::default() };
        reader.sources.roots = roots.filter_map(|root| root.canonicalize().ok()).collect();
        let has_default = request.manifest_dir.join("wit").exists();
        if request.path.is_empty() && (has_default || request.inline.is_none()) {
            reader.root(&request.manifest_dir, "wit", None);
        }
        // Folders go first: a file in one of them is part of it, and not a package of its own.
        let is_folder = |path: &&Given<String>| request.manifest_dir.join(&path.value).is_dir();
        let (folders, files): (Vec<_>, Vec<_>) = request.path.iter().partition(is_folder);
        for Given { value, argument } in folders.into_iter().chain(files) {
            reader.root(&request.manifest_dir, value, Some(Location::Argument(*argument)));
        }
        reader.wkg_lock(&request.manifest_dir);
        if let Some(inline) = &request.inline {
            reader.inline(&inline.value);
        }
        reader.sources.unread = reader.diagnostics.iter().any(hides);
        (reader.sources, reader.diagnostics)
    }
}

/// Whether packages may be there that were not read because of a fault.
fn hides(diagnostic: &Diagnostic) -> bool {
    let Kind::File(fault) = &diagnostic.kind else { return false };
    match fault {
        FileError::NotFound { .. }
        | FileError::OutsideOfPackage { .. }
        | FileError::Unreadable { .. }
        | FileError::NotUtf8 { .. }
        | FileError::ByteOrderMark { .. }
        | FileError::Binary { .. }
        | FileError::LinkDangles { .. }
        | FileError::LinkLeaves { .. }
        | FileError::TooBig { .. }
        | FileError::TooDeep { .. }
        | FileError::TextFormat { .. } => true,
        FileError::NotAPackage { .. }
        | FileError::NothingInFolder { .. }
        | FileError::LinkLoops { .. }
        | FileError::EmptyDependency { .. }
        | FileError::CoreModule { .. }
        | FileError::Component { .. }
        | FileError::NotWasm { .. }
        | FileError::NotWebAssembly { .. }
        | FileError::FolderNamedWit { .. } => false,
    }
}

/// What messages call the text of the argument `inline`.
const INLINE: &str = "<inline>";

/// The reading under way.
#[derive(Default)]
struct Reader {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
    /// The folders that were read, without symbolic links: overlapping roots are read once.
    seen: Vec<PathBuf>,
    /// The same for the texts.
    texts: BTreeSet<PathBuf>,
    /// How many bytes a file may have.
    limit: u64,
}

/// A file or folder that is being read.
struct Entry {
    absolute: PathBuf,
    /// For messages.
    path: String,
    dependency: bool,
}

impl Folder {
    /// A package that is one file. Without the file, it could not be read.
    fn of_file(entry: &Entry, absolute: PathBuf, file: Option<FileId>) -> Self {
        Self {
            path: entry.path.clone(),
            absolute,
            wit: file.into_iter().collect(),
            unread: file.is_none(),
            manifest: None,
            lock: None,
            dependency: entry.dependency,
        }
    }
}

impl Reader {
    /// Reads one root, `path` as the user wrote it. Without an argument it is the default root.
    fn root(&mut self, manifest_dir: &Path, path: &str, argument: Option<Location>) {
        let absolute = manifest_dir.join(path);
        let entry = Entry { path: shown(manifest_dir, path), absolute, dependency: false };
        let place = argument.clone().unwrap_or(Location::Call);
        if let Some(fault) = package::fault(manifest_dir, path, &entry.path, &place) {
            return self.diagnostics.push(fault);
        }
        let Ok(kind) = std::fs::metadata(&entry.absolute) else {
            // Once the root is made, the call must be expanded anew.
            let help = match argument {
                Some(_) => {
                    "`path` is relative to the folder of `Cargo.toml`; name a folder that is there"
                }
                None => {
                    "make a folder `wit` beside `Cargo.toml`, or say where it is: `path: \"…\"`"
                }
            };
            let fault = FileError::NotFound { path: entry.path };
            self.diagnostics.push(Diagnostic::new(fault, place).with_help(help));
            return;
        };
        let (packages, links) = (self.packages(), self.sources.links.len());
        let faults = self.diagnostics.len();
        if kind.is_dir() {
            self.folder(&entry, &mut Vec::new());
        } else {
            self.single(&entry, argument.clone());
        }
        let nothing = self.packages() == packages && self.sources.links.len() == links;
        if kind.is_dir() && nothing && self.diagnostics.len() == faults {
            let help = walk::almost_wit(&entry.absolute).unwrap_or_else(|| {
                "put a `.wit` file there that starts with `package namespace:name;`".to_owned()
            });
            let fault = FileError::NothingInFolder { path: entry.path.clone() };
            let place = argument.unwrap_or(Location::Path(entry.path));
            self.diagnostics.push(Diagnostic::new(fault, place).with_help(help));
        }
    }

    /// How many packages were read.
    fn packages(&self) -> usize {
        let folders = self.sources.folders.iter().filter(|folder| !folder.wit.is_empty());
        folders.count() + self.sources.binaries.len()
    }

    /// Reads the lock of `wkg`, which stands beside `Cargo.toml`.
    fn wkg_lock(&mut self, manifest_dir: &Path) {
        let path = "wkg.lock".to_owned();
        let entry = Entry { absolute: manifest_dir.join(&path), path, dependency: false };
        if entry.absolute.is_file() {
            self.sources.wkg_lock = self.text(&entry);
        }
    }

    /// Takes text for the main package: what was read so far are then its dependencies.
    fn inline(&mut self, text: &str) {
        for folder in &mut self.sources.folders {
            folder.dependency = true;
        }
        for binary in &mut self.sources.binaries {
            binary.dependency = true;
        }
        let file = self.sources.files.add(SourceFile {
            path: INLINE.to_owned(),
            absolute: PathBuf::new(),
            text: text.to_owned(),
            marked: false,
            executable: false,
        });
        let entry = Entry { path: INLINE.to_owned(), absolute: PathBuf::new(), dependency: false };
        self.sources.folders.push(Folder::of_file(&entry, PathBuf::new(), Some(file)));
    }

    /// A fault of a file or folder as a whole.
    fn fault(&mut self, entry: &Entry, fault: impl FnOnce(String) -> FileError, help: &str) {
        self.tell(entry, fault(entry.path.clone()), help);
    }

    fn tell(&mut self, entry: &Entry, fault: FileError, help: &str) {
        let place = Location::Path(entry.path.clone());
        self.diagnostics.push(Diagnostic::new(fault, place).with_help(help));
    }

    /// Reads a root that is a file.
    fn single(&mut self, entry: &Entry, argument: Option<Location>) {
        match entry.absolute.extension().and_then(|extension| extension.to_str()) {
            Some("wit") => self.package(entry),
            Some("wasm") => self.binary(entry),
            _ => {
                let help = match argument {
                    None => {
                        "`wit` must be a folder: delete or move the file, and make a folder `wit` for the `.wit` files"
                    }
                    Some(_) => {
                        "name a folder, a `.wit` file, or a `.wasm` file that encodes a WIT package"
                    }
                };
                let fault = FileError::NotAPackage { path: entry.path.clone() };
                let place = argument.unwrap_or_else(|| Location::Path(entry.path.clone()));
                self.diagnostics.push(Diagnostic::new(fault, place).with_help(help));
            }
        }
    }
}

/// A path as messages show it: relative to the crate where it is below it, with `/`, without `.`.
fn shown(manifest_dir: &Path, path: &str) -> String {
    let path = Path::new(path);
    let path = path.strip_prefix(manifest_dir).unwrap_or(path);
    let parts = path
        .components()
        .filter(|part| !matches!(part, std::path::Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>();
    match parts.join("/") {
        empty if empty.is_empty() => ".".to_owned(),
        joined => joined.replacen("//", "/", 1),
    }
}
