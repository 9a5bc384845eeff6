//! Paths in the checkout, and in the target directory that contains the running program.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Returns the root of the workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).expect("the workspace is above its member").to_owned()
}

/// Returns the directory of the seven packages and the worlds.
#[must_use]
pub fn wit() -> PathBuf {
    workspace().join("wit")
}

/// Returns the directory of the workspace of the guest crates.
#[must_use]
pub fn guests() -> PathBuf {
    workspace().join("tests/guests")
}

/// Returns the directory of this name in the workspace's target directory.
///
/// The target directory is found from the path of the running program, so that one set by `CARGO_TARGET_DIR` is
/// found as well.
#[must_use]
pub fn target(name: &str) -> PathBuf {
    let program = env::current_exe().expect("the path of the running program");
    let target = program.ancestors().find(|directory| directory.join("CACHEDIR.TAG").is_file());
    target.map_or_else(|| workspace().join("target"), Path::to_owned).join(name)
}

/// Returns the paths of all files in a directory and its subdirectories, sorted.
///
/// # Errors
///
/// When a directory cannot be read.
pub fn files(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
