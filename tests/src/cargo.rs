//! From the environment of a test to a Cargo that is not disturbed by it.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

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
    command.env("CARGO_TARGET_DIR", target_folder);
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

/// The command as it would be typed, without its environment.
fn shown(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    format!("`{}`", words.join(" "))
}

/// Runs a Cargo that was given `--message-format=json-render-diagnostics`, and gives its messages.
///
/// What it prints for people goes to `progress`, line by line, and into the error if it fails.
///
/// # Errors
///
/// When Cargo cannot be started or fails.
pub fn run(mut command: Command, progress: &mut dyn FnMut(&str)) -> Result<Vec<Value>> {
    let shown = shown(&command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start {shown}"))?;
    let stdout = BufReader::new(child.stdout.take().expect("it is piped"));
    let messages = thread::spawn(move || {
        let lines = stdout.lines().map_while(Result::ok);
        lines.filter_map(|line| serde_json::from_str(&line).ok()).collect::<Vec<Value>>()
    });
    let mut said = String::new();
    for line in BufReader::new(child.stderr.take().expect("it is piped")).lines() {
        let line = line.context("Cargo prints UTF-8")?;
        progress(&line);
        said.push_str(&line);
        said.push('\n');
    }
    let status = child.wait().context("the child is ours")?;
    let messages = messages.join().expect("reading lines does not panic");
    if !status.success() {
        bail!("{shown} failed with {status}:\n{said}");
    }
    Ok(messages)
}
