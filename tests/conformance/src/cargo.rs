//! Parses the JSON messages of a Cargo that compiles many crates.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

/// A message of Cargo.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Message {
    /// A diagnostic of the compiler.
    CompilerMessage {
        /// The manifest of the crate.
        manifest_path: PathBuf,
        /// The crate.
        target: Target,
        /// The diagnostic.
        message: Diagnostic,
    },
    /// The crate was compiled.
    CompilerArtifact {
        /// The manifest of the crate.
        manifest_path: PathBuf,
        /// The crate.
        target: Target,
        /// The files of the artifact.
        filenames: Vec<String>,
    },
    /// Any other message.
    #[serde(other)]
    Other,
}

/// A target of a package, such as its library.
#[derive(Clone, Debug, Deserialize)]
pub struct Target {
    /// The name, with `-` or `_`.
    pub name: String,
    /// `lib`, `custom-build`, …
    pub kind: Vec<String>,
}

impl Target {
    /// `true` for a library.
    #[must_use]
    pub fn is_library(&self) -> bool {
        self.kind.iter().any(|kind| kind.ends_with("lib"))
    }
}

/// A diagnostic of the compiler.
#[derive(Clone, Debug, Deserialize)]
pub struct Diagnostic {
    /// `error`, `warning`, …
    pub level: String,
    /// The message alone.
    pub message: String,
    /// The code, if there is one.
    pub code: Option<Code>,
    /// The rendered diagnostic.
    pub rendered: Option<String>,
    /// The spans.
    pub spans: Vec<Span>,
}

/// The code of a diagnostic.
#[derive(Clone, Debug, Deserialize)]
pub struct Code {
    /// `E0308` or the name of a lint.
    pub code: String,
}

/// A span in a source file.
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
    /// `true` for an error, except the summary "aborting due to 2 previous errors".
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.level.starts_with("error") && !self.message.starts_with("aborting due to")
    }

    /// Returns the file of the primary span: for an expansion, the file of the macro call.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        let mut span = self.spans.iter().find(|span| span.is_primary)?;
        while let Some(expansion) = &span.expansion {
            span = &expansion.span;
        }
        Some(&span.file_name)
    }
}

/// Runs a Cargo command that keeps going after failures, and returns its messages.
///
/// A crate that does not compile is not an error here: its diagnostics are among the messages.
///
/// # Errors
///
/// When Cargo cannot be started, or fails before it has compiled anything.
pub fn messages(mut command: Command) -> Result<Vec<Message>> {
    command.arg("--message-format=json").stdin(Stdio::null());
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
