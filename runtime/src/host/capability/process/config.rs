//! What programs a host has, and how much of them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use crate::host::capability::error::ProcessError;
use crate::host::capability::pattern::Pattern;

/// Variables by which the loader of the system takes code from elsewhere into any program.
const LOADER_VARIABLES: &[&str] = &["LD_**", "DYLD_**", "GCONV_PATH"];

/// What programs a host has, and how much of them.
#[derive(Debug, Clone)]
pub struct ProcessConfig {
    /// Where programs are looked up by name: the absolute directories of the host's own `PATH`.
    pub path: Vec<PathBuf>,
    /// The environment that components may be granted to read; by default, that of the host's process.
    pub environment: Option<BTreeMap<String, String>>,
    /// Variables that no process is given: by default, those of the system's loader, such as `LD_PRELOAD`,
    /// with which a component would run code of its own in a program that it was granted.
    pub refused_variables: Vec<Pattern>,
    /// Where a process starts if the component does not say: `/`.
    pub working_directory: PathBuf,
    /// Below which directories of the host a component may say that a process starts: none.
    pub working_directories: Vec<PathBuf>,
    /// The most bytes that are kept of each output until the component reads them: 1 MiB. A process that writes
    /// more waits.
    pub max_output_bytes: usize,
    /// How long a process may run before it is killed, if there is a limit: 10 min.
    pub max_run_time: Option<Duration>,
    /// The most processes that a component has at once, counting those that have ended and whose handle it
    /// holds: 16.
    pub max_processes: usize,
}

impl Default for ProcessConfig {
    fn default() -> Self {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let refused = LOADER_VARIABLES.iter().filter_map(|text| Pattern::new(text).ok());
        Self {
            path: std::env::split_paths(&path).filter(|dir| dir.is_absolute()).collect(),
            environment: None,
            refused_variables: refused.collect(),
            working_directory: PathBuf::from("/"),
            working_directories: Vec::new(),
            max_output_bytes: 1 << 20,
            max_run_time: Some(Duration::from_secs(600)),
            max_processes: 16,
        }
    }
}

impl ProcessConfig {
    pub(super) fn variable(&self, name: &str) -> Result<Option<String>, ProcessError> {
        match &self.environment {
            Some(environment) => Ok(environment.get(name).cloned()),
            None => match std::env::var(name) {
                Ok(value) => Ok(Some(value)),
                Err(std::env::VarError::NotPresent) => Ok(None),
                Err(std::env::VarError::NotUnicode(_)) => {
                    Err(ProcessError::Io(format!("the value of `{name}` is not UTF-8")))
                }
            },
        }
    }
}
