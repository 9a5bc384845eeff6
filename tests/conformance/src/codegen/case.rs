//! Cases: a `.wit` file each, or a directory with a subdirectory `wit`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::Variant;
use crate::corpus;

/// A case.
#[derive(Clone, Debug)]
pub struct Case {
    /// The name of the file without `.wit`, or of the directory.
    pub name: String,
    path: PathBuf,
}

impl Case {
    /// Returns all cases, sorted by name.
    ///
    /// # Errors
    ///
    /// When the corpus is missing.
    pub fn all() -> Result<Vec<Self>> {
        let directory = corpus::directory("codegen")?;
        let entries = fs::read_dir(&directory).with_context(|| directory.display().to_string())?;
        let mut cases: Vec<Self> =
            entries.flatten().filter_map(|entry| Self::at(&entry.path())).collect();
        cases.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(cases)
    }

    fn at(path: &Path) -> Option<Self> {
        let name = path.file_stem()?.to_str()?.to_owned();
        let directory = path.join("wit");
        if directory.is_dir() {
            return Some(Self { name, path: directory });
        }
        (path.extension()? == "wit").then(|| Self { name, path: path.to_owned() })
    }

    /// Returns the name of the module of the case.
    pub(super) fn module(&self) -> String {
        format!("c_{}", self.name.replace(['-', '.'], "_"))
    }

    /// Returns the source of the module of the case.
    pub(super) fn source(&self, variant: &Variant) -> String {
        let Variant { options, items, .. } = variant;
        format!(
            "//! Bindings.\nairssys_bindings::airssys_bindings!({{\n    path: {:?},\n    stubs,\n    {options}\n}});\n{items}",
            self.path
        )
    }

    /// `true` for the path of the module of the case.
    pub(super) fn is_in(&self, file: &str) -> bool {
        Path::new(file).file_stem().is_some_and(|stem| *stem == *self.module())
    }
}
