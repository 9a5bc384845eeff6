//! The configuration that stands in comments at the top of upstream's files.

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// In `test.wit`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Wit {
    pub(super) runner: Option<String>,
    pub(super) dependencies: Option<Words>,
    pub(super) wac: Option<String>,
    pub(super) default_bindgen_args: Option<bool>,
}

/// In a source file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Source {
    pub(super) args: Words,
    pub(super) lang: Lang,
}

/// How a source file is compiled.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Lang {
    /// Files that are libraries of their own.
    pub(super) externs: Vec<String>,
    /// Files that are shared libraries of their own. They are linked like any library here: the tools
    /// and the C library that shared ones need are in no package of Cargo's or Debian's.
    pub(super) extern_dylibs: Vec<String>,
}

/// A list, or a text of words.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Words {
    Text(String),
    List(Vec<String>),
}

impl Default for Words {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl Words {
    pub(super) fn list(&self) -> Vec<String> {
        match self {
            Self::Text(text) => text.split_whitespace().map(str::to_owned).collect(),
            Self::List(list) => list.clone(),
        }
    }
}

/// Reads what stands behind `//@` at the top.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T> {
    let lines: Vec<_> = text.lines().map_while(|line| line.strip_prefix("//@")).collect();
    toml::from_str(&lines.join("\n")).context("reading the configuration")
}
