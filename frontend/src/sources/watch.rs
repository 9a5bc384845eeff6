//! The paths that Cargo must watch to notice every change of the files that are read.

use std::fs;
use std::path::Path;

use super::walk::{MAX_DEPTH, is_of_interest};

/// Returns the paths to watch for these roots, each relative to the folder of `Cargo.toml` or as it was given.
///
/// Cargo watches a folder recursively, and so notices new files in it. For a folder that contains one that is never
/// read, such as `target` or `.git`, its existing files and other subfolders are returned instead. `wkg.lock` is
/// included if it exists. An empty list of roots means `wit`.
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
    if !contains_skipped(&absolute, depth) {
        paths.push(path.to_owned());
        return;
    }
    for name in names(&absolute) {
        if is_of_interest(&name, &absolute.join(&name)) {
            watch(manifest_dir, &format!("{path}/{name}"), depth + 1, paths);
        }
    }
}

/// Returns `true` if a folder contains, at any depth, a folder that is never read.
fn contains_skipped(folder: &Path, depth: usize) -> bool {
    let folders = names(folder).into_iter().map(|name| (folder.join(&name), name));
    let mut folders = folders.filter(|(path, _)| path.is_dir());
    depth < MAX_DEPTH
        && folders
            .any(|(path, name)| !is_of_interest(&name, &path) || contains_skipped(&path, depth + 1))
}

/// Returns the names in a folder, sorted; empty for a file.
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
    fn an_existing_wkg_lock_is_watched() {
        let tree = tree(&["wit/a.wit", "wkg.lock"]);
        assert_eq!(watched(tree.path(), &[]), ["wit", "wkg.lock"]);
    }

    #[test]
    fn a_missing_root_is_watched() {
        assert_eq!(watched(tree(&[]).path(), &[]), ["wit"]);
    }
}
