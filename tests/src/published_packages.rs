//! Published packages that the tests read in Cargo's registry directory: the dependencies of `tests/published`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::{cargo, paths};

/// A package without a library, which `cargo metadata` omits, and its version.
const CLI: [&str; 2] = ["wit-bindgen-cli", "0.63.0"];

/// Returns the directory of a dependency of `tests/published`.
///
/// # Errors
///
/// When the packages cannot be fetched, or there is no such dependency.
pub fn directory(name: &str) -> Result<PathBuf> {
    static DIRECTORIES: OnceLock<BTreeMap<String, PathBuf>> = OnceLock::new();
    if DIRECTORIES.get().is_none() {
        drop(DIRECTORIES.set(locate()?));
    }
    let directory = DIRECTORIES.get().and_then(|directories| directories.get(name));
    directory.cloned().with_context(|| format!("`tests/published` does not depend on `{name}`"))
}

fn locate() -> Result<BTreeMap<String, PathBuf>> {
    run(&["fetch"])?;
    let metadata: Value = serde_json::from_slice(&run(&["metadata", "--format-version=1"])?)?;
    let mut directories = BTreeMap::new();
    for package in metadata["packages"].as_array().context("metadata without packages")? {
        let name = package["name"].as_str().context("a package without a name")?;
        let manifest = package["manifest_path"].as_str().context("a package without a manifest")?;
        let directory = Path::new(manifest).parent().context("a manifest without a directory")?;
        directories.insert(name.to_owned(), directory.to_owned());
    }
    let registry = directories["wasip2"].parent().context("a package without a registry")?;
    // `cargo vendor` omits the version.
    let names = [CLI.join("-"), CLI[0].to_owned()];
    let cli = names.map(|name| registry.join(name)).into_iter().find(|path| path.is_dir());
    directories.insert(CLI[0].to_owned(), cli.context("`wit-bindgen-cli` is not in the registry")?);
    Ok(directories)
}

/// Runs Cargo on the manifest of `tests/published`, and returns its standard output.
fn run(arguments: &[&str]) -> Result<Vec<u8>> {
    let mut command = cargo::active(&paths::target("published"));
    command.args(arguments).arg("--locked");
    command.arg("--manifest-path").arg(paths::workspace().join("tests/published/Cargo.toml"));
    let output = command.output().context("starting Cargo")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(output.stdout)
}
