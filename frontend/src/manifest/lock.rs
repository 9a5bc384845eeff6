//! Reads a `deps.lock`: in comes the file, out come its entries with their spans, and every error in the file.

use super::digest;
use super::document::{self, Spanned, Table, Value};
use super::fields::Fields;
use super::wit_deps_format::Source;
use crate::diagnostic::{Diagnostic, ManifestError};
use crate::files::{FileId, Files};
use crate::spelling::list;

/// A `deps.lock`, as far as it is valid.
#[derive(Clone, Debug)]
pub struct Lock {
    /// The file.
    pub file: FileId,
    /// The valid entries.
    pub entries: Vec<Locked>,
    /// The names of the invalid entries.
    pub invalid_entries: Vec<String>,
    /// `true` if the file has no syntax errors. Otherwise, an entry that is not found may be one that could not be read.
    pub is_complete: bool,
}

/// An entry of a `deps.lock`.
#[derive(Clone, Debug)]
pub struct Locked {
    /// The name of the entry, and of its folder in `deps`.
    pub name: Spanned<String>,
    /// The source that it was fetched from. `None` for a dependency of another entry.
    pub source: Option<Source>,
    /// The SHA-256 digest of the folder.
    pub sha256: Spanned<[u8; 32]>,
    /// The SHA-512 digest of the folder.
    pub sha512: Spanned<[u8; 64]>,
}

impl Locked {
    /// Returns `true` if the folder contains no WIT: the archive has only packages that others in it depend on.
    pub(super) fn is_empty(&self) -> bool {
        self.sha256.value == digest::folder(&[]).sha256
    }
}

const KEYS: [&str; 6] = ["url", "prefix", "path", "sha256", "sha512", "deps"];
const TOOL: &str = "run `wit-deps lock` to regenerate the file";

/// Reads a `deps.lock`. Returns what is valid in it, and its errors.
pub fn read_lock(files: &Files, file: FileId) -> (Lock, Vec<Diagnostic>) {
    let mut document = document::parse(files, file);
    let mut fields = Fields::new(files, file, document.take_errors(), Some(TOOL));
    for error in &mut fields.errors {
        error.help = error.help.take().map(|help| help.otherwise(TOOL));
    }
    let (mut entries, mut invalid_entries) = (Vec::new(), Vec::new());
    for (name, value) in document.root().entries() {
        match locked(&mut fields, &name, value) {
            Some(entry) => entries.push(entry),
            None => invalid_entries.push(name.value),
        }
    }
    let is_complete = document.is_complete;
    (Lock { file, entries, invalid_entries, is_complete }, fields.errors)
}

fn locked(fields: &mut Fields<'_>, name: &Spanned<String>, value: Value<'_>) -> Option<Locked> {
    let table = fields.table(&name.value, value, "")?;
    let errors_before = fields.errors.len();
    let (mut url, mut path, mut prefix) = (None, None, None);
    let (mut sha256, mut sha512) = (None, None);
    for (key, value) in table.entries() {
        match key.value.as_str() {
            "url" => url = fields.string("url", value, ""),
            "path" => path = fields.string("path", value, ""),
            "prefix" if value.as_str().is_some_and(str::is_empty) => {}
            "prefix" => prefix = fields.string("prefix", value, ""),
            "sha256" => sha256 = fields.digest("sha256", value),
            "sha512" => sha512 = fields.digest("sha512", value),
            "deps" => string_array(fields, value),
            _ => {}
        }
    }
    let is_valid = fields.errors.len() == errors_before;
    if is_valid && !table.is_partial() {
        // An entry without both digests is one mistake.
        let missing = ["sha256", "sha512"].into_iter().find(|key| table.get(key).is_none());
        if let Some(key) = missing {
            let error = ManifestError::LockKeyMissing { entry: name.value.clone(), key };
            fields.error(error, &name.range, format!("missing `{key}`"), TOOL);
        }
    }
    let is_valid = fields.errors.len() == errors_before;
    unknown_keys(fields, table);
    let source = match (url, path) {
        (Some(url), _) => Some(Source::Url { url, prefix }),
        (None, Some(path)) => Some(Source::Path(path)),
        (None, None) => None,
    };
    let entry = Locked { name: name.clone(), source, sha256: sha256?, sha512: sha512? };
    Some(entry).filter(|_| is_valid)
}

fn string_array(fields: &mut Fields<'_>, value: Value<'_>) {
    match value.as_array() {
        Some(items) => items.into_iter().for_each(|item| drop(fields.string("deps", item, ""))),
        None => fields.wrong_type("deps", value, "an array of strings", ""),
    }
}

/// Warns about unknown keys, which a newer `wit-deps` may write.
fn unknown_keys(fields: &mut Fields<'_>, table: Table<'_>) {
    for (key, _) in table.entries() {
        if !KEYS.contains(&key.value.as_str()) {
            let error = ManifestError::LockKeyUnknown { key: key.value };
            let help = format!("{TOOL}; the keys are {}", list(KEYS));
            fields.error(error, &key.range, "unknown key", help);
        }
    }
}
