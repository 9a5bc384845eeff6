//! The part of a request that the front end needs: the files to read, and their largest size.

use std::path::PathBuf;

use crate::diagnostic::ArgumentId;

/// A value of an argument of the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// The argument, which errors about the value point at.
    pub argument: ArgumentId,
}

/// The default of [`Roots::max_file_size`], in bytes: 4 MiB.
pub const MAX_FILE_SIZE: u64 = 4 * 1024 * 1024;

/// The files and folders to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roots {
    /// The folder of the crate's `Cargo.toml`. Paths are relative to it.
    pub manifest_dir: PathBuf,
    /// Folders, `.wit` files and `.wasm` files. An empty list means `wit`.
    pub path: Vec<Given<String>>,
    /// WIT source of the main package; the packages below `path` are then its dependencies.
    pub inline: Option<Given<String>>,
    /// The largest size of a file, in bytes. `None` means [`MAX_FILE_SIZE`].
    pub max_file_size: Option<u64>,
}
