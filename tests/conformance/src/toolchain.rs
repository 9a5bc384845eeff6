//! From the machine to a Cargo that can build for wasm32. Nothing is installed here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use crate::{cargo, folders};

const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

/// The target that all is built for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// A Rust that can build for wasm32.
#[derive(Clone, Debug)]
pub enum Toolchain {
    /// The active one, which has the standard library of the target.
    Active,
    /// The one that Debian packages, which builds the standard library from source.
    Debian {
        /// The linker for WebAssembly.
        linker: PathBuf,
    },
}

impl Toolchain {
    /// Finds the toolchain.
    ///
    /// # Errors
    ///
    /// When there is none. The error says what to install.
    pub fn find() -> Result<Self> {
        active().or_else(debian).with_context(|| {
            format!(
                "no Rust here can build for wasm32; install one of these:\n  \
                 rustup target add {TARGET}\n  \
                 apt-get install rustc-web cargo-web rust-web-src lld-19"
            )
        })
    }

    /// Its Cargo with this subcommand, for the target.
    ///
    /// All share one target folder, so that the standard library and the macro are built once.
    #[must_use]
    pub fn cargo(&self, subcommand: &str) -> Command {
        let folder = folders::target("build");
        let mut command = match self {
            Self::Active => cargo::active(&folder),
            Self::Debian { .. } => cargo::command(DEBIAN_CARGO, &folder),
        };
        command.arg(subcommand);
        if let Self::Debian { linker } = self {
            command
                .arg("-Zbuild-std=std,panic_abort")
                .env_remove("RUSTUP_TOOLCHAIN")
                .env("RUSTC", DEBIAN_RUSTC)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        command.args(["--target", TARGET]);
        command
    }
}

/// The active Rust, if it has the standard library of the target.
fn active() -> Option<Toolchain> {
    let arguments = ["--print", "target-libdir", "--target", TARGET];
    let libraries = output(Command::new("rustc").args(arguments))?;
    let mut entries = fs::read_dir(libraries.trim()).ok()?.flatten();
    let is_std = |name: &str| name.starts_with("libstd-");
    let has_std = entries.any(|entry| entry.file_name().to_str().is_some_and(is_std));
    has_std.then_some(Toolchain::Active)
}

/// Debian's Rust, if it has its sources and a linker for WebAssembly beside it.
fn debian() -> Option<Toolchain> {
    let files = [DEBIAN_RUSTC, DEBIAN_CARGO, DEBIAN_SOURCES];
    let complete = files.iter().all(|file| Path::new(file).is_file());
    let linker = newest_linker()?;
    complete.then_some(Toolchain::Debian { linker })
}

/// `/usr/bin/wasm-ld-19`, or another version of it.
fn newest_linker() -> Option<PathBuf> {
    let entries = fs::read_dir("/usr/bin").ok()?.flatten();
    let versions = entries.filter_map(|entry| {
        let version = entry.file_name().to_str()?.strip_prefix("wasm-ld-")?.parse::<u32>().ok()?;
        Some((version, entry.path()))
    });
    versions.max().map(|(_, path)| path)
}

/// What the command prints, if it can be started and succeeds.
fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok()).flatten()
}
