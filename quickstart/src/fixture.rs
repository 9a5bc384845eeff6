//! Crates in scratch directories, on which tests run the active Cargo for the native target.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use airssys_bindings_toolchains::cargo::{self, lock};
use airssys_bindings_toolchains::paths;

/// A library crate that depends on `airssys-bindings`, outside of the workspace.
#[derive(Clone, Debug)]
pub struct Fixture {
    directory: PathBuf,
}

impl Fixture {
    /// Creates a library crate whose `src/lib.rs` is `source`, in place of the files of an earlier run.
    ///
    /// # Errors
    ///
    /// When the files cannot be written.
    pub fn new(package: &str, source: &str) -> Result<Self> {
        Self::within("", package, source)
    }

    /// Creates the crate below the directory `parent`. Cargo identifies it by its name alone.
    ///
    /// # Errors
    ///
    /// When the files cannot be written.
    pub fn within(parent: &str, package: &str, source: &str) -> Result<Self> {
        let directory = paths::target("fixtures").join("crates").join(parent).join(package);
        if directory.exists() {
            fs::remove_dir_all(&directory).with_context(|| directory.display().to_string())?;
        }
        let fixture = Self { directory };
        let manifest = include_str!("fixture/Cargo.toml.txt");
        let manifest = manifest.replace("DEPENDENCY\n", &bindings_dependency(""));
        fixture.write("Cargo.toml", &manifest.replace("PACKAGE", package))?;
        fixture.write("src/lib.rs", source)?;
        // The same versions as the guests, so that each dependency is compiled once.
        let lock = paths::guests().join("Cargo.lock");
        fs::copy(lock, fixture.directory.join("Cargo.lock")).context("copying Cargo.lock")?;
        Ok(fixture)
    }

    /// Creates a library crate with a copy of the project's packages, `wit/`.
    ///
    /// # Errors
    ///
    /// When the files cannot be written.
    pub fn with_project_wit(package: &str, source: &str) -> Result<Self> {
        let fixture = Self::new(package, source)?;
        fixture.copy(&paths::wit(), "wit")?;
        Ok(fixture)
    }

    /// Sets the crate type of the library, such as `cdylib`.
    ///
    /// # Errors
    ///
    /// When the manifest cannot be written.
    pub fn crate_type(&self, kind: &str) -> Result<()> {
        self.append("Cargo.toml", &format!("\n[lib]\ncrate-type = [\"{kind}\"]\n"))
    }

    /// Declares features, all of them off by default.
    ///
    /// # Errors
    ///
    /// When the manifest cannot be written.
    pub fn features(&self, names: &[&str]) -> Result<()> {
        let features: String = names.iter().map(|name| format!("{name} = []\n")).collect();
        self.append("Cargo.toml", &format!("\n[features]\n{features}"))
    }

    /// Adds a build script, which can use `airssys_bindings::build`.
    ///
    /// # Errors
    ///
    /// When the files cannot be written.
    pub fn build_script(&self, source: &str) -> Result<()> {
        self.write("build.rs", source)?;
        let dependency = bindings_dependency("default-features = false, features = [\"build\"]");
        self.append("Cargo.toml", &format!("\n[build-dependencies]\n{dependency}"))
    }

    /// Reduces the dependency on `airssys-bindings` to its run-time support for guests.
    ///
    /// # Errors
    ///
    /// When the manifest cannot be read or written.
    pub fn without_macro(&self) -> Result<()> {
        self.depend_on(&["std", "async", "realloc", "bitflags"])
    }

    /// Reduces the dependency on `airssys-bindings` to these features.
    ///
    /// # Errors
    ///
    /// When the manifest cannot be read or written.
    pub fn depend_on(&self, features: &[&str]) -> Result<()> {
        let dependency =
            bindings_dependency(&format!("default-features = false, features = {features:?}"));
        let manifest = self.read("Cargo.toml")?;
        self.write("Cargo.toml", &manifest.replacen(&bindings_dependency(""), &dependency, 1))
    }

    /// Returns the directory of the crate.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Writes a file of the crate, and creates its parent directories.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn write(&self, path: &str, text: &str) -> Result<()> {
        self.write_bytes(path, text.as_bytes())
    }

    /// Writes a binary file of the crate, and creates its parent directories.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn write_bytes(&self, path: &str, content: &[u8]) -> Result<()> {
        let path = self.directory.join(path);
        let directory = path.parent().context("a file without a parent directory")?;
        fs::create_dir_all(directory).with_context(|| directory.display().to_string())?;
        fs::write(&path, content).with_context(|| path.display().to_string())
    }

    /// Reads a file of the crate.
    ///
    /// # Errors
    ///
    /// When the file is missing.
    pub fn read(&self, path: &str) -> Result<String> {
        fs::read_to_string(self.directory.join(path)).with_context(|| path.to_owned())
    }

    /// Appends to a file of the crate.
    ///
    /// # Errors
    ///
    /// When the file is missing or cannot be written.
    pub fn append(&self, path: &str, text: &str) -> Result<()> {
        self.write(path, &(self.read(path)? + text))
    }

    /// Deletes a file of the crate.
    ///
    /// # Errors
    ///
    /// When the file is missing.
    pub fn delete(&self, path: &str) -> Result<()> {
        fs::remove_file(self.directory.join(path)).with_context(|| path.to_owned())
    }

    /// Copies a directory recursively into the crate.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or written.
    pub fn copy(&self, from: &Path, to: &str) -> Result<()> {
        copy_directory(from, &self.directory.join(to))
    }

    /// Runs `cargo check`, and returns whether the crate was compiled.
    ///
    /// # Errors
    ///
    /// When the crate does not compile. The error contains the output of rustc.
    pub fn check(&self) -> Result<Outcome> {
        let (outcomes, _) = self.check_all()?;
        outcomes.get(&self.directory).copied().context("no artifact of the crate")
    }

    /// Checks a crate that does not compile, and returns the output of rustc.
    ///
    /// # Panics
    ///
    /// When the crate compiles.
    #[must_use]
    pub fn check_error(&self) -> String {
        format!("{:#}", self.check().expect_err("the crate compiles"))
    }

    /// Checks all members of the crate's workspace. Returns the outcome of each by its directory, and Cargo's
    /// standard error.
    ///
    /// # Errors
    ///
    /// When a member does not compile; Cargo still checks the others. The error contains Cargo's standard error.
    pub fn check_all(&self) -> Result<(BTreeMap<PathBuf, Outcome>, String)> {
        let target = paths::target("fixtures");
        let mut command = self.command("check", &target);
        command.args(["--workspace", "--keep-going", "--message-format=json-render-diagnostics"]);
        let _lock = lock(&target)?;
        let mut stderr = String::new();
        let messages = cargo::run(command, &mut |line| stderr.extend([line, "\n"]))?;
        Ok((messages.iter().filter_map(|message| self.outcome(message)).collect(), stderr))
    }

    /// The directory and outcome of the library of a workspace member, if a message of Cargo reports one.
    fn outcome(&self, message: &serde_json::Value) -> Option<(PathBuf, Outcome)> {
        let directory = Path::new(message["manifest_path"].as_str()?).parent()?;
        let is_script = message["target"]["kind"].as_array()?.iter().any(|it| it == "custom-build");
        let is_member =
            message["reason"] == "compiler-artifact" && directory.starts_with(&self.directory);
        let fresh = message["fresh"].as_bool()?;
        let outcome = if fresh { Outcome::Fresh } else { Outcome::Compiled };
        (is_member && !is_script).then(|| (directory.to_path_buf(), outcome))
    }

    /// Returns the source of the crate with all macros expanded.
    ///
    /// # Errors
    ///
    /// When the crate does not compile. The error contains the output of rustc.
    pub fn expand(&self) -> Result<String> {
        let target = paths::target("fixtures");
        let mut command = self.command("rustc", &target);
        command.args(["--profile=check", "--", "-Zunpretty=expanded"]);
        // Set for the rustc of this crate only: dependencies would be compiled again.
        command.env("RUSTC_WORKSPACE_WRAPPER", bootstrap(&target)?);
        let _lock = lock(&target)?;
        let output = command.output().context("starting Cargo")?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Documents the crate with warnings denied, and returns the directory of the documentation.
    ///
    /// # Errors
    ///
    /// When rustdoc emits a warning or an error. The error contains the output of rustdoc.
    pub fn document(&self, arguments: &[&str]) -> Result<PathBuf> {
        let target = paths::target("fixtures");
        let mut command = self.command("doc", &target);
        command.arg("--no-deps").args(arguments).env("RUSTDOCFLAGS", "-Dwarnings");
        let _lock = lock(&target)?;
        let name = self.directory.file_name().context("a crate without a name")?.to_string_lossy();
        let documented = target.join("doc").join(name.replace('-', "_"));
        if documented.exists() {
            fs::remove_dir_all(&documented).with_context(|| documented.display().to_string())?;
        }
        cargo::run(command, &mut |_| ())?;
        Ok(documented)
    }

    /// Runs the unit tests of packages of the crate's workspace.
    ///
    /// # Errors
    ///
    /// When a test fails. The error contains the output.
    pub fn test(&self, packages: &[String]) -> Result<()> {
        let target = paths::target("fixtures");
        let mut command = self.command("test", &target);
        command.arg("--lib");
        for package in packages {
            command.args(["--package", package]);
        }
        let _lock = lock(&target)?;
        let output = command.output().context("starting Cargo")?;
        let [stdout, stderr] =
            [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
        ensure!(output.status.success(), "{stdout}\n{stderr}");
        Ok(())
    }

    /// Runs the documentation tests of the crate, and returns their output.
    ///
    /// # Errors
    ///
    /// When a test fails. The error contains the output.
    pub fn test_documentation(&self) -> Result<String> {
        let target = paths::target("fixtures");
        let mut command = self.command("test", &target);
        command.arg("--doc");
        let _lock = lock(&target)?;
        let output = command.output().context("starting Cargo")?;
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        let stderr = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{stdout}\n{stderr}");
        Ok(stdout)
    }

    /// Returns a command of the active Cargo that runs in the directory of the crate.
    #[must_use]
    pub fn command(&self, subcommand: &str, target: &Path) -> Command {
        let mut command = cargo::active(target);
        command.arg(subcommand).current_dir(&self.directory);
        command
    }
}

/// Runs a Cargo subcommand, such as `check`, on the guest of this name for the native target.
///
/// # Errors
///
/// When the subcommand fails. The error contains its standard error.
pub fn guest(subcommand: &str, name: &str, arguments: &[&str]) -> Result<()> {
    let target = paths::target("fixtures");
    let mut command = cargo::active(&target);
    command.args([subcommand, "--package", name]).args(arguments);
    command.current_dir(paths::guests());
    let _lock = lock(&target)?;
    cargo::run(command, &mut |_| ())?;
    Ok(())
}

/// The result of checking a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The crate was up to date.
    Fresh,
    /// The crate was compiled.
    Compiled,
}

/// Returns the line of a manifest that declares a dependency on `airssys-bindings`, with more keys for its table.
#[must_use]
pub fn bindings_dependency(keys: &str) -> String {
    let runtime = paths::workspace().join("runtime");
    let comma = if keys.is_empty() { "" } else { ", " };
    format!("airssys-bindings = {{ path = {runtime:?}{comma}{keys} }}\n")
}

/// Returns the path of a script that runs rustc with unstable options enabled.
fn bootstrap(target: &Path) -> Result<PathBuf> {
    let path = target.join("bootstrap.sh");
    if !path.exists() {
        fs::create_dir_all(target).context("creating the target directory")?;
        fs::write(&path, "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec \"$@\"\n")
            .context("writing a script")?;
        Command::new("chmod")
            .arg("+x")
            .arg(&path)
            .status()
            .context("making the script executable")?;
    }
    Ok(path)
}

fn copy_directory(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry.context("listing a directory")?;
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_directory(&entry.path(), &to)?;
        } else {
            // Not `fs::copy`, which keeps the modification time: Cargo compares it.
            let bytes = fs::read(entry.path()).context("reading a file")?;
            fs::write(&to, bytes).with_context(|| to.display().to_string())?;
        }
    }
    Ok(())
}
