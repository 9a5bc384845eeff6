//! From roots to the paths that Cargo must watch to see whatever changes what is read.

use std::fs;
use std::path::Path;

use super::walk::{MAX_DEPTH, is_of_interest};

/// The paths to watch for these roots, each relative to the folder of `Cargo.toml` or as it was given.
///
/// Cargo looks at all that is in a folder, however deep, and so sees what is added there. A folder that holds one
/// which is never read, such as `target` or `.git`, is taken apart: of its own files, those that are there are
/// watched. The lock of `wkg` is one of the paths where there is one. No roots are the same as `wit`.
#[must_use]
pub fn watched(manifest_dir: &Path, roots: &[String]) -> Vec<String> {
    let default = ["wit".to_owned()];
    let roots = if roots.is_empty() { &default } else { roots };
    let mut paths = Vec::new();
    for root in roots {
        watch(manifest_dir, root, 0, &mut paths);
    }
    if manifest_dir.join("wkg.lock").is_file() {
        paths.push("wkg.lock".to_owned());
    }
    paths
}

fn watch(manifest_dir: &Path, path: &str, depth: usize, paths: &mut Vec<String>) {
    let absolute = manifest_dir.join(path);
    if !holds_skipped(&absolute, depth) {
        paths.push(path.to_owned());
        return;
    }
    for name in names(&absolute) {
        if is_of_interest(&name, &absolute.join(&name)) {
            watch(manifest_dir, &format!("{path}/{name}"), depth + 1, paths);
        }
    }
}

/// Whether a folder holds one, however deep, that is never read.
fn holds_skipped(folder: &Path, depth: usize) -> bool {
    let folders = names(folder).into_iter().map(|name| (folder.join(&name), name));
    let mut folders = folders.filter(|(path, _)| path.is_dir());
    depth < MAX_DEPTH
        && folders
            .any(|(path, name)| !is_of_interest(&name, &path) || holds_skipped(&path, depth + 1))
}

/// The names in a folder, sorted. None for a file.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect::<Vec<_>>();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let tree = tempfile::tempdir().expect("writable");
        for file in files {
            let path = tree.path().join(file);
            fs::create_dir_all(path.parent().expect("below the tree")).expect("writable");
            fs::write(path, "").expect("writable");
        }
        tree
    }

    #[test]
    fn a_folder_is_watched_as_a_whole() {
        let tree = tree(&["wit/a/a.wit", "wit/deps/b.wasm", "shared/c.wit"]);
        assert_eq!(watched(tree.path(), &[]), ["wit"]);
        let roots = ["wit", "shared/c.wit"].map(str::to_owned);
        assert_eq!(watched(tree.path(), &roots), roots);
    }

    #[test]
    fn a_folder_that_is_never_read_is_not_watched() {
        let files = ["a.wit", "Cargo.toml", "b/b.wit", "c/.git/x", "c/c.wit", "target/x"];
        let tree = tree(&files);
        assert_eq!(watched(tree.path(), &[".".to_owned()]), ["./a.wit", "./b", "./c/c.wit"]);
    }

    #[test]
    fn the_lock_of_wkg_is_watched_where_there_is_one() {
        let tree = tree(&["wit/a.wit", "wkg.lock"]);
        assert_eq!(watched(tree.path(), &[]), ["wit", "wkg.lock"]);
    }

    #[test]
    fn a_root_that_is_not_there_is_watched() {
        assert_eq!(watched(tree(&[]).path(), &[]), ["wit"]);
    }
}
