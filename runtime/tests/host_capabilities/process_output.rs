//! The output of processes, whose buffer is bounded without losing output.

use std::time::Duration;

use airssys_bindings::host::capability::ProcessError;
use airssys_bindings::host::capability::process::{Command, ExitStatus, ProcessOutput};

use crate::process::{SPAWN, command, text};
use crate::support::{processes, processes_with};

#[tokio::test]
async fn output_of_a_running_process_returns_immediately() {
    let processes = processes(&[(SPAWN, "sh")]);
    let path = vec![("PATH".into(), std::env::var("PATH").expect("a path"))];
    let script = ["-c", "echo one; sleep 1000"];
    let process = processes.spawn(&Command { env_vars: path, ..command("sh", &script) });
    let process = process.expect("a process");
    let mut seen = ProcessOutput::default();
    for _ in 0..400 {
        seen = process.output().await;
        if !seen.stdout.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert_eq!(text(&seen.stdout), "one\n");
    assert_eq!(process.output().await, ProcessOutput::default());
}

#[tokio::test]
async fn output_is_complete_when_the_process_has_ended() {
    let processes = processes(&[(SPAWN, "head")]);
    for _ in 0..20 {
        let process =
            processes.spawn(&command("head", &["-c", "100000", "/dev/zero"])).expect("a process");
        assert_eq!(process.wait(None).await, Ok(ExitStatus::Exited(0)));
        assert_eq!(process.output().await.stdout.len(), 100_000);
    }
}

#[tokio::test]
async fn process_blocks_while_the_buffer_is_full() {
    let limit = 100_000;
    let processes = processes_with(&[(SPAWN, "head")], |config| config.max_output_bytes = limit);
    let process =
        processes.spawn(&command("head", &["-c", "1000000", "/dev/zero"])).expect("a process");
    let waited = process.wait(Some(20_000)).await;
    assert!(
        matches!(&waited, Err(ProcessError::Io(reason)) if reason.contains("is read")),
        "{waited:?}"
    );
    let mut total = 0;
    while process.exit_status() == Ok(None) {
        let output = process.output().await;
        assert!(output.stdout.len() <= limit);
        total += output.stdout.len();
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    loop {
        let output = process.output().await;
        total += output.stdout.len();
        if output.stdout.is_empty() {
            break;
        }
    }
    assert_eq!(total, 1_000_000);
    assert_eq!(process.exit_status(), Ok(Some(ExitStatus::Exited(0))));
}

#[tokio::test]
async fn output_beyond_the_buffer_is_returned_after_the_end() {
    let processes = processes_with(&[(SPAWN, "head")], |config| config.max_output_bytes = 1000);
    // More than the buffer's limit, but less than the capacity of the pipe.
    let process =
        processes.spawn(&command("head", &["-c", "30000", "/dev/zero"])).expect("a process");
    assert_eq!(process.wait(Some(20_000)).await, Ok(ExitStatus::Exited(0)));
    let mut total = 0;
    loop {
        let output = process.output().await;
        total += output.stdout.len();
        if output.stdout.is_empty() {
            break;
        }
        assert!(output.stdout.len() <= 1000);
    }
    assert_eq!(total, 30_000);
}
