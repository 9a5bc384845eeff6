//! Resolver, TLS and limits of a component's network.

use std::sync::Arc;
use std::time::Duration;

use super::resolver::{Resolver, SystemResolver};

/// Resolver, TLS and limits of a component's network.
#[derive(Debug, Clone)]
pub struct NetworkConfig {
    /// Resolves host names; default [`SystemResolver`].
    pub resolver: Arc<dyn Resolver>,
    /// The TLS configuration; `None` trusts the certificates that the system trusts.
    pub tls: Option<Arc<rustls::ClientConfig>>,
    /// Maximum duration of an HTTP exchange, including redirects, whatever the component requests; default 60 s.
    pub http_timeout: Duration,
    /// Maximum duration of resolving a name, and of connecting to one address; default 10 s.
    pub connect_timeout: Duration,
    /// Maximum duration of one read or write on a TCP connection; default 5 min.
    pub idle_timeout: Duration,
    /// Maximum number of redirects that a request follows; default 10. With 0, redirects are returned as responses.
    pub max_redirects: usize,
    /// Maximum size of the body of a response, in bytes; default 16 MiB.
    pub max_response_bytes: usize,
    /// Maximum number of bytes that one read on a TCP connection returns; default 1 MiB.
    pub max_read_bytes: usize,
    /// Maximum number of open connections, including idle HTTP connections, of which the oldest is closed if there is
    /// no room for another one; default 64. All components of the process together can have half as many as the
    /// process can open files.
    pub max_connections: usize,
    /// Maximum number of name look-ups in flight, including those that the component does not wait for any longer;
    /// default 4.
    pub max_lookups: usize,
}

impl Default for NetworkConfig {
    fn default() -> Self {
        Self {
            resolver: Arc::new(SystemResolver),
            tls: None,
            http_timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(300),
            max_redirects: 10,
            max_response_bytes: 16 << 20,
            max_read_bytes: 1 << 20,
            max_connections: 64,
            max_lookups: 4,
        }
    }
}
