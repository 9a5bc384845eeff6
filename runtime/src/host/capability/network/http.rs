//! One exchange over HTTP, with its redirects.

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

use super::NetworkConfig;
use super::connector::Connector;
use super::dial::{Dialer, authorize};
use super::fault::http_error;
use super::message::{HttpRequest, HttpResponse, is_redirect};
use crate::host::capability::error::NetworkError;
use crate::host::capability::grants::Grants;
use crate::host::capability::host_pattern::Host;
use crate::host::capability::permission::NetworkAction;

/// How many connections to one host wait for the next request, and how long.
const IDLE_CONNECTIONS: usize = 4;
const IDLE_TIME: Duration = Duration::from_secs(30);

/// What a redirect to another origin must not carry there.
const CREDENTIALS: &[HeaderName] = &[header::AUTHORIZATION, header::COOKIE];
/// What is about a body.
const OF_BODIES: &[HeaderName] = &[
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LOCATION,
    header::CONTENT_TYPE,
];

type Secure = Client<HttpsConnector<Connector>, Full<Bytes>>;

/// The clients of one component. Connections are never shared between components.
#[derive(Debug)]
pub(super) struct Clients {
    plain: Client<Connector, Full<Bytes>>,
    secure: OnceLock<Result<Secure, String>>,
    connector: Connector,
    tls: Option<Arc<ClientConfig>>,
}

impl Clients {
    pub(super) fn new(dialer: &Arc<Dialer>, config: &NetworkConfig) -> Self {
        let connector = Connector(Arc::clone(dialer));
        let plain = client(connector.clone());
        Self { plain, secure: OnceLock::new(), connector, tls: config.tls.clone() }
    }

    async fn send(
        &self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, NetworkError> {
        let response = if request.uri().scheme_str() == Some("https") {
            let secure = self.secure.get_or_init(|| self.secure()).as_ref();
            secure.map_err(|why| NetworkError::Tls(why.clone()))?.request(request).await
        } else {
            self.plain.request(request).await
        };
        response.map_err(|error| http_error(&error))
    }

    fn secure(&self) -> Result<Secure, String> {
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
        .pool_idle_timeout(IDLE_TIME)
        .pool_max_idle_per_host(IDLE_CONNECTIONS)
        .build(connector)
}

/// Sends a request, follows redirects, and reads the body of what comes then.
pub(super) async fn exchange(
    grants: &Grants,
    config: &NetworkConfig,
    clients: &Clients,
    request: HttpRequest,
) -> Result<HttpResponse, NetworkError> {
    let mut url = Url::parse(&request.url).map_err(|fault| invalid(&request.url, &fault))?;
    let mut method = request.method.read()?;
    let mut headers = request.header_map()?;
    let mut body = Bytes::from(request.body);
    for redirects in 0.. {
        let target = target(grants, &url)?;
        let mut hop = Request::new(Full::new(body.clone()));
        *hop.method_mut() = method.clone();
        *hop.headers_mut() = headers.clone();
        *hop.uri_mut() = target;
        let response = clients.send(hop).await?;
        let Some(next) = location(&url, &response, config)? else {
            return whole(response, config).await;
        };
        if redirects == config.max_redirects {
            return Err(NetworkError::Protocol(format!(
                "there are more than {redirects} redirects, the limit"
            )));
        }
        if next.origin() != url.origin() {
            remove(&mut headers, CREDENTIALS);
        }
        if drops_body(response.status(), &method) {
            method = if method == Method::HEAD { Method::HEAD } else { Method::GET };
            body = Bytes::new();
            remove(&mut headers, OF_BODIES);
        }
        url = next;
    }
    Err(NetworkError::TimedOut)
}

/// What to request for a URL, if the component may.
fn target(grants: &Grants, url: &Url) -> Result<Uri, NetworkError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid(url.as_str(), &"only `http` and `https` are requested"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid(url.as_str(), &"send credentials in a header instead"));
    }
    let host = url.host_str().ok_or_else(|| invalid(url.as_str(), &"it names no host"))?;
    let host = Host::parse(host).map_err(|fault| invalid(url.as_str(), &fault))?;
    authorize(grants, NetworkAction::Http, &host, url.port_or_known_default())?;
    let mut url = url.clone();
    url.set_fragment(None);
    Uri::try_from(url.as_str()).map_err(|fault| invalid(url.as_str(), &fault))
}

/// Where a response sends the client, if it is followed.
fn location(
    url: &Url,
    response: &Response<Incoming>,
    config: &NetworkConfig,
) -> Result<Option<Url>, NetworkError> {
    let Some(value) = response.headers().get(header::LOCATION) else { return Ok(None) };
    if config.max_redirects == 0 || !is_redirect(response.status()) {
        return Ok(None);
    }
    let text = std::str::from_utf8(value.as_bytes())
        .map_err(|fault| invalid(&String::from_utf8_lossy(value.as_bytes()), &fault))?;
    url.join(text).map(Some).map_err(|fault| invalid(text, &fault))
}

/// Whether what comes after a redirect is a plain request for the other resource: as browsers do it (Fetch, 4.4).
fn drops_body(status: StatusCode, method: &Method) -> bool {
    match status {
        StatusCode::SEE_OTHER => true,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => method == Method::POST,
        _ => false,
    }
}

async fn whole(
    response: Response<Incoming>,
    config: &NetworkConfig,
) -> Result<HttpResponse, NetworkError> {
    let (head, body) = response.into_parts();
    let limit = config.max_response_bytes;
    let body = Limited::new(body, limit).collect().await.map_err(|error| {
        if error.is::<LengthLimitError>() {
            NetworkError::Io(format!("the response has more than {limit} bytes, the limit"))
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

fn invalid(url: &str, fault: &dyn std::fmt::Display) -> NetworkError {
    NetworkError::InvalidUrl(format!("`{}`: {fault}", url.escape_debug()))
}
