//! HTTP exchanges, including redirects.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::header::{self, HeaderMap, HeaderName};
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_rustls::{ConfigBuilderExt, HttpsConnector};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::Connect;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::ClientConfig;
use rustls::crypto::ring;
use url::Url;

use super::config::NetworkConfig;
use super::connect::{Connector, authorize};
use super::error::http_error;
use super::message::{HttpRequest, HttpResponse, is_redirect};
use crate::host::capability::error::NetworkError;
use crate::host::capability::grants::Grants;
use crate::host::capability::host_pattern::Host;
use crate::host::capability::permission::NetworkAction;

/// The maximum number of idle connections to one host.
const MAX_IDLE_CONNECTIONS: usize = 4;
/// The time for which idle connections are kept.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// Headers that a redirect to another origin drops.
const CREDENTIAL_HEADERS: &[HeaderName] = &[header::AUTHORIZATION, header::COOKIE];
/// Headers that a redirect drops together with the body.
const BODY_HEADERS: &[HeaderName] = &[
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LOCATION,
    header::CONTENT_TYPE,
];

type HttpsClient = Client<HttpsConnector<Connector>, Full<Bytes>>;

/// The HTTP clients of one component. Components never share connections.
#[derive(Debug)]
pub(super) struct Clients {
    http: Client<Connector, Full<Bytes>>,
    /// Created at the first use, since reading the system's certificates is slow.
    https: OnceLock<Result<HttpsClient, String>>,
    connector: Connector,
    tls: Option<Arc<ClientConfig>>,
}

impl Clients {
    pub(super) fn new(connector: Connector, config: &NetworkConfig) -> Self {
        let http = client(connector.clone());
        Self { http, https: OnceLock::new(), connector, tls: config.tls.clone() }
    }

    async fn send(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, NetworkError> {
        let response = if request.uri().scheme_str() == Some("https") {
            let https = self.https.get_or_init(|| self.https_client()).as_ref();
            https.map_err(|reason| NetworkError::Tls(reason.clone()))?.request(request).await
        } else {
            self.http.request(request).await
        };
        response.map_err(|error| http_error(&error))
    }

    fn https_client(&self) -> Result<HttpsClient, String> {
        let tls = match &self.tls {
            Some(tls) => Arc::clone(tls),
            None => {
                let builder =
                    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
                        .with_safe_default_protocol_versions()
                        .and_then(ConfigBuilderExt::try_with_platform_verifier);
                Arc::new(builder.map_err(|error| error.to_string())?.with_no_client_auth())
            }
        };
        Ok(client(HttpsConnector::from((self.connector.clone(), tls))))
    }
}

fn client<C: Connect + Clone>(connector: C) -> Client<C, Full<Bytes>> {
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE_TIMEOUT)
        .pool_max_idle_per_host(MAX_IDLE_CONNECTIONS)
        .build(connector)
}

/// Sends a request, follows redirects, and reads the body of the final response.
pub(super) async fn exchange(
    grants: &Grants,
    config: &NetworkConfig,
    clients: &Clients,
    request: HttpRequest,
) -> Result<HttpResponse, NetworkError> {
    let mut url = Url::parse(&request.url).map_err(|error| invalid_url(&request.url, &error))?;
    let mut method = request.method.parse()?;
    let mut headers = request.header_map()?;
    let mut body = Bytes::from(request.body);
    let mut redirects = 0;
    loop {
        let uri = authorized_uri(grants, &url)?;
        let mut request = Request::new(Full::new(body.clone()));
        *request.method_mut() = method.clone();
        *request.headers_mut() = headers.clone();
        *request.uri_mut() = uri;
        let response = clients.send(request).await?;
        let Some(next) = redirect_target(&url, &response, config)? else {
            return read_response(response, config).await;
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

/// Converts a URL to a URI without fragment, if the component is allowed to request it.
fn authorized_uri(grants: &Grants, url: &Url) -> Result<Uri, NetworkError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid_url(url.as_str(), &"only `http` and `https` URLs are supported"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid_url(
            url.as_str(),
            &"credentials in URLs are not supported; send them in a header",
        ));
    }
    let host = url.host_str().ok_or_else(|| invalid_url(url.as_str(), &"the URL has no host"))?;
    let host = Host::parse(host).map_err(|error| invalid_url(url.as_str(), &error))?;
    authorize(grants, NetworkAction::Http, &host, url.port_or_known_default())?;
    let mut url = url.clone();
    url.set_fragment(None);
    Uri::try_from(url.as_str()).map_err(|error| invalid_url(url.as_str(), &error))
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

/// Reads the body of a response, up to the limit.
async fn read_response(
    response: Response<Incoming>,
    config: &NetworkConfig,
) -> Result<HttpResponse, NetworkError> {
    let (head, body) = response.into_parts();
    let limit = config.max_response_bytes;
    let body = Limited::new(body, limit).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() {
            NetworkError::Io(format!("the response exceeds the limit of {limit} bytes"))
        } else {
            http_error(&*error)
        }
    })?;
    Ok(HttpResponse::new(Response::from_parts(head, body.to_bytes())))
}

fn remove(headers: &mut HeaderMap, names: &[HeaderName]) {
    for name in names {
        headers.remove(name);
    }
}

fn invalid_url(url: &str, reason: &dyn std::fmt::Display) -> NetworkError {
    NetworkError::InvalidUrl(format!("`{}`: {reason}", url.escape_debug()))
}
