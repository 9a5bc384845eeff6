//! Rust bindings for a whole directory of WIT packages, in one line.
//!
//! See the [README](https://github.com/airsstack/airssys-bindings) for the whole story, and
//! [`airssys_bindings!`] for the options.
#![no_std]

#[cfg(feature = "macros")]
pub use airssys_bindings_macro::airssys_bindings;

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
#[doc(hidden)]
pub use wit_bindgen::rt;

/// The Wasmtime that `side: host` generates code for.
#[cfg(feature = "host")]
pub use wasmtime;

/// Wasmtime as generated code names it. Not for use by hand: it changes with every version.
#[cfg(feature = "host")]
#[doc(hidden)]
pub mod __wasmtime;
