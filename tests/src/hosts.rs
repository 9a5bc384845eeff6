//! Runs `cargo check` on the crates in `tests/hosts`, with one target folder so that Wasmtime is checked once.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::cargo::{self, lock};
use crate::paths;

/// The workspace of the host crates.
#[must_use]
pub fn folder() -> PathBuf {
    paths::workspace().join("tests/hosts")
}

/// Returns the source folder of a dependency of the host crates, such as `wasmtime-wasi`, in Cargo's registry.
///
/// # Errors
///
/// Fails if no host crate depends on the package, or if Cargo cannot fetch it.
pub fn package(name: &str) -> Result<PathBuf> {
    let mut command = cargo::active(&paths::target("hosts"));
    command.args(["metadata", "--locked", "--format-version=1"]).current_dir(folder());
    let output = command.output().context("starting Cargo")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value =
        serde_json::from_slice(&output.stdout).context("parsing the output of Cargo")?;
    let packages = metadata["packages"].as_array().context("Cargo lists packages")?;
    let package = packages.iter().find(|package| package["name"] == name);
    let manifest = package.and_then(|package| package["manifest_path"].as_str());
    let manifest = manifest.with_context(|| format!("no host depends on `{name}`"))?;
    Ok(Path::new(manifest).parent().context("a manifest is in a folder")?.to_owned())
}

/// Checks one of the host crates with these features.
///
/// # Errors
///
/// Fails if the crate does not compile, with the output of rustc.
pub fn check(host: &str, features: &[&str]) -> Result<()> {
    check_at(&folder(), host, features, &["--locked"])
}

/// Checks a package of any workspace in the shared target folder, with additional Cargo arguments.
///
/// # Errors
///
/// Fails if the crate does not compile, with the output of rustc.
pub fn check_at(
    workspace: &Path,
    package: &str,
    features: &[&str],
    arguments: &[&str],
) -> Result<()> {
    let target = paths::target("hosts");
    let mut command: Command = cargo::active(&target);
    command.args(["check", "--package", package, "--features", &features.join(",")]);
    command.args(arguments);
    command.env("WASI", self::package("wasmtime-wasi")?).current_dir(workspace);
    let _lock = lock(&target)?;
    cargo::run(command, &mut |_| ())?;
    Ok(())
}
