//! Builds guest crates into components.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use airssys_bindings_toolchains::cargo::{self, lock};
use airssys_bindings_toolchains::paths;
use airssys_bindings_toolchains::toolchain::Toolchain;

use crate::component::Component;

/// A guest crate to build for wasm32.
#[derive(Clone, Debug)]
pub struct Guest {
    manifest: PathBuf,
    package: String,
    features: Vec<String>,
}

impl Guest {
    /// Returns the guest of this name in `tests/guests`.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::at(&paths::guests(), name)
    }

    /// Returns the package of this name in the workspace at `directory`.
    #[must_use]
    pub fn at(directory: &Path, package: &str) -> Self {
        Self {
            manifest: directory.join("Cargo.toml"),
            package: package.to_owned(),
            features: Vec::new(),
        }
    }

    /// Enables a feature.
    #[must_use]
    pub fn feature(mut self, feature: &str) -> Self {
        self.features.push(feature.to_owned());
        self
    }

    /// Builds the guest and componentizes it.
    ///
    /// # Errors
    ///
    /// When there is no toolchain, the guest does not compile, or its module cannot be componentized.
    pub fn build(&self) -> Result<Component> {
        self.build_with(&Toolchain::find()?, &mut |_| ())
    }

    /// Builds the guest, and returns the file as Cargo leaves it: for most targets, a core module.
    ///
    /// # Errors
    ///
    /// When there is no toolchain, or the guest does not compile.
    pub fn build_module(&self) -> Result<Vec<u8>> {
        self.module_with(&Toolchain::find()?, &mut |_| ())
    }

    /// Builds the guest with this toolchain, and passes each line of Cargo's standard error to `progress`.
    ///
    /// # Errors
    ///
    /// When the guest does not compile, or its module cannot be componentized.
    pub fn build_with(
        &self,
        toolchain: &Toolchain,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Component> {
        Component::from_module(&self.module_with(toolchain, progress)?)
    }

    fn module_with(
        &self,
        toolchain: &Toolchain,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Vec<u8>> {
        // All guests share one target directory, so that the standard library is built once.
        let target = paths::target("guests");
        let mut command = toolchain.build(&target);
        command.arg("--manifest-path").arg(&self.manifest).args(["--package", &self.package]);
        command.args(["--features", &self.features.join(",")]);
        command.arg("--message-format=json-render-diagnostics");

        // The same package with other features is written to the same file: hold the lock until it is read.
        let _lock = lock(&target)?;
        let messages = cargo::run(command, progress)?;
        let module = messages.iter().rev().find_map(wasm_file);
        let module = module.with_context(|| format!("`{}` has no cdylib", self.package))?;
        fs::read(module).with_context(|| format!("reading {module}"))
    }
}

/// Returns the WebAssembly file that a message of Cargo names.
pub fn wasm_file(message: &Value) -> Option<&str> {
    let files = message.get("filenames")?.as_array()?;
    files.iter().filter_map(Value::as_str).find(|file| file.ends_with(".wasm"))
}
