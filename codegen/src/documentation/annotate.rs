//! The docs of items: with links and places, put where wit-bindgen finds them.

use std::collections::BTreeSet;

use crate::wit_parser::{
    Docs, Function, InterfaceId, Resolve, Span, TypeDef, TypeDefKind, TypeId, TypeOwner, WorldId,
    WorldItem,
};

use super::names::Context;
use super::pages::Stand;
use super::{Documentation, markdown};
use crate::types;

/// How far below the root of the tree the module of a world is.
const WORLD: usize = 3;

impl Documentation<'_> {
    /// Rewrites all docs of `interfaces` and `worlds`, which are in `resolve`, a `Resolve` that was made of
    /// the workspace's. With each interface comes how far below the root of the tree its module is.
    pub(crate) fn annotate(
        &self,
        resolve: &mut Resolve,
        interfaces: &[(InterfaceId, usize)],
        worlds: &[WorldId],
    ) {
        let errors = enums_of_errors(resolve);
        for &(id, depth) in interfaces {
            self.interface(resolve, id, depth);
        }
        for &id in worlds {
            self.items_of_world(resolve, id);
        }
        for id in errors {
            let TypeDefKind::Enum(error) = &mut resolve.types[id].kind else { continue };
            for text in error.cases.iter_mut().filter_map(|case| case.docs.contents.as_mut()) {
                *text = text.replace('\\', "\\\\").replace('"', "\\\"");
            }
        }
    }

    /// The docs of an interface of the workspace, for its module so far below the root of the tree.
    #[cfg(feature = "host")]
    pub(crate) fn interface_docs(&self, id: InterfaceId, depth: usize) -> Option<String> {
        let interface = &self.resolve.interfaces[id];
        let context = self.context_of(self.resolve, id)?;
        let mut docs = interface.docs.clone();
        self.described(&mut docs, interface.span, &context, &outside(&context, depth));
        docs.contents
    }

    fn context_of(&self, resolve: &Resolve, id: InterfaceId) -> Option<Context> {
        let interface = &resolve.interfaces[id];
        let package = interface.package?;
        let gates = self.plan.gates.of_package(package);
        let gates: Vec<String> = gates.into_iter().map(str::to_owned).collect();
        let original = Some(interface.clone_of.unwrap_or(id)).filter(|id| self.is_known(*id));
        Some(Context { package, interface: original, resource: None, own: BTreeSet::new(), gates })
    }

    fn interface(&self, resolve: &mut Resolve, id: InterfaceId, depth: usize) {
        let Some(context) = self.context_of(resolve, id) else { return };
        let interface = &resolve.interfaces[id];
        let outside = outside(&context, depth);
        let inside = Stand { depth, gates: context.gates.clone() };
        let types: Vec<TypeId> = interface.types.values().copied().collect();
        let span = interface.span;
        let interface = &mut resolve.interfaces[id];
        self.described(&mut interface.docs, span, &context, &outside);
        for function in interface.functions.values_mut() {
            self.function(function, &context, &inside);
        }
        for id in types {
            self.ty(&mut resolve.types[id], &context, &inside);
        }
    }

    /// Whether an interface is in the workspace, and not only in a `Resolve` that was made of it.
    fn is_known(&self, id: InterfaceId) -> bool {
        self.resolve.interfaces.get(id).is_some()
    }

    fn items_of_world(&self, resolve: &mut Resolve, id: WorldId) {
        let Some(package) = resolve.worlds[id].package else { return };
        let gates = self.plan.gates.of_world(self.resolve, id);
        let gates: Vec<String> = gates.into_iter().map(str::to_owned).collect();
        let stand = Stand { depth: WORLD, gates: gates.clone() };
        let context =
            Context { package, interface: None, resource: None, own: BTreeSet::new(), gates };
        let world = &mut resolve.worlds[id];
        let mut types = Vec::new();
        for item in world.imports.values_mut().chain(world.exports.values_mut()) {
            match item {
                WorldItem::Function(function) => self.function(function, &context, &stand),
                WorldItem::Type { id, .. } => types.push(*id),
                WorldItem::Interface { .. } => {}
            }
        }
        for ty in types {
            if resolve.types[ty].owner == TypeOwner::World(id) {
                self.ty(&mut resolve.types[ty], &context, &stand);
            }
        }
    }

    fn function(&self, function: &mut Function, context: &Context, stand: &Stand) {
        let mut context = context.clone();
        context.own = function.params.iter().map(|param| param.name.clone()).collect();
        context.own.insert(function.item_name().to_owned());
        context.resource = self.original(&context, |interface| {
            let functions = &self.resolve.interfaces[interface].functions;
            functions.get(&function.name)?.kind.resource()
        });
        self.described(&mut function.docs, function.span, &context, stand);
    }

    fn ty(&self, ty: &mut TypeDef, context: &Context, stand: &Stand) {
        let mut context = context.clone();
        context.own.extend(ty.name.clone());
        let is_enum = matches!(ty.kind, TypeDefKind::Enum(_));
        let members: Vec<(&String, &mut Docs)> = match &mut ty.kind {
            TypeDefKind::Record(record) => {
                record.fields.iter_mut().map(|it| (&it.name, &mut it.docs)).collect()
            }
            TypeDefKind::Variant(variant) => {
                variant.cases.iter_mut().map(|it| (&it.name, &mut it.docs)).collect()
            }
            TypeDefKind::Flags(flags) => {
                flags.flags.iter_mut().map(|it| (&it.name, &mut it.docs)).collect()
            }
            TypeDefKind::Enum(cases) => {
                cases.cases.iter_mut().map(|it| (&it.name, &mut it.docs)).collect()
            }
            _ => Vec::new(),
        };
        context.own.extend(members.iter().map(|(name, _)| (*name).clone()));
        for (_, docs) in members {
            if let Some(text) = &mut docs.contents {
                // wit-bindgen makes the words of an error of the docs of its cases: no links for those.
                let prepared = match is_enum {
                    true => markdown::prepare(text, &|_| None),
                    false => self.prepare(text, &context, stand),
                };
                *text = prepared;
            }
        }
        context.resource = self.original(&context, |interface| {
            let name = ty.name.as_ref()?;
            self.resolve.interfaces[interface].types.get(name).copied()
        });
        self.described(&mut ty.docs, ty.span, &context, stand);
    }

    fn original<T>(
        &self,
        context: &Context,
        find: impl FnOnce(InterfaceId) -> Option<T>,
    ) -> Option<T> {
        context.interface.and_then(find)
    }

    /// Prepares the docs of an item, and says where it stands.
    fn described(&self, docs: &mut Docs, span: Span, context: &Context, stand: &Stand) {
        let text = docs.contents.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let text = text.map(|text| self.prepare(text, context, stand));
        let place = self.places.item(span).map(|place| format!("`{place}`"));
        let both = text.into_iter().chain(place).collect::<Vec<_>>();
        if !both.is_empty() {
            docs.contents = Some(both.join("\n\n"));
        }
    }
}

/// The enums that functions return as errors. The docs of their cases become the texts of `message`, between quotes
/// as they are, on both sides. A backslash before a quote or another one is nothing to see in Markdown.
fn enums_of_errors(resolve: &Resolve) -> BTreeSet<TypeId> {
    let of_interfaces = resolve.interfaces.iter().flat_map(|(_, it)| it.functions.values());
    let items =
        resolve.worlds.iter().flat_map(|(_, it)| it.imports.values().chain(it.exports.values()));
    let of_worlds = items.filter_map(|item| match item {
        WorldItem::Function(function) => Some(function),
        WorldItem::Interface { .. } | WorldItem::Type { .. } => None,
    });
    let functions = of_interfaces.chain(of_worlds);
    let errors = functions.filter_map(|function| types::error_type(resolve, function));
    errors.filter(|id| matches!(resolve.types[*id].kind, TypeDefKind::Enum(_))).collect()
}

/// The docs of a module stand outside of it.
fn outside(context: &Context, depth: usize) -> Stand {
    Stand { depth: depth - 1, gates: context.gates.clone() }
}
