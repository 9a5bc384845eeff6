//! Gives generated code that uses the paths in `with` the spans of these paths, so that rustc reports a missing item there.

use std::collections::BTreeMap;

use airssys_bindings_codegen::output;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};

/// The names of wit-bindgen for modules, which it imports as `use path as __with_name0;`.
const IMPORTED: &str = "__with_name";

/// The paths in the option `with`, by their positions: the spans of the first and the last segment.
#[derive(Default)]
pub(crate) struct WithPaths(Vec<[Span; 2]>);

/// The imported names, with the positions of their paths.
type Scope = BTreeMap<String, usize>;

impl WithPaths {
    /// Adds the path at the next position.
    pub(crate) fn add(&mut self, segments: &[Ident]) {
        let ends = segments.first().zip(segments.last());
        self.0
            .push(ends.map_or([Span::call_site(); 2], |(first, last)| [first.span(), last.span()]));
    }

    /// Returns the code with the spans of the call for each path, and for the items that are named in it.
    pub(crate) fn respan(&self, code: TokenStream) -> TokenStream {
        if self.0.is_empty() { code } else { self.in_module(code, &Scope::new()) }
    }

    fn in_module(&self, code: TokenStream, outer: &Scope) -> TokenStream {
        let mut tokens: Vec<TokenTree> = code.into_iter().collect();
        let scope = self.scope(&tokens, outer);
        // The path that the next token may continue.
        let mut open: Option<[Span; 2]> = None;
        for at in 0..tokens.len() {
            let (before, [token, ..]) = tokens.split_at_mut(at) else { break };
            match token {
                TokenTree::Ident(ident) => {
                    let path = self.path(&scope, ident);
                    let is_end = *ident == "as" || is_ident(before.last(), "as");
                    let continued = open.filter(|_| is_colon(before.last()) || is_end);
                    if let Some(ends @ [_, last]) = path {
                        set_span(token, last);
                        if is_ident(before.last(), "as") {
                            respan_import(before, ends);
                        }
                    } else if let Some([_, last]) = continued {
                        set_span(token, last);
                    }
                    open = path.or(continued);
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    if let Some([_, last]) = open {
                        set_span(token, last);
                    }
                }
                TokenTree::Group(group) => {
                    let mut inner =
                        Group::new(group.delimiter(), self.in_module(group.stream(), &scope));
                    inner.set_span(group.span());
                    *token = TokenTree::Group(inner);
                    open = None;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => open = None,
            }
        }
        tokens.into_iter().collect()
    }

    /// The names that `use path as __with_name0;` declares among these tokens, and those around them.
    fn scope(&self, tokens: &[TokenTree], outer: &Scope) -> Scope {
        let mut scope = outer.clone();
        for window in tokens.windows(3) {
            let [path, keyword, TokenTree::Ident(name)] = window else { continue };
            let name = name.to_string();
            if is_ident(Some(keyword), "as") && name.starts_with(IMPORTED) {
                let position = match path {
                    TokenTree::Ident(path) => output::with_position(&path.to_string()),
                    TokenTree::Punct(_) | TokenTree::Literal(_) | TokenTree::Group(_) => None,
                };
                scope.remove(&name);
                scope.extend(position.map(|position| (name, position)));
            }
        }
        scope
    }

    fn path(&self, scope: &Scope, ident: &Ident) -> Option<[Span; 2]> {
        let name = ident.to_string();
        let position = scope.get(&name).copied().or_else(|| output::with_position(&name))?;
        self.0.get(position).copied()
    }
}

/// Gives the path of `use path as …` its spans. `tokens` end with `as`.
fn respan_import(tokens: &mut [TokenTree], [first, last]: [Span; 2]) {
    let start = tokens.iter().rposition(|token| is_ident(Some(token), "use"));
    let path = start.map_or(&mut [][..], |start| &mut tokens[start + 1..]);
    let mut span = last;
    for token in path.iter_mut().rev().skip(1) {
        set_span(token, span);
        span = first;
    }
}

fn is_ident(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == word)
}

fn is_colon(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

/// Changes where errors about a token are reported, and not what it means.
fn set_span(token: &mut TokenTree, span: Span) {
    let own = token.span();
    token.set_span(own.located_at(span));
}
