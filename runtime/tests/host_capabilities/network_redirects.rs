//! Redirects, each of which is checked like the request.

use airssys_bindings::host::capability::network::{HttpMethod, HttpRequest};
use airssys_bindings::host::capability::{NetworkAction, NetworkError};

use crate::network::{denied, get, header};
use crate::server::{Names, Server, redirect, response};
use crate::support::{network, network_with};

const HTTP: NetworkAction = NetworkAction::Http;

async fn target() -> Server {
    Server::start(|_| response("200 OK", &[], "target")).await
}

#[tokio::test]
async fn redirect_to_a_granted_host_is_followed() {
    let target = target().await;
    let to = target.url("/there");
    let server = Server::start(move |request| {
        if request.starts_with("GET /relative") {
            redirect("302 Found", "here?x=1")
        } else {
            redirect("301 Moved Permanently", &to)
        }
    })
    .await;
    let network = network(&[(HTTP, "127.0.0.1", None)]);
    let response = network.send_http_request(get(server.url("/relative"))).await;
    assert_eq!(response.map(|response| response.body), Ok(b"target".to_vec()));
    let paths: Vec<_> =
        server.requests().iter().map(|r| r.lines().next().map(String::from)).collect();
    let expected = ["GET /relative HTTP/1.1", "GET /here?x=1 HTTP/1.1"];
    assert_eq!(paths, expected.map(|line| Some(line.into())));
    assert!(target.requests()[0].starts_with("GET /there "));
}

#[tokio::test]
async fn redirect_to_another_host_is_denied() {
    let target = target().await;
    let targets = [
        (target.url("/"), format!("http `127.0.0.1` port {}", target.port)),
        (format!("http://[::1]:{}/", target.port), String::from("::1")),
        (format!("http://localhost:{}/", target.port), String::from("localhost")),
        (format!("//0x7f.1:{}/", target.port), format!("`127.0.0.1` port {}", target.port)),
        (String::from("http://other.test/"), String::from("http `other.test` port 80")),
        (String::from("https://a.test/"), String::from("http `a.test` port 443")),
        (String::from("http://169.254.169.254/latest"), String::from("169.254.169.254")),
    ];
    for (to, missing) in targets {
        let server = Server::start(move |_| redirect("302 Found", &to)).await;
        let names = Names::new(&[&["127.0.0.1"]]);
        let permissions = [
            (HTTP, "127.0.0.1", Some(server.port)),
            (HTTP, "a.test", Some(80)),
            (HTTP, "*", Some(80)),
        ];
        let permissions = &permissions[..if missing.contains("other") { 2 } else { 3 }];
        let network = network_with(permissions, |config| config.resolver = names);
        denied(network.send_http_request(get(server.url("/"))).await, &missing);
        assert_eq!(server.requests().len(), 1);
    }
    assert_eq!(target.requests().len(), 0);
}

#[tokio::test]
async fn redirect_to_a_name_that_resolves_to_loopback_is_denied() {
    let target = target().await;
    let to = format!("http://a.test:{}/", target.port);
    let server = Server::start(move |_| redirect("307 Temporary Redirect", &to)).await;
    let names = Names::new(&[&["127.0.0.1"]]);
    let permissions = [(HTTP, "127.0.0.1", Some(server.port)), (HTTP, "a.test", None)];
    let network = network_with(&permissions, |config| config.resolver = names);
    let result = network.send_http_request(get(server.url("/"))).await;
    denied(result, "`a.test` resolves to a special-purpose address");
    assert_eq!(target.requests().len(), 0);
}

#[tokio::test]
async fn redirect_to_an_unsupported_url_is_rejected() {
    for to in ["file:///etc/passwd", "ftp://a.test/", "http://user:secret@127.0.0.1/", "http://["] {
        let server = Server::start(move |_| redirect("302 Found", to)).await;
        let network = network(&[(HTTP, "127.0.0.1", None)]);
        let result = network.send_http_request(get(server.url("/"))).await;
        assert!(matches!(result, Err(NetworkError::InvalidUrl(_))), "{to}: {result:?}");
    }
}

#[tokio::test]
async fn redirect_to_another_origin_drops_credentials() {
    let target = target().await;
    let to = target.url("/");
    let server = Server::start(move |request| {
        if request.starts_with("GET /first") {
            redirect("302 Found", "/second")
        } else {
            redirect("302 Found", &to)
        }
    })
    .await;
    let headers = vec![header("authorization", "x"), header("cookie", "y"), header("x-kept", "z")];
    let network = network(&[(HTTP, "127.0.0.1", None)]);
    let request = HttpRequest { headers, ..get(server.url("/first")) };
    assert!(network.send_http_request(request).await.is_ok());
    let carries = |request: &str| {
        ["authorization: x", "cookie: y", "x-kept: z"].map(|line| request.contains(line))
    };
    assert_eq!(carries(&server.requests()[1]), [true, true, true]);
    assert_eq!(carries(&target.requests()[0]), [false, false, true]);
}

#[tokio::test]
async fn status_of_redirect_determines_method_and_body() {
    let cases = [
        ("301 Moved Permanently", HttpMethod::Post, "GET", ""),
        ("302 Found", HttpMethod::Post, "GET", ""),
        ("302 Found", HttpMethod::Put, "PUT", "body"),
        ("303 See Other", HttpMethod::Put, "GET", ""),
        ("307 Temporary Redirect", HttpMethod::Post, "POST", "body"),
        ("308 Permanent Redirect", HttpMethod::Post, "POST", "body"),
    ];
    for (status, method, expected, body) in cases {
        let target = target().await;
        let to = target.url("/");
        let server = Server::start(move |_| redirect(status, &to)).await;
        let request = HttpRequest {
            method,
            body: b"body".to_vec(),
            headers: vec![header("content-type", "text/plain")],
            ..get(server.url("/"))
        };
        let network = network(&[(HTTP, "127.0.0.1", None)]);
        assert!(network.send_http_request(request).await.is_ok());
        let seen = target.requests().remove(0);
        assert!(seen.starts_with(expected), "{status}: {seen}");
        assert!(seen.ends_with(&format!("\r\n\r\n{body}")), "{status}: {seen}");
        assert_eq!(seen.contains("content-type"), !body.is_empty(), "{status}: {seen}");
    }
}

#[tokio::test]
async fn redirects_are_limited() {
    let server = Server::start(|_| redirect("302 Found", "/again")).await;
    let limited = network_with(&[(HTTP, "127.0.0.1", None)], |config| config.max_redirects = 3);
    let result = limited.send_http_request(get(server.url("/"))).await;
    assert!(matches!(result, Err(NetworkError::Protocol(_))), "{result:?}");
    assert_eq!(server.requests().len(), 4);

    let none = network_with(&[(HTTP, "127.0.0.1", None)], |config| config.max_redirects = 0);
    let response = none.send_http_request(get(server.url("/"))).await.expect("a response");
    assert_eq!((response.status, response.body.as_slice()), (302, b"elsewhere".as_slice()));
}

#[tokio::test]
async fn responses_that_are_not_redirects_are_returned() {
    let server = Server::start(|request| match request.split(' ').nth(1) {
        Some("/300") => redirect("300 Multiple Choices", "/x"),
        Some("/304") => {
            b"HTTP/1.1 304 Not Modified\r\nlocation: /x\r\nconnection: close\r\n\r\n".into()
        }
        _ => response("302 Found", &[], "no location"),
    })
    .await;
    let network = network(&[(HTTP, "127.0.0.1", None)]);
    for (path, status) in [("/300", 300), ("/304", 304), ("/302", 302)] {
        let response = network.send_http_request(get(server.url(path))).await;
        assert_eq!(response.map(|response| response.status), Ok(status));
    }
}
