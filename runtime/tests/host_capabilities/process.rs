//! Each function of `ext-process`, granted and denied.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use airssys_bindings::host::capability::process::{Command, ExitStatus, Process, ProcessOutput};
use airssys_bindings::host::capability::{ProcessAction, ProcessError};

use crate::support::{directory, processes, processes_with, program};

pub(crate) const SPAWN: ProcessAction = ProcessAction::Spawn;
pub(crate) const KILL: ProcessAction = ProcessAction::Kill;
const ENVIRONMENT: ProcessAction = ProcessAction::ReadEnvironment;

pub(crate) fn command(program: &str, arguments: &[&str]) -> Command {
    Command {
        program: program.into(),
        arguments: arguments.iter().map(|&argument| argument.into()).collect(),
        ..Command::default()
    }
}

pub(crate) fn denied<T: std::fmt::Debug>(result: Result<T, ProcessError>, missing: &str) {
    match result {
        Err(ProcessError::PermissionDenied(reason)) => {
            assert!(reason.contains(missing), "{reason}");
        }
        other => panic!("{missing}: {other:?}"),
    }
}

pub(crate) async fn finished(process: &Process) -> (ExitStatus, ProcessOutput) {
    let status = process.wait(Some(20_000)).await.expect("an end");
    (status, process.output().await)
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("text")
}

#[tokio::test]
async fn spawn() {
    let processes = processes(&[(SPAWN, "sh")]);
    let process = processes
        .spawn(&Command {
            input: b"from the component".to_vec(),
            ..command("sh", &["-c", "cat; echo problem >&2; exit 7"])
        })
        .expect("a process");
    assert!(process.id() > 0);
    let (status, output) = finished(&process).await;
    assert_eq!(status, ExitStatus::Exited(7));
    assert_eq!(text(&output.stdout), "from the component");
    assert_eq!(text(&output.stderr), "problem\n");
    assert_eq!(process.output().await, ProcessOutput::default());
    assert_eq!(process.wait(None).await, Ok(status));
    assert_eq!(process.exit_status(), Ok(Some(status)));
}

#[tokio::test]
async fn standard_input_is_empty_without_input() {
    let processes = processes(&[(SPAWN, "cat")]);
    let process = processes.spawn(&command("cat", &[])).expect("a process");
    assert_eq!(finished(&process).await, (ExitStatus::Exited(0), ProcessOutput::default()));
}

#[tokio::test]
async fn unread_input_is_ignored() {
    let processes = processes(&[(SPAWN, "true")]);
    let command = Command { input: vec![0; 1 << 20], ..command("true", &[]) };
    let process = processes.spawn(&command).expect("a process");
    assert_eq!(finished(&process).await.0, ExitStatus::Exited(0));
}

#[tokio::test]
async fn spawn_is_denied_by_program_and_action() {
    for permissions in
        [&[][..], &[(KILL, "true")], &[(SPAWN, "tru")], &[(SPAWN, "true?")], &[(SPAWN, "/opt/**")]]
    {
        denied(processes(permissions).spawn(&command("true", &[])), "spawn");
    }
    denied(processes(&[(SPAWN, "true")]).spawn(&command("/bin/true", &[])), "spawn `/");
}

#[tokio::test]
async fn missing_program_is_not_found() {
    let processes = processes(&[(SPAWN, "no-such-program"), (SPAWN, "/no/such/*")]);
    for program in ["no-such-program", "/no/such/program"] {
        let result = processes.spawn(&command(program, &[])).map(|_| ());
        assert_eq!(result, Err(ProcessError::ProgramNotFound), "{program}");
    }
    denied(processes.spawn(&command("/no/other", &[])), "spawn `/no/other`");
}

#[tokio::test]
async fn id_is_the_process_id() {
    let processes = processes(&[(SPAWN, "sh")]);
    let process = processes.spawn(&command("sh", &["-c", "echo $$"])).expect("a process");
    let (_, output) = finished(&process).await;
    assert_eq!(text(&output.stdout).trim(), process.id().to_string());
}

#[tokio::test]
async fn wait() {
    let processes = processes(&[(SPAWN, "sleep"), (SPAWN, "sh"), (KILL, "sleep")]);
    let process = processes.spawn(&command("sleep", &["1000"])).expect("a process");
    assert_eq!(process.wait(Some(50)).await, Err(ProcessError::TimedOut));
    assert_eq!(process.exit_status(), Ok(None));
    assert_eq!(process.kill().await, Ok(()));
    assert_eq!(process.wait(Some(0)).await, Ok(ExitStatus::Signalled(9)));
    assert_eq!(process.exit_status(), Ok(Some(ExitStatus::Signalled(9))));

    let process = processes.spawn(&command("sh", &["-c", "kill -15 $$"])).expect("a process");
    assert_eq!(process.wait(None).await, Ok(ExitStatus::Signalled(15)));
}

#[tokio::test]
async fn kill() {
    let processes = processes(&[(SPAWN, "*"), (KILL, "true")]);
    let process = processes.spawn(&command("sleep", &["1000"])).expect("a process");
    denied(process.kill().await, "kill `sleep`");
    assert_eq!(process.wait(Some(50)).await, Err(ProcessError::TimedOut));

    let process = processes.spawn(&command("true", &[])).expect("a process");
    assert_eq!(process.wait(None).await, Ok(ExitStatus::Exited(0)));
    assert_eq!(process.kill().await, Ok(()));
    assert_eq!(process.exit_status(), Ok(Some(ExitStatus::Exited(0))));
}

#[tokio::test]
async fn process_inherits_no_environment_variables() {
    let processes = processes(&[(SPAWN, "env")]);
    let process = processes.spawn(&command("env", &[])).expect("a process");
    assert_eq!(text(&finished(&process).await.1.stdout), "");

    let env_vars = vec![("A".into(), "1".into()), ("B".into(), "x y=\n".into())];
    let process = processes.spawn(&Command { env_vars, ..command("env", &[]) });
    let process = process.expect("a process");
    assert_eq!(text(&finished(&process).await.1.stdout), "A=1\nB=x y=\n\n");
}

#[tokio::test]
async fn invalid_commands_are_rejected() {
    let processes = processes(&[(SPAWN, "true")]);
    let variable = |name: &str, value: &str| Command {
        env_vars: vec![(name.into(), value.into())],
        ..command("true", &[])
    };
    let commands = [
        command("true", &["a", "b\0c"]),
        variable("", "x"),
        variable("A=B", "x"),
        variable("A\0", "x"),
        variable("A", "x\0"),
        command("true", &["x".repeat(64 << 20).as_str()]),
    ];
    for command in commands {
        let result = processes.spawn(&command).map(|_| ());
        assert!(matches!(result, Err(ProcessError::InvalidCommand(_))), "{result:?}");
    }
}

#[tokio::test]
async fn working_directory_must_be_allowed() {
    let dir = directory(&[("open/in/x", ""), ("closed/x", "")]);
    let root = dir.path().canonicalize().expect("a directory");
    std::os::unix::fs::symlink(root.join("closed"), root.join("open/link")).expect("a link");
    let processes = processes_with(&[(SPAWN, "pwd")], |config| {
        config.working_directories = vec![root.join("open")];
    });
    let start = |directory: Option<String>| {
        processes.spawn(&Command { working_directory: directory, ..command("pwd", &[]) })
    };
    let process = start(None).expect("a process");
    assert_eq!(text(&finished(&process).await.1.stdout), "/\n");
    let inside = format!("{}/open/in", root.display());
    let process = start(Some(inside.clone())).expect("a process");
    assert_eq!(text(&finished(&process).await.1.stdout), format!("{inside}\n"));
    for directory in ["closed", "open/link", "open/../closed", "open/in/x", "none", "openx"] {
        let directory = format!("{}/{directory}", root.display());
        let result = start(Some(directory.clone())).map(|_| ());
        assert!(matches!(result, Err(ProcessError::InvalidCommand(_))), "{directory}");
    }
    for directory in ["", ".", "open", "/\0"] {
        let result = start(Some(directory.into())).map(|_| ());
        assert!(matches!(result, Err(ProcessError::InvalidCommand(_))), "{directory:?}");
    }
}

#[tokio::test]
async fn processes_are_limited() {
    let processes = processes_with(&[(SPAWN, "sleep")], |config| {
        config.max_processes = 2;
        config.max_run_time = Some(Duration::from_millis(300));
    });
    let start = || processes.spawn(&command("sleep", &["1000"]));
    let (first, second) = (start().expect("a process"), start().expect("a process"));
    assert!(matches!(start(), Err(ProcessError::Io(_))));
    let begin = Instant::now();
    assert_eq!(first.wait(Some(20_000)).await, Ok(ExitStatus::Signalled(9)));
    assert!(begin.elapsed() >= Duration::from_millis(100));
    assert_eq!(second.wait(Some(20_000)).await, Ok(ExitStatus::Signalled(9)));
    drop(first);
    for _ in 0..200 {
        if start().is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the slot of a process that has ended is not free");
}

#[tokio::test]
async fn environment_variable() {
    let environment = BTreeMap::from([("APP_A".into(), "1".into()), ("SECRET".into(), "2".into())]);
    let processes = processes_with(&[(ENVIRONMENT, "APP_*")], |config| {
        config.environment = Some(environment);
    });
    assert_eq!(processes.environment_variable("APP_A"), Ok(Some("1".into())));
    assert_eq!(processes.environment_variable("APP_B"), Ok(None));
    denied(processes.environment_variable("SECRET"), "read-environment `SECRET`");
    denied(processes.environment_variable("app_a"), "read-environment `app_a`");
    denied(processes.environment_variable(""), "read-environment");
}

#[tokio::test]
async fn environment_defaults_to_that_of_the_host() {
    let processes = processes(&[(ENVIRONMENT, "**")]);
    let path = std::env::var("PATH").ok();
    assert_eq!(processes.environment_variable("PATH"), Ok(path));
    for name in ["", "A=B", "A\0", "AIRSSYS_NOT_SET"] {
        assert_eq!(processes.environment_variable(name), Ok(None), "{name:?}");
    }
}

#[tokio::test]
async fn check_agrees_with_calls() {
    let processes = processes(&[(SPAWN, "sh"), (SPAWN, "/bin/sh"), (SPAWN, "none")]);
    for name in ["sh", "/bin/sh", "/usr/bin/../bin/sh", "cat", "/bin/cat", "none", "./sh", ""] {
        let called = match processes.spawn(&command(name, &["-c", "true"])) {
            Ok(_) | Err(ProcessError::ProgramNotFound) => true,
            Err(ProcessError::PermissionDenied(_) | ProcessError::InvalidCommand(_)) => false,
            Err(error) => panic!("{name}: {error}"),
        };
        assert_eq!(processes.check(SPAWN, name).allowed, called, "{name}");
        assert!(!processes.check(KILL, name).allowed);
        assert!(!processes.check(ENVIRONMENT, name).allowed);
    }
}

#[tokio::test]
async fn granted_permissions() {
    let subject = processes(&[(SPAWN, "sh"), (ENVIRONMENT, "A")]);
    assert_eq!(subject.granted_permissions(), [program(SPAWN, "sh"), program(ENVIRONMENT, "A")]);
    assert!(processes(&[]).granted_permissions().is_empty());
}
