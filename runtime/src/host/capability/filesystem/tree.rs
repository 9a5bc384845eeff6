//! The tree of mounts, and the way from a path to what is there.

use std::io::{self, ErrorKind};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cap_fs_ext::DirExt;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, Metadata, MetadataExt};

use super::ATTEMPTS;
use super::config::{Mount, MountError};
use super::entry::{EntryKind, kind};
use super::fault::{file_error, is_moved_away};
use crate::host::capability::error::FileError;
use crate::host::capability::path::{self, TreePath};

/// How many symbolic links one path may lead through: as many as in Linux.
const MAX_LINKS: usize = 40;

/// What to do with the last part of a path if it is a symbolic link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    Follow,
    Keep,
}

#[derive(Debug)]
struct Root {
    at: TreePath,
    dir: Arc<Dir>,
}

/// What the host shows.
#[derive(Debug)]
pub(super) struct Tree {
    /// The longest first.
    roots: Vec<Root>,
}

/// Where something is, or could be.
#[derive(Debug)]
pub(super) struct Place {
    /// Without links, but for the last part where it was kept.
    pub(super) path: TreePath,
    /// The directory that it is in; for the directory of a mount, itself.
    pub(super) parent: Arc<Dir>,
    /// How many parts of the path are those of its mount.
    mount: usize,
    /// What is there, if something is.
    pub(super) metadata: Option<Metadata>,
}

impl Place {
    /// Its name within its parent, if it is not the directory of a mount.
    pub(super) fn name(&self) -> Option<&str> {
        self.path.parts()[self.mount..].last().map(String::as_str)
    }

    pub(super) fn kind(&self) -> Option<EntryKind> {
        self.metadata.as_ref().map(kind)
    }
}

enum Walked {
    To(Place),
    /// There is a link on the way: its path, and what it says.
    Link(TreePath, PathBuf),
}

impl Tree {
    pub(super) fn open(mounts: &[Mount]) -> Result<Self, MountError> {
        let mut roots = Vec::new();
        for mount in mounts {
            let at = MountError::path(mount)?;
            let dir = Dir::open_ambient_dir(&mount.directory, ambient_authority())
                .map_err(|source| MountError { mount: mount.clone(), source })?;
            roots.push(Root { at, dir: Arc::new(dir) });
        }
        roots.sort_by_key(|root| std::cmp::Reverse(root.at.parts().len()));
        Ok(Self { roots })
    }

    /// Goes to a path, through links.
    pub(super) fn find(&self, path: &TreePath, last: Last) -> Result<Place, FileError> {
        let mut path = path.clone();
        for _ in 0..=MAX_LINKS {
            match self.walk(&path, last)? {
                Walked::To(place) => return Ok(place),
                Walked::Link(at, target) => path = self.follow(&path, &at, &target)?,
            }
        }
        Err(FileError::InvalidPath(format!("it leads through more than {MAX_LINKS} links")))
    }

    /// The directories above a path that are not there, from the outermost on.
    pub(super) fn missing_parents(&self, path: &TreePath) -> Result<Vec<TreePath>, FileError> {
        let mut missing = Vec::new();
        for length in (1..path.parts().len()).rev() {
            let parent = TreePath::of_parts(&path.parts()[..length]);
            match self.find(&parent, Last::Follow) {
                Ok(place) if place.metadata.is_some() => break,
                Ok(_) | Err(FileError::NotFound) => missing.insert(0, parent),
                Err(error) => return Err(error),
            }
        }
        Ok(missing)
    }

    /// Opens the directory that is at a place.
    pub(super) fn enter(&self, place: &Place) -> Result<Arc<Dir>, FileError> {
        let Some(name) = place.name() else { return Ok(Arc::clone(&place.parent)) };
        match place.kind() {
            None => return Err(FileError::NotFound),
            Some(EntryKind::Directory) => {}
            Some(_) => return Err(FileError::NotDirectory),
        }
        let dir = place.parent.open_dir_nofollow(name).map_err(file_error)?;
        self.confirm(place.path.parts(), place.mount, dir.as_fd())?;
        Ok(Arc::new(dir))
    }

    /// Whether the directory that a place is in is still where it was found.
    pub(super) fn confirm_parent(&self, place: &Place) -> Result<(), FileError> {
        let parts = place.path.parts();
        let parent = if place.name().is_some() { parts.len() - 1 } else { parts.len() };
        self.confirm(&parts[..parent], place.mount, place.parent.as_fd())
    }

    /// Whether what was opened at a place is still there.
    pub(super) fn confirm_opened(
        &self,
        place: &Place,
        fd: BorrowedFd<'_>,
    ) -> Result<(), FileError> {
        self.confirm(place.path.parts(), place.mount, fd)
    }

    /// Says `not-found` if what is open as `fd` is not at the path `parts`. Linux knows where an open file is; elsewhere, and
    /// where it cannot say, the path is walked once more.
    fn confirm(&self, parts: &[String], mount: usize, fd: BorrowedFd<'_>) -> Result<(), FileError> {
        let root = self.root(&parts[..mount]).ok_or(FileError::NotFound)?;
        let there = match (location(root.dir.as_fd()), location(fd)) {
            (Some(mut path), Some(opened)) => {
                path.extend(&parts[mount..]);
                path == opened
            }
            _ => self.has(parts, fd)?,
        };
        if there { Ok(()) } else { Err(FileError::NotFound) }
    }

    /// Whether the same file is found by its path again.
    fn has(&self, parts: &[String], fd: BorrowedFd<'_>) -> Result<bool, FileError> {
        let place = self.find(&TreePath::of_parts(parts), Last::Keep)?;
        let Some(found) = place.metadata else { return Ok(false) };
        let opened = fd.try_clone_to_owned().and_then(|fd| std::fs::File::from(fd).metadata());
        let opened = opened.map_err(file_error)?;
        Ok((found.dev(), found.ino()) == (opened.dev(), opened.ino()))
    }

    fn root(&self, parts: &[String]) -> Option<&Root> {
        self.roots.iter().find(|root| parts.starts_with(root.at.parts()))
    }

    /// Goes to a path up to the first link.
    fn walk(&self, path: &TreePath, last: Last) -> Result<Walked, FileError> {
        let root = self.root(path.parts()).ok_or(FileError::NotFound)?;
        let mount = root.at.parts().len();
        let mut parent = Arc::clone(&root.dir);
        let Some((name, parents)) = path.parts()[mount..].split_last() else {
            let metadata = parent.dir_metadata().map_err(file_error)?;
            return Ok(Walked::To(Place {
                path: path.clone(),
                parent,
                mount,
                metadata: Some(metadata),
            }));
        };
        for (at, part) in parents.iter().enumerate() {
            match self.descend(&parent, part)? {
                Ok(dir) => parent = Arc::new(dir),
                Err(target) => {
                    let link = TreePath::of_parts(&path.parts()[..=mount + at]);
                    return Ok(Walked::Link(link, target));
                }
            }
        }
        let metadata = present(parent.symlink_metadata(name))?;
        if last == Last::Follow && metadata.as_ref().is_some_and(Metadata::is_symlink) {
            return match parent.read_link_contents(name) {
                Ok(target) => Ok(Walked::Link(path.clone(), target)),
                // It is a link no more, or gone.
                Err(error)
                    if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::NotFound) =>
                {
                    Ok(Walked::Link(path.clone(), name.into()))
                }
                Err(error) => Err(file_error(error)),
            };
        }
        Ok(Walked::To(Place { path: path.clone(), parent, mount, metadata }))
    }

    /// Opens the directory `name` in `parent`, or reads the link of that name.
    fn descend(&self, parent: &Dir, name: &str) -> Result<Result<Dir, PathBuf>, FileError> {
        for _ in 0..ATTEMPTS {
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

    /// The path that is meant where `link`, on the way of `path`, says `target`.
    fn follow(
        &self,
        path: &TreePath,
        link: &TreePath,
        target: &Path,
    ) -> Result<TreePath, FileError> {
        let out = || FileError::InvalidPath(format!("the link `{link}` leads out of its mount"));
        let mount = self.root(link.parts()).map_or(0, |root| root.at.parts().len());
        let target = target.to_str().ok_or_else(out)?;
        if target.starts_with('/') {
            return Err(out());
        }
        let mut parts = link.parts()[..link.parts().len() - 1].to_vec();
        for part in target.split('/').filter(|part| !matches!(*part, "" | ".")) {
            if part == ".." {
                if parts.len() == mount {
                    return Err(out());
                }
                parts.pop();
            } else {
                parts.push(path::checked(part).map_err(FileError::InvalidPath)?.into());
            }
        }
        parts.extend_from_slice(&path.parts()[link.parts().len()..]);
        Ok(TreePath::of_parts(&parts))
    }
}

/// What is there, if something is.
fn present(metadata: io::Result<Metadata>) -> Result<Option<Metadata>, FileError> {
    match metadata {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(file_error(error)),
    }
}

/// Where in the host's tree an open file is, if the system tells.
fn location(fd: BorrowedFd<'_>) -> Option<PathBuf> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    std::fs::read_link(format!("/proc/self/fd/{}", fd.as_raw_fd())).ok()
}
