//! From a guest crate to a component.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::component::Component;
use crate::toolchain::Toolchain;
use crate::{cargo, folders};

/// A crate to build for wasm32.
#[derive(Clone, Debug)]
pub struct Guest {
    manifest: PathBuf,
    package: String,
    features: Vec<String>,
}

impl Guest {
    /// The guest of this name in `tests/guests`.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::at(&folders::guests(), name)
    }

    /// The package of this name in the workspace in this folder.
    #[must_use]
    pub fn at(folder: &Path, package: &str) -> Self {
        Self {
            manifest: folder.join("Cargo.toml"),
            package: package.to_owned(),
            features: Vec::new(),
        }
    }

    /// The same guest with another feature.
    #[must_use]
    pub fn feature(mut self, feature: &str) -> Self {
        self.features.push(feature.to_owned());
        self
    }

    /// Builds the guest and makes a component of it.
    ///
    /// # Errors
    ///
    /// When there is no toolchain, when the guest does not compile, or when its module is no component.
    pub fn build(&self) -> Result<Component> {
        self.build_with(&Toolchain::find()?, &mut |_| ())
    }

    /// Builds the guest with this toolchain, and tells what Cargo says meanwhile.
    ///
    /// # Errors
    ///
    /// When the guest does not compile, or when its module is no component.
    pub fn build_with(
        &self,
        toolchain: &Toolchain,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Component> {
        // All guests share one folder, so that the standard library is built once.
        let target = folders::target("guests");
        let mut command = toolchain.build(&target);
        command.arg("--manifest-path").arg(&self.manifest).args(["--package", &self.package]);
        command.args(["--features", &self.features.join(",")]);
        command.arg("--message-format=json-render-diagnostics");

        // The same package with other features is written to the same file: nobody may build until it is read.
        let _lock = lock(&target)?;
        let messages = cargo::run(command, progress)?;
        let module = messages.iter().rev().find_map(wasm_file);
        let module = module.with_context(|| format!("`{}` has no cdylib", self.package))?;
        let bytes = fs::read(module).with_context(|| format!("reading {module}"))?;
        Component::from_module(&bytes)
    }
}

/// The WebAssembly file that this message of Cargo announces.
fn wasm_file(message: &Value) -> Option<&str> {
    let files = message.get("filenames")?.as_array()?;
    files.iter().filter_map(Value::as_str).find(|file| file.ends_with(".wasm"))
}

/// Waits until no other process uses the folder. Dropping the file gives it free.
pub(crate) fn lock(folder: &Path) -> Result<File> {
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let file = File::create(folder.join(".tests-lock")).context("making the lock file")?;
    file.lock().context("locking the folder")?;
    Ok(file)
}
