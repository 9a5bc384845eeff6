//! Rejects what the WIT parser of wit-bindgen rejects and the older one of Wasmtime accepts: no component can have it, so
//! hosts reject it as guests do.
//!
//! Compare `resolve.rs` of both versions of wit-parser: empty records, flags and tuples, more than 32 flags, and names
//! that differ only in case or hyphens.

use crate::types::{self, members};
use crate::wit_parser::{Function, InterfaceId, Resolve, Type, TypeDefKind, TypeId, WorldItem};

use super::parse::wit_parser_error;
use super::{ResolvedPackage, Workspace};
use frontend::diagnostic::{Diagnostic, Location};
use frontend::sources::Sources;
use std::collections::BTreeSet;

/// The maximum number of flags in a type.
const MAX_FLAGS: usize = 32;

/// Returns an error for each invalid folder, with its index. `explain` replaces it by those of the frontend.
pub(super) fn find(sources: &Sources, workspace: &Workspace) -> Vec<(usize, Diagnostic)> {
    let invalid = workspace.packages.iter().filter(|it| !is_valid(&workspace.resolve, it));
    let folders: BTreeSet<usize> = invalid.filter_map(|package| package.folder).collect();
    let errors = folders.into_iter().map(|folder| {
        let message = "wit-parser 0.262 rejects the package: a type is empty, or two names differ only in case";
        let location = Location::Path(sources.folders[folder].path.clone());
        (folder, Diagnostic::new(wit_parser_error(&message), location))
    });
    errors.collect()
}

fn is_valid(resolve: &Resolve, package: &ResolvedPackage) -> bool {
    let package = &resolve.packages[package.id];
    let mut interfaces: Vec<InterfaceId> = package.interfaces.values().copied().collect();
    for world in package.worlds.values().map(|id| &resolve.worlds[*id]) {
        for item in world.imports.values().chain(world.exports.values()) {
            match item {
                WorldItem::Interface { id, .. } if resolve.interfaces[*id].name.is_none() => {
                    interfaces.push(*id);
                }
                WorldItem::Interface { .. } => {}
                WorldItem::Function(function) if !is_valid_function(resolve, function) => {
                    return false;
                }
                WorldItem::Type { id, .. } if !is_valid_type(resolve, *id) => return false,
                WorldItem::Function(_) | WorldItem::Type { .. } => {}
            }
        }
    }
    interfaces.into_iter().map(|id| &resolve.interfaces[id]).all(|interface| {
        are_unique(interface.types.keys().chain(interface.functions.keys()))
            && interface.types.values().all(|id| is_valid_type(resolve, *id))
            && interface.functions.values().all(|function| is_valid_function(resolve, function))
    })
}

fn is_valid_function(resolve: &Resolve, function: &Function) -> bool {
    let types = function.params.iter().map(|param| param.ty).chain(function.result);
    types.into_iter().all(|ty| match ty {
        Type::Id(id) if resolve.types[id].name.is_none() => is_valid_type(resolve, id),
        _ => true,
    }) && are_unique(function.params.iter().map(|param| &param.name))
}

/// Checks a type, and the types without a name inside it.
fn is_valid_type(resolve: &Resolve, root: TypeId) -> bool {
    !types::any(resolve, Type::Id(root), |ty| {
        let Type::Id(id) = ty else { return None };
        let definition = &resolve.types[id];
        if id != root && definition.name.is_some() {
            return Some(false);
        }
        let names = members(&definition.kind);
        let is_invalid = match &definition.kind {
            TypeDefKind::Tuple(tuple) => tuple.types.is_empty(),
            TypeDefKind::Record(_) => names.is_empty(),
            TypeDefKind::Flags(_) => names.is_empty() || names.len() > MAX_FLAGS,
            _ => false,
        };
        (is_invalid || !are_unique(names)).then_some(true)
    })
}

/// `true` if the names are unique as the component model compares them.
fn are_unique(names: impl IntoIterator<Item = impl AsRef<str>>) -> bool {
    let mut unique = BTreeSet::new();
    names.into_iter().all(|name| {
        let name = name.as_ref().to_ascii_lowercase().replace('-', "");
        // A method and a static function of a resource have the same name.
        unique.insert(name.replace("[static]", "[method]"))
    })
}
