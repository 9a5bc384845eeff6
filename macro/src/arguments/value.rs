//! Parsers for the kinds of values: strings, lists, maps, paths, attributes.

use macro_string::MacroString;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, TokenStreamExt as _};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, LitBool, LitStr, Path, Token, braced, bracketed, token};

use crate::spans::Spanned;

/// Parses `"a"`, or a macro that expands to a string: `concat!(env!("HOME"), "/wit")`.
pub(super) fn string(input: ParseStream<'_>) -> syn::Result<Spanned<String>> {
    let span = input.span();
    let value: MacroString = input.parse()?;
    Ok((value.eval()?, span))
}

/// Parses a string whose content is Rust syntax: `"a::b"`.
pub(super) fn rust<T: Parse>(input: ParseStream<'_>) -> syn::Result<String> {
    let (source, span) = string(input)?;
    syn::parse_str::<T>(&source).map_err(|error| syn::Error::new(span, error))?;
    Ok(source)
}

/// Parses `["a", "b"]`.
pub(super) fn strings(input: ParseStream<'_>) -> syn::Result<Vec<Spanned<String>>> {
    items(input, string)
}

/// Parses `"a"` or `["a", "b"]`.
pub(super) fn string_or_list(input: ParseStream<'_>) -> syn::Result<Vec<Spanned<String>>> {
    if input.peek(token::Bracket) { strings(input) } else { Ok(vec![string(input)?]) }
}

/// Parses `true`, which stands for `["all"]`, `false`, which stands for `[]`, or `["a", "b"]`.
pub(super) fn all_or_list(input: ParseStream<'_>) -> syn::Result<Vec<Spanned<String>>> {
    if !input.peek(LitBool) {
        return strings(input);
    }
    let all: LitBool = input.parse()?;
    Ok(if all.value { vec![("all".to_owned(), all.span())] } else { Vec::new() })
}

/// Parses `true`, `false`, or nothing, which stands for `true`.
pub(super) fn boolean(input: ParseStream<'_>) -> syn::Result<bool> {
    if input.is_empty() { Ok(true) } else { Ok(input.parse::<LitBool>()?.value) }
}

/// Parses `[std::fmt::Debug, serde::Serialize]`.
pub(super) fn paths(input: ParseStream<'_>) -> syn::Result<Vec<TokenStream>> {
    items(input, |input| Ok(input.parse::<Path>()?.to_token_stream()))
}

/// Parses `{ "name": [#[attribute] …], … }` into a pair for each attribute.
pub(super) fn attributes(input: ParseStream<'_>) -> syn::Result<Vec<(Spanned<String>, String)>> {
    let entries = map(input, |input| {
        let content;
        bracketed!(content in input);
        let attributes = content.call(Attribute::parse_outer)?;
        if attributes.is_empty() || !content.is_empty() {
            return Err(content.error("expected attributes"));
        }
        Ok(attributes)
    })?;
    let pairs = entries.into_iter().flat_map(|(name, attributes)| {
        attributes
            .into_iter()
            .map(move |attribute| (name.clone(), attribute.to_token_stream().to_string()))
    });
    Ok(pairs.collect())
}

/// Parses the path of a module, `crate::a::b`, `::a` or `super::a`, and returns its segments as well.
pub(super) fn module_path(input: ParseStream<'_>) -> syn::Result<(String, Vec<Ident>)> {
    let path = input.call(Path::parse_mod_style)?;
    let idents: Vec<Ident> = path.segments.into_iter().map(|segment| segment.ident).collect();
    let names: Vec<String> = idents.iter().map(Ident::to_string).collect();
    let start = if path.leading_colon.is_some() { "::" } else { "" };
    Ok((format!("{start}{}", names.join("::")), idents))
}

/// Parses the predicate of a `#[cfg(…)]`, up to a comma: `feature = "network"`, `all(unix, not(test))`.
pub(super) fn predicate(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        tokens.append(input.parse::<TokenTree>()?);
    }
    if tokens.is_empty() { Err(input.error("expected a predicate")) } else { Ok(tokens) }
}

/// Returns the token and the valid form of `feature("x")`, which is `feature = "x"`.
pub(super) fn predicate_with_parentheses(predicate: &TokenStream) -> Option<(Ident, String)> {
    let tokens: Vec<TokenTree> = predicate.clone().into_iter().collect();
    let [TokenTree::Ident(name), TokenTree::Group(group)] = &tokens[..] else { return None };
    let value = syn::parse2::<LitStr>(group.stream()).ok()?;
    Some((name.clone(), format!("{name} = {}", value.to_token_stream())))
}

/// Parses `{ "name": value, … }`.
pub(super) fn map<T>(
    input: ParseStream<'_>,
    value: impl Fn(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<Vec<(Spanned<String>, T)>> {
    entries::<Token![:], T>(input, value)
}

/// Parses entries in braces, with a token such as `:` or `=>` between the key and the value of each.
pub(super) fn entries<Separator: Parse, T>(
    input: ParseStream<'_>,
    value: impl Fn(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<Vec<(Spanned<String>, T)>> {
    let content;
    braced!(content in input);
    let mut entries = Vec::new();
    while !content.is_empty() {
        let name: LitStr = content.parse()?;
        content.parse::<Separator>()?;
        entries.push(((name.value(), name.span()), value(&content)?));
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(entries)
}

/// Parses `crate::a::B<C>`.
pub(super) fn path(input: ParseStream<'_>) -> syn::Result<String> {
    Ok(input.parse::<Path>()?.to_token_stream().to_string())
}

/// The name of a function, or `None` for `default`, and its flags.
pub(super) type Rule = (Option<Spanned<String>>, Vec<Ident>);

/// Parses `{ "name": flag | flag, default: flag }`.
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
        let mut flags = Vec::new();
        while !content.is_empty() && !content.peek(Token![,]) {
            flags.push(content.call(Ident::parse_any)?);
            if content.peek(Token![|]) {
                content.parse::<Token![|]>()?;
            }
        }
        rules.push((name, flags));
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(rules)
}

/// Parses `[item, …]`.
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
