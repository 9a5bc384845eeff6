//! What of its files a host shows to a component, and how much of them.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::host::capability::grants::Grants;
use crate::host::capability::path::TreePath;

/// A directory of the host, and where in the component's tree it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// Where the component sees it: an absolute path.
    pub path: String,
    /// The directory.
    pub directory: PathBuf,
}

impl Mount {
    /// Shows `directory` at `path`.
    pub fn new(path: impl Into<String>, directory: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), directory: directory.into() }
    }
}

/// What may be done with files that have more than one name. The other names may be outside of what was granted, and nobody
/// can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HardLinks {
    /// They are not opened.
    #[default]
    Refuse,
    /// They are opened to read.
    ReadOnly,
    /// They are opened as any other.
    Allow,
}

/// What of its files a host shows, and how much of them.
#[derive(Debug, Clone)]
pub struct FilesystemConfig {
    /// The tree. Of two mounts at one path, or one inside the other, the longer path counts.
    pub mounts: Vec<Mount>,
    /// The most bytes that one read gives: 1 MiB.
    pub max_read_bytes: usize,
    /// The most bytes that a whole file is read with or that a file grows to: 64 MiB.
    pub max_file_bytes: u64,
    /// The most entries that a listing has: 65 536.
    pub max_directory_entries: usize,
    /// The most files that are open at once: 256.
    pub max_open_files: usize,
    /// What may be done with files that have more than one name.
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
    /// Shows the directories that `grants` are about where the host itself has them: for `/data/**`, the directory
    /// `/data`. Of one that is not there, the nearest above it.
    #[must_use]
    pub fn as_on_host(grants: &Grants) -> Self {
        let mut mounts: Vec<Mount> = Vec::new();
        for permission in grants.filesystem() {
            let parts = permission.path_pattern.split('/').skip(1);
            let mut directory = PathBuf::from("/");
            directory.extend(parts.take_while(|part| !part.contains('*')));
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

/// A mount that cannot be shown.
#[derive(Debug)]
pub struct MountError {
    /// Which one.
    pub mount: Mount,
    /// Why not.
    pub source: io::Error,
}

impl MountError {
    pub(super) fn path(mount: &Mount) -> Result<TreePath, Self> {
        TreePath::parse(&mount.path).map_err(|why| Self {
            mount: mount.clone(),
            source: io::Error::new(io::ErrorKind::InvalidInput, why),
        })
    }
}

impl fmt::Display for MountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mount { path, directory } = &self.mount;
        write!(
            f,
            "cannot show the directory `{}` at `{path}`: {}",
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
