//! Composes components as upstream does.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use indexmap::IndexMap;
use wac_types::BorrowedPackageKey;
use wasm_compose::composer::ComponentComposer;
use wasm_compose::config::Config;

use super::case::{Case, Composition};
use super::component::Components;

/// Composes components with the script of the case, or by plugging each of the others into the runner.
pub(super) fn compose(
    case: &Case,
    composition: &Composition,
    components: &Components,
) -> Result<Vec<u8>> {
    let component = |source: &String| {
        let component = components.get(source).context("no such source file")?;
        component.clone().map_err(|error| anyhow!("{source}: {error}"))
    };
    let paths = composition.sources.iter().map(component).collect::<Result<Vec<_>>>()?;
    match &case.wit.wac {
        Some(script) => by_script(case, script, &paths).context("composing with the script"),
        None => by_names(&paths).context("composing by the names of interfaces"),
    }
}

fn by_names(paths: &[PathBuf]) -> Result<Vec<u8>> {
    let (runner, others) = paths.split_first().context("a composition without a runner")?;
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
    let script = fs::read_to_string(case.directory.join(script))?;
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
