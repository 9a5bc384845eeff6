//! Workspaces in the target directory. Files with unchanged content are not written again.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use airssys_bindings_tests::paths::{self, workspace};
use anyhow::{Context as _, Result};

/// A workspace in the target directory, locked while in use.
#[derive(Debug)]
pub struct Scratch {
    directory: PathBuf,
    members: BTreeSet<String>,
    _lock: File,
}

/// The contents of a crate's manifest besides its name.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The edition of Rust.
    pub edition: &'static str,
    /// `lib` or `cdylib`.
    pub kind: &'static str,
    /// The lines of `[dependencies]`.
    pub dependencies: String,
}

impl Scratch {
    /// Opens the workspace of this name, and waits until no other process uses it.
    ///
    /// # Errors
    ///
    /// When the directory cannot be created.
    pub fn open(name: &str) -> Result<Self> {
        let directory = paths::target("conformance").join(name);
        fs::create_dir_all(&directory).with_context(|| directory.display().to_string())?;
        let lock = File::create(directory.join(".lock")).context("creating the lock")?;
        lock.lock().context("waiting for the lock")?;
        Ok(Self { directory, members: BTreeSet::new(), _lock: lock })
    }

    /// Adds a crate, and returns its directory.
    ///
    /// # Errors
    ///
    /// When the files cannot be written.
    pub fn package(&mut self, name: &str, manifest: &Manifest, source: &str) -> Result<PathBuf> {
        let Manifest { edition, kind, dependencies } = manifest;
        let text = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\n\
             [lib]\ncrate-type = [\"{kind}\"]\n\n\
             # Some cases test this feature with `cfg`; it is never enabled.\n[features]\nstd = []\n\n\
             [dependencies]\n{dependencies}\n[lints]\nworkspace = true\n"
        );
        self.members.insert(name.to_owned());
        let directory = self.directory.join(name);
        write(&directory.join("Cargo.toml"), &text)?;
        write(&directory.join("src/lib.rs"), source)?;
        Ok(directory)
    }

    /// Writes the manifest and lock file of the workspace, and returns the path of the manifest.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn finish(&self) -> Result<PathBuf> {
        let mut text = String::from("[workspace]\nresolver = \"3\"\nmembers = [\n");
        for member in &self.members {
            writeln!(text, "    \"{member}\",")?;
        }
        let runtime = workspace().join("runtime");
        write!(
            text,
            "]\n\n[workspace.dependencies]\nfutures = \"0.3.34\"\nairssys-bindings = {{ path = {runtime:?}, \
             features = [\"async-spawn\", \"inter-task-wakeup\", \"futures-stream\"] }}\n\n\
             [workspace.lints.rust]\nwarnings = \"deny\"\n\n\
             # Small modules, which Wasmtime compiles faster.\n\
             [profile.dev]\nopt-level = \"s\"\ndebug = false\n\n\
             # Native code, which is large, and runs for a moment.\n\
             [profile.dev.package.compositions]\nopt-level = 0\n"
        )?;
        write(&self.directory.join("Cargo.toml"), &text)?;
        // The versions of the main workspace, so that results are reproducible.
        let lock = workspace().join("Cargo.lock");
        fs::copy(lock, self.directory.join("Cargo.lock")).context("copying Cargo.lock")?;
        Ok(self.directory.join("Cargo.toml"))
    }
}

/// Writes a file unless its content is the same, so that Cargo sees no change.
///
/// # Errors
///
/// When the file cannot be written.
pub fn write(path: &Path, text: &str) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let directory = path.parent().context("a file without a parent directory")?;
    fs::create_dir_all(directory).with_context(|| directory.display().to_string())?;
    fs::write(path, text).with_context(|| path.display().to_string())
}
