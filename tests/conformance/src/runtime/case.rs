//! Cases: directories with a `test.wit`, and a Rust source file for each of its worlds.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::config;
use crate::corpus;

/// A case.
#[derive(Clone, Debug)]
pub struct Case {
    /// The path of the directory in the corpus, with `/`.
    pub name: String,
    pub(super) directory: PathBuf,
    pub(super) wit: config::Wit,
    pub(super) sources: Vec<Source>,
}

/// A source file of a component.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// The file name without `.rs`.
    pub(super) name: String,
    pub(super) world: String,
    pub(super) text: String,
    pub(super) config: config::Source,
}

/// A composition: one source file for each world, starting with the runner.
#[derive(Clone, Debug)]
pub struct Composition {
    pub(super) sources: Vec<String>,
}

impl Composition {
    /// Returns the name in the table.
    #[must_use]
    pub fn name(&self, case: &Case) -> String {
        format!("{}: {}", case.name, self.sources.join(" + "))
    }
}

impl Case {
    /// Returns all cases, sorted by name.
    ///
    /// # Errors
    ///
    /// When the corpus is missing.
    pub fn all() -> Result<Vec<Self>> {
        let root = corpus::directory("runtime")?;
        let mut cases = Vec::new();
        walk(&root, &root, &mut cases)?;
        cases.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(cases)
    }

    /// Reads the case in a directory. `None` unless each world has a Rust source file.
    fn at(root: &Path, directory: &Path) -> Result<Option<Self>> {
        let wit = fs::read_to_string(directory.join("test.wit"))?;
        let name = directory.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
        let mut case = Self {
            name,
            directory: directory.to_owned(),
            wit: config::parse(&wit)?,
            sources: Vec::new(),
        };
        for path in rust_files(directory)? {
            let source = Source::at(&path, &case.worlds())?;
            case.sources.extend(source);
        }
        let complete = case.worlds().iter().all(|world| case.of_world(world).next().is_some());
        Ok(complete.then_some(case))
    }

    /// Returns the world of the runner, and the worlds of the components that it needs.
    pub(super) fn worlds(&self) -> Vec<String> {
        let runner = self.wit.runner.clone().unwrap_or_else(|| "runner".to_owned());
        let others = self.wit.dependencies.as_ref();
        let others = others.map_or_else(|| vec!["test".to_owned()], config::Words::list);
        [runner].into_iter().chain(others).collect()
    }

    fn of_world(&self, world: &str) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(move |source| source.world == world)
    }

    /// Returns all compositions.
    #[must_use]
    pub fn compositions(&self) -> Vec<Composition> {
        let mut compositions = vec![Vec::new()];
        for world in self.worlds() {
            let extend = |sources: &Vec<String>| {
                let sources = sources.clone();
                let names = self.of_world(&world).map(|source| source.name.clone());
                names.map(move |name| [&sources[..], &[name]].concat()).collect::<Vec<_>>()
            };
            compositions = compositions.iter().flat_map(extend).collect();
        }
        compositions.into_iter().map(|sources| Composition { sources }).collect()
    }
}

impl Source {
    /// Reads a source file. `None` unless its name starts with that of a world.
    fn at(path: &Path, worlds: &[String]) -> Result<Option<Self>> {
        let name =
            path.file_stem().context("a file without a name")?.to_string_lossy().into_owned();
        let Some(world) = worlds.iter().find(|world| name.starts_with(*world)) else {
            return Ok(None);
        };
        let text = fs::read_to_string(path)?;
        let config = config::parse(&text).with_context(|| path.display().to_string())?;
        Ok(Some(Self { name, world: world.clone(), text, config }))
    }
}

/// Returns the `.rs` files of a directory, sorted by name.
pub(super) fn rust_files(directory: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(directory).with_context(|| directory.display().to_string())?;
    let files = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect();
    files.sort();
    Ok(files)
}

fn walk(root: &Path, directory: &Path, cases: &mut Vec<Case>) -> Result<()> {
    if directory.join("test.wit").is_file() {
        cases.extend(Case::at(root, directory).with_context(|| directory.display().to_string())?);
        return Ok(());
    }
    let entries = fs::read_dir(directory).with_context(|| directory.display().to_string())?;
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()) {
        walk(root, &path, cases)?;
    }
    Ok(())
}
