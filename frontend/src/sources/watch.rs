//! The paths that Cargo must watch to notice every change of the files that are read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::walk::is_of_interest;

/// Returns the paths to watch for these roots, each relative to the folder of `Cargo.toml` or as it was given.
///
/// Cargo watches a folder recursively, and so notices new files in it. For a folder that contains one that is never
/// read, such as `target` or `.git`, its existing files and other subfolders are returned instead. Symbolic links are
/// followed, as Cargo does. `wkg.lock` is included if it exists. An empty list of roots means `wit`.
#[must_use]
pub fn watched(manifest_dir: &Path, roots: &[String]) -> Vec<String> {
    let default = ["wit".to_owned()];
    let roots = if roots.is_empty() { &default } else { roots };
    let mut watch = Watch { manifest_dir: manifest_dir.to_owned(), ..Watch::default() };
    for root in roots {
        watch.add(root);
    }
    if manifest_dir.join("wkg.lock").is_file() {
        watch.paths.push("wkg.lock".to_owned());
    }
    watch.paths
}

/// The state while paths are collected. Folders are known by their canonical paths, so that links never lead in circles.
#[derive(Default)]
struct Watch {
    manifest_dir: PathBuf,
    paths: Vec<String>,
    /// The folders that are watched in parts.
    in_parts: BTreeSet<PathBuf>,
    /// The folders that were searched, and whether they contain one that is never read.
    searched: BTreeMap<PathBuf, bool>,
}

impl Watch {
    /// Adds a file or folder, or the parts of a folder.
    fn add(&mut self, path: &str) {
        let absolute = self.manifest_dir.join(path);
        if !self.contains_skipped(&absolute) {
            self.paths.push(path.to_owned());
        } else if absolute.canonicalize().is_ok_and(|folder| self.in_parts.insert(folder)) {
            for name in names(&absolute) {
                if is_of_interest(&name, &absolute.join(&name)) {
                    self.add(&format!("{path}/{name}"));
                }
            }
        }
    }

    /// Returns `true` if a folder contains, at any depth, a folder that is never read.
    fn contains_skipped(&mut self, folder: &Path) -> bool {
        let Ok(folder) = folder.canonicalize() else { return false };
        if let Some(&known) = self.searched.get(&folder) {
            return known;
        }
        self.searched.insert(folder.clone(), false);
        let mut inner = names(&folder).into_iter().map(|name| (folder.join(&name), name));
        let found = inner.any(|(path, name)| {
            path.is_dir() && (!is_of_interest(&name, &path) || self.contains_skipped(&path))
        });
        self.searched.insert(folder, found);
        found
    }
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

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_each_folder_is_watched_in_parts_once() {
        use std::os::unix::fs::symlink;
        let tree = tree(&["wit/a.wit", "shared/b/b.wit", "shared/c/.git/x", "shared/c/c.wit"]);
        symlink("../shared", tree.path().join("wit/linked")).expect("the link is created");
        let expected = ["wit/a.wit", "wit/linked/b", "wit/linked/c/c.wit"];
        assert_eq!(watched(tree.path(), &[]), expected);
        for link in ["shared/again", "shared/c/up", "shared/c/up-again"] {
            symlink("..", tree.path().join(link)).expect("the link is created");
        }
        let watched = watched(tree.path(), &[]);
        assert!(expected.iter().all(|path| watched.iter().any(|it| it == path)), "{watched:?}");
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
