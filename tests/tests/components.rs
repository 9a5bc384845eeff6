//! Running components: their results, and their calls to the host.

use airssys_bindings_tests::guest::Guest;
use airssys_bindings_tests::host::airssys::core_types::types::{
    ComponentError, ExecutionError, HealthStatus, Timestamp,
};
use airssys_bindings_tests::host::lifecycle::{
    CallerInfo, ComponentConfig, ExecutionContext, ResourceLimits,
};
use airssys_bindings_tests::host::{Host, Running, component_id, instantiate};
use anyhow::{Context as _, Result};
use wasmtime::Store;
use wasmtime::component::{Func, Instance};

pub(crate) fn config(data: &[u8]) -> ComponentConfig {
    ComponentConfig {
        env_vars: vec![("HOME".to_owned(), "/data".to_owned())],
        config_data: data.to_vec(),
        limits: ResourceLimits {
            max_memory_bytes: None,
            max_execution_ms: Some(100),
            max_message_bytes: None,
        },
    }
}

pub(crate) fn context() -> ExecutionContext {
    ExecutionContext {
        request: 1,
        caller: CallerInfo { component: Some(component_id("acme", "clock")), principal: None },
        received_at: Timestamp { seconds: 0, nanoseconds: 0 },
        timeout_ms: Some(250),
    }
}

/// Returns an exported function of an exported interface.
pub(crate) fn exported_function(
    store: &mut Store<Host>,
    instance: &Instance,
    interface: &str,
    function: &str,
) -> Result<Func> {
    let index = instance.get_export_index(&mut *store, None, interface);
    let index = index.with_context(|| format!("`{interface}` is not exported"))?;
    let index = instance.get_export_index(&mut *store, Some(&index), function);
    let index = index.with_context(|| format!("`{function}` is not exported"))?;
    instance.get_func(store, index).with_context(|| format!("`{function}` is not a function"))
}

#[test]
fn lifecycle_functions_return_results_to_the_host() -> Result<()> {
    let mut echo = Running::start(&Guest::named("echo").build()?, Host::default())?;

    assert_eq!(echo.call(|it, store| it.call_health(store))?, HealthStatus::Unhealthy);
    let wrong = echo.call(|it, store| it.call_init(store, &config(b"wrong")))?;
    assert!(
        matches!(wrong, Err(ComponentError::InvalidConfiguration(why)) if why == "it is wrong")
    );
    echo.call(|it, store| it.call_init(store, &config(b"right")))?.expect("init succeeds");
    assert_eq!(echo.call(|it, store| it.call_health(store))?, HealthStatus::Healthy);

    let answer = echo.call(|it, store| it.call_execute(store, b"print", &context()))?;
    assert_eq!(answer.expect("execute succeeds"), b"print");

    let metadata = echo.call(|it, store| it.call_metadata(store))?;
    assert_eq!((&*metadata.id.name, &*metadata.id.version), ("echo", "1.2.3"));
    assert_eq!(metadata.authors, ["Ada", "Grace"]);
    assert_eq!(metadata.memory.maximum_bytes, Some(1 << 20));

    echo.call(|it, store| it.call_shutdown(store))?.expect("the first shutdown succeeds");
    let again = echo.call(|it, store| it.call_shutdown(store))?;
    assert!(matches!(again, Err(ComponentError::NotRunning)));

    assert_eq!(
        echo.store.data().calls,
        [
            r#"log(info, "started", [HOME=/data])"#,
            "current-time()",
            r#"send-request(clock, "print", 250)"#,
        ]
    );
    Ok(())
}

#[test]
fn messages_and_callbacks_reach_the_component() -> Result<()> {
    let mut echo = Running::start(&Guest::named("echo").build()?, Host::default())?;

    let friend = component_id("acme", "printer");
    echo.call(|it, store| it.call_handle_message(store, &friend, b"hello"))?
        .expect("sending is allowed");
    let foe = component_id("forbidden", "vault");
    let refused = echo.call(|it, store| it.call_handle_message(store, &foe, b"open"))?;
    assert!(
        matches!(refused, Err(ComponentError::Internal(why)) if why == "messages to forbidden")
    );

    let answer = Ok(b"done".to_vec());
    let answer = answer.as_ref().map(Vec::as_slice);
    echo.call(|it, store| it.call_handle_callback(store, 7, answer))?
        .expect("the callback is handled");
    let late = Err(&ExecutionError::TimedOut);
    echo.call(|it, store| it.call_handle_callback(store, 8, late))?
        .expect("the callback is handled");

    assert_eq!(
        echo.store.data().calls,
        [
            r#"send-message(printer, "hello")"#,
            r#"send-message(vault, "open")"#,
            r#"log(debug, "answered", [request=7, outcome=done])"#,
            r#"log(debug, "answered", [request=8, outcome=ExecutionError::TimedOut])"#,
        ]
    );
    Ok(())
}

#[test]
fn guest_reads_and_writes_through_an_imported_resource() -> Result<()> {
    let mut host = Host::default();
    host.files.insert("/data/a".to_owned(), b"abcdef".to_vec());
    let mut files = Running::start(&Guest::named("files").build()?, host)?;

    let size = files.call(|it, store| it.call_execute(store, b"/data/a", &context()))?;

    assert_eq!(size.expect("the file exists"), b"9");
    let host = files.store.data();
    assert_eq!(host.files["/data/a"], b"abcdefabc");
    assert_eq!(
        host.calls,
        [
            r#"file.open("/data/a", (READ|WRITE))"#,
            "file.seek(SeekPosition::End(0))",
            "file.seek(SeekPosition::Start(0))",
            "file.read(3)",
            "file.seek(SeekPosition::End(0))",
            "file.write(3 bytes)",
            "file.sync()",
            "file.drop()",
            r#"stat("/data/a")"#,
        ]
    );
    Ok(())
}

#[test]
fn errors_of_the_host_reach_the_guest() -> Result<()> {
    let mut files = Running::start(&Guest::named("files").build()?, Host::default())?;

    let missing = files.call(|it, store| it.call_execute(store, b"/data/a", &context()))?;
    assert!(matches!(missing, Err(ExecutionError::Failed(why)) if why == "FileError::NotFound"));
    let secret = files.call(|it, store| it.call_execute(store, b"/secret/key", &context()))?;
    assert!(matches!(secret, Err(ExecutionError::Failed(why)) if why == "read /secret/key"));
    Ok(())
}

#[test]
fn component_without_exports_calls_the_host() -> Result<()> {
    let caller = Guest::named("caller").build()?;
    assert_eq!(caller.exports, [""; 0]);

    let (store, _) = instantiate(&caller, Host::default(), |_| Ok(()))?;

    let calls = ["list-components()", r#"log(warn, "clock", [])"#, r#"log(warn, "printer", [])"#];
    assert_eq!(store.data().calls, calls);
    Ok(())
}

#[test]
fn no_std_guest_runs() -> Result<()> {
    let mut host = Host::default();
    host.files.insert("/data/a".to_owned(), b"abcdef".to_vec());
    let mut guest = Running::start(&Guest::named("no-std").build()?, host)?;
    guest.call(|it, store| it.call_init(store, &config(&[1; 100_000])))?.expect("init succeeds");
    let answer = guest.call(|it, store| it.call_execute(store, b"xyz", &context()))?;
    assert_eq!(answer.expect("the file exists"), b"abcxyz");
    Ok(())
}
