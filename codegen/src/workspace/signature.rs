//! From an item of a `Resolve` to text that is the same in every `Resolve` that defines the item alike.

use crate::types::TypeText;
use crate::wit_parser::{Resolve, Type, TypeDefKind, TypeId};

/// Writes the signatures of the items of a `Resolve`.
pub(super) struct Signatures<'a> {
    pub(super) resolve: &'a Resolve,
}

impl TypeText for Signatures<'_> {
    fn resolve(&self) -> &Resolve {
        self.resolve
    }

    /// Named types are identified by path or name, aliases by what they stand for, and anonymous types structurally.
    fn reference(&self, id: TypeId) -> String {
        let ty = &self.resolve.types[id];
        match &ty.name {
            Some(name) if !matches!(ty.kind, TypeDefKind::Type(Type::Id(_))) => {
                self.path(id).unwrap_or_else(|| name.clone())
            }
            _ => self.structure(id),
        }
    }
}
