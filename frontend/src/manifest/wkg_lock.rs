//! From the text of a `wkg.lock`, version 1, to the packages it holds, and every fault of the file.

use std::ops::Range;

use semver::Version;

use super::document::{self, Data, Table, Text, Value};
use super::fields::{Fields, malformed};
use super::name;
use crate::diagnostic::{Diagnostic, ManifestError};
use crate::files::{FileId, Files};
use crate::package_name::PackageName;

/// What a `wkg.lock` says, as far as it is sound.
#[derive(Clone, Debug)]
pub struct WkgLock {
    pub file: FileId,
    pub packages: Vec<LockedPackage>,
}

/// One `[[packages]]`.
#[derive(Clone, Debug)]
pub struct LockedPackage {
    /// Without a version.
    pub name: PackageName,
    pub range: Range<usize>,
    pub versions: Vec<LockedVersion>,
}

/// One `[[packages.versions]]`.
#[derive(Clone, Debug)]
pub struct LockedVersion {
    pub version: Version,
    pub range: Range<usize>,
    /// The sha256 of the `.wasm` file.
    pub digest: ([u8; 32], Range<usize>),
}

const TOOL: &str = "run `wkg wit fetch` to write the file anew";

/// Reads a `wkg.lock`. Of another version than 1, nothing is read.
pub fn read_wkg_lock(files: &Files, file: FileId) -> (WkgLock, Vec<Diagnostic>) {
    let mut document = document::parse(files, file);
    for fault in &mut document.faults {
        fault.help = Some(TOOL.to_owned());
    }
    let mut fields = Fields { file, faults: document.faults, tool: Some(TOOL) };
    let mut packages = Vec::new();
    // A file that says nothing locks nothing.
    if !document.root.entries.is_empty() && is_version_1(&mut fields, &document.root) {
        for item in tables(&mut fields, &document.root, ["packages", "package"]) {
            packages.extend(package(&mut fields, item));
        }
    }
    (WkgLock { file, packages }, fields.faults)
}

fn is_version_1(fields: &mut Fields, root: &Table) -> bool {
    let Some((_, value)) = root.get("version") else {
        if !root.partial {
            let fault = ManifestError::LockKeyMissing { entry: "wkg.lock".into(), key: "version" };
            fields.fault(fault, &(0..0), "no `version = 1` in the file", TOOL);
        }
        return false;
    };
    match &value.data {
        Data::Integer(version) if version == "1" => true,
        Data::Integer(version) => {
            let fault = ManifestError::LockVersionUnknown { version: version.clone() };
            let help =
                "write the file with a `wkg` that writes version 1, or update airssys-bindings";
            fields.fault(fault, &value.range, "no digest is checked", help);
            false
        }
        Data::Text(_)
        | Data::Array(_)
        | Data::Table(_)
        | Data::Float
        | Data::Boolean
        | Data::Datetime => {
            fields.wrong_type("version", value, "a whole number", "");
            false
        }
    }
}

/// The tables of an array, which may be called by either name.
fn tables<'a>(
    fields: &mut Fields,
    table: &'a Table,
    names: [&str; 2],
) -> Vec<(&'a Value, &'a Table)> {
    let Some((key, value)) = names.iter().find_map(|name| table.get(name)) else {
        return Vec::new();
    };
    let Data::Array(items) = &value.data else {
        fields.wrong_type(&key.value, value, "an array of tables", "");
        return Vec::new();
    };
    items
        .iter()
        .filter_map(|item| fields.table(&key.value, item, "").map(|table| (item, table)))
        .collect()
}

fn package(fields: &mut Fields, (whole, table): (&Value, &Table)) -> Option<LockedPackage> {
    let value = required(fields, "a package", "name", whole, table)?;
    let text = fields.text("name", value, "")?;
    let name = match name::package_name(&text.value) {
        Ok(name) => PackageName { version: None, ..name },
        Err((fault, _)) => {
            fields.fault(fault, &text.range, "expected `namespace:name`", TOOL);
            return None;
        }
    };
    let versions = tables(fields, table, ["versions", "version"])
        .into_iter()
        .filter_map(|item| version(fields, &text, item))
        .collect();
    Some(LockedPackage { name, range: text.range, versions })
}

fn version(
    fields: &mut Fields,
    package: &Text,
    (whole, table): (&Value, &Table),
) -> Option<LockedVersion> {
    let before = fields.faults.len();
    let version = required(fields, &package.value, "version", whole, table)
        .and_then(|value| fields.version(value));
    // An entry without both is cut short, and that is one mistake.
    table.get("version")?;
    let digest = required(fields, &package.value, "digest", whole, table)
        .and_then(|value| digest(fields, value));
    let sound = fields.faults.len() == before;
    let (version, range) = version?;
    Some(LockedVersion { version, range, digest: digest? }).filter(|_| sound)
}

fn required<'a>(
    fields: &mut Fields,
    entry: &str,
    key: &'static str,
    whole: &Value,
    table: &'a Table,
) -> Option<&'a Value> {
    let found = table.get(key).map(|(_, value)| value);
    if found.is_none() && !table.partial {
        let fault = ManifestError::LockKeyMissing { entry: entry.into(), key };
        fields.fault(fault, &whole.range, format!("no `{key}` in this entry"), TOOL);
    }
    found
}

/// `sha256:` and 64 digits.
fn digest(fields: &mut Fields, value: &Value) -> Option<([u8; 32], Range<usize>)> {
    let text = fields.text("digest", value, "")?;
    let (reason, label) = match text.value.split_once(':') {
        Some(("sha256", digits)) => match super::digest::unhex(digits) {
            Some(bytes) => return Some((bytes, text.range)),
            None => malformed(digits, 64),
        },
        Some((kind, _)) => {
            (format!("a `{kind}`, not a `sha256`"), "expected `sha256:…`".to_owned())
        }
        None => ("not marked as `sha256:`".to_owned(), "expected `sha256:…`".to_owned()),
    };
    let fault = ManifestError::DigestMalformed { key: "digest".into(), reason };
    fields.fault(fault, &text.range, label, TOOL);
    None
}
