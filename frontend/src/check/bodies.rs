//! The insides of interfaces and worlds: which checks run on them, and which names they use.

use super::model::{Checker, Owner};
use crate::syntax::tree::{Body, ExternKind, Function, Name, Shape, Type, TypeKind};

impl<'t> Checker<'t> {
    /// Checks the inside of every interface and world.
    pub(super) fn bodies(&self) {
        for package in 0..self.packages.len() {
            self.package_attributes(package);
            for at in self.interfaces(package) {
                self.body(&Owner::interface(at));
            }
            for at in self.worlds_of(package) {
                let owner = Owner::world(at);
                self.body(&owner);
                for item in &at.item.body.externs {
                    if let ExternKind::Inline(name, body) = &item.kind {
                        let word = "interface";
                        self.body(&Owner {
                            body,
                            word,
                            name,
                            attributes: &item.attributes,
                            ..owner
                        });
                    }
                }
                self.world(at);
            }
            self.interface_rings(package);
            self.world_rings(package);
        }
    }

    fn body(&self, owner: &Owner<'t>) {
        self.uses(owner);
        self.scope_names(owner);
        self.unknown_types(owner);
        self.recursive_types(owner);
        for def in &owner.body.types {
            self.shape(owner, def);
        }
        for function in functions(owner.body) {
            self.function(owner, function);
        }
        self.methods(owner);
        self.setters(owner);
        self.gates(owner);
    }
}

/// The functions of an interface, or those that a world imports and exports.
pub(super) fn functions(body: &Body) -> impl Iterator<Item = &Function> {
    let externs = body.externs.iter().filter_map(|item| match &item.kind {
        ExternKind::Function(function) => Some(function),
        ExternKind::Inline(..) | ExternKind::Path(_) | ExternKind::Named(..) => None,
    });
    body.functions.iter().chain(externs)
}

/// The types that a function is made of.
pub(super) fn function_types(function: &Function) -> impl Iterator<Item = &Type> {
    function.params.iter().map(|param| &param.ty).chain(&function.result)
}

/// The types that stand directly in a definition.
pub(super) fn shape_types(shape: &Shape) -> Vec<&Type> {
    match shape {
        Shape::Alias(ty) => vec![ty],
        Shape::Record(fields) => fields.iter().map(|field| &field.ty).collect(),
        Shape::Variant(cases) => cases.iter().filter_map(|case| case.ty.as_ref()).collect(),
        Shape::Enum(_) | Shape::Flags(_) | Shape::Resource(_) | Shape::Unknown => Vec::new(),
    }
}

/// Every type in a body: in definitions, in functions, and in functions of resources.
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

/// Every name of a type that a body uses, in the order of places.
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
