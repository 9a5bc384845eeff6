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

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn long_computations_leave_one_thread_to_short_calls() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(3).build();
        let runtime = runtime.expect("a runtime");
        let turns = Turns::default();
        let [running, most] = [(); 2].map(|()| Arc::new(AtomicUsize::new(0)));
        let tasks = [(); 6].map(|()| {
            let turn = turns.turn(runtime.handle());
            let (used, running, most) = (turn.used.clone(), running.clone(), most.clone());
            let mut ticks = 0;
            let call = poll_fn(move |context| {
                let is_long = ticks > 0;
                if is_long {
                    most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                }
                thread::sleep(Duration::from_millis(2));
                if is_long {
                    running.fetch_sub(1, Ordering::SeqCst);
                }
                // As the callback of the store does after each tick.
                used.store(true, Ordering::Relaxed);
                ticks += 1;
                context.waker().wake_by_ref();
                if ticks == 20 { Poll::Ready(()) } else { Poll::Pending }
            });
            runtime.spawn(async move { turn.run(call).await })
        });
        for task in tasks {
            runtime.block_on(task).expect("the task does not panic");
        }
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }
}
