//! Calls of guest functions, with a time limit and a stop signal.

use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinError;
use wasmtime::Trap;

use super::error::End;
use super::state::State;
use super::turns::Turn;

/// The time limit, the stop signal and the turns of the calls into one instance.
pub(super) struct CallLimits {
    pub(super) timeout: Option<Duration>,
    pub(super) stop: watch::Receiver<bool>,
    pub(super) turn: Turn,
}

/// The reason why a guest function did not return.
pub(super) enum CallFailure {
    Stopped,
    TimedOut(Duration),
    Trapped(wasmtime::Error),
}

impl CallLimits {
    /// Runs a call until it returns, it times out, or the instance is stopped.
    pub(super) async fn run<T>(
        &mut self,
        call: impl Future<Output = wasmtime::Result<T>>,
    ) -> Result<T, CallFailure> {
        let (timeout, call) = (self.timeout, self.turn.run(call));
        let timed = async {
            match timeout {
                Some(limit) => tokio::time::timeout(limit, call).await.map_err(|_| limit),
                None => Ok(call.await),
            }
        };
        tokio::select! {
            biased;
            () = stopped(&mut self.stop) => Err(CallFailure::Stopped),
            result = timed => match result {
                Ok(result) => result.map_err(CallFailure::Trapped),
                Err(limit) => Err(CallFailure::TimedOut(limit)),
            },
        }
    }
}

/// Waits for the stop signal.
pub(super) async fn stopped(stop: &mut watch::Receiver<bool>) {
    // The registry entry owns the sender. If the entry is gone, no handle to the instance is left either.
    let _ = stop.wait_for(|stop| *stop).await;
}

impl CallFailure {
    /// The end of an instance that could not be instantiated.
    pub(super) fn into_start_end(self, state: &State) -> End {
        match (&self, state.memory.refused()) {
            // Not a trap of the component: its memory does not fit into the limit.
            (Self::Trapped(error), Some(limit)) if !error.is::<Trap>() => {
                End::LimitExceeded(format!("{limit} bytes of memory"))
            }
            _ => self.into_end(state),
        }
    }

    /// The end of the instance whose call failed.
    pub(super) fn into_end(self, state: &State) -> End {
        match self {
            Self::Stopped => End::Stopped,
            Self::TimedOut(limit) => {
                End::LimitExceeded(format!("{} ms for one call", limit.as_millis()))
            }
            // The blocking threads of a runtime end with it.
            Self::Trapped(error)
                if error.downcast_ref::<JoinError>().is_some_and(JoinError::is_cancelled) =>
            {
                End::Stopped
            }
            Self::Trapped(error) => {
                // The backtrace has names of the component's functions.
                tracing::debug!(target: "airssys::host", component = %state.entry.id,
                    error = format!("{error:?}"), "trapped");
                let mut reason = error.root_cause().to_string();
                if let Some(limit) = state.memory.refused() {
                    reason += &format!(
                        ", after the host had refused to exceed the limit of {limit} bytes of memory"
                    );
                }
                End::Trapped(reason)
            }
        }
    }
}
