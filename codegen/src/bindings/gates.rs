//! From a type that streams and futures carry to the `#[cfg(…)]` that its code is behind.

use std::collections::BTreeSet;

use crate::plan::Gates;
use crate::wit_parser::{Handle, PackageId, Resolve, Type, TypeDefKind, TypeId, TypeOwner};

/// The predicates of all packages that the types within a type are of.
pub(super) fn of_type<'a>(gates: &'a Gates, resolve: &Resolve, ty: Type) -> Vec<&'a str> {
    let mut packages = BTreeSet::new();
    if let Type::Id(id) = ty {
        packages_in(resolve, id, &mut packages);
    }
    gates.predicates(&packages)
}

/// The packages of the types with names in a type.
fn packages_in(resolve: &Resolve, id: TypeId, packages: &mut BTreeSet<PackageId>) {
    let ty = &resolve.types[id];
    if let TypeOwner::Interface(interface) = ty.owner {
        packages.extend(resolve.interfaces[interface].package);
    }
    let mut inside = |ty: &Type| {
        if let Type::Id(id) = ty {
            packages_in(resolve, *id, packages);
        }
    };
    match &ty.kind {
        TypeDefKind::Tuple(tuple) => tuple.types.iter().for_each(inside),
        TypeDefKind::Result(result) => result.ok.iter().chain(&result.err).for_each(inside),
        TypeDefKind::Map(key, value) => [key, value].into_iter().for_each(inside),
        TypeDefKind::Option(ty)
        | TypeDefKind::List(ty)
        | TypeDefKind::FixedLengthList(ty, _)
        | TypeDefKind::Type(ty) => inside(ty),
        TypeDefKind::Future(ty) | TypeDefKind::Stream(ty) => ty.iter().for_each(inside),
        TypeDefKind::Handle(handle) => {
            let (Handle::Own(id) | Handle::Borrow(id)) = handle;
            inside(&Type::Id(*id));
        }
        // What a type with a name holds is its own business.
        TypeDefKind::Record(_)
        | TypeDefKind::Resource
        | TypeDefKind::Flags(_)
        | TypeDefKind::Variant(_)
        | TypeDefKind::Enum(_)
        | TypeDefKind::Unknown => {}
    }
}
