//! The imports of worlds that are linked without `export!`, since all worlds agree on them.
//!
//! A function or an inline interface that a world imports by a name of its own is always linked if
//! all imports of that name have the same signature. Other imports are linked by `export!`.

use crate::wit_parser::{
    CloneMaps, Function, InterfaceId, LiveTypes, Resolve, TypeId, TypeOwner, WorldId, WorldItem,
    WorldKey,
};

use crate::plan::Plan;
use crate::types::TypeText;
use std::collections::{BTreeMap, BTreeSet};

/// The names of the imports on which all worlds agree, by world.
///
/// A component keeps every imported type, whether or not it is used, so the types of worlds and the functions that use
/// them are linked by `export!`. The exception is a single world without exports.
pub(super) fn find(resolve: &Resolve, plan: &Plan) -> Vec<(WorldId, BTreeSet<String>)> {
    let is_single = match plan.worlds.as_slice() {
        [world] => resolve.worlds[world.id].exports.is_empty(),
        _ => false,
    };
    let linkable = |item: &WorldItem| is_single || !needs_world_types(resolve, item);
    let mut signatures: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for world in &plan.worlds {
        for (name, item) in own_imports(resolve, world.id) {
            signatures.entry(name).or_default().insert(Signatures { resolve }.item(item));
        }
    }
    let agreed = |name: &str| signatures.get(name).is_some_and(|all| all.len() == 1);
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

/// Adds shared imports of the worlds to the world `into`.
///
/// # Errors
///
/// Returns the message of wit-parser if two imports cannot be merged.
pub(super) fn add(
    resolve: &mut Resolve,
    shared: &[(WorldId, BTreeSet<String>)],
    into: WorldId,
) -> Result<(), String> {
    for (world, names) in shared {
        let from = with_imports(resolve, *world, names);
        resolve
            .merge_worlds(from, into, &mut CloneMaps::default())
            .map_err(|error| format!("{error:#}"))?;
    }
    Ok(())
}

/// The world itself if it has no other items, or else a new world with only these imports.
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

/// `true` if an import is a type of the world, or a function that uses one.
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

/// The imports of a world by names of its own.
fn own_imports(resolve: &Resolve, world: WorldId) -> impl Iterator<Item = (&str, &WorldItem)> {
    resolve.worlds[world].imports.iter().filter_map(|(key, item)| match key {
        WorldKey::Name(name) => Some((name.as_str(), item)),
        WorldKey::Interface(_) => None,
    })
}

/// Text that two items have in common when either can be used in place of the other.
struct Signatures<'a> {
    resolve: &'a Resolve,
}

impl Signatures<'_> {
    fn item(&self, item: &WorldItem) -> String {
        match item {
            WorldItem::Function(function) => self.named_function(function),
            WorldItem::Type { id, .. } => format!("type {}", self.definition(*id)),
            WorldItem::Interface { id, .. } => format!("interface {}", self.interface(*id)),
        }
    }

    fn named_function(&self, function: &Function) -> String {
        format!("{}: {}", function.name, self.function(function))
    }

    /// Named interfaces are identified by path, inline ones by their items.
    fn interface(&self, id: InterfaceId) -> String {
        self.resolve.id_of(id).unwrap_or_else(|| {
            let interface = &self.resolve.interfaces[id];
            let types = interface.types.values().map(|id| self.definition(*id));
            let functions = interface.functions.values();
            let functions = functions.map(|function| self.named_function(function));
            format!("{{ {} }}", types.chain(functions).collect::<Vec<_>>().join("; "))
        })
    }

    fn definition(&self, id: TypeId) -> String {
        let name = self.resolve.types[id].name.as_deref().unwrap_or_default();
        format!("{name}={}", self.structure(id))
    }
}

impl TypeText for Signatures<'_> {
    fn resolve(&self) -> &Resolve {
        self.resolve
    }

    /// Types of named interfaces are identified by path, others by name and structure.
    fn reference(&self, id: TypeId) -> String {
        self.path(id).unwrap_or_else(|| self.definition(id))
    }
}
