//! Wasmtime, as generated code names it. The `flags!` of Wasmtime names the crate `wasmtime` whatever `wasmtime_crate`
//! is, but users of `airssys-bindings` do not necessarily depend on a crate of that name; the one here works without.

pub use wasmtime::*;

/// See [`wasmtime::component`].
pub mod component {
    pub use wasmtime::component::*;

    pub use crate::__flags as flags;
}

/// The name `wasmtime`, which `__flags!` glob-imports: unlike other imports, glob imports can be repeated in a module.
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
