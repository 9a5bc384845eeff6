//! Removes directories, optionally with their contents.

use std::sync::Arc;

use cap_fs_ext::DirExt;
use cap_std::fs::Dir;

use super::access::Access;
use super::entry::EntryKind;
use super::error::file_error;
use super::tree::Location;
use crate::host::capability::error::FileError;
use crate::host::capability::path::TreePath;
use crate::host::capability::permission::FilesystemAction;

/// The maximum depth of a directory that is removed recursively. Each level holds an open handle.
const MAX_DEPTH: usize = 128;

pub(super) fn directory(
    access: &Access,
    location: &Location,
    recursive: bool,
) -> Result<(), FileError> {
    let Some(name) = location.name() else {
        return Err(FileError::InvalidPath(format!("`{}` is the root of a mount", location.path)));
    };
    match location.kind() {
        None => return Err(FileError::NotFound),
        Some(EntryKind::Directory) => {}
        Some(_) => return Err(FileError::NotDirectory),
    }
    if recursive {
        let dir = access.tree.open_dir(location)?;
        walk(access, &dir, location.path.segments(), 1, Pass::Authorize)?;
        walk(access, &dir, location.path.segments(), 1, Pass::Remove)?;
    }
    location.parent.remove_dir(name).map_err(file_error)
}

#[derive(Clone, Copy, PartialEq)]
enum Pass {
    Authorize,
    Remove,
}

/// Walks the contents of a directory. Both passes authorize each entry, since entries can be added between them.
fn walk(
    access: &Access,
    dir: &Arc<Dir>,
    path: &[String],
    depth: usize,
    pass: Pass,
) -> Result<(), FileError> {
    if depth > MAX_DEPTH {
        return Err(FileError::Io(format!("the directory is deeper than {MAX_DEPTH} levels")));
    }
    for entry in dir.entries().map_err(file_error)? {
        access.check_running()?;
        let name = entry.map_err(file_error)?.file_name();
        let name = name.to_str().ok_or_else(|| {
            FileError::Io("the directory contains an entry whose name is not UTF-8".into())
        })?;
        let mut path = path.to_vec();
        path.push(name.into());
        let entry = TreePath::from_segments(&path);
        if !access.grants.check_file(FilesystemAction::Delete, &entry).allowed {
            // The names of entries are in the event only: deleting does not include listing.
            let reason = "the directory contains an entry that is not granted";
            return Err(FileError::PermissionDenied(reason.into()));
        }
        let is_dir = dir.symlink_metadata(name).map_err(file_error)?.is_dir();
        if is_dir {
            let inner = Arc::new(dir.open_dir_nofollow(name).map_err(file_error)?);
            walk(access, &inner, &path, depth + 1, pass)?;
        }
        match (pass, is_dir) {
            (Pass::Authorize, _) => {}
            (Pass::Remove, true) => dir.remove_dir(name).map_err(file_error)?,
            (Pass::Remove, false) => dir.remove_file(name).map_err(file_error)?,
        }
    }
    Ok(())
}
