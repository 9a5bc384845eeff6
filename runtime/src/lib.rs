//! Rust bindings for a whole directory of WIT packages, in one line.
//!
//! See the [README](https://github.com/airsstack/airssys-bindings) for the whole story, and
//! [`airssys_bindings!`] for the options.
#![cfg_attr(not(any(feature = "build", feature = "host-services")), no_std)]

#[cfg(feature = "host-services")]
extern crate self as airssys_bindings;

#[cfg(feature = "build")]
pub mod build;

#[cfg(feature = "host-services")]
pub mod host;

#[cfg(any(feature = "macros", feature = "host", feature = "host-bindings"))]
pub use airssys_bindings_macro::{airssys_bindings, overview};

/// Streams, futures and tasks, for components with `async` functions.
#[cfg(feature = "async")]
pub use wit_bindgen::{
    AbiBuffer, FutureOps, FutureRead, FutureReader, FutureWrite, FutureWriteCancel,
    FutureWriteError, FutureWriter, RawFutureRead, RawFutureReader, RawFutureWrite,
    RawFutureWriter, RawStreamRead, RawStreamReader, RawStreamWrite, RawStreamWriter, StreamOps,
    StreamRead, StreamReader, StreamResult, StreamWrite, StreamWriter, backpressure_dec,
    backpressure_inc, block_on, yield_async, yield_blocking,
};
/// Tasks beside the one that a function runs.
#[cfg(feature = "async-spawn")]
pub use wit_bindgen::{JoinHandle, spawn_local};

/// What generated code calls. Not for use by hand: it changes with every version.
#[cfg(feature = "guest")]
#[doc(hidden)]
pub use wit_bindgen::rt;

/// The Wasmtime that `side: host` generates code for.
#[cfg(feature = "wasmtime")]
pub use wasmtime;

/// Wasmtime as generated code names it. Not for use by hand: it changes with every version.
#[cfg(feature = "wasmtime")]
#[doc(hidden)]
pub mod __wasmtime;

/// Includes the bindings that a build script made with [`build::Config::generate`](https://docs.rs/airssys-bindings).
///
/// The tree is where this stands, as with [`airssys_bindings!`]. Nothing but the features of the run-time
/// support is needed for it: no macro. In a crate without a build script, the compiler complains that `OUT_DIR` is
/// not defined.
///
/// ```ignore
/// airssys_bindings::include_bindings!();
/// ```
#[macro_export]
macro_rules! include_bindings {
    () => {
        ::core::include!(::core::concat!(
            // Without words of our own if there is no build script: rust-analyzer does not read those.
            ::core::env!("OUT_DIR"),
            "/airssys_bindings.rs"
        ));
    };
}
