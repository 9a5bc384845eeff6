//! Generates the module of a world: its own items and its exports, with its imports pointing into the tree.

use crate::wit_parser::{InterfaceId, PackageId, Resolve, WorldId, WorldItem, WorldKey};
use proc_macro2::TokenStream;
use quote::quote;

use super::bindgen_call::{self, BindgenCall, NESTED_MODULES, parse};
use super::generated_items::GeneratedItems;
use super::names::{SELF_WORLD, path_in_tree};
use super::options::CallOptions;
use super::tree::Tree;
use super::{Context, conversions, optional_exports, shared_types, wit_source};
use crate::plan::PlannedWorld;
use crate::plan::select::full_name;
use crate::request::Ownership;
use crate::synthetic;
use crate::wit;
use crate::worlds;
use std::collections::{BTreeMap, BTreeSet};

/// The path from a world's module `ns::pkg::w` to the root of the tree.
const ROOT: &str = "super::super::super";

/// Generates the contents of the module of a world.
pub(super) fn generate(
    context: &Context<'_>,
    planned: &PlannedWorld,
    tree: &Tree,
) -> Result<TokenStream, String> {
    let Context { request, base, options, .. } = context;
    let separate = request.types.separate_types;
    let options = options.of_call(&GeneratedItems::of_world(base, planned.id, separate));
    let call = of_world(context, planned.id, tree, options)?.tokens();
    let conversions = match request.types.ownership {
        Ownership::Owning if separate => conversions::conversions(base, planned.id),
        Ownership::Owning | Ownership::Borrowing { .. } => TokenStream::new(),
    };
    let optional = match request.host.optional_exports {
        true => optional_exports(context, planned, tree)?,
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
    tree: &Tree,
    options: CallOptions,
) -> Result<BindgenCall<'a>, String> {
    let mut resolve = context.base.clone();
    let documented = [(world, 3 + NESTED_MODULES)];
    context.documentation.annotate(&mut resolve, &exported(context.base, world), &documented);
    let separate = context.request.types.separate_types;
    let mut types_only = BTreeSet::new();
    if !separate {
        types_only = shared_types::share(&mut resolve, world, context.plan);
        rename_imported_packages(&mut resolve, world);
    }
    if resolve.worlds[world].name == "self" {
        rename(&mut resolve, world, SELF_WORLD);
    }
    let imports = imported(&resolve, world);
    let root = parse(ROOT);
    let with = imports.iter().map(|&(id, original)| {
        let name = resolve.name_world_key(&WorldKey::Interface(id));
        let path = match types_only.contains(&id) {
            true => shared_types::path(context, id, &root),
            false => path_in_tree(context.base, original, &root),
        };
        (name, path)
    });
    let with = with.filter(|_| !separate).collect();
    Ok(BindgenCall {
        request: context.request,
        suffix: context.suffix,
        world: full_name(&resolve, world),
        // `bindgen!` requires no conversion of errors to add a world's own functions to a linker.
        errors: if separate { bindgen_call::errors(&resolve, &options) } else { Vec::new() },
        options,
        send: imports
            .iter()
            .any(|(id, original)| !types_only.contains(id) && tree.asynchronous.contains(original)),
        with,
        root,
        wit: wit_source::print(resolve, world)?,
    })
}

/// The named interfaces that a world exports, and their depths below the root of the tree.
fn exported(resolve: &Resolve, world: WorldId) -> Vec<(InterfaceId, usize)> {
    const EXPORT: usize = 7 + NESTED_MODULES;
    let exports = worlds::interfaces(&resolve.worlds[world].exports);
    let named = exports.filter(|(key, _)| matches!(key, WorldKey::Interface(_)));
    named.map(|(_, id)| (id, EXPORT)).collect()
}

/// The named interfaces that a world imports, and their originals in the directory.
fn imported(resolve: &Resolve, world: WorldId) -> Vec<(InterfaceId, InterfaceId)> {
    let imports = worlds::interfaces(&resolve.worlds[world].imports).map(|(_, id)| id);
    let named = imports.filter(|id| resolve.interfaces[*id].name.is_some());
    named.map(|id| (id, resolve.interfaces[id].clone_of.unwrap_or(id))).collect()
}

/// Moves the imports of a nominalized world into packages of other names.
///
/// `bindgen!` applies a name in `with` to both the import and the export of that name, but only the import is in the tree.
/// Its modules for the names would also conflict with those of the tree if the world is re-exported at the top.
///
/// An interface that is imported under names of its own, as in `import primary: store`, is in another package than an import
/// without one, since `bindgen!` generates a module for each of the two.
fn rename_imported_packages(resolve: &mut Resolve, world: WorldId) {
    let exports = &resolve.worlds[world].exports;
    let exported: Vec<InterfaceId> = worlds::interfaces(exports).map(|(_, id)| id).collect();
    let imports = worlds::interfaces(&resolve.worlds[world].imports);
    let imports: Vec<(bool, InterfaceId)> =
        imports.map(|(key, id)| (matches!(key, WorldKey::Name(_)), id)).collect();
    let mut moved: BTreeMap<(PackageId, bool), PackageId> = BTreeMap::new();
    for (has_own_name, id) in imports {
        let (Some(from), Some(name)) =
            (resolve.interfaces[id].package, resolve.interfaces[id].name.clone())
        else {
            continue;
        };
        let key = (from, has_own_name);
        let to = *moved.entry(key).or_insert_with(|| add_renamed(resolve, from));
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

/// Adds a package of the same name and version in another namespace.
fn add_renamed(resolve: &mut Resolve, of: PackageId) -> PackageId {
    let mut name = resolve.packages[of].name.clone();
    while resolve.package_names.contains_key(&name) {
        name.namespace.insert_str(0, "imported-");
    }
    synthetic::package(resolve, name)
}

/// The type for the exports of a component, each optional, with a world for each exported function.
fn optional_exports(
    context: &Context<'_>,
    planned: &PlannedWorld,
    tree: &Tree,
) -> Result<TokenStream, String> {
    let exports = &context.base.worlds[planned.id].exports;
    let (mut functions, mut modules) = (Vec::new(), TokenStream::new());
    for exported in worlds::functions(exports) {
        let name = exported.name.clone();
        let ident = optional_exports::module(&name);
        let call = function(context, planned.id, &name, tree)?.tokens();
        modules.extend(quote! { #[doc(hidden)] pub mod #ident { #call } });
        functions.push((name, ident));
    }
    let wasmtime = bindgen_call::wasmtime(&context.request.host);
    let exports = optional_exports::exports_type(context.base, planned.id, &functions, &wasmtime);
    Ok(quote! { #modules #exports })
}

/// The call for a world with a single function of those that another world exports.
fn function<'a>(
    context: &'a Context<'_>,
    world: WorldId,
    name: &str,
    tree: &Tree,
) -> Result<BindgenCall<'a>, String> {
    let mut resolve = context.base.clone();
    let items = &mut resolve.worlds[world];
    items.exports.retain(|_, item| matches!(item, WorldItem::Function(it) if it.name == name));
    // The function may use the world's types, but no inline interfaces.
    items.imports.retain(|key, item| match item {
        WorldItem::Interface { .. } => matches!(key, WorldKey::Interface(_)),
        WorldItem::Type { .. } => true,
        WorldItem::Function(_) => false,
    });
    rename(&mut resolve, world, name);
    let items = GeneratedItems::of_world(&resolve, world, false);
    let exports = context.options.of_call(&items).exports;
    let inner = Context { base: &resolve, ..*context };
    let call = of_world(&inner, world, tree, CallOptions { exports, ..Default::default() })?;
    let with = call.with.into_iter().map(|(name, path)| (name, quote! { super::#path })).collect();
    let root = parse("super::super::super::super");
    let Context { request, suffix, .. } = *context;
    Ok(BindgenCall { request, suffix, with, root, ..call })
}

/// Renames a world, and moves it into a package of its own.
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

/// The constant with the encoded world.
fn component_type(base: &Resolve, world: WorldId) -> Result<TokenStream, String> {
    let bytes = wit::component_type(base, world)?;
    let bytes = proc_macro2::Literal::byte_string(&bytes);
    Ok(quote! {
        /// The world, encoded as in the `component-type` section of a component.
        pub const COMPONENT_TYPE: &[u8] = #bytes;
    })
}
