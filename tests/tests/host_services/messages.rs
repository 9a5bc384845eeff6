//! Messages and requests between components of one host.

use std::time::Duration;

use airssys_bindings::host::{Instance, Limits, Operation};

use super::{ask, id, probe, start, told};

/// Waits until a probe has heard of the end of a request.
async fn callback(probe: &Instance) -> String {
    for _ in 0..3000 {
        let callbacks = ask(probe, &["callbacks"]).await;
        if !callbacks.is_empty() {
            return callbacks;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no callback came in thirty seconds")
}

/// Has a probe send a request, and gives its number.
async fn request(probe: &Instance, to: &str, operation: &str, timeout: &str) -> String {
    let answer = ask(probe, &["request", to, operation, timeout]).await;
    let number = answer.strip_prefix("Ok(").and_then(|rest| rest.strip_suffix(')'));
    number.unwrap_or_else(|| panic!("{answer}")).to_owned()
}

#[tokio::test]
async fn messages_arrive_in_the_order_in_which_they_were_sent() {
    let (one, two) = (start("messages-order:one").await, start("messages-order:two").await);
    assert_eq!(ask(&one, &["send many", "messages-order:two", "500"]).await, "500 sent");
    let expected: Vec<_> = (0..500).map(|number| format!("one: {number}")).collect();
    assert_eq!(ask(&two, &["messages"]).await, expected.join("\n"));
}

#[tokio::test]
async fn a_full_queue_is_told_to_the_sender_and_loses_nothing() {
    let one = start("messages-full:one").await;
    let two = probe("messages-full:two").limits(Limits { queue: 10, ..Limits::default() });
    let two = two.start().await.expect("it starts");
    let busy = tokio::spawn({
        let two = two.clone();
        async move { told(&two, &["sleep", "2000"]).await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let sent = ask(&one, &["send many", "messages-full:two", "500"]).await;
    assert_eq!(sent, "10 MessagingError::MailboxFull");
    let refused = ask(&one, &["request", "messages-full:two", "echo hi", "1000"]).await;
    assert_eq!(refused, "Err(MessagingError::MailboxFull)");
    assert_eq!(busy.await.expect("no panic").as_deref(), Ok("slept"));
    assert_eq!(ask(&two, &["messages"]).await.lines().count(), 10);
    assert_eq!(ask(&one, &["send many", "messages-full:two", "3"]).await, "3 sent");
}

#[tokio::test]
async fn a_queue_is_full_by_bytes_as_well() {
    let one = start("messages-bytes:one").await;
    let limits = Limits { queue_bytes: 1000, ..Limits::default() };
    let two = probe("messages-bytes:two").limits(limits).start().await.expect("it starts");
    let busy = tokio::spawn(async move { told(&two, &["sleep", "2000"]).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let send = ["send bytes", "messages-bytes:two", "600"];
    assert_eq!(ask(&one, &send).await, "Ok(())");
    assert_eq!(ask(&one, &send).await, "Err(MessagingError::MailboxFull)");
    assert!(busy.await.expect("no panic").is_ok());
}

#[tokio::test]
async fn a_message_is_no_larger_than_either_side_allows() {
    let small = Limits { message: Some(100), ..Limits::default() };
    let one = start("messages-size:one").await;
    let two = probe("messages-size:two").limits(small).start().await.expect("it starts");
    let refused = "Err(MessagingError::MessageTooLarge(100))";
    assert_eq!(ask(&one, &["send bytes", "messages-size:two", "100"]).await, "Ok(())");
    assert_eq!(ask(&one, &["send bytes", "messages-size:two", "101"]).await, refused);
    assert_eq!(ask(&two, &["send bytes", "messages-size:one", "101"]).await, refused);
    // The result of a request, too: by the limit of who gives it, and by that of who gets it.
    request(&one, "messages-size:two", "repeat x 101", "60000").await;
    assert!(callback(&one).await.contains("LimitExceeded(\"100 bytes for a result\")"));
    request(&two, "messages-size:one", "repeat x 101", "60000").await;
    assert!(callback(&two).await.contains("LimitExceeded(\"100 bytes for a result\")"));
    let error = two.execute(vec![b'x'; 101]).await;
    assert_eq!(error, Err(airssys_bindings::host::CallError::MessageTooLarge(100)));
}

#[tokio::test]
async fn a_request_is_answered_in_a_callback() {
    let (one, _two) = (start("request:one").await, start("request:two").await);
    let number = request(&one, "request:two", "echo hi", "60000").await;
    assert_eq!(callback(&one).await, format!(r#"{number} Ok("hi")"#));
    let next = request(&one, "request:two", "fail badly", "60000").await;
    assert_eq!(callback(&one).await, format!(r#"{next} Err(ExecutionError::Failed("badly"))"#));
    assert!(next.parse::<u64>().expect("a number") > number.parse().expect("a number"));
}

#[tokio::test]
async fn the_receiver_hears_who_sent_a_request_and_on_whose_behalf() {
    let (one, _two) = (start("request-who:one").await, start("request-who:two").await);
    let bytes = "request\trequest-who:two\tcontext\t60000".as_bytes().to_vec();
    let send = Operation { bytes, principal: Some("ada".to_owned()), ..Operation::default() };
    one.execute(send).await.expect("it sends");
    let context = callback(&one).await;
    for part in ["request-who", "one", "ada", "60000"] {
        assert!(context.contains(part), "{context}");
    }
    request(&one, "request-who:two", "context", "60000").await;
    assert!(!callback(&one).await.contains("ada"));
}

#[tokio::test]
async fn a_request_without_an_answer_times_out() {
    let (one, _two) = (start("request-late:one").await, start("request-late:two").await);
    let number = request(&one, "request-late:two", "sleep 2000", "100").await;
    assert_eq!(callback(&one).await, format!("{number} Err(ExecutionError::TimedOut)"));
    // Nor does one that never got its turn.
    let number = request(&one, "request-late:two", "echo hi", "100").await;
    assert_eq!(callback(&one).await, format!("{number} Err(ExecutionError::TimedOut)"));
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(ask(&one, &["callbacks"]).await, "");
}

#[tokio::test]
async fn a_cancelled_request_tells_how_far_it_was_and_has_no_callback() {
    let (one, _two) = (start("request-off:one").await, start("request-off:two").await);
    let running = request(&one, "request-off:two", "sleep 2000", "60000").await;
    let pending = request(&one, "request-off:two", "log error never-run", "60000").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let cancelled = ask(&one, &["cancel", &running]).await;
    assert_eq!(cancelled, "Ok(ExecutionStatus::Running)");
    let cancelled = ask(&one, &["cancel", &pending]).await;
    assert_eq!(cancelled, "Ok(ExecutionStatus::Pending)");
    let again = ask(&one, &["cancel", &running]).await;
    assert_eq!(again, "Err(MessagingError::RequestNotFound)");
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(ask(&one, &["callbacks"]).await, "");
}

#[tokio::test]
async fn nobody_cancels_the_requests_of_others() {
    let (one, two) = (start("request-own:one").await, start("request-own:two").await);
    let number = request(&one, "request-own:two", "sleep 1000", "60000").await;
    let refused = tokio::spawn(async move { ask(&two, &["cancel", &number]).await });
    let refused = refused.await.expect("no panic");
    assert_eq!(refused, "Err(MessagingError::RequestNotFound)");
    assert!(callback(&one).await.ends_with(r#"Ok("slept")"#));
}

#[tokio::test]
async fn there_is_a_limit_to_the_requests_that_wait() {
    let one = probe("request-many:one").limits(Limits { requests: 5, ..Limits::default() });
    let one = one.start().await.expect("it starts");
    let two = start("request-many:two").await;
    let busy = tokio::spawn(async move { told(&two, &["sleep", "2000"]).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let failed = ask(&one, &["request many", "request-many:two", "20"]).await;
    assert!(failed.starts_with("15 failed, first Some(MessagingError::Internal("), "{failed}");
    assert!(failed.contains("5 requests wait"), "{failed}");
    assert!(busy.await.expect("no panic").is_ok());
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        ask(&one, &["callbacks"]).await;
    }
    let failed = ask(&one, &["request many", "request-many:two", "5"]).await;
    assert!(failed.starts_with("0 failed"), "{failed}");
}

#[tokio::test]
async fn what_becomes_of_a_receiver_is_told_to_the_sender() {
    let (one, two) = (start("request-end:one").await, start("request-end:two").await);
    request(&one, "request-end:two", "trap", "60000").await;
    assert!(callback(&one).await.contains(r#"Err(ExecutionError::Failed("the component trapped"#));
    assert!(two.end().is_some());
    for sent in [
        ask(&one, &["send", "request-end:two", "hi"]).await,
        ask(&one, &["request", "request-end:two", "echo hi", "60000"]).await,
    ] {
        assert_eq!(sent, "Err(MessagingError::ComponentUnavailable)");
    }
    for sent in [
        ask(&one, &["send", "request-end:nobody", "hi"]).await,
        ask(&one, &["request", "request-end:nobody", "echo hi", "60000"]).await,
    ] {
        assert_eq!(sent, "Err(MessagingError::ComponentNotFound)");
    }
}

#[tokio::test]
async fn what_waits_for_a_component_that_is_stopped_hears_of_it() {
    let (one, two) = (start("request-stop:one").await, start("request-stop:two").await);
    request(&one, "request-stop:two", "sleep 20000", "60000").await;
    request(&one, "request-stop:two", "echo hi", "60000").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    two.stop().await;
    let mut heard = String::new();
    while heard.matches("ExecutionError::Unavailable").count() < 2 {
        heard += &callback(&one).await;
    }
}

#[tokio::test]
async fn nothing_goes_to_a_component_out_of_reach() {
    let one = start("messages-reach:one").await;
    let other = start("messages-elsewhere:two").await;
    for sent in [
        ask(&one, &["send", "messages-elsewhere:two", "hi"]).await,
        ask(&one, &["request", "messages-elsewhere:two", "echo hi", "60000"]).await,
        // Whether it is there is not told either.
        ask(&one, &["send", "messages-elsewhere:nobody", "hi"]).await,
    ] {
        assert!(sent.starts_with("Err(MessagingError::PermissionDenied("), "{sent}");
    }
    assert_eq!(ask(&other, &["messages"]).await, "");
    // But the answer to what was allowed comes back.
    let answer = ask(&other, &["send", "messages-elsewhere:two", "to itself"]).await;
    assert_eq!(answer, "Ok(())");
    assert_eq!(ask(&other, &["messages"]).await, "two: to itself");
    assert_eq!(other.id(), &id("messages-elsewhere:two"));
}
