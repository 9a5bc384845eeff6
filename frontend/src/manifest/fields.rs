//! Reads single keys and values: in come nodes of a document, out come strings, versions and digests, and an error for each that is
//! invalid.

use std::ops::Range;

use semver::Version;

use super::document::{Spanned, Table, Value};
use super::known::Known;
use super::name::Malformed;
use super::{digest, edits, name};
use crate::diagnostic::{Diagnostic, Edit, Help, ManifestError};
use crate::files::{FileId, Files};
use crate::spelling::{list, nearest};

/// The number of errors of one file for which edits are looked for: more than are shown with one.
const MAX_EDITS: usize = 64;

/// Collects the errors of one file.
pub(super) struct Fields<'f> {
    pub(super) file: FileId,
    /// The source of the file.
    pub(super) source: &'f str,
    pub(super) known: Known<'f>,
    pub(super) errors: Vec<Diagnostic>,
    /// The help for an invalid value, if a tool generates the file: `` run `wit-deps lock` ``.
    pub(super) tool: Option<&'static str>,
}

impl<'f> Fields<'f> {
    pub(super) fn new(
        files: &'f Files,
        file: FileId,
        errors: Vec<Diagnostic>,
        tool: Option<&'static str>,
    ) -> Self {
        let source = files.get(file).text.as_str();
        Self { file, source, known: Known::new(files, file), errors, tool }
    }

    /// Returns a help that replaces a range.
    pub(super) fn write(&self, range: &Range<usize>, text: impl Into<String>) -> Help {
        Help::replace(self.file, range.clone(), text)
    }

    /// Returns a help that removes the entry with a key.
    pub(super) fn remove(&self, key: &Range<usize>, sentence: impl Into<String>) -> Help {
        let range = edits::removal(self.source, &edits::entry(self.source, key));
        Help::edits(sentence, vec![Edit::new(self.file, range, "")])
    }

    /// Returns a help with several edits.
    pub(super) fn edit(
        &self,
        sentence: impl Into<String>,
        edits: impl IntoIterator<Item = (Range<usize>, String)>,
    ) -> Help {
        let edit = |(range, text)| Edit::new(self.file, range, text);
        Help::edits(sentence, edits.into_iter().map(edit).collect())
    }

    /// Adds candidates to the errors after the first `before`, to try after their own.
    pub(super) fn offer(&mut self, before: usize, help: impl Fn(&Self) -> Vec<Help>) {
        if self.errors.len() == before || before > MAX_EDITS || self.tool.is_some() {
            return;
        }
        let offered = help(self);
        for error in &mut self.errors[before..] {
            let help = error.help.take().unwrap_or_default();
            error.help = Some(offered.iter().cloned().fold(help, Help::or_else));
        }
    }

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
            let help = self.or_tool(|| format!("write `{example}`").into());
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
        let help = self.or_tool(|| format!("write `{example}`").into());
        let error = ManifestError::TypeWrong { key: key.into(), expected, found };
        self.error(error, &value.range(), format!("expected {expected}"), help);
    }

    /// Reads a full version, with three numbers.
    pub(super) fn version(&mut self, value: Value<'_>) -> Option<Spanned<Version>> {
        let string = self.string("version", value, "version = \"1.0.0\"")?;
        match name::version(&string.value) {
            Ok(version) => Some(Spanned { value: version, range: string.range }),
            Err(malformed) => {
                let Malformed { error, help, correct } = *malformed;
                let help = self.or_tool(|| self.string_help(&string.range, help, correct));
                self.error(error, &string.range, "expected a version such as `1.0.0`", help);
                None
            }
        }
    }

    /// Returns a help with a sentence, which writes a string if the right one is known.
    pub(super) fn string_help(
        &self,
        range: &Range<usize>,
        sentence: String,
        correct: Option<String>,
    ) -> Help {
        match correct {
            Some(correct) => self.write(range, format!("\"{correct}\"")).saying(sentence),
            None => sentence.into(),
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
                format!("copy the {digits} digits of the digest again, or remove the key").into()
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
            Some(near) => self.write(&key.range, near).saying(format!("rename it to `{near}`")),
            None => {
                let keys = list(known.iter().copied());
                self.remove(&key.range, format!("remove it; the keys are {keys}"))
            }
        };
        self.error(error, &key.range, "unknown key", help);
    }

    fn or_tool(&self, help: impl FnOnce() -> Help) -> Help {
        self.tool.map_or_else(help, Help::sentence)
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
