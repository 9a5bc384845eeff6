//! Ways out of the granted files that must not be there.

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

fn everything(pattern: &str) -> Vec<(FilesystemAction, &str)> {
    ALL.into_iter().map(|action| (action, pattern)).collect()
}

/// A directory with `open` and `closed` in it, shown whole; only what is in `open` is granted.
fn half_open() -> (tempfile::TempDir, Filesystem) {
    let dir = directory(&[("open/a", "mine"), ("closed/secret", "secret"), ("outside", "")]);
    let files = filesystem(dir.path(), &everything("/data/open/**"));
    (dir, files)
}

/// Tries all functions on a path. None may do anything.
fn nothing_works(files: &Filesystem, path: &str) {
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
    for (at, result) in results.into_iter().enumerate() {
        let refused =
            matches!(result, Err(FileError::PermissionDenied(_) | FileError::InvalidPath(_)));
        assert!(refused, "function {at} on {path:?}: {result:?}");
    }
}

/// Tries what follows links. None may do anything.
fn nothing_follows(files: &Filesystem, path: &str) {
    let write = OpenOptions { write: true, create: true, truncate: true, ..OpenOptions::default() };
    let results = [
        files.read_file(path).map(|_| ()),
        files.write_file(path, b"overwritten"),
        files.open(path, write).map(|_| ()),
        files.exists(path).map(|_| ()),
        files.stat(path).map(|_| ()),
        files.list_directory(path).map(|_| ()),
    ];
    for (at, result) in results.into_iter().enumerate() {
        let refused =
            matches!(result, Err(FileError::PermissionDenied(_) | FileError::InvalidPath(_)));
        assert!(refused, "function {at} on {path:?}: {result:?}");
    }
}

fn untouched(dir: &Path) {
    let secret = fs::read_to_string(dir.join("closed/secret"));
    assert_eq!(secret.ok().as_deref(), Some("secret"));
}

#[test]
fn two_dots_lead_nowhere() {
    let (dir, files) = half_open();
    for path in [
        "/data/open/../closed/secret",
        "/data/open/..",
        "/data/open/../../etc/passwd",
        "/..",
        "/data/open/a/../../closed/secret",
        "/data/open/./../closed/secret",
        "/data/open/..//closed/secret",
    ] {
        nothing_works(&files, path);
    }
    untouched(dir.path());
}

#[test]
fn what_only_looks_like_two_dots_is_a_name() {
    let (_dir, files) = half_open();
    for path in ["/data/open/...", "/data/open/.. ", "/data/open/%2e%2e", "/data/open/..\\x"] {
        assert_eq!(files.exists(path), Ok(false), "{path}");
    }
}

#[test]
fn an_absolute_path_is_one_in_the_tree() {
    let (dir, _) = half_open();
    let files = filesystem(dir.path(), &everything("/**"));
    let secret = dir.path().join("closed/secret");
    let secret = secret.to_str().expect("UTF-8");
    for path in ["/etc/passwd", secret, "/proc/self/environ"] {
        assert_eq!(files.read_file(path), Err(FileError::NotFound), "{path}");
        assert_eq!(files.write_file(path, b"overwritten"), Err(FileError::NotFound), "{path}");
    }
    untouched(dir.path());
}

#[test]
fn a_path_that_is_not_absolute_is_refused() {
    let (_dir, files) = half_open();
    for path in ["", ".", "data/open/a", "./data/open/a", "~/a", "file:///data/open/a", " /data"] {
        nothing_works(&files, path);
    }
}

#[test]
fn a_symbolic_link_does_not_lead_out_of_the_mount() {
    let outside = directory(&[("secret", "secret")]);
    let (dir, _) = half_open();
    let files = filesystem(dir.path(), &everything("/data/**"));
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
        nothing_follows(&files, path);
        assert!(!files.check(FilesystemAction::Read, path).allowed, "{path}");
    }
    for path in ["/data/open/directory/made", "/data/open/directory/made/deep"] {
        assert!(matches!(files.create_directory(path), Err(FileError::InvalidPath(_))), "{path}");
    }
    assert_eq!(fs::read_dir(outside.path()).expect("a directory").count(), 1);
    assert!(!new.exists());
}

#[test]
fn a_symbolic_link_inside_does_not_widen_what_is_granted() {
    let (dir, files) = half_open();
    let open = dir.path().join("open");
    symlink("../closed/secret", open.join("file")).expect("a link");
    symlink("../closed", open.join("directory")).expect("a link");
    symlink("file", open.join("twice")).expect("a link");
    symlink("../closed/new", open.join("dangling")).expect("a link");
    for path in ["file", "directory", "directory/secret", "twice", "dangling"] {
        nothing_follows(&files, &format!("/data/open/{path}"));
    }
    for path in ["/data/open/directory/secret", "/data/open/directory/x"] {
        assert!(matches!(files.delete_file(path), Err(FileError::PermissionDenied(_))), "{path}");
        let made = files.create_directory(path);
        assert!(matches!(made, Err(FileError::PermissionDenied(_))), "{path}: {made:?}");
        let removed = files.remove_directory(path, true);
        assert!(matches!(removed, Err(FileError::PermissionDenied(_))), "{path}: {removed:?}");
    }
    assert!(!dir.path().join("closed/new").exists());
    assert!(!dir.path().join("closed/x").exists());
    untouched(dir.path());
}

#[test]
fn a_symbolic_link_to_what_is_granted_is_followed() {
    let (dir, files) = half_open();
    symlink("./../open/a", dir.path().join("open/link")).expect("a link");
    assert_eq!(files.read_file("/data/open/link"), Ok(b"mine".to_vec()));
    assert_eq!(files.write_file("/data/open/link", b"new"), Ok(()));
    assert_eq!(fs::read_to_string(dir.path().join("open/a")).ok().as_deref(), Some("new"));
    assert!(dir.path().join("open/link").is_symlink());
}

#[test]
fn a_circle_of_links_ends() {
    let (dir, files) = half_open();
    symlink("two", dir.path().join("open/one")).expect("a link");
    symlink("one", dir.path().join("open/two")).expect("a link");
    symlink("self/a", dir.path().join("open/self")).expect("a link");
    for path in ["/data/open/one", "/data/open/two/a", "/data/open/self"] {
        assert!(matches!(files.read_file(path), Err(FileError::InvalidPath(_))), "{path}");
    }
}

#[test]
fn removing_a_tree_does_not_follow_links_or_take_what_is_not_granted() {
    let (dir, files) = half_open();
    fs::create_dir(dir.path().join("open/tree")).expect("a directory");
    symlink("../../closed", dir.path().join("open/tree/link")).expect("a link");
    assert_eq!(files.remove_directory("/data/open/tree", true), Ok(()));
    untouched(dir.path());

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
fn the_directory_of_a_mount_cannot_be_removed() {
    let (dir, _) = half_open();
    let files = filesystem(dir.path(), &everything("/**"));
    let removed = files.remove_directory("/data", true);
    assert!(matches!(removed, Err(FileError::InvalidPath(_))), "{removed:?}");
    assert!(dir.path().join("open/a").exists());
}

#[test]
fn a_hard_link_is_not_opened_unless_the_host_says_so() {
    let outside = directory(&[("secret", "secret")]);
    let (dir, files) = half_open();
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

    let open = everything("/data/open/**");
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
fn case_makes_another_name() {
    let (dir, files) = half_open();
    fs::create_dir(dir.path().join("OPEN")).expect("a directory, on a file system with case");
    fs::write(dir.path().join("OPEN/a"), "secret").expect("a file");
    for path in ["/data/OPEN/a", "/DATA/open/a", "/data/Open/a"] {
        nothing_works(&files, path);
    }
    assert_eq!(files.read_file("/data/open/A"), Err(FileError::NotFound));
}

#[test]
fn nul_does_not_end_a_path() {
    let (dir, files) = half_open();
    for path in ["/data/open/a\0", "/data/open/a\0.txt", "/data/open/\0/../../closed/secret", "\0"]
    {
        nothing_works(&files, path);
    }
    untouched(dir.path());
}

#[test]
fn very_long_names_are_refused() {
    let (_dir, files) = half_open();
    let name = format!("/data/open/{}", "n".repeat(256));
    let deep = format!("/data/open{}", "/d".repeat(3000));
    let long = format!("/data/open/{}", "n".repeat(1 << 20));
    for path in [&name, &deep, &long] {
        nothing_works(&files, path);
    }
    let longest = format!("/data/open/{}", "n".repeat(255));
    assert_eq!(files.write_file(&longest, b"fits"), Ok(()));
    assert_eq!(files.read_file(&longest), Ok(b"fits".to_vec()));
}

#[test]
fn a_very_deep_directory_works_as_any_other() {
    let (_dir, files) = half_open();
    let part = "d".repeat(200);
    let deep: String = std::iter::repeat_n(format!("/{part}"), 19).collect();
    let path = format!("/data/open{deep}");
    assert_eq!(files.create_directory(&path), Ok(()));
    assert_eq!(files.write_file(&format!("{path}/x"), b"deep"), Ok(()));
    assert_eq!(files.read_file(&format!("{path}/x")), Ok(b"deep".to_vec()));
    assert_eq!(files.remove_directory(&format!("/data/open/{part}"), true), Ok(()));
}

#[test]
fn where_the_system_cannot_say_where_a_file_is_it_is_looked_for_again() {
    let part = "d".repeat(200);
    let (dir, _) = half_open();
    let up: String = std::iter::repeat_n(format!("{part}/"), 15).collect();
    let outer = filesystem(dir.path(), &everything("/data/**"));
    assert_eq!(outer.create_directory(&format!("/data/{up}open")), Ok(()));
    assert_eq!(outer.create_directory(&format!("/data/{up}closed")), Ok(()));
    let root = dir.path().join(&up);
    fs::write(root.join("closed/secret"), "secret").expect("a file");
    symlink("../closed/secret", root.join("open/link")).expect("a link");

    let down: String = std::iter::repeat_n(format!("/{part}"), 10).collect();
    let files = filesystem(&root, &everything("/data/open/**"));
    let deep = format!("/data/open{down}");
    assert!(root.as_os_str().len() + deep.len() > 4096);
    assert_eq!(files.create_directory(&deep), Ok(()));
    assert_eq!(files.write_file(&format!("{deep}/x"), b"deep"), Ok(()));
    assert_eq!(files.read_file(&format!("{deep}/x")), Ok(b"deep".to_vec()));
    assert_eq!(files.list_directory(&deep).map(|entries| entries.len()), Ok(1));
    nothing_follows(&files, "/data/open/link");
    assert_eq!(files.remove_directory(&format!("/data/open/{part}"), true), Ok(()));
}

#[test]
fn what_is_no_file_is_not_opened() {
    let (dir, files) = half_open();
    let fifo = dir.path().join("open/fifo");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status().expect("mkfifo");
    assert!(made.success());
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
fn the_directory_is_the_one_that_was_there_at_the_start() {
    let outside = directory(&[("dir/open/a", "mine"), ("closed/open/a", "secret")]);
    let root = outside.path().join("dir");
    let files = filesystem(&root, &everything("/data/open/**"));
    fs::rename(&root, outside.path().join("moved")).expect("a rename");
    symlink(outside.path().join("closed"), &root).expect("a link");
    assert_eq!(files.read_file("/data/open/a"), Ok(b"mine".to_vec()));
    assert_eq!(files.write_file("/data/open/b", b"mine"), Ok(()));
    assert!(outside.path().join("moved/open/b").exists());
    assert!(!outside.path().join("closed/open/b").exists());
}

struct SetAtEnd<'a>(&'a AtomicBool);

impl Drop for SetAtEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Reads again and again while `disturb` runs, and tells how often it read what it may.
fn read_during(files: &Filesystem, path: &str, disturb: impl Fn() + Send + Sync) -> usize {
    let over = AtomicBool::new(false);
    let reads = AtomicUsize::new(0);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                disturb();
            }
        });
        let _over = SetAtEnd(&over);
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
fn a_link_that_takes_the_place_of_a_file_meanwhile_is_not_followed() {
    let (dir, files) = half_open();
    let path = dir.path().join("open/a");
    let (kept, link) = (dir.path().join("open/kept"), dir.path().join("open/link"));
    let reads = read_during(&files, "/data/open/a", || {
        symlink("../closed/secret", &link).expect("a link");
        fs::rename(&path, &kept).expect("a rename");
        fs::rename(&link, &path).expect("a rename");
        fs::rename(&kept, &path).expect("a rename");
    });
    assert!(reads > 0);
}

#[test]
fn a_link_that_takes_the_place_of_a_directory_meanwhile_is_not_followed() {
    let (dir, files) = half_open();
    fs::create_dir(dir.path().join("open/sub")).expect("a directory");
    fs::write(dir.path().join("open/sub/secret"), "mine").expect("a file");
    let (sub, kept) = (dir.path().join("open/sub"), dir.path().join("open/kept"));
    let reads = read_during(&files, "/data/open/sub/secret", || {
        fs::rename(&sub, &kept).expect("a rename");
        symlink("../closed", &sub).expect("a link");
        fs::remove_file(&sub).expect("a link to remove");
        fs::rename(&kept, &sub).expect("a rename");
    });
    assert!(reads > 0);
}

#[test]
fn a_directory_that_is_moved_out_meanwhile_is_not_read() {
    let (dir, files) = half_open();
    fs::create_dir(dir.path().join("open/sub")).expect("a directory");
    fs::write(dir.path().join("open/sub/x"), "mine").expect("a file");
    let outside = dir.path().join("closed/sub");
    let inside = dir.path().join("open/sub");
    let (secret, mine) = (dir.path().join("closed/x"), dir.path().join("closed/mine"));
    fs::write(&secret, "secret").expect("a file");
    // What is in `closed` is never in `open` as long as it holds the secret.
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
