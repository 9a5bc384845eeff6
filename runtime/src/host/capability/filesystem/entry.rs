//! What is known about files and directories: the records of `airssys:ext-filesystem`.

use std::time::UNIX_EPOCH;

use cap_std::fs::{FileType, Metadata, MetadataExt};

/// What is found at a path: `entry-kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link.
    SymbolicLink,
    /// Something else, such as a socket or a device.
    Other,
}

/// A point in time: `timestamp`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp {
    /// Whole seconds since 1970-01-01 00:00:00 UTC.
    pub seconds: u64,
    /// What is left of the second.
    pub nanoseconds: u32,
}

/// What is known about a file or directory without opening it: `file-stat`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileStat {
    /// What it is. A symbolic link is followed, so this never is one.
    pub kind: EntryKind,
    /// How many bytes it holds; 0 for what is not a file.
    pub size: u64,
    /// When it was last changed.
    pub modified: Option<Timestamp>,
    /// Whether nobody can write to it.
    pub read_only: bool,
}

/// One entry of a directory: `directory-entry`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// Its name. What is not UTF-8 in it is replaced by U+FFFD.
    pub name: String,
    /// What it is. Symbolic links are not followed.
    pub kind: EntryKind,
}

impl FileStat {
    pub(super) fn new(metadata: &Metadata) -> Self {
        let kind = kind(metadata);
        let modified = metadata.modified().ok().and_then(|time| {
            let since = time.into_std().duration_since(UNIX_EPOCH).ok()?;
            Some(Timestamp { seconds: since.as_secs(), nanoseconds: since.subsec_nanos() })
        });
        let size = if kind == EntryKind::File { metadata.len() } else { 0 };
        let read_only = metadata.mode() & 0o222 == 0;
        Self { kind, size, modified, read_only }
    }
}

pub(super) fn kind(metadata: &Metadata) -> EntryKind {
    kind_of(metadata.file_type())
}

pub(super) fn kind_of(kind: FileType) -> EntryKind {
    if kind.is_file() {
        EntryKind::File
    } else if kind.is_dir() {
        EntryKind::Directory
    } else if kind.is_symlink() {
        EntryKind::SymbolicLink
    } else {
        EntryKind::Other
    }
}
