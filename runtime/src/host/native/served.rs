//! The interfaces that the host serves, with the functions and resources of their mocks, and the types of the host's bindings.

use wasmtime::component::Resource;

use super::Services;
use crate::host::bindings::filesystem::{self, HostFile};
use crate::host::bindings::network::{self, HostTcpConnection};
use crate::host::bindings::process::{self, HostProcess};
use crate::host::bindings::types::{
    ComponentId, ExecutionStatus, FileError, LogLevel, NetworkError, ProcessError, RequestId,
    Timestamp,
};
use crate::host::bindings::{capabilities, host_services};
use crate::host::resources::OpenFile;
use crate::host::state::State;

/// Declares a type for an interface, whose functions call those of the host.
macro_rules! interface {
    (
        $(#[$doc:meta])*
        $ty:ident: $host:path {
            $($function:ident($($argument:ident: $argument_ty:ty),*) $(-> $result:ty)?;)*
        }
    ) => {
        $(#[$doc])*
        pub struct $ty(pub Services);

        #[allow(missing_docs, reason = "the functions of the interface")]
        impl $ty {
            $(
                pub fn $function(&self $(, $argument: $argument_ty)*) $(-> $result)? {
                    self.0.call(async |state| <State as $host>::$function(state $(, $argument)*).await)
                }
            )*
        }
    };
}

/// Declares a type for a resource, whose methods call those of the host.
macro_rules! resource {
    (
        $(#[$doc:meta])*
        $ty:ident: $host:ident for $resource:path {
            $($method:ident($($argument:ident: $argument_ty:ty),*) -> $result:ty;)*
        }
    ) => {
        $(#[$doc])*
        pub struct $ty {
            services: Services,
            rep: u32,
        }

        #[allow(missing_docs, reason = "the methods of the resource")]
        impl $ty {
            fn new(services: &Services, resource: &Resource<$resource>) -> Self {
                Self { services: services.clone(), rep: resource.rep() }
            }

            $(
                pub fn $method(&self $(, $argument: $argument_ty)*) -> $result {
                    let resource = Resource::new_borrow(self.rep);
                    self.services.call(async |state| {
                        <State as $host>::$method(state, resource $(, $argument)*).await
                    })
                }
            )*
        }

        impl Drop for $ty {
            fn drop(&mut self) {
                let resource = Resource::new_own(self.rep);
                self.services.call(async |state| <State as $host>::drop(state, resource).await);
            }
        }
    };
}

interface! {
    /// `airssys:core-host/host-services`.
    HostServices: host_services::Host {
        log(level: LogLevel, message: String, context: Vec<(String, String)>);
        cancel_request(request: RequestId) -> Result<ExecutionStatus, host_services::MessagingError>;
        current_time() -> Timestamp;
        sleep_millis(millis: u64);
        list_components() -> Vec<ComponentId>;
        get_component_metadata(id: ComponentId)
            -> Result<host_services::ComponentInfo, host_services::MessagingError>;
        check_permission(permission: capabilities::Permission) -> capabilities::PermissionResult;
    }
}

#[allow(missing_docs, reason = "the functions of the interface")]
impl HostServices {
    #[track_caller]
    pub fn send_message(
        &self,
        recipient: ComponentId,
        message: Vec<u8>,
    ) -> Result<(), host_services::MessagingError> {
        let sent = self
            .0
            .call(async |state| host_services::Host::send_message(state, recipient, message).await);
        sent.map(|()| not_delivered("send-message"))
    }

    #[track_caller]
    pub fn send_request(
        &self,
        recipient: ComponentId,
        operation: Vec<u8>,
        timeout_ms: u64,
    ) -> Result<RequestId, host_services::MessagingError> {
        let sent = self.0.call(async |state| {
            host_services::Host::send_request(state, recipient, operation, timeout_ms).await
        });
        sent.map(|_| not_delivered("send-request"))
    }
}

/// Panics: there is no other component, and the test calls the functions of this one.
#[track_caller]
fn not_delivered(function: &str) -> ! {
    panic!(
        "`{function}` of `airssys:core-host/host-services` was called to reach the component itself, and in native code nothing \
         delivers what it sends\n  = help: install a mock of `host-services` for this test"
    )
}

interface! {
    /// `airssys:ext-filesystem/filesystem`.
    Filesystem: filesystem::Host {
        read_file(path: String) -> Result<Vec<u8>, FileError>;
        write_file(path: String, bytes: Vec<u8>) -> Result<(), FileError>;
        delete_file(path: String) -> Result<(), FileError>;
        exists(path: String) -> Result<bool, FileError>;
        stat(path: String) -> Result<filesystem::FileStat, FileError>;
        list_directory(path: String) -> Result<Vec<filesystem::DirectoryEntry>, FileError>;
        create_directory(path: String) -> Result<(), FileError>;
        remove_directory(path: String, recursive: bool) -> Result<(), FileError>;
        granted_permissions() -> Vec<capabilities::FilesystemPermission>;
    }
}

#[allow(missing_docs, reason = "the static functions of resources")]
impl Filesystem {
    pub fn file_open(
        &self,
        path: String,
        options: filesystem::OpenOptions,
    ) -> Result<File, FileError> {
        let opened = self.0.call(async |state| HostFile::open(state, path, options).await);
        opened.map(|file| File::new(&self.0, &file))
    }
}

resource! {
    /// An open file.
    File: HostFile for OpenFile {
        read(length: u32) -> Result<Vec<u8>, FileError>;
        write(bytes: Vec<u8>) -> Result<u32, FileError>;
        seek(position: filesystem::SeekPosition) -> Result<u64, FileError>;
        sync() -> Result<(), FileError>;
    }
}

interface! {
    /// `airssys:ext-network/network`.
    Network: network::Host {
        send_http_request(request: network::HttpRequest)
            -> Result<network::HttpResponse, NetworkError>;
        resolve_host(host: String) -> Result<Vec<network::IpAddress>, NetworkError>;
        granted_permissions() -> Vec<capabilities::NetworkPermission>;
    }
}

#[allow(missing_docs, reason = "the static functions of resources")]
impl Network {
    pub fn tcp_connection_connect(
        &self,
        host: String,
        port: u16,
        timeout_ms: Option<u64>,
    ) -> Result<TcpConnection, NetworkError> {
        let connected = self
            .0
            .call(async |state| HostTcpConnection::connect(state, host, port, timeout_ms).await);
        connected.map(|connection| TcpConnection::new(&self.0, &connection))
    }
}

resource! {
    /// A TCP connection.
    TcpConnection: HostTcpConnection for network::TcpConnection {
        read(length: u32) -> Result<Vec<u8>, NetworkError>;
        write(bytes: Vec<u8>) -> Result<u32, NetworkError>;
        finish() -> Result<(), NetworkError>;
        peer_address() -> network::SocketAddress;
    }
}

interface! {
    /// `airssys:ext-process/process`.
    Processes: process::Host {
        get_environment_variable(name: String) -> Result<Option<String>, ProcessError>;
        granted_permissions() -> Vec<capabilities::ProcessPermission>;
    }
}

#[allow(missing_docs, reason = "the static functions of resources")]
impl Processes {
    pub fn process_spawn(&self, command: process::Command) -> Result<Process, ProcessError> {
        let spawned = self.0.call(async |state| HostProcess::spawn(state, command).await);
        spawned.map(|process| Process::new(&self.0, &process))
    }
}

resource! {
    /// A process.
    Process: HostProcess for process::Process {
        id() -> u32;
        wait(timeout_ms: Option<u64>) -> Result<process::ExitStatus, ProcessError>;
        kill() -> Result<(), ProcessError>;
        exit_status() -> Result<Option<process::ExitStatus>, ProcessError>;
        output() -> Result<process::ProcessOutput, ProcessError>;
    }
}
