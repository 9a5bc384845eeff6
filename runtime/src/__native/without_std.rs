//! Without `std`, there are no mocks, and handles cannot be made.

/// Does nothing: there is no handle to drop.
pub fn drop_handle(_: u32) {}

/// Panics.
pub fn insert_rep<T>(_: *mut u8, _: impl FnOnce()) -> u32 {
    needs_std()
}

/// Panics.
#[must_use]
pub fn rep<T>(_: u32) -> *mut u8 {
    needs_std()
}

fn needs_std() -> ! {
    panic!("resources in native code need the feature `std` of `airssys-bindings`")
}

/// Does nothing.
#[macro_export]
#[doc(hidden)]
macro_rules! __mock {
    ($($call:tt)*) => {};
}

/// Does nothing.
#[macro_export]
#[doc(hidden)]
macro_rules! __mock_method {
    ($($call:tt)*) => {};
}

/// Declares nothing.
#[macro_export]
#[doc(hidden)]
macro_rules! __mocks {
    ($($mocks:tt)*) => {};
}

/// Declares nothing.
#[macro_export]
#[doc(hidden)]
macro_rules! __plug {
    ($($plug:tt)*) => {};
}

/// Has no code.
#[macro_export]
#[doc(hidden)]
macro_rules! __plugged {
    ($($code:tt)*) => {};
}
