//! Traversal and canonical text of WIT types. They take a step for each type: types may be nested deeply, and be in many others.

#[cfg(any(feature = "guest", feature = "compatibility"))]
use crate::wit_parser::FunctionKind;
use crate::wit_parser::{
    Function, Handle, Resolve, Type, TypeDefKind, TypeId, TypeIdVisitor, TypeOwner,
};
use std::collections::BTreeSet;

/// `true` if `decide` returns `Some(true)` for `ty` or for a type inside it. Each type is visited once.
///
/// `None` continues with the types inside, and `Some(false)` skips them.
pub(crate) fn any(
    resolve: &Resolve,
    ty: Type,
    mut decide: impl FnMut(Type) -> Option<bool>,
) -> bool {
    let (mut next, mut visited) = (vec![ty], BTreeSet::new());
    while let Some(ty) = next.pop() {
        if let Type::Id(id) = ty
            && !visited.insert(id)
        {
            continue;
        }
        match (decide(ty), ty) {
            (Some(true), _) => return true,
            (None, Type::Id(id)) => next.extend(inside(resolve, id)),
            _ => {}
        }
    }
    false
}

/// Returns the types directly inside a type.
pub(crate) fn inside(resolve: &Resolve, id: TypeId) -> Vec<Type> {
    let mut inside = Inside(Vec::new());
    inside.visit_type_def(resolve, &resolve.types[id]);
    inside.0
}

struct Inside(Vec<Type>);

impl TypeIdVisitor for Inside {
    fn before_visit_type_id(&mut self, id: TypeId) -> bool {
        self.0.push(Type::Id(id));
        false
    }

    fn visit_type(&mut self, _: &Resolve, ty: &Type) {
        self.0.push(*ty);
    }
}

/// `true` if a value of the type holds a handle, which belongs to either the import or the export.
pub(crate) fn holds_resource(resolve: &Resolve, ty: Type) -> bool {
    any(resolve, ty, |ty| match ty {
        Type::ErrorContext => Some(true),
        Type::Id(id) => matches!(
            resolve.types[id].kind,
            TypeDefKind::Resource
                | TypeDefKind::Handle(_)
                | TypeDefKind::Future(_)
                | TypeDefKind::Stream(_)
        )
        .then_some(true),
        _ => None,
    })
}

/// `true` if a value of the type holds a `borrow`.
pub(crate) fn holds_borrow(resolve: &Resolve, ty: Type) -> bool {
    let is_borrow =
        |id: TypeId| matches!(resolve.types[id].kind, TypeDefKind::Handle(Handle::Borrow(_)));
    any(resolve, ty, |ty| matches!(ty, Type::Id(id) if is_borrow(id)).then_some(true))
}

/// `true` if the type is a resource, not a handle to one.
pub(crate) fn is_resource(resolve: &Resolve, id: TypeId) -> bool {
    matches!(resolve.types[id].kind, TypeDefKind::Resource)
}

/// Resolves an alias, through any number of aliases, to the type that it names.
pub(crate) fn dealias(resolve: &Resolve, mut id: TypeId) -> TypeId {
    while let TypeDefKind::Type(Type::Id(aliased)) = resolve.types[id].kind {
        id = aliased;
    }
    id
}

/// The error type of a function that returns a `result`.
pub(crate) fn error_type(resolve: &Resolve, function: &Function) -> Option<TypeId> {
    let Some(Type::Id(id)) = function.result else { return None };
    match &resolve.types[id].kind {
        TypeDefKind::Result(result) => match result.err? {
            Type::Id(id) => Some(dealias(resolve, id)),
            _ => None,
        },
        _ => None,
    }
}

/// `true` if the first parameter of a function is its resource.
#[cfg(any(feature = "guest", feature = "compatibility"))]
pub(crate) fn is_method(function: &Function) -> bool {
    match function.kind {
        FunctionKind::Method(_)
        | FunctionKind::AsyncMethod(_)
        | FunctionKind::MethodGetter(_)
        | FunctionKind::MethodSetter(_) => true,
        FunctionKind::Freestanding
        | FunctionKind::AsyncFreestanding
        | FunctionKind::Getter
        | FunctionKind::Setter
        | FunctionKind::Static(_)
        | FunctionKind::AsyncStatic(_)
        | FunctionKind::StaticGetter(_)
        | FunctionKind::StaticSetter(_)
        | FunctionKind::Constructor(_) => false,
    }
}

/// The names of fields, cases or flags.
pub(crate) fn members(kind: &TypeDefKind) -> Vec<&str> {
    match kind {
        TypeDefKind::Record(record) => {
            record.fields.iter().map(|field| field.name.as_str()).collect()
        }
        TypeDefKind::Variant(variant) => {
            variant.cases.iter().map(|case| case.name.as_str()).collect()
        }
        TypeDefKind::Enum(enum_) => enum_.cases.iter().map(|case| case.name.as_str()).collect(),
        TypeDefKind::Flags(flags) => flags.flags.iter().map(|flag| flag.name.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// Replaces the id of each type that `kind` refers to directly.
pub(crate) fn replace_ids(kind: &mut TypeDefKind, replace: impl Fn(TypeId) -> TypeId) {
    let in_type = |ty: &mut Type| {
        if let Type::Id(id) = ty {
            *id = replace(*id);
        }
    };
    match kind {
        TypeDefKind::Record(record) => {
            record.fields.iter_mut().for_each(|field| in_type(&mut field.ty));
        }
        TypeDefKind::Variant(variant) => {
            variant.cases.iter_mut().filter_map(|case| case.ty.as_mut()).for_each(in_type);
        }
        TypeDefKind::Tuple(tuple) => tuple.types.iter_mut().for_each(in_type),
        TypeDefKind::Handle(Handle::Own(id) | Handle::Borrow(id)) => *id = replace(*id),
        TypeDefKind::Result(result) => {
            result.ok.iter_mut().chain(&mut result.err).for_each(in_type);
        }
        TypeDefKind::Map(key, value) => [key, value].into_iter().for_each(in_type),
        TypeDefKind::Option(ty)
        | TypeDefKind::List(ty)
        | TypeDefKind::FixedLengthList(ty, _)
        | TypeDefKind::Type(ty) => in_type(ty),
        TypeDefKind::Future(ty) | TypeDefKind::Stream(ty) => ty.iter_mut().for_each(in_type),
        TypeDefKind::Resource
        | TypeDefKind::Flags(_)
        | TypeDefKind::Enum(_)
        | TypeDefKind::Unknown => {}
    }
}

/// Canonical text of types: two types have the same text if they are the same to the implementor.
pub(crate) trait TypeText {
    /// The `Resolve` that holds the types.
    fn resolve(&self) -> &Resolve;

    /// The text of a type where it is used: what identifies it, its [`structure`](Self::structure), or both.
    fn reference(&self, id: TypeId) -> String;

    /// The text of any type.
    fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Id(id) => self.reference(*id),
            primitive => format!("{primitive:?}"),
        }
    }

    /// The text of a type, or `_` if there is none.
    fn optional(&self, ty: Option<&Type>) -> String {
        ty.map_or_else(|| "_".to_owned(), |ty| self.ty(ty))
    }

    /// The text of the definition of a type, without its name.
    fn structure(&self, id: TypeId) -> String {
        let ty = |ty: &Type| self.ty(ty);
        match &self.resolve().types[id].kind {
            TypeDefKind::Record(record) => {
                let fields = record.fields.iter();
                list("record", fields.map(|field| format!("{}: {}", field.name, ty(&field.ty))))
            }
            TypeDefKind::Variant(variant) => {
                let cases = variant.cases.iter();
                let case_type = |ty: &Option<Type>| self.optional(ty.as_ref());
                list("variant", cases.map(|case| format!("{}({})", case.name, case_type(&case.ty))))
            }
            kind @ TypeDefKind::Enum(_) => {
                list("enum", members(kind).into_iter().map(str::to_owned))
            }
            kind @ TypeDefKind::Flags(_) => {
                list("flags", members(kind).into_iter().map(str::to_owned))
            }
            TypeDefKind::Tuple(tuple) => list("tuple", tuple.types.iter().map(ty)),
            TypeDefKind::Result(result) => list(
                "result",
                [&result.ok, &result.err].into_iter().map(|ty| self.optional(ty.as_ref())),
            ),
            TypeDefKind::Map(key, value) => list("map", [key, value].into_iter().map(ty)),
            TypeDefKind::Option(element) => list("option", [ty(element)]),
            TypeDefKind::List(element) => list("list", [ty(element)]),
            TypeDefKind::FixedLengthList(element, length) => {
                list("list", [ty(element), length.to_string()])
            }
            TypeDefKind::Future(payload) => list("future", [self.optional(payload.as_ref())]),
            TypeDefKind::Stream(payload) => list("stream", [self.optional(payload.as_ref())]),
            // In WIT, `own<r>` may be written `r`.
            TypeDefKind::Handle(Handle::Own(resource)) => self.reference(*resource),
            TypeDefKind::Handle(Handle::Borrow(resource)) => {
                list("borrow", [self.reference(*resource)])
            }
            TypeDefKind::Type(aliased) => ty(aliased),
            TypeDefKind::Resource => "resource".to_owned(),
            TypeDefKind::Unknown => "unknown".to_owned(),
        }
    }

    /// The text of the parameters and the result of a function, without its name.
    fn function(&self, function: &Function) -> String {
        let parameters = function.params.iter();
        let parameters = parameters.map(|param| format!("{}: {}", param.name, self.ty(&param.ty)));
        let word = if function.kind.is_async() { "async func" } else { "func" };
        format!("{} -> {}", list(word, parameters), self.optional(function.result.as_ref()))
    }

    /// The path of a named type in a named interface.
    fn path(&self, id: TypeId) -> Option<String> {
        let ty = &self.resolve().types[id];
        let TypeOwner::Interface(interface) = ty.owner else { return None };
        Some(format!("{}.{}", self.resolve().id_of(interface)?, ty.name.as_ref()?))
    }
}

fn list(word: &str, parts: impl IntoIterator<Item = String>) -> String {
    format!("{word}<{}>", parts.into_iter().collect::<Vec<_>>().join(", "))
}
