//! Output of a process that has not been read yet.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::sync::watch;

use crate::host::capability::usage::Charge;

/// The output of a process: `process-output`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProcessOutput {
    /// The standard output.
    pub stdout: Vec<u8>,
    /// The standard error.
    pub stderr: Vec<u8>,
}

/// The size of one read, in bytes.
const CHUNK: usize = 8192;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    Reading,
    /// The buffer is full.
    Blocked,
    Ended,
}

#[derive(Debug)]
struct Buffer {
    bytes: Vec<u8>,
    charge: Charge,
}

/// A bounded buffer for the standard output or the standard error of a process.
#[derive(Debug)]
pub(super) struct OutputBuffer {
    buffer: Mutex<Buffer>,
    flow: watch::Sender<Flow>,
    limit: usize,
}

impl OutputBuffer {
    /// Creates an empty buffer. The component is charged for its content.
    pub(super) fn new(limit: usize, charge: Charge) -> Arc<Self> {
        let buffer = Mutex::new(Buffer { bytes: Vec::new(), charge });
        Arc::new(Self { buffer, flow: watch::Sender::new(Flow::Reading), limit })
    }

    /// Buffers `source` until its end, and waits while the buffer is full.
    pub(super) async fn fill(self: Arc<Self>, mut source: impl AsyncRead + Unpin) {
        let mut flow = self.flow.subscribe();
        let mut chunk = vec![0; CHUNK.min(self.limit.max(1))];
        loop {
            let bytes = match source.read(&mut chunk).await {
                Ok(0) | Err(_) => break,
                Ok(count) => &chunk[..count],
            };
            while !self.push(bytes) {
                if flow.wait_for(|flow| *flow == Flow::Reading).await.is_err() {
                    return;
                }
            }
        }
        self.flow.send_replace(Flow::Ended);
    }

    /// Appends bytes if they fit, into an empty buffer whatever its limit is; otherwise blocks the flow and returns
    /// `false`.
    fn push(&self, bytes: &[u8]) -> bool {
        let mut buffer = self.buffer.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = buffer.bytes.is_empty() || buffer.bytes.len() + bytes.len() <= self.limit;
        let fits = fits && buffer.charge.grow(bytes.len()).is_ok();
        if fits {
            buffer.bytes.extend_from_slice(bytes);
        } else {
            self.flow.send_replace(Flow::Blocked);
        }
        fits
    }

    /// Returns the content and empties the buffer.
    pub(super) fn take(&self) -> Vec<u8> {
        let mut buffer = self.buffer.lock().unwrap_or_else(PoisonError::into_inner);
        self.flow.send_if_modified(|flow| {
            let blocked = *flow == Flow::Blocked;
            if blocked {
                *flow = Flow::Reading;
            }
            blocked
        });
        let bytes = std::mem::take(&mut buffer.bytes);
        buffer.charge.shrink(bytes.len());
        bytes
    }

    /// Returns when the buffer is full.
    pub(super) async fn blocked(&self) {
        let mut flow = self.flow.subscribe();
        if flow.wait_for(|flow| *flow == Flow::Blocked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Returns when the output has ended or the buffer is full.
    pub(super) async fn settled(&self) {
        let mut flow = self.flow.subscribe();
        let _ = flow.wait_for(|flow| *flow != Flow::Reading).await;
    }
}
