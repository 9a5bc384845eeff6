//! A folder for the files of a Git revision, which is removed after they are read.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, io, process};

/// A new folder that is removed with this value.
pub(super) struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    /// Creates a folder.
    pub(super) fn new() -> io::Result<Self> {
        /// Separates the threads of this process.
        static NUMBER: AtomicU32 = AtomicU32::new(0);

        loop {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let name = format!("airssys-bindings-{}-{number}", process::id());
            let path = env::temp_dir().join(name);
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Self(path)),
                // A process with this id ended without removing it.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // The system removes what is left.
        drop(fs::remove_dir_all(&self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_new_and_are_removed() {
        let (one, other) =
            (TemporaryFolder::new().expect("writable"), TemporaryFolder::new().expect("writable"));
        assert_ne!(one.path(), other.path());
        fs::write(one.path().join("a"), "").expect("writable");
        let path = one.path().to_owned();
        drop(one);
        assert!(!path.exists() && other.path().is_dir());
    }
}
