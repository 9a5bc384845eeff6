//! Calls into a component: how long they may take, and why one did not come to its end.

use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;
use wasmtime::Store;

use super::error::End;
use super::state::State;

/// How calls into a component are made.
pub(crate) struct Calls {
    pub(crate) limit: Option<Duration>,
    pub(crate) stop: watch::Receiver<bool>,
}

/// Why a call did not come to its end.
pub(crate) enum Broken {
    Stopped,
    TooLong(Duration),
    Trap(wasmtime::Error),
}

impl Calls {
    /// Lets a call run until it ends, its time is over, or the instance is stopped.
    pub(crate) async fn make<T>(
        &mut self,
        call: impl Future<Output = wasmtime::Result<T>>,
    ) -> Result<T, Broken> {
        let limit = self.limit;
        let timed = async {
            match limit {
                Some(limit) => tokio::time::timeout(limit, call).await.map_err(|_| limit),
                None => Ok(call.await),
            }
        };
        tokio::select! {
            biased;
            () = stopped(&mut self.stop) => Err(Broken::Stopped),
            done = timed => match done {
                Ok(result) => result.map_err(Broken::Trap),
                Err(limit) => Err(Broken::TooLong(limit)),
            },
        }
    }
}

/// Returns when the instance is to stop.
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    // The entry holds the sender. If it were gone, so would be whoever could want anything.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Why an instance ends whose call broke.
pub(crate) fn end(broken: Broken, store: &Store<State>) -> End {
    match broken {
        Broken::Stopped => End::Stopped,
        Broken::TooLong(limit) => {
            End::LimitExceeded(format!("{} ms for one call", limit.as_millis()))
        }
        Broken::Trap(_) if store.data().memory.refused => {
            let limit = store.data().entry.limits.memory.unwrap_or(u64::MAX);
            End::LimitExceeded(format!("{limit} bytes of memory"))
        }
        Broken::Trap(error) => {
            tracing::debug!(target: "airssys::host", component = %store.data().entry.id, "{error:?}");
            End::Trapped(error.root_cause().to_string())
        }
    }
}
