//! The cases: folders with a `test.wit`, and a source file in Rust for each of its worlds.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::config;
use crate::corpus;

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its folder, relative to all of them, with `/`.
    pub name: String,
    pub(super) folder: PathBuf,
    pub(super) wit: config::Wit,
    pub(super) sources: Vec<Source>,
}

/// A source file of a component.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Without `.rs`.
    pub(super) name: String,
    pub(super) world: String,
    pub(super) text: String,
    pub(super) config: config::Source,
}

/// A composition: one source file for each world, that of the runner first.
#[derive(Clone, Debug)]
pub struct Pair {
    pub(super) sources: Vec<String>,
}

impl Pair {
    /// What it is called in the table.
    #[must_use]
    pub fn name(&self, case: &Case) -> String {
        format!("{}: {}", case.name, self.sources.join(" + "))
    }
}

impl Case {
    /// All cases, sorted by name.
    ///
    /// # Errors
    ///
    /// When there is no corpus.
    pub fn all() -> Result<Vec<Self>> {
        let root = corpus::folder("runtime")?;
        let mut cases = Vec::new();
        walk(&root, &root, &mut cases)?;
        cases.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(cases)
    }

    /// The case in this folder, if all its worlds have a source file in Rust.
    fn at(root: &Path, folder: &Path) -> Result<Option<Self>> {
        let wit = fs::read_to_string(folder.join("test.wit"))?;
        let name = folder.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
        let mut case = Self {
            name,
            folder: folder.to_owned(),
            wit: config::parse(&wit)?,
            sources: Vec::new(),
        };
        for path in rust_files(folder)? {
            let source = Source::at(&path, &case.worlds())?;
            case.sources.extend(source);
        }
        let complete = case.worlds().iter().all(|world| case.of_world(world).next().is_some());
        Ok(complete.then_some(case))
    }

    /// The runner's world, and those whose components it needs.
    pub(super) fn worlds(&self) -> Vec<String> {
        let runner = self.wit.runner.clone().unwrap_or_else(|| "runner".to_owned());
        let others = self.wit.dependencies.as_ref();
        let others = others.map_or_else(|| vec!["test".to_owned()], config::Words::list);
        [runner].into_iter().chain(others).collect()
    }

    fn of_world(&self, world: &str) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(move |source| source.world == world)
    }

    /// All compositions.
    #[must_use]
    pub fn pairs(&self) -> Vec<Pair> {
        let mut pairs = vec![Vec::new()];
        for world in self.worlds() {
            let with = |pair: &Vec<String>| {
                let pair = pair.clone();
                let names = self.of_world(&world).map(|source| source.name.clone());
                names.map(move |name| [&pair[..], &[name]].concat()).collect::<Vec<_>>()
            };
            pairs = pairs.iter().flat_map(with).collect();
        }
        pairs.into_iter().map(|sources| Pair { sources }).collect()
    }
}

impl Source {
    /// The source file at this path, if its name begins with that of a world.
    fn at(path: &Path, worlds: &[String]) -> Result<Option<Self>> {
        let name = path.file_stem().context("a file has a name")?.to_string_lossy().into_owned();
        let Some(world) = worlds.iter().find(|world| name.starts_with(*world)) else {
            return Ok(None);
        };
        let text = fs::read_to_string(path)?;
        let config = config::parse(&text).with_context(|| path.display().to_string())?;
        Ok(Some(Self { name, world: world.clone(), text, config }))
    }
}

/// The `.rs` files of a folder, sorted by name.
pub(super) fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let files = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect();
    files.sort();
    Ok(files)
}

fn walk(root: &Path, folder: &Path, cases: &mut Vec<Case>) -> Result<()> {
    if folder.join("test.wit").is_file() {
        cases.extend(Case::at(root, folder).with_context(|| folder.display().to_string())?);
        return Ok(());
    }
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()) {
        walk(root, &path, cases)?;
    }
    Ok(())
}
