//! The host services in native code: in the unit tests of a guest, its imports reach the same functions as from a
//! component.

mod convert;
mod glue;
mod served;

use std::any::Any;
use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};
use std::thread;
use std::time::SystemTime;

use tokio::runtime::{Builder, Runtime};
use tokio::task::unconstrained;

use super::capability::{ComponentId, Permissions, RequestedPermissions};
use super::grants_file::ComponentGrants;
use super::instance_builder::InstanceBuilder;
use super::log::Tracing;
use super::registry::Phase;
use super::shared::Shared;
use super::state::State;
use super::task::Inbox;
use crate::__native;
use crate::mocks::Installed;

pub use self::convert::To;
pub use self::served::{
    File, Filesystem, HostServices, Network, Process, Processes, TcpConnection,
};
pub use super::bindings::{capabilities, filesystem, host_services, network, process, types};

/// The native code of a unit test, which the host serves in place of a component.
#[derive(Clone, Copy, Debug)]
pub struct Native(());

/// Configures the host services for the unit tests of a guest: the imports of the `airssys` packages reach real files,
/// the network and processes, with these permissions.
///
/// ```no_run
/// use airssys_bindings::host::capability::filesystem::{FilesystemConfig, Mount};
/// use airssys_bindings::host::{self, FilesystemAction, FilesystemPermission, Permissions};
///
/// let read = FilesystemPermission {
///     action: FilesystemAction::Read,
///     path_pattern: "/invoices/**".into(),
/// };
/// let permissions = Permissions { filesystem: vec![read], ..Permissions::default() };
/// let mounts = vec![Mount::new("/invoices", "/tmp/test")];
/// let _installed = host::native(permissions)
///     .filesystem(FilesystemConfig { mounts, ..FilesystemConfig::default() })
///     .install();
/// // The test calls functions of the guest here.
/// ```
pub fn native(permissions: Permissions) -> InstanceBuilder<Native> {
    let id = ComponentId::new("test", "component", "0.0.0");
    let Permissions { filesystem, network, process } = permissions.clone();
    InstanceBuilder::new(
        Arc::new(Shared::default()),
        Native(()),
        RequestedPermissions { component: id, filesystem, network, process },
        ComponentGrants { permissions, ..ComponentGrants::default() },
        Arc::new(Tracing),
    )
}

impl InstanceBuilder<Native> {
    /// Sets the id of the component; default `test:component@0.0.0`.
    pub fn id(mut self, id: ComponentId) -> Self {
        self.set_id(id);
        self
    }

    /// Installs the host services in place of mocks of the `airssys` packages, for the current thread.
    ///
    /// # Panics
    ///
    /// If a permission, a mount or a pattern is invalid.
    #[track_caller]
    pub fn install(self) -> Installed {
        let (_, state, inbox) = match block_on(self.register()) {
            Ok(registered) => registered,
            Err(error) => panic!("the host services cannot be installed: {error}"),
        };
        state.entry.status().started_at = Some(SystemTime::now().into());
        state.entry.phase.send_replace(Phase::Running);
        __native::install(Services(Rc::new(Instance { state: RefCell::new(state), _inbox: inbox })))
    }
}

/// The host services that are installed.
#[derive(Clone)]
pub struct Services(Rc<Instance>);

struct Instance {
    state: RefCell<State>,
    /// Keeps the mailbox open.
    _inbox: Inbox,
}

impl Services {
    /// Returns the host services if they are what is installed.
    #[must_use]
    pub fn of(installed: &dyn Any) -> Option<Self> {
        installed.downcast_ref::<Self>().cloned()
    }

    /// Calls a function that a component would import.
    ///
    /// # Panics
    ///
    /// If the call would trap.
    fn call<T>(&self, call: impl AsyncFnOnce(&mut State) -> wasmtime::Result<T>) -> T {
        let result = block_on(call(&mut self.0.state.borrow_mut()));
        result.unwrap_or_else(|trap| panic!("the host ends the component: {trap}"))
    }
}

/// Runs a future on the current thread, which may be part of another Tokio runtime: `Runtime::block_on` panics there.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        runtime.expect("a Tokio runtime starts")
    });
    let _runtime = RUNTIME.enter();
    let waker = __native::unpark::waker();
    let mut context = Context::from_waker(&waker);
    // The budget of a task of the other runtime may be used up.
    let mut future = pin!(unconstrained(future));
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(result) => return result,
            Poll::Pending => thread::park(),
        }
    }
}
