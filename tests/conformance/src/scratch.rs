//! From the sources of crates to a workspace in the target folder. A file that is the same is not written anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use airssys_bindings_tests::folders as checkout;
use anyhow::{Context as _, Result};

use crate::folders;

/// A workspace in the target folder. Only one process may use it at a time.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
    members: BTreeSet<String>,
    _lock: File,
}

/// What goes into a crate's manifest behind its name.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The edition of Rust.
    pub edition: &'static str,
    /// `lib` or `cdylib`.
    pub kind: &'static str,
    /// Lines of `[dependencies]`.
    pub dependencies: String,
}

impl Scratch {
    /// Opens the workspace of this name, and waits until nobody else uses it.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made.
    pub fn open(name: &str) -> Result<Self> {
        let folder = folders::target(name);
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let lock = File::create(folder.join(".lock")).context("making the lock")?;
        lock.lock().context("waiting for the lock")?;
        Ok(Self { folder, members: BTreeSet::new(), _lock: lock })
    }

    /// Adds a crate, and gives its folder.
    ///
    /// # Errors
    ///
    /// When its files cannot be written.
    pub fn package(&mut self, name: &str, manifest: &Manifest, source: &str) -> Result<PathBuf> {
        let Manifest { edition, kind, dependencies } = manifest;
        let text = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\n\
             [lib]\ncrate-type = [\"{kind}\"]\n\n\
             # For code that asks; nobody turns it on.\n[features]\nstd = []\n\n\
             [dependencies]\n{dependencies}\n[lints]\nworkspace = true\n"
        );
        self.members.insert(name.to_owned());
        let folder = self.folder.join(name);
        write(&folder.join("Cargo.toml"), &text)?;
        write(&folder.join("src/lib.rs"), source)?;
        Ok(folder)
    }

    /// Writes the workspace's own files, and gives the path of its manifest.
    ///
    /// # Errors
    ///
    /// When they cannot be written.
    pub fn finish(&self) -> Result<PathBuf> {
        let mut text = String::from("[workspace]\nresolver = \"3\"\nmembers = [\n");
        for member in &self.members {
            writeln!(text, "    \"{member}\",")?;
        }
        let runtime = checkout::workspace().join("runtime");
        write!(
            text,
            "]\n\n[workspace.dependencies]\nfutures = \"0.3.34\"\nairssys-bindings = {{ path = {runtime:?}, \
             features = [\"async-spawn\", \"inter-task-wakeup\", \"futures-stream\"] }}\n\n\
             [workspace.lints.rust]\nwarnings = \"deny\"\n\n\
             # Small modules: Wasmtime compiles each of them.\n\
             [profile.dev]\nopt-level = \"s\"\ndebug = false\n"
        )?;
        write(&self.folder.join("Cargo.toml"), &text)?;
        // The versions that the workspace uses, so that the outcome does not change from day to day.
        let lock = checkout::workspace().join("Cargo.lock");
        fs::copy(lock, self.folder.join("Cargo.lock")).context("copying Cargo.lock")?;
        Ok(self.folder.join("Cargo.toml"))
    }
}

/// Writes a file unless it holds the same already, so that Cargo sees no change.
///
/// # Errors
///
/// When it cannot be written.
pub fn write(path: &Path, text: &str) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let folder = path.parent().context("a file is in a folder")?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    fs::write(path, text).with_context(|| path.display().to_string())
}
