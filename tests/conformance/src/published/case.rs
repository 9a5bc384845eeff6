//! The macro calls for a root: the whole directory, and each world alone.

use std::fmt;

use airssys_bindings_codegen::request::Side;
use wit_parser::{PackageId, Resolve, WorldId};

use super::Root;

/// One macro call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case {
    /// The directory or file.
    pub root: Root,
    /// `true` for a host.
    pub host: bool,
    /// The only world to bind, or everything.
    pub world: Option<String>,
}

/// Returns the calls for a root, on each side whose original macro can read it.
#[must_use]
pub fn cases(root: &Root) -> Vec<Case> {
    let mut cases = Vec::new();
    for (side, host) in [(Side::Guest, false), (Side::Host, true)] {
        let Some((resolve, main)) = root.parse(side) else { continue };
        let case = |world| Case { root: root.clone(), host, world };
        cases.push(case(None));
        let worlds = worlds(&resolve, main).into_iter();
        cases.extend(worlds.map(|world| case(Some(world_name(&resolve, world)))));
    }
    cases
}

/// Returns the worlds of the main package. If it is empty, it stands for the packages in `deps`.
pub(super) fn worlds(resolve: &Resolve, main: PackageId) -> Vec<WorldId> {
    let package = &resolve.packages[main];
    if package.worlds.is_empty() && package.interfaces.is_empty() {
        return resolve.worlds.iter().map(|(id, _)| id).collect();
    }
    package.worlds.values().copied().collect()
}

/// Returns the name of a world, with its package.
pub(super) fn world_name(resolve: &Resolve, world: WorldId) -> String {
    let world = &resolve.worlds[world];
    let package = world.package.expect("a parsed world is in a package");
    resolve.packages[package].name.interface_id(&world.name)
}

impl Case {
    /// Returns the side that the call generates code for.
    #[must_use]
    pub fn side(&self) -> Side {
        if self.host { Side::Host } else { Side::Guest }
    }

    /// Returns the name of the side.
    #[must_use]
    pub fn side_name(&self) -> &'static str {
        if self.host { "host" } else { "guest" }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}, {}", self.root.package, self.root.path, self.side_name())?;
        self.world.iter().try_for_each(|world| write!(f, ", `{world}`"))
    }
}
