//! `airssys:ext-network`, implemented by [`engine::Network`].

use std::net::{IpAddr, SocketAddr};

use wasmtime::component::Resource;

use crate::host::bindings::network::{
    self, HostTcpConnection, HttpHeader, HttpMethod, HttpRequest, HttpResponse, IpAddress,
    NetworkPermission, SocketAddress, TcpConnection,
};
use crate::host::bindings::types::NetworkError;
use crate::host::capability::network as engine;
use crate::host::state::State;

type CallResult<T> = wasmtime::Result<Result<T, NetworkError>>;

impl HostTcpConnection for State {
    async fn connect(
        &mut self,
        host: String,
        port: u16,
        timeout_ms: Option<u64>,
    ) -> CallResult<Resource<TcpConnection>> {
        let network = self.extensions.network("[static]tcp-connection.connect")?;
        if let Err(reason) = self.handles.check_limit() {
            return Ok(Err(NetworkError::Io(reason)));
        }
        match network.connect(&host, port, timeout_ms).await {
            Ok(connection) => Ok(Ok(self.handles.push(connection)?)),
            Err(error) => Ok(Err(error.into())),
        }
    }

    async fn read(
        &mut self,
        connection: Resource<TcpConnection>,
        length: u32,
    ) -> CallResult<Vec<u8>> {
        let connection = self.handles.table.get_mut(&connection)?;
        Ok(connection.read(length).await.map_err(Into::into))
    }

    async fn write(
        &mut self,
        connection: Resource<TcpConnection>,
        bytes: Vec<u8>,
    ) -> CallResult<u32> {
        let connection = self.handles.table.get_mut(&connection)?;
        Ok(connection.write(&bytes).await.map_err(Into::into))
    }

    async fn finish(&mut self, connection: Resource<TcpConnection>) -> CallResult<()> {
        let connection = self.handles.table.get_mut(&connection)?;
        Ok(connection.finish().await.map_err(Into::into))
    }

    async fn peer_address(
        &mut self,
        connection: Resource<TcpConnection>,
    ) -> wasmtime::Result<SocketAddress> {
        Ok(socket_address(self.handles.table.get(&connection)?.peer_address()))
    }

    async fn drop(&mut self, connection: Resource<TcpConnection>) -> wasmtime::Result<()> {
        self.handles.delete(connection).map(drop)
    }
}

impl network::Host for State {
    async fn send_http_request(&mut self, request: HttpRequest) -> CallResult<HttpResponse> {
        let network = self.extensions.network("send-http-request")?;
        let response = network.send_http_request(engine_request(request)).await;
        Ok(response.map(wit_response).map_err(Into::into))
    }

    async fn resolve_host(&mut self, host: String) -> CallResult<Vec<IpAddress>> {
        let network = self.extensions.network("resolve-host")?;
        let addresses = network.resolve_host(&host).await;
        let addresses = addresses.map(|all| all.into_iter().map(ip_address).collect());
        Ok(addresses.map_err(Into::into))
    }

    async fn granted_permissions(&mut self) -> wasmtime::Result<Vec<NetworkPermission>> {
        let network = self.extensions.network("granted-permissions")?;
        Ok(network.granted_permissions().iter().map(Into::into).collect())
    }
}

fn engine_request(request: HttpRequest) -> engine::HttpRequest {
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
