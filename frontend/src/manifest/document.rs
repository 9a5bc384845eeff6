//! Parses a TOML file with the `toml` crate into a tree of keys and values with their spans. [`toml_mistake`] turns syntax errors
//! into diagnostics.

use std::mem;
use std::ops::Range;

use ::toml::de::{DeTable, DeValue};

use super::toml_context;
use super::toml_mistake::{self, Mistakes};
use crate::diagnostic::{Diagnostic, ManifestError};
use crate::files::{FileId, Files};

/// The maximum depth of arrays, inline tables and dotted keys in each other. Lower than the limits of the `toml` crate, which
/// count brackets and dots separately, so that neither parsing nor dropping a file overflows the stack.
pub(super) const MAX_DEPTH: usize = 64;

/// A value and its span in the file, quotes included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The bytes of the file that it is read from.
    pub range: Range<usize>,
}

/// A TOML file, as far as it is valid.
pub(super) struct Document<'s> {
    root: DeTable<'s>,
    /// The lines with syntax errors, sorted. What the parser recovered from them is a guess, and is not read.
    broken_lines: Vec<Range<usize>>,
    /// `true` if the file has no syntax errors.
    pub(super) is_complete: bool,
    errors: Vec<Diagnostic>,
}

/// A table of a [`Document`].
#[derive(Clone, Copy)]
pub(super) struct Table<'d> {
    table: &'d DeTable<'d>,
    broken_lines: &'d [Range<usize>],
}

/// A value of a [`Document`].
#[derive(Clone, Copy)]
pub(super) struct Value<'d> {
    value: &'d ::toml::Spanned<DeValue<'d>>,
    broken_lines: &'d [Range<usize>],
}

/// Parses a file. Neither panics nor overflows the stack, whatever the file contains.
pub(super) fn parse(files: &Files, file: FileId) -> Document<'_> {
    let source = files.get(file).text.as_str();
    if let Some(at) = toml_context::too_deep(source, MAX_DEPTH) {
        let error = ManifestError::NestingTooDeep { limit: MAX_DEPTH };
        let label = "one level too many";
        let error = Diagnostic::at(error, file, at..at + 1, label).with_help(
            "remove levels of nesting: a manifest needs tables of keys and values, and no more",
        );
        let root = DeTable::new();
        return Document {
            root,
            broken_lines: Vec::new(),
            is_complete: false,
            errors: vec![error],
        };
    }
    let (root, errors) = DeTable::parse_recoverable(source);
    let spans = errors.iter().map(|error| error.span().unwrap_or_default()).collect::<Vec<_>>();
    let Mistakes { diagnostics, broken_lines, is_structural } =
        toml_mistake::find(source, file, spans);
    let root = if is_structural { DeTable::new() } else { root.into_inner() };
    Document { root, broken_lines, is_complete: diagnostics.is_empty(), errors: diagnostics }
}

impl Document<'_> {
    /// The top-level table.
    pub(super) fn root(&self) -> Table<'_> {
        Table { table: &self.root, broken_lines: &self.broken_lines }
    }

    /// Takes the syntax errors.
    pub(super) fn take_errors(&mut self) -> Vec<Diagnostic> {
        mem::take(&mut self.errors)
    }
}

impl<'d> Table<'d> {
    /// The keys and values, in source order.
    pub(super) fn entries(self) -> Vec<(Spanned<String>, Value<'d>)> {
        let mut entries = self
            .table
            .iter()
            .filter(|(key, _)| !self.is_broken(key))
            .map(|(key, value)| self.entry(key, value))
            .collect::<Vec<_>>();
        entries.sort_by_key(|(key, _)| key.range.start);
        entries
    }

    /// The value of a key.
    pub(super) fn get(self, key: &str) -> Option<Value<'d>> {
        self.get_entry(key).map(|(_, value)| value)
    }

    /// A key as it is in the file, and its value.
    pub(super) fn get_entry(self, key: &str) -> Option<(Spanned<String>, Value<'d>)> {
        let (key, value) = self.table.get_key_value(key)?;
        (!self.is_broken(key)).then(|| self.entry(key, value))
    }

    /// `true` if nothing can be read from the table.
    pub(super) fn is_empty(self) -> bool {
        self.table.keys().all(|key| self.is_broken(key))
    }

    /// `true` if a line of the table has a syntax error, so that a key which is not found may be on that line.
    pub(super) fn is_partial(self) -> bool {
        !self.broken_lines.is_empty() && self.table.keys().any(|key| self.is_broken(key))
    }

    fn is_broken(self, key: &::toml::Spanned<std::borrow::Cow<'_, str>>) -> bool {
        let at = key.span().start;
        let next = self.broken_lines.partition_point(|line| line.start <= at);
        next > 0 && at < self.broken_lines[next - 1].end
    }

    fn entry(
        self,
        key: &::toml::Spanned<std::borrow::Cow<'_, str>>,
        value: &'d ::toml::Spanned<DeValue<'d>>,
    ) -> (Spanned<String>, Value<'d>) {
        let key = Spanned { value: key.get_ref().to_string(), range: key.span() };
        (key, Value { value, broken_lines: self.broken_lines })
    }
}

impl<'d> Value<'d> {
    /// The span of the value. That of a table with a header is the header.
    pub(super) fn range(self) -> Range<usize> {
        self.value.span()
    }

    /// The value without its span.
    pub(super) fn get(self) -> &'d DeValue<'d> {
        self.value.get_ref()
    }

    pub(super) fn as_table(self) -> Option<Table<'d>> {
        let table = self.get().as_table()?;
        Some(Table { table, broken_lines: self.broken_lines })
    }

    pub(super) fn as_str(self) -> Option<&'d str> {
        self.get().as_str()
    }

    /// The items of an array.
    pub(super) fn as_array(self) -> Option<Vec<Value<'d>>> {
        let items = self.get().as_array()?;
        let broken_lines = self.broken_lines;
        Some(items.iter().map(|value| Value { value, broken_lines }).collect())
    }

    /// The type of the value with its article: `an array`.
    pub(super) fn type_name(self) -> &'static str {
        match self.get() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Array(_) => "an array",
            DeValue::Table(_) => "a table",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date",
        }
    }
}
