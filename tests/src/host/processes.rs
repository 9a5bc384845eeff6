//! Fake processes that run nothing, and a fake network on which every call fails.

use wasmtime::component::Resource;

use super::Host;
use super::airssys::core_types::types::{NetworkError, ProcessError};
use super::airssys::ext_network::network::{
    self, HostTcpConnection, HttpRequest, HttpResponse, IpAddress, NetworkPermission,
    SocketAddress, TcpConnection,
};
use super::airssys::ext_process::process::{
    self, Command, ExitStatus, HostProcess, ProcessOutput, ProcessPermission,
};

/// A fake process.
#[derive(Debug)]
pub struct FakeProcess {
    command: String,
}

/// Returns the error with this index in WIT.
fn process_error(number: &str) -> ProcessError {
    match number {
        "0" => ProcessError::PermissionDenied("spawn".to_owned()),
        "1" => ProcessError::ProgramNotFound,
        "2" => ProcessError::InvalidCommand("the first argument".to_owned()),
        "3" => ProcessError::TimedOut,
        _ => ProcessError::Io("broken pipe".to_owned()),
    }
}

/// Returns the error with this index in WIT.
fn network_error(number: &str) -> NetworkError {
    match number {
        "0" => NetworkError::PermissionDenied("resolve".to_owned()),
        "1" => NetworkError::InvalidUrl("no scheme".to_owned()),
        "2" => NetworkError::HostNotFound,
        "3" => NetworkError::ConnectionRefused,
        "4" => NetworkError::ConnectionReset,
        "5" => NetworkError::ConnectionClosed,
        "6" => NetworkError::TimedOut,
        "7" => NetworkError::Tls("expired".to_owned()),
        "8" => NetworkError::Protocol("no status".to_owned()),
        _ => NetworkError::Io("unplugged".to_owned()),
    }
}

impl HostProcess for Host {
    fn spawn(&mut self, command: Command) -> Result<Resource<FakeProcess>, ProcessError> {
        let Command { program, arguments, .. } = command;
        if let Some(number) = program.strip_prefix("error-") {
            return Err(process_error(number));
        }
        let command = format!("{program} {}", arguments.join(" "));
        self.calls.push(format!("process.spawn({command:?})"));
        Ok(self.resources.push(FakeProcess { command }).expect("the table has room"))
    }

    fn id(&mut self, process: Resource<FakeProcess>) -> u32 {
        self.calls.push("process.id()".to_owned());
        process.rep()
    }

    fn wait(
        &mut self,
        _: Resource<FakeProcess>,
        timeout_ms: Option<u64>,
    ) -> Result<ExitStatus, ProcessError> {
        self.calls.push(format!("process.wait({timeout_ms:?})"));
        Ok(ExitStatus::Exited(0))
    }

    fn kill(&mut self, _: Resource<FakeProcess>) -> Result<(), ProcessError> {
        self.calls.push("process.kill()".to_owned());
        Ok(())
    }

    fn exit_status(
        &mut self,
        _: Resource<FakeProcess>,
    ) -> Result<Option<ExitStatus>, ProcessError> {
        self.calls.push("process.exit-status()".to_owned());
        Ok(None)
    }

    fn output(&mut self, _: Resource<FakeProcess>) -> Result<ProcessOutput, ProcessError> {
        self.calls.push("process.output()".to_owned());
        Ok(ProcessOutput { stdout: Vec::new(), stderr: Vec::new() })
    }

    fn drop(&mut self, process: Resource<FakeProcess>) -> wasmtime::Result<()> {
        let FakeProcess { command } = self.resources.delete(process)?;
        self.calls.push(format!("process.drop({command:?})"));
        Ok(())
    }
}

impl process::Host for Host {
    fn get_environment_variable(&mut self, name: String) -> Result<Option<String>, ProcessError> {
        self.calls.push(format!("get-environment-variable({name:?})"));
        Ok(None)
    }

    fn granted_permissions(&mut self) -> Vec<ProcessPermission> {
        Vec::new()
    }
}

impl HostTcpConnection for Host {
    fn connect(
        &mut self,
        host: String,
        port: u16,
        _: Option<u64>,
    ) -> Result<Resource<TcpConnection>, NetworkError> {
        self.calls.push(format!("tcp-connection.connect({host:?}, {port})"));
        Err(NetworkError::ConnectionRefused)
    }

    fn read(&mut self, _: Resource<TcpConnection>, _: u32) -> Result<Vec<u8>, NetworkError> {
        Err(NetworkError::ConnectionClosed)
    }

    fn write(&mut self, _: Resource<TcpConnection>, _: Vec<u8>) -> Result<u32, NetworkError> {
        Err(NetworkError::ConnectionClosed)
    }

    fn finish(&mut self, _: Resource<TcpConnection>) -> Result<(), NetworkError> {
        Err(NetworkError::ConnectionClosed)
    }

    fn peer_address(&mut self, _: Resource<TcpConnection>) -> SocketAddress {
        SocketAddress { address: IpAddress::Ipv4((0, 0, 0, 0)), port: 0 }
    }

    fn drop(&mut self, _: Resource<TcpConnection>) -> wasmtime::Result<()> {
        Ok(())
    }
}

impl network::Host for Host {
    fn send_http_request(&mut self, request: HttpRequest) -> Result<HttpResponse, NetworkError> {
        self.calls.push(format!("send-http-request({:?})", request.url));
        Err(NetworkError::HostNotFound)
    }

    fn resolve_host(&mut self, host: String) -> Result<Vec<IpAddress>, NetworkError> {
        Err(network_error(&host))
    }

    fn granted_permissions(&mut self) -> Vec<NetworkPermission> {
        Vec::new()
    }
}
