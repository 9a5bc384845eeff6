//! Starting, calling and ending instances.

use std::time::Duration;

use airssys_bindings::host::types::{ComponentError, ExecutionError, HealthStatus};
use airssys_bindings::host::{CallError, End, Host, HostError, Limits, Operation, StartError};

use super::{PROBE, call, id, probe, start, try_call};

#[tokio::test]
async fn component_runs_through_its_lifecycle() {
    let instance = start("lifecycle-all:probe").await;
    assert_eq!(call(&instance, &["echo", "hi"]).await, "hi");
    let metadata = instance.metadata().await.expect("the component answers");
    assert_eq!((&*metadata.id.name, &*metadata.authors[0]), ("probe", "Ada"));
    assert_eq!(instance.health().await, Ok(HealthStatus::Healthy));
    call(&instance, &["health", "degraded"]).await;
    assert_eq!(instance.health().await, Ok(HealthStatus::Degraded));
    assert_eq!(instance.handle_message(&id("a:friend"), "hello").await, Ok(()));
    assert_eq!(call(&instance, &["messages"]).await, "friend: hello");
    assert_eq!(instance.end(), None);
    assert_eq!(instance.shutdown().await, Ok(()));
    assert_eq!(instance.end(), Some(End::Shutdown));
    assert_eq!(try_call(&instance, &["echo", "hi"]).await, Err(CallError::Ended(End::Shutdown)));
    assert_eq!(instance.health().await, Err(CallError::Ended(End::Shutdown)));
    assert_eq!(instance.shutdown().await, Err(CallError::Ended(End::Shutdown)));
}

#[tokio::test]
async fn init_receives_configuration_and_limits() {
    let limits = Limits {
        memory: Some(10_000_000),
        execution: Some(Duration::from_millis(4_321)),
        message: None,
        ..Limits::default()
    };
    let builder = probe("lifecycle-config:probe").env_var("HOME", "/data").limits(limits);
    let instance = builder.start().await.expect("the instance starts");
    let config = call(&instance, &["config"]).await;
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
async fn error_of_init_is_returned() {
    let error = probe("lifecycle-init:probe").config_data("refuse").start().await;
    let refused = ComponentError::InvalidConfiguration("as told".to_owned());
    assert_eq!(error.err(), Some(StartError::Ended(End::Init(refused))));
    let error = probe("lifecycle-init:probe").config_data("trap").start().await;
    assert!(matches!(error, Err(StartError::Ended(End::Trapped(_)))), "{error:?}");
    // The id is available again.
    start("lifecycle-init:probe").await;
}

#[tokio::test]
async fn error_of_shutdown_is_returned_and_the_instance_ends() {
    let instance = probe("lifecycle-shutdown:probe").env_var("REFUSE", "1").start().await;
    let instance = instance.expect("the instance starts");
    let refused = CallError::Component(ComponentError::Internal("as told".to_owned()));
    assert_eq!(instance.shutdown().await, Err(refused));
    assert_eq!(instance.end(), Some(End::Shutdown));
}

#[tokio::test]
async fn errors_of_operations_and_messages_are_returned_and_the_instance_keeps_running() {
    let instance = start("lifecycle-errors:probe").await;
    let error = try_call(&instance, &["fail", "badly"]).await;
    assert_eq!(error, Err(CallError::Execution(ExecutionError::Failed("badly".to_owned()))));
    let error = try_call(&instance, &["nonsense"]).await;
    let unknown = ExecutionError::InvalidOperation("nonsense".to_owned());
    assert_eq!(error, Err(CallError::Execution(unknown)));
    let error = instance.handle_message(&id("a:friend"), "refuse").await;
    let refused = ComponentError::InvalidMessage("as told".to_owned());
    assert_eq!(error, Err(CallError::Component(refused)));
    assert_eq!(call(&instance, &["echo", "hi"]).await, "hi");
}

#[tokio::test]
async fn execute_receives_caller_principal_and_timeout() {
    let instance = start("lifecycle-principal:probe").await;
    let context = Operation {
        bytes: b"context".to_vec(),
        principal: Some("ada".to_owned()),
        timeout: Some(Duration::from_secs(5)),
    };
    let context = instance.execute(context).await.expect("the component answers");
    let context = String::from_utf8_lossy(&context).into_owned();
    for part in [r#"Some("ada")"#, "Some(5000)", "None"] {
        assert!(context.contains(part), "{context}");
    }
}

#[tokio::test]
async fn operation_times_out() {
    let instance = start("lifecycle-timeout:probe").await;
    let sleep = Operation {
        bytes: b"sleep\t60000".to_vec(),
        timeout: Some(Duration::from_millis(50)),
        ..Operation::default()
    };
    let error = instance.execute(sleep).await;
    assert_eq!(error, Err(CallError::Execution(ExecutionError::TimedOut)));
    assert_eq!(instance.stop().await, End::Stopped);
}

#[tokio::test]
async fn shutdown_drains_the_mailbox() {
    let instance = start("lifecycle-drain:probe").await;
    let slow = tokio::spawn({
        let instance = instance.clone();
        async move { try_call(&instance, &["sleep", "200"]).await }
    });
    let queued = tokio::spawn({
        let instance = instance.clone();
        async move { try_call(&instance, &["echo", "still there"]).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(instance.shutdown().await, Ok(()));
    assert_eq!(slow.await.expect("no panic").as_deref(), Ok("slept"));
    assert_eq!(queued.await.expect("no panic").as_deref(), Ok("still there"));
}

#[tokio::test]
async fn ids_of_running_instances_are_unique() {
    let instance = start("lifecycle-id:probe").await;
    let again = probe("lifecycle-id:probe").start().await;
    assert_eq!(again.err(), Some(StartError::AlreadyRunning(id("lifecycle-id:probe"))));
    assert_eq!(call(&instance, &["echo", "first"]).await, "first");
    instance.stop().await;
    let second = start("lifecycle-id:probe").await;
    assert_eq!(call(&second, &["echo", "second"]).await, "second");
    second.stop().await;
    assert!(PROBE.0.forget(&id("lifecycle-id:probe")));
    assert!(PROBE.0.find(&id("lifecycle-id:probe")).is_none());
}

#[tokio::test]
async fn dropping_the_host_stops_its_instances() {
    let host = Host::new().expect("Wasmtime works here");
    let relay =
        airssys_bindings_tests::guest::Guest::named("relay").build().expect("the guest compiles");
    let program = host.compile(relay.bytes()).expect("the component exports the lifecycle");
    let instance = host.instance(&program, id("gone:relay")).config_data("0 1").start().await;
    let instance = instance.expect("the instance starts");
    drop(host);
    assert_eq!(instance.health().await, Ok(HealthStatus::Healthy));
    assert_eq!(instance.stop().await, End::Stopped);
}

#[tokio::test]
async fn compile_rejects_other_components() {
    let host = &PROBE.0;
    assert!(matches!(host.compile(b"not WebAssembly"), Err(HostError::Program(_))));
    let caller = airssys_bindings_tests::guest::Guest::named("caller").build().expect("compiles");
    let error = host.compile(caller.bytes()).err().expect("the lifecycle is missing").to_string();
    assert!(error.contains("component-lifecycle"), "{error}");
    let error = host.load("no/such/file.wasm").err().expect("the file is missing").to_string();
    assert!(error.starts_with("cannot read the component `no/such/file.wasm`"), "{error}");
}

#[test]
fn instance_that_ends_with_its_runtime_is_stopped() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let instance = runtime.block_on(start("lifecycle-shut-down:probe"));
    drop(runtime);
    assert_eq!(instance.end(), Some(End::Stopped));
}

#[test]
fn start_needs_a_tokio_runtime() {
    let mut start = std::pin::pin!(probe("lifecycle-runtime:probe").start());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let polled = start.as_mut().poll(&mut context);
    let std::task::Poll::Ready(Err(error)) = polled else { panic!("`start` waits") };
    assert_eq!(error, StartError::NoRuntime);
}
