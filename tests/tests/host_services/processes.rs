//! Each function of `ext-process`, granted and denied.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use airssys_bindings::host::capability::process::ProcessConfig;
use airssys_bindings::host::{Instance, ProcessAction};

use super::{ask, probe, program};

const ECHO: &str = "/bin/echo";
const CAT: &str = "/bin/cat";
const SLEEP: &str = "/bin/sleep";

/// A probe that may start these programs and end them, by the paths that they are found at.
async fn with(name: &str, programs: &[&str]) -> Instance {
    let found = programs.iter().flat_map(|path| {
        let real = Path::new(path).canonicalize().expect("it is there");
        [(*path).to_owned(), real.to_str().expect("UTF-8").to_owned()]
    });
    let it = found.fold(probe(name), |it, path| {
        it.allow(program(ProcessAction::Spawn, &path)).allow(program(ProcessAction::Kill, &path))
    });
    it.start().await.expect("it starts")
}

/// Whether a process of this number runs. One that has ended and that nobody has asked about does not.
fn runs(id: &str) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    status.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with(" Z"))
}

#[tokio::test]
async fn a_program_is_started_and_followed_to_its_end() {
    let it = with("process-run:probe", &[ECHO, CAT]).await;
    assert_eq!(ask(&it, &["spawn", ECHO, "", "a b", "$HOME", ";ls"]).await, "process 0");
    assert_eq!(ask(&it, &["wait", "0"]).await, "Ok(ExitStatus::Exited(0))");
    assert_eq!(ask(&it, &["exit status", "0"]).await, "Ok(Some(ExitStatus::Exited(0)))");
    assert_eq!(ask(&it, &["output", "0"]).await, r#"Ok(("a b $HOME ;ls\n", ""))"#);
    assert_eq!(ask(&it, &["spawn", CAT, "from standard input"]).await, "process 1");
    assert_eq!(ask(&it, &["wait", "1", "10000"]).await, "Ok(ExitStatus::Exited(0))");
    assert_eq!(ask(&it, &["output", "1"]).await, r#"Ok(("from standard input", ""))"#);
    assert_eq!(ask(&it, &["spawn", CAT, "", "/no/such/file"]).await, "process 2");
    assert_eq!(ask(&it, &["wait", "2"]).await, "Ok(ExitStatus::Exited(1))");
    assert!(ask(&it, &["output", "2"]).await.contains("/no/such/file"));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_process_is_killed_by_its_component_and_goes_with_it() {
    let it = with("process-kill:probe", &[SLEEP]).await;
    assert_eq!(ask(&it, &["spawn", SLEEP, "", "1000"]).await, "process 0");
    assert_eq!(ask(&it, &["exit status", "0"]).await, "Ok(None)");
    assert_eq!(ask(&it, &["wait", "0", "50"]).await, "Err(ProcessError::TimedOut)");
    let id = ask(&it, &["process id", "0"]).await;
    assert!(runs(&id));
    assert_eq!(ask(&it, &["kill", "0"]).await, "Ok(())");
    assert_eq!(ask(&it, &["wait", "0"]).await, "Ok(ExitStatus::Signalled(9))");
    assert!(!runs(&id));

    ask(&it, &["spawn", SLEEP, "", "1000"]).await;
    let dropped = ask(&it, &["process id", "1"]).await;
    ask(&it, &["drop process", "1"]).await;
    ask(&it, &["spawn", SLEEP, "", "1000"]).await;
    let left = ask(&it, &["process id", "2"]).await;
    it.stop().await;
    for id in [dropped, left] {
        for _ in 0..200 {
            if !runs(&id) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(!runs(&id), "{id} runs");
    }
}

#[tokio::test]
async fn only_granted_programs_are_started() {
    let it = with("process-denied:probe", &[ECHO]).await;
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
        let answer = ask(&it, &["spawn", command, ""]).await;
        assert!(answer.starts_with("ProcessError::"), "{command:?}: {answer}");
    }
    let answer = ask(&it, &["spawn", "/bin/sh", ""]).await;
    assert!(answer.starts_with("ProcessError::PermissionDenied("), "{answer}");
    let granted = ask(&it, &["granted for processes"]).await;
    assert!(granted.contains("ProcessAction::Spawn") && granted.contains(ECHO), "{granted}");
}

#[tokio::test]
async fn ending_a_process_needs_a_permission_of_its_own() {
    let real = Path::new(SLEEP).canonicalize().expect("it is there");
    let real = real.to_str().expect("UTF-8");
    let it = probe("process-kill-denied:probe")
        .allow(program(ProcessAction::Spawn, SLEEP))
        .allow(program(ProcessAction::Spawn, real));
    let it = it.start().await.expect("it starts");
    assert_eq!(ask(&it, &["spawn", SLEEP, "", "1000"]).await, "process 0");
    let answer = ask(&it, &["kill", "0"]).await;
    assert!(answer.starts_with("Err(ProcessError::PermissionDenied("), "{answer}");
}

#[tokio::test]
async fn a_process_has_the_variables_that_it_is_given_and_no_others() {
    let it = with("process-environment:probe", &["/usr/bin/env"]).await;
    ask(&it, &["spawn", "/usr/bin/env", ""]).await;
    ask(&it, &["wait", "0"]).await;
    assert_eq!(ask(&it, &["output", "0"]).await, r#"Ok(("GREETING=hello\n", ""))"#);
}

#[tokio::test]
async fn variables_of_the_host_are_read_if_that_is_granted() {
    let environment = BTreeMap::from([("TOWN".to_owned(), "Ulm".to_owned())]);
    let config = ProcessConfig { environment: Some(environment), ..ProcessConfig::default() };
    let it = probe("process-variables:probe").process(config);
    let it = it.allow(program(ProcessAction::ReadEnvironment, "TO*"));
    let it = it.start().await.expect("it starts");
    assert_eq!(ask(&it, &["environment", "TOWN"]).await, r#"Ok(Some("Ulm"))"#);
    assert_eq!(ask(&it, &["environment", "TOOL"]).await, "Ok(None)");
    let denied = ask(&it, &["environment", "PATH"]).await;
    assert!(denied.starts_with("Err(ProcessError::PermissionDenied("), "{denied}");
}
