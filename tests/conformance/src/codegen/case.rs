//! The cases: a `.wit` file, or a folder with a folder `wit`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::Variant;
use crate::corpus;

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    /// The name of its file, without `.wit`, or of its folder.
    pub name: String,
    path: PathBuf,
}

impl Case {
    /// All cases, sorted by name.
    ///
    /// # Errors
    ///
    /// When there is no corpus.
    pub fn all() -> Result<Vec<Self>> {
        let folder = corpus::folder("codegen")?;
        let entries = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
        let mut cases: Vec<Self> =
            entries.flatten().filter_map(|entry| Self::at(&entry.path())).collect();
        cases.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(cases)
    }

    fn at(path: &Path) -> Option<Self> {
        let name = path.file_stem()?.to_str()?.to_owned();
        let folder = path.join("wit");
        if folder.is_dir() {
            return Some(Self { name, path: folder });
        }
        (path.extension()? == "wit").then(|| Self { name, path: path.to_owned() })
    }

    /// The name of its module.
    pub(super) fn module(&self) -> String {
        format!("c_{}", self.name.replace(['-', '.'], "_"))
    }

    /// The file of its module.
    pub(super) fn source(&self, variant: &Variant) -> String {
        let Variant { options, items, .. } = variant;
        format!(
            "//! Bindings.\nairssys_bindings::airssys_bindings!({{\n    path: {:?},\n    stubs,\n    {options}\n}});\n{items}",
            self.path
        )
    }

    /// Whether its module is in this file.
    pub(super) fn is_in(&self, file: &str) -> bool {
        Path::new(file).file_stem().is_some_and(|stem| *stem == *self.module())
    }
}
