//! `wit_future` and `wit_stream`: what a tree and a world make for the payloads of their functions.
//!
//! wit-bindgen implements a trait for each payload, by a module `vtable0`, `vtable1`, … in the order in
//! which it comes upon them. The world at the top and the tree have one trait between them, so of the
//! world's implementations only those for payloads that the tree has not are kept.

use std::str::FromStr as _;

use crate::wit_parser::{Case, Handle, Resolve, Type, TypeDefKind, TypeId};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use wit_bindgen_core::{Types, dealias};

use super::gates;
use super::run::Run;
use crate::code::item::{Item, Items, Kind};
use crate::plan::Gates;
use crate::request::GuestOptions;

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
        let key = Key { resolve: run.resolve, merge: options.merge_structurally_equal_types };
        let mut payloads = Self::default();
        let mut types = None;
        for made in run.functions() {
            if options.skip.iter().any(|skipped| skipped.value == made.function.name) {
                continue;
            }
            for id in made.function.find_futures_and_streams(run.resolve) {
                let types = types.get_or_insert_with(|| equal_types(run, key.merge));
                payloads.add(&key, types, id);
            }
        }
        payloads
    }

    fn add(&mut self, key: &Key<'_>, types: &mut Types, id: TypeId) {
        let (list, payload) = match &key.resolve.types[id].kind {
            TypeDefKind::Future(payload) => (&mut self.futures, payload),
            TypeDefKind::Stream(payload) => (&mut self.streams, payload),
            _ => return,
        };
        let class = payload.map(|ty| class(key.resolve, types, ty));
        if list.iter().all(|known| known.class != class) {
            let key = payload.map_or_else(|| "()".to_owned(), |ty| key.of(&ty));
            list.push(Payload { ty: *payload, class, key });
        }
    }
}

/// Which types wit-bindgen takes for one, as its generator finds out.
fn equal_types(run: &Run<'_>, merge: bool) -> Types {
    let mut types = Types::default();
    types.analyze(run.resolve);
    types.collect_equal_types(run.resolve, run.world, &|id| {
        let nominal = matches!(
            run.resolve.types[id].kind,
            TypeDefKind::Record(_)
                | TypeDefKind::Variant(_)
                | TypeDefKind::Enum(_)
                | TypeDefKind::Flags(_)
                | TypeDefKind::Resource
                | TypeDefKind::Unknown
        );
        merge || !nominal
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

/// Writes texts that two types have in common when they are one in Rust.
struct Key<'a> {
    resolve: &'a Resolve,
    /// Whether types that look alike are one.
    merge: bool,
}

impl Key<'_> {
    fn of(&self, ty: &Type) -> String {
        let Type::Id(id) = ty else { return format!("{ty:?}") };
        let id = dealias(self.resolve, *id);
        match &self.resolve.types[id].kind {
            TypeDefKind::Type(ty) => self.of(ty),
            TypeDefKind::List(ty) => list("list", [self.of(ty)]),
            TypeDefKind::FixedLengthList(ty, length) => {
                list("list", [self.of(ty), length.to_string()])
            }
            TypeDefKind::Option(ty) => list("option", [self.of(ty)]),
            TypeDefKind::Map(key, value) => list("map", [self.of(key), self.of(value)]),
            TypeDefKind::Tuple(tuple) => list("tuple", tuple.types.iter().map(|ty| self.of(ty))),
            TypeDefKind::Result(result) => {
                list("result", [self.optional(&result.ok), self.optional(&result.err)])
            }
            TypeDefKind::Future(ty) => list("future", [self.optional(ty)]),
            TypeDefKind::Stream(ty) => list("stream", [self.optional(ty)]),
            TypeDefKind::Handle(Handle::Own(id)) => list("own", [self.of(&Type::Id(*id))]),
            TypeDefKind::Handle(Handle::Borrow(id)) => list("borrow", [self.of(&Type::Id(*id))]),
            TypeDefKind::Record(record) if self.merge => list(
                "record",
                record.fields.iter().map(|field| field.name.clone() + &self.of(&field.ty)),
            ),
            TypeDefKind::Variant(variant) if self.merge => {
                let case = |case: &Case| format!("{}({})", case.name, self.optional(&case.ty));
                list("variant", variant.cases.iter().map(case))
            }
            TypeDefKind::Enum(cases) if self.merge => {
                list("enum", cases.cases.iter().map(|case| case.name.clone()))
            }
            TypeDefKind::Flags(flags) if self.merge => {
                list("flags", flags.flags.iter().map(|flag| flag.name.clone()))
            }
            TypeDefKind::Record(_)
            | TypeDefKind::Resource
            | TypeDefKind::Flags(_)
            | TypeDefKind::Variant(_)
            | TypeDefKind::Enum(_)
            | TypeDefKind::Unknown => format!("#{}", id.index()),
        }
    }

    fn optional(&self, ty: &Option<Type>) -> String {
        ty.as_ref().map_or_else(|| "_".to_owned(), |ty| self.of(ty))
    }
}

fn list(word: &str, parts: impl IntoIterator<Item = String>) -> String {
    format!("{word}<{}>", parts.into_iter().collect::<Vec<_>>().join(", "))
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
