//! From the blocks of pages to crates that Cargo checks, in one run for guests and one for each host.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_tests::fixture::Fixture;
use airssys_bindings_tests::{folders, hosts};
use anyhow::{Context as _, Result};

use super::page::Page;

const DEPENDENCIES: &str = "[dependencies]\nairssys-bindings = \"0.1\"\n";

/// A crate of a page's example.
pub(super) struct Example {
    /// The page, as the name of a folder: `guide-host`.
    pub(super) page: String,
    /// Where the crate is in the example; empty if the example is the crate.
    pub(super) root: PathBuf,
    /// What its manifest says, if the page shows one.
    manifest: String,
}

impl Example {
    /// The crates of a page.
    pub(super) fn of(page: &Page) -> Vec<Self> {
        let files = files(page);
        let mut roots: Vec<PathBuf> = files.keys().filter_map(|name| root(name)).collect();
        roots.dedup();
        let example = |root: PathBuf| Self {
            page: folder(page),
            manifest: files
                .get(root.join("Cargo.toml").to_str().unwrap_or_default())
                .cloned()
                .unwrap_or_else(|| DEPENDENCIES.to_owned()),
            root,
        };
        roots.into_iter().map(example).collect()
    }

    /// Whether it needs Wasmtime.
    pub(super) fn is_host(&self) -> bool {
        self.manifest.contains("\"host\"") || self.manifest.contains("wasmtime")
    }

    fn path(&self) -> PathBuf {
        Path::new(&self.page).join(&self.root).components().collect()
    }

    /// What the page calls it, or else after the page.
    fn name(&self) -> String {
        let own = self.manifest.lines().find_map(|line| line.strip_prefix("name = "));
        if let Some(own) = own {
            return own.trim_matches('"').to_owned();
        }
        let name = self.path().to_string_lossy().replace(['/', '\\', '_'], "-");
        format!("book-{name}")
    }

    /// A whole manifest, with the checkout in place of the published versions.
    fn whole_manifest(&self) -> String {
        let checkout = format!("path = {:?}", folders::workspace().join("runtime"));
        let line = |line: &str| match line.starts_with("airssys-bindings = ") {
            true if line.contains('{') => line.replace("version = \"0.1\"", &checkout),
            true => format!("airssys-bindings = {{ {checkout} }}"),
            false => line.to_owned(),
        };
        let mut manifest = String::new();
        if !self.manifest.contains("[package]") {
            let name = self.name();
            manifest += &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n"
            );
        }
        for text in self.manifest.lines() {
            manifest.push_str(&line(text));
            manifest.push('\n');
        }
        manifest
    }
}

/// Checks the crates without Wasmtime: one workspace, in which one fault does not hide another.
pub(super) fn check_guests(pages: &[Page], guests: &[Example]) -> Result<()> {
    let fixture = Fixture::within("", "book", "")?;
    fixture.delete("src/lib.rs")?;
    write(pages, guests, &mut |path, text| fixture.write(path, text))?;
    fixture.write("Cargo.toml", &workspace(guests))?;
    let (checked, said) = fixture.check_all()?;
    anyhow::ensure!(checked.len() >= guests.len(), "not all were checked:\n{said}");
    Ok(())
}

/// Checks the crates with Wasmtime, in the target folder of all hosts.
pub(super) fn check_hosts(pages: &[Page], all: &[Example]) -> Result<()> {
    let folder = folders::target("hosts").join("book");
    drop(fs::remove_dir_all(&folder));
    let write_file = &mut |path: &str, text: &str| -> Result<()> {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().context("a file is in a folder")?)?;
        fs::write(&path, text).with_context(|| path.display().to_string())
    };
    write(pages, all, write_file)?;
    write_file("Cargo.toml", &workspace(all))?;
    fs::copy(hosts::folder().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let first = all.first().context("there is one")?.name();
    // All at once, and so all with the features that Wasmtime has for the other hosts.
    hosts::check_at(&folder, &first, &[], &["--workspace", "--keep-going"])
}

fn write(
    pages: &[Page],
    examples: &[Example],
    file: &mut dyn FnMut(&str, &str) -> Result<()>,
) -> Result<()> {
    for page in pages {
        let files = files(page);
        let has_wit = files.keys().any(|name| name.starts_with("wit/"));
        for (name, text) in files {
            file(&format!("{}/{name}", folder(page)), &text)?;
        }
        if !has_wit && examples.iter().any(|example| example.page == folder(page)) {
            project(&folders::wit(), &format!("{}/wit", folder(page)), file)?;
        }
    }
    for example in examples {
        let path = example.path().join("Cargo.toml");
        file(&path.to_string_lossy(), &example.whole_manifest())?;
    }
    Ok(())
}

/// The project's own packages: an example without a `wit` folder is about them.
fn project(from: &Path, to: &str, file: &mut dyn FnMut(&str, &str) -> Result<()>) -> Result<()> {
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().context("it has a name")?.to_string_lossy().into_owned();
        let to = format!("{to}/{name}");
        if path.is_dir() {
            project(&path, &to, file)?;
        } else {
            file(&to, &fs::read_to_string(&path)?)?;
        }
    }
    Ok(())
}

fn workspace(members: &[Example]) -> String {
    let members: Vec<_> = members.iter().map(Example::path).collect();
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev]\ndebug = false\n"
    )
}

/// The files of a page's example.
fn files(page: &Page) -> BTreeMap<String, String> {
    let mut files = BTreeMap::<String, String>::new();
    for block in &page.blocks {
        if let Some(name) = &block.name {
            files.entry(name.clone()).or_default().push_str(&block.text);
        }
    }
    files
}

/// The crate that a file makes, if it is its first: `guest` of `guest/src/lib.rs`.
fn root(name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    let is_first = path.ends_with("src/lib.rs") || path.ends_with("src/main.rs");
    is_first.then(|| path.parent()?.parent().map(Path::to_owned)).flatten()
}

/// `guide-host` of `guide/host.md`.
fn folder(page: &Page) -> String {
    page.path.with_extension("").to_string_lossy().replace(['/', '\\', '_'], "-")
}
