//! Who is on a host, and how they are doing.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tokio::sync::{mpsc, oneshot, watch};

use super::capability::{ComponentId, RequestedPermissions};
use super::error::{CallError, End};
use super::lifecycle::ComponentMetadata;
use super::limits::Limits;
use super::mailbox::Mailbox;
use super::types::{self, HealthStatus, Timestamp};

/// What the host asks an instance besides what waits in its mailbox.
pub(crate) enum Question {
    Metadata(oneshot::Sender<Result<ComponentMetadata, CallError>>),
    Health(oneshot::Sender<Result<HealthStatus, CallError>>),
    Shutdown(oneshot::Sender<Result<(), CallError>>),
}

/// How far an instance has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Starting,
    Running,
    Ended(End),
}

/// One instance, as all others see it.
pub(crate) struct Entry {
    /// Its id as components have it, and as programs do.
    pub(crate) key: Arc<types::ComponentId>,
    pub(crate) id: ComponentId,
    pub(crate) requested: RequestedPermissions,
    pub(crate) limits: Limits,
    pub(crate) mailbox: Mailbox,
    pub(crate) questions: mpsc::UnboundedSender<Question>,
    /// Whether it is to stop at once.
    pub(crate) stop: watch::Sender<bool>,
    pub(crate) phase: watch::Sender<Phase>,
    pub(crate) seen: Mutex<Seen>,
}

/// What was last seen of an instance.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) health: HealthStatus,
    pub(crate) started: Option<Timestamp>,
}

impl Entry {
    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why it has ended, if it has.
    pub(crate) fn end(&self) -> Option<End> {
        match &*self.phase.borrow() {
            Phase::Ended(end) => Some(end.clone()),
            Phase::Starting | Phase::Running => None,
        }
    }
}

/// All instances of a host, those that have ended included until another has their id.
#[derive(Default)]
pub(crate) struct Registry(RwLock<HashMap<types::ComponentId, Arc<Entry>>>);

impl Registry {
    /// Adds an instance, unless one of this id runs.
    pub(crate) fn add(&self, entry: Arc<Entry>) -> bool {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if all.get(&entry.key).is_some_and(|other| other.end().is_none()) {
            return false;
        }
        all.insert((*entry.key).clone(), entry);
        true
    }

    /// Takes out an instance that has ended.
    pub(crate) fn remove(&self, id: &types::ComponentId) -> bool {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let ended = all.get(id).is_some_and(|entry| entry.end().is_some());
        ended && all.remove(id).is_some()
    }

    pub(crate) fn get(&self, id: &types::ComponentId) -> Option<Arc<Entry>> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        all.get(id).cloned()
    }

    pub(crate) fn all(&self) -> Vec<Arc<Entry>> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        all.values().cloned().collect()
    }
}
