//! The system's errors in the words of `file-error`.

use std::io::{self, ErrorKind};

use crate::host::capability::error::FileError;

/// Whether what is opened was moved away meanwhile: that is then "outside" for the system, and cap-std says so. Nothing
/// else can lead outside, since only single names are opened, and links are not followed.
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
    fn what_is_moved_away_is_not_there_and_what_the_system_forbids_is_told() {
        let moved = io::Error::new(ErrorKind::PermissionDenied, "a path led outside");
        assert_eq!(file_error(moved), FileError::NotFound);
        let forbidden = io::Error::from_raw_os_error(rustix::io::Errno::ACCESS.raw_os_error());
        assert!(matches!(file_error(forbidden), FileError::Io(_)));
    }
}
