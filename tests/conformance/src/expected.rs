//! The tables of what is to come of each test.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::folders;

/// `expected/codegen.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct Codegen {
    /// The names of all cases.
    pub cases: Vec<String>,
    /// By variant and case, why the case does not compile.
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

    /// Whether the case is not to compile in the variant.
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
    /// By source file, what its macro call needs that upstream's does not.
    #[serde(default)]
    pub options: BTreeMap<String, More>,
    /// By composition, why it does not run.
    #[serde(default)]
    pub fails: BTreeMap<String, String>,
}

/// Options of our own in a macro call.
#[derive(Clone, Debug, Deserialize)]
pub struct More {
    /// The options, as they are written in the call.
    pub options: String,
    /// Why they are needed.
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

/// `expected/random.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct Random {
    /// How many samples become Rust in a test.
    pub expanded: usize,
    /// How many samples are compiled.
    pub compiled: usize,
    /// By seed, what is wrong with the sample.
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

fn read<T: DeserializeOwned>(path: &str) -> Result<T> {
    let text = fs::read_to_string(folders::here(path)).with_context(|| path.to_owned())?;
    toml::from_str(&text).with_context(|| path.to_owned())
}
