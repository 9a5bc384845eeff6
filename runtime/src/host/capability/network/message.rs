//! The records of HTTP in `airssys:ext-network`, and what of a request is the host's to say.

use bytes::Bytes;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Response, StatusCode};

use crate::host::capability::error::NetworkError;

/// What an HTTP request wants done: `http-method`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HttpMethod {
    /// Give the resource.
    Get,
    /// Give the headers of the resource.
    Head,
    /// Process what is in the body.
    Post,
    /// Replace the resource by the body.
    Put,
    /// Change the resource as the body says.
    Patch,
    /// Delete the resource.
    Delete,
    /// Tell what can be done with the resource.
    Options,
    /// Another method, by its name.
    Other(String),
}

/// One header line: `http-header`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpHeader {
    /// The name.
    pub name: String,
    /// The value.
    pub value: Vec<u8>,
}

/// An HTTP request: `http-request`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// What to do.
    pub method: HttpMethod,
    /// To what.
    pub url: String,
    /// Headers, in order.
    pub headers: Vec<HttpHeader>,
    /// The body; empty for none.
    pub body: Vec<u8>,
    /// How many milliseconds the whole exchange may take.
    pub timeout_ms: Option<u64>,
}

/// An HTTP response: `http-response`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// Headers, in order.
    pub headers: Vec<HttpHeader>,
    /// The body; empty for none.
    pub body: Vec<u8>,
}

/// Headers that are about the connection, which is the host's.
static OF_THE_HOST: [HeaderName; 10] = [
    header::CONNECTION,
    header::HOST,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
];

impl HttpMethod {
    pub(super) fn read(&self) -> Result<Method, NetworkError> {
        let method = match self {
            Self::Get => Method::GET,
            Self::Head => Method::HEAD,
            Self::Post => Method::POST,
            Self::Put => Method::PUT,
            Self::Patch => Method::PATCH,
            Self::Delete => Method::DELETE,
            Self::Options => Method::OPTIONS,
            Self::Other(name) => Method::from_bytes(name.as_bytes()).map_err(|_| {
                NetworkError::Io(format!("`{}` is not a method of HTTP", name.escape_debug()))
            })?,
        };
        if method == Method::CONNECT {
            return Err(NetworkError::Io(
                "`CONNECT` is for proxies: open a TCP connection instead".into(),
            ));
        }
        Ok(method)
    }
}

impl HttpRequest {
    /// The headers, without the length of the body, which follows from it.
    pub(super) fn header_map(&self) -> Result<HeaderMap, NetworkError> {
        let mut map = HeaderMap::new();
        for HttpHeader { name, value } in &self.headers {
            let fault =
                |what| NetworkError::Io(format!("the header `{}` {what}", name.escape_debug()));
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| fault("has no name that HTTP allows"))?;
            if OF_THE_HOST.contains(&name) {
                return Err(fault("is set by the host: leave it out"));
            }
            if name == header::CONTENT_LENGTH {
                if *value != self.body.len().to_string().as_bytes() {
                    return Err(fault("is not the length of the body: leave it out"));
                }
                continue;
            }
            let value = HeaderValue::from_bytes(value)
                .map_err(|_| fault("has a value that HTTP does not allow"))?;
            map.try_append(name, value).map_err(|_| fault("is one too many"))?;
        }
        Ok(map)
    }
}

impl HttpResponse {
    pub(super) fn new(response: Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        let headers = head.headers.iter().map(|(name, value)| HttpHeader {
            name: name.as_str().into(),
            value: value.as_bytes().to_vec(),
        });
        Self { status: head.status.as_u16(), headers: headers.collect(), body: body.into() }
    }
}

/// Whether a response sends the client elsewhere.
pub(super) fn is_redirect(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    )
}
