//! Reads all `.wit` files, `.wasm` files and manifests below the [`Roots`].
//!
//! The only stage that touches the file system. A file that cannot be read is a diagnostic; the other files are read.

mod package;
mod text;
mod walk;
mod watch;

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, FileError, Kind, Location, ManifestError};
use crate::files::{FileId, Files, SourceFile, with_slashes};
use crate::roots::{Given, MAX_FILE_SIZE, Roots};
use crate::spelling::printable;
use std::collections::BTreeSet;

pub use watch::watched;

/// The files below the roots.
#[derive(Debug, Default)]
pub struct Sources {
    /// The text files.
    pub files: Files,
    /// The folders, each before its subfolders, and the `.wit` files that are packages of their own.
    pub folders: Vec<Folder>,
    /// The `.wasm` files.
    pub binaries: Vec<Binary>,
    /// The canonical paths of the roots.
    pub roots: Vec<PathBuf>,
    /// `true` if some file could not be read: a missing package may be in it.
    pub unread: bool,
    /// The symbolic links to files and folders that are read elsewhere: paths for messages, and canonical paths.
    pub links: Vec<(String, PathBuf)>,
    /// The `wkg.lock` next to `Cargo.toml`.
    pub wkg_lock: Option<FileId>,
    /// The files that were read, which the compiler must track.
    pub inputs: Vec<PathBuf>,
}

/// A folder whose `.wit` files are one package, or a `.wit` file that is a package: a root, or a file directly in `deps`.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// The path of the folder, or of the file, for messages.
    pub path: String,
    /// The canonical path.
    pub absolute: PathBuf,
    /// The `.wit` files, sorted by name. Empty for a folder that only groups others.
    pub wit: Vec<FileId>,
    /// `true` if a `.wit` file could not be read; `wit` is then empty.
    pub unread: bool,
    /// The `deps.toml` in the folder.
    pub manifest: Option<FileId>,
    /// The `deps.lock` in the folder.
    pub lock: Option<FileId>,
    /// `true` if the package is below a folder named `deps`.
    pub dependency: bool,
    /// The number of folders named `deps` above the package.
    pub level: usize,
    /// For a root that is one file: the names of other `.wit` files and of a folder `deps` beside it, which are not read.
    pub beside: Vec<String>,
}

/// A `.wasm` file.
#[derive(Debug)]
pub struct Binary {
    /// The path, for messages.
    pub path: String,
    /// The canonical path.
    pub absolute: PathBuf,
    /// The contents.
    pub bytes: Vec<u8>,
    /// `true` if the file is below a folder named `deps`.
    pub dependency: bool,
    /// The number of folders named `deps` above the file.
    pub level: usize,
}

impl Sources {
    /// Reads all files below the roots, and returns them with the errors and warnings.
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
        // Folders first: a file in one of them is part of it, not a package of its own.
        let is_folder = |path: &&Given<String>| request.manifest_dir.join(&path.value).is_dir();
        let (folders, files): (Vec<_>, Vec<_>) = request.path.iter().partition(is_folder);
        for Given { value, argument } in folders.into_iter().chain(files) {
            reader.root(&request.manifest_dir, value, Some(Location::Argument(*argument)));
        }
        reader.wkg_lock(&request.manifest_dir);
        if let Some(inline) = &request.inline {
            reader.inline(&inline.value);
        }
        reader.sources.unread = reader.diagnostics.iter().any(hides_packages);
        (reader.sources, reader.diagnostics)
    }
}

/// Returns `true` if packages may not have been read because of the error.
fn hides_packages(diagnostic: &Diagnostic) -> bool {
    let Kind::File(error) = &diagnostic.kind else { return false };
    match error {
        FileError::NotFound { .. }
        | FileError::OutsideCrate { .. }
        | FileError::Unreadable { .. }
        | FileError::NotUtf8 { .. }
        | FileError::WrongEncoding { .. }
        | FileError::Binary { .. }
        | FileError::BrokenLink { .. }
        | FileError::TooLarge { .. }
        | FileError::TooDeep { .. }
        | FileError::TextFormat { .. } => true,
        FileError::UnsupportedFile { .. }
        | FileError::EmptyFolder { .. }
        | FileError::LinkCycle { .. }
        | FileError::EmptyDependency { .. }
        | FileError::CoreModule { .. }
        | FileError::Component { .. }
        | FileError::NotWasm { .. }
        | FileError::NotWebAssembly { .. }
        | FileError::FolderNamedWit { .. } => false,
    }
}

/// The path of the source in the argument `inline`.
const INLINE: &str = "<inline>";

/// The state while the roots are read.
#[derive(Default)]
struct Reader {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
    /// The canonical paths of the folders that were read: overlapping roots are read once.
    seen: Vec<PathBuf>,
    /// The canonical paths of the text files that were read.
    texts: BTreeSet<PathBuf>,
    /// The largest size of a file, in bytes.
    limit: u64,
}

/// A file or folder to read.
struct Entry {
    absolute: PathBuf,
    /// The path for messages.
    path: String,
    /// The number of folders named `deps` on the path below the root.
    level: usize,
}

impl Folder {
    /// Returns a package that is one file; `None` if the file could not be read.
    fn of_file(entry: &Entry, absolute: PathBuf, file: Option<FileId>) -> Self {
        Self {
            path: entry.path.clone(),
            absolute,
            wit: file.into_iter().collect(),
            unread: file.is_none(),
            dependency: entry.level > 0,
            level: entry.level,
            ..Self::default()
        }
    }
}

impl Reader {
    /// Reads one root, with `path` as the user wrote it. The default root has no argument.
    fn root(&mut self, manifest_dir: &Path, path: &str, argument: Option<Location>) {
        let absolute = manifest_dir.join(path);
        let entry = Entry { path: display_path(manifest_dir, path), absolute, level: 0 };
        let location = argument.clone().unwrap_or(Location::Call);
        if let Some(error) = package::check(manifest_dir, path, &entry.path, &location) {
            return self.diagnostics.push(error);
        }
        let Ok(kind) = std::fs::metadata(&entry.absolute) else {
            // Once the root exists, the call must be expanded again.
            let help = match argument {
                Some(_) => {
                    "write the path of an existing folder, relative to the folder of `Cargo.toml`"
                }
                None => {
                    "create a folder `wit` next to `Cargo.toml`, or set the path: `path: \"…\"`"
                }
            };
            let error = FileError::NotFound { path: entry.path };
            self.diagnostics.push(Diagnostic::new(error, location).with_help(help));
            return;
        };
        let (packages, links) = (self.packages(), self.sources.links.len());
        let diagnostics = self.diagnostics.len();
        if kind.is_dir() {
            self.folder(&entry, &mut Vec::new());
        } else {
            self.single(&entry, argument.clone());
        }
        let nothing = self.packages() == packages && self.sources.links.len() == links;
        if kind.is_dir() && nothing && self.diagnostics.len() == diagnostics {
            let help = walk::almost_wit(&entry.absolute).unwrap_or_else(|| {
                "add a `.wit` file that starts with `package namespace:name;`".to_owned()
            });
            let error = FileError::EmptyFolder { path: entry.path.clone() };
            let location = argument.unwrap_or(Location::Path(entry.path));
            self.diagnostics.push(Diagnostic::new(error, location).with_help(help));
        }
    }

    /// Returns the number of packages that were read.
    fn packages(&self) -> usize {
        let folders = self.sources.folders.iter().filter(|folder| !folder.wit.is_empty());
        folders.count() + self.sources.binaries.len()
    }

    /// Reads the lock of `wkg`, which is next to `Cargo.toml`.
    fn wkg_lock(&mut self, manifest_dir: &Path) {
        let path = "wkg.lock".to_owned();
        let entry = Entry { absolute: manifest_dir.join(&path), path, level: 0 };
        if !entry.absolute.is_file() {
            return;
        }
        // It is next to `Cargo.toml`, where nobody named it: a link must not make the macro read and show another file.
        let is_outside = match (entry.absolute.canonicalize(), manifest_dir.canonicalize()) {
            (Ok(lock), Ok(folder)) => !lock.starts_with(folder),
            (Err(_), _) | (_, Err(_)) => true,
        };
        if is_outside {
            let error = ManifestError::LockOutsidePackage { path: entry.path.clone() };
            let help = "replace the link with the file";
            let location = Location::Path(entry.path);
            self.diagnostics.push(Diagnostic::new(error, location).with_help(help));
            return;
        }
        self.sources.wkg_lock = self.text(&entry);
    }

    /// Adds the main package from its source; the packages read so far become its dependencies.
    fn inline(&mut self, source: &str) {
        for folder in &mut self.sources.folders {
            folder.dependency = true;
        }
        for binary in &mut self.sources.binaries {
            binary.dependency = true;
        }
        let file = self.sources.files.add(SourceFile {
            path: INLINE.to_owned(),
            absolute: PathBuf::new(),
            text: source.to_owned(),
            byte_order_mark: false,
            executable: false,
        });
        let entry = Entry { path: INLINE.to_owned(), absolute: PathBuf::new(), level: 0 };
        self.sources.folders.push(Folder::of_file(&entry, PathBuf::new(), Some(file)));
    }

    /// Reports an error or warning about a file or folder as a whole.
    fn report(&mut self, entry: &Entry, kind: impl FnOnce(String) -> FileError, help: &str) {
        let location = Location::Path(entry.path.clone());
        self.diagnostics.push(Diagnostic::new(kind(entry.path.clone()), location).with_help(help));
    }

    /// Reads a root that is a file.
    fn single(&mut self, entry: &Entry, argument: Option<Location>) {
        match entry.absolute.extension().and_then(|extension| extension.to_str()) {
            Some("wit") => {
                let packages = self.sources.folders.len();
                self.package(entry);
                if let Some(folder) = self.sources.folders.get_mut(packages) {
                    folder.beside = beside(&entry.absolute);
                }
            }
            Some("wasm") => self.binary(entry),
            _ => {
                let help = match argument {
                    None => {
                        "replace the file `wit` with a folder `wit` with the `.wit` files in it"
                    }
                    Some(_) => {
                        "name a folder, a `.wit` file, or a `.wasm` file with a WIT package or a component"
                    }
                };
                let error = FileError::UnsupportedFile { path: entry.path.clone() };
                let location = argument.unwrap_or_else(|| Location::Path(entry.path.clone()));
                self.diagnostics.push(Diagnostic::new(error, location).with_help(help));
            }
        }
    }
}

/// Returns the names of what a root that is the folder of a file would read as well.
fn beside(file: &Path) -> Vec<String> {
    let entries = file.parent().and_then(|folder| folder.read_dir().ok());
    let others = entries.into_iter().flatten().flatten();
    let others = others.map(|entry| entry.path()).filter(|path| path != file);
    let names = others.filter_map(|path| {
        let name = path.file_name()?.to_str()?.to_owned();
        let is_wit = path.extension().is_some_and(|extension| extension == "wit");
        (is_wit || (name == "deps" && path.is_dir())).then_some(name)
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// Returns a path for messages: relative to the crate if it is below it, with `/`, without `.`.
fn display_path(manifest_dir: &Path, path: &str) -> String {
    let path = Path::new(path);
    let path = with_slashes(path.strip_prefix(manifest_dir).unwrap_or(path));
    let root = if path.starts_with('/') { "/" } else { "" };
    let parts: Vec<_> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    match printable(&format!("{root}{}", parts.join("/"))).into_owned() {
        empty if empty.is_empty() => ".".to_owned(),
        shown => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_relative_to_the_crate_if_they_are_below_it() {
        let shown = |path| display_path(Path::new("/home/a/shop"), path);
        assert_eq!(shown("wit"), "wit");
        assert_eq!(shown("./wit//types/."), "wit/types");
        assert_eq!(shown("."), ".");
        assert_eq!(shown("/home/a/shop/wit"), "wit");
        assert_eq!(shown("/home/a/shop"), ".");
        assert_eq!(shown("/home/a/shared"), "/home/a/shared");
        assert_eq!(shown("../shared"), "../shared");
        assert_eq!(shown("/"), "/");
    }
}
