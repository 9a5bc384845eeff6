//! The corpus: the tests of the published package `wit-bindgen-cli`.

use std::path::PathBuf;

use airssys_bindings_tests::published_packages;
use anyhow::Result;

/// Returns a directory of the corpus, `codegen` or `runtime`.
///
/// # Errors
///
/// When the package cannot be fetched.
pub fn directory(name: &str) -> Result<PathBuf> {
    Ok(published_packages::directory("wit-bindgen-cli")?.join("tests").join(name))
}
