//! `airssys:core-host`: logging, messages, time, and questions about who is there and what is allowed.

use std::sync::Arc;
use std::time::Duration;

use tracing::{debug, warn};

use super::bindings::{capabilities, host_services, types};
use super::capability::TARGET;
use super::host_services::{ComponentInfo, MessagingError};
use super::instance::now;
use super::lifecycle::{CallerInfo, ExecutionContext};
use super::log::LogEntry;
use super::mailbox::{Asker, Letter, Refused, Room, Waiting};
use super::registry::Entry;
use super::state::State;
use super::types::{ComponentId, ExecutionError, ExecutionStatus, LogLevel, RequestId, Timestamp};

impl types::Host for State {}

impl capabilities::Host for State {}

impl host_services::Host for State {
    async fn log(
        &mut self,
        level: LogLevel,
        message: String,
        context: Vec<(String, String)>,
    ) -> wasmtime::Result<()> {
        let component = &self.entry.id;
        self.log.log(&LogEntry { component, level, message: &message, context: &context });
        Ok(())
    }

    async fn send_message(
        &mut self,
        recipient: ComponentId,
        message: Vec<u8>,
    ) -> wasmtime::Result<Result<(), MessagingError>> {
        Ok(self.send(&recipient, message))
    }

    async fn send_request(
        &mut self,
        recipient: ComponentId,
        operation: Vec<u8>,
        timeout_ms: u64,
    ) -> wasmtime::Result<Result<RequestId, MessagingError>> {
        Ok(self.request(&recipient, operation, timeout_ms))
    }

    async fn cancel_request(
        &mut self,
        request: RequestId,
    ) -> wasmtime::Result<Result<ExecutionStatus, MessagingError>> {
        let status = match self.requests.remove(&request) {
            true => self.hub.requests.forget(request),
            false => None,
        };
        Ok(status.ok_or(MessagingError::RequestNotFound))
    }

    async fn current_time(&mut self) -> wasmtime::Result<Timestamp> {
        Ok(now())
    }

    async fn sleep_millis(&mut self, millis: u64) -> wasmtime::Result<()> {
        tokio::time::sleep(Duration::from_millis(millis)).await;
        Ok(())
    }

    async fn list_components(&mut self) -> wasmtime::Result<Vec<ComponentId>> {
        let all = self.hub.registry.all();
        let known = all.iter().filter(|entry| self.reaches(&entry.key));
        let mut known: Vec<_> = known.map(|entry| (*entry.key).clone()).collect();
        known.sort_by(|a, b| key(a).cmp(&key(b)));
        Ok(known)
    }

    async fn get_component_metadata(
        &mut self,
        id: ComponentId,
    ) -> wasmtime::Result<Result<ComponentInfo, MessagingError>> {
        Ok(self.known(&id).map(|entry| {
            let seen = entry.seen();
            ComponentInfo {
                id,
                health: seen.health,
                started_at: seen.started,
                requested: (&entry.requested).into(),
            }
        }))
    }

    async fn check_permission(
        &mut self,
        permission: capabilities::Permission,
    ) -> wasmtime::Result<capabilities::PermissionResult> {
        let decision = self.engines.check(&permission.into());
        Ok(match decision.into_result() {
            Ok(()) => capabilities::PermissionResult::Granted,
            Err(why) => capabilities::PermissionResult::Denied(why),
        })
    }
}

impl State {
    /// Whether this component may know about another.
    fn reaches(&self, other: &ComponentId) -> bool {
        *other == *self.entry.key || {
            let other = super::capability::ComponentId::from(other).to_string();
            self.reach.iter().any(|pattern| pattern.matches(&other))
        }
    }

    /// A component that this one may know about.
    fn known(&self, id: &ComponentId) -> Result<Arc<Entry>, MessagingError> {
        let component = &self.entry.id;
        if !self.reaches(id) {
            let other = super::capability::ComponentId::from(id);
            warn!(target: TARGET, %component, what = %other, "denied: out of reach");
            let why = format!("`{other}` is out of the reach of `{component}`");
            return Err(MessagingError::PermissionDenied(why));
        }
        debug!(target: TARGET, %component, what = ?id, "allowed: within reach");
        self.hub.registry.get(id).ok_or(MessagingError::ComponentNotFound)
    }

    /// A component that this one may send so many bytes to.
    fn recipient(&self, id: &ComponentId, bytes: usize) -> Result<Arc<Entry>, MessagingError> {
        let recipient = self.known(id)?;
        let ends = [&self.entry, &recipient];
        let exceeded = ends.iter().filter_map(|end| end.limits.exceeded_by(bytes)).min();
        exceeded.map_or(Ok(recipient), |limit| Err(MessagingError::MessageTooLarge(limit)))
    }

    fn send(&self, recipient: &ComponentId, bytes: Vec<u8>) -> Result<(), MessagingError> {
        let recipient = self.recipient(recipient, bytes.len())?;
        let sender = self.entry.key.clone();
        room(&recipient, bytes.len())?.put(Letter::Message { sender, bytes, taken: None });
        Ok(())
    }

    fn request(
        &mut self,
        recipient: &ComponentId,
        bytes: Vec<u8>,
        timeout_ms: u64,
    ) -> Result<RequestId, MessagingError> {
        let recipient = self.recipient(recipient, bytes.len())?;
        let most = self.entry.limits.requests;
        if self.requests.len() >= most {
            let why = format!("{most} requests wait for an answer already, which is the limit");
            return Err(MessagingError::Internal(why));
        }
        let room = room(&recipient, bytes.len())?;
        let request = self.hub.requests.number();
        let principal = self.principal.clone();
        let context = ExecutionContext {
            request,
            caller: CallerInfo {
                component: Some((*self.entry.key).clone()),
                principal: principal.clone(),
            },
            received_at: now(),
            timeout_ms: Some(timeout_ms),
        };
        self.hub.requests.open(request, principal, self.callbacks.clone());
        let asker = Asker::Component(Waiting { hub: self.hub.clone(), request });
        room.put(Letter::Operation { bytes, context, asker });
        self.requests.insert(request);
        let hub = self.hub.clone();
        let timer = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(timeout_ms)).await;
            hub.requests.settle(request, Err(ExecutionError::TimedOut));
        });
        self.hub.requests.timed_by(request, timer.abort_handle());
        Ok(request)
    }
}

/// Room in a component's mailbox.
fn room(recipient: &Entry, bytes: usize) -> Result<Room<'_>, MessagingError> {
    if recipient.end().is_some() {
        return Err(MessagingError::ComponentUnavailable);
    }
    recipient.mailbox.room(bytes).map_err(|refused| match refused {
        Refused::Full => MessagingError::MailboxFull,
        Refused::Closed => MessagingError::ComponentUnavailable,
    })
}

fn key(id: &ComponentId) -> (&str, &str, &str) {
    (&id.namespace, &id.name, &id.version)
}
