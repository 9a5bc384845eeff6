//! Streams, futures and tasks in memory.

use std::future::IntoFuture as _;
use std::pin::pin;

use airssys_bindings::{FutureWriteCancel, StreamResult, block_on};
use futures::{FutureExt as _, StreamExt as _, join};

use crate::demo::shop::carts;
use crate::exported::Guest as _;
use crate::{Backend, wit_future, wit_stream};

#[test]
fn a_write_completes_when_the_values_are_read() {
    let (mut writer, mut reader) = wit_stream::new::<u8>();
    block_on(async {
        let mut write = pin!(writer.write(vec![1, 2, 3]));
        assert!(write.as_mut().now_or_never().is_none());
        assert_eq!(reader.next().await, Some(1));
        let (result, rest) = write.await;
        assert_eq!(
            (result, rest.remaining(), rest.into_vec()),
            (StreamResult::Complete(1), 2, vec![2, 3])
        );
    });
}

#[test]
fn both_ends_run_at_the_same_time() {
    let (mut writer, reader) = wit_stream::new::<u8>();
    let write = async move {
        let rest = writer.write_all((0..=255).collect()).await;
        drop(writer);
        rest
    };
    let (rest, read) = block_on(async { join!(write, reader.collect()) });
    assert_eq!((rest, read), (vec![], (0..=255).collect()));
}

#[test]
fn a_stream_ends_when_the_other_end_is_dropped() {
    let (mut writer, reader) = wit_stream::new::<u8>();
    drop(reader);
    assert_eq!(block_on(writer.write_one(1)), Some(1));
    let (writer, mut reader) = wit_stream::new::<u8>();
    drop(writer);
    assert_eq!(block_on(reader.read(Vec::with_capacity(1))), (StreamResult::Dropped, vec![]));
    assert_eq!(block_on(reader.next()), None);
}

#[test]
fn reads_and_writes_can_be_cancelled() {
    let (mut writer, mut reader) = wit_stream::new::<u8>();
    {
        let mut write = pin!(writer.write(vec![1, 2]));
        assert!(write.as_mut().now_or_never().is_none());
        let (result, rest) = write.cancel();
        assert_eq!((result, rest.into_vec()), (StreamResult::Cancelled, vec![1, 2]));
    }
    {
        let mut read = pin!(reader.read(Vec::with_capacity(4)));
        assert!(read.as_mut().now_or_never().is_none());
        assert_eq!(read.cancel(), (StreamResult::Cancelled, vec![]));
    }
    let mut read = pin!(reader.read(Vec::with_capacity(4)));
    assert!(read.as_mut().now_or_never().is_none());
    let write = pin!(writer.write(vec![3])).now_or_never().unwrap();
    assert_eq!(write.0, StreamResult::Complete(1));
    assert_eq!(read.cancel(), (StreamResult::Complete(1), vec![3]));
}

#[test]
fn a_reader_is_a_stream_of_the_crate_futures() {
    let (mut writer, reader) = wit_stream::new::<u8>();
    let write = async move { drop(writer.write_all(vec![1, 2]).await) };
    let ((), read) = block_on(async { join!(write, reader.into_stream().collect::<Vec<_>>()) });
    assert_eq!(read, [1, 2]);
}

#[test]
fn a_future_carries_one_value_or_the_default() {
    let new = || wit_future::new(|| "nothing".to_owned());
    let (writer, reader) = new();
    let both = async { join!(writer.write("a value".to_owned()), reader.into_future()) };
    let (written, read) = block_on(both);
    written.unwrap();
    assert_eq!(read, "a value");
    let (writer, reader) = new();
    drop(writer);
    assert_eq!(block_on(reader.into_future()), "nothing");
    let (writer, reader) = new();
    drop(reader);
    let error = block_on(writer.write("a value".to_owned())).unwrap_err();
    assert_eq!(error.value, "a value");
}

#[test]
fn the_write_of_a_future_can_be_cancelled_and_done_again() {
    let (writer, reader) = wit_future::new(String::new);
    let mut write = pin!(writer.write("one".to_owned()));
    assert!(write.as_mut().now_or_never().is_none());
    let FutureWriteCancel::Cancelled(value, writer) = write.cancel() else { panic!("was read") };
    let mut read = pin!(reader.into_future());
    assert!(read.as_mut().now_or_never().is_none());
    assert_eq!(block_on(async { join!(writer.write(value + "!"), read) }).1, "one!");
}

#[test]
fn a_guest_can_spawn_tasks_that_block_on_runs() {
    let (mut writer, reader) = wit_stream::new::<u8>();
    let answer = block_on(async move {
        let answer = Backend::feed(reader);
        writer.write_all(vec![0; 1000]).await;
        drop(writer);
        answer.await
    });
    assert_eq!(answer, "1000 bytes");
    let mut task = airssys_bindings::spawn_local(std::future::pending::<()>());
    task.cancel();
    assert_eq!(block_on(task), None);
}

#[test]
fn a_mock_reads_the_stream_of_the_guest() {
    let _installed = carts::mock_with()
        .feed(|bytes| {
            let (writer, reader) = wit_future::new(String::new);
            airssys_bindings::spawn_local(async move {
                writer.write(format!("{:?}", bytes.collect().await)).await
            });
            reader
        })
        .install();
    let (mut writer, reader) = wit_stream::new::<u8>();
    let answer = block_on(async move {
        let answer = carts::feed(reader);
        writer.write_one(1).await;
        drop(writer);
        answer.await
    });
    assert_eq!(answer, "[1]");
}
