//! What a process has written and nobody has read yet.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::sync::watch;

/// How much is read at once.
const CHUNK: usize = 8192;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    Reading,
    /// There is more than may be kept.
    Blocked,
    Ended,
}

/// One of the outputs of a process.
#[derive(Debug)]
pub(super) struct Output {
    kept: Mutex<Vec<u8>>,
    flow: watch::Sender<Flow>,
    limit: usize,
}

impl Output {
    pub(super) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { kept: Mutex::default(), flow: watch::Sender::new(Flow::Reading), limit })
    }

    /// Keeps what comes from `source` until its end, and waits whenever there is no room.
    pub(super) async fn fill(self: Arc<Self>, mut source: impl AsyncRead + Unpin) {
        let mut flow = self.flow.subscribe();
        let mut chunk = vec![0; CHUNK.min(self.limit.max(1))];
        loop {
            let bytes = match source.read(&mut chunk).await {
                Ok(0) | Err(_) => break,
                Ok(count) => &chunk[..count],
            };
            while !self.keep(bytes) {
                if flow.wait_for(|flow| *flow == Flow::Reading).await.is_err() {
                    return;
                }
            }
        }
        self.flow.send_replace(Flow::Ended);
    }

    /// Keeps bytes if something is read before, or all of them fit.
    fn keep(&self, bytes: &[u8]) -> bool {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let room = kept.is_empty() || kept.len() + bytes.len() <= self.limit;
        if room {
            kept.extend_from_slice(bytes);
        } else {
            self.flow.send_replace(Flow::Blocked);
        }
        room
    }

    /// Gives what is kept, and makes room.
    pub(super) fn take(&self) -> Vec<u8> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        self.flow.send_if_modified(|flow| {
            let blocked = *flow == Flow::Blocked;
            if blocked {
                *flow = Flow::Reading;
            }
            blocked
        });
        std::mem::take(&mut kept)
    }

    /// Returns when the process waits for somebody to read.
    pub(super) async fn blocked(&self) {
        let mut flow = self.flow.subscribe();
        if flow.wait_for(|flow| *flow == Flow::Blocked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Returns when nothing more comes for now: at the end, or when there is no room.
    pub(super) async fn settled(&self) {
        let mut flow = self.flow.subscribe();
        let _ = flow.wait_for(|flow| *flow != Flow::Reading).await;
    }
}
