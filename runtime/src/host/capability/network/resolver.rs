//! Resolvers of host names.

use std::fmt::Debug;
use std::future::Future;
use std::io;
use std::net::{IpAddr, ToSocketAddrs as _};
use std::pin::Pin;
use std::thread;

use tokio::sync::{Semaphore, oneshot};

/// The future of a name resolution.
pub type ResolveFuture<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;

/// Resolves host names.
///
/// A look-up goes on if the component does not wait for it any longer, and counts against the limit of the component
/// until it ends, so that it should end in the time that the resolver allows. Each address is checked against the
/// permissions before a connection to it.
pub trait Resolver: Debug + Send + Sync {
    /// Resolves `name`, which is in lower-case ASCII without a trailing dot. No addresses and an error are equivalent.
    fn resolve<'a>(&'a self, name: &'a str) -> ResolveFuture<'a>;
}

/// Resolves names with the system's resolver.
///
/// It blocks and cannot be interrupted, so that each look-up takes a thread of its own, which files do not share. The
/// process has at most [`MAX_THREADS`](Self::MAX_THREADS) of them; further look-ups wait.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemResolver;

impl SystemResolver {
    /// The maximum number of threads that resolve names for all components of the process.
    pub const MAX_THREADS: usize = 128;
}

/// Has one permit for each thread.
static THREADS: Semaphore = Semaphore::const_new(SystemResolver::MAX_THREADS);

impl Resolver for SystemResolver {
    fn resolve<'a>(&'a self, name: &'a str) -> ResolveFuture<'a> {
        Box::pin(async move {
            let permit = THREADS.acquire().await.map_err(io::Error::other)?;
            let (sender, receiver) = oneshot::channel();
            let name = name.to_owned();
            let resolve = move || {
                let addresses = (name.as_str(), 0).to_socket_addrs();
                let addresses = addresses.map(|all| all.map(|address| address.ip()).collect());
                // Sending fails if the runtime has shut down.
                let _ = sender.send(addresses);
                drop(permit);
            };
            thread::Builder::new().name("resolve".to_owned()).spawn(resolve)?;
            receiver.await.map_err(io::Error::other)?
        })
    }
}
