//! HTTP, TCP and name resolution. Connections are numbered in the order of connecting.

use std::cell::RefCell;

use crate::airssys::core_types::types::NetworkError;
use crate::airssys::ext_network::network::{
    self, HttpMethod, HttpRequest, HttpResponse, TcpConnection,
};
use crate::files::debug;
use crate::{Arguments, number};

thread_local! {
    static OPEN: RefCell<Vec<Option<TcpConnection>>> = const { RefCell::new(Vec::new()) };
}

pub(crate) fn run(function: &str, arguments: Arguments<'_>) -> Option<String> {
    Some(match (function, arguments) {
        ("http", [method, url, body]) => {
            let request = HttpRequest {
                method: http_method(method),
                url: (*url).to_owned(),
                headers: vec![network::HttpHeader { name: "x-probe".into(), value: b"1".into() }],
                body: body.as_bytes().to_vec(),
                timeout_ms: Some(10_000),
            };
            let response = network::send_http_request(&request);
            let summary = |response: network::HttpResponse| {
                let body = String::from_utf8_lossy(&response.body).into_owned();
                (response.status, response.headers.len(), body)
            };
            format!("{:?}", response.map(summary))
        }
        ("resolve", [host]) => format!("{:?}", network::resolve_host(host)),
        ("granted for network", []) => format!("{:?}", network::granted_permissions()),
        ("connect", [host, port]) => {
            match TcpConnection::connect(host, number(port), Some(10_000)) {
                Ok(connection) => OPEN.with_borrow_mut(|open| {
                    open.push(Some(connection));
                    format!("connection {}", open.len() - 1)
                }),
                Err(error) => format!("{error:?}"),
            }
        }
        ("tcp read", [it, length]) => with(it, |it| debug(it.read(number(length)))),
        ("tcp write", [it, text]) => with(it, |it| format!("{:?}", it.write(text.as_bytes()))),
        ("tcp finish", [it]) => with(it, |it| format!("{:?}", it.finish())),
        ("tcp peer", [it]) => with(it, |it| format!("{:?}", it.peer_address())),
        ("tcp close", [it]) => {
            OPEN.with_borrow_mut(|open| open[number::<usize>(it)] = None);
            "closed".to_owned()
        }
        _ => return None,
    })
}

/// Sends a GET request.
pub(crate) fn get(url: &str) -> Result<HttpResponse, NetworkError> {
    network::send_http_request(&HttpRequest {
        method: HttpMethod::Get,
        url: url.to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
        timeout_ms: Some(10_000),
    })
}

fn with(connection: &str, work: impl FnOnce(&TcpConnection) -> String) -> String {
    OPEN.with_borrow(|open| {
        work(open[number::<usize>(connection)].as_ref().expect("the connection is open"))
    })
}

fn http_method(name: &str) -> HttpMethod {
    match name {
        "get" => HttpMethod::Get,
        "head" => HttpMethod::Head,
        "post" => HttpMethod::Post,
        "put" => HttpMethod::Put,
        "patch" => HttpMethod::Patch,
        "delete" => HttpMethod::Delete,
        "options" => HttpMethod::Options,
        other => HttpMethod::Other(other.to_owned()),
    }
}
