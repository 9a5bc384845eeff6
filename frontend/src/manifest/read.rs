//! Reads a `deps.toml`: in comes the file, out come a [`Manifest`] and every error in the file.

use std::collections::BTreeSet;
use std::ops::Range;

use super::document::{self, Spanned, Table, Value};
use super::edits;
use super::fields::Fields;
use super::package_format::{self, PackageFormat};
use super::wit_deps_format::{self, Download};
use crate::diagnostic::{Diagnostic, Help, Label, Location, ManifestError};
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
    let mut fields = Fields::new(files, file, document.take_errors(), None);
    let root = document.root();
    let format = match package_tables(root).as_slice() {
        [] if dependencies_without_table(&mut fields, root) => {
            Format::Package(package_format::read_dependencies(&mut fields, root))
        }
        [] => Format::WitDeps(wit_deps_format::read(&mut fields, root)),
        tables @ [first, ..] => {
            let names = tables.iter().map(|table| table.value.as_str()).collect();
            unexpected_keys(&mut fields, root, &names, &first.range);
            let dependencies = intended(root, DEPENDENCIES).map(|(_, value)| value);
            let package = intended(root, PACKAGE);
            Format::Package(package_format::read(&mut fields, dependencies, package))
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

/// Returns a table of the package format, or else the one that is a misspelling of it, whose entries are read all the same.
fn intended<'d>(root: Table<'d>, name: &str) -> Option<(Spanned<String>, Value<'d>)> {
    root.get_entry(name).or_else(|| {
        let mut tables = root.entries().into_iter().filter(|(_, value)| value.as_table().is_some());
        tables.find(|(key, value)| intended_table(&key.value) == Some(name) && !is_download(*value))
    })
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
fn dependencies_without_table(fields: &mut Fields<'_>, root: Table<'_>) -> bool {
    let found = root.entries().into_iter().find(|(_, value)| {
        value.as_table().is_some_and(|it| it.get("path").is_some() && it.get("version").is_some())
    });
    let Some((key, value)) = found else { return false };
    let is_header = value.range().start < key.range.start;
    let help = if is_header {
        let in_table = format!("dependencies.{}", package_format::quoted(&key.value));
        let sentence = format!("write `[{in_table}]`");
        fields.write(&key.range, in_table).saying(sentence)
    } else {
        let start = edits::entry(fields.source, &key.range).start;
        let line = fields.source[..start].rfind('\n').map_or(0, |at| at + 1);
        let table = [(line..line, "[dependencies]\n".to_owned())];
        fields.edit("add the line `[dependencies]` above", table)
    };
    let label = "only allowed in `[dependencies]`";
    fields.error(ManifestError::TableMissing, &key.range, label, help);
    true
}

/// Reports top-level keys that the package format does not have.
fn unexpected_keys(
    fields: &mut Fields<'_>,
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
            let help = into_package(fields, root, &key);
            fields.error(error, &key.range, "unknown key", help);
        } else if !tables.contains(name) && is_download(value) {
            downloads.push(key);
        } else if value.as_table().is_some() {
            let help = match intended_table(name) {
                Some(intended) => renamed(fields, &key, intended),
                None => {
                    let sentence = format!("remove it; the tables are {}", list(TABLES));
                    let rename = fields.write(&key.range, DEPENDENCIES);
                    let rename = rename.saying(format!("rename it to `{DEPENDENCIES}`"));
                    rename.or_else(fields.remove(&key.range, sentence.clone())).otherwise(sentence)
                }
            };
            let error = ManifestError::TableUnknown { table: name.into() };
            fields.error(error, &key.range, "unknown table", help);
        } else {
            fields.unknown_key(&key, &TABLES);
        }
    }
    if downloads.is_empty() {
        return;
    }
    let file = fields.file;
    let label = "an entry of the `wit-deps` format";
    let help = "move it below `[dependencies]`, as `name = { path = \"…\" }`, or remove the tables of the package format";
    let help = match mixed_entries(fields, root, &downloads) {
        Some(edits) => fields.edit("move it below `[dependencies]`", edits).otherwise(help),
        None => Help::sentence(help),
    };
    let (first, others) = (&downloads[0], &downloads[1..]);
    let error = fields.error(ManifestError::FormatsMixed, &first.range, label, help);
    let others = others.iter().map(|other| (&other.range, "another entry"));
    let labels = others.chain([(first_table, "a table of the package format")]);
    error.labels.extend(labels.map(|(range, label)| Label::new(file, range.clone(), label)));
}

/// Returns the help for a misspelled table: its new name, or no header if the entries then belong to that table.
fn renamed(fields: &Fields<'_>, key: &Spanned<String>, intended: &'static str) -> Help {
    let help = fields.write(&key.range, intended).saying(format!("rename it to `{intended}`"));
    match edits::header(fields.source, &key.value) {
        Some(header) if edits::header(fields.source, intended).is_some() => {
            let line = edits::removal(fields.source, &header);
            let sentence = format!("remove the line, so that its entries are in `[{intended}]`");
            help.or_else(fields.edit(sentence, [(line, String::new())]))
        }
        Some(_) | None => help,
    }
}

/// Returns the help for a `name` or `version` above the tables: a header above it, or its place in `[package]`.
fn into_package(fields: &Fields<'_>, root: Table<'_>, key: &Spanned<String>) -> Help {
    const SENTENCE: &str = "move it below a line `[package]`";
    let entry = edits::entry(fields.source, &key.range);
    match edits::header(fields.source, PACKAGE) {
        Some(header) => {
            let line = edits::removal(fields.source, &entry);
            let moved = (header.end..header.end, format!("\n{}", &fields.source[entry]));
            fields.edit(SENTENCE, [(line, String::new()), moved])
        }
        None => {
            // One header for both keys, above the first.
            let both = ["name", "version"].into_iter().filter_map(|key| root.get_entry(key));
            let starts = both.map(|(key, _)| edits::entry(fields.source, &key.range).start);
            let start = starts.fold(entry.start, usize::min);
            fields.edit(SENTENCE, [(start..start, "[package]\n".to_owned())])
        }
    }
}

/// Returns the edits that move entries of the `wit-deps` format below `[dependencies]`, if their paths are known.
fn mixed_entries(
    fields: &Fields<'_>,
    root: Table<'_>,
    downloads: &[Spanned<String>],
) -> Option<Vec<(Range<usize>, String)>> {
    let (mut moved, mut lines) = (Vec::new(), String::new());
    for key in downloads {
        let value = root.get(&key.value)?;
        let string = value.as_str().or_else(|| value.as_table()?.get("path")?.as_str());
        let local = string.filter(|string| !string.contains(':')).map(str::to_owned);
        let path = local.or_else(|| fields.known.paths(&key.value).into_iter().next())?;
        lines += &format!("\n{} = {{ path = \"{path}\" }}", package_format::quoted(&key.value));
        let entry = edits::entry(fields.source, &key.range);
        moved.push((edits::removal(fields.source, &entry), String::new()));
    }
    match edits::header(fields.source, DEPENDENCIES) {
        Some(header) => moved.push((header.end..header.end, lines)),
        None => {
            let end = fields.source.len();
            moved.push((end..end, format!("\n[dependencies]{lines}\n")));
        }
    }
    Some(moved)
}

fn start(error: &Diagnostic) -> usize {
    match &error.location {
        Location::Source(label) => label.range.start,
        Location::Path(_) | Location::Argument(_) | Location::Call => 0,
    }
}
