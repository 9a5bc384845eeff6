//! Where things are: in the checkout, and in the target folder that this program was built into.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The root of the workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the workspace is above its member").to_owned()
}

/// The folder that holds the seven packages and the worlds.
#[must_use]
pub fn wit() -> PathBuf {
    workspace().join("wit")
}

/// The folder that holds the guest crates, one workspace.
#[must_use]
pub fn guests() -> PathBuf {
    workspace().join("tests/guests")
}

/// A folder of this name in the target folder of the workspace.
///
/// The target folder is where the running program lies, so that a target folder set from outside is
/// found as well.
#[must_use]
pub fn target(name: &str) -> PathBuf {
    let program = env::current_exe().expect("a program knows where it is");
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    target.map_or_else(|| workspace().join("target"), Path::to_owned).join(name)
}

/// The paths of all files below a folder, sorted.
///
/// # Errors
///
/// When a folder cannot be read.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
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
