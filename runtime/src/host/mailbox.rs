//! The mailbox of an instance: a queue that is bounded in number and in bytes, and preserves the order of sending.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{mpsc, oneshot};

use super::bindings::lifecycle::ExecutionContext;
use super::bindings::types::ComponentId;
use super::capability::Charge;
use super::error::CallError;
use super::requests::{Outcome, Responder};

/// Sends the result of a call to a waiting caller in the host program.
pub(super) type ReplySender<T> = oneshot::Sender<Result<T, CallError>>;

/// A message or an operation for an instance.
pub(super) enum Envelope {
    Message {
        sender: Arc<ComponentId>,
        bytes: Vec<u8>,
        /// Receives the result of `handle-message`; `None` if the sender is a component.
        reply_to: Option<ReplySender<()>>,
    },
    Operation {
        bytes: Vec<u8>,
        context: ExecutionContext,
        reply_to: ReplyTo,
    },
}

impl Envelope {
    fn len(&self) -> usize {
        match self {
            Self::Message { bytes, .. } | Self::Operation { bytes, .. } => bytes.len(),
        }
    }
}

/// The receiver of the result of an operation.
pub(super) enum ReplyTo {
    /// A component, which receives a callback.
    Component(Responder),
    /// A caller in the host program.
    Host(ReplySender<Vec<u8>>),
}

impl ReplyTo {
    /// Marks the operation as running. Returns `false` if nothing waits for its result any more.
    pub(super) fn mark_running(&self) -> bool {
        match self {
            Self::Component(responder) => responder.mark_running(),
            Self::Host(sender) => !sender.is_closed(),
        }
    }

    pub(super) fn send(self, outcome: Outcome) {
        match self {
            Self::Component(responder) => responder.complete(outcome),
            // Sending fails if the caller no longer waits.
            Self::Host(sender) => drop(sender.send(outcome.map_err(CallError::Execution))),
        }
    }
}

/// Error of reserving a slot in a mailbox.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ReserveError {
    Full,
    Closed,
}

/// An envelope in a mailbox, and the charge of the component that sent it.
type Queued = (Envelope, Option<Charge>);

/// The sending half of a mailbox.
#[derive(Clone)]
pub(super) struct Mailbox {
    envelopes: mpsc::Sender<Queued>,
    bytes: Arc<AtomicUsize>,
    max_bytes: usize,
}

/// A slot in a mailbox, reserved for one envelope.
pub(super) struct Slot<'a> {
    permit: mpsc::Permit<'a, Queued>,
    bytes: usize,
}

impl Slot<'_> {
    /// Sends the envelope, whose length must be the reserved one. The charge of its sender lasts until it is received.
    pub(super) fn send(self, envelope: Envelope, charge: Charge) {
        debug_assert_eq!(envelope.len(), self.bytes, "the slot was reserved for this envelope");
        self.permit.send((envelope, Some(charge)));
    }
}

/// The receiving half of a mailbox.
pub(super) struct MailboxReceiver {
    envelopes: mpsc::Receiver<Queued>,
    bytes: Arc<AtomicUsize>,
}

/// Creates a mailbox with the given bounds.
pub(super) fn mailbox(max_envelopes: usize, max_bytes: usize) -> (Mailbox, MailboxReceiver) {
    let (sender, receiver) = mpsc::channel(max_envelopes.max(1));
    let bytes = Arc::new(AtomicUsize::new(0));
    (
        Mailbox { envelopes: sender, bytes: bytes.clone(), max_bytes },
        MailboxReceiver { envelopes: receiver, bytes },
    )
}

impl Mailbox {
    /// Reserves a slot for an envelope of `bytes` bytes, without waiting.
    pub(super) fn try_reserve(&self, bytes: usize) -> Result<Slot<'_>, ReserveError> {
        let permit = self.envelopes.try_reserve().map_err(|error| match error {
            mpsc::error::TrySendError::Full(()) => ReserveError::Full,
            mpsc::error::TrySendError::Closed(()) => ReserveError::Closed,
        })?;
        let add = |total: usize| total.checked_add(bytes).filter(|&total| total <= self.max_bytes);
        match self.bytes.fetch_update(Ordering::AcqRel, Ordering::Acquire, add) {
            Ok(_) => Ok(Slot { permit, bytes }),
            Err(_) => Err(ReserveError::Full),
        }
    }

    /// Sends an envelope of the host program and waits for a free slot, whatever the number of bytes in the mailbox.
    pub(super) async fn send(&self, envelope: Envelope) -> Result<(), ReserveError> {
        let permit = self.envelopes.reserve().await.map_err(|_| ReserveError::Closed)?;
        self.bytes.fetch_add(envelope.len(), Ordering::AcqRel);
        permit.send((envelope, None));
        Ok(())
    }
}

impl MailboxReceiver {
    /// Returns the next envelope; `None` when the mailbox is closed and empty.
    pub(super) async fn recv(&mut self) -> Option<Envelope> {
        let (envelope, _) = self.envelopes.recv().await?;
        self.bytes.fetch_sub(envelope.len(), Ordering::AcqRel);
        Some(envelope)
    }

    /// Rejects further envelopes. Those in the mailbox can still be received.
    pub(super) fn close(&mut self) {
        self.envelopes.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::capability::Usage;

    fn message(bytes: usize) -> Envelope {
        let sender = ComponentId { namespace: "a".into(), name: "b".into(), version: "1".into() };
        Envelope::Message { sender: Arc::new(sender), bytes: vec![0; bytes], reply_to: None }
    }

    fn send(mailbox: &Mailbox, bytes: usize) -> Result<(), ReserveError> {
        let charge = Arc::new(Usage::default()).charge(bytes).expect("there is no limit");
        mailbox.try_reserve(bytes).map(|slot| slot.send(message(bytes), charge))
    }

    #[tokio::test]
    async fn mailbox_is_bounded_in_envelopes_and_bytes() {
        let (mailbox, mut receiver) = mailbox(2, 10);
        assert_eq!(send(&mailbox, 11), Err(ReserveError::Full));
        assert_eq!(send(&mailbox, 9), Ok(()));
        assert_eq!(send(&mailbox, 2), Err(ReserveError::Full));
        assert_eq!(send(&mailbox, 1), Ok(()));
        assert_eq!(send(&mailbox, 0), Err(ReserveError::Full));
        assert_eq!(receiver.recv().await.map(|envelope| envelope.len()), Some(9));
        assert_eq!(send(&mailbox, 9), Ok(()));
    }

    #[tokio::test]
    async fn closed_mailbox_delivers_its_content() {
        let (mailbox, mut receiver) = mailbox(2, 10);
        assert_eq!(send(&mailbox, 3), Ok(()));
        receiver.close();
        assert_eq!(send(&mailbox, 3), Err(ReserveError::Closed));
        assert!(receiver.recv().await.is_some());
        assert!(receiver.recv().await.is_none());
    }
}
