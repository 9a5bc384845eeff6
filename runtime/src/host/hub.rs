//! The host: the engine, the clock that interrupts components, and all instances.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use wasmtime::component::{Component, HasSelf, Linker};
use wasmtime::{Config, Engine};

use super::bindings::{Full, FullPre};
use super::capability::ComponentId;
use super::error::HostError;
use super::instance::Instance;
use super::log::{LogSink, Tracing};
use super::registry::{Phase, Registry};
use super::requests::Requests;
use super::start::InstanceBuilder;
use super::state::State;

/// Sets a [`Host`] up.
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
    /// A host with Wasmtime's usual configuration, whose components log to `tracing`.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Where the log entries of components go.
    #[must_use]
    pub fn log_sink(mut self, sink: impl LogSink) -> Self {
        self.log = Arc::new(sink);
        self
    }

    /// How long a component runs at most before others get their turn: 10 ms.
    #[must_use]
    pub fn tick(mut self, tick: Duration) -> Self {
        self.tick = tick;
        self
    }

    /// Wasmtime's configuration. Interruption by epochs is switched on in any case.
    #[must_use]
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// Makes the host.
    ///
    /// # Errors
    ///
    /// When Wasmtime refuses the configuration.
    pub fn build(mut self) -> Result<Host, HostError> {
        self.config.epoch_interruption(true);
        let engine = Engine::new(&self.config).map_err(HostError::Engine)?;
        let mut linker = Linker::new(&engine);
        Full::add_to_linker::<_, HasSelf<_>>(&mut linker, |state: &mut State| state)
            .map_err(HostError::Engine)?;
        tick(&engine, self.tick);
        let hub = Hub { registry: Registry::default(), requests: Requests::default() };
        let hub = Arc::new(hub);
        let stop = Arc::new(StopAll(hub.clone()));
        Ok(Host { engine, linker, log: self.log, hub, stop })
    }
}

/// Moves the engine's epoch on until the engine is gone.
fn tick(engine: &Engine, every: Duration) {
    let engine = engine.weak();
    thread::spawn(move || {
        loop {
            thread::sleep(every);
            let Some(engine) = engine.upgrade() else { return };
            engine.increment_epoch();
        }
    });
}

/// What all instances of a host have in common.
pub(crate) struct Hub {
    pub(crate) registry: Registry,
    pub(crate) requests: Requests,
}

/// Stops all instances when the last handle to the host or to one of them is gone.
pub(crate) struct StopAll(Arc<Hub>);

impl Drop for StopAll {
    fn drop(&mut self) {
        for entry in self.0.registry.all() {
            entry.stop.send_replace(true);
        }
    }
}

/// Runs components, and serves them the packages in `wit/`.
///
/// Clones are the same host. Its instances are stopped when the last clone and the last [`Instance`] are dropped.
#[derive(Clone)]
pub struct Host {
    engine: Engine,
    linker: Linker<State>,
    pub(crate) log: Arc<dyn LogSink>,
    pub(crate) hub: Arc<Hub>,
    pub(crate) stop: Arc<StopAll>,
}

impl Host {
    /// A host as [`HostBuilder::new`] sets it up.
    ///
    /// # Errors
    ///
    /// When Wasmtime does not work on this machine.
    pub fn new() -> Result<Self, HostError> {
        HostBuilder::new().build()
    }

    /// Reads and compiles a component.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is no component that exports the lifecycle.
    pub fn load(&self, path: impl AsRef<Path>) -> Result<Program, HostError> {
        let path = path.as_ref();
        let read = fs::read(path);
        let bytes = read.map_err(|error| HostError::File { path: path.to_owned(), error })?;
        self.compile(&bytes)
    }

    /// Compiles a component.
    ///
    /// What it imports beyond the packages of this host traps when it is called.
    ///
    /// # Errors
    ///
    /// When the bytes are no component that exports the lifecycle.
    pub fn compile(&self, component: &[u8]) -> Result<Program, HostError> {
        let compile = || {
            let component = Component::new(&self.engine, component)?;
            let mut linker = self.linker.clone();
            linker.define_unknown_imports_as_traps(&component)?;
            FullPre::new(linker.instantiate_pre(&component)?)
        };
        Ok(Program(compile().map_err(HostError::Program)?))
    }

    /// Says how to start an instance of a program.
    pub fn instance(&self, program: &Program, id: ComponentId) -> InstanceBuilder {
        InstanceBuilder::new(self.clone(), program.clone(), id)
    }

    /// The instance of this id, whether it runs or has ended.
    #[must_use]
    pub fn find(&self, id: &ComponentId) -> Option<Instance> {
        let entry = self.hub.registry.get(&id.into())?;
        Some(Instance::new(entry, self.hub.clone(), self.stop.clone()))
    }

    /// The ids of the instances that run.
    #[must_use]
    pub fn running(&self) -> Vec<ComponentId> {
        let all = self.hub.registry.all();
        let running = all.iter().filter(|entry| *entry.phase.borrow() == Phase::Running);
        running.map(|entry| entry.id.clone()).collect()
    }

    /// Forgets an instance that has ended. Tells whether there was one.
    pub fn forget(&self, id: &ComponentId) -> bool {
        self.hub.registry.remove(&id.into())
    }
}

/// A compiled component. Any number of instances of it can be started on the host that compiled it.
#[derive(Clone)]
pub struct Program(pub(crate) FullPre<State>);
