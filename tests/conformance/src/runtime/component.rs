//! From core modules to components.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::Resolve;

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
        let component = encode(case, source, module).context("making a component")?;
        let path = folder.join(package).with_extension("wasm");
        fs::create_dir_all(folder)?;
        fs::write(&path, component)?;
        anyhow::Ok(path)
    };
    let sources = case.sources.iter();
    let component = |source: &Source| make(source).map_err(|error| format!("{error:#}"));
    sources.map(|source| (source.name.clone(), component(source))).collect()
}

/// The component of a module.
fn encode(case: &Case, source: &Source, module: &Path) -> Result<Vec<u8>> {
    let mut module = fs::read(module).context("reading the module")?;
    let (described, _) = wit_component::metadata::decode(&module)?;
    if described.is_none() {
        describe(case, source, &mut module).context("describing the module")?;
    }
    ComponentEncoder::default().validate(true).module(&module)?.encode()
}

/// Tells the module its world, for bindings that leave that to others.
fn describe(case: &Case, source: &Source, module: &mut Vec<u8>) -> Result<()> {
    let mut resolve = Resolve::default();
    let wit = if case.folder.join("deps").is_dir() { "" } else { "test.wit" };
    let (package, _) = resolve.push_path(case.folder.join(wit))?;
    let world = resolve.select_world(&[package], Some(&source.world))?;
    wit_component::embed_component_metadata(module, &resolve, world, StringEncoding::UTF8, false)
}
