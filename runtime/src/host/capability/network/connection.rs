//! A TCP connection: the resource `tcp-connection`.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::NetworkConfig;
use super::fault::io_error;
use crate::host::capability::error::NetworkError;

/// A TCP connection. Dropping it closes it.
#[derive(Debug)]
pub struct TcpConnection {
    stream: TcpStream,
    peer: SocketAddr,
    finished: bool,
    idle_timeout: Duration,
    max_read_bytes: usize,
    _slot: OwnedSemaphorePermit,
}

impl TcpConnection {
    pub(super) fn new(
        stream: TcpStream,
        config: &NetworkConfig,
        slot: OwnedSemaphorePermit,
    ) -> Result<Self, NetworkError> {
        let peer = stream.peer_addr().map_err(|error| io_error(&error))?;
        Ok(Self {
            stream,
            peer,
            finished: false,
            idle_timeout: config.idle_timeout,
            max_read_bytes: config.max_read_bytes,
            _slot: slot,
        })
    }

    /// Waits for bytes and gives at most `length` of them and at most the limit of the host; none only when the other side
    /// has ended its part.
    ///
    /// # Errors
    ///
    /// `connection-reset`; `timed-out` after the host's limit.
    pub async fn read(&mut self, length: u32) -> Result<Vec<u8>, NetworkError> {
        let length = usize::try_from(length).unwrap_or(usize::MAX).min(self.max_read_bytes);
        let mut bytes = vec![0; length];
        if bytes.is_empty() {
            return Ok(bytes);
        }
        let count = within(self.idle_timeout, self.stream.read(&mut bytes)).await?;
        bytes.truncate(count);
        Ok(bytes)
    }

    /// Sends bytes. Tells how many the system has taken, which may be fewer.
    ///
    /// # Errors
    ///
    /// `connection-closed` after [`Self::finish`]; `connection-reset`; `timed-out` after the host's limit.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<u32, NetworkError> {
        if self.finished {
            return Err(NetworkError::ConnectionClosed);
        }
        let length = bytes.len().min(u32::MAX as usize);
        let count = within(self.idle_timeout, self.stream.write(&bytes[..length])).await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Ends this side's part. Does nothing the second time.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub async fn finish(&mut self) -> Result<(), NetworkError> {
        if !self.finished {
            self.finished = true;
            within(self.idle_timeout, self.stream.shutdown()).await?;
        }
        Ok(())
    }

    /// Tells whom it is connected to.
    #[must_use]
    pub fn peer_address(&self) -> SocketAddr {
        self.peer
    }
}

async fn within<T>(
    limit: Duration,
    operation: impl Future<Output = io::Result<T>>,
) -> Result<T, NetworkError> {
    let done = timeout(limit, operation).await.map_err(|_| NetworkError::TimedOut)?;
    done.map_err(|error| io_error(&error))
}
