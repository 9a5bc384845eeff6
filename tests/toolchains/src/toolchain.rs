//! Rust toolchains that can build for wasm32.
//!
//! Tests only look for a toolchain ([`Toolchain::find`]); `tests/run.sh` and the quickstart install one
//! ([`Toolchain::set_up`]).

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::cargo;

const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];
/// The rustc of the Debian package `rustc-web`.
pub const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
/// The Cargo of the Debian package `cargo-web`.
pub const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

/// The minor version of the oldest Rust that compiles the guests.
const OLDEST_MINOR: u32 = 88;

const UNKNOWN: &str = "wasm32-unknown-unknown";
const WASIP2: &str = "wasm32-wasip2";

/// A Rust toolchain that can build for wasm32.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// The active toolchain, which has the standard library of this target.
    Active(&'static str),
    /// Debian's toolchain, which builds the standard library from source.
    Debian {
        /// The linker for WebAssembly.
        linker: PathBuf,
    },
}

impl Toolchain {
    /// Finds a toolchain, without installing one.
    ///
    /// # Errors
    ///
    /// When there is none. The error lists what to install.
    pub fn find() -> Result<Self> {
        active().or_else(debian).with_context(|| {
            format!(
                "no Rust toolchain found that can build for wasm32; install one of these:\n  \
                 rustup target add {UNKNOWN}\n  \
                 apt-get install {}\n\
                 or let `bash tests/run.sh` do it",
                DEBIAN_PACKAGES.join(" ")
            )
        })
    }

    /// Finds a toolchain. If there is none, installs Debian's or adds the target to rustup's.
    ///
    /// # Errors
    ///
    /// When there is none and none can be installed. The error lists what to install.
    pub fn set_up(progress: &mut dyn FnMut(&str)) -> Result<Self> {
        if let Ok(found) = Self::find() {
            return Ok(found);
        }
        let mut reasons = Vec::new();
        for install in [install_debians, add_target] {
            match install(progress).and_then(|()| Self::find()) {
                Ok(installed) => return Ok(installed),
                Err(error) => reasons.push(format!("{error:#}")),
            }
        }
        Self::find().with_context(|| reasons.join("\n"))
    }

    /// Returns the target that the toolchain builds for.
    #[must_use]
    pub fn target(&self) -> &'static str {
        match self {
            Self::Active(target) => target,
            Self::Debian { .. } => UNKNOWN,
        }
    }

    /// Returns a `cargo build` command for the target, with this target directory.
    #[must_use]
    pub fn build(&self, target_dir: &Path) -> Command {
        let mut command = match self {
            Self::Active(_) => {
                let mut command = cargo::active(target_dir);
                command.arg("build");
                command
            }
            Self::Debian { linker } => {
                let mut command = cargo::command(DEBIAN_CARGO, target_dir);
                command
                    .args(["build", "-Zbuild-std=std,panic_abort"])
                    .env_remove("RUSTUP_TOOLCHAIN")
                    .env("RUSTC", DEBIAN_RUSTC)
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                command
            }
        };
        command.args(["--target", self.target()]);
        command
    }
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Active(target) => write!(f, "the active toolchain, for {target}"),
            Self::Debian { .. } => write!(f, "Debian's toolchain, for {UNKNOWN}"),
        }
    }
}

/// Returns the active toolchain, if it has the standard library of a target for components.
fn active() -> Option<Toolchain> {
    let has_std = |target: &&str| {
        let libraries =
            output(Command::new("rustc").args(["--print", "target-libdir", "--target", target]))?;
        let mut entries = fs::read_dir(libraries.trim()).ok()?;
        let is_std = |name: &str| name.starts_with("libstd-");
        entries
            .any(|entry| entry.is_ok_and(|entry| entry.file_name().to_str().is_some_and(is_std)))
            .then_some(())
    };
    [UNKNOWN, WASIP2].into_iter().find(|target| has_std(target).is_some()).map(Toolchain::Active)
}

/// Returns Debian's toolchain, if it is new enough and its sources and a linker for WebAssembly are installed.
fn debian() -> Option<Toolchain> {
    let version = output(Command::new(DEBIAN_RUSTC).arg("--version"))?;
    let minor: u32 = version.strip_prefix("rustc 1.")?.split('.').next()?.parse().ok()?;
    let complete = minor >= OLDEST_MINOR
        && Path::new(DEBIAN_CARGO).is_file()
        && Path::new(DEBIAN_SOURCES).is_file();
    let linker = newest_linker()?;
    complete.then_some(Toolchain::Debian { linker })
}

/// Returns the path of the newest `/usr/bin/wasm-ld-N`.
fn newest_linker() -> Option<PathBuf> {
    let entries = fs::read_dir("/usr/bin").ok()?.flatten();
    let versions = entries.filter_map(|entry| {
        let version = entry.file_name().to_str()?.strip_prefix("wasm-ld-")?.parse::<u32>().ok()?;
        Some((version, entry.path()))
    });
    versions.max().map(|(_, path)| path)
}

fn install_debians(progress: &mut dyn FnMut(&str)) -> Result<()> {
    install(&DEBIAN_PACKAGES, progress)
}

/// Installs Debian packages.
pub fn install(packages: &[&str], progress: &mut dyn FnMut(&str)) -> Result<()> {
    let root = output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if !root {
        bail!("only root can install Debian packages");
    }
    progress(&format!("installing {}", packages.join(" ")));
    let apt = |arguments: &[&str]| {
        let mut apt = Command::new("apt-get");
        run_quietly(apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update"])?;
    apt(&[&["install", "-y", "--no-install-recommends"], packages].concat())
}

fn add_target(progress: &mut dyn FnMut(&str)) -> Result<()> {
    if env::var_os("RUSTUP_AUTO_INSTALL").is_some_and(|value| value == "0") {
        bail!("RUSTUP_AUTO_INSTALL is 0, so rustup may not install the target");
    }
    progress(&format!("adding the target {UNKNOWN} with rustup"));
    run_quietly(Command::new("rustup").args(["target", "add", UNKNOWN]))
}

/// Returns the standard output of a command, if it succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok()).flatten()
}

/// Runs a command quietly. Its standard error is in the error if it fails.
fn run_quietly(command: &mut Command) -> Result<()> {
    let display = format!("{command:?}");
    let output = command.stdin(Stdio::null()).output().with_context(|| display.clone())?;
    if !output.status.success() {
        bail!("{display} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}
