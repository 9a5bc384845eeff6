//! From the text of a Rust module to its items, as far as putting modules into modules needs it.

use std::str::FromStr as _;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _, quote};

/// The items of a module, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Items(pub(crate) Vec<Item>);

/// One item with its attributes.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) kind: Kind,
    pub(crate) tokens: Vec<TokenTree>,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `mod name { … }`. The body is the last token.
    Module(String),
    /// `static NAME: … = …;`
    Static(String),
    /// Anything else.
    Other,
}

/// Words that an item can start with whose end is a `;`, though braces may come before it.
const ENDS_WITH_SEMICOLON: &[&str] = &["const", "static", "use", "type"];

impl Items {
    /// Splits the tokens of a module.
    pub(crate) fn split(tokens: TokenStream) -> Self {
        let mut items = Vec::new();
        let mut item = Vec::new();
        for token in tokens {
            let last = ends(&item, &token);
            item.push(token);
            if last {
                items.push(Item::new(std::mem::take(&mut item)));
            }
        }
        if !item.is_empty() {
            items.push(Item::new(item));
        }
        Self(items)
    }

    /// The items of the module `name`, which is made if it is not there.
    pub(crate) fn module(&mut self, name: &str) -> &mut Item {
        let found = self.0.iter().position(|item| item.kind == Kind::Module(name.to_owned()));
        let at = found.unwrap_or_else(|| {
            let ident = TokenStream::from_str(name).unwrap_or_default();
            let module = quote! { pub mod #ident {} };
            self.0.push(Item {
                kind: Kind::Module(name.to_owned()),
                tokens: module.into_iter().collect(),
            });
            self.0.len() - 1
        });
        &mut self.0[at]
    }

    /// Takes out the static `name`.
    #[cfg(feature = "guest")]
    pub(crate) fn take_static(&mut self, name: &str) -> Option<Item> {
        let at = self.0.iter().position(|item| item.kind == Kind::Static(name.to_owned()))?;
        Some(self.0.remove(at))
    }

    /// The names of the modules.
    pub(crate) fn module_names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|item| match &item.kind {
            Kind::Module(name) => Some(name.as_str()),
            Kind::Static(_) | Kind::Other => None,
        })
    }
}

impl ToTokens for Items {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for item in &self.0 {
            tokens.append_all(&item.tokens);
        }
    }
}

impl Item {
    fn new(tokens: Vec<TokenTree>) -> Self {
        let kind = match (word_before(&tokens, "mod"), word_before(&tokens, "static")) {
            (Some(name), _) if body(&tokens).is_some() => Kind::Module(name),
            (_, Some(name)) => Kind::Static(name),
            _ => Kind::Other,
        };
        Self { kind, tokens }
    }

    /// Changes the items of a module.
    pub(crate) fn edit(&mut self, change: impl FnOnce(&mut Items)) {
        if let Some(mut items) = self.items() {
            change(&mut items);
            self.set_items(items);
        }
    }

    fn items(&self) -> Option<Items> {
        match self.tokens.last() {
            Some(TokenTree::Group(group)) => Some(Items::split(group.stream())),
            _ => None,
        }
    }

    fn set_items(&mut self, items: Items) {
        let group = Group::new(Delimiter::Brace, items.into_token_stream());
        self.tokens.pop();
        self.tokens.push(TokenTree::Group(group));
    }

    /// Puts `#[cfg(…)]` before the item, for each predicate.
    #[cfg(feature = "guest")]
    pub(crate) fn put_behind(&mut self, predicates: &[&str]) {
        self.put_before(cfg(predicates));
    }

    /// Puts attributes before the item.
    pub(crate) fn put_before(&mut self, attributes: TokenStream) {
        self.tokens.splice(..0, attributes);
    }

    /// Puts more items at the end of a module.
    #[cfg(feature = "guest")]
    pub(crate) fn append(&mut self, more: TokenStream) {
        if let Some(TokenTree::Group(group)) = self.tokens.last_mut() {
            let mut tokens = group.stream();
            tokens.extend(more);
            *group = Group::new(Delimiter::Brace, tokens);
        }
    }
}

/// `#[cfg(…)]` for each predicate.
pub(crate) fn cfg(predicates: &[&str]) -> TokenStream {
    let predicates = predicates.iter().map(|text| TokenStream::from_str(text).unwrap_or_default());
    quote! { #(#[cfg(#predicates)])* }
}

/// Whether an item that starts with `item` ends with `token`.
fn ends(item: &[TokenTree], token: &TokenTree) -> bool {
    match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => {
            group.delimiter() == Delimiter::Brace
                && !ENDS_WITH_SEMICOLON.contains(&keyword(item).as_str())
        }
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    }
}

/// The first word of an item behind its attributes and visibility.
fn keyword(item: &[TokenTree]) -> String {
    item.iter()
        .filter_map(|token| match token {
            TokenTree::Ident(ident) => Some(ident.to_string()),
            _ => None,
        })
        .find(|word| word != "pub")
        .unwrap_or_default()
}

/// The word that follows the keyword `word`, if the item starts with that.
fn word_before(item: &[TokenTree], word: &str) -> Option<String> {
    if keyword(item) != word {
        return None;
    }
    let mut words = item.iter().skip_while(|token| token.to_string() != word).skip(1);
    words.find_map(|token| match token {
        TokenTree::Ident(ident) if *ident != "mut" => Some(ident.to_string()),
        _ => None,
    })
}

fn body(item: &[TokenTree]) -> Option<&Group> {
    match item.last() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => Some(group),
        _ => None,
    }
}
