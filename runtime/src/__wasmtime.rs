//! Wasmtime with another `flags!`: that of Wasmtime calls the crate by its name, whatever `wasmtime_crate` says, and a
//! user of `airssys-bindings` need not have it by that name.

pub use wasmtime::*;

/// See [`wasmtime::component`].
pub mod component {
    pub use wasmtime::component::*;

    pub use crate::__flags as flags;
}

/// What `flags!` names, to be there wherever it is called. Imports by `*` may be repeated.
pub mod name {
    pub use wasmtime;
}

/// See `wasmtime::component::flags`.
#[macro_export]
#[doc(hidden)]
macro_rules! __flags {
    ($($flags:tt)*) => {
        #[allow(unused_imports)]
        use $crate::__wasmtime::name::*;
        $crate::wasmtime::component::flags!($($flags)*);
    };
}
