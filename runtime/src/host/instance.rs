//! Handles to instances: the component lifecycle as typed functions.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::oneshot;

use super::bindings::lifecycle::{CallerInfo, ComponentMetadata, ExecutionContext};
use super::bindings::types::{ExecutionError, HealthStatus};
use super::capability::ComponentId;
use super::error::{CallError, End};
use super::mailbox::{Envelope, ReplySender, ReplyTo};
use super::registry::{ControlRequest, Entry, Phase};
use super::shared::Shared;

/// A handle to an instance of a component.
///
/// Clones refer to the same instance, which keeps running when they are dropped.
#[derive(Clone)]
pub struct Instance {
    entry: Arc<Entry>,
    shared: Arc<Shared>,
}

/// An operation for [`Instance::execute`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operation {
    /// The payload, in a format that the component defines.
    pub bytes: Vec<u8>,
    /// The principal on whose behalf the operation runs. The host vouches for it.
    pub principal: Option<String>,
    /// The time to wait for the result; `None` waits indefinitely.
    pub timeout: Option<Duration>,
}

impl<T: Into<Vec<u8>>> From<T> for Operation {
    fn from(bytes: T) -> Self {
        Self { bytes: bytes.into(), ..Self::default() }
    }
}

impl Instance {
    pub(super) fn new(entry: Arc<Entry>, shared: Arc<Shared>) -> Self {
        Self { entry, shared }
    }

    /// The id of the instance.
    #[must_use]
    pub fn id(&self) -> &ComponentId {
        &self.entry.id
    }

    /// Executes an operation after everything that is in the mailbox, and returns its result.
    ///
    /// # Errors
    ///
    /// Fails if the operation returns an error or times out, if it is larger than the message limit, and if the
    /// instance has ended or ends meanwhile.
    pub async fn execute(&self, operation: impl Into<Operation>) -> Result<Vec<u8>, CallError> {
        let Operation { bytes, principal, timeout } = operation.into();
        self.check_len(&bytes)?;
        let (sender, receiver) = oneshot::channel();
        let context = ExecutionContext {
            request: self.shared.requests.next_id(),
            caller: CallerInfo { component: None, principal },
            received_at: SystemTime::now().into(),
            timeout_ms: timeout.map(|it| u64::try_from(it.as_millis()).unwrap_or(u64::MAX)),
        };
        let envelope = Envelope::Operation { bytes, context, reply_to: ReplyTo::Host(sender) };
        let result = async {
            self.send(envelope).await?;
            self.receive(receiver).await
        };
        match timeout {
            Some(limit) => tokio::time::timeout(limit, result)
                .await
                .unwrap_or(Err(CallError::Execution(ExecutionError::TimedOut))),
            None => result.await,
        }
    }

    /// Delivers a message on behalf of another component, after everything that is in the mailbox, and waits until it
    /// has been handled.
    ///
    /// # Errors
    ///
    /// Fails if `handle-message` returns an error, if the message is larger than the limit, and if the instance has
    /// ended or ends meanwhile.
    pub async fn handle_message(
        &self,
        sender: &ComponentId,
        message: impl Into<Vec<u8>>,
    ) -> Result<(), CallError> {
        let bytes = message.into();
        self.check_len(&bytes)?;
        let (reply_to, receiver) = oneshot::channel();
        let sender = Arc::new(sender.into());
        self.send(Envelope::Message { sender, bytes, reply_to: Some(reply_to) }).await?;
        self.receive(receiver).await
    }

    /// Returns the metadata that the component reports about itself.
    ///
    /// # Errors
    ///
    /// Fails if the instance has ended or ends meanwhile.
    pub async fn metadata(&self) -> Result<ComponentMetadata, CallError> {
        self.control(ControlRequest::Metadata).await
    }

    /// Returns the health that the component reports. Other components see the last reported value in
    /// `get-component-metadata`.
    ///
    /// # Errors
    ///
    /// Fails if the instance has ended or ends meanwhile.
    pub async fn health(&self) -> Result<HealthStatus, CallError> {
        self.control(ControlRequest::Health).await
    }

    /// Delivers what is in the mailbox, shuts the component down, and waits until the instance has ended.
    ///
    /// # Errors
    ///
    /// Fails if `shutdown` returns an error, in which case the instance ends nevertheless, and if the instance has
    /// ended or ends for another reason.
    pub async fn shutdown(&self) -> Result<(), CallError> {
        let result = self.control(ControlRequest::Shutdown).await;
        self.ended().await;
        result
    }

    /// Stops the instance immediately, even in the middle of a call, and waits until it has ended: until nothing that it
    /// started goes on, neither calls of the operating system, nor processes, nor connections.
    pub async fn stop(&self) -> End {
        self.entry.stop.send_replace(true);
        self.ended().await
    }

    /// Waits until the instance has ended, and returns the reason.
    pub async fn ended(&self) -> End {
        let mut phase = self.entry.phase.subscribe();
        // This cannot fail: the entry owns the sender.
        let _ = phase.wait_for(|phase| matches!(phase, Phase::Ended(_))).await;
        self.entry.end().unwrap_or(End::Stopped)
    }

    /// The reason why the instance has ended; `None` while it is running.
    #[must_use]
    pub fn end(&self) -> Option<End> {
        self.entry.end()
    }

    fn check_len(&self, bytes: &[u8]) -> Result<(), CallError> {
        self.entry.limits.check_message_len(bytes.len()).map_err(CallError::MessageTooLarge)
    }

    async fn send(&self, envelope: Envelope) -> Result<(), CallError> {
        match self.entry.mailbox.send(envelope).await {
            Ok(()) => Ok(()),
            Err(_) => Err(CallError::Ended(self.ended().await)),
        }
    }

    async fn control<T>(
        &self,
        request: impl FnOnce(ReplySender<T>) -> ControlRequest,
    ) -> Result<T, CallError> {
        let (sender, receiver) = oneshot::channel();
        // If the instance has ended, the sender is dropped here and `receive` returns the end.
        let _ = self.entry.control.send(request(sender));
        self.receive(receiver).await
    }

    async fn receive<T>(
        &self,
        receiver: oneshot::Receiver<Result<T, CallError>>,
    ) -> Result<T, CallError> {
        match receiver.await {
            Ok(result) => result,
            Err(_) => Err(CallError::Ended(self.ended().await)),
        }
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance").field("id", self.id()).field("end", &self.end()).finish()
    }
}
