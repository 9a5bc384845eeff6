//! What one instance may use, and the part of Wasmtime that sees to its memory.

use std::time::Duration;

use wasmtime::ResourceLimiter;

use super::lifecycle::ResourceLimits;

/// The most core instances, memories and tables of one component. Toolchains make less than ten.
const PARTS: usize = 100;

/// What a table's element takes.
const ELEMENT: usize = size_of::<usize>();

/// What one instance may use. What it was given is told to the component when it is started.
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
    /// The most bytes of linear memory and tables together: 64 MiB. Growing beyond fails inside the component.
    pub memory: Option<u64>,
    /// The longest that one call into the component may take, waiting included: 30 s. The instance is stopped
    /// after that.
    pub execution: Option<Duration>,
    /// The most bytes that a message, an operation or a result may have: 1 MiB.
    pub message: Option<u64>,
    /// The most messages and requests that wait for the instance: 1024.
    pub queue: usize,
    /// The most bytes that these have together: 16 MiB.
    pub queue_bytes: usize,
    /// The most files, connections and processes that are open at once, together: 256.
    pub handles: usize,
    /// The most requests of the instance that are without a callback: 1024.
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
            handles: 256,
            requests: 1024,
        }
    }
}

impl Limits {
    /// What the component is told.
    pub(crate) fn told(&self) -> ResourceLimits {
        let millis = |limit: Duration| u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
        ResourceLimits {
            max_memory_bytes: self.memory,
            max_execution_ms: self.execution.map(millis),
            max_message_bytes: self.message,
        }
    }

    /// Whether a message of so many bytes is too large, and the limit then.
    pub(crate) fn exceeded_by(&self, message: usize) -> Option<u64> {
        self.message.filter(|&limit| message as u64 > limit)
    }
}

/// Counts the memory of one store.
#[derive(Debug)]
pub(crate) struct Memory {
    limit: Option<u64>,
    used: u64,
    /// Whether more was asked for than there is.
    pub(crate) refused: bool,
}

impl Memory {
    pub(crate) fn new(limit: Option<u64>) -> Self {
        Self { limit, used: 0, refused: false }
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

impl ResourceLimiter for Memory {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        // Beyond its own maximum it does not grow, whatever is said here.
        Ok(maximum.is_none_or(|maximum| desired <= maximum) && self.grow(desired - current))
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let by = (desired - current).saturating_mul(ELEMENT);
        Ok(maximum.is_none_or(|maximum| desired <= maximum) && self.grow(by))
    }

    fn instances(&self) -> usize {
        PARTS
    }

    fn tables(&self) -> usize {
        PARTS
    }

    fn memories(&self) -> usize {
        PARTS
    }
}
