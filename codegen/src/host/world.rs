//! One world: its own types and functions, what it exports, and its imports pointing into the tree.

use crate::wit_parser::{InterfaceId, PackageId, Resolve, WorldId, WorldItem, WorldKey};
use proc_macro2::TokenStream;
use quote::quote;

use super::call::{self, Call};
use super::options::Share;
use super::run::Run;
use super::tree::{Trees, public_path};
use super::{Context, convert, optional, shared, text};
use crate::plan::PlannedWorld;
use crate::plan::select::full_name;
use crate::request::Ownership;
use crate::synthetic;
use crate::wit;
use std::collections::{BTreeMap, BTreeSet};

/// From a world's module `ns::pkg::w` to the root of the tree.
const ROOT: &str = "super::super::super";

/// Generates what stands in the module of a world.
pub(super) fn generate(
    context: &Context<'_>,
    planned: &PlannedWorld,
    trees: &Trees,
) -> Result<TokenStream, String> {
    let Context { request, base, options, .. } = context;
    let alone = request.types.separate_types;
    let share = options.share(&Run::of_world(base, planned.id, alone));
    let call = of_world(context, planned.id, trees, share)?.tokens();
    let conversions = match request.types.ownership {
        Ownership::Owning if alone => convert::conversions(base, planned.id),
        Ownership::Owning | Ownership::Borrowing { .. } => TokenStream::new(),
    };
    let optional = match request.host.optional_exports {
        true => optional_exports(context, planned, trees)?,
        false => TokenStream::new(),
    };
    let component_type = match request.host.include_component_type {
        true => component_type(base, planned.id)?,
        false => TokenStream::new(),
    };
    Ok(quote! { #call #conversions #optional #component_type })
}

/// The call for a world.
fn of_world<'a>(
    context: &'a Context<'_>,
    world: WorldId,
    trees: &Trees,
    share: Share,
) -> Result<Call<'a>, String> {
    let mut resolve = context.base.clone();
    context.documentation.annotate(&mut resolve, &exported(context.base, world), &[world]);
    let alone = context.request.types.separate_types;
    let mut types_only = BTreeSet::new();
    if !alone {
        types_only = shared::share_types(&mut resolve, world, context.plan);
        set_imports_apart(&mut resolve, world);
    }
    let imports = imported(&resolve, world);
    let root = call::parsed(ROOT);
    let elsewhere = imports.iter().map(|&(id, original)| {
        let name = resolve.name_world_key(&WorldKey::Interface(id));
        let path = match types_only.contains(&id) {
            true => shared::path(context.plan, id, &root),
            false => public_path(context.base, original, &root),
        };
        (name, path)
    });
    let elsewhere: Vec<_> = elsewhere.filter(|_| !alone).collect();
    Ok(Call {
        request: context.request,
        world: full_name(&resolve, world),
        // `bindgen!` asks for no conversion of errors where a world's own functions are added to a linker.
        errors: if alone { call::errors(&resolve, &share) } else { Vec::new() },
        share,
        send: imports.iter().any(|(id, original)| {
            !types_only.contains(id) && trees.asynchronous.contains(original)
        }),
        elsewhere,
        root,
        text: text::print(resolve, world)?,
    })
}

/// The interfaces with names that a world exports, and how far below the root of the tree they are.
fn exported(resolve: &Resolve, world: WorldId) -> Vec<(InterfaceId, usize)> {
    const EXPORT: usize = 7;
    let items = resolve.worlds[world].exports.iter();
    let interfaces = items.filter_map(|(key, item)| match (key, item) {
        (WorldKey::Interface(_), WorldItem::Interface { id, .. }) => Some((*id, EXPORT)),
        _ => None,
    });
    interfaces.collect()
}

/// The interfaces with names that a world imports, and those of the directory that they are.
fn imported(resolve: &Resolve, world: WorldId) -> Vec<(InterfaceId, InterfaceId)> {
    let items = resolve.worlds[world].imports.values();
    let interfaces = items.filter_map(|item| match item {
        WorldItem::Interface { id, .. } if resolve.interfaces[*id].name.is_some() => Some(*id),
        _ => None,
    });
    interfaces.map(|id| (id, resolve.interfaces[id].clone_of.unwrap_or(id))).collect()
}

/// Moves what a nominalized world imports into packages of other names.
///
/// `bindgen!` takes a name in `with` for the import and the export of that name, and only the import is elsewhere. It
/// also makes modules of the names, which would stand in the way of the tree's where the world is at the top.
fn set_imports_apart(resolve: &mut Resolve, world: WorldId) {
    let exported: Vec<InterfaceId> = resolve.worlds[world]
        .exports
        .values()
        .filter_map(|item| match item {
            WorldItem::Interface { id, .. } => Some(*id),
            WorldItem::Function(_) | WorldItem::Type { .. } => None,
        })
        .collect();
    let mut moved: BTreeMap<PackageId, PackageId> = BTreeMap::new();
    for (id, _) in imported(resolve, world) {
        let (Some(from), Some(name)) =
            (resolve.interfaces[id].package, resolve.interfaces[id].name.clone())
        else {
            continue;
        };
        let to = *moved.entry(from).or_insert_with(|| add_twin(resolve, from));
        resolve.interfaces[id].package = Some(to);
        resolve.packages[from].interfaces.shift_remove(&name);
        resolve.packages[to].interfaces.insert(name, id);
    }
    for id in exported {
        if let (Some(package), Some(name)) =
            (resolve.interfaces[id].package, resolve.interfaces[id].name.clone())
        {
            resolve.packages[package].interfaces.insert(name, id);
        }
    }
}

/// Adds a package of the same name and version, but of another namespace.
fn add_twin(resolve: &mut Resolve, of: PackageId) -> PackageId {
    let mut name = resolve.packages[of].name.clone();
    while resolve.package_names.contains_key(&name) {
        name.namespace.insert_str(0, "imported-");
    }
    synthetic::package(resolve, name)
}

/// The type for what a component may or may not export, with a world for each exported function.
fn optional_exports(
    context: &Context<'_>,
    planned: &PlannedWorld,
    trees: &Trees,
) -> Result<TokenStream, String> {
    let exports = &context.base.worlds[planned.id].exports;
    let names = exports.values().filter_map(|item| match item {
        WorldItem::Function(function) => Some(function.name.clone()),
        WorldItem::Interface { .. } | WorldItem::Type { .. } => None,
    });
    let (mut functions, mut modules) = (Vec::new(), TokenStream::new());
    for name in names {
        let ident = optional::module(&name);
        let call = function(context, planned.id, &name, trees)?.tokens();
        modules.extend(quote! { #[doc(hidden)] pub mod #ident { #call } });
        functions.push((name, ident));
    }
    let wasmtime = call::wasmtime(context.request);
    let exports = optional::type_of_exports(context.base, planned.id, &functions, &wasmtime);
    Ok(quote! { #modules #exports })
}

/// The call for a world that is only one of the functions that another exports.
fn function<'a>(
    context: &'a Context<'_>,
    world: WorldId,
    name: &str,
    trees: &Trees,
) -> Result<Call<'a>, String> {
    let mut resolve = context.base.clone();
    let of = &mut resolve.worlds[world];
    of.exports.retain(|_, item| matches!(item, WorldItem::Function(it) if it.name == name));
    // The function may use the world's types; nothing uses an interface without a name.
    of.imports.retain(|key, item| match item {
        WorldItem::Interface { .. } => matches!(key, WorldKey::Interface(_)),
        WorldItem::Type { .. } => true,
        WorldItem::Function(_) => false,
    });
    rename(&mut resolve, world, name);
    let run = Run::of_world(&resolve, world, false);
    let share = Share { exports: context.options.share(&run).exports, ..Default::default() };
    let inner = Context { base: &resolve, ..*context };
    let call = of_world(&inner, world, trees, share)?;
    Ok(Call {
        request: context.request,
        root: call::parsed("super::super::super::super"),
        elsewhere: call
            .elsewhere
            .into_iter()
            .map(|(name, path)| (name, quote! { super::#path }))
            .collect(),
        text: call.text,
        world: call.world,
        share: call.share,
        errors: call.errors,
        send: call.send,
    })
}

/// Gives a world another name, in a package of its own, where no other world has it.
fn rename(resolve: &mut Resolve, world: WorldId, name: &str) {
    let package = synthetic::free_name(resolve, "renamed".to_owned());
    let package = synthetic::package(resolve, package);
    let renamed = &mut resolve.worlds[world];
    let old_name = std::mem::replace(&mut renamed.name, name.to_owned());
    if let Some(old_package) = renamed.package.replace(package) {
        resolve.packages[old_package].worlds.shift_remove(&old_name);
    }
    resolve.packages[package].worlds.insert(name.to_owned(), world);
}

/// The world as the `component-type` section of a component encodes it.
fn component_type(base: &Resolve, world: WorldId) -> Result<TokenStream, String> {
    let bytes = wit::component_type(base, world)?;
    let bytes = proc_macro2::Literal::byte_string(&bytes);
    Ok(quote! {
        /// The world, encoded as in the `component-type` section of a component.
        pub const COMPONENT_TYPE: &[u8] = #bytes;
    })
}
