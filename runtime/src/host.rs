//! A host that runs components, serves them the packages in `wit/`, and denies what is not granted.

#[cfg(not(unix))]
compile_error!(
    "the feature `host-services` supports only Unix targets; disable it for this target"
);

// The modules form layers, separated by blank lines: a module uses only those above its own layer.
// `tests/host_layers.rs` checks this.

// The engines behind the extensions, independent of Wasmtime and of the bindings.
pub mod capability;

// The types behind WIT resources.
mod resources;

// The generated bindings.
#[allow(missing_docs, unreachable_pub)]
mod bindings;

// Plain data.
mod convert;
mod error;
mod limits;
mod log;

// Requests between components.
mod requests;

// The parts of an instance.
mod extensions;
mod mailbox;

// All instances of a host.
mod registry;

// The data that the host and the store of each instance hold.
mod shared;
mod state;

// Calls from and into components.
mod guest_call;
mod imports;

// One instance: its task, and the handle to it.
mod instance;
mod task;

// Starting an instance.
mod instance_builder;

// Serving native code in place of an instance.
#[cfg(feature = "std")]
pub(crate) mod native;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use wasmtime::component::{Component, HasSelf, Linker};
use wasmtime::{Config, Engine};

pub use bindings::{host_services, lifecycle, types};
pub use capability::{
    ComponentId, FilesystemAction, FilesystemPermission, NetworkAction, NetworkPermission,
    Permission, Permissions, ProcessAction, ProcessPermission, RequestedPermissions,
};
pub use error::{CallError, End, HostError, StartError};
pub use extensions::Ungranted;
pub use instance::{Instance, Operation};
pub use instance_builder::InstanceBuilder;
pub use limits::Limits;
pub use log::{LogEntry, LogSink, Tracing};
#[cfg(feature = "std")]
pub use native::{Native, native};

use bindings::{Full, FullPre};
use registry::Phase;
use shared::Shared;
use state::State;

/// Configures a [`Host`].
///
/// ```
/// use airssys_bindings::host::{HostBuilder, LogEntry};
///
/// let host = HostBuilder::new()
///     .log_sink(|entry: &LogEntry<'_>| println!("{}: {}", entry.component, entry.message))
///     .build()?;
/// # Ok::<(), airssys_bindings::host::HostError>(())
/// ```
pub struct HostBuilder {
    log: Arc<dyn LogSink>,
    tick: Duration,
    config: Config,
}

impl Default for HostBuilder {
    fn default() -> Self {
        Self { log: Arc::new(Tracing), tick: Duration::from_millis(10), config: Config::new() }
    }
}

impl HostBuilder {
    /// Creates a builder with Wasmtime's default configuration that logs to `tracing`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the sink for the log entries of components.
    #[must_use]
    pub fn log_sink(mut self, sink: impl LogSink) -> Self {
        self.log = Arc::new(sink);
        self
    }

    /// Sets the length of an epoch, after which a running component yields to others; default 10 ms.
    #[must_use]
    pub fn tick(mut self, tick: Duration) -> Self {
        self.tick = tick;
        self
    }

    /// Sets Wasmtime's configuration. [`build`](Self::build) always enables epoch interruption.
    #[must_use]
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// Creates the host.
    ///
    /// # Errors
    ///
    /// Fails if Wasmtime rejects the configuration.
    pub fn build(mut self) -> Result<Host, HostError> {
        self.config.epoch_interruption(true);
        let engine = Engine::new(&self.config).map_err(HostError::Engine)?;
        let mut linker = Linker::new(&engine);
        Full::add_to_linker::<_, HasSelf<_>>(&mut linker, |state: &mut State| state)
            .map_err(HostError::Engine)?;
        start_epoch_thread(&engine, self.tick);
        Ok(Host { engine, linker, log: self.log, shared: Arc::default() })
    }
}

/// Increments the engine's epoch until the engine is dropped.
fn start_epoch_thread(engine: &Engine, tick: Duration) {
    let engine = engine.weak();
    thread::spawn(move || {
        loop {
            thread::sleep(tick);
            let Some(engine) = engine.upgrade() else { return };
            engine.increment_epoch();
        }
    });
}

/// A host that runs components and serves them the packages in `wit/`.
///
/// Clones refer to the same host. Its instances are stopped when the last clone and the last [`Instance`] are dropped.
#[derive(Clone)]
pub struct Host {
    engine: Engine,
    linker: Linker<State>,
    log: Arc<dyn LogSink>,
    shared: Arc<Shared>,
}

impl Host {
    /// Creates a host with the defaults of [`HostBuilder`].
    ///
    /// # Errors
    ///
    /// Fails if Wasmtime does not support this machine.
    pub fn new() -> Result<Self, HostError> {
        HostBuilder::new().build()
    }

    /// Reads and compiles a component.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read, or is not a component that exports the lifecycle.
    pub fn load(&self, path: impl AsRef<Path>) -> Result<Program, HostError> {
        let path = path.as_ref();
        let bytes =
            fs::read(path).map_err(|error| HostError::File { path: path.to_owned(), error })?;
        self.compile(&bytes)
    }

    /// Compiles a component.
    ///
    /// Imports that are not part of this host's packages trap when they are called.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are not a component that exports the lifecycle.
    pub fn compile(&self, component: &[u8]) -> Result<Program, HostError> {
        let compile = || {
            let component = Component::new(&self.engine, component)?;
            let mut linker = self.linker.clone();
            linker.define_unknown_imports_as_traps(&component)?;
            FullPre::new(linker.instantiate_pre(&component)?)
        };
        Ok(Program(compile().map_err(HostError::Program)?))
    }

    /// Configures an instance of a program.
    pub fn instance(&self, program: &Program, id: ComponentId) -> InstanceBuilder {
        InstanceBuilder::new(self.shared.clone(), program.clone(), id, self.log.clone())
    }

    /// Returns the instance with this id, running or ended.
    #[must_use]
    pub fn find(&self, id: &ComponentId) -> Option<Instance> {
        let entry = self.shared.registry.get(&id.into())?;
        Some(Instance::new(entry, self.shared.clone()))
    }

    /// Returns the ids of all running instances.
    #[must_use]
    pub fn running(&self) -> Vec<ComponentId> {
        let entries = self.shared.registry.entries();
        let running = entries.iter().filter(|entry| *entry.phase.borrow() == Phase::Running);
        running.map(|entry| entry.id.clone()).collect()
    }

    /// Removes an instance that has ended. Returns `false` if there is none with this id.
    pub fn forget(&self, id: &ComponentId) -> bool {
        self.shared.registry.remove_ended(&id.into())
    }
}

/// A compiled component, which the host that compiled it can start any number of times.
#[derive(Clone)]
pub struct Program(FullPre<State>);
