//! Gives paths, derives and attributes of the call their spans in generated code, so that rustc reports them there.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::LitStr;

/// The options whose values are Rust syntax for generated code.
const OPTIONS: &[&str] = &[
    "additional_derives",
    "additional_member_attributes",
    "additional_type_attributes",
    "bitflags_path",
    "default_bindings_module",
    "map_type",
    "named_imports",
    "runtime_path",
    "trappable_error_type",
    "wasmtime_crate",
    "with",
];

/// The paths and attributes in the arguments.
#[derive(Default)]
pub(crate) struct UserTokens {
    /// Each attribute without its `#`, and what replaces it.
    attributes: Vec<(TokenTree, TokenTree)>,
    /// Each path, and what replaces it.
    paths: Vec<(Vec<TokenTree>, Vec<TokenTree>)>,
}

impl UserTokens {
    /// Adds the paths and attributes in the value of an option.
    pub(crate) fn add(&mut self, option: &str, value: TokenStream) {
        if OPTIONS.contains(&option) {
            self.add_tokens(value);
        }
    }

    fn add_tokens(&mut self, value: TokenStream) {
        let tokens: Vec<TokenTree> = value.into_iter().collect();
        let mut rest = tokens.as_slice();
        while let [first, after @ ..] = rest {
            let path = &rest[..path_length(rest)];
            match (first, after) {
                (TokenTree::Punct(punct), [attribute @ TokenTree::Group(_), ..])
                    if punct.as_char() == '#' =>
                {
                    self.attributes.push((attribute.clone(), attribute.clone()));
                    rest = &after[1..];
                    continue;
                }
                (TokenTree::Group(group), _) => self.add_tokens(group.stream()),
                (TokenTree::Literal(literal), _) => {
                    // The tokens in a string have its span.
                    let string = syn::parse2::<LitStr>(TokenTree::from(literal.clone()).into());
                    if let Ok(Ok(inner)) = string.map(|string| string.parse::<TokenStream>()) {
                        let inner: Vec<TokenTree> = inner.into_iter().collect();
                        if path_length(&inner) == inner.len() {
                            self.add_path(&inner);
                        }
                    }
                }
                _ => self.add_path(path),
            }
            rest = &rest[path.len().max(1)..];
        }
    }

    fn add_path(&mut self, path: &[TokenTree]) {
        if !path.is_empty() {
            self.paths.push((path.to_vec(), path.to_vec()));
        }
    }

    /// Returns the code with the tokens of the call in place of equal paths and attributes.
    pub(crate) fn respan(&self, code: TokenStream) -> TokenStream {
        let is_empty = self.attributes.is_empty() && self.paths.is_empty();
        if is_empty { code } else { self.in_code(code, false) }
    }

    /// Replaces tokens in code. A path of one segment is replaced only in the list of a `#[derive(…)]`, as other items can
    /// have its name.
    fn in_code(&self, code: TokenStream, in_derive: bool) -> TokenStream {
        let tokens: Vec<TokenTree> = code.into_iter().collect();
        let mut replaced = TokenStream::new();
        let mut rest = tokens.as_slice();
        let mut is_list = false;
        while let [first, after @ ..] = rest {
            let mut path = &rest[..path_length(rest)];
            let own_path = self.paths.iter().filter(|(own, _)| starts_with(path, own));
            match (first, own_path.max_by_key(|(own, _)| own.len())) {
                (_, Some((own, replacement))) if in_derive || own.len() > 1 => {
                    path = &path[..own.len()];
                    replaced.extend(replacement.iter().cloned());
                }
                (TokenTree::Group(group), _) => {
                    let own = self.attributes.iter().find(|(own, _)| is_equal(own, first));
                    replaced.extend([match own {
                        Some((_, own)) => own.clone(),
                        None => self.in_group(group, is_list),
                    }]);
                }
                _ if path.is_empty() => replaced.extend([first.clone()]),
                _ => replaced.extend(path.iter().cloned()),
            }
            is_list = matches!(path, [TokenTree::Ident(ident)] if ident == "derive");
            rest = if path.is_empty() { after } else { &rest[path.len()..] };
        }
        replaced
    }

    fn in_group(&self, group: &Group, in_derive: bool) -> TokenTree {
        let mut replaced = Group::new(group.delimiter(), self.in_code(group.stream(), in_derive));
        replaced.set_span(group.span());
        TokenTree::Group(replaced)
    }
}

/// The number of tokens in the path `a::b` or `::a::b` that the tokens start with.
fn path_length(tokens: &[TokenTree]) -> usize {
    let mut length = 0;
    loop {
        let colons = if has_colons(&tokens[length..]) { 2 } else { 0 };
        let needs_colons = length > 0;
        match tokens.get(length + colons) {
            Some(TokenTree::Ident(_)) if colons == 2 || !needs_colons => length += colons + 1,
            _ => return length,
        }
    }
}

fn has_colons(tokens: &[TokenTree]) -> bool {
    let is_colon =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    matches!(tokens, [first, second, ..] if is_colon(first) && is_colon(second))
}

/// `true` if a path starts with the segments of another.
fn starts_with(path: &[TokenTree], start: &[TokenTree]) -> bool {
    path.get(..start.len()).is_some_and(|begin| are_equal(begin, start))
}

fn are_equal(left: &[TokenTree], right: &[TokenTree]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_equal(left, right))
}

/// `true` for equal tokens, whatever the space around them.
fn is_equal(left: &TokenTree, right: &TokenTree) -> bool {
    match (left, right) {
        (TokenTree::Group(left), TokenTree::Group(right)) => {
            let [left_tokens, right_tokens] =
                [left, right].map(|group| group.stream().into_iter().collect::<Vec<_>>());
            left.delimiter() == right.delimiter()
                && left.delimiter() != Delimiter::None
                && are_equal(&left_tokens, &right_tokens)
        }
        (TokenTree::Punct(left), TokenTree::Punct(right)) => left.as_char() == right.as_char(),
        (TokenTree::Ident(left), TokenTree::Ident(right)) => left == right,
        (TokenTree::Literal(left), TokenTree::Literal(right)) => {
            left.to_string() == right.to_string()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(source: &str) -> TokenStream {
        source.parse().expect("tokens")
    }

    /// The code after replacing, with other tokens to make the replacements visible.
    fn replaced(option: &str, value: &str, code: &str) -> String {
        let mut user = UserTokens::default();
        user.add(option, tokens(value));
        for (own, replacement) in &mut user.paths {
            *replacement = tokens(&format!("path{}", own.len())).into_iter().collect();
        }
        for (_, replacement) in &mut user.attributes {
            *replacement = tokens("[attribute]").into_iter().next().expect("a group");
        }
        user.respan(tokens(code)).to_string()
    }

    #[test]
    fn paths_derives_and_attributes_are_replaced_and_nothing_else() {
        for (option, value, code, expected) in [
            (
                "additional_derives",
                "[Debug, serde::Serialize]",
                "#[derive(Clone, Debug, serde :: Serialize)] struct Debug { a: serde::Serialize2 }",
                "#[derive(Clone, path1, path4)] struct Debug { a: serde::Serialize2 }",
            ),
            (
                "with",
                "{ \"a:b/i\": crate::a::i, \"c:d/j\": generate }",
                "mod m { use crate::a::i as x; use crate::a::i::j; fn generate() {} }",
                "mod m { use path7 as x; use path7::j; fn generate() {} }",
            ),
            (
                "additional_type_attributes",
                "{ \"a\": [#[serde(rename = \"b\")] #[c]] }",
                "#[serde(rename = \"b\")] #[c] #[d] struct S;",
                "#[attribute] #[attribute] #[d] struct S;",
            ),
            (
                "runtime_path",
                "\"::a::rt\"",
                "::a::rt::f(); ::a::rte; x::a",
                "path6::f(); ::a::rte; x::a",
            ),
            ("map_type", "\"::a::Map\"", "fn f(a: ::a::Map<u8>)", "fn f(a: path6<u8>)"),
            ("export_prefix", "\"::a::Map\"", "fn f(a: ::a::Map<u8>)", "fn f(a: ::a::Map<u8>)"),
        ] {
            assert_eq!(replaced(option, value, code), tokens(expected).to_string(), "{option}");
        }
    }
}
