//! A process that was started: the resource `process`.

use std::io;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use process_wrap::tokio::{ChildWrapper, CommandWrap};
use rustix::io::Errno;
use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
use tokio::io::AsyncWriteExt;
use tokio::sync::{OwnedSemaphorePermit, oneshot, watch};
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::timeout;

use super::config::ProcessConfig;
use super::output::Output;
use super::program::{Program, Programs};
use super::{ExitStatus, ProcessOutput, tree};
use crate::host::capability::error::ProcessError;
use crate::host::capability::permission::ProcessAction;

/// How long the end of what a process wrote is waited for after its own. It comes at once, unless what the process
/// left behind holds on to it and got away.
const DRAIN: Duration = Duration::from_millis(500);
/// How long the end of a killed process is waited for.
const DEATH: Duration = Duration::from_secs(5);

/// A process that the component has started. Dropping it kills the process with all that it has started.
#[derive(Debug)]
pub struct Process {
    shared: Arc<Shared>,
    programs: Arc<Programs>,
    program: Program,
    tasks: Vec<AbortHandle>,
}

#[derive(Debug)]
struct Shared {
    leader: Pid,
    /// Nothing once it was waited for. Until then its number is nobody else's.
    child: Mutex<Option<Box<dyn ChildWrapper>>>,
    ended: watch::Sender<Option<Result<ExitStatus, ProcessError>>>,
    stdout: Arc<Output>,
    stderr: Arc<Output>,
    _slot: OwnedSemaphorePermit,
}

impl Process {
    pub(super) fn start(
        mut command: CommandWrap,
        input: &[u8],
        (programs, program): (Arc<Programs>, Program),
        config: &ProcessConfig,
        slot: OwnedSemaphorePermit,
    ) -> Result<Self, ProcessError> {
        let mut child = command.spawn().map_err(|error| spawn_error(&error))?.into_inner();
        let pid = child.id().and_then(|id| Pid::from_raw(id.cast_signed()));
        let leader = pid.ok_or_else(|| ProcessError::Io("the process has no number".into()))?;
        let stdout = Output::new(config.max_output_bytes);
        let stderr = Output::new(config.max_output_bytes);
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
                // That it does not read to the end is its own affair.
                let _ = stdin.write_all(&input).await;
            }));
        }
        let child = Mutex::new(Some(child));
        let ended = watch::Sender::new(None);
        let shared = Arc::new(Shared { leader, child, ended, stdout, stderr, _slot: slot });
        tokio::spawn(supervise(Guard(Arc::clone(&shared)), config.max_run_time));
        Ok(Self { shared, programs, program, tasks })
    }

    /// Tells the number by which the system knows it.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.shared.leader.as_raw_pid().cast_unsigned()
    }

    /// Waits for its end, for so many milliseconds or as long as it takes.
    ///
    /// # Errors
    ///
    /// `timed-out` when it still runs then; `io` if it waits itself, for somebody to read its output.
    pub async fn wait(&self, timeout_ms: Option<u64>) -> Result<ExitStatus, ProcessError> {
        let limit = timeout_ms.map_or(Duration::MAX, Duration::from_millis);
        let blocked = || {
            ProcessError::Io("the process waits until somebody reads what it wrote: do so".into())
        };
        let wait = async {
            tokio::select! {
                biased;
                status = self.shared.ended() => status,
                () = self.shared.blocked() => Err(blocked()),
            }
        };
        timeout(limit, wait).await.map_err(|_| ProcessError::TimedOut)?
    }

    /// Ends it with all that it has started, and waits until it has ended. Does nothing if it has.
    ///
    /// # Errors
    ///
    /// `permission-denied`; `timed-out` if the system does not end it.
    pub async fn kill(&self) -> Result<(), ProcessError> {
        let decision = self.programs.allows(ProcessAction::Kill, &self.program);
        decision.into_result().map_err(ProcessError::PermissionDenied)?;
        self.shared.kill();
        let ended = timeout(DEATH, self.shared.ended()).await;
        ended.map_err(|_| ProcessError::TimedOut)?.map(|_| ())
    }

    /// Tells how it ended, or nothing as long as it runs.
    ///
    /// # Errors
    ///
    /// `io` if it has ended and the host does not know how.
    pub fn exit_status(&self) -> Result<Option<ExitStatus>, ProcessError> {
        self.shared.ended.borrow().clone().transpose()
    }

    /// Gives what it has written since the last call: once it has ended, all that there is room for, until nothing comes
    /// any more.
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
    /// Kills it with all that it has started, unless it has ended.
    fn kill(&self) {
        let child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        if child.is_some() {
            tree::kill(self.leader);
        }
    }

    /// Kills what it left behind, and takes its status. Its number can be given to others from then on.
    fn reap(&self) -> Option<ExitStatus> {
        let mut slot = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let child = slot.as_mut()?;
        tree::kill(self.leader);
        let status = child.try_wait().ok().flatten();
        *slot = None;
        status.map(exit_status)
    }

    async fn ended(&self) -> Result<ExitStatus, ProcessError> {
        let mut ended = self.ended.subscribe();
        let status = ended.wait_for(Option::is_some).await.ok().and_then(|status| status.clone());
        status.unwrap_or_else(|| Err(unknown()))
    }

    /// Returns when the process waits for somebody to read, and does not end nevertheless.
    async fn blocked(&self) {
        tokio::select! {
            () = self.stdout.blocked() => {}
            () = self.stderr.blocked() => {}
        }
        tokio::time::sleep(DRAIN).await;
    }

    async fn settled(&self) {
        let outputs = async { tokio::join!(self.stdout.settled(), self.stderr.settled()) };
        let _ = timeout(DRAIN, outputs).await;
    }
}

/// Kills the process if the runtime ends before it.
struct Guard(Arc<Shared>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.kill();
    }
}

/// Follows a process to its end, which may be that its time is over.
async fn supervise(guard: Guard, limit: Option<Duration>) {
    let shared = &guard.0;
    let mut exit = watch_exit(shared.leader);
    if timeout(limit.unwrap_or(Duration::MAX), &mut exit).await.is_err() {
        shared.kill();
        let _ = exit.await;
    }
    let status = shared.reap().ok_or_else(unknown);
    shared.settled().await;
    shared.ended.send_replace(Some(status));
}

/// Tells when a process has ended, and leaves it to be waited for.
fn watch_exit(leader: Pid) -> oneshot::Receiver<()> {
    let (sender, receiver) = oneshot::channel();
    let watch = move || {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        while matches!(waitid(WaitId::Pid(leader), options), Err(Errno::INTR)) {}
        let _ = sender.send(());
    };
    // Without a thread for it the receiver says so at once, and the process is killed.
    let _ =
        std::thread::Builder::new().name(format!("process {}", leader.as_raw_pid())).spawn(watch);
    receiver
}

/// The processes of one component, which are killed together when it goes.
#[derive(Debug, Default)]
pub(super) struct Running(Mutex<Vec<Weak<Shared>>>);

impl Running {
    pub(super) fn add(&self, process: &Process) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|other| other.strong_count() > 0);
        all.push(Arc::downgrade(&process.shared));
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let all = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        for shared in all.iter().filter_map(Weak::upgrade) {
            shared.kill();
        }
    }
}

/// What is said of a process that somebody else in the host has waited for.
fn unknown() -> ProcessError {
    ProcessError::Io("the host does not know how it ended".into())
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
        io::ErrorKind::ArgumentListTooLong => {
            ProcessError::InvalidCommand("the arguments and variables are too long".into())
        }
        _ => ProcessError::Io(error.to_string()),
    }
}
