//! Implements the mocks of a guest's bindings by the host services. `__mocks!` calls this for each interface.

/// Makes what is installed for an interface available as its mock: a mock, or the host services, for interfaces that
/// they serve.
#[macro_export]
#[doc(hidden)]
macro_rules! __installed_for {
    ([] $mock:ident $($imports:tt)*) => {
        $crate::__only_mocks! { $mock }
    };
    ([$interface:ident] $mock:ident $functions:tt $($resources:tt)*) => {
        const _: () = {
            /// Tells the conversions of this interface from those of others.
            struct Here;
            use $crate::__native::host::{self, Services};

            impl $crate::__native::Interface for dyn $mock {
                fn of(installed: &dyn ::core::any::Any) -> ::core::option::Option<$crate::__native::Rc<Self>> {
                    let mock = installed.downcast_ref::<$crate::__native::Rc<Self>>().cloned();
                    mock.or_else(|| {
                        let services = Services::of(installed)?;
                        ::core::option::Option::Some($crate::__native::Rc::new(host::$interface(services)))
                    })
                }
            }

            $crate::__served! { Here $mock $interface $functions }
            $crate::__served_resources! { Here $($resources)* }
            $crate::__served_types! { Here $interface }
        };
    };
}

/// Implements the trait of an interface or resource by a type of the host.
#[macro_export]
#[doc(hidden)]
macro_rules! __served {
    (
        $here:ident $mock:ident $served:ident
        { $(fn $name:ident $wit:literal ($($argument:ident : $ty:ty),*) -> $result:ty;)* }
    ) => {
        impl $mock for $crate::__native::host::$served {
            $(
                fn $name(&self $(, $argument: $ty)*) -> $result {
                    use $crate::__native::host::{$served, To};
                    To::<_, $here>::to($served::$name(self $(, To::<_, $here>::to($argument))*))
                }
            )*
        }
    };
}

/// Implements the traits of resources, and makes handles of the objects.
#[macro_export]
#[doc(hidden)]
macro_rules! __served_resources {
    ($here:ident $(resource $handle:ident $object:ident $new:ident $methods:tt)*) => {
        $(
            $crate::__served! { $here $object $handle $methods }

            impl $crate::__native::host::To<$handle, $here> for $crate::__native::host::$handle {
                fn to(self) -> $handle {
                    $handle::$new(self)
                }
            }
        )*
    };
}

/// Converts the types of an interface.
#[macro_export]
#[doc(hidden)]
macro_rules! __served_types {
    ($here:ident HostServices) => {
        $crate::__convert! {
            $here super::super::core_types::types, $crate::__native::host::types;
            enum LogLevel { Trace Debug Info Warn Error }
            enum HealthStatus { Healthy Degraded Unhealthy Unknown }
            enum ExecutionStatus { Pending Running Completed Failed Cancelled TimedOut }
            record ComponentId { namespace name version }
            record Timestamp { seconds nanoseconds }
        }
        $crate::__convert! {
            $here super::super::core_capabilities::capabilities, $crate::__native::host::capabilities;
            enum FilesystemAction { Read Write Delete ListDirectory CreateDirectory }
            enum NetworkAction { Http Connect Resolve }
            enum ProcessAction { Spawn Kill ReadEnvironment }
            record FilesystemPermission { action path_pattern }
            record NetworkPermission { action host_pattern port }
            record ProcessPermission { action command_pattern }
            record RequestedPermissions { component filesystem network process }
            variant Permission { ; Filesystem Network Process }
            variant PermissionResult { Granted ; Denied }
        }
        $crate::__convert! {
            $here super::host_services, $crate::__native::host::host_services;
            record ComponentInfo { id health started_at requested }
            variant MessagingError {
                ComponentNotFound ComponentUnavailable RequestNotFound MailboxFull ;
                PermissionDenied MessageTooLarge Internal
            }
        }
    };
    ($here:ident Filesystem) => {
        $crate::__convert! {
            $here super::super::core_types::types, $crate::__native::host::types;
            record Timestamp { seconds nanoseconds }
            variant FileError {
                NotFound AlreadyExists IsDirectory NotDirectory DirectoryNotEmpty WrongMode NoSpace ;
                PermissionDenied InvalidPath Io
            }
        }
        $crate::__convert! {
            $here super::super::core_capabilities::capabilities, $crate::__native::host::capabilities;
            enum FilesystemAction { Read Write Delete ListDirectory CreateDirectory }
            record FilesystemPermission { action path_pattern }
        }
        $crate::__convert! {
            $here super::filesystem, $crate::__native::host::filesystem;
            enum EntryKind { File Directory SymbolicLink Other }
            flags OpenOptions { READ WRITE APPEND CREATE CREATE_NEW TRUNCATE }
            record FileStat { kind size modified read_only }
            record DirectoryEntry { name kind }
            variant SeekPosition { ; Start Current End }
        }
    };
    ($here:ident Network) => {
        $crate::__convert! {
            $here super::super::core_types::types, $crate::__native::host::types;
            variant NetworkError {
                HostNotFound ConnectionRefused ConnectionReset ConnectionClosed TimedOut ;
                PermissionDenied InvalidUrl Tls Protocol Io
            }
        }
        $crate::__convert! {
            $here super::super::core_capabilities::capabilities, $crate::__native::host::capabilities;
            enum NetworkAction { Http Connect Resolve }
            record NetworkPermission { action host_pattern port }
        }
        $crate::__convert! {
            $here super::network, $crate::__native::host::network;
            record HttpHeader { name value }
            record HttpRequest { method url headers body timeout_ms }
            record HttpResponse { status headers body }
            record SocketAddress { address port }
            variant HttpMethod { Get Head Post Put Patch Delete Options ; Other }
            variant IpAddress { ; Ipv4 Ipv6 }
        }
    };
    ($here:ident Processes) => {
        $crate::__convert! {
            $here super::super::core_types::types, $crate::__native::host::types;
            variant ProcessError {
                ProgramNotFound TimedOut ;
                PermissionDenied InvalidCommand Io
            }
        }
        $crate::__convert! {
            $here super::super::core_capabilities::capabilities, $crate::__native::host::capabilities;
            enum ProcessAction { Spawn Kill ReadEnvironment }
            record ProcessPermission { action command_pattern }
        }
        $crate::__convert! {
            $here super::process, $crate::__native::host::process;
            record Command { program arguments env_vars working_directory input }
            record ProcessOutput { stdout stderr }
            variant ExitStatus { ; Exited Signalled }
        }
    };
}
