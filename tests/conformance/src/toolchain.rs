//! From the machine to a Cargo that builds for wasm32 and goes on when a crate does not compile.

use std::process::Command;

use airssys_bindings_tests::cargo;
use airssys_bindings_tests::folders;
use airssys_bindings_tests::toolchain::Toolchain;
use anyhow::Result;

/// What Cargo is to do with a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// `cargo check`.
    Check,
    /// `cargo build`.
    Build,
}

/// The Cargo for this task.
///
/// All share the target folder of the guests, so that the standard library and the macro are built once.
///
/// # Errors
///
/// When there is no toolchain. The error says what to install.
pub fn cargo(task: Task) -> Result<Command> {
    let toolchain = Toolchain::find()?;
    let folder = folders::target("guests");
    let mut command = toolchain.build(&folder);
    if task == Task::Check {
        command = checking(&command, cargo::command(command.get_program(), &folder));
    }
    // The crates here are seldom built twice, and what would make that faster takes gigabytes.
    command.args(["--workspace", "--keep-going"]).env("CARGO_INCREMENTAL", "0");
    Ok(command)
}

/// The same command as `build`, but that it checks.
fn checking(build: &Command, mut check: Command) -> Command {
    check.arg("check").args(build.get_args().skip(1));
    for (name, value) in build.get_envs() {
        match value {
            Some(value) => check.env(name, value),
            None => check.env_remove(name),
        };
    }
    check
}
