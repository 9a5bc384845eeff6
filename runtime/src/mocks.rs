//! Mocks of imports, for the unit tests of guests.
//!
//! For each interface and world with imports, the generated module has a trait `Mock` with the same functions, and the
//! functions `mock` and `mock_with` that install an implementation. They exist in the tests of the crate (`#[cfg(test)]`), and with the option
//! `mocks: true` on all targets but WebAssembly. `host::native`, with the feature `host-services`, installs a host for the `airssys` packages in place
//! of mocks.

use std::boxed::Box;
use std::marker::PhantomData;
use std::pin::Pin;

use crate::__native;

/// The result of an `async` function of a mock.
pub type Future<'a, T> = Pin<Box<dyn core::future::Future<Output = T> + 'a>>;

/// A mock, or the host services, that are installed for the current thread until this is dropped.
///
/// Of several for an interface, the one that was installed last is called.
#[derive(Debug)]
#[must_use = "the mock is removed when this is dropped"]
pub struct Installed {
    id: u64,
    /// The mock belongs to its thread.
    thread: PhantomData<*const ()>,
}

impl Installed {
    pub(crate) fn new(id: u64) -> Self {
        Self { id, thread: PhantomData }
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        __native::remove(self.id);
    }
}
