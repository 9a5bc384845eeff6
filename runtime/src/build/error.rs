//! What can go wrong, for those who do not want the process to end.

use std::error;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why there are no bindings.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There are faults in WIT files, manifests or options: each as a text with its place, without `error: ` in front.
    Faults(Vec<String>),
    /// A file could not be written.
    NotWritten {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// `OUT_DIR` is not set: this is no build script.
    NoOutDir,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Faults(faults) => {
                let faults: Vec<_> = faults.iter().map(|text| format!("error: {text}")).collect();
                f.write_str(&faults.join("\n\n"))
            }
            Self::NotWritten { path, reason } => {
                write!(f, "error: `{}` cannot be written: {reason}", path.display())
            }
            Self::NoOutDir => f.write_str(
                "error: there is no folder to write to, since `OUT_DIR` is not set\n \
                 = help: call `generate` in a build script; elsewhere use `write_to` with a path",
            ),
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::NotWritten { reason, .. } => Some(reason),
            Self::Faults(_) | Self::NoOutDir => None,
        }
    }
}
