//! Visits the functions, types and names in the bodies of interfaces and worlds.

use crate::syntax::tree::{Body, ExternKind, Function, Name, Shape, Type, TypeKind};

/// Returns the functions of an interface, or those that a world imports and exports.
pub(super) fn functions(body: &Body) -> impl Iterator<Item = &Function> {
    let externs = body.externs.iter().filter_map(|item| match &item.kind {
        ExternKind::Function(function) => Some(function),
        ExternKind::Inline(..) | ExternKind::Path(_) | ExternKind::Named(..) => None,
    });
    body.functions.iter().chain(externs)
}

/// Returns the types of the parameters and the result of a function.
pub(super) fn function_types(function: &Function) -> impl Iterator<Item = &Type> {
    function.params.iter().map(|param| &param.ty).chain(&function.result)
}

/// Returns the types of the members of a definition.
pub(super) fn shape_types(shape: &Shape) -> Vec<&Type> {
    match shape {
        Shape::Alias(ty) => vec![ty],
        Shape::Record(fields) => fields.iter().map(|field| &field.ty).collect(),
        Shape::Variant(cases) => cases.iter().filter_map(|case| case.ty.as_ref()).collect(),
        Shape::Enum(_) | Shape::Flags(_) | Shape::Resource(_) | Shape::Unknown => Vec::new(),
    }
}

/// Returns every type in a body: in definitions, functions and methods.
pub(super) fn all_types(body: &Body) -> Vec<&Type> {
    let mut types: Vec<&Type> = body.types.iter().flat_map(|def| shape_types(&def.shape)).collect();
    types.extend(functions(body).flat_map(function_types));
    for def in &body.types {
        if let Shape::Resource(methods) = &def.shape {
            types.extend(methods.iter().flat_map(|method| function_types(&method.function)));
        }
    }
    types
}

/// Returns every type name that a body uses, sorted by position.
pub(super) fn used_names(body: &Body) -> Vec<&Name> {
    let mut names: Vec<&Name> = all_types(body).into_iter().flat_map(Type::names).collect();
    names.sort_by_key(|name| name.span.start);
    names
}

/// Calls `visit` on a type and all types in it.
pub(super) fn walk<'t>(ty: &'t Type, visit: &mut dyn FnMut(&'t Type)) {
    visit(ty);
    match &ty.kind {
        TypeKind::Tuple(types) | TypeKind::Wrap(types) => {
            types.iter().for_each(|ty| walk(ty, visit));
        }
        TypeKind::Map(key, value) => {
            walk(key, visit);
            walk(value, visit);
        }
        TypeKind::Result(ok, err) => {
            ok.iter().chain(err).for_each(|ty| walk(ty, visit));
        }
        TypeKind::Plain
        | TypeKind::Name(_)
        | TypeKind::Own(_)
        | TypeKind::Borrow(_)
        | TypeKind::Unknown => {}
    }
}
