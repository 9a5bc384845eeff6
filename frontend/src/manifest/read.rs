//! From the text of a `deps.toml` to a [`Manifest`], and every fault of the file at its place.

use std::ops::Range;

use super::document::{self, Table, Text, Value};
use super::fields::Fields;
use super::package_form::{self, PackageForm};
use super::wit_deps_form::{self, Download};
use crate::diagnostic::{Diagnostic, ManifestError};
use crate::files::{FileId, Files};
use crate::spelling::{list, nearest};

/// What a `deps.toml` says, as far as it is sound.
#[derive(Clone, Debug)]
pub struct Manifest {
    pub file: FileId,
    pub form: Form,
    /// Whether `form` is all that the file says. Where it is not, nothing is known to be missing.
    pub whole: bool,
}

/// Which of the two forms it is.
#[derive(Clone, Debug)]
pub enum Form {
    /// Ours: `[dependencies]` with paths. A file that says nothing is of this form.
    Packages(PackageForm),
    /// That of `wit-deps`: a flat table of downloads.
    Downloads(Vec<Download>),
}

const DEPENDENCIES: &str = "dependencies";
const PACKAGE: &str = "package";
/// The tables of the package form.
const TABLES: [&str; 2] = [DEPENDENCIES, PACKAGE];

/// Reads a `deps.toml`.
pub fn read(files: &Files, file: FileId) -> (Manifest, Vec<Diagnostic>) {
    let document = document::parse(files, file);
    let mut fields = Fields { file, faults: document.faults, tool: None };
    let form = match markers(&document.root).as_slice() {
        [] if without_table(&mut fields, &document.root) => {
            Form::Packages(package_form::read_table(&mut fields, &document.root))
        }
        [] => Form::Downloads(wit_deps_form::read(&mut fields, &document.root)),
        marks @ [first, ..] => {
            let first = first.range.clone();
            let marks = marks.iter().map(|mark| mark.value.clone()).collect::<Vec<_>>();
            strays(&mut fields, &document.root, &marks, &first);
            Form::Packages(package_form::read(
                &mut fields,
                document.root.get(DEPENDENCIES).map(|(_, value)| value),
                document.root.get(PACKAGE),
            ))
        }
    };
    let form = match form {
        Form::Downloads(downloads) if downloads.is_empty() => {
            Form::Packages(PackageForm::default())
        }
        form => form,
    };
    let whole = document.whole && fields.faults.is_empty();
    fields.faults.sort_by_key(position);
    (Manifest { file, form, whole }, fields.faults)
}

/// The keys at the top by which a file is of the package form: its tables, rightly spelt or almost.
fn markers(root: &Table) -> Vec<&Text> {
    root.entries
        .iter()
        .filter(|(key, value)| match key.value.as_str() {
            DEPENDENCIES => value.as_text().is_none(),
            PACKAGE => value.as_text().is_none() && !is_download(value),
            other => meant(other).is_some() && value.as_table().is_some() && !is_download(value),
        })
        .map(|(key, _)| key)
        .collect::<Vec<_>>()
}

/// The table of the package form that was meant.
fn meant(key: &str) -> Option<&'static str> {
    let known = ["deps", "dependency", "dev-dependencies", "imports", "requires"];
    if known.contains(&key) { Some(DEPENDENCIES) } else { nearest(key, TABLES) }
}

/// Whether a value at the top is an entry of the `wit-deps` form.
fn is_download(value: &Value) -> bool {
    value.as_text().is_some()
        || value.as_table().is_some_and(|table| {
            table.partial
                || table.entries.iter().any(|(key, value)| {
                    wit_deps_form::KEYS.contains(&key.value.as_str()) && value.as_table().is_none()
                })
        })
}

/// Whether the entries are dependencies with nothing above them: only those have a `version` beside a `path`.
fn without_table(fields: &mut Fields, root: &Table) -> bool {
    let mut entries = root.entries.iter();
    let found = entries.find(|(_, value)| {
        value.as_table().is_some_and(|it| it.get("path").is_some() && it.get("version").is_some())
    });
    if let Some((key, value)) = found {
        let header = value.range.start < key.range.start;
        let help = if header {
            format!("write `[dependencies.{}]`", package_form::quoted(&key.value))
        } else {
            "write `[dependencies]` on a line above".to_owned()
        };
        let label = "only `[dependencies]` has such entries";
        fields.fault(ManifestError::TableMissing, &key.range, label, help);
    }
    found.is_some()
}

/// What stands at the top of a file of the package form and does not belong there.
fn strays(fields: &mut Fields, root: &Table, marks: &[String], first: &Range<usize>) {
    let mut mixed: Vec<&Text> = Vec::new();
    for (key, value) in &root.entries {
        let name = key.value.as_str();
        if TABLES.contains(&name) {
            continue;
        }
        if ["name", "version"].contains(&name) {
            let fault = ManifestError::KeyUnknown { key: name.into() };
            fields.fault(fault, &key.range, "not known here", "move it below a line `[package]`");
        } else if !marks.contains(&key.value) && is_download(value) {
            mixed.push(key);
        } else if value.as_table().is_some() {
            let help = match meant(name) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("delete it; there are {}", list(TABLES)),
            };
            fields.fault(
                ManifestError::TableUnknown { table: name.into() },
                &key.range,
                "no such table",
                help,
            );
        } else {
            fields.unknown_key(key, &TABLES);
        }
    }
    if let Some((stray, others)) = mixed.split_first() {
        let file = fields.file;
        let fault = fields.fault(
            ManifestError::FormsMixed,
            &stray.range,
            "an entry as in a manifest of `wit-deps`",
            "move it below `[dependencies]`, as `name = { path = \"…\" }`, or delete the tables for `wit-deps`",
        );
        for other in others {
            *fault = fault.clone().with_label(file, other.range.clone(), "and another");
        }
        *fault = fault.clone().with_label(file, first.clone(), "a table of the package form");
    }
}

fn position(fault: &Diagnostic) -> usize {
    match &fault.location {
        crate::diagnostic::Location::Source(label) => label.range.start,
        crate::diagnostic::Location::Path(_)
        | crate::diagnostic::Location::Argument(_)
        | crate::diagnostic::Location::Call => 0,
    }
}
