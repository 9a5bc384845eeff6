//! Reads one file, as bytes or as UTF-8 text.

use std::fs;
use std::path::Path;

use super::{Entry, Reader};
use crate::diagnostic::FileError;
use crate::files::{FileId, SourceFile};

/// The byte order marks of other encodings, the longest first.
const BYTE_ORDER_MARKS: &[(&[u8], &str)] = &[
    (&[0xFF, 0xFE, 0x00, 0x00], "UTF-32"),
    (&[0x00, 0x00, 0xFE, 0xFF], "UTF-32"),
    (&[0xFF, 0xFE], "UTF-16"),
    (&[0xFE, 0xFF], "UTF-16"),
];

impl Reader {
    /// Reads a file that must be UTF-8, and removes the byte order mark.
    pub(super) fn text(&mut self, entry: &Entry) -> Option<FileId> {
        let bytes = self.bytes(entry)?;
        self.texts.extend(fs::canonicalize(&entry.absolute));
        if let Some((_, encoding)) =
            BYTE_ORDER_MARKS.iter().find(|(mark, _)| bytes.starts_with(mark))
        {
            let kind = |path| FileError::WrongEncoding { path, encoding };
            self.report(entry, kind, "save the file as UTF-8");
            return None;
        }
        if bytes.starts_with(b"\0asm") {
            let help = "rename the file to `.wasm`, and move it into `deps`";
            self.report(entry, |path| FileError::Binary { path }, help);
            return None;
        }
        if let Some(encoding) = wide_encoding(&bytes) {
            let kind = |path| FileError::WrongEncoding { path, encoding };
            self.report(entry, kind, "save the file as UTF-8");
            return None;
        }
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                self.not_utf8(entry, error.as_bytes(), valid);
                return None;
            }
        };
        let without_mark = text.strip_prefix('\u{FEFF}').map(str::to_owned);
        let byte_order_mark = without_mark.is_some();
        let text = without_mark.unwrap_or(text);
        let (path, absolute) = (entry.path.clone(), entry.absolute.clone());
        let executable = is_executable(&absolute);
        Some(self.sources.files.add(SourceFile {
            path,
            absolute,
            text,
            byte_order_mark,
            executable,
        }))
    }

    /// Reports a file that is not UTF-8 from the byte `at` on.
    fn not_utf8(&mut self, entry: &Entry, bytes: &[u8], at: usize) {
        let valid = String::from_utf8_lossy(&bytes[..at]);
        let line = valid.matches('\n').count() + 1;
        let column = valid.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let byte = match bytes[at] {
            // The bytes 0x80 to 0xA0 are invisible in Latin-1.
            latin_1 @ 0xA1.. => {
                format!("byte 0x{latin_1:02X} (`{}` in Latin-1)", char::from(latin_1))
            }
            other => format!("byte 0x{other:02X}"),
        };
        let help = match bytes[..bytes.len().min(8000)].contains(&0) {
            true => "move this binary file out of the folder, or rename it",
            false => "save the file as UTF-8",
        };
        self.report(entry, |path| FileError::NotUtf8 { path, byte, line, column }, help);
    }

    /// Reads a file, and adds it to the inputs that the compiler tracks.
    pub(super) fn bytes(&mut self, entry: &Entry) -> Option<Vec<u8>> {
        self.real(entry)?;
        let kind = self.readable(entry, fs::metadata(&entry.absolute))?;
        if !kind.is_file() {
            let reason = "not a regular file".to_owned();
            let kind = |path| FileError::Unreadable { path, reason };
            self.report(entry, kind, "remove it, or move it elsewhere");
            return None;
        }
        let size = kind.len();
        let limit = self.limit;
        if size > limit {
            let help = "raise the limit with `max_file_size: …`, or remove the file";
            let kind = |path| FileError::TooLarge { path, bytes: size, limit };
            self.report(entry, kind, help);
            return None;
        }
        let bytes = self.readable(entry, fs::read(&entry.absolute))?;
        // The path of a link, not of its target: Cargo packages a copy of the target at that path, and the expansion is the
        // same on every machine. The compiler and Cargo follow it.
        self.sources.inputs.push(entry.absolute.clone());
        Some(bytes)
    }

    /// Returns the value, or reports the error of the operating system.
    pub(super) fn readable<T>(&mut self, entry: &Entry, result: std::io::Result<T>) -> Option<T> {
        result
            .map_err(|error| {
                let reason = error.kind().to_string();
                let help = "check its permissions";
                self.report(entry, |path| FileError::Unreadable { path, reason }, help);
            })
            .ok()
    }
}

/// Returns the encoding of text without a byte order mark in which every other byte, or three of four, are zero.
fn wide_encoding(bytes: &[u8]) -> Option<&'static str> {
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

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o100 != 0)
}

#[cfg(not(unix))]
fn is_executable(_: &Path) -> bool {
    false
}
