//! Merges the modules `wit_future` and `wit_stream` of the tree and of the world at the top.
//!
//! wit-bindgen implements a trait for each payload type, in modules `vtable0`, `vtable1`, … in the order in
//! which it visits them. The world at the top uses the tree's trait, so the world's implementations for
//! payloads that the tree has as well are removed.

use std::str::FromStr as _;

use crate::wit_parser::{Resolve, Type, TypeDefKind, TypeId};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use wit_bindgen_core::Types;

use super::generated_items::GeneratedItems;
use super::type_gates;
use crate::code::items::{Item, Items, Kind};
use crate::plan::Gates;
use crate::request::GuestOptions;
use crate::types::{TypeText, dealias};

/// The payload types of a run, in wit-bindgen's order.
#[derive(Debug, Default)]
pub(super) struct Payloads {
    futures: Vec<Payload>,
    streams: Vec<Payload>,
}

#[derive(Debug)]
struct Payload {
    /// The type of what is sent, or `None` for a bare `future` or `stream`.
    ty: Option<Type>,
    /// The type by which wit-bindgen represents all equal types of this run.
    class: Option<Type>,
    /// Text that payloads of several runs have in common when their Rust types are the same.
    key: String,
}

impl Payloads {
    /// The payloads of the functions that a run generates with these options.
    pub(super) fn of(run: &GeneratedItems<'_>, options: &GuestOptions) -> Self {
        let keys = Keys { resolve: run.resolve, merge: options.merge_structurally_equal_types };
        let mut payloads = Self::default();
        let mut types = None;
        for generated in run.functions() {
            if options.skip.iter().any(|skipped| skipped.value == generated.function.name) {
                continue;
            }
            for id in generated.function.find_futures_and_streams(run.resolve) {
                let types = types.get_or_insert_with(|| equal_types(run, keys.merge));
                payloads.add(&keys, types, id);
            }
        }
        payloads
    }

    fn add(&mut self, keys: &Keys<'_>, types: &mut Types, id: TypeId) {
        let (list, payload) = match &keys.resolve.types[id].kind {
            TypeDefKind::Future(payload) => (&mut self.futures, payload),
            TypeDefKind::Stream(payload) => (&mut self.streams, payload),
            _ => return,
        };
        let class = payload.map(|ty| class(keys.resolve, types, ty));
        if list.iter().all(|known| known.class != class) {
            let key = payload.map_or_else(|| "()".to_owned(), |ty| keys.ty(&ty));
            list.push(Payload { ty: *payload, class, key });
        }
    }
}

/// The types that wit-bindgen treats as equal, as its generator computes them.
fn equal_types(run: &GeneratedItems<'_>, merge: bool) -> Types {
    let mut types = Types::default();
    types.analyze(run.resolve);
    types.collect_equal_types(run.resolve, run.world, &|id| {
        merge || !is_nominal(&run.resolve.types[id].kind)
    });
    types
}

/// The type by which wit-bindgen represents all that it treats as equal to `ty`.
fn class(resolve: &Resolve, types: &mut Types, ty: Type) -> Type {
    let Type::Id(id) = ty else { return ty };
    let id = types.get_representative_type(id);
    match resolve.types[id].kind {
        TypeDefKind::Type(ty) => ty,
        _ => Type::Id(id),
    }
}

/// Text that two payloads have in common when their Rust types are the same.
struct Keys<'a> {
    resolve: &'a Resolve,
    /// `true` if types of the same structure are one Rust type.
    merge: bool,
}

impl TypeText for Keys<'_> {
    fn resolve(&self) -> &Resolve {
        self.resolve
    }

    /// Types that become a Rust type are identified by their id, others structurally.
    fn reference(&self, id: TypeId) -> String {
        let id = dealias(self.resolve, id);
        let kind = &self.resolve.types[id].kind;
        let merged = self.merge && !matches!(kind, TypeDefKind::Resource | TypeDefKind::Unknown);
        if is_nominal(kind) && !merged { format!("#{}", id.index()) } else { self.structure(id) }
    }
}

/// `true` if a type becomes a Rust type.
fn is_nominal(kind: &TypeDefKind) -> bool {
    matches!(
        kind,
        TypeDefKind::Record(_)
            | TypeDefKind::Variant(_)
            | TypeDefKind::Enum(_)
            | TypeDefKind::Flags(_)
            | TypeDefKind::Resource
            | TypeDefKind::Unknown
    )
}

/// Makes a world use the `wit_future` and `wit_stream` of the tree.
pub(super) fn merge(world: &mut Items, tree: &Items, of_world: &Payloads, of_tree: &Payloads) {
    for (name, of_world, of_tree) in [
        ("wit_future", &of_world.futures, &of_tree.futures),
        ("wit_stream", &of_world.streams, &of_tree.streams),
    ] {
        let has = |items: &Items| items.module_names().any(|module| module == name);
        if has(world) && has(tree) {
            let in_tree = |key: &String| of_tree.iter().any(|payload| payload.key == *key);
            let is_in_tree =
                |at: usize| of_world.get(at).is_some_and(|payload| in_tree(&payload.key));
            world.module(name).edit(|items| {
                items.0.retain(|item| vtable(item).is_some_and(|at| !is_in_tree(at)));
                items.0.extend(Items::split(re_export(name)).0);
            });
        }
    }
}

/// Puts the implementations of the tree behind the gates of their payload types.
pub(super) fn gate(tree: &mut Items, of_tree: &Payloads, gates: &Gates, resolve: &Resolve) {
    for (name, payloads) in [("wit_future", &of_tree.futures), ("wit_stream", &of_tree.streams)] {
        if tree.module_names().all(|module| module != name) {
            continue;
        }
        tree.module(name).edit(|items| {
            for item in &mut items.0 {
                let ty = vtable(item).and_then(|at| payloads.get(at)?.ty);
                if let Some(ty) = ty {
                    item.put_behind(&type_gates::of_type(gates, resolve, ty));
                }
            }
        });
    }
}

/// The number of a module `vtable0`, `vtable1`, …; `None` for other items.
fn vtable(item: &Item) -> Option<usize> {
    match &item.kind {
        Kind::Module(name) => name.strip_prefix("vtable")?.parse().ok(),
        Kind::Static(_) | Kind::Other => None,
    }
}

/// Re-exports the trait and the function of the tree.
fn re_export(name: &str) -> TokenStream {
    let module = format_ident!("{name}");
    let root = TokenStream::from_str("super::super::super::super").unwrap_or_default();
    let payload = match name {
        "wit_future" => format_ident!("FuturePayload"),
        _ => format_ident!("StreamPayload"),
    };
    quote! { pub use #root::#module::{#payload, new}; }
}
