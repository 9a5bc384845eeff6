//! The workspace's published crates, as Cargo packages them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::{cargo, paths};

/// The `.cargo/config.toml` that makes the packages in the directory `vendor` a registry named `local`.
pub const REGISTRY: &str = include_str!("published_crates/config.toml");

/// The `.cargo-checksum.json` that each package of such a registry needs.
pub const CHECKSUM: &str = "{\"files\":{}}";

/// Returns the names of the workspace's members that are published.
///
/// # Errors
///
/// When Cargo cannot read the workspace.
pub fn names() -> Result<Vec<String>> {
    let mut command = cargo::active(&paths::target("packages"));
    command.args(["metadata", "--no-deps", "--format-version=1"]);
    let output = command.current_dir(paths::workspace()).output().context("starting Cargo")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().context("metadata without packages")?;
    // `publish = false` is an empty list of registries; without the key, it is null.
    let published = packages.iter().filter(|package| package["publish"].is_null());
    Ok(published.filter_map(|package| package["name"].as_str().map(str::to_owned)).collect())
}

/// Runs a command and returns its standard error.
///
/// # Errors
///
/// When the command cannot be started, or its success differs from `succeeds`. The error contains its standard error.
pub fn run(mut command: Command, succeeds: bool) -> Result<String> {
    let output = command.output().with_context(|| format!("starting {command:?}"))?;
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure!(output.status.success() == succeeds, "{stderr}");
    Ok(stderr)
}

/// Unpacks a `.crate` file of a target directory into a clean directory, and returns its path.
///
/// # Errors
///
/// When the file is missing.
pub fn unpack(target: &Path, name: &str) -> Result<PathBuf> {
    let directory = target.join("unpacked");
    drop(fs::remove_dir_all(directory.join(name)));
    fs::create_dir_all(&directory)?;
    let mut tar = Command::new("tar");
    // Packaged files are all of the same age: Cargo would take changed ones as built.
    tar.args(["--touch", "-xzf"]).arg(target.join("package").join(format!("{name}.crate")));
    tar.arg("-C").arg(&directory);
    run(tar, true)?;
    Ok(directory.join(name))
}

/// Packages the published crates with a target directory, unpacks them, and returns their directories by name.
///
/// # Errors
///
/// When Cargo cannot package them.
pub fn unpacked(target: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let names = names()?;
    let mut command = cargo::active(target);
    command.args(["package", "--no-verify", "--allow-dirty"]).current_dir(paths::workspace());
    command.args(names.iter().map(|name| format!("--package={name}")));
    run(command, true)?;
    let version = env!("CARGO_PKG_VERSION");
    let unpack = |name: String| {
        let directory = unpack(target, &format!("{name}-{version}"))?;
        Ok((name, directory))
    };
    names.into_iter().map(unpack).collect()
}

/// Creates a registry of the published crates for the crates in a directory, and returns the `[patch]` table with
/// which a manifest uses it.
///
/// # Errors
///
/// When the crates cannot be packaged, or the directory cannot be written.
pub fn registry(directory: &Path, target: &Path) -> Result<String> {
    fs::create_dir_all(directory.join(".cargo"))?;
    fs::write(directory.join(".cargo/config.toml"), REGISTRY)?;
    let vendor = directory.join("vendor");
    drop(fs::remove_dir_all(&vendor));
    fs::create_dir_all(&vendor)?;
    let mut patch = "[patch.crates-io]\n".to_owned();
    for (name, package) in unpacked(target)? {
        fs::write(package.join(".cargo-checksum.json"), CHECKSUM)?;
        fs::rename(package, vendor.join(&name))?;
        let version = env!("CARGO_PKG_VERSION");
        patch += &format!("{name} = {{ version = \"={version}\", registry = \"local\" }}\n");
    }
    Ok(patch)
}
