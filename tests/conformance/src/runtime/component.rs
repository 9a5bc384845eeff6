//! From core modules to components.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_tests::component::Component;
use anyhow::{Context as _, anyhow};

use super::build::{self, Modules};
use super::case::{Case, Source};

/// By the name of its source file, where a component is, or why there is none.
pub(super) type Components = BTreeMap<String, Result<PathBuf, String>>;

/// Makes the components of a case.
pub(super) fn make(case: &Case, modules: &Modules, folder: &Path) -> Components {
    let make = |source: &Source| {
        let package = build::package(case, &source.name);
        // Cargo names a library by the name of its package, with `_` for `-`.
        let module = modules.get(&package.replace('-', "_")).or_else(|| modules.get(&package));
        let module = module.context("Cargo says nothing of it")?;
        let module = module.as_ref().map_err(|said| anyhow!("does not compile:\n{said}"))?;
        let module = fs::read(module).context("reading the module")?;
        let component = Component::from_module(&module).context("making a component")?;
        let path = folder.join(package).with_extension("wasm");
        fs::create_dir_all(folder)?;
        fs::write(&path, component.bytes())?;
        anyhow::Ok(path)
    };
    let sources = case.sources.iter();
    let component = |source: &Source| make(source).map_err(|error| format!("{error:#}"));
    sources.map(|source| (source.name.clone(), component(source))).collect()
}
