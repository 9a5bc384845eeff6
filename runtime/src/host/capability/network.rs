//! HTTP, TCP and the names of hosts: the functions of `airssys:ext-network`.
//!
//! A host needs a permission for its name, and then one for the address that the name leads to, if that is not one
//! which anybody can reach. The name is looked up once, and the connection is made to an address that was checked. The
//! same goes for every redirect.

mod connection;
mod connector;
mod dial;
mod fault;
mod http;
mod message;
mod resolver;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout;

use self::dial::Dialer;
use super::decision::Decision;
use super::error::NetworkError;
use super::grants::Grants;
use super::host_pattern::Host;
use super::permission::{NetworkAction, NetworkPermission, Permission};
pub use connection::TcpConnection;
pub use message::{HttpHeader, HttpMethod, HttpRequest, HttpResponse};
pub use resolver::{Resolver, Resolving, SystemResolver};

/// How a component reaches the network, and how much of it.
#[derive(Debug, Clone)]
pub struct NetworkConfig {
    /// What knows the addresses of names: that of the system.
    pub resolver: Arc<dyn Resolver>,
    /// Whom to trust in secure connections; by default, whom the system trusts.
    pub tls: Option<Arc<rustls::ClientConfig>>,
    /// The longest that one exchange over HTTP takes, whatever the component says: 60 s.
    pub max_exchange: Duration,
    /// The longest that looking a name up takes, and connecting to one address: 10 s.
    pub connect_timeout: Duration,
    /// The longest that one read or write of a connection waits: 5 min.
    pub idle_timeout: Duration,
    /// The most redirects that one request follows: 10. With none, a redirect is a response like any other.
    pub max_redirects: usize,
    /// The most bytes that the body of a response has: 16 MiB.
    pub max_response_bytes: usize,
    /// The most bytes that one read of a connection gives: 1 MiB.
    pub max_read_bytes: usize,
    /// The most TCP connections that are open at once: 64.
    pub max_connections: usize,
}

impl Default for NetworkConfig {
    fn default() -> Self {
        Self {
            resolver: Arc::new(SystemResolver),
            tls: None,
            max_exchange: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(300),
            max_redirects: 10,
            max_response_bytes: 16 << 20,
            max_read_bytes: 1 << 20,
            max_connections: 64,
        }
    }
}

/// The network of one component.
#[derive(Debug, Clone)]
pub struct Network {
    grants: Arc<Grants>,
    config: Arc<NetworkConfig>,
    dialer: Arc<Dialer>,
    clients: Arc<http::Clients>,
    open: Arc<Semaphore>,
}

impl Network {
    /// The network as `config` gives it, for the component that `grants` are for.
    #[must_use]
    pub fn new(grants: Arc<Grants>, config: NetworkConfig) -> Self {
        let config = Arc::new(config);
        let dialer = Arc::new(Dialer::new(Arc::clone(&grants), Arc::clone(&config)));
        let clients = Arc::new(http::Clients::new(&dialer, &config));
        let open = Arc::new(Semaphore::new(config.max_connections));
        Self { grants, config, dialer, clients, open }
    }

    /// Tells whether an action with a host is allowed: for an address for good, for a name as far as it goes without looking it
    /// up.
    #[must_use]
    pub fn check(&self, action: NetworkAction, host: &str, port: Option<u16>) -> Decision {
        match Host::parse(host) {
            Ok(host) => self.grants.host(action, &host, port),
            Err(reason) => {
                let asked = NetworkPermission { action, host_pattern: host.into(), port };
                self.grants.invalid(&Permission::Network(asked), reason)
            }
        }
    }

    /// Sends an HTTP request and waits for the whole response.
    ///
    /// # Errors
    ///
    /// Those of `send-http-request`; `permission-denied` also for a redirect to a host that is not granted; `protocol` if
    /// there are more redirects than the limit; `io` for a body larger than the limit, and for headers that
    /// only the host sets, such as `transfer-encoding`.
    pub async fn send_http_request(
        &self,
        request: HttpRequest,
    ) -> Result<HttpResponse, NetworkError> {
        let asked = request.timeout_ms.map_or(Duration::MAX, Duration::from_millis);
        let limit = asked.min(self.config.max_exchange);
        let exchange = http::exchange(&self.grants, &self.config, &self.clients, request);
        timeout(limit, exchange).await.map_err(|_| NetworkError::TimedOut)?
    }

    /// Connects to a host, given by name or by address.
    ///
    /// # Errors
    ///
    /// Those of `tcp-connection.connect`; `io` if there are as many connections as the host allows.
    pub async fn connect(
        &self,
        host: &str,
        port: u16,
        timeout_ms: Option<u64>,
    ) -> Result<TcpConnection, NetworkError> {
        let limit = timeout_ms.map_or(Duration::MAX, Duration::from_millis);
        let dial = self.dialer.dial(NetworkAction::Connect, host, port);
        let stream = timeout(limit, dial).await.map_err(|_| NetworkError::TimedOut)??;
        let slot = Arc::clone(&self.open).try_acquire_owned().map_err(|_| {
            let limit = self.config.max_connections;
            NetworkError::Io(format!("{limit} connections are open, the limit: close one"))
        })?;
        TcpConnection::new(stream, &self.config, slot)
    }

    /// Looks up the addresses of a host's name. Those that the component could not connect to are among them.
    ///
    /// # Errors
    ///
    /// Those of `resolve-host`.
    pub async fn resolve_host(&self, host: &str) -> Result<Vec<IpAddr>, NetworkError> {
        self.dialer.resolve(host).await
    }

    /// Tells which permissions for the network the component has.
    #[must_use]
    pub fn granted_permissions(&self) -> Vec<NetworkPermission> {
        self.grants.network()
    }
}
