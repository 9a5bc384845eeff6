//! Why an instance did not start, why it ended, and why a call gave no answer.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;

use super::capability::{ComponentId, InvalidPermission};
use super::types::{ComponentError, ExecutionError};

/// Why there is no host, or no program.
#[derive(Debug)]
#[non_exhaustive]
pub enum HostError {
    /// Wasmtime does not work with this configuration, or on this machine.
    Engine(wasmtime::Error),
    /// The file could not be read.
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// These bytes are no component, or its exports are not those of one of the worlds.
    Program(wasmtime::Error),
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Engine(error) => write!(f, "no engine could be made: {error:#}"),
            Self::File { path, error } => {
                write!(f, "the component {} could not be read: {error}", path.display())
            }
            Self::Program(error) => write!(
                f,
                "this is no component that exports `airssys:core-component/component-lifecycle`: {error:#}"
            ),
        }
    }
}

impl Error for HostError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::File { error, .. } => Some(error),
            Self::Engine(_) | Self::Program(_) => None,
        }
    }
}

/// Why an instance did not start.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StartError {
    /// An instance with this id runs on the host.
    Running(ComponentId),
    /// The permissions say that another component asks for them.
    OtherComponent(ComponentId),
    /// A permission is not usable.
    InvalidPermission(InvalidPermission),
    /// A directory cannot be shown to the component; which, and why.
    Mount(String),
    /// A pattern of components is not one.
    InvalidReach {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// There is no Tokio runtime to run it on.
    NoRuntime,
    /// It ended before it had started; why.
    Ended(End),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Running(id) => {
                write!(f, "`{id}` runs on this host; stop it first, or give this one another id")
            }
            Self::OtherComponent(id) => write!(
                f,
                "the permissions are requested by `{id}`; pass the id of the component that is started"
            ),
            Self::InvalidPermission(error) => write!(f, "{error}"),
            Self::Mount(why) => f.write_str(why),
            Self::InvalidReach { pattern, reason } => {
                write!(f, "`{pattern}` names no components: {reason}")
            }
            Self::NoRuntime => f.write_str("there is no Tokio runtime; call `start` on one"),
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

/// Why an instance ended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// Its `init` gave an error.
    Init(ComponentError),
    /// It was shut down.
    Shutdown,
    /// The host stopped it, or went.
    Stopped,
    /// It trapped, or could not be instantiated; why.
    Trapped(String),
    /// It needed more than one of its limits; which.
    LimitExceeded(String),
}

impl End {
    /// What those hear who wait for an answer.
    pub(crate) fn outcome(&self) -> ExecutionError {
        match self {
            Self::Trapped(why) => ExecutionError::Failed(format!("the component trapped: {why}")),
            Self::LimitExceeded(limit) => ExecutionError::LimitExceeded(limit.clone()),
            Self::Init(_) | Self::Shutdown | Self::Stopped => ExecutionError::Unavailable,
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Init(error) => write!(f, "`init` gave an error: {}", component_error(error)),
            Self::Shutdown => f.write_str("it was shut down"),
            Self::Stopped => f.write_str("the host stopped it"),
            Self::Trapped(why) => write!(f, "it trapped: {why}"),
            Self::LimitExceeded(limit) => write!(f, "it needed more than its limit of {limit}"),
        }
    }
}

impl Error for End {}

/// Why a call into an instance gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallError {
    /// It does not run any more, or ended during the call; why.
    Ended(End),
    /// The message has more bytes than the limit.
    MessageTooLarge(u64),
    /// The component answered with an error.
    Component(ComponentError),
    /// The operation gave an error.
    Execution(ExecutionError),
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended(end) => write!(f, "the component does not run: {end}"),
            Self::MessageTooLarge(limit) => {
                write!(f, "the message has more bytes than the limit of {limit}")
            }
            Self::Component(error) => f.write_str(&component_error(error)),
            Self::Execution(error) => f.write_str(&execution_error(error)),
        }
    }
}

impl Error for CallError {}

fn component_error(error: &ComponentError) -> String {
    match error {
        ComponentError::InvalidConfiguration(why) => format!("the configuration is invalid: {why}"),
        ComponentError::InitializationFailed(why) => format!("it could not start: {why}"),
        ComponentError::NotRunning => "it does not run".to_owned(),
        ComponentError::InvalidMessage(why) => format!("it does not understand the message: {why}"),
        ComponentError::Internal(why) => why.clone(),
    }
}

fn execution_error(error: &ExecutionError) -> String {
    match error {
        ExecutionError::InvalidOperation(why) => format!("it does not know the operation: {why}"),
        ExecutionError::Failed(why) => format!("the operation failed: {why}"),
        ExecutionError::TimedOut => "the operation took too long".to_owned(),
        ExecutionError::Cancelled => "the operation was called off".to_owned(),
        ExecutionError::LimitExceeded(limit) => format!("the operation needed more than {limit}"),
        ExecutionError::Unavailable => "the component is not there".to_owned(),
    }
}
