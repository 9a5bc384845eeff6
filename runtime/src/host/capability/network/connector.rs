//! The [`Dialer`] as the HTTP client needs it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper::Uri;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use super::dial::Dialer;
use crate::host::capability::error::NetworkError;
use crate::host::capability::permission::NetworkAction;

#[derive(Debug, Clone)]
pub(super) struct Connector(pub(super) Arc<Dialer>);

impl Service<Uri> for Connector {
    type Response = TokioIo<TcpStream>;
    type Error = NetworkError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let dialer = Arc::clone(&self.0);
        Box::pin(async move {
            let secure = uri.scheme_str() == Some("https");
            let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
            let host = uri.host().ok_or_else(|| {
                NetworkError::InvalidUrl(format!("`{uri}` does not say which host"))
            })?;
            dialer.dial(NetworkAction::Http, host, port).await.map(TokioIo::new)
        })
    }
}
