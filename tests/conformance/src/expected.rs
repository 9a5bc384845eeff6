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
    /// By composition, why it does not run.
    #[serde(default)]
    pub fails: BTreeMap<String, String>,
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

fn read<T: DeserializeOwned>(path: &str) -> Result<T> {
    let text = fs::read_to_string(folders::here(path)).with_context(|| path.to_owned())?;
    toml::from_str(&text).with_context(|| path.to_owned())
}
