//! Open files: the resource `file`.

use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::fd::AsFd;
use std::sync::Arc;

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::fs::{self, MetadataExt};
use rustix::io::Errno;
use tokio::sync::OwnedSemaphorePermit;

use super::access::{Access, parse};
use super::config::HardLinks;
use super::entry::{EntryKind, kind};
use super::error::file_error;
use super::tree::{LastSegment, Location, MAX_ATTEMPTS};
use crate::host::capability::error::FileError;
use crate::host::capability::permission::FilesystemAction;

/// Options for opening a file: `open-options`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools)]
pub struct OpenOptions {
    /// Open for reading.
    pub read: bool,
    /// Open for writing.
    pub write: bool,
    /// Open for writing at the end, whatever the position is.
    pub append: bool,
    /// Create the file if it does not exist.
    pub create: bool,
    /// Create the file, and fail with `already-exists` if it exists.
    pub create_new: bool,
    /// Remove the content of the file.
    pub truncate: bool,
}

impl OpenOptions {
    fn writes(self) -> bool {
        self.write || self.append
    }

    fn creates(self) -> bool {
        self.create || self.create_new
    }

    /// The actions that need a permission.
    fn actions(self) -> Vec<FilesystemAction> {
        let read = self.read.then_some(FilesystemAction::Read);
        let changes = self.writes() || self.creates() || self.truncate;
        read.into_iter().chain(changes.then_some(FilesystemAction::Write)).collect()
    }
}

/// A position in a file: `seek-position`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeekPosition {
    /// An offset from the start.
    Start(u64),
    /// An offset from the current position.
    Current(i64),
    /// An offset from the end.
    End(i64),
}

/// An open file with a position. Dropping it closes it.
#[derive(Debug)]
pub struct File {
    file: std::fs::File,
    options: OpenOptions,
    max_read_bytes: usize,
    max_file_bytes: u64,
    _permit: OwnedSemaphorePermit,
}

impl File {
    /// Reads at the position and advances it. Returns at most `length` bytes, capped by the host's limit, and no bytes
    /// only at the end of the file.
    ///
    /// # Errors
    ///
    /// Fails with `wrong-mode` if the file was not opened for reading, and with errors of the system.
    pub fn read(&mut self, length: u32) -> Result<Vec<u8>, FileError> {
        if !self.options.read {
            return Err(FileError::WrongMode);
        }
        let length = usize::try_from(length).unwrap_or(usize::MAX).min(self.max_read_bytes);
        let mut bytes = vec![0; length];
        let count = retry_interrupted(|| self.file.read(&mut bytes))?;
        bytes.truncate(count);
        Ok(bytes)
    }

    /// Writes at the position, or at the end when appending, and advances the position. Returns the number of bytes
    /// written.
    ///
    /// # Errors
    ///
    /// Fails with `wrong-mode` if the file was not opened for writing, with `no-space` if the host's size limit is
    /// reached, and with errors of the system.
    pub fn write(&mut self, bytes: &[u8]) -> Result<u32, FileError> {
        if !self.options.writes() {
            return Err(FileError::WrongMode);
        }
        let position = if self.options.append {
            self.file.metadata().map_err(file_error)?.len()
        } else {
            self.file.stream_position().map_err(file_error)?
        };
        let room = self.max_file_bytes.saturating_sub(position).min(u64::from(u32::MAX));
        let length = bytes.len().min(usize::try_from(room).unwrap_or(usize::MAX));
        if length == 0 && !bytes.is_empty() {
            return Err(FileError::NoSpace);
        }
        let count = retry_interrupted(|| self.file.write(&bytes[..length]))?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Moves the position and returns its offset from the start.
    ///
    /// # Errors
    ///
    /// Fails with `io` if the position would be before the start, and with errors of the system.
    pub fn seek(&mut self, position: SeekPosition) -> Result<u64, FileError> {
        let position = match position {
            SeekPosition::Start(offset) => SeekFrom::Start(offset),
            SeekPosition::Current(offset) => SeekFrom::Current(offset),
            SeekPosition::End(offset) => SeekFrom::End(offset),
        };
        self.file.seek(position).map_err(file_error)
    }

    /// Flushes all written data to the storage.
    ///
    /// # Errors
    ///
    /// Fails with errors of the system.
    pub fn sync(&mut self) -> Result<(), FileError> {
        self.file.sync_all().map_err(file_error)
    }

    pub(super) fn into_inner(self) -> std::fs::File {
        self.file
    }
}

/// Repeats a call that a signal interrupted.
fn retry_interrupted(mut call: impl FnMut() -> io::Result<usize>) -> Result<usize, FileError> {
    loop {
        match call() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => return result.map_err(file_error),
        }
    }
}

pub(super) fn open(access: &Access, path: &str, options: OpenOptions) -> Result<File, FileError> {
    let path = parse(path)?;
    let actions = options.actions();
    for &action in &actions {
        access.authorize(action, &path)?;
    }
    let changes = options.creates() || options.truncate;
    if !(options.read || options.writes()) || (changes && !options.writes()) {
        return Err(FileError::WrongMode);
    }
    let permit = Arc::clone(&access.open_files).try_acquire_owned().map_err(|_| {
        FileError::Io(format!(
            "the limit of {} open files is reached; close one",
            access.config.max_open_files
        ))
    })?;
    let last = if options.create_new { LastSegment::NoFollow } else { LastSegment::Follow };
    for _ in 0..MAX_ATTEMPTS {
        let location = access.resolve(&actions, &path, last)?;
        match open_at(access, &location, options) {
            Ok(Some(file)) => {
                return Ok(File {
                    file,
                    options,
                    max_read_bytes: access.config.max_read_bytes,
                    max_file_bytes: access.config.max_file_bytes,
                    _permit: permit,
                });
            }
            Ok(None) => {}
            Err(error) => return Err(error),
        }
    }
    Err(FileError::NotFound)
}

/// Opens the file at a location. Returns `None` if the location has changed since it was resolved.
fn open_at(
    access: &Access,
    location: &Location,
    options: OpenOptions,
) -> Result<Option<std::fs::File>, FileError> {
    let Some(name) = location.name() else { return Err(FileError::IsDirectory) };
    match location.kind() {
        None if !options.creates() => return Err(FileError::NotFound),
        Some(_) if options.create_new => return Err(FileError::AlreadyExists),
        None | Some(EntryKind::File) => {}
        Some(kind) => return Err(not_a_file(kind)),
    }
    if access.tree.confirm_parent(location).is_err() {
        return Ok(None);
    }
    // The file is truncated below, once it is confirmed to be the right one.
    let mut open_options = fs::OpenOptions::new();
    open_options.read(options.read).write(options.write).append(options.append);
    if location.metadata.is_none() {
        open_options.create_new(true).write(true);
    }
    open_options.follow(FollowSymlinks::No).nonblock(true);
    let file = match location.parent.open_with(name, &open_options) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == ErrorKind::AlreadyExists && !options.create_new => {
            return Ok(None);
        }
        Err(error) if error.raw_os_error() == Some(Errno::LOOP.raw_os_error()) => return Ok(None),
        Err(error) => return Err(file_error(error)),
    };
    let metadata = file.metadata().map_err(file_error)?;
    if !metadata.is_file() {
        return Err(not_a_file(kind(&metadata)));
    }
    if access.tree.confirm_opened(location, file.as_fd()).is_err() {
        return Ok(None);
    }
    let refused = match access.config.hard_links {
        HardLinks::Allow => false,
        HardLinks::ReadOnly => options.writes(),
        HardLinks::Refuse => true,
    };
    if metadata.nlink() > 1 && refused {
        return Err(FileError::PermissionDenied(format!(
            "the file has {} hard links, which the host does not allow; use a copy of it",
            metadata.nlink()
        )));
    }
    if options.truncate {
        file.set_len(0).map_err(file_error)?;
    }
    Ok(Some(file.into_std()))
}

fn not_a_file(kind: EntryKind) -> FileError {
    match kind {
        EntryKind::Directory => FileError::IsDirectory,
        EntryKind::File | EntryKind::SymbolicLink | EntryKind::Other => {
            FileError::Io("the path is neither a file nor a directory".into())
        }
    }
}
