//! The other party to the packages in `wit/`: a host that runs components and serves them, and denies what was
//! not granted.

#[cfg(not(unix))]
compile_error!("the feature `host-services` needs a Unix system: leave it out for this target");

pub mod capability;

#[allow(missing_docs, unreachable_pub)]
mod bindings;
mod calls;
mod convert;
mod error;
mod extensions;
mod filesystem;
mod hub;
mod instance;
mod limits;
mod log;
mod mailbox;
mod network;
mod process;
mod registry;
mod requests;
mod services;
mod start;
mod state;
mod task;

pub use bindings::{host_services, lifecycle, types};
pub use capability::{
    ComponentId, FilesystemAction, FilesystemPermission, NetworkAction, NetworkPermission,
    Permission, Permissions, ProcessAction, ProcessPermission, RequestedPermissions,
};
pub use error::{CallError, End, HostError, StartError};
pub use extensions::Ungranted;
pub use hub::{Host, HostBuilder, Program};
pub use instance::{Instance, Operation};
pub use limits::Limits;
pub use log::{LogEntry, LogSink, Tracing};
pub use start::InstanceBuilder;
