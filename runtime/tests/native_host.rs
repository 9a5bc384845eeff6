//! Host services in place of mocks: the imports of native code reach real files, connections and processes, behind permissions.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use airssys_bindings::host::capability::filesystem::{FilesystemConfig, Mount};
use airssys_bindings::host::{
    self, FilesystemAction, FilesystemPermission, InstanceBuilder, Limits, LogEntry, Native,
    NetworkAction, NetworkPermission, Permissions, ProcessAction, ProcessPermission, Ungranted,
};
use airssys_bindings::mocks::Installed;
use tempfile::TempDir;

/// The bindings of a guest, without warnings.
#[deny(warnings, missing_docs, clippy::pedantic)]
#[allow(unsafe_code, unreachable_pub)]
mod guest {
    airssys_bindings::airssys_bindings!({ path: "wit" });
}

use guest::airssys::core_capabilities::capabilities;
use guest::airssys::core_host::host_services::{
    self, MessagingError, Permission, PermissionResult,
};
use guest::airssys::core_types::types::{ComponentId, HealthStatus, LogLevel};
use guest::airssys::ext_filesystem::filesystem::{
    self, EntryKind, File, FileError, OpenOptions, SeekPosition,
};
use guest::airssys::ext_network::network::{self, IpAddress, NetworkError, TcpConnection};
use guest::airssys::ext_process::process::{self, Command, ExitStatus, Process, ProcessError};

fn files(actions: &[FilesystemAction], path_pattern: &str) -> Permissions {
    let permission =
        |&action| FilesystemPermission { action, path_pattern: path_pattern.to_owned() };
    Permissions { filesystem: actions.iter().map(permission).collect(), ..Permissions::default() }
}

/// Installs a host with a directory at `/data`.
fn install(permissions: Permissions) -> (TempDir, Installed) {
    let directory = tempfile::tempdir().expect("a directory");
    let config = FilesystemConfig {
        mounts: vec![Mount::new("/data", directory.path())],
        ..FilesystemConfig::default()
    };
    (directory, host::native(permissions).filesystem(config).install())
}

fn component(name: &str) -> ComponentId {
    ComponentId { namespace: "test".to_owned(), name: name.to_owned(), version: "0.0.0".to_owned() }
}

fn nothing_granted() -> InstanceBuilder<Native> {
    host::native(Permissions::default())
}

/// Returns the message of a panic.
fn panic_message(call: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(call)).expect_err("a panic");
    panic.downcast_ref::<String>().expect("a message").clone()
}

#[test]
fn files_are_real() {
    const ALL: [FilesystemAction; 5] = [
        FilesystemAction::Read,
        FilesystemAction::Write,
        FilesystemAction::Delete,
        FilesystemAction::ListDirectory,
        FilesystemAction::CreateDirectory,
    ];
    let (directory, _installed) = install(files(&ALL, "/data/**"));
    filesystem::create_directory("/data/a").unwrap();
    filesystem::write_file("/data/a/b", b"hello").unwrap();
    assert_eq!(fs::read(directory.path().join("a/b")).unwrap(), b"hello");
    fs::write(directory.path().join("a/b"), b"hello, world").unwrap();
    assert_eq!(filesystem::read_file("/data/a/b").unwrap(), b"hello, world");
    assert!(!filesystem::exists("/data/a/c").unwrap());
    assert!(matches!(filesystem::read_file("/data/a/c"), Err(FileError::NotFound)));

    let stat = filesystem::stat("/data/a/b").unwrap();
    assert_eq!((stat.kind, stat.size, stat.read_only), (EntryKind::File, 12, false));
    assert!(stat.modified.unwrap().seconds > 1_600_000_000);
    let entries = filesystem::list_directory("/data/a").unwrap();
    assert_eq!(entries.iter().map(|entry| &entry.name).collect::<Vec<_>>(), ["b"]);

    let file = File::open("/data/a/b", OpenOptions::READ | OpenOptions::WRITE).unwrap();
    assert_eq!(file.seek(SeekPosition::End(-5)).unwrap(), 7);
    assert_eq!(file.read(100).unwrap(), b"world");
    assert_eq!(file.write(b"!").unwrap(), 1);
    file.sync().unwrap();
    drop(file);
    assert_eq!(fs::read(directory.path().join("a/b")).unwrap(), b"hello, world!");
    filesystem::delete_file("/data/a/b").unwrap();
    filesystem::remove_directory("/data/a", false).unwrap();
    assert!(!directory.path().join("a").exists());
}

#[test]
fn granted_directories_are_at_their_paths() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name).to_str().unwrap().to_owned();
    let _installed = host::native(files(&[FilesystemAction::Write], &path("**"))).install();
    filesystem::write_file(&path("a"), b"a").unwrap();
    assert_eq!(fs::read(path("a")).unwrap(), b"a");
}

#[test]
fn paths_that_are_not_granted_are_denied() {
    let (directory, _installed) = install(files(&[FilesystemAction::Read], "/data/public/**"));
    fs::create_dir(directory.path().join("public")).unwrap();
    fs::write(directory.path().join("public/a"), b"a").unwrap();
    fs::write(directory.path().join("b"), b"b").unwrap();
    assert_eq!(filesystem::read_file("/data/public/a").unwrap(), b"a");
    for denied in [
        filesystem::read_file("/data/b").map(drop),
        filesystem::write_file("/data/public/a", b"c"),
        File::open("/data/public/a", OpenOptions::WRITE).map(drop),
    ] {
        assert!(matches!(denied, Err(FileError::PermissionDenied(_))), "{denied:?}");
    }
    let upwards = filesystem::read_file("/data/public/../b");
    assert!(matches!(upwards, Err(FileError::InvalidPath(_))), "{upwards:?}");
    assert_eq!(fs::read(directory.path().join("public/a")).unwrap(), b"a");

    let granted = filesystem::granted_permissions();
    assert_eq!(granted.len(), 1);
    assert_eq!(granted[0].action, capabilities::FilesystemAction::Read);
    assert_eq!(granted[0].path_pattern, "/data/public/**");
    let check = |action| {
        let path_pattern = "/data/public/a".to_owned();
        host_services::check_permission(&Permission::Filesystem(filesystem::FilesystemPermission {
            action,
            path_pattern,
        }))
    };
    assert!(matches!(check(capabilities::FilesystemAction::Read), PermissionResult::Granted));
    assert!(matches!(check(capabilities::FilesystemAction::Delete), PermissionResult::Denied(_)));
}

#[test]
fn dropping_a_file_closes_it() {
    let permissions = files(&[FilesystemAction::Read], "/data/**");
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("a"), b"").unwrap();
    let _installed = host::native(permissions)
        .filesystem(FilesystemConfig {
            mounts: vec![Mount::new("/data", directory.path())],
            ..FilesystemConfig::default()
        })
        .limits(Limits { handles: 1, ..Limits::default() })
        .install();
    let open = || File::open("/data/a", OpenOptions::READ);
    let first = open().unwrap();
    assert!(matches!(open(), Err(FileError::Io(_))));
    drop(first);
    open().unwrap();
}

#[test]
fn log_entries_reach_the_sink() {
    let logged = Arc::new(Mutex::new(Vec::new()));
    let sink = {
        let logged = Arc::clone(&logged);
        move |entry: &LogEntry<'_>| {
            let line = format!(
                "{} {:?} {} {:?}",
                entry.component, entry.level, entry.message, entry.context
            );
            logged.lock().unwrap().push(line);
        }
    };
    let id = host::ComponentId::new("shop", "cart", "1.2.3");
    let _installed = nothing_granted().id(id).log_sink(sink).install();
    host_services::log(LogLevel::Warn, "full", &[("size".to_owned(), "3".to_owned())]);
    assert_eq!(*logged.lock().unwrap(), [r#"shop:cart@1.2.3 LogLevel::Warn full [("size", "3")]"#]);
}

#[test]
fn time_passes() {
    let _installed = nothing_granted().install();
    let (start, before) = (Instant::now(), host_services::current_time());
    host_services::sleep_millis(20);
    let after = host_services::current_time();
    assert!(start.elapsed() >= Duration::from_millis(20));
    assert!((after.seconds, after.nanoseconds) > (before.seconds, before.nanoseconds));
}

#[test]
fn the_component_is_the_only_one() {
    let _installed = nothing_granted().reach("test:*@*").install();
    let components = host_services::list_components();
    assert_eq!(components.len(), 1);
    assert_eq!(components[0].name, "component");
    let info = host_services::get_component_metadata(&component("component")).unwrap();
    assert_eq!(info.health, HealthStatus::Unknown);
    assert!(info.started_at.is_some());
    let sent = host_services::send_message(&component("other"), b"");
    assert!(matches!(sent, Err(MessagingError::ComponentNotFound)), "{sent:?}");
    let stranger = ComponentId { namespace: "acme".to_owned(), ..component("other") };
    let sent = host_services::send_request(&stranger, b"", 1);
    assert!(matches!(sent, Err(MessagingError::PermissionDenied(_))), "{sent:?}");
    let cancelled = host_services::cancel_request(1);
    assert!(matches!(cancelled, Err(MessagingError::RequestNotFound)), "{cancelled:?}");
}

#[test]
fn messages_to_the_component_itself_panic() {
    let _installed = nothing_granted().install();
    let message = panic_message(|| drop(host_services::send_message(&component("component"), b"")));
    assert!(message.starts_with("`send-message` of `airssys:core-host/host-services"), "{message}");
    let message =
        panic_message(|| drop(host_services::send_request(&component("component"), b"", 1)));
    assert!(message.starts_with("`send-request` of `airssys:core-host/host-services"), "{message}");
}

#[test]
fn connections_are_real() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut received = [0; 4];
        connection.read_exact(&mut received).unwrap();
        connection.write_all(b"pong").unwrap();
        received
    });
    let connect = NetworkPermission {
        action: NetworkAction::Connect,
        host_pattern: "127.0.0.1".to_owned(),
        port: Some(port),
    };
    let _installed = nothing_granted().allow(connect).install();
    let connection = TcpConnection::connect("127.0.0.1", port, Some(5_000)).unwrap();
    assert!(matches!(connection.peer_address().address, IpAddress::Ipv4((127, 0, 0, 1))));
    assert_eq!(connection.write(b"ping").unwrap(), 4);
    connection.finish().unwrap();
    assert_eq!(connection.read(100).unwrap(), b"pong");
    assert_eq!(&server.join().unwrap(), b"ping");
    let denied = network::resolve_host("localhost");
    assert!(matches!(denied, Err(NetworkError::PermissionDenied(_))), "{denied:?}");
    assert_eq!(network::granted_permissions()[0].port, Some(port));
}

#[test]
fn processes_are_real() {
    let permission =
        |action, pattern: &str| ProcessPermission { action, command_pattern: pattern.to_owned() };
    let _installed = nothing_granted()
        .allow(permission(ProcessAction::Spawn, "sh"))
        .allow(permission(ProcessAction::ReadEnvironment, "PATH"))
        .install();
    let command = |program: &str, script: &str| Command {
        program: program.to_owned(),
        arguments: vec!["-c".to_owned(), script.to_owned()],
        env_vars: vec![("NAME".to_owned(), "Ada".to_owned())],
        working_directory: None,
        input: b"hello".to_vec(),
    };
    let process = Process::spawn(&command("sh", "cat; echo \", $NAME\"; exit 3")).unwrap();
    assert!(process.id() > 0);
    assert!(matches!(process.wait(Some(20_000)).unwrap(), ExitStatus::Exited(3)));
    assert!(matches!(process.exit_status().unwrap(), Some(ExitStatus::Exited(3))));
    assert_eq!(process.output().unwrap().stdout, b"hello, Ada\n");
    let denied = Process::spawn(&command("ls", "")).map(drop);
    assert!(matches!(denied, Err(ProcessError::PermissionDenied(_))), "{denied:?}");
    assert!(process::get_environment_variable("PATH").unwrap().is_some());
    assert_eq!(process::granted_permissions().len(), 2);
}

#[test]
fn a_call_that_would_trap_panics() {
    let _installed = nothing_granted().ungranted(Ungranted::Trap).install();
    let message = panic_message(|| drop(filesystem::read_file("/data/a")));
    assert!(
        message.contains("`airssys:ext-filesystem/filesystem#read-file` was called"),
        "{message}"
    );
}

#[test]
fn mocks_and_hosts_nest() {
    struct Noon;
    impl host_services::Mock for Noon {
        fn current_time(&self) -> host_services::Timestamp {
            host_services::Timestamp { seconds: 12, nanoseconds: 0 }
        }
    }
    let (_directory, _installed) = install(files(&[FilesystemAction::Read], "/data/**"));
    {
        let _noon = host_services::mock(&Noon);
        assert_eq!(host_services::current_time().seconds, 12);
        assert!(matches!(filesystem::read_file("/data/a"), Err(FileError::NotFound)));
        let _denied = nothing_granted().install();
        assert!(host_services::current_time().seconds > 12);
        let denied = filesystem::read_file("/data/a");
        assert!(matches!(denied, Err(FileError::PermissionDenied(_))), "{denied:?}");
    }
    assert!(host_services::current_time().seconds > 12);
    assert!(matches!(filesystem::read_file("/data/a"), Err(FileError::NotFound)));
    thread::spawn(|| {
        let message = panic_message(|| {
            host_services::current_time();
        });
        assert!(message.contains("no mock is installed in this thread"), "{message}");
    })
    .join()
    .unwrap();
}

#[test]
#[should_panic(expected = "the host services cannot be installed: ")]
fn an_invalid_permission_panics() {
    drop(host::native(files(&[FilesystemAction::Read], "relative")).install());
}

#[tokio::test]
async fn calls_work_in_a_tokio_test() {
    let (directory, installed) = install(files(&[FilesystemAction::Read], "/data/**"));
    fs::write(directory.path().join("a"), b"a").unwrap();
    assert_eq!(filesystem::read_file("/data/a").unwrap(), b"a");
    host_services::sleep_millis(1);
    drop(installed);
}
