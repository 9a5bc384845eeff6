//! Starting, asking and ending instances.

use std::time::Duration;

use airssys_bindings::host::types::{ComponentError, ExecutionError, HealthStatus};
use airssys_bindings::host::{CallError, End, Host, HostError, Limits, Operation, StartError};

use super::{PROBE, ask, id, probe, start, told};

#[tokio::test]
async fn a_component_is_started_used_asked_and_stopped() {
    let it = start("lifecycle-all:probe").await;
    assert_eq!(ask(&it, &["echo", "hi"]).await, "hi");
    let metadata = it.metadata().await.expect("it answers");
    assert_eq!((&*metadata.id.name, &*metadata.authors[0]), ("probe", "Ada"));
    assert_eq!(it.health().await, Ok(HealthStatus::Healthy));
    ask(&it, &["health", "degraded"]).await;
    assert_eq!(it.health().await, Ok(HealthStatus::Degraded));
    assert_eq!(it.handle_message(&id("a:friend"), "hello").await, Ok(()));
    assert_eq!(ask(&it, &["messages"]).await, "friend: hello");
    assert_eq!(it.end(), None);
    assert_eq!(it.shutdown().await, Ok(()));
    assert_eq!(it.end(), Some(End::Shutdown));
    assert_eq!(told(&it, &["echo", "hi"]).await, Err(CallError::Ended(End::Shutdown)));
    assert_eq!(it.health().await, Err(CallError::Ended(End::Shutdown)));
    assert_eq!(it.shutdown().await, Err(CallError::Ended(End::Shutdown)));
}

#[tokio::test]
async fn a_component_is_told_its_configuration_and_its_limits() {
    let limits = Limits {
        memory: Some(10_000_000),
        execution: Some(Duration::from_millis(4_321)),
        message: None,
        ..Limits::default()
    };
    let it = probe("lifecycle-config:probe").env_var("HOME", "/data").limits(limits);
    let it = it.start().await.expect("it starts");
    let config = ask(&it, &["config"]).await;
    for part in [
        r#"[("HOME", "/data")]"#,
        "max-memory-bytes: Some(10000000)",
        "max-execution-ms: Some(4321)",
        "max-message-bytes: None",
    ] {
        assert!(config.contains(part) || config.contains(&part.replace('-', "_")), "{config}");
    }
}

#[tokio::test]
async fn an_error_of_init_is_told() {
    let error = probe("lifecycle-init:probe").config_data("refuse").start().await;
    let refused = ComponentError::InvalidConfiguration("as told".to_owned());
    assert_eq!(error.err(), Some(StartError::Ended(End::Init(refused))));
    let error = probe("lifecycle-init:probe").config_data("trap").start().await;
    assert!(matches!(error, Err(StartError::Ended(End::Trapped(_)))), "{error:?}");
    // The id is free again.
    start("lifecycle-init:probe").await;
}

#[tokio::test]
async fn an_error_of_shutdown_is_told_and_the_component_ends_all_the_same() {
    let it = probe("lifecycle-shutdown:probe").env_var("REFUSE", "1").start().await;
    let it = it.expect("it starts");
    let refused = CallError::Component(ComponentError::Internal("as told".to_owned()));
    assert_eq!(it.shutdown().await, Err(refused));
    assert_eq!(it.end(), Some(End::Shutdown));
}

#[tokio::test]
async fn errors_of_operations_and_messages_are_told_and_the_component_goes_on() {
    let it = start("lifecycle-errors:probe").await;
    let error = told(&it, &["fail", "badly"]).await;
    assert_eq!(error, Err(CallError::Execution(ExecutionError::Failed("badly".to_owned()))));
    let error = told(&it, &["nonsense"]).await;
    let unknown = ExecutionError::InvalidOperation("nonsense".to_owned());
    assert_eq!(error, Err(CallError::Execution(unknown)));
    let error = it.handle_message(&id("a:friend"), "refuse").await;
    let refused = ComponentError::InvalidMessage("as told".to_owned());
    assert_eq!(error, Err(CallError::Component(refused)));
    assert_eq!(ask(&it, &["echo", "hi"]).await, "hi");
}

#[tokio::test]
async fn the_component_hears_who_asks_and_on_whose_behalf() {
    let it = start("lifecycle-principal:probe").await;
    let context = Operation {
        bytes: b"context".to_vec(),
        principal: Some("ada".to_owned()),
        timeout: Some(Duration::from_secs(5)),
    };
    let context = it.execute(context).await.expect("it answers");
    let context = String::from_utf8_lossy(&context).into_owned();
    for part in [r#"Some("ada")"#, "Some(5000)", "None"] {
        assert!(context.contains(part), "{context}");
    }
}

#[tokio::test]
async fn an_operation_that_takes_too_long_is_given_up() {
    let it = start("lifecycle-timeout:probe").await;
    let sleep = Operation {
        bytes: b"sleep\t60000".to_vec(),
        timeout: Some(Duration::from_millis(50)),
        ..Operation::default()
    };
    let error = it.execute(sleep).await;
    assert_eq!(error, Err(CallError::Execution(ExecutionError::TimedOut)));
    assert_eq!(it.stop().await, End::Stopped);
}

#[tokio::test]
async fn what_waits_is_done_before_the_shutdown() {
    let it = start("lifecycle-drain:probe").await;
    let slow = tokio::spawn({
        let it = it.clone();
        async move { told(&it, &["sleep", "200"]).await }
    });
    let behind = tokio::spawn({
        let it = it.clone();
        async move { told(&it, &["echo", "still there"]).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(it.shutdown().await, Ok(()));
    assert_eq!(slow.await.expect("no panic").as_deref(), Ok("slept"));
    assert_eq!(behind.await.expect("no panic").as_deref(), Ok("still there"));
}

#[tokio::test]
async fn one_id_is_one_instance() {
    let it = start("lifecycle-id:probe").await;
    let again = probe("lifecycle-id:probe").start().await;
    assert_eq!(again.err(), Some(StartError::Running(id("lifecycle-id:probe"))));
    assert_eq!(ask(&it, &["echo", "first"]).await, "first");
    it.stop().await;
    let second = start("lifecycle-id:probe").await;
    assert_eq!(ask(&second, &["echo", "second"]).await, "second");
    second.stop().await;
    assert!(PROBE.0.forget(&id("lifecycle-id:probe")));
    assert!(PROBE.0.find(&id("lifecycle-id:probe")).is_none());
}

#[tokio::test]
async fn instances_stop_when_the_host_goes() {
    let host = Host::new().expect("Wasmtime works here");
    let relay = airssys_bindings_tests::guest::Guest::named("relay").build().expect("it compiles");
    let program = host.compile(relay.bytes()).expect("it exports the lifecycle");
    let it = host.instance(&program, id("gone:relay")).config_data("0 1").start().await;
    let it = it.expect("it starts");
    drop(host);
    assert_eq!(it.health().await, Ok(HealthStatus::Healthy));
    assert_eq!(it.stop().await, End::Stopped);
}

#[tokio::test]
async fn what_is_no_component_of_a_world_is_refused() {
    let host = &PROBE.0;
    assert!(matches!(host.compile(b"not WebAssembly"), Err(HostError::Program(_))));
    let caller = airssys_bindings_tests::guest::Guest::named("caller").build().expect("compiles");
    let error = host.compile(caller.bytes()).err().expect("it exports nothing").to_string();
    assert!(error.contains("component-lifecycle"), "{error}");
    let error = host.load("no/such/file.wasm").err().expect("it is not there").to_string();
    assert!(error.starts_with("the component no/such/file.wasm could not be read"), "{error}");
}

#[test]
fn without_a_tokio_runtime_nothing_starts() {
    let mut start = std::pin::pin!(probe("lifecycle-runtime:probe").start());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let polled = start.as_mut().poll(&mut context);
    let std::task::Poll::Ready(Err(error)) = polled else { panic!("it should not wait") };
    assert_eq!(error, StartError::NoRuntime);
}
