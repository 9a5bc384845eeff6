//! Processes and the environment of the host: the functions of `airssys:ext-process`.
//!
//! A program is compared with the permissions as it is written, and again once its symbolic links are resolved; what
//! they lead to is what is started. What is not granted is denied in the same words whether it exists or not. A program
//! runs without a shell, with only the environment variables that the component sets, with none of the host's open
//! files, and in a session of its own. The process and all its descendants are killed when its [`Process`] is dropped,
//! when the [`Processes`] of its component are dropped, and when the runtime it was started in shuts down. Descendants
//! that outlive the process are killed when it ends.
//!
//! A descendant that creates a session of its own and whose parent has ended cannot be told apart from other processes
//! of the same user. Do not grant untrusted components programs that can start arbitrary other programs, such as `sh`
//! and `env`.

mod child;
mod command;
mod config;
mod output;
mod program;
mod tree;

use std::sync::Arc;

use tokio::sync::Semaphore;

use self::child::RunningProcesses;
use self::program::Programs;
use super::decision::Decision;
use super::error::ProcessError;
use super::grants::Grants;
use super::permission::{ProcessAction, ProcessPermission};
pub use child::{ExitStatus, Process};
pub use command::Command;
pub use config::ProcessConfig;
pub use output::ProcessOutput;

/// The processes of one component.
#[derive(Debug, Clone)]
pub struct Processes {
    programs: Arc<Programs>,
    config: Arc<ProcessConfig>,
    /// Has one permit for each process that can exist.
    slots: Arc<Semaphore>,
    running: Arc<RunningProcesses>,
}

impl Processes {
    /// Creates the processes of `config` for the component of `grants`.
    #[must_use]
    pub fn new(grants: Arc<Grants>, config: ProcessConfig) -> Self {
        let programs = Arc::new(Programs::new(grants, config.path.clone()));
        let slots = Arc::new(Semaphore::new(config.max_processes));
        Self { programs, config: Arc::new(config), slots, running: Arc::default() }
    }

    /// Decides whether an action on a program, which is looked up, or on an environment variable is allowed.
    #[must_use]
    pub fn check(&self, action: ProcessAction, command: &str) -> Decision {
        match action {
            ProcessAction::Spawn | ProcessAction::Kill => self.programs.check(action, command),
            ProcessAction::ReadEnvironment => self.programs.check_variable(command),
        }
    }

    /// Starts a program, within a Tokio runtime.
    ///
    /// # Errors
    ///
    /// Fails with the errors of `process.spawn`; with `io` if the limit of processes is reached.
    ///
    /// # Panics
    ///
    /// Panics outside of a Tokio runtime.
    pub fn spawn(&self, command: &Command) -> Result<Process, ProcessError> {
        let program = self.programs.find(ProcessAction::Spawn, &command.program)?;
        let prepared = command.prepare(&program, &self.config)?;
        let permit = Arc::clone(&self.slots).try_acquire_owned().map_err(|_| {
            let limit = self.config.max_processes;
            ProcessError::Io(format!("the limit of {limit} processes is reached; drop one"))
        })?;
        let process = Process::start(
            prepared,
            &command.input,
            (Arc::clone(&self.programs), program),
            &self.config,
            permit,
        )?;
        self.running.add(&process);
        Ok(process)
    }

    /// Returns the value of an environment variable of the host; `None` if it is not set.
    ///
    /// # Errors
    ///
    /// Fails with `permission-denied`, and with `io` if the value is not UTF-8.
    pub fn environment_variable(&self, name: &str) -> Result<Option<String>, ProcessError> {
        let decision = self.programs.check_variable(name);
        decision.into_result().map_err(ProcessError::PermissionDenied)?;
        self.config.variable(name)
    }

    /// Returns the component's permissions for processes and the environment.
    #[must_use]
    pub fn granted_permissions(&self) -> Vec<ProcessPermission> {
        self.programs.granted_permissions()
    }
}
