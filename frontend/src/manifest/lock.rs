//! From the text of a `deps.lock` to its entries, with the place of each, and every fault of the file.

use std::ops::Range;

use super::document::{self, Data, Table, Text, Value};
use super::fields::Fields;
use crate::diagnostic::{Diagnostic, ManifestError};
use crate::files::{FileId, Files};
use crate::spelling::list;

/// What a `deps.lock` says, as far as it is sound.
#[derive(Clone, Debug)]
pub struct Lock {
    pub file: FileId,
    pub entries: Vec<Locked>,
    /// The names of entries that are there but not sound.
    pub unsound: Vec<String>,
    /// Whether nothing was lost in reading.
    pub whole: bool,
}

/// One entry.
#[derive(Clone, Debug)]
pub struct Locked {
    pub name: Text,
    pub source: Option<LockedSource>,
    pub sha256: ([u8; 32], Range<usize>),
    pub sha512: ([u8; 64], Range<usize>),
}

/// Where it came from; an entry that came with another one has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockedSource {
    Url { url: Text, prefix: Option<Text> },
    Path(Text),
}

const KEYS: [&str; 6] = ["url", "prefix", "path", "sha256", "sha512", "deps"];
const TOOL: &str = "run `wit-deps lock` to write the file anew";

/// Reads a `deps.lock`.
pub fn read_lock(files: &Files, file: FileId) -> (Lock, Vec<Diagnostic>) {
    let mut document = document::parse(files, file);
    for fault in &mut document.faults {
        fault.help = Some(TOOL.to_owned());
    }
    let mut fields = Fields { file, faults: document.faults, tool: Some(TOOL) };
    let (mut entries, mut unsound) = (Vec::new(), Vec::new());
    for (name, value) in &document.root.entries {
        match locked(&mut fields, name, value) {
            Some(entry) => entries.push(entry),
            None => unsound.push(name.value.clone()),
        }
    }
    let lock = Lock { file, entries, unsound, whole: document.whole };
    (lock, fields.faults)
}

fn locked(fields: &mut Fields, name: &Text, value: &Value) -> Option<Locked> {
    let table = fields.table(&name.value, value, "")?;
    let before = fields.faults.len();
    let (mut url, mut path, mut prefix) = (None, None, None);
    let (mut sha256, mut sha512) = (None, None);
    for (key, value) in &table.entries {
        match key.value.as_str() {
            "url" => url = fields.text("url", value, ""),
            "path" => path = fields.text("path", value, ""),
            "prefix" if value.as_text().is_some_and(str::is_empty) => {}
            "prefix" => prefix = fields.text("prefix", value, ""),
            "sha256" => sha256 = fields.digest("sha256", value),
            "sha512" => sha512 = fields.digest("sha512", value),
            "deps" => names(fields, value),
            _ => {}
        }
    }
    let sound = fields.faults.len() == before;
    for key in ["sha256", "sha512"] {
        if sound && !table.partial && table.get(key).is_none() {
            let fault = ManifestError::LockKeyMissing { entry: name.value.clone(), key };
            fields.fault(fault, &name.range, format!("no `{key}` in this entry"), TOOL);
            // One entry that is cut short is one mistake.
            break;
        }
    }
    let sound = fields.faults.len() == before;
    unknown_keys(fields, table);
    let source = match (url, path) {
        (Some(url), _) => Some(LockedSource::Url { url, prefix }),
        (None, Some(path)) => Some(LockedSource::Path(path)),
        (None, None) => None,
    };
    let entry = Locked { name: name.clone(), source, sha256: sha256?, sha512: sha512? };
    Some(entry).filter(|_| sound)
}

fn names(fields: &mut Fields, value: &Value) {
    let Data::Array(items) = &value.data else {
        return fields.wrong_type("deps", value, "an array of strings", "");
    };
    for item in items {
        fields.text("deps", item, "");
    }
}

/// A newer tool may write more than we know.
fn unknown_keys(fields: &mut Fields, table: &Table) {
    for (key, _) in &table.entries {
        if !KEYS.contains(&key.value.as_str()) {
            let fault = ManifestError::LockKeyUnknown { key: key.value.clone() };
            let help = format!("{TOOL}; there are {}", list(KEYS));
            fields.fault(fault, &key.range, "not known", help);
        }
    }
}
