//! Functions that wit-parser accepts, though a stream or a future of theirs carries a `borrow`.
//!
//! The component model has no such type: a `borrow` ends with its call, and a stream goes on. See "validation"
//! of `stream` and `future` in the explainer of the component model.

use crate::wit_parser::{Function, Handle, Resolve, Type, TypeDefKind, WorldItem};

use super::parse::at_span;
use super::{Member, Workspace};
use frontend::diagnostic::{Diagnostic, TypeError};
use frontend::sources::Sources;

/// The faults, each with its folder.
pub(super) fn find(sources: &Sources, workspace: &Workspace) -> Vec<(usize, Diagnostic)> {
    let resolve = &workspace.resolve;
    let mut faults = Vec::new();
    for member in &workspace.packages {
        let Some(folder) = member.folder else { continue };
        let carrying =
            functions(resolve, member).into_iter().filter(|it| carries_borrow(resolve, it));
        let told = carrying.map(|function| {
            let fault = TypeError::BorrowInStream { function: function.item_name().to_owned() };
            let path = &sources.folders[folder].path;
            let fault = at_span(&sources.files, &resolve.source_map, function.span, fault, path);
            let help = "send the resource itself: write it without `borrow<…>`, or pass the `borrow` as a parameter";
            (folder, fault.with_help(help))
        });
        faults.extend(told);
    }
    faults
}

/// The functions of a package's interfaces, and those of its worlds with what they hold.
fn functions<'a>(resolve: &'a Resolve, member: &Member) -> Vec<&'a Function> {
    let package = &resolve.packages[member.id];
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

fn carries_borrow(resolve: &Resolve, function: &Function) -> bool {
    let carried = function.find_futures_and_streams(resolve);
    carried.into_iter().any(|id| match &resolve.types[id].kind {
        TypeDefKind::Future(Some(ty)) | TypeDefKind::Stream(Some(ty)) => holds_borrow(resolve, ty),
        _ => false,
    })
}

fn holds_borrow(resolve: &Resolve, ty: &Type) -> bool {
    let Type::Id(id) = ty else { return false };
    let inside = |ty: &Type| holds_borrow(resolve, ty);
    match &resolve.types[*id].kind {
        TypeDefKind::Handle(Handle::Borrow(_)) => true,
        TypeDefKind::Record(record) => record.fields.iter().any(|field| inside(&field.ty)),
        TypeDefKind::Variant(variant) => {
            variant.cases.iter().filter_map(|case| case.ty.as_ref()).any(inside)
        }
        TypeDefKind::Tuple(tuple) => tuple.types.iter().any(inside),
        TypeDefKind::Result(result) => result.ok.iter().chain(&result.err).any(inside),
        TypeDefKind::Map(key, value) => inside(key) || inside(value),
        TypeDefKind::Option(ty)
        | TypeDefKind::List(ty)
        | TypeDefKind::FixedLengthList(ty, _)
        | TypeDefKind::Type(ty) => inside(ty),
        TypeDefKind::Handle(Handle::Own(_))
        | TypeDefKind::Resource
        | TypeDefKind::Flags(_)
        | TypeDefKind::Enum(_)
        | TypeDefKind::Future(_)
        | TypeDefKind::Stream(_)
        | TypeDefKind::Unknown => false,
    }
}

#[cfg(all(test, feature = "guest"))]
mod tests {
    use crate::request::Request;

    fn told(text: &str) -> Vec<String> {
        let bindings = crate::expand(&Request::of_inline(text));
        bindings.diagnostics.iter().map(|fault| fault.render(&bindings.files)).collect()
    }

    #[test]
    fn a_stream_cannot_carry_a_borrow() {
        for ty in ["stream<borrow<r>>", "future<option<borrow<r>>>", "list<stream<borrow<r>>>"] {
            let told =
                told(&format!("package a:b; interface i {{ resource r; f: func(a: {ty}); }}"));
            assert!(told.len() == 1 && told[0].contains("[AB0615]"), "{ty}: {told:?}");
        }
    }

    #[test]
    fn a_stream_carries_a_resource() {
        let told =
            told("package a:b; interface i { resource r; f: func(a: stream<r>, b: borrow<r>); }");
        assert!(told.is_empty(), "{told:?}");
    }
}
