//! Cargo commands for wasm32 that keep going when a crate does not compile.

use std::process::Command;

use airssys_bindings_tests::cargo;
use airssys_bindings_tests::paths;
use airssys_bindings_tests::toolchain::Toolchain;
use anyhow::Result;

/// A Cargo subcommand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// `cargo check`.
    Check,
    /// `cargo build`.
    Build,
}

/// Returns the Cargo command for a task.
///
/// All commands share the target directory of the guests, so that the standard library and the macro are built once.
///
/// # Errors
///
/// When there is no toolchain. The error lists what to install.
pub fn cargo(task: Task) -> Result<Command> {
    let toolchain = Toolchain::find()?;
    let directory = paths::target("guests");
    let mut command = toolchain.build(&directory);
    if task == Task::Check {
        command = to_check(&command, cargo::command(command.get_program(), &directory));
    }
    // These crates are seldom built twice, and incremental compilation would take gigabytes.
    command.args(["--workspace", "--keep-going"]).env("CARGO_INCREMENTAL", "0");
    Ok(command)
}

/// Converts a `cargo build` command to `cargo check`.
fn to_check(build: &Command, mut check: Command) -> Command {
    check.arg("check").args(build.get_args().skip(1));
    for (name, value) in build.get_envs() {
        match value {
            Some(value) => check.env(name, value),
            None => check.env_remove(name),
        };
    }
    check
}
