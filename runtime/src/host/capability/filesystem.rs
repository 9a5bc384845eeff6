//! Files and directories below the directories that the host opened: the functions of `airssys:ext-filesystem`.
//!
//! The host shows a tree of [`Mount`]s. Each is a directory whose handle is held from the start; a path is walked from
//! there part by part, each opened in the handle of the one before without following links, so that neither `..`
//! nor a link nor a rename of what is above leads out. A symbolic link is read and walked in the same way, in the tree; it must
//! be relative and stay in its mount, and what it leads to needs a permission of its own. What was opened
//! must, after it was opened, still be where its permission is for.
//!
//! All calls block: from asynchronous code use `spawn_blocking`, for which the engine is cheap to clone.

mod config;
mod entry;
mod fault;
mod file;
mod remove;
mod tree;

use std::io::{Read, Write};
use std::sync::Arc;

use tokio::sync::Semaphore;

use self::entry::kind_of;
use self::fault::file_error;
use self::tree::{Last, Place, Tree};
use super::decision::Decision;
use super::error::FileError;
use super::grants::Grants;
use super::path::TreePath;
use super::permission::{FilesystemAction, FilesystemPermission, Permission};
pub use config::{FilesystemConfig, HardLinks, Mount, MountError};
pub use entry::{DirectoryEntry, EntryKind, FileStat, Timestamp};
pub use file::{File, OpenOptions, SeekPosition};

/// How often an operation starts again when what it looks at is moved meanwhile.
const ATTEMPTS: u32 = 16;

/// The files and directories of one component.
#[derive(Debug, Clone)]
pub struct Filesystem {
    grants: Arc<Grants>,
    config: Arc<FilesystemConfig>,
    tree: Arc<Tree>,
    open: Arc<Semaphore>,
}

impl Filesystem {
    /// The files that `config` shows, for the component that `grants` are for.
    ///
    /// # Errors
    ///
    /// A mount whose path in the tree is not one, or whose directory cannot be opened.
    pub fn new(grants: Arc<Grants>, config: FilesystemConfig) -> Result<Self, MountError> {
        let tree = Arc::new(Tree::open(&config.mounts)?);
        let open = Arc::new(Semaphore::new(config.max_open_files));
        Ok(Self { grants, config: Arc::new(config), tree, open })
    }

    /// Tells whether an action on a path is allowed, with symbolic links followed as the action does.
    #[must_use]
    pub fn check(&self, action: FilesystemAction, path: &str) -> Decision {
        let parsed = match TreePath::parse(path) {
            Ok(parsed) => parsed,
            Err(reason) => {
                let asked = FilesystemPermission { action, path_pattern: path.into() };
                return self.grants.invalid(&Permission::Filesystem(asked), reason);
            }
        };
        let decision = self.grants.file(action, &parsed);
        if !decision.allowed {
            return decision;
        }
        let last = if action == FilesystemAction::Delete { Last::Keep } else { Last::Follow };
        match self.tree.find(&parsed, last) {
            Ok(place) if place.path != parsed => self.grants.file(action, &place.path),
            Err(FileError::InvalidPath(reason)) => {
                let asked = FilesystemPermission { action, path_pattern: path.into() };
                self.grants.invalid(&Permission::Filesystem(asked), reason)
            }
            _ => decision,
        }
    }

    /// Opens a file, with the position at the start.
    ///
    /// # Errors
    ///
    /// Those of `file.open`; `wrong-mode` if the options open it neither to read nor to write, or create or truncate
    /// what they do not write.
    pub fn open(&self, path: &str, options: OpenOptions) -> Result<File, FileError> {
        file::open(self, path, options)
    }

    /// Reads a whole file.
    ///
    /// # Errors
    ///
    /// Those of `read-file`; `io` if the file is larger than the limit.
    pub fn read_file(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let options = OpenOptions { read: true, ..OpenOptions::default() };
        let file = self.open(path, options)?.into_inner();
        let limit = self.config.max_file_bytes;
        let mut bytes = Vec::new();
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(file_error)?;
        if bytes.len() as u64 > limit {
            return Err(FileError::Io(format!(
                "the file has more than {limit} bytes, the limit: open it and read parts"
            )));
        }
        Ok(bytes)
    }

    /// Writes a whole file: makes it, or replaces what it held.
    ///
    /// # Errors
    ///
    /// Those of `write-file`; `no-space` if there are more bytes than the limit.
    pub fn write_file(&self, path: &str, bytes: &[u8]) -> Result<(), FileError> {
        let options =
            OpenOptions { write: true, create: true, truncate: true, ..OpenOptions::default() };
        if bytes.len() as u64 > self.config.max_file_bytes {
            self.authorize(FilesystemAction::Write, &parse(path)?)?;
            return Err(FileError::NoSpace);
        }
        self.open(path, options)?.into_inner().write_all(bytes).map_err(file_error)
    }

    /// Deletes a file, or a symbolic link itself.
    ///
    /// # Errors
    ///
    /// Those of `delete-file`.
    pub fn delete_file(&self, path: &str) -> Result<(), FileError> {
        let place = self.place(FilesystemAction::Delete, path, Last::Keep)?;
        match (place.name(), place.kind()) {
            (_, None) => Err(FileError::NotFound),
            (None, _) | (_, Some(EntryKind::Directory)) => Err(FileError::IsDirectory),
            (Some(name), Some(_)) => place.parent.remove_file(name).map_err(file_error),
        }
    }

    /// Tells whether there is a file or directory.
    ///
    /// # Errors
    ///
    /// Those of `exists`.
    pub fn exists(&self, path: &str) -> Result<bool, FileError> {
        match self.place(FilesystemAction::Read, path, Last::Follow) {
            Ok(place) => Ok(place.metadata.is_some()),
            Err(FileError::NotFound | FileError::NotDirectory) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Tells what is known about a file or directory.
    ///
    /// # Errors
    ///
    /// Those of `stat`.
    pub fn stat(&self, path: &str) -> Result<FileStat, FileError> {
        let place = self.place(FilesystemAction::Read, path, Last::Follow)?;
        let metadata = place.metadata.ok_or(FileError::NotFound)?;
        Ok(FileStat::new(&metadata))
    }

    /// Lists a directory, sorted by name.
    ///
    /// # Errors
    ///
    /// Those of `list-directory`; `io` if it has more entries than the limit.
    pub fn list_directory(&self, path: &str) -> Result<Vec<DirectoryEntry>, FileError> {
        let place = self.place(FilesystemAction::ListDirectory, path, Last::Follow)?;
        let dir = self.tree.enter(&place)?;
        let mut entries = Vec::new();
        for entry in dir.entries().map_err(file_error)? {
            let entry = entry.map_err(file_error)?;
            if entries.len() == self.config.max_directory_entries {
                return Err(FileError::Io(format!(
                    "the directory has more than {} entries, the limit",
                    self.config.max_directory_entries
                )));
            }
            let kind = entry.file_type().map(kind_of).unwrap_or(EntryKind::Other);
            entries.push(DirectoryEntry {
                name: entry.file_name().to_string_lossy().into_owned(),
                kind,
            });
        }
        entries.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(entries)
    }

    /// Makes a directory, and those above it that are not there. Each that it makes needs the permission.
    ///
    /// # Errors
    ///
    /// Those of `create-directory`; `already-exists` if something is there.
    pub fn create_directory(&self, path: &str) -> Result<(), FileError> {
        let action = FilesystemAction::CreateDirectory;
        let path = parse(path)?;
        self.authorize(action, &path)?;
        let missing = self.tree.missing_parents(&path)?;
        for parent in &missing {
            self.authorize(action, parent)?;
        }
        for path in &missing {
            match self.make_directory(path) {
                Ok(()) | Err(FileError::AlreadyExists) => {}
                Err(error) => return Err(error),
            }
        }
        self.make_directory(&path)
    }

    /// Removes a directory; if `recursive`, together with all that is in it, each of which needs the permission. Nothing
    /// is removed if one lacks it.
    ///
    /// # Errors
    ///
    /// Those of `remove-directory`; `invalid-path` for the directory of a mount.
    pub fn remove_directory(&self, path: &str, recursive: bool) -> Result<(), FileError> {
        let place = self.place(FilesystemAction::Delete, path, Last::Keep)?;
        remove::directory(self, &place, recursive)
    }

    /// Tells which permissions for files and directories the component has.
    #[must_use]
    pub fn granted_permissions(&self) -> Vec<FilesystemPermission> {
        self.grants.filesystem()
    }

    fn make_directory(&self, path: &TreePath) -> Result<(), FileError> {
        let place = self.tree.find(path, Last::Keep)?;
        if place.path != *path {
            self.authorize(FilesystemAction::CreateDirectory, &place.path)?;
        }
        match (place.name(), &place.metadata) {
            (Some(name), None) => {
                self.tree.confirm_parent(&place)?;
                place.parent.create_dir(name).map_err(file_error)
            }
            _ => Err(FileError::AlreadyExists),
        }
    }

    /// What is at a path, if the action is allowed there: by the name that was asked for, and by the one to which
    /// links lead.
    fn place(&self, action: FilesystemAction, path: &str, last: Last) -> Result<Place, FileError> {
        let path = parse(path)?;
        self.authorize(action, &path)?;
        let mut moved = FileError::NotFound;
        for _ in 0..ATTEMPTS {
            let place = self.tree.find(&path, last)?;
            if place.path != path {
                self.authorize(action, &place.path)?;
            }
            match self.tree.confirm_parent(&place) {
                Ok(()) => return Ok(place),
                Err(error) => moved = error,
            }
        }
        Err(moved)
    }

    fn authorize(&self, action: FilesystemAction, path: &TreePath) -> Result<(), FileError> {
        self.grants.file(action, path).into_result().map_err(FileError::PermissionDenied)
    }
}

fn parse(path: &str) -> Result<TreePath, FileError> {
    TreePath::parse(path).map_err(FileError::InvalidPath)
}
