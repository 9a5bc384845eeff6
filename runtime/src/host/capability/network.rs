//! HTTP, TCP and name resolution: the functions of `airssys:ext-network`.
//!
//! A call needs a permission for the name of the host and, if the name resolves to a special-purpose address, one for
//! that address. The name is resolved once and the connection is made to an address that was checked, also after each
//! redirect.

mod config;
mod connect;
mod connection;
mod connections;
mod error;
mod http;
mod message;
mod resolver;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use self::connect::Connector;
use self::connections::Connections;
use super::decision::Decision;
use super::error::NetworkError;
use super::grants::Grants;
use super::host_pattern::Host;
use super::permission::{NetworkAction, NetworkPermission, Permission};
use super::usage::Usage;
pub use config::NetworkConfig;
pub use connection::TcpConnection;
pub use message::{HttpHeader, HttpMethod, HttpRequest, HttpResponse};
pub use resolver::{ResolveFuture, Resolver, SystemResolver};

/// The network of one component.
#[derive(Debug, Clone)]
pub struct Network {
    grants: Arc<Grants>,
    config: Arc<NetworkConfig>,
    connector: Connector,
    client: Arc<http::Client>,
    connections: Arc<Connections>,
    usage: Arc<Usage>,
}

impl Network {
    /// Creates the network of `config` for the component of `grants`.
    #[must_use]
    pub fn new(grants: Arc<Grants>, config: NetworkConfig) -> Self {
        Self::with_usage(grants, config, Arc::default())
    }

    /// Creates the network of `config` for the component of `grants`, which is charged for what the host buffers.
    #[must_use]
    pub fn with_usage(grants: Arc<Grants>, config: NetworkConfig, usage: Arc<Usage>) -> Self {
        let config = Arc::new(config);
        let connector = Connector::new(Arc::clone(&grants), Arc::clone(&config));
        let connections = Arc::new(Connections::new(config.max_connections, Arc::clone(&usage)));
        let client = http::Client::new(connector.clone(), Arc::clone(&connections), &config);
        Self { grants, config, connector, client: Arc::new(client), connections, usage }
    }

    /// Decides whether an action on a host is allowed. The decision about a name does not consider its addresses,
    /// since the name is not resolved.
    #[must_use]
    pub fn check(&self, action: NetworkAction, host: &str, port: Option<u16>) -> Decision {
        match Host::parse(host) {
            Ok(host) => self.grants.check_host(action, &host, port),
            Err(reason) => {
                let needed = NetworkPermission { action, host_pattern: host.into(), port };
                self.grants.deny(&Permission::Network(needed), reason)
            }
        }
    }

    /// Sends an HTTP request and waits for the whole response.
    ///
    /// # Errors
    ///
    /// Fails with the errors of `send-http-request`; with `permission-denied` also for a redirect to a host that is not
    /// granted; with `protocol` if there are more redirects than the limit; with `io` for a body larger than the limit,
    /// and for headers that only the host sets, such as `transfer-encoding`.
    pub async fn send_http_request(
        &self,
        request: HttpRequest,
    ) -> Result<HttpResponse, NetworkError> {
        let requested = request.timeout_ms.map_or(Duration::MAX, Duration::from_millis);
        let limit = requested.min(self.config.http_timeout);
        let exchange =
            http::exchange(&self.grants, &self.config, &self.client, &self.usage, request);
        timeout(limit, exchange).await.map_err(|_| NetworkError::TimedOut)?
    }

    /// Connects to a host, given by name or by address.
    ///
    /// # Errors
    ///
    /// Fails with the errors of `tcp-connection.connect`; with `io` if the limit of open connections is reached.
    pub async fn connect(
        &self,
        host: &str,
        port: u16,
        timeout_ms: Option<u64>,
    ) -> Result<TcpConnection, NetworkError> {
        let limit = timeout_ms.map_or(Duration::MAX, Duration::from_millis);
        let connect = async {
            let permit = self.connections.reserve().await?;
            let stream = self.connector.connect(NetworkAction::Connect, host, port).await?;
            TcpConnection::new(stream, &self.config, permit)
        };
        timeout(limit, connect).await.map_err(|_| NetworkError::TimedOut)?
    }

    /// Resolves a host name to addresses, including those that the component is not allowed to connect to.
    ///
    /// # Errors
    ///
    /// Fails with the errors of `resolve-host`.
    pub async fn resolve_host(&self, host: &str) -> Result<Vec<IpAddr>, NetworkError> {
        self.connector.resolve(host).await
    }

    /// Returns the component's permissions for the network.
    #[must_use]
    pub fn granted_permissions(&self) -> Vec<NetworkPermission> {
        self.grants.network()
    }
}
