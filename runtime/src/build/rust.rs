//! Options that are Rust in a text: each is parsed, and is a fault if it is no Rust of that kind.

use airssys_bindings_codegen::diagnostic::ArgumentError;
use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Ident, Path};

use super::Config;

/// What Rust an option takes.
#[derive(Clone, Copy)]
pub(super) enum Rust {
    /// `a::B<c>`
    Path,
    /// `crate::a::b`
    Module,
    /// `name`
    Ident,
    /// What stands in `#[cfg(…)]`.
    Predicate,
}

impl Rust {
    fn takes(self) -> &'static str {
        match self {
            Self::Path => "a path of Rust",
            Self::Module => "the path of a module",
            Self::Ident => "an identifier of Rust",
            Self::Predicate => "predicates of `#[cfg(…)]` by the names of packages",
        }
    }

    fn example(self) -> &'static str {
        match self {
            Self::Path | Self::Module => "write a path such as `crate::name`",
            Self::Ident => "write a name",
            Self::Predicate => "write what stands in `#[cfg(…)]`, such as `feature = \"network\"`",
        }
    }

    fn is(self, text: &str) -> bool {
        let module = |input: ParseStream<'_>| input.call(Path::parse_mod_style);
        match self {
            Self::Path => syn::parse_str::<Path>(text).is_ok(),
            Self::Module => module.parse_str(text).is_ok(),
            Self::Ident => syn::parse_str::<Ident>(text).is_ok(),
            Self::Predicate => is_predicate(text),
        }
    }
}

impl Config {
    /// The text if it is what the option takes, or else nothing, and a fault.
    #[track_caller]
    pub(super) fn rust(&mut self, option: &str, kind: Rust, text: &str) -> Option<String> {
        if kind.is(text) {
            return Some(text.to_owned());
        }
        let (option, expected) = (option.to_owned(), kind.takes());
        self.fault(ArgumentError::WrongType { option, expected }, text, kind.example());
        None
    }

    /// The text if it is one or more attributes, or else nothing, and a fault.
    #[track_caller]
    pub(super) fn attributes(&mut self, option: &str, text: &str) -> Option<String> {
        let parsed = Attribute::parse_outer.parse_str(text);
        if parsed.is_ok_and(|attributes| !attributes.is_empty()) {
            return Some(text.to_owned());
        }
        let expected = "attributes by the names of what gets them";
        let fault = ArgumentError::WrongType { option: option.to_owned(), expected };
        self.fault(fault, text, "write an attribute such as `#[allow(dead_code)]`");
        None
    }
}

/// Whether a text is what may stand in `#[cfg(…)]`: tokens without a comma between them.
fn is_predicate(text: &str) -> bool {
    let Ok(tokens) = text.parse::<TokenStream>() else { return false };
    let is_comma = |token: TokenTree| matches!(token, TokenTree::Punct(it) if it.as_char() == ',');
    !tokens.is_empty() && !tokens.into_iter().any(is_comma)
}
