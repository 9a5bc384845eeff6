//! From a crate in a scratch folder to what the active Cargo says about it, on the native target.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::guest::lock;
use crate::{cargo, folders};

/// A crate that calls the macro, in a folder of its own outside the workspace's members.
#[derive(Clone, Debug)]
pub struct Fixture {
    folder: PathBuf,
}

impl Fixture {
    /// Makes a library crate whose `src/lib.rs` is `source`. What an earlier run left there goes first.
    ///
    /// # Errors
    ///
    /// When the files cannot be written.
    pub fn new(package: &str, source: &str) -> Result<Self> {
        Self::within("", package, source)
    }

    /// The same in a folder further down. Cargo knows a crate by its name alone, wherever it is.
    ///
    /// # Errors
    ///
    /// When the files cannot be written.
    pub fn within(parent: &str, package: &str, source: &str) -> Result<Self> {
        let folder = folders::target("fixtures").join("crates").join(parent).join(package);
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
        }
        let fixture = Self { folder };
        let manifest = include_str!("fixture/Cargo.toml.txt");
        let manifest = manifest.replace("DEPENDENCY\n", &bindings(""));
        fixture.write("Cargo.toml", &manifest.replace("PACKAGE", package))?;
        fixture.write("src/lib.rs", source)?;
        // The versions that the guests use, so that nothing is compiled twice.
        let lock = folders::guests().join("Cargo.lock");
        fs::copy(lock, fixture.folder.join("Cargo.lock")).context("copying Cargo.lock")?;
        Ok(fixture)
    }

    /// Makes the library one of this kind, such as `cdylib`.
    ///
    /// # Errors
    ///
    /// When the manifest cannot be written.
    pub fn library(&self, kind: &str) -> Result<()> {
        self.append("Cargo.toml", &format!("\n[lib]\ncrate-type = [\"{kind}\"]\n"))
    }

    /// Gives the crate features, all of which are off.
    ///
    /// # Errors
    ///
    /// When the manifest cannot be written.
    pub fn features(&self, names: &[&str]) -> Result<()> {
        let features: String = names.iter().map(|name| format!("{name} = []\n")).collect();
        self.append("Cargo.toml", &format!("\n[features]\n{features}"))
    }

    /// Gives the crate a build script, which can use `airssys_bindings::build`.
    ///
    /// # Errors
    ///
    /// When the files cannot be written.
    pub fn build_script(&self, source: &str) -> Result<()> {
        self.write("build.rs", source)?;
        let dependency = bindings("default-features = false, features = [\"build\"]");
        self.append("Cargo.toml", &format!("\n[build-dependencies]\n{dependency}"))
    }

    /// Leaves the library nothing of `airssys-bindings` but its run-time support.
    ///
    /// # Errors
    ///
    /// When the manifest cannot be read or written.
    pub fn without_macro(&self) -> Result<()> {
        self.depend_on(&["std", "async", "realloc", "bitflags"])
    }

    /// Leaves the library nothing of `airssys-bindings` but these features.
    ///
    /// # Errors
    ///
    /// When the manifest cannot be read or written.
    pub fn depend_on(&self, features: &[&str]) -> Result<()> {
        let dependency = bindings(&format!("default-features = false, features = {features:?}"));
        let manifest = self.read("Cargo.toml")?;
        self.write("Cargo.toml", &manifest.replacen(&bindings(""), &dependency, 1))
    }

    /// Where the crate is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file of the crate, and makes the folders that it needs.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn write(&self, path: &str, text: &str) -> Result<()> {
        let path = self.folder.join(path);
        let folder = path.parent().context("a file is in a folder")?;
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        fs::write(&path, text).with_context(|| path.display().to_string())
    }

    /// Reads a file of the crate.
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub fn read(&self, path: &str) -> Result<String> {
        fs::read_to_string(self.folder.join(path)).with_context(|| path.to_owned())
    }

    /// Writes more at the end of a file of the crate.
    ///
    /// # Errors
    ///
    /// When there is no such file, or when it cannot be written.
    pub fn append(&self, path: &str, text: &str) -> Result<()> {
        self.write(path, &(self.read(path)? + text))
    }

    /// Deletes a file of the crate.
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub fn delete(&self, path: &str) -> Result<()> {
        fs::remove_file(self.folder.join(path)).with_context(|| path.to_owned())
    }

    /// Copies a folder with all that is in it into the crate.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or written.
    pub fn copy(&self, from: &Path, to: &str) -> Result<()> {
        copy_folder(from, &self.folder.join(to))
    }

    /// Checks the crate as `cargo check` does, and tells whether anything had to be compiled anew.
    ///
    /// # Errors
    ///
    /// When the crate does not compile. The error holds what rustc said.
    pub fn check(&self) -> Result<Outcome> {
        let (outcomes, _) = self.check_all()?;
        outcomes.get(&self.folder).copied().context("Cargo tells about the crate")
    }

    /// Checks the crate and all members of its workspace, and tells of each by its folder. What Cargo printed for
    /// people comes along.
    ///
    /// # Errors
    ///
    /// When one of them does not compile; the others are tried all the same. The error holds what was printed.
    pub fn check_all(&self) -> Result<(BTreeMap<PathBuf, Outcome>, String)> {
        let target = folders::target("fixtures");
        let mut command = self.command("check", &target);
        command.args(["--workspace", "--keep-going", "--message-format=json-render-diagnostics"]);
        let _lock = lock(&target)?;
        let mut said = String::new();
        let messages = cargo::run(command, &mut |line| said.extend([line, "\n"]))?;
        Ok((messages.iter().filter_map(|message| self.outcome(message)).collect(), said))
    }

    /// The folder of the library of ours that a message of Cargo is about, and what became of it.
    fn outcome(&self, message: &serde_json::Value) -> Option<(PathBuf, Outcome)> {
        let folder = Path::new(message["manifest_path"].as_str()?).parent()?;
        let is_script = message["target"]["kind"].as_array()?.iter().any(|it| it == "custom-build");
        let ours = message["reason"] == "compiler-artifact" && folder.starts_with(&self.folder);
        let fresh = message["fresh"].as_bool()?;
        let outcome = if fresh { Outcome::Fresh } else { Outcome::Compiled };
        (ours && !is_script).then(|| (folder.to_path_buf(), outcome))
    }

    /// The crate with all its macros expanded.
    ///
    /// # Errors
    ///
    /// When the crate does not compile. The error holds what rustc said.
    pub fn expand(&self) -> Result<String> {
        let target = folders::target("fixtures");
        let mut command = self.command("rustc", &target);
        command.args(["--profile=check", "--", "-Zunpretty=expanded"]);
        // Only rustc of this crate may know about it: dependencies would be compiled anew.
        command.env("RUSTC_WORKSPACE_WRAPPER", bootstrap(&target)?);
        let _lock = lock(&target)?;
        let output = command.output().context("starting Cargo")?;
        let said = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success(), "{said}");
        String::from_utf8(output.stdout).context("Rust is UTF-8")
    }

    /// Makes the crate's documentation, where a warning is an error, and gives its folder.
    ///
    /// # Errors
    ///
    /// When rustdoc complains. The error holds what it said.
    pub fn document(&self, arguments: &[&str]) -> Result<PathBuf> {
        let target = folders::target("fixtures");
        let mut command = self.command("doc", &target);
        command.arg("--no-deps").args(arguments).env("RUSTDOCFLAGS", "-Dwarnings");
        let _lock = lock(&target)?;
        let name = self.folder.file_name().context("a crate has a name")?.to_string_lossy();
        let documented = target.join("doc").join(name.replace('-', "_"));
        if documented.exists() {
            fs::remove_dir_all(&documented).with_context(|| documented.display().to_string())?;
        }
        cargo::run(command, &mut |_| ())?;
        Ok(documented)
    }

    /// Runs the tests in the crate's documentation, and gives what is said about them.
    ///
    /// # Errors
    ///
    /// When one fails. The error holds what was said.
    pub fn test_documentation(&self) -> Result<String> {
        let target = folders::target("fixtures");
        let mut command = self.command("test", &target);
        command.arg("--doc");
        let _lock = lock(&target)?;
        let output = command.output().context("starting Cargo")?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success(), "{said}\n{errors}");
        Ok(said)
    }

    /// A command of the active Cargo for the crate.
    #[must_use]
    pub fn command(&self, subcommand: &str, target: &Path) -> Command {
        let mut command = cargo::active(target);
        command.arg(subcommand).current_dir(&self.folder);
        command
    }
}

/// Runs a Cargo command that compiles, such as `check`, for the guest of this name, on the native target.
///
/// # Errors
///
/// When the command fails. The error holds what it said.
pub fn guest(subcommand: &str, name: &str, arguments: &[&str]) -> Result<()> {
    let target = folders::target("fixtures");
    let mut command = cargo::active(&target);
    command.args([subcommand, "--package", name]).args(arguments);
    command.current_dir(folders::guests());
    let _lock = lock(&target)?;
    cargo::run(command, &mut |_| ())?;
    Ok(())
}

/// Whether Cargo found the crate as it had left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing it depends on has changed.
    Fresh,
    /// It was compiled.
    Compiled,
}

/// The line of a manifest by which a crate depends on `airssys-bindings`.
#[must_use]
pub fn bindings(more: &str) -> String {
    let runtime = folders::workspace().join("runtime");
    let comma = if more.is_empty() { "" } else { ", " };
    format!("airssys-bindings = {{ path = {runtime:?}{comma}{more} }}\n")
}

/// A program that runs rustc with its unstable options.
fn bootstrap(target: &Path) -> Result<PathBuf> {
    let path = target.join("bootstrap.sh");
    if !path.exists() {
        fs::create_dir_all(target).context("making the target folder")?;
        fs::write(&path, "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec \"$@\"\n")
            .context("writing a script")?;
        Command::new("chmod").arg("+x").arg(&path).status().context("making it executable")?;
    }
    Ok(path)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry.context("listing a folder")?;
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            // Not fs::copy, which keeps the old time: Cargo goes by it.
            let bytes = fs::read(entry.path()).context("reading a file")?;
            fs::write(&to, bytes).with_context(|| to.display().to_string())?;
        }
    }
    Ok(())
}
