//! Attempts to run programs that are not granted, to give programs more than allowed, and to outlive the component.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use airssys_bindings::host::capability::ProcessError;
use airssys_bindings::host::capability::process::{
    Command, ExitStatus, Process, ProcessConfig, Processes,
};

use crate::process::{KILL, SPAWN, command, denied, finished, text};
use crate::support::{directory, processes, processes_with};

/// Writes a script that prints its path.
fn script(path: &Path) {
    fs::write(path, format!("#!/bin/sh\necho {}\n", path.display())).expect("a file");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions");
}

fn programs(names: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let dir = directory(&[]);
    let root = dir.path().canonicalize().expect("a directory");
    for name in names {
        fs::create_dir_all(root.join(name).parent().expect("a parent")).expect("a directory");
        script(&root.join(name));
    }
    (dir, root)
}

fn path_of(root: &Path, rest: &str) -> String {
    format!("{}/{rest}", root.display())
}

#[tokio::test]
async fn arguments_are_not_interpreted_by_a_shell() {
    let processes = processes(&[(SPAWN, "printf")]);
    let arguments = ["%s\n", "a b", "$HOME", "`id`", "$(id)", "; id", "| id", "&& id", "> /x", "*"];
    let process = processes.spawn(&command("printf", &arguments)).expect("a process");
    let (_, output) = finished(&process).await;
    assert_eq!(text(&output.stdout), arguments[1..].join("\n") + "\n");
}

#[tokio::test]
async fn program_name_with_spaces_is_one_name() {
    let (_dir, root) = programs(&["good", "a b"]);
    let processes = processes_with(&[(SPAWN, "good"), (SPAWN, "a b")], |config| {
        config.path = vec![root.clone()];
    });
    for name in ["good; id", "good id", "good -c id", " good", "good ", "good\n", "$(good)"] {
        denied(processes.spawn(&command(name, &[])), "spawn");
    }
    let process = processes.spawn(&command("a b", &[])).expect("a process");
    assert_eq!(text(&finished(&process).await.1.stdout), path_of(&root, "a b\n"));
}

#[tokio::test]
async fn relative_program_paths_are_rejected() {
    let processes = processes(&[(SPAWN, "**")]);
    for name in ["./sh", "bin/sh", "../bin/sh", ".", "..", "", "sh\0", "~/sh"] {
        let result = processes.spawn(&command(name, &[])).map(|_| ());
        assert!(matches!(result, Err(ProcessError::InvalidCommand(_))), "{name:?}: {result:?}");
    }
}

#[tokio::test]
async fn programs_are_looked_up_only_in_the_configured_path() {
    let (_dir, root) = programs(&["good/tool", "evil/tool", "evil/other"]);
    let processes = processes_with(&[(SPAWN, "tool"), (SPAWN, "other")], |config| {
        config.path = vec![root.join("none"), root.join("good")];
        config.working_directories = vec![root.clone()];
    });
    let misleading = |name: &str| Command {
        env_vars: vec![("PATH".into(), path_of(&root, "evil"))],
        working_directory: Some(path_of(&root, "evil")),
        ..command(name, &[])
    };
    let process = processes.spawn(&misleading("tool")).expect("a process");
    assert_eq!(text(&finished(&process).await.1.stdout), path_of(&root, "good/tool\n"));
    let result = processes.spawn(&misleading("other")).map(|_| ());
    assert_eq!(result, Err(ProcessError::ProgramNotFound));
    for path in ["evil/tool", "good/tool"] {
        denied(processes.spawn(&misleading(&path_of(&root, path))), "spawn");
    }
}

#[tokio::test]
async fn files_that_are_not_executable_are_not_found() {
    let (_dir, root) = programs(&["dir/inner"]);
    fs::write(root.join("plain"), "text").expect("a file");
    let processes = processes_with(&[(SPAWN, "**")], |config| config.path = vec![root.clone()]);
    for name in ["plain", "dir"] {
        for name in [name.into(), path_of(&root, name)] {
            let result = processes.spawn(&command(&name, &[])).map(|_| ());
            assert_eq!(result, Err(ProcessError::ProgramNotFound), "{name}");
        }
    }
}

#[tokio::test]
async fn program_paths_are_normalized_and_parent_segments_rejected() {
    let (_dir, root) = programs(&["good/tool", "evil/tool"]);
    let processes = processes(&[(SPAWN, path_of(&root, "good/**").as_str())]);
    for path in ["good/../evil/tool", "evil/../good/tool", "good/.."] {
        let result = processes.spawn(&command(&path_of(&root, path), &[])).map(|_| ());
        assert!(matches!(result, Err(ProcessError::InvalidCommand(_))), "{path}: {result:?}");
    }
    let process = processes.spawn(&command(&path_of(&root, "good//./tool"), &[]));
    assert_eq!(finished(&process.expect("a process")).await.0, ExitStatus::Exited(0));
}

#[tokio::test]
async fn symlink_to_a_program_that_is_not_granted_is_denied() {
    let (_dir, root) = programs(&["good/tool", "evil/tool", "good/deep/tool"]);
    symlink("../evil/tool", root.join("good/link")).expect("a link");
    symlink("../evil", root.join("good/dir")).expect("a link");
    symlink("tool", root.join("good/same")).expect("a link");
    let processes = processes(&[(SPAWN, path_of(&root, "good/*").as_str())]);
    for path in ["good/link", "good/dir/tool", "good/deep/tool"] {
        let path = path_of(&root, path);
        denied(processes.spawn(&command(&path, &[])), &path);
        assert!(!processes.check(SPAWN, &path).allowed);
    }
    let process = processes.spawn(&command(&path_of(&root, "good/same"), &[])).expect("a process");
    assert_eq!(finished(&process).await.0, ExitStatus::Exited(0));
}

#[tokio::test]
async fn chain_of_more_symlinks_than_the_system_follows_leads_nowhere() {
    let (_dir, root) = programs(&["good/tool", "evil/tool"]);
    let chain = |name: &str, target: &str| {
        for number in 0..60 {
            let next =
                if number == 59 { target.to_owned() } else { format!("{name}-{}", number + 1) };
            symlink(next, root.join(format!("good/{name}-{number}"))).expect("a link");
        }
    };
    chain("tool", "../evil/tool");
    chain("dir", "../evil");
    symlink("loop", root.join("good/loop")).expect("a link");
    let processes = processes(&[(SPAWN, path_of(&root, "good/**").as_str())]);
    for path in ["good/tool-0", "good/dir-0/tool", "good/loop"] {
        let result = processes.spawn(&command(&path_of(&root, path), &[])).map(|_| ());
        assert_eq!(result, Err(ProcessError::ProgramNotFound), "{path}");
    }
    for path in ["good/tool-30", "good/dir-30/tool"] {
        let path = path_of(&root, path);
        denied(processes.spawn(&command(&path, &[])), &path);
    }
}

#[tokio::test]
async fn multi_call_binary_is_granted_per_name() {
    let (_dir, root) = programs(&["real/box"]);
    fs::create_dir(root.join("bin")).expect("a directory");
    for name in ["list", "remove"] {
        symlink("../real/box", root.join("bin").join(name)).expect("a link");
    }
    let processes = processes(&[(SPAWN, path_of(&root, "bin/list").as_str())]);
    assert!(processes.spawn(&command(&path_of(&root, "bin/list"), &[])).is_ok());
    denied(processes.spawn(&command(&path_of(&root, "bin/remove"), &[])), "bin/remove");
    denied(processes.spawn(&command(&path_of(&root, "real/box"), &[])), "real/box");
}

#[tokio::test]
async fn grant_through_a_linked_directory_is_for_its_target() {
    let (_dir, root) = programs(&["usr/bin/tool", "evil/tool"]);
    symlink("usr/bin", root.join("bin")).expect("a link");
    let processes = processes(&[(SPAWN, path_of(&root, "bin/*").as_str())]);
    for path in ["bin/tool", "usr/bin/tool"] {
        assert!(processes.spawn(&command(&path_of(&root, path), &[])).is_ok(), "{path}");
    }
    fs::remove_file(root.join("bin")).expect("a link");
    symlink("evil", root.join("bin")).expect("a link");
    denied(processes.spawn(&command(&path_of(&root, "bin/tool"), &[])), "symbolic links lead from");
}

#[tokio::test]
async fn denied_programs_are_denied_in_the_same_words_whether_they_exist_or_not() {
    let (_dir, root) = programs(&["good/tool", "evil/tool", "evil/only-evil"]);
    symlink("../evil", root.join("good/dir")).expect("a link");
    symlink("../evil/tool", root.join("good/link")).expect("a link");
    symlink("../evil/missing", root.join("good/dangling")).expect("a link");
    let good = path_of(&root, "good/**");
    let config =
        |config: &mut ProcessConfig| config.path = vec![root.join("evil"), root.join("good")];
    let processes = processes_with(&[(SPAWN, &good)], config);
    let answers = |command_text: &str| {
        let Err(ProcessError::PermissionDenied(spawned)) =
            processes.spawn(&command(command_text, &[])).map(|_| ())
        else {
            panic!("`{command_text}` is not denied")
        };
        let checked = processes.check(SPAWN, command_text).reason;
        [spawned, checked].map(|words| {
            let rest = words.replace(command_text, "PROGRAM");
            assert!(!rest.contains("evil") && !rest.contains('/'), "{words}");
            rest
        })
    };
    // Not granted as it is written; granted, but a link leads elsewhere.
    for (exists, missing) in [
        ("evil/tool", "evil/missing"),
        ("good/dir/tool", "good/dir/missing"),
        ("good/dir/tool", "good/dir/none/missing"),
        ("good/link", "good/dangling"),
    ] {
        let [exists, missing] = [exists, missing].map(|path| path_of(&root, path));
        assert_eq!(answers(&exists), answers(&missing));
    }
    // A name that is granted by a path is looked up only there.
    let process = processes.spawn(&command("tool", &[])).expect("a process");
    assert_eq!(text(&finished(&process).await.1.stdout), path_of(&root, "good/tool\n"));
    for name in ["only-evil", "missing"] {
        let result = processes.spawn(&command(name, &[])).map(|_| ());
        assert_eq!(result, Err(ProcessError::ProgramNotFound), "{name}");
    }
}

#[tokio::test]
async fn dynamic_loader_variables_are_rejected() {
    let processes = processes(&[(SPAWN, "true")]);
    for name in ["LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT", "DYLD_INSERT_LIBRARIES", "GCONV_PATH"]
    {
        let env_vars = vec![(name.into(), "/tmp/evil.so".into())];
        let result = processes.spawn(&Command { env_vars, ..command("true", &[]) }).map(|_| ());
        let names_variable =
            matches!(&result, Err(ProcessError::InvalidCommand(reason)) if reason.contains(name));
        assert!(names_variable, "{result:?}");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn open_files_of_the_host_are_not_inherited() {
    let file = tempfile::tempfile().expect("a file");
    let list = ["-c", "ls -l /proc/self/fd"];
    let number =
        |fd: &std::os::fd::OwnedFd| format!(" {} -> ", std::os::fd::AsRawFd::as_raw_fd(fd));
    // Other tests start processes concurrently, which sets close-on-exec on all descriptors.
    let leaked = (0..100).find_map(|_| {
        let leaked = rustix::io::dup(&file).expect("a descriptor");
        let output = std::process::Command::new("sh").args(list).stdin(Stdio::null()).output();
        let listed = String::from_utf8(output.expect("sh").stdout).expect("text");
        listed.contains(&number(&leaked)).then_some(leaked)
    });
    let leaked = leaked.expect("a descriptor that children inherit");
    rustix::io::fcntl_setfd(&leaked, rustix::io::FdFlags::empty()).expect("a descriptor");

    let processes = processes(&[(SPAWN, "sh")]);
    let path = vec![("PATH".into(), std::env::var("PATH").expect("a path"))];
    let process = processes.spawn(&Command { env_vars: path, ..command("sh", &list) });
    let (_, output) = finished(&process.expect("a process")).await;
    let listed = text(&output.stdout);
    assert!(listed.contains(" 1 -> pipe:"), "{listed}");
    assert!(!listed.contains(&number(&leaked)), "{listed}");
    // The descriptors 0 to 2, and the directory that `ls` itself reads.
    assert_eq!(listed.matches(" -> ").count(), 4, "{listed}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn process_leads_its_own_session() {
    let processes = processes(&[(SPAWN, "cat")]);
    let process = processes.spawn(&command("cat", &["/proc/self/stat"])).expect("a process");
    let (_, output) = finished(&process).await;
    let fields: Vec<&str> = text(&output.stdout).split(' ').collect();
    assert_eq!(fields[4..6], [process.id().to_string(), process.id().to_string()]);
}

/// `true` if a process exists and is not a zombie.
fn is_running(pid: u32) -> bool {
    let proc = Path::new("/proc/self/stat").exists();
    if !proc {
        let kill = std::process::Command::new("kill").args(["-0", &pid.to_string()]).status();
        return kill.expect("kill").success();
    }
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let state = stat.rsplit(") ").next().and_then(|rest| rest.chars().next());
    !matches!(state, None | Some('Z' | 'X'))
}

async fn wait_until_ended(pid: u32) {
    for _ in 0..400 {
        if !is_running(pid) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{pid} is still running");
}

/// Starts a shell whose script starts other processes, and returns their ids once the script prints `ready`.
async fn spawn_tree(processes: &Processes, script: &str) -> (Process, Vec<u32>) {
    let path = std::env::var("PATH").expect("a path");
    let command =
        Command { env_vars: vec![("PATH".into(), path)], ..command("sh", &["-c", script]) };
    let process = processes.spawn(&command).expect("a process");
    let mut written = String::new();
    for _ in 0..400 {
        written += text(&process.output().await.stdout);
        if let Some((numbers, _)) = written.split_once("ready") {
            let numbers =
                numbers.split_whitespace().map(|number| number.parse().expect("a number"));
            let all: Vec<u32> = numbers.chain([process.id()]).collect();
            return (process, all);
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("not ready: {written}");
}

const CHILDREN: &str = "sleep 1000 & echo $!; (sleep 1000 & echo $!; wait) & echo $!; \
    sleep 0.3; echo ready; wait";

#[tokio::test]
async fn dropping_the_handle_kills_the_process_and_its_descendants() {
    let processes = processes(&[(SPAWN, "sh")]);
    let (process, all) = spawn_tree(&processes, CHILDREN).await;
    assert_eq!(all.len(), 4);
    assert!(all.iter().all(|&pid| is_running(pid)));
    drop(process);
    for pid in all {
        wait_until_ended(pid).await;
    }
}

#[tokio::test]
async fn kill_ends_the_process_and_its_descendants() {
    let processes = processes(&[(SPAWN, "sh"), (KILL, "sh")]);
    let (process, all) = spawn_tree(&processes, CHILDREN).await;
    assert_eq!(process.kill().await, Ok(()));
    for pid in all {
        wait_until_ended(pid).await;
    }
    assert_eq!(process.exit_status(), Ok(Some(ExitStatus::Signalled(9))));
}

#[tokio::test]
async fn dropping_the_engine_kills_its_processes() {
    let processes = processes(&[(SPAWN, "sh")]);
    let (process, all) = spawn_tree(&processes, CHILDREN).await;
    drop(processes);
    for pid in all {
        wait_until_ended(pid).await;
    }
    assert_eq!(process.wait(Some(20_000)).await, Ok(ExitStatus::Signalled(9)));
}

#[test]
fn runtime_shutdown_kills_processes() {
    let runtime =
        || tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let processes = processes(&[(SPAWN, "sh")]);
    let first = runtime();
    let (process, all) = first.block_on(spawn_tree(&processes, CHILDREN));
    drop(first);
    runtime().block_on(async {
        for pid in all {
            wait_until_ended(pid).await;
        }
    });
    drop(process);
}

#[tokio::test]
async fn descendants_are_killed_when_the_process_ends() {
    let processes = processes(&[(SPAWN, "sh")]);
    let (process, all) = spawn_tree(
        &processes,
        "sleep 1000 </dev/null >/dev/null 2>&1 & echo $!; \
         (trap '' HUP TERM INT; sleep 1000 & echo $!; echo ready; wait) & exec sleep 0.3",
    )
    .await;
    assert_eq!(process.wait(Some(20_000)).await, Ok(ExitStatus::Exited(0)));
    for pid in all {
        wait_until_ended(pid).await;
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn descendant_in_another_session_is_killed() {
    let processes = processes(&[(SPAWN, "sh")]);
    let (process, all) = spawn_tree(
        &processes,
        "setsid sh -c 'echo $$; sleep 1000 & echo $!; wait' & sleep 0.3; echo ready; wait",
    )
    .await;
    assert_eq!(all.len(), 3);
    drop(process);
    for pid in all {
        wait_until_ended(pid).await;
    }
}

#[tokio::test]
async fn stopped_process_is_killed() {
    let processes = processes(&[(SPAWN, "sh"), (KILL, "sh")]);
    let (process, _) = spawn_tree(&processes, "echo ready; kill -STOP $$").await;
    assert_eq!(process.kill().await, Ok(()));
    assert_eq!(process.exit_status(), Ok(Some(ExitStatus::Signalled(9))));
}

#[tokio::test]
async fn process_that_keeps_starting_others_is_killed() {
    let processes = processes_with(&[(SPAWN, "sh"), (KILL, "sh")], |config| {
        config.max_output_bytes = 1 << 24;
    });
    let script = "echo ready; while :; do sleep 1000 & echo $!; sleep 0.002; done";
    let (process, _) = spawn_tree(&processes, script).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(process.kill().await, Ok(()));
    let output = process.output().await;
    let numbers: Vec<u32> =
        text(&output.stdout).split_whitespace().filter_map(|text| text.parse().ok()).collect();
    assert!(numbers.len() > 5, "{numbers:?}");
    for pid in numbers {
        wait_until_ended(pid).await;
    }
}
