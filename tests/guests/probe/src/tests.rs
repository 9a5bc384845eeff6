use std::rc::Rc;

use crate::airssys::ext_network::network::{
    self, HttpRequest, HttpResponse, IpAddress, MockTcpConnection, NetworkError, SocketAddress,
    TcpConnection,
};
use crate::net;

struct Network;

impl network::Mock for Network {
    fn tcp_connection_connect(
        &self,
        _: &str,
        port: u16,
        _: Option<u64>,
    ) -> Result<TcpConnection, NetworkError> {
        Ok(TcpConnection::mock(Connection(port)))
    }

    fn send_http_request(&self, request: &HttpRequest) -> Result<HttpResponse, NetworkError> {
        let body = [request.url.as_bytes(), &request.body].concat();
        Ok(HttpResponse { status: 200, headers: request.headers.clone(), body })
    }
}

struct Connection(u16);

impl MockTcpConnection for Connection {
    fn write(&self, bytes: &[u8]) -> Result<u32, NetworkError> {
        Ok(u32::try_from(bytes.len()).unwrap())
    }

    fn peer_address(&self) -> SocketAddress {
        SocketAddress { address: IpAddress::Ipv4((127, 0, 0, 1)), port: self.0 }
    }
}

#[test]
fn requests_and_connections_reach_the_mock() {
    let _installed = network::mock(Rc::new(Network));
    let run = |function: &str, arguments: &[&str]| net::run(function, arguments).unwrap();
    assert_eq!(run("http", &["get", "http://a/", "!"]), "Ok((200, 1, \"http://a/!\"))");
    assert_eq!(run("connect", &["a", "80"]), "connection 0");
    assert_eq!(run("tcp write", &["0", "four"]), "Ok(4)");
    assert!(run("tcp peer", &["0"]).contains("port: 80"));
    assert_eq!(run("tcp close", &["0"]), "closed");
}
