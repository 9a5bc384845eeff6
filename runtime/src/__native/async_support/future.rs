//! Futures: a value in memory, with an end to write to and one to read from.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll};

use wit_bindgen::rt::async_support::{FutureVtable, FutureWriteError};

use super::shared::End;

/// The state of a future.
struct State<T> {
    /// The value that was written and not read yet.
    value: Option<T>,
    is_read: bool,
    is_reader_dropped: bool,
}

/// Creates a future. If nothing is written, `default` makes the value.
#[must_use]
pub fn future_new<T>(
    default: fn() -> T,
    _: &'static FutureVtable<T>,
) -> (FutureWriter<T>, FutureReader<T>) {
    let (writer, reader) =
        End::pair(State { value: None, is_read: false, is_reader_dropped: false });
    (FutureWriter { end: Some(writer), default }, FutureReader { end: Some(reader) })
}

/// The end of a future that is written to.
pub struct FutureWriter<T: 'static> {
    /// `None` after a write has begun.
    end: Option<End<State<T>>>,
    default: fn() -> T,
}

impl<T> FutureWriter<T> {
    /// Writes the value. The write is complete when it was read.
    #[must_use]
    pub fn write(mut self, value: T) -> FutureWrite<T> {
        FutureWrite { end: self.end.take(), value: Some(value), default: self.default }
    }
}

impl<T> fmt::Debug for FutureWriter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FutureWriter").finish_non_exhaustive()
    }
}

impl<T> Drop for FutureWriter<T> {
    fn drop(&mut self) {
        let Some(end) = self.end.take() else { return };
        if !end.lock().is_reader_dropped {
            let value = (self.default)();
            let mut shared = end.lock();
            shared.value = Some(value);
            shared.wake();
        }
    }
}

/// A write to a future.
pub struct FutureWrite<T: 'static> {
    /// `None` after the write is complete.
    end: Option<End<State<T>>>,
    /// The value, before it is shared.
    value: Option<T>,
    default: fn() -> T,
}

impl<T> Unpin for FutureWrite<T> {}

/// The result of a write that was cancelled.
#[derive(Debug)]
pub enum FutureWriteCancel<T: 'static> {
    /// The value was read before.
    AlreadySent,
    /// The reader was dropped before.
    Dropped(T),
    /// The value was not read. It can be written later.
    Cancelled(T, FutureWriter<T>),
}

impl<T> FutureWrite<T> {
    /// Cancels the write.
    ///
    /// # Panics
    ///
    /// If the write is complete already.
    pub fn cancel(mut self: Pin<&mut Self>) -> FutureWriteCancel<T> {
        let end = self.end.take().expect("the write is not complete");
        let mut shared = end.lock();
        let value = self.value.take().or_else(|| shared.value.take());
        let is_reader_dropped = shared.is_reader_dropped;
        drop(shared);
        match value {
            None => FutureWriteCancel::AlreadySent,
            Some(value) if is_reader_dropped => FutureWriteCancel::Dropped(value),
            Some(value) => {
                let writer = FutureWriter { end: Some(end), default: self.default };
                FutureWriteCancel::Cancelled(value, writer)
            }
        }
    }
}

impl<T> Future for FutureWrite<T> {
    type Output = Result<(), FutureWriteError<T>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let end = self.end.clone().expect("the write is not complete");
        let mut shared = end.lock();
        if let Some(value) = self.value.take() {
            shared.value = Some(value);
            shared.wake();
        }
        let result = if shared.is_read {
            Ok(())
        } else if shared.is_reader_dropped
            && let Some(value) = shared.value.take()
        {
            Err(FutureWriteError { value })
        } else {
            shared.wait(context);
            return Poll::Pending;
        };
        self.end = None;
        Poll::Ready(result)
    }
}

impl<T> Drop for FutureWrite<T> {
    fn drop(&mut self) {
        // As in wit-bindgen, the value is lost, and the reader gets the default.
        if self.end.is_some() {
            drop(Pin::new(self).cancel());
        }
    }
}

/// The end of a future that is read from: await it.
pub struct FutureReader<T: 'static> {
    /// `None` after a read has begun.
    end: Option<End<State<T>>>,
}

impl<T> FutureReader<T> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(_: u32, _: &'static FutureVtable<T>) -> Self {
        super::no_handle()
    }

    #[doc(hidden)]
    #[must_use]
    pub fn take_handle(&self) -> u32 {
        super::no_handle()
    }
}

impl<T> fmt::Debug for FutureReader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FutureReader").finish_non_exhaustive()
    }
}

impl<T> IntoFuture for FutureReader<T> {
    type Output = T;
    type IntoFuture = FutureRead<T>;

    fn into_future(self) -> FutureRead<T> {
        FutureRead { reader: Some(self) }
    }
}

impl<T> Drop for FutureReader<T> {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            let mut shared = end.lock();
            shared.is_reader_dropped = true;
            shared.wake();
        }
    }
}

/// A read from a future.
pub struct FutureRead<T: 'static> {
    /// `None` after the read is complete.
    reader: Option<FutureReader<T>>,
}

impl<T> Unpin for FutureRead<T> {}

impl<T> FutureRead<T> {
    /// Cancels the read, and returns the value if it was written before.
    ///
    /// # Errors
    ///
    /// The reader, if nothing was written.
    ///
    /// # Panics
    ///
    /// If the read is complete already.
    pub fn cancel(mut self: Pin<&mut Self>) -> Result<T, FutureReader<T>> {
        let reader = self.reader.take().expect("the read is not complete");
        reader.take().ok_or(reader)
    }
}

impl<T> FutureReader<T> {
    /// Takes the value if it was written.
    fn take(&self) -> Option<T> {
        let mut shared = self.end.as_ref()?.lock();
        let value = shared.value.take()?;
        shared.is_read = true;
        shared.wake();
        Some(value)
    }
}

impl<T> Future for FutureRead<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let reader = self.reader.as_ref().expect("the read is not complete");
        if let Some(value) = reader.take() {
            self.reader = None;
            return Poll::Ready(value);
        }
        if let Some(end) = &reader.end {
            end.lock().wait(context);
        }
        Poll::Pending
    }
}
