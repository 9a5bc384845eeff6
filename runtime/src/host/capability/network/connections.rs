//! The limits on open connections, and the idle HTTP connections that are kept for later requests.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1::SendRequest;
use rustix::process::{Resource, getrlimit};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};
use tokio::task::AbortHandle;

use crate::host::capability::error::NetworkError;
use crate::host::capability::usage::{Running, Usage};

/// The time after which an idle connection is closed, at the latest after twice as long.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);
/// The maximum number of connections of a process whose limit of open files is unknown.
const DEFAULT_TOTAL: usize = 512;

/// Has one permit for each connection that all components of the process can open: half the files that the process can.
static OPEN: LazyLock<Semaphore> = LazyLock::new(|| {
    let files = getrlimit(Resource::Nofile).current;
    let total = files.map_or(DEFAULT_TOTAL, |it| usize::try_from(it / 2).unwrap_or(usize::MAX));
    Semaphore::new(total.clamp(1, Semaphore::MAX_PERMITS))
});
/// The idle connections of all components, the oldest first.
static IDLE: Mutex<VecDeque<Idle>> = Mutex::new(VecDeque::new());

/// The connections of one component.
#[derive(Debug)]
pub(super) struct Connections {
    owner: u64,
    /// Has one permit for each connection that the component can open.
    open: Arc<Semaphore>,
    limit: usize,
    usage: Arc<Usage>,
}

/// The permits of one open connection.
#[derive(Debug)]
pub(super) struct ConnectionPermit {
    _own: OwnedSemaphorePermit,
    _total: SemaphorePermit<'static>,
}

/// The scheme, host and port of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) secure: bool,
    pub(super) host: String,
    pub(super) port: u16,
}

/// An HTTP connection. Dropping it closes it.
#[derive(Debug)]
pub(super) struct HttpConnection {
    pub(super) sender: SendRequest<Full<Bytes>>,
    task: AbortHandle,
}

#[derive(Debug)]
struct Idle {
    owner: u64,
    origin: Origin,
    since: Instant,
    connection: HttpConnection,
}

impl Connections {
    pub(super) fn new(limit: usize, usage: Arc<Usage>) -> Self {
        static OWNERS: AtomicU64 = AtomicU64::new(0);
        let owner = OWNERS.fetch_add(1, Ordering::Relaxed);
        Self { owner, open: Arc::new(Semaphore::new(limit)), limit, usage }
    }

    /// Reserves a connection. If a limit is reached, closes the oldest idle connection: of this component at its own
    /// limit, of any component at that of the process.
    pub(super) async fn reserve(&self) -> Result<ConnectionPermit, NetworkError> {
        let own = Arc::clone(&self.open);
        let own = match Arc::clone(&own).try_acquire_owned() {
            Ok(permit) => Some(permit),
            Err(_) if close_oldest(|idle| idle.owner == self.owner) => {
                own.acquire_owned().await.ok()
            }
            Err(_) => None,
        };
        let total = match OPEN.try_acquire() {
            Ok(permit) => Some(permit),
            Err(_) if close_oldest(|_| true) => OPEN.acquire().await.ok(),
            Err(_) => None,
        };
        match (own, total) {
            (None, _) => Err(NetworkError::Io(format!(
                "the limit of {} open connections is reached; close one",
                self.limit
            ))),
            (_, None) => {
                Err(NetworkError::Io("the limit of the host on open connections is reached".into()))
            }
            (Some(own), Some(total)) => Ok(ConnectionPermit { _own: own, _total: total }),
        }
    }

    /// Creates an HTTP connection whose input and output `drive` does.
    pub(super) fn http(
        &self,
        sender: SendRequest<Full<Bytes>>,
        drive: impl Future<Output = hyper::Result<()>> + Send + 'static,
        permit: ConnectionPermit,
    ) -> HttpConnection {
        let task = tokio::spawn(drive_connection(drive, permit, self.usage.run()));
        HttpConnection { sender, task: task.abort_handle() }
    }

    /// Takes the last used idle connection to a server.
    pub(super) fn take(&self, origin: &Origin) -> Option<HttpConnection> {
        let mut all = idle();
        all.retain(|idle| !idle.connection.sender.is_closed());
        let mut entries = all.iter();
        let index = entries.rposition(|idle| idle.owner == self.owner && idle.origin == *origin)?;
        all.remove(index).map(|idle| idle.connection)
    }

    /// Keeps a connection for later requests.
    pub(super) fn keep(&self, origin: Origin, connection: HttpConnection) {
        let (owner, since) = (self.owner, Instant::now());
        idle().push_back(Idle { owner, origin, since, connection });
    }
}

impl Drop for Connections {
    fn drop(&mut self) {
        idle().retain(|idle| idle.owner != self.owner);
    }
}

impl Drop for HttpConnection {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Drives a connection until it is closed. The permit and the registration last as long as the connection is open.
async fn drive_connection(
    drive: impl Future<Output = hyper::Result<()>> + Send + 'static,
    permit: ConnectionPermit,
    running: Running,
) {
    {
        let mut drive = std::pin::pin!(drive);
        // An error of the connection is also one of its request.
        while tokio::time::timeout(IDLE_TIMEOUT, &mut drive).await.is_err() {
            idle().retain(|idle| idle.since.elapsed() < IDLE_TIMEOUT);
        }
    }
    drop((permit, running));
}

/// Closes the oldest idle connection that matches. Returns `false` if there is none.
fn close_oldest(matches: impl Fn(&Idle) -> bool) -> bool {
    let mut all = idle();
    let index = all.iter().position(matches);
    index.is_some_and(|index| all.remove(index).is_some())
}

fn idle() -> MutexGuard<'static, VecDeque<Idle>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}
