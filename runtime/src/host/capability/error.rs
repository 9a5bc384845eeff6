//! The error types of `airssys:core-types`.

use std::fmt;

use super::usage::BytesExceeded;

/// Error of a file system operation: `file-error`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// The component lacks a permission; names the permission.
    PermissionDenied(String),
    /// The file or directory does not exist.
    NotFound,
    /// A file or directory already exists at the path.
    AlreadyExists,
    /// The operation needs a file, but the path is a directory.
    IsDirectory,
    /// The operation needs a directory, but the path is something else.
    NotDirectory,
    /// The directory is not empty.
    DirectoryNotEmpty,
    /// The path is invalid or leads out of its mount; holds the reason.
    InvalidPath(String),
    /// The file was not opened for this operation.
    WrongMode,
    /// The storage is full, or a quota or limit is reached.
    NoSpace,
    /// Any other error; holds the message.
    Io(String),
}

/// Error of a network operation: `network-error`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetworkError {
    /// The component lacks a permission; names the permission.
    PermissionDenied(String),
    /// The URL is invalid or unsupported; holds the reason.
    InvalidUrl(String),
    /// The host name could not be resolved.
    HostNotFound,
    /// The peer refused the connection.
    ConnectionRefused,
    /// The peer reset the connection.
    ConnectionReset,
    /// The sending side of the connection has been shut down.
    ConnectionClosed,
    /// The operation timed out.
    TimedOut,
    /// The TLS connection failed; holds the reason.
    Tls(String),
    /// The peer violated the protocol; holds the reason.
    Protocol(String),
    /// Any other error; holds the message.
    Io(String),
}

/// Error of a process operation: `process-error`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProcessError {
    /// The component lacks a permission; names the permission.
    PermissionDenied(String),
    /// The program does not exist.
    ProgramNotFound,
    /// The program, an argument, a variable or the working directory is invalid; holds the reason.
    InvalidCommand(String),
    /// The process did not end in time.
    TimedOut,
    /// Any other error; holds the message.
    Io(String),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PermissionDenied(reason) => write!(f, "permission denied: {reason}"),
            Self::NotFound => f.write_str("not found"),
            Self::AlreadyExists => f.write_str("already exists"),
            Self::IsDirectory => f.write_str("is a directory"),
            Self::NotDirectory => f.write_str("is not a directory"),
            Self::DirectoryNotEmpty => f.write_str("the directory is not empty"),
            Self::InvalidPath(reason) => write!(f, "invalid path: {reason}"),
            Self::WrongMode => f.write_str("the file was not opened for this operation"),
            Self::NoSpace => f.write_str("no space left"),
            Self::Io(message) => f.write_str(message),
        }
    }
}

impl fmt::Display for NetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PermissionDenied(reason) => write!(f, "permission denied: {reason}"),
            Self::InvalidUrl(reason) => write!(f, "invalid URL: {reason}"),
            Self::HostNotFound => f.write_str("host not found"),
            Self::ConnectionRefused => f.write_str("connection refused"),
            Self::ConnectionReset => f.write_str("connection reset"),
            Self::ConnectionClosed => f.write_str("connection closed"),
            Self::TimedOut => f.write_str("timed out"),
            Self::Tls(reason) => write!(f, "TLS error: {reason}"),
            Self::Protocol(reason) => write!(f, "protocol error: {reason}"),
            Self::Io(message) => f.write_str(message),
        }
    }
}

impl fmt::Display for ProcessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PermissionDenied(reason) => write!(f, "permission denied: {reason}"),
            Self::ProgramNotFound => f.write_str("program not found"),
            Self::InvalidCommand(reason) => write!(f, "invalid command: {reason}"),
            Self::TimedOut => f.write_str("timed out"),
            Self::Io(message) => f.write_str(message),
        }
    }
}

impl From<BytesExceeded> for FileError {
    fn from(error: BytesExceeded) -> Self {
        Self::Io(error.to_string())
    }
}

impl From<BytesExceeded> for NetworkError {
    fn from(error: BytesExceeded) -> Self {
        Self::Io(error.to_string())
    }
}

impl From<BytesExceeded> for ProcessError {
    fn from(error: BytesExceeded) -> Self {
        Self::Io(error.to_string())
    }
}

impl std::error::Error for FileError {}
impl std::error::Error for NetworkError {}
impl std::error::Error for ProcessError {}
