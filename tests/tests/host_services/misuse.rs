//! Components that do what they should not: they get an error or end, and all others go on.

use std::time::{Duration, Instant};

use airssys_bindings::host::types::ExecutionError;
use airssys_bindings::host::{CallError, End, FilesystemAction, Instance, Limits};

use super::{ask, file, id, probe, start, told};

/// The neighbour on the same host goes on.
async fn goes_on(neighbour: &Instance) {
    assert_eq!(ask(neighbour, &["echo", "still here"]).await, "still here");
}

#[tokio::test]
async fn one_that_never_returns_is_stopped_after_its_time() {
    let neighbour = start("misuse-spin:neighbour").await;
    let limits = Limits { execution: Some(Duration::from_millis(3000)), ..Limits::default() };
    let it = probe("misuse-spin:it").limits(limits).start().await.expect("it starts");
    let spinning = tokio::spawn({
        let it = it.clone();
        async move { told(&it, &["spin"]).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    // Meanwhile, on the only thread of this runtime.
    let began = Instant::now();
    goes_on(&neighbour).await;
    assert!(began.elapsed() < Duration::from_millis(2000), "{:?}", began.elapsed());
    let end = End::LimitExceeded("3000 ms for one call".to_owned());
    assert_eq!(spinning.await.expect("no panic"), Err(CallError::Ended(end.clone())));
    assert_eq!(it.end(), Some(end));
    goes_on(&neighbour).await;
}

#[tokio::test]
async fn one_that_never_returns_from_init_does_not_start() {
    let limits = Limits { execution: Some(Duration::from_millis(200)), ..Limits::default() };
    let it = probe("misuse-init:it").limits(limits).config_data("spin").start().await;
    assert!(it.expect_err("it does not").to_string().contains("200 ms for one call"));
}

#[tokio::test]
async fn one_that_never_returns_can_be_stopped() {
    let it = start("misuse-stop:it").await;
    let spinning = tokio::spawn({
        let it = it.clone();
        async move { told(&it, &["spin"]).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(it.stop().await, End::Stopped);
    assert_eq!(spinning.await.expect("no panic"), Err(CallError::Ended(End::Stopped)));
}

#[tokio::test]
async fn one_that_allocates_without_end_is_stopped() {
    let neighbour = start("misuse-allocate:neighbour").await;
    let limits = Limits { memory: Some(8 << 20), ..Limits::default() };
    let it = probe("misuse-allocate:it").limits(limits).start().await.expect("it starts");
    let end = End::LimitExceeded("8388608 bytes of memory".to_owned());
    assert_eq!(told(&it, &["allocate"]).await, Err(CallError::Ended(end)));
    goes_on(&neighbour).await;
}

#[tokio::test]
async fn one_that_needs_more_memory_than_it_may_have_does_not_start() {
    let limits = Limits { memory: Some(1 << 16), ..Limits::default() };
    let error = probe("misuse-small:it").limits(limits).start().await.expect_err("too small");
    assert!(error.to_string().contains("65536 bytes of memory"), "{error}");
}

#[tokio::test]
async fn one_that_traps_in_the_middle_of_a_call_ends_and_its_files_are_closed() {
    let neighbour = start("misuse-trap:neighbour").await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().canonicalize().expect("it is there").join("file");
    std::fs::write(&path, "hi").expect("writing");
    let path = path.to_str().expect("UTF-8");
    let it = probe("misuse-trap:it").allow(file(FilesystemAction::Read, path));
    let it = it.start().await.expect("it starts");
    let error = told(&it, &["trap while files are open", path]).await;
    assert!(matches!(error, Err(CallError::Ended(End::Trapped(_)))), "{error:?}");
    #[cfg(target_os = "linux")]
    for descriptor in std::fs::read_dir("/proc/self/fd").expect("Linux has it").flatten() {
        let open = std::fs::read_link(descriptor.path()).unwrap_or_default();
        assert_ne!(open.to_str(), Some(path));
    }
    goes_on(&neighbour).await;
}

#[tokio::test]
async fn one_that_calls_itself_without_end_traps() {
    let neighbour = start("misuse-recurse:neighbour").await;
    let it = start("misuse-recurse:it").await;
    let error = told(&it, &["recurse"]).await;
    assert!(matches!(error, Err(CallError::Ended(End::Trapped(_)))), "{error:?}");
    goes_on(&neighbour).await;
}

#[tokio::test]
async fn a_message_that_makes_its_receiver_trap_harms_nobody_else() {
    let (sender, receiver) = (start("misuse-message:one").await, start("misuse-message:two").await);
    assert_eq!(ask(&sender, &["send", "misuse-message:two", "trap"]).await, "Ok(())");
    assert!(matches!(receiver.ended().await, End::Trapped(_)));
    goes_on(&sender).await;
}

#[tokio::test]
async fn thousands_of_handles_are_an_error_beyond_the_limit() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().canonicalize().expect("it is there").join("file");
    std::fs::write(&path, "hi").expect("writing");
    let path = path.to_str().expect("UTF-8");
    let it = probe("misuse-handles:it")
        .allow(file(FilesystemAction::Read, path))
        .limits(Limits { handles: 100, ..Limits::default() });
    let it = it.start().await.expect("it starts");
    let opened = ask(&it, &["open many", path, "5000"]).await;
    assert!(opened.starts_with("100 opened, Some(FileError::Io("), "{opened}");
    assert!(opened.contains("100 handles are open"), "{opened}");
    ask(&it, &["file close", "7"]).await;
    let opened = ask(&it, &["open many", path, "2"]).await;
    assert!(opened.starts_with("1 opened"), "{opened}");
}

#[tokio::test]
async fn messages_in_a_cycle_leave_room_for_others() {
    let neighbour = start("misuse-cycle:neighbour").await;
    let (one, two) = (start("misuse-cycle:one").await, start("misuse-cycle:two").await);
    for _ in 0..10 {
        one.handle_message(two.id(), "return to sender").await.expect("it is taken");
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let began = Instant::now();
    for _ in 0..10 {
        goes_on(&neighbour).await;
    }
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    let turns = ask(&one, &["messages"]).await.lines().count();
    assert!(turns > 20, "they go round: {turns}");
    assert_eq!(one.stop().await, End::Stopped);
    assert_eq!(two.stop().await, End::Stopped);
}

#[tokio::test]
async fn a_component_that_sends_to_itself_without_end_can_be_shut_down() {
    let it = start("misuse-itself:it").await;
    it.handle_message(&id("misuse-itself:it"), "return to sender").await.expect("it is taken");
    let shutdown = tokio::time::timeout(Duration::from_secs(10), it.shutdown()).await;
    assert_eq!(shutdown.expect("it ends"), Ok(()));
}

#[tokio::test]
async fn requests_that_are_cancelled_at_once_use_nothing_up() {
    let one = probe("misuse-cancel:one").limits(Limits { requests: 4, ..Limits::default() });
    let one = one.start().await.expect("it starts");
    let _two = start("misuse-cancel:two").await;
    assert_eq!(ask(&one, &["request and cancel", "misuse-cancel:two", "20000"]).await, "done");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(ask(&one, &["callbacks"]).await, "");
    let sent = ask(&one, &["request many", "misuse-cancel:two", "4"]).await;
    assert!(sent.starts_with("0 failed"), "{sent}");
}

#[tokio::test]
async fn odd_names_are_those_of_nobody() {
    let it = probe("misuse-names:it").reach("**").start().await.expect("it starts");
    let nobody = "Err(MessagingError::ComponentNotFound)";
    for name in ["a:..", "a:", ":", "a:b\0c", "a:../b", "a:b@1.0.0", "misuse-names:IT"] {
        assert_eq!(ask(&it, &["send", name, "hi"]).await, nobody, "{name:?}");
    }
    let error = ask(&it, &["long name", "3000000"]).await;
    assert_eq!(error, nobody);
}

#[tokio::test]
async fn an_answer_larger_than_a_message_may_be_is_an_error() {
    let limits = Limits { message: Some(1000), ..Limits::default() };
    let it = probe("misuse-answer:it").limits(limits).start().await.expect("it starts");
    let error = told(&it, &["repeat", "x", "1001"]).await;
    let limit = ExecutionError::LimitExceeded("1000 bytes for a result".to_owned());
    assert_eq!(error, Err(CallError::Execution(limit)));
    assert_eq!(ask(&it, &["repeat", "x", "1000"]).await.len(), 1000);
}
