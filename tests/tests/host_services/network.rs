//! Each function of `ext-network`, granted and denied, with servers on this machine.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

use airssys_bindings::host::{Instance, NetworkAction};

use super::{ask, net, probe};

/// Listens on this machine, and does this with each connection. Gives the port.
fn serve(work: impl Fn(TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    thread::spawn(move || listener.incoming().flatten().for_each(work));
    port
}

/// Answers each HTTP request: by a redirect if its path says where to, or by telling its first line and its body.
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
                    let told = format!("{first} {has_header} {body}");
                    let status = if path == "/missing" { "404 Not Found" } else { "200 OK" };
                    format!(
                        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{told}",
                        told.len()
                    )
                }
            };
            let _ = stream.write_all(answer.as_bytes());
            return;
        }
    })
}

async fn with(name: &str, action: NetworkAction, host: &str, port: Option<u16>) -> Instance {
    probe(name).allow(net(action, host, port)).start().await.expect("it starts")
}

#[tokio::test]
async fn http_requests_are_sent_and_answered() {
    let port = serve_http();
    let it = with("network-http:probe", NetworkAction::Http, "127.0.0.1", Some(port)).await;
    let url = |path: &str| format!("http://127.0.0.1:{port}{path}");
    let answer = ask(&it, &["http", "get", &url("/page"), ""]).await;
    assert!(answer.starts_with("Ok((200, "), "{answer}");
    assert!(answer.contains("GET /page HTTP/1.1 true "), "{answer}");
    let answer = ask(&it, &["http", "post", &url("/form"), "the body"]).await;
    assert!(answer.contains("POST /form HTTP/1.1 true the body"), "{answer}");
    for method in ["put", "patch", "delete", "options", "PURGE"] {
        let answer = ask(&it, &["http", method, &url("/"), ""]).await;
        assert!(answer.contains(&format!("{} / HTTP", method.to_uppercase())), "{answer}");
    }
    // Any status is a response.
    let answer = ask(&it, &["http", "get", &url("/missing"), ""]).await;
    assert!(answer.starts_with("Ok((404, "), "{answer}");
    let granted = ask(&it, &["granted for network"]).await;
    assert!(granted.contains("NetworkAction::Http") && granted.contains("127.0.0.1"), "{granted}");
}

#[tokio::test]
async fn http_goes_only_where_it_is_granted() {
    let (port, other) = (serve_http(), serve_http());
    let it = with("network-http-denied:probe", NetworkAction::Http, "127.0.0.1", Some(port)).await;
    let get = async |url: String| ask(&it, &["http", "get", &url, ""]).await;
    for url in [
        format!("http://127.0.0.1:{other}/"),
        format!("http://localhost:{port}/"),
        format!("http://127.0.0.2:{port}/"),
        "http://example.com/".to_owned(),
        // The redirect goes where nothing is granted.
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
async fn a_name_that_leads_to_loopback_needs_a_grant_for_that() {
    let port = serve_http();
    let it = with("network-loopback:probe", NetworkAction::Http, "**", None).await;
    for host in ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433"] {
        let answer = ask(&it, &["http", "get", &format!("http://{host}:{port}/"), ""]).await;
        assert!(answer.starts_with("Err(NetworkError::PermissionDenied("), "{host}: {answer}");
    }
    let it = with("network-localhost:probe", NetworkAction::Http, "localhost", Some(port)).await;
    let answer = ask(&it, &["http", "get", &format!("http://localhost:{port}/"), ""]).await;
    assert!(answer.starts_with("Ok((200, "), "{answer}");
}

#[tokio::test]
async fn a_connection_is_made_used_and_ended() {
    let port = serve(|mut stream| {
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text);
        let _ = stream.write_all(text.to_uppercase().as_bytes());
    });
    let it = with("network-tcp:probe", NetworkAction::Connect, "127.0.0.1", Some(port)).await;
    let port = port.to_string();
    assert_eq!(ask(&it, &["connect", "127.0.0.1", &port]).await, "connection 0");
    let peer = ask(&it, &["tcp peer", "0"]).await;
    assert!(peer.contains("(127, 0, 0, 1)") && peer.contains(&port), "{peer}");
    assert_eq!(ask(&it, &["tcp write", "0", "hello"]).await, "Ok(5)");
    assert_eq!(ask(&it, &["tcp finish", "0"]).await, "Ok(())");
    assert_eq!(ask(&it, &["tcp read", "0", "100"]).await, r#"Ok("HELLO")"#);
    assert_eq!(ask(&it, &["tcp read", "0", "100"]).await, r#"Ok("")"#);
    let closed = ask(&it, &["tcp write", "0", "more"]).await;
    assert_eq!(closed, "Err(NetworkError::ConnectionClosed)");
    assert_eq!(ask(&it, &["tcp close", "0"]).await, "closed");
}

#[tokio::test]
async fn connections_go_only_where_they_are_granted() {
    let port = serve(|_| ());
    let it =
        with("network-tcp-denied:probe", NetworkAction::Connect, "127.0.0.1", Some(port)).await;
    let other = port.wrapping_add(1).max(1).to_string();
    let port = port.to_string();
    for (host, port) in [("127.0.0.1", &other), ("localhost", &port), ("10.0.0.1", &port)] {
        let answer = ask(&it, &["connect", host, port]).await;
        assert!(answer.starts_with("NetworkError::PermissionDenied("), "{host}: {answer}");
    }
    // Another action with the same host is not granted either.
    let answer = ask(&it, &["http", "get", &format!("http://127.0.0.1:{port}/"), ""]).await;
    assert!(answer.starts_with("Err(NetworkError::PermissionDenied("), "{answer}");
}

#[tokio::test]
async fn names_are_looked_up_if_that_is_granted() {
    let it = with("network-resolve:probe", NetworkAction::Resolve, "localhost", None).await;
    let addresses = ask(&it, &["resolve", "localhost"]).await;
    assert!(addresses.starts_with("Ok([IpAddress::"), "{addresses}");
    let denied = ask(&it, &["resolve", "example.com"]).await;
    assert!(denied.starts_with("Err(NetworkError::PermissionDenied("), "{denied}");
}

#[tokio::test]
async fn a_connection_that_nobody_accepts_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    drop(listener);
    let it = with("network-refused:probe", NetworkAction::Connect, "127.0.0.1", None).await;
    let answer = ask(&it, &["connect", "127.0.0.1", &port.to_string()]).await;
    assert_eq!(answer, "NetworkError::ConnectionRefused");
}
