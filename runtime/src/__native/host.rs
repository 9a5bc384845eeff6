//! The host services, and the types of their bindings.

pub use crate::host::native::{
    File, Filesystem, HostServices, Network, Process, Processes, Services, TcpConnection, To,
    capabilities, filesystem, host_services, network, process, types,
};
