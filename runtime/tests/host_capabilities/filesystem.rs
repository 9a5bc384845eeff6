//! Each function of `ext-filesystem`, granted and denied.

use std::fs;

use airssys_bindings::host::capability::filesystem::{
    DirectoryEntry, EntryKind, Filesystem, FilesystemConfig, Mount, OpenOptions, SeekPosition,
};
use airssys_bindings::host::capability::{FileError, FilesystemAction, Permissions};

use crate::support::{directory, file, filesystem, filesystem_with, grants};

const READ: FilesystemAction = FilesystemAction::Read;
const WRITE: FilesystemAction = FilesystemAction::Write;
const DELETE: FilesystemAction = FilesystemAction::Delete;
const LIST: FilesystemAction = FilesystemAction::ListDirectory;
const CREATE: FilesystemAction = FilesystemAction::CreateDirectory;

fn options(text: &str) -> OpenOptions {
    OpenOptions {
        read: text.contains('r'),
        write: text.contains('w'),
        append: text.contains('a'),
        create: text.contains('c'),
        create_new: text.contains('n'),
        truncate: text.contains('t'),
    }
}

fn denied<T: std::fmt::Debug>(result: Result<T, FileError>, missing: &str) {
    match result {
        Err(FileError::PermissionDenied(reason)) => assert!(reason.contains(missing), "{reason}"),
        other => panic!("{missing}: {other:?}"),
    }
}

#[test]
fn read_file() {
    let dir = directory(&[("a", "text"), ("b", "other")]);
    let files = filesystem(dir.path(), &[(READ, "/data/a"), (READ, "/data/none")]);
    assert_eq!(files.read_file("/data/a"), Ok(b"text".to_vec()));
    assert_eq!(files.read_file("//data/./a"), Ok(b"text".to_vec()));
    assert_eq!(files.read_file("/data/none"), Err(FileError::NotFound));
    denied(files.read_file("/data/b"), "read `/data/b`");
    denied(files.write_file("/data/a", b""), "write `/data/a`");
}

#[test]
fn write_file() {
    let dir = directory(&[("old", "a long text")]);
    let files = filesystem(dir.path(), &[(WRITE, "/data/*")]);
    assert_eq!(files.write_file("/data/new", b"new"), Ok(()));
    assert_eq!(files.write_file("/data/old", b"short"), Ok(()));
    assert_eq!(fs::read_to_string(dir.path().join("new")).ok().as_deref(), Some("new"));
    assert_eq!(fs::read_to_string(dir.path().join("old")).ok().as_deref(), Some("short"));
    assert_eq!(files.write_file("/data", b""), denied_root(&files));
    denied(files.write_file("/data/a/b", b""), "write `/data/a/b`");
    denied(files.read_file("/data/new"), "read `/data/new`");
    assert!(!dir.path().join("a").exists());
}

fn denied_root(files: &Filesystem) -> Result<(), FileError> {
    Err(FileError::PermissionDenied(
        files.check(WRITE, "/data").into_result().expect_err("no permission for the root"),
    ))
}

#[test]
fn delete_file() {
    let dir = directory(&[("a", ""), ("b", ""), ("d/x", "")]);
    let files = filesystem(dir.path(), &[(DELETE, "/data/a"), (DELETE, "/data/d")]);
    assert_eq!(files.delete_file("/data/a"), Ok(()));
    assert_eq!(files.delete_file("/data/a"), Err(FileError::NotFound));
    assert_eq!(files.delete_file("/data/d"), Err(FileError::IsDirectory));
    denied(files.delete_file("/data/b"), "delete `/data/b`");
    assert!(dir.path().join("b").exists());
}

#[test]
fn exists() {
    let dir = directory(&[("a", ""), ("d/x", "")]);
    let files = filesystem(dir.path(), &[(READ, "/data/**")]);
    assert_eq!(files.exists("/data/a"), Ok(true));
    assert_eq!(files.exists("/data/d"), Ok(true));
    assert_eq!(files.exists("/data/none"), Ok(false));
    assert_eq!(files.exists("/data/none/x"), Ok(false));
    assert_eq!(files.exists("/data/a/x"), Ok(false));
    denied(files.exists("/etc/passwd"), "read `/etc/passwd`");
    denied(files.exists("/data"), "read `/data`");
}

#[test]
fn stat() {
    let dir = directory(&[("a", "text"), ("d/x", "")]);
    std::os::unix::fs::symlink("a", dir.path().join("link")).expect("a link");
    let files = filesystem(dir.path(), &[(READ, "/data/**")]);
    let stat = files.stat("/data/a").expect("a file");
    assert_eq!((stat.kind, stat.size, stat.read_only), (EntryKind::File, 4, false));
    let modified = stat.modified.expect("a time");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = now.expect("a time after 1970").as_secs();
    assert!(modified.seconds.abs_diff(now) < 3600 && modified.nanoseconds < 1_000_000_000);
    assert_eq!(files.stat("/data/link"), Ok(stat));

    let mut permissions = fs::metadata(dir.path().join("a")).expect("a file").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(dir.path().join("a"), permissions).expect("permissions");
    assert!(files.stat("/data/a").expect("a file").read_only);

    let stat = files.stat("/data/d").expect("a directory");
    assert_eq!((stat.kind, stat.size), (EntryKind::Directory, 0));
    assert_eq!(files.stat("/data/none"), Err(FileError::NotFound));
    denied(files.stat("/etc"), "read `/etc`");
}

#[test]
fn list_directory() {
    let dir = directory(&[("d/b", ""), ("d/a/x", ""), ("e/x", "")]);
    std::os::unix::fs::symlink("b", dir.path().join("d/c")).expect("a link");
    let files = filesystem(dir.path(), &[(LIST, "/data/d"), (LIST, "/data/d/b")]);
    let entry = |name: &str, kind| DirectoryEntry { name: name.into(), kind };
    let expected = vec![
        entry("a", EntryKind::Directory),
        entry("b", EntryKind::File),
        entry("c", EntryKind::SymbolicLink),
    ];
    assert_eq!(files.list_directory("/data/d"), Ok(expected));
    assert_eq!(files.list_directory("/data/d/b"), Err(FileError::NotDirectory));
    denied(files.list_directory("/data/e"), "list-directory `/data/e`");
    denied(files.list_directory("/data"), "list-directory `/data`");
}

#[test]
fn create_directory() {
    let dir = directory(&[("a", "")]);
    let files = filesystem(dir.path(), &[(CREATE, "/data/**")]);
    assert_eq!(files.create_directory("/data/x/y/z"), Ok(()));
    assert!(dir.path().join("x/y/z").is_dir());
    assert_eq!(files.create_directory("/data/x"), Err(FileError::AlreadyExists));
    assert_eq!(files.create_directory("/data/a"), Err(FileError::AlreadyExists));
    assert_eq!(files.create_directory("/data/a/b"), Err(FileError::NotDirectory));
    denied(files.create_directory("/other"), "create-directory `/other`");

    let files = filesystem(dir.path(), &[(CREATE, "/data/p/q")]);
    denied(files.create_directory("/data/p/q"), "create-directory `/data/p`");
    assert!(!dir.path().join("p").exists());
}

#[test]
fn remove_directory() {
    let dir = directory(&[("d/a/x", ""), ("e/x", ""), ("f", "")]);
    fs::create_dir(dir.path().join("empty")).expect("a directory");
    let files = filesystem(dir.path(), &[(DELETE, "/data/**")]);
    assert_eq!(files.remove_directory("/data/empty", false), Ok(()));
    assert_eq!(files.remove_directory("/data/empty", true), Err(FileError::NotFound));
    assert_eq!(files.remove_directory("/data/d", false), Err(FileError::DirectoryNotEmpty));
    assert_eq!(files.remove_directory("/data/f", true), Err(FileError::NotDirectory));
    assert_eq!(files.remove_directory("/data/d", true), Ok(()));
    assert!(!dir.path().join("d").exists());

    let files = filesystem(dir.path(), &[(READ, "/data/**")]);
    denied(files.remove_directory("/data/e", true), "delete `/data/e`");
    assert!(dir.path().join("e/x").exists());
}

#[test]
fn open_needs_the_permissions_of_its_options() {
    let dir = directory(&[("a", "text")]);
    let reads = filesystem(dir.path(), &[(READ, "/data/*")]);
    let writes = filesystem(dir.path(), &[(WRITE, "/data/*")]);
    assert!(reads.open("/data/a", options("r")).is_ok());
    assert!(writes.open("/data/a", options("w")).is_ok());
    for text in ["rw", "w", "a", "rc", "rn", "rt"] {
        denied(reads.open("/data/a", options(text)), "write `/data/a`");
    }
    for text in ["rw", "r", "ra"] {
        denied(writes.open("/data/a", options(text)), "read `/data/a`");
    }
}

#[test]
fn open_creates_and_truncates_by_its_options() {
    let dir = directory(&[("a", "text"), ("d/x", "")]);
    let files = filesystem(dir.path(), &[(READ, "/data/*"), (WRITE, "/data/*")]);
    let open = |path: &str, text: &str| files.open(path, options(text)).map(|_| ());
    assert_eq!(open("/data/a", "wn"), Err(FileError::AlreadyExists));
    assert_eq!(open("/data/b", "w"), Err(FileError::NotFound));
    assert_eq!(open("/data/b", "wn"), Ok(()));
    assert_eq!(open("/data/c", "wc"), Ok(()));
    assert_eq!(open("/data/e", "ac"), Ok(()));
    assert_eq!(open("/data/a", "wc"), Ok(()));
    assert_eq!(fs::read_to_string(dir.path().join("a")).ok().as_deref(), Some("text"));
    assert_eq!(open("/data/a", "wt"), Ok(()));
    assert_eq!(fs::read_to_string(dir.path().join("a")).ok().as_deref(), Some(""));
    assert_eq!(open("/data/d", "r"), Err(FileError::IsDirectory));
    assert_eq!(open("/data/d", "w"), Err(FileError::IsDirectory));
    for text in ["", "c", "rc", "rt", "n"] {
        assert_eq!(open("/data/a", text), Err(FileError::WrongMode), "{text}");
    }
}

#[test]
fn files_are_read_and_written_in_parts() {
    let dir = directory(&[("a", "0123456789")]);
    let files = filesystem(dir.path(), &[(READ, "/data/*"), (WRITE, "/data/*")]);
    let mut file = files.open("/data/a", options("rw")).expect("a file");
    assert_eq!(file.read(4), Ok(b"0123".to_vec()));
    assert_eq!(file.read(0), Ok(Vec::new()));
    assert_eq!(file.seek(SeekPosition::Current(-2)), Ok(2));
    assert_eq!(file.write(b"xy"), Ok(2));
    assert_eq!(file.seek(SeekPosition::End(-1)), Ok(9));
    assert_eq!(file.read(100), Ok(b"9".to_vec()));
    assert_eq!(file.read(100), Ok(Vec::new()));
    assert_eq!(file.seek(SeekPosition::Start(1)), Ok(1));
    assert!(file.seek(SeekPosition::Current(-2)).is_err());
    assert_eq!(file.sync(), Ok(()));
    assert_eq!(fs::read_to_string(dir.path().join("a")).ok().as_deref(), Some("01xy456789"));

    let mut file = files.open("/data/a", options("a")).expect("a file");
    assert_eq!(file.seek(SeekPosition::Start(0)), Ok(0));
    assert_eq!(file.write(b"z"), Ok(1));
    assert_eq!(file.read(1), Err(FileError::WrongMode));
    assert_eq!(fs::read_to_string(dir.path().join("a")).ok().as_deref(), Some("01xy456789z"));

    let mut file = files.open("/data/a", options("r")).expect("a file");
    assert_eq!(file.write(b"z"), Err(FileError::WrongMode));
}

#[test]
fn limits_are_enforced() {
    let dir = directory(&[("big", "0123456789"), ("d/1", ""), ("d/2", ""), ("d/3", "")]);
    let permissions = [(READ, "/data/**"), (WRITE, "/data/**"), (LIST, "/data/**")];
    let files = filesystem_with(dir.path(), &permissions, |config| {
        config.max_read_bytes = 3;
        config.max_file_bytes = 8;
        config.max_directory_entries = 2;
        config.max_open_files = 2;
    });
    assert!(matches!(files.read_file("/data/big"), Err(FileError::Io(_))));
    assert_eq!(files.write_file("/data/new", b"012345678"), Err(FileError::NoSpace));
    assert!(!dir.path().join("new").exists());
    assert!(matches!(files.list_directory("/data/d"), Err(FileError::Io(_))));

    let mut file = files.open("/data/new", options("rwc")).expect("a file");
    assert_eq!(file.write(b"0123456789"), Ok(8));
    assert_eq!(file.write(b"8"), Err(FileError::NoSpace));
    assert_eq!(file.seek(SeekPosition::Start(u64::from(u32::MAX))), Ok(u64::from(u32::MAX)));
    assert_eq!(file.write(b"8"), Err(FileError::NoSpace));
    assert_eq!(file.seek(SeekPosition::Start(0)), Ok(0));
    assert_eq!(file.read(u32::MAX), Ok(b"012".to_vec()));

    let other = files.open("/data/new", options("r")).expect("a second file");
    assert!(matches!(files.open("/data/new", options("r")), Err(FileError::Io(_))));
    drop(other);
    assert!(files.open("/data/new", options("r")).is_ok());
}

#[test]
fn check_agrees_with_calls() {
    let dir = directory(&[("open/a", ""), ("b", "")]);
    std::os::unix::fs::symlink("../b", dir.path().join("open/link")).expect("a link");
    let files = filesystem(dir.path(), &[(READ, "/data/open/*"), (DELETE, "/data/open/*")]);
    for path in ["/data/open/a", "/data/open/link", "/data/b", "/data/open/../b", "/data/open/no"] {
        let called = match files.stat(path) {
            Ok(_) | Err(FileError::NotFound) => true,
            Err(FileError::PermissionDenied(_) | FileError::InvalidPath(_)) => false,
            Err(error) => panic!("{path}: {error}"),
        };
        assert_eq!(files.check(READ, path).allowed, called, "{path}");
    }
    assert!(!files.check(READ, "/data/open/link").allowed);
    assert!(files.check(DELETE, "/data/open/link").allowed);
    assert_eq!(files.delete_file("/data/open/link"), Ok(()));
    assert!(dir.path().join("b").exists());
}

#[test]
fn granted_permissions() {
    let dir = directory(&[]);
    let files = filesystem(dir.path(), &[(READ, "/data/**"), (WRITE, "/data/x")]);
    assert_eq!(files.granted_permissions(), [file(READ, "/data/**"), file(WRITE, "/data/x")]);
    assert!(filesystem(dir.path(), &[]).granted_permissions().is_empty());
}

#[test]
fn nested_mount_hides_the_outer_one() {
    let outer = directory(&[("in/a", "outer"), ("b", "b")]);
    let inner = directory(&[("a", "inner")]);
    let files = filesystem_with(outer.path(), &[(READ, "/**")], |config| {
        config.mounts.push(Mount::new("/data/in", inner.path()));
    });
    assert_eq!(files.read_file("/data/in/a"), Ok(b"inner".to_vec()));
    assert_eq!(files.read_file("/data/b"), Ok(b"b".to_vec()));
    assert_eq!(files.read_file("/etc/passwd"), Err(FileError::NotFound));
}

#[test]
fn granted_directories_are_mounted_at_their_host_paths() {
    let dir = directory(&[("open/a", "text")]);
    let root = dir.path().canonicalize().expect("a directory");
    let root = root.to_str().expect("UTF-8");
    let permissions = vec![file(READ, &format!("{root}/open/*")), file(READ, &format!("{root}/x"))];
    let grants = grants(Permissions { filesystem: permissions, ..Permissions::default() });
    let config = FilesystemConfig::from_grants(&grants);
    let files = Filesystem::new(grants, config).expect("directories");
    assert_eq!(files.read_file(&format!("{root}/open/a")), Ok(b"text".to_vec()));
    assert_eq!(files.read_file(&format!("{root}/x")), Err(FileError::NotFound));
    denied(files.read_file("/etc/passwd"), "read `/etc/passwd`");
}

#[test]
fn invalid_mounts_are_errors() {
    let dir = directory(&[("a", "")]);
    for (path, directory) in [("/x", "none"), ("/x", "a"), ("x", "."), ("/../x", ".")] {
        let config = FilesystemConfig {
            mounts: vec![Mount::new(path, dir.path().join(directory))],
            ..FilesystemConfig::default()
        };
        let error = Filesystem::new(grants(Permissions::default()), config).expect_err(path);
        assert!(error.to_string().contains(path), "{error}");
    }
}
