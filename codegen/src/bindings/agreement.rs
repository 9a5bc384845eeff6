//! Which imports of the worlds themselves can be used without saying which world is exported.
//!
//! A function or an inline interface that a world imports by a name of its own is linked always if
//! every world that has an import of that name means the same by it. Others come with `export!`.

use crate::wit_parser::{
    CloneMaps, Function, Handle, InterfaceId, LiveTypes, Resolve, Type, TypeDefKind, TypeId,
    TypeOwner, WorldId, WorldItem, WorldKey,
};

use crate::plan::Plan;
use std::collections::{BTreeMap, BTreeSet};

/// For each world, the names of its own imports on which all worlds agree.
///
/// A component keeps every import of a type, whether or not it is used. So types of worlds, and what
/// needs them, come with `export!`; but for a directory with one world, which has nothing to export.
pub(super) fn agreed_imports(resolve: &Resolve, plan: &Plan) -> Vec<(WorldId, BTreeSet<String>)> {
    let alone = match plan.worlds.as_slice() {
        [world] => resolve.worlds[world.id].exports.is_empty(),
        _ => false,
    };
    let linkable = |item: &WorldItem| alone || !needs_world_types(resolve, item);
    let mut meanings: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for world in &plan.worlds {
        for (name, item) in own_imports(resolve, world.id) {
            meanings.entry(name).or_default().insert(Meaning { resolve }.item(item));
        }
    }
    let agreed = |name: &str| meanings.get(name).is_some_and(|meanings| meanings.len() == 1);
    plan.worlds
        .iter()
        .map(|world| {
            let own = own_imports(resolve, world.id);
            let names = own.filter(|(name, item)| agreed(name) && linkable(item));
            (world.id, names.map(|(name, _)| name.to_owned()).collect())
        })
        .filter(|(_, names): &(_, BTreeSet<_>)| !names.is_empty())
        .collect()
}

/// Adds agreed imports of the worlds to the world `into`.
///
/// # Errors
///
/// In the words of wit-parser, when two imports do not fit after all.
pub(super) fn add(
    resolve: &mut Resolve,
    agreed: &[(WorldId, BTreeSet<String>)],
    into: WorldId,
) -> Result<(), String> {
    for (world, names) in agreed {
        let from = with_imports(resolve, *world, names);
        resolve
            .merge_worlds(from, into, &mut CloneMaps::default())
            .map_err(|error| format!("{error:#}"))?;
    }
    Ok(())
}

/// The world itself if it imports nothing else by a name, else one beside it with only these imports.
fn with_imports(resolve: &mut Resolve, id: WorldId, names: &BTreeSet<String>) -> WorldId {
    let is_whole = own_imports(resolve, id).all(|(name, _)| names.contains(name));
    let mut world = resolve.worlds[id].clone();
    if is_whole && world.exports.is_empty() {
        return id;
    }
    world.exports.clear();
    world.imports.retain(|key, _| match key {
        WorldKey::Name(name) => names.contains(name),
        WorldKey::Interface(_) => true,
    });
    world.name.push_str("-always-linked");
    let (package, name) = (world.package, world.name.clone());
    let linked = resolve.worlds.alloc(world);
    if let Some(package) = package {
        resolve.packages[package].worlds.insert(name, linked);
    }
    linked
}

/// Whether an import is a type of the world, or a function that package_refs one.
fn needs_world_types(resolve: &Resolve, item: &WorldItem) -> bool {
    match item {
        WorldItem::Type { .. } => true,
        WorldItem::Interface { .. } => false,
        WorldItem::Function(function) => {
            let mut live = LiveTypes::default();
            live.add_func(resolve, function);
            let of_world = |id| matches!(resolve.types[id].owner, TypeOwner::World(_));
            function.kind.resource().is_some() || live.iter().any(of_world)
        }
    }
}

/// What a world imports by a name of its own.
fn own_imports(resolve: &Resolve, world: WorldId) -> impl Iterator<Item = (&str, &WorldItem)> {
    resolve.worlds[world].imports.iter().filter_map(|(key, item)| match key {
        WorldKey::Name(name) => Some((name.as_str(), item)),
        WorldKey::Interface(_) => None,
    })
}

/// Writes down what an item means: two items with the same text can stand for each other.
struct Meaning<'a> {
    resolve: &'a Resolve,
}

impl Meaning<'_> {
    fn item(&self, item: &WorldItem) -> String {
        match item {
            WorldItem::Function(function) => self.function(function),
            WorldItem::Type { id, .. } => format!("type {}", self.definition(*id)),
            WorldItem::Interface { id, .. } => format!("interface {}", self.interface(*id)),
        }
    }

    fn function(&self, function: &Function) -> String {
        let params = function
            .params
            .iter()
            .map(|param| format!("{}: {}", param.name, self.ty(&param.ty)))
            .collect::<Vec<_>>();
        let result = self.optional(function.result.as_ref());
        let flavor = if function.kind.is_async() { "async " } else { "" };
        format!("{flavor}func {}({}) -> {result}", function.name, params.join(", "))
    }

    /// An interface with a name is what its name says, and an inline one is what it holds.
    fn interface(&self, id: InterfaceId) -> String {
        if let Some(name) = self.resolve.id_of(id) {
            return name;
        }
        let interface = &self.resolve.interfaces[id];
        let types = interface.types.values().map(|id| self.definition(*id));
        let functions = interface.functions.values().map(|function| self.function(function));
        format!("{{ {} }}", types.chain(functions).collect::<Vec<_>>().join("; "))
    }

    fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Id(id) => self.reference(*id),
            other => format!("{other:?}"),
        }
    }

    fn optional(&self, ty: Option<&Type>) -> String {
        ty.map_or_else(|| "_".to_owned(), |ty| self.ty(ty))
    }

    /// A type with a name in an interface with a name is that; all others are what they hold.
    fn reference(&self, id: TypeId) -> String {
        let ty = &self.resolve.types[id];
        if let (TypeOwner::Interface(interface), Some(name)) = (ty.owner, &ty.name)
            && let Some(interface) = self.resolve.id_of(interface)
        {
            return format!("{interface}.{name}");
        }
        self.definition(id)
    }

    fn definition(&self, id: TypeId) -> String {
        let ty = &self.resolve.types[id];
        let name = ty.name.as_deref().unwrap_or_default();
        format!("{name}={}", self.kind(&ty.kind))
    }

    fn kind(&self, kind: &TypeDefKind) -> String {
        match kind {
            TypeDefKind::Record(record) => list(
                "record",
                record.fields.iter().map(|field| format!("{}: {}", field.name, self.ty(&field.ty))),
            ),
            TypeDefKind::Resource => "resource".to_owned(),
            TypeDefKind::Handle(Handle::Own(id)) => list("own", [self.reference(*id)]),
            TypeDefKind::Handle(Handle::Borrow(id)) => list("borrow", [self.reference(*id)]),
            TypeDefKind::Flags(flags) => {
                list("flags", flags.flags.iter().map(|flag| flag.name.clone()))
            }
            TypeDefKind::Tuple(tuple) => list("tuple", tuple.types.iter().map(|ty| self.ty(ty))),
            TypeDefKind::Variant(variant) => list(
                "variant",
                variant
                    .cases
                    .iter()
                    .map(|case| format!("{}({})", case.name, self.optional(case.ty.as_ref()))),
            ),
            TypeDefKind::Enum(enum_) => {
                list("enum", enum_.cases.iter().map(|case| case.name.clone()))
            }
            TypeDefKind::Option(ty) => list("option", [self.ty(ty)]),
            TypeDefKind::Result(result) => list(
                "result",
                [self.optional(result.ok.as_ref()), self.optional(result.err.as_ref())],
            ),
            TypeDefKind::List(ty) => list("list", [self.ty(ty)]),
            TypeDefKind::FixedLengthList(ty, length) => {
                list("list", [self.ty(ty), length.to_string()])
            }
            TypeDefKind::Map(key, value) => list("map", [self.ty(key), self.ty(value)]),
            TypeDefKind::Future(ty) => list("future", [self.optional(ty.as_ref())]),
            TypeDefKind::Stream(ty) => list("stream", [self.optional(ty.as_ref())]),
            TypeDefKind::Type(ty) => self.ty(ty),
            TypeDefKind::Unknown => "unknown".to_owned(),
        }
    }
}

fn list(word: &str, parts: impl IntoIterator<Item = String>) -> String {
    format!("{word}<{}>", parts.into_iter().collect::<Vec<_>>().join(", "))
}
