//! Mocks of imports, for the unit tests of guests.
//!
//! For each interface and world with imports, the generated module has a trait `Mock` with the same functions, and the
//! functions `mock` and `mock_with` that install an implementation. They exist in the tests of the crate (`#[cfg(test)]`), and with the option
//! `mocks: true` on all targets but WebAssembly. `host::native`, with the feature `host-services`, installs a host for the `airssys` packages in place
//! of mocks.
//!
//! Where a world exports an interface that a world imports, the module of the export has a function `plug`, which makes the exports of
//! a component the implementation of the import.

use std::boxed::Box;
use std::marker::PhantomData;
use std::mem;
use std::pin::Pin;
use std::vec::Vec;

use crate::__native;

/// The result of an `async` function of a mock.
pub type Future<'a, T> = Pin<Box<dyn core::future::Future<Output = T> + 'a>>;

/// A mock, or the host services, that are installed for the current thread until this is dropped.
///
/// Of several for an interface, the one that was installed last is called.
#[derive(Debug)]
#[must_use = "the mock is removed when this is dropped"]
pub struct Installed {
    ids: Vec<u64>,
    /// The mock belongs to its thread.
    thread: PhantomData<*const ()>,
}

impl Installed {
    pub(crate) fn new(id: u64) -> Self {
        Self { ids: Vec::from([id]), thread: PhantomData }
    }

    /// Joins the guards of several mocks.
    pub(crate) fn joined(parts: impl IntoIterator<Item = Self>) -> Self {
        let ids = parts.into_iter().flat_map(|mut part| mem::take(&mut part.ids)).collect();
        Self { ids, thread: PhantomData }
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        __native::remove(&self.ids);
    }
}
