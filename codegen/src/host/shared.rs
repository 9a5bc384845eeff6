//! One WIT type, one Rust type: types that a world exports are aliases of those in the tree.
//!
//! For that the world that `bindgen!` is given imports each interface that it exports. Of whoever adds the imports of
//! a world to a linker, `bindgen!` asks for the traits of all of them. For those that the world does not really import
//! there are modules at the root of the tree that have the types, and traits that everything implements.

use crate::wit_parser::{InterfaceId, Resolve, Type, TypeId, WorldId, WorldItem, WorldKey};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::tree::public_path;
use super::{Context, call};
use crate::code::sharing;
use crate::plan::Plan;
use crate::types::holds_resource;
use std::collections::BTreeSet;

/// Makes the types that a world exports, and that hold no resource, those of the tree, as far as it has them.
///
/// Nominalizes the world. Gives the interfaces that it imports since then, which are there for their types alone.
pub(super) fn share_types(
    resolve: &mut Resolve,
    world: WorldId,
    plan: &Plan,
) -> BTreeSet<InterfaceId> {
    let types_only = types_only(resolve, world, plan);
    let imported = resolve.worlds[world].imports.keys().filter_map(|key| match key {
        WorldKey::Interface(id) => Some(*id),
        WorldKey::Name(_) => None,
    });
    let imported = imported.filter(|id| plan.interfaces.contains(id));
    let all = imported.chain(types_only.iter().copied()).collect();
    sharing::import(resolve, world, all);
    resolve.generate_nominal_type_ids(world);
    for copy in exported(resolve, world).collect::<Vec<_>>() {
        let original = resolve.interfaces[copy].clone_of;
        if let Some(original) = original.filter(|original| plan.interfaces.contains(original)) {
            sharing::alias(resolve, copy, original);
        }
    }
    types_only.iter().for_each(|&id| keep_types(resolve, id));
    types_only
}

/// The modules of the interfaces that worlds import for their types alone.
pub(super) fn modules(context: &Context<'_>) -> TokenStream {
    let Context { request, base, plan, .. } = context;
    let worlds = plan.worlds.iter();
    let used: BTreeSet<InterfaceId> =
        worlds.flat_map(|planned| types_only(base, planned.id, plan)).collect();
    if used.is_empty() {
        return TokenStream::new();
    }
    let modules = used.iter().map(|&id| {
        let gate = plan.gates.of_interface(base, id).into_iter().map(call::parsed);
        let name = module(plan, id);
        let path = public_path(base, id, &quote! { super::super });
        quote! {
            #(#[cfg(#gate)])*
            pub mod #name {
                pub use #path::*;
                pub use super::{Host, HostWithStore, add_to_linker};
            }
        }
    });
    let modules: TokenStream = modules.collect();
    let wasmtime = call::wasmtime(request);
    // `HostWithStore` has a parameter from Wasmtime 37 on.
    quote! {
        #[doc(hidden)]
        pub mod __types {
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

/// Where the types of an interface are that a world imports for them alone, if `root` leads to the root of the tree.
pub(super) fn path(plan: &Plan, id: InterfaceId, root: &TokenStream) -> TokenStream {
    let module = module(plan, id);
    quote! { #root::__types::#module }
}

fn module(plan: &Plan, id: InterfaceId) -> proc_macro2::Ident {
    let at = plan.interfaces.iter().position(|it| *it == id);
    format_ident!("of{}", at.unwrap_or(plan.interfaces.len()))
}

/// The interfaces of the tree with types to share that a world exports and does not import.
fn types_only(resolve: &Resolve, world: WorldId, plan: &Plan) -> BTreeSet<InterfaceId> {
    let imports = &resolve.worlds[world].imports;
    exported(resolve, world)
        .filter(|id| plan.interfaces.contains(id))
        .filter(|id| !imports.contains_key(&WorldKey::Interface(*id)))
        .filter(|id| resolve.interfaces[*id].types.values().any(|ty| is_shared(resolve, *ty)))
        .collect()
}

/// Whether the type is one for what is imported and what is exported.
fn is_shared(resolve: &Resolve, ty: TypeId) -> bool {
    !holds_resource(resolve, Type::Id(ty))
}

/// The interfaces that a world exports, under any key.
fn exported(resolve: &Resolve, world: WorldId) -> impl Iterator<Item = InterfaceId> {
    resolve.worlds[world].exports.values().filter_map(|item| match item {
        WorldItem::Interface { id, .. } => Some(*id),
        WorldItem::Function(_) | WorldItem::Type { .. } => None,
    })
}

/// Leaves nothing of an interface but its types that hold no resource, behind no gate.
fn keep_types(resolve: &mut Resolve, id: InterfaceId) {
    resolve.interfaces[id].functions.clear();
    resolve.interfaces[id].stability = Default::default();
    let mut types = std::mem::take(&mut resolve.interfaces[id].types);
    types.retain(|_, ty| is_shared(resolve, *ty));
    types.values().for_each(|ty| resolve.types[*ty].stability = Default::default());
    resolve.interfaces[id].types = types;
}
