//! From packages to one of each name: the same files twice are one package, other files are a fault.

use crate::wit_parser::PackageName;

use super::{Parsed, Refusal};
use frontend::diagnostic::{Diagnostic, Location, PackageError};
use frontend::sources::{Folder, Sources};
use std::collections::BTreeMap;

/// The unit that counts for each name. One that is no dependency goes before one that is.
pub(super) fn choose<'a>(
    sources: &Sources,
    parsed: &'a Parsed,
) -> (BTreeMap<&'a PackageName, usize>, Vec<Refusal>) {
    let mut chosen = BTreeMap::new();
    let mut refused = Vec::new();
    for (at, unit) in parsed.units.iter().enumerate() {
        let name = &unit.package.name;
        let Some(&first) = chosen.get(name) else {
            chosen.insert(name, at);
            continue;
        };
        let [old, new] = [first, at].map(|at| &sources.folders[parsed.units[at].folder]);
        // In one folder they are two nested packages, of which one file tells both.
        if parsed.units[first].folder == unit.folder || !same_text(sources, old, new) {
            let fault = PackageError::Duplicate { package: name.to_string() };
            let diagnostic = Diagnostic::new(fault, Location::Path(new.path.clone()))
                .with_step(format!("the other one is in `{}`", old.path), None)
                .with_help("keep one of the two, or give one of them another version");
            refused.push(Refusal { folder: unit.folder, diagnostic });
        } else if old.dependency && !new.dependency {
            chosen.insert(name, at);
        }
    }
    (chosen, refused)
}

/// Whether two folders hold the same texts; the names of the files do not count.
fn same_text(sources: &Sources, one: &Folder, other: &Folder) -> bool {
    let texts = |folder: &Folder| {
        let mut texts: Vec<String> =
            folder.wit.iter().map(|&id| sources.files.get(id).text.clone()).collect();
        texts.sort();
        texts
    };
    texts(one) == texts(other)
}
