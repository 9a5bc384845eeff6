//! The directory tree of a component, and the resolution of paths in it.

use std::io::{self, ErrorKind};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cap_fs_ext::DirExt;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, Metadata, MetadataExt};

use super::config::{Mount, MountError};
use super::entry::{EntryKind, kind};
use super::error::{file_error, is_moved_away};
use crate::host::capability::error::FileError;
use crate::host::capability::escape::Escaped;
use crate::host::capability::path::{self, MAX_LINKS, TreePath};

/// The number of attempts of an operation if files are moved while it runs.
pub(super) const MAX_ATTEMPTS: u32 = 16;

/// The treatment of the last segment of a path if it is a symbolic link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LastSegment {
    Follow,
    NoFollow,
}

/// An open mount.
#[derive(Debug)]
struct Root {
    path: TreePath,
    dir: Arc<Dir>,
}

/// The directory tree of a component.
#[derive(Debug)]
pub(super) struct Tree {
    /// Sorted by descending length of the path, so that nested mounts come first.
    roots: Vec<Root>,
}

/// A resolved path, at which a file or directory exists or can be created.
#[derive(Debug)]
pub(super) struct Location {
    /// The path without symbolic links, except for a last segment that is not followed.
    pub(super) path: TreePath,
    /// The directory that contains the location; for the root of a mount, the root itself.
    pub(super) parent: Arc<Dir>,
    /// The number of segments of the mount's path.
    mount: usize,
    /// The metadata of the file or directory; `None` if it does not exist.
    pub(super) metadata: Option<Metadata>,
}

impl Location {
    /// The name within the parent; `None` for the root of a mount.
    pub(super) fn name(&self) -> Option<&str> {
        self.path.segments()[self.mount..].last().map(String::as_str)
    }

    pub(super) fn kind(&self) -> Option<EntryKind> {
        self.metadata.as_ref().map(kind)
    }
}

/// A path that could not be resolved.
#[derive(Debug)]
pub(super) struct Unresolved {
    /// The path after the symbolic links that were followed.
    pub(super) path: TreePath,
    pub(super) error: FileError,
}

enum Walk {
    Done(Location),
    /// A symbolic link was found: its path and its target.
    Link(TreePath, PathBuf),
}

impl Tree {
    pub(super) fn open(mounts: &[Mount]) -> Result<Self, MountError> {
        let mut roots = Vec::new();
        for mount in mounts {
            let path = mount.parse_path()?;
            let dir = Dir::open_ambient_dir(&mount.directory, ambient_authority())
                .map_err(|source| MountError { mount: mount.clone(), source })?;
            roots.push(Root { path, dir: Arc::new(dir) });
        }
        roots.sort_by_key(|root| std::cmp::Reverse(root.path.segments().len()));
        Ok(Self { roots })
    }

    /// Resolves a path, following symbolic links.
    pub(super) fn resolve(
        &self,
        path: &TreePath,
        last: LastSegment,
    ) -> Result<Location, Unresolved> {
        let mut path = path.clone();
        for _ in 0..=MAX_LINKS {
            let next = match self.walk(&path, last) {
                Ok(Walk::Done(location)) => return Ok(location),
                Ok(Walk::Link(link, target)) => self.follow(&path, &link, &target),
                Err(error) => Err(error),
            };
            match next {
                Ok(next) => path = next,
                Err(error) => return Err(Unresolved { path, error }),
            }
        }
        let error =
            FileError::InvalidPath(format!("the path has more than {MAX_LINKS} symbolic links"));
        Err(Unresolved { path, error })
    }

    /// Returns the parents of a path that do not exist, outermost first. Ignores those that cannot be resolved: the
    /// path itself cannot be resolved either.
    pub(super) fn missing_parents(&self, path: &TreePath) -> Vec<TreePath> {
        let lengths = (1..path.segments().len()).rev();
        let parents = lengths.map(|length| TreePath::from_segments(&path.segments()[..length]));
        let is_missing = |parent: &TreePath| match self.resolve(parent, LastSegment::Follow) {
            Ok(location) => location.metadata.is_none(),
            Err(unresolved) => unresolved.error == FileError::NotFound,
        };
        let mut missing: Vec<_> = parents.take_while(is_missing).collect();
        missing.reverse();
        missing
    }

    /// Opens the directory at a location.
    pub(super) fn open_dir(&self, location: &Location) -> Result<Arc<Dir>, FileError> {
        let Some(name) = location.name() else { return Ok(Arc::clone(&location.parent)) };
        match location.kind() {
            None => return Err(FileError::NotFound),
            Some(EntryKind::Directory) => {}
            Some(_) => return Err(FileError::NotDirectory),
        }
        let dir = location.parent.open_dir_nofollow(name).map_err(file_error)?;
        self.confirm(location.path.segments(), location.mount, dir.as_fd())?;
        Ok(Arc::new(dir))
    }

    /// Fails with `not-found` if the parent of a location has been moved since it was resolved.
    pub(super) fn confirm_parent(&self, location: &Location) -> Result<(), FileError> {
        let segments = location.path.segments();
        let parent = if location.name().is_some() { segments.len() - 1 } else { segments.len() };
        self.confirm(&segments[..parent], location.mount, location.parent.as_fd())
    }

    /// Fails with `not-found` if the file that was opened at a location is no longer there.
    pub(super) fn confirm_opened(
        &self,
        location: &Location,
        fd: BorrowedFd<'_>,
    ) -> Result<(), FileError> {
        self.confirm(location.path.segments(), location.mount, fd)
    }

    /// Fails with `not-found` if `fd` is not the file at the path. Linux reports the path of an open file; elsewhere,
    /// and if Linux does not, the path is resolved once more.
    fn confirm(
        &self,
        segments: &[String],
        mount: usize,
        fd: BorrowedFd<'_>,
    ) -> Result<(), FileError> {
        let root = self.root(&segments[..mount]).ok_or(FileError::NotFound)?;
        let confirmed = match (path_of(root.dir.as_fd()), path_of(fd)) {
            (Some(mut path), Some(opened)) => {
                path.extend(&segments[mount..]);
                path == opened
            }
            _ => self.is_same_file(segments, fd)?,
        };
        if confirmed { Ok(()) } else { Err(FileError::NotFound) }
    }

    /// `true` if the path resolves to the open file.
    fn is_same_file(&self, segments: &[String], fd: BorrowedFd<'_>) -> Result<bool, FileError> {
        let path = TreePath::from_segments(segments);
        let location = self.resolve(&path, LastSegment::NoFollow).map_err(|it| it.error)?;
        let Some(found) = location.metadata else { return Ok(false) };
        let opened = fd.try_clone_to_owned().and_then(|fd| std::fs::File::from(fd).metadata());
        let opened = opened.map_err(file_error)?;
        Ok((found.dev(), found.ino()) == (opened.dev(), opened.ino()))
    }

    fn root(&self, segments: &[String]) -> Option<&Root> {
        self.roots.iter().find(|root| segments.starts_with(root.path.segments()))
    }

    /// Resolves a path up to the first symbolic link.
    fn walk(&self, path: &TreePath, last: LastSegment) -> Result<Walk, FileError> {
        let root = self.root(path.segments()).ok_or(FileError::NotFound)?;
        let mount = root.path.segments().len();
        let mut parent = Arc::clone(&root.dir);
        let Some((name, parents)) = path.segments()[mount..].split_last() else {
            let metadata = parent.dir_metadata().map_err(file_error)?;
            return Ok(Walk::Done(Location {
                path: path.clone(),
                parent,
                mount,
                metadata: Some(metadata),
            }));
        };
        for (index, segment) in parents.iter().enumerate() {
            match self.descend(&parent, segment)? {
                Ok(dir) => parent = Arc::new(dir),
                Err(target) => {
                    let link = TreePath::from_segments(&path.segments()[..=mount + index]);
                    return Ok(Walk::Link(link, target));
                }
            }
        }
        let metadata = if_exists(parent.symlink_metadata(name))?;
        if last == LastSegment::Follow && metadata.as_ref().is_some_and(Metadata::is_symlink) {
            return match parent.read_link_contents(name) {
                Ok(target) => Ok(Walk::Link(path.clone(), target)),
                // The link has been replaced or removed; resolve the path again.
                Err(error)
                    if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::NotFound) =>
                {
                    Ok(Walk::Link(path.clone(), name.into()))
                }
                Err(error) => Err(file_error(error)),
            };
        }
        Ok(Walk::Done(Location { path: path.clone(), parent, mount, metadata }))
    }

    /// Opens the directory `name` in `parent`, or returns the target of the symbolic link of that name as the inner
    /// error.
    fn descend(&self, parent: &Dir, name: &str) -> Result<Result<Dir, PathBuf>, FileError> {
        for _ in 0..MAX_ATTEMPTS {
            let error = match parent.open_dir_nofollow(name) {
                Ok(dir) => return Ok(Ok(dir)),
                Err(error) => error,
            };
            let metadata = parent.symlink_metadata(name).map_err(file_error)?;
            if metadata.is_symlink() {
                if let Ok(target) = parent.read_link_contents(name) {
                    return Ok(Err(target));
                }
            } else if !metadata.is_dir() {
                return Err(FileError::NotDirectory);
            } else if error.kind() == ErrorKind::PermissionDenied && !is_moved_away(&error) {
                return Err(file_error(error));
            }
        }
        Err(FileError::NotFound)
    }

    /// Replaces the prefix `link` of `path` by the `target` of the symbolic link.
    fn follow(
        &self,
        path: &TreePath,
        link: &TreePath,
        target: &Path,
    ) -> Result<TreePath, FileError> {
        let escape = || {
            let link = link.to_string();
            let link = Escaped(&link);
            FileError::InvalidPath(format!("the symbolic link `{link}` leads out of its mount"))
        };
        let mount = self.root(link.segments()).map_or(0, |root| root.path.segments().len());
        let target = target.to_str().ok_or_else(escape)?;
        if target.starts_with('/') {
            return Err(escape());
        }
        let mut segments = link.segments()[..link.segments().len() - 1].to_vec();
        for segment in target.split('/').filter(|segment| !matches!(*segment, "" | ".")) {
            if segment == ".." {
                if segments.len() == mount {
                    return Err(escape());
                }
                segments.pop();
            } else {
                path::check_segment(segment).map_err(FileError::InvalidPath)?;
                segments.push(segment.into());
            }
        }
        segments.extend_from_slice(&path.segments()[link.segments().len()..]);
        Ok(TreePath::from_segments(&segments))
    }
}

/// Converts the error `NotFound` to `None`.
fn if_exists(metadata: io::Result<Metadata>) -> Result<Option<Metadata>, FileError> {
    match metadata {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(file_error(error)),
    }
}

/// The path of an open file on the host, if the system reports it.
fn path_of(fd: BorrowedFd<'_>) -> Option<PathBuf> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    std::fs::read_link(format!("/proc/self/fd/{}", fd.as_raw_fd())).ok()
}
