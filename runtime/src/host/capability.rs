//! Files, network and processes behind permissions: from what a component asked for and what it was granted
//! to engines that do just that.
//!
//! The types mirror those of `airssys:core-capabilities` and the three `airssys:ext-…` packages one for one, and
//! depend neither on generated bindings nor on Wasmtime. There is one set of engines for each component:
//!
//! ```
//! use airssys_bindings::host::capability::*;
//!
//! let component = ComponentId::new("acme", "invoice-printer", "1.4.0");
//! let read = FilesystemPermission {
//!     action: FilesystemAction::Read,
//!     path_pattern: "/invoices/**".into(),
//! };
//! let requested = RequestedPermissions {
//!     filesystem: vec![read.clone()],
//!     ..RequestedPermissions::none(component)
//! };
//! let granted = Permissions { filesystem: vec![read], ..Permissions::default() };
//!
//! let grants = Grants::new(&requested, &granted)?;
//! let decision = grants.check(&Permission::Filesystem(FilesystemPermission {
//!     action: FilesystemAction::Write,
//!     path_pattern: "/invoices/42.txt".into(),
//! }));
//! assert!(!decision.allowed);
//! # Ok::<(), InvalidPermission>(())
//! ```
//!
//! What was not granted is denied. Every decision is an event of `tracing` with the target [`TARGET`] that
//! tells the component, what it wanted, and by which grant it may.

use std::sync::Arc;

mod address;
mod decision;
mod error;
pub mod filesystem;
mod grants;
mod host_pattern;
mod meet;
pub mod network;
mod path;
mod pattern;
mod permission;
pub mod process;

pub use decision::{Decision, TARGET};
pub use error::{FileError, NetworkError, ProcessError};
pub use filesystem::Filesystem;
pub use grants::Grants;
pub use network::Network;
pub use pattern::Pattern;
pub use permission::{
    ComponentId, FilesystemAction, FilesystemPermission, InvalidPermission, NetworkAction,
    NetworkPermission, Permission, Permissions, ProcessAction, ProcessPermission,
    RequestedPermissions,
};
pub use process::Processes;

/// All that one component can do with files, the network and processes.
#[derive(Debug, Clone)]
pub struct Capabilities {
    /// What it may.
    pub grants: Arc<Grants>,
    /// Its files.
    pub filesystem: Filesystem,
    /// Its network.
    pub network: Network,
    /// Its processes.
    pub processes: Processes,
}

impl Capabilities {
    /// The capabilities of the component that `grants` are for, as the host sets them up.
    ///
    /// # Errors
    ///
    /// A directory that cannot be shown.
    pub fn new(
        grants: Grants,
        filesystem: filesystem::FilesystemConfig,
        network: network::NetworkConfig,
        processes: process::ProcessConfig,
    ) -> Result<Self, filesystem::MountError> {
        let grants = Arc::new(grants);
        Ok(Self {
            filesystem: Filesystem::new(Arc::clone(&grants), filesystem)?,
            network: Network::new(Arc::clone(&grants), network),
            processes: Processes::new(Arc::clone(&grants), processes),
            grants,
        })
    }

    /// Tells whether the component has a permission: `check-permission`.
    ///
    /// A permission without `*` is a question about one path, host, program or variable, and has the answer that a call
    /// for it would get now, links followed and programs looked up; only names of hosts are not, so that a question causes
    /// no traffic. One with `*` is granted if a single permission covers all of it.
    #[must_use]
    pub fn check(&self, permission: &Permission) -> Decision {
        match permission {
            Permission::Filesystem(asked) if pattern::is_literal(&asked.path_pattern) => {
                self.filesystem.check(asked.action, &asked.path_pattern)
            }
            Permission::Process(asked) if pattern::is_literal(&asked.command_pattern) => {
                self.processes.check(asked.action, &asked.command_pattern)
            }
            permission => self.grants.check(permission),
        }
    }
}
