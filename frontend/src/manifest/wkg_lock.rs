//! Reads a `wkg.lock` of version 1: in comes the file, out come its packages with their spans, and every error in the file.

use std::ops::Range;

use ::toml::de::DeValue;
use semver::Version;

use super::digest;
use super::document::{self, Spanned, Table, Value};
use super::fields::{Fields, malformed};
use super::name;
use crate::diagnostic::{Diagnostic, ManifestError};
use crate::files::{FileId, Files};
use crate::package_name::PackageName;

/// A `wkg.lock`, as far as it is valid.
#[derive(Clone, Debug)]
pub struct WkgLock {
    /// The file.
    pub file: FileId,
    /// The `[[packages]]`.
    pub packages: Vec<LockedPackage>,
}

/// One of the `[[packages]]`.
#[derive(Clone, Debug)]
pub struct LockedPackage {
    /// The name, without a version.
    pub name: PackageName,
    /// The span of the name.
    pub range: Range<usize>,
    /// The `[[packages.versions]]`.
    pub versions: Vec<LockedVersion>,
}

/// One of the `[[packages.versions]]`.
#[derive(Clone, Debug)]
pub struct LockedVersion {
    /// The version.
    pub version: Spanned<Version>,
    /// The SHA-256 digest of the `.wasm` file.
    pub digest: Spanned<[u8; 32]>,
}

const TOOL: &str = "run `wkg wit fetch` to regenerate the file";

/// Reads a `wkg.lock`. Returns what is valid in it, and its errors. Of a version other than 1, nothing is read.
pub fn read_wkg_lock(files: &Files, file: FileId) -> (WkgLock, Vec<Diagnostic>) {
    let mut document = document::parse(files, file);
    let mut fields = Fields::new(files, file, document.take_errors(), Some(TOOL));
    for error in &mut fields.errors {
        error.help = error.help.take().map(|help| help.otherwise(TOOL));
    }
    let mut packages = Vec::new();
    let root = document.root();
    // An empty file is valid.
    if !root.is_empty() && is_version_1(&mut fields, root) {
        for item in tables(&mut fields, root, ["packages", "package"]) {
            packages.extend(package(&mut fields, item));
        }
    }
    (WkgLock { file, packages }, fields.errors)
}

fn is_version_1(fields: &mut Fields<'_>, root: Table<'_>) -> bool {
    let Some(value) = root.get("version") else {
        if !root.is_partial() {
            let error = ManifestError::LockKeyMissing { entry: "wkg.lock".into(), key: "version" };
            fields.error(error, &(0..0), "missing `version = 1`", TOOL);
        }
        return false;
    };
    let DeValue::Integer(version) = value.get() else {
        fields.wrong_type("version", value, "a whole number", "");
        return false;
    };
    let version = version.to_string();
    if version != "1" {
        let error = ManifestError::LockVersionUnknown { version };
        let help =
            "regenerate the file with a `wkg` that writes version 1, or update `airssys-bindings`";
        fields.error(error, &value.range(), "no digest is verified", help);
        return false;
    }
    true
}

/// Reads an array of tables, which may have either name.
fn tables<'a>(
    fields: &mut Fields<'_>,
    table: Table<'a>,
    names: [&str; 2],
) -> Vec<(Value<'a>, Table<'a>)> {
    let Some((key, value)) = names.iter().find_map(|name| table.get_entry(name)) else {
        return Vec::new();
    };
    let Some(items) = value.as_array() else {
        fields.wrong_type(&key.value, value, "an array of tables", "");
        let range = value.range();
        let header = fields.source.get(range.clone()).filter(|it| it.starts_with('['));
        let help = header.map(|header| fields.write(&range, format!("[{header}]")).otherwise(TOOL));
        if let (Some(error), Some(help)) = (fields.errors.last_mut(), help) {
            error.help = Some(help);
        }
        return Vec::new();
    };
    let items = items.into_iter();
    items.filter_map(|item| Some((item, fields.table(&key.value, item, "")?))).collect()
}

fn package(
    fields: &mut Fields<'_>,
    (whole, table): (Value<'_>, Table<'_>),
) -> Option<LockedPackage> {
    let value = required(fields, "packages", "name", whole, table)?;
    let string = fields.string("name", value, "")?;
    let name = match name::package_name(&string.value) {
        Ok(name) => PackageName { version: None, ..name },
        Err(malformed) => {
            fields.error(malformed.error, &string.range, "expected `namespace:name`", TOOL);
            return None;
        }
    };
    let versions = tables(fields, table, ["versions", "version"])
        .into_iter()
        .filter_map(|item| version(fields, &string.value, item))
        .collect();
    Some(LockedPackage { name, range: string.range, versions })
}

fn version(
    fields: &mut Fields<'_>,
    package: &str,
    (whole, table): (Value<'_>, Table<'_>),
) -> Option<LockedVersion> {
    let errors_before = fields.errors.len();
    let version =
        required(fields, package, "version", whole, table).and_then(|value| fields.version(value));
    // An entry without both is one mistake.
    table.get("version")?;
    let digest =
        required(fields, package, "digest", whole, table).and_then(|value| digest(fields, value));
    let is_valid = fields.errors.len() == errors_before;
    Some(LockedVersion { version: version?, digest: digest? }).filter(|_| is_valid)
}

fn required<'a>(
    fields: &mut Fields<'_>,
    entry: &str,
    key: &'static str,
    whole: Value<'_>,
    table: Table<'a>,
) -> Option<Value<'a>> {
    let found = table.get(key);
    if found.is_none() && !table.is_partial() {
        let error = ManifestError::LockKeyMissing { entry: entry.into(), key };
        fields.error(error, &whole.range(), format!("missing `{key}`"), TOOL);
    }
    found
}

/// Reads `sha256:` and 64 digits.
fn digest(fields: &mut Fields<'_>, value: Value<'_>) -> Option<Spanned<[u8; 32]>> {
    let string = fields.string("digest", value, "")?;
    let (reason, label) = match string.value.split_once(':') {
        Some(("sha256", digits)) => match digest::unhex(digits) {
            Some(value) => return Some(Spanned { value, range: string.range }),
            None => malformed(digits, 64),
        },
        Some((kind, _)) => {
            (format!("a `{kind}`, not a `sha256`"), "expected `sha256:…`".to_owned())
        }
        None => ("missing its prefix `sha256:`".to_owned(), "expected `sha256:…`".to_owned()),
    };
    let error = ManifestError::DigestMalformed { key: "digest".into(), reason };
    fields.error(error, &string.range, label, TOOL);
    None
}
