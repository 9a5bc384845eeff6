//! Imports the paths of `with` in the module of the bindings, so that they mean the same as in `generate!`, whichever
//! module uses them.

use std::iter;
use std::str::FromStr as _;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{format_ident, quote};

use crate::code::items::{Item, Items, Kind};
use crate::output::{self, WITH};
use crate::request::{TypeOptions, With};

/// The end of the names of imported paths.
const SUFFIX: &str = "_of_call";

/// The name of an imported path. `at` is the index of the path in the option.
pub(super) fn name(at: usize) -> String {
    format!("{WITH}{at}{SUFFIX}")
}

/// `true` for the name of an imported path.
pub(super) fn is_name(word: &str) -> bool {
    output::with_position(word).is_some()
}

/// `true` if the options name paths, so that generated source can use imported ones.
pub(super) fn are_in(options: &TypeOptions) -> bool {
    options.with.iter().any(|(_, with)| matches!(with, With::Path(_)))
}

/// The import of a path.
pub(super) fn import(at: usize, path: &str) -> Vec<Item> {
    let name = format_ident!("{}", name(at));
    let path = TokenStream::from_str(path).unwrap_or_default();
    Items::split(quote! { use #path as #name; }).0
}

/// Turns names of imported paths into paths to them. The items are in a module `depth` levels below that of the bindings.
pub(super) fn qualify(items: &mut Items, depth: usize) {
    for item in &mut items.0 {
        match &item.kind {
            Kind::Module(_) => item.edit(|items| qualify(items, depth + 1)),
            Kind::Static(_) | Kind::Other => {
                item.tokens = qualified(item.tokens.iter().cloned(), depth);
            }
        }
    }
}

fn qualified(tokens: impl Iterator<Item = TokenTree>, depth: usize) -> Vec<TokenTree> {
    tokens
        .flat_map(|token| match token {
            TokenTree::Ident(ident) if is_name(&ident.to_string()) => {
                let supers = iter::repeat_n(quote! { super }, depth);
                quote! { self:: #(#supers::)* #ident }.into_iter().collect()
            }
            TokenTree::Group(group) => {
                let inner = qualified(group.stream().into_iter(), depth).into_iter().collect();
                vec![TokenTree::Group(Group::new(group.delimiter(), inner))]
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => vec![token],
        })
        .collect()
}
