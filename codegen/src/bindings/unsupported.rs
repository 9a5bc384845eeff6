//! Functions and types that wit-bindgen cannot generate: an error at each in the WIT, and code without them.

use std::collections::BTreeSet;

use crate::plan::Plan;
use crate::wit_parser::abi::{AbiVariant, FlatTypes, WasmType};
use crate::wit_parser::{
    Function, IndexMap, InterfaceId, Resolve, Span, Type, TypeDefKind, TypeId, WorldId, WorldItem,
    WorldKey,
};
use crate::workspace::{Workspace, at_span};
use crate::{types, worlds};
use frontend::diagnostic::{Diagnostic, RustError};
use frontend::files::Files;

/// A construct that wit-bindgen does not support, and what to write instead.
#[derive(Clone, Copy)]
struct Limit {
    construct: &'static str,
    help: &'static str,
}

/// wit-bindgen-core: `deallocate` of a fixed-length list is not implemented.
const FLAT_FIXED_LENGTH_LIST: Limit = Limit {
    construct: "an imported `async func` with a fixed-length list in its parameters",
    help: "use a list without a length, `list<…>`",
};

/// wit-bindgen-core: a result that is not returned in memory has nothing to deallocate, but `needs_deallocate` is true.
const RETURNED_ERROR_CONTEXT: Limit = Limit {
    construct: "an exported function that returns a single `error-context`",
    help: "return a tuple or a record that holds the `error-context` and something else",
};

/// wit-bindgen-rust: a fixed-length list always owns its elements.
const FIXED_LENGTH_LIST_OF_BORROWS: Limit = Limit {
    construct: "a fixed-length list of `borrow` handles",
    help: "use a list without a length, `list<borrow<…>>`",
};

/// wit-bindgen-rust: each element is moved out of the array, which rustc rejects (E0508).
const FLAT_FIXED_LENGTH_LIST_OF_OWNED: Limit =
    Limit { construct: MOVED_ELEMENTS, help: "use a list without a length, `list<…>`" };

/// The construct that wit-bindgen generates code for, which does not compile.
pub(super) const MOVED_ELEMENTS: &str =
    "a fixed-length list of elements that own memory or handles where it is passed by value";

#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Import,
    Export,
}

/// The errors for everything that the plan needs and wit-bindgen cannot generate.
pub(super) fn find(files: &Files, workspace: &Workspace, plan: &Plan) -> Vec<Diagnostic> {
    let resolve = &workspace.resolve;
    let mut found: Vec<(Span, &str, Limit)> = Vec::new();
    let mut add = |span, name, limit: Option<Limit>| {
        if let Some(limit) = limit
            && found.iter().all(|(other, ..)| *other != span)
        {
            found.push((span, name, limit));
        }
    };
    for (function, direction) in functions(resolve, plan) {
        add(function.span, function.item_name(), function_limit(resolve, function, direction));
    }
    for id in named_types(resolve, plan) {
        let ty = &resolve.types[id];
        add(ty.span, ty.name.as_deref().unwrap_or_default(), type_limit(resolve, id));
    }
    let errors = found.into_iter().map(|(span, name, limit)| {
        let construct = limit.construct.to_owned();
        let error = RustError::UnsupportedForGuests { name: name.to_owned(), construct };
        at_span(files, &resolve.source_map, span, error, "wit").with_help(limit.help)
    });
    errors.collect()
}

/// The functions that code is generated for.
fn functions<'a>(
    resolve: &'a Resolve,
    plan: &Plan,
) -> impl Iterator<Item = (&'a Function, Direction)> {
    let worlds = plan.worlds.iter().map(|planned| &resolve.worlds[planned.id]);
    let of_worlds = worlds.flat_map(|world| {
        let items = |items, direction| {
            item_functions(resolve, items).into_iter().map(move |function| (function, direction))
        };
        items(&world.imports, Direction::Import).chain(items(&world.exports, Direction::Export))
    });
    // Functions of an interface that is only exported are not in the tree if they cannot be imported.
    let exported = exported_only(resolve, plan);
    let of_tree = plan.interfaces.iter().filter(move |id| !exported.contains(id));
    let of_tree = of_tree.flat_map(|id| resolve.interfaces[*id].functions.values());
    of_worlds.chain(of_tree.map(|function| (function, Direction::Import)))
}

fn item_functions<'a>(
    resolve: &'a Resolve,
    items: &'a IndexMap<WorldKey, WorldItem>,
) -> Vec<&'a Function> {
    let functions = items.values().flat_map(|item| match item {
        WorldItem::Function(function) => vec![function],
        WorldItem::Interface { id, .. } => resolve.interfaces[*id].functions.values().collect(),
        WorldItem::Type { .. } => Vec::new(),
    });
    functions.collect()
}

/// The interfaces that worlds of the plan export, and none imports.
fn exported_only(resolve: &Resolve, plan: &Plan) -> BTreeSet<InterfaceId> {
    let ids = |items: &IndexMap<WorldKey, WorldItem>| -> Vec<InterfaceId> {
        worlds::interfaces(items).map(|(_, id)| id).collect()
    };
    let worlds = || plan.worlds.iter().map(|planned| &resolve.worlds[planned.id]);
    let imported: BTreeSet<InterfaceId> = worlds().flat_map(|world| ids(&world.imports)).collect();
    let exported = worlds().flat_map(|world| ids(&world.exports));
    exported.filter(|id| !imported.contains(id)).collect()
}

/// The named types that code is generated for.
fn named_types<'a>(resolve: &'a Resolve, plan: &Plan) -> impl Iterator<Item = TypeId> + use<'a> {
    let worlds = plan.worlds.iter().map(|planned| &resolve.worlds[planned.id]);
    let items = worlds.flat_map(|world| world.imports.values().chain(world.exports.values()));
    let mut interfaces: BTreeSet<InterfaceId> = plan.interfaces.iter().copied().collect();
    let mut ids = Vec::new();
    for item in items {
        match item {
            WorldItem::Interface { id, .. } => {
                interfaces.insert(*id);
            }
            WorldItem::Type { id, .. } => ids.push(*id),
            WorldItem::Function(_) => {}
        }
    }
    let of_interfaces =
        interfaces.into_iter().flat_map(|id| resolve.interfaces[id].types.values().copied());
    ids.into_iter().chain(of_interfaces)
}

/// Removes the functions of `interface` that wit-bindgen cannot import.
pub(super) fn remove_imports(resolve: &mut Resolve, interface: InterfaceId) {
    remove(resolve, interface, Direction::Import);
}

/// Removes what wit-bindgen cannot generate of the world's own functions and its exports.
pub(super) fn remove_from_world(resolve: &mut Resolve, world: WorldId) {
    let mut items = resolve.worlds[world].clone();
    for (items, direction) in
        [(&mut items.imports, Direction::Import), (&mut items.exports, Direction::Export)]
    {
        items.retain(|key, item| match item {
            WorldItem::Function(function) => function_limit(resolve, function, direction).is_none(),
            WorldItem::Interface { id, .. } => {
                if direction == Direction::Export || matches!(key, WorldKey::Name(_)) {
                    remove(resolve, *id, direction);
                }
                true
            }
            WorldItem::Type { .. } => true,
        });
    }
    resolve.worlds[world] = items;
}

fn remove(resolve: &mut Resolve, interface: InterfaceId, direction: Direction) {
    let mut functions = std::mem::take(&mut resolve.interfaces[interface].functions);
    functions.retain(|_, function| function_limit(resolve, function, direction).is_none());
    resolve.interfaces[interface].functions = functions;
}

fn function_limit(resolve: &Resolve, function: &Function, direction: Direction) -> Option<Limit> {
    let is_async = function.kind.is_async();
    let parameters = || function.params.iter().map(|param| param.ty);
    if parameters().any(|ty| has_fixed_length_list_of_borrows(resolve, ty)) {
        return Some(FIXED_LENGTH_LIST_OF_BORROWS);
    }
    let moves = |ty| has_moved_elements(resolve, ty, direction);
    match (direction, is_async) {
        (Direction::Import, true) => {
            let signature = resolve.wasm_signature(AbiVariant::GuestImportAsync, function);
            let is_limit = !signature.indirect_params
                && parameters().any(|ty| has_flat_fixed_length_list(resolve, ty));
            is_limit.then_some(FLAT_FIXED_LENGTH_LIST)
        }
        (Direction::Import, false) => {
            let signature = resolve.wasm_signature(AbiVariant::GuestImport, function);
            let is_limit = !signature.indirect_params && parameters().any(moves);
            is_limit.then_some(FLAT_FIXED_LENGTH_LIST_OF_OWNED)
        }
        (Direction::Export, true) => {
            let result = function.result?;
            // The result is passed to `task.return`.
            let mut storage = [WasmType::I32; Resolve::MAX_FLAT_PARAMS];
            let is_flat = resolve.push_flat(&result, &mut FlatTypes::new(&mut storage));
            (is_flat && moves(result)).then_some(FLAT_FIXED_LENGTH_LIST_OF_OWNED)
        }
        (Direction::Export, false) => {
            let result = function.result?;
            if resolve.wasm_signature(AbiVariant::GuestExport, function).retptr {
                None
            } else if holds_error_context(resolve, result) {
                Some(RETURNED_ERROR_CONTEXT)
            } else {
                moves(result).then_some(FLAT_FIXED_LENGTH_LIST_OF_OWNED)
            }
        }
    }
}

fn type_limit(resolve: &Resolve, id: TypeId) -> Option<Limit> {
    has_fixed_length_list_of_borrows(resolve, Type::Id(id)).then_some(FIXED_LENGTH_LIST_OF_BORROWS)
}

fn has_fixed_length_list_of_borrows(resolve: &Resolve, ty: Type) -> bool {
    let is = |ty| element(resolve, ty).is_some_and(|of| types::holds_borrow(resolve, of));
    holds(resolve, ty, Part::Whole, is)
}

/// `true` if a fixed-length list that is not in memory has elements that are moved out of it.
fn has_moved_elements(resolve: &Resolve, ty: Type, direction: Direction) -> bool {
    let is = |ty| element(resolve, ty).is_some_and(|of| is_moved(resolve, of, direction));
    holds(resolve, ty, Part::Flat, is)
}

/// `true` if an element is moved: handles are only read, and imports borrow what holds them.
fn is_moved(resolve: &Resolve, element: Type, direction: Direction) -> bool {
    match element {
        Type::Id(id) => match &resolve.types[id].kind {
            TypeDefKind::Type(aliased) => is_moved(resolve, *aliased, direction),
            TypeDefKind::Handle(_) | TypeDefKind::Stream(_) | TypeDefKind::Future(_) => false,
            // Its own elements are what is moved.
            TypeDefKind::FixedLengthList(..) => false,
            _ => {
                has_list(resolve, element)
                    || (direction == Direction::Export && types::holds_resource(resolve, element))
            }
        },
        _ => element == Type::String,
    }
}

/// `true` if a value of the type owns a string, a list or a map.
fn has_list(resolve: &Resolve, ty: Type) -> bool {
    holds(resolve, ty, Part::Whole, |ty| ty == Type::String || is_in_memory(resolve, ty))
}

/// `true` if a value of the type has a fixed-length list in itself, not in the memory that it points to.
fn has_flat_fixed_length_list(resolve: &Resolve, ty: Type) -> bool {
    holds(resolve, ty, Part::Flat, |ty| element(resolve, ty).is_some())
}

/// `true` if a value of the type holds an `error-context`, not only a stream or a future of them.
fn holds_error_context(resolve: &Resolve, ty: Type) -> bool {
    holds(resolve, ty, Part::Whole, |ty| ty == Type::ErrorContext)
}

/// The part of a value that is searched. The payloads of streams and futures are in none.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// What the value has in itself, not in the memory that it points to.
    Flat,
    /// The value with the memory that it points to.
    Whole,
}

/// `true` if `is` holds for a type, or for one of a part of its values.
fn holds(resolve: &Resolve, ty: Type, part: Part, is: impl Fn(Type) -> bool) -> bool {
    types::any(resolve, ty, |ty| {
        let is_outside = part == Part::Flat && is_in_memory(resolve, ty);
        let is_channel =
            matches!(kind(resolve, ty), Some(TypeDefKind::Stream(_) | TypeDefKind::Future(_)));
        match is(ty) {
            true => Some(true),
            false => (is_outside || is_channel).then_some(false),
        }
    })
}

/// `true` if the elements of values of the type are in memory.
fn is_in_memory(resolve: &Resolve, ty: Type) -> bool {
    matches!(kind(resolve, ty), Some(TypeDefKind::List(_) | TypeDefKind::Map(..)))
}

/// The type of the elements of a fixed-length list.
fn element(resolve: &Resolve, ty: Type) -> Option<Type> {
    match kind(resolve, ty) {
        Some(TypeDefKind::FixedLengthList(element, _)) => Some(*element),
        _ => None,
    }
}

fn kind(resolve: &Resolve, ty: Type) -> Option<&TypeDefKind> {
    match ty {
        Type::Id(id) => Some(&resolve.types[id].kind),
        _ => None,
    }
}
