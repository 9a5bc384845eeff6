//! Streams: writes and reads that meet in memory.

use std::fmt;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec::Vec;

use wit_bindgen::rt::async_support::{StreamOps, StreamResult, StreamVtable};

use super::shared::End;

/// The reads and writes of a stream.
struct Transfers<T> {
    /// The values of the write in progress that were not read yet.
    write: Option<Vec<T>>,
    /// The number of values of the write in progress that were read.
    written: usize,
    /// The largest number of values that the read in progress takes.
    read: Option<usize>,
    /// The values that arrived for the read in progress.
    arrived: Vec<T>,
    is_writer_dropped: bool,
    is_reader_dropped: bool,
}

impl<T> Transfers<T> {
    /// Moves values from the write to the read if both are in progress.
    fn transfer(&mut self) {
        let (Some(values), Some(room)) = (&mut self.write, &mut self.read) else { return };
        let count = values.len().min(*room);
        self.arrived.extend(values.drain(..count));
        *room -= count;
        self.written += count;
    }
}

/// Creates a stream.
#[must_use]
pub fn stream_new<T>(_: &'static StreamVtable<T>) -> (StreamWriter<T>, StreamReader<T>) {
    let (writer, reader) = End::pair(Transfers {
        write: None,
        written: 0,
        read: None,
        arrived: Vec::new(),
        is_writer_dropped: false,
        is_reader_dropped: false,
    });
    (StreamWriter { end: writer }, StreamReader { end: reader })
}

/// The values of a write that were not read.
pub struct AbiBuffer<O: StreamOps> {
    values: Vec<O::Payload>,
}

impl<O: StreamOps> AbiBuffer<O> {
    /// Returns the values.
    #[must_use]
    pub fn into_vec(self) -> Vec<O::Payload> {
        self.values
    }

    /// Returns the number of values.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.values.len()
    }
}

type Buffer<T> = AbiBuffer<&'static StreamVtable<T>>;

/// The end of a stream that is written to.
pub struct StreamWriter<T: 'static> {
    end: End<Transfers<T>>,
}

impl<T> StreamWriter<T> {
    /// Writes values. The result says how many were read, and has the rest.
    pub fn write(&mut self, values: Vec<T>) -> StreamWrite<'_, T> {
        StreamWrite { writer: self, state: State::New(values) }
    }

    /// Writes the rest of another write.
    pub fn write_buf(&mut self, values: Buffer<T>) -> StreamWrite<'_, T> {
        self.write(values.into_vec())
    }

    /// Writes values until all were read, and returns those that were not since the reader was dropped.
    pub async fn write_all(&mut self, values: Vec<T>) -> Vec<T> {
        let (mut status, mut rest) = self.write(values).await;
        while let StreamResult::Complete(_) = status
            && rest.remaining() > 0
        {
            (status, rest) = self.write_buf(rest).await;
        }
        rest.into_vec()
    }

    /// Writes a value, and returns it if the reader was dropped.
    pub async fn write_one(&mut self, value: T) -> Option<T> {
        let mut values = Vec::with_capacity(1);
        values.push(value);
        self.write_all(values).await.pop()
    }
}

impl<T> fmt::Debug for StreamWriter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamWriter").finish_non_exhaustive()
    }
}

impl<T> Drop for StreamWriter<T> {
    fn drop(&mut self) {
        let mut shared = self.end.lock();
        shared.is_writer_dropped = true;
        shared.wake();
    }
}

/// The state of a read or write, with its buffer.
enum State<T> {
    New(Vec<T>),
    /// The values of a write are shared; the buffer is that of a read.
    InProgress(Vec<T>),
    Done,
}

/// A write to a stream.
pub struct StreamWrite<'a, T: 'static> {
    writer: &'a mut StreamWriter<T>,
    state: State<T>,
}

impl<T> Unpin for StreamWrite<'_, T> {}

impl<T> StreamWrite<'_, T> {
    /// Cancels the write, and returns what was not read. The result says whether values were read before.
    ///
    /// # Panics
    ///
    /// If the write is complete already.
    pub fn cancel(mut self: Pin<&mut Self>) -> (StreamResult, Buffer<T>) {
        match mem::replace(&mut self.state, State::Done) {
            State::New(values) => (StreamResult::Cancelled, AbiBuffer { values }),
            State::InProgress(_) => {
                let (written, values) = self.take();
                let result = match written {
                    0 => StreamResult::Cancelled,
                    count => StreamResult::Complete(count),
                };
                (result, AbiBuffer { values })
            }
            State::Done => panic!("the write is complete already"),
        }
    }

    /// Ends the write in progress, and returns how many values were read, and the others.
    fn take(&self) -> (usize, Vec<T>) {
        let mut shared = self.writer.end.lock();
        (mem::take(&mut shared.written), shared.write.take().unwrap_or_default())
    }
}

impl<T> Future for StreamWrite<'_, T> {
    type Output = (StreamResult, Buffer<T>);

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let end = self.writer.end.clone();
        let mut shared = end.lock();
        match mem::replace(&mut self.state, State::Done) {
            State::New(values) => {
                shared.write = Some(values);
                shared.wake();
            }
            State::InProgress(_) => {}
            State::Done => panic!("the write is complete already"),
        }
        // A write of nothing waits for a read.
        let is_met = shared.read.is_some();
        shared.transfer();
        let is_empty = shared.write.as_ref().is_none_or(Vec::is_empty);
        let written = shared.written;
        let result = match written {
            _ if written > 0 => StreamResult::Complete(written),
            _ if shared.is_reader_dropped => StreamResult::Dropped,
            _ if is_met && is_empty => StreamResult::Complete(0),
            _ => {
                shared.wait(context);
                self.state = State::InProgress(Vec::new());
                return Poll::Pending;
            }
        };
        shared.wake();
        drop(shared);
        let (_, values) = self.take();
        Poll::Ready((result, AbiBuffer { values }))
    }
}

impl<T> Drop for StreamWrite<'_, T> {
    fn drop(&mut self) {
        if let State::InProgress(_) = self.state {
            self.take();
        }
    }
}

/// The end of a stream that is read from.
pub struct StreamReader<T: 'static> {
    end: End<Transfers<T>>,
}

impl<T> StreamReader<T> {
    /// Reads values into the spare capacity of a buffer.
    pub fn read(&mut self, buffer: Vec<T>) -> StreamRead<'_, T> {
        StreamRead { reader: self, state: State::New(buffer) }
    }

    /// Reads a value, or `None` at the end of the stream.
    pub async fn next(&mut self) -> Option<T> {
        let (_, mut values) = self.read(Vec::with_capacity(1)).await;
        values.pop()
    }

    /// Reads the values up to the end of the stream.
    pub async fn collect(mut self) -> Vec<T> {
        let mut values = Vec::new();
        loop {
            values.reserve(1);
            let (result, read) = self.read(values).await;
            values = read;
            if result == StreamResult::Dropped {
                return values;
            }
        }
    }

    /// Returns the values as a stream of the crate `futures`.
    #[cfg(feature = "futures-stream")]
    #[must_use]
    pub fn into_stream(self) -> StreamReaderStream<T> {
        StreamReaderStream::new(self)
    }

    #[doc(hidden)]
    #[must_use]
    pub fn new(_: u32, _: &'static StreamVtable<T>) -> Self {
        super::no_handle()
    }

    #[doc(hidden)]
    #[must_use]
    pub fn take_handle(&self) -> u32 {
        super::no_handle()
    }

    #[doc(hidden)]
    #[must_use]
    pub fn handle(&self) -> u32 {
        super::no_handle()
    }

    /// Reads into the buffer of `state`.
    fn poll_read(
        &mut self,
        state: &mut State<T>,
        context: &mut Context<'_>,
    ) -> Poll<(StreamResult, Vec<T>)> {
        let mut shared = self.end.lock();
        let mut buffer = match mem::replace(state, State::Done) {
            State::New(buffer) => {
                shared.read = Some(buffer.capacity() - buffer.len());
                shared.wake();
                buffer
            }
            State::InProgress(buffer) => buffer,
            State::Done => panic!("the read is complete already"),
        };
        // A write whose values were all read is over, whether its end knows it or not.
        let is_over = shared.written > 0 && shared.write.as_ref().is_none_or(Vec::is_empty);
        let is_met = shared.write.is_some() && !is_over;
        shared.transfer();
        let count = shared.arrived.len();
        let result = match shared.read {
            _ if count > 0 => StreamResult::Complete(count),
            _ if is_met => StreamResult::Complete(0),
            _ if shared.is_writer_dropped => StreamResult::Dropped,
            _ => {
                shared.wait(context);
                *state = State::InProgress(buffer);
                return Poll::Pending;
            }
        };
        buffer.append(&mut shared.arrived);
        shared.read = None;
        shared.wake();
        Poll::Ready((result, buffer))
    }
}

impl<T> fmt::Debug for StreamReader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamReader").finish_non_exhaustive()
    }
}

impl<T> Drop for StreamReader<T> {
    fn drop(&mut self) {
        let mut shared = self.end.lock();
        shared.is_reader_dropped = true;
        shared.wake();
    }
}

/// A read from a stream.
pub struct StreamRead<'a, T: 'static> {
    reader: &'a mut StreamReader<T>,
    state: State<T>,
}

impl<T> Unpin for StreamRead<'_, T> {}

impl<T> StreamRead<'_, T> {
    /// Cancels the read, and returns the buffer. The result says whether values were read before.
    ///
    /// # Panics
    ///
    /// If the read is complete already.
    pub fn cancel(mut self: Pin<&mut Self>) -> (StreamResult, Vec<T>) {
        match mem::replace(&mut self.state, State::Done) {
            State::New(buffer) => (StreamResult::Cancelled, buffer),
            State::InProgress(mut buffer) => {
                let mut arrived = self.take();
                let result = match arrived.len() {
                    0 => StreamResult::Cancelled,
                    count => StreamResult::Complete(count),
                };
                buffer.append(&mut arrived);
                (result, buffer)
            }
            State::Done => panic!("the read is complete already"),
        }
    }

    /// Ends the read in progress, and returns the values that arrived.
    fn take(&self) -> Vec<T> {
        let mut shared = self.reader.end.lock();
        shared.read = None;
        mem::take(&mut shared.arrived)
    }
}

impl<T> Future for StreamRead<'_, T> {
    type Output = (StreamResult, Vec<T>);

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { reader, state } = &mut *self;
        reader.poll_read(state, context)
    }
}

impl<T> Drop for StreamRead<'_, T> {
    fn drop(&mut self) {
        if let State::InProgress(_) = self.state {
            self.take();
        }
    }
}

/// The values of a stream as a stream of the crate `futures`.
#[cfg(feature = "futures-stream")]
pub struct StreamReaderStream<T: 'static> {
    /// `None` at the end of the stream.
    reader: Option<StreamReader<T>>,
    /// The read in progress.
    state: Option<State<T>>,
}

#[cfg(feature = "futures-stream")]
impl<T> Unpin for StreamReaderStream<T> {}

#[cfg(feature = "futures-stream")]
impl<T> StreamReaderStream<T> {
    /// Wraps a reader.
    #[must_use]
    pub fn new(reader: StreamReader<T>) -> Self {
        Self { reader: Some(reader), state: None }
    }

    /// Returns the reader, or `None` while it reads and at the end of the stream.
    #[must_use]
    pub fn into_inner(self) -> Option<StreamReader<T>> {
        self.reader.filter(|_| self.state.is_none())
    }
}

#[cfg(feature = "futures-stream")]
impl<T> futures_core::Stream for StreamReaderStream<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let Self { reader, state } = &mut *self;
        let Some(end) = reader else { return Poll::Ready(None) };
        let read = state.get_or_insert_with(|| State::New(Vec::with_capacity(1)));
        let (_, mut values) = std::task::ready!(end.poll_read(read, context));
        *state = None;
        let value = values.pop();
        if value.is_none() {
            *reader = None;
        }
        Poll::Ready(value)
    }
}
