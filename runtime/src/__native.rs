//! Mocks and handles of the current thread.

#[cfg(all(feature = "async", feature = "std"))]
pub mod async_support;
#[cfg(feature = "std")]
mod handles;
#[cfg(all(feature = "std", feature = "host-services"))]
pub mod host;
#[cfg(feature = "std")]
mod imported;
#[cfg(feature = "std")]
mod installed;
#[cfg(feature = "std")]
mod macros;
#[cfg(all(feature = "std", any(feature = "async", feature = "host-services")))]
pub(crate) mod unpark;
#[cfg(not(feature = "std"))]
mod without_std;

#[cfg(feature = "std")]
pub use self::handles::{drop_handle, insert_object, insert_rep, mocked, object, plug_rep, rep};
#[cfg(feature = "std")]
pub use self::imported::Imported;
#[cfg(feature = "std")]
pub(crate) use self::installed::remove;
#[cfg(feature = "std")]
pub use self::installed::{Interface, Running, current, install, plug};
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

/// Panics: a function of a component cannot be called by another one in native code.
///
/// `interface` and `function` are names in WIT.
#[cfg(feature = "std")]
#[cold]
#[track_caller]
pub fn not_plugged(interface: &str, function: &str, reason: &str) -> ! {
    panic!(
        "`{function}` of `{interface}` cannot be called between two components in native code: {reason}\n  \
         = help: install a mock that implements it"
    )
}

/// Joins the guards of several mocks.
#[cfg(feature = "std")]
pub fn joined<const N: usize>(parts: [crate::mocks::Installed; N]) -> crate::mocks::Installed {
    crate::mocks::Installed::joined(parts)
}
