//! Single keys and values: in come nodes of a document, out go texts, versions and digests, and a fault for
//! each that is not what it must be.

use std::ops::Range;

use semver::Version;

use super::document::{Data, Table, Text, Value};
use super::name;
use crate::diagnostic::{Diagnostic, ManifestError};
use crate::files::FileId;
use crate::spelling::{list, nearest};

/// Collects the faults of one file.
pub(super) struct Fields {
    pub(super) file: FileId,
    pub(super) faults: Vec<Diagnostic>,
    /// What to do about a value of the wrong type, where the file is written by a tool: `` run `wit-deps lock` ``.
    pub(super) tool: Option<&'static str>,
}

impl Fields {
    /// Notes a fault, and gives it back so that more can be said about it.
    pub(super) fn fault(
        &mut self,
        fault: ManifestError,
        range: &Range<usize>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        let found = Diagnostic::at(fault, self.file, range.clone(), label).with_help(help);
        self.faults.push(found);
        self.faults.last_mut().expect("just pushed")
    }

    /// A string with something in it.
    pub(super) fn text(&mut self, key: &str, value: &Value, example: &str) -> Option<Text> {
        let Data::Text(text) = &value.data else {
            self.wrong_type(key, value, "a string", example);
            return None;
        };
        if text.trim().is_empty() {
            let help = self.or_tool(|| format!("write `{example}`"));
            self.fault(
                ManifestError::Empty { what: format!("`{key}`") },
                &value.range,
                "nothing in it",
                help,
            );
            return None;
        }
        Some(Text { value: text.clone(), range: value.range.clone() })
    }

    /// A table.
    pub(super) fn table<'a>(
        &mut self,
        key: &str,
        value: &'a Value,
        example: &str,
    ) -> Option<&'a Table> {
        let table = value.as_table();
        if table.is_none() {
            self.wrong_type(key, value, "a table", example);
        }
        table
    }

    pub(super) fn wrong_type(
        &mut self,
        key: &str,
        value: &Value,
        expected: &'static str,
        example: &str,
    ) {
        let found = value.in_words();
        let help = self.or_tool(|| format!("write `{example}`"));
        let fault = ManifestError::TypeWrong { key: key.into(), expected, found };
        self.fault(fault, &value.range, format!("expected {expected}"), help);
    }

    /// One full version.
    pub(super) fn version(&mut self, value: &Value) -> Option<(Version, Range<usize>)> {
        let text = self.text("version", value, "version = \"1.0.0\"")?;
        match name::version(&text.value) {
            Ok(version) => Some((version, text.range)),
            Err((fault, help)) => {
                let help = self.or_tool(|| help);
                self.fault(fault, &text.range, "expected a version such as `1.0.0`", help);
                None
            }
        }
    }

    /// A digest of `N` bytes in hexadecimal.
    pub(super) fn digest<const N: usize>(
        &mut self,
        key: &str,
        value: &Value,
    ) -> Option<([u8; N], Range<usize>)> {
        let text = self.text(key, value, &format!("{key} = \"…\""))?;
        let Some(bytes) = super::digest::unhex::<N>(&text.value) else {
            let (reason, label) = malformed(&text.value, 2 * N);
            let help = self.or_tool(|| {
                format!("copy the {} digits of the digest again, or delete the key", 2 * N)
            });
            let fault = ManifestError::DigestMalformed { key: key.into(), reason };
            self.fault(fault, &text.range, label, help);
            return None;
        };
        Some((bytes, text.range))
    }

    /// A key that is none of those `known`.
    pub(super) fn unknown_key(&mut self, key: &Text, known: &[&str]) {
        let fault = ManifestError::KeyUnknown { key: key.value.clone() };
        let help = match nearest(&key.value, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("delete it; there are {}", list(known.iter().copied())),
        };
        self.fault(fault, &key.range, "not known here", help);
    }

    fn or_tool(&self, help: impl FnOnce() -> String) -> String {
        self.tool.map_or_else(help, str::to_owned)
    }
}

/// What is wrong with a digest that should have so many digits.
pub(super) fn malformed(text: &str, digits: usize) -> (String, String) {
    match text.chars().find(|c| !c.is_ascii_hexdigit()) {
        Some(bad) => (
            "not hexadecimal".to_owned(),
            format!("`{}` is none of `0`–`9` and `a`–`f`", bad.escape_debug()),
        ),
        None => (
            format!("{} digits long, not {digits}", text.len()),
            format!("expected {digits} digits"),
        ),
    }
}
