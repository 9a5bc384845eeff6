//! The CPU and wall time of a command, including all processes that it starts.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;

/// The output of a command, and its times in seconds.
pub(crate) struct Run {
    pub(crate) cpu: f64,
    pub(crate) wall: f64,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs a command to its end.
///
/// # Errors
///
/// When the command cannot be started or fails.
pub(crate) fn run(command: &mut Command) -> Result<Run> {
    let (cpu, start) = (children()?, Instant::now());
    let output = command.output().with_context(|| format!("starting {command:?}"))?;
    let (cpu, wall) = (children()? - cpu, start.elapsed().as_secs_f64());
    let [stdout, stderr] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    ensure!(output.status.success(), "{command:?} failed:\n{stderr}");
    Ok(Run { cpu, wall, stdout, stderr })
}

/// The CPU time, user and system, of all child processes that have ended and of their descendants, in seconds.
fn children() -> Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("reading the CPU time")?;
    let microseconds =
        usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Ok(microseconds as f64 / 1e6)
}
