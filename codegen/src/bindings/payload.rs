//! `wit_future` and `wit_stream`: what a tree and a world make for the payloads of their functions.
//!
//! wit-bindgen implements a trait for each payload, by a module `vtable0`, `vtable1`, … in the order in
//! which it comes upon them. The world at the top and the tree have one trait between them, so of the
//! world's implementations only those for payloads that the tree has not are kept.

use std::str::FromStr as _;

use crate::wit_parser::{Resolve, Type, TypeDefKind, TypeId};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use wit_bindgen_core::Types;

use super::gates;
use super::run::Run;
use crate::code::item::{Item, Items, Kind};
use crate::plan::Gates;
use crate::request::GuestOptions;
use crate::types::{TypeText, dealias};

/// The payloads of a run, in wit-bindgen's order.
#[derive(Debug, Default)]
pub(super) struct Payloads {
    futures: Vec<Payload>,
    streams: Vec<Payload>,
}

#[derive(Debug)]
struct Payload {
    /// What is sent; nothing for a `future` or `stream` by itself.
    ty: Option<Type>,
    /// What wit-bindgen takes for one payload, in this run.
    class: Option<Type>,
    /// A text that payloads of several runs have in common when they are one in Rust.
    key: String,
}

impl Payloads {
    /// The payloads of the functions that `run` makes with these options.
    pub(super) fn of(run: &Run<'_>, options: &GuestOptions) -> Self {
        let keys = Keys { resolve: run.resolve, merge: options.merge_structurally_equal_types };
        let mut payloads = Self::default();
        let mut types = None;
        for made in run.functions() {
            if options.skip.iter().any(|skipped| skipped.value == made.function.name) {
                continue;
            }
            for id in made.function.find_futures_and_streams(run.resolve) {
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

/// Which types wit-bindgen takes for one, as its generator finds out.
fn equal_types(run: &Run<'_>, merge: bool) -> Types {
    let mut types = Types::default();
    types.analyze(run.resolve);
    types.collect_equal_types(run.resolve, run.world, &|id| {
        merge || !is_nominal(&run.resolve.types[id].kind)
    });
    types
}

/// The type that stands for all that wit-bindgen takes for the same.
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

/// Makes the tree's `wit_future` and `wit_stream` those of the world as well.
pub(super) fn unite(world: &mut Items, tree: &Items, of_world: &Payloads, of_tree: &Payloads) {
    for (name, of_world, of_tree) in [
        ("wit_future", &of_world.futures, &of_tree.futures),
        ("wit_stream", &of_world.streams, &of_tree.streams),
    ] {
        let has = |items: &Items| items.module_names().any(|module| module == name);
        if has(world) && has(tree) {
            let in_tree = |key: &String| of_tree.iter().any(|payload| payload.key == *key);
            let twice = |at: usize| of_world.get(at).is_some_and(|payload| in_tree(&payload.key));
            world.module(name).edit(|items| {
                items.0.retain(|item| vtable(item).is_some_and(|at| !twice(at)));
                items.0.extend(Items::split(united(name)).0);
            });
        }
    }
}

/// Puts the implementations of the tree behind the gates of the packages whose types they are for.
pub(super) fn gate(tree: &mut Items, of_tree: &Payloads, gates: &Gates, resolve: &Resolve) {
    for (name, payloads) in [("wit_future", &of_tree.futures), ("wit_stream", &of_tree.streams)] {
        if tree.module_names().all(|module| module != name) {
            continue;
        }
        tree.module(name).edit(|items| {
            for item in &mut items.0 {
                let ty = vtable(item).and_then(|at| payloads.get(at)?.ty);
                if let Some(ty) = ty {
                    item.put_behind(&gates::of_type(gates, resolve, ty));
                }
            }
        });
    }
}

/// The number of a module that implements the trait; none for all other items.
fn vtable(item: &Item) -> Option<usize> {
    match &item.kind {
        Kind::Module(name) => name.strip_prefix("vtable")?.parse().ok(),
        Kind::Static(_) | Kind::Other => None,
    }
}

/// The trait and function of the tree, where the world had its own.
fn united(name: &str) -> TokenStream {
    let module = format_ident!("{name}");
    let root = TokenStream::from_str("super::super::super::super").unwrap_or_default();
    let payload = match name {
        "wit_future" => format_ident!("FuturePayload"),
        _ => format_ident!("StreamPayload"),
    };
    quote! { pub use #root::#module::{#payload, new}; }
}
