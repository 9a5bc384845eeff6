//! What the two ends of a stream or future share: its state, and the waker of the end that waits for the other one.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};

/// The state `S` of a stream or future.
pub(super) struct Shared<S> {
    state: S,
    waker: Option<Waker>,
}

/// One of the two ends.
pub(super) struct End<S>(Arc<Mutex<Shared<S>>>);

impl<S> End<S> {
    /// Creates two ends.
    pub(super) fn pair(state: S) -> (Self, Self) {
        let end = Self(Arc::new(Mutex::new(Shared { state, waker: None })));
        (end.clone(), end)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Shared<S>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S> Clone for End<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S> Shared<S> {
    /// Wakes the end that waits for the other one.
    pub(super) fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// Wakes the task of the context when the other end has done something.
    pub(super) fn wait(&mut self, context: &Context<'_>) {
        self.waker = Some(context.waker().clone());
    }
}

impl<S> Deref for Shared<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.state
    }
}

impl<S> DerefMut for Shared<S> {
    fn deref_mut(&mut self) -> &mut S {
        &mut self.state
    }
}
