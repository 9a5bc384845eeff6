//! Finds the packages that the selection needs. Errors in other packages do not stop the build.

use crate::wit::package_name;

use super::decode::Decoded;
use crate::plan::pattern;
use crate::request::Selection;
use frontend::diagnostic::{Diagnostic, ErrorKind as _, Level, Location, PackageError};
use frontend::files::FileId;
use frontend::package_name::PackageName;
use frontend::roots::Given;
use frontend::sources::{Folder, Sources};
use frontend::syntax::tree::{Scope, Tree};
use std::collections::BTreeSet;

/// The packages that a selection needs.
pub(super) struct Needed<'a> {
    sources: &'a Sources,
    /// The folders and `.wasm` files with other packages only.
    others: BTreeSet<Origin>,
}

/// A folder or a `.wasm` file, by its index in the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Folder(usize),
    Binary(usize),
}

/// The packages of a folder or a file, as far as they can be read.
struct Node {
    origin: Origin,
    dependency: bool,
    packages: Vec<PackageName>,
    worlds: Vec<(PackageName, String)>,
    uses: Vec<PackageName>,
}

impl<'a> Needed<'a> {
    /// Returns the answer for a call that needs all packages.
    pub(super) fn all(sources: &'a Sources) -> Self {
        Self { sources, others: BTreeSet::new() }
    }

    /// Finds the packages that `selection` needs.
    ///
    /// Everything is needed if the call selects the whole directory, or if a package or world that it needs cannot be
    /// found: it may be in any package that cannot be read.
    pub(super) fn of(selection: &Selection, sources: &'a Sources, decoded: &[Decoded]) -> Self {
        if !selection.is_strict() && selection.packages.is_empty() {
            return Self::all(sources);
        }
        let nodes = nodes(sources, decoded);
        let Some(reached) = selected(&nodes, selection).and_then(|it| reached(&nodes, it)) else {
            return Self::all(sources);
        };
        let others = nodes.iter().enumerate().filter(|(at, _)| !reached.contains(at));
        Self { sources, others: others.map(|(_, node)| node.origin).collect() }
    }

    /// Returns `true` if the packages of a folder are needed.
    pub(super) fn folder(&self, folder: usize) -> bool {
        !self.others.contains(&Origin::Folder(folder))
    }

    /// Converts an error in a package that is not needed to a warning.
    pub(super) fn level(&self, diagnostic: Diagnostic) -> Diagnostic {
        let origin = self.origin(&diagnostic.location);
        if diagnostic.level() != Level::Error || origin.is_none_or(|it| !self.others.contains(&it))
        {
            return diagnostic;
        }
        let message = diagnostic.kind.message();
        let Diagnostic { location, labels, trail, help, .. } = diagnostic;
        let mut warning = Diagnostic::new(PackageError::NotNeeded { message }, location);
        (warning.labels, warning.trail, warning.help) = (labels, trail, help);
        warning
    }

    /// Returns the folder or file with a location.
    fn origin(&self, location: &Location) -> Option<Origin> {
        let folder = |is_in: &dyn Fn(&Folder) -> bool| {
            self.sources.folders.iter().position(is_in).map(Origin::Folder)
        };
        match location {
            Location::Source(label) => folder(&|folder| holds(folder, label.file)),
            Location::Path(path) => folder(&|folder| folder.path == *path).or_else(|| {
                let mut binaries = self.sources.binaries.iter();
                binaries.position(|binary| binary.path == *path).map(Origin::Binary)
            }),
            Location::Argument(_) | Location::Call => None,
        }
    }
}

/// Returns `true` if a file is the WIT, the manifest or the lock of a folder.
fn holds(folder: &Folder, file: FileId) -> bool {
    folder.wit.contains(&file) || folder.manifest == Some(file) || folder.lock == Some(file)
}

/// Returns the folders and files with packages. A folder that only groups others is not one of them.
fn nodes(sources: &Sources, decoded: &[Decoded]) -> Vec<Node> {
    let folders = sources.folders.iter().enumerate().filter(|(_, folder)| !folder.wit.is_empty());
    let folders = folders.map(|(index, folder)| Node::of_folder(sources, index, folder));
    let binaries =
        (0..sources.binaries.len()).map(|index| Node::of_binary(sources, decoded, index));
    folders.chain(binaries).collect()
}

impl Node {
    fn of_folder(sources: &Sources, index: usize, folder: &Folder) -> Self {
        let trees = || folder.wit.iter().map(|&id| sources.files.tree(id));
        let (mut packages, mut uses) = (Vec::new(), Vec::new());
        for package_ref in trees().flat_map(Tree::package_refs) {
            let names = if package_ref.declared { &mut packages } else { &mut uses };
            names.push(package_ref.package);
        }
        let header = trees().find_map(|tree| tree.header.as_ref());
        let mut worlds = Vec::new();
        for tree in trees() {
            if let Some(header) = header {
                worlds.extend(worlds_of(&header.name.plain(), &tree.scope));
            }
            for nested in &tree.scope.packages {
                worlds.extend(worlds_of(&nested.name.plain(), &nested.scope));
            }
        }
        Self {
            origin: Origin::Folder(index),
            dependency: folder.dependency,
            packages,
            worlds,
            uses,
        }
    }

    /// A file holds what its packages need.
    fn of_binary(sources: &Sources, decoded: &[Decoded], index: usize) -> Self {
        let file = decoded.iter().find(|decoded| decoded.binary == index);
        let packages = file.into_iter().flat_map(Decoded::names).map(package_name).collect();
        let worlds = file.into_iter().flat_map(|file| {
            let worlds = file.resolve.packages[file.main].worlds.keys().cloned();
            worlds.map(|world| (package_name(file.main_name()), world))
        });
        Self {
            origin: Origin::Binary(index),
            dependency: sources.binaries[index].dependency,
            packages,
            worlds: worlds.collect(),
            uses: Vec::new(),
        }
    }

    /// Returns `true` if the node has a world that `given` names.
    fn has_world(&self, given: &Given<String>) -> bool {
        self.worlds.iter().flat_map(world_names).any(|name| name == given.value)
    }
}

fn worlds_of<'a>(
    package: &'a PackageName,
    scope: &'a Scope,
) -> impl Iterator<Item = (PackageName, String)> + 'a {
    scope.worlds.iter().map(|world| (package.clone(), world.name.text.clone()))
}

/// Returns the names of a world: by itself, with its package, and with the package's version.
fn world_names((package, world): &(PackageName, String)) -> [String; 3] {
    [world.clone(), format!("{}/{world}", package.unversioned()), package.path(world)]
}

/// Returns the nodes with packages and worlds that the call selects; `None` if it names a world that no node has.
fn selected(nodes: &[Node], selection: &Selection) -> Option<Vec<usize>> {
    let packages: Vec<&str> = selection.packages.iter().map(|it| it.value.as_str()).collect();
    let is_own = |node: &Node| {
        let names = |package: &PackageName| [package.unversioned(), package.to_string()];
        !node.dependency && node.packages.iter().any(|it| pattern::selects(&packages, &names(it)))
    };
    let (named, patterns) = selection.listed_worlds();
    let patterns: Option<Vec<&str>> =
        patterns.map(|patterns| patterns.iter().map(|given| given.value.as_str()).collect());
    let mut selected = Vec::new();
    for given in named.into_iter().chain(&selection.world) {
        let has_world = |at: &usize| nodes[*at].has_world(given);
        let with_world: Vec<usize> = (0..nodes.len()).filter(has_world).collect();
        // A world outside `deps` takes precedence.
        let own = with_world.iter().copied().filter(|at| is_own(&nodes[*at]));
        let own: Vec<usize> = own.collect();
        let found = if own.is_empty() { with_world } else { own };
        if found.is_empty() {
            return None;
        }
        selected.extend(found);
    }
    let matches = |node: &Node| match &patterns {
        _ if !selection.is_strict() => true,
        Some(patterns) => {
            let mut worlds = node.worlds.iter().map(world_names);
            worlds.any(|names| pattern::selects(patterns, &names))
        }
        None => false,
    };
    let own = nodes.iter().enumerate().filter(|(_, node)| is_own(node) && matches(node));
    selected.extend(own.map(|(at, _)| at));
    Some(selected)
}

/// Returns nodes with all that they depend on; `None` if a dependency cannot be found.
fn reached(nodes: &[Node], mut open: Vec<usize>) -> Option<BTreeSet<usize>> {
    let mut reached = BTreeSet::new();
    while let Some(at) = open.pop() {
        if !reached.insert(at) {
            continue;
        }
        for used in &nodes[at].uses {
            let with = |is_it: &dyn Fn(&PackageName) -> bool| -> Vec<usize> {
                let nodes = nodes.iter().enumerate();
                nodes.filter(|(_, it)| it.packages.iter().any(is_it)).map(|(at, _)| at).collect()
            };
            let mut found = with(&|name| name == used);
            if found.is_empty() {
                found = with(&|name| name.same_package(used));
            }
            if found.is_empty() {
                return None;
            }
            open.extend(found);
        }
    }
    Some(reached)
}
