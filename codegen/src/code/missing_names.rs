//! Defines the names of broken packages, so that code which uses them causes no follow-up errors.
//!
//! rustc reports no unresolved name in a module in which a macro failed, nor anything derived from it. So all errors are
//! in one module, and each missing name is imported from there.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};

use super::items::{Item, Items};
use super::silence_lints;
use crate::ERRORS_MODULE;
use crate::plan::{MissingModule, MissingNames};

/// Adds the names to the tree.
pub(crate) fn add(tree: &mut Items, missing: &MissingNames) {
    if missing.is_empty() {
        return;
    }
    let mut namespaces: BTreeMap<&str, Vec<(&str, Option<&MissingModule>)>> = BTreeMap::new();
    for ([namespace, package], module) in &missing.packages {
        namespaces.entry(namespace).or_default().push((package, module.as_ref()));
    }
    for (namespace, packages) in namespaces {
        if !tree.has_module(namespace) {
            if packages.iter().any(|(_, module)| module.is_none()) {
                tree.0.extend(import(namespace, "self"));
                continue;
            }
            tree.0.extend(self::module(namespace, Vec::new()));
        }
        tree.edit_module(namespace, |items| {
            let valid: BTreeSet<String> = items.module_names().map(str::to_owned).collect();
            let missing = packages.iter().filter(|(package, _)| !valid.contains(*package));
            items.0.extend(missing.flat_map(|(package, module)| match module {
                Some(found) => package_module(package, found),
                None => import(package, "super"),
            }));
        });
    }
    let namespaces = missing.namespaces.iter().filter(|name| !tree.has_module(name));
    let namespaces: Vec<Item> = namespaces.flat_map(|name| import(name, "self")).collect();
    tree.0.extend(namespaces);
    let modules: Vec<String> = tree.module_names().map(str::to_owned).collect();
    let top = missing.top.iter().filter(|name| !modules.contains(name));
    tree.0.extend(top.flat_map(|name| import(name, "self")));
    tree.0.dedup_by_key(|item| item.to_token_stream().to_string());
}

/// Returns the module of a missing package.
fn package_module(name: &str, found: &MissingModule) -> Vec<Item> {
    let names = found.names.iter().flat_map(|name| import(name, "super::super"));
    let interfaces = found.interfaces.iter().flat_map(|(interface, names)| {
        module(
            interface,
            names.iter().flat_map(|name| import(name, "super::super::super")).collect(),
        )
    });
    module(name, names.chain(interfaces).collect())
}

fn module(name: &str, items: Vec<Item>) -> Vec<Item> {
    let name = TokenStream::from_str(name).unwrap_or_default();
    let items = Items(items);
    let silence_lints = silence_lints();
    Items::split(quote! { #silence_lints pub mod #name { #items } }).0
}

/// `pub use self::errors::name;`.
fn import(name: &str, parent: &str) -> Vec<Item> {
    let errors = format_ident!("{ERRORS_MODULE}");
    let [name, parent] = [name, parent].map(|part| TokenStream::from_str(part).unwrap_or_default());
    let silence_lints = silence_lints();
    Items::split(quote! { #silence_lints pub use #parent::#errors::#name; }).0
}
