//! Removing directories.

use std::sync::Arc;

use cap_fs_ext::DirExt;
use cap_std::fs::Dir;

use super::fault::file_error;
use super::tree::Place;
use super::{EntryKind, Filesystem};
use crate::host::capability::error::FileError;
use crate::host::capability::path::TreePath;
use crate::host::capability::permission::FilesystemAction;

/// How deep a directory may be that is removed with all that is in it: each level is an open handle.
const MAX_DEPTH: usize = 128;

pub(super) fn directory(
    filesystem: &Filesystem,
    place: &Place,
    recursive: bool,
) -> Result<(), FileError> {
    let Some(name) = place.name() else {
        return Err(FileError::InvalidPath(format!("`{}` is where a mount begins", place.path)));
    };
    match place.kind() {
        None => return Err(FileError::NotFound),
        Some(EntryKind::Directory) => {}
        Some(_) => return Err(FileError::NotDirectory),
    }
    if recursive {
        let dir = filesystem.tree.enter(place)?;
        contents(filesystem, &dir, place.path.parts(), 1, Pass::Check)?;
        contents(filesystem, &dir, place.path.parts(), 1, Pass::Remove)?;
    }
    place.parent.remove_dir(name).map_err(file_error)
}

#[derive(Clone, Copy, PartialEq)]
enum Pass {
    Check,
    Remove,
}

/// Does one pass over all that is in a directory. What came since the first pass is checked in the second.
fn contents(
    filesystem: &Filesystem,
    dir: &Arc<Dir>,
    at: &[String],
    depth: usize,
    pass: Pass,
) -> Result<(), FileError> {
    if depth > MAX_DEPTH {
        return Err(FileError::Io(format!("it is more than {MAX_DEPTH} directories deep")));
    }
    for entry in dir.entries().map_err(file_error)? {
        let name = entry.map_err(file_error)?.file_name();
        let text = name.to_str().ok_or_else(|| {
            FileError::Io(format!("it holds `{}`, whose name is not UTF-8", name.to_string_lossy()))
        })?;
        let mut parts = at.to_vec();
        parts.push(text.into());
        filesystem.authorize(FilesystemAction::Delete, &TreePath::of_parts(&parts))?;
        let is_dir = dir.symlink_metadata(text).map_err(file_error)?.is_dir();
        if is_dir {
            let inner = Arc::new(dir.open_dir_nofollow(text).map_err(file_error)?);
            contents(filesystem, &inner, &parts, depth + 1, pass)?;
        }
        match (pass, is_dir) {
            (Pass::Check, _) => {}
            (Pass::Remove, true) => dir.remove_dir(text).map_err(file_error)?,
            (Pass::Remove, false) => dir.remove_file(text).map_err(file_error)?,
        }
    }
    Ok(())
}
