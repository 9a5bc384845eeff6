//! The system's errors in the words of `file-error`.

use std::io::{self, ErrorKind};

use crate::host::capability::error::FileError;

pub(super) fn file_error(error: io::Error) -> FileError {
    match error.kind() {
        ErrorKind::NotFound => FileError::NotFound,
        ErrorKind::AlreadyExists => FileError::AlreadyExists,
        ErrorKind::IsADirectory => FileError::IsDirectory,
        ErrorKind::NotADirectory => FileError::NotDirectory,
        ErrorKind::DirectoryNotEmpty => FileError::DirectoryNotEmpty,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            FileError::NoSpace
        }
        ErrorKind::InvalidFilename => FileError::InvalidPath(error.to_string()),
        _ => FileError::Io(error.to_string()),
    }
}
