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
use tokio::time::timeout;

use self::child::{KILL_TIMEOUT, Permits, RunningProcesses};
use self::program::Programs;
use super::decision::Decision;
use super::error::ProcessError;
use super::grants::Grants;
use super::permission::{ProcessAction, ProcessPermission};
use super::usage::Usage;
pub use child::{ExitStatus, Process};
pub use command::Command;
pub use config::ProcessConfig;
pub use output::ProcessOutput;

/// The processes of one component.
#[derive(Debug, Clone)]
pub struct Processes {
    programs: Arc<Programs>,
    config: Arc<ProcessConfig>,
    /// Has one permit for each process that the component can hold a handle of.
    handles: Arc<Semaphore>,
    /// Has one permit for each process that can exist, including those that were dropped and have not ended yet.
    slots: Arc<Semaphore>,
    running: Arc<RunningProcesses>,
    usage: Arc<Usage>,
}

impl Processes {
    /// Creates the processes of `config` for the component of `grants`.
    #[must_use]
    pub fn new(grants: Arc<Grants>, config: ProcessConfig) -> Self {
        Self::with_usage(grants, config, Arc::default())
    }

    /// Creates the processes of `config` for the component of `grants`, which is charged for their input and output.
    #[must_use]
    pub fn with_usage(grants: Arc<Grants>, config: ProcessConfig, usage: Arc<Usage>) -> Self {
        let programs = Arc::new(Programs::new(grants, config.path.clone()));
        let handles = Arc::new(Semaphore::new(config.max_processes));
        let slots = Arc::new(Semaphore::new(config.max_processes));
        let (config, running) = (Arc::new(config), Arc::default());
        Self { programs, config, handles, slots, running, usage }
    }

    /// Decides whether an action on a program, which is looked up, or on an environment variable is allowed.
    #[must_use]
    pub fn check(&self, action: ProcessAction, command: &str) -> Decision {
        match action {
            ProcessAction::Spawn | ProcessAction::Kill => self.programs.check(action, command),
            ProcessAction::ReadEnvironment => self.programs.check_variable(command),
        }
    }

    /// Waits until a process that was dropped has ended, if there is no room for another one until then.
    pub async fn room(&self) {
        if self.handles.available_permits() > 0 {
            // If the system does not end the process in time, `spawn` fails.
            let _ = timeout(KILL_TIMEOUT, self.slots.acquire()).await;
        }
    }

    /// Starts a program, within a Tokio runtime.
    ///
    /// # Errors
    ///
    /// Fails with the errors of `process.spawn`; with `io` if the limit of processes is reached. Processes that were
    /// dropped count until they have ended; [`Self::room`] waits for that.
    ///
    /// # Panics
    ///
    /// Panics outside of a Tokio runtime.
    pub fn spawn(&self, command: &Command) -> Result<Process, ProcessError> {
        let program = self.programs.find(ProcessAction::Spawn, &command.program)?;
        let prepared = command.prepare(&program, &self.config)?;
        let reserve = |permits: &Arc<Semaphore>, advice| {
            Arc::clone(permits).try_acquire_owned().map_err(|_| {
                let limit = self.config.max_processes;
                ProcessError::Io(format!("the limit of {limit} processes is reached; {advice}"))
            })
        };
        let permits = Permits {
            handle: reserve(&self.handles, "drop one")?,
            slot: reserve(&self.slots, "wait until those that were dropped have ended")?,
        };
        let process = Process::start(
            prepared,
            &command.input,
            (Arc::clone(&self.programs), program),
            &self.config,
            permits,
            &self.usage,
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
        if name.len() > command::MAX_VARIABLE {
            let limit = command::MAX_VARIABLE;
            return Err(ProcessError::InvalidCommand(format!(
                "the name is longer than {limit} bytes"
            )));
        }
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
