//! Builds the source files of all cases as core modules, with one crate per source file and one run of Cargo.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::case::{Case, Source, rust_files};
use super::source;
use crate::cargo::{self, Message};
use crate::expected::Runtime;
use crate::scratch::{self, Manifest, Scratch};
use crate::toolchain::{self, Task};

/// The paths of the modules or the errors of the compiler, by package name.
pub(super) type Modules = BTreeMap<String, Result<PathBuf, String>>;

/// Returns the name of the package for a source file.
pub(super) fn package(case: &Case, source: &str) -> String {
    format!("{}-{source}", case.name).replace(['/', '_'], "-")
}

/// Builds the modules of all components.
pub(super) fn modules(cases: &[Case]) -> Result<Modules> {
    let expected = Runtime::read()?;
    let mut scratch = Scratch::open("runtime")?;
    for case in cases {
        for source in &case.sources {
            create_component(&mut scratch, &expected, case, source)
                .with_context(|| package(case, &source.name))?;
        }
    }
    let mut command = toolchain::cargo(Task::Build)?;
    command.arg("--manifest-path").arg(scratch.finish()?);
    Ok(collect(cargo::messages(command)?))
}

/// Creates the crate of a component, and the crates of the libraries that it needs.
fn create_component(
    scratch: &mut Scratch,
    expected: &Runtime,
    case: &Case,
    source: &Source,
) -> Result<()> {
    let mut dependencies =
        "airssys-bindings.workspace = true\nfutures.workspace = true\n".to_owned();
    let lang = &source.config.lang;
    for file in lang.externs.iter().chain(&lang.extern_dylibs) {
        let name = file.trim_end_matches(".rs");
        dependencies += &format!("{name} = {{ path = \"../{name}\" }}\n");
        create_library(scratch, case, name)?;
    }
    let manifest = Manifest { edition: "2021", kind: "cdylib", dependencies };
    let text = source::component(expected, case, source)?;
    let directory = scratch.package(&package(case, &source.name), &manifest, &text)?;
    copy_wit(&case.directory, &directory)?;
    copy_shared_modules(case, &directory)?;
    copy_path_modules(case, source, &directory)
}

/// Creates the crate of a library.
fn create_library(scratch: &mut Scratch, case: &Case, name: &str) -> Result<()> {
    let dependencies = "airssys-bindings.workspace = true\n".to_owned();
    let manifest = Manifest { edition: "2021", kind: "lib", dependencies };
    let text = fs::read_to_string(case.directory.join(name).with_extension("rs"))?;
    let directory = scratch.package(name, &manifest, &source::module(&text))?;
    copy_wit(&case.directory, &directory)
}

/// Copies the source files that are not the root of a component: modules that components share.
fn copy_shared_modules(case: &Case, directory: &Path) -> Result<()> {
    for path in rust_files(&case.directory)? {
        let name = path.file_stem().context("a file without a name")?.to_string_lossy();
        if case.sources.iter().all(|source| source.name != name) {
            let text = source::module(&fs::read_to_string(&path)?);
            scratch::write(&directory.join(format!("src/{name}.rs")), &text)?;
        }
    }
    Ok(())
}

/// Copies the modules that a component declares with `#[path = …]`.
fn copy_path_modules(case: &Case, source: &Source, directory: &Path) -> Result<()> {
    let attributes = source.text.split("#[path = \"").skip(1);
    for path in attributes.filter_map(|attribute| Some(attribute.split_once('"')?.0)) {
        let text = source::module(&fs::read_to_string(case.directory.join(path))?);
        scratch::write(&directory.join("src").join(path), &text)?;
    }
    Ok(())
}

/// Copies the `.wit` files of a directory and its subdirectories.
pub(super) fn copy_wit(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry?.path();
        let to = to.join(path.file_name().context("an entry without a name")?);
        if path.is_dir() {
            copy_wit(&path, &to)?;
        } else if path.extension().is_some_and(|extension| extension == "wit") {
            scratch::write(&to, &fs::read_to_string(&path)?)?;
        }
    }
    Ok(())
}

/// Collects the module or the errors of each package.
fn collect(messages: Vec<Message>) -> Modules {
    let mut modules = Modules::new();
    for message in messages {
        match message {
            Message::CompilerArtifact { target, filenames, .. } => {
                let module = filenames.into_iter().find(|file| file.ends_with(".wasm"));
                modules.extend(module.map(|module| (target.name, Ok(module.into()))));
            }
            Message::CompilerMessage { target, message, .. } if message.is_error() => {
                let error = message.rendered.unwrap_or(message.message);
                let module = modules.entry(target.name).or_insert_with(|| Err(String::new()));
                module.as_mut().map_or_else(|errors| *errors += &error, |_| ());
            }
            Message::CompilerMessage { .. } | Message::Other => {}
        }
    }
    modules
}
