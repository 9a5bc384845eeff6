//! Rejects functions with a `borrow` in a `stream` or a `future`, which wit-parser accepts.
//!
//! The component model has no such type: a `borrow` ends with its call, but a stream outlives it. See "validation"
//! of `stream` and `future` in the explainer of the component model.

use crate::types;
use crate::wit_parser::{Function, Resolve, TypeDefKind, WorldItem};

use super::parse::at_span;
use super::{ResolvedPackage, Workspace};
use frontend::diagnostic::{Diagnostic, TypeError};
use frontend::sources::Sources;

/// Returns the errors, each with the index of its folder.
pub(super) fn find(sources: &Sources, workspace: &Workspace) -> Vec<(usize, Diagnostic)> {
    let resolve = &workspace.resolve;
    let mut errors = Vec::new();
    for package in &workspace.packages {
        let Some(folder) = package.folder else { continue };
        let path = &sources.folders[folder].path;
        let functions = functions(resolve, package).into_iter();
        errors.extend(functions.filter(|it| streams_borrow(resolve, it)).map(|function| {
            let error = TypeError::BorrowInStream { function: function.item_name().to_owned() };
            let error = at_span(&sources.files, &resolve.source_map, function.span, error, path);
            let help = "send the resource itself: write it without `borrow<…>`, or pass the `borrow` as a parameter";
            (folder, error.with_help(help))
        }));
    }
    errors
}

/// Returns the functions of a package's interfaces and worlds, including those of inline interfaces.
fn functions<'a>(resolve: &'a Resolve, package: &ResolvedPackage) -> Vec<&'a Function> {
    let package = &resolve.packages[package.id];
    let of = |id| resolve.interfaces[id].functions.values();
    let mut functions: Vec<&Function> =
        package.interfaces.values().flat_map(|id| of(*id)).collect();
    for world in package.worlds.values().map(|id| &resolve.worlds[*id]) {
        for item in world.imports.values().chain(world.exports.values()) {
            match item {
                WorldItem::Function(function) => functions.push(function),
                WorldItem::Interface { id, .. } if resolve.interfaces[*id].name.is_none() => {
                    functions.extend(of(*id));
                }
                WorldItem::Interface { .. } | WorldItem::Type { .. } => {}
            }
        }
    }
    functions
}

fn streams_borrow(resolve: &Resolve, function: &Function) -> bool {
    let streams = function.find_futures_and_streams(resolve);
    streams.into_iter().any(|id| match &resolve.types[id].kind {
        TypeDefKind::Future(Some(ty)) | TypeDefKind::Stream(Some(ty)) => {
            types::holds_borrow(resolve, *ty)
        }
        _ => false,
    })
}

#[cfg(all(test, feature = "guest"))]
mod tests {
    use crate::request::Request;

    fn messages(text: &str) -> Vec<String> {
        let bindings = crate::expand(&Request::of_inline(text));
        bindings.diagnostics.iter().map(|error| error.render(&bindings.files)).collect()
    }

    #[test]
    fn a_borrow_in_a_stream_is_an_error() {
        for ty in ["stream<borrow<r>>", "future<option<borrow<r>>>", "list<stream<borrow<r>>>"] {
            let source = format!("package a:b; interface i {{ resource r; f: func(a: {ty}); }}");
            let messages = messages(&source);
            assert!(messages.len() == 1 && messages[0].contains("[AB0615]"), "{ty}: {messages:?}");
        }
    }

    #[test]
    fn a_resource_in_a_stream_is_valid() {
        let source =
            "package a:b; interface i { resource r; f: func(a: stream<r>, b: borrow<r>); }";
        assert_eq!(messages(source), [""; 0]);
    }
}
