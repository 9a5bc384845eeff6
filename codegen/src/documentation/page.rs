//! The text of a page, in parts that are there or not by the gates of the packages that they are about.

use std::str::FromStr as _;

use proc_macro2::TokenStream;
use quote::quote;

/// A page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page(Vec<Part>);

/// Lines of a page.
#[derive(Clone, Debug)]
struct Part {
    text: String,
    when: When,
}

/// When lines are there.
#[derive(Clone, Debug, PartialEq, Eq)]
enum When {
    Always,
    /// When all these predicates hold.
    All(Vec<String>),
    /// When one of them does not.
    NotAll(Vec<String>),
}

impl Page {
    /// Adds lines.
    pub(super) fn push(&mut self, text: impl Into<String>) {
        self.add(text.into(), When::Always);
    }

    /// Adds lines that are about something behind `gates`, and lines that are there instead without it.
    pub(super) fn push_gated(&mut self, gates: &[&str], text: String, instead: String) {
        if gates.is_empty() {
            return self.push(text);
        }
        let gates: Vec<String> = gates.iter().map(|gate| (*gate).to_owned()).collect();
        self.add(text, When::All(gates.clone()));
        self.add(instead, When::NotAll(gates));
    }

    fn add(&mut self, text: String, when: When) {
        match self.0.last_mut() {
            Some(last) if last.when == when => {
                last.text.push('\n');
                last.text.push_str(&text);
            }
            _ => self.0.push(Part { text, when }),
        }
    }

    /// The page as attributes that only rustdoc sees.
    pub(crate) fn attributes(&self) -> TokenStream {
        let parts = self.0.iter().map(|part| {
            let (condition, text) = (part.condition(), &part.text);
            quote! { #[cfg_attr(#condition, doc = #text)] }
        });
        parts.collect()
    }

    /// The same for the inside of a module.
    pub(crate) fn inner_attributes(&self) -> TokenStream {
        let parts = self.0.iter().map(|part| {
            let (condition, text) = (part.condition(), &part.text);
            quote! { #![cfg_attr(#condition, doc = #text)] }
        });
        parts.collect()
    }

    /// The page as one text. Nobody knows then which gates are open: what is behind them is not linked.
    pub(crate) fn text(&self) -> String {
        let parts = self.0.iter().filter(|part| !matches!(part.when, When::All(_)));
        parts.map(|part| part.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

impl Part {
    fn condition(&self) -> TokenStream {
        let parse = |gates: &[String]| -> Vec<TokenStream> {
            gates.iter().map(|gate| TokenStream::from_str(gate).unwrap_or_default()).collect()
        };
        match &self.when {
            When::Always => quote! { doc },
            When::All(gates) => {
                let gates = parse(gates);
                quote! { all(doc, #(#gates),*) }
            }
            When::NotAll(gates) => {
                let gates = parse(gates);
                quote! { all(doc, not(all(#(#gates),*))) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_about_what_is_behind_a_gate_are_behind_it_too() {
        let mut page = Page::default();
        page.push("a");
        page.push("b");
        page.push_gated(&["feature = \"x\""], "[c](d)".to_owned(), "c".to_owned());
        let attributes = page.attributes().to_string();
        let expected = quote! {
            #[cfg_attr(doc, doc = "a\nb")]
            #[cfg_attr(all(doc, feature = "x"), doc = "[c](d)")]
            #[cfg_attr(all(doc, not(all(feature = "x"))), doc = "c")]
        };
        assert_eq!(attributes, expected.to_string());
        assert_eq!(page.text(), "a\nb\nc");
    }
}
