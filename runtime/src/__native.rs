//! Mocks and handles of the current thread.

#[cfg(all(feature = "async", feature = "std"))]
pub mod async_support;
#[cfg(feature = "std")]
mod handles;
#[cfg(all(feature = "std", feature = "host-services"))]
pub mod host;
#[cfg(feature = "std")]
mod installed;
#[cfg(feature = "std")]
mod macros;
#[cfg(not(feature = "std"))]
mod without_std;

#[cfg(feature = "std")]
pub use self::handles::{drop_handle, insert_object, insert_rep, mocked, object, rep};
#[cfg(feature = "std")]
pub(crate) use self::installed::remove;
#[cfg(feature = "std")]
pub use self::installed::{Interface, current, install};
#[cfg(not(feature = "std"))]
pub use self::without_std::{drop_handle, insert_rep, rep};
#[cfg(feature = "std")]
pub use std::{boxed::Box, rc::Rc};

/// Panics: an import was called where there are no mocks.
///
/// `interface` and `function` are names in WIT.
#[cold]
#[track_caller]
pub fn not_native(interface: &str, function: &str) -> ! {
    panic!(
        "`{function}` of `{interface}` was called outside of a component, where nothing implements it\n  \
         = help: call it in a unit test with a mock, or set the option `mocks: true` and install one here"
    )
}

/// Panics: an import was called in a test, and no mock of its interface is installed.
///
/// `interface` and `function` are names in WIT, `module` is the path of the generated module, and `mock` the name of the trait.
#[cfg(feature = "std")]
#[cold]
#[track_caller]
pub fn not_mocked(interface: &str, function: &str, module: &str, mock: &str) -> ! {
    let module = module.split_once("::").map_or("crate", |(_, module)| module);
    panic!(
        "`{function}` of `{interface}` was called, and no mock is installed in this thread\n  \
         = help: implement `{module}::{mock}`, and write `let _installed = {module}::mock(Rc::new(…));` before the call"
    )
}

/// Panics: a mock does not implement a function that was called.
///
/// `interface` and `function` are names in WIT, and `help` says what to do.
#[cfg(feature = "std")]
#[cold]
#[track_caller]
pub fn not_implemented<T: ?Sized>(interface: &str, function: &str, help: &str) -> ! {
    let mock = core::any::type_name::<T>();
    panic!(
        "`{function}` of `{interface}` was called, and the mock `{mock}` does not implement it\n  \
         = help: {help}"
    )
}
