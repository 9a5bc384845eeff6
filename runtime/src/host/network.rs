//! `airssys:ext-network`: the engine's answers.

use std::net::{IpAddr, SocketAddr};

use wasmtime::component::Resource;

use super::bindings::network::{
    self, HostTcpConnection, HttpHeader, HttpMethod, HttpRequest, HttpResponse, IpAddress,
    NetworkPermission, SocketAddress,
};
use super::capability::network as engine;
use super::state::State;
use super::types::NetworkError;

/// A TCP connection.
#[expect(unreachable_pub, reason = "the bindings re-export it")]
pub struct Connection(engine::TcpConnection);

type Answer<T> = wasmtime::Result<Result<T, NetworkError>>;

impl HostTcpConnection for State {
    async fn connect(
        &mut self,
        host: String,
        port: u16,
        timeout_ms: Option<u64>,
    ) -> Answer<Resource<Connection>> {
        let network = self.engines.network("[static]tcp-connection.connect")?;
        if let Err(why) = self.handles.check() {
            return Ok(Err(NetworkError::Io(why)));
        }
        match network.connect(&host, port, timeout_ms).await {
            Ok(connection) => Ok(Ok(self.push(Connection(connection))?)),
            Err(error) => Ok(Err(error.into())),
        }
    }

    async fn read(&mut self, connection: Resource<Connection>, length: u32) -> Answer<Vec<u8>> {
        let connection = &mut self.table.get_mut(&connection)?.0;
        Ok(connection.read(length).await.map_err(Into::into))
    }

    async fn write(&mut self, connection: Resource<Connection>, bytes: Vec<u8>) -> Answer<u32> {
        let connection = &mut self.table.get_mut(&connection)?.0;
        Ok(connection.write(&bytes).await.map_err(Into::into))
    }

    async fn finish(&mut self, connection: Resource<Connection>) -> Answer<()> {
        let connection = &mut self.table.get_mut(&connection)?.0;
        Ok(connection.finish().await.map_err(Into::into))
    }

    async fn peer_address(
        &mut self,
        connection: Resource<Connection>,
    ) -> wasmtime::Result<SocketAddress> {
        Ok(socket_address(self.table.get(&connection)?.0.peer_address()))
    }

    async fn drop(&mut self, connection: Resource<Connection>) -> wasmtime::Result<()> {
        self.delete(connection).map(drop)
    }
}

impl network::Host for State {
    async fn send_http_request(&mut self, request: HttpRequest) -> Answer<HttpResponse> {
        let network = self.engines.network("send-http-request")?;
        let response = network.send_http_request(plain_request(request)).await;
        Ok(response.map(wit_response).map_err(Into::into))
    }

    async fn resolve_host(&mut self, host: String) -> Answer<Vec<IpAddress>> {
        let network = self.engines.network("resolve-host")?;
        let addresses = network.resolve_host(&host).await;
        let addresses = addresses.map(|all| all.into_iter().map(ip_address).collect());
        Ok(addresses.map_err(Into::into))
    }

    async fn granted_permissions(&mut self) -> wasmtime::Result<Vec<NetworkPermission>> {
        let network = self.engines.network("granted-permissions")?;
        Ok(network.granted_permissions().iter().map(Into::into).collect())
    }
}

fn plain_request(request: HttpRequest) -> engine::HttpRequest {
    let method = match request.method {
        HttpMethod::Get => engine::HttpMethod::Get,
        HttpMethod::Head => engine::HttpMethod::Head,
        HttpMethod::Post => engine::HttpMethod::Post,
        HttpMethod::Put => engine::HttpMethod::Put,
        HttpMethod::Patch => engine::HttpMethod::Patch,
        HttpMethod::Delete => engine::HttpMethod::Delete,
        HttpMethod::Options => engine::HttpMethod::Options,
        HttpMethod::Other(name) => engine::HttpMethod::Other(name),
    };
    let header = |it: HttpHeader| engine::HttpHeader { name: it.name, value: it.value };
    engine::HttpRequest {
        method,
        url: request.url,
        headers: request.headers.into_iter().map(header).collect(),
        body: request.body,
        timeout_ms: request.timeout_ms,
    }
}

fn wit_response(response: engine::HttpResponse) -> HttpResponse {
    let header = |it: engine::HttpHeader| HttpHeader { name: it.name, value: it.value };
    HttpResponse {
        status: response.status,
        headers: response.headers.into_iter().map(header).collect(),
        body: response.body,
    }
}

fn ip_address(address: IpAddr) -> IpAddress {
    match address {
        IpAddr::V4(address) => IpAddress::Ipv4(address.octets().into()),
        IpAddr::V6(address) => IpAddress::Ipv6(address.segments().into()),
    }
}

fn socket_address(address: SocketAddr) -> SocketAddress {
    SocketAddress { address: ip_address(address.ip()), port: address.port() }
}
