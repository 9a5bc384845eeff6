//! TCP connections: the resource `tcp-connection`.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::config::NetworkConfig;
use super::connections::ConnectionPermit;
use super::error::io_error;
use crate::host::capability::error::NetworkError;

/// A TCP connection. Dropping it closes it.
#[derive(Debug)]
pub struct TcpConnection {
    stream: TcpStream,
    peer: SocketAddr,
    send_closed: bool,
    idle_timeout: Duration,
    max_read_bytes: usize,
    _permit: ConnectionPermit,
}

impl TcpConnection {
    pub(super) fn new(
        stream: TcpStream,
        config: &NetworkConfig,
        permit: ConnectionPermit,
    ) -> Result<Self, NetworkError> {
        let peer = stream.peer_addr().map_err(|error| io_error(&error))?;
        Ok(Self {
            stream,
            peer,
            send_closed: false,
            idle_timeout: config.idle_timeout,
            max_read_bytes: config.max_read_bytes,
            _permit: permit,
        })
    }

    /// Waits for bytes. Returns at most `length` of them, capped by the host's limit, and none only if the peer has
    /// closed its sending side.
    ///
    /// # Errors
    ///
    /// Fails with `connection-reset`, and with `timed-out` after the host's limit.
    pub async fn read(&mut self, length: u32) -> Result<Vec<u8>, NetworkError> {
        let length = usize::try_from(length).unwrap_or(usize::MAX).min(self.max_read_bytes);
        let mut bytes = vec![0; length];
        if bytes.is_empty() {
            return Ok(bytes);
        }
        let count = with_timeout(self.idle_timeout, self.stream.read(&mut bytes)).await?;
        bytes.truncate(count);
        Ok(bytes)
    }

    /// Sends bytes. Returns how many were accepted, possibly fewer than given.
    ///
    /// # Errors
    ///
    /// Fails with `connection-closed` after [`Self::finish`], with `connection-reset`, and with `timed-out` after the
    /// host's limit.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<u32, NetworkError> {
        if self.send_closed {
            return Err(NetworkError::ConnectionClosed);
        }
        let length = bytes.len().min(u32::MAX as usize);
        let count = with_timeout(self.idle_timeout, self.stream.write(&bytes[..length])).await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Closes the sending side, unless it is already closed.
    ///
    /// # Errors
    ///
    /// Fails with errors of the system.
    pub async fn finish(&mut self) -> Result<(), NetworkError> {
        if !self.send_closed {
            self.send_closed = true;
            with_timeout(self.idle_timeout, self.stream.shutdown()).await?;
        }
        Ok(())
    }

    /// The address of the peer.
    #[must_use]
    pub fn peer_address(&self) -> SocketAddr {
        self.peer
    }
}

async fn with_timeout<T>(
    limit: Duration,
    operation: impl Future<Output = io::Result<T>>,
) -> Result<T, NetworkError> {
    let result = timeout(limit, operation).await.map_err(|_| NetworkError::TimedOut)?;
    result.map_err(|error| io_error(&error))
}
