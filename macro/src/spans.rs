//! The spans of the arguments, by argument number.

use airssys_bindings_codegen::diagnostic::{ArgumentId, Diagnostic, Location};
use airssys_bindings_codegen::roots::Given;
use proc_macro2::Span;

use crate::cfg_spans::Predicates;
use crate::token_spans::UserTokens;
use crate::with_spans::WithPaths;

/// A value and its span.
pub(crate) type Spanned<T> = (T, Span);

/// The spans of the arguments. The index of a span in `arguments` is the number in its [`ArgumentId`].
#[derive(Default)]
pub(crate) struct Spans {
    arguments: Vec<Span>,
    /// The predicates in `cfg`.
    pub(crate) predicates: Predicates,
    /// The paths in `with`.
    pub(crate) with: WithPaths,
    /// The paths, derives and attributes for generated code.
    pub(crate) tokens: UserTokens,
}

impl Spans {
    /// Adds the span of an argument.
    pub(crate) fn add(&mut self, span: Span) -> ArgumentId {
        let id = u32::try_from(self.arguments.len()).unwrap_or(u32::MAX);
        self.arguments.push(span);
        ArgumentId(id)
    }

    /// Adds the span of a value.
    pub(crate) fn given<T>(&mut self, (value, span): Spanned<T>) -> Given<T> {
        Given { value, argument: self.add(span) }
    }

    /// Adds the spans of a list.
    pub(crate) fn given_list<T>(&mut self, values: Vec<Spanned<T>>) -> Vec<Given<T>> {
        values.into_iter().map(|value| self.given(value)).collect()
    }

    /// Adds the spans of the keys of a map.
    pub(crate) fn given_map<K, V>(&mut self, entries: Vec<(Spanned<K>, V)>) -> Vec<(Given<K>, V)> {
        entries.into_iter().map(|(key, value)| (self.given(key), value)).collect()
    }

    /// Returns the span of an argument.
    pub(crate) fn get(&self, id: ArgumentId) -> Span {
        self.arguments.get(id.0 as usize).copied().unwrap_or_else(Span::call_site)
    }

    /// Returns the span to report a diagnostic at: that of its argument, or the call.
    pub(crate) fn of(&self, diagnostic: &Diagnostic) -> Span {
        match &diagnostic.location {
            Location::Argument(id) => self.get(*id),
            Location::Source(_) | Location::Path(_) | Location::Call => Span::call_site(),
        }
    }
}
