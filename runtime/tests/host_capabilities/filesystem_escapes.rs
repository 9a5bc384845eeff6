//! Attempts to access files that are not granted.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use airssys_bindings::host::capability::filesystem::{Filesystem, HardLinks, OpenOptions};
use airssys_bindings::host::capability::{FileError, FilesystemAction};

use crate::support::{directory, filesystem, filesystem_with};

const ALL: [FilesystemAction; 5] = [
    FilesystemAction::Read,
    FilesystemAction::Write,
    FilesystemAction::Delete,
    FilesystemAction::ListDirectory,
    FilesystemAction::CreateDirectory,
];

fn all_actions(pattern: &str) -> Vec<(FilesystemAction, &str)> {
    ALL.into_iter().map(|action| (action, pattern)).collect()
}

/// Mounts a directory with `open` and `closed` in it, of which only `open` is granted.
fn partly_granted() -> (tempfile::TempDir, Filesystem) {
    let dir = directory(&[("open/a", "mine"), ("closed/secret", "secret"), ("outside", "")]);
    let files = filesystem(dir.path(), &all_actions("/data/open/**"));
    (dir, files)
}

/// Asserts that all functions deny a path.
fn assert_all_denied(files: &Filesystem, path: &str) {
    let write = OpenOptions { write: true, create: true, ..OpenOptions::default() };
    let results = [
        files.read_file(path).map(|_| ()),
        files.write_file(path, b"overwritten"),
        files.open(path, write).map(|_| ()),
        files.exists(path).map(|_| ()),
        files.stat(path).map(|_| ()),
        files.list_directory(path).map(|_| ()),
        files.create_directory(path),
        files.remove_directory(path, true),
        files.delete_file(path),
    ];
    for (index, result) in results.into_iter().enumerate() {
        let denied =
            matches!(result, Err(FileError::PermissionDenied(_) | FileError::InvalidPath(_)));
        assert!(denied, "function {index} on {path:?}: {result:?}");
    }
}

/// Asserts that all functions that follow symbolic links deny a path.
fn assert_following_denied(files: &Filesystem, path: &str) {
    let write = OpenOptions { write: true, create: true, truncate: true, ..OpenOptions::default() };
    let results = [
        files.read_file(path).map(|_| ()),
        files.write_file(path, b"overwritten"),
        files.open(path, write).map(|_| ()),
        files.exists(path).map(|_| ()),
        files.stat(path).map(|_| ()),
        files.list_directory(path).map(|_| ()),
    ];
    for (index, result) in results.into_iter().enumerate() {
        let denied =
            matches!(result, Err(FileError::PermissionDenied(_) | FileError::InvalidPath(_)));
        assert!(denied, "function {index} on {path:?}: {result:?}");
    }
}

fn assert_secret_unchanged(dir: &Path) {
    let secret = fs::read_to_string(dir.join("closed/secret"));
    assert_eq!(secret.ok().as_deref(), Some("secret"));
}

#[test]
fn parent_segments_are_rejected() {
    let (dir, files) = partly_granted();
    for path in [
        "/data/open/../closed/secret",
        "/data/open/..",
        "/data/open/../../etc/passwd",
        "/..",
        "/data/open/a/../../closed/secret",
        "/data/open/./../closed/secret",
        "/data/open/..//closed/secret",
    ] {
        assert_all_denied(&files, path);
    }
    assert_secret_unchanged(dir.path());
}

#[test]
fn names_similar_to_parent_segments_are_names() {
    let (_dir, files) = partly_granted();
    for path in ["/data/open/...", "/data/open/.. ", "/data/open/%2e%2e", "/data/open/..\\x"] {
        assert_eq!(files.exists(path), Ok(false), "{path}");
    }
}

#[test]
fn absolute_paths_are_relative_to_the_mounts() {
    let (dir, _) = partly_granted();
    let files = filesystem(dir.path(), &all_actions("/**"));
    let secret = dir.path().join("closed/secret");
    let secret = secret.to_str().expect("UTF-8");
    for path in ["/etc/passwd", secret, "/proc/self/environ"] {
        assert_eq!(files.read_file(path), Err(FileError::NotFound), "{path}");
        assert_eq!(files.write_file(path, b"overwritten"), Err(FileError::NotFound), "{path}");
    }
    assert_secret_unchanged(dir.path());
}

#[test]
fn relative_paths_are_rejected() {
    let (_dir, files) = partly_granted();
    for path in ["", ".", "data/open/a", "./data/open/a", "~/a", "file:///data/open/a", " /data"] {
        assert_all_denied(&files, path);
    }
}

#[test]
fn symlinks_cannot_leave_the_mount() {
    let outside = directory(&[("secret", "secret")]);
    let (dir, _) = partly_granted();
    let files = filesystem(dir.path(), &all_actions("/data/**"));
    let open = dir.path().join("open");
    symlink(outside.path().join("secret"), open.join("absolute")).expect("a link");
    symlink(outside.path(), open.join("directory")).expect("a link");
    symlink("../../../../../../../../../../etc/passwd", open.join("relative")).expect("a link");
    symlink("/proc/self/root", open.join("magic")).expect("a link");
    symlink("relative", open.join("twice")).expect("a link");
    let new = outside.path().join("new");
    symlink(&new, open.join("dangling")).expect("a link");
    for path in [
        "/data/open/absolute",
        "/data/open/relative",
        "/data/open/directory",
        "/data/open/directory/secret",
        "/data/open/magic",
        "/data/open/magic/etc/passwd",
        "/data/open/twice",
        "/data/open/dangling",
    ] {
        assert_following_denied(&files, path);
        assert!(!files.check(FilesystemAction::Read, path).allowed, "{path}");
    }
    for path in ["/data/open/directory/new", "/data/open/directory/new/deep"] {
        assert!(matches!(files.create_directory(path), Err(FileError::InvalidPath(_))), "{path}");
    }
    assert_eq!(fs::read_dir(outside.path()).expect("a directory").count(), 1);
    assert!(!new.exists());
}

#[test]
fn symlinks_within_the_mount_need_a_permission_for_their_target() {
    let (dir, files) = partly_granted();
    let open = dir.path().join("open");
    symlink("../closed/secret", open.join("file")).expect("a link");
    symlink("../closed", open.join("directory")).expect("a link");
    symlink("file", open.join("twice")).expect("a link");
    symlink("../closed/new", open.join("dangling")).expect("a link");
    for path in ["file", "directory", "directory/secret", "twice", "dangling"] {
        assert_following_denied(&files, &format!("/data/open/{path}"));
    }
    for path in ["/data/open/directory/secret", "/data/open/directory/x"] {
        assert!(matches!(files.delete_file(path), Err(FileError::PermissionDenied(_))), "{path}");
        let created = files.create_directory(path);
        assert!(matches!(created, Err(FileError::PermissionDenied(_))), "{path}: {created:?}");
        let removed = files.remove_directory(path, true);
        assert!(matches!(removed, Err(FileError::PermissionDenied(_))), "{path}: {removed:?}");
    }
    assert!(!dir.path().join("closed/new").exists());
    assert!(!dir.path().join("closed/x").exists());
    assert_secret_unchanged(dir.path());
}

#[test]
fn denied_paths_are_denied_in_the_same_words_whether_they_exist_or_not() {
    let (dir, _) = partly_granted();
    let grants = [all_actions("/data/open/**"), all_actions("/data/tree")].concat();
    let files = filesystem(dir.path(), &grants);
    fs::create_dir_all(dir.path().join("closed/sub")).expect("a directory");
    fs::create_dir(dir.path().join("tree")).expect("a directory");
    fs::write(dir.path().join("tree/hidden"), "").expect("a file");
    symlink("../closed", dir.path().join("open/dir")).expect("a link");
    symlink("../closed/secret", dir.path().join("open/link")).expect("a link");
    symlink("../closed/none/x", dir.path().join("open/dangling")).expect("a link");
    let answers = |path: &str| {
        let create = OpenOptions { write: true, create: true, ..OpenOptions::default() };
        let mut reasons = vec![
            files.read_file(path).map(|_| ()),
            files.write_file(path, b"x"),
            files.open(path, create).map(|_| ()),
            files.exists(path).map(|_| ()),
            files.stat(path).map(|_| ()),
            files.list_directory(path).map(|_| ()),
        ];
        let check = files.check(FilesystemAction::Read, path);
        reasons.push(check.into_result().map_err(FileError::PermissionDenied));
        // These do not follow a link that is the last segment.
        if !path.ends_with("link") && !path.ends_with("dangling") {
            let rest = [
                files.create_directory(path),
                files.delete_file(path),
                files.remove_directory(path, true),
            ];
            reasons.extend(rest);
        }
        let words = reasons.into_iter().map(|result| {
            let Err(FileError::PermissionDenied(words)) = result else {
                panic!("{path}: {result:?}")
            };
            let rest = words.replace(path, "PATH");
            assert!(!rest.contains("closed"), "{words}");
            rest
        });
        words.collect::<Vec<_>>()
    };
    for (exists, missing) in [
        ("/data/closed/secret", "/data/closed/missing"),
        ("/data/closed/secret", "/none/at/all"),
        ("/data/open/dir/secret", "/data/open/dir/missing"),
        ("/data/open/dir/sub/x", "/data/open/dir/none/x"),
        ("/data/open/dir/sub/x", "/data/open/dir/secret/x"),
    ] {
        assert_eq!(answers(exists), answers(missing), "{exists} and {missing}");
    }
    assert_eq!(answers("/data/open/link"), answers("/data/open/dangling"));
    let removed = format!("{:?}", files.remove_directory("/data/tree", true));
    assert!(removed.contains("PermissionDenied") && !removed.contains("hidden"), "{removed}");
}

#[test]
fn symlinks_to_granted_files_are_followed() {
    let (dir, files) = partly_granted();
    symlink("./../open/a", dir.path().join("open/link")).expect("a link");
    assert_eq!(files.read_file("/data/open/link"), Ok(b"mine".to_vec()));
    assert_eq!(files.write_file("/data/open/link", b"new"), Ok(()));
    assert_eq!(fs::read_to_string(dir.path().join("open/a")).ok().as_deref(), Some("new"));
    assert!(dir.path().join("open/link").is_symlink());
}

#[test]
fn symlink_loops_are_errors() {
    let (dir, files) = partly_granted();
    symlink("two", dir.path().join("open/one")).expect("a link");
    symlink("one", dir.path().join("open/two")).expect("a link");
    symlink("self/a", dir.path().join("open/self")).expect("a link");
    for path in ["/data/open/one", "/data/open/two/a", "/data/open/self"] {
        assert!(matches!(files.read_file(path), Err(FileError::InvalidPath(_))), "{path}");
    }
}

#[test]
fn recursive_removal_neither_follows_symlinks_nor_exceeds_the_grant() {
    let (dir, files) = partly_granted();
    fs::create_dir(dir.path().join("open/tree")).expect("a directory");
    symlink("../../closed", dir.path().join("open/tree/link")).expect("a link");
    assert_eq!(files.remove_directory("/data/open/tree", true), Ok(()));
    assert_secret_unchanged(dir.path());

    let files = filesystem(dir.path(), &[(FilesystemAction::Delete, "/data/*")]);
    let removed = files.remove_directory("/data/open", true);
    assert!(matches!(removed, Err(FileError::PermissionDenied(_))), "{removed:?}");
    assert!(dir.path().join("open/a").exists());
    assert!(matches!(
        files.remove_directory("/data/closed", false),
        Err(FileError::DirectoryNotEmpty)
    ));
}

#[test]
fn mount_roots_cannot_be_removed() {
    let (dir, _) = partly_granted();
    let files = filesystem(dir.path(), &all_actions("/**"));
    let removed = files.remove_directory("/data", true);
    assert!(matches!(removed, Err(FileError::InvalidPath(_))), "{removed:?}");
    assert!(dir.path().join("open/a").exists());
}

#[test]
fn hard_links_are_denied_unless_configured() {
    let outside = directory(&[("secret", "secret")]);
    let (dir, files) = partly_granted();
    let secret = outside.path().join("secret");
    fs::hard_link(&secret, dir.path().join("open/hard")).expect("a hard link");
    let path = "/data/open/hard";
    let denied = |result: Result<(), FileError>| {
        assert!(matches!(result, Err(FileError::PermissionDenied(_))), "{result:?}");
    };
    denied(files.read_file(path).map(|_| ()));
    denied(files.write_file(path, b"overwritten"));
    let truncate = OpenOptions { write: true, truncate: true, ..OpenOptions::default() };
    denied(files.open(path, truncate).map(|_| ()));
    assert_eq!(fs::read_to_string(&secret).ok().as_deref(), Some("secret"));

    let open = all_actions("/data/open/**");
    let reads = filesystem_with(dir.path(), &open, |c| c.hard_links = HardLinks::ReadOnly);
    assert_eq!(reads.read_file(path), Ok(b"secret".to_vec()));
    denied(reads.write_file(path, b"overwritten"));
    assert_eq!(fs::read_to_string(&secret).ok().as_deref(), Some("secret"));

    let all = filesystem_with(dir.path(), &open, |c| c.hard_links = HardLinks::Allow);
    assert_eq!(all.write_file(path, b"new"), Ok(()));
    assert_eq!(fs::read_to_string(&secret).ok().as_deref(), Some("new"));

    assert_eq!(files.delete_file(path), Ok(()));
    assert!(secret.exists());
}

#[test]
fn names_are_case_sensitive() {
    let (dir, files) = partly_granted();
    fs::create_dir(dir.path().join("OPEN")).expect("a directory, on a file system with case");
    fs::write(dir.path().join("OPEN/a"), "secret").expect("a file");
    for path in ["/data/OPEN/a", "/DATA/open/a", "/data/Open/a"] {
        assert_all_denied(&files, path);
    }
    assert_eq!(files.read_file("/data/open/A"), Err(FileError::NotFound));
}

#[test]
fn nul_does_not_truncate_a_path() {
    let (dir, files) = partly_granted();
    for path in ["/data/open/a\0", "/data/open/a\0.txt", "/data/open/\0/../../closed/secret", "\0"]
    {
        assert_all_denied(&files, path);
    }
    assert_secret_unchanged(dir.path());
}

#[test]
fn long_names_are_rejected() {
    let (_dir, files) = partly_granted();
    let name = format!("/data/open/{}", "n".repeat(256));
    let deep = format!("/data/open{}", "/d".repeat(3000));
    let long = format!("/data/open/{}", "n".repeat(1 << 20));
    for path in [&name, &deep, &long] {
        assert_all_denied(&files, path);
    }
    let longest = format!("/data/open/{}", "n".repeat(255));
    assert_eq!(files.write_file(&longest, b"fits"), Ok(()));
    assert_eq!(files.read_file(&longest), Ok(b"fits".to_vec()));
}

#[test]
fn deep_directories_work() {
    let (_dir, files) = partly_granted();
    let part = "d".repeat(200);
    let deep: String = std::iter::repeat_n(format!("/{part}"), 19).collect();
    let path = format!("/data/open{deep}");
    assert_eq!(files.create_directory(&path), Ok(()));
    assert_eq!(files.write_file(&format!("{path}/x"), b"deep"), Ok(()));
    assert_eq!(files.read_file(&format!("{path}/x")), Ok(b"deep".to_vec()));
    assert_eq!(files.remove_directory(&format!("/data/open/{part}"), true), Ok(()));
}

#[test]
fn paths_that_the_system_cannot_report_are_confirmed_by_resolving_them_again() {
    let part = "d".repeat(200);
    let (dir, _) = partly_granted();
    let up: String = std::iter::repeat_n(format!("{part}/"), 15).collect();
    let outer = filesystem(dir.path(), &all_actions("/data/**"));
    assert_eq!(outer.create_directory(&format!("/data/{up}open")), Ok(()));
    assert_eq!(outer.create_directory(&format!("/data/{up}closed")), Ok(()));
    let root = dir.path().join(&up);
    fs::write(root.join("closed/secret"), "secret").expect("a file");
    symlink("../closed/secret", root.join("open/link")).expect("a link");

    let down: String = std::iter::repeat_n(format!("/{part}"), 10).collect();
    let files = filesystem(&root, &all_actions("/data/open/**"));
    let deep = format!("/data/open{down}");
    assert!(root.as_os_str().len() + deep.len() > 4096);
    assert_eq!(files.create_directory(&deep), Ok(()));
    assert_eq!(files.write_file(&format!("{deep}/x"), b"deep"), Ok(()));
    assert_eq!(files.read_file(&format!("{deep}/x")), Ok(b"deep".to_vec()));
    assert_eq!(files.list_directory(&deep).map(|entries| entries.len()), Ok(1));
    assert_following_denied(&files, "/data/open/link");
    assert_eq!(files.remove_directory(&format!("/data/open/{part}"), true), Ok(()));
}

#[test]
fn special_files_cannot_be_opened() {
    let (dir, files) = partly_granted();
    let fifo = dir.path().join("open/fifo");
    let status = std::process::Command::new("mkfifo").arg(&fifo).status().expect("mkfifo");
    assert!(status.success());
    let _socket =
        std::os::unix::net::UnixListener::bind(dir.path().join("open/s")).expect("a socket");
    let start = Instant::now();
    for path in ["/data/open/fifo", "/data/open/s"] {
        assert!(matches!(files.read_file(path), Err(FileError::Io(_))), "{path}");
        assert!(matches!(files.write_file(path, b""), Err(FileError::Io(_))), "{path}");
    }
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn mounts_refer_to_the_directory_opened_at_the_start() {
    let outside = directory(&[("dir/open/a", "mine"), ("closed/open/a", "secret")]);
    let root = outside.path().join("dir");
    let files = filesystem(&root, &all_actions("/data/open/**"));
    fs::rename(&root, outside.path().join("moved")).expect("a rename");
    symlink(outside.path().join("closed"), &root).expect("a link");
    assert_eq!(files.read_file("/data/open/a"), Ok(b"mine".to_vec()));
    assert_eq!(files.write_file("/data/open/b", b"mine"), Ok(()));
    assert!(outside.path().join("moved/open/b").exists());
    assert!(!outside.path().join("closed/open/b").exists());
}

struct SetOnDrop<'a>(&'a AtomicBool);

impl Drop for SetOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Reads a file repeatedly while `disturb` runs, and returns how many reads succeeded with the expected content.
fn read_during(files: &Filesystem, path: &str, disturb: impl Fn() + Send + Sync) -> usize {
    let over = AtomicBool::new(false);
    let reads = AtomicUsize::new(0);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                disturb();
            }
        });
        let _over = SetOnDrop(&over);
        let end = Instant::now() + Duration::from_secs(2);
        while Instant::now() < end {
            match files.read_file(path) {
                Ok(bytes) => {
                    assert_eq!(bytes, b"mine", "read what is not granted");
                    reads.fetch_add(1, Ordering::Relaxed);
                }
                Err(
                    FileError::NotFound
                    | FileError::PermissionDenied(_)
                    | FileError::InvalidPath(_)
                    | FileError::NotDirectory,
                ) => {}
                Err(error) => panic!("{error}"),
            }
        }
    });
    reads.into_inner()
}

#[test]
fn symlink_that_replaces_a_file_during_a_read_is_not_followed() {
    let (dir, files) = partly_granted();
    let path = dir.path().join("open/a");
    let (backup, link) = (dir.path().join("open/backup"), dir.path().join("open/link"));
    let reads = read_during(&files, "/data/open/a", || {
        symlink("../closed/secret", &link).expect("a link");
        fs::rename(&path, &backup).expect("a rename");
        fs::rename(&link, &path).expect("a rename");
        fs::rename(&backup, &path).expect("a rename");
    });
    assert!(reads > 0);
}

#[test]
fn symlink_that_replaces_a_directory_during_a_read_is_not_followed() {
    let (dir, files) = partly_granted();
    fs::create_dir(dir.path().join("open/sub")).expect("a directory");
    fs::write(dir.path().join("open/sub/secret"), "mine").expect("a file");
    let (sub, backup) = (dir.path().join("open/sub"), dir.path().join("open/backup"));
    let reads = read_during(&files, "/data/open/sub/secret", || {
        fs::rename(&sub, &backup).expect("a rename");
        symlink("../closed", &sub).expect("a link");
        fs::remove_file(&sub).expect("a link to remove");
        fs::rename(&backup, &sub).expect("a rename");
    });
    assert!(reads > 0);
}

#[test]
fn directory_moved_out_during_a_read_is_not_read() {
    let (dir, files) = partly_granted();
    fs::create_dir(dir.path().join("open/sub")).expect("a directory");
    fs::write(dir.path().join("open/sub/x"), "mine").expect("a file");
    let outside = dir.path().join("closed/sub");
    let inside = dir.path().join("open/sub");
    let (secret, mine) = (dir.path().join("closed/x"), dir.path().join("closed/mine"));
    fs::write(&secret, "secret").expect("a file");
    // While `sub/x` is the secret, `sub` is in `closed`.
    let reads = read_during(&files, "/data/open/sub/x", || {
        fs::rename(&inside, &outside).expect("a rename");
        fs::rename(outside.join("x"), &mine).expect("a rename");
        fs::rename(&secret, outside.join("x")).expect("a rename");
        fs::rename(outside.join("x"), &secret).expect("a rename");
        fs::rename(&mine, outside.join("x")).expect("a rename");
        fs::rename(&outside, &inside).expect("a rename");
    });
    assert!(reads > 0);
}
