//! The packages of invalid folders, as far as their WIT can be parsed.
//!
//! Generated code declares the names of their items, so that rustc reports no errors where they are used.

use super::needed::Needed;
use frontend::package_name::PackageName;
use frontend::sources::Sources;
use frontend::syntax::tree::{ExternKind, Scope, UseName, World};
use std::collections::BTreeSet;

/// A package that is not in the `Resolve`, since it or one of its dependencies is invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MissingPackage {
    pub(crate) name: PackageName,
    pub(crate) worlds: Vec<MissingWorld>,
    /// The interfaces; `None` if an item of the package could not be parsed, which may be one, or if
    /// they have very many names.
    pub(crate) interfaces: Option<Vec<MissingInterface>>,
    /// `true` if the package is below a folder named `deps`.
    pub(crate) dependency: bool,
    /// `true` if something that the call selects needs the package.
    pub(crate) needed: bool,
}

/// A world of a [`MissingPackage`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MissingWorld {
    pub(crate) name: String,
    /// The names of the world's own functions, types and inline interfaces.
    pub(crate) items: Vec<String>,
}

/// An interface of a [`MissingPackage`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MissingInterface {
    pub(crate) name: String,
    /// The names of its types and functions; `None` if one of them could not be parsed.
    pub(crate) items: Option<[Vec<String>; 2]>,
}

/// The largest number of names in a package or a world that are declared.
const MAX_NAMES: usize = 2_000;

/// Returns the packages of all folders that are not in `valid`.
pub(super) fn packages(
    sources: &Sources,
    valid: &BTreeSet<usize>,
    needed: &Needed<'_>,
) -> Vec<MissingPackage> {
    let mut missing = Vec::new();
    for (index, folder) in sources.folders.iter().enumerate() {
        if valid.contains(&index) {
            continue;
        }
        let (dependency, needed) = (folder.dependency, needed.folder(index));
        let trees = || folder.wit.iter().map(|&id| sources.files.tree(id));
        if let Some(header) = trees().find_map(|tree| tree.header.as_ref()) {
            let worlds = trees().flat_map(|tree| worlds(&tree.scope)).collect();
            let name = header.name.plain();
            let interfaces = interfaces(trees().map(|tree| &tree.scope));
            missing.push(MissingPackage { name, worlds, interfaces, dependency, needed });
        }
        missing.extend(trees().flat_map(|tree| &tree.scope.packages).map(|nested| {
            let worlds = worlds(&nested.scope).collect();
            let interfaces = interfaces([&nested.scope].into_iter());
            MissingPackage { name: nested.name.plain(), worlds, interfaces, dependency, needed }
        }));
    }
    missing
}

impl MissingPackage {
    /// `true` if a pattern of the option `packages` or `cfg` may select the package.
    pub(crate) fn may_match(&self, pattern: &str) -> bool {
        let pattern = pattern.trim_start_matches('!').split('@').next().unwrap_or_default();
        let literal = pattern.split('*').next().unwrap_or_default();
        self.name.unversioned().starts_with(literal)
    }

    /// `true` if the package has a world called `name`: `w`, `ns:pkg/w` or `ns:pkg/w@1.0.0`.
    pub(crate) fn has_world(&self, name: &str) -> bool {
        self.worlds.iter().any(|world| self.is_world(world, name))
    }

    /// `true` if `world` of this package is called `name`.
    pub(crate) fn is_world(&self, world: &MissingWorld, name: &str) -> bool {
        let name = name.split('@').next().unwrap_or_default();
        world.name == name || format!("{}/{}", self.name.unversioned(), world.name) == name
    }
}

fn worlds(scope: &Scope) -> impl Iterator<Item = MissingWorld> + '_ {
    scope
        .worlds
        .iter()
        .map(|world| MissingWorld { name: world.name.text.clone(), items: items(world) })
}

/// Returns the interfaces of a package, or `None` if an item of it could not be parsed, or if it has very many names.
fn interfaces<'t>(
    scopes: impl Iterator<Item = &'t Scope> + Clone,
) -> Option<Vec<MissingInterface>> {
    let items = scopes.clone().map(|scope| {
        let bodies = scope.interfaces.iter().map(|interface| &interface.body);
        let names = bodies.map(|body| {
            let used: usize = body.uses.iter().map(|used| used.names.len()).sum();
            used + body.types.len() + body.functions.len()
        });
        scope.interfaces.len() + scope.worlds.len() + names.sum::<usize>()
    });
    if scopes.clone().any(|scope| scope.broken) || items.sum::<usize>() > MAX_NAMES {
        return None;
    }
    let interfaces = scopes.flat_map(|scope| &scope.interfaces).map(|interface| {
        let body = &interface.body;
        let used = body.uses.iter().flat_map(|line| &line.names).map(UseName::local);
        let types = body.types.iter().map(|ty| &ty.name).chain(used);
        let types = types.map(|name| name.text.clone()).collect();
        let functions = body.functions.iter().map(|function| function.name.text.clone()).collect();
        let items = (!body.broken).then_some([types, functions]);
        MissingInterface { name: interface.name.text.clone(), items }
    });
    Some(interfaces.collect())
}

/// Returns the WIT names of the items at the top of a world's module.
fn items(world: &World) -> Vec<String> {
    let body = &world.body;
    let types = body.types.iter().map(|ty| ty.name.text.clone());
    let used = body.uses.iter().flat_map(|line| &line.names).map(|name| name.local().text.clone());
    let externs = body.externs.iter().filter_map(|item| match &item.kind {
        ExternKind::Inline(name, _) | ExternKind::Named(name, _) => Some(name.text.clone()),
        ExternKind::Function(function) => Some(function.name.text.clone()),
        ExternKind::Path(_) => None,
    });
    types.chain(used).chain(externs).take(MAX_NAMES).collect()
}
