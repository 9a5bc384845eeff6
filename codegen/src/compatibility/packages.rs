//! Compares the interfaces and worlds of a package in two versions.

use crate::wit_parser::{Interface, InterfaceId, PackageId, Resolve, Span, Stability, WorldItem};

use super::changes::{At, Breaking, Changes, Role, Undo};
use super::comparison::{Comparison, Gates, Place};
use super::types::Versions;
use crate::wit::package_name;
use frontend::diagnostic::CompatibilityError as Error;
use std::collections::BTreeSet;

/// Returns the changes between two versions of a package.
pub(super) fn changes(old: &Resolve, new: &Resolve, packages: (PackageId, PackageId)) -> Changes {
    let versions = Versions { old, new, packages };
    let mut comparison = Comparison {
        versions,
        unstable: false,
        renamed: BTreeSet::new(),
        changes: Changes::default(),
    };
    comparison.interfaces();
    comparison.worlds();
    comparison.changes
}

impl Comparison<'_> {
    fn interfaces(&mut self) {
        let Versions { old, new, packages } = self.versions;
        let (one, other) = (&old.packages[packages.0], &new.packages[packages.1]);
        for (name, &id) in &one.interfaces {
            let interface = &old.interfaces[id];
            let role = role(old, id);
            let what = format!("interface `{name}`");
            let Some(&new_id) = other.interfaces.get(name) else {
                let candidates = other.interfaces.iter();
                let candidates = candidates.filter(|(name, _)| !one.interfaces.contains_key(*name));
                let mut same =
                    candidates.filter(|(_, id)| have_same_items(interface, &new.interfaces[**id]));
                let renamed = same.next().filter(|_| same.next().is_none());
                let place = self.package_place(role);
                self.renamed.extend(renamed.map(|(_, id)| *id));
                self.with_gates(&interface.stability, |it| match renamed {
                    Some((name, id)) => {
                        let owner = place.name.clone();
                        let error = Error::ItemRenamed { what, owner, name: name.clone() };
                        let span = new.interfaces[*id].span;
                        let undo = Undo::None;
                        it.changed(&place, error, span, Some(interface.span), undo, (true, true));
                    }
                    None => it.removed(&place, what, interface.span),
                });
                continue;
            };
            let new_interface = &new.interfaces[new_id];
            let place = Place { name: what.clone(), at: At::Name(new_interface.span), role };
            let stability = [&interface.stability, &new_interface.stability];
            let spans = [interface.span, new_interface.span];
            let compare = |it: &mut Self| it.interface(&place, interface, new_interface);
            self.gated(what, &place.role, stability, spans, compare);
        }
        for (name, id) in &other.interfaces {
            if !one.interfaces.contains_key(name) && !self.renamed.contains(id) {
                let interface = &new.interfaces[*id];
                self.new_item(format!("interface `{name}`"), &interface.stability, interface.span);
            }
        }
    }

    fn worlds(&mut self) {
        let Versions { old, new, packages } = self.versions;
        let (one, other) = (&old.packages[packages.0], &new.packages[packages.1]);
        for (name, &id) in &one.worlds {
            let world = &old.worlds[id];
            let what = format!("world `{name}`");
            let Some(&new_id) = other.worlds.get(name) else {
                let owner = self.package_place(Role::default()).name;
                let error = Error::ItemRemoved { what, owner };
                let note = "this breaks guests and hosts of the world".to_owned();
                let (old, undo) = (Some(At::Name(world.span)), Undo::Copy);
                self.with_gates(&world.stability, |it| {
                    it.breaking(Breaking { error, new: At::Package, label: "", old, note, undo });
                });
                continue;
            };
            let new_world = &new.worlds[new_id];
            let stability = [&world.stability, &new_world.stability];
            let spans = [world.span, new_world.span];
            let compare = |it: &mut Self| it.world(world, new_world);
            self.gated(what, &Role::default(), stability, spans, compare);
        }
        for (name, id) in other.worlds.iter().filter(|(name, _)| !one.worlds.contains_key(*name)) {
            let world = &new.worlds[*id];
            self.new_item(format!("world `{name}`"), &world.stability, world.span);
        }
    }

    /// Compares an interface or world that is in both versions, as its gates demand.
    fn gated(
        &mut self,
        what: String,
        role: &Role,
        [old, new]: [&Stability; 2],
        [old_span, span]: [Span; 2],
        compare: impl FnOnce(&mut Self),
    ) {
        match Gates::of(old, Some(new)) {
            Gates::Unstable => self.in_unstable(compare),
            Gates::Stable => {
                self.gate(&what, old, new, span);
                compare(self);
            }
            Gates::Stabilized => self.addition(what, span),
            Gates::BecameUnstable => {
                let place = self.package_place(role.clone());
                self.became_unstable(&place, what, span, old_span);
            }
        }
    }

    /// Adds an interface or a world that the old version does not have.
    fn new_item(&mut self, what: String, stability: &Stability, span: Span) {
        self.with_gates(stability, |it| it.addition(what, span));
    }

    /// Returns the package as the place of interfaces and worlds.
    fn package_place(&self, role: Role) -> Place {
        let name = package_name(&self.versions.new.packages[self.versions.packages.1].name);
        Place { name: format!("package `{}`", name.unversioned()), at: At::Package, role }
    }
}

/// `true` if two interfaces have the same items by name, and at least one.
fn have_same_items(old: &Interface, new: &Interface) -> bool {
    let names = |interface: &Interface| -> BTreeSet<String> {
        interface.types.keys().chain(interface.functions.keys()).cloned().collect()
    };
    !names(old).is_empty() && names(old) == names(new)
}

/// Returns the worlds that use an interface.
fn role(resolve: &Resolve, interface: InterfaceId) -> Role {
    let is_it =
        |item: &WorldItem| matches!(item, WorldItem::Interface { id, .. } if *id == interface);
    let mut role = Role::default();
    for (_, world) in &resolve.worlds {
        role.imported |= world.imports.values().any(is_it);
        if role.exported_by.is_none() && world.exports.values().any(is_it) {
            role.exported_by = Some(world.name.clone());
        }
    }
    role
}
