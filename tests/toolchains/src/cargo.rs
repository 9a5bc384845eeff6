//! Cargo commands that are isolated from the environment of the test that runs them.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// Returns a command of the Cargo that runs this program, or of the one in `PATH`.
#[must_use]
pub fn active(target_dir: &Path) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    command(cargo, target_dir)
}

/// Returns a command of a Cargo that inherits only the registry configuration of the Cargo that runs this program.
#[must_use]
pub fn command(program: impl AsRef<OsStr>, target_dir: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(leaks) {
            command.env_remove(name);
        }
    }
    command.env("CARGO_TARGET_DIR", target_dir);
    // Nearly all crates of the tests are compiled once.
    command.env("CARGO_INCREMENTAL", "0");
    command
}

/// `true` if the variable, set by or for the outer Cargo, would change the behavior of the inner one.
fn leaks(name: &str) -> bool {
    const KEPT: [&str; 5] =
        ["CARGO_HOME", "CARGO_HTTP_", "CARGO_NET_", "CARGO_REGISTR", "CARGO_SOURCE_"];
    const OTHERS: [&str; 4] =
        ["RUSTFLAGS", "RUSTDOCFLAGS", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"];
    let cargo = name.starts_with("CARGO") && !KEPT.iter().any(|kept| name.starts_with(kept));
    cargo || name.starts_with("RUSTC") || OTHERS.contains(&name)
}

/// Formats a command as typed in a shell, without its environment.
fn display(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    format!("`{}`", words.join(" "))
}

/// Runs a Cargo command that has `--message-format=json-render-diagnostics`, and returns its messages.
///
/// Each line of its standard error is passed to `progress`. If Cargo fails, the error contains them from the first error on.
///
/// # Errors
///
/// When Cargo cannot be started or fails.
pub fn run(mut command: Command, progress: &mut dyn FnMut(&str)) -> Result<Vec<Value>> {
    let display = display(&command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start {display}"))?;
    let stdout = BufReader::new(child.stdout.take().expect("the stream is piped"));
    let messages = thread::spawn(move || {
        let lines = stdout.lines().map_while(Result::ok);
        lines.filter_map(|line| serde_json::from_str(&line).ok()).collect::<Vec<Value>>()
    });
    let mut stderr = String::new();
    for line in BufReader::new(child.stderr.take().expect("the stream is piped")).lines() {
        let line = line.context("reading Cargo's standard error")?;
        progress(&line);
        stderr.push_str(&line);
        stderr.push('\n');
    }
    let status = child.wait().context("waiting for Cargo")?;
    let messages = messages.join().expect("reading lines does not panic");
    if !status.success() {
        bail!("{display} failed with {status}:\n{}", from_first_error(&stderr));
    }
    Ok(messages)
}

/// Returns Cargo's standard error without the progress before the first error.
fn from_first_error(stderr: &str) -> &str {
    let is_error = |line: &str| line.starts_with("error");
    let start: usize =
        stderr.split_inclusive('\n').take_while(|line| !is_error(line)).map(str::len).sum();
    if start == stderr.len() { stderr } else { &stderr[start..] }
}

/// Waits until no other process holds the lock of the target directory. Dropping the file releases the lock.
pub fn lock(directory: &Path) -> Result<File> {
    fs::create_dir_all(directory).with_context(|| format!("creating {}", directory.display()))?;
    let file = File::create(directory.join(".tests-lock")).context("creating the lock file")?;
    file.lock().context("locking the target directory")?;
    Ok(file)
}
