//! Mounts and limits of a component's file system.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::host::capability::grants::Grants;
use crate::host::capability::path::TreePath;

/// A directory of the host that a component sees at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// The path that the component sees; must be absolute.
    pub path: String,
    /// The directory of the host.
    pub directory: PathBuf,
}

impl Mount {
    /// Mounts `directory` at `path`.
    pub fn new(path: impl Into<String>, directory: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), directory: directory.into() }
    }

    pub(super) fn parse_path(&self) -> Result<TreePath, MountError> {
        TreePath::parse(&self.path).map_err(|reason| MountError {
            mount: self.clone(),
            source: io::Error::new(io::ErrorKind::InvalidInput, reason),
        })
    }
}

/// The policy for files with more than one hard link. The other links can be outside of the granted paths, which the
/// host cannot detect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HardLinks {
    /// Such files cannot be opened.
    #[default]
    Refuse,
    /// Such files can only be read.
    ReadOnly,
    /// Such files are treated as any other.
    Allow,
}

/// Mounts and limits of a component's file system.
#[derive(Debug, Clone)]
pub struct FilesystemConfig {
    /// The mounts. A nested mount hides what its parent has at the path; of two at the same path, the first is used.
    pub mounts: Vec<Mount>,
    /// Maximum number of bytes that one read returns; default 1 MiB.
    pub max_read_bytes: usize,
    /// Maximum size of a file that is read as a whole or written, in bytes; default 64 MiB.
    pub max_file_bytes: u64,
    /// Maximum number of entries in a listed directory; default 65 536.
    pub max_directory_entries: usize,
    /// Maximum number of open files; default 256.
    pub max_open_files: usize,
    /// The policy for files with more than one hard link.
    pub hard_links: HardLinks,
}

impl Default for FilesystemConfig {
    fn default() -> Self {
        Self {
            mounts: Vec::new(),
            max_read_bytes: 1 << 20,
            max_file_bytes: 64 << 20,
            max_directory_entries: 1 << 16,
            max_open_files: 256,
            hard_links: HardLinks::default(),
        }
    }
}

impl FilesystemConfig {
    /// Mounts the granted directories at their paths on the host: for `/data/**`, the directory `/data`. For a
    /// directory that does not exist, mounts the nearest parent that does.
    #[must_use]
    pub fn from_grants(grants: &Grants) -> Self {
        let mut mounts: Vec<Mount> = Vec::new();
        for permission in grants.filesystem() {
            let segments = permission.path_pattern.split('/').skip(1);
            let mut directory = PathBuf::from("/");
            directory.extend(segments.take_while(|segment| !segment.contains('*')));
            while !directory.is_dir() && directory.pop() {}
            let Some(path) = directory.to_str() else { continue };
            let mount = Mount::new(path, &directory);
            if !mounts.contains(&mount) {
                mounts.push(mount);
            }
        }
        Self { mounts, ..Self::default() }
    }
}

/// Error of a mount that cannot be opened.
#[derive(Debug)]
pub struct MountError {
    /// The mount.
    pub mount: Mount,
    /// The cause.
    pub source: io::Error,
}

impl fmt::Display for MountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mount { path, directory } = &self.mount;
        write!(
            f,
            "cannot mount the directory `{}` at `{path}`: {}",
            directory.display(),
            self.source
        )
    }
}

impl std::error::Error for MountError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
