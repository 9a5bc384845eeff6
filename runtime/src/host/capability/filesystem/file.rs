//! An open file: the resource `file`.

use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::fs::{self, MetadataExt};
use rustix::io::Errno;
use std::os::fd::AsFd;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;

use super::config::HardLinks;
use super::entry::{EntryKind, kind};
use super::fault::file_error;
use super::tree::{Last, Place};
use super::{ATTEMPTS, Filesystem, parse};
use crate::host::capability::error::FileError;
use crate::host::capability::permission::FilesystemAction;

/// What a file is opened for: `open-options`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools)]
pub struct OpenOptions {
    /// To read from it.
    pub read: bool,
    /// To write to it.
    pub write: bool,
    /// To write at its end, wherever the position is.
    pub append: bool,
    /// Make the file if it is not there.
    pub create: bool,
    /// Make the file, and fail with `already-exists` if it is there.
    pub create_new: bool,
    /// Forget what the file held.
    pub truncate: bool,
}

impl OpenOptions {
    fn writes(self) -> bool {
        self.write || self.append
    }

    fn creates(self) -> bool {
        self.create || self.create_new
    }

    fn actions(self) -> impl Iterator<Item = FilesystemAction> {
        let read = self.read.then_some(FilesystemAction::Read);
        let changes = self.writes() || self.creates() || self.truncate;
        read.into_iter().chain(changes.then_some(FilesystemAction::Write))
    }
}

/// Where to go in a file: `seek-position`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeekPosition {
    /// So many bytes after the start.
    Start(u64),
    /// So many bytes after the present position, or before it.
    Current(i64),
    /// So many bytes after the end, or before it.
    End(i64),
}

/// An open file with a position. Dropping it closes it.
#[derive(Debug)]
pub struct File {
    file: std::fs::File,
    options: OpenOptions,
    max_read_bytes: usize,
    max_file_bytes: u64,
    _slot: OwnedSemaphorePermit,
}

impl File {
    /// Reads at the position and moves it on. Gives at most `length` bytes and at most the limit of the host, and none
    /// only at the end.
    ///
    /// # Errors
    ///
    /// `wrong-mode` if the file was not opened to read; what the system says.
    pub fn read(&mut self, length: u32) -> Result<Vec<u8>, FileError> {
        if !self.options.read {
            return Err(FileError::WrongMode);
        }
        let length = usize::try_from(length).unwrap_or(usize::MAX).min(self.max_read_bytes);
        let mut bytes = vec![0; length];
        let count = uninterrupted(|| self.file.read(&mut bytes))?;
        bytes.truncate(count);
        Ok(bytes)
    }

    /// Writes at the position, or at the end, and moves the position on. Tells how many bytes were written.
    ///
    /// # Errors
    ///
    /// `wrong-mode` if the file was not opened to write; `no-space` if it is as large as the host allows; what the system says.
    pub fn write(&mut self, bytes: &[u8]) -> Result<u32, FileError> {
        if !self.options.writes() {
            return Err(FileError::WrongMode);
        }
        let at = if self.options.append {
            self.file.metadata().map_err(file_error)?.len()
        } else {
            self.file.stream_position().map_err(file_error)?
        };
        let room = self.max_file_bytes.saturating_sub(at).min(u64::from(u32::MAX));
        let length = bytes.len().min(usize::try_from(room).unwrap_or(usize::MAX));
        if length == 0 && !bytes.is_empty() {
            return Err(FileError::NoSpace);
        }
        let count = uninterrupted(|| self.file.write(&bytes[..length]))?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Moves the position, and tells how many bytes after the start it is now.
    ///
    /// # Errors
    ///
    /// `io` if the position would be before the start; what the system says.
    pub fn seek(&mut self, position: SeekPosition) -> Result<u64, FileError> {
        let position = match position {
            SeekPosition::Start(offset) => SeekFrom::Start(offset),
            SeekPosition::Current(offset) => SeekFrom::Current(offset),
            SeekPosition::End(offset) => SeekFrom::End(offset),
        };
        self.file.seek(position).map_err(file_error)
    }

    /// Returns when all that was written is in the storage.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn sync(&mut self) -> Result<(), FileError> {
        self.file.sync_all().map_err(file_error)
    }

    pub(super) fn into_inner(self) -> std::fs::File {
        self.file
    }
}

fn uninterrupted(mut call: impl FnMut() -> io::Result<usize>) -> Result<usize, FileError> {
    loop {
        match call() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => return result.map_err(file_error),
        }
    }
}

pub(super) fn open(
    filesystem: &Filesystem,
    path: &str,
    options: OpenOptions,
) -> Result<File, FileError> {
    let path = parse(path)?;
    for action in options.actions() {
        filesystem.authorize(action, &path)?;
    }
    let changes = options.creates() || options.truncate;
    if !(options.read || options.writes()) || (changes && !options.writes()) {
        return Err(FileError::WrongMode);
    }
    let slot = Arc::clone(&filesystem.open).try_acquire_owned().map_err(|_| {
        FileError::Io(format!(
            "{} files are open, the limit: close one",
            filesystem.config.max_open_files
        ))
    })?;
    let last = if options.create_new { Last::Keep } else { Last::Follow };
    let mut moved = FileError::NotFound;
    for _ in 0..ATTEMPTS {
        let place = filesystem.tree.find(&path, last)?;
        if place.path != path {
            for action in options.actions() {
                filesystem.authorize(action, &place.path)?;
            }
        }
        match open_at(filesystem, &place, options) {
            Ok(Some(file)) => {
                return Ok(File {
                    file,
                    options,
                    max_read_bytes: filesystem.config.max_read_bytes,
                    max_file_bytes: filesystem.config.max_file_bytes,
                    _slot: slot,
                });
            }
            Ok(None) => moved = FileError::NotFound,
            Err(error) => return Err(error),
        }
    }
    Err(moved)
}

/// Opens the file at a place, or nothing if something else is there by now.
fn open_at(
    filesystem: &Filesystem,
    place: &Place,
    options: OpenOptions,
) -> Result<Option<std::fs::File>, FileError> {
    let Some(name) = place.name() else { return Err(FileError::IsDirectory) };
    match place.kind() {
        None if !options.creates() => return Err(FileError::NotFound),
        Some(_) if options.create_new => return Err(FileError::AlreadyExists),
        None | Some(EntryKind::File) => {}
        Some(kind) => return Err(no_file(kind)),
    }
    if filesystem.tree.confirm_parent(place).is_err() {
        return Ok(None);
    }
    // What it held goes only when it is known to be the right file.
    let mut how = fs::OpenOptions::new();
    how.read(options.read).write(options.write).append(options.append);
    if place.metadata.is_none() {
        how.create_new(true).write(true);
    }
    how.follow(FollowSymlinks::No).nonblock(true);
    let file = match place.parent.open_with(name, &how) {
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
        return Err(no_file(kind(&metadata)));
    }
    if filesystem.tree.confirm_opened(place, file.as_fd()).is_err() {
        return Ok(None);
    }
    let links = filesystem.config.hard_links;
    let refused = match links {
        HardLinks::Allow => false,
        HardLinks::ReadOnly => options.writes(),
        HardLinks::Refuse => true,
    };
    if metadata.nlink() > 1 && refused {
        return Err(FileError::PermissionDenied(format!(
            "`{}` has {} names (hard links), and the host does not allow that: \
             give the component a copy",
            place.path,
            metadata.nlink()
        )));
    }
    if options.truncate {
        file.set_len(0).map_err(file_error)?;
    }
    Ok(Some(file.into_std()))
}

fn no_file(kind: EntryKind) -> FileError {
    match kind {
        EntryKind::Directory => FileError::IsDirectory,
        EntryKind::File | EntryKind::SymbolicLink | EntryKind::Other => {
            FileError::Io("it is neither a file nor a directory".into())
        }
    }
}
