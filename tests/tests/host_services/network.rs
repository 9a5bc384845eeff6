//! Each function of `ext-network`, granted and denied, with local servers.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use airssys_bindings::host::capability::network::{NetworkConfig, ResolveFuture, Resolver};
use airssys_bindings::host::{Instance, NetworkAction};

use super::{call, net, probe};

/// Starts a local TCP server that calls `handle` with each connection, and returns its port.
fn serve(handle: impl Fn(TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("the listener is bound").port();
    thread::spawn(move || listener.incoming().flatten().for_each(handle));
    port
}

/// Starts an HTTP server. A path `/to/…` is redirected to the rest of the path; other responses echo the request line
/// and the body.
fn serve_http() -> u16 {
    serve(|mut stream| {
        let mut request = Vec::new();
        let mut buffer = [0; 1024];
        while let Ok(count) = stream.read(&mut buffer) {
            request.extend_from_slice(&buffer[..count]);
            let text = String::from_utf8_lossy(&request);
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
            });
            if body.len() < length.unwrap_or(0) {
                continue;
            }
            let first = head.lines().next().unwrap_or_default();
            let path = first.split(' ').nth(1).unwrap_or_default();
            let has_header = head.to_ascii_lowercase().contains("x-probe: 1");
            let answer = match path.strip_prefix("/to/") {
                Some(to) => format!(
                    "HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                ),
                None => {
                    let echo = format!("{first} {has_header} {body}");
                    let status = if path == "/missing" { "404 Not Found" } else { "200 OK" };
                    format!(
                        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{echo}",
                        echo.len()
                    )
                }
            };
            let _ = stream.write_all(answer.as_bytes());
            return;
        }
    })
}

async fn start_with(name: &str, action: NetworkAction, host: &str, port: Option<u16>) -> Instance {
    probe(name).allow(net(action, host, port)).start().await.expect("the instance starts")
}

#[tokio::test]
async fn http_requests_are_answered() {
    let port = serve_http();
    let instance =
        start_with("network-http:probe", NetworkAction::Http, "127.0.0.1", Some(port)).await;
    let url = |path: &str| format!("http://127.0.0.1:{port}{path}");
    let answer = call(&instance, &["http", "get", &url("/page"), ""]).await;
    assert!(answer.starts_with("Ok((200, "), "{answer}");
    assert!(answer.contains("GET /page HTTP/1.1 true "), "{answer}");
    let answer = call(&instance, &["http", "post", &url("/form"), "the body"]).await;
    assert!(answer.contains("POST /form HTTP/1.1 true the body"), "{answer}");
    for method in ["put", "patch", "delete", "options", "PURGE"] {
        let answer = call(&instance, &["http", method, &url("/"), ""]).await;
        assert!(answer.contains(&format!("{} / HTTP", method.to_uppercase())), "{answer}");
    }
    // Every status is a response, not an error.
    let answer = call(&instance, &["http", "get", &url("/missing"), ""]).await;
    assert!(answer.starts_with("Ok((404, "), "{answer}");
    let granted = call(&instance, &["granted for network"]).await;
    assert!(granted.contains("NetworkAction::Http") && granted.contains("127.0.0.1"), "{granted}");
}

#[tokio::test]
async fn http_is_limited_to_granted_hosts() {
    let (port, other) = (serve_http(), serve_http());
    let instance =
        start_with("network-http-denied:probe", NetworkAction::Http, "127.0.0.1", Some(port)).await;
    let get = async |url: String| call(&instance, &["http", "get", &url, ""]).await;
    for url in [
        format!("http://127.0.0.1:{other}/"),
        format!("http://localhost:{port}/"),
        format!("http://127.0.0.2:{port}/"),
        "http://example.com/".to_owned(),
        // Redirects to hosts that are not granted.
        format!("http://127.0.0.1:{port}/to/http://127.0.0.1:{other}/"),
        format!("http://127.0.0.1:{port}/to/http://localhost:{port}/"),
    ] {
        let answer = get(url.clone()).await;
        assert!(answer.starts_with("Err(NetworkError::PermissionDenied("), "{url}: {answer}");
    }
    let answer = get(format!("http://127.0.0.1:{port}/to/http://127.0.0.1:{port}/page")).await;
    assert!(answer.contains("GET /page"), "{answer}");
    for url in ["not a url", "file:///etc/passwd", "ftp://127.0.0.1/", ""] {
        let answer = get(url.to_owned()).await;
        assert!(answer.starts_with("Err(NetworkError::InvalidUrl("), "{url}: {answer}");
    }
}

#[tokio::test]
async fn name_that_resolves_to_loopback_needs_a_grant_for_loopback() {
    let port = serve_http();
    let instance = start_with("network-loopback:probe", NetworkAction::Http, "**", None).await;
    for host in ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433"] {
        let answer = call(&instance, &["http", "get", &format!("http://{host}:{port}/"), ""]).await;
        assert!(answer.starts_with("Err(NetworkError::PermissionDenied("), "{host}: {answer}");
    }
    let instance =
        start_with("network-localhost:probe", NetworkAction::Http, "localhost", Some(port)).await;
    let answer = call(&instance, &["http", "get", &format!("http://localhost:{port}/"), ""]).await;
    assert!(answer.starts_with("Ok((200, "), "{answer}");
}

/// Resolves all names to a private address.
#[derive(Debug)]
struct Private;

impl Resolver for Private {
    fn resolve<'a>(&'a self, _: &'a str) -> ResolveFuture<'a> {
        Box::pin(async { Ok(vec![IpAddr::from([10, 1, 2, 3])]) })
    }
}

#[tokio::test]
async fn address_of_a_name_is_not_revealed_by_a_denial() {
    let config = NetworkConfig { resolver: Arc::new(Private), ..NetworkConfig::default() };
    let builder = probe("network-address:probe").network(config);
    let builder = [NetworkAction::Http, NetworkAction::Connect]
        .into_iter()
        .fold(builder, |builder, action| builder.allow(net(action, "*.test", None)));
    let instance = builder.start().await.expect("the instance starts");
    for words in [&["connect", "a.test", "80"][..], &["http", "get", "http://a.test/", ""]] {
        let answer = call(&instance, words).await;
        assert!(answer.contains("PermissionDenied(") && !answer.contains("10."), "{answer}");
    }
    let answer = call(&instance, &["resolve", "a.test"]).await;
    assert!(answer.contains("PermissionDenied(") && !answer.contains("10."), "{answer}");
}

#[tokio::test]
async fn tcp_connection_is_opened_used_and_closed() {
    let port = serve(|mut stream| {
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text);
        let _ = stream.write_all(text.to_uppercase().as_bytes());
    });
    let instance =
        start_with("network-tcp:probe", NetworkAction::Connect, "127.0.0.1", Some(port)).await;
    let port = port.to_string();
    assert_eq!(call(&instance, &["connect", "127.0.0.1", &port]).await, "connection 0");
    let peer = call(&instance, &["tcp peer", "0"]).await;
    assert!(peer.contains("(127, 0, 0, 1)") && peer.contains(&port), "{peer}");
    assert_eq!(call(&instance, &["tcp write", "0", "hello"]).await, "Ok(5)");
    assert_eq!(call(&instance, &["tcp finish", "0"]).await, "Ok(())");
    assert_eq!(call(&instance, &["tcp read", "0", "100"]).await, r#"Ok("HELLO")"#);
    assert_eq!(call(&instance, &["tcp read", "0", "100"]).await, r#"Ok("")"#);
    let closed = call(&instance, &["tcp write", "0", "more"]).await;
    assert_eq!(closed, "Err(NetworkError::ConnectionClosed)");
    assert_eq!(call(&instance, &["tcp close", "0"]).await, "closed");
}

#[tokio::test]
async fn tcp_is_limited_to_granted_hosts() {
    let port = serve(|_| ());
    let instance =
        start_with("network-tcp-denied:probe", NetworkAction::Connect, "127.0.0.1", Some(port))
            .await;
    let other = port.wrapping_add(1).max(1).to_string();
    let port = port.to_string();
    for (host, port) in [("127.0.0.1", &other), ("localhost", &port), ("10.0.0.1", &port)] {
        let answer = call(&instance, &["connect", host, port]).await;
        assert!(answer.starts_with("NetworkError::PermissionDenied("), "{host}: {answer}");
    }
    // Other actions on the same host are not granted.
    let answer = call(&instance, &["http", "get", &format!("http://127.0.0.1:{port}/"), ""]).await;
    assert!(answer.starts_with("Err(NetworkError::PermissionDenied("), "{answer}");
}

#[tokio::test]
async fn names_are_resolved_if_granted() {
    let instance =
        start_with("network-resolve:probe", NetworkAction::Resolve, "localhost", None).await;
    let addresses = call(&instance, &["resolve", "localhost"]).await;
    assert!(addresses.starts_with("Ok([IpAddress::"), "{addresses}");
    let denied = call(&instance, &["resolve", "example.com"]).await;
    assert!(denied.starts_with("Err(NetworkError::PermissionDenied("), "{denied}");
}

#[tokio::test]
async fn connection_to_a_closed_port_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("the listener is bound").port();
    drop(listener);
    let instance =
        start_with("network-refused:probe", NetworkAction::Connect, "127.0.0.1", None).await;
    let answer = call(&instance, &["connect", "127.0.0.1", &port.to_string()]).await;
    assert_eq!(answer, "NetworkError::ConnectionRefused");
}
