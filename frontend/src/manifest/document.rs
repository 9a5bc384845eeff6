//! From the text of a TOML file to a tree with a byte range for every key and value. [`build`](mod@build) makes it; what is
//! complained about goes to [`complaint`](super::complaint).

mod build;
mod date;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::HashMap;
use std::ops::Range;

use tree::Form;

use super::complaint::{self, Complaint};
use crate::diagnostic::Diagnostic;
use crate::files::{FileId, Files};

/// A TOML file.
#[derive(Debug)]
pub(super) struct Document {
    /// What is sound of it.
    pub(super) root: Table,
    /// Whether that is all of it.
    pub(super) whole: bool,
    /// What is wrong with the rest.
    pub(super) faults: Vec<Diagnostic>,
}

/// Keys with their values, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) entries: Vec<(Text, Value)>,
    /// Whether something was written in it that could not be read: then nothing is known to be missing.
    pub(super) partial: bool,
    form: Form,
    /// Where in `entries` each key is, while these are made.
    places: HashMap<String, usize>,
}

/// A text, and where it is written, quotes included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub value: String,
    pub range: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Value {
    pub(super) data: Data,
    pub(super) range: Range<usize>,
}

#[derive(Debug)]
pub(super) enum Data {
    Text(String),
    Integer(String),
    Array(Vec<Value>),
    Table(Table),
    Float,
    Boolean,
    Datetime,
}

impl Table {
    pub(super) fn get(&self, key: &str) -> Option<(&Text, &Value)> {
        self.entries.iter().find(|(it, _)| it.value == key).map(|(key, value)| (key, value))
    }
}

impl Value {
    pub(super) fn as_table(&self) -> Option<&Table> {
        match &self.data {
            Data::Table(table) => Some(table),
            Data::Text(_)
            | Data::Integer(_)
            | Data::Array(_)
            | Data::Float
            | Data::Boolean
            | Data::Datetime => None,
        }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            Data::Integer(_)
            | Data::Array(_)
            | Data::Table(_)
            | Data::Float
            | Data::Boolean
            | Data::Datetime => None,
        }
    }

    /// `an array`.
    pub(super) fn in_words(&self) -> &'static str {
        match &self.data {
            Data::Text(_) => "a string",
            Data::Integer(_) | Data::Float => "a number",
            Data::Array(_) => "an array",
            Data::Table(_) => "a table",
            Data::Boolean => "a boolean",
            Data::Datetime => "a date",
        }
    }
}

/// Parses a file, as far as it can be parsed.
pub(super) fn parse(files: &Files, file: FileId) -> Document {
    let text = files.get(file).text.as_str();
    let (mut root, complaints) = build::build(text);
    let judged = complaint::judge(text, file, complaints);
    if judged.structural {
        root = Table::default();
    } else {
        drop_lines(&mut root, text, &judged.lines);
    }
    Document { root, whole: judged.faults.is_empty(), faults: judged.faults }
}

/// Takes out what starts on a line with a fault: what the parser made of it is a guess.
fn drop_lines(table: &mut Table, text: &str, lines: &[usize]) {
    let before = table.entries.len();
    table.entries.retain(|(key, _)| !lines.contains(&complaint::line(text, key.range.start)));
    table.partial = table.entries.len() < before;
    for (_, value) in &mut table.entries {
        if let Data::Table(inner) = &mut value.data {
            drop_lines(inner, text, lines);
        }
    }
}
