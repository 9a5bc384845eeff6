//! The part of a request that the front end needs: which files to read, and how large they may be.

use std::path::PathBuf;

use crate::diagnostic::ArgumentId;

/// A value from the user, and the argument that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// The argument to point at when the value is wrong.
    pub argument: ArgumentId,
}

/// The default of [`Roots::max_file_size`], in bytes: 4 MiB.
pub const MAX_FILE_SIZE: u64 = 4 * 1024 * 1024;

/// The files and folders to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roots {
    /// The folder of the crate's `Cargo.toml`. Paths are relative to it.
    pub manifest_dir: PathBuf,
    /// Folders, `.wit` files and `.wasm` files. An empty list stands for `wit`.
    pub path: Vec<Given<String>>,
    /// WIT source of the main package; the packages below `path` are then its dependencies.
    pub inline: Option<Given<String>>,
    /// The largest size of a file, in bytes. `None` stands for [`MAX_FILE_SIZE`].
    pub max_file_size: Option<u64>,
}
