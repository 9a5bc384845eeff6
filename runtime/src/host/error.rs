//! Errors of the host: loading, starting and calling components, and the reasons why instances end.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use super::bindings::types::{ComponentError, ExecutionError};
use super::capability::{ComponentId, Escaped, InvalidPermission};
use super::grants_file::GrantsFileError;

/// Error of creating a host or loading a program.
#[derive(Debug)]
#[non_exhaustive]
pub enum HostError {
    /// Wasmtime does not support this configuration, or not on this machine.
    Engine(wasmtime::Error),
    /// The file could not be read.
    File {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        error: std::io::Error,
    },
    /// The bytes are not a component, or the component does not export what the worlds export.
    Program(wasmtime::Error),
    /// The component requests permissions that are invalid.
    RequestedPermissions(GrantsFileError),
    /// The component is larger than this limit, in bytes.
    TooLarge(usize),
    /// Compiling the component took longer than this limit.
    CompileTimedOut(Duration),
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Engine(error) => write!(f, "cannot create a Wasmtime engine: {error:#}"),
            Self::File { path, error } => {
                write!(f, "cannot read the component `{}`: {error}", path.display())
            }
            Self::Program(error) => write!(
                f,
                "not a component that exports `airssys:core-component/component-lifecycle`: {}",
                Escaped(&format!("{error:#}"))
            ),
            Self::RequestedPermissions(error) => {
                write!(f, "the component requests invalid permissions: {error}")
            }
            Self::TooLarge(limit) => {
                write!(
                    f,
                    "the component is larger than {limit} bytes; raise `CompileLimits::bytes`"
                )
            }
            Self::CompileTimedOut(limit) => write!(
                f,
                "compiling the component took longer than {} ms; raise `CompileLimits::time`",
                limit.as_millis()
            ),
        }
    }
}

impl Error for HostError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::File { error, .. } => Some(error),
            Self::RequestedPermissions(error) => Some(error),
            Self::Engine(_) | Self::Program(_) | Self::TooLarge(_) | Self::CompileTimedOut(_) => {
                None
            }
        }
    }
}

/// Error of starting an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StartError {
    /// An instance with this id is already running on the host.
    AlreadyRunning(ComponentId),
    /// A part of the id is longer than this limit, in bytes.
    IdTooLong(usize),
    /// The requested permissions are those of another component.
    OtherComponent(ComponentId),
    /// A permission has an invalid pattern.
    InvalidPermission(InvalidPermission),
    /// A mount is invalid; names the directory and the reason.
    Mount(String),
    /// A pattern passed to [`InstanceBuilder::reach`](super::InstanceBuilder::reach) is invalid.
    InvalidReach {
        /// The pattern.
        pattern: String,
        /// The reason why it is invalid.
        reason: String,
    },
    /// No Tokio runtime is running.
    NoRuntime,
    /// The instance ended before its `init` returned successfully.
    Ended(End),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AlreadyRunning(id) => {
                write!(f, "`{id}` is already running on this host; stop it or use another id")
            }
            Self::IdTooLong(limit) => {
                write!(f, "the id of the component has a part that is longer than {limit} bytes")
            }
            Self::OtherComponent(id) => write!(
                f,
                "the permissions are requested by `{id}`; pass the id of the component that is started"
            ),
            Self::InvalidPermission(error) => write!(f, "{error}"),
            Self::Mount(reason) => f.write_str(reason),
            Self::InvalidReach { pattern, reason } => {
                write!(f, "invalid component pattern `{pattern}`: {reason}")
            }
            Self::NoRuntime => f.write_str("no Tokio runtime is running; call `start` in one"),
            Self::Ended(end) => write!(f, "the component did not start: {end}"),
        }
    }
}

impl Error for StartError {}

impl From<InvalidPermission> for StartError {
    fn from(error: InvalidPermission) -> Self {
        Self::InvalidPermission(error)
    }
}

/// The reason why an instance ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// Its `init` returned an error.
    Init(ComponentError),
    /// It was shut down.
    Shutdown,
    /// The host stopped it, the host was dropped, or its Tokio runtime was shut down.
    Stopped,
    /// It trapped or could not be instantiated; holds the message of the trap, and whether more memory had been
    /// refused.
    Trapped(String),
    /// It exceeded one of its limits; holds the limit.
    LimitExceeded(String),
}

impl End {
    /// The error for callers that wait for a result of the instance.
    pub(super) fn execution_error(&self) -> ExecutionError {
        match self {
            Self::Trapped(reason) => {
                ExecutionError::Failed(format!("the component trapped: {reason}"))
            }
            Self::LimitExceeded(limit) => ExecutionError::LimitExceeded(limit.clone()),
            Self::Init(_) | Self::Shutdown | Self::Stopped => ExecutionError::Unavailable,
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Init(error) => write!(f, "`init` returned an error: {}", Described(error)),
            Self::Shutdown => f.write_str("the component was shut down"),
            Self::Stopped => f.write_str("the host stopped the component"),
            Self::Trapped(reason) => write!(f, "the component trapped: {}", Escaped(reason)),
            Self::LimitExceeded(limit) => {
                write!(f, "the component exceeded its limit of {limit}")
            }
        }
    }
}

impl Error for End {}

/// Error of a call into an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallError {
    /// The instance had ended before the call, or ended during it.
    Ended(End),
    /// The message is larger than this limit, in bytes.
    MessageTooLarge(u64),
    /// The component returned an error.
    Component(ComponentError),
    /// The operation returned an error.
    Execution(ExecutionError),
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended(end) => write!(f, "the instance has ended: {end}"),
            Self::MessageTooLarge(limit) => {
                write!(f, "the message exceeds the limit of {limit} bytes")
            }
            Self::Component(error) => Described(error).fmt(f),
            Self::Execution(error) => match error {
                ExecutionError::InvalidOperation(reason) => {
                    write!(f, "invalid operation: {}", Escaped(reason))
                }
                ExecutionError::Failed(reason) => {
                    write!(f, "the operation failed: {}", Escaped(reason))
                }
                ExecutionError::TimedOut => f.write_str("the operation timed out"),
                ExecutionError::Cancelled => f.write_str("the operation was cancelled"),
                ExecutionError::LimitExceeded(limit) => {
                    write!(f, "the operation exceeded its limit of {}", Escaped(limit))
                }
                ExecutionError::Unavailable => f.write_str("the component is unavailable"),
            },
        }
    }
}

impl Error for CallError {}

/// Displays an error that a component returned, in one line.
struct Described<'a>(&'a ComponentError);

impl fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ComponentError::InvalidConfiguration(reason) => {
                write!(f, "invalid configuration: {}", Escaped(reason))
            }
            ComponentError::InitializationFailed(reason) => {
                write!(f, "initialization failed: {}", Escaped(reason))
            }
            ComponentError::NotRunning => f.write_str("the component is not running"),
            ComponentError::InvalidMessage(reason) => {
                write!(f, "invalid message: {}", Escaped(reason))
            }
            ComponentError::Internal(reason) => Escaped(reason).fmt(f),
        }
    }
}
