//! Rewrites the docs of items in a `Resolve`: adds links and locations.

use std::collections::BTreeSet;

use crate::wit_parser::{
    Docs, Function, InterfaceId, Resolve, Span, TypeDef, TypeDefKind, TypeId, TypeOwner, WorldId,
    WorldItem,
};

use super::link_row::LinkBase;
use super::modules::defined_in;
use super::names::Context;
use super::{Documentation, markdown};
use crate::types;

impl Documentation<'_> {
    /// Rewrites the docs of `interfaces` and `worlds` in `resolve`, which was derived from the workspace's `Resolve`.
    ///
    /// Each interface and world has the depth of its module below the root of the tree.
    pub(crate) fn annotate(
        &self,
        resolve: &mut Resolve,
        interfaces: &[(InterfaceId, usize)],
        worlds: &[(WorldId, usize)],
    ) {
        let errors = enums_of_errors(resolve);
        for &(id, depth) in interfaces {
            self.annotate_interface(resolve, id, depth);
        }
        for &(id, depth) in worlds {
            self.annotate_world(resolve, id, depth);
        }
        for id in errors {
            let TypeDefKind::Enum(error) = &mut resolve.types[id].kind else { continue };
            for text in error.cases.iter_mut().filter_map(|case| case.docs.contents.as_mut()) {
                *text = text.replace('\\', "\\\\").replace('"', "\\\"");
            }
        }
    }

    /// Returns the docs of an interface of the workspace, for its module at `depth` below the root of the tree.
    #[cfg(feature = "host")]
    pub(crate) fn interface_docs(&self, id: InterfaceId, depth: usize) -> Option<String> {
        let interface = &self.resolve.interfaces[id];
        let context = self.context_of(self.resolve, id)?;
        let mut docs = interface.docs.clone();
        self.prepare_docs(&mut docs, interface.span, &context, &outer_base(&context, depth));
        self.append_gated(&mut docs, &context, interface.name.as_deref());
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

    fn annotate_interface(&self, resolve: &mut Resolve, id: InterfaceId, depth: usize) {
        let Some(context) = self.context_of(resolve, id) else { return };
        let interface = &resolve.interfaces[id];
        let outer = outer_base(&context, depth);
        let inner = LinkBase { depth, gates: context.gates.clone() };
        let types: Vec<TypeId> = interface.types.values().copied().collect();
        let span = interface.span;
        let interface = &mut resolve.interfaces[id];
        self.prepare_docs(&mut interface.docs, span, &context, &outer);
        self.append_gated(&mut interface.docs, &context, interface.name.as_deref());
        for function in interface.functions.values_mut() {
            self.annotate_function(function, &context, &inner);
        }
        for id in types {
            self.annotate_type(&mut resolve.types[id], &context, &inner);
        }
    }

    /// Adds the items of an interface whose features are off.
    fn append_gated(&self, docs: &mut Docs, context: &Context, interface: Option<&str>) {
        let Some(interface) = interface else { return };
        let package = self.package_name(context.package);
        let gated = self.gated.paragraph(package, Some(interface));
        let paragraphs: Vec<_> = docs.contents.take().into_iter().chain(gated).collect();
        docs.contents = (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"));
    }

    /// `true` if an interface is in the workspace, and not only in a `Resolve` that was derived from it.
    fn is_known(&self, id: InterfaceId) -> bool {
        self.resolve.interfaces.get(id).is_some()
    }

    fn annotate_world(&self, resolve: &mut Resolve, id: WorldId, depth: usize) {
        let Some(package) = resolve.worlds[id].package else { return };
        let gates = self.plan.gates.of_world(self.resolve, id);
        let gates: Vec<String> = gates.into_iter().map(str::to_owned).collect();
        let base = LinkBase { depth, gates: gates.clone() };
        let context =
            Context { package, interface: None, resource: None, own: BTreeSet::new(), gates };
        let world = &mut resolve.worlds[id];
        let mut types = Vec::new();
        for item in world.imports.values_mut().chain(world.exports.values_mut()) {
            match item {
                WorldItem::Function(function) => self.annotate_function(function, &context, &base),
                WorldItem::Type { id, .. } => types.push(*id),
                WorldItem::Interface { .. } => {}
            }
        }
        for ty in types {
            if resolve.types[ty].owner == TypeOwner::World(id) {
                self.annotate_type(&mut resolve.types[ty], &context, &base);
            }
        }
    }

    fn annotate_function(&self, function: &mut Function, context: &Context, base: &LinkBase) {
        let mut context = context.clone();
        context.own = function.params.iter().map(|param| param.name.clone()).collect();
        context.own.insert(function.item_name().to_owned());
        context.resource = context.interface.and_then(|interface| {
            let functions = &self.resolve.interfaces[interface].functions;
            functions.get(&function.name)?.kind.resource()
        });
        self.prepare_docs(&mut function.docs, function.span, &context, base);
    }

    fn annotate_type(&self, ty: &mut TypeDef, context: &Context, base: &LinkBase) {
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
                // wit-bindgen generates error messages from the docs of enum cases: links would be part of the message.
                let prepared = match is_enum {
                    true => markdown::prepare(text, &|_| None),
                    false => self.prepare(text, &context, base),
                };
                *text = prepared;
            }
        }
        context.resource = context.interface.and_then(|interface| {
            let name = ty.name.as_ref()?;
            self.resolve.interfaces[interface].types.get(name).copied()
        });
        self.prepare_docs(&mut ty.docs, ty.span, &context, base);
    }

    /// Prepares the docs of an item, and adds its location.
    fn prepare_docs(&self, docs: &mut Docs, span: Span, context: &Context, base: &LinkBase) {
        let text = docs.contents.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let text = text.map(|text| self.prepare(text, context, base));
        let location = self.locations.item(span).map(defined_in);
        let paragraphs: Vec<_> = text.into_iter().chain(location).collect();
        if !paragraphs.is_empty() {
            docs.contents = Some(paragraphs.join("\n\n"));
        }
    }
}

/// Returns the enums that functions return as errors.
///
/// The docs of their cases become unescaped string literals in `message`, for guests and hosts. Markdown does not show
/// a backslash that escapes a quote or another backslash.
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

/// Returns the link base of a module's docs, which are written outside the module.
fn outer_base(context: &Context, depth: usize) -> LinkBase {
    LinkBase { depth: depth - 1, gates: context.gates.clone() }
}
