//! The permission types of `airssys:core-capabilities`.

use std::fmt;

use super::escape::Escaped;
use super::pattern::is_literal;

/// The id of a component: `component-id`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ComponentId {
    /// The publisher.
    pub namespace: String,
    /// The name within the namespace.
    pub name: String,
    /// The version.
    pub version: String,
}

impl ComponentId {
    /// Creates the id `namespace:name@version`.
    pub fn new(
        namespace: impl Into<String>,
        name: impl Into<String>,
        version: impl Into<String>,
    ) -> Self {
        Self { namespace: namespace.into(), name: name.into(), version: version.into() }
    }

    /// The text that patterns are compared with: like the displayed one, but without escapes.
    pub(in crate::host) fn unescaped(&self) -> String {
        format!("{}:{}@{}", self.namespace, self.name, self.version)
    }
}

/// The maximum length of each part of the id of a component, in bytes.
pub const MAX_ID_PART: usize = 256;

/// The maximum length of a pattern without `*` that a component sends, in bytes, as that of paths on Linux.
const MAX_SENT_LITERAL: usize = 4096;
/// The maximum length of a pattern with `*` that a component sends, in bytes.
const MAX_SENT_PATTERN: usize = 1024;

impl fmt::Display for ComponentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Escaped(&self.unescaped()).fmt(f)
    }
}

/// Defines an enum whose variants are displayed by their WIT names.
macro_rules! action {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $wit:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $wit)] $variant,)*
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
    /// An action on a file or directory: `filesystem-action`.
    FilesystemAction {
        /// Read a file or its metadata.
        Read = "read",
        /// Create a file or change its content.
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
    /// An action on the network: `network-action`.
    NetworkAction {
        /// Send HTTP requests.
        Http = "http",
        /// Open TCP connections.
        Connect = "connect",
        /// Resolve host names.
        Resolve = "resolve",
    }
}

action! {
    /// An action on a process or the environment: `process-action`.
    ProcessAction {
        /// Start a program.
        Spawn = "spawn",
        /// Kill a process that the component has started.
        Kill = "kill",
        /// Read environment variables of the host.
        ReadEnvironment = "read-environment",
    }
}

/// A permission for files and directories: `filesystem-permission`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FilesystemPermission {
    /// The action.
    pub action: FilesystemAction,
    /// A pattern of absolute paths: `/data/**`.
    pub path_pattern: String,
}

/// A permission for the network: `network-permission`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NetworkPermission {
    /// The action.
    pub action: NetworkAction,
    /// A pattern of host names (`*.example.com`), an address (`10.1.2.3`, `::1`), or an address range
    /// (`10.0.0.0/8`).
    ///
    /// `*` never matches loopback, private and other special-purpose addresses. They need a permission for the address
    /// or the range, or, for loopback, for `localhost`.
    pub host_pattern: String,
    /// The port; `None` allows all ports. Ignored for [`NetworkAction::Resolve`].
    pub port: Option<u16>,
}

/// A permission for processes or the environment: `process-permission`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProcessPermission {
    /// The action.
    pub action: ProcessAction,
    /// A pattern of program names, of absolute paths of programs (`/usr/bin/*`), or of environment variables.
    pub command_pattern: String,
}

/// A permission of any kind: `permission`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Permission {
    /// For files and directories.
    Filesystem(FilesystemPermission),
    /// For the network.
    Network(NetworkPermission),
    /// For processes.
    Process(ProcessPermission),
}

impl From<FilesystemPermission> for Permission {
    fn from(permission: FilesystemPermission) -> Self {
        Self::Filesystem(permission)
    }
}

impl From<NetworkPermission> for Permission {
    fn from(permission: NetworkPermission) -> Self {
        Self::Network(permission)
    }
}

impl From<ProcessPermission> for Permission {
    fn from(permission: ProcessPermission) -> Self {
        Self::Process(permission)
    }
}

impl Permission {
    /// The pattern.
    #[must_use]
    pub fn pattern(&self) -> &str {
        match self {
            Self::Filesystem(permission) => &permission.path_pattern,
            Self::Network(permission) => &permission.host_pattern,
            Self::Process(permission) => &permission.command_pattern,
        }
    }

    /// The pattern, and the port if there is one, as they are displayed.
    pub(in crate::host) fn shown_pattern(&self) -> String {
        let port = match self {
            Self::Network(permission) => permission.port,
            Self::Filesystem(_) | Self::Process(_) => None,
        };
        let port = port.map_or(String::new(), |port| format!(" port {port}"));
        format!("`{}`{port}", Escaped(self.pattern()))
    }

    /// Fails if the pattern is longer than components may send.
    pub(in crate::host) fn check_len(&self) -> Result<(), String> {
        let pattern = self.pattern();
        let limit = if is_literal(pattern) { MAX_SENT_LITERAL } else { MAX_SENT_PATTERN };
        match pattern.len() <= limit {
            true => Ok(()),
            false => Err(format!("the pattern is longer than {limit} bytes")),
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Filesystem(permission) => write!(f, "filesystem: {} ", permission.action),
            Self::Network(permission) => write!(f, "network: {} ", permission.action),
            Self::Process(permission) => write!(f, "process: {} ", permission.action),
        }?;
        f.write_str(&self.shown_pattern())
    }
}

/// Permissions of all kinds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Permissions {
    /// For files and directories.
    pub filesystem: Vec<FilesystemPermission>,
    /// For the network.
    pub network: Vec<NetworkPermission>,
    /// For processes.
    pub process: Vec<ProcessPermission>,
}

/// The permissions that a component requests: `requested-permissions`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedPermissions {
    /// The component that requests the permissions.
    pub component: ComponentId,
    /// For files and directories.
    pub filesystem: Vec<FilesystemPermission>,
    /// For the network.
    pub network: Vec<NetworkPermission>,
    /// For processes.
    pub process: Vec<ProcessPermission>,
}

impl RequestedPermissions {
    /// Requests nothing.
    #[must_use]
    pub fn none(component: ComponentId) -> Self {
        Self { component, filesystem: Vec::new(), network: Vec::new(), process: Vec::new() }
    }

    /// The requested permissions, to grant all of them.
    #[must_use]
    pub fn permissions(&self) -> Permissions {
        Permissions {
            filesystem: self.filesystem.clone(),
            network: self.network.clone(),
            process: self.process.clone(),
        }
    }
}

/// Error of a permission whose pattern is invalid or matches nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPermission {
    /// The component that the permission is for.
    pub component: Box<ComponentId>,
    /// The permission.
    pub permission: Permission,
    /// The reason why it is invalid.
    pub reason: String,
}

impl fmt::Display for InvalidPermission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "invalid permission of `{}`: {}: {}",
            self.component, self.permission, self.reason
        )
    }
}

impl std::error::Error for InvalidPermission {}
