//! Reads a `deps.toml`: in comes the file, out come a [`Manifest`] and every error in the file.

use std::collections::BTreeSet;
use std::ops::Range;

use super::document::{self, Spanned, Table, Value};
use super::fields::Fields;
use super::package_format::{self, PackageFormat};
use super::wit_deps_format::{self, Download};
use crate::diagnostic::{Diagnostic, Label, Location, ManifestError};
use crate::files::{FileId, Files};
use crate::spelling::{list, nearest};

/// A `deps.toml`, as far as it is valid.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The file.
    pub file: FileId,
    /// Its contents.
    pub format: Format,
    /// `true` if the file has no errors. Otherwise, an entry that is not found may be one that could not be read.
    pub is_complete: bool,
}

/// The format of a `deps.toml`, which follows from its keys.
#[derive(Clone, Debug)]
pub enum Format {
    /// The package format: `[dependencies]` with paths. An empty file has this format.
    Package(PackageFormat),
    /// The format of `wit-deps`: a flat table of downloads.
    WitDeps(Vec<Download>),
}

const DEPENDENCIES: &str = "dependencies";
const PACKAGE: &str = "package";
/// The tables of the package format.
const TABLES: [&str; 2] = [DEPENDENCIES, PACKAGE];

/// Reads a `deps.toml`. Returns what is valid in it, and its errors in source order.
pub fn read(files: &Files, file: FileId) -> (Manifest, Vec<Diagnostic>) {
    let mut document = document::parse(files, file);
    let mut fields = Fields { file, errors: document.take_errors(), tool: None };
    let root = document.root();
    let format = match package_tables(root).as_slice() {
        [] if dependencies_without_table(&mut fields, root) => {
            Format::Package(package_format::read_dependencies(&mut fields, root))
        }
        [] => Format::WitDeps(wit_deps_format::read(&mut fields, root)),
        tables @ [first, ..] => {
            let names = tables.iter().map(|table| table.value.as_str()).collect();
            unexpected_keys(&mut fields, root, &names, &first.range);
            let package = root.get_entry(PACKAGE);
            Format::Package(package_format::read(&mut fields, root.get(DEPENDENCIES), package))
        }
    };
    let format = match format {
        Format::WitDeps(downloads) if downloads.is_empty() => {
            Format::Package(PackageFormat::default())
        }
        format => format,
    };
    let is_complete = document.is_complete && fields.errors.is_empty();
    fields.errors.sort_by_key(start);
    (Manifest { file, format, is_complete }, fields.errors)
}

/// Returns the top-level keys that only the package format has: its tables, also if they are misspelled.
fn package_tables(root: Table<'_>) -> Vec<Spanned<String>> {
    let is_package_table = |key: &str, value: Value<'_>| match key {
        DEPENDENCIES => value.as_str().is_none(),
        PACKAGE => value.as_str().is_none() && !is_download(value),
        other => {
            intended_table(other).is_some() && value.as_table().is_some() && !is_download(value)
        }
    };
    let entries = root.entries().into_iter();
    entries
        .filter(|(key, value)| is_package_table(&key.value, *value))
        .map(|(key, _)| key)
        .collect()
}

/// Returns the table of the package format that a key is a misspelling of.
fn intended_table(key: &str) -> Option<&'static str> {
    let known = ["deps", "dependency", "dev-dependencies", "imports", "requires"];
    if known.contains(&key) { Some(DEPENDENCIES) } else { nearest(key, TABLES) }
}

/// `true` if a top-level value is an entry of the `wit-deps` format.
fn is_download(value: Value<'_>) -> bool {
    let is_field = |(key, value): &(Spanned<String>, Value<'_>)| {
        wit_deps_format::KEYS.contains(&key.value.as_str()) && value.as_table().is_none()
    };
    value.as_str().is_some()
        || value
            .as_table()
            .is_some_and(|table| table.is_partial() || table.entries().iter().any(is_field))
}

/// Reports dependencies without a `[dependencies]` table. Only those have both a `path` and a `version`.
fn dependencies_without_table(fields: &mut Fields, root: Table<'_>) -> bool {
    let found = root.entries().into_iter().find(|(_, value)| {
        value.as_table().is_some_and(|it| it.get("path").is_some() && it.get("version").is_some())
    });
    let Some((key, value)) = found else { return false };
    let is_header = value.range().start < key.range.start;
    let help = if is_header {
        format!("write `[dependencies.{}]`", package_format::quoted(&key.value))
    } else {
        "add the line `[dependencies]` above".to_owned()
    };
    let label = "only allowed in `[dependencies]`";
    fields.error(ManifestError::TableMissing, &key.range, label, help);
    true
}

/// Reports top-level keys that the package format does not have.
fn unexpected_keys(
    fields: &mut Fields,
    root: Table<'_>,
    tables: &BTreeSet<&str>,
    first_table: &Range<usize>,
) {
    let mut downloads: Vec<Spanned<String>> = Vec::new();
    for (key, value) in root.entries() {
        let name = key.value.as_str();
        if TABLES.contains(&name) {
            continue;
        }
        if ["name", "version"].contains(&name) {
            let error = ManifestError::KeyUnknown { key: name.into() };
            fields.error(error, &key.range, "unknown key", "move it below a line `[package]`");
        } else if !tables.contains(name) && is_download(value) {
            downloads.push(key);
        } else if value.as_table().is_some() {
            let help = match intended_table(name) {
                Some(intended) => format!("rename it to `{intended}`"),
                None => format!("remove it; the tables are {}", list(TABLES)),
            };
            let error = ManifestError::TableUnknown { table: name.into() };
            fields.error(error, &key.range, "unknown table", help);
        } else {
            fields.unknown_key(&key, &TABLES);
        }
    }
    let Some((first, others)) = downloads.split_first() else { return };
    let file = fields.file;
    let label = "an entry of the `wit-deps` format";
    let help = "move it below `[dependencies]`, as `name = { path = \"…\" }`, or remove the tables of the package format";
    let error = fields.error(ManifestError::FormatsMixed, &first.range, label, help);
    let others = others.iter().map(|other| (&other.range, "another entry"));
    let labels = others.chain([(first_table, "a table of the package format")]);
    error.labels.extend(labels.map(|(range, label)| Label::new(file, range.clone(), label)));
}

fn start(error: &Diagnostic) -> usize {
    match &error.location {
        Location::Source(label) => label.range.start,
        Location::Path(_) | Location::Argument(_) | Location::Call => 0,
    }
}
