//! Resource limits of an instance, and the Wasmtime limiter that enforces those on memory.

use std::time::Duration;

use wasmtime::ResourceLimiter;

use super::bindings::lifecycle::ResourceLimits;

/// The most core instances, memories and tables of one component; toolchains generate fewer than ten of each.
const MAX_CORE_ITEMS: usize = 100;

/// The memory that one table element takes, in bytes.
const TABLE_ELEMENT_SIZE: usize = size_of::<usize>();

/// Resource limits of an instance. The component receives those that WIT can express in its configuration.
///
/// ```
/// use std::time::Duration;
/// use airssys_bindings::host::Limits;
///
/// let small = Limits { memory: Some(1 << 20), execution: Some(Duration::from_secs(1)), ..Limits::default() };
/// assert_eq!(small.handles, 256);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Maximum size of the linear memories and tables together, in bytes; default 64 MiB. Growing beyond it fails
    /// inside the component, which can handle that.
    pub memory: Option<u64>,
    /// Maximum duration of one call into the component, including the time it waits; default 30 s. A call that
    /// exceeds it ends the instance.
    pub execution: Option<Duration>,
    /// Maximum size of a message, an operation, a result or a log entry, in bytes; default 1 MiB.
    pub message: Option<u64>,
    /// Maximum number of messages and requests in the mailbox; default 1024.
    pub queue: usize,
    /// Maximum size of all messages and requests in the mailbox together, in bytes; default 16 MiB.
    pub queue_bytes: usize,
    /// Maximum number of bytes that the host holds for the instance outside of its memory: messages and requests that it
    /// has sent and that are not delivered yet, results of its requests, HTTP requests and responses, input and output
    /// of processes, and files that are read as a whole; default 64 MiB. What exceeds it is an error; a single
    /// call that passes more to the host traps.
    pub host_bytes: usize,
    /// Maximum number of open files, connections and processes together; default 256.
    pub handles: usize,
    /// Maximum number of requests sent by the instance whose callback is outstanding; default 1024.
    pub requests: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: Some(64 << 20),
            execution: Some(Duration::from_secs(30)),
            message: Some(1 << 20),
            queue: 1024,
            queue_bytes: 16 << 20,
            host_bytes: 64 << 20,
            handles: 256,
            requests: 1024,
        }
    }
}

impl Limits {
    /// The limits that are part of the component's configuration.
    pub(super) fn to_wit(&self) -> ResourceLimits {
        let millis = |limit: Duration| u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
        ResourceLimits {
            max_memory_bytes: self.memory,
            max_execution_ms: self.execution.map(millis),
            max_message_bytes: self.message,
        }
    }

    /// Returns the limit as an error if a message of `len` bytes exceeds it.
    pub(super) fn check_message_len(&self, len: usize) -> Result<(), u64> {
        match self.message {
            Some(limit) if len as u64 > limit => Err(limit),
            Some(_) | None => Ok(()),
        }
    }
}

/// Limits the memory of one store.
#[derive(Debug)]
pub(super) struct MemoryLimiter {
    limit: Option<u64>,
    used: u64,
    /// `true` once the limiter has refused growth.
    refused: bool,
}

impl MemoryLimiter {
    pub(super) fn new(limit: Option<u64>) -> Self {
        Self { limit, used: 0, refused: false }
    }

    /// The limit, if growth beyond it was refused.
    pub(super) fn refused(&self) -> Option<u64> {
        self.limit.filter(|_| self.refused)
    }

    fn grow(&mut self, by: usize) -> bool {
        let used = self.used.saturating_add(by as u64);
        let fits = self.limit.is_none_or(|limit| used <= limit);
        match fits {
            true => self.used = used,
            false => self.refused = true,
        }
        fits
    }
}

impl ResourceLimiter for MemoryLimiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        // Wasmtime does not grow a memory beyond its own maximum, so such growth must not be counted.
        Ok(maximum.is_none_or(|maximum| desired <= maximum) && self.grow(desired - current))
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let by = (desired - current).saturating_mul(TABLE_ELEMENT_SIZE);
        Ok(maximum.is_none_or(|maximum| desired <= maximum) && self.grow(by))
    }

    fn instances(&self) -> usize {
        MAX_CORE_ITEMS
    }

    fn tables(&self) -> usize {
        MAX_CORE_ITEMS
    }

    fn memories(&self) -> usize {
        MAX_CORE_ITEMS
    }
}
