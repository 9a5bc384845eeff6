//! The diagnostics of rust-analyzer.
//!
//! Tests only look for a rust-analyzer ([`Analyzer::find`]); `tests/run.sh` installs one ([`Analyzer::set_up`]).

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::cargo::{self, lock};
use crate::paths;
use crate::toolchain::{DEBIAN_CARGO, DEBIAN_RUSTC, install, output};

const DEBIAN_PACKAGES: [&str; 3] = ["rust-web-analyzer", "rustc-web", "cargo-web"];
const DEBIAN_ANALYZER: &str = "/usr/bin/rust-analyzer";

/// A rust-analyzer and the Rust toolchain whose procedural macros it can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Analyzer {
    /// The rust-analyzer of the active toolchain.
    Active,
    /// Debian's rust-analyzer with Debian's toolchain.
    Debian,
}

impl Analyzer {
    /// Finds a rust-analyzer, without installing one.
    ///
    /// # Errors
    ///
    /// When there is none. The error lists what to install.
    pub fn find() -> Result<Self> {
        let runs = |program: &str| output(Command::new(program).arg("--version")).is_some();
        // rustup has a proxy of this name even without the component.
        if runs("rust-analyzer") && !is_debian_first() {
            return Ok(Self::Active);
        }
        let debian = [DEBIAN_ANALYZER, DEBIAN_RUSTC, DEBIAN_CARGO].into_iter().all(runs);
        debian.then_some(Self::Debian).with_context(|| {
            format!(
                "no rust-analyzer found; install one of these:\n  \
                 rustup component add rust-analyzer\n  \
                 apt-get install {}\n\
                 or let `bash tests/run.sh` do it",
                DEBIAN_PACKAGES.join(" ")
            )
        })
    }

    /// Finds a rust-analyzer, or installs Debian's.
    ///
    /// # Errors
    ///
    /// When there is none and none can be installed. The error lists what to install.
    pub fn set_up(progress: &mut dyn FnMut(&str)) -> Result<Self> {
        if let Ok(found) = Self::find() {
            return Ok(found);
        }
        let installed = install(&DEBIAN_PACKAGES, progress);
        Self::find().or_else(|error| installed.and(Err(error)))
    }

    /// Returns a line for each error or warning about the sources in a directory.
    ///
    /// # Errors
    ///
    /// When rust-analyzer cannot be started, or does not finish.
    pub fn diagnostics(self, directory: &Path) -> Result<Vec<String>> {
        let target = paths::target(match self {
            Self::Active => "fixtures",
            Self::Debian => "analyzer",
        });
        let mut command = match self {
            Self::Active => cargo::command("rust-analyzer", &target),
            Self::Debian => {
                let mut command = cargo::command(DEBIAN_ANALYZER, &target);
                command.env("CARGO", DEBIAN_CARGO).env("RUSTC", DEBIAN_RUSTC);
                command.env("PATH", "/usr/bin:/bin").env_remove("RUSTUP_TOOLCHAIN");
                command
            }
        };
        command.args(["diagnostics", "--severity", "warning"]).arg(directory);
        let _lock = lock(&target)?;
        let output = command.output().context("starting rust-analyzer")?;
        // Progress is printed with backspaces and carriage returns.
        let stdout = String::from_utf8_lossy(&output.stdout).replace(['\r', '\u{8}'], "\n");
        let stderr = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(stdout.contains("diagnostic scan complete"), "{stdout}{stderr}");
        let file = format!("file {}", directory.display());
        let found = stdout.lines().filter(|line| line.contains("at crate") && line.contains(&file));
        Ok(found.map(str::to_owned).collect())
    }
}

impl fmt::Display for Analyzer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Active => "the active rust-analyzer",
            Self::Debian => "Debian's rust-analyzer",
        })
    }
}

/// `true` if the rust-analyzer in `PATH` is Debian's, which does not belong to the active toolchain.
fn is_debian_first() -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let mut programs =
        std::env::split_paths(&paths).map(|directory| directory.join("rust-analyzer"));
    let found: Option<PathBuf> = programs.find(|program| program.is_file());
    found
        .and_then(|program| program.canonicalize().ok())
        .is_some_and(|program| program == Path::new(DEBIAN_ANALYZER))
}
