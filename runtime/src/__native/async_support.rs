//! Streams, futures and tasks in memory, with the names and functions of wit-bindgen's `rt::async_support`.
//!
//! A write completes when the other end has read values of it, as in the [component model]: nothing is buffered.
//!
//! [component model]: https://github.com/WebAssembly/component-model/blob/main/design/mvp/Concurrency.md#streams-and-futures

mod error_context;
mod future;
mod shared;
mod stream;
mod task;

pub use wit_bindgen::rt::async_support::*;

pub use self::error_context::ErrorContext;
pub use self::future::{
    FutureRead, FutureReader, FutureWrite, FutureWriteCancel, FutureWriter, future_new,
};
#[cfg(feature = "futures-stream")]
pub use self::stream::StreamReaderStream;
pub use self::stream::{
    AbiBuffer, StreamRead, StreamReader, StreamWrite, StreamWriter, stream_new,
};
#[cfg(feature = "async-spawn")]
pub use self::task::{JoinHandle, spawn_local};
pub use self::task::{backpressure_dec, backpressure_inc, block_on, yield_blocking};

/// Panics: handles of the component model do not exist outside of a component.
#[cold]
fn no_handle() -> ! {
    panic!("a stream or future was passed to code that is part of a component only")
}
