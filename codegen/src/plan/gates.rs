//! The `#[cfg(…)]` gates of packages and worlds, from the option `cfg`.

use crate::wit_parser::{InterfaceId, PackageId, Resolve, WorldId};

use super::{interface_module, interfaces_of_world, select};
use crate::unmatched;
use crate::workspace::Workspace;
use frontend::diagnostic::{ArgumentError, Diagnostic, Location};
use frontend::roots::Given;
use std::collections::{BTreeMap, BTreeSet};

/// The `cfg` predicates of packages.
#[derive(Debug, Default)]
pub(crate) struct Gates(BTreeMap<PackageId, String>);

impl Gates {
    /// Reads the option `cfg`. If there are errors, nothing is gated, so that one mistake is one error.
    pub(super) fn of(
        cfg: &[(Given<String>, String)],
        workspace: &Workspace,
        tree: &BTreeSet<InterfaceId>,
    ) -> (Self, Vec<Diagnostic>) {
        let mut gates = Self::default();
        let mut errors = Vec::new();
        let mut given = BTreeMap::new();
        for (name, predicate) in cfg {
            let found = find(&workspace.resolve, &name.value);
            if found.is_empty()
                && !workspace.missing.iter().any(|package| package.may_match(&name.value))
            {
                let packages = workspace.resolve.packages.iter();
                let known = packages.flat_map(|(_, it)| select::package_names(it)).collect();
                errors.push(unmatched::error("cfg", name, &known));
            }
            for id in found {
                gates.0.insert(id, predicate.clone());
                given.insert(id, name);
            }
        }
        errors.extend(ungated(&gates, &given, &workspace.resolve, tree));
        if !errors.is_empty() {
            gates.0.clear();
        }
        (gates, errors)
    }

    /// `true` if nothing is gated.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the modules of the gated packages, with their predicates.
    pub(crate) fn modules(&self, resolve: &Resolve) -> Vec<([String; 2], &str)> {
        let modules = self.0.iter().filter_map(|(id, predicate)| {
            let interfaces = resolve.packages[*id].interfaces.values().copied();
            let [namespace, package, _] = interface_module(resolve, interfaces.into_iter().next()?);
            Some(([namespace, package], predicate.as_str()))
        });
        modules.collect()
    }

    /// Returns the predicate of the package of an interface.
    #[cfg(feature = "host")]
    pub(crate) fn of_interface(&self, resolve: &Resolve, id: InterfaceId) -> Option<&str> {
        self.0.get(&resolve.interfaces[id].package?).map(String::as_str)
    }

    /// Returns the predicate of a package.
    pub(crate) fn of_package(&self, package: PackageId) -> Option<&str> {
        self.0.get(&package).map(String::as_str)
    }

    /// Returns the predicates of a world's package and of all packages that it depends on.
    pub(crate) fn of_world(&self, resolve: &Resolve, world: WorldId) -> Vec<&str> {
        if self.is_empty() {
            return Vec::new();
        }
        let reached = interfaces_of_world(resolve, world).into_iter();
        let reached = reached.filter_map(|id| resolve.interfaces[id].package);
        let own = resolve.worlds[world].package;
        self.predicates(&own.into_iter().chain(reached).collect())
    }

    /// Returns the predicates of packages, each once.
    pub(crate) fn predicates(&self, packages: &BTreeSet<PackageId>) -> Vec<&str> {
        let mut predicates: Vec<&str> =
            packages.iter().filter_map(|id| self.0.get(id)).map(String::as_str).collect();
        predicates.dedup();
        predicates
    }
}

/// Returns the packages that `name` names, at any version if it has none.
fn find(resolve: &Resolve, name: &str) -> Vec<PackageId> {
    let packages = resolve.packages.iter();
    packages
        .filter(|(_, package)| select::package_names(package).iter().any(|own| own == name))
        .map(|(id, _)| id)
        .collect()
}

/// Returns an error for each ungated package that depends on a gated one.
fn ungated(
    gates: &Gates,
    given: &BTreeMap<PackageId, &Given<String>>,
    resolve: &Resolve,
    tree: &BTreeSet<InterfaceId>,
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
                "gate `{package}` too: `\"{}\": {}`",
                package.split('@').next().unwrap_or_default(),
                gates.0[&needed]
            );
            let error = ArgumentError::NeedsGated { package, needs };
            Diagnostic::new(error, Location::Argument(given[&needed].argument)).with_help(help)
        })
        .collect()
}
