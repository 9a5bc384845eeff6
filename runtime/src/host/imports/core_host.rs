//! `airssys:core-host`: logging, messaging, time, discovery and permission checks.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tracing::{debug, warn};

use crate::host::bindings::capabilities::{self, Permission, PermissionResult};
use crate::host::bindings::host_services::{self, ComponentInfo, MessagingError};
use crate::host::bindings::lifecycle::{CallerInfo, ExecutionContext};
use crate::host::bindings::types::{
    self, ComponentId, ExecutionError, ExecutionStatus, LogLevel, RequestId, Timestamp,
};
use crate::host::capability::{self, Charge, MAX_ID_PART, TRACING_TARGET};
use crate::host::log::LogEntry;
use crate::host::mailbox::{Envelope, ReplyTo, ReserveError, Slot};
use crate::host::registry::Entry;
use crate::host::requests::Responder;
use crate::host::state::State;

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
        let fields = context.iter().map(|(name, value)| name.len() + value.len());
        let len = message.len() + fields.sum::<usize>();
        match self.entry.limits.check_message_len(len) {
            Ok(()) => {
                self.log.log(&LogEntry { component, level, message: &message, context: &context });
            }
            Err(limit) => {
                let message =
                    format!("a log entry of {len} bytes exceeds the limit of {limit} bytes");
                self.log.log(&LogEntry { component, level, message: &message, context: &[] });
            }
        }
        Ok(())
    }

    async fn send_message(
        &mut self,
        recipient: ComponentId,
        message: Vec<u8>,
    ) -> wasmtime::Result<Result<(), MessagingError>> {
        Ok(self.message(&recipient, message))
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
        let status = match self.outstanding_requests.remove(&request) {
            true => self.requests.remove(request),
            false => None,
        };
        Ok(status.ok_or(MessagingError::RequestNotFound))
    }

    async fn current_time(&mut self) -> wasmtime::Result<Timestamp> {
        Ok(SystemTime::now().into())
    }

    async fn sleep_millis(&mut self, millis: u64) -> wasmtime::Result<()> {
        tokio::time::sleep(Duration::from_millis(millis)).await;
        Ok(())
    }

    async fn list_components(&mut self) -> wasmtime::Result<Vec<ComponentId>> {
        let entries = self.registry.entries();
        let reachable = entries.iter().filter(|entry| self.reaches(&entry.wit_id));
        let mut ids: Vec<_> = reachable.map(|entry| (*entry.wit_id).clone()).collect();
        ids.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
        Ok(ids)
    }

    async fn get_component_metadata(
        &mut self,
        id: ComponentId,
    ) -> wasmtime::Result<Result<ComponentInfo, MessagingError>> {
        Ok(self.reachable(&id).map(|entry| {
            let status = entry.status();
            ComponentInfo {
                id,
                health: status.health,
                started_at: status.started_at,
                requested: (&entry.requested).into(),
            }
        }))
    }

    async fn check_permission(
        &mut self,
        permission: Permission,
    ) -> wasmtime::Result<PermissionResult> {
        let permission = capability::Permission::from(permission);
        if let Err(reason) = permission.check_len() {
            return Ok(PermissionResult::Denied(reason));
        }
        // The decision follows symbolic links and looks up programs.
        let capabilities = self.extensions.capabilities();
        let decision = self.block(move || capabilities.check(&permission)).await?;
        Ok(match decision.into_result() {
            Ok(()) => PermissionResult::Granted,
            Err(reason) => PermissionResult::Denied(reason),
        })
    }
}

impl State {
    /// `true` if this component can discover and send to the other one.
    fn reaches(&self, other: &ComponentId) -> bool {
        *other == *self.entry.wit_id || {
            let other = capability::ComponentId::from(other).unescaped();
            self.reach.iter().any(|pattern| pattern.matches(&other))
        }
    }

    /// Finds a component that this one reaches.
    fn reachable(&self, id: &ComponentId) -> Result<Arc<Entry>, MessagingError> {
        let component = &self.entry.id;
        if [&id.namespace, &id.name, &id.version].iter().any(|part| part.len() > MAX_ID_PART) {
            debug!(target: TRACING_TARGET, %component, "not found: the id is too long");
            return Err(MessagingError::ComponentNotFound);
        }
        let recipient = || capability::ComponentId::from(id).to_string();
        if !self.reaches(id) {
            let recipient = recipient();
            warn!(target: TRACING_TARGET, %component, recipient, "denied: out of reach");
            let reason = format!("`{recipient}` is out of the reach of `{component}`");
            return Err(MessagingError::PermissionDenied(reason));
        }
        debug!(target: TRACING_TARGET, %component, recipient = recipient(), "allowed: within reach");
        self.registry.get(id).ok_or(MessagingError::ComponentNotFound)
    }

    /// Finds a component to which this one can send `len` bytes.
    fn recipient(&self, id: &ComponentId, len: usize) -> Result<Arc<Entry>, MessagingError> {
        let recipient = self.reachable(id)?;
        let limits = [&self.entry.limits, &recipient.limits];
        let exceeded = limits.iter().filter_map(|limits| limits.check_message_len(len).err()).min();
        exceeded.map_or(Ok(recipient), |limit| Err(MessagingError::MessageTooLarge(limit)))
    }

    /// Charges a message to this component until it is delivered.
    fn charge(&self, len: usize) -> Result<Charge, MessagingError> {
        self.entry.usage.charge(len).map_err(|error| MessagingError::Internal(error.to_string()))
    }

    fn message(&self, recipient: &ComponentId, bytes: Vec<u8>) -> Result<(), MessagingError> {
        let recipient = self.recipient(recipient, bytes.len())?;
        let charge = self.charge(bytes.len())?;
        let slot = reserve(&recipient, bytes.len())?;
        let sender = self.entry.wit_id.clone();
        slot.send(Envelope::Message { sender, bytes, reply_to: None }, charge);
        Ok(())
    }

    fn request(
        &mut self,
        recipient: &ComponentId,
        bytes: Vec<u8>,
        timeout_ms: u64,
    ) -> Result<RequestId, MessagingError> {
        let recipient = self.recipient(recipient, bytes.len())?;
        let limit = self.entry.limits.requests;
        if self.outstanding_requests.len() >= limit {
            let reason = format!("the limit of {limit} outstanding requests is reached");
            return Err(MessagingError::Internal(reason));
        }
        let charge = self.charge(bytes.len())?;
        let slot = reserve(&recipient, bytes.len())?;
        let id = self.requests.next_id();
        let principal = self.principal.clone();
        let context = ExecutionContext {
            request: id,
            caller: CallerInfo {
                component: Some((*self.entry.wit_id).clone()),
                principal: principal.clone(),
            },
            received_at: SystemTime::now().into(),
            timeout_ms: Some(timeout_ms),
        };
        let usage = self.entry.usage.clone();
        self.requests.insert(id, principal, usage, self.callbacks.clone());
        let reply_to = ReplyTo::Component(Responder { requests: self.requests.clone(), id });
        slot.send(Envelope::Operation { bytes, context, reply_to }, charge);
        self.outstanding_requests.insert(id);
        let requests = self.requests.clone();
        let timer = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(timeout_ms)).await;
            requests.complete(id, Err(ExecutionError::TimedOut));
        });
        self.requests.set_timer(id, timer.abort_handle());
        Ok(id)
    }
}

/// Reserves a slot for `len` bytes in a component's mailbox.
fn reserve(recipient: &Entry, len: usize) -> Result<Slot<'_>, MessagingError> {
    if recipient.end().is_some() {
        return Err(MessagingError::ComponentUnavailable);
    }
    recipient.mailbox.try_reserve(len).map_err(|error| match error {
        ReserveError::Full => MessagingError::MailboxFull,
        ReserveError::Closed => MessagingError::ComponentUnavailable,
    })
}

fn sort_key(id: &ComponentId) -> (&str, &str, &str) {
    (&id.namespace, &id.name, &id.version)
}
