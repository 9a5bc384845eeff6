//! A running component, as the program around the host sees it: the lifecycle, typed.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::oneshot;

use super::capability::ComponentId;
use super::error::{CallError, End};
use super::hub::{Hub, StopAll};
use super::lifecycle::{CallerInfo, ComponentMetadata, ExecutionContext};
use super::mailbox::{Asker, Letter};
use super::registry::{Entry, Phase, Question};
use super::types::{ExecutionError, HealthStatus, Timestamp};

/// A component on a host. Clones are the same component, which runs on when they are dropped.
#[derive(Clone)]
pub struct Instance {
    entry: Arc<Entry>,
    hub: Arc<Hub>,
    _stop: Arc<StopAll>,
}

/// An operation for [`Instance::execute`], and what the component is told about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operation {
    /// What the component and its callers have agreed on.
    pub bytes: Vec<u8>,
    /// On whose behalf. The host vouches for it.
    pub principal: Option<String>,
    /// How long to wait for the result; without one as long as it takes.
    pub timeout: Option<Duration>,
}

impl<T: Into<Vec<u8>>> From<T> for Operation {
    fn from(bytes: T) -> Self {
        Self { bytes: bytes.into(), ..Self::default() }
    }
}

impl Instance {
    pub(crate) fn new(entry: Arc<Entry>, hub: Arc<Hub>, stop: Arc<StopAll>) -> Self {
        Self { entry, hub, _stop: stop }
    }

    /// Which component it is.
    #[must_use]
    pub fn id(&self) -> &ComponentId {
        &self.entry.id
    }

    /// Has one operation done, after all that waits for the component already, and gives its result.
    ///
    /// # Errors
    ///
    /// The error of the operation, also when its time is over; and when the component ends.
    pub async fn execute(&self, operation: impl Into<Operation>) -> Result<Vec<u8>, CallError> {
        let Operation { bytes, principal, timeout } = operation.into();
        self.check(&bytes)?;
        let (asker, answer) = oneshot::channel();
        let context = ExecutionContext {
            request: self.hub.requests.number(),
            caller: CallerInfo { component: None, principal },
            received_at: now(),
            timeout_ms: timeout.map(|it| u64::try_from(it.as_millis()).unwrap_or(u64::MAX)),
        };
        let letter = Letter::Operation { bytes, context, asker: Asker::Host(asker) };
        let done = async {
            self.put(letter).await?;
            self.answer(answer).await
        };
        match timeout {
            Some(limit) => tokio::time::timeout(limit, done)
                .await
                .unwrap_or(Err(CallError::Execution(ExecutionError::TimedOut))),
            None => done.await,
        }
    }

    /// Gives it a message of another component, after all that waits already, and waits until it was taken.
    ///
    /// # Errors
    ///
    /// The component's error, and when the component ends.
    pub async fn handle_message(
        &self,
        sender: &ComponentId,
        message: impl Into<Vec<u8>>,
    ) -> Result<(), CallError> {
        let bytes = message.into();
        self.check(&bytes)?;
        let (taken, answer) = oneshot::channel();
        let sender = Arc::new(sender.into());
        self.put(Letter::Message { sender, bytes, taken: Some(taken) }).await?;
        self.answer(answer).await
    }

    /// What it says about itself.
    ///
    /// # Errors
    ///
    /// When it has ended, or ends.
    pub async fn metadata(&self) -> Result<ComponentMetadata, CallError> {
        self.ask(Question::Metadata).await
    }

    /// How it says it is doing. Other components hear it from `get-component-metadata`.
    ///
    /// # Errors
    ///
    /// When it has ended, or ends.
    pub async fn health(&self) -> Result<HealthStatus, CallError> {
        self.ask(Question::Health).await
    }

    /// Lets it take what waits for it, shuts it down, and waits until it has ended.
    ///
    /// # Errors
    ///
    /// The component's error; it has ended all the same. And when it had ended before, or traps.
    pub async fn shutdown(&self) -> Result<(), CallError> {
        let answer = self.ask(Question::Shutdown).await;
        self.ended().await;
        answer
    }

    /// Stops it at once, whatever it does, and waits until it has ended.
    pub async fn stop(&self) -> End {
        self.entry.stop.send_replace(true);
        self.ended().await
    }

    /// Waits until it has ended, and tells why.
    pub async fn ended(&self) -> End {
        let mut phase = self.entry.phase.subscribe();
        // The entry holds the sender, so that there is always an answer.
        let _ = phase.wait_for(|phase| matches!(phase, Phase::Ended(_))).await;
        self.entry.end().unwrap_or(End::Stopped)
    }

    /// Why it has ended; nothing as long as it runs.
    #[must_use]
    pub fn end(&self) -> Option<End> {
        self.entry.end()
    }

    fn check(&self, bytes: &[u8]) -> Result<(), CallError> {
        let too_large = self.entry.limits.exceeded_by(bytes.len());
        too_large.map_or(Ok(()), |limit| Err(CallError::MessageTooLarge(limit)))
    }

    async fn put(&self, letter: Letter) -> Result<(), CallError> {
        match self.entry.mailbox.put_when_room(letter).await {
            Ok(()) => Ok(()),
            Err(_) => Err(CallError::Ended(self.ended().await)),
        }
    }

    async fn ask<T>(
        &self,
        question: impl FnOnce(oneshot::Sender<Result<T, CallError>>) -> Question,
    ) -> Result<T, CallError> {
        let (asker, answer) = oneshot::channel();
        // If nobody is there to take the question, the answer says so.
        let _ = self.entry.questions.send(question(asker));
        self.answer(answer).await
    }

    async fn answer<T>(
        &self,
        answer: oneshot::Receiver<Result<T, CallError>>,
    ) -> Result<T, CallError> {
        match answer.await {
            Ok(answer) => answer,
            Err(_) => Err(CallError::Ended(self.ended().await)),
        }
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance").field("id", self.id()).field("end", &self.end()).finish()
    }
}

/// What time it is. Before 1970 it is 1970.
pub(crate) fn now() -> Timestamp {
    timestamp(SystemTime::now())
}

/// A point in time as WIT has it.
pub(crate) fn timestamp(time: SystemTime) -> Timestamp {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp { seconds: since.as_secs(), nanoseconds: since.subsec_nanos() }
}
