//! From a file to its bytes or its text, or to what is wrong with them.

use std::fs;
use std::path::Path;

use super::{Entry, Reader};
use crate::diagnostic::FileError;
use crate::files::{FileId, SourceFile};

/// The marks that text in another encoding starts with, the longest first.
const MARKS: &[(&[u8], &str)] = &[
    (&[0xFF, 0xFE, 0x00, 0x00], "UTF-32"),
    (&[0x00, 0x00, 0xFE, 0xFF], "UTF-32"),
    (&[0xFF, 0xFE], "UTF-16"),
    (&[0xFE, 0xFF], "UTF-16"),
];

impl Reader {
    /// Reads a file that must be UTF-8. The mark that UTF-8 may start with is no part of the text.
    pub(super) fn text(&mut self, entry: &Entry) -> Option<FileId> {
        let bytes = self.bytes(entry)?;
        self.texts.extend(fs::canonicalize(&entry.absolute));
        if let Some((_, encoding)) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
            let fault = |path| FileError::ByteOrderMark { path, encoding };
            self.fault(entry, fault, "save the file as UTF-8");
            return None;
        }
        if bytes.starts_with(b"\0asm") {
            let help = "call the file `.wasm`, and put it under `deps`";
            self.fault(entry, |path| FileError::Binary { path }, help);
            return None;
        }
        if let Some(encoding) = wide(&bytes) {
            let fault = |path| FileError::ByteOrderMark { path, encoding };
            self.fault(entry, fault, "save the file as UTF-8");
            return None;
        }
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let byte = error.utf8_error().valid_up_to();
                let help = not_text(error.as_bytes(), byte);
                self.fault(entry, |path| FileError::NotUtf8 { path, byte }, &help);
                return None;
            }
        };
        let unmarked = text.strip_prefix('\u{FEFF}').map(str::to_owned);
        let marked = unmarked.is_some();
        let text = unmarked.unwrap_or(text);
        let (path, absolute) = (entry.path.clone(), entry.absolute.clone());
        let executable = is_executable(&absolute);
        Some(self.sources.files.add(SourceFile { path, absolute, text, marked, executable }))
    }

    /// Reads a file, and has it watched.
    pub(super) fn bytes(&mut self, entry: &Entry) -> Option<Vec<u8>> {
        if entry.path != "wkg.lock" {
            self.real(entry)?;
        }
        let kind = self.readable(entry, fs::metadata(&entry.absolute))?;
        if !kind.is_file() {
            let reason = "it is neither a file nor a folder".to_owned();
            let fault = |path| FileError::Unreadable { path, reason };
            self.fault(entry, fault, "delete it, or move it elsewhere");
            return None;
        }
        let size = kind.len();
        let limit = self.limit;
        if size > limit {
            let help = "if it is as large as it should be, raise the limit: `max_file_size: …`";
            let fault = |path| FileError::TooBig { path, bytes: size, limit };
            self.fault(entry, fault, help);
            return None;
        }
        let bytes = self.readable(entry, fs::read(&entry.absolute))?;
        self.sources.inputs.push(entry.absolute.clone());
        Some(bytes)
    }

    /// The value, or a diagnostic with the system's words.
    pub(super) fn readable<T>(&mut self, entry: &Entry, result: std::io::Result<T>) -> Option<T> {
        result
            .map_err(|error| {
                let reason = error.kind().to_string();
                let help = "see that you may read it";
                self.fault(entry, |path| FileError::Unreadable { path, reason }, help);
            })
            .ok()
    }
}

/// The encoding of text without a mark in which every other byte, or three of four, are zero.
fn wide(bytes: &[u8]) -> Option<&'static str> {
    let start = &bytes[..bytes.len().min(64)];
    let zeros = start.iter().filter(|byte| **byte == 0).count();
    // WIT is ASCII for the most part: half of its bytes are zero in UTF-16.
    let at = |rest| start.iter().skip(rest).step_by(2).all(|byte| *byte == 0);
    match start.len() {
        0..4 => None,
        length if zeros * 3 >= length * 2 => Some("UTF-32"),
        _ if at(0) || at(1) => Some("UTF-16"),
        _ => None,
    }
}

/// What to do about bytes that are not UTF-8.
fn not_text(bytes: &[u8], byte: usize) -> String {
    if bytes[..bytes.len().min(8000)].contains(&0) {
        return "this is no text: move the file out of the folder, or give it another ending"
            .to_owned();
    }
    let line = bytes[..byte].iter().filter(|byte| **byte == b'\n').count() + 1;
    let found = bytes.get(byte).copied().unwrap_or_default();
    format!("save the file as UTF-8: on line {line} stands the byte 0x{found:02X}")
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o100 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &Path) -> bool {
    false
}
