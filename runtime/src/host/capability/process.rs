//! Other programs, and the environment of the host: the functions of `airssys:ext-process`.
//!
//! A program is found first and then compared with the permissions, and what was found is what is started: by
//! itself, without a shell, with the variables it is given and no others, with none of the host's open files, in a
//! session of its own. It is killed with all that it has started when its [`Process`] is dropped, when the [`Processes`] of its
//! component are, and when the runtime that it was started in ends; what it has left behind is killed when it ends.
//!
//! A process that made a session of its own and whose parent has ended cannot be told from others of the same
//! user any more. A component that is not trusted should not be granted programs that start others as they are told,
//! such as `sh`, or `env`.

mod child;
mod command;
mod config;
mod output;
mod program;
mod tree;

use std::sync::Arc;

use tokio::sync::Semaphore;

use self::child::Running;
use self::program::Programs;
use super::decision::Decision;
use super::error::ProcessError;
use super::grants::Grants;
use super::permission::{ProcessAction, ProcessPermission};
pub use child::Process;
pub use command::Command;
pub use config::ProcessConfig;

/// How a process ended: `exit-status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// By itself, with this code.
    Exited(i32),
    /// By a signal, with this number.
    Signalled(i32),
}

/// What a process wrote: `process-output`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProcessOutput {
    /// To its standard output.
    pub stdout: Vec<u8>,
    /// To its standard error.
    pub stderr: Vec<u8>,
}

/// The processes of one component.
#[derive(Debug, Clone)]
pub struct Processes {
    programs: Arc<Programs>,
    config: Arc<ProcessConfig>,
    open: Arc<Semaphore>,
    running: Arc<Running>,
}

impl Processes {
    /// The processes that `config` allows for the component that `grants` are for.
    #[must_use]
    pub fn new(grants: Arc<Grants>, config: ProcessConfig) -> Self {
        let programs = Arc::new(Programs::new(grants, config.path.clone()));
        let open = Arc::new(Semaphore::new(config.max_processes));
        Self { programs, config: Arc::new(config), open, running: Arc::default() }
    }

    /// Tells whether an action is allowed: with a program, which is looked up, or for an environment variable.
    #[must_use]
    pub fn check(&self, action: ProcessAction, command: &str) -> Decision {
        match action {
            ProcessAction::Spawn | ProcessAction::Kill => self.programs.check(action, command),
            ProcessAction::ReadEnvironment => self.programs.variable(command),
        }
    }

    /// Starts a program. Must be called within a Tokio runtime.
    ///
    /// # Errors
    ///
    /// Those of `process.spawn`; `io` if as many processes run as the host allows.
    pub fn spawn(&self, command: &Command) -> Result<Process, ProcessError> {
        let program = self.programs.find(ProcessAction::Spawn, &command.program)?;
        let prepared = command.prepare(&program, &self.config)?;
        let slot = Arc::clone(&self.open).try_acquire_owned().map_err(|_| {
            let limit = self.config.max_processes;
            ProcessError::Io(format!("{limit} processes run, the limit: drop one"))
        })?;
        let process = Process::start(
            prepared,
            &command.input,
            (Arc::clone(&self.programs), program),
            &self.config,
            slot,
        )?;
        self.running.add(&process);
        Ok(process)
    }

    /// Gives the value of an environment variable of the host, or nothing if it is not set.
    ///
    /// # Errors
    ///
    /// `permission-denied`; `io` if the value is not UTF-8.
    pub fn environment_variable(&self, name: &str) -> Result<Option<String>, ProcessError> {
        let decision = self.programs.variable(name);
        decision.into_result().map_err(ProcessError::PermissionDenied)?;
        self.config.variable(name)
    }

    /// Tells which permissions for processes the component has.
    #[must_use]
    pub fn granted_permissions(&self) -> Vec<ProcessPermission> {
        self.programs.granted()
    }
}
