//! The errors of `airssys:core-types`, as plain Rust.

use std::fmt;

/// Why the file system did not do what was asked: `file-error`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// The component may not do that; says which permission is missing.
    PermissionDenied(String),
    /// Nothing is there.
    NotFound,
    /// Something is there already.
    AlreadyExists,
    /// A file was meant, and a directory is there.
    IsDirectory,
    /// A directory was meant, and something else is there.
    NotDirectory,
    /// Only an empty directory can be removed.
    DirectoryNotEmpty,
    /// This cannot be a path, or leads out of what the host shows; says why.
    InvalidPath(String),
    /// The file was not opened for this.
    WrongMode,
    /// The storage is full, or a quota is used up.
    NoSpace,
    /// Anything else; in the words of the host.
    Io(String),
}

/// Why the network did not do what was asked: `network-error`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetworkError {
    /// The component may not do that; says which permission is missing.
    PermissionDenied(String),
    /// This is not a URL that the host can request; says why.
    InvalidUrl(String),
    /// No address is known for the host's name.
    HostNotFound,
    /// Nobody listens there.
    ConnectionRefused,
    /// The other side broke the connection off.
    ConnectionReset,
    /// This side of the connection has been shut down.
    ConnectionClosed,
    /// It took longer than it was allowed to.
    TimedOut,
    /// No secure connection came about; says why.
    Tls(String),
    /// The other side does not speak the protocol; says what was wrong.
    Protocol(String),
    /// Anything else; in the words of the host.
    Io(String),
}

/// Why a process could not be started or asked: `process-error`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProcessError {
    /// The component may not do that; says which permission is missing.
    PermissionDenied(String),
    /// There is no such program.
    ProgramNotFound,
    /// An argument, a variable or the working directory is not usable; says which and why.
    InvalidCommand(String),
    /// The process still runs although the time to wait is over.
    TimedOut,
    /// Anything else; in the words of the host.
    Io(String),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PermissionDenied(why) => write!(f, "permission denied: {why}"),
            Self::NotFound => f.write_str("not found"),
            Self::AlreadyExists => f.write_str("already exists"),
            Self::IsDirectory => f.write_str("is a directory"),
            Self::NotDirectory => f.write_str("is not a directory"),
            Self::DirectoryNotEmpty => f.write_str("directory is not empty"),
            Self::InvalidPath(why) => write!(f, "invalid path: {why}"),
            Self::WrongMode => f.write_str("the file was not opened for this"),
            Self::NoSpace => f.write_str("no space left"),
            Self::Io(what) => f.write_str(what),
        }
    }
}

impl fmt::Display for NetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PermissionDenied(why) => write!(f, "permission denied: {why}"),
            Self::InvalidUrl(why) => write!(f, "invalid URL: {why}"),
            Self::HostNotFound => f.write_str("host not found"),
            Self::ConnectionRefused => f.write_str("connection refused"),
            Self::ConnectionReset => f.write_str("connection reset"),
            Self::ConnectionClosed => f.write_str("connection closed"),
            Self::TimedOut => f.write_str("timed out"),
            Self::Tls(why) => write!(f, "no secure connection: {why}"),
            Self::Protocol(what) => write!(f, "protocol error: {what}"),
            Self::Io(what) => f.write_str(what),
        }
    }
}

impl fmt::Display for ProcessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PermissionDenied(why) => write!(f, "permission denied: {why}"),
            Self::ProgramNotFound => f.write_str("program not found"),
            Self::InvalidCommand(why) => write!(f, "invalid command: {why}"),
            Self::TimedOut => f.write_str("timed out"),
            Self::Io(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for FileError {}
impl std::error::Error for NetworkError {}
impl std::error::Error for ProcessError {}
