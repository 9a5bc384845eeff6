//! Where things are: in the checkout, and in the target folder that this program was built into.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("the workspace is above its member").to_owned()
}

/// A file or folder of this crate.
#[must_use]
pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A folder of this name, for what these tests make, in the target folder of the workspace.
///
/// The target folder is where the running program lies, so that one set from outside is found as well.
#[must_use]
pub fn target(name: &str) -> PathBuf {
    let program = env::current_exe().expect("a program knows where it is");
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    let target = target.map_or_else(|| workspace().join("target"), Path::to_owned);
    target.join("conformance").join(name)
}
