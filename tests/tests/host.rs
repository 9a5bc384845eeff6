//! `side: host` for the seven packages: arguments, results, errors, and resource handles.

use airssys_bindings_tests::guest::Guest;
use airssys_bindings_tests::host::airssys::core_types::types::{ComponentError, ExecutionError};
use airssys_bindings_tests::host::{Host, Running};
use anyhow::Result;

use crate::components::{config, context};

fn full(host: Host) -> Result<Running> {
    Running::start(&Guest::named("full").build()?, host)
}

fn execute(running: &mut Running, operation: &str) -> Result<Result<String, ExecutionError>> {
    let answer =
        running.call(|it, store| it.call_execute(store, operation.as_bytes(), &context()))?;
    Ok(answer.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

#[test]
fn file_resource_is_opened_used_and_dropped_once() -> Result<()> {
    let mut host = Host::default();
    host.files.insert("/one".to_owned(), b"1".to_vec());
    host.files.insert("/two".to_owned(), b"2".to_vec());
    let mut full = full(host)?;

    execute(&mut full, "files")?.expect("both files exist");

    let calls = [
        r#"file.open("/one", (READ))"#,
        r#"file.open("/two", (READ))"#,
        "file.drop()",
        "file.read(1)",
        "file.drop()",
    ];
    assert_eq!(full.store.data().calls, calls);
    Ok(())
}

#[test]
fn process_resource_is_spawned_used_and_dropped_once() -> Result<()> {
    let mut full = full(Host::default())?;

    let ended = execute(&mut full, "program")?.expect("the instance starts");

    assert_eq!(ended, "0 ExitStatus::Exited(0)");
    let calls = [
        r#"process.spawn("date --utc")"#,
        "process.wait(Some(10))",
        "process.id()",
        r#"process.drop("date --utc")"#,
    ];
    assert_eq!(full.store.data().calls, calls);
    Ok(())
}

#[test]
fn megabyte_list_is_passed_in_both_directions() -> Result<()> {
    let big: Vec<u8> = (0..1_u32 << 20).map(|at| (at % 251) as u8).collect();
    let mut host = Host::default();
    host.files.insert("/big".to_owned(), big.clone());
    let mut full = full(host)?;

    let answer = full.call(|it, store| it.call_execute(store, b"copy", &context()))?;

    assert!(answer.expect("the file is copied") == big);
    assert!(full.store.data().files["/copy"] == big);
    Ok(())
}

#[test]
fn every_host_error_reaches_the_component() -> Result<()> {
    let mut full = full(Host::default())?;
    let expected: [(&str, &[&str]); 4] = [
        (
            "file",
            &[
                r#"PermissionDenied("read")"#,
                "NotFound",
                "AlreadyExists",
                "IsDirectory",
                "NotDirectory",
                "DirectoryNotEmpty",
                r#"InvalidPath("..")"#,
                "WrongMode",
                "NoSpace",
                r#"Io("on fire")"#,
            ],
        ),
        (
            "network",
            &[
                r#"PermissionDenied("resolve")"#,
                r#"InvalidUrl("no scheme")"#,
                "HostNotFound",
                "ConnectionRefused",
                "ConnectionReset",
                "ConnectionClosed",
                "TimedOut",
                r#"Tls("expired")"#,
                r#"Protocol("no status")"#,
                r#"Io("unplugged")"#,
            ],
        ),
        (
            "messaging",
            &[
                r#"PermissionDenied("send")"#,
                "ComponentNotFound",
                "ComponentUnavailable",
                "RequestNotFound",
                "MailboxFull",
                "MessageTooLarge(1099511627776)",
                r#"Internal("no")"#,
            ],
        ),
        (
            "process",
            &[
                r#"PermissionDenied("spawn")"#,
                "ProgramNotFound",
                r#"InvalidCommand("the first argument")"#,
                "TimedOut",
                r#"Io("broken pipe")"#,
            ],
        ),
    ];
    for (kind, errors) in expected {
        for (number, error) in errors.iter().enumerate() {
            let received = execute(&mut full, &format!("error {kind} {number}"))?;
            let received = received.expect("the component reports the error");
            let type_name =
                received.trim_start_matches("Err(").split("::").next().unwrap_or_default();
            assert_eq!(received, format!("Err({type_name}::{error})"));
        }
    }
    Ok(())
}

#[test]
fn every_component_error_reaches_the_host() -> Result<()> {
    let mut full = full(Host::default())?;
    let mut received = Vec::new();
    for number in 0..6 {
        let error =
            execute(&mut full, &format!("fail {number}"))?.expect_err("the operation fails");
        received.push(format!("{error:?}"));
    }
    let expected = [
        r#"ExecutionError::InvalidOperation("no")"#,
        r#"ExecutionError::Failed("no")"#,
        "ExecutionError::TimedOut",
        "ExecutionError::Cancelled",
        r#"ExecutionError::LimitExceeded("memory")"#,
        "ExecutionError::Unavailable",
    ];
    assert_eq!(received, expected);
    let mut received = Vec::new();
    for number in 0..5 {
        let config = config(number.to_string().as_bytes());
        let answer = full.call(|it, store| it.call_init(store, &config))?;
        let error: ComponentError = answer.expect_err("the operation fails");
        received.push(format!("{error:?}"));
    }
    let expected = [
        r#"ComponentError::InvalidConfiguration("no")"#,
        r#"ComponentError::InitializationFailed("no")"#,
        "ComponentError::NotRunning",
        r#"ComponentError::InvalidMessage("no")"#,
        r#"ComponentError::Internal("no")"#,
    ];
    assert_eq!(received, expected);
    Ok(())
}

#[test]
fn trap_reaches_the_caller_with_function_names() -> Result<()> {
    let mut full = full(Host::default())?;

    let trap = execute(&mut full, "trap").expect_err("the component traps");

    let message = format!("{trap:?}");
    let trap = trap.downcast_ref::<wasmtime::Trap>();
    assert_eq!(trap, Some(&wasmtime::Trap::UnreachableCodeReached), "{message}");
    assert!(message.contains("wasm `unreachable` instruction executed"), "{message}");
    // The backtrace contains function names.
    assert!(message.contains("full::"), "{message}");
    Ok(())
}
