//! The data that a host shares with its instances.

use std::sync::Arc;

use super::registry::Registry;
use super::requests::Requests;
use super::turns::Turns;

/// The data that a host and the handles to its instances share. Dropping it stops all instances.
///
/// The tasks of the instances own the fields, but never `Shared` itself, so that they do not keep themselves running.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) registry: Arc<Registry>,
    pub(super) requests: Arc<Requests>,
    pub(super) turns: Turns,
}

impl Drop for Shared {
    fn drop(&mut self) {
        for entry in self.registry.entries() {
            entry.stop.send_replace(true);
        }
    }
}
