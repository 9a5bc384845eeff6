//! From the tokens of a Rust module to its items, and those of the modules in it.

use std::str::FromStr as _;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt as _, quote};

use super::silence_lints;

/// The items of a module, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Items(pub(crate) Vec<Item>);

/// One item with its attributes.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) kind: Kind,
    /// The tokens of the item; of a module, those before its body.
    pub(crate) tokens: Vec<TokenTree>,
    /// The items in a module; empty for other items.
    pub(crate) body: Items,
}

/// The kind of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `mod name { … }`.
    Module(String),
    /// `static NAME: … = …;`
    Static(String),
    /// Anything else.
    Other,
}

/// Keywords of items that end with a `;`, though braces may come before it.
const ENDS_WITH_SEMICOLON: &[&str] = &["const", "static", "use", "type"];

/// Keywords before the name of an item.
#[cfg(feature = "guest")]
const NAMED: &[&str] = &["fn", "struct", "enum", "trait", "type", "mod", "static"];

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

    /// The module `name`, which is added if it is missing.
    pub(crate) fn module(&mut self, name: &str) -> &mut Item {
        let found = self.0.iter().position(|item| item.kind == Kind::Module(name.to_owned()));
        let at = found.unwrap_or_else(|| {
            let ident = TokenStream::from_str(name).unwrap_or_default();
            self.0.push(Item::module(name, quote! { pub mod #ident }, Self::default()));
            self.0.len() - 1
        });
        &mut self.0[at]
    }

    /// Removes and returns the static `name`.
    #[cfg(feature = "guest")]
    pub(crate) fn take_static(&mut self, name: &str) -> Option<Item> {
        let at = self.0.iter().position(|item| item.kind == Kind::Static(name.to_owned()))?;
        Some(self.0.remove(at))
    }

    /// Edits the items of the module `name`, if it exists.
    pub(crate) fn edit_module(&mut self, name: &str, edit: impl FnOnce(&mut Self)) {
        if self.has_module(name) {
            self.module(name).edit(edit);
        }
    }

    /// Edits the items of the module at `path`, if it exists.
    #[cfg(feature = "guest")]
    pub(crate) fn edit_at(&mut self, path: &[String], edit: impl FnOnce(&mut Self)) {
        match path {
            [] => edit(self),
            [name, path @ ..] => self.edit_module(name, |items| items.edit_at(path, edit)),
        }
    }

    /// The items of the module at `path`, if it exists.
    #[cfg(feature = "guest")]
    pub(crate) fn at(&self, path: &[String]) -> Option<Self> {
        let [name, path @ ..] = path else { return Some(self.clone()) };
        let module = self.0.iter().find(|item| item.kind == Kind::Module(name.clone()))?;
        module.body.at(path)
    }

    /// `true` if the module `name` exists.
    pub(crate) fn has_module(&self, name: &str) -> bool {
        self.module_names().any(|module| module == name)
    }

    /// Adds items to all modules, at any depth.
    #[cfg(feature = "guest")]
    pub(crate) fn add_to_modules(&mut self, added: &Self) {
        for item in self.0.iter_mut().filter(|item| item.is_module()) {
            item.body.add_to_modules(added);
            item.body.0.extend_from_slice(&added.0);
        }
    }

    /// The items, each with an attribute that silences lints.
    pub(crate) fn with_silenced_lints(&self) -> TokenStream {
        let items = &self.0;
        let silence_lints = silence_lints();
        quote! { #(#silence_lints #items)* }
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
        tokens.append_all(&self.0);
    }
}

impl ToTokens for Item {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.tokens);
        if self.is_module() {
            tokens.append(Group::new(Delimiter::Brace, self.body.to_token_stream()));
        }
    }
}

impl Item {
    fn new(mut tokens: Vec<TokenTree>) -> Self {
        let mut body = Items::default();
        let kind = match (name_after(&tokens, "mod"), name_after(&tokens, "static")) {
            (Some(name), _) => match braces(&tokens).map(Group::stream) {
                Some(items) => {
                    tokens.pop();
                    body = Items::split(items);
                    Kind::Module(name)
                }
                None => Kind::Other,
            },
            (_, Some(name)) => Kind::Static(name),
            _ => Kind::Other,
        };
        Self { kind, tokens, body }
    }

    /// The module `name`. `head` are the tokens before its body.
    pub(crate) fn module(name: &str, head: TokenStream, body: Items) -> Self {
        Self { kind: Kind::Module(name.to_owned()), tokens: head.into_iter().collect(), body }
    }

    fn is_module(&self) -> bool {
        matches!(self.kind, Kind::Module(_))
    }

    /// The first word after the attributes and the visibility.
    #[cfg(feature = "guest")]
    pub(crate) fn keyword(&self) -> String {
        first_word(&self.tokens)
    }

    /// The attributes, and the rest of the tokens.
    #[cfg(feature = "guest")]
    pub(crate) fn split_attributes(&self) -> (&[TokenTree], &[TokenTree]) {
        let is_word = |token: &TokenTree| matches!(token, TokenTree::Ident(_));
        let rest = self.tokens.iter().position(is_word).unwrap_or(self.tokens.len());
        self.tokens.split_at(rest)
    }

    /// `pub`, `pub(crate)`, or nothing.
    #[cfg(feature = "guest")]
    pub(crate) fn visibility(&self) -> TokenStream {
        let mut tokens = self.split_attributes().1.iter();
        match (tokens.next(), tokens.next()) {
            (Some(TokenTree::Ident(word)), next) if *word == "pub" => {
                let scope = next.filter(|next| matches!(next, TokenTree::Group(_)));
                quote! { #word #scope }
            }
            _ => TokenStream::new(),
        }
    }

    /// The name of a function, a type, a trait, a module or a static.
    #[cfg(feature = "guest")]
    pub(crate) fn name(&self) -> Option<String> {
        words(&self.tokens).skip_while(|word| !NAMED.contains(&word.as_str())).nth(1)
    }

    /// The first name after the keyword `keyword`.
    #[cfg(feature = "guest")]
    pub(crate) fn name_after(&self, keyword: &str) -> Option<String> {
        name_after(&self.tokens, keyword)
    }

    /// Edits the items of a module, a trait or an `impl`.
    pub(crate) fn edit(&mut self, edit: impl FnOnce(&mut Items)) {
        if self.is_module() {
            edit(&mut self.body);
        } else if let Some(TokenTree::Group(group)) = self.tokens.last_mut() {
            let mut items = Items::split(group.stream());
            edit(&mut items);
            *group = Group::new(Delimiter::Brace, items.to_token_stream());
        }
    }

    /// The items of a trait or an `impl`.
    #[cfg(feature = "guest")]
    pub(crate) fn associated_items(&self) -> Items {
        match self.tokens.last() {
            Some(TokenTree::Group(group)) => Items::split(group.stream()),
            _ => Items::default(),
        }
    }

    /// Adds a `#[cfg(…)]` for each predicate.
    #[cfg(feature = "guest")]
    pub(crate) fn put_behind(&mut self, predicates: &[&str]) {
        self.put_before(cfg(predicates));
    }

    /// Adds attributes before the item.
    pub(crate) fn put_before(&mut self, attributes: TokenStream) {
        self.tokens.splice(..0, attributes);
    }

    /// Replaces the documentation by `#[doc(hidden)]`.
    #[cfg(feature = "guest")]
    pub(crate) fn hide(&mut self) {
        let is_doc = |token: &TokenTree| match token {
            TokenTree::Group(group) => {
                let first = group.stream().into_iter().next();
                group.delimiter() == Delimiter::Bracket
                    && first.is_some_and(|first| first.to_string() == "doc")
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        };
        while let Some(at) = self.tokens.iter().position(is_doc) {
            self.tokens.drain(at.saturating_sub(1)..=at);
        }
        self.put_before(quote! { #[doc(hidden)] });
    }
}

/// A `#[cfg(…)]` for each predicate.
pub(crate) fn cfg(predicates: &[&str]) -> TokenStream {
    let predicates = predicates.iter().map(|it| TokenStream::from_str(it).unwrap_or_default());
    quote! { #(#[cfg(#predicates)])* }
}

/// `true` if an item that starts with `item` ends with `token`. An inner attribute is an item of its own.
fn ends(item: &[TokenTree], token: &TokenTree) -> bool {
    match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Brace => !ENDS_WITH_SEMICOLON.contains(&first_word(item).as_str()),
            Delimiter::Bracket => item.last().is_some_and(|last| last.to_string() == "!"),
            Delimiter::Parenthesis | Delimiter::None => false,
        },
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    }
}

/// The words of an item outside of groups.
fn words(item: &[TokenTree]) -> impl Iterator<Item = String> {
    item.iter().filter_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    })
}

/// The first word of an item after its attributes and visibility.
fn first_word(item: &[TokenTree]) -> String {
    words(item).find(|word| word != "pub").unwrap_or_default()
}

/// The name that follows `keyword`, if the item starts with that.
fn name_after(item: &[TokenTree], keyword: &str) -> Option<String> {
    if first_word(item) != keyword {
        return None;
    }
    words(item).skip_while(|word| word != keyword).skip(1).find(|word| word != "mut")
}

/// The braces at the end of an item.
fn braces(item: &[TokenTree]) -> Option<&Group> {
    match item.last() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => Some(group),
        _ => None,
    }
}
