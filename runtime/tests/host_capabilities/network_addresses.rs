//! Attempts to reach addresses that are not granted by name or by notation.

use airssys_bindings::host::capability::{NetworkAction, NetworkError};

use crate::network::{denied, get};
use crate::server::{Counter, Names, Server, response};
use crate::support::{network, network_with};

const HTTP: NetworkAction = NetworkAction::Http;
const CONNECT: NetworkAction = NetworkAction::Connect;

#[tokio::test]
async fn name_that_resolves_to_loopback_is_denied() {
    let server = Server::start(|_| response("200 OK", &[], "")).await;
    for address in ["127.0.0.1", "::ffff:127.0.0.1", "::1", "0.0.0.0", "::"] {
        let names = Names::new(&[&[address]]);
        let permissions = [(HTTP, "*.test", None), (CONNECT, "*.test", None)];
        let network = network_with(&permissions, |config| config.resolver = names);
        let url = format!("http://a.test:{}/", server.port);
        denied(network.send_http_request(get(url)).await, "`a.test` resolves to");
        let connected = network.connect("a.test", server.port, None).await.map(|_| ());
        denied(connected, "`a.test` resolves to");
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn name_that_resolves_to_a_private_address_is_denied() {
    for address in
        ["10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "fd00::1", "fe80::1"]
    {
        let names = Names::new(&[&[address]]);
        let network = network_with(&[(CONNECT, "**", None)], |config| config.resolver = names);
        // The address of the name is not revealed.
        let result = network.connect("a.test", 80, Some(2000)).await.map(|_| ());
        assert!(!format!("{result:?}").contains(address), "{result:?}");
        denied(result, "`a.test` resolves to a special-purpose address");
    }
}

#[tokio::test]
async fn every_notation_of_an_address_is_recognized() {
    let server = Server::start(|_| response("200 OK", &[], "")).await;
    let wildcards = network(&[(HTTP, "**", None), (CONNECT, "**", None)]);
    let explicit = network(&[(HTTP, "127.0.0.1", None), (CONNECT, "127.0.0.1", None)]);
    for host in
        ["127.1", "0x7f000001", "2130706433", "0177.0.0.1", "[::ffff:127.0.0.1]", "127.0.0.1."]
    {
        let url = format!("http://{host}:{}/", server.port);
        denied(wildcards.send_http_request(get(&url)).await, "127.0.0.1, a loopback address");
        let connected = wildcards.connect(host, server.port, None).await.map(|_| ());
        denied(connected, "127.0.0.1, a loopback address");
        let response = explicit.send_http_request(get(&url)).await;
        assert_eq!(response.map(|response| response.status), Ok(200), "{host}");
        assert!(explicit.connect(host, server.port, None).await.is_ok(), "{host}");
    }
}

#[tokio::test]
async fn wildcard_does_not_match_localhost() {
    let server = Server::start(|_| response("200 OK", &[], "")).await;
    let url = format!("http://localhost:{}/", server.port);
    let result = network(&[(HTTP, "**", None)]).send_http_request(get(&url)).await;
    denied(result, "localhost");
    assert_eq!(server.requests().len(), 0);

    let names = Names::new(&[&["127.0.0.1"]]);
    let network = network_with(&[(HTTP, "localhost", None)], |config| config.resolver = names);
    let response = network.send_http_request(get(&url)).await;
    assert_eq!(response.map(|response| response.status), Ok(200));
}

#[tokio::test]
async fn private_address_is_reachable_by_name_if_both_are_granted() {
    let server = Counter::start("127.0.0.1").await;
    let names = Names::new(&[&["127.0.0.1"]]);
    let permissions =
        [(CONNECT, "db.test", None), (CONNECT, "127.0.0.0/8", Some(server.address.port()))];
    let network = network_with(&permissions, |config| config.resolver = names);
    assert!(network.connect("db.test", server.address.port(), None).await.is_ok());
    denied(
        network.connect("other.test", server.address.port(), None).await.map(|_| ()),
        "other.test",
    );
    assert_eq!(server.count().await, 1);
}

#[tokio::test]
async fn name_is_resolved_once_per_connection() {
    let server = Server::start(|_| response("200 OK", &[], "")).await;
    let names = Names::new(&[&["127.0.0.1"], &["127.0.0.2"]]);
    let permissions = [(HTTP, "a.test", None), (HTTP, "127.0.0.1", None)];
    let network = network_with(&permissions, |config| config.resolver = names.clone());
    let url = format!("http://a.test:{}/", server.port);
    let response = network.send_http_request(get(url)).await;
    assert_eq!(response.map(|response| response.status), Ok(200));
    assert_eq!(names.resolved_names(), ["a.test"]);
}

#[tokio::test]
async fn each_resolution_is_checked() {
    let server = Counter::start("127.0.0.1").await;
    let port = server.address.port();
    let names = Names::new(&[&["127.0.0.1"], &["127.0.0.2"]]);
    let permissions = [(CONNECT, "a.test", None), (CONNECT, "127.0.0.1", None)];
    let network = network_with(&permissions, |config| config.resolver = names.clone());
    let connection = network.connect("a.test", port, None).await.expect("a connection");
    assert_eq!(connection.peer_address(), server.address);
    denied(network.connect("a.test", port, None).await.map(|_| ()), "a special-purpose address");
    assert_eq!(names.resolved_names().len(), 2);
    assert_eq!(server.count().await, 1);
}

#[tokio::test]
async fn only_allowed_addresses_are_tried() {
    let server = Counter::start("127.0.0.1").await;
    let forbidden = Counter::start("127.0.0.2").await;
    let permissions = [(CONNECT, "a.test", None), (CONNECT, "127.0.0.1", None)];
    for port in [server.address.port(), forbidden.address.port()] {
        let names = Names::new(&[&["127.0.0.2", "::1", "127.0.0.1"]]);
        let network = network_with(&permissions, |config| config.resolver = names);
        let connected = network.connect("a.test", port, None).await.map(|_| ());
        match port == server.address.port() {
            true => assert_eq!(connected, Ok(())),
            false => assert_eq!(connected, Err(NetworkError::ConnectionRefused)),
        }
    }
    assert_eq!(server.count().await, 1);
    assert_eq!(forbidden.count().await, 0);
}

#[tokio::test]
async fn name_without_address_is_not_found() {
    let network = network_with(&[(CONNECT, "*.test", None)], |config| {
        config.resolver = Names::new(&[]);
    });
    let connected = network.connect("a.test", 80, None).await.map(|_| ());
    assert_eq!(connected, Err(NetworkError::HostNotFound));
}
