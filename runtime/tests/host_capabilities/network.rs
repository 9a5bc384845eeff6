//! Each function of `ext-network`, granted and denied.

use std::time::{Duration, Instant};

use airssys_bindings::host::capability::network::{
    HttpHeader, HttpMethod, HttpRequest, HttpResponse, Network,
};
use airssys_bindings::host::capability::{NetworkAction, NetworkError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::server::{Counter, Names, Server, response};
use crate::support::{host, network, network_with};

const HTTP: NetworkAction = NetworkAction::Http;
const CONNECT: NetworkAction = NetworkAction::Connect;
const RESOLVE: NetworkAction = NetworkAction::Resolve;

pub(crate) fn get(url: impl Into<String>) -> HttpRequest {
    HttpRequest {
        method: HttpMethod::Get,
        url: url.into(),
        headers: Vec::new(),
        body: Vec::new(),
        timeout_ms: None,
    }
}

pub(crate) fn header(name: &str, value: &str) -> HttpHeader {
    HttpHeader { name: name.into(), value: value.into() }
}

pub(crate) fn denied<T: std::fmt::Debug>(result: Result<T, NetworkError>, missing: &str) {
    match result {
        Err(NetworkError::PermissionDenied(reason)) => {
            assert!(reason.contains(missing), "{reason}");
        }
        other => panic!("{missing}: {other:?}"),
    }
}

fn value<'a>(response: &'a HttpResponse, name: &str) -> Vec<&'a [u8]> {
    let lines = response.headers.iter().filter(|header| header.name == name);
    lines.map(|header| header.value.as_slice()).collect()
}

#[tokio::test]
async fn send_http_request() {
    let server = Server::start(|_| {
        response("404 Not Found", &[("X-A", "1"), ("set-cookie", "a"), ("set-cookie", "b")], "none")
    })
    .await;
    let network = network(&[(HTTP, "127.0.0.1", Some(server.port))]);
    let request = HttpRequest {
        method: HttpMethod::Other("REPORT".into()),
        headers: vec![header("X-B", "2"), header("x-b", "3"), header("Content-Length", "4")],
        body: b"body".to_vec(),
        ..get(server.url("/a?b=c#fragment"))
    };
    let response = network.send_http_request(request).await.expect("a response");
    assert_eq!((response.status, response.body.as_slice()), (404, b"none".as_slice()));
    assert_eq!(value(&response, "x-a"), [b"1"]);
    assert_eq!(value(&response, "set-cookie"), [b"a", b"b"]);
    let requests = server.requests();
    let [request] = requests.as_slice() else { panic!("{requests:?}") };
    assert!(request.starts_with("REPORT /a?b=c HTTP/1.1\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\nbody"), "{request}");
    assert_eq!(request.matches("x-b: ").count(), 2, "{request}");
    assert_eq!(request.to_lowercase().matches("content-length: 4\r\n").count(), 1, "{request}");
    assert!(request.contains(&format!("host: 127.0.0.1:{}\r\n", server.port)), "{request}");
}

#[tokio::test]
async fn every_method_is_sent() {
    let server = Server::start(|_| response("200 OK", &[], "")).await;
    let network = network(&[(HTTP, "127.0.0.1", None)]);
    let methods = [
        (HttpMethod::Get, "GET"),
        (HttpMethod::Head, "HEAD"),
        (HttpMethod::Post, "POST"),
        (HttpMethod::Put, "PUT"),
        (HttpMethod::Patch, "PATCH"),
        (HttpMethod::Delete, "DELETE"),
        (HttpMethod::Options, "OPTIONS"),
    ];
    for (method, name) in methods {
        let request = HttpRequest { method, ..get(server.url("/")) };
        assert_eq!(network.send_http_request(request).await.map(|r| r.status), Ok(200));
        assert!(server.requests().last().is_some_and(|request| request.starts_with(name)));
    }
}

#[tokio::test]
async fn http_is_denied_by_host_port_and_action() {
    let server = Server::start(|_| response("200 OK", &[], "")).await;
    let port = server.port;
    for permissions in [
        &[][..],
        &[(CONNECT, "127.0.0.1", None)],
        &[(RESOLVE, "127.0.0.1", None)],
        &[(HTTP, "127.0.0.1", Some(port.wrapping_add(1)))],
        &[(HTTP, "127.0.0.2", None)],
        &[(HTTP, "*", None)],
    ] {
        let result = network(permissions).send_http_request(get(server.url("/"))).await;
        denied(result, &format!("http `127.0.0.1` port {port}"));
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn https_needs_a_trusted_certificate() {
    let (server, trusting) = Server::start_tls(|_| response("200 OK", &[], "secure")).await;
    let permissions =
        [(HTTP, "secure.test", None), (HTTP, "other.test", None), (HTTP, "127.0.0.1", None)];
    let names = Names::new(&[&["127.0.0.1"]]);
    let url = format!("https://secure.test:{}/", server.port);

    let network = network_with(&permissions, |config| {
        config.resolver = names.clone();
        config.tls = Some(trusting.clone());
    });
    let response = network.send_http_request(get(&url)).await.expect("a response");
    assert_eq!(response.body, b"secure");
    for url in [url.replace("secure.test", "other.test"), url.replace("secure.test", "127.0.0.1")] {
        let result = network.send_http_request(get(&url)).await;
        assert!(matches!(result, Err(NetworkError::Tls(_))), "{url}: {result:?}");
    }

    let network = network_with(&permissions, |config| config.resolver = names);
    let result = network.send_http_request(get(&url)).await;
    assert!(matches!(result, Err(NetworkError::Tls(_))), "{result:?}");
    assert_eq!(server.requests().len(), 1);

    let plain = Server::start(|_| Vec::new()).await;
    let url = format!("https://127.0.0.1:{}/", plain.port);
    let limited = HttpRequest { timeout_ms: Some(500), ..get(url) };
    assert!(network.send_http_request(limited).await.is_err());
}

#[tokio::test]
async fn unsupported_urls_are_rejected() {
    let network = network(&[(HTTP, "**", None), (HTTP, "127.0.0.1", None)]);
    for url in [
        "",
        "example.test",
        "/a",
        "ftp://example.test/",
        "file:///etc/passwd",
        "http://",
        "http://user:secret@127.0.0.1/",
        "http://user@127.0.0.1/",
        "http://a b/",
        "http://[::1/",
        "http://127.0.0.1:99999/",
        "data:,x",
        "unix:///run/docker.sock",
    ] {
        let result = network.send_http_request(get(url)).await;
        assert!(matches!(result, Err(NetworkError::InvalidUrl(_))), "{url}: {result:?}");
    }
}

#[tokio::test]
async fn headers_and_methods_reserved_for_the_host_are_rejected() {
    let server = Server::start(|_| response("200 OK", &[], "")).await;
    let network = network(&[(HTTP, "127.0.0.1", None)]);
    for (name, value) in [
        ("Host", "other.test"),
        ("Transfer-Encoding", "chunked"),
        ("Connection", "upgrade"),
        ("Upgrade", "websocket"),
        ("Content-Length", "7"),
        ("Proxy-Authorization", "x"),
        ("bad name", "x"),
        ("x", "a\r\nx-injected: b"),
        ("x\r\ny", "z"),
    ] {
        let request = HttpRequest { headers: vec![header(name, value)], ..get(server.url("/")) };
        let result = network.send_http_request(request).await;
        assert!(matches!(result, Err(NetworkError::Io(_))), "{name}: {result:?}");
    }
    for method in ["CONNECT", "", "GET /x HTTP/1.1\r\n", "a b"] {
        let method = HttpMethod::Other(method.into());
        let result =
            network.send_http_request(HttpRequest { method, ..get(server.url("/")) }).await;
        assert!(matches!(result, Err(NetworkError::Io(_))), "{result:?}");
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn response_size_is_limited() {
    let server = Server::start(|request| {
        if request.starts_with("GET /sized") {
            return response("200 OK", &[], &"x".repeat(101));
        }
        let mut endless = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
        endless.extend(std::iter::repeat_n(b'x', 1 << 20));
        endless
    })
    .await;
    let network = network_with(&[(HTTP, "127.0.0.1", None)], |config| {
        config.max_response_bytes = 100;
    });
    for path in ["/sized", "/endless"] {
        let result = network.send_http_request(get(server.url(path))).await;
        assert!(
            matches!(&result, Err(NetworkError::Io(reason)) if reason.contains("100")),
            "{result:?}"
        );
    }
}

#[tokio::test]
async fn exchange_duration_is_limited() {
    let silent = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let url = format!("http://{}/", silent.local_addr().expect("an address"));
    let network = network(&[(HTTP, "127.0.0.1", None)]);
    let start = Instant::now();
    let request = HttpRequest { timeout_ms: Some(200), ..get(&url) };
    assert_eq!(network.send_http_request(request).await, Err(NetworkError::TimedOut));

    let network = network_with(&[(HTTP, "127.0.0.1", None)], |config| {
        config.http_timeout = Duration::from_millis(200);
    });
    let request = HttpRequest { timeout_ms: Some(u64::MAX), ..get(&url) };
    assert_eq!(network.send_http_request(request).await, Err(NetworkError::TimedOut));
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[tokio::test]
async fn failures_map_to_distinct_errors() {
    let garbage = Server::start(|_| b"SSH-2.0-x\r\n\r\n".to_vec()).await;
    let silent = Server::start(|_| Vec::new()).await;
    let short = Server::start(|_| b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx".to_vec()).await;
    let network = network(&[(HTTP, "127.0.0.1", None), (CONNECT, "127.0.0.1", None)]);
    let result = network.send_http_request(get(garbage.url("/"))).await;
    assert!(matches!(result, Err(NetworkError::Protocol(_))), "{result:?}");
    let result = network.send_http_request(get(silent.url("/"))).await;
    assert_eq!(result, Err(NetworkError::ConnectionReset));
    let result = network.send_http_request(get(short.url("/"))).await;
    assert_eq!(result, Err(NetworkError::ConnectionReset));

    let free = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = free.local_addr().expect("an address").port();
    drop(free);
    let result = network.send_http_request(get(format!("http://127.0.0.1:{port}/"))).await;
    assert_eq!(result, Err(NetworkError::ConnectionRefused));
    let result = network.connect("127.0.0.1", port, None).await.map(|_| ());
    assert_eq!(result, Err(NetworkError::ConnectionRefused));
}

#[tokio::test]
async fn tcp_connection_is_read_written_and_finished() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let mut text = Vec::new();
        stream.read_to_end(&mut text).await.expect("text");
        stream.write_all(&[b"got ", text.as_slice()].concat()).await.expect("an answer");
    });
    let network = network(&[(CONNECT, "127.0.0.1", Some(address.port()))]);
    let mut connection =
        network.connect("127.0.0.1", address.port(), Some(5000)).await.expect("a connection");
    assert_eq!(connection.peer_address(), address);
    assert_eq!(connection.read(0).await, Ok(Vec::new()));
    assert_eq!(connection.write(b"text").await, Ok(4));
    assert_eq!(connection.finish().await, Ok(()));
    assert_eq!(connection.finish().await, Ok(()));
    assert_eq!(connection.write(b"more").await, Err(NetworkError::ConnectionClosed));
    assert_eq!(connection.read(3).await, Ok(b"got".to_vec()));
    assert_eq!(connection.read(u32::MAX).await, Ok(b" text".to_vec()));
    assert_eq!(connection.read(9).await, Ok(Vec::new()));
}

#[tokio::test]
async fn connect_is_denied_by_host_port_and_action() {
    let server = Counter::start("127.0.0.1").await;
    let port = server.address.port();
    for permissions in [
        &[][..],
        &[(HTTP, "127.0.0.1", None)],
        &[(CONNECT, "127.0.0.1", Some(port.wrapping_add(1)))],
        &[(CONNECT, "**", None)],
    ] {
        let result = network(permissions).connect("127.0.0.1", port, None).await;
        denied(result.map(|_| ()), &format!("connect `127.0.0.1` port {port}"));
    }
    assert_eq!(server.count().await, 0);
}

#[tokio::test]
async fn tcp_connections_are_limited() {
    let server = Counter::start("127.0.0.1").await;
    let network = network_with(&[(CONNECT, "127.0.0.1", None)], |config| {
        config.max_connections = 2;
        config.idle_timeout = Duration::from_millis(100);
    });
    let connect = || network.connect("127.0.0.1", server.address.port(), None);
    let mut first = connect().await.expect("a connection");
    let second = connect().await.expect("a connection");
    assert!(matches!(connect().await, Err(NetworkError::Io(_))));
    drop(second);
    assert!(connect().await.is_ok());
    assert_eq!(first.read(1).await, Ok(b"!".to_vec()));
    assert_eq!(first.read(1).await, Err(NetworkError::TimedOut));
}

#[tokio::test]
async fn resolve_host() {
    let names = Names::new(&[&["8.8.8.8", "::ffff:8.8.8.8", "10.0.0.1"], &[]]);
    let network = network_with(&[(RESOLVE, "*.test", None), (CONNECT, "**", None)], |config| {
        config.resolver = names.clone();
    });
    let expected = ["8.8.8.8", "10.0.0.1"].map(|text| text.parse().expect("an address"));
    assert_eq!(network.resolve_host("A.Test.").await, Ok(expected.to_vec()));
    assert_eq!(network.resolve_host("b.test").await, Err(NetworkError::HostNotFound));
    denied(network.resolve_host("b.other").await, "resolve `b.other`");
    assert!(matches!(network.resolve_host("a b").await, Err(NetworkError::Io(_))));
    assert_eq!(names.resolved_names(), ["a.test", "b.test"]);
}

#[tokio::test]
async fn check_agrees_with_calls() {
    let server = Counter::start("127.0.0.1").await;
    let network = network(&[(CONNECT, "127.0.0.1", Some(server.address.port()))]);
    for (to, port) in [
        ("127.0.0.1", server.address.port()),
        ("127.0.0.1", 1),
        ("127.1", server.address.port()),
        ("::1", server.address.port()),
        ("10.0.0.1", server.address.port()),
        ("localhost", server.address.port()),
    ] {
        let called = !matches!(
            network.connect(to, port, Some(1000)).await,
            Err(NetworkError::PermissionDenied(_))
        );
        assert_eq!(network.check(CONNECT, to, Some(port)).allowed, called, "{to} {port}");
    }
    assert!(!network.check(CONNECT, "127.0.0.1", None).allowed);
    assert!(!network.check(CONNECT, "a b", None).allowed);
}

#[tokio::test]
async fn granted_permissions() {
    let subject: Network = network(&[(HTTP, "*.test", None), (CONNECT, "a.test", Some(1))]);
    let expected = [host(HTTP, "*.test", None), host(CONNECT, "a.test", Some(1))];
    assert_eq!(subject.granted_permissions(), expected);
    assert!(network(&[]).granted_permissions().is_empty());
}
