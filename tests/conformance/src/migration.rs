//! Published crates with only the macro call replaced.

mod package;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use airssys_bindings_tests::{cargo as commands, paths};
use anyhow::{Context as _, Result};

use self::package::copy;
use crate::cargo::{self, Message};
use crate::scratch;

/// A crate of `tests/published` that calls one of the original macros.
#[derive(Clone, Copy, Debug)]
pub struct Crate {
    /// The name.
    pub name: &'static str,
    /// `true` if the macro is `bindgen!`.
    pub host: bool,
    /// Features that enable more calls than the default features.
    pub features: &'static [&'static str],
}

const fn guest(name: &'static str, features: &'static [&'static str]) -> Crate {
    Crate { name, host: false, features }
}

const fn host(name: &'static str, features: &'static [&'static str]) -> Crate {
    Crate { name, host: true, features }
}

/// The crates.
pub const CRATES: [Crate; 12] = [
    host("wasmtime-wasi", &["p3"]),
    host("wasmtime-wasi-config", &[]),
    host("wasmtime-wasi-http", &["p3"]),
    host("wasmtime-wasi-io", &[]),
    host("wasmtime-wasi-keyvalue", &[]),
    host("wasmtime-wasi-nn", &[]),
    host("wasmtime-wasi-tls", &["p3"]),
    guest("golem-rust", &[]),
    guest("spin-sdk", &["http-middleware"]),
    guest("waki", &[]),
    guest("wasmcloud-component", &[]),
    guest("zed_extension_api", &[]),
];

/// The result for a crate.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The number of macro calls.
    pub calls: usize,
    /// `true` if the crate compiles.
    pub compiles: bool,
    /// The rendered errors.
    pub errors: Vec<String>,
}

/// Copies crates into the target directory, replaces their macro calls, and checks them, with the features and the
/// versions of their dependencies on crates.io: each depends on the others as they are published.
///
/// # Errors
///
/// When a crate cannot be fetched or copied, or Cargo fails before it compiles anything.
pub fn check(crates: &[Crate]) -> Result<BTreeMap<&'static str, Outcome>> {
    let directory = paths::target("migration");
    let mut outcomes = BTreeMap::new();
    let mut dependencies = String::new();
    for each in crates {
        let calls = copy(each, &directory.join(each.name))?;
        outcomes.insert(each.name, Outcome { calls, ..Outcome::default() });
        let Crate { name, features, .. } = each;
        writeln!(dependencies, "{name} = {{ path = {name:?}, features = {features:?} }}")?;
    }
    let mut command = commands::active(&paths::target("migration-target"));
    command.args(["check", "--workspace", "--keep-going", "--manifest-path"]);
    command.arg(write_workspace(&directory, crates, &dependencies)?);
    for message in cargo::messages(command)? {
        match message {
            Message::CompilerMessage { manifest_path, message, .. } if message.is_error() => {
                if let Some(outcome) = find(&mut outcomes, &directory, &manifest_path) {
                    outcome.errors.push(message.rendered.unwrap_or(message.message));
                }
            }
            Message::CompilerArtifact { manifest_path, target, .. } if target.is_library() => {
                if let Some(outcome) = find(&mut outcomes, &directory, &manifest_path) {
                    outcome.compiles = true;
                }
            }
            Message::CompilerMessage { .. } | Message::CompilerArtifact { .. } | Message::Other => {
            }
        }
    }
    Ok(outcomes)
}

/// Writes a package that depends on the crates, and returns the path of its manifest.
fn write_workspace(directory: &Path, crates: &[Crate], dependencies: &str) -> Result<PathBuf> {
    let members: Vec<_> = crates.iter().map(|each| each.name).collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n\
         [package]\nname = \"migration\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{dependencies}\n\
         [profile.dev]\ndebug = false\nincremental = false\n"
    );
    let path = directory.join("Cargo.toml");
    scratch::write(&path, &manifest)?;
    scratch::write(&directory.join("src/lib.rs"), "")?;
    let lock = paths::workspace().join("tests/published/Cargo.lock");
    std::fs::copy(lock, directory.join("Cargo.lock")).context("copying Cargo.lock")?;
    Ok(path)
}

fn find<'a>(
    outcomes: &'a mut BTreeMap<&str, Outcome>,
    directory: &Path,
    manifest: &Path,
) -> Option<&'a mut Outcome> {
    let name = manifest.strip_prefix(directory).ok()?.parent()?.to_str()?;
    outcomes.get_mut(name)
}
