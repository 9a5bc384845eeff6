//! Published packages that the tests read in Cargo's registry directory: the dependencies of `tests/published`.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::{cargo, paths};

/// The target whose dependencies are fetched. The packages are only read, and it needs the fewest of others.
const TARGET: &str = "wasm32-wasip2";

/// A dependency of `tests/published`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Package {
    /// The name.
    pub name: String,
    /// The version, without build metadata.
    pub version: String,
    /// The directory in Cargo's registry directory.
    pub directory: PathBuf,
    /// The key in the manifest: the name, or another one for a second version of a package.
    key: String,
}

/// Returns the directory of a dependency of `tests/published`, by its key in the manifest.
///
/// # Errors
///
/// When the packages cannot be fetched, or there is no such dependency.
pub fn directory(key: &str) -> Result<PathBuf> {
    let package = all()?.iter().find(|package| package.key == key);
    let package = package.with_context(|| format!("`tests/published` does not depend on `{key}`"));
    Ok(package?.directory.clone())
}

/// Returns all dependencies of `tests/published`, sorted by name and version.
///
/// # Errors
///
/// When the packages cannot be fetched.
pub fn all() -> Result<&'static [Package]> {
    static PACKAGES: OnceLock<Vec<Package>> = OnceLock::new();
    if PACKAGES.get().is_none() {
        drop(PACKAGES.set(locate()?));
    }
    PACKAGES.get().map(Vec::as_slice).context("the packages are located")
}

fn locate() -> Result<Vec<Package>> {
    run(&["fetch", "--target", TARGET])?;
    let metadata = run(&["metadata", "--format-version=1", "--filter-platform", TARGET])?;
    let metadata: Value = serde_json::from_slice(&metadata)?;
    let packages = metadata["packages"].as_array().context("metadata without packages")?;
    let root = &metadata["resolve"]["root"];
    let root = packages.iter().find(|package| package["id"] == *root).context("no root package")?;
    let directory = |package: &Value| {
        let manifest = package["manifest_path"].as_str().map(Path::new);
        manifest.and_then(Path::parent).map(Path::to_owned).context("a package without a manifest")
    };
    let library = packages.iter().find(|package| package["name"] == "wasip3");
    let registry = library.context("no package `wasip3`")?;
    let registry =
        directory(registry)?.parent().context("a package without a registry")?.to_owned();
    let mut dependencies = Vec::new();
    for dependency in root["dependencies"].as_array().context("a package without dependencies")? {
        let name = dependency["name"].as_str().context("a dependency without a name")?;
        let version = dependency["req"].as_str().context("a dependency without a version")?;
        let version = version.trim_start_matches('=');
        let is_found = |package: &&Value| {
            let found = package["version"].as_str().and_then(|found| found.split('+').next());
            package["name"] == name && found == Some(version)
        };
        let directory = match packages.iter().find(is_found) {
            Some(package) => directory(package)?,
            // A package without a library, which the metadata omits. `cargo vendor` omits the version.
            None => [format!("{name}-{version}"), name.to_owned()]
                .into_iter()
                .map(|directory| registry.join(directory))
                .find(|directory| directory.is_dir())
                .with_context(|| format!("`{name}` is not in the registry"))?,
        };
        let key = dependency["rename"].as_str().unwrap_or(name).to_owned();
        let (name, version) = (name.to_owned(), version.to_owned());
        dependencies.push(Package { name, version, directory, key });
    }
    dependencies.sort();
    Ok(dependencies)
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
