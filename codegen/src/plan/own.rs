//! Which packages the tree is about: those that are no dependencies, and that `packages` selects.

use crate::wit_parser::Package;

use super::pattern;
use crate::request::Request;
use crate::workspace::{Member, Workspace};
use frontend::diagnostic::{ArgumentError, Diagnostic, Location};
use frontend::spelling;

/// The packages, and the patterns of `packages` that match none.
pub(super) fn packages(request: &Request, workspace: &Workspace) -> (Vec<Member>, Vec<Diagnostic>) {
    let patterns: Vec<&str> =
        request.selection.packages.iter().map(|given| given.value.as_str()).collect();
    let package = |member: &Member| &workspace.resolve.packages[member.id];
    let own = workspace.packages.iter().filter(|member| !member.dependency);
    let selected =
        own.clone().filter(|member| pattern::selects(&patterns, &names(package(member))));
    let matched =
        |text: &str| own.clone().any(|member| pattern::matches_any(text, &names(package(member))));
    let unmatched = request.selection.packages.iter().filter(|given| {
        // Of a package that is not sound it is told where it stands.
        !matched(&given.value)
            && !workspace.missing.iter().any(|package| package.is_matched_by(&given.value))
    });
    let faults = unmatched.map(|given| {
        let own = own.clone().map(|member| {
            format!("{}:{}", package(member).name.namespace, package(member).name.name)
        });
        let own: Vec<String> = own.collect();
        let help = match spelling::nearest(
            given.value.trim_start_matches('!'),
            own.iter().map(String::as_str),
        ) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there is {}", spelling::list(own.iter().map(String::as_str))),
        };
        let fault = ArgumentError::NameMatchesNothing {
            option: "packages".to_owned(),
            name: given.value.clone(),
        };
        Diagnostic::new(fault, Location::Argument(given.argument)).with_help(help)
    });
    (selected.copied().collect(), faults.collect())
}

/// What patterns can call a package: with its version, and without.
pub(super) fn names(package: &Package) -> Vec<String> {
    vec![format!("{}:{}", package.name.namespace, package.name.name), package.name.to_string()]
}
