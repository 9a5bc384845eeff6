//! Files, network and processes behind permissions.
//!
//! A component requests permissions and the host grants some of them. An engine for each kind of permission executes
//! the calls of the component that the [`Grants`] allow, and denies all others.
//!
//! The types mirror those of `airssys:core-capabilities` and the three `airssys:ext-…` packages, but depend neither on
//! generated bindings nor on Wasmtime.
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
//! Every decision is a `tracing` event with the target [`TRACING_TARGET`], which records the component, the permission
//! that was needed, and the grant that allows it or the reason for the denial. What a component chose is in fields of
//! type string, which subscribers quote or escape.

use std::sync::Arc;

mod address;
mod comparison;
mod decision;
mod error;
mod escape;
pub mod filesystem;
mod grants;
mod host_pattern;
mod intersect;
mod language;
pub mod network;
mod path;
mod pattern;
mod permission;
pub mod process;
mod usage;

pub use comparison::{Comparison, RequestOutcome};
pub use decision::{Decision, TRACING_TARGET};
pub use error::{FileError, NetworkError, ProcessError};
pub(super) use escape::Escaped;
pub use filesystem::Filesystem;
pub use grants::Grants;
pub(super) use language::component_pattern;
pub use network::Network;
pub use pattern::Pattern;
pub use permission::{
    ComponentId, FilesystemAction, FilesystemPermission, InvalidPermission, MAX_ID_PART,
    NetworkAction, NetworkPermission, Permission, Permissions, ProcessAction, ProcessPermission,
    RequestedPermissions,
};
pub use process::Processes;
pub use usage::{BytesExceeded, Charge, Running, Usage};

/// The engines of one component.
#[derive(Debug, Clone)]
pub struct Capabilities {
    /// The permissions of the component.
    pub grants: Arc<Grants>,
    /// Files and directories.
    pub filesystem: Filesystem,
    /// The network.
    pub network: Network,
    /// Processes and the environment.
    pub processes: Processes,
}

impl Capabilities {
    /// Creates the engines for the component of `grants`, which is charged for what they use.
    ///
    /// # Errors
    ///
    /// Fails if a mount is invalid.
    pub fn new(
        grants: Grants,
        filesystem: filesystem::FilesystemConfig,
        network: network::NetworkConfig,
        processes: process::ProcessConfig,
        usage: &Arc<Usage>,
    ) -> Result<Self, filesystem::MountError> {
        let grants = Arc::new(grants);
        Ok(Self {
            filesystem: Filesystem::with_usage(Arc::clone(&grants), filesystem, Arc::clone(usage))?,
            network: Network::with_usage(Arc::clone(&grants), network, Arc::clone(usage)),
            processes: Processes::with_usage(Arc::clone(&grants), processes, Arc::clone(usage)),
            grants,
        })
    }

    /// Decides whether the component has a permission: `check-permission`.
    ///
    /// If the pattern is literal, the decision is that of a call that needs the permission now, with symbolic links
    /// followed and programs looked up. Host names are not resolved, so that a check causes no traffic. A pattern with
    /// `*` is granted if a single permission covers it.
    #[must_use]
    pub fn check(&self, permission: &Permission) -> Decision {
        match permission {
            Permission::Filesystem(needed) if pattern::is_literal(&needed.path_pattern) => {
                self.filesystem.check(needed.action, &needed.path_pattern)
            }
            Permission::Process(needed) if pattern::is_literal(&needed.command_pattern) => {
                self.processes.check(needed.action, &needed.command_pattern)
            }
            permission => self.grants.check(permission),
        }
    }
}
