//! The configuration in comments at the top of upstream's files.

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The configuration in `test.wit`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Wit {
    pub(super) runner: Option<String>,
    pub(super) dependencies: Option<Words>,
    pub(super) wac: Option<String>,
    pub(super) default_bindgen_args: Option<bool>,
}

/// The configuration in a source file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Source {
    pub(super) args: Words,
    pub(super) lang: Lang,
}

/// Compilation options of a source file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Lang {
    /// Files to build as separate libraries.
    pub(super) externs: Vec<String>,
    /// Files that upstream builds as shared libraries. They are linked statically here: the tools and the
    /// C library that shared libraries need are not packaged by Cargo or Debian.
    pub(super) extern_dylibs: Vec<String>,
}

/// A list of words, or a string with words separated by whitespace.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Words {
    String(String),
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
            Self::String(string) => string.split_whitespace().map(str::to_owned).collect(),
            Self::List(list) => list.clone(),
        }
    }
}

/// Parses the lines at the top that start with `//@`.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T> {
    let lines: Vec<_> = text.lines().map_while(|line| line.strip_prefix("//@")).collect();
    toml::from_str(&lines.join("\n")).context("reading the configuration")
}
