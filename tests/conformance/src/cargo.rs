//! From the environment of a test to a Cargo that is not disturbed by it, and from its messages to data.

use std::env;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

/// The Cargo that runs this program, or else the one in `PATH`.
#[must_use]
pub fn active(target_folder: &Path) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    command(cargo, target_folder)
}

/// A Cargo with nothing of the one around us but how it reaches its registries.
#[must_use]
pub fn command(program: impl AsRef<OsStr>, target_folder: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(leaks) {
            command.env_remove(name);
        }
    }
    command.env("CARGO_TARGET_DIR", target_folder).stdin(Stdio::null());
    command
}

/// Whether this variable, set by the Cargo around us or meant for it, would change what ours does.
fn leaks(name: &str) -> bool {
    const KEPT: [&str; 5] =
        ["CARGO_HOME", "CARGO_HTTP_", "CARGO_NET_", "CARGO_REGISTR", "CARGO_SOURCE_"];
    const OTHERS: [&str; 4] =
        ["RUSTFLAGS", "RUSTDOCFLAGS", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"];
    let cargo = name.starts_with("CARGO") && !KEPT.iter().any(|kept| name.starts_with(kept));
    cargo || name.starts_with("RUSTC") || OTHERS.contains(&name)
}

/// What Cargo says of one crate.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Message {
    /// The compiler said something.
    CompilerMessage {
        /// The crate.
        target: Target,
        /// What it said.
        message: Diagnostic,
    },
    /// The crate is there.
    CompilerArtifact {
        /// The crate.
        target: Target,
        /// The files that it consists of.
        filenames: Vec<String>,
    },
    /// Something else.
    #[serde(other)]
    Other,
}

/// A library or program of a package.
#[derive(Clone, Debug, Deserialize)]
pub struct Target {
    /// Its name, with `-` or `_`.
    pub name: String,
}

/// A message of the compiler.
#[derive(Clone, Debug, Deserialize)]
pub struct Diagnostic {
    /// `error`, `warning`, …
    pub level: String,
    /// The message alone.
    pub message: String,
    /// As it is shown to people.
    pub rendered: Option<String>,
    /// The places.
    pub spans: Vec<Span>,
}

/// A place in a source file.
#[derive(Clone, Debug, Deserialize)]
pub struct Span {
    file_name: String,
    is_primary: bool,
    expansion: Option<Box<Expansion>>,
}

#[derive(Clone, Debug, Deserialize)]
struct Expansion {
    span: Span,
}

impl Diagnostic {
    /// Whether this is an error of its own, and not "aborting due to 2 previous errors".
    #[must_use]
    pub fn is_fault(&self) -> bool {
        self.level.starts_with("error") && !self.message.starts_with("aborting due to")
    }

    /// The file of the crate in which the code stands that has led to this: that of the macro call, for a macro.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        let mut span = self.spans.iter().find(|span| span.is_primary)?;
        while let Some(expansion) = &span.expansion {
            span = &expansion.span;
        }
        Some(&span.file_name)
    }
}

/// Runs a Cargo that is to build all it can (`--keep-going`), and gives what it says in JSON.
///
/// That a crate does not compile is in the messages, and no error here.
///
/// # Errors
///
/// When Cargo cannot be started, or fails before it has compiled anything.
pub fn messages(mut command: Command) -> Result<Vec<Message>> {
    command.args(["--keep-going", "--message-format=json"]);
    let output = command.output().with_context(|| format!("could not start {command:?}"))?;
    let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let messages: Vec<Message> =
        lines.filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let finished = messages.iter().any(|message| !matches!(message, Message::Other));
    if !output.status.success() && !finished {
        bail!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(messages)
}
