//! Reports requests that hosts do not support, before `bindgen!` fails on them.

use super::invalid_names;
use crate::plan::Plan;
use crate::request::{Ownership, Request, Selection, TypeOptions};
use crate::rust_names;
#[cfg(feature = "wit")]
use crate::wit_parser::{FunctionKind, WorldItem};
use crate::wit_parser::{PackageId, Resolve, Span};
use crate::workspace::{Workspace, at_span};
use crate::worlds;
use frontend::diagnostic::{ArgumentError, Diagnostic, Location, RustError};
use frontend::files::Files;

/// The maximum number of predicates in `cfg`: the function that adds the tree to a linker is generated for each
/// combination of them.
const MAX_GATES: usize = 4;

/// Finds everything that is not supported.
pub(super) fn find(
    request: &Request,
    files: &Files,
    workspace: &Workspace,
    plan: &Plan,
) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    errors.extend(borrowing(&request.types));
    errors.extend(too_many_gates(&request.selection));
    errors.extend(keywords(files, &workspace.resolve, plan));
    let names = invalid_names::find(&workspace.resolve, plan).into_iter();
    errors.extend(names.map(|name| name.diagnostic(files, &workspace.resolve)));
    #[cfg(feature = "wit")]
    errors.extend(accessors(files, &workspace.resolve, plan));
    errors
}

/// With `ownership: Borrowing`, parameters of exported functions have types with lifetimes, unlike those of the tree.
fn borrowing(types: &TypeOptions) -> Option<Diagnostic> {
    let borrows = matches!(types.ownership, Ownership::Borrowing { .. });
    (borrows && !types.separate_types).then(|| {
        let error = ArgumentError::CannotWork {
            option: "ownership: Borrowing".to_owned(),
            reason: "with types that several worlds share",
        };
        let help = "add `share_types: false`, which gives each world its own types and traits";
        let location = types.ownership_argument.map_or(Location::Call, Location::Argument);
        Diagnostic::new(error, location).with_help(help)
    })
}

fn too_many_gates(selection: &Selection) -> Option<Diagnostic> {
    let mut predicates: Vec<&str> = Vec::new();
    for (name, predicate) in &selection.cfg {
        if !predicates.contains(&predicate.as_str()) {
            predicates.push(predicate);
        }
        if predicates.len() > MAX_GATES {
            let help =
                "give several packages the same predicate, or split the call with `packages`";
            let location = Location::Argument(name.argument);
            return Some(Diagnostic::new(ArgumentError::TooManyGates, location).with_help(help));
        }
    }
    None
}

/// The packages whose modules would be keywords, which `bindgen!` does not escape.
fn keywords(files: &Files, resolve: &Resolve, plan: &Plan) -> Vec<Diagnostic> {
    let mut used: Vec<(PackageId, Span)> = Vec::new();
    let interfaces = plan.interfaces.iter().map(|&id| &resolve.interfaces[id]);
    let interfaces = interfaces.map(|interface| (interface.package, interface.span));
    let worlds = plan.worlds.iter().map(|planned| &resolve.worlds[planned.id]);
    let exports = worlds.flat_map(|world| worlds::interfaces(&world.exports));
    let exports =
        exports.map(|(_, id)| (resolve.interfaces[id].package, resolve.interfaces[id].span));
    for (package, span) in interfaces.chain(exports) {
        if let Some(package) = package
            && used.iter().all(|(other, _)| *other != package)
        {
            used.push((package, span));
        }
    }
    let errors = used.into_iter().filter_map(|(id, span)| {
        let name = &resolve.packages[id].name;
        let modules = super::names::package(resolve, id);
        let word = modules.into_iter().find(|module| rust_names::is_keyword(module))?;
        let error = RustError::NameOnHost {
            item: format!("package `{name}`"),
            word,
            reason: invalid_names::KEYWORD,
        };
        let help =
            "rename the package so that neither its name nor its namespace is a Rust keyword";
        Some(at_span(files, &resolve.source_map, span, error, "wit").with_help(help))
    });
    errors.collect()
}

/// Getters and setters, which the wit-parser of Wasmtime does not know. With that as our own, `check` reports them.
#[cfg(feature = "wit")]
fn accessors(files: &Files, resolve: &Resolve, plan: &Plan) -> Vec<Diagnostic> {
    let interfaces =
        plan.interfaces.iter().flat_map(|&id| resolve.interfaces[id].functions.values());
    let worlds = plan.worlds.iter().flat_map(|planned| {
        let world = &resolve.worlds[planned.id];
        world.imports.values().chain(world.exports.values())
    });
    let own = worlds.flat_map(|item| match item {
        WorldItem::Function(function) => vec![function],
        WorldItem::Interface { id, .. } if resolve.interfaces[*id].name.is_none() => {
            resolve.interfaces[*id].functions.values().collect()
        }
        WorldItem::Interface { .. } | WorldItem::Type { .. } => Vec::new(),
    });
    let mut seen = Vec::new();
    let mut errors = Vec::new();
    for function in interfaces.chain(own) {
        let is_getter = match function.kind {
            FunctionKind::Getter
            | FunctionKind::MethodGetter(_)
            | FunctionKind::StaticGetter(_) => true,
            FunctionKind::Setter
            | FunctionKind::MethodSetter(_)
            | FunctionKind::StaticSetter(_) => false,
            _ => continue,
        };
        if seen.contains(&function.span) {
            continue;
        }
        seen.push(function.span);
        let (error, help) = frontend::check::unsupported_accessor(is_getter, function.item_name());
        let error = at_span(files, &resolve.source_map, function.span, error, "wit");
        errors.push(error.with_help(help));
    }
    errors
}
