//! From the arguments `world` and `worlds` to the worlds that they name.

use crate::wit_parser::{Resolve, WorldId};

use super::pattern;
use crate::request::Request;
use crate::workspace::{Member, Workspace};
use frontend::diagnostic::{ArgumentError, Diagnostic, Location};
use frontend::roots::Given;
use frontend::spelling;

/// The worlds that get a module.
#[derive(Debug, Default)]
pub(super) struct Selected {
    pub(super) worlds: Vec<WorldId>,
    /// The index of the one that is re-exported at the top.
    pub(super) primary: Option<usize>,
}

/// The worlds that `request` asks for: those that it names, else all that are not dependencies.
pub(super) fn worlds(
    request: &Request,
    workspace: &Workspace,
    packages: &[Member],
) -> (Selected, Vec<Diagnostic>) {
    let own = own(workspace, packages);
    let mut diagnostics = Vec::new();
    let mut find = |given: &Given<String>| {
        let found = find(workspace, &own, given);
        // Of a world whose package is not sound it is told there.
        let told = || workspace.missing.iter().any(|package| package.has_world(&given.value));
        found
            .map_err(|fault| {
                if !told() {
                    diagnostics.push(*fault);
                }
            })
            .ok()
    };
    let primary = request.selection.world.as_ref().and_then(&mut find);
    let (patterns, named): (Vec<_>, Vec<_>) =
        request.selection.worlds.iter().partition(|given| pattern::is_pattern(&given.value));
    let mut worlds: Vec<WorldId> = match (patterns.as_slice(), named.as_slice()) {
        ([], [_, ..]) => Vec::new(),
        (patterns, _) => matching(&workspace.resolve, &own, patterns),
    };
    worlds.extend(named.into_iter().filter_map(find));
    let unmatched = patterns.into_iter().filter(|given| {
        let names = |id: &WorldId| names(&workspace.resolve, *id);
        !own.iter().any(|id| pattern::matches_any(&given.value, &names(id)))
    });
    let unmatched =
        unmatched.map(|given| not_there(&workspace.resolve, &own, given)).collect::<Vec<_>>();
    worlds.extend(primary);
    let mut seen = Vec::new();
    worlds.retain(|world| {
        let new = !seen.contains(world);
        seen.push(*world);
        new
    });
    let primary = match (&request.selection.world, primary) {
        (Some(_), world) => world.and_then(|world| worlds.iter().position(|other| *other == world)),
        (None, _) => (worlds.len() == 1).then_some(0),
    };
    diagnostics.extend(unmatched);
    let options = request.world_options.iter().map(|(name, _)| name);
    let unmatched = options.filter(|name| {
        let called = |id: &WorldId| is_called(&workspace.resolve, *id, &name.value);
        !worlds.iter().any(called)
            && !workspace.missing.iter().any(|package| package.has_world(&name.value))
    });
    diagnostics.extend(unmatched.map(|name| not_there(&workspace.resolve, &worlds, name)));
    (Selected { worlds, primary }, diagnostics)
}

/// The worlds that patterns select.
fn matching(resolve: &Resolve, own: &[WorldId], patterns: &[&Given<String>]) -> Vec<WorldId> {
    let patterns: Vec<&str> = patterns.iter().map(|given| given.value.as_str()).collect();
    let worlds = own.iter().copied();
    worlds.filter(|id| pattern::selects(&patterns, &names(resolve, *id))).collect()
}

/// What patterns can call a world: by itself, with its package, and with the package's version.
fn names(resolve: &Resolve, id: WorldId) -> Vec<String> {
    let full = full_name(resolve, id);
    let without_version = full.split('@').next().unwrap_or_default().to_owned();
    vec![resolve.worlds[id].name.clone(), without_version, full]
}

/// The worlds of the packages that are not dependencies.
fn own(workspace: &Workspace, packages: &[Member]) -> Vec<WorldId> {
    packages
        .iter()
        .flat_map(|member| workspace.resolve.packages[member.id].worlds.values().copied())
        .collect()
}

/// The one world that a name means: `full`, `airssys:worlds/full` or `airssys:worlds/full@1.0.0`.
///
/// A name without a package means a world of a package that is no dependency, if there is one.
fn find(
    workspace: &Workspace,
    own: &[WorldId],
    given: &Given<String>,
) -> Result<WorldId, Box<Diagnostic>> {
    let resolve = &workspace.resolve;
    let all = || {
        workspace
            .packages
            .iter()
            .flat_map(|member| resolve.packages[member.id].worlds.values().copied())
    };
    let mut found =
        own.iter().copied().filter(|id| is_called(resolve, *id, &given.value)).collect::<Vec<_>>();
    if found.is_empty() {
        found = all().filter(|id| is_called(resolve, *id, &given.value)).collect();
    }
    let world = given.value.clone();
    let place = Location::Argument(given.argument);
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Box::new(not_there(resolve, own, given))),
        several => {
            let names = several
                .iter()
                .map(|id| format!("`\"{}\"`", full_name(resolve, *id)))
                .collect::<Vec<_>>();
            let help = format!("write one of {}", names.join(", "));
            let fault = ArgumentError::WorldAmbiguous { world };
            Err(Box::new(Diagnostic::new(fault, place).with_help(help)))
        }
    }
}

/// The fault of a name or pattern that is no world's.
fn not_there(resolve: &Resolve, own: &[WorldId], given: &Given<String>) -> Diagnostic {
    let help = not_found(resolve, own, given.value.trim_start_matches('!'));
    let fault = ArgumentError::WorldNotFound { world: given.value.clone() };
    Diagnostic::new(fault, Location::Argument(given.argument)).with_help(help)
}

/// What there is instead of a world, the nearest first.
fn not_found(resolve: &Resolve, worlds: &[WorldId], wanted: &str) -> String {
    let mut names = worlds.iter().map(|id| full_name(resolve, *id)).collect::<Vec<_>>();
    if names.is_empty() {
        return "no package here has a world; add one: `world my-world { }`".to_owned();
    }
    let bare = wanted.rsplit('/').next().unwrap_or(wanted);
    let nearest = |name: &String| {
        let name = name.rsplit('/').next().unwrap_or(name);
        let name = name.split('@').next().unwrap_or(name);
        spelling::distance(name, bare)
    };
    names.sort_by_key(|name| (nearest(name), name.clone()));
    let more =
        if names.len() > 5 { format!(" and {} more", names.len() - 5) } else { String::new() };
    let list = names.iter().take(5).map(|name| format!("`{name}`")).collect::<Vec<_>>();
    format!("there is {}{more}", list.join(", "))
}

/// `airssys:worlds/full@1.0.0`.
pub(crate) fn full_name(resolve: &Resolve, id: WorldId) -> String {
    let world = &resolve.worlds[id];
    match world.package {
        Some(package) => resolve.id_of_name(package, &world.name),
        None => world.name.clone(),
    }
}

/// Whether a name, by itself, with its package, or with the package's version, is that of a world.
pub(super) fn is_called(resolve: &Resolve, id: WorldId, name: &str) -> bool {
    let world = &resolve.worlds[id];
    let full = full_name(resolve, id);
    let without_version = full.split('@').next();
    world.name == name || full == name || without_version == Some(name)
}
