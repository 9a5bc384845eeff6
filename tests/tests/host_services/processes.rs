//! Each function of `ext-process`, granted and denied.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use airssys_bindings::host::capability::process::ProcessConfig;
use airssys_bindings::host::{Instance, ProcessAction};

use super::{call, probe, program, start};

const ECHO: &str = "/bin/echo";
const CAT: &str = "/bin/cat";
const SLEEP: &str = "/bin/sleep";

/// Starts a probe that is granted to spawn and kill these programs, by their paths and canonical paths.
async fn start_with(name: &str, programs: &[&str]) -> Instance {
    let found = programs.iter().flat_map(|path| {
        let real = Path::new(path).canonicalize().expect("the path exists");
        [(*path).to_owned(), real.to_str().expect("UTF-8").to_owned()]
    });
    let builder = found.fold(probe(name), |builder, path| {
        builder
            .allow(program(ProcessAction::Spawn, &path))
            .allow(program(ProcessAction::Kill, &path))
    });
    builder.start().await.expect("the instance starts")
}

/// `true` if a process with this id is running. Zombies are not.
fn is_running(id: &str) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    status.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with(" Z"))
}

#[tokio::test]
async fn program_is_spawned_and_waited_for() {
    let instance = start_with("process-run:probe", &[ECHO, CAT]).await;
    assert_eq!(call(&instance, &["spawn", ECHO, "", "a b", "$HOME", ";ls"]).await, "process 0");
    assert_eq!(call(&instance, &["wait", "0"]).await, "Ok(ExitStatus::Exited(0))");
    assert_eq!(call(&instance, &["exit status", "0"]).await, "Ok(Some(ExitStatus::Exited(0)))");
    assert_eq!(call(&instance, &["output", "0"]).await, r#"Ok(("a b $HOME ;ls\n", ""))"#);
    assert_eq!(call(&instance, &["spawn", CAT, "from standard input"]).await, "process 1");
    assert_eq!(call(&instance, &["wait", "1", "10000"]).await, "Ok(ExitStatus::Exited(0))");
    assert_eq!(call(&instance, &["output", "1"]).await, r#"Ok(("from standard input", ""))"#);
    assert_eq!(call(&instance, &["spawn", CAT, "", "/no/such/file"]).await, "process 2");
    assert_eq!(call(&instance, &["wait", "2"]).await, "Ok(ExitStatus::Exited(1))");
    assert!(call(&instance, &["output", "2"]).await.contains("/no/such/file"));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn processes_are_killed_by_and_with_their_component() {
    let instance = start_with("process-kill:probe", &[SLEEP]).await;
    assert_eq!(call(&instance, &["spawn", SLEEP, "", "1000"]).await, "process 0");
    assert_eq!(call(&instance, &["exit status", "0"]).await, "Ok(None)");
    assert_eq!(call(&instance, &["wait", "0", "50"]).await, "Err(ProcessError::TimedOut)");
    let id = call(&instance, &["process id", "0"]).await;
    assert!(is_running(&id));
    assert_eq!(call(&instance, &["kill", "0"]).await, "Ok(())");
    assert_eq!(call(&instance, &["wait", "0"]).await, "Ok(ExitStatus::Signalled(9))");
    assert!(!is_running(&id));

    call(&instance, &["spawn", SLEEP, "", "1000"]).await;
    let dropped = call(&instance, &["process id", "1"]).await;
    call(&instance, &["drop process", "1"]).await;
    call(&instance, &["spawn", SLEEP, "", "1000"]).await;
    let left = call(&instance, &["process id", "2"]).await;
    instance.stop().await;
    for id in [dropped, left] {
        for _ in 0..200 {
            if !is_running(&id) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(!is_running(&id), "{id} is running");
    }
}

#[tokio::test]
async fn only_granted_programs_are_spawned() {
    let instance = start_with("process-denied:probe", &[ECHO]).await;
    for command in [
        "/bin/sh",
        "sh",
        "/bin/../bin/sh",
        "/bin/echo /bin/sh",
        "/bin/echo;sh",
        "./echo",
        "/bin/echo\0",
        "",
    ] {
        let answer = call(&instance, &["spawn", command, ""]).await;
        assert!(answer.starts_with("ProcessError::"), "{command:?}: {answer}");
    }
    let answer = call(&instance, &["spawn", "/bin/sh", ""]).await;
    assert!(answer.starts_with("ProcessError::PermissionDenied("), "{answer}");
    let granted = call(&instance, &["granted for processes"]).await;
    assert!(granted.contains("ProcessAction::Spawn") && granted.contains(ECHO), "{granted}");
}

#[tokio::test]
async fn programs_that_are_not_granted_are_no_oracle() {
    let none = start("process-oracle:none").await;
    let some = start_with("process-oracle:some", &[ECHO]).await;
    for (exists, missing) in [
        ("/usr/bin/env", "/usr/bin/no-such-program"),
        ("/bin/sh", "/bin/no-such-program"),
        ("/proc/self/exe", "/proc/self/no-such-file"),
        ("/etc/passwd", "/no/such/directory/x"),
        ("sh", "no-such-program"),
    ] {
        for instance in [&none, &some] {
            let answers = async |program: &str| {
                let spawned = call(instance, &["spawn", program, ""]).await;
                let checked = call(instance, &["check", "process", "spawn", program]).await;
                assert!(spawned.contains("Denied(") && checked.contains("Denied("), "{spawned}");
                [spawned, checked].map(|answer| answer.replace(program, "PROGRAM"))
            };
            assert_eq!(answers(exists).await, answers(missing).await, "{exists} and {missing}");
        }
    }
}

#[tokio::test]
async fn kill_needs_its_own_permission() {
    let real = Path::new(SLEEP).canonicalize().expect("the path exists");
    let real = real.to_str().expect("UTF-8");
    let builder = probe("process-kill-denied:probe")
        .allow(program(ProcessAction::Spawn, SLEEP))
        .allow(program(ProcessAction::Spawn, real));
    let instance = builder.start().await.expect("the instance starts");
    assert_eq!(call(&instance, &["spawn", SLEEP, "", "1000"]).await, "process 0");
    let answer = call(&instance, &["kill", "0"]).await;
    assert!(answer.starts_with("Err(ProcessError::PermissionDenied("), "{answer}");
}

#[tokio::test]
async fn process_inherits_no_environment_variables() {
    let instance = start_with("process-environment:probe", &["/usr/bin/env"]).await;
    call(&instance, &["spawn", "/usr/bin/env", ""]).await;
    call(&instance, &["wait", "0"]).await;
    assert_eq!(call(&instance, &["output", "0"]).await, r#"Ok(("GREETING=hello\n", ""))"#);
}

#[tokio::test]
async fn host_environment_variables_are_read_if_granted() {
    let environment = BTreeMap::from([("TOWN".to_owned(), "Ulm".to_owned())]);
    let config = ProcessConfig { environment: Some(environment), ..ProcessConfig::default() };
    let builder = probe("process-variables:probe").process(config);
    let builder = builder.allow(program(ProcessAction::ReadEnvironment, "TO*"));
    let instance = builder.start().await.expect("the instance starts");
    assert_eq!(call(&instance, &["environment", "TOWN"]).await, r#"Ok(Some("Ulm"))"#);
    assert_eq!(call(&instance, &["environment", "TOOL"]).await, "Ok(None)");
    let denied = call(&instance, &["environment", "PATH"]).await;
    assert!(denied.starts_with("Err(ProcessError::PermissionDenied("), "{denied}");
}
