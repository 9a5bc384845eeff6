//! Selects packages and worlds by the options `packages`, `world`, `worlds` and `world_options`.

use crate::wit_parser::{Package, Resolve, WorldId};

use super::pattern;
use crate::request::{Request, Selection, Side};
use crate::unmatched;
use crate::wit::package_name;
use crate::workspace::{ResolvedPackage, Workspace};
use frontend::diagnostic::{ArgumentError, Diagnostic, Location};
use frontend::roots::Given;
use frontend::spelling;
use std::collections::BTreeSet;

/// Selects the packages outside `deps` that `packages` matches.
///
/// Returns an error for each pattern that matches none.
pub(super) fn packages(
    selection: &Selection,
    workspace: &Workspace,
) -> (Vec<ResolvedPackage>, Vec<Diagnostic>) {
    let names = |package: &ResolvedPackage| package_names(&workspace.resolve.packages[package.id]);
    let own = || workspace.packages.iter().filter(|package| !package.dependency);
    let patterns: Vec<&str> = selection.packages.iter().map(|it| it.value.as_str()).collect();
    let selected = own().filter(|package| pattern::selects(&patterns, &names(package)));
    let unmatched = selection.packages.iter().filter(|given| {
        // An invalid package is reported at its own location.
        !own().any(|package| pattern::matches_any(&given.value, &names(package)))
            && !workspace.missing.iter().any(|package| package.may_match(&given.value))
    });
    let known: BTreeSet<String> = own().flat_map(names).collect();
    let errors = unmatched.map(|given| unmatched::error("packages", given, &known));
    (selected.copied().collect(), errors.collect())
}

/// Returns the names of a package that patterns match: without its version, and with it.
pub(super) fn package_names(package: &Package) -> Vec<String> {
    let name = package_name(&package.name);
    vec![name.unversioned(), name.to_string()]
}

/// The worlds that get a module.
#[derive(Debug, Default)]
pub(super) struct Worlds {
    pub(super) selected: Vec<WorldId>,
    /// The index in `selected` of the world that is re-exported at the top.
    pub(super) primary: Option<usize>,
}

/// Selects the worlds that `request` names, or else all worlds of `packages`. `world` alone selects only that world.
pub(super) fn worlds(
    request: &Request,
    workspace: &Workspace,
    packages: &[ResolvedPackage],
) -> (Worlds, Vec<Diagnostic>) {
    let (resolve, selection) = (&workspace.resolve, &request.selection);
    let own = worlds_of(workspace, packages);
    let mut diagnostics = Vec::new();
    // A world of an invalid package is reported at its own location.
    let is_missing = |name: &str| workspace.missing.iter().any(|package| package.has_world(name));
    let mut find = |given: &Given<String>| match find(workspace, &own, given) {
        Ok(world) => Some(world),
        Err(error) => {
            diagnostics.extend((!is_missing(&given.value)).then_some(*error));
            None
        }
    };
    let primary = selection.world.as_ref().and_then(&mut find);
    let (named, patterns) = selection.listed_worlds();
    let matching = |patterns: &Vec<_>| matching(resolve, &own, patterns);
    let mut selected = patterns.as_ref().map(matching).unwrap_or_default();
    selected.extend(named.into_iter().filter_map(find));
    if let (Some(given), Some(world)) = (&selection.world, primary)
        && !selection.worlds.is_empty()
        && !selected.contains(&world)
        // No pattern selects a world of another package.
        && (own.contains(&world) || !selection.worlds.iter().any(|it| pattern::is_pattern(&it.value)))
    {
        diagnostics.push(not_selected(given));
    }
    selected.extend(primary);
    let mut seen = BTreeSet::new();
    selected.retain(|world| seen.insert(*world));
    let unmatched = patterns.into_iter().flatten().filter(|given| {
        !own.iter().any(|id| pattern::matches_any(&given.value, &world_names(resolve, *id)))
    });
    diagnostics.extend(unmatched.map(|given| not_found(resolve, &own, given)));
    let overrides = request.world_options.iter().map(|(name, _)| name);
    let unmatched = overrides.filter(|name| {
        !selected.iter().any(|id| has_name(resolve, *id, &name.value)) && !is_missing(&name.value)
    });
    diagnostics.extend(unmatched.map(|name| not_found(resolve, &selected, name)));
    let primary = match (&selection.world, primary) {
        (Some(_), primary) => selected.iter().position(|world| Some(*world) == primary),
        (None, _) => only_world(request, workspace, &selected),
    };
    (Worlds { selected, primary }, diagnostics)
}

/// Returns the index of the only world. The world of a component, which a guest only imports from, does not count beside one.
fn only_world(request: &Request, workspace: &Workspace, selected: &[WorldId]) -> Option<usize> {
    let is_imported = |id: WorldId| {
        let package = workspace.resolve.worlds[id].package;
        let mut components = workspace.packages.iter().filter(|package| package.component);
        request.side == Side::Guest && components.any(|it| Some(it.id) == package)
    };
    let mut own = (0..selected.len()).filter(|&at| !is_imported(selected[at]));
    match (own.next(), own.next()) {
        (Some(only), None) => Some(only),
        (Some(_), Some(_)) => None,
        (None, _) => (selected.len() == 1).then_some(0),
    }
}

/// Returns the worlds that patterns select.
fn matching(resolve: &Resolve, own: &[WorldId], patterns: &[&Given<String>]) -> Vec<WorldId> {
    let patterns: Vec<&str> = patterns.iter().map(|given| given.value.as_str()).collect();
    let worlds = own.iter().copied();
    worlds.filter(|id| pattern::selects(&patterns, &world_names(resolve, *id))).collect()
}

fn worlds_of(workspace: &Workspace, packages: &[ResolvedPackage]) -> Vec<WorldId> {
    let packages = packages.iter().map(|package| &workspace.resolve.packages[package.id]);
    packages.flat_map(|package| package.worlds.values().copied()).collect()
}

/// Finds the one world of a name: `full`, `airssys:worlds/full` or `airssys:worlds/full@1.0.0`.
///
/// A world of `own` takes precedence over a world of another package.
///
/// # Errors
///
/// An error at the argument if no world has the name, or if several have it.
fn find(
    workspace: &Workspace,
    own: &[WorldId],
    given: &Given<String>,
) -> Result<WorldId, Box<Diagnostic>> {
    let resolve = &workspace.resolve;
    let with_name = |worlds: &[WorldId]| {
        let worlds = worlds.iter().copied();
        worlds.filter(|id| has_name(resolve, *id, &given.value)).collect::<Vec<_>>()
    };
    let mut found = with_name(own);
    if found.is_empty() {
        found = with_name(&worlds_of(workspace, &workspace.packages));
    }
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Box::new(not_found(resolve, own, given))),
        several => {
            let names = several.iter().map(|id| format!("`\"{}\"`", full_name(resolve, *id)));
            let help = format!("use one of {}", names.collect::<Vec<_>>().join(", "));
            let error = ArgumentError::WorldAmbiguous { world: given.value.clone() };
            let location = Location::Argument(given.argument);
            Err(Box::new(Diagnostic::new(error, location).with_help(help)))
        }
    }
}

/// The error for a name in `world` that `worlds` does not select.
fn not_selected(given: &Given<String>) -> Diagnostic {
    let error = ArgumentError::WorldNotSelected { world: given.value.clone() };
    let help = format!("add `\"{}\"` to `worlds`, or remove one of the two options", given.value);
    Diagnostic::new(error, Location::Argument(given.argument)).with_help(help)
}

/// The error of a name or pattern that matches none of `worlds`.
fn not_found(resolve: &Resolve, worlds: &[WorldId], given: &Given<String>) -> Diagnostic {
    let names: Vec<String> = worlds.iter().flat_map(|id| world_names(resolve, *id)).collect();
    let wanted = given.value.trim_start_matches('!');
    let help = match spelling::nearest(wanted, names.iter().map(String::as_str)) {
        Some(near) => {
            let meant = worlds.iter().filter(|id| has_name(resolve, **id, near));
            let full: Vec<String> = meant.map(|id| full_name(resolve, *id)).collect();
            let meant = if full.len() == 1 { near.to_owned() } else { full.join("` or `") };
            format!("did you mean `{meant}`?")
        }
        None if worlds.is_empty() => "add a world: `world my-world { }`".to_owned(),
        None => {
            let names = worlds.iter().take(5).map(|id| format!("`{}`", full_name(resolve, *id)));
            let names = names.collect::<Vec<_>>().join(", ");
            match worlds.len() {
                1 => format!("use {names}"),
                2..=5 => format!("use one of {names}"),
                _ => format!("use one of {names}, …"),
            }
        }
    };
    let error = ArgumentError::WorldNotFound { world: given.value.clone() };
    Diagnostic::new(error, Location::Argument(given.argument)).with_help(help)
}

/// Returns the names of a world: by itself, with its package, and with the package's version.
fn world_names(resolve: &Resolve, id: WorldId) -> [String; 3] {
    let full = full_name(resolve, id);
    let unversioned = full.split('@').next().unwrap_or_default().to_owned();
    [resolve.worlds[id].name.clone(), unversioned, full]
}

/// Returns the full name of a world: `airssys:worlds/full@1.0.0`.
pub(crate) fn full_name(resolve: &Resolve, id: WorldId) -> String {
    let world = &resolve.worlds[id];
    match world.package {
        Some(package) => resolve.id_of_name(package, &world.name),
        None => world.name.clone(),
    }
}

/// `true` if `name` is one of the names of a world.
pub(super) fn has_name(resolve: &Resolve, id: WorldId, name: &str) -> bool {
    world_names(resolve, id).iter().any(|own| own == name)
}
