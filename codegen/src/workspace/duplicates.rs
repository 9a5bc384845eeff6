//! Selects one copy of each package: identical copies are one package, different copies are an error.

use crate::wit_parser::PackageName;

use super::{Parsed, RejectedFolder};
use frontend::diagnostic::{Diagnostic, Location, PackageError};
use frontend::sources::{Folder, Sources};
use std::collections::BTreeMap;

/// Returns one unit for each package name, and an error for each copy that differs.
///
/// A copy outside `deps` takes precedence over a copy below it.
pub(super) fn unique_packages<'a>(
    sources: &Sources,
    parsed: &'a Parsed,
) -> (BTreeMap<&'a PackageName, usize>, Vec<RejectedFolder>) {
    let mut unique = BTreeMap::new();
    let mut rejected = Vec::new();
    for (index, unit) in parsed.units.iter().enumerate() {
        let name = &unit.package.name;
        let Some(&first) = unique.get(name) else {
            unique.insert(name, index);
            continue;
        };
        let [old, new] = [first, index].map(|unit| &sources.folders[parsed.units[unit].folder]);
        // Two nested packages of one folder are never copies: their bodies are not compared.
        if parsed.units[first].folder == unit.folder || !same_sources(sources, old, new) {
            let error = PackageError::Duplicate { package: name.to_string() };
            let diagnostic = Diagnostic::new(error, Location::Path(new.path.clone()))
                .with_step(format!("the other one is in `{}`", old.path), None)
                .with_help("remove one of the two, or change the version of one");
            rejected.push(RejectedFolder { folder: unit.folder, diagnostic });
        } else if old.dependency && !new.dependency {
            unique.insert(name, index);
        }
    }
    (unique, rejected)
}

/// `true` if two folders hold the same WIT sources, under whatever file names.
fn same_sources(sources: &Sources, one: &Folder, other: &Folder) -> bool {
    let texts = |folder: &Folder| {
        let mut texts: Vec<&str> =
            folder.wit.iter().map(|&id| sources.files.get(id).text.as_str()).collect();
        texts.sort_unstable();
        texts
    };
    texts(one) == texts(other)
}
