//! The error of a configuration, for programs that handle it themselves.

use std::error;
use std::fmt;
use std::io;
use std::path::PathBuf;

use airssys_bindings_codegen::files::with_slashes;

/// The reason that no bindings were generated.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Errors in WIT files, manifests or options, each rendered with its location, without `error: ` at the start.
    Invalid(Vec<String>),
    /// A file could not be written.
    NotWritten {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        reason: io::Error,
    },
    /// `OUT_DIR` is not set, since the program is not a build script.
    NoOutDir,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(errors) => {
                let errors: Vec<_> = errors.iter().map(|error| format!("error: {error}")).collect();
                f.write_str(&errors.join("\n\n"))
            }
            Self::NotWritten { path, reason } => {
                write!(f, "error: cannot write `{}`: {reason}", with_slashes(path))
            }
            Self::NoOutDir => f.write_str(
                "error: `OUT_DIR` is not set, so there is no folder to write to\n \
                 = help: call `generate` in a build script; elsewhere, call `write_to` with a path",
            ),
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::NotWritten { reason, .. } => Some(reason),
            Self::Invalid(_) | Self::NoOutDir => None,
        }
    }
}
