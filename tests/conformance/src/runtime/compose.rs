//! From the components of a composition to one component, in the way that upstream composes them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use indexmap::IndexMap;
use wac_types::BorrowedPackageKey;
use wasm_compose::composer::ComponentComposer;
use wasm_compose::config::Config;

use super::case::{Case, Pair};
use super::component::Components;

/// Composes the components: by the script of the case, or else each that the runner needs into the runner.
pub(super) fn compose(case: &Case, pair: &Pair, components: &Components) -> Result<Vec<u8>> {
    let component = |source: &String| {
        let component = components.get(source).context("there is no such source file")?;
        component.clone().map_err(|error| anyhow!("{source}: {error}"))
    };
    let paths = pair.sources.iter().map(component).collect::<Result<Vec<_>>>()?;
    match &case.wit.wac {
        Some(script) => by_script(case, script, &paths).context("composing by the script"),
        None => by_names(&paths).context("composing by the names of interfaces"),
    }
}

fn by_names(paths: &[PathBuf]) -> Result<Vec<u8>> {
    let (runner, others) = paths.split_first().context("a composition has a runner")?;
    let mut main = runner.clone();
    for (index, other) in others.iter().enumerate() {
        let config = Config { definitions: vec![other.clone()], ..Config::default() };
        let composed = ComponentComposer::new(&main, &config).compose()?;
        main = runner.with_extension(format!("{index}.wasm"));
        fs::write(&main, composed)?;
    }
    Ok(fs::read(&main)?)
}

fn by_script(case: &Case, script: &str, paths: &[PathBuf]) -> Result<Vec<u8>> {
    let script = fs::read_to_string(case.folder.join(script))?;
    let names: Vec<_> = case.worlds().iter().map(|world| format!("test:{world}")).collect();
    let mut packages = IndexMap::new();
    for (name, path) in names.iter().zip(paths) {
        packages.insert(BorrowedPackageKey { name, version: None }, read(path)?);
    }
    let document = wac_parser::Document::parse(&script)?;
    let options =
        wac_graph::EncodeOptions { define_components: true, validate: false, processor: None };
    Ok(document.resolve(packages)?.encode(options)?)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| path.display().to_string())
}
