//! Re-exports the items of a world by name, where the tree may have modules of the same names.

use std::collections::BTreeMap;
use std::iter;
use std::str::FromStr as _;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{ItemUse, UseTree};

use crate::code::items::{Item, Items, Kind};

/// Modules that are not public API of a world if the tree has them too.
const OF_TREE: &[&str] = &["wit_future", "wit_stream"];

/// A module of a world, and the module for its re-exports.
struct Modules<'a> {
    /// The items of the module of the world.
    from: &'a Items,
    /// Its path from the root of the tree.
    path: TokenStream,
    /// The number of modules around the re-exports.
    depth: usize,
}

/// Adds re-exports of the items of a world to the tree. `path` is the path of the world's module.
pub(super) fn add(from: &Items, path: TokenStream, tree: &mut Items, gates: &TokenStream) {
    Modules { from, path, depth: 0 }.re_export(tree, gates);
}

impl Modules<'_> {
    /// Re-exports each item by name. Where both have a module, its items are re-exported in that of the tree.
    fn re_export(&self, tree: &mut Items, gates: &TokenStream) {
        let mut names: BTreeMap<String, Vec<TokenStream>> = BTreeMap::new();
        for item in self.from.0.iter().flat_map(expanded) {
            match &item.kind {
                Kind::Module(name) if tree.has_module(name) => {
                    self.re_export_module(name, &item, tree, gates);
                }
                Kind::Module(_) | Kind::Static(_) | Kind::Other => {
                    let of_visibility = names.entry(item.visibility().to_string()).or_default();
                    of_visibility.extend(declared(&item).iter().map(|name| tokens(name)));
                }
            }
        }
        // The items without a visibility.
        names.remove("");
        let (path, supers) = (&self.path, iter::repeat_n(quote! { super }, self.depth));
        let module = quote! { self:: #(#supers::)* #path };
        for (visibility, names) in names {
            let visibility = tokens(&visibility);
            let re_exports = quote! { #gates #visibility use #module::{#(#names),*}; };
            tree.0.extend(Items::split(re_exports).0);
        }
    }

    fn re_export_module(&self, name: &str, module: &Item, tree: &mut Items, gates: &TokenStream) {
        if module.visibility().is_empty() || OF_TREE.contains(&name) {
            return;
        }
        let (path, ident) = (&self.path, tokens(name));
        let inner =
            Modules { from: &module.body, path: quote! { #path::#ident }, depth: self.depth + 1 };
        tree.edit_module(name, |items| inner.re_export(items, gates));
    }
}

fn tokens(name: &str) -> TokenStream {
    TokenStream::from_str(name).unwrap_or_default()
}

/// The items that a macro call such as `bitflags! { … }` declares, or the item itself.
fn expanded(item: &Item) -> Vec<Item> {
    match item.tokens.as_slice() {
        [.., TokenTree::Punct(punct), TokenTree::Group(group)] if punct.as_char() == '!' => {
            Items::split(group.stream()).0
        }
        _ => vec![item.clone()],
    }
}

/// The names that an item declares.
fn declared(item: &Item) -> Vec<String> {
    match item.keyword().as_str() {
        "use" => {
            let item = syn::parse2::<ItemUse>(item.to_token_stream());
            item.map(|item| imported(&item.tree)).unwrap_or_default()
        }
        _ => item.name().into_iter().collect(),
    }
}

/// The names that a `use` declares.
fn imported(tree: &UseTree) -> Vec<String> {
    match tree {
        UseTree::Path(path) => imported(&path.tree),
        UseTree::Name(name) => vec![name.ident.to_string()],
        UseTree::Rename(rename) => vec![rename.rename.to_string()],
        UseTree::Group(group) => group.items.iter().flat_map(imported).collect(),
        UseTree::Glob(_) => Vec::new(),
    }
}
