//! Requests between components: from `send-request` until the callback has been made.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use super::types::{ExecutionError, ExecutionStatus, RequestId};

/// What came of a request.
pub(crate) type Outcome = Result<Vec<u8>, ExecutionError>;

/// A request that the component which sent it has not heard the end of.
struct Request {
    principal: Option<String>,
    status: ExecutionStatus,
    outcome: Option<Outcome>,
    callbacks: mpsc::UnboundedSender<RequestId>,
    timer: Option<AbortHandle>,
}

/// All requests of a host.
#[derive(Default)]
pub(crate) struct Requests {
    last: AtomicU64,
    open: Mutex<HashMap<RequestId, Request>>,
}

/// A callback to make.
pub(crate) struct Callback {
    pub(crate) outcome: Outcome,
    /// On whose behalf the request was sent.
    pub(crate) principal: Option<String>,
}

impl Requests {
    /// A number that no request had before.
    pub(crate) fn number(&self) -> RequestId {
        self.last.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Takes a request down. Its number is put into `callbacks` when there is an outcome.
    pub(crate) fn open(
        &self,
        request: RequestId,
        principal: Option<String>,
        callbacks: mpsc::UnboundedSender<RequestId>,
    ) {
        let status = ExecutionStatus::Pending;
        let open = Request { principal, status, outcome: None, callbacks, timer: None };
        self.lock().insert(request, open);
    }

    /// What stops the clock of the request.
    pub(crate) fn timed_by(&self, request: RequestId, timer: AbortHandle) {
        match self.lock().get_mut(&request) {
            Some(open) if open.outcome.is_none() => open.timer = Some(timer),
            Some(_) | None => timer.abort(),
        }
    }

    /// Marks a request as running. It is not to be run if nobody waits for it any more.
    pub(crate) fn run(&self, request: RequestId) -> bool {
        let mut open = self.lock();
        let waiting = open.get_mut(&request).filter(|it| it.outcome.is_none());
        waiting.map(|it| it.status = ExecutionStatus::Running).is_some()
    }

    /// Gives a request its outcome, if nobody did before and the sender still waits for it.
    pub(crate) fn settle(&self, request: RequestId, outcome: Outcome) {
        let mut open = self.lock();
        let Some(it) = open.get_mut(&request).filter(|it| it.outcome.is_none()) else { return };
        it.status = match &outcome {
            Ok(_) => ExecutionStatus::Completed,
            Err(ExecutionError::TimedOut) => ExecutionStatus::TimedOut,
            Err(ExecutionError::Cancelled) => ExecutionStatus::Cancelled,
            Err(_) => ExecutionStatus::Failed,
        };
        it.outcome = Some(outcome);
        if let Some(timer) = it.timer.take() {
            timer.abort();
        }
        // If the sender has ended meanwhile, it forgets its requests itself.
        let _ = it.callbacks.send(request);
    }

    /// The callback for a request that was settled. Nothing if it was called off since then.
    pub(crate) fn callback(&self, request: RequestId) -> Option<Callback> {
        let request = self.lock().remove(&request)?;
        let principal = request.principal;
        request.outcome.map(|outcome| Callback { outcome, principal })
    }

    /// Forgets a request, and tells how far it had come. Nothing if there is no such request.
    pub(crate) fn forget(&self, request: RequestId) -> Option<ExecutionStatus> {
        let request = self.lock().remove(&request)?;
        if let Some(timer) = request.timer {
            timer.abort();
        }
        Some(request.status)
    }

    /// The table is whole even if a thread that held it has panicked.
    fn lock(&self) -> MutexGuard<'_, HashMap<RequestId, Request>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
