//! From manifests and locks, and the packages that were parsed, to what does not fit together.

use std::collections::BTreeSet;

use wit_bindgen_core::wit_parser;

use super::Parsed;
use crate::diagnostic::Diagnostic;
use crate::files::FileId;
use crate::manifest::{
    self, Content, Linked, Lock, Manifest, Named, PackageName, Place, Use, WkgLock, digest,
};
use crate::sources::{Folder, Sources};

/// The manifests and locks of a directory.
struct Read {
    /// Of each folder.
    folders: Vec<(Option<Manifest>, Option<Lock>)>,
    wkg: Option<WkgLock>,
    diagnostics: Vec<Diagnostic>,
}

/// Checks the manifests and locks, and gives the folders whose packages lack one that they use.
pub(super) fn check(sources: &Sources, parsed: &Parsed) -> (BTreeSet<usize>, Vec<Diagnostic>) {
    let has_any = |folder: &Folder| folder.manifest.is_some() || folder.lock.is_some();
    if sources.wkg_lock.is_none() && !sources.folders.iter().any(has_any) {
        return (BTreeSet::new(), Vec::new());
    }
    let mut read = Read::new(sources);
    let linked = link(sources, parsed, &read);
    let mut diagnostics = std::mem::take(&mut read.diagnostics);
    diagnostics.extend(linked.faults);
    (linked.unsound, diagnostics)
}

impl Read {
    fn new(sources: &Sources) -> Self {
        let mut diagnostics = Vec::new();
        let files = &sources.files;
        let mut folders = Vec::new();
        for folder in &sources.folders {
            let manifest = folder.manifest.map(|id| manifest::read(files, id));
            let lock = folder.lock.map(|id| manifest::read_lock(files, id));
            let manifest = manifest.map(|(manifest, faults)| keep(manifest, faults, &mut diagnostics));
            let lock = lock.map(|(lock, faults)| keep(lock, faults, &mut diagnostics));
            folders.push((manifest, lock));
        }
        let wkg = sources.wkg_lock.map(|id| manifest::read_wkg_lock(files, id));
        let wkg = wkg.map(|(lock, faults)| keep(lock, faults, &mut diagnostics));
        Self { folders, wkg, diagnostics }
    }
}

fn keep<T>(value: T, faults: Vec<Diagnostic>, diagnostics: &mut Vec<Diagnostic>) -> T {
    diagnostics.extend(faults);
    value
}

fn link(sources: &Sources, parsed: &Parsed, read: &Read) -> Linked {
    let files = &sources.files;
    let folders = sources.folders.iter().enumerate().map(|(index, folder)| {
        let (manifest, lock) = &read.folders[index];
        Place {
            path: &folder.path,
            absolute: &folder.absolute,
            content: content(sources, folder),
            packages: named(sources, parsed, index),
            manifest: manifest.as_ref(),
            lock: lock.as_ref(),
            dependency: folder.dependency,
        }
    });
    let binaries = sources.binaries.iter().map(|binary| Place {
        path: &binary.path,
        absolute: &binary.absolute,
        content: Content::Wasm(&binary.bytes),
        packages: binary_names(&binary.bytes),
        manifest: None,
        lock: None,
        dependency: binary.dependency,
    });
    let places: Vec<_> = folders.chain(binaries).collect();
    let roots: Vec<_> = sources.roots.iter().map(std::path::PathBuf::as_path).collect();
    manifest::link(files, &roots, read.wkg.as_ref(), &places)
}

fn content<'a>(sources: &'a Sources, folder: &Folder) -> Content<'a> {
    if folder.wit.is_empty() {
        return Content::Grouping;
    }
    let entries = folder.wit.iter().map(|&id| {
        let file = sources.files.get(id);
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        digest::Entry { name, executable: file.executable, bytes: file.text.as_bytes() }
    });
    Content::Wit(entries.collect())
}

/// The packages of a folder, with the places of their names and of those that they use.
fn named(sources: &Sources, parsed: &Parsed, folder: usize) -> Vec<Named> {
    let units = parsed.units.iter().filter(|unit| unit.folder == folder);
    let texts: Vec<FileId> = sources.folders[folder].wit.clone();
    units
        .map(|unit| {
            let name = own(&unit.package.name);
            let at = places::declared(sources, &texts, &name);
            let uses = unit.package.foreign_deps.keys().map(|used| {
                let package = own(used);
                let at = places::used(sources, &texts, &package);
                Use { package, at }
            });
            Named { uses: uses.collect(), name, at }
        })
        .collect()
}

fn own(name: &wit_parser::PackageName) -> PackageName {
    PackageName {
        namespace: name.namespace.clone(),
        name: name.name.clone(),
        version: name.version.clone(),
    }
}

/// The packages that a `.wasm` file holds; none for one that cannot be read, which is told elsewhere.
fn binary_names(bytes: &[u8]) -> Vec<Named> {
    let decoded = std::panic::catch_unwind(|| wit_parser::decoding::decode(bytes));
    let Ok(Ok(wit_parser::decoding::DecodedWasm::WitPackage(resolve, main))) = decoded else {
        return Vec::new();
    };
    let others = resolve.packages.iter().map(|(id, _)| id).filter(|id| *id != main);
    let names = std::iter::once(main).chain(others);
    names
        .map(|id| Named { name: own(&resolve.packages[id].name), at: None, uses: Vec::new() })
        .collect()
}

/// Where packages are named, found in the text: wit-parser keeps these places to itself.
mod places {
    use std::ops::Range;

    use super::{FileId, PackageName, Sources};

    /// Where `package a:b` stands.
    pub(super) fn declared(
        sources: &Sources,
        files: &[FileId],
        name: &PackageName,
    ) -> Option<(FileId, Range<usize>)> {
        find(sources, files, name, true)
    }

    /// Where `a:b/c` stands first.
    pub(super) fn used(
        sources: &Sources,
        files: &[FileId],
        name: &PackageName,
    ) -> Option<(FileId, Range<usize>)> {
        find(sources, files, name, false)
    }

    fn find(
        sources: &Sources,
        files: &[FileId],
        name: &PackageName,
        declared: bool,
    ) -> Option<(FileId, Range<usize>)> {
        files.iter().find_map(|&id| {
            let text = &sources.files.get(id).text;
            let range = crate::syntax::package_names(text)
                .into_iter()
                .find(|found| found.declared == declared && found.is(name))?
                .range;
            Some((id, range))
        })
    }
}
