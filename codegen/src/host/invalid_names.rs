//! Reports names for which `bindgen!` generates invalid Rust: keywords that it does not escape, and types with the name
//! of another item that it generates.

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

use crate::plan::Plan;
use crate::rust_names::is_keyword;
use crate::types::{holds_resource, is_resource, members};
use crate::wit_parser::{
    Function, InterfaceId, Resolve, Span, Type, TypeDefKind, TypeId, WorldId, WorldItem, WorldKey,
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

const KEYWORD: &str = "is a Rust keyword, which Wasmtime's `bindgen!` does not escape";
const GENERATED: &str = "is also the name of an item that Wasmtime's `bindgen!` generates";

impl InvalidName {
    fn new(span: Span, kind: &str, name: &str, word: String, reason: &'static str) -> Self {
        Self { span, item: format!("{kind} `{name}`"), word, reason }
    }

    /// The error, at the name in WIT.
    pub(super) fn diagnostic(self, files: &Files, resolve: &Resolve) -> Diagnostic {
        let Self { span, item, word, reason } = self;
        let help = format!("rename {item}, or bind it only for guests");
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
        for (key, id) in worlds::interfaces(&world.exports) {
            found.extend(of_inline(resolve, key, id));
            found.extend(of_export(resolve, id));
        }
        found.extend(worlds::functions(&world.exports).filter_map(keyword_function));
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
    let resources = types.iter().filter(|(_, ty)| is_resource(resolve, *ty));
    for (name, _) in resources {
        let name = name.to_upper_camel_case();
        reserved.extend([format!("Host{name}"), format!("Host{name}WithStore")]);
    }
    let mut found = of_types(resolve, &types, &reserved);
    let functions = resolve.interfaces[id].functions.values().filter(|_| !only_types);
    found.extend(functions.filter_map(destructor));
    found
}

/// The names that are invalid if an interface is exported.
fn of_export(resolve: &Resolve, id: InterfaceId) -> Vec<InvalidName> {
    let types: Vec<(&str, TypeId)> = types(resolve, id).collect();
    let mut reserved = vec!["Box".to_owned(), "Guest".to_owned(), "GuestIndices".to_owned()];
    let resources = types.iter().filter(|(_, ty)| is_resource(resolve, *ty));
    reserved.extend(resources.map(|(name, _)| format!("Guest{}", name.to_upper_camel_case())));
    let mut found = of_types(resolve, &types, &reserved);
    let functions = &resolve.interfaces[id].functions;
    found.extend(functions.values().filter_map(keyword_function));
    let with_functions: BTreeSet<TypeId> =
        functions.values().filter_map(|function| function.kind.resource()).collect();
    let resources = types.iter().filter(|(_, ty)| with_functions.contains(ty));
    found.extend(
        resources.filter_map(|(name, ty)| keyword(resolve.types[*ty].span, "resource", name)),
    );
    found
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
    found
}

/// The types whose names are in `reserved`, or are keywords, and those with such a case.
fn of_types(resolve: &Resolve, types: &[(&str, TypeId)], reserved: &[String]) -> Vec<InvalidName> {
    let mut found = Vec::new();
    for (name, ty) in types {
        let definition = &resolve.types[*ty];
        let word = name.to_upper_camel_case();
        let kind = definition.kind.as_str();
        if word == "Self" {
            found.push(InvalidName::new(definition.span, kind, name, word, KEYWORD));
        } else if reserved.contains(&word) {
            found.push(InvalidName::new(definition.span, kind, name, word, GENERATED));
        }
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
