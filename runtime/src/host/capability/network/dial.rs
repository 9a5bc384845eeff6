//! From a host's name to a connection with an address that was checked.

use std::net::IpAddr;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::NetworkConfig;
use super::fault::io_error;
use crate::host::capability::decision::TARGET;
use crate::host::capability::error::NetworkError;
use crate::host::capability::grants::Grants;
use crate::host::capability::host_pattern::Host;
use crate::host::capability::permission::NetworkAction;

#[derive(Debug)]
pub(super) struct Dialer {
    grants: Arc<Grants>,
    config: Arc<NetworkConfig>,
}

impl Dialer {
    pub(super) fn new(grants: Arc<Grants>, config: Arc<NetworkConfig>) -> Self {
        Self { grants, config }
    }

    /// Connects to a host, by any of its addresses that are allowed.
    pub(super) async fn dial(
        &self,
        action: NetworkAction,
        host: &str,
        port: u16,
    ) -> Result<TcpStream, NetworkError> {
        let host = Host::parse(host).map_err(NetworkError::Io)?;
        authorize(&self.grants, action, &host, Some(port))?;
        let mut failure = NetworkError::HostNotFound;
        for address in self.allowed(action, &host, port).await? {
            let connecting = TcpStream::connect((address, port));
            match timeout(self.config.connect_timeout, connecting).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => failure = io_error(&error),
                Err(_) => failure = NetworkError::TimedOut,
            }
        }
        Err(failure)
    }

    /// The addresses of a host that the component may turn to. If there are others only, says why not.
    async fn allowed(
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
            let decision = self.grants.address(action, address, Some(port), Some(name));
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

    /// All addresses of a host, if the component may know them.
    pub(super) async fn resolve(&self, host: &str) -> Result<Vec<IpAddr>, NetworkError> {
        let host = Host::parse(host).map_err(NetworkError::Io)?;
        authorize(&self.grants, NetworkAction::Resolve, &host, None)?;
        match host {
            Host::Address(address) => Ok(vec![address]),
            Host::Name(name) => self.lookup(&name).await,
        }
    }

    async fn lookup(&self, name: &str) -> Result<Vec<IpAddr>, NetworkError> {
        let lookup = timeout(self.config.connect_timeout, self.config.resolver.resolve(name));
        let answer = match lookup.await.map_err(|_| NetworkError::TimedOut)? {
            Ok(answer) => answer,
            Err(error) => {
                tracing::debug!(target: TARGET, name, %error, "no address");
                return Err(NetworkError::HostNotFound);
            }
        };
        let mut addresses: Vec<IpAddr> = Vec::new();
        for address in answer.iter().map(IpAddr::to_canonical) {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        if addresses.is_empty() { Err(NetworkError::HostNotFound) } else { Ok(addresses) }
    }
}

pub(super) fn authorize(
    grants: &Grants,
    action: NetworkAction,
    host: &Host,
    port: Option<u16>,
) -> Result<(), NetworkError> {
    grants.host(action, host, port).into_result().map_err(NetworkError::PermissionDenied)
}
