//! Converts I/O errors to `file-error`.

use std::io::{self, ErrorKind};

use crate::host::capability::error::FileError;

/// `true` if the opened file was moved out of its directory meanwhile, which cap-std reports as an escape without a
/// system error code. Nothing else can cause an escape, since only single segments are opened without following links.
pub(super) fn is_moved_away(error: &io::Error) -> bool {
    error.kind() == ErrorKind::PermissionDenied && error.raw_os_error().is_none()
}

pub(super) fn file_error(error: io::Error) -> FileError {
    match error.kind() {
        _ if is_moved_away(&error) => FileError::NotFound,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_not_found_and_system_denials_are_io_errors() {
        let moved = io::Error::new(ErrorKind::PermissionDenied, "a path led outside");
        assert_eq!(file_error(moved), FileError::NotFound);
        let forbidden = io::Error::from_raw_os_error(rustix::io::Errno::ACCESS.raw_os_error());
        assert!(matches!(file_error(forbidden), FileError::Io(_)));
    }
}
