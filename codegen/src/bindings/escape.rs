//! Escapes WIT names that would not compile in Rust, with a trailing `_`.
//!
//! wit-bindgen derives both the Rust name and the name in the component from the WIT name. So a name to escape gets a
//! suffix, the mark, in the `Resolve`. In the generated source, the mark is removed from the names in the component, and
//! replaced by `_` in Rust names.

use std::collections::{BTreeSet, HashSet};
use std::ops::Index;

use crate::wit_parser::{
    Function, FunctionKind, InterfaceId, Resolve, TypeDef, TypeDefKind, TypeId, TypeOwner,
    WorldItem, WorldKey,
};

use crate::rust_names::{camel, is_keyword, is_reserved_namespace, snake};
use crate::types::is_resource;
use crate::worlds;

/// The mark of a WIT name.
const MARK: &str = "-qqescapedqq";

/// The forms of the mark in generated source, and their replacements.
const REPLACEMENTS: &[(&str, &str)] =
    &[(MARK, ""), ("_qqescapedqq", "_"), ("_QQESCAPEDQQ", "_"), ("Qqescapedqq", "_")];

/// Types that would shadow those of the prelude in the code of a resource.
const TAKEN_BY_RESOURCES: &[&str] = &["Option", "Result", "Sized"];

/// Modules that wit-bindgen generates next to those of a world's inline imports.
const TAKEN_MODULES: &[&str] = &["wit_future", "wit_stream"];

/// Methods that wit-bindgen generates for each imported resource.
const TAKEN_METHODS: &[&str] = &["from_handle", "take_handle", "handle"];

/// Replaces the marks in generated source.
pub(super) fn unmark(source: String) -> String {
    if !has_mark(&source) {
        return source;
    }
    REPLACEMENTS.iter().fold(source, |source, (mark, instead)| source.replace(mark, instead))
}

/// `true` if source contains a form of the mark.
///
/// Looks for its rarest letter, since unoptimized code finds single characters much faster than strings.
fn has_mark(source: &str) -> bool {
    [('q', "escaped"), ('Q', "ESCAPED")]
        .iter()
        .any(|(letter, rest)| source.split(*letter).any(|after| after.starts_with(rest)))
}

/// Removes the mark from a name.
pub(super) fn without_mark(name: &str) -> String {
    name.replace(MARK, "")
}

/// Marks all names to escape. The interfaces in `tree` are generated as imports.
pub(super) fn mark(resolve: &mut Resolve, tree: &BTreeSet<InterfaceId>) {
    mark_packages(resolve);
    mark_types(resolve, tree);
    let interfaces: Vec<InterfaceId> = resolve.interfaces.iter().map(|(id, _)| id).collect();
    for id in interfaces {
        mark_interface(resolve, id, tree.contains(&id));
    }
    mark_worlds(resolve);
}

fn add_mark(name: &mut String) {
    name.push_str(MARK);
}

/// Marks a name that becomes a Rust name in snake case.
fn mark_snake(name: &mut String) {
    if is_keyword(&snake(name)) {
        add_mark(name);
    }
}

/// Marks a name that becomes a variant.
fn mark_case(name: &mut String) {
    if camel(name) == "Self" {
        add_mark(name);
    }
}

fn mark_packages(resolve: &mut Resolve) {
    for (_, package) in &mut resolve.packages {
        if is_reserved_namespace(&package.name.namespace) {
            add_mark(&mut package.name.namespace);
        }
        // wit-bindgen does not escape the names of packages.
        if is_keyword(&package.name.name.to_lowercase()) {
            add_mark(&mut package.name.name);
        }
    }
}

fn mark_types(resolve: &mut Resolve, tree: &BTreeSet<InterfaceId>) {
    let with_resources = resource_owners(resolve);
    let exported = exported_owners(resolve, tree);
    for (_, ty) in &mut resolve.types {
        if let Some(name) = &mut ty.name {
            let rust = camel(name);
            let has_trait = matches!(ty.kind, TypeDefKind::Flags(_) | TypeDefKind::Resource);
            // The methods of an exported resource have a parameter `T`.
            let is_resource_kind = matches!(ty.kind, TypeDefKind::Resource);
            let is_taken = TAKEN_BY_RESOURCES.contains(&rust.as_str());
            if rust == "Self"
                || (rust == "Guest" && has_trait)
                || (is_taken && with_resources.contains(&ty.owner))
            {
                add_mark(name);
            }
            if rust == "T" && is_resource_kind && exported.contains(&ty.owner) {
                // `T_` is a parameter of exported functions.
                add_mark(name);
                add_mark(name);
            }
        }
        match &mut ty.kind {
            TypeDefKind::Record(record) => {
                record.fields.iter_mut().for_each(|field| mark_snake(&mut field.name));
            }
            TypeDefKind::Variant(variant) => {
                variant.cases.iter_mut().for_each(|case| mark_case(&mut case.name));
            }
            TypeDefKind::Enum(cases) => {
                cases.cases.iter_mut().for_each(|case| mark_case(&mut case.name));
            }
            _ => {}
        }
    }
}

/// The interfaces and worlds that define a resource.
fn resource_owners(resolve: &Resolve) -> HashSet<TypeOwner> {
    let types = resolve.types.iter();
    let resources = types.filter(|(id, _)| is_resource(resolve, *id));
    resources.map(|(_, ty)| ty.owner).collect()
}

/// The interfaces that worlds export, which are copies of those in `tree`.
fn exported_owners(resolve: &Resolve, tree: &BTreeSet<InterfaceId>) -> HashSet<TypeOwner> {
    let exports = resolve.worlds.iter().flat_map(|(_, world)| worlds::interfaces(&world.exports));
    let exports = exports.map(|(_, id)| id).filter(|id| !tree.contains(id));
    exports.map(TypeOwner::Interface).collect()
}

fn mark_interface(resolve: &mut Resolve, id: InterfaceId, imported: bool) {
    let functions = &resolve.interfaces[id].functions;
    let constructed: Vec<TypeId> =
        functions.values().filter_map(|function| constructed_resource(&function.kind)).collect();
    let types = resolve.interfaces[id].types.iter();
    let types = types.map(|(name, id)| (type_name(&resolve.types, name, *id), *id)).collect();
    let interface = &mut resolve.interfaces[id];
    interface.types = types;
    if let Some(name) = &mut interface.name {
        mark_snake(name);
    }
    for function in interface.functions.values_mut() {
        let has_constructor = function.kind.resource().is_some_and(|id| constructed.contains(&id));
        mark_function(function, imported, has_constructor);
    }
}

/// The key of a type in its interface or world: its name, marked or not.
fn type_name(types: &impl Index<TypeId, Output = TypeDef>, key: &str, id: TypeId) -> String {
    types[id].name.clone().unwrap_or_else(|| key.to_owned())
}

/// The resource that a constructor creates.
fn constructed_resource(kind: &FunctionKind) -> Option<TypeId> {
    match kind {
        FunctionKind::Constructor(id) => Some(*id),
        _ => None,
    }
}

fn mark_function(function: &mut Function, imported: bool, has_constructor: bool) {
    for param in &mut function.params {
        mark_snake(&mut param.name);
    }
    if constructed_resource(&function.kind).is_some() {
        return;
    }
    let rust = snake(function.item_name());
    let of_resource = function.kind.resource().is_some();
    let taken = of_resource && imported && TAKEN_METHODS.contains(&rust.as_str());
    if is_keyword(&rust) || taken || (has_constructor && rust == "new") {
        add_mark(&mut function.name);
    }
}

/// Marks the name of an inline interface, whose module may be next to those that wit-bindgen generates.
fn mark_inline(name: &mut String, imported: bool, has_exports: bool) {
    let rust = snake(name);
    let taken = TAKEN_MODULES.contains(&rust.as_str()) || (has_exports && rust == "exports");
    if imported && taken {
        add_mark(name);
    } else {
        mark_snake(name);
    }
}

/// Marks the functions of worlds and the names of inline interfaces.
fn mark_worlds(resolve: &mut Resolve) {
    for (_, world) in &mut resolve.worlds {
        mark_snake(&mut world.name);
        let is_interface = |item: &WorldItem| matches!(item, WorldItem::Interface { .. });
        let has_exports = world.exports.values().any(is_interface);
        for (items, imported) in [(&mut world.imports, true), (&mut world.exports, false)] {
            let old = std::mem::take(items);
            items.extend(old.into_iter().map(|(mut key, mut item)| {
                match (&mut key, &mut item) {
                    (_, WorldItem::Function(function)) => mark_function(function, true, false),
                    (WorldKey::Name(name), WorldItem::Interface { .. }) => {
                        mark_inline(name, imported, has_exports);
                    }
                    (WorldKey::Name(name), WorldItem::Type { id, .. }) => {
                        *name = type_name(&resolve.types, name, *id);
                    }
                    (WorldKey::Interface(_), _) => {}
                }
                (key, item)
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::request::Request;

    fn code(source: &str) -> String {
        let bindings = crate::expand(&Request::of_inline(source));
        let render = |it: &frontend::diagnostic::Diagnostic| it.render(&bindings.files);
        let messages: Vec<String> = bindings.diagnostics.iter().map(render).collect();
        assert_eq!(messages, [""; 0], "{source}");
        bindings.code.to_string()
    }

    #[test]
    fn each_form_of_the_mark_is_removed() {
        for (mark, instead) in super::REPLACEMENTS {
            assert_eq!(super::unmark(format!("a{mark} b")), format!("a{instead} b"));
        }
    }

    #[test]
    fn an_exported_resource_is_not_named_like_the_parameter_of_its_methods() {
        let interface = "package a:b; interface i { resource t; }";
        assert!(!code(&format!("{interface} world w {{ import i; }}")).contains("struct T__ "));
        let both = code(&format!("{interface} world w {{ import i; export i; }}"));
        assert!(both.contains("struct T__ ") && both.contains("struct T "));
    }

    #[test]
    fn docs_may_contain_carriage_returns() {
        let source = "package a:b;\n/// x \r y\ninterface i {\n/// x \r y\nrecord r {\n/// x \r y\na: u8 }\n\
                      /// x \r y\nf: func(); }\n/// x \r y\nworld w { import i; export i; }";
        assert!(!code(source).contains('\r'));
    }
}
