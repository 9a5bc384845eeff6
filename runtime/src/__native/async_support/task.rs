//! Tasks: `block_on` runs a future, and the futures that it spawns, on the current thread.

#[cfg(feature = "async-spawn")]
use std::boxed::Box;
#[cfg(feature = "async-spawn")]
use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll};
use std::thread;
#[cfg(feature = "async-spawn")]
use std::{pin::Pin, sync::Arc, sync::Mutex, sync::PoisonError, task::Waker, vec::Vec};

#[cfg(feature = "async-spawn")]
use crate::__native::Running;
use crate::__native::unpark;

/// Runs a future, and the tasks that it spawns, on the current thread.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let waker = unpark::waker();
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    let mut result = None;
    loop {
        if result.is_none()
            && let Poll::Ready(value) = future.as_mut().poll(&mut context)
        {
            result = Some(value);
        }
        let is_idle = poll_spawned(&mut context);
        match result {
            Some(value) if is_idle => return value,
            _ => thread::park(),
        }
    }
}

/// A task that was spawned.
#[cfg(feature = "async-spawn")]
type Task = Pin<Box<dyn Future<Output = ()>>>;

#[cfg(feature = "async-spawn")]
std::thread_local! {
    static SPAWNED: RefCell<Vec<Task>> = RefCell::default();
}

/// Polls the spawned tasks, and returns `true` if none is left.
#[cfg(feature = "async-spawn")]
fn poll_spawned(context: &mut Context<'_>) -> bool {
    let mut waiting: Vec<Task> = Vec::new();
    loop {
        // Tasks spawn others.
        let tasks = SPAWNED.take();
        if tasks.is_empty() {
            break;
        }
        waiting.extend(
            tasks
                .into_iter()
                .filter_map(|mut task| task.as_mut().poll(context).is_pending().then_some(task)),
        );
    }
    let is_idle = waiting.is_empty();
    SPAWNED.set(waiting);
    is_idle
}

/// Returns `true`: nothing can be spawned.
#[cfg(not(feature = "async-spawn"))]
fn poll_spawned(_: &mut Context<'_>) -> bool {
    true
}

/// What a task and its handle share.
#[cfg(feature = "async-spawn")]
struct Joined<T> {
    result: Option<T>,
    is_cancelled: bool,
    is_ended: bool,
    /// Wakes the end that waits for the other one.
    handle: Option<Waker>,
    task: Option<Waker>,
}

/// A handle of a spawned task, which can be awaited. The result is `None` if the task was cancelled.
#[cfg(feature = "async-spawn")]
pub struct JoinHandle<T> {
    joined: Arc<Mutex<Joined<T>>>,
}

#[cfg(feature = "async-spawn")]
impl<T> JoinHandle<T> {
    /// Cancels the task.
    pub fn cancel(&mut self) {
        let mut joined = self.joined.lock().unwrap_or_else(PoisonError::into_inner);
        joined.is_cancelled = true;
        if let Some(task) = joined.task.take() {
            task.wake();
        }
    }
}

#[cfg(feature = "async-spawn")]
impl<T> Future for JoinHandle<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut joined = self.joined.lock().unwrap_or_else(PoisonError::into_inner);
        if joined.is_ended {
            return Poll::Ready(joined.result.take());
        }
        joined.handle = Some(context.waker().clone());
        Poll::Pending
    }
}

/// Spawns a task on the current thread. [`block_on`] runs it.
#[cfg(feature = "async-spawn")]
pub fn spawn_local<T: 'static>(future: impl Future<Output = T> + 'static) -> JoinHandle<T> {
    let joined = Arc::new(Mutex::new(Joined {
        result: None,
        is_cancelled: false,
        is_ended: false,
        handle: None,
        task: None,
    }));
    let handle = JoinHandle { joined: Arc::clone(&joined) };
    // A task belongs to the component that spawned it.
    let mut future = Running::now().run(future);
    let task = std::future::poll_fn(move |context| {
        let is_cancelled = joined.lock().unwrap_or_else(PoisonError::into_inner).is_cancelled;
        let polled = match is_cancelled {
            true => Poll::Ready(None),
            false => future.as_mut().poll(context).map(Some),
        };
        let mut joined = joined.lock().unwrap_or_else(PoisonError::into_inner);
        let Poll::Ready(result) = polled else {
            joined.task = Some(context.waker().clone());
            return Poll::Pending;
        };
        joined.result = result;
        joined.is_ended = true;
        if let Some(handle) = joined.handle.take() {
            handle.wake();
        }
        Poll::Ready(())
    });
    SPAWNED.with_borrow_mut(|tasks| tasks.push(Box::pin(task)));
    handle
}

/// Lets other threads run, and returns `true`: the task is not cancelled.
#[must_use]
pub fn yield_blocking() -> bool {
    thread::yield_now();
    true
}

/// Does nothing: native calls have no backpressure.
pub fn backpressure_inc() {}

/// Does nothing: native calls have no backpressure.
pub fn backpressure_dec() {}
