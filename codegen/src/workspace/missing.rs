//! From the folders that are not sound to the names that their packages would have had in the tree.
//!
//! Where these are used, nothing more is said: one fault in WIT is one error.

use semver::Version;

use frontend::sources::Sources;
use frontend::syntax;
use frontend::syntax::tree::{ExternKind, Scope, SpannedPackageName, World};
use std::collections::BTreeSet;

/// A package that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) version: Option<Version>,
    pub(crate) worlds: Vec<MissingWorld>,
    /// Whether it is below a folder named `deps`.
    pub(crate) dependency: bool,
}

/// A world that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MissingWorld {
    pub(crate) name: String,
    /// The names of its own functions, types and inline interfaces.
    pub(crate) items: Vec<String>,
}

/// The packages of all folders that are not in `sound`, as far as their text can be read.
pub(super) fn missing(sources: &Sources, sound: &BTreeSet<usize>) -> Vec<Missing> {
    let mut missing = Vec::new();
    for (index, folder) in sources.folders.iter().enumerate() {
        if sound.contains(&index) {
            continue;
        }
        let files = folder.wit.iter();
        let trees =
            files.map(|&id| syntax::parse(id, &sources.files.get(id).text).0).collect::<Vec<_>>();
        let header = trees.iter().find_map(|tree| tree.header.as_ref());
        let worlds = trees.iter().flat_map(|tree| worlds_of(&tree.scope)).collect();
        if let Some(header) = header {
            missing.push(Missing::new(&header.name, worlds, folder.dependency));
        }
        for nested in trees.iter().flat_map(|tree| &tree.scope.packages) {
            missing.push(Missing::new(&nested.name, worlds_of(&nested.scope), folder.dependency));
        }
    }
    missing
}

impl Missing {
    /// Whether a pattern for packages could be about it.
    pub(crate) fn is_matched_by(&self, pattern: &str) -> bool {
        let pattern = pattern.trim_start_matches('!').split('@').next().unwrap_or_default();
        let start = pattern.split('*').next().unwrap_or_default();
        format!("{}:{}", self.namespace, self.name).starts_with(start)
    }

    /// Whether it would have had the world that `name` means: `w`, `ns:pkg/w` or `ns:pkg/w@1.0.0`.
    pub(crate) fn has_world(&self, name: &str) -> bool {
        let name = name.split('@').next().unwrap_or_default();
        let full =
            |world: &MissingWorld| format!("{}:{}/{}", self.namespace, self.name, world.name);
        self.worlds.iter().any(|world| world.name == name || full(world) == name)
    }

    fn new(name: &SpannedPackageName, worlds: Vec<MissingWorld>, dependency: bool) -> Self {
        Self {
            namespace: name.namespace.text.clone(),
            name: name.name.text.clone(),
            version: name.version.clone(),
            worlds,
            dependency,
        }
    }
}

fn worlds_of(scope: &Scope) -> Vec<MissingWorld> {
    let worlds = scope.worlds.iter();
    worlds
        .map(|world| MissingWorld { name: world.name.text.clone(), items: items(world) })
        .collect()
}

/// The names that a world's module would have had at its top, in WIT.
fn items(world: &World) -> Vec<String> {
    let body = &world.body;
    let types = body.types.iter().map(|ty| ty.name.text.clone());
    let used = body.uses.iter().flat_map(|line| &line.names).map(|name| name.local().text.clone());
    let externs = body.externs.iter().filter_map(|item| match &item.kind {
        ExternKind::Inline(name, _) | ExternKind::Named(name, _) => Some(name.text.clone()),
        ExternKind::Function(function) => Some(function.name.text.clone()),
        ExternKind::Path(_) => None,
    });
    types.chain(used).chain(externs).collect()
}
