//! What the host keeps for one instance while it runs: the data of its store.

use std::collections::HashSet;
use std::sync::Arc;

use tokio::sync::mpsc;
use wasmtime::component::{Resource, ResourceTable};

use super::capability::Pattern;
use super::extensions::Engines;
use super::hub::Hub;
use super::limits::Memory;
use super::log::LogSink;
use super::registry::Entry;
use super::types::RequestId;

/// What the host keeps for one instance.
pub(crate) struct State {
    pub(crate) entry: Arc<Entry>,
    pub(crate) hub: Arc<Hub>,
    pub(crate) log: Arc<dyn LogSink>,
    /// The components that it may know about.
    pub(crate) reach: Vec<Pattern>,
    pub(crate) engines: Engines,
    pub(crate) memory: Memory,
    /// On whose behalf it works at present.
    pub(crate) principal: Option<String>,
    /// Its requests that had no callback yet.
    pub(crate) requests: HashSet<RequestId>,
    pub(crate) callbacks: mpsc::UnboundedSender<RequestId>,
    /// Open files, connections and processes.
    pub(crate) table: ResourceTable,
    pub(crate) handles: Handles,
}

/// How many files, connections and processes are open, and may be.
#[derive(Debug)]
pub(crate) struct Handles {
    pub(crate) open: usize,
    pub(crate) most: usize,
}

impl Handles {
    /// Whether there may be one more.
    pub(crate) fn check(&self) -> Result<(), String> {
        match self.open < self.most {
            true => Ok(()),
            false => Err(format!("{} handles are open, which is the limit: drop one", self.most)),
        }
    }
}

impl State {
    /// Gives the component a handle.
    pub(crate) fn push<T: Send + 'static>(&mut self, opened: T) -> wasmtime::Result<Resource<T>> {
        let handle = self.table.push(opened)?;
        self.handles.open += 1;
        Ok(handle)
    }

    /// Takes a handle back.
    pub(crate) fn delete<T: 'static>(&mut self, handle: Resource<T>) -> wasmtime::Result<T> {
        let opened = self.table.delete(handle)?;
        self.handles.open -= 1;
        Ok(opened)
    }
}

/// Does work that may block elsewhere, and waits for it.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> wasmtime::Result<T> {
    Ok(tokio::task::spawn_blocking(work).await?)
}

impl Drop for State {
    fn drop(&mut self) {
        for &request in &self.requests {
            self.hub.requests.forget(request);
        }
    }
}
