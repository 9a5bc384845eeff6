//! Authorized access to the directory tree of one component.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::config::{FilesystemConfig, MountError};
use super::tree::{LastSegment, Location, MAX_ATTEMPTS, Tree};
use crate::host::capability::error::FileError;
use crate::host::capability::grants::Grants;
use crate::host::capability::path::TreePath;
use crate::host::capability::permission::FilesystemAction;
use crate::host::capability::usage::Usage;

/// The directory tree of one component, with its permissions and limits.
#[derive(Debug, Clone)]
pub(super) struct Access {
    pub(super) grants: Arc<Grants>,
    pub(super) config: Arc<FilesystemConfig>,
    pub(super) tree: Arc<Tree>,
    /// Has one permit for each file that can be opened.
    pub(super) open_files: Arc<Semaphore>,
    pub(super) usage: Arc<Usage>,
}

impl Access {
    pub(super) fn new(
        grants: Arc<Grants>,
        config: FilesystemConfig,
        usage: Arc<Usage>,
    ) -> Result<Self, MountError> {
        let tree = Arc::new(Tree::open(&config.mounts)?);
        let open_files = Arc::new(Semaphore::new(config.max_open_files));
        Ok(Self { grants, config: Arc::new(config), tree, open_files, usage })
    }

    /// Resolves a path, if the action is allowed on both the path and the one that its links resolve to.
    pub(super) fn locate(
        &self,
        action: FilesystemAction,
        path: &str,
        last: LastSegment,
    ) -> Result<Location, FileError> {
        let path = parse(path)?;
        self.authorize(action, &path)?;
        let mut moved = FileError::NotFound;
        for _ in 0..MAX_ATTEMPTS {
            let location = self.resolve(&[action], &path, last)?;
            match self.tree.confirm_parent(&location) {
                Ok(()) => return Ok(location),
                Err(error) => moved = error,
            }
        }
        Err(moved)
    }

    /// Resolves a path on which the actions are allowed, if they are also allowed on the path that its links lead to.
    ///
    /// The component does not learn that path, nor whether it exists, unless it is granted.
    pub(super) fn resolve(
        &self,
        actions: &[FilesystemAction],
        path: &TreePath,
        last: LastSegment,
    ) -> Result<Location, FileError> {
        let resolved = self.tree.resolve(path, last);
        let reached = match &resolved {
            Ok(location) => &location.path,
            Err(unresolved) => &unresolved.path,
        };
        let allowed = |&action: &FilesystemAction| self.grants.check_file(action, reached).allowed;
        if reached != path && !actions.iter().all(allowed) {
            let reason = "symbolic links in the path lead to one that is not granted";
            return Err(FileError::PermissionDenied(reason.into()));
        }
        resolved.map_err(|unresolved| unresolved.error)
    }

    /// Fails once the component is stopped. Calls that can take long do this between entries or parts.
    pub(super) fn check_running(&self) -> Result<(), FileError> {
        match self.usage.is_stopped() {
            true => Err(FileError::Io("the component was stopped".into())),
            false => Ok(()),
        }
    }

    pub(super) fn authorize(
        &self,
        action: FilesystemAction,
        path: &TreePath,
    ) -> Result<(), FileError> {
        self.grants.check_file(action, path).into_result().map_err(FileError::PermissionDenied)
    }
}

pub(super) fn parse(path: &str) -> Result<TreePath, FileError> {
    TreePath::parse(path).map_err(FileError::InvalidPath)
}
