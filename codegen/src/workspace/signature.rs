//! From an item of a `Resolve` to text that is the same in every `Resolve` that says the same of it.

use crate::wit_parser::{
    Function, FunctionKind, Handle, Resolve, Type, TypeDef, TypeDefKind, TypeId, TypeOwner,
};

/// What a type is, but for its name.
pub(super) fn definition(resolve: &Resolve, id: TypeId) -> String {
    let ty = |ty: &Type| reference(resolve, ty);
    let maybe = |it: &Option<Type>| it.as_ref().map_or("_".to_owned(), ty);
    match &resolve.types[id].kind {
        TypeDefKind::Record(record) => {
            let fields = record.fields.iter();
            list("record", fields.map(|it| format!("{}: {}", it.name, ty(&it.ty))))
        }
        TypeDefKind::Variant(variant) => {
            let cases = variant.cases.iter();
            list("variant", cases.map(|it| format!("{}({})", it.name, maybe(&it.ty))))
        }
        TypeDefKind::Enum(it) => list("enum", it.cases.iter().map(|it| it.name.clone())),
        TypeDefKind::Flags(it) => list("flags", it.flags.iter().map(|it| it.name.clone())),
        TypeDefKind::Tuple(it) => list("tuple", it.types.iter().map(ty)),
        TypeDefKind::Result(it) => list("result", [&it.ok, &it.err].into_iter().map(maybe)),
        TypeDefKind::Map(key, value) => list("map", [key, value].into_iter().map(ty)),
        TypeDefKind::Option(it) => format!("option<{}>", ty(it)),
        TypeDefKind::List(it) => format!("list<{}>", ty(it)),
        TypeDefKind::FixedLengthList(it, length) => format!("list<{}, {length}>", ty(it)),
        TypeDefKind::Future(it) => format!("future<{}>", maybe(it)),
        TypeDefKind::Stream(it) => format!("stream<{}>", maybe(it)),
        TypeDefKind::Handle(Handle::Own(it)) => ty(&Type::Id(*it)),
        TypeDefKind::Handle(Handle::Borrow(it)) => format!("borrow<{}>", ty(&Type::Id(*it))),
        TypeDefKind::Type(it) => ty(it),
        TypeDefKind::Resource => "resource".to_owned(),
        TypeDefKind::Unknown => "unknown".to_owned(),
    }
}

/// What a function takes and gives back.
pub(super) fn function(resolve: &Resolve, function: &Function) -> String {
    let parameters = function.params.iter();
    let parameters = parameters.map(|it| format!("{}: {}", it.name, reference(resolve, &it.ty)));
    let result = function.result.as_ref().map(|it| reference(resolve, it)).unwrap_or_default();
    let word = if is_async(&function.kind) { "async func" } else { "func" };
    format!("{} -> {result}", list(word, parameters))
}

fn is_async(kind: &FunctionKind) -> bool {
    use FunctionKind::{AsyncFreestanding, AsyncMethod, AsyncStatic};
    matches!(kind, AsyncFreestanding | AsyncMethod(_) | AsyncStatic(_))
}

/// How a type is named where it is used: one with a name by that, whatever it is.
fn reference(resolve: &Resolve, ty: &Type) -> String {
    let Type::Id(id) = ty else { return format!("{ty:?}") };
    match named(resolve, &resolve.types[*id]) {
        Some(name) => name,
        None => definition(resolve, *id),
    }
}

fn named(resolve: &Resolve, def: &TypeDef) -> Option<String> {
    let name = def.name.as_ref()?;
    match (&def.kind, def.owner) {
        // An alias of a type of another interface is that type.
        (TypeDefKind::Type(ty @ Type::Id(_)), _) => Some(reference(resolve, ty)),
        (_, TypeOwner::Interface(id)) => {
            let interface = resolve.id_of(id).unwrap_or_default();
            Some(format!("{interface}.{name}"))
        }
        (_, TypeOwner::World(_) | TypeOwner::None) => Some(name.clone()),
    }
}

fn list(word: &str, items: impl Iterator<Item = String>) -> String {
    format!("{word}({})", items.collect::<Vec<_>>().join(", "))
}
