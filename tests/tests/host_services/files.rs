//! Each function of `ext-filesystem`, granted and denied, and paths that want to get out.

use std::fs;
use std::path::PathBuf;

use airssys_bindings::host::capability::filesystem::{FilesystemConfig, Mount};
use airssys_bindings::host::{FilesystemAction, Instance};
use tempfile::TempDir;

use super::{ask, file, probe};

/// A folder with a file and a directory, shown at `/data`.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("letter.txt"), "dear all").expect("writing");
    fs::create_dir(folder.path().join("sub")).expect("making a directory");
    fs::write(folder.path().join("sub/inner.txt"), "inner").expect("writing");
    folder
}

/// A probe that may do this below `/data`.
async fn with(name: &str, folder: &TempDir, actions: &[FilesystemAction]) -> Instance {
    let mounts = vec![Mount::new("/data", folder.path())];
    let it = probe(name).filesystem(FilesystemConfig { mounts, ..FilesystemConfig::default() });
    let allowed = actions.iter().map(|&action| [file(action, "/data"), file(action, "/data/**")]);
    let it = allowed.flatten().fold(it, super::InstanceBuilder::allow);
    it.start().await.expect("it starts")
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
    let folder = folder();
    let it = with("files-whole:probe", &folder, &ALL).await;
    assert_eq!(ask(&it, &["read file", "/data/letter.txt"]).await, r#"Ok("dear all")"#);
    assert_eq!(ask(&it, &["write file", "/data/new.txt", "hello"]).await, "Ok(())");
    assert_eq!(fs::read_to_string(folder.path().join("new.txt")).expect("it is there"), "hello");
    assert_eq!(ask(&it, &["delete file", "/data/new.txt"]).await, "Ok(())");
    assert!(!folder.path().join("new.txt").exists());
    assert_eq!(ask(&it, &["read file", "/data/new.txt"]).await, "Err(FileError::NotFound)");
    assert_eq!(ask(&it, &["read file", "/data/sub"]).await, "Err(FileError::IsDirectory)");
}

#[tokio::test]
async fn what_is_known_about_files_is_told() {
    let folder = folder();
    let it = with("files-stat:probe", &folder, &ALL).await;
    assert_eq!(ask(&it, &["exists", "/data/letter.txt"]).await, "Ok(true)");
    assert_eq!(ask(&it, &["exists", "/data/nothing"]).await, "Ok(false)");
    let stat = ask(&it, &["stat", "/data/letter.txt"]).await;
    for part in ["EntryKind::File", "size: 8", "Some(Timestamp", "read-only: false"] {
        assert!(stat.contains(part), "{stat}");
    }
    assert!(ask(&it, &["stat", "/data/sub"]).await.contains("EntryKind::Directory"));
    assert_eq!(ask(&it, &["stat", "/data/nothing"]).await, "Err(FileError::NotFound)");
}

#[tokio::test]
async fn directories_are_listed_made_and_removed() {
    let folder = folder();
    let it = with("files-directories:probe", &folder, &ALL).await;
    assert_eq!(
        ask(&it, &["list directory", "/data"]).await,
        r#"Ok("letter.txt EntryKind::File, sub EntryKind::Directory")"#
    );
    assert_eq!(ask(&it, &["create directory", "/data/a/b"]).await, "Ok(())");
    assert!(folder.path().join("a/b").is_dir());
    let full = ask(&it, &["remove directory", "/data/sub", "false"]).await;
    assert_eq!(full, "Err(FileError::DirectoryNotEmpty)");
    assert_eq!(ask(&it, &["remove directory", "/data/sub", "true"]).await, "Ok(())");
    assert!(!folder.path().join("sub").exists());
}

#[tokio::test]
async fn an_open_file_has_a_position() {
    let folder = folder();
    let it = with("files-open:probe", &folder, &ALL).await;
    assert_eq!(ask(&it, &["open", "/data/letter.txt", "read", "write"]).await, "file 0");
    assert_eq!(ask(&it, &["file read", "0", "4"]).await, r#"Ok("dear")"#);
    assert_eq!(ask(&it, &["file seek", "0", "end", "0"]).await, "Ok(8)");
    assert_eq!(ask(&it, &["file write", "0", " of you"]).await, "Ok(7)");
    assert_eq!(ask(&it, &["file seek", "0", "start", "5"]).await, "Ok(5)");
    assert_eq!(ask(&it, &["file seek", "0", "current", "-1"]).await, "Ok(4)");
    assert_eq!(ask(&it, &["file read", "0", "100"]).await, r#"Ok(" all of you")"#);
    assert_eq!(ask(&it, &["file read", "0", "100"]).await, r#"Ok("")"#);
    assert_eq!(ask(&it, &["file sync", "0"]).await, "Ok(())");
    assert!(ask(&it, &["file seek", "0", "current", "-100"]).await.starts_with("Err("));
    assert_eq!(ask(&it, &["file close", "0"]).await, "closed");
    let text = fs::read_to_string(folder.path().join("letter.txt")).expect("it is there");
    assert_eq!(text, "dear all of you");
    let there = ask(&it, &["open", "/data/letter.txt", "write", "create-new"]).await;
    assert_eq!(there, "FileError::AlreadyExists");
}

#[tokio::test]
async fn each_function_needs_the_permission_that_its_text_names() {
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
    for own in ALL {
        let folder = folder();
        let it = with(&format!("files-{own}:probe"), &folder, &[own]).await;
        for &(needed, call) in calls {
            let answer = ask(&it, call).await;
            let denied = answer.contains("PermissionDenied");
            assert_eq!(denied, needed != own, "{call:?} with {own}: {answer}");
        }
        let granted = ask(&it, &["granted for files"]).await;
        assert_eq!(granted.matches("/data").count(), 2, "{granted}");
    }
}

#[tokio::test]
async fn no_path_leads_out() {
    let folder = folder();
    let outside = folder.path().parent().expect("a folder is in one").join("outside-of-it");
    fs::write(&outside, "secret").expect("writing");
    std::os::unix::fs::symlink(&outside, folder.path().join("link")).expect("linking");
    std::os::unix::fs::symlink("..", folder.path().join("up")).expect("linking");
    let it = with("files-out:probe", &folder, &ALL).await;
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
        let answer = ask(&it, &["read file", path]).await;
        assert!(answer.starts_with("Err("), "{path:.60}: {answer}");
        let answer = ask(&it, &["write file", path, "mine"]).await;
        assert!(answer.starts_with("Err("), "{path:.60}: {answer}");
    }
    let secret: PathBuf = outside.into();
    assert_eq!(fs::read_to_string(&secret).expect("it is there"), "secret");
    fs::remove_file(secret).expect("it is ours");
    assert_eq!(ask(&it, &["read file", "/data/LETTER.TXT"]).await, "Err(FileError::NotFound)");
}

#[tokio::test]
async fn without_mounts_paths_are_those_of_the_host() {
    let folder = folder();
    let root = folder.path().canonicalize().expect("it is there");
    let pattern = format!("{}/**", root.display());
    let it = probe("files-host:probe").allow(file(FilesystemAction::Read, &pattern));
    let it = it.start().await.expect("it starts");
    let path = root.join("letter.txt").display().to_string();
    assert_eq!(ask(&it, &["read file", &path]).await, r#"Ok("dear all")"#);
}
