//! From a file to its text, or to what is wrong with its bytes.

use std::fs;

use super::{Entry, Reader};
use crate::diagnostic::{Diagnostic, FileFault, Place};
use crate::files::{FileId, SourceFile};

/// The marks that text in another encoding starts with, the longest first.
const MARKS: &[(&[u8], &str)] = &[
    (&[0xFF, 0xFE, 0x00, 0x00], "UTF-32"),
    (&[0x00, 0x00, 0xFE, 0xFF], "UTF-32"),
    (&[0xFF, 0xFE], "UTF-16"),
    (&[0xFE, 0xFF], "UTF-16"),
];

impl Reader {
    /// Reads a file that must be UTF-8.
    pub(super) fn text(&mut self, entry: &Entry) -> Option<FileId> {
        let bytes = self.readable(entry, fs::read(&entry.absolute))?;
        self.sources.inputs.push(entry.absolute.clone());
        match decode(entry, bytes) {
            Ok(text) => Some(self.sources.files.add(SourceFile {
                path: entry.path.clone(),
                absolute: entry.absolute.clone(),
                text,
            })),
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                None
            }
        }
    }
}

fn decode(entry: &Entry, bytes: Vec<u8>) -> Result<String, Box<Diagnostic>> {
    let path = entry.path.clone();
    let diagnostic = |fault: FileFault, help: &str| {
        Box::new(Diagnostic::new(fault, Place::Path(entry.path.clone())).with_help(help))
    };
    if let Some((_, encoding)) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Err(diagnostic(
            FileFault::ByteOrderMark { path, encoding },
            "save the file as UTF-8",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        diagnostic(FileFault::NotUtf8 { path, byte }, "save the file as UTF-8")
    })
}
