//! The hosts of `tests/hosts`, checked by a Cargo of their own: Wasmtime is checked once for all of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::guest::lock;
use crate::{cargo, paths};

/// The workspace that holds them.
#[must_use]
pub fn folder() -> PathBuf {
    paths::workspace().join("tests/hosts")
}

/// The folder of a package that some host depends on, such as `wasmtime-wasi`: where Cargo puts what is published.
///
/// # Errors
///
/// When Cargo cannot fetch it.
pub fn package(name: &str) -> Result<PathBuf> {
    let mut command = cargo::active(&paths::target("hosts"));
    command.args(["metadata", "--locked", "--format-version=1"]).current_dir(folder());
    let output = command.output().context("starting Cargo")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value =
        serde_json::from_slice(&output.stdout).context("reading what Cargo says")?;
    let packages = metadata["packages"].as_array().context("Cargo lists packages")?;
    let package = packages.iter().find(|package| package["name"] == name);
    let manifest = package.and_then(|package| package["manifest_path"].as_str());
    let manifest = manifest.with_context(|| format!("no host depends on `{name}`"))?;
    Ok(Path::new(manifest).parent().context("a manifest is in a folder")?.to_owned())
}

/// Checks one of the hosts, with these features.
///
/// # Errors
///
/// When it does not compile. The error holds what rustc said.
pub fn check(host: &str, features: &[&str]) -> Result<()> {
    check_at(&folder(), host, features, &["--locked"])
}

/// Checks a package of any workspace in the folder that all hosts share, with more arguments for Cargo.
///
/// # Errors
///
/// When it does not compile. The error holds what rustc said.
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
