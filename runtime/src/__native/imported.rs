//! A resource that one component exports, as another one imports it.

use std::future::Future;
use std::marker::PhantomData;

use super::Running;
use crate::mocks;

/// A resource that `T` implements.
pub struct Imported<T> {
    handle: u32,
    /// The components that ran when the resource was made: the last one is that of `T`.
    running: Running,
    implementation: PhantomData<fn() -> T>,
}

impl<T> Imported<T> {
    /// Returns the resource with a new handle.
    #[must_use]
    pub fn new(handle: u32) -> Self {
        Self { handle, running: Running::now(), implementation: PhantomData }
    }

    /// Returns the handle in place of a pointer, as the handles that borrow an exported resource have it.
    #[must_use]
    pub fn borrowed(&self) -> *const u8 {
        core::ptr::without_provenance(self.handle as usize)
    }

    /// Calls a method.
    pub fn call<R>(&self, method: impl FnOnce() -> R) -> R {
        self.running.call(method)
    }

    /// Returns the future of an `async` method.
    pub fn run<'a, R>(&self, future: impl Future<Output = R> + 'a) -> mocks::Future<'a, R> {
        self.running.clone().run(future)
    }
}
