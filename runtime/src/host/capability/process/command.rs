//! What to start: the record `command`, and what the system is told of it.

use std::os::fd::RawFd;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use process_wrap::tokio::{CommandWrap, ProcessSession, ResetSigmask};

use super::config::ProcessConfig;
use super::program::Program;
use crate::host::capability::error::ProcessError;

/// The first descriptor that is not one of the three standard ones.
const FIRST_OTHER: RawFd = 3;

/// What to start: `command`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Command {
    /// The program: an absolute path, or a name that is looked up in the host's path.
    pub program: String,
    /// Its arguments, without the program itself.
    pub arguments: Vec<String>,
    /// Its environment variables: names and values.
    pub env_vars: Vec<(String, String)>,
    /// The directory it starts in.
    pub working_directory: Option<String>,
    /// What it reads from its standard input.
    pub input: Vec<u8>,
}

impl Command {
    /// The command for the system, once everything in it is known to be usable.
    pub(super) fn prepare(
        &self,
        program: &Program,
        config: &ProcessConfig,
    ) -> Result<CommandWrap, ProcessError> {
        if let Some(at) = self.arguments.iter().position(|argument| argument.contains('\0')) {
            return Err(invalid(format!("argument {} holds a NUL character", at + 1)));
        }
        for (name, value) in &self.env_vars {
            checked_variable(name, value, config)?;
        }
        let directory = self.directory(config)?;
        let mut command = tokio::process::Command::new(&program.target);
        command
            .arg0(&self.program)
            .args(&self.arguments)
            .env_clear()
            .envs(self.env_vars.iter().map(|(name, value)| (name, value)))
            .current_dir(directory)
            .stdin(if self.input.is_empty() { Stdio::null() } else { Stdio::piped() })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut command = CommandWrap::from(command);
        command.wrap(ProcessSession).wrap(ResetSigmask);
        // Rust opens nothing that a child inherits, but the host may have been started with more, and other
        // libraries in it may open files in other ways.
        close_fds::set_fds_cloexec_threadsafe(FIRST_OTHER, &[]);
        Ok(command)
    }

    fn directory(&self, config: &ProcessConfig) -> Result<PathBuf, ProcessError> {
        let Some(directory) = &self.working_directory else {
            return Ok(config.working_directory.clone());
        };
        let refuse = |why: &str| {
            invalid(format!("the working directory `{}` {why}", directory.escape_debug()))
        };
        if !directory.starts_with('/') {
            return Err(refuse("is not absolute: begin it with `/`"));
        }
        let allowed = |path: &Path| {
            let mut roots = config.working_directories.iter().filter_map(|d| d.canonicalize().ok());
            roots.any(|root| path.starts_with(root))
        };
        // Not there and not allowed are one answer, so that nobody can find out which directories there are.
        match Path::new(directory).canonicalize() {
            Ok(path) if allowed(&path) && path.is_dir() => Ok(path),
            _ => Err(refuse("is not a directory that the host allows")),
        }
    }
}

fn checked_variable(name: &str, value: &str, config: &ProcessConfig) -> Result<(), ProcessError> {
    let why = if name.is_empty() || name.contains(['=', '\0']) {
        "has no name that a variable can have"
    } else if value.contains('\0') {
        "has a NUL character in its value"
    } else if config.refused_variables.iter().any(|pattern| pattern.matches(name)) {
        "is one that the host refuses: leave it out"
    } else {
        return Ok(());
    };
    Err(invalid(format!("the variable `{}` {why}", name.escape_debug())))
}

fn invalid(why: String) -> ProcessError {
    ProcessError::InvalidCommand(why)
}
