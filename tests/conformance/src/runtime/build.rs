//! From the source files of all cases to core modules: a crate each, built by one Cargo.

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

/// By the name of its package, where the module of a component is, or what the compiler says.
pub(super) type Modules = BTreeMap<String, Result<PathBuf, String>>;

/// The name of the package that a source file is built as.
pub(super) fn package(case: &Case, source: &str) -> String {
    format!("{}-{source}", case.name).replace(['/', '_'], "-")
}

/// Builds all components.
pub(super) fn modules(cases: &[Case]) -> Result<Modules> {
    let expected = Runtime::read()?;
    let mut scratch = Scratch::open("runtime")?;
    for case in cases {
        for source in &case.sources {
            component(&mut scratch, &expected, case, source)
                .with_context(|| package(case, &source.name))?;
        }
    }
    let mut command = toolchain::cargo(Task::Build)?;
    command.arg("--manifest-path").arg(scratch.finish()?);
    Ok(collect(cargo::messages(command)?))
}

/// Makes the crate of a component, and those of the libraries that it needs.
fn component(
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
        library(scratch, case, name)?;
    }
    let manifest = Manifest { edition: "2021", kind: "cdylib", dependencies };
    let text = source::component(expected, case, source)?;
    let folder = scratch.package(&package(case, &source.name), &manifest, &text)?;
    copy_wit(&case.folder, &folder)?;
    modules_beside(case, &folder)?;
    modules_elsewhere(case, source, &folder)
}

/// Makes the crate of a library.
fn library(scratch: &mut Scratch, case: &Case, name: &str) -> Result<()> {
    let dependencies = "airssys-bindings.workspace = true\n".to_owned();
    let manifest = Manifest { edition: "2021", kind: "lib", dependencies };
    let text = fs::read_to_string(case.folder.join(name).with_extension("rs"))?;
    let folder = scratch.package(name, &manifest, &source::module(&text))?;
    copy_wit(&case.folder, &folder)
}

/// Copies the source files that belong to no component: modules of those that do.
fn modules_beside(case: &Case, folder: &Path) -> Result<()> {
    for path in rust_files(&case.folder)? {
        let name = path.file_stem().context("a file has a name")?.to_string_lossy();
        if case.sources.iter().all(|source| source.name != name) {
            let text = source::module(&fs::read_to_string(&path)?);
            scratch::write(&folder.join(format!("src/{name}.rs")), &text)?;
        }
    }
    Ok(())
}

/// Copies the source files that the component's names by their paths.
fn modules_elsewhere(case: &Case, source: &Source, folder: &Path) -> Result<()> {
    let attributes = source.text.split("#[path = \"").skip(1);
    for path in attributes.filter_map(|attribute| Some(attribute.split_once('"')?.0)) {
        let text = source::module(&fs::read_to_string(case.folder.join(path))?);
        scratch::write(&folder.join("src").join(path), &text)?;
    }
    Ok(())
}

/// Copies the `.wit` files of a folder and of those below it.
fn copy_wit(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry?.path();
        let to = to.join(path.file_name().context("an entry has a name")?);
        if path.is_dir() {
            copy_wit(&path, &to)?;
        } else if path.extension().is_some_and(|extension| extension == "wit") {
            scratch::write(&to, &fs::read_to_string(&path)?)?;
        }
    }
    Ok(())
}

/// What Cargo says of each package.
fn collect(messages: Vec<Message>) -> Modules {
    let mut modules = Modules::new();
    for message in messages {
        match message {
            Message::CompilerArtifact { target, filenames } => {
                let module = filenames.into_iter().find(|file| file.ends_with(".wasm"));
                modules.extend(module.map(|module| (target.name, Ok(module.into()))));
            }
            Message::CompilerMessage { target, message } if message.is_fault() => {
                let said = message.rendered.unwrap_or(message.message);
                let all = modules.entry(target.name).or_insert_with(|| Err(String::new()));
                all.as_mut().map_or_else(|all| *all += &said, |_| ());
            }
            Message::CompilerMessage { .. } | Message::Other => {}
        }
    }
    modules
}
