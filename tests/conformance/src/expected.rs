//! The tables of expected results.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// `expected/codegen.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct Codegen {
    /// The names of all cases.
    pub cases: Vec<String>,
    /// The reason why a case does not compile, by variant and case.
    #[serde(default)]
    pub fails: BTreeMap<String, BTreeMap<String, String>>,
}

impl Codegen {
    /// Reads the table.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn read() -> Result<Self> {
        read("expected/codegen.toml")
    }

    /// `true` if the case is expected not to compile in the variant.
    #[must_use]
    pub fn fails(&self, variant: &str, case: &str) -> bool {
        self.fails.get(variant).is_some_and(|cases| cases.contains_key(case))
    }
}

/// `expected/runtime.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct Runtime {
    /// The names of all compositions.
    pub compositions: Vec<String>,
    /// Additional options of the macro call, by source file.
    #[serde(default)]
    pub options: BTreeMap<String, AdditionalOptions>,
    /// The reason why a composition does not run, by name.
    #[serde(default)]
    pub fails: BTreeMap<String, String>,
}

/// Options in a macro call that upstream's call does not have.
#[derive(Clone, Debug, Deserialize)]
pub struct AdditionalOptions {
    /// The options, as written in the call.
    pub options: String,
    /// The reason why they are needed.
    pub reason: String,
}

impl Runtime {
    /// Reads the table.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn read() -> Result<Self> {
        read("expected/runtime.toml")
    }
}

/// `expected/native.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct Native {
    /// The reason why a composition cannot be compiled as native code, by name.
    #[serde(default)]
    pub excluded: BTreeMap<String, String>,
    /// The reason why a composition does not run, by name.
    #[serde(default)]
    pub fails: BTreeMap<String, String>,
}

impl Native {
    /// Reads the table.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn read() -> Result<Self> {
        read("expected/native.toml")
    }
}

/// `expected/random.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct Random {
    /// The number of samples that are expanded.
    pub expanded: usize,
    /// The number of samples that are compiled.
    pub compiled: usize,
    /// The reason why a sample fails, by seed.
    #[serde(default)]
    pub fails: BTreeMap<String, String>,
}

impl Random {
    /// Reads the table.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn read() -> Result<Self> {
        read("expected/random.toml")
    }
}

pub(crate) fn read<T: DeserializeOwned>(path: &str) -> Result<T> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = fs::read_to_string(file).with_context(|| path.to_owned())?;
    toml::from_str(&text).with_context(|| path.to_owned())
}

pub(crate) fn write(path: &str, text: &str) -> Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::write(file, text).with_context(|| path.to_owned())
}
