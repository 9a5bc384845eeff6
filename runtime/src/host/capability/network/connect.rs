//! Resolves host names and connects to addresses that are allowed.

use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper::Uri;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tower_service::Service;

use super::config::NetworkConfig;
use super::error::io_error;
use crate::host::capability::decision::TRACING_TARGET;
use crate::host::capability::error::NetworkError;
use crate::host::capability::grants::Grants;
use crate::host::capability::host_pattern::Host;
use crate::host::capability::permission::NetworkAction;

/// Connects one component. As a [`Service`], it connects HTTP clients.
#[derive(Debug, Clone)]
pub(super) struct Connector {
    grants: Arc<Grants>,
    config: Arc<NetworkConfig>,
    /// Has one permit for each name look-up that can be in flight.
    lookups: Arc<Semaphore>,
}

impl Connector {
    pub(super) fn new(grants: Arc<Grants>, config: Arc<NetworkConfig>) -> Self {
        let lookups = Arc::new(Semaphore::new(config.max_lookups));
        Self { grants, config, lookups }
    }

    /// Connects to the first address of a host that is allowed and reachable.
    pub(super) async fn connect(
        &self,
        action: NetworkAction,
        host: &str,
        port: u16,
    ) -> Result<TcpStream, NetworkError> {
        let host = Host::parse(host).map_err(NetworkError::Io)?;
        authorize(&self.grants, action, &host, Some(port))?;
        let mut failure = NetworkError::HostNotFound;
        for address in self.allowed_addresses(action, &host, port).await? {
            let connecting = TcpStream::connect((address, port));
            match timeout(self.config.connect_timeout, connecting).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => failure = io_error(&error),
                Err(_) => failure = NetworkError::TimedOut,
            }
        }
        Err(failure)
    }

    /// Returns the allowed addresses of a host. Fails with `permission-denied` if it has only others.
    async fn allowed_addresses(
        &self,
        action: NetworkAction,
        host: &Host,
        port: u16,
    ) -> Result<Vec<IpAddr>, NetworkError> {
        let name = match host {
            Host::Address(address) => return Ok(vec![*address]),
            Host::Name(name) => name,
        };
        let mut allowed = Vec::new();
        let mut denied = None;
        for address in self.lookup(name).await? {
            let decision = self.grants.check_address(action, address, Some(port), Some(name));
            match decision.into_result() {
                Ok(()) => allowed.push(address),
                Err(reason) => denied = Some(reason),
            }
        }
        match denied {
            Some(reason) if allowed.is_empty() => Err(NetworkError::PermissionDenied(reason)),
            _ => Ok(allowed),
        }
    }

    /// Returns all addresses of a host.
    pub(super) async fn resolve(&self, host: &str) -> Result<Vec<IpAddr>, NetworkError> {
        let host = Host::parse(host).map_err(NetworkError::Io)?;
        authorize(&self.grants, NetworkAction::Resolve, &host, None)?;
        match host {
            Host::Address(address) => Ok(vec![address]),
            Host::Name(name) => self.lookup(&name).await,
        }
    }

    /// Resolves a name, without duplicate addresses.
    async fn lookup(&self, name: &str) -> Result<Vec<IpAddr>, NetworkError> {
        let lookup = timeout(self.config.connect_timeout, self.start_lookup(name));
        let resolved = match lookup.await.map_err(|_| NetworkError::TimedOut)? {
            Ok(resolved) => resolved,
            Err(error) => {
                let error = error.to_string();
                tracing::debug!(target: TRACING_TARGET, name, error, "cannot resolve the name");
                return Err(NetworkError::HostNotFound);
            }
        };
        let mut addresses: Vec<IpAddr> = Vec::new();
        for address in resolved.iter().map(IpAddr::to_canonical) {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        if addresses.is_empty() { Err(NetworkError::HostNotFound) } else { Ok(addresses) }
    }

    /// Resolves a name, once fewer look-ups than the limit are in flight. The look-up counts until it ends, even if the
    /// result is no longer awaited.
    async fn start_lookup(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let permit = Arc::clone(&self.lookups).acquire_owned().await.map_err(io::Error::other)?;
        let (resolver, name) = (Arc::clone(&self.config.resolver), name.to_owned());
        let lookup = async move {
            let resolved = resolver.resolve(&name).await;
            drop(permit);
            resolved
        };
        tokio::spawn(lookup).await.map_err(io::Error::other)?
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<TcpStream>;
    type Error = NetworkError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connector = self.clone();
        Box::pin(async move {
            let secure = uri.scheme_str() == Some("https");
            let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
            let host = uri
                .host()
                .ok_or_else(|| NetworkError::InvalidUrl(format!("`{uri}` has no host")))?;
            connector.connect(NetworkAction::Http, host, port).await.map(TokioIo::new)
        })
    }
}

pub(super) fn authorize(
    grants: &Grants,
    action: NetworkAction,
    host: &Host,
    port: Option<u16>,
) -> Result<(), NetworkError> {
    grants.check_host(action, host, port).into_result().map_err(NetworkError::PermissionDenied)
}
