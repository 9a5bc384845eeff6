//! Bindings for all packages of the project by a build script, in a crate that denies warnings.

#![deny(warnings, missing_docs, clippy::all, clippy::pedantic)]

airssys_bindings::include_bindings!();

// The path of each interface and world is its WIT name.
pub use airssys::core_capabilities::capabilities::{Permission, RequestedPermissions};
pub use airssys::core_component::component_lifecycle::ComponentConfig;
pub use airssys::core_host::host_services::{ComponentInfo, MessagingError};
pub use airssys::core_types::types::{FileError, Timestamp};
pub use airssys::ext_filesystem::filesystem::{File, OpenOptions};
pub use airssys::ext_network::network::{HttpRequest, TcpConnection};
pub use airssys::ext_process::process::{ExitStatus, Process};
pub use airssys::worlds::{filesystem_component, full, network_component, process_component};

airssys::worlds::component::export!(Stub with_types_in airssys::worlds::component);

use airssys::worlds::component::Stub;
