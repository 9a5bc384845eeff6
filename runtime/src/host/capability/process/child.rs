//! Child processes: the resource `process`.

use std::io;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use process_wrap::tokio::{ChildWrapper, CommandWrap};
use rustix::io::Errno;
use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
use tokio::io::AsyncWriteExt;
use tokio::sync::{OwnedSemaphorePermit, oneshot, watch};
use tokio::task::{AbortHandle, JoinHandle, spawn_blocking};
use tokio::time::timeout;

use super::config::ProcessConfig;
use super::output::{OutputBuffer, ProcessOutput};
use super::program::{Program, Programs};
use super::tree;
use crate::host::capability::error::ProcessError;
use crate::host::capability::permission::ProcessAction;
use crate::host::capability::usage::{Running, Usage};

/// The time to wait for the end of the output after the end of a process. The output ends at once, unless a descendant
/// that escaped holds it open.
const DRAIN_TIMEOUT: Duration = Duration::from_millis(500);
/// The time to wait for the end of a killed process.
pub(super) const KILL_TIMEOUT: Duration = Duration::from_secs(5);

/// The exit status of a process: `exit-status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// The process exited with this code.
    Exited(i32),
    /// The process was terminated by this signal.
    Signalled(i32),
}

/// The permits of one process.
pub(super) struct Permits {
    /// Held until the handle is dropped.
    pub(super) handle: OwnedSemaphorePermit,
    /// Held until the process has ended.
    pub(super) slot: OwnedSemaphorePermit,
}

/// A process that the component has started. Dropping it kills the process and its descendants.
#[derive(Debug)]
pub struct Process {
    shared: Arc<Shared>,
    programs: Arc<Programs>,
    program: Program,
    tasks: Vec<AbortHandle>,
    _handle: OwnedSemaphorePermit,
}

#[derive(Debug)]
struct Shared {
    leader: Pid,
    /// `None` once the process was reaped. Until then, the system does not reuse its id.
    child: Mutex<Option<Box<dyn ChildWrapper>>>,
    ended: watch::Sender<Option<Result<ExitStatus, ProcessError>>>,
    stdout: Arc<OutputBuffer>,
    stderr: Arc<OutputBuffer>,
    _slot: OwnedSemaphorePermit,
    _running: Running,
}

impl Process {
    pub(super) fn start(
        mut command: CommandWrap,
        input: &[u8],
        (programs, program): (Arc<Programs>, Program),
        config: &ProcessConfig,
        Permits { handle, slot }: Permits,
        usage: &Arc<Usage>,
    ) -> Result<Self, ProcessError> {
        let input_charge = usage.charge(input.len())?;
        let (stdout_charge, stderr_charge) = (usage.charge(0)?, usage.charge(0)?);
        let mut child = command.spawn().map_err(|error| spawn_error(&error))?.into_inner();
        let pid = child.id().and_then(|id| Pid::from_raw(id.cast_signed()));
        let leader = pid.ok_or_else(|| ProcessError::Io("the process has no id".into()))?;
        let stdout = OutputBuffer::new(config.max_output_bytes, stdout_charge);
        let stderr = OutputBuffer::new(config.max_output_bytes, stderr_charge);
        let mut tasks = Vec::new();
        let mut run = |task: JoinHandle<()>| tasks.push(task.abort_handle());
        if let Some(source) = child.stdout().take() {
            run(tokio::spawn(Arc::clone(&stdout).fill(source)));
        }
        if let Some(source) = child.stderr().take() {
            run(tokio::spawn(Arc::clone(&stderr).fill(source)));
        }
        if let Some(mut stdin) = child.stdin().take() {
            let input = input.to_vec();
            run(tokio::spawn(async move {
                // Writing fails if the process does not read its input to the end, which is not an error.
                let _ = stdin.write_all(&input).await;
                drop(input_charge);
            }));
        }
        let child = Mutex::new(Some(child));
        let ended = watch::Sender::new(None);
        let (_slot, _running) = (slot, usage.run());
        let shared = Arc::new(Shared { leader, child, ended, stdout, stderr, _slot, _running });
        tokio::spawn(supervise(KillGuard(Arc::clone(&shared)), config.max_run_time));
        Ok(Self { shared, programs, program, tasks, _handle: handle })
    }

    /// The process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.shared.leader.as_raw_pid().cast_unsigned()
    }

    /// Waits until the process ends, for at most `timeout_ms` milliseconds if given.
    ///
    /// # Errors
    ///
    /// Fails with `timed-out` if the process is still running then, and with `io` if it is blocked because its output
    /// is not read.
    pub async fn wait(&self, timeout_ms: Option<u64>) -> Result<ExitStatus, ProcessError> {
        let limit = timeout_ms.map_or(Duration::MAX, Duration::from_millis);
        let blocked = || ProcessError::Io("the process is blocked until its output is read".into());
        let wait = async {
            tokio::select! {
                biased;
                status = self.shared.ended() => status,
                () = self.shared.blocked() => Err(blocked()),
            }
        };
        timeout(limit, wait).await.map_err(|_| ProcessError::TimedOut)?
    }

    /// Kills the process and its descendants, unless it has ended, and waits until it has.
    ///
    /// # Errors
    ///
    /// Fails with `permission-denied`, and with `timed-out` if the system does not end the process.
    pub async fn kill(&self) -> Result<(), ProcessError> {
        let decision = self.programs.check_program(ProcessAction::Kill, &self.program);
        decision.into_result().map_err(ProcessError::PermissionDenied)?;
        let shared = Arc::clone(&self.shared);
        let _ = spawn_blocking(move || shared.kill()).await;
        let ended = timeout(KILL_TIMEOUT, self.shared.ended()).await;
        ended.map_err(|_| ProcessError::TimedOut)?.map(|_| ())
    }

    /// The exit status; `None` while the process is running.
    ///
    /// # Errors
    ///
    /// Fails with `io` if the process has ended but its exit status is unknown.
    pub fn exit_status(&self) -> Result<Option<ExitStatus>, ProcessError> {
        self.shared.ended.borrow().clone().transpose()
    }

    /// Returns the output since the last call. If the process has ended, waits until its output is complete or the
    /// buffer is full.
    pub async fn output(&self) -> ProcessOutput {
        if self.shared.ended.borrow().is_some() {
            self.shared.settled().await;
        }
        ProcessOutput { stdout: self.shared.stdout.take(), stderr: self.shared.stderr.take() }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.shared.kill();
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Shared {
    /// Kills the process and its descendants, unless it was reaped.
    fn kill(&self) {
        let child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        if child.is_some() {
            tree::kill(self.leader);
        }
    }

    /// Kills the remaining descendants and reaps the process. The system can reuse its id from then on.
    fn reap(&self) -> Option<ExitStatus> {
        let mut child_slot = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let child = child_slot.as_mut()?;
        tree::kill(self.leader);
        let status = child.try_wait().ok().flatten();
        *child_slot = None;
        status.map(exit_status)
    }

    async fn ended(&self) -> Result<ExitStatus, ProcessError> {
        let mut ended = self.ended.subscribe();
        let status = ended.wait_for(Option::is_some).await.ok().and_then(|status| status.clone());
        status.unwrap_or_else(|| Err(unknown_status()))
    }

    /// Returns when the process is blocked because its output is not read, and does not end nevertheless.
    async fn blocked(&self) {
        tokio::select! {
            () = self.stdout.blocked() => {}
            () = self.stderr.blocked() => {}
        }
        tokio::time::sleep(DRAIN_TIMEOUT).await;
    }

    async fn settled(&self) {
        let outputs = async { tokio::join!(self.stdout.settled(), self.stderr.settled()) };
        let _ = timeout(DRAIN_TIMEOUT, outputs).await;
    }
}

/// Kills the process when the runtime shuts down and drops its tasks.
struct KillGuard(Arc<Shared>);

impl Drop for KillGuard {
    fn drop(&mut self) {
        self.0.kill();
    }
}

/// Waits for the end of a process, kills it if it exceeds its time limit, and publishes its exit status.
async fn supervise(guard: KillGuard, limit: Option<Duration>) {
    let shared = &guard.0;
    let mut exit = watch_exit(shared.leader);
    if timeout(limit.unwrap_or(Duration::MAX), &mut exit).await.is_err() {
        let shared = Arc::clone(shared);
        let _ = spawn_blocking(move || shared.kill()).await;
        let _ = exit.await;
    }
    let reap = {
        let shared = Arc::clone(shared);
        spawn_blocking(move || shared.reap())
    };
    let status = reap.await.ok().flatten().ok_or_else(unknown_status);
    shared.settled().await;
    shared.ended.send_replace(Some(status));
}

/// Signals the end of a process, without reaping it.
fn watch_exit(leader: Pid) -> oneshot::Receiver<()> {
    let (sender, receiver) = oneshot::channel();
    let watch = move || {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        while matches!(waitid(WaitId::Pid(leader), options), Err(Errno::INTR)) {}
        let _ = sender.send(());
    };
    // If no thread can be started, the sender is dropped: the receiver returns at once and the process is killed.
    let _ =
        std::thread::Builder::new().name(format!("process {}", leader.as_raw_pid())).spawn(watch);
    receiver
}

/// The running processes of one component. Dropping it kills them.
#[derive(Debug, Default)]
pub(super) struct RunningProcesses(Mutex<Vec<Weak<Shared>>>);

impl RunningProcesses {
    pub(super) fn add(&self, process: &Process) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|other| other.strong_count() > 0);
        all.push(Arc::downgrade(&process.shared));
    }
}

impl Drop for RunningProcesses {
    fn drop(&mut self) {
        let all = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        for shared in all.iter().filter_map(Weak::upgrade) {
            shared.kill();
        }
    }
}

/// The error for a process that other code in the host program has reaped.
fn unknown_status() -> ProcessError {
    ProcessError::Io("the exit status of the process is unknown".into())
}

fn exit_status(status: std::process::ExitStatus) -> ExitStatus {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => ExitStatus::Exited(code),
        (None, signal) => ExitStatus::Signalled(signal.unwrap_or_default()),
    }
}

fn spawn_error(error: &io::Error) -> ProcessError {
    match error.kind() {
        io::ErrorKind::NotFound => ProcessError::ProgramNotFound,
        io::ErrorKind::ArgumentListTooLong => ProcessError::InvalidCommand(
            "the arguments and environment variables are too long".into(),
        ),
        _ => ProcessError::Io(error.to_string()),
    }
}
