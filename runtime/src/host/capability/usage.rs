//! What one component uses of the host outside of its own memory: the bytes that the host holds for it, and the work
//! that goes on for it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::sync::watch;

/// The bytes that the host holds for one component, with their limit, and the work that goes on for it.
///
/// The engines charge what they buffer, and register what they run: blocking calls, processes and connections.
#[derive(Debug)]
pub struct Usage {
    bytes: AtomicUsize,
    max_bytes: usize,
    stopped: AtomicBool,
    running: watch::Sender<usize>,
}

/// Bytes that are charged to a component until this is dropped.
#[derive(Debug)]
pub struct Charge {
    usage: Arc<Usage>,
    bytes: usize,
}

/// Work that goes on for a component until this is dropped.
#[derive(Debug)]
pub struct Running(Arc<Usage>);

/// Error of a charge that exceeds the limit of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BytesExceeded {
    /// The limit in bytes.
    pub limit: usize,
}

impl BytesExceeded {
    /// The limit in words, such as `1000 bytes that the host holds for the component`.
    #[must_use]
    pub fn what(&self) -> String {
        format!("{} bytes that the host holds for the component", self.limit)
    }
}

impl fmt::Display for BytesExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the limit of {} is reached", self.what())
    }
}

impl std::error::Error for BytesExceeded {}

impl Default for Usage {
    /// Creates an account without a limit.
    fn default() -> Self {
        Self::new(usize::MAX)
    }
}

impl Usage {
    /// Creates an account with a limit on the bytes that the host holds.
    #[must_use]
    pub fn new(max_bytes: usize) -> Self {
        Self {
            bytes: AtomicUsize::new(0),
            max_bytes,
            stopped: AtomicBool::new(false),
            running: watch::Sender::new(0),
        }
    }

    /// Charges bytes.
    ///
    /// # Errors
    ///
    /// Fails if the component has too few bytes left.
    pub fn charge(self: &Arc<Self>, bytes: usize) -> Result<Charge, BytesExceeded> {
        let mut charge = Charge { usage: Arc::clone(self), bytes: 0 };
        charge.grow(bytes)?;
        Ok(charge)
    }

    /// The number of bytes that are charged.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Acquire)
    }

    /// Registers work that goes on until the result is dropped.
    #[must_use]
    pub fn run(self: &Arc<Self>) -> Running {
        self.running.send_modify(|running| *running += 1);
        Running(Arc::clone(self))
    }

    /// Tells blocking calls to end as soon as they can.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
    }

    /// `true` after [`Self::stop`].
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }

    /// Waits until no work goes on.
    pub async fn idle(&self) {
        let mut running = self.running.subscribe();
        // This cannot fail: `self` owns the sender.
        let _ = running.wait_for(|running| *running == 0).await;
    }
}

impl Charge {
    /// Charges more bytes.
    ///
    /// # Errors
    ///
    /// Fails if the component has too few bytes left; the charge stays as it was.
    pub fn grow(&mut self, by: usize) -> Result<(), BytesExceeded> {
        let limit = self.usage.max_bytes;
        let add = |bytes: usize| bytes.checked_add(by).filter(|&bytes| bytes <= limit);
        match self.usage.bytes.fetch_update(Ordering::AcqRel, Ordering::Acquire, add) {
            Ok(_) => {
                self.bytes += by;
                Ok(())
            }
            Err(_) => Err(BytesExceeded { limit }),
        }
    }

    /// Returns bytes to the account.
    pub fn shrink(&mut self, by: usize) {
        let by = by.min(self.bytes);
        self.bytes -= by;
        self.usage.bytes.fetch_sub(by, Ordering::AcqRel);
    }
}

impl Drop for Charge {
    fn drop(&mut self) {
        self.shrink(self.bytes);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.running.send_modify(|running| *running -= 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charges_are_limited_together_and_returned_when_dropped() {
        let usage = Arc::new(Usage::new(10));
        let mut first = usage.charge(4).expect("it fits");
        let second = usage.charge(6).expect("it fits");
        assert_eq!(usage.charge(1).expect_err("it does not fit"), BytesExceeded { limit: 10 });
        assert!(first.grow(1).is_err());
        first.shrink(2);
        assert_eq!(usage.bytes(), 8);
        assert!(first.grow(2).is_ok());
        drop((first, second));
        assert_eq!(usage.bytes(), 0);
    }

    #[tokio::test]
    async fn idle_waits_for_all_work() {
        let usage = Arc::new(Usage::default());
        usage.idle().await;
        let (one, two) = (usage.run(), usage.run());
        let waiting = tokio::spawn({
            let usage = Arc::clone(&usage);
            async move { usage.idle().await }
        });
        drop(one);
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(two);
        waiting.await.expect("no panic");
    }
}
