//! HTTP exchanges, including redirects.

use std::fmt::Display;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::rt::{Read, Write};
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_rustls::{ConfigBuilderExt, HttpsConnector};
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::crypto::ring;
use tokio::sync::OnceCell;
use tokio::task::spawn_blocking;
use tower_service::Service;
use url::{Position, Url};

use super::config::NetworkConfig;
use super::connect::{Connector, authorize};
use super::connections::{ConnectionPermit, Connections, HttpConnection, Origin};
use super::error::http_error;
use super::message::{HttpRequest, HttpResponse, is_redirect};
use crate::host::capability::error::NetworkError;
use crate::host::capability::grants::Grants;
use crate::host::capability::host_pattern::Host;
use crate::host::capability::permission::NetworkAction;
use crate::host::capability::usage::{Charge, Usage};

/// The maximum length of a URL in bytes.
const MAX_URL: usize = 8192;

/// Headers that a redirect to another origin drops.
const CREDENTIAL_HEADERS: &[HeaderName] = &[header::AUTHORIZATION, header::COOKIE];
/// Headers that a redirect drops together with the body.
const BODY_HEADERS: &[HeaderName] = &[
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LOCATION,
    header::CONTENT_TYPE,
];

/// The HTTP client of one component. Components never share connections.
#[derive(Debug)]
pub(super) struct Client {
    connector: Connector,
    connections: Arc<Connections>,
    /// Created at the first use, since reading the system's certificates is slow.
    https: OnceCell<HttpsConnector<Connector>>,
    tls: Option<Arc<ClientConfig>>,
}

impl Client {
    pub(super) fn new(
        connector: Connector,
        connections: Arc<Connections>,
        config: &NetworkConfig,
    ) -> Self {
        Self { connector, connections, https: OnceCell::new(), tls: config.tls.clone() }
    }

    /// Sends a request, over an idle connection if there is one. The connection is returned with the response, to be
    /// kept once the body is read.
    async fn send(
        &self,
        origin: &Origin,
        mut request: Request<Full<Bytes>>,
    ) -> Result<(Response<Incoming>, HttpConnection), NetworkError> {
        loop {
            let idle = self.connections.take(origin);
            let reused = idle.is_some();
            let mut connection = match idle {
                Some(connection) => connection,
                None => self.connect(origin).await?,
            };
            let mut failure = match connection.sender.try_send_request(request).await {
                Ok(response) => return Ok((response, connection)),
                Err(failure) => failure,
            };
            match failure.take_message() {
                // The server had closed the connection before the request was sent.
                Some(unsent) if reused => request = unsent,
                Some(_) | None => return Err(http_error(&failure.into_error())),
            }
        }
    }

    async fn connect(&self, origin: &Origin) -> Result<HttpConnection, NetworkError> {
        let permit = self.connections.reserve().await?;
        let Origin { secure, host, port } = origin;
        if !secure {
            let stream = self.connector.connect(NetworkAction::Http, host, *port).await?;
            return self.handshake(TokioIo::new(stream), permit).await;
        }
        let https = self.https.get_or_try_init(|| self.https_connector()).await?;
        let uri = Uri::try_from(format!("https://{host}:{port}/"));
        let uri = uri.map_err(|error| invalid_url(host, &error))?;
        let stream = https.clone().call(uri).await.map_err(|error| http_error(&*error))?;
        self.handshake(stream, permit).await
    }

    async fn handshake(
        &self,
        stream: impl Read + Write + Send + Unpin + 'static,
        permit: ConnectionPermit,
    ) -> Result<HttpConnection, NetworkError> {
        let handshake = http1::handshake(stream).await;
        let (sender, connection) = handshake.map_err(|error| http_error(&error))?;
        Ok(self.connections.http(sender, connection, permit))
    }

    async fn https_connector(&self) -> Result<HttpsConnector<Connector>, NetworkError> {
        let tls = match &self.tls {
            Some(tls) => Arc::clone(tls),
            None => {
                let config = spawn_blocking(system_tls).await;
                Arc::new(config.map_err(|error| NetworkError::Tls(error.to_string()))??)
            }
        };
        Ok(HttpsConnector::from((self.connector.clone(), tls)))
    }
}

/// The configuration that trusts the certificates that the system trusts.
fn system_tls() -> Result<ClientConfig, NetworkError> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(ConfigBuilderExt::try_with_platform_verifier);
    Ok(config.map_err(|error| NetworkError::Tls(error.to_string()))?.with_no_client_auth())
}

/// Sends a request, follows redirects, and reads the body of the final response.
pub(super) async fn exchange(
    grants: &Grants,
    config: &NetworkConfig,
    client: &Client,
    usage: &Arc<Usage>,
    request: HttpRequest,
) -> Result<HttpResponse, NetworkError> {
    let mut charge = usage.charge(request.len())?;
    check_len(&request.url)?;
    let mut url = Url::parse(&request.url).map_err(|error| invalid_url(&request.url, &error))?;
    let mut method = request.method.parse()?;
    let mut headers = request.header_map()?;
    let mut body = Bytes::from(request.body);
    let mut redirects = 0;
    loop {
        let (origin, uri) = authorized_uri(grants, &url)?;
        let mut request = Request::new(Full::new(body.clone()));
        *request.method_mut() = method.clone();
        *request.headers_mut() = headers.clone();
        request.headers_mut().insert(header::HOST, host_header(&url)?);
        *request.uri_mut() = uri;
        let (response, mut connection) = client.send(&origin, request).await?;
        let Some(next) = redirect_target(&url, &response, config)? else {
            let response = read_response(response, config, &mut charge).await?;
            // Fails if the server closes the connection.
            if connection.sender.ready().await.is_ok() {
                client.connections.keep(origin, connection);
            }
            return Ok(response);
        };
        if redirects == config.max_redirects {
            return Err(NetworkError::Protocol(format!(
                "the request exceeds the limit of {redirects} redirects"
            )));
        }
        if next.origin() != url.origin() {
            remove(&mut headers, CREDENTIAL_HEADERS);
        }
        if drops_body(response.status(), &method) {
            method = if method == Method::HEAD { Method::HEAD } else { Method::GET };
            body = Bytes::new();
            remove(&mut headers, BODY_HEADERS);
        }
        url = next;
        redirects += 1;
    }
}

/// Returns the server of a URL, and its path and query, if the component is allowed to request it.
fn authorized_uri(grants: &Grants, url: &Url) -> Result<(Origin, Uri), NetworkError> {
    let invalid = |reason: &dyn Display| invalid_url(url.as_str(), reason);
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid(&"only `http` and `https` URLs are supported"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid(&"credentials in URLs are not supported; send them in a header"));
    }
    let no_host = || invalid(&"the URL has no host");
    let text = url.host_str().ok_or_else(no_host)?;
    let port = url.port_or_known_default().ok_or_else(no_host)?;
    let host = Host::parse(text).map_err(|error| invalid(&error))?;
    authorize(grants, NetworkAction::Http, &host, Some(port))?;
    let uri = Uri::try_from(&url[Position::BeforePath..Position::AfterQuery]);
    let uri = uri.map_err(|error| invalid(&error))?;
    Ok((Origin { secure: url.scheme() == "https", host: text.into(), port }, uri))
}

/// The value of the header `host`: the host, and the port if it is not the scheme's.
fn host_header(url: &Url) -> Result<HeaderValue, NetworkError> {
    HeaderValue::try_from(&url[Position::BeforeHost..Position::AfterPort])
        .map_err(|error| invalid_url(url.as_str(), &error))
}

/// Returns the target of a redirect; `None` if the response is not a redirect that is followed.
fn redirect_target(
    url: &Url,
    response: &Response<Incoming>,
    config: &NetworkConfig,
) -> Result<Option<Url>, NetworkError> {
    let Some(value) = response.headers().get(header::LOCATION) else { return Ok(None) };
    if config.max_redirects == 0 || !is_redirect(response.status()) {
        return Ok(None);
    }
    let text = std::str::from_utf8(value.as_bytes())
        .map_err(|error| invalid_url(&String::from_utf8_lossy(value.as_bytes()), &error))?;
    check_len(text)?;
    url.join(text).map(Some).map_err(|error| invalid_url(text, &error))
}

/// `true` if the request after a redirect is a `GET` or `HEAD` without body (Fetch Standard, HTTP-redirect fetch).
fn drops_body(status: StatusCode, method: &Method) -> bool {
    match status {
        StatusCode::SEE_OTHER => true,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => method == Method::POST,
        _ => false,
    }
}

/// Reads the body of a response, up to the limit. However small its chunks are, the host holds only their bytes.
async fn read_response(
    response: Response<Incoming>,
    config: &NetworkConfig,
    charge: &mut Charge,
) -> Result<HttpResponse, NetworkError> {
    let (head, mut body) = response.into_parts();
    let limit = config.max_response_bytes;
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|error| http_error(&error))?.into_data() else { continue };
        if bytes.len() + data.len() > limit {
            let reason = format!("the response exceeds the limit of {limit} bytes");
            return Err(NetworkError::Io(reason));
        }
        charge.grow(data.len())?;
        bytes.extend_from_slice(&data);
    }
    Ok(HttpResponse::new(Response::from_parts(head, bytes)))
}

/// Fails if the text of a URL is too long to be parsed.
fn check_len(url: &str) -> Result<(), NetworkError> {
    match url.len() <= MAX_URL {
        true => Ok(()),
        false => Err(NetworkError::InvalidUrl(format!("the URL is longer than {MAX_URL} bytes"))),
    }
}

fn remove(headers: &mut HeaderMap, names: &[HeaderName]) {
    for name in names {
        headers.remove(name);
    }
}

fn invalid_url(url: &str, reason: &dyn Display) -> NetworkError {
    NetworkError::InvalidUrl(format!("`{}`: {reason}", url.escape_debug()))
}
