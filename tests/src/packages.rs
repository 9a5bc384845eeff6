//! From the checkout to what is published of it: the three crates as Cargo packages them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::{cargo, folders};

/// The crates, each before those that need it.
pub const CRATES: [&str; 3] =
    ["airssys-bindings-codegen", "airssys-bindings-macro", "airssys-bindings"];

/// `.cargo/config.toml` of a folder in which the packages in `vendor` are a registry of the name `local`.
pub const REGISTRY: &str = include_str!("packages/config.toml");

/// What Cargo wants beside each package of such a registry.
pub const CHECKSUM: &str = "{\"files\":{}}";

/// What the command says, if it succeeds or fails as it should.
///
/// # Errors
///
/// When it does not. The error holds what it said.
pub fn run(mut command: Command, succeeds: bool) -> Result<String> {
    let output = command.output().with_context(|| format!("starting {command:?}"))?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure!(output.status.success() == succeeds, "{said}");
    Ok(said)
}

/// Unpacks a `.crate` of a target folder into an empty folder of its own, and gives its path.
///
/// # Errors
///
/// When it is not there.
pub fn unpack(target: &Path, name: &str) -> Result<PathBuf> {
    let folder = target.join("unpacked");
    drop(fs::remove_dir_all(folder.join(name)));
    fs::create_dir_all(&folder)?;
    let mut tar = Command::new("tar");
    tar.arg("-xzf").arg(target.join("package").join(format!("{name}.crate")));
    tar.arg("-C").arg(&folder);
    run(tar, true)?;
    Ok(folder.join(name))
}

/// Packages the three crates, with a target folder, and unpacks them, in the order of [`CRATES`].
///
/// # Errors
///
/// When Cargo refuses to.
pub fn unpacked(target: &Path) -> Result<Vec<PathBuf>> {
    let mut command = cargo::active(target);
    command.args(["package", "--no-verify", "--allow-dirty"]).current_dir(folders::workspace());
    command.args(CRATES.map(|name| format!("--package={name}")));
    run(command, true)?;
    let names = CRATES.map(|name| format!("{name}-{}", env!("CARGO_PKG_VERSION")));
    names.iter().map(|name| unpack(target, name)).collect()
}

/// Makes a registry of the three packages for the crates in a folder, and gives what they write into
/// `Cargo.toml` to use it.
///
/// # Errors
///
/// When the crates cannot be packaged, or the folder not be written.
pub fn registry(folder: &Path, target: &Path) -> Result<String> {
    fs::create_dir_all(folder.join(".cargo"))?;
    fs::write(folder.join(".cargo/config.toml"), REGISTRY)?;
    let vendor = folder.join("vendor");
    drop(fs::remove_dir_all(&vendor));
    fs::create_dir_all(&vendor)?;
    let mut patch = "[patch.crates-io]\n".to_owned();
    for (name, package) in CRATES.iter().zip(unpacked(target)?) {
        fs::write(package.join(".cargo-checksum.json"), CHECKSUM)?;
        fs::rename(package, vendor.join(name))?;
        let version = env!("CARGO_PKG_VERSION");
        patch += &format!("{name} = {{ version = \"={version}\", registry = \"local\" }}\n");
    }
    Ok(patch)
}
