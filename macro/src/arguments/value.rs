//! The shapes of values: strings, lists, paths, attributes.

use macro_string::MacroString;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, TokenStreamExt as _};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, LitBool, LitStr, Path, Token, braced, bracketed, token};

/// A value and where it stands.
pub(super) type Placed<T> = (T, Span);

/// `"a"`, or a macro that makes a string: `concat!(env!("HOME"), "/wit")`.
pub(super) fn string(input: ParseStream<'_>) -> syn::Result<Placed<String>> {
    let span = input.span();
    let value: MacroString = input.parse()?;
    Ok((value.eval()?, span))
}

/// `"a::b"`: Rust of a type, in a string.
pub(super) fn rust<T: Parse>(input: ParseStream<'_>) -> syn::Result<String> {
    let (text, _) = string(input)?;
    syn::parse_str::<T>(&text)?;
    Ok(text)
}

/// `["a", "b"]`.
pub(super) fn strings(input: ParseStream<'_>) -> syn::Result<Vec<Placed<String>>> {
    items(input, string)
}

/// `"a"` or `["a", "b"]`.
pub(super) fn string_or_list(input: ParseStream<'_>) -> syn::Result<Vec<Placed<String>>> {
    if input.peek(token::Bracket) { strings(input) } else { Ok(vec![string(input)?]) }
}

/// `true` or `["a", "b"]`, where `true` stands for `["all"]` and `false` for none.
pub(super) fn all_or_list(input: ParseStream<'_>) -> syn::Result<Vec<Placed<String>>> {
    if !input.peek(LitBool) {
        return strings(input);
    }
    let all: LitBool = input.parse()?;
    Ok(if all.value { vec![("all".to_owned(), all.span())] } else { Vec::new() })
}

/// `true`, `false`, or nothing, which is `true`.
pub(super) fn switch(input: ParseStream<'_>) -> syn::Result<bool> {
    if input.is_empty() { Ok(true) } else { Ok(input.parse::<LitBool>()?.value) }
}

/// `[std::fmt::Debug, serde::Serialize]`, as they are written.
pub(super) fn paths(input: ParseStream<'_>) -> syn::Result<Vec<String>> {
    items(input, |input| Ok(input.parse::<Path>()?.to_token_stream().to_string()))
}

/// `{ "name": [#[attribute] …], … }`: a pair for each attribute.
pub(super) fn attributes(input: ParseStream<'_>) -> syn::Result<Vec<(Placed<String>, String)>> {
    let pairs = entries(input, |input| {
        let content;
        bracketed!(content in input);
        let attributes = content.call(Attribute::parse_outer)?;
        if attributes.is_empty() || !content.is_empty() {
            return Err(content.error("expected attributes"));
        }
        Ok(attributes)
    })?;
    let pairs = pairs.into_iter().flat_map(|(name, attributes)| {
        attributes.into_iter().map(move |one| (name.clone(), one.to_token_stream().to_string()))
    });
    Ok(pairs.collect())
}

/// The path of a module, and its parts: `crate::a::b`, `::a`, `super::a`.
pub(super) fn module_path(input: ParseStream<'_>) -> syn::Result<(String, Vec<Ident>)> {
    let path = input.call(Path::parse_mod_style)?;
    let idents: Vec<Ident> = path.segments.into_iter().map(|segment| segment.ident).collect();
    let names: Vec<String> = idents.iter().map(Ident::to_string).collect();
    let start = if path.leading_colon.is_some() { "::" } else { "" };
    Ok((format!("{start}{}", names.join("::")), idents))
}

/// What stands in `#[cfg(…)]`, up to a comma: `feature = "network"`, `all(unix, not(test))`.
pub(super) fn predicate(input: ParseStream<'_>) -> syn::Result<String> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        tokens.append(input.parse::<TokenTree>()?);
    }
    if tokens.is_empty() {
        Err(input.error("expected a predicate"))
    } else {
        Ok(tokens.to_string())
    }
}

/// `{ "name": value, … }`.
pub(super) fn entries<T>(
    input: ParseStream<'_>,
    value: impl Fn(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<Vec<(Placed<String>, T)>> {
    pairs::<Token![:], T>(input, value)
}

/// `{ "name" => value, … }`.
pub(super) fn arrows<T>(
    input: ParseStream<'_>,
    value: impl Fn(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<Vec<(Placed<String>, T)>> {
    pairs::<Token![=>], T>(input, value)
}

fn pairs<Between: Parse, T>(
    input: ParseStream<'_>,
    value: impl Fn(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<Vec<(Placed<String>, T)>> {
    let content;
    braced!(content in input);
    let mut entries = Vec::new();
    while !content.is_empty() {
        let name: LitStr = content.parse()?;
        content.parse::<Between>()?;
        entries.push(((name.value(), name.span()), value(&content)?));
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(entries)
}

/// `crate::a::B<C>`, as it is written.
pub(super) fn path(input: ParseStream<'_>) -> syn::Result<String> {
    Ok(input.parse::<Path>()?.to_token_stream().to_string())
}

/// A name, none where `default` stands, and the words for it.
pub(super) type Rule = (Option<Placed<String>>, Vec<Ident>);

/// `{ "name": word | word, default: word }`.
pub(super) fn rules(input: ParseStream<'_>) -> syn::Result<Vec<Rule>> {
    let content;
    braced!(content in input);
    let mut rules = Vec::new();
    while !content.is_empty() {
        let name = if content.peek(Token![default]) {
            content.parse::<Token![default]>()?;
            None
        } else {
            let name: LitStr = content.parse()?;
            Some((name.value(), name.span()))
        };
        content.parse::<Token![:]>()?;
        let mut words = Vec::new();
        while !content.is_empty() && !content.peek(Token![,]) {
            words.push(content.call(Ident::parse_any)?);
            if content.peek(Token![|]) {
                content.parse::<Token![|]>()?;
            }
        }
        rules.push((name, words));
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(rules)
}

/// `[item, …]`.
fn items<T>(
    input: ParseStream<'_>,
    item: impl Fn(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<Vec<T>> {
    let content;
    bracketed!(content in input);
    let mut items = Vec::new();
    while !content.is_empty() {
        items.push(item(&content)?);
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(items)
}
