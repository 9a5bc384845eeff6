//! Files and directories below mounted directories: the functions of `airssys:ext-filesystem`.
//!
//! A component sees a tree of [`Mount`]s, directories of the host that are opened when the engine is created. A path is
//! resolved from there segment by segment: each directory is opened relative to the handle of its parent without
//! following links, so that neither `..`, nor a link, nor renaming a parent leads out of the mount. The engine resolves
//! symbolic links itself, in the same way; they must be relative and stay in their mount, and the target needs a
//! permission of its own, whether it exists or not. After a file is opened, it must still be at the path that the
//! permission is for.
//!
//! All calls block; use `spawn_blocking` in asynchronous code. Clones of the engine are cheap.

mod access;
mod config;
mod entry;
mod error;
mod file;
mod remove;
mod tree;

use std::io::{Read, Write};
use std::sync::Arc;

use self::access::{Access, parse};
use self::entry::kind_of;
use self::error::file_error;
use self::tree::LastSegment;
use super::decision::Decision;
use super::error::FileError;
use super::grants::Grants;
use super::path::TreePath;
use super::permission::{FilesystemAction, FilesystemPermission, Permission};
use super::usage::Usage;
pub use config::{FilesystemConfig, HardLinks, Mount, MountError};
pub use entry::{DirectoryEntry, EntryKind, FileStat, Timestamp};
pub use file::{File, OpenOptions, SeekPosition};

/// The size of the parts in which whole files are read and written, in bytes.
const PART: usize = 1 << 20;

/// The files and directories of one component.
#[derive(Debug, Clone)]
pub struct Filesystem(Access);

impl Filesystem {
    /// Opens the mounts of `config` for the component of `grants`.
    ///
    /// # Errors
    ///
    /// Fails if the path of a mount is invalid or its directory cannot be opened.
    pub fn new(grants: Arc<Grants>, config: FilesystemConfig) -> Result<Self, MountError> {
        Self::with_usage(grants, config, Arc::default())
    }

    /// Opens the mounts of `config` for the component of `grants`. Calls fail with `io` once `usage` is stopped.
    ///
    /// # Errors
    ///
    /// Fails as [`Self::new`] does.
    pub fn with_usage(
        grants: Arc<Grants>,
        config: FilesystemConfig,
        usage: Arc<Usage>,
    ) -> Result<Self, MountError> {
        Access::new(grants, config, usage).map(Self)
    }

    /// Decides whether an action on a path is allowed, with symbolic links followed as the action follows them.
    #[must_use]
    pub fn check(&self, action: FilesystemAction, path: &str) -> Decision {
        let grants = &self.0.grants;
        let deny = |reason| {
            let needed = FilesystemPermission { action, path_pattern: path.into() };
            grants.deny(&Permission::Filesystem(needed), reason)
        };
        let parsed = match TreePath::parse(path) {
            Ok(parsed) => parsed,
            Err(reason) => return deny(reason),
        };
        let decision = grants.check_file(action, &parsed);
        if !decision.allowed {
            return decision;
        }
        let last = match action {
            FilesystemAction::Delete => LastSegment::NoFollow,
            _ => LastSegment::Follow,
        };
        match self.0.resolve(&[action], &parsed, last) {
            Err(FileError::InvalidPath(reason) | FileError::PermissionDenied(reason)) => {
                deny(reason)
            }
            Ok(_) | Err(_) => decision,
        }
    }

    /// Opens a file, with the position at the start.
    ///
    /// # Errors
    ///
    /// Fails with the errors of `file.open`; with `wrong-mode` if the options open the file neither for reading nor for
    /// writing, or create or truncate it without writing.
    pub fn open(&self, path: &str, options: OpenOptions) -> Result<File, FileError> {
        file::open(&self.0, path, options)
    }

    /// Reads a whole file.
    ///
    /// # Errors
    ///
    /// Fails with the errors of `read-file`; with `io` if the file is larger than the limit.
    pub fn read_file(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let options = OpenOptions { read: true, ..OpenOptions::default() };
        let mut file = self.open(path, options)?.into_inner();
        let limit = self.0.config.max_file_bytes;
        let mut bytes = Vec::new();
        let mut charge = self.0.usage.charge(0)?;
        loop {
            self.0.check_running()?;
            let part = Read::by_ref(&mut file).take(PART as u64).read_to_end(&mut bytes);
            let count = part.map_err(file_error)?;
            charge.grow(count)?;
            if bytes.len() as u64 > limit {
                return Err(FileError::Io(format!(
                    "the file exceeds the limit of {limit} bytes; open it and read it in parts"
                )));
            }
            if count < PART {
                return Ok(bytes);
            }
        }
    }

    /// Writes a whole file: creates it, or replaces its content.
    ///
    /// # Errors
    ///
    /// Fails with the errors of `write-file`; with `no-space` if `bytes` exceeds the limit.
    pub fn write_file(&self, path: &str, bytes: &[u8]) -> Result<(), FileError> {
        let options =
            OpenOptions { write: true, create: true, truncate: true, ..OpenOptions::default() };
        if bytes.len() as u64 > self.0.config.max_file_bytes {
            self.0.authorize(FilesystemAction::Write, &parse(path)?)?;
            return Err(FileError::NoSpace);
        }
        let mut file = self.open(path, options)?.into_inner();
        for part in bytes.chunks(PART) {
            self.0.check_running()?;
            file.write_all(part).map_err(file_error)?;
        }
        Ok(())
    }

    /// Deletes a file, or a symbolic link itself.
    ///
    /// # Errors
    ///
    /// Fails with the errors of `delete-file`.
    pub fn delete_file(&self, path: &str) -> Result<(), FileError> {
        let location = self.0.locate(FilesystemAction::Delete, path, LastSegment::NoFollow)?;
        match (location.name(), location.kind()) {
            (_, None) => Err(FileError::NotFound),
            (None, _) | (_, Some(EntryKind::Directory)) => Err(FileError::IsDirectory),
            (Some(name), Some(_)) => location.parent.remove_file(name).map_err(file_error),
        }
    }

    /// Returns `true` if there is a file or directory at the path.
    ///
    /// # Errors
    ///
    /// Fails with the errors of `exists`.
    pub fn exists(&self, path: &str) -> Result<bool, FileError> {
        match self.0.locate(FilesystemAction::Read, path, LastSegment::Follow) {
            Ok(location) => Ok(location.metadata.is_some()),
            Err(FileError::NotFound | FileError::NotDirectory) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Returns the metadata of a file or directory.
    ///
    /// # Errors
    ///
    /// Fails with the errors of `stat`.
    pub fn stat(&self, path: &str) -> Result<FileStat, FileError> {
        let location = self.0.locate(FilesystemAction::Read, path, LastSegment::Follow)?;
        let metadata = location.metadata.ok_or(FileError::NotFound)?;
        Ok(FileStat::new(&metadata))
    }

    /// Lists a directory, sorted by name.
    ///
    /// # Errors
    ///
    /// Fails with the errors of `list-directory`; with `io` if the directory has more entries than the limit.
    pub fn list_directory(&self, path: &str) -> Result<Vec<DirectoryEntry>, FileError> {
        let action = FilesystemAction::ListDirectory;
        let location = self.0.locate(action, path, LastSegment::Follow)?;
        let dir = self.0.tree.open_dir(&location)?;
        let limit = self.0.config.max_directory_entries;
        let mut entries = Vec::new();
        for entry in dir.entries().map_err(file_error)? {
            self.0.check_running()?;
            let entry = entry.map_err(file_error)?;
            if entries.len() == limit {
                return Err(FileError::Io(format!(
                    "the directory exceeds the limit of {limit} entries"
                )));
            }
            let kind = entry.file_type().map(kind_of).unwrap_or(EntryKind::Other);
            entries.push(DirectoryEntry {
                name: entry.file_name().to_string_lossy().into_owned(),
                kind,
            });
        }
        entries.sort_by(|first, second| first.name.cmp(&second.name));
        Ok(entries)
    }

    /// Creates a directory and its missing parents, each of which needs the permission.
    ///
    /// # Errors
    ///
    /// Fails with the errors of `create-directory`; with `already-exists` if the path exists.
    pub fn create_directory(&self, path: &str) -> Result<(), FileError> {
        let action = FilesystemAction::CreateDirectory;
        let path = parse(path)?;
        self.0.authorize(action, &path)?;
        let missing = self.0.tree.missing_parents(&path);
        for parent in &missing {
            self.0.authorize(action, parent)?;
        }
        for parent in &missing {
            match self.create_single_directory(parent) {
                Ok(()) | Err(FileError::AlreadyExists) => {}
                Err(error) => return Err(error),
            }
        }
        self.create_single_directory(&path)
    }

    /// Removes a directory, which must be empty unless `recursive` is set. Each entry below it needs the permission;
    /// nothing is removed if one lacks it.
    ///
    /// # Errors
    ///
    /// Fails with the errors of `remove-directory`; with `invalid-path` for the root of a mount.
    pub fn remove_directory(&self, path: &str, recursive: bool) -> Result<(), FileError> {
        let location = self.0.locate(FilesystemAction::Delete, path, LastSegment::NoFollow)?;
        remove::directory(&self.0, &location, recursive)
    }

    /// Returns the component's permissions for files and directories.
    #[must_use]
    pub fn granted_permissions(&self) -> Vec<FilesystemPermission> {
        self.0.grants.filesystem()
    }

    fn create_single_directory(&self, path: &TreePath) -> Result<(), FileError> {
        let action = FilesystemAction::CreateDirectory;
        let location = self.0.resolve(&[action], path, LastSegment::NoFollow)?;
        match (location.name(), &location.metadata) {
            (Some(name), None) => {
                self.0.tree.confirm_parent(&location)?;
                location.parent.create_dir(name).map_err(file_error)
            }
            _ => Err(FileError::AlreadyExists),
        }
    }
}
