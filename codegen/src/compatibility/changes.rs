//! The changes between two versions of a package, as the comparison finds them.

use crate::wit_parser::Span;

use frontend::diagnostic::CompatibilityError;

/// All changes between two versions of a package.
#[derive(Default)]
pub(super) struct Changes {
    /// Changes that break callers or implementers.
    pub(super) breaking: Vec<Breaking>,
    /// New items that break nothing.
    pub(super) additions: Vec<Other>,
    /// Changes of gates and of `@unstable` items.
    pub(super) others: Vec<Other>,
}

/// A change that breaks callers or implementers.
pub(super) struct Breaking {
    pub(super) error: CompatibilityError,
    /// The location in the new version.
    pub(super) new: At,
    /// The text next to it.
    pub(super) label: &'static str,
    /// The location in the old version.
    pub(super) old: Option<At>,
    /// `this breaks callers (guests)`.
    pub(super) note: String,
    pub(super) undo: Undo,
}

/// The location of an item in one version of a package.
#[derive(Clone, Debug)]
pub(super) enum At {
    /// The package declaration.
    Package,
    /// The name of an item.
    Name(Span),
    /// An import or export of an interface, for which wit-parser has no span.
    Interface {
        world: String,
        /// The name of the world, for an import that a `use` implies.
        world_span: Span,
        import: bool,
        /// The path without a version: `a:b/c`.
        path: String,
    },
}

impl From<Span> for At {
    fn from(span: Span) -> Self {
        Self::Name(span)
    }
}

/// The edit that undoes a breaking change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Undo {
    /// Copies the old item into the interface or world at the new location.
    Copy,
    /// Replaces an item with the old one, by the names of both.
    Replace {
        /// The name in the old version.
        old: Span,
        /// The name in the new version.
        new: Span,
    },
    /// Adds `type old = new;` with the new name of a type.
    Alias(Span),
    /// Removes the item at the new location.
    Remove,
    /// No edit is known.
    None,
}

/// A change that breaks nothing.
pub(super) struct Other {
    /// ``function `f` is new``.
    pub(super) change: String,
    /// The location in the new version.
    pub(super) at: At,
}

/// The users of an interface among the worlds of the old version.
#[derive(Clone, Debug, Default)]
pub(super) struct Role {
    /// `true` if a world imports the interface: guests call it, and hosts implement it.
    pub(super) imported: bool,
    /// A world that exports the interface: hosts call it, and guests implement it.
    pub(super) exported_by: Option<String>,
}

impl Role {
    /// Returns what a change breaks: `this breaks callers (guests) and implementers (hosts)`.
    pub(super) fn note(&self, callers: bool, implementers: bool) -> String {
        let exported = self.exported_by.is_some();
        let who = |word: &str, guests: bool, hosts: bool| match (guests, hosts) {
            (true, true) => format!("{word} (guests and hosts)"),
            (true, false) => format!("{word} (guests)"),
            (false, true) => format!("{word} (hosts)"),
            (false, false) => word.to_owned(),
        };
        let callers = callers.then(|| who("callers", self.imported, exported));
        let implementers = implementers.then(|| who("implementers", exported, self.imported));
        let both: Vec<_> = callers.into_iter().chain(implementers).collect();
        format!("this breaks {}", both.join(" and "))
    }
}
