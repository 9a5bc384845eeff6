//! Local servers and a fake resolver.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use airssys_bindings::host::capability::network::{ResolveFuture, Resolver};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, ServerConfig};

/// An HTTP server that serves one request per connection.
pub(crate) struct Server {
    pub(crate) port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

type Respond = Arc<dyn Fn(&str) -> Vec<u8> + Send + Sync>;

impl Server {
    /// Starts a server on 127.0.0.1 that responds to each request with the result of `respond`.
    pub(crate) async fn start(respond: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self::run(None, Arc::new(respond)).await
    }

    /// Starts a server with TLS for the name `secure.test`; also returns a client configuration that trusts it.
    pub(crate) async fn start_tls(
        respond: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static,
    ) -> (Self, Arc<ClientConfig>) {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed([String::from("secure.test")]).expect("a certificate");
        let certificate = CertificateDer::from(cert);
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key");
        let provider = Arc::new(ring::default_provider());
        let server = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .expect("a certificate");
        let mut roots = RootCertStore::empty();
        roots.add(certificate).expect("a certificate");
        let client = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let acceptor = TlsAcceptor::from(Arc::new(server));
        (Self::run(Some(acceptor), Arc::new(respond)).await, Arc::new(client))
    }

    async fn run(tls: Option<TlsAcceptor>, respond: Respond) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (respond, log, tls) = (Arc::clone(&respond), Arc::clone(&log), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serve_request(stream, &respond, &log).await,
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => serve_request(stream, &respond, &log).await,
                            Err(error) => Err(error),
                        },
                    }
                });
            }
        });
        Self { port, requests }
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("requests").clone()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

async fn serve_request(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    respond: &Respond,
    log: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let mut request = Vec::new();
    let complete = |request: &[u8]| {
        let text = String::from_utf8_lossy(request).to_lowercase();
        let end = text.find("\r\n\r\n")? + 4;
        let length = text.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
        let length: usize = length.map_or(0, |length| length.parse().expect("a length"));
        (request.len() >= end + length).then_some(())
    };
    while complete(&request).is_none() {
        if stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let response = respond(&request);
    log.lock().expect("requests").push(request);
    stream.write_all(&response).await?;
    stream.shutdown().await
}

/// Formats a response.
pub(crate) fn response(status: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status}\r\nconnection: close\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    text += &format!("content-length: {}\r\n\r\n{body}", body.len());
    text.into_bytes()
}

pub(crate) fn redirect(status: &str, to: &str) -> Vec<u8> {
    response(status, &[("location", to)], "elsewhere")
}

/// A resolver that returns the given answers in order, whatever the name, and then repeats the last one.
#[derive(Debug, Default)]
pub(crate) struct Names {
    answers: Vec<Vec<IpAddr>>,
    resolved_names: Mutex<Vec<String>>,
}

impl Names {
    pub(crate) fn new(answers: &[&[&str]]) -> Arc<Self> {
        let parse = |text: &&str| text.parse().expect("an address");
        let answers = answers.iter().map(|answer| answer.iter().map(parse).collect()).collect();
        Arc::new(Self { answers, resolved_names: Mutex::default() })
    }

    pub(crate) fn resolved_names(&self) -> Vec<String> {
        self.resolved_names.lock().expect("names").clone()
    }
}

impl Resolver for Names {
    fn resolve<'a>(&'a self, name: &'a str) -> ResolveFuture<'a> {
        let mut resolved_names = self.resolved_names.lock().expect("names");
        let answer = self.answers.get(resolved_names.len()).or(self.answers.last());
        resolved_names.push(name.into());
        let answer = answer.cloned().ok_or_else(|| io::ErrorKind::NotFound.into());
        Box::pin(async move { answer })
    }
}

/// A server that counts connections and sends one byte on each.
pub(crate) struct Counter {
    pub(crate) address: SocketAddr,
    count: Arc<Mutex<usize>>,
}

impl Counter {
    pub(crate) async fn start(at: &str) -> Self {
        let listener = TcpListener::bind((at, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let count = Arc::new(Mutex::new(0));
        let counter = Arc::clone(&count);
        tokio::spawn(async move {
            let mut open = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                *counter.lock().expect("a count") += 1;
                // The client may have closed the connection already; it counts nevertheless.
                let _ = stream.write_all(b"!").await;
                open.push(stream);
            }
        });
        Self { address, count }
    }

    /// Returns the number of connections. Connections are accepted in order, so that all earlier ones are counted once
    /// its own is accepted.
    pub(crate) async fn count(&self) -> usize {
        let mut own = TcpStream::connect(self.address).await.expect("a connection");
        own.read_exact(&mut [0]).await.expect("a greeting");
        let mut count = self.count.lock().expect("a count");
        *count -= 1;
        *count
    }
}
