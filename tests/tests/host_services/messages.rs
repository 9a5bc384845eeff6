//! Messages and requests between components of one host.

use std::time::Duration;

use airssys_bindings::host::{End, Instance, Limits, Operation};

use super::{call, id, probe, start, try_call};

/// Waits until a probe has received a callback.
async fn callback(probe: &Instance) -> String {
    for _ in 0..3000 {
        let callbacks = call(probe, &["callbacks"]).await;
        if !callbacks.is_empty() {
            return callbacks;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no callback within thirty seconds")
}

/// Sends a request from a probe and returns its id.
async fn request(probe: &Instance, to: &str, operation: &str, timeout: &str) -> String {
    let answer = call(probe, &["request", to, operation, timeout]).await;
    let number = answer.strip_prefix("Ok(").and_then(|rest| rest.strip_suffix(')'));
    number.unwrap_or_else(|| panic!("{answer}")).to_owned()
}

#[tokio::test]
async fn messages_arrive_in_order() {
    let (one, two) = (start("messages-order:one").await, start("messages-order:two").await);
    assert_eq!(call(&one, &["send many", "messages-order:two", "500"]).await, "500 sent");
    let expected: Vec<_> = (0..500).map(|number| format!("one: {number}")).collect();
    assert_eq!(call(&two, &["messages"]).await, expected.join("\n"));
}

#[tokio::test]
async fn full_mailbox_is_reported_and_loses_nothing() {
    let one = start("messages-full:one").await;
    let two = probe("messages-full:two").limits(Limits { queue: 10, ..Limits::default() });
    let two = two.start().await.expect("the instance starts");
    let busy = tokio::spawn({
        let two = two.clone();
        async move { try_call(&two, &["sleep", "2000"]).await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let sent = call(&one, &["send many", "messages-full:two", "500"]).await;
    assert_eq!(sent, "10 MessagingError::MailboxFull");
    let refused = call(&one, &["request", "messages-full:two", "echo hi", "1000"]).await;
    assert_eq!(refused, "Err(MessagingError::MailboxFull)");
    assert_eq!(busy.await.expect("no panic").as_deref(), Ok("slept"));
    assert_eq!(call(&two, &["messages"]).await.lines().count(), 10);
    assert_eq!(call(&one, &["send many", "messages-full:two", "3"]).await, "3 sent");
}

#[tokio::test]
async fn mailbox_is_limited_in_bytes() {
    let one = start("messages-bytes:one").await;
    let limits = Limits { queue_bytes: 1000, ..Limits::default() };
    let two =
        probe("messages-bytes:two").limits(limits).start().await.expect("the instance starts");
    let busy = tokio::spawn(async move { try_call(&two, &["sleep", "2000"]).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let send = ["send bytes", "messages-bytes:two", "600"];
    assert_eq!(call(&one, &send).await, "Ok(())");
    assert_eq!(call(&one, &send).await, "Err(MessagingError::MailboxFull)");
    assert!(busy.await.expect("no panic").is_ok());
}

#[tokio::test]
async fn message_limits_of_sender_and_receiver_apply() {
    let small = Limits { message: Some(100), ..Limits::default() };
    let one = start("messages-size:one").await;
    let two = probe("messages-size:two").limits(small).start().await.expect("the instance starts");
    let refused = "Err(MessagingError::MessageTooLarge(100))";
    assert_eq!(call(&one, &["send bytes", "messages-size:two", "100"]).await, "Ok(())");
    assert_eq!(call(&one, &["send bytes", "messages-size:two", "101"]).await, refused);
    assert_eq!(call(&two, &["send bytes", "messages-size:one", "101"]).await, refused);
    // The limits of both the receiver and the sender of a request apply to its result, too.
    request(&one, "messages-size:two", "repeat x 101", "60000").await;
    assert!(callback(&one).await.contains("LimitExceeded(\"100 bytes for a result\")"));
    request(&two, "messages-size:one", "repeat x 101", "60000").await;
    assert!(callback(&two).await.contains("LimitExceeded(\"100 bytes for a result\")"));
    let error = two.execute(vec![b'x'; 101]).await;
    assert_eq!(error, Err(airssys_bindings::host::CallError::MessageTooLarge(100)));
}

#[tokio::test]
async fn request_is_answered_by_a_callback() {
    let (one, _two) = (start("request:one").await, start("request:two").await);
    let number = request(&one, "request:two", "echo hi", "60000").await;
    assert_eq!(callback(&one).await, format!(r#"{number} Ok("hi")"#));
    let next = request(&one, "request:two", "fail badly", "60000").await;
    assert_eq!(callback(&one).await, format!(r#"{next} Err(ExecutionError::Failed("badly"))"#));
    assert!(next.parse::<u64>().expect("a number") > number.parse().expect("a number"));
}

#[tokio::test]
async fn receiver_gets_sender_and_principal_of_a_request() {
    let (one, _two) = (start("request-who:one").await, start("request-who:two").await);
    let bytes = "request\trequest-who:two\tcontext\t60000".as_bytes().to_vec();
    let send = Operation { bytes, principal: Some("ada".to_owned()), ..Operation::default() };
    one.execute(send).await.expect("the request is sent");
    let context = callback(&one).await;
    for part in ["request-who", "one", "ada", "60000"] {
        assert!(context.contains(part), "{context}");
    }
    request(&one, "request-who:two", "context", "60000").await;
    assert!(!callback(&one).await.contains("ada"));
}

#[tokio::test]
async fn unanswered_request_times_out() {
    let (one, _two) = (start("request-late:one").await, start("request-late:two").await);
    let number = request(&one, "request-late:two", "sleep 2000", "100").await;
    assert_eq!(callback(&one).await, format!("{number} Err(ExecutionError::TimedOut)"));
    // A request that never starts to run times out as well.
    let number = request(&one, "request-late:two", "echo hi", "100").await;
    assert_eq!(callback(&one).await, format!("{number} Err(ExecutionError::TimedOut)"));
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(call(&one, &["callbacks"]).await, "");
}

#[tokio::test]
async fn cancel_returns_the_status_and_prevents_the_callback() {
    let (one, _two) = (start("request-off:one").await, start("request-off:two").await);
    let running = request(&one, "request-off:two", "sleep 2000", "60000").await;
    let pending = request(&one, "request-off:two", "log error never-run", "60000").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let cancelled = call(&one, &["cancel", &running]).await;
    assert_eq!(cancelled, "Ok(ExecutionStatus::Running)");
    let cancelled = call(&one, &["cancel", &pending]).await;
    assert_eq!(cancelled, "Ok(ExecutionStatus::Pending)");
    let again = call(&one, &["cancel", &running]).await;
    assert_eq!(again, "Err(MessagingError::RequestNotFound)");
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(call(&one, &["callbacks"]).await, "");
}

#[tokio::test]
async fn requests_of_others_cannot_be_cancelled() {
    let (one, two) = (start("request-own:one").await, start("request-own:two").await);
    let number = request(&one, "request-own:two", "sleep 1000", "60000").await;
    let refused = tokio::spawn(async move { call(&two, &["cancel", &number]).await });
    let refused = refused.await.expect("no panic");
    assert_eq!(refused, "Err(MessagingError::RequestNotFound)");
    assert!(callback(&one).await.ends_with(r#"Ok("slept")"#));
}

#[tokio::test]
async fn outstanding_requests_are_limited() {
    let one = probe("request-many:one").limits(Limits { requests: 5, ..Limits::default() });
    let one = one.start().await.expect("the instance starts");
    let two = start("request-many:two").await;
    let busy = tokio::spawn(async move { try_call(&two, &["sleep", "2000"]).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let failed = call(&one, &["request many", "request-many:two", "20"]).await;
    assert!(failed.starts_with("15 failed, first Some(MessagingError::Internal("), "{failed}");
    assert!(failed.contains("limit of 5 outstanding requests"), "{failed}");
    assert!(busy.await.expect("no panic").is_ok());
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        call(&one, &["callbacks"]).await;
    }
    let failed = call(&one, &["request many", "request-many:two", "5"]).await;
    assert!(failed.starts_with("0 failed"), "{failed}");
}

#[tokio::test]
async fn sender_learns_how_the_receiver_ended() {
    let (one, two) = (start("request-end:one").await, start("request-end:two").await);
    request(&one, "request-end:two", "trap", "60000").await;
    assert!(callback(&one).await.contains(r#"Err(ExecutionError::Failed("the component trapped"#));
    assert!(matches!(two.ended().await, End::Trapped(_)));
    for sent in [
        call(&one, &["send", "request-end:two", "hi"]).await,
        call(&one, &["request", "request-end:two", "echo hi", "60000"]).await,
    ] {
        assert_eq!(sent, "Err(MessagingError::ComponentUnavailable)");
    }
    for sent in [
        call(&one, &["send", "request-end:missing", "hi"]).await,
        call(&one, &["request", "request-end:missing", "echo hi", "60000"]).await,
    ] {
        assert_eq!(sent, "Err(MessagingError::ComponentNotFound)");
    }
}

#[tokio::test]
async fn requests_in_the_mailbox_of_a_stopped_instance_fail() {
    let (one, two) = (start("request-stop:one").await, start("request-stop:two").await);
    request(&one, "request-stop:two", "sleep 20000", "60000").await;
    request(&one, "request-stop:two", "echo hi", "60000").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    two.stop().await;
    let mut callbacks = String::new();
    while callbacks.matches("ExecutionError::Unavailable").count() < 2 {
        callbacks += &callback(&one).await;
    }
}

#[tokio::test]
async fn components_out_of_reach_receive_nothing() {
    let one = start("messages-reach:one").await;
    let other = start("messages-elsewhere:two").await;
    for sent in [
        call(&one, &["send", "messages-elsewhere:two", "hi"]).await,
        call(&one, &["request", "messages-elsewhere:two", "echo hi", "60000"]).await,
        // The error does not reveal whether the component exists.
        call(&one, &["send", "messages-elsewhere:missing", "hi"]).await,
    ] {
        assert!(sent.starts_with("Err(MessagingError::PermissionDenied("), "{sent}");
    }
    assert_eq!(call(&other, &["messages"]).await, "");
    // A component always reaches itself.
    let answer = call(&other, &["send", "messages-elsewhere:two", "to itself"]).await;
    assert_eq!(answer, "Ok(())");
    assert_eq!(call(&other, &["messages"]).await, "two: to itself");
    assert_eq!(other.id(), &id("messages-elsewhere:two"));
}
