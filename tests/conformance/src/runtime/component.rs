//! Componentizes core modules.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_tests::component::Component;
use anyhow::{Context as _, anyhow};

use super::build::{self, Modules};
use super::case::{Case, Source};

/// The paths of the components or the errors, by the names of the source files.
pub(super) type Components = BTreeMap<String, Result<PathBuf, String>>;

/// Creates the components of a case.
pub(super) fn create(case: &Case, modules: &Modules, directory: &Path) -> Components {
    let create = |source: &Source| {
        let package = build::package(case, &source.name);
        // Cargo derives the name of a library from its package, with `_` for `-`.
        let module = modules.get(&package.replace('-', "_")).or_else(|| modules.get(&package));
        let module = module.context("no messages of the package")?;
        let module = module.as_ref().map_err(|error| anyhow!("does not compile:\n{error}"))?;
        let module = fs::read(module).context("reading the module")?;
        let component = Component::from_module(&module).context("componentizing")?;
        let path = directory.join(package).with_extension("wasm");
        fs::create_dir_all(directory)?;
        fs::write(&path, component.bytes())?;
        anyhow::Ok(path)
    };
    let sources = case.sources.iter();
    let component = |source: &Source| create(source).map_err(|error| format!("{error:#}"));
    sources.map(|source| (source.name.clone(), component(source))).collect()
}
