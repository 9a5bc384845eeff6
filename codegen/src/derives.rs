//! Derives that are certain to fail for a type, by what the type holds.
//!
//! A derive is known if it is one of the standard library's or serde's. Nothing is certain about others, about types that
//! `with` replaces, and about types for which a user may have written an implementation.

use std::collections::BTreeMap;

use crate::wit_parser::{Handle, Resolve, Type, TypeDefKind, TypeId};

/// A derive whose requirements are known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    Clone,
    Copy,
    Default,
    Eq,
    Hash,
    Ord,
    PartialEq,
    PartialOrd,
    /// `Serialize` or `Deserialize`.
    Serde,
}

impl Known {
    fn of(path: &str) -> Option<Self> {
        let path: String = path.split_whitespace().collect();
        let segments: Vec<&str> = path.trim_start_matches("::").split("::").collect();
        let (name, modules) = segments.split_last()?;
        if !matches!(modules.first(), None | Some(&("std" | "core" | "serde"))) {
            return None;
        }
        Some(match *name {
            "Clone" => Self::Clone,
            "Copy" => Self::Copy,
            "Default" => Self::Default,
            "Eq" => Self::Eq,
            "Hash" => Self::Hash,
            "Ord" => Self::Ord,
            "PartialEq" => Self::PartialEq,
            "PartialOrd" => Self::PartialOrd,
            "Serialize" | "Deserialize" => Self::Serde,
            _ => return None,
        })
    }
}

/// The Rust types of WIT types, as far as derives depend on them.
pub(crate) struct Derives<'a> {
    pub(crate) resolve: &'a Resolve,
    /// `true` for types about which nothing is known.
    pub(crate) is_unknown: &'a dyn Fn(TypeId) -> bool,
    /// `true` for enums and variants with a `#[default]` case.
    pub(crate) has_default: &'a dyn Fn(TypeId) -> bool,
    /// `true` if strings and lists are `String` and `Vec` wherever they are.
    pub(crate) owns_lists: bool,
    /// `true` if maps are those of the runtime.
    pub(crate) known_maps: bool,
    /// The results for types that have been visited.
    visited: BTreeMap<(TypeId, Known), bool>,
}

impl<'a> Derives<'a> {
    /// Creates an analysis of the types in `resolve`, with `owns_lists` and `known_maps`.
    pub(crate) fn new(
        resolve: &'a Resolve,
        is_unknown: &'a dyn Fn(TypeId) -> bool,
        has_default: &'a dyn Fn(TypeId) -> bool,
    ) -> Self {
        let visited = BTreeMap::new();
        Self { resolve, is_unknown, has_default, owns_lists: true, known_maps: true, visited }
    }

    /// `true` if the derive with this path is certain to fail for the type.
    pub(crate) fn fails(&mut self, path: &str, id: TypeId) -> bool {
        Known::of(path).is_some_and(|derive| self.kind_fails(derive, id))
    }

    fn id_fails(&mut self, derive: Known, id: TypeId) -> bool {
        if (self.is_unknown)(id) {
            return false;
        }
        if let Some(known) = self.visited.get(&(id, derive)) {
            return *known;
        }
        let fails = self.kind_fails(derive, id);
        self.visited.insert((id, derive), fails);
        fails
    }

    fn any_fails<'t>(&mut self, derive: Known, types: impl IntoIterator<Item = &'t Type>) -> bool {
        types.into_iter().any(|ty| self.type_fails(derive, ty))
    }

    fn type_fails(&mut self, derive: Known, ty: &Type) -> bool {
        match ty {
            Type::Id(id) => self.id_fails(derive, *id),
            Type::F32 | Type::F64 => matches!(derive, Known::Eq | Known::Hash | Known::Ord),
            Type::String => derive == Known::Copy && self.owns_lists,
            Type::ErrorContext => !matches!(derive, Known::Eq | Known::PartialEq),
            Type::Bool
            | Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
            | Type::S8
            | Type::S16
            | Type::S32
            | Type::S64
            | Type::Char => false,
        }
    }

    fn kind_fails(&mut self, derive: Known, id: TypeId) -> bool {
        let is_default = derive == Known::Default;
        match &self.resolve.types[id].kind {
            TypeDefKind::Resource
            | TypeDefKind::Handle(Handle::Own(_))
            | TypeDefKind::Future(_)
            | TypeDefKind::Stream(_) => true,
            // A reference, where the resource is imported.
            TypeDefKind::Handle(Handle::Borrow(_)) => !matches!(derive, Known::Clone | Known::Copy),
            TypeDefKind::Record(record) => {
                self.any_fails(derive, record.fields.iter().map(|field| &field.ty))
            }
            TypeDefKind::Variant(variant) => {
                (is_default && !(self.has_default)(id))
                    || (!is_default
                        && self.any_fails(
                            derive,
                            variant.cases.iter().filter_map(|case| case.ty.as_ref()),
                        ))
            }
            TypeDefKind::Enum(_) => is_default && !(self.has_default)(id),
            TypeDefKind::Tuple(tuple) => {
                let is_long = tuple.types.len() > 12;
                let any_length = matches!(derive, Known::Clone | Known::Copy | Known::Serde);
                (is_long && !any_length) || self.any_fails(derive, &tuple.types)
            }
            TypeDefKind::Result(result) => {
                is_default || self.any_fails(derive, result.ok.iter().chain(&result.err))
            }
            TypeDefKind::Map(key, value) => {
                self.known_maps
                    && !is_default
                    && (derive == Known::Copy || self.any_fails(derive, [key, value]))
            }
            TypeDefKind::Option(ty) => !is_default && self.type_fails(derive, ty),
            TypeDefKind::List(ty) => {
                let is_owned = derive == Known::Copy && self.owns_lists;
                !is_default && (is_owned || self.type_fails(derive, ty))
            }
            TypeDefKind::FixedLengthList(ty, length) => {
                let is_long = *length > 32 && matches!(derive, Known::Default | Known::Serde);
                is_long || self.type_fails(derive, ty)
            }
            TypeDefKind::Type(ty) => self.type_fails(derive, ty),
            // An implementation of `Default` or of serde's traits may be the user's.
            TypeDefKind::Flags(_) | TypeDefKind::Unknown => false,
        }
    }
}

/// The last segment of a path: `PartialEq` of `::core::cmp::PartialEq`.
pub(crate) fn name(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::Derives;
    use crate::wit_parser::Resolve;

    /// The derives that can be known to fail.
    const KNOWN: [&str; 9] = [
        "Clone",
        "Copy",
        "Default",
        "Eq",
        "::core::hash::Hash",
        "Ord",
        "PartialEq",
        "PartialOrd",
        "serde::Serialize",
    ];

    /// The derives that fail for the record `t` with a field of the type.
    fn failing(ty: &str) -> Vec<&'static str> {
        let source = format!(
            "package a:b; interface i {{
                resource r; enum e {{ a, b }} flags f {{ a }} variant v {{ a(u8), b }}
                record empty {{ a: u8 }}
                record t {{ a: {ty} }}
            }}"
        );
        let mut resolve = Resolve::default();
        resolve.push_str("a.wit", &source).expect("the package is valid");
        let types = &resolve.interfaces.iter().next().expect("an interface").1.types;
        let id = types["t"];
        let mut derives = Derives::new(&resolve, &|_| false, &|_| false);
        let all = KNOWN.into_iter().chain(["strum::Display", "other::Hash"]);
        all.filter(|derive| derives.fails(derive, id)).collect()
    }

    #[test]
    fn only_derives_that_are_certain_to_fail_are_found() {
        for ty in ["r", "tuple<u8, r>", "future<u8>", "stream"] {
            assert_eq!(failing(ty), KNOWN, "{ty}");
        }
        let without_default: Vec<_> = KNOWN.into_iter().filter(|it| *it != "Default").collect();
        for ty in ["option<r>", "list<r>"] {
            assert_eq!(failing(ty), without_default, "{ty}");
        }
        for ty in ["u8", "char", "empty", "tuple<u8, empty>", "f", "option<e>", "list<u8, 4>"] {
            assert_eq!(failing(ty), [""; 0], "{ty}");
        }
        for ty in ["e", "v", "result", "list<u8, 33>"] {
            assert_eq!(failing(ty)[0], "Default", "{ty}");
        }
        for ty in ["f64", "option<f32>", "list<f32, 2>"] {
            assert_eq!(failing(ty), ["Eq", "::core::hash::Hash", "Ord"], "{ty}");
        }
        for ty in ["string", "list<u8>", "map<u8, string>", "list<v>"] {
            assert_eq!(failing(ty), ["Copy"], "{ty}");
        }
    }
}
