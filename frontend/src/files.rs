//! The files that were read: in come their names and contents, out go ids that labels can point with.

use std::path::PathBuf;

/// Names one file of a [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is, relative to the crate where it can be, with `/` between the parts: `wit/types/types.wit`.
    pub path: String,
    /// Where it is on this machine. Never printed.
    pub absolute: PathBuf,
    /// What it holds.
    pub text: String,
    /// Whether a mark of UTF-8 stands before the text, which counts for the digests of `wit-deps`.
    pub marked: bool,
    /// Whether its owner may execute it, which counts for the digests of `wit-deps`.
    pub executable: bool,
}

/// Every file that was read, in the order of reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    files: Vec<SourceFile>,
}

impl Files {
    /// Adds a file, and gives the id by which labels name it.
    ///
    /// # Panics
    ///
    /// When more than four billion files were added.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = u32::try_from(self.files.len()).expect("fewer than four billion files");
        self.files.push(file);
        FileId(id)
    }

    /// The file that `id` names.
    #[must_use]
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files with their ids, in the order of reading.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }
}
