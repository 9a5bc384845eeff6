//! The text files that were read, each with an id by which labels refer to it.

use std::path::PathBuf;

/// The id of a file in [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// A text file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path for messages, with `/`, relative to the crate if the file is below it: `wit/types/types.wit`.
    pub path: String,
    /// The path in the file system, which is never printed.
    pub absolute: PathBuf,
    /// The source, without a byte order mark.
    pub text: String,
    /// `true` if the file starts with a byte order mark, which the digests of `wit-deps` include.
    pub byte_order_mark: bool,
    /// `true` if the owner of the file may execute it, which the digests of `wit-deps` include.
    pub executable: bool,
}

/// The text files that were read, in the order of reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    files: Vec<SourceFile>,
}

impl Files {
    /// Adds a file and returns its id.
    ///
    /// # Panics
    ///
    /// Panics if more than four billion files are added.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = u32::try_from(self.files.len()).expect("fewer than four billion files");
        self.files.push(file);
        FileId(id)
    }

    /// Returns the file with the id `id`.
    ///
    /// # Panics
    ///
    /// Panics if `id` is from another `Files`.
    #[must_use]
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Sets the text of a file.
    ///
    /// # Panics
    ///
    /// Panics if `id` is from another `Files`.
    pub fn set_text(&mut self, id: FileId, text: String) {
        self.files[id.0 as usize].text = text;
    }

    /// Returns all files with their ids, in the order of reading.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }
}
