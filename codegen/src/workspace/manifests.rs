//! From manifests and locks, and the packages that were parsed, to what does not fit together.

use std::ops::Range;

use crate::wit_parser;

use super::Parsed;
use super::decode::Decoded;
use frontend::diagnostic::Diagnostic;
use frontend::files::FileId;
use frontend::manifest::{
    self, Content, Linked, Lock, Manifest, Named, PackageName, Place, Use, WkgLock, digest,
};
use frontend::sources::{Folder, Sources};
use frontend::syntax;
use std::collections::BTreeSet;

/// The manifests and locks of a directory.
struct Read {
    /// Of each folder.
    folders: Vec<(Option<Manifest>, Option<Lock>)>,
    wkg: Option<WkgLock>,
    diagnostics: Vec<Diagnostic>,
}

/// Checks the manifests and locks, and gives the folders whose packages lack one that they use.
pub(super) fn check(
    sources: &Sources,
    parsed: &Parsed,
    decoded: &[Decoded],
) -> (BTreeSet<usize>, Vec<Diagnostic>) {
    let has_any = |folder: &Folder| folder.manifest.is_some() || folder.lock.is_some();
    if sources.wkg_lock.is_none() && !sources.folders.iter().any(has_any) {
        return (BTreeSet::new(), Vec::new());
    }
    let mut read = Read::new(sources);
    // Places are read from the text only when there is something to point at.
    let mut linked = link(sources, parsed, decoded, &read, false);
    if !linked.faults.is_empty() || !linked.unsound.is_empty() {
        linked = link(sources, parsed, decoded, &read, true);
    }
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
            let manifest =
                manifest.map(|(manifest, faults)| keep(manifest, faults, &mut diagnostics));
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

fn link(
    sources: &Sources,
    parsed: &Parsed,
    decoded: &[Decoded],
    read: &Read,
    places: bool,
) -> Linked {
    let files = &sources.files;
    let folders = sources.folders.iter().enumerate().map(|(index, folder)| {
        let (manifest, lock) = &read.folders[index];
        Place {
            path: &folder.path,
            absolute: &folder.absolute,
            content: content(sources, folder),
            packages: named(sources, parsed, index, places),
            manifest: manifest.as_ref(),
            lock: lock.as_ref(),
            dependency: folder.dependency,
        }
    });
    let binaries = sources.binaries.iter().enumerate().map(|(index, binary)| Place {
        path: &binary.path,
        absolute: &binary.absolute,
        content: Content::Wasm(&binary.bytes),
        packages: binary_names(decoded, index),
        manifest: None,
        lock: None,
        dependency: binary.dependency,
    });
    let all = folders.chain(binaries).collect::<Vec<_>>();
    let roots = sources.roots.iter().map(std::path::PathBuf::as_path).collect::<Vec<_>>();
    manifest::link(files, &roots, &sources.links, read.wkg.as_ref(), &all)
}

fn content<'a>(sources: &'a Sources, folder: &Folder) -> Content<'a> {
    if folder.wit.is_empty() {
        return if folder.unread { Content::Unread } else { Content::Grouping };
    }
    let entries = folder.wit.iter().map(|&id| {
        let file = sources.files.get(id);
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        digest::Entry {
            name,
            executable: file.executable,
            marked: file.byte_order_mark,
            bytes: file.text.as_bytes(),
        }
    });
    Content::Wit(entries.collect::<Vec<_>>())
}

/// The packages of a folder, with the places of their names and of those that they use.
fn named(sources: &Sources, parsed: &Parsed, folder: usize, places: bool) -> Vec<Named> {
    let package_refs = if places { Mentions::of(sources, folder) } else { Mentions(Vec::new()) };
    let units = parsed.units.iter().filter(|unit| unit.folder == folder);
    units
        .map(|unit| {
            let name = own(&unit.package.name);
            let uses = unit.package.foreign_deps.keys().map(own);
            let uses = uses.map(|package| Use { at: package_refs.find(&package, false), package });
            Named { uses: uses.collect::<Vec<_>>(), at: package_refs.find(&name, true), name }
        })
        .collect::<Vec<_>>()
}

fn own(name: &wit_parser::PackageName) -> PackageName {
    PackageName {
        namespace: name.namespace.clone(),
        name: name.name.clone(),
        version: name.version.clone(),
    }
}

/// The packages that a `.wasm` file holds; none for one that cannot be read, which is told elsewhere.
fn binary_names(decoded: &[Decoded], binary: usize) -> Vec<Named> {
    let names = decoded.iter().filter(|it| it.binary == binary).flat_map(Decoded::names);
    names.map(|name| Named { name: own(name), at: None, uses: Vec::new() }).collect::<Vec<_>>()
}

/// The places of the names of packages in the text; wit-parser keeps those to itself.
struct Mentions(Vec<(FileId, syntax::PackageRef)>);

impl Mentions {
    fn of(sources: &Sources, folder: usize) -> Self {
        let files = sources.folders[folder].wit.iter();
        let package_refs = files.flat_map(|&id| {
            let package_refs = syntax::package_refs(id, &sources.files.get(id).text);
            package_refs.into_iter().map(move |package_ref| (id, package_ref))
        });
        Self(package_refs.collect())
    }

    /// Where a package is named first: where it is declared, or where it is used.
    fn find(&self, name: &PackageName, declared: bool) -> Option<(FileId, Range<usize>)> {
        let mut package_refs = self.0.iter();
        let (file, package_ref) = package_refs.find(|(_, package_ref)| {
            package_ref.declared == declared
                && package_ref.namespace == name.namespace
                && package_ref.name == name.name
                && package_ref.version == name.version
        })?;
        Some((*file, package_ref.range.clone()))
    }
}
