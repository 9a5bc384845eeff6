//! Each function of `ext-filesystem`, granted and denied, and paths that try to leave the mount.

use std::fs;
use std::path::PathBuf;

use airssys_bindings::host::capability::filesystem::{FilesystemConfig, Mount};
use airssys_bindings::host::{FilesystemAction, Instance};
use tempfile::TempDir;

use super::{call, file, probe};

/// Creates a directory with a file and a subdirectory.
fn data_dir() -> TempDir {
    let dir = tempfile::tempdir().expect("a temporary directory");
    fs::write(dir.path().join("letter.txt"), "dear all").expect("writing");
    fs::create_dir(dir.path().join("sub")).expect("creating a directory");
    fs::write(dir.path().join("sub/inner.txt"), "inner").expect("writing");
    dir
}

/// Starts a probe with `dir` mounted at `/data` and these actions granted there.
async fn start_with(name: &str, dir: &TempDir, actions: &[FilesystemAction]) -> Instance {
    let mounts = vec![Mount::new("/data", dir.path())];
    let builder =
        probe(name).filesystem(FilesystemConfig { mounts, ..FilesystemConfig::default() });
    let allowed = actions.iter().map(|&action| [file(action, "/data"), file(action, "/data/**")]);
    let builder = allowed.flatten().fold(builder, super::InstanceBuilder::allow);
    builder.start().await.expect("the instance starts")
}

const ALL: [FilesystemAction; 5] = [
    FilesystemAction::Read,
    FilesystemAction::Write,
    FilesystemAction::Delete,
    FilesystemAction::ListDirectory,
    FilesystemAction::CreateDirectory,
];

#[tokio::test]
async fn whole_files_are_read_written_and_deleted() {
    let dir = data_dir();
    let instance = start_with("files-whole:probe", &dir, &ALL).await;
    assert_eq!(call(&instance, &["read file", "/data/letter.txt"]).await, r#"Ok("dear all")"#);
    assert_eq!(call(&instance, &["write file", "/data/new.txt", "hello"]).await, "Ok(())");
    assert_eq!(fs::read_to_string(dir.path().join("new.txt")).expect("the path exists"), "hello");
    assert_eq!(call(&instance, &["delete file", "/data/new.txt"]).await, "Ok(())");
    assert!(!dir.path().join("new.txt").exists());
    assert_eq!(call(&instance, &["read file", "/data/new.txt"]).await, "Err(FileError::NotFound)");
    assert_eq!(call(&instance, &["read file", "/data/sub"]).await, "Err(FileError::IsDirectory)");
}

#[tokio::test]
async fn paths_that_are_not_granted_are_no_oracle() {
    let dir = data_dir();
    fs::create_dir(dir.path().join("open")).expect("creating a directory");
    std::os::unix::fs::symlink("../sub", dir.path().join("open/link")).expect("linking");
    let mounts = vec![Mount::new("/data", dir.path())];
    let builder = probe("files-oracle:probe")
        .filesystem(FilesystemConfig { mounts, ..FilesystemConfig::default() });
    let allowed = ALL.map(|action| file(action, "/data/open/**")).into_iter();
    let builder = allowed.fold(builder, super::InstanceBuilder::allow);
    let instance = builder.start().await.expect("the instance starts");
    for (exists, missing) in [
        ("/data/letter.txt", "/data/nothing"),
        ("/etc/passwd", "/etc/nothing"),
        ("/data/open/link/inner.txt", "/data/open/link/nothing"),
        ("/data/open/link/inner.txt/x", "/data/open/link/nothing/x"),
    ] {
        for words in [
            &["read file"][..],
            &["exists"],
            &["stat"],
            &["list directory"],
            &["delete file"],
            &["create directory"],
            &["check", "filesystem", "read"],
        ] {
            let answer = async |path: &str| {
                call(&instance, &[words, &[path]].concat()).await.replace(path, "PATH")
            };
            let denied = answer(exists).await;
            assert!(denied.contains("Denied("), "{words:?} {exists}: {denied}");
            assert!(!denied.contains("/data/sub"), "{words:?} {exists}: {denied}");
            assert_eq!(denied, answer(missing).await, "{words:?} {exists} and {missing}");
        }
    }
}

#[tokio::test]
async fn exists_and_stat_report_metadata() {
    let dir = data_dir();
    let instance = start_with("files-stat:probe", &dir, &ALL).await;
    assert_eq!(call(&instance, &["exists", "/data/letter.txt"]).await, "Ok(true)");
    assert_eq!(call(&instance, &["exists", "/data/nothing"]).await, "Ok(false)");
    let stat = call(&instance, &["stat", "/data/letter.txt"]).await;
    for part in ["EntryKind::File", "size: 8", "Some(Timestamp", "read-only: false"] {
        assert!(stat.contains(part), "{stat}");
    }
    assert!(call(&instance, &["stat", "/data/sub"]).await.contains("EntryKind::Directory"));
    assert_eq!(call(&instance, &["stat", "/data/nothing"]).await, "Err(FileError::NotFound)");
}

#[tokio::test]
async fn directories_are_listed_created_and_removed() {
    let dir = data_dir();
    let instance = start_with("files-directories:probe", &dir, &ALL).await;
    assert_eq!(
        call(&instance, &["list directory", "/data"]).await,
        r#"Ok("letter.txt EntryKind::File, sub EntryKind::Directory")"#
    );
    assert_eq!(call(&instance, &["create directory", "/data/a/b"]).await, "Ok(())");
    assert!(dir.path().join("a/b").is_dir());
    let full = call(&instance, &["remove directory", "/data/sub", "false"]).await;
    assert_eq!(full, "Err(FileError::DirectoryNotEmpty)");
    assert_eq!(call(&instance, &["remove directory", "/data/sub", "true"]).await, "Ok(())");
    assert!(!dir.path().join("sub").exists());
}

#[tokio::test]
async fn an_open_file_has_a_position() {
    let dir = data_dir();
    let instance = start_with("files-open:probe", &dir, &ALL).await;
    assert_eq!(call(&instance, &["open", "/data/letter.txt", "read", "write"]).await, "file 0");
    assert_eq!(call(&instance, &["file read", "0", "4"]).await, r#"Ok("dear")"#);
    assert_eq!(call(&instance, &["file seek", "0", "end", "0"]).await, "Ok(8)");
    assert_eq!(call(&instance, &["file write", "0", " of you"]).await, "Ok(7)");
    assert_eq!(call(&instance, &["file seek", "0", "start", "5"]).await, "Ok(5)");
    assert_eq!(call(&instance, &["file seek", "0", "current", "-1"]).await, "Ok(4)");
    assert_eq!(call(&instance, &["file read", "0", "100"]).await, r#"Ok(" all of you")"#);
    assert_eq!(call(&instance, &["file read", "0", "100"]).await, r#"Ok("")"#);
    assert_eq!(call(&instance, &["file sync", "0"]).await, "Ok(())");
    assert!(call(&instance, &["file seek", "0", "current", "-100"]).await.starts_with("Err("));
    assert_eq!(call(&instance, &["file close", "0"]).await, "closed");
    let text = fs::read_to_string(dir.path().join("letter.txt")).expect("the path exists");
    assert_eq!(text, "dear all of you");
    let there = call(&instance, &["open", "/data/letter.txt", "write", "create-new"]).await;
    assert_eq!(there, "FileError::AlreadyExists");
}

#[tokio::test]
async fn each_function_needs_its_documented_permission() {
    use FilesystemAction::{CreateDirectory, Delete, ListDirectory, Read, Write};
    let calls: &[(FilesystemAction, &[&str])] = &[
        (Read, &["read file", "/data/letter.txt"]),
        (Read, &["exists", "/data/letter.txt"]),
        (Read, &["stat", "/data/letter.txt"]),
        (Read, &["open", "/data/letter.txt", "read"]),
        (Write, &["write file", "/data/letter.txt", "x"]),
        (Write, &["open", "/data/letter.txt", "append"]),
        (Delete, &["delete file", "/data/letter.txt"]),
        (Delete, &["remove directory", "/data/sub", "true"]),
        (ListDirectory, &["list directory", "/data"]),
        (CreateDirectory, &["create directory", "/data/made"]),
    ];
    for granted_action in ALL {
        let dir = data_dir();
        let instance =
            start_with(&format!("files-{granted_action}:probe"), &dir, &[granted_action]).await;
        for &(needed, words) in calls {
            let answer = call(&instance, words).await;
            let denied = answer.contains("PermissionDenied");
            assert_eq!(
                denied,
                needed != granted_action,
                "{words:?} with {granted_action}: {answer}"
            );
        }
        let granted = call(&instance, &["granted for files"]).await;
        assert_eq!(granted.matches("/data").count(), 2, "{granted}");
    }
}

#[tokio::test]
async fn paths_cannot_leave_the_mount() {
    let dir = data_dir();
    let outside = dir.path().parent().expect("the directory has a parent").join("outside-of-it");
    fs::write(&outside, "secret").expect("writing");
    std::os::unix::fs::symlink(&outside, dir.path().join("link")).expect("linking");
    std::os::unix::fs::symlink("..", dir.path().join("up")).expect("linking");
    let instance = start_with("files-out:probe", &dir, &ALL).await;
    let outside = outside.display().to_string();
    for path in [
        "/data/../outside-of-it",
        "/data/sub/../../outside-of-it",
        "/data/./letter.txt/../../outside-of-it",
        "/data/link",
        "/data/up/outside-of-it",
        &outside,
        "letter.txt",
        "",
        "/data/letter.txt\0",
        "/data//etc/passwd",
        "C:\\data\\letter.txt",
        &format!("/data/{}", "x".repeat(300)),
        &format!("/data/{}", "x/".repeat(50_000)),
    ] {
        let answer = call(&instance, &["read file", path]).await;
        assert!(answer.starts_with("Err("), "{path:.60}: {answer}");
        let answer = call(&instance, &["write file", path, "mine"]).await;
        assert!(answer.starts_with("Err("), "{path:.60}: {answer}");
    }
    let secret: PathBuf = outside.into();
    assert_eq!(fs::read_to_string(&secret).expect("the path exists"), "secret");
    fs::remove_file(secret).expect("the file exists");
    assert_eq!(
        call(&instance, &["read file", "/data/LETTER.TXT"]).await,
        "Err(FileError::NotFound)"
    );
}

#[tokio::test]
async fn without_mounts_paths_are_host_paths() {
    let dir = data_dir();
    let root = dir.path().canonicalize().expect("the path exists");
    let pattern = format!("{}/**", root.display());
    let builder = probe("files-host:probe").allow(file(FilesystemAction::Read, &pattern));
    let instance = builder.start().await.expect("the instance starts");
    let path = root.join("letter.txt").display().to_string();
    assert_eq!(call(&instance, &["read file", &path]).await, r#"Ok("dear all")"#);
}
