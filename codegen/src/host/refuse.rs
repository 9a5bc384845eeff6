//! What cannot work on the host side, refused in words before `bindgen!` would in its own.

use crate::plan::{Plan, names};
use crate::request::{Ownership, Request};
#[cfg(feature = "wit")]
use crate::wit_parser::FunctionKind;
use crate::wit_parser::{PackageId, Resolve, Span, WorldItem};
use crate::workspace::{Workspace, at_span};
use frontend::diagnostic::{ArgumentError, Diagnostic, Location, RustError};
use frontend::files::Files;

/// How many predicates `cfg` may have: what adds the tree to a linker is written for each choice of them.
const MAX_GATES: usize = 4;

/// All that cannot work.
pub(super) fn refuse(
    request: &Request,
    files: &Files,
    workspace: &Workspace,
    plan: &Plan,
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    faults.extend(borrowing(request));
    faults.extend(too_many_gates(request));
    faults.extend(keywords(files, &workspace.resolve, plan));
    #[cfg(feature = "wit")]
    if request.host.wasmtime_crate.is_none() {
        faults.extend(too_new(files, &workspace.resolve, plan));
    }
    faults
}

/// `ownership: Borrowing` makes types with lifetimes of what an exported function takes. The types of the tree have none.
fn borrowing(request: &Request) -> Option<Diagnostic> {
    let borrows = matches!(request.types.ownership, Ownership::Borrowing { .. });
    (borrows && !request.types.separate_types).then(|| {
        let fault = ArgumentError::CannotWork {
            option: "ownership: Borrowing".to_owned(),
            reason: "with types that several worlds share",
        };
        let help =
            "add `share_types: false`: each world then has its own types, and its own traits";
        let place = request.types.ownership_argument.map_or(Location::Call, Location::Argument);
        Diagnostic::new(fault, place).with_help(help)
    })
}

fn too_many_gates(request: &Request) -> Option<Diagnostic> {
    let mut predicates: Vec<&str> = Vec::new();
    for (name, predicate) in &request.selection.cfg {
        if !predicates.contains(&predicate.as_str()) {
            predicates.push(predicate);
        }
        if predicates.len() > MAX_GATES {
            let help =
                "give several packages the same predicate, or use `packages` and several calls";
            let place = Location::Argument(name.argument);
            return Some(Diagnostic::new(ArgumentError::TooManyGates, place).with_help(help));
        }
    }
    None
}

/// The packages in whose names `bindgen!` would write a keyword.
fn keywords(files: &Files, resolve: &Resolve, plan: &Plan) -> Vec<Diagnostic> {
    let mut used: Vec<(PackageId, Span)> = Vec::new();
    let interfaces = plan.interfaces.iter().map(|&id| &resolve.interfaces[id]);
    let interfaces = interfaces.map(|interface| (interface.package, interface.span));
    let worlds = plan.worlds.iter().map(|planned| &resolve.worlds[planned.id]);
    let exports = worlds.flat_map(|world| world.exports.values()).filter_map(|item| match item {
        WorldItem::Interface { id, .. } => {
            Some((resolve.interfaces[*id].package, resolve.interfaces[*id].span))
        }
        WorldItem::Function(_) | WorldItem::Type { .. } => None,
    });
    for (package, span) in interfaces.chain(exports) {
        if let Some(package) = package
            && used.iter().all(|(other, _)| *other != package)
        {
            used.push((package, span));
        }
    }
    let faults = used.into_iter().filter_map(|(id, span)| {
        let name = &resolve.packages[id].name;
        let mut words = super::names::package(resolve, id).into_iter();
        let word = words.find(|word| names::is_keyword(word))?;
        let fault = RustError::KeywordOnHost { package: name.to_string(), word };
        let help =
            "rename the package such that neither its name nor its namespace is a word of Rust";
        Some(at_span(files, &resolve.source_map, span, fault, "wit").with_help(help))
    });
    faults.collect()
}

/// WIT that the parser of Wasmtime's macro does not know yet. Where that is the parser that we have, `check` tells the same.
#[cfg(feature = "wit")]
fn too_new(files: &Files, resolve: &Resolve, plan: &Plan) -> Vec<Diagnostic> {
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
    let mut faults = Vec::new();
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
        let (fault, help) = frontend::check::unsupported_accessor(is_getter, function.item_name());
        faults
            .push(at_span(files, &resolve.source_map, function.span, fault, "wit").with_help(help));
    }
    faults
}
