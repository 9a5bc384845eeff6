//! From the argument `cfg` to the `#[cfg(…)]` of packages and worlds.

use crate::wit_parser::{InterfaceId, PackageId, Resolve, WorldId};

use super::{interface_module, interfaces_of_world, own};
use crate::request::Request;
use crate::workspace::Workspace;
use frontend::diagnostic::{ArgumentError, Diagnostic, Location};
use frontend::roots::Given;
use frontend::spelling;
use std::collections::{BTreeMap, BTreeSet};

/// The predicates of packages.
#[derive(Debug, Default)]
pub(crate) struct Gates(BTreeMap<PackageId, String>);

impl Gates {
    /// The gates that `request` asks for, and what is wrong with them.
    pub(super) fn of(
        request: &Request,
        workspace: &Workspace,
        tree: &[InterfaceId],
    ) -> (Self, Vec<Diagnostic>) {
        let mut gates = Self::default();
        let mut faults = Vec::new();
        let mut given = BTreeMap::new();
        for (name, predicate) in &request.selection.cfg {
            let found = find(&workspace.resolve, name);
            if found.is_empty()
                && !workspace.missing.iter().any(|package| package.is_matched_by(&name.value))
            {
                faults.push(not_found(workspace, name));
            }
            for id in found {
                gates.0.insert(id, predicate.clone());
                given.insert(id, name);
            }
        }
        faults.extend(ungated(&gates, &given, &workspace.resolve, tree));
        if !faults.is_empty() {
            // Without gates all is there, and nothing else is missing.
            gates.0.clear();
        }
        (gates, faults)
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The modules of the packages that are gated, with their predicates.
    pub(crate) fn modules(&self, resolve: &Resolve) -> Vec<([String; 2], &str)> {
        let modules = self.0.iter().filter_map(|(id, predicate)| {
            let interfaces = resolve.packages[*id].interfaces.values().copied();
            let [namespace, package, _] = interface_module(resolve, interfaces.into_iter().next()?);
            Some(([namespace, package], predicate.as_str()))
        });
        modules.collect()
    }

    /// The predicate of the package that an interface is of.
    #[cfg(feature = "host")]
    pub(crate) fn of_interface(&self, resolve: &Resolve, id: InterfaceId) -> Option<&str> {
        self.0.get(&resolve.interfaces[id].package?).map(String::as_str)
    }

    /// The predicate of a package.
    pub(crate) fn of_package(&self, package: PackageId) -> Option<&str> {
        self.0.get(&package).map(String::as_str)
    }

    /// The predicates of all packages that a world needs.
    pub(crate) fn of_world(&self, resolve: &Resolve, world: WorldId) -> Vec<&str> {
        if self.is_empty() {
            return Vec::new();
        }
        let reached = interfaces_of_world(resolve, world).into_iter();
        let reached = reached.filter_map(|id| resolve.interfaces[id].package);
        let own = resolve.worlds[world].package;
        self.predicates(&own.into_iter().chain(reached).collect())
    }

    /// The predicates of packages, each once.
    pub(crate) fn predicates(&self, packages: &BTreeSet<PackageId>) -> Vec<&str> {
        let mut predicates: Vec<&str> =
            packages.iter().filter_map(|id| self.0.get(id)).map(String::as_str).collect();
        predicates.dedup();
        predicates
    }
}

fn find(resolve: &Resolve, name: &Given<String>) -> Vec<PackageId> {
    let packages = resolve.packages.iter();
    packages
        .filter(|(_, package)| own::names(package).contains(&name.value))
        .map(|(id, _)| id)
        .collect()
}

fn not_found(workspace: &Workspace, name: &Given<String>) -> Diagnostic {
    let all: Vec<String> =
        workspace.resolve.packages.iter().flat_map(|(_, package)| own::names(package)).collect();
    let help = match spelling::nearest(&name.value, all.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there is {}", spelling::list(all.iter().map(String::as_str))),
    };
    let fault =
        ArgumentError::NameMatchesNothing { option: "cfg".to_owned(), name: name.value.clone() };
    Diagnostic::new(fault, Location::Argument(name.argument)).with_help(help)
}

/// A fault for each package without a gate that needs one with a gate.
fn ungated(
    gates: &Gates,
    given: &BTreeMap<PackageId, &Given<String>>,
    resolve: &Resolve,
    tree: &[InterfaceId],
) -> Vec<Diagnostic> {
    let mut pairs = BTreeSet::new();
    for &id in tree {
        let needs =
            resolve.interface_direct_deps(id).filter_map(|id| resolve.interfaces[id].package);
        if let Some(package) = resolve.interfaces[id].package
            && !gates.0.contains_key(&package)
        {
            pairs.extend(
                needs.filter(|needed| gates.0.contains_key(needed)).map(|needed| (package, needed)),
            );
        }
    }
    let name = |id: PackageId| resolve.packages[id].name.to_string();
    pairs
        .into_iter()
        .map(|(package, needed)| {
            let (package, needs) = (name(package), name(needed));
            let help = format!(
                "gate `{package}` by the same: `\"{}\": {}`",
                package.split('@').next().unwrap_or_default(),
                gates.0[&needed]
            );
            let fault = ArgumentError::NeedsGated { package, needs };
            Diagnostic::new(fault, Location::Argument(given[&needed].argument)).with_help(help)
        })
        .collect()
}
