//! Metadata of files and directories: the records of `airssys:ext-filesystem`.

use std::time::UNIX_EPOCH;

use cap_std::fs::{FileType, Metadata, MetadataExt};

/// The kind of a directory entry: `entry-kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link.
    SymbolicLink,
    /// Anything else, such as a socket or a device.
    Other,
}

/// A point in time: `timestamp`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp {
    /// Whole seconds since 1970-01-01 00:00:00 UTC.
    pub seconds: u64,
    /// The remaining nanoseconds.
    pub nanoseconds: u32,
}

/// The metadata of a file or directory: `file-stat`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileStat {
    /// The kind. Symbolic links are followed, so it is never one.
    pub kind: EntryKind,
    /// The size in bytes; 0 unless it is a file.
    pub size: u64,
    /// The time of the last modification.
    pub modified: Option<Timestamp>,
    /// `true` if no user has write permission.
    pub read_only: bool,
}

/// An entry of a directory: `directory-entry`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// The name, with invalid UTF-8 replaced by U+FFFD.
    pub name: String,
    /// The kind. Symbolic links are not followed.
    pub kind: EntryKind,
}

impl FileStat {
    pub(super) fn new(metadata: &Metadata) -> Self {
        let kind = kind(metadata);
        let modified = metadata.modified().ok().and_then(|time| {
            let elapsed = time.into_std().duration_since(UNIX_EPOCH).ok()?;
            Some(Timestamp { seconds: elapsed.as_secs(), nanoseconds: elapsed.subsec_nanos() })
        });
        let size = if kind == EntryKind::File { metadata.len() } else { 0 };
        let read_only = metadata.mode() & 0o222 == 0;
        Self { kind, size, modified, read_only }
    }
}

pub(super) fn kind(metadata: &Metadata) -> EntryKind {
    kind_of(metadata.file_type())
}

pub(super) fn kind_of(file_type: FileType) -> EntryKind {
    if file_type.is_file() {
        EntryKind::File
    } else if file_type.is_dir() {
        EntryKind::Directory
    } else if file_type.is_symlink() {
        EntryKind::SymbolicLink
    } else {
        EntryKind::Other
    }
}
