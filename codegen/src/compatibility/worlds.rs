//! Compares a world in two versions: its imports and exports.

use crate::wit_parser::{
    IndexMap, InterfaceId, Resolve, Span, TypeDefKind, TypeId, World, WorldItem, WorldKey,
};

use super::changes::{Breaking, Role, Undo};
use super::interfaces::{Comparison, Gates, Place, function_words, is_unstable, type_words};
use frontend::diagnostic::CompatibilityError as Error;

type Items = IndexMap<WorldKey, WorldItem>;

/// The imports or the exports of a world in both versions.
#[derive(Clone, Copy)]
struct Side<'a> {
    world: &'a str,
    /// The name of the world in the new version.
    span: Span,
    /// `true` for imports.
    import: bool,
}

impl<'a> Comparison<'a> {
    /// Compares a world in both versions.
    pub(super) fn world(&mut self, old: &'a World, new: &'a World) {
        let side = |import| Side { world: &new.name, span: new.span, import };
        self.items(side(true), &old.imports, &new.imports);
        self.items(side(false), &old.exports, &new.exports);
    }

    fn items(&mut self, side: Side<'_>, old: &'a Items, new: &'a Items) {
        let (one, other) = (self.versions.old, self.versions.new);
        for (key, item) in old {
            let found = new.iter().find(|(other, _)| self.same_keys(key, other));
            let found = found.map(|(_, found)| found);
            let gate = found.map(|it| it.stability(other));
            match (Gates::of(item.stability(one), gate), found) {
                (Gates::Unstable, found) => self.in_unstable(|it| match found {
                    Some(found) => it.item(side, key, item, found),
                    None => it.removed_item(side, key, item, None),
                }),
                (Gates::Stable, Some(found)) => {
                    let words = item_words(one, key, item);
                    let (old, new) = (item.stability(one), found.stability(other));
                    self.gate(&words, old, new, self.span(side, found));
                    self.item(side, key, item, found);
                }
                (Gates::Stabilized, Some(found)) => {
                    let words = item_words(one, key, item);
                    self.addition(words, self.span(side, found));
                }
                (Gates::BecameUnstable, Some(found)) => {
                    let (what, span) = (item_words(one, key, item), self.span(side, found));
                    self.became_unstable(&self.place(side, None), what, span, item.span());
                }
                (_, None) => self.removed_item(side, key, item, None),
            }
        }
        for (key, item) in new {
            if old.iter().any(|(other, _)| self.same_keys(other, key)) {
                continue;
            }
            let (what, span) = (item_words(other, key, item), self.span(side, item));
            if is_unstable(item.stability(other)) {
                self.in_unstable(|it| it.addition(what, span));
            } else if self.is_new_name(key) {
                // The new name of an interface was reported.
            } else if side.import && !needs_host(other, item) || is_type(item) {
                self.addition(what, span);
            } else {
                let world = side.world.to_owned();
                let (error, who) = match side.import {
                    true => (Error::ImportAdded { what, world }, "hosts"),
                    false => (Error::ExportAdded { what, world }, "guests"),
                };
                let note = format!("this breaks {who} of the world");
                let undo = Undo::Remove;
                self.breaking(Breaking { error, new: Some(span), label: "", old: None, note, undo });
            }
        }
    }

    /// Compares an import or export in both versions.
    fn item(&mut self, side: Side<'_>, key: &WorldKey, old: &'a WorldItem, new: &'a WorldItem) {
        match (old, new) {
            (WorldItem::Function(old), WorldItem::Function(new)) => {
                self.function(&self.place(side, None), old, new);
            }
            (WorldItem::Type { id: old, .. }, WorldItem::Type { id: new, .. }) => {
                self.definition(&self.place(side, None), *old, *new);
            }
            (
                WorldItem::Interface { id: old_id, .. },
                WorldItem::Interface { id: new_id, span, .. },
            ) => {
                if self.same_interfaces(*old_id, *new_id) {
                    return;
                }
                let WorldKey::Name(name) = key else { return };
                let interfaces = (&self.versions.old.interfaces[*old_id], &self.versions.new.interfaces[*new_id]);
                self.interface(&self.place(side, Some((name, *span))), interfaces.0, interfaces.1);
            }
            _ => self.removed_item(side, key, old, Some(self.span(side, new))),
        }
    }

    /// Reports an import or export that does not exist any more. `now` is another kind of item with its name.
    fn removed_item(
        &mut self,
        side: Side<'_>,
        key: &WorldKey,
        item: &WorldItem,
        now: Option<Span>,
    ) {
        let resolve = self.versions.old;
        // Interfaces that were removed are reported, and hosts need not provide those without functions.
        if self.is_lost_name(key) || side.import && !needs_host(resolve, item) && !is_type(item) {
            return;
        }
        let (what, world) = (item_words(resolve, key, item), side.world.to_owned());
        let (error, who) = match side.import {
            true => (Error::ImportRemoved { what, world }, "guests"),
            false => (Error::ExportRemoved { what, world }, "hosts"),
        };
        let note = format!("this breaks {who} of the world");
        let label = if now.is_some() { "this is something else" } else { "" };
        let undo = if now.is_some() { Undo::None } else { Undo::Copy };
        let new = Some(now.unwrap_or(side.span));
        self.breaking(Breaking { error, new, label, old: Some(item.span()), note, undo });
    }

    /// Returns the span of an item of the new version, or that of its world if a `use` implies the item.
    fn span(&self, side: Side<'_>, item: &WorldItem) -> Span {
        if item.span().is_known() { item.span() } else { side.span }
    }

    /// Returns the world, or an interface in it, as the place of items.
    fn place(&self, side: Side<'_>, interface: Option<(&str, Span)>) -> Place {
        let world = format!("world `{}`", side.world);
        let role = Role {
            imported: side.import,
            exported_by: (!side.import).then(|| side.world.to_owned()),
        };
        match interface {
            Some((name, span)) => {
                Place { name: format!("interface `{name}` of {world}"), span: Some(span), role }
            }
            None => Place { name: world, span: Some(side.span), role },
        }
    }

    fn same_keys(&self, old: &WorldKey, new: &WorldKey) -> bool {
        match (old, new) {
            (WorldKey::Name(old), WorldKey::Name(new)) => old == new,
            (WorldKey::Interface(old), WorldKey::Interface(new)) => self.same_interfaces(*old, *new),
            _ => false,
        }
    }

    /// `true` if both interfaces have the same path in the package, or in compatible versions of another one.
    pub(super) fn same_interfaces(&self, old: InterfaceId, new: InterfaceId) -> bool {
        let (old, new) = (&self.versions.old.interfaces[old], &self.versions.new.interfaces[new]);
        old.name.is_some()
            && old.name == new.name
            && self.versions.same_packages(old.package, new.package)
    }

    /// `true` for an interface of the package that does not exist any more.
    fn is_lost_name(&self, key: &WorldKey) -> bool {
        let WorldKey::Interface(id) = key else { return false };
        let interface = &self.versions.old.interfaces[*id];
        let (old, new) = self.versions.packages;
        let name = interface.name.as_deref().unwrap_or_default();
        interface.package == Some(old)
            && !self.versions.new.packages[new].interfaces.contains_key(name)
    }

    /// `true` for an interface of the package that has another name in the old version.
    fn is_new_name(&self, key: &WorldKey) -> bool {
        let WorldKey::Interface(id) = key else { return false };
        self.renamed.contains(id)
    }
}

/// `true` if a host must provide something for an import: an interface of types needs nothing.
fn needs_host(resolve: &Resolve, item: &WorldItem) -> bool {
    match item {
        WorldItem::Interface { id, .. } => {
            let interface = &resolve.interfaces[*id];
            let is_stable = |id: &TypeId| {
                let ty = &resolve.types[*id];
                matches!(ty.kind, TypeDefKind::Resource) && !is_unstable(&ty.stability)
            };
            interface.functions.values().any(|function| !is_unstable(&function.stability))
                || interface.types.values().any(is_stable)
        }
        WorldItem::Function(_) => true,
        WorldItem::Type { id, .. } => matches!(resolve.types[*id].kind, TypeDefKind::Resource),
    }
}

fn is_type(item: &WorldItem) -> bool {
    matches!(item, WorldItem::Type { .. })
}

/// Returns ``interface `a:b/c` ``.
fn item_words(resolve: &Resolve, key: &WorldKey, item: &WorldItem) -> String {
    match item {
        WorldItem::Interface { .. } => match key {
            WorldKey::Name(name) => format!("interface `{name}`"),
            WorldKey::Interface(id) => {
                let interface = &resolve.interfaces[*id];
                let package = interface.package.map(|id| &resolve.packages[id].name);
                let name = interface.name.as_deref().unwrap_or_default();
                let package =
                    package.map(|name| format!("{}:{}/", name.namespace, name.name)).unwrap_or_default();
                format!("interface `{package}{name}`")
            }
        },
        WorldItem::Function(function) => function_words(resolve, function),
        WorldItem::Type { id, .. } => type_words(resolve, *id),
    }
}
