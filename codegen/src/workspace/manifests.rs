//! Checks manifests and locks: in come the sources and the parsed packages, out come the errors between them.

use std::ops::Range;

use super::Parsed;
use super::decode::Decoded;
use crate::request::Resolution;
use crate::wit::package_name;
use frontend::diagnostic::{Diagnostic, Kind, Level};
use frontend::files::{FileId, Files};
use frontend::manifest::{
    self, Content, DirEntry, Linked, Lock, Manifest, NamedPackage, PackageName, PackageUse,
    WkgLock, digest,
};
use frontend::sources::{Folder, Sources};
use frontend::suggestions;
use frontend::syntax::PackageRef;
use std::collections::{BTreeMap, BTreeSet};

/// The manifests and locks of a directory.
struct Read {
    /// The manifest and the lock of each folder.
    folders: Vec<(Option<Manifest>, Option<Lock>)>,
    wkg: Option<WkgLock>,
    diagnostics: Vec<Diagnostic>,
}

/// Checks the manifests and locks. Returns the indices of the folders with an unresolved dependency, and the errors and warnings.
///
/// A lock that is not up to date is a warning: its tool updates it silently. With the option `locked`, it is an error.
pub(super) fn check(
    resolution: &Resolution,
    sources: &Sources,
    parsed: &Parsed,
    decoded: &[Decoded],
) -> (BTreeSet<usize>, Vec<Diagnostic>) {
    let has_any = |folder: &Folder| folder.manifest.is_some() || folder.lock.is_some();
    if sources.wkg_lock.is_none() && !sources.folders.iter().any(has_any) {
        return (BTreeSet::new(), Vec::new());
    }
    let directory = Directory { resolution, sources, parsed, decoded };
    let (unresolved, mut diagnostics) = directory.check(&sources.files, None);
    let errors = &mut diagnostics.iter_mut().collect::<Vec<_>>();
    let mut again = Again { directory, packages: None };
    suggestions::verify(&sources.files, errors, &mut again);
    (unresolved, diagnostics)
}

/// What the manifests and locks are checked against.
#[derive(Clone, Copy)]
struct Directory<'a> {
    resolution: &'a Resolution,
    sources: &'a Sources,
    parsed: &'a Parsed,
    decoded: &'a [Decoded],
}

/// Checks manifests and locks again after edits.
struct Again<'a> {
    directory: Directory<'a>,
    /// The packages of each folder, which no edit of a manifest changes.
    packages: Option<Vec<Vec<NamedPackage>>>,
}

impl suggestions::Check for Again<'_> {
    /// Counts the manifests and locks, and the files whose digest is in a lock.
    fn work(&self) -> usize {
        let sources = self.directory.sources;
        let length = |id: &FileId| sources.files.get(*id).text.len();
        let has_lock = sources.folders.iter().any(|folder| folder.lock.is_some());
        let is_locked = |folder: &&Folder| has_lock && folder.dependency;
        let manifests =
            sources.folders.iter().flat_map(|folder| folder.manifest.iter().chain(&folder.lock));
        let locked = sources.folders.iter().filter(is_locked).flat_map(|folder| &folder.wit);
        let text: usize = manifests.chain(&sources.wkg_lock).chain(locked).map(length).sum();
        let wasm: usize = sources.binaries.iter().map(|binary| binary.bytes.len()).sum();
        text + if sources.wkg_lock.is_some() { wasm } else { 0 }
    }

    fn check(&mut self, files: &Files, _: &[FileId]) -> Vec<Diagnostic> {
        let directory = self.directory;
        let packages = self.packages.get_or_insert_with(|| directory.packages(true));
        directory.check(files, Some(packages)).1
    }
}

impl Directory<'_> {
    /// Checks the manifests and locks in `files`, without suggestions. `packages` are those of each folder, if they are known.
    fn check(
        &self,
        files: &Files,
        packages: Option<&[Vec<NamedPackage>]>,
    ) -> (BTreeSet<usize>, Vec<Diagnostic>) {
        let mut read = Read::new(files, self.sources);
        let linked = match packages {
            Some(packages) => self.link(files, &read, packages),
            None => {
                // Spans are computed only if there is an error to report.
                let linked = self.link(files, &read, &self.packages(false));
                if linked.diagnostics.is_empty() && linked.unresolved.is_empty() {
                    linked
                } else {
                    self.link(files, &read, &self.packages(true))
                }
            }
        };
        let mut diagnostics = std::mem::take(&mut read.diagnostics);
        diagnostics.extend(linked.diagnostics);
        if self.resolution.locked {
            diagnostics = diagnostics.into_iter().map(as_error).collect();
        }
        (linked.unresolved, diagnostics)
    }

    /// Returns the packages of each folder.
    fn packages(&self, with_spans: bool) -> Vec<Vec<NamedPackage>> {
        let folders = 0..self.sources.folders.len();
        folders.map(|folder| packages(self.sources, self.parsed, folder, with_spans)).collect()
    }

    fn link(&self, files: &Files, read: &Read, packages: &[Vec<NamedPackage>]) -> Linked {
        let sources = self.sources;
        let folders = sources.folders.iter().enumerate().map(|(index, folder)| {
            let (manifest, lock) = &read.folders[index];
            DirEntry {
                path: &folder.path,
                absolute: &folder.absolute,
                content: content(sources, folder),
                packages: packages[index].clone(),
                manifest: manifest.as_ref(),
                lock: lock.as_ref(),
                dependency: folder.dependency,
            }
        });
        let binaries = sources.binaries.iter().enumerate().map(|(index, binary)| DirEntry {
            path: &binary.path,
            absolute: &binary.absolute,
            content: Content::Wasm(&binary.bytes),
            packages: binary_names(self.decoded, index),
            manifest: None,
            lock: None,
            dependency: binary.dependency,
        });
        let all = folders.chain(binaries).collect::<Vec<_>>();
        let roots = sources.roots.iter().map(std::path::PathBuf::as_path).collect::<Vec<_>>();
        manifest::link(files, &roots, &sources.links, read.wkg.as_ref(), &all)
    }
}

/// Makes a warning about a lock an error.
fn as_error(diagnostic: Diagnostic) -> Diagnostic {
    match &diagnostic.kind {
        Kind::Manifest(error) if error.is_stale_lock() => diagnostic.with_level(Level::Error),
        _ => diagnostic,
    }
}

impl Read {
    fn new(files: &Files, sources: &Sources) -> Self {
        let mut diagnostics = Vec::new();
        let mut folders = Vec::new();
        for folder in &sources.folders {
            let manifest = folder.manifest.map(|id| manifest::read(files, id));
            let lock = folder.lock.map(|id| manifest::read_lock(files, id));
            let manifest =
                manifest.map(|(manifest, errors)| keep(manifest, errors, &mut diagnostics));
            let lock = lock.map(|(lock, errors)| keep(lock, errors, &mut diagnostics));
            folders.push((manifest, lock));
        }
        let wkg = sources.wkg_lock.map(|id| manifest::read_wkg_lock(files, id));
        let wkg = wkg.map(|(lock, errors)| keep(lock, errors, &mut diagnostics));
        Self { folders, wkg, diagnostics }
    }
}

fn keep<T>(value: T, errors: Vec<Diagnostic>, diagnostics: &mut Vec<Diagnostic>) -> T {
    diagnostics.extend(errors);
    value
}

fn content<'a>(sources: &'a Sources, folder: &Folder) -> Content<'a> {
    if folder.wit.is_empty() {
        return if folder.unread { Content::Unread } else { Content::Grouping };
    }
    let entries = folder.wit.iter().map(|&id| {
        let file = sources.files.get(id);
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        digest::File {
            name,
            executable: file.executable,
            marked: file.byte_order_mark,
            bytes: file.text.as_bytes(),
        }
    });
    Content::Wit(entries.collect::<Vec<_>>())
}

/// Returns the packages of a folder, with the spans of their names and of the packages that they use.
fn packages(
    sources: &Sources,
    parsed: &Parsed,
    folder: usize,
    with_spans: bool,
) -> Vec<NamedPackage> {
    let package_refs =
        if with_spans { PackageRefs::of(sources, folder) } else { PackageRefs::default() };
    let units = parsed.units.iter().filter(|unit| unit.folder == folder);
    units
        .map(|unit| {
            let name = package_name(&unit.package.name);
            let uses = unit.package.foreign_deps.keys().map(package_name);
            let uses =
                uses.map(|package| PackageUse { at: package_refs.find(&package, false), package });
            let at = package_refs.find(&name, true);
            let is_empty = unit.package.interfaces.len() + unit.package.worlds.len() == 0;
            NamedPackage { uses: uses.collect(), at, is_empty, name }
        })
        .collect::<Vec<_>>()
}

/// Returns the packages of a `.wasm` file. A file that cannot be read has none, and is reported when it is decoded.
fn binary_names(decoded: &[Decoded], binary: usize) -> Vec<NamedPackage> {
    let names = decoded.iter().filter(|it| it.binary == binary).flat_map(Decoded::names);
    names
        .map(|name| NamedPackage {
            name: package_name(name),
            at: None,
            is_empty: false,
            uses: Vec::new(),
        })
        .collect()
}

/// The spans of the packages that the WIT of a folder declares and uses, which `wit-parser` does not expose.
#[derive(Default)]
pub(crate) struct PackageRefs {
    declarations: BTreeMap<PackageName, (FileId, Range<usize>)>,
    /// The first use of each package.
    uses: BTreeMap<PackageName, (FileId, Range<usize>)>,
}

impl PackageRefs {
    pub(crate) fn of(sources: &Sources, folder: usize) -> Self {
        let mut refs = Self::default();
        for &file in &sources.folders[folder].wit {
            for PackageRef { package, declared, range } in sources.files.tree(file).package_refs() {
                let spans = if declared { &mut refs.declarations } else { &mut refs.uses };
                spans.entry(package).or_insert((file, range));
            }
        }
        refs
    }

    /// Returns the span of the declaration, or of the first use, of a package.
    pub(crate) fn find(
        &self,
        name: &PackageName,
        declared: bool,
    ) -> Option<(FileId, Range<usize>)> {
        let spans = if declared { &self.declarations } else { &self.uses };
        spans.get(name).cloned()
    }
}
