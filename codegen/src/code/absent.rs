//! Names that are not there since their package is not sound, such that nobody complains of them.
//!
//! rustc says nothing of a name that is missing from a module in which a macro failed, nor of what is
//! derived from it. So all errors stand in one module, and each missing name is imported from there.

use std::str::FromStr as _;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};

use super::item::Items;
use super::quiet;
use crate::ERRORS_MODULE;
use crate::plan::MissingNames;

/// Adds the names to the tree.
pub(crate) fn add(tree: &mut Items, absent: &MissingNames) {
    if absent.is_empty() {
        return;
    }
    for [namespace, package] in &absent.packages {
        if tree.module_names().all(|module| module != namespace) {
            tree.0.extend(import(namespace, "self"));
        } else {
            tree.module(namespace).edit(|items| {
                if items.module_names().all(|module| module != package) {
                    items.0.extend(import(package, "super"));
                }
            });
        }
    }
    let taken: Vec<String> = tree.module_names().map(str::to_owned).collect();
    let top = absent.top.iter().filter(|name| !taken.contains(name));
    tree.0.extend(top.flat_map(|name| import(name, "self")));
    tree.0.dedup_by_key(|item| item.tokens.iter().cloned().collect::<TokenStream>().to_string());
}

/// `pub use self::faults::name;`.
fn import(name: &str, parent: &str) -> impl Iterator<Item = super::item::Item> + use<> {
    let faults = format_ident!("{ERRORS_MODULE}");
    let [name, parent] = [name, parent].map(|part| TokenStream::from_str(part).unwrap_or_default());
    let quiet = quiet();
    let import = quote! { #quiet pub use #parent::#faults::#name; };
    Items::split(import.into_token_stream()).0.into_iter()
}
