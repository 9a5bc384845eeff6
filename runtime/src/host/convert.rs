//! Conversions between the types of the bindings and those of the standard library and of [`capability`].

use std::time::{SystemTime, UNIX_EPOCH};

use super::bindings::{capabilities as wit, filesystem, types};
use super::capability;

macro_rules! convert_enum {
    ($wit:path, $rust:path: $($case:ident)*) => {
        impl From<$wit> for $rust {
            fn from(value: $wit) -> Self {
                use $wit as From;
                match value {
                    $(From::$case => Self::$case,)*
                }
            }
        }

        impl From<$rust> for $wit {
            fn from(value: $rust) -> Self {
                use $rust as From;
                match value {
                    $(From::$case => Self::$case,)*
                }
            }
        }
    };
}

convert_enum!(wit::FilesystemAction, capability::FilesystemAction:
    Read Write Delete ListDirectory CreateDirectory);
convert_enum!(wit::NetworkAction, capability::NetworkAction: Http Connect Resolve);
convert_enum!(wit::ProcessAction, capability::ProcessAction: Spawn Kill ReadEnvironment);
convert_enum!(filesystem::EntryKind, capability::filesystem::EntryKind:
    File Directory SymbolicLink Other);

macro_rules! convert_record {
    ($wit:path, $rust:path: $($field:ident)*) => {
        impl From<$wit> for $rust {
            fn from(value: $wit) -> Self {
                Self { $($field: value.$field.into(),)* }
            }
        }

        impl From<&$rust> for $wit {
            fn from(value: &$rust) -> Self {
                Self { $($field: value.$field.clone().into(),)* }
            }
        }
    };
}

convert_record!(types::ComponentId, capability::ComponentId: namespace name version);
convert_record!(wit::FilesystemPermission, capability::FilesystemPermission: action path_pattern);
convert_record!(wit::NetworkPermission, capability::NetworkPermission: action host_pattern port);
convert_record!(wit::ProcessPermission, capability::ProcessPermission: action command_pattern);

macro_rules! convert_error {
    ($wit:path, $rust:path: $($case:ident)* ; $($with_reason:ident)*) => {
        impl From<$rust> for $wit {
            fn from(error: $rust) -> Self {
                use $rust as From;
                match error {
                    $(From::$case => Self::$case,)*
                    $(From::$with_reason(reason) => Self::$with_reason(reason),)*
                }
            }
        }
    };
}

convert_error!(types::FileError, capability::FileError:
    NotFound AlreadyExists IsDirectory NotDirectory DirectoryNotEmpty WrongMode NoSpace;
    PermissionDenied InvalidPath Io);
convert_error!(types::NetworkError, capability::NetworkError:
    HostNotFound ConnectionRefused ConnectionReset ConnectionClosed TimedOut;
    PermissionDenied InvalidUrl Tls Protocol Io);
convert_error!(types::ProcessError, capability::ProcessError:
    ProgramNotFound TimedOut;
    PermissionDenied InvalidCommand Io);

impl From<&types::ComponentId> for capability::ComponentId {
    fn from(id: &types::ComponentId) -> Self {
        id.clone().into()
    }
}

impl From<wit::Permission> for capability::Permission {
    fn from(permission: wit::Permission) -> Self {
        match permission {
            wit::Permission::Filesystem(it) => Self::Filesystem(it.into()),
            wit::Permission::Network(it) => Self::Network(it.into()),
            wit::Permission::Process(it) => Self::Process(it.into()),
        }
    }
}

impl From<&capability::RequestedPermissions> for wit::RequestedPermissions {
    fn from(requested: &capability::RequestedPermissions) -> Self {
        Self {
            component: (&requested.component).into(),
            filesystem: requested.filesystem.iter().map(Into::into).collect(),
            network: requested.network.iter().map(Into::into).collect(),
            process: requested.process.iter().map(Into::into).collect(),
        }
    }
}

/// Clamps times before 1970 to the start of 1970.
impl From<SystemTime> for types::Timestamp {
    fn from(time: SystemTime) -> Self {
        let elapsed = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { seconds: elapsed.as_secs(), nanoseconds: elapsed.subsec_nanos() }
    }
}
