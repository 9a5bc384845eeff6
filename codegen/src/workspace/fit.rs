//! Whether a `.wasm` file says the same of a package as what was read already: text, or another `.wasm` file.
//!
//! wit-parser merges two copies of a package as long as they do not contradict each other, and a file holds only a
//! part of the packages that its own one uses. Where a copy is whole, the other one must not have more.

use crate::wit_parser::{Package, PackageName, Resolve, Stability};

use super::decode::Decoded;
use super::signature::Signatures;
use crate::types::TypeText as _;
use std::collections::{BTreeMap, BTreeSet};

/// The package that two sources say differently, and how they differ.
pub(super) struct Misfit {
    pub(super) package: PackageName,
    pub(super) reason: String,
}

/// Compares what a file holds with what is in `resolve`, where the packages in `whole` are there as a whole.
pub(super) fn check(
    decoded: &Decoded,
    resolve: &Resolve,
    whole: &BTreeSet<PackageName>,
) -> Result<(), Misfit> {
    for name in decoded.names() {
        let Some(&there) = resolve.package_names.get(name) else { continue };
        let from = &decoded.resolve.packages[decoded.resolve.package_names[name]];
        let ours = items(resolve, &resolve.packages[there]);
        let theirs = items(&decoded.resolve, from);
        let one_has = |item: &String| format!("only one of them has {item}");
        let more = theirs.keys().find(|it| whole.contains(name) && !ours.contains_key(*it));
        let is_main = name == decoded.main_name();
        let less = ours.keys().find(|it| is_main && !theirs.contains_key(*it));
        let other = theirs.iter().find(|(it, this)| ours.get(*it).is_some_and(|it| it != *this));
        let other = other.map(|(item, _)| format!("they differ in {item}"));
        if let Some(reason) = more.or(less).map(one_has).or(other) {
            return Err(Misfit { package: name.clone(), reason });
        }
    }
    Ok(())
}

/// Merges a file into what was read already.
pub(super) fn merge(decoded: &Decoded, resolve: &mut Resolve) -> Result<(), Misfit> {
    resolve.merge(decoded.resolve.clone()).map(drop).map_err(|error| {
        let message = format!("{error:#}");
        let named = decoded.names().find(|name| message.contains(&format!("package `{name}`")));
        let package = named.unwrap_or(decoded.main_name()).clone();
        // Behind the first `:` stands what differs, and not what was being done.
        let reason = message.split_once(": ").map_or(message.clone(), |(_, reason)| reason.into());
        Misfit { package, reason: reason.lines().next().unwrap_or_default().to_owned() }
    })
}

/// What a package is made of, in words, and what each is, but for what is there only with a feature.
fn items(resolve: &Resolve, package: &Package) -> BTreeMap<String, String> {
    let signatures = Signatures { resolve };
    let mut items = BTreeMap::new();
    for (name, id) in &package.interfaces {
        let interface = &resolve.interfaces[*id];
        if is_unstable(&interface.stability) {
            continue;
        }
        items.insert(format!("interface `{name}`"), String::new());
        let types = interface.types.iter();
        let types = types.filter(|(_, id)| !is_unstable(&resolve.types[**id].stability));
        items.extend(types.map(|(it, id)| {
            (format!("type `{it}` in interface `{name}`"), signatures.structure(*id))
        }));
        let functions = interface.functions.values().filter(|it| !is_unstable(&it.stability));
        items.extend(
            functions.map(|it| {
                (format!("`{}` in interface `{name}`", it.name), signatures.function(it))
            }),
        );
    }
    let worlds = package.worlds.iter();
    let worlds = worlds.filter(|(_, id)| !is_unstable(&resolve.worlds[**id].stability));
    items.extend(worlds.map(|(name, _)| (format!("world `{name}`"), String::new())));
    items
}

fn is_unstable(stability: &Stability) -> bool {
    matches!(stability, Stability::Unstable { .. })
}
