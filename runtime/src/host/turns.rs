//! The turns of components on the threads of the runtime.
//!
//! A component that computes for longer than a tick yields, and gets its next turn only when few enough others compute
//! for long: one thread is left for short calls. On a runtime with one thread, a short call waits for about one tick, however many
//! components never stop computing.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::Poll;

use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use wasmtime::{Store, UpdateDeadline};

/// The turns of all components of a host that compute for long: one for each thread of the runtime but one.
#[derive(Default)]
pub(super) struct Turns(OnceLock<Arc<Semaphore>>);

/// The turns of one component.
pub(super) struct Turn {
    turns: Arc<Semaphore>,
    /// `true` after the component has computed for a tick.
    used: Arc<AtomicBool>,
}

impl Turns {
    pub(super) fn turn(&self, runtime: &Handle) -> Turn {
        let turns = || {
            let threads = runtime.metrics().num_workers();
            Arc::new(Semaphore::new(threads.saturating_sub(1).max(1)))
        };
        Turn { turns: self.0.get_or_init(turns).clone(), used: Arc::default() }
    }
}

impl Turn {
    /// Makes calls into the store yield after each tick.
    pub(super) fn yield_after_each_tick<T: 'static>(&self, store: &mut Store<T>) {
        let used = self.used.clone();
        store.epoch_deadline_callback(move |_| {
            used.store(true, Ordering::Relaxed);
            Ok(UpdateDeadline::Yield(1))
        });
    }

    /// Runs a call into the store.
    pub(super) async fn run<T>(&self, call: impl Future<Output = T>) -> T {
        let mut call = pin!(call);
        loop {
            let permit = match self.used.swap(false, Ordering::Relaxed) {
                true => self.turns.acquire().await.ok(),
                false => None,
            };
            let result = poll_fn(|context| Poll::Ready(call.as_mut().poll(context))).await;
            drop(permit);
            match result {
                Poll::Ready(result) => return result,
                Poll::Pending => woken().await,
            }
        }
    }
}

/// Waits until the task is woken by what it has polled before.
async fn woken() {
    let mut polled = false;
    poll_fn(|_| match std::mem::replace(&mut polled, true) {
        true => Poll::Ready(()),
        false => Poll::Pending,
    })
    .await;
}
