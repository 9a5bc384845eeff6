//! Requests between components, from `send-request` to the callback.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use super::bindings::types::{ExecutionError, ExecutionStatus, RequestId};
use super::capability::{Charge, Usage};

/// The result of an operation.
pub(super) type Outcome = Result<Vec<u8>, ExecutionError>;

/// A request whose callback is outstanding.
struct Request {
    principal: Option<String>,
    status: ExecutionStatus,
    outcome: Option<Outcome>,
    /// The component that sent the request, which is charged for the outcome.
    usage: Arc<Usage>,
    charge: Option<Charge>,
    callbacks: mpsc::UnboundedSender<RequestId>,
    timer: Option<AbortHandle>,
}

/// All requests of a host whose callback is outstanding.
#[derive(Default)]
pub(super) struct Requests {
    last_id: AtomicU64,
    outstanding: Mutex<HashMap<RequestId, Request>>,
}

/// The data of a callback.
pub(super) struct Callback {
    pub(super) outcome: Outcome,
    /// The principal on whose behalf the request was sent.
    pub(super) principal: Option<String>,
}

impl Requests {
    /// Returns an id that is unique on this host.
    pub(super) fn next_id(&self) -> RequestId {
        self.last_id.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Adds a request. Its id is sent to `callbacks` once it has an outcome.
    pub(super) fn insert(
        &self,
        id: RequestId,
        principal: Option<String>,
        usage: Arc<Usage>,
        callbacks: mpsc::UnboundedSender<RequestId>,
    ) {
        let status = ExecutionStatus::Pending;
        let (outcome, charge, timer) = (None, None, None);
        let request = Request { principal, status, outcome, usage, charge, callbacks, timer };
        self.lock().insert(id, request);
    }

    /// Sets the timer of a request, which is aborted once the request is complete.
    pub(super) fn set_timer(&self, id: RequestId, timer: AbortHandle) {
        match self.lock().get_mut(&id) {
            Some(request) if request.outcome.is_none() => request.timer = Some(timer),
            Some(_) | None => timer.abort(),
        }
    }

    /// Marks a request as running. Returns `false` if the request was cancelled or is complete.
    fn mark_running(&self, id: RequestId) -> bool {
        let mut requests = self.lock();
        let request = requests.get_mut(&id).filter(|request| request.outcome.is_none());
        request.map(|request| request.status = ExecutionStatus::Running).is_some()
    }

    /// Completes a request, unless it was cancelled or is already complete.
    pub(super) fn complete(&self, id: RequestId, outcome: Outcome) {
        let mut requests = self.lock();
        let Some(request) = requests.get_mut(&id).filter(|request| request.outcome.is_none())
        else {
            return;
        };
        let outcome = match request.usage.charge(outcome_len(&outcome)) {
            Ok(charge) => {
                request.charge = Some(charge);
                outcome
            }
            Err(exceeded) => Err(ExecutionError::LimitExceeded(exceeded.what())),
        };
        request.status = match &outcome {
            Ok(_) => ExecutionStatus::Completed,
            Err(ExecutionError::TimedOut) => ExecutionStatus::TimedOut,
            Err(ExecutionError::Cancelled) => ExecutionStatus::Cancelled,
            Err(_) => ExecutionStatus::Failed,
        };
        request.outcome = Some(outcome);
        if let Some(timer) = request.timer.take() {
            timer.abort();
        }
        // Sending fails if the requesting instance has ended, which removes its requests itself.
        let _ = request.callbacks.send(id);
    }

    /// Removes a complete request and returns its callback; `None` if the request was cancelled.
    pub(super) fn take_callback(&self, id: RequestId) -> Option<Callback> {
        let request = self.lock().remove(&id)?;
        let principal = request.principal;
        request.outcome.map(|outcome| Callback { outcome, principal })
    }

    /// Removes a request and returns its status; `None` if there is no such request.
    pub(super) fn remove(&self, id: RequestId) -> Option<ExecutionStatus> {
        let request = self.lock().remove(&id)?;
        if let Some(timer) = request.timer {
            timer.abort();
        }
        Some(request.status)
    }

    /// Locks the table, which is consistent even if a thread panicked while it held the lock.
    fn lock(&self) -> MutexGuard<'_, HashMap<RequestId, Request>> {
        self.outstanding.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The number of bytes in an outcome.
pub(super) fn outcome_len(outcome: &Outcome) -> usize {
    match outcome {
        Ok(bytes) => bytes.len(),
        Err(
            ExecutionError::InvalidOperation(text)
            | ExecutionError::Failed(text)
            | ExecutionError::LimitExceeded(text),
        ) => text.len(),
        Err(ExecutionError::TimedOut | ExecutionError::Cancelled | ExecutionError::Unavailable) => {
            0
        }
    }
}

/// The receiver's side of a request. Dropping it without an outcome completes the request as `unavailable`.
pub(super) struct Responder {
    pub(super) requests: Arc<Requests>,
    pub(super) id: RequestId,
}

impl Responder {
    /// Marks the request as running. Returns `false` if the request was cancelled or is complete.
    pub(super) fn mark_running(&self) -> bool {
        self.requests.mark_running(self.id)
    }

    /// Completes the request.
    pub(super) fn complete(self, outcome: Outcome) {
        self.requests.complete(self.id, outcome);
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        self.requests.complete(self.id, Err(ExecutionError::Unavailable));
    }
}
