//! From Cargo's registry folder to the corpus: the tests of the published package `wit-bindgen-cli`.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use airssys_bindings_tests::cargo;
use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::folders;

const PACKAGE: &str = "wit-bindgen-cli-0.63.0";

/// A package of the same registry that has a library, without which Cargo says nothing of it.
const NEIGHBOUR: &str = "wit-bindgen-core";

/// A folder of the corpus, `codegen` or `runtime`.
///
/// # Errors
///
/// When the package cannot be fetched, or does not lie where Cargo puts packages.
pub fn folder(name: &str) -> Result<PathBuf> {
    static CORPUS: OnceLock<PathBuf> = OnceLock::new();
    if let Some(corpus) = CORPUS.get() {
        return Ok(corpus.join(name));
    }
    let corpus = locate()?;
    Ok(CORPUS.get_or_init(|| corpus).join(name))
}

fn locate() -> Result<PathBuf> {
    run(&["fetch"])?;
    let metadata = run(&["metadata", "--format-version=1"])?;
    let metadata: Value = serde_json::from_slice(&metadata).context("reading what Cargo says")?;
    let packages = metadata["packages"].as_array().context("Cargo lists packages")?;
    let neighbour = packages.iter().find(|package| package["name"] == NEIGHBOUR);
    let manifest = neighbour.and_then(|package| package["manifest_path"].as_str());
    let manifest = manifest.context("Cargo says where its packages are")?;
    let registry = Path::new(manifest).ancestors().nth(2).context("a package is in a folder")?;
    // `cargo vendor` leaves the version out.
    let names = [PACKAGE, PACKAGE.rsplit_once('-').map_or(PACKAGE, |(name, _)| name)];
    let corpus = names.iter().map(|name| registry.join(name).join("tests"));
    corpus
        .into_iter()
        .find(|folder| folder.is_dir())
        .with_context(|| format!("`{PACKAGE}` is not in {}", registry.display()))
}

/// What Cargo prints for the manifest that names the package.
fn run(arguments: &[&str]) -> Result<Vec<u8>> {
    let mut command = cargo::active(&folders::target("corpus"));
    command.args(arguments).arg("--locked");
    command.arg("--manifest-path").arg(folders::here("corpus/Cargo.toml"));
    let output = command.output().with_context(|| format!("could not start {command:?}"))?;
    if !output.status.success() {
        bail!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(output.stdout)
}
