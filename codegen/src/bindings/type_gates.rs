//! From the payload type of a stream or a future to the predicates of the `#[cfg(…)]` on its code.

use std::collections::BTreeSet;

use crate::plan::Gates;
use crate::wit_parser::{PackageId, Resolve, Type, TypeDefKind, TypeId, TypeIdVisitor, TypeOwner};

/// The predicates of the packages of a type and of the types in it.
pub(super) fn of_type<'a>(gates: &'a Gates, resolve: &Resolve, ty: Type) -> Vec<&'a str> {
    let mut packages = Packages { resolve, found: BTreeSet::new() };
    packages.visit_type(resolve, &ty);
    gates.predicates(&packages.found)
}

struct Packages<'a> {
    resolve: &'a Resolve,
    found: BTreeSet<PackageId>,
}

impl TypeIdVisitor for Packages<'_> {
    fn before_visit_type_id(&mut self, id: TypeId) -> bool {
        let ty = &self.resolve.types[id];
        if let TypeOwner::Interface(interface) = ty.owner {
            self.found.extend(self.resolve.interfaces[interface].package);
        }
        // The types of fields and cases are behind the gates of the definition.
        !matches!(ty.kind, TypeDefKind::Record(_) | TypeDefKind::Variant(_))
    }
}
