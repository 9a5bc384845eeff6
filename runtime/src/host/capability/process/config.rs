//! Programs, environment and limits of a component's processes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use crate::host::capability::error::ProcessError;
use crate::host::capability::escape::Escaped;
use crate::host::capability::pattern::Pattern;

/// Variables that make the dynamic loader load code into any program.
const LOADER_VARIABLES: &[&str] = &["LD_**", "DYLD_**", "GCONV_PATH"];

/// Programs, environment and limits of a component's processes.
#[derive(Debug, Clone)]
pub struct ProcessConfig {
    /// The directories in which programs are looked up by name; default the absolute directories of the host's `PATH`.
    pub path: Vec<PathBuf>,
    /// The environment that components can be granted to read; `None` is that of the host process.
    pub environment: Option<BTreeMap<String, String>>,
    /// Environment variables that components cannot set for processes; default those of the dynamic loader, such as
    /// `LD_PRELOAD`, with which a component could run code of its own in a granted program.
    pub refused_variables: Vec<Pattern>,
    /// The default working directory of processes; default `/`.
    pub working_directory: PathBuf,
    /// The directories, including those below them, that components can set as working directory; default none.
    pub working_directories: Vec<PathBuf>,
    /// Maximum size of each output that is buffered until the component reads it, in bytes; default 1 MiB. A process
    /// that writes more is blocked.
    pub max_output_bytes: usize,
    /// Maximum duration after which a process is killed; default 10 min.
    pub max_run_time: Option<Duration>,
    /// Maximum number of processes, including ended ones whose handle is not dropped; default 16.
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
    /// Reads a variable of the environment.
    pub(super) fn variable(&self, name: &str) -> Result<Option<String>, ProcessError> {
        match &self.environment {
            Some(environment) => Ok(environment.get(name).cloned()),
            None => match std::env::var(name) {
                Ok(value) => Ok(Some(value)),
                Err(std::env::VarError::NotPresent) => Ok(None),
                Err(std::env::VarError::NotUnicode(_)) => {
                    let name = Escaped(name);
                    Err(ProcessError::Io(format!("the value of `{name}` is not UTF-8")))
                }
            },
        }
    }
}
