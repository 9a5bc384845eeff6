//! The records of `airssys:core-capabilities`, as plain Rust.

use std::fmt;

/// Which component is meant: `component-id`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ComponentId {
    /// Who publishes it.
    pub namespace: String,
    /// What it is called within the namespace.
    pub name: String,
    /// Which version.
    pub version: String,
}

impl ComponentId {
    /// The component `namespace:name@version`.
    pub fn new(
        namespace: impl Into<String>,
        name: impl Into<String>,
        version: impl Into<String>,
    ) -> Self {
        Self { namespace: namespace.into(), name: name.into(), version: version.into() }
    }
}

impl fmt::Display for ComponentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}@{}", self.namespace, self.name, self.version)
    }
}

/// An enum whose variants have the names that WIT gives them.
macro_rules! action {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $wit:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => $wit,)*
                })
            }
        }
    };
}

action! {
    /// What can be done to a file or directory: `filesystem-action`.
    FilesystemAction {
        /// Read a file, or learn that it is there and how large it is.
        Read = "read",
        /// Create a file, or change what it holds.
        Write = "write",
        /// Remove a file or a directory.
        Delete = "delete",
        /// List a directory.
        ListDirectory = "list-directory",
        /// Create a directory.
        CreateDirectory = "create-directory",
    }
}

action! {
    /// What can be done over the network: `network-action`.
    NetworkAction {
        /// Send HTTP requests.
        Http = "http",
        /// Open TCP connections.
        Connect = "connect",
        /// Look up the addresses of a name.
        Resolve = "resolve",
    }
}

action! {
    /// What can be done with processes: `process-action`.
    ProcessAction {
        /// Start a program.
        Spawn = "spawn",
        /// End one that the component has started.
        Kill = "kill",
        /// Read environment variables of the host.
        ReadEnvironment = "read-environment",
    }
}

/// May do something to files and directories: `filesystem-permission`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FilesystemPermission {
    /// What.
    pub action: FilesystemAction,
    /// To which, by their absolute paths: `/data/**`.
    pub path_pattern: String,
}

/// May do something over the network: `network-permission`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NetworkPermission {
    /// What.
    pub action: NetworkAction,
    /// With which hosts: names (`*.example.com`), an address (`10.1.2.3`, `::1`), or a range of
    /// addresses (`10.0.0.0/8`).
    ///
    /// Loopback, private and other special addresses are reached only if an address, a range or, for
    /// loopback, `localhost` is written out; no `*` stands for them.
    pub host_pattern: String,
    /// On which port; on any if absent. Means nothing for [`NetworkAction::Resolve`].
    pub port: Option<u16>,
}

/// May do something with processes: `process-permission`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProcessPermission {
    /// What.
    pub action: ProcessAction,
    /// With which programs, by name or absolute path: `/usr/bin/*`; or which environment variables.
    pub command_pattern: String,
}

/// One permission of any kind: `permission`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Permission {
    /// For files and directories.
    Filesystem(FilesystemPermission),
    /// For the network.
    Network(NetworkPermission),
    /// For processes.
    Process(ProcessPermission),
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Filesystem(p) => write!(f, "filesystem: {} `{}`", p.action, p.path_pattern),
            Self::Network(NetworkPermission { action, host_pattern, port: Some(port) }) => {
                write!(f, "network: {action} `{host_pattern}` port {port}")
            }
            Self::Network(p) => write!(f, "network: {} `{}`", p.action, p.host_pattern),
            Self::Process(p) => write!(f, "process: {} `{}`", p.action, p.command_pattern),
        }
    }
}

/// Permissions of all kinds, such as those that a host grants.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Permissions {
    /// For files and directories.
    pub filesystem: Vec<FilesystemPermission>,
    /// For the network.
    pub network: Vec<NetworkPermission>,
    /// For processes.
    pub process: Vec<ProcessPermission>,
}

/// All that a component asks for: `requested-permissions`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedPermissions {
    /// The component that asks.
    pub component: ComponentId,
    /// For files and directories.
    pub filesystem: Vec<FilesystemPermission>,
    /// For the network.
    pub network: Vec<NetworkPermission>,
    /// For processes.
    pub process: Vec<ProcessPermission>,
}

impl RequestedPermissions {
    /// A component that asks for nothing.
    #[must_use]
    pub fn none(component: ComponentId) -> Self {
        Self { component, filesystem: Vec::new(), network: Vec::new(), process: Vec::new() }
    }

    /// What it asks for, as a host grants it that grants all of it.
    #[must_use]
    pub fn permissions(&self) -> Permissions {
        Permissions {
            filesystem: self.filesystem.clone(),
            network: self.network.clone(),
            process: self.process.clone(),
        }
    }
}

/// A permission whose pattern can match nothing, or is not one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPermission {
    /// Whose permission it is.
    pub component: Box<ComponentId>,
    /// The permission.
    pub permission: Permission,
    /// What is wrong with it, and what to write instead.
    pub reason: String,
}

impl fmt::Display for InvalidPermission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "permission `{}` of {}: {}", self.permission, self.component, self.reason)
    }
}

impl std::error::Error for InvalidPermission {}
