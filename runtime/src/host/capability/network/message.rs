//! The HTTP records of `airssys:ext-network`, and the conversion to and from those of hyper.

use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Response, StatusCode};

use crate::host::capability::error::NetworkError;

/// An HTTP method: `http-method`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HttpMethod {
    /// `GET`.
    Get,
    /// `HEAD`.
    Head,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `PATCH`.
    Patch,
    /// `DELETE`.
    Delete,
    /// `OPTIONS`.
    Options,
    /// Any other method, by name.
    Other(String),
}

/// An HTTP header: `http-header`.
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
    /// The method.
    pub method: HttpMethod,
    /// The URL.
    pub url: String,
    /// Headers, in order.
    pub headers: Vec<HttpHeader>,
    /// The body; empty for none.
    pub body: Vec<u8>,
    /// Maximum duration of the whole exchange, in milliseconds.
    pub timeout_ms: Option<u64>,
}

/// An HTTP response: `http-response`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// Headers, in order.
    pub headers: Vec<HttpHeader>,
    /// The body; empty for none.
    pub body: Vec<u8>,
}

/// Headers that only the host sets, since they concern its connection.
static HOST_HEADERS: [HeaderName; 10] = [
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
    pub(super) fn parse(&self) -> Result<Method, NetworkError> {
        let method = match self {
            Self::Get => Method::GET,
            Self::Head => Method::HEAD,
            Self::Post => Method::POST,
            Self::Put => Method::PUT,
            Self::Patch => Method::PATCH,
            Self::Delete => Method::DELETE,
            Self::Options => Method::OPTIONS,
            Self::Other(name) => Method::from_bytes(name.as_bytes()).map_err(|_| {
                NetworkError::Io(format!("`{}` is not an HTTP method", name.escape_debug()))
            })?,
        };
        if method == Method::CONNECT {
            return Err(NetworkError::Io(
                "the method `CONNECT` is not supported; open a TCP connection instead".into(),
            ));
        }
        Ok(method)
    }
}

impl HttpRequest {
    /// The number of bytes in the request.
    pub(super) fn len(&self) -> usize {
        let header = |header: &HttpHeader| header.name.len() + header.value.len();
        self.url.len() + self.headers.iter().map(header).sum::<usize>() + self.body.len()
    }

    /// Converts the headers, except `content-length`, which hyper sets.
    pub(super) fn header_map(&self) -> Result<HeaderMap, NetworkError> {
        let mut map = HeaderMap::new();
        for HttpHeader { name, value } in &self.headers {
            let invalid = |problem| {
                NetworkError::Io(format!("the header `{}` {problem}", name.escape_debug()))
            };
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| invalid("has an invalid name"))?;
            if HOST_HEADERS.contains(&name) {
                return Err(invalid("is set by the host; remove it"));
            }
            if name == header::CONTENT_LENGTH {
                if *value != self.body.len().to_string().as_bytes() {
                    return Err(invalid("is not the length of the body; remove it"));
                }
                continue;
            }
            let value =
                HeaderValue::from_bytes(value).map_err(|_| invalid("has an invalid value"))?;
            map.try_append(name, value)
                .map_err(|_| invalid("exceeds the number of headers that HTTP clients support"))?;
        }
        Ok(map)
    }
}

impl HttpResponse {
    pub(super) fn new(response: Response<Vec<u8>>) -> Self {
        let (head, body) = response.into_parts();
        let headers = head.headers.iter().map(|(name, value)| HttpHeader {
            name: name.as_str().into(),
            value: value.as_bytes().to_vec(),
        });
        Self { status: head.status.as_u16(), headers: headers.collect(), body }
    }
}

/// `true` for the status of a redirect with a `location` header.
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
