//! Equality of the types of two versions, and their text in WIT.
//!
//! Components are linked by the structure of their types, and wasmparser and Wasmtime demand that it is equal: a record with one
//! field more is another type for callers and implementers alike.

use crate::wit_parser::{
    Handle, PackageId, PackageName, Resolve, Type, TypeDefKind, TypeId, TypeOwner,
};

use crate::types::dealias;

/// The items of two versions of a package.
#[derive(Clone, Copy)]
pub(super) struct Versions<'a> {
    pub(super) old: &'a Resolve,
    pub(super) new: &'a Resolve,
    /// The package in both versions.
    pub(super) packages: (PackageId, PackageId),
}

impl Versions<'_> {
    /// `true` if two types are the same to callers and implementers. A named type of the package is the same as the one with its name:
    /// its changes are found where it is defined.
    pub(super) fn same(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Id(old), Type::Id(new)) => self.same_ids(*old, *new),
            (Type::Id(old), new) => {
                matches!(&self.old.types[*old].kind, TypeDefKind::Type(old) if self.same(old, new))
            }
            (old, Type::Id(new)) => {
                matches!(&self.new.types[*new].kind, TypeDefKind::Type(new) if self.same(old, new))
            }
            (old, new) => old == new,
        }
    }

    fn same_ids(&self, old: TypeId, new: TypeId) -> bool {
        if self.same_names(old, new) {
            return true;
        }
        match (&self.old.types[old].kind, &self.new.types[new].kind) {
            (TypeDefKind::Type(old), _) => self.same(old, &Type::Id(new)),
            (_, TypeDefKind::Type(new)) => self.same(&Type::Id(old), new),
            (old, new) => self.same_kinds(old, new),
        }
    }

    /// `true` if both types have the same path in the package, or in compatible versions of another one.
    pub(super) fn same_names(&self, old: TypeId, new: TypeId) -> bool {
        let (one, other) = (&self.old.types[old], &self.new.types[new]);
        if one.name.is_none() || one.name != other.name {
            return false;
        }
        match (one.owner, other.owner) {
            (TypeOwner::Interface(old), TypeOwner::Interface(new)) => {
                let (one, other) = (&self.old.interfaces[old], &self.new.interfaces[new]);
                one.name == other.name && self.same_packages(one.package, other.package)
            }
            (TypeOwner::World(old), TypeOwner::World(new)) => {
                let (one, other) = (&self.old.worlds[old], &self.new.worlds[new]);
                one.name == other.name && self.same_packages(one.package, other.package)
            }
            _ => false,
        }
    }

    /// `true` if both are the package that is compared, or compatible versions of another one.
    pub(super) fn same_packages(&self, old: Option<PackageId>, new: Option<PackageId>) -> bool {
        let (Some(old), Some(new)) = (old, new) else { return old.is_none() && new.is_none() };
        (old, new) == self.packages
            || are_compatible(&self.old.packages[old].name, &self.new.packages[new].name)
    }

    /// `true` if two definitions are the same to callers and implementers.
    fn same_kinds(&self, old: &TypeDefKind, new: &TypeDefKind) -> bool {
        use TypeDefKind as Kind;
        match (old, new) {
            (Kind::Record(old), Kind::Record(new)) => {
                old.fields.len() == new.fields.len()
                    && old
                        .fields
                        .iter()
                        .zip(&new.fields)
                        .all(|(old, new)| old.name == new.name && self.same(&old.ty, &new.ty))
            }
            (Kind::Variant(old), Kind::Variant(new)) => {
                old.cases.len() == new.cases.len()
                    && old.cases.iter().zip(&new.cases).all(|(old, new)| {
                        old.name == new.name && self.same_optional(&old.ty, &new.ty)
                    })
            }
            (Kind::Enum(old), Kind::Enum(new)) => {
                old.cases.iter().map(|it| &it.name).eq(new.cases.iter().map(|it| &it.name))
            }
            (Kind::Flags(old), Kind::Flags(new)) => {
                old.flags.iter().map(|it| &it.name).eq(new.flags.iter().map(|it| &it.name))
            }
            (Kind::Tuple(old), Kind::Tuple(new)) => {
                old.types.len() == new.types.len()
                    && old.types.iter().zip(&new.types).all(|(old, new)| self.same(old, new))
            }
            (Kind::Handle(Handle::Own(old)), Kind::Handle(Handle::Own(new)))
            | (Kind::Handle(Handle::Borrow(old)), Kind::Handle(Handle::Borrow(new))) => {
                self.same_ids(*old, *new)
            }
            (Kind::Option(old), Kind::Option(new)) | (Kind::List(old), Kind::List(new)) => {
                self.same(old, new)
            }
            (Kind::FixedLengthList(old, one), Kind::FixedLengthList(new, other)) => {
                one == other && self.same(old, new)
            }
            (Kind::Result(old), Kind::Result(new)) => {
                self.same_optional(&old.ok, &new.ok) && self.same_optional(&old.err, &new.err)
            }
            (Kind::Map(old, old_value), Kind::Map(new, new_value)) => {
                self.same(old, new) && self.same(old_value, new_value)
            }
            (Kind::Future(old), Kind::Future(new)) | (Kind::Stream(old), Kind::Stream(new)) => {
                self.same_optional(old, new)
            }
            // Resources are the same only by name.
            _ => false,
        }
    }

    /// `true` if two types are defined alike, whatever their names.
    pub(super) fn same_definitions(&self, old: TypeId, new: TypeId) -> bool {
        match (&self.old.types[old].kind, &self.new.types[new].kind) {
            (TypeDefKind::Type(old), TypeDefKind::Type(new)) => self.same(old, new),
            (TypeDefKind::Type(old), _) => self.same(old, &Type::Id(new)),
            (_, TypeDefKind::Type(new)) => self.same(&Type::Id(old), new),
            (old, new) => self.same_kinds(old, new),
        }
    }

    /// `true` if two optional types are the same, or both are missing.
    pub(super) fn same_optional(&self, old: &Option<Type>, new: &Option<Type>) -> bool {
        match (old, new) {
            (Some(old), Some(new)) => self.same(old, new),
            (old, new) => old.is_none() && new.is_none(),
        }
    }

    /// Returns the texts of two types that differ, with paths and versions where the names do not tell them apart.
    pub(super) fn texts(&self, old: &Option<Type>, new: &Option<Type>) -> (String, String) {
        distinct(|path| {
            (
                optional_text(self.old, old.as_ref(), path),
                optional_text(self.new, new.as_ref(), path),
            )
        })
    }

    /// Returns the texts of two definitions that differ, as [`Versions::texts`] does.
    pub(super) fn definition_texts(&self, old: TypeId, new: TypeId) -> (String, String) {
        distinct(|path| (definition(self.old, old, path), definition(self.new, new, path)))
    }
}

/// Returns two texts without paths, or with them if they are the same without.
fn distinct(texts: impl Fn(bool) -> (String, String)) -> (String, String) {
    let (one, other) = texts(false);
    if one == other { texts(true) } else { (one, other) }
}

/// `true` if two packages have the same name, and versions that link with each other.
pub(super) fn are_compatible(old: &PackageName, new: &PackageName) -> bool {
    let track = |name: &PackageName| {
        name.version.as_ref().map(|version| PackageName::version_compat_track(version).0)
    };
    old.namespace == new.namespace && old.name == new.name && track(old) == track(new)
}

fn optional_text(resolve: &Resolve, ty: Option<&Type>, path: bool) -> String {
    match ty {
        Some(ty) => format!("`{}`", text(resolve, ty, path)),
        None => "nothing".to_owned(),
    }
}

/// Returns a type in WIT; named types with their path if `path` is `true`.
fn text(resolve: &Resolve, ty: &Type, path: bool) -> String {
    let id = match ty {
        Type::Bool => return "bool".to_owned(),
        Type::U8 => return "u8".to_owned(),
        Type::U16 => return "u16".to_owned(),
        Type::U32 => return "u32".to_owned(),
        Type::U64 => return "u64".to_owned(),
        Type::S8 => return "s8".to_owned(),
        Type::S16 => return "s16".to_owned(),
        Type::S32 => return "s32".to_owned(),
        Type::S64 => return "s64".to_owned(),
        Type::F32 => return "f32".to_owned(),
        Type::F64 => return "f64".to_owned(),
        Type::Char => return "char".to_owned(),
        Type::String => return "string".to_owned(),
        Type::ErrorContext => return "error-context".to_owned(),
        Type::Id(id) => *id,
    };
    let definition = &resolve.types[id];
    match &definition.name {
        Some(name) if path => origin(resolve, id).map_or(name.clone(), |it| format!("{it}.{name}")),
        Some(name) => name.clone(),
        None => structure(resolve, &definition.kind, path),
    }
}

/// Returns an anonymous type in WIT.
fn structure(resolve: &Resolve, kind: &TypeDefKind, path: bool) -> String {
    let text = |ty: &Type| text(resolve, ty, path);
    let optional = |ty: &Option<Type>| ty.as_ref().map_or("_".to_owned(), text);
    match kind {
        TypeDefKind::Handle(Handle::Own(id)) => text(&Type::Id(*id)),
        TypeDefKind::Handle(Handle::Borrow(id)) => format!("borrow<{}>", text(&Type::Id(*id))),
        TypeDefKind::Tuple(tuple) => {
            format!("tuple<{}>", tuple.types.iter().map(text).collect::<Vec<_>>().join(", "))
        }
        TypeDefKind::Option(ty) => format!("option<{}>", text(ty)),
        TypeDefKind::Result(result) => match (&result.ok, &result.err) {
            (None, None) => "result".to_owned(),
            (Some(ok), None) => format!("result<{}>", text(ok)),
            (ok, err) => format!("result<{}, {}>", optional(ok), optional(err)),
        },
        TypeDefKind::List(ty) => format!("list<{}>", text(ty)),
        TypeDefKind::Map(key, value) => format!("map<{}, {}>", text(key), text(value)),
        TypeDefKind::FixedLengthList(ty, length) => format!("list<{}, {length}>", text(ty)),
        TypeDefKind::Future(None) => "future".to_owned(),
        TypeDefKind::Future(Some(ty)) => format!("future<{}>", text(ty)),
        TypeDefKind::Stream(None) => "stream".to_owned(),
        TypeDefKind::Stream(Some(ty)) => format!("stream<{}>", text(ty)),
        TypeDefKind::Type(ty) => text(ty),
        TypeDefKind::Record(_)
        | TypeDefKind::Resource
        | TypeDefKind::Flags(_)
        | TypeDefKind::Variant(_)
        | TypeDefKind::Enum(_)
        | TypeDefKind::Unknown => kind.as_str().to_owned(),
    }
}

/// Returns the interface or world in which a type, or what it is an alias of, is defined: `a:b/c@1.0.0`.
pub(super) fn origin(resolve: &Resolve, id: TypeId) -> Option<String> {
    match resolve.types[dealias(resolve, id)].owner {
        TypeOwner::Interface(id) => resolve.id_of(id),
        TypeOwner::World(id) => {
            let world = &resolve.worlds[id];
            Some(resolve.id_of_name(world.package?, &world.name))
        }
        TypeOwner::None => None,
    }
}

/// Returns what the definition of a type is: `a record`, or the type that an alias stands for.
fn definition(resolve: &Resolve, id: TypeId, path: bool) -> String {
    match &resolve.types[id].kind {
        TypeDefKind::Record(_) => "a record".to_owned(),
        TypeDefKind::Variant(_) => "a variant".to_owned(),
        TypeDefKind::Enum(_) => "an enum".to_owned(),
        TypeDefKind::Flags(_) => "flags".to_owned(),
        TypeDefKind::Resource => "a resource".to_owned(),
        kind => format!("`{}`", structure(resolve, kind, path)),
    }
}
