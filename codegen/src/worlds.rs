//! Queries on the imports and exports of worlds.

use crate::wit_parser::{Function, IndexMap, InterfaceId, WorldItem, WorldKey};

/// The interfaces among imports or exports, with their keys.
pub(crate) fn interfaces(
    items: &IndexMap<WorldKey, WorldItem>,
) -> impl Iterator<Item = (&WorldKey, InterfaceId)> {
    items.iter().filter_map(|(key, item)| match item {
        WorldItem::Interface { id, .. } => Some((key, *id)),
        WorldItem::Function(_) | WorldItem::Type { .. } => None,
    })
}

/// The functions among imports or exports.
pub(crate) fn functions(items: &IndexMap<WorldKey, WorldItem>) -> impl Iterator<Item = &Function> {
    items.values().filter_map(|item| match item {
        WorldItem::Function(function) => Some(function),
        WorldItem::Interface { .. } | WorldItem::Type { .. } => None,
    })
}
