//! Finds names that have another meaning where the code of `bindgen!` uses them: type parameters, types of the standard
//! library and variables.

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

use super::invalid_names::InvalidName;
use crate::types;
use crate::wit_parser::{
    Function, Handle, IndexMap, InterfaceId, Resolve, Type, TypeDefKind, TypeId, TypeOwner,
    WorldItem, WorldKey,
};
use crate::worlds;
use std::collections::BTreeSet;

const TYPE_PARAMETER: &str =
    "is also the name of a type parameter that `bindgen!` of Wasmtime 48 generates";
const STANDARD: &str =
    "is also the name of an item of the standard library that `bindgen!` of Wasmtime 48 uses";
const VARIABLE: &str = "is also the name of a variable that `bindgen!` of Wasmtime 48 generates";

/// The item that code is generated for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Item {
    /// An imported interface.
    Import,
    /// An exported interface.
    Export,
    /// The imported functions of a world.
    WorldImport,
    /// The exported functions of a world.
    WorldExport,
}

/// The types and functions that `bindgen!` generates in one module.
pub(super) struct Code<'a> {
    pub(super) resolve: &'a Resolve,
    pub(super) item: Item,
    pub(super) types: &'a [(&'a str, TypeId)],
    pub(super) functions: &'a [&'a Function],
    /// The interfaces whose resources components define.
    pub(super) exported: &'a BTreeSet<InterfaceId>,
}

impl Code<'_> {
    /// The types whose names have another meaning where they are used.
    pub(super) fn shadowed(&self) -> Vec<InvalidName> {
        let shadowed = self.types.iter().filter_map(|&(name, id)| {
            let word = name.to_upper_camel_case();
            let reason = if self.is_type_parameter(&word, id) {
                TYPE_PARAMETER
            } else if self.is_standard(&word) {
                STANDARD
            } else {
                return None;
            };
            let ty = &self.resolve.types[id];
            Some(InvalidName::new(ty.span, ty.kind.as_str(), name, word, reason))
        });
        shadowed.collect()
    }

    /// `true` if a type is used where its name is that of a type parameter.
    ///
    /// `add_to_linker_instance<T, D>` has closures with the types of parameters, the trait `HostWithStore<T>` has the
    /// `async` functions, an exported function is `call<S>`, and derived code of records has `lower<T>`.
    fn is_type_parameter(&self, word: &str, id: TypeId) -> bool {
        let uses = |ty: &Type| self.uses(*ty, |other| other == id);
        let is_imported = matches!(self.item, Item::Import | Item::WorldImport);
        let mut functions = self.functions.iter();
        match word {
            "T" | "D" if is_imported && types::is_resource(self.resolve, id) => true,
            "T" if self.types.iter().any(|(_, record)| self.has_field(*record, id)) => true,
            "T" | "D" if is_imported => functions.any(|function| {
                let has_result = word == "T" && function.kind.is_async();
                function.params.iter().any(|param| uses(&param.ty))
                    || (has_result && function.result.iter().any(uses))
            }),
            "S" if !is_imported => {
                functions.any(|it| !it.kind.is_async() && signature(it).any(|ty| uses(&ty)))
            }
            _ => false,
        }
    }

    fn has_field(&self, record: TypeId, of: TypeId) -> bool {
        match &self.resolve.types[record].kind {
            TypeDefKind::Record(record) => {
                record.fields.iter().any(|field| self.uses(field.ty, |other| other == of))
            }
            _ => false,
        }
    }

    /// `true` if the generated code uses the item of the standard library with this name.
    fn is_standard(&self, word: &str) -> bool {
        match (word, self.item) {
            ("Option", _) => self.has_unnamed(|kind| matches!(kind, TypeDefKind::Option(_))),
            ("Result", _) => self.has_unnamed(|kind| matches!(kind, TypeDefKind::Result(_))),
            // Derived code of records, and of variants with payloads, has `struct LowerR<T0: Copy>`.
            ("Copy", _) => self.types.iter().any(|(_, id)| {
                let kind = &self.resolve.types[*id].kind;
                let has_parts = !parts(kind).is_empty();
                has_parts && matches!(kind, TypeDefKind::Record(_) | TypeDefKind::Variant(_))
            }),
            ("Sized", Item::Import) => true,
            ("Sized", Item::WorldImport) => !self.functions.is_empty(),
            ("Send", Item::Import) => self.functions.iter().any(|it| it.kind.is_async()),
            ("Send" | "Clone", Item::WorldImport | Item::WorldExport) => true,
            _ => false,
        }
    }

    /// `true` if the code writes a type of this kind, which has no name or is the definition of one.
    fn has_unnamed(&self, is: impl Fn(&TypeDefKind) -> bool) -> bool {
        let ty = |id: TypeId| &self.resolve.types[id];
        let uses = |used| self.uses(used, |id| ty(id).name.is_none() && is(&ty(id).kind));
        let mut definitions = self.types.iter().map(|(_, id)| &ty(*id).kind);
        definitions.any(|kind| is(kind) || parts(kind).into_iter().any(uses))
            || self.functions.iter().any(|function| signature(function).any(uses))
    }

    /// `true` if the Rust type of `ty` is written with a type for which `is` holds: itself, or one inside it that has no
    /// name. Handles to resources of components are written without the resource.
    fn uses(&self, ty: Type, is: impl Fn(TypeId) -> bool) -> bool {
        types::any(self.resolve, ty, |ty| {
            let Type::Id(id) = ty else { return Some(false) };
            let ty = &self.resolve.types[id];
            match ty.kind {
                _ if is(id) => Some(true),
                TypeDefKind::Handle(Handle::Own(resource) | Handle::Borrow(resource)) => {
                    Some(is(resource) && !self.is_exported(resource))
                }
                _ => ty.name.is_some().then_some(false),
            }
        })
    }

    fn is_exported(&self, resource: TypeId) -> bool {
        match self.resolve.types[types::dealias(self.resolve, resource)].owner {
            TypeOwner::Interface(id) => self.exported.contains(&id),
            TypeOwner::World(_) | TypeOwner::None => false,
        }
    }
}

fn signature(function: &Function) -> impl Iterator<Item = Type> {
    function.params.iter().map(|param| param.ty).chain(function.result)
}

/// The types directly inside a type.
fn parts(kind: &TypeDefKind) -> Vec<Type> {
    match kind {
        TypeDefKind::Record(record) => record.fields.iter().map(|field| field.ty).collect(),
        TypeDefKind::Variant(variant) => variant.cases.iter().filter_map(|case| case.ty).collect(),
        TypeDefKind::Tuple(tuple) => tuple.types.clone(),
        TypeDefKind::Option(ty)
        | TypeDefKind::List(ty)
        | TypeDefKind::FixedLengthList(ty, _)
        | TypeDefKind::Type(ty) => vec![*ty],
        TypeDefKind::Result(result) => result.ok.into_iter().chain(result.err).collect(),
        TypeDefKind::Map(key, value) => vec![*key, *value],
        TypeDefKind::Future(payload) | TypeDefKind::Stream(payload) => {
            payload.iter().copied().collect()
        }
        TypeDefKind::Resource
        | TypeDefKind::Handle(_)
        | TypeDefKind::Flags(_)
        | TypeDefKind::Enum(_)
        | TypeDefKind::Unknown => Vec::new(),
    }
}

/// The functions of an exported interface whose variables hide those that the code for later functions uses.
pub(super) fn variables(functions: &[&Function]) -> Vec<InvalidName> {
    let not_last = functions.split_last().map_or(&[][..], |(_, others)| others);
    let is_hiding = |function: &&&Function| ["lookup", "store"].contains(&function.name.as_str());
    not_last.iter().filter(is_hiding).map(|function| variable(function)).collect()
}

/// The exported functions of a world whose variables hide those that the code for later exports uses, or that have the
/// name of the variable for an interface.
pub(super) fn variables_of_world(exports: &IndexMap<WorldKey, WorldItem>) -> Vec<InvalidName> {
    let interfaces = exports.values().enumerate().filter_map(|(at, item)| match item {
        WorldItem::Interface { .. } => Some(format!("interface{at}")),
        WorldItem::Function(_) | WorldItem::Type { .. } => None,
    });
    let interfaces: Vec<String> = interfaces.collect();
    let words = || worlds::functions(exports).map(|function| function.name.to_snake_case());
    let hiding = worlds::functions(exports).filter(|function| {
        let word = function.name.to_snake_case();
        interfaces.contains(&word)
            // The variables are in the order of their names.
            || (word == "store" && words().any(|other| other > word))
    });
    hiding.map(variable).collect()
}

fn variable(function: &Function) -> InvalidName {
    let word = function.name.to_snake_case();
    InvalidName::new(function.span, "function", &function.name, word, VARIABLE)
}
