//! Rejects types that no component can have because of their size, before anything walks over what is inside them.

use crate::types::inside;
use crate::wit_parser::{PackageId, Resolve, Type, TypeDefKind, TypeId, TypeOwner};

use super::Workspace;
use super::parse::at_span;
use frontend::diagnostic::{Diagnostic, TypeError};
use frontend::sources::Sources;
use std::collections::BTreeMap;

/// The largest size of a type, counted with all types inside it: `MAX_WASM_TYPE_SIZE` of wasmparser 0.262.
const MAX_SIZE: u64 = 1_000_000;

/// The deepest nesting of types: wit-parser and wit-bindgen walk over them recursively.
const MAX_DEPTH: usize = 1_000;

/// The size of a type.
#[derive(Clone, Copy)]
struct Size {
    /// The number of types inside it and itself, with each repetition.
    count: u64,
    /// The number of levels.
    depth: usize,
}

/// Returns an error for the first type of each package that is too large, with the index of the package's folder.
pub(super) fn find(sources: &Sources, workspace: &Workspace) -> Vec<(usize, Diagnostic)> {
    let resolve = &workspace.resolve;
    let sizes = sizes(resolve);
    let mut errors = Vec::new();
    for package in &workspace.packages {
        let Some(folder) = package.folder else { continue };
        let is_too_large = |id: &TypeId| {
            let Size { count, depth } = sizes[id];
            count > MAX_SIZE || depth > MAX_DEPTH
        };
        let mut types = resolve.types.iter().filter(|(_, ty)| ty.name.is_some());
        let first = types
            .find(|(id, ty)| is_too_large(id) && package_of(resolve, ty.owner) == Some(package.id));
        let Some((id, ty)) = first else { continue };
        let name = ty.name.clone().unwrap_or_default();
        let reason = match sizes[&id].depth > MAX_DEPTH {
            true => format!("types are nested in it more than {MAX_DEPTH} levels deep"),
            false => "it consists of more than a million types, counted wherever they are used"
                .to_owned(),
        };
        let path = &sources.folders[folder].path;
        let error = TypeError::TooLarge { name };
        let error = at_span(&sources.files, &resolve.source_map, ty.span, error, path);
        let help =
            "hold the inner values in a `resource`, or in a list to which others refer by index";
        errors.push((folder, error.with_step(reason, None).with_help(help)));
    }
    errors
}

fn package_of(resolve: &Resolve, owner: TypeOwner) -> Option<PackageId> {
    match owner {
        TypeOwner::Interface(id) => resolve.interfaces[id].package,
        TypeOwner::World(id) => resolve.worlds[id].package,
        TypeOwner::None => None,
    }
}

/// Returns the sizes of all types.
fn sizes(resolve: &Resolve) -> BTreeMap<TypeId, Size> {
    let mut sizes: BTreeMap<TypeId, Size> = BTreeMap::new();
    for (id, _) in &resolve.types {
        let mut next = vec![id];
        while let Some(&id) = next.last() {
            let inside = match resolve.types[id].kind {
                // A handle holds no value of the resource.
                TypeDefKind::Handle(_) => Vec::new(),
                _ => inside(resolve, id),
            };
            let ids = inside.iter().filter_map(|ty| match ty {
                Type::Id(id) => Some(*id),
                _ => None,
            });
            let unknown: Vec<TypeId> = ids.filter(|id| !sizes.contains_key(id)).collect();
            if !unknown.is_empty() {
                next.extend(unknown);
                continue;
            }
            next.pop();
            let mut size = Size { count: 1, depth: 1 };
            for ty in inside {
                let of = match ty {
                    Type::Id(id) => sizes[&id],
                    _ => Size { count: 1, depth: 1 },
                };
                size.count = size.count.saturating_add(of.count);
                size.depth = size.depth.max(of.depth + 1);
            }
            sizes.insert(id, size);
        }
    }
    sizes
}
