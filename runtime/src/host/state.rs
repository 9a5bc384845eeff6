//! The store data of an instance.

use std::collections::HashSet;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use wasmtime::component::{Resource, ResourceTable};

use super::bindings::types::RequestId;
use super::capability::Pattern;
use super::extensions::Extensions;
use super::limits::MemoryLimiter;
use super::log::LogSink;
use super::registry::{Entry, Registry};
use super::requests::Requests;

/// The store data of an instance.
pub(super) struct State {
    pub(super) entry: Arc<Entry>,
    pub(super) registry: Arc<Registry>,
    pub(super) requests: Arc<Requests>,
    pub(super) log: Arc<dyn LogSink>,
    /// Patterns of the components that this one can discover and send to.
    pub(super) reach: Vec<Pattern>,
    pub(super) extensions: Extensions,
    pub(super) memory: MemoryLimiter,
    /// The principal on whose behalf the current call runs.
    pub(super) principal: Option<String>,
    /// The requests of this instance whose callback is outstanding.
    pub(super) outstanding_requests: HashSet<RequestId>,
    pub(super) callbacks: mpsc::UnboundedSender<RequestId>,
    pub(super) handles: Handles,
}

impl State {
    /// Runs a call that blocks on a thread for such calls. The instance has not ended until it returns.
    pub(super) fn block<T: Send + 'static, C: FnOnce() -> T + Send + 'static>(
        &self,
        call: C,
    ) -> impl Future<Output = wasmtime::Result<T>> + use<T, C> {
        let running = self.entry.usage.run();
        // If the instance ends meanwhile, Tokio drops the pair, the result first.
        let pair = spawn_blocking(move || (call(), running));
        async { Ok(pair.await?.0) }
    }
}

/// The open files, connections and processes of an instance.
pub(super) struct Handles {
    pub(super) table: ResourceTable,
    open: usize,
    limit: usize,
}

impl Handles {
    pub(super) fn new(limit: usize) -> Self {
        Self { table: ResourceTable::new(), open: 0, limit }
    }

    /// Returns an error message if the limit is reached.
    pub(super) fn check_limit(&self) -> Result<(), String> {
        match self.open < self.limit {
            true => Ok(()),
            false => Err(format!("the limit of {} open handles is reached; drop one", self.limit)),
        }
    }

    /// Adds a resource and returns its handle.
    pub(super) fn push<T: Send + 'static>(&mut self, value: T) -> wasmtime::Result<Resource<T>> {
        let handle = self.table.push(value)?;
        self.open += 1;
        Ok(handle)
    }

    /// Removes a resource.
    pub(super) fn delete<T: 'static>(&mut self, handle: Resource<T>) -> wasmtime::Result<T> {
        let value = self.table.delete(handle)?;
        self.open -= 1;
        Ok(value)
    }
}

impl Drop for State {
    fn drop(&mut self) {
        self.entry.usage.stop();
        for &request in &self.outstanding_requests {
            self.requests.remove(request);
        }
    }
}
