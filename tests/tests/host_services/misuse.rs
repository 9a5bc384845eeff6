//! Misbehaving components: they get an error or end, and all others keep running.

use std::time::{Duration, Instant};

use airssys_bindings::host::types::ExecutionError;
use airssys_bindings::host::{CallError, End, FilesystemAction, Instance, Limits};

use super::{call, file, id, probe, start, try_call};

/// Asserts that another component on the same host keeps running.
async fn assert_running(neighbour: &Instance) {
    assert_eq!(call(neighbour, &["echo", "still here"]).await, "still here");
}

#[tokio::test]
async fn endless_operation_is_stopped_by_the_time_limit() {
    let neighbour = start("misuse-spin:neighbour").await;
    let limits = Limits { execution: Some(Duration::from_millis(3000)), ..Limits::default() };
    let instance =
        probe("misuse-spin:it").limits(limits).start().await.expect("the instance starts");
    let spinning = tokio::spawn({
        let instance = instance.clone();
        async move { try_call(&instance, &["spin"]).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    // Both run on the only thread of this runtime.
    let began = Instant::now();
    assert_running(&neighbour).await;
    assert!(began.elapsed() < Duration::from_millis(2000), "{:?}", began.elapsed());
    let end = End::LimitExceeded("3000 ms for one call".to_owned());
    assert_eq!(spinning.await.expect("no panic"), Err(CallError::Ended(end.clone())));
    assert_eq!(instance.end(), Some(end));
    assert_running(&neighbour).await;
}

#[tokio::test]
async fn endless_init_prevents_the_start() {
    let limits = Limits { execution: Some(Duration::from_millis(200)), ..Limits::default() };
    let instance = probe("misuse-init:it").limits(limits).config_data("spin").start().await;
    assert!(instance.expect_err("the start fails").to_string().contains("200 ms for one call"));
}

#[tokio::test]
async fn endless_operation_can_be_stopped() {
    let instance = start("misuse-stop:it").await;
    let spinning = tokio::spawn({
        let instance = instance.clone();
        async move { try_call(&instance, &["spin"]).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(instance.stop().await, End::Stopped);
    assert_eq!(spinning.await.expect("no panic"), Err(CallError::Ended(End::Stopped)));
}

#[tokio::test]
async fn endless_allocation_is_stopped_by_the_memory_limit() {
    let neighbour = start("misuse-allocate:neighbour").await;
    let limits = Limits { memory: Some(8 << 20), ..Limits::default() };
    let instance =
        probe("misuse-allocate:it").limits(limits).start().await.expect("the instance starts");
    // The component gave up when it was refused more memory: it trapped.
    let error = try_call(&instance, &["allocate"]).await;
    let Err(CallError::Ended(End::Trapped(reason))) = error else { panic!("{error:?}") };
    assert!(reason.contains("unreachable"), "{reason}");
    assert!(reason.ends_with("refused to exceed the limit of 8388608 bytes of memory"), "{reason}");
    assert_running(&neighbour).await;
}

#[tokio::test]
async fn component_that_needs_more_memory_than_its_limit_does_not_start() {
    let limits = Limits { memory: Some(1 << 16), ..Limits::default() };
    let error = probe("misuse-small:it").limits(limits).start().await.expect_err("too small");
    assert!(error.to_string().contains("65536 bytes of memory"), "{error}");
}

#[tokio::test]
async fn trap_ends_the_instance_and_closes_its_files() {
    let neighbour = start("misuse-trap:neighbour").await;
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().canonicalize().expect("the path exists").join("file");
    std::fs::write(&path, "hi").expect("writing");
    let path = path.to_str().expect("UTF-8");
    let builder = probe("misuse-trap:it").allow(file(FilesystemAction::Read, path));
    let instance = builder.start().await.expect("the instance starts");
    let error = try_call(&instance, &["trap while files are open", path]).await;
    assert!(matches!(error, Err(CallError::Ended(End::Trapped(_)))), "{error:?}");
    #[cfg(target_os = "linux")]
    for descriptor in std::fs::read_dir("/proc/self/fd").expect("Linux has `/proc`").flatten() {
        let open = std::fs::read_link(descriptor.path()).unwrap_or_default();
        assert_ne!(open.to_str(), Some(path));
    }
    assert_running(&neighbour).await;
}

#[tokio::test]
async fn endless_recursion_traps() {
    let neighbour = start("misuse-recurse:neighbour").await;
    let instance = start("misuse-recurse:it").await;
    let error = try_call(&instance, &["recurse"]).await;
    assert!(matches!(error, Err(CallError::Ended(End::Trapped(_)))), "{error:?}");
    assert_running(&neighbour).await;
}

#[tokio::test]
async fn message_that_traps_its_receiver_does_not_affect_others() {
    let (sender, receiver) = (start("misuse-message:one").await, start("misuse-message:two").await);
    assert_eq!(call(&sender, &["send", "misuse-message:two", "trap"]).await, "Ok(())");
    assert!(matches!(receiver.ended().await, End::Trapped(_)));
    assert_running(&sender).await;
}

#[tokio::test]
async fn open_handles_are_limited() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let path = dir.path().canonicalize().expect("the path exists").join("file");
    std::fs::write(&path, "hi").expect("writing");
    let path = path.to_str().expect("UTF-8");
    let builder = probe("misuse-handles:it")
        .allow(file(FilesystemAction::Read, path))
        .limits(Limits { handles: 100, ..Limits::default() });
    let instance = builder.start().await.expect("the instance starts");
    let opened = call(&instance, &["open many", path, "5000"]).await;
    assert!(opened.starts_with("100 opened, Some(FileError::Io("), "{opened}");
    assert!(opened.contains("limit of 100 open handles"), "{opened}");
    call(&instance, &["file close", "7"]).await;
    let opened = call(&instance, &["open many", path, "2"]).await;
    assert!(opened.starts_with("1 opened"), "{opened}");
}

#[tokio::test]
async fn messages_in_a_cycle_do_not_starve_others() {
    let neighbour = start("misuse-cycle:neighbour").await;
    let (one, two) = (start("misuse-cycle:one").await, start("misuse-cycle:two").await);
    for _ in 0..10 {
        one.handle_message(two.id(), "return to sender").await.expect("the message is handled");
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let began = Instant::now();
    for _ in 0..10 {
        assert_running(&neighbour).await;
    }
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    let turns = call(&one, &["messages"]).await.lines().count();
    assert!(turns > 20, "they go round: {turns}");
    assert_eq!(one.stop().await, End::Stopped);
    assert_eq!(two.stop().await, End::Stopped);
}

#[tokio::test]
async fn component_that_keeps_sending_to_itself_can_be_shut_down() {
    let instance = start("misuse-itself:it").await;
    instance
        .handle_message(&id("misuse-itself:it"), "return to sender")
        .await
        .expect("the message is handled");
    let shutdown = tokio::time::timeout(Duration::from_secs(10), instance.shutdown()).await;
    assert_eq!(shutdown.expect("the instance ends"), Ok(()));
}

#[tokio::test]
async fn cancelled_requests_free_their_slots() {
    let one = probe("misuse-cancel:one").limits(Limits { requests: 4, ..Limits::default() });
    let one = one.start().await.expect("the instance starts");
    let _two = start("misuse-cancel:two").await;
    assert_eq!(call(&one, &["request and cancel", "misuse-cancel:two", "20000"]).await, "done");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(call(&one, &["callbacks"]).await, "");
    let sent = call(&one, &["request many", "misuse-cancel:two", "4"]).await;
    assert!(sent.starts_with("0 failed"), "{sent}");
}

#[tokio::test]
async fn malformed_component_names_are_not_found() {
    let instance = probe("misuse-names:it").reach("**").start().await.expect("the instance starts");
    let not_found = "Err(MessagingError::ComponentNotFound)";
    for name in ["a:..", "a:", ":", "a:b\0c", "a:../b", "a:b@1.0.0", "misuse-names:IT"] {
        assert_eq!(call(&instance, &["send", name, "hi"]).await, not_found, "{name:?}");
    }
    let error = call(&instance, &["long name", "3000000"]).await;
    assert_eq!(error, not_found);
}

#[tokio::test]
async fn result_larger_than_the_message_limit_is_an_error() {
    let limits = Limits { message: Some(1000), ..Limits::default() };
    let instance =
        probe("misuse-answer:it").limits(limits).start().await.expect("the instance starts");
    let error = try_call(&instance, &["repeat", "x", "1001"]).await;
    let limit = ExecutionError::LimitExceeded("1000 bytes for a result".to_owned());
    assert_eq!(error, Err(CallError::Execution(limit)));
    assert_eq!(call(&instance, &["repeat", "x", "1000"]).await.len(), 1000);
}
