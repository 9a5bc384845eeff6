//! Where things are: in this crate, and in the target folder.

use std::path::{Path, PathBuf};

use airssys_bindings_tests::folders;

/// A file or folder of this crate.
#[must_use]
pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A folder of this name, for what these tests make.
#[must_use]
pub fn target(name: &str) -> PathBuf {
    folders::target("conformance").join(name)
}
