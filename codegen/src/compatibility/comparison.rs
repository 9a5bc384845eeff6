//! The comparison of a package in two versions, and how it records changes.

use crate::wit_parser::{Interface, InterfaceId, Span, Stability};

use super::changes::{At, Breaking, Changes, Other, Role, Undo};
use super::types::Versions;
use crate::wit::is_unstable;
use frontend::diagnostic::{CompatibilityError as Error, ErrorKind as _};
use std::collections::BTreeSet;

/// Compares two versions of a package.
pub(super) struct Comparison<'a> {
    pub(super) versions: Versions<'a>,
    /// `true` inside an item that was `@unstable`, which may change freely.
    pub(super) unstable: bool,
    /// The interfaces of the new version that have another name in the old one.
    pub(super) renamed: BTreeSet<InterfaceId>,
    pub(super) changes: Changes,
}

/// The interface or world that contains the compared items.
#[derive(Clone)]
pub(super) struct Place {
    /// ``interface `i` ``.
    pub(super) name: String,
    /// The name in the new version, or the package declaration.
    pub(super) at: At,
    pub(super) role: Role,
}

/// The gates of an item in both versions.
pub(super) enum Gates {
    /// The item is stable in both.
    Stable,
    /// The item was `@unstable`, and is so or does not exist.
    Unstable,
    /// The item was `@unstable`, and is stable.
    Stabilized,
    /// The item was stable, and is `@unstable`.
    BecameUnstable,
}

impl Gates {
    pub(super) fn of(old: &Stability, new: Option<&Stability>) -> Self {
        match (is_unstable(old), new.map(is_unstable)) {
            (true, None | Some(true)) => Self::Unstable,
            (true, Some(false)) => Self::Stabilized,
            (false, Some(true)) => Self::BecameUnstable,
            (false, None | Some(false)) => Self::Stable,
        }
    }
}

impl<'a> Comparison<'a> {
    /// Compares the items of an interface.
    pub(super) fn interface(&mut self, place: &Place, old: &'a Interface, new: &'a Interface) {
        self.types(place, &old.types, &new.types);
        let types = &self.versions.new.types;
        self.functions(place, &old.functions, &new.functions, &|resource| {
            new.types.get(resource).map(|id| types[*id].span)
        });
    }

    /// Runs `compare` for the content of an item that was `@unstable`.
    pub(super) fn in_unstable(&mut self, compare: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.unstable, true);
        compare(self);
        self.unstable = before;
    }

    /// Runs `compare` for an item that one version lacks, by its gates in the other one.
    pub(super) fn with_gates(&mut self, gates: &Stability, compare: impl FnOnce(&mut Self)) {
        match is_unstable(gates) {
            true => self.in_unstable(compare),
            false => compare(self),
        }
    }

    /// Adds a breaking change, or another one inside an unstable item.
    pub(super) fn breaking(&mut self, change: Breaking) {
        if self.unstable {
            let Breaking { error, new: at, .. } = change;
            self.changes.others.push(Other { change: error.message(), at });
        } else {
            self.changes.breaking.push(change);
        }
    }

    /// Adds an item that is new, or was `@unstable`.
    pub(super) fn addition(&mut self, what: String, at: impl Into<At>) {
        let addition = Other { change: format!("{what} is new"), at: at.into() };
        match self.unstable {
            true => self.changes.others.push(addition),
            false => self.changes.additions.push(addition),
        }
    }

    /// Records another gate of an item that stays stable.
    pub(super) fn gate(&mut self, what: &str, old: &Stability, new: &Stability, at: impl Into<At>) {
        if old != new {
            let change = format!("the gates of {what} changed");
            self.changes.others.push(Other { change, at: at.into() });
        }
    }

    /// Adds a change of an item that is in both versions, and breaks callers, implementers, or both.
    pub(super) fn changed(
        &mut self,
        place: &Place,
        error: Error,
        new: Span,
        old: Option<Span>,
        undo: Undo,
        (callers, implementers): (bool, bool),
    ) {
        let note = place.role.note(callers, implementers);
        let (new, old) = (At::Name(new), old.map(At::Name));
        self.breaking(Breaking { error, new, label: "", old, note, undo });
    }

    /// Adds the removal of an item.
    pub(super) fn removed(&mut self, place: &Place, what: String, old: Span) {
        let error = Error::ItemRemoved { what, owner: place.name.clone() };
        let note = place.role.note(true, false);
        let label = if let At::Package = place.at { "" } else { "no longer in here" };
        let (new, old, undo) = (place.at.clone(), Some(At::Name(old)), Undo::Copy);
        self.breaking(Breaking { error, new, label, old, note, undo });
    }

    /// Adds an item that implementers do not have.
    pub(super) fn required(&mut self, place: &Place, what: String, new: Span, world: String) {
        let error = Error::ItemRequired { what, owner: place.name.clone(), world };
        let note = place.role.note(false, true);
        let (new, undo) = (At::Name(new), Undo::None);
        self.breaking(Breaking { error, new, label: "", old: None, note, undo });
    }

    pub(super) fn became_unstable(&mut self, place: &Place, what: String, new: Span, old: Span) {
        let error = Error::BecameUnstable { what, owner: place.name.clone() };
        let undo = Undo::Replace { old, new };
        self.changed(place, error, new, Some(old), undo, (true, true));
    }
}
