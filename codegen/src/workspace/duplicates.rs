//! Selects one copy of each package. The other copies must define the same items, which `copies` checks.

use crate::wit_parser::PackageName;

use super::Parsed;
use super::decode::Decoded;
use frontend::sources::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The copies of the packages in WIT sources, as indices of units.
pub(super) struct Selection<'a> {
    /// The selected copy of each package.
    pub(super) selected: BTreeMap<&'a PackageName, usize>,
    /// The copies that must define the same items as the selected ones.
    pub(super) copies: Vec<usize>,
    /// The folders of which no package is selected.
    pub(super) unselected_folders: BTreeSet<usize>,
}

/// Selects the copy of each package that is below the fewest folders named `deps`, of several the first. WIT sources
/// take precedence over a `.wasm` file.
///
/// The `deps` of a package supplies only what nothing outside supplies: its other packages are ignored, whatever is in
/// them. Such `.wasm` files are removed from `decoded`, and the others are sorted. The `deps` of a root belongs to all
/// packages, so its copies must be the same.
pub(super) fn select<'a>(
    sources: &Sources,
    parsed: &'a Parsed,
    decoded: &mut Vec<Decoded>,
) -> Selection<'a> {
    let level = |unit: usize| {
        let folder = &sources.folders[parsed.units[unit].folder];
        depth(sources, folder.level, &folder.absolute)
    };
    let level_of_file = |file: &Decoded| {
        let binary = &sources.binaries[file.binary];
        depth(sources, binary.level, &binary.absolute)
    };
    let mut outermost: BTreeMap<PackageName, usize> = BTreeMap::new();
    let names = parsed.units.iter().map(|unit| &unit.package.name);
    let units = names.enumerate().map(|(unit, name)| (name, level(unit)));
    for (name, level) in units.chain(decoded.iter().map(|it| (it.main_name(), level_of_file(it)))) {
        outermost.entry(name.clone()).and_modify(|it| *it = level.min(*it)).or_insert(level);
    }
    let is_ignored = |name: &PackageName, level: usize| level > outermost[name].max(1);
    decoded.retain(|file| !is_ignored(file.main_name(), level_of_file(file)));
    decoded.sort_by_key(level_of_file);

    let name = |unit: usize| &parsed.units[unit].package.name;
    let mut units: Vec<usize> = (0..parsed.units.len()).collect();
    let mut unselected_folders: BTreeSet<_> = parsed.units.iter().map(|it| it.folder).collect();
    units.retain(|&unit| !is_ignored(name(unit), level(unit)));
    units.sort_by_key(|&unit| (sources.folders[parsed.units[unit].folder].dependency, level(unit)));
    let (mut selected, mut copies) = (BTreeMap::new(), Vec::new());
    for unit in units {
        if selected.contains_key(name(unit)) {
            copies.push(unit);
        } else {
            selected.insert(name(unit), unit);
            unselected_folders.remove(&parsed.units[unit].folder);
        }
    }
    Selection { selected, copies, unselected_folders }
}

/// Returns the number of folders named `deps` above a file or folder. The `deps` of a folder below a root counts twice: the
/// `deps` of the root is outside of it.
fn depth(sources: &Sources, level: usize, path: &Path) -> usize {
    let of_root = sources.roots.iter().any(|root| path.starts_with(root.join("deps")));
    if level == 0 || of_root { level } else { level + 1 }
}
