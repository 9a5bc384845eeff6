//! Commands: the record `command`, and its conversion to a system command.

use std::os::fd::RawFd;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use process_wrap::tokio::{CommandWrap, ProcessSession, ResetSigmask};

use super::config::ProcessConfig;
use super::program::Program;
use crate::host::capability::error::ProcessError;

/// The first file descriptor after standard input, output and error.
const FIRST_NONSTANDARD: RawFd = 3;

/// The maximum length of the name of an environment variable in bytes. Patterns for names this long are decided within the
/// steps that are allowed, so that no name escapes [`ProcessConfig::refused_variables`].
pub(super) const MAX_VARIABLE: usize = 1024;

/// A command to start: `command`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Command {
    /// The program: an absolute path, or a name that is looked up in [`ProcessConfig::path`].
    pub program: String,
    /// The arguments, without the program name.
    pub arguments: Vec<String>,
    /// The environment variables: names and values.
    pub env_vars: Vec<(String, String)>,
    /// The working directory.
    pub working_directory: Option<String>,
    /// The standard input.
    pub input: Vec<u8>,
}

impl Command {
    /// Validates the command and converts it to a system command.
    pub(super) fn prepare(
        &self,
        program: &Program,
        config: &ProcessConfig,
    ) -> Result<CommandWrap, ProcessError> {
        if let Some(index) = self.arguments.iter().position(|argument| argument.contains('\0')) {
            return Err(invalid(format!("argument {} contains a NUL character", index + 1)));
        }
        for (name, value) in &self.env_vars {
            check_variable(name, value, config)?;
        }
        let directory = self.working_directory(config)?;
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
        // Rust opens files with close-on-exec, but the host program may have inherited descriptors, or other libraries
        // in it may open some without.
        close_fds::set_fds_cloexec_threadsafe(FIRST_NONSTANDARD, &[]);
        Ok(command)
    }

    fn working_directory(&self, config: &ProcessConfig) -> Result<PathBuf, ProcessError> {
        let Some(directory) = &self.working_directory else {
            return Ok(config.working_directory.clone());
        };
        let error = |problem: &str| {
            invalid(format!("the working directory `{}` {problem}", directory.escape_debug()))
        };
        if !directory.starts_with('/') {
            return Err(error("is not absolute; start it with `/`"));
        }
        let allowed = |path: &Path| {
            let mut roots = config.working_directories.iter().filter_map(|d| d.canonicalize().ok());
            roots.any(|root| path.starts_with(root))
        };
        // One error for missing and for denied directories, so that components cannot probe which directories exist.
        match Path::new(directory).canonicalize() {
            Ok(path) if allowed(&path) && path.is_dir() => Ok(path),
            _ => Err(error("is not a directory that the host allows")),
        }
    }
}

fn check_variable(name: &str, value: &str, config: &ProcessConfig) -> Result<(), ProcessError> {
    let problem = if name.is_empty() || name.contains(['=', '\0']) {
        "has an invalid name"
    } else if name.len() > MAX_VARIABLE {
        return Err(invalid(format!(
            "the name of an environment variable is longer than {MAX_VARIABLE} bytes"
        )));
    } else if value.contains('\0') {
        "has a NUL character in its value"
    } else if config.refused_variables.iter().any(|pattern| pattern.matches(name)) {
        "is not allowed by the host; remove it"
    } else {
        return Ok(());
    };
    Err(invalid(format!("the environment variable `{}` {problem}", name.escape_debug())))
}

fn invalid(reason: String) -> ProcessError {
    ProcessError::InvalidCommand(reason)
}
