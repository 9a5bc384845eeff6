//! Options whose value is Rust syntax in a string: parsers that report an invalid string as an error.

use airssys_bindings_codegen::options;
use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser as _;
use syn::{Attribute, Ident, Path};

use super::Config;

/// A kind of Rust syntax.
#[derive(Clone, Copy)]
pub(super) enum RustSyntax {
    /// A path of a type, derive or crate: `a::B<c>`.
    Path,
    /// The path of a module: `crate::a::b`.
    Module,
    /// An identifier.
    Ident,
    /// The predicate of a `#[cfg(…)]`.
    Predicate,
    /// One or more attributes: `#[a] #[b]`.
    Attributes,
}

impl RustSyntax {
    fn help(self) -> &'static str {
        match self {
            Self::Path | Self::Module => "write a path such as `crate::name`",
            Self::Ident => "write an identifier such as `export_it`",
            Self::Predicate => "write a predicate such as `feature = \"network\"`",
            Self::Attributes => "write an attribute such as `#[allow(dead_code)]`",
        }
    }

    fn accepts(self, source: &str) -> bool {
        match self {
            Self::Path => syn::parse_str::<Path>(source).is_ok(),
            Self::Module => Path::parse_mod_style.parse_str(source).is_ok(),
            Self::Ident => syn::parse_str::<Ident>(source).is_ok(),
            Self::Predicate => is_predicate(source),
            Self::Attributes => {
                Attribute::parse_outer.parse_str(source).is_ok_and(|found| !found.is_empty())
            }
        }
    }
}

impl Config {
    /// Returns `source` if it is Rust syntax of this kind. Otherwise reports an error in the value of the option.
    #[track_caller]
    pub(super) fn rust(
        &mut self,
        option: &str,
        kind: RustSyntax,
        source: impl AsRef<str>,
    ) -> Option<String> {
        let source = source.as_ref();
        if kind.accepts(source) {
            return Some(source.to_owned());
        }
        let (error, _) = options::find(option)?.wrong_type();
        self.error(error, source, kind.help());
        None
    }
}

/// Returns `true` for tokens without a comma between them.
fn is_predicate(source: &str) -> bool {
    let Ok(tokens) = source.parse::<TokenStream>() else { return false };
    let is_comma = |token: TokenTree| matches!(token, TokenTree::Punct(it) if it.as_char() == ',');
    !tokens.is_empty() && !tokens.into_iter().any(is_comma)
}
