//! From the packages that are not sound to the Rust names that are not there because of it.

use crate::plan::names;
use crate::request::Request;
use crate::workspace::{Missing, MissingWorld, Workspace};
use std::collections::BTreeSet;

/// Names that code may use, and about whose absence nothing more is to be said.
#[derive(Debug, Default)]
pub(crate) struct Absent {
    /// The modules of packages, each after that of its namespace.
    pub(crate) packages: BTreeSet<[String; 2]>,
    /// What the world at the top would have had there.
    pub(crate) top: BTreeSet<String>,
}

impl Absent {
    /// What is not there in the tree of `request`.
    pub(crate) fn of(request: &Request, workspace: &Workspace) -> Self {
        let packages = workspace.missing.iter().flat_map(package_modules).collect();
        let top = top_world(request, workspace).map(|world| top_names(request, world));
        Self { packages, top: top.unwrap_or_default() }
    }

    /// Whether nothing is.
    pub(crate) fn is_empty(&self) -> bool {
        self.packages.is_empty() && self.top.is_empty()
    }
}

/// The names that the module of a package may have had: with its version, and without.
fn package_modules(package: &Missing) -> Vec<[String; 2]> {
    let namespace = names::namespace(&package.namespace);
    let plain = names::module(&package.name);
    let version = package.version.as_ref().map(|version| {
        let version = version.to_string().replace(['.', '-', '+'], "_");
        format!("{}{version}", names::snake(&package.name))
    });
    std::iter::once(plain).chain(version).map(|name| [namespace.clone(), name]).collect()
}

/// The world that would have been at the top, if it is missing.
fn top_world<'a>(request: &Request, workspace: &'a Workspace) -> Option<Option<&'a MissingWorld>> {
    let own = workspace.missing.iter().filter(|package| !package.dependency);
    let mut missing =
        own.flat_map(|package| package.worlds.iter().map(move |world| (package, world)));
    if let Some(wanted) = &request.selection.world {
        let called = |(package, world): &(&Missing, &MissingWorld)| {
            package.has_world(&wanted.value)
                && wanted.value.split('@').next().is_some_and(|name| name.ends_with(&world.name))
        };
        return missing.find(called).map(|(_, world)| Some(world));
    }
    let sound = workspace.packages.iter().filter(|member| !member.dependency);
    let sound: usize = sound.map(|member| workspace.resolve.packages[member.id].worlds.len()).sum();
    let (first, second) = (missing.next(), missing.next());
    match (first, second, sound) {
        (Some((_, world)), None, 0) => Some(Some(world)),
        // No world could be read: nobody knows what would have been there.
        (None, None, 0) if !workspace.missing.is_empty() => Some(None),
        _ => None,
    }
}

/// The names that a world has at the top.
fn top_names(request: &Request, world: Option<&MissingWorld>) -> BTreeSet<String> {
    let export = request.guest.export_macro_name.as_deref().unwrap_or("export");
    let items = world.map(|world| world.items.as_slice()).unwrap_or_default();
    let items = items.iter().flat_map(|name| [names::module(name), names::camel(name)]);
    let always = [export, "exports", "Guest", "Stub"].map(str::to_owned);
    items.chain(always).collect()
}
