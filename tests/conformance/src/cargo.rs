//! From the messages of a Cargo that compiles many crates to data.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

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

/// Runs a Cargo that is to build all it can, and gives what it says in JSON.
///
/// That a crate does not compile is in the messages, and no error here.
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
