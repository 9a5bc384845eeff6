//! The docs of a module, in parts that are gated like the packages that they describe.

use std::str::FromStr as _;

use proc_macro2::TokenStream;
use quote::quote;

/// The docs of a module.
#[derive(Clone, Debug, Default)]
pub(crate) struct ModuleDocs(Vec<Part>);

/// Lines with one condition.
#[derive(Clone, Debug)]
struct Part {
    text: String,
    when: Condition,
}

/// The condition of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Condition {
    Always,
    /// All of these predicates hold.
    All(Vec<String>),
    /// At least one of these predicates does not hold.
    NotAll(Vec<String>),
}

impl ModuleDocs {
    /// Adds lines.
    pub(super) fn push(&mut self, text: impl Into<String>) {
        self.add(text.into(), Condition::Always);
    }

    /// Adds a paragraph, if there is one.
    pub(super) fn extend(&mut self, paragraph: Option<String>) {
        if let Some(text) = paragraph {
            self.push(format!("\n{text}"));
        }
    }

    /// Adds lines that are there if all `gates` are open, and lines that are there otherwise.
    pub(super) fn push_gated(&mut self, gates: &[&str], text: String, otherwise: String) {
        if gates.is_empty() {
            return self.push(text);
        }
        let gates: Vec<String> = gates.iter().map(|gate| (*gate).to_owned()).collect();
        self.add(text, Condition::All(gates.clone()));
        self.add(otherwise, Condition::NotAll(gates));
    }

    fn add(&mut self, text: String, when: Condition) {
        match self.0.last_mut() {
            Some(last) if last.when == when => {
                last.text.push('\n');
                last.text.push_str(&text);
            }
            _ => self.0.push(Part { text, when }),
        }
    }

    /// Returns the docs as outer attributes that only rustdoc sees.
    pub(crate) fn attributes(&self) -> TokenStream {
        let parts = self.0.iter().map(|part| {
            let (condition, text) = (part.condition(), &part.text);
            quote! { #[cfg_attr(#condition, doc = #text)] }
        });
        parts.collect()
    }

    /// Returns the docs as inner attributes that only rustdoc sees.
    pub(crate) fn inner_attributes(&self) -> TokenStream {
        let parts = self.0.iter().map(|part| {
            let (condition, text) = (part.condition(), &part.text);
            quote! { #![cfg_attr(#condition, doc = #text)] }
        });
        parts.collect()
    }

    /// Returns the docs as one text. As it is unknown which gates are open, gated items are not linked.
    pub(crate) fn text(&self) -> String {
        let parts = self.0.iter().filter(|part| !matches!(part.when, Condition::All(_)));
        parts.map(|part| part.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

impl Part {
    fn condition(&self) -> TokenStream {
        let parse = |gates: &[String]| -> Vec<TokenStream> {
            gates.iter().map(|gate| TokenStream::from_str(gate).unwrap_or_default()).collect()
        };
        match &self.when {
            Condition::Always => quote! { doc },
            Condition::All(gates) => {
                let gates = parse(gates);
                quote! { all(doc, #(#gates),*) }
            }
            Condition::NotAll(gates) => {
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
    fn lines_about_gated_items_are_gated() {
        let mut docs = ModuleDocs::default();
        docs.push("a");
        docs.push("b");
        docs.push_gated(&["feature = \"x\""], "[c](d)".to_owned(), "c".to_owned());
        let attributes = docs.attributes().to_string();
        let expected = quote! {
            #[cfg_attr(doc, doc = "a\nb")]
            #[cfg_attr(all(doc, feature = "x"), doc = "[c](d)")]
            #[cfg_attr(all(doc, not(all(feature = "x"))), doc = "c")]
        };
        assert_eq!(attributes, expected.to_string());
        assert_eq!(docs.text(), "a\nb\nc");
    }
}
