//! The examples of the pages as crates, checked by one run of Cargo for guests and one for hosts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_tests::fixture::Fixture;
use airssys_bindings_tests::{hosts, paths};
use anyhow::{Context as _, Result};
use wit_component::StringEncoding;
use wit_parser::Resolve;

use super::page::Page;

/// The version in manifests, with its quotes.
const VERSION: &str =
    concat!('"', env!("CARGO_PKG_VERSION_MAJOR"), '.', env!("CARGO_PKG_VERSION_MINOR"), '"');

/// A crate of a page's example.
pub(super) struct Example {
    /// The name of the page's directory: `guide-host`.
    pub(super) page: String,
    /// The path of the crate in the example; empty if the example is the crate.
    pub(super) root: PathBuf,
    /// The manifest that the page shows, or only the dependency on `airssys-bindings`.
    manifest: String,
    has_tests: bool,
}

impl Example {
    /// Returns the crates of a page.
    pub(super) fn of(page: &Page) -> Vec<Self> {
        let files = files(page);
        let mut roots: Vec<PathBuf> = files.keys().filter_map(|name| root(name)).collect();
        roots.dedup();
        let has_tests = |root: &Path| {
            let mut sources = files.iter().filter(|(name, _)| Path::new(name).starts_with(root));
            sources.any(|(_, text)| text.contains("#[cfg(test)]"))
        };
        let example = |root: PathBuf| Self {
            page: directory(page),
            has_tests: has_tests(&root),
            manifest: files
                .get(root.join("Cargo.toml").to_str().unwrap_or_default())
                .cloned()
                .unwrap_or_else(|| format!("[dependencies]\nairssys-bindings = {VERSION}\n")),
            root,
        };
        roots.into_iter().map(example).collect()
    }

    /// `true` if the crate needs Wasmtime.
    pub(super) fn is_host(&self) -> bool {
        self.manifest.contains("\"host\"") || self.manifest.contains("wasmtime")
    }

    fn path(&self) -> PathBuf {
        Path::new(&self.page).join(&self.root).components().collect()
    }

    /// Returns the name in the manifest that the page shows, or one derived from the page.
    fn name(&self) -> String {
        let shown = self.manifest.lines().find_map(|line| line.strip_prefix("name = "));
        if let Some(shown) = shown {
            return shown.trim_matches('"').to_owned();
        }
        let name = self.path().to_string_lossy().replace(['/', '\\', '_'], "-");
        format!("book-{name}")
    }

    /// Completes the manifest, and replaces the current version with the checkout.
    fn complete_manifest(&self) -> String {
        let checkout = format!("path = {:?}", paths::workspace().join("runtime"));
        let line = |line: &str| match line.starts_with("airssys-bindings = ") {
            true if line.contains('{') => line.replace(&format!("version = {VERSION}"), &checkout),
            true => line.replace(VERSION, &format!("{{ {checkout} }}")),
            false => line.to_owned(),
        };
        let mut manifest = String::new();
        if !self.manifest.contains("[package]") {
            let name = self.name();
            manifest += &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n"
            );
        }
        for shown in self.manifest.lines() {
            manifest.push_str(&line(shown));
            manifest.push('\n');
        }
        manifest
    }
}

/// Checks the guest crates in one workspace, in which the error of one crate does not hide those of another, and runs their unit tests.
pub(super) fn check_guests(pages: &[Page], guests: &[Example]) -> Result<()> {
    let fixture = Fixture::new("book", "")?;
    fixture.delete("src/lib.rs")?;
    write(pages, guests, &mut |path, text| fixture.write_bytes(path, text))?;
    fixture.write("Cargo.toml", &workspace(guests))?;
    let (checked, stderr) = fixture.check_all()?;
    anyhow::ensure!(checked.len() >= guests.len(), "some crates were not checked:\n{stderr}");
    let tested: Vec<_> = guests.iter().filter(|guest| guest.has_tests).map(Example::name).collect();
    anyhow::ensure!(!tested.is_empty(), "no example has unit tests");
    fixture.test(&tested)
}

/// Checks the host crates, in the target directory that all hosts share.
pub(super) fn check_hosts(pages: &[Page], examples: &[Example]) -> Result<()> {
    let directory = paths::target("hosts").join("book");
    drop(fs::remove_dir_all(&directory));
    let write_file = &mut |path: &str, text: &[u8]| -> Result<()> {
        let path = directory.join(path);
        fs::create_dir_all(path.parent().context("a file without a parent directory")?)?;
        fs::write(&path, text).with_context(|| path.display().to_string())
    };
    write(pages, examples, write_file)?;
    write_file("Cargo.toml", workspace(examples).as_bytes())?;
    fs::copy(hosts::folder().join("Cargo.lock"), directory.join("Cargo.lock"))?;
    let first = examples.first().context("no host examples")?.name();
    // The whole workspace at once, so that Wasmtime has the same features as for the other hosts.
    hosts::check_at(&directory, &first, &[], &["--workspace", "--keep-going"])
}

fn write(
    pages: &[Page],
    examples: &[Example],
    write_file: &mut dyn FnMut(&str, &[u8]) -> Result<()>,
) -> Result<()> {
    for page in pages {
        let files = files(page);
        let has_wit = files.keys().any(|name| name.starts_with("wit/"));
        for (name, text) in files {
            let content = match name.ends_with(".wasm") {
                true => module(&text).with_context(|| name.clone())?,
                false => text.into_bytes(),
            };
            write_file(&format!("{}/{name}", directory(page)), &content)?;
        }
        if !has_wit && examples.iter().any(|example| example.page == directory(page)) {
            copy_project_wit(&format!("{}/wit", directory(page)), write_file)?;
        }
    }
    for example in examples {
        let path = example.path().join("Cargo.toml");
        write_file(&path.to_string_lossy(), example.complete_manifest().as_bytes())?;
    }
    Ok(())
}

/// Copies the project's own packages, for an example without a `wit` directory.
fn copy_project_wit(to: &str, write_file: &mut dyn FnMut(&str, &[u8]) -> Result<()>) -> Result<()> {
    for path in paths::files(&paths::wit())? {
        let name = path.strip_prefix(paths::wit())?.to_string_lossy().replace('\\', "/");
        write_file(&format!("{to}/{name}"), &fs::read(&path)?)?;
    }
    Ok(())
}

/// Returns a core module without functions that has a world, as a component for bindings.
fn module(wit: &str) -> Result<Vec<u8>> {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("component.wit", wit)?;
    let world = resolve.select_world(&[package], None)?;
    let mut module = b"\0asm\x01\0\0\0".to_vec();
    let encoding = StringEncoding::UTF8;
    wit_component::embed_component_metadata(&mut module, &resolve, world, encoding, false)?;
    Ok(module)
}

fn workspace(members: &[Example]) -> String {
    let members: Vec<_> = members.iter().map(Example::path).collect();
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev]\ndebug = false\n"
    )
}

/// Returns the files of a page's example by their paths.
fn files(page: &Page) -> BTreeMap<String, String> {
    let mut files = BTreeMap::<String, String>::new();
    for block in &page.blocks {
        if let Some(name) = &block.name {
            files.entry(name.clone()).or_default().push_str(&block.text);
        }
    }
    files
}

/// Returns the crate whose root source file this is: `guest` for `guest/src/lib.rs`.
fn root(name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    let is_root = path.ends_with("src/lib.rs") || path.ends_with("src/main.rs");
    is_root.then(|| path.parent()?.parent().map(Path::to_owned)).flatten()
}

/// Returns the name of the page's directory: `guide-host` for `guide/host.md`.
fn directory(page: &Page) -> String {
    page.path.with_extension("").to_string_lossy().replace(['/', '\\', '_'], "-")
}
