//! Shares the types that a world exports with the tree.
//!
//! The world that `bindgen!` gets imports each interface that it exports, so that its types are in the tree. `bindgen!`
//! requires the traits of all imports of a world to add them to a linker. So an interface that a world imports only for
//! its types is replaced by a module with these types, and with traits that all types implement.

use crate::wit_parser::{InterfaceId, Resolve, Type, TypeId, WorldId, WorldKey};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::Context;
use super::bindgen_call::{parse, wasmtime};
use super::names::path_in_tree;
use crate::code::type_sharing::{alias_types, import_interfaces};
use crate::output;
use crate::plan::{Plan, closure};
use crate::types::holds_resource;
use crate::worlds;
use std::collections::BTreeSet;

/// Nominalizes a world, and makes the types that it exports those of the tree, unless they hold a resource.
///
/// Returns the interfaces that the world now imports only for their types.
pub(super) fn share(resolve: &mut Resolve, world: WorldId, plan: &Plan) -> BTreeSet<InterfaceId> {
    let types_only = types_only(resolve, world, plan);
    let imported = resolve.worlds[world].imports.keys().filter_map(|key| match key {
        WorldKey::Interface(id) => Some(*id),
        WorldKey::Name(_) => None,
    });
    let imported: BTreeSet<InterfaceId> = imported.collect();
    // Interfaces without types to share, which are imported for the resources that others use.
    let mut resources_only = closure(resolve, &types_only.iter().copied().collect::<Vec<_>>());
    resources_only.retain(|id| !types_only.contains(id) && !imported.contains(id));
    let imported = imported.into_iter().filter(|id| plan.interfaces.contains(id));
    let types = types_only.iter().chain(&resources_only).copied();
    import_interfaces(resolve, world, imported.chain(types).collect());
    resolve.generate_nominal_type_ids(world);
    for copy in exported(resolve, world).collect::<Vec<_>>() {
        let original = resolve.interfaces[copy].clone_of;
        if let Some(original) = original.filter(|original| plan.interfaces.contains(original)) {
            alias_types(resolve, copy, original);
        }
    }
    types_only.iter().for_each(|&id| keep_shared_types(resolve, id));
    let imports = &mut resolve.worlds[world].imports;
    imports.retain(|key, _| !matches!(key, WorldKey::Interface(id) if resources_only.contains(id)));
    types_only
}

/// The modules of the interfaces that worlds import only for their types.
pub(super) fn modules(context: &Context<'_>) -> TokenStream {
    let Context { request, base, plan, .. } = context;
    let worlds = plan.worlds.iter();
    let used: BTreeSet<InterfaceId> =
        worlds.flat_map(|planned| types_only(base, planned.id, plan)).collect();
    if used.is_empty() {
        return TokenStream::new();
    }
    let modules = used.iter().map(|&id| {
        let gate = plan.gates.of_interface(base, id).into_iter().map(parse);
        let name = module(plan, id);
        let path = path_in_tree(base, id, &quote! { super::super });
        quote! {
            #(#[cfg(#gate)])*
            pub mod #name {
                pub use #path::*;
                pub use super::{Host, HostWithStore, add_to_linker};
            }
        }
    });
    let modules: TokenStream = modules.collect();
    let wasmtime = wasmtime(&request.host);
    let root_module = root_module(context);
    let import = output::import_runtime(request, &quote! { super });
    // `HostWithStore` has a type parameter since Wasmtime 37.
    quote! {
        #[doc(hidden)]
        pub mod #root_module {
            #import
            #[doc(hidden)]
            pub trait Host {}
            impl<T: ?Sized> Host for T {}
            #[doc(hidden)]
            pub trait HostWithStore<T = ()>: #wasmtime::component::HasData {}
            impl<D: #wasmtime::component::HasData + ?Sized, T> HostWithStore<T> for D {}
            #[doc(hidden)]
            pub fn add_to_linker<T: 'static, D: #wasmtime::component::HasData>(
                _: &mut #wasmtime::component::Linker<T>,
                _: fn(&mut T) -> D::Data<'_>,
            ) -> #wasmtime::Result<()> {
                ::core::result::Result::Ok(())
            }
            #modules
        }
    }
}

/// The path of the types of an interface that a world imports only for these, if `root` is the path of the tree.
pub(super) fn path(context: &Context<'_>, id: InterfaceId, root: &TokenStream) -> TokenStream {
    let (root_module, module) = (root_module(context), module(context.plan, id));
    quote! { #root::#root_module::#module }
}

/// The module of [`modules`] at the root of the tree.
pub(super) fn root_module(context: &Context<'_>) -> Ident {
    format_ident!("__types_{}", context.suffix)
}

fn module(plan: &Plan, id: InterfaceId) -> Ident {
    let at = plan.interfaces.iter().position(|it| *it == id);
    format_ident!("of{}", at.unwrap_or(plan.interfaces.len()))
}

/// The interfaces of the tree that a world exports and does not import, and that have types to share.
fn types_only(resolve: &Resolve, world: WorldId, plan: &Plan) -> BTreeSet<InterfaceId> {
    let imports = &resolve.worlds[world].imports;
    exported(resolve, world)
        .filter(|id| plan.interfaces.contains(id))
        .filter(|id| !imports.contains_key(&WorldKey::Interface(*id)))
        .filter(|id| resolve.interfaces[*id].types.values().any(|ty| is_shared(resolve, *ty)))
        .collect()
}

/// `true` if the imported and the exported type are the same Rust type.
fn is_shared(resolve: &Resolve, ty: TypeId) -> bool {
    !holds_resource(resolve, Type::Id(ty))
}

/// The interfaces that a world exports, under any key.
fn exported(resolve: &Resolve, world: WorldId) -> impl Iterator<Item = InterfaceId> {
    worlds::interfaces(&resolve.worlds[world].exports).map(|(_, id)| id)
}

/// Removes the functions, the types that hold a resource, and the gates of an interface.
pub(super) fn keep_shared_types(resolve: &mut Resolve, id: InterfaceId) {
    resolve.interfaces[id].functions.clear();
    resolve.interfaces[id].stability = Default::default();
    let mut types = std::mem::take(&mut resolve.interfaces[id].types);
    types.retain(|_, ty| is_shared(resolve, *ty));
    types.values().for_each(|ty| resolve.types[*ty].stability = Default::default());
    resolve.interfaces[id].types = types;
}
