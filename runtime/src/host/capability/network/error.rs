//! Converts errors of I/O, HTTP and TLS to `network-error`.

use std::error::Error;
use std::io::{self, ErrorKind};

use crate::host::capability::error::NetworkError;

pub(super) fn io_error(error: &io::Error) -> NetworkError {
    match error.kind() {
        ErrorKind::ConnectionRefused => NetworkError::ConnectionRefused,
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => NetworkError::ConnectionReset,
        ErrorKind::NotConnected => NetworkError::ConnectionClosed,
        ErrorKind::TimedOut => NetworkError::TimedOut,
        _ => NetworkError::Io(error.to_string()),
    }
}

/// Converts an error of the HTTP client by the most specific error in its chain of sources.
pub(super) fn http_error(error: &(dyn Error + 'static)) -> NetworkError {
    specific_error(error).unwrap_or_else(|| NetworkError::Io(error.to_string()))
}

fn specific_error(error: &(dyn Error + 'static)) -> Option<NetworkError> {
    if let Some(own) = error.downcast_ref::<NetworkError>() {
        return Some(own.clone());
    }
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        return Some(NetworkError::Tls(tls.to_string()));
    }
    if let Some(io) = error.downcast_ref::<io::Error>() {
        let inner = io.get_ref().and_then(|inner| specific_error(inner));
        return Some(inner.unwrap_or_else(|| io_error(io)));
    }
    if let Some(inner) = error.source().and_then(specific_error) {
        return Some(inner);
    }
    let http = error.downcast_ref::<hyper::Error>()?;
    Some(if http.is_parse() || http.is_user() {
        NetworkError::Protocol(http.to_string())
    } else if http.is_incomplete_message() || http.is_closed() || http.is_canceled() {
        NetworkError::ConnectionReset
    } else {
        NetworkError::Io(http.to_string())
    })
}
