//! Gives the predicates of `cfg` and the derives in generated code the spans of the call, so that rustc reports them there.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The predicates in the option `cfg` and the paths in `additional_derives`, each with its source.
#[derive(Default)]
pub(crate) struct Predicates(Vec<(String, TokenStream)>);

impl Predicates {
    /// Adds a predicate or a path, and returns its source.
    pub(crate) fn add(&mut self, predicate: TokenStream) -> String {
        let source = predicate.to_string();
        self.0.push((source.clone(), predicate));
        source
    }

    /// Returns the code with the tokens of the call in place of each predicate in `#[cfg(…)]` and `#[cfg_attr(…)]`, and of each
    /// path in `#[derive(…)]`.
    pub(crate) fn respan(&self, code: TokenStream) -> TokenStream {
        if self.0.is_empty() { code } else { self.in_code(code) }
    }

    fn in_code(&self, code: TokenStream) -> TokenStream {
        let mut after_cfg = false;
        let tokens = code.into_iter().map(|token| {
            let is_cfg =
                matches!(&token, TokenTree::Ident(name) if ATTRIBUTES.iter().any(|it| name == it));
            let is_predicate = std::mem::replace(&mut after_cfg, is_cfg);
            map_group(token, |group| match group.delimiter() {
                Delimiter::Parenthesis if is_predicate => self.in_predicate(group.stream()),
                _ => self.in_code(group.stream()),
            })
        });
        tokens.collect()
    }

    /// Replaces a predicate, or those that `all(…)`, `any(…)` and `not(…)` contain.
    fn in_predicate(&self, predicate: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = predicate.into_iter().collect();
        let is_comma =
            |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
        let parts = tokens.split_inclusive(is_comma).map(|part| {
            let (comma, part) = match part.split_last() {
                Some((comma, part)) if is_comma(comma) => (Some(comma.clone()), part),
                _ => (None, part),
            };
            let part: TokenStream = part.iter().cloned().collect();
            let source = part.to_string();
            let found = self.0.iter().find(|(own, _)| is_same(own, &source));
            let part = match found {
                Some((_, own)) => own.clone(),
                None => part
                    .into_iter()
                    .map(|token| map_group(token, |group| self.in_predicate(group.stream())))
                    .collect(),
            };
            part.into_iter().chain(comma).collect::<TokenStream>()
        });
        parts.collect()
    }
}

/// The attributes whose arguments are replaced.
const ATTRIBUTES: [&str; 3] = ["cfg", "cfg_attr", "derive"];

/// Returns `true` if two sources differ at most in white space.
fn is_same(one: &str, other: &str) -> bool {
    let visible =
        |source: &'_ str| source.chars().filter(|char| !char.is_whitespace()).collect::<String>();
    visible(one) == visible(other)
}

/// Replaces the content of a token that is a group.
fn map_group(token: TokenTree, content: impl FnOnce(&Group) -> TokenStream) -> TokenTree {
    let TokenTree::Group(group) = token else { return token };
    let mut mapped = Group::new(group.delimiter(), content(&group));
    mapped.set_span(group.span());
    TokenTree::Group(mapped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predicates_are_replaced_also_inside_others_and_nothing_else_changes() {
        let mut predicates = Predicates::default();
        predicates.add("feature = \"a\"".parse().expect("tokens"));
        // Other tokens make the replacement visible.
        predicates.0[0].1 = "here".parse().expect("tokens");
        for (code, expected) in [
            ("#[cfg(feature = \"a\")] mod m;", "#[cfg(here)] mod m;"),
            (
                "mod n { #[cfg(all(unix, feature = \"a\"))] mod m; }",
                "mod n { #[cfg(all(unix, here))] mod m; }",
            ),
            (
                "#[cfg(not(feature = \"a\"))] f(feature = \"a\");",
                "#[cfg(not(here))] f(feature = \"a\");",
            ),
            (
                "#[cfg_attr(all(doc, feature = \"a\"), doc = \"a, b\")] mod m;",
                "#[cfg_attr(all(doc, here), doc = \"a, b\")] mod m;",
            ),
            ("#[cfg(feature = \"b\")] mod m;", "#[cfg(feature = \"b\")] mod m;"),
            ("#[derive(Clone, feature = \"a\")] struct S;", "#[derive(Clone, here)] struct S;"),
        ] {
            let [code, expected] =
                [code, expected].map(|it| it.parse::<TokenStream>().expect("tokens"));
            assert_eq!(predicates.respan(code).to_string(), expected.to_string());
        }
    }
}
