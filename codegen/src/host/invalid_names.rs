//! Reports names for which `bindgen!` generates invalid Rust: keywords that it does not escape, and names of other
//! items, type parameters and variables that it generates.

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

use super::shadowed_names::{self, Code, Item};
use crate::plan::Plan;
use crate::rust_names::is_keyword;
use crate::types::{holds_resource, is_resource, members};
use crate::wit::is_unstable;
use crate::wit_parser::{
    Function, InterfaceId, Resolve, Span, Type, TypeDefKind, TypeId, World, WorldId, WorldItem,
    WorldKey,
};
use crate::workspace::at_span;
use crate::worlds;
use frontend::diagnostic::{Diagnostic, RustError};
use frontend::files::Files;
use std::collections::BTreeSet;

/// A name that `bindgen!` cannot generate.
pub(super) struct InvalidName {
    span: Span,
    /// The item, with its kind: ``function `move` ``.
    item: String,
    /// The name in Rust.
    word: String,
    reason: &'static str,
}

pub(super) const KEYWORD: &str =
    "is a Rust keyword, which `bindgen!` of Wasmtime 48 does not escape";
const GENERATED: &str = "is also the name of an item that `bindgen!` of Wasmtime 48 generates";
/// `bindgen!` converts the name of a variant to camel case twice where it defines the type, and once where it uses it.
const TWO_NAMES: &str =
    "is not the name that `bindgen!` of Wasmtime 48 gives to this type where it defines it";
/// `bindgen!` refers to `HostStream` and `HostFuture`, which Wasmtime does not have.
const CHANNEL: &str =
    "names a stream or a future, which `bindgen!` of Wasmtime 48 does not support";

/// The type of the options of linkers for `@unstable` items.
const LINK_OPTIONS: &str = "LinkOptions";

impl InvalidName {
    pub(super) fn new(
        span: Span,
        kind: &str,
        name: &str,
        word: String,
        reason: &'static str,
    ) -> Self {
        Self { span, item: format!("{kind} `{name}`"), word, reason }
    }

    /// The error, at the name in WIT.
    pub(super) fn diagnostic(self, files: &Files, resolve: &Resolve) -> Diagnostic {
        let Self { span, item, word, reason } = self;
        let help = match reason {
            CHANNEL => "write the type itself wherever this name is used".to_owned(),
            _ => format!("rename {item}, or bind it only for guests"),
        };
        let error = RustError::NameOnHost { item, word, reason };
        at_span(files, &resolve.source_map, span, error, "wit").with_help(help)
    }
}

/// Finds the invalid names of a plan, each once.
pub(super) fn find(resolve: &Resolve, plan: &Plan) -> Vec<InvalidName> {
    let mut found = Vec::new();
    let imported = plan.imported(resolve);
    for &id in &plan.interfaces {
        let only_types = is_reduced(resolve, plan, &imported, id);
        found.extend(of_import(resolve, id, only_types));
    }
    for planned in &plan.worlds {
        let world = &resolve.worlds[planned.id];
        for (key, id) in worlds::interfaces(&world.imports) {
            if resolve.interfaces[id].name.is_none() {
                found.extend(of_inline(resolve, key, id));
                found.extend(of_import(resolve, id, false));
            }
        }
        let exported = worlds::interfaces(&world.exports).map(|(_, id)| id).collect();
        for (key, id) in worlds::interfaces(&world.exports) {
            found.extend(of_inline(resolve, key, id));
            found.extend(of_export(resolve, id, &exported));
        }
        found.extend(worlds::functions(&world.exports).filter_map(keyword_function));
        found.extend(of_inline_exports(resolve, world));
        found.extend(of_world(resolve, planned.id));
    }
    let mut seen = BTreeSet::new();
    found.retain(|name| seen.insert((name.item.clone(), format!("{:?}", name.span))));
    found
}

/// `true` if the tree has only the types of an interface that hold no resource, since `bindgen!` could generate it as
/// an export, but not as an import: worlds only export it, and no other interface uses it.
pub(super) fn is_reduced(
    resolve: &Resolve,
    plan: &Plan,
    imported: &BTreeSet<InterfaceId>,
    id: InterfaceId,
) -> bool {
    let mut others = plan.interfaces.iter().filter(|other| **other != id);
    !imported.contains(&id)
        && !of_import(resolve, id, false).is_empty()
        && !others.any(|&other| resolve.interface_direct_deps(other).any(|used| used == id))
}

/// The names that are invalid if an interface is imported.
fn of_import(resolve: &Resolve, id: InterfaceId, only_types: bool) -> Vec<InvalidName> {
    let types =
        types(resolve, id).filter(|(_, ty)| !only_types || !holds_resource(resolve, Type::Id(*ty)));
    let types: Vec<(&str, TypeId)> = types.collect();
    let mut reserved = vec!["Box".to_owned(), "Host".to_owned(), "HostWithStore".to_owned()];
    reserved.extend(is_gated(resolve, id).then(|| LINK_OPTIONS.to_owned()));
    let resources = types.iter().filter(|(_, ty)| is_resource(resolve, *ty));
    for (name, _) in resources {
        let name = name.to_upper_camel_case();
        reserved.extend([format!("Host{name}"), format!("Host{name}WithStore")]);
    }
    let mut found = of_types(resolve, &types, &reserved);
    let functions = resolve.interfaces[id].functions.values().filter(|_| !only_types);
    let functions: Vec<&Function> = functions.collect();
    found.extend(functions.iter().filter_map(|function| destructor(function)));
    let exported = &BTreeSet::new();
    let code = Code { resolve, item: Item::Import, types: &types, functions: &functions, exported };
    found.extend(code.shadowed());
    found
}

/// `true` if an interface or one of its items is `@unstable`, so that `bindgen!` generates options for linkers.
pub(super) fn is_gated(resolve: &Resolve, id: InterfaceId) -> bool {
    let interface = &resolve.interfaces[id];
    is_unstable(&interface.stability)
        || interface.functions.values().any(|function| is_unstable(&function.stability))
        || interface.types.values().any(|ty| is_unstable(&resolve.types[*ty].stability))
}

/// The names that are invalid if an interface is exported.
fn of_export(
    resolve: &Resolve,
    id: InterfaceId,
    exported: &BTreeSet<InterfaceId>,
) -> Vec<InvalidName> {
    let types: Vec<(&str, TypeId)> = types(resolve, id).collect();
    let mut reserved = vec!["Box".to_owned(), "Guest".to_owned(), "GuestIndices".to_owned()];
    let resources = types.iter().filter(|(_, ty)| is_resource(resolve, *ty));
    reserved.extend(resources.map(|(name, _)| format!("Guest{}", name.to_upper_camel_case())));
    let mut found = of_types(resolve, &types, &reserved);
    let functions: Vec<&Function> = resolve.interfaces[id].functions.values().collect();
    found.extend(functions.iter().filter_map(|function| keyword_function(function)));
    found.extend(shadowed_names::variables(&functions));
    let code = Code { resolve, item: Item::Export, types: &types, functions: &functions, exported };
    found.extend(code.shadowed());
    let with_functions: BTreeSet<TypeId> =
        functions.iter().filter_map(|function| function.kind.resource()).collect();
    let resources = types.iter().filter(|(_, ty)| with_functions.contains(ty));
    let methods = methods(functions.iter().copied());
    found.extend(resources.filter_map(|(name, ty)| {
        let span = resolve.types[*ty].span;
        keyword(span, "resource", name).or_else(|| taken(&methods, span, "resource", name))
    }));
    found
}

/// The methods that `bindgen!` generates for exported functions.
fn methods<'a>(functions: impl Iterator<Item = &'a Function>) -> BTreeSet<String> {
    let names = functions.filter(|function| function.kind.resource().is_none());
    let names = names.map(|function| function.name.to_snake_case());
    names.flat_map(|name| [format!("call_{name}"), format!("func_{name}")]).collect()
}

/// The name of an exported resource or an inline interface, if its method has the name of one of `methods`.
fn taken(methods: &BTreeSet<String>, span: Span, kind: &str, name: &str) -> Option<InvalidName> {
    let word = name.to_snake_case();
    methods.contains(&word).then(|| InvalidName::new(span, kind, name, word, GENERATED))
}

/// The exported inline interfaces whose methods have the name of another method of the world's type.
fn of_inline_exports(resolve: &Resolve, world: &World) -> Vec<InvalidName> {
    let own = ["new", "instantiate", "instantiate-async", "add-to-linker", "add-to-linker-imports"];
    let mut methods = methods(worlds::functions(&world.exports));
    methods.extend(own.map(str::to_snake_case));
    let inline = worlds::interfaces(&world.exports).filter_map(|(key, id)| match key {
        WorldKey::Name(name) => taken(&methods, resolve.interfaces[id].span, "interface", name),
        WorldKey::Interface(_) => None,
    });
    inline.collect()
}

/// The name of an inline interface, if it is invalid.
fn of_inline(resolve: &Resolve, key: &WorldKey, id: InterfaceId) -> Option<InvalidName> {
    match key {
        WorldKey::Name(name) => keyword(resolve.interfaces[id].span, "interface", name),
        WorldKey::Interface(_) => None,
    }
}

/// The names of a world's own types that are invalid.
fn of_world(resolve: &Resolve, id: WorldId) -> Vec<InvalidName> {
    let world = &resolve.worlds[id];
    let types = world.imports.iter().filter_map(|(key, item)| match (key, item) {
        (WorldKey::Name(name), WorldItem::Type { id, .. }) => Some((name.as_str(), *id)),
        _ => None,
    });
    let types: Vec<(&str, TypeId)> = types.collect();
    let name = super::names::type_name(&world.name);
    let suffixes = ["", "Pre", "Indices", "Imports", "ImportsWithStore"];
    let mut reserved: Vec<String> =
        suffixes.iter().map(|suffix| format!("{name}{suffix}")).collect();
    for (name, _) in types.iter().filter(|(_, ty)| is_resource(resolve, *ty)) {
        let name = name.to_upper_camel_case();
        reserved.extend([format!("Host{name}"), format!("Host{name}WithStore")]);
    }
    let mut found = of_types(resolve, &types, &reserved);
    found.extend(worlds::functions(&world.imports).filter_map(destructor));
    for (items, item) in [(&world.imports, Item::WorldImport), (&world.exports, Item::WorldExport)]
    {
        let functions: Vec<&Function> = worlds::functions(items).collect();
        let exported = &BTreeSet::new();
        let code = Code { resolve, item, types: &types, functions: &functions, exported };
        found.extend(code.shadowed());
    }
    found.extend(shadowed_names::variables_of_world(&world.exports));
    found
}

/// The types whose names are in `reserved`, or are keywords, and those with such a case.
fn of_types(resolve: &Resolve, types: &[(&str, TypeId)], reserved: &[String]) -> Vec<InvalidName> {
    let mut found = Vec::new();
    for (name, ty) in types {
        let definition = &resolve.types[*ty];
        let word = name.to_upper_camel_case();
        let kind = definition.kind.as_str();
        let reason = match definition.kind {
            _ if word == "Self" => Some(KEYWORD),
            _ if reserved.contains(&word) => Some(GENERATED),
            TypeDefKind::Variant(_) if word.to_upper_camel_case() != word => Some(TWO_NAMES),
            TypeDefKind::Stream(_) | TypeDefKind::Future(_) => Some(CHANNEL),
            _ => None,
        };
        found.extend(
            reason.map(|reason| InvalidName::new(definition.span, kind, name, word, reason)),
        );
        if matches!(definition.kind, TypeDefKind::Variant(_) | TypeDefKind::Enum(_)) {
            let cases = members(&definition.kind).into_iter();
            found.extend(cases.filter(|case| *case == "self").map(|case| {
                InvalidName::new(definition.span, "case", case, "Self".to_owned(), KEYWORD)
            }));
        }
    }
    found
}

/// The function, if `bindgen!` generates a field of its name, which is a keyword.
fn keyword_function(function: &Function) -> Option<InvalidName> {
    match function.kind.resource() {
        Some(_) => None,
        None => keyword(function.span, "function", &function.name),
    }
}

/// The function, if it has the name of the destructor of its resource in Rust.
fn destructor(function: &Function) -> Option<InvalidName> {
    let name = function.item_name();
    let is_drop = function.kind.resource().is_some() && name == "drop";
    is_drop.then(|| InvalidName::new(function.span, "method", name, name.to_owned(), GENERATED))
}

fn keyword(span: Span, kind: &str, name: &str) -> Option<InvalidName> {
    let word = name.to_snake_case();
    is_keyword(&word).then(|| InvalidName::new(span, kind, name, word, KEYWORD))
}

fn types(resolve: &Resolve, id: InterfaceId) -> impl Iterator<Item = (&str, TypeId)> {
    resolve.interfaces[id].types.iter().map(|(name, ty)| (name.as_str(), *ty))
}
