//! Rust bindings for a whole directory of WIT packages, in one line.
//!
//! The [README](https://github.com/airsstack/airssys-bindings) is an introduction; [`airssys_bindings!`] documents the
//! options.
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
/// Spawning of tasks, for components with `async` functions.
#[cfg(feature = "async-spawn")]
pub use wit_bindgen::{JoinHandle, spawn_local};

/// Run-time support for generated code. Not a public API: it changes with every version.
#[cfg(feature = "guest")]
#[doc(hidden)]
pub use wit_bindgen::rt;

/// The version of Wasmtime for which `side: host` generates code.
#[cfg(feature = "wasmtime")]
pub use wasmtime;

/// Wasmtime, as generated code names it. Not a public API: it changes with every version.
#[cfg(feature = "wasmtime")]
#[doc(hidden)]
pub mod __wasmtime;

/// Includes the bindings that a build script generated with
/// [`build::Config::generate`](https://docs.rs/airssys-bindings).
///
/// Expands to the module tree, like [`airssys_bindings!`], but needs only the features for run-time support, not the
/// macro. In a crate without a build script, rustc reports that `OUT_DIR` is not defined.
///
/// ```ignore
/// airssys_bindings::include_bindings!();
/// ```
#[macro_export]
macro_rules! include_bindings {
    () => {
        ::core::include!(::core::concat!(
            // No message of our own for a missing build script: rust-analyzer does not support `env!` with a message.
            ::core::env!("OUT_DIR"),
            "/airssys_bindings.rs"
        ));
    };
}
