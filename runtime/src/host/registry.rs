//! The instances of a host, and what the host and other components know about each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tokio::sync::{mpsc, watch};

use super::bindings::lifecycle::ComponentMetadata;
use super::bindings::types::{self, HealthStatus, Timestamp};
use super::capability::{ComponentId, RequestedPermissions, Usage};
use super::error::End;
use super::limits::Limits;
use super::mailbox::{Mailbox, ReplySender};

/// A request of the host program to an instance that does not wait in the mailbox.
pub(super) enum ControlRequest {
    Metadata(ReplySender<ComponentMetadata>),
    Health(ReplySender<HealthStatus>),
    Shutdown(ReplySender<()>),
}

/// The phase in the life of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Starting,
    Running,
    Ended(End),
}

/// The registry entry of one instance.
pub(super) struct Entry {
    pub(super) id: ComponentId,
    /// `id` as a WIT type.
    pub(super) wit_id: Arc<types::ComponentId>,
    pub(super) requested: RequestedPermissions,
    pub(super) limits: Limits,
    pub(super) usage: Arc<Usage>,
    pub(super) mailbox: Mailbox,
    pub(super) control: mpsc::UnboundedSender<ControlRequest>,
    /// `true` requests that the instance stop immediately.
    pub(super) stop: watch::Sender<bool>,
    pub(super) phase: watch::Sender<Phase>,
    pub(super) status: Mutex<Status>,
}

/// The last known status of an instance.
#[derive(Debug)]
pub(super) struct Status {
    pub(super) health: HealthStatus,
    pub(super) started_at: Option<Timestamp>,
}

impl Status {
    /// The status of an instance that is not running.
    pub(super) const NOT_RUNNING: Self = Self { health: HealthStatus::Unknown, started_at: None };
}

impl Entry {
    pub(super) fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The reason why the instance has ended; `None` if it has not.
    pub(super) fn end(&self) -> Option<End> {
        match &*self.phase.borrow() {
            Phase::Ended(end) => Some(end.clone()),
            Phase::Starting | Phase::Running => None,
        }
    }
}

/// The instances of a host. An instance that has ended stays until another one takes its id.
#[derive(Default)]
pub(super) struct Registry(RwLock<HashMap<types::ComponentId, Arc<Entry>>>);

impl Registry {
    /// Adds an instance. Returns `false` if an instance with the same id has not ended.
    pub(super) fn insert(&self, entry: Arc<Entry>) -> bool {
        let mut entries = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if entries.get(&entry.wit_id).is_some_and(|other| other.end().is_none()) {
            return false;
        }
        entries.insert((*entry.wit_id).clone(), entry);
        true
    }

    /// Removes an instance that has ended. Returns `false` if there is none.
    pub(super) fn remove_ended(&self, id: &types::ComponentId) -> bool {
        let mut entries = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let ended = entries.get(id).is_some_and(|entry| entry.end().is_some());
        ended && entries.remove(id).is_some()
    }

    pub(super) fn get(&self, id: &types::ComponentId) -> Option<Arc<Entry>> {
        let entries = self.0.read().unwrap_or_else(PoisonError::into_inner);
        entries.get(id).cloned()
    }

    pub(super) fn entries(&self) -> Vec<Arc<Entry>> {
        let entries = self.0.read().unwrap_or_else(PoisonError::into_inner);
        entries.values().cloned().collect()
    }
}
