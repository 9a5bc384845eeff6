//! Compares a world in two versions: its imports and exports.

use crate::wit_parser::{
    IndexMap, InterfaceId, Resolve, Span, TypeDefKind, TypeId, World, WorldItem, WorldKey,
};

use super::changes::{At, Breaking, Role, Undo};
use super::comparison::{Comparison, Gates, Place};
use super::definitions::type_words;
use super::functions::function_words;
use crate::wit::is_unstable;
use frontend::diagnostic::CompatibilityError as Error;

type Items = IndexMap<WorldKey, WorldItem>;

/// The imports or the exports of a world in both versions.
#[derive(Clone, Copy)]
struct Side<'a> {
    world: &'a str,
    /// The name of the world in the old and in the new version.
    spans: [Span; 2],
    /// `true` for imports.
    import: bool,
}

impl<'a> Comparison<'a> {
    /// Compares a world in both versions.
    pub(super) fn world(&mut self, old: &'a World, new: &'a World) {
        let side = |import| Side { world: &new.name, spans: [old.span, new.span], import };
        self.items(side(true), &old.imports, &new.imports);
        self.items(side(false), &old.exports, &new.exports);
    }

    fn items(&mut self, side: Side<'_>, old: &'a Items, new: &'a Items) {
        let (one, other) = (self.versions.old, self.versions.new);
        for (key, item) in old {
            let found = new.iter().find(|(other, _)| self.same_keys(key, other));
            let gate = found.map(|(_, it)| it.stability(other));
            match (Gates::of(item.stability(one), gate), found) {
                (Gates::Unstable, found) => self.in_unstable(|it| match found {
                    Some((_, found)) => it.item(side, key, item, found),
                    None => it.removed_item(side, key, item, None),
                }),
                (Gates::Stable, Some((_, found))) => {
                    let words = item_words(one, key, item);
                    let (old, new) = (item.stability(one), found.stability(other));
                    let at = self.at(side, found);
                    self.gate(&words, old, new, at);
                    self.item(side, key, item, found);
                }
                (Gates::Stabilized, Some((key, found))) => self.new_item_of_world(side, key, found),
                (Gates::BecameUnstable, Some((_, found))) => {
                    let what = item_words(one, key, item);
                    let error =
                        Error::BecameUnstable { what, owner: format!("world `{}`", side.world) };
                    let note = "this breaks guests and hosts of the world".to_owned();
                    let (new, old) =
                        (self.at(side, found), Some(at(one, side.spans[0], side, item)));
                    let undo = Undo::None;
                    self.breaking(Breaking { error, new, label: "", old, note, undo });
                }
                (_, None) => self.removed_item(side, key, item, None),
            }
        }
        for (key, item) in new {
            if old.iter().any(|(other, _)| self.same_keys(other, key)) {
                continue;
            }
            // The new name of an interface was reported.
            if !self.is_new_name(key) {
                self.new_item_of_world(side, key, item);
            }
        }
    }

    /// Adds an import or export that is new or became stable.
    fn new_item_of_world(&mut self, side: Side<'_>, key: &WorldKey, item: &WorldItem) {
        let resolve = self.versions.new;
        let (what, new) = (item_words(resolve, key, item), self.at(side, item));
        if is_unstable(item.stability(resolve)) {
            return self.in_unstable(|it| it.addition(what, new));
        }
        if side.import && !needs_host(resolve, item) || is_type(item) {
            return self.addition(what, new);
        }
        let world = side.world.to_owned();
        let (error, who) = match side.import {
            true => (Error::ImportAdded { what, world }, "hosts"),
            false => (Error::ExportAdded { what, world }, "guests"),
        };
        let note = format!("this breaks {who} of the world");
        let undo = Undo::Remove;
        self.breaking(Breaking { error, new, label: "", old: None, note, undo });
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
                let interfaces = (
                    &self.versions.old.interfaces[*old_id],
                    &self.versions.new.interfaces[*new_id],
                );
                self.interface(&self.place(side, Some((name, *span))), interfaces.0, interfaces.1);
            }
            _ => self.removed_item(side, key, old, Some(self.at(side, new))),
        }
    }

    /// Reports an import or export that does not exist any more. `now` is another kind of item with its name.
    fn removed_item(&mut self, side: Side<'_>, key: &WorldKey, item: &WorldItem, now: Option<At>) {
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
        let new = now.unwrap_or(At::Name(side.spans[1]));
        let old = Some(at(resolve, side.spans[0], side, item));
        self.breaking(Breaking { error, new, label, old, note, undo });
    }

    /// Returns the location of an item of the new version.
    fn at(&self, side: Side<'_>, item: &WorldItem) -> At {
        at(self.versions.new, side.spans[1], side, item)
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
                Place { name: format!("interface `{name}` of {world}"), at: At::Name(span), role }
            }
            None => Place { name: world, at: At::Name(side.spans[1]), role },
        }
    }

    fn same_keys(&self, old: &WorldKey, new: &WorldKey) -> bool {
        match (old, new) {
            (WorldKey::Name(old), WorldKey::Name(new)) => old == new,
            (WorldKey::Interface(old), WorldKey::Interface(new)) => {
                self.same_interfaces(*old, *new)
            }
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

/// Returns the location of an import or export.
fn at(resolve: &Resolve, world_span: Span, side: Side<'_>, item: &WorldItem) -> At {
    match item {
        WorldItem::Interface { id, span, .. } if !span.is_known() => At::Interface {
            world: side.world.to_owned(),
            world_span,
            import: side.import,
            path: path(resolve, *id),
        },
        item => At::Name(item.span()),
    }
}

/// Returns the path of an interface without a version: `a:b/c`.
fn path(resolve: &Resolve, id: InterfaceId) -> String {
    let interface = &resolve.interfaces[id];
    let name = interface.name.as_deref().unwrap_or_default();
    match interface.package.map(|id| &resolve.packages[id].name) {
        Some(package) => format!("{}:{}/{name}", package.namespace, package.name),
        None => name.to_owned(),
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
            WorldKey::Interface(id) => format!("interface `{}`", path(resolve, *id)),
        },
        WorldItem::Function(function) => function_words(resolve, function),
        WorldItem::Type { id, .. } => type_words(resolve, *id),
    }
}
