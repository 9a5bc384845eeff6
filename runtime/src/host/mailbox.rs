//! What waits for an instance: bounded in number and in bytes, in the order in which it was sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{mpsc, oneshot};

use super::error::CallError;
use super::hub::Hub;
use super::lifecycle::ExecutionContext;
use super::requests::Outcome;
use super::types::{ComponentId, ExecutionError, RequestId};

/// One thing for an instance to take.
pub(crate) enum Letter {
    /// A message, and where to tell that it was taken, if anybody wants to know.
    Message {
        sender: Arc<ComponentId>,
        bytes: Vec<u8>,
        taken: Option<oneshot::Sender<Result<(), CallError>>>,
    },
    /// An operation, and who wants its result.
    Operation { bytes: Vec<u8>, context: ExecutionContext, asker: Asker },
}

impl Letter {
    fn len(&self) -> usize {
        match self {
            Self::Message { bytes, .. } | Self::Operation { bytes, .. } => bytes.len(),
        }
    }
}

/// Who wants the result of an operation.
pub(crate) enum Asker {
    /// A component, which hears of it in a callback.
    Component(Waiting),
    /// The host.
    Host(oneshot::Sender<Result<Vec<u8>, CallError>>),
}

/// A request of a component. When it is dropped without an outcome, nobody is there who could give one.
pub(crate) struct Waiting {
    pub(crate) hub: Arc<Hub>,
    pub(crate) request: RequestId,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.hub.requests.settle(self.request, Err(ExecutionError::Unavailable));
    }
}

impl Asker {
    /// Whether anybody still waits for the result, which is then marked as being worked on.
    pub(crate) fn waits(&self) -> bool {
        match self {
            Self::Component(it) => it.hub.requests.run(it.request),
            Self::Host(answer) => !answer.is_closed(),
        }
    }

    /// Passes the result on.
    pub(crate) fn tell(self, outcome: Outcome) {
        match self {
            Self::Component(it) => it.hub.requests.settle(it.request, outcome),
            // Nobody may wait any more.
            Self::Host(answer) => drop(answer.send(outcome.map_err(CallError::Execution))),
        }
    }
}

/// Why a letter was not taken in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// There is no room.
    Full,
    /// The instance takes nothing any more.
    Closed,
}

/// The end that letters are put in.
#[derive(Clone)]
pub(crate) struct Mailbox {
    letters: mpsc::Sender<Letter>,
    bytes: Arc<AtomicUsize>,
    most_bytes: usize,
}

/// A place in a mailbox that is kept free for one letter.
pub(crate) struct Room<'a> {
    place: mpsc::Permit<'a, Letter>,
    bytes: usize,
}

impl Room<'_> {
    /// Puts the letter for which the room was made in.
    pub(crate) fn put(self, letter: Letter) {
        debug_assert_eq!(letter.len(), self.bytes, "room was made for this letter");
        self.place.send(letter);
    }
}

/// The end that letters come out of.
pub(crate) struct Letters {
    letters: mpsc::Receiver<Letter>,
    bytes: Arc<AtomicUsize>,
}

/// A mailbox with room for so many letters, and for so many bytes in all of them.
pub(crate) fn mailbox(most_letters: usize, most_bytes: usize) -> (Mailbox, Letters) {
    let (sender, receiver) = mpsc::channel(most_letters.max(1));
    let bytes = Arc::new(AtomicUsize::new(0));
    (
        Mailbox { letters: sender, bytes: bytes.clone(), most_bytes },
        Letters { letters: receiver, bytes },
    )
}

impl Mailbox {
    /// Room for a letter of so many bytes, if there is room at once.
    pub(crate) fn room(&self, bytes: usize) -> Result<Room<'_>, Refused> {
        let place = self.letters.try_reserve().map_err(|error| match error {
            mpsc::error::TrySendError::Full(()) => Refused::Full,
            mpsc::error::TrySendError::Closed(()) => Refused::Closed,
        })?;
        let fits = |sum: usize| sum.checked_add(bytes).filter(|&sum| sum <= self.most_bytes);
        match self.bytes.fetch_update(Ordering::AcqRel, Ordering::Acquire, fits) {
            Ok(_) => Ok(Room { place, bytes }),
            Err(_) => Err(Refused::Full),
        }
    }

    /// Puts a letter of the host in, and waits for room. Its bytes are not held against the senders.
    pub(crate) async fn put_when_room(&self, letter: Letter) -> Result<(), Refused> {
        let room = self.letters.reserve().await.map_err(|_| Refused::Closed)?;
        self.bytes.fetch_add(letter.len(), Ordering::AcqRel);
        room.send(letter);
        Ok(())
    }
}

impl Letters {
    /// The next letter; none when the mailbox is closed and empty.
    pub(crate) async fn next(&mut self) -> Option<Letter> {
        let letter = self.letters.recv().await?;
        self.bytes.fetch_sub(letter.len(), Ordering::AcqRel);
        Some(letter)
    }

    /// Takes no more letters in. Those that are there still come out.
    pub(crate) fn close(&mut self) {
        self.letters.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(bytes: usize) -> Letter {
        let sender = ComponentId { namespace: "a".into(), name: "b".into(), version: "1".into() };
        Letter::Message { sender: Arc::new(sender), bytes: vec![0; bytes], taken: None }
    }

    fn put(mailbox: &Mailbox, bytes: usize) -> Result<(), Refused> {
        mailbox.room(bytes).map(|room| room.put(message(bytes)))
    }

    #[tokio::test]
    async fn a_mailbox_is_full_by_letters_or_by_bytes() {
        let (mailbox, mut letters) = mailbox(2, 10);
        assert_eq!(put(&mailbox, 11), Err(Refused::Full));
        assert_eq!(put(&mailbox, 9), Ok(()));
        assert_eq!(put(&mailbox, 2), Err(Refused::Full));
        assert_eq!(put(&mailbox, 1), Ok(()));
        assert_eq!(put(&mailbox, 0), Err(Refused::Full));
        assert_eq!(letters.next().await.map(|it| it.len()), Some(9));
        assert_eq!(put(&mailbox, 9), Ok(()));
    }

    #[tokio::test]
    async fn a_closed_mailbox_gives_what_it_has() {
        let (mailbox, mut letters) = mailbox(2, 10);
        assert_eq!(put(&mailbox, 3), Ok(()));
        letters.close();
        assert_eq!(put(&mailbox, 3), Err(Refused::Closed));
        assert!(letters.next().await.is_some());
        assert!(letters.next().await.is_none());
    }
}
