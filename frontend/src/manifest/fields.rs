//! Reads single keys and values: in come nodes of a document, out come strings, versions and digests, and an error for each that is
//! invalid.

use std::ops::Range;

use semver::Version;

use super::digest;
use super::document::{Spanned, Table, Value};
use super::name;
use crate::diagnostic::{Diagnostic, Help, ManifestError};
use crate::files::FileId;
use crate::spelling::{list, nearest};

/// Collects the errors of one file.
pub(super) struct Fields {
    pub(super) file: FileId,
    pub(super) errors: Vec<Diagnostic>,
    /// The help for an invalid value, if a tool generates the file: `` run `wit-deps lock` ``.
    pub(super) tool: Option<&'static str>,
}

impl Fields {
    /// Reports an error, and returns it so that labels can be added.
    pub(super) fn error(
        &mut self,
        error: ManifestError,
        range: &Range<usize>,
        label: impl Into<String>,
        help: impl Into<Help>,
    ) -> &mut Diagnostic {
        let error = Diagnostic::at(error, self.file, range.clone(), label).with_help(help);
        self.errors.push(error);
        self.errors.last_mut().expect("just pushed")
    }

    /// Reads a string that is not blank.
    pub(super) fn string(
        &mut self,
        key: &str,
        value: Value<'_>,
        example: &str,
    ) -> Option<Spanned<String>> {
        let Some(string) = value.as_str() else {
            self.wrong_type(key, value, "a string", example);
            return None;
        };
        if string.trim().is_empty() {
            let help = self.or_tool(|| format!("write `{example}`"));
            let error = ManifestError::Empty { what: format!("`{key}`") };
            self.error(error, &value.range(), "empty string", help);
            return None;
        }
        Some(Spanned { value: string.to_owned(), range: value.range() })
    }

    pub(super) fn table<'a>(
        &mut self,
        key: &str,
        value: Value<'a>,
        example: &str,
    ) -> Option<Table<'a>> {
        let table = value.as_table();
        if table.is_none() {
            self.wrong_type(key, value, "a table", example);
        }
        table
    }

    pub(super) fn wrong_type(
        &mut self,
        key: &str,
        value: Value<'_>,
        expected: &'static str,
        example: &str,
    ) {
        let found = value.type_name();
        let help = self.or_tool(|| format!("write `{example}`"));
        let error = ManifestError::TypeWrong { key: key.into(), expected, found };
        self.error(error, &value.range(), format!("expected {expected}"), help);
    }

    /// Reads a full version, with three numbers.
    pub(super) fn version(&mut self, value: Value<'_>) -> Option<Spanned<Version>> {
        let string = self.string("version", value, "version = \"1.0.0\"")?;
        match name::version(&string.value) {
            Ok(version) => Some(Spanned { value: version, range: string.range }),
            Err((error, help)) => {
                let help = self.or_tool(|| help);
                self.error(error, &string.range, "expected a version such as `1.0.0`", help);
                None
            }
        }
    }

    /// Reads a digest of `N` bytes in hexadecimal.
    pub(super) fn digest<const N: usize>(
        &mut self,
        key: &str,
        value: Value<'_>,
    ) -> Option<Spanned<[u8; N]>> {
        let string = self.string(key, value, &format!("{key} = \"…\""))?;
        let Some(bytes) = digest::unhex::<N>(&string.value) else {
            let (reason, label) = malformed(&string.value, 2 * N);
            let digits = 2 * N;
            let help = self.or_tool(|| {
                format!("copy the {digits} digits of the digest again, or remove the key")
            });
            let error = ManifestError::DigestMalformed { key: key.into(), reason };
            self.error(error, &string.range, label, help);
            return None;
        };
        Some(Spanned { value: bytes, range: string.range })
    }

    /// Reports a key that is none of those `known`.
    pub(super) fn unknown_key(&mut self, key: &Spanned<String>, known: &[&str]) {
        let error = ManifestError::KeyUnknown { key: key.value.clone() };
        let help = match nearest(&key.value, known.iter().copied()) {
            Some(near) => format!("rename it to `{near}`"),
            None => format!("remove it; the keys are {}", list(known.iter().copied())),
        };
        self.error(error, &key.range, "unknown key", help);
    }

    fn or_tool(&self, help: impl FnOnce() -> String) -> String {
        self.tool.map_or_else(help, str::to_owned)
    }
}

/// Returns the reason why a digest of so many digits is invalid, and the label for it.
pub(super) fn malformed(digest: &str, digits: usize) -> (String, String) {
    match digest.chars().find(|c| !c.is_ascii_hexdigit()) {
        Some(c) => {
            let label = format!("`{}` is not a hexadecimal digit", c.escape_debug());
            ("not hexadecimal".to_owned(), label)
        }
        None => {
            let reason = format!("{} digits long, not {digits}", digest.len());
            (reason, format!("expected {digits} digits"))
        }
    }
}
