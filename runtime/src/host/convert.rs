//! Between the types of the bindings and those of the capabilities: the same records, field by field.

use super::bindings::{capabilities as wit, filesystem, types};
use super::capability as plain;
use super::capability::filesystem as files;

macro_rules! same_cases {
    ($wit:path, $plain:path: $($case:ident)*) => {
        impl From<$wit> for $plain {
            fn from(it: $wit) -> Self {
                use $wit as From;
                match it {
                    $(From::$case => Self::$case,)*
                }
            }
        }

        impl From<$plain> for $wit {
            fn from(it: $plain) -> Self {
                use $plain as From;
                match it {
                    $(From::$case => Self::$case,)*
                }
            }
        }
    };
}

same_cases!(wit::FilesystemAction, plain::FilesystemAction:
    Read Write Delete ListDirectory CreateDirectory);
same_cases!(wit::NetworkAction, plain::NetworkAction: Http Connect Resolve);
same_cases!(filesystem::EntryKind, files::EntryKind: File Directory SymbolicLink Other);
same_cases!(wit::ProcessAction, plain::ProcessAction: Spawn Kill ReadEnvironment);

macro_rules! same_fields {
    ($wit:path, $plain:path: $($field:ident)*) => {
        impl From<$wit> for $plain {
            fn from(it: $wit) -> Self {
                Self { $($field: it.$field.into(),)* }
            }
        }

        impl From<&$plain> for $wit {
            fn from(it: &$plain) -> Self {
                Self { $($field: it.$field.clone().into(),)* }
            }
        }
    };
}

macro_rules! same_errors {
    ($wit:path, $plain:path: $($case:ident)* ; $($why:ident)*) => {
        impl From<$plain> for $wit {
            fn from(it: $plain) -> Self {
                use $plain as From;
                match it {
                    $(From::$case => Self::$case,)*
                    $(From::$why(why) => Self::$why(why),)*
                }
            }
        }
    };
}

same_errors!(types::FileError, plain::FileError:
    NotFound AlreadyExists IsDirectory NotDirectory DirectoryNotEmpty WrongMode NoSpace;
    PermissionDenied InvalidPath Io);
same_errors!(types::NetworkError, plain::NetworkError:
    HostNotFound ConnectionRefused ConnectionReset ConnectionClosed TimedOut;
    PermissionDenied InvalidUrl Tls Protocol Io);
same_errors!(types::ProcessError, plain::ProcessError:
    ProgramNotFound TimedOut;
    PermissionDenied InvalidCommand Io);

same_fields!(types::ComponentId, plain::ComponentId: namespace name version);
same_fields!(wit::FilesystemPermission, plain::FilesystemPermission: action path_pattern);
same_fields!(wit::NetworkPermission, plain::NetworkPermission: action host_pattern port);
same_fields!(wit::ProcessPermission, plain::ProcessPermission: action command_pattern);

macro_rules! kinds {
    ($($kind:ident $permission:ident)*) => {
        $(impl From<plain::$permission> for plain::Permission {
            fn from(it: plain::$permission) -> Self {
                Self::$kind(it)
            }
        })*
    };
}

kinds!(Filesystem FilesystemPermission Network NetworkPermission Process ProcessPermission);

impl From<&types::ComponentId> for plain::ComponentId {
    fn from(it: &types::ComponentId) -> Self {
        it.clone().into()
    }
}

impl From<wit::Permission> for plain::Permission {
    fn from(it: wit::Permission) -> Self {
        match it {
            wit::Permission::Filesystem(it) => Self::Filesystem(it.into()),
            wit::Permission::Network(it) => Self::Network(it.into()),
            wit::Permission::Process(it) => Self::Process(it.into()),
        }
    }
}

impl From<&plain::RequestedPermissions> for wit::RequestedPermissions {
    fn from(it: &plain::RequestedPermissions) -> Self {
        Self {
            component: (&it.component).into(),
            filesystem: it.filesystem.iter().map(Into::into).collect(),
            network: it.network.iter().map(Into::into).collect(),
            process: it.process.iter().map(Into::into).collect(),
        }
    }
}
