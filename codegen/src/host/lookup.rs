//! The keys by which `bindgen!` 48 looks up an item in its options, the most specific first.
//!
//! See `lookup_keys` of `wasmtime-internal-wit-bindgen`.

use crate::request::{TypeOptions, With};
use crate::selector;
use crate::wit_parser::{InterfaceId, Resolve, WorldKey};

/// A name, and `true` if it names the item itself and not the interface or package that contains it.
pub(super) type Key = (String, bool);

/// The keys of a function or resource `item` in an interface, or of the interface itself.
pub(super) fn keys(resolve: &Resolve, key: &WorldKey, item: Option<&str>) -> Vec<Key> {
    let id = match key {
        WorldKey::Name(name) => {
            return vec![(item.map_or(name.clone(), |item| format!("{name}.{item}")), true)];
        }
        WorldKey::Interface(id) => *id,
    };
    let versioned = resolve.id_of(id).unwrap_or_default();
    let plain = versioned.split('@').next().unwrap_or_default().to_owned();
    let items = item.into_iter().flat_map(|item| {
        [format!("{versioned}.{item}"), format!("{plain}.{item}")].map(|name| (name, true))
    });
    let own = item.is_none();
    let interfaces = [(versioned.clone(), own), (plain.clone(), own)];
    let packages = resolve.interfaces[id].package.map(|package| {
        let name = &resolve.packages[package].name;
        let plain = format!("{}:{}", name.namespace, name.name);
        [name.to_string(), plain, name.namespace.clone()].map(|name| (name, false))
    });
    let mut keys: Vec<Key> =
        items.chain(interfaces).chain(packages.into_iter().flatten()).collect();
    keys.dedup();
    keys
}

/// `true` if `with` names other bindings for an interface.
pub(super) fn is_elsewhere(types: &TypeOptions, resolve: &Resolve, id: InterfaceId) -> bool {
    let keys = keys(resolve, &WorldKey::Interface(id), None);
    types.with.iter().any(|(name, with)| {
        let name = selector::dotted(&name.value);
        matches!(with, With::Path(_)) && keys.iter().any(|(key, _)| *key == name)
    })
}

/// The key with a version for the item or interface that `name`, one of `keys`, stands for. Keys of packages stand for all
/// their versions.
pub(super) fn versioned<'a>(keys: &'a [Key], name: &'a str) -> &'a str {
    let at = keys.iter().position(|key| key.0 == name).unwrap_or_default();
    match at.checked_sub(1).map(|before| keys[before].0.as_str()) {
        Some(before) if name.contains('/') && !name.contains('@') && before.contains('@') => before,
        _ => name,
    }
}
