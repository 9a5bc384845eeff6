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
