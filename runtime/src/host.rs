//! A host for components of the `airssys` packages, which serves them files, the network and processes, and denies what is not granted.
//!
//! ```no_run
//! use airssys_bindings::host::{
//!     ComponentId, FilesystemAction, FilesystemPermission, GrantsFile, HostBuilder,
//! };
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let host = HostBuilder::new().grants(GrantsFile::read("grants.toml")?).build()?;
//! let program = host.load("printer.wasm")?;
//! println!("{}", host.describe(&program)?);
//!
//! let printer = host
//!     .instance(&program, ComponentId::new("acme", "printer", "1.4.0"))
//!     .allow(FilesystemPermission {
//!         action: FilesystemAction::Read,
//!         path_pattern: "/invoices/**".to_owned(),
//!     })
//!     .start()
//!     .await?;
//! printer.execute("print all").await?;
//! printer.shutdown().await?;
//! # Ok(())
//! # }
//! ```
//!
//! * [`Host`] compiles components. A [`Program`] is a compiled component, of which [`Host::instance`] starts any number of instances.
//! * An [`Instance`] handles one operation, message or request at a time. It runs in a task of Tokio, from which components that
//!   compute for long yield to others.
//! * A component may do what it [requests](RequestedPermissions) and the host grants: [`GrantsFile`] reads grants from a file, and
//!   [`InstanceBuilder`] sets those of one instance. [`Host::describe`] shows the result before anything runs.
//! * [`Limits`] bound what a component uses, and [`CompileLimits`] what compiling it takes.
//! * Each decision is a `tracing` event, with the target [`capability::TRACING_TARGET`].
//! * `native` serves the unit tests of components in place of mocks.

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
mod limits;
mod log;

// What components request and are granted, in files and in components.
mod description;
mod grants_file;

// Errors, and what is embedded in components.
mod embedded;
mod error;

// Requests between components.
mod requests;

// The parts of an instance.
mod extensions;
mod mailbox;
mod turns;

// All instances of a host.
mod registry;

// The data that the host and the store of each instance hold.
mod shared;
mod state;

// Programs.
mod compile;

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

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use wasmtime::component::{HasSelf, Linker};
use wasmtime::{Config, Engine};

pub use capability::{
    Comparison, ComponentId, FilesystemAction, FilesystemPermission, NetworkAction,
    NetworkPermission, Permission, Permissions, ProcessAction, ProcessPermission, RequestOutcome,
    RequestedPermissions,
};
pub use compile::CompileLimits;
pub use description::{Description, Import};
pub use error::{CallError, End, HostError, StartError};
pub use extensions::Ungranted;
pub use grants_file::{ComponentGrants, GrantsFile, GrantsFileError, Mistake};
pub use instance::{Instance, Operation};
pub use instance_builder::InstanceBuilder;
pub use limits::Limits;
pub use log::{LogEntry, LogSink, Tracing};
#[cfg(feature = "std")]
pub use native::{Native, native};

use bindings::{Full, FullPre};
use compile::Compiler;
use registry::Phase;

/// The types of the WIT interface `airssys:core-types/types`.
pub mod types {
    pub use super::bindings::types::{
        ComponentError, ComponentId, ExecutionError, ExecutionStatus, FileError, HealthStatus,
        LogLevel, NetworkError, ProcessError, RequestId, Timestamp,
    };
}

/// The types of the WIT interface `airssys:core-component/component-lifecycle` that a component returns.
pub mod lifecycle {
    pub use super::bindings::lifecycle::{ComponentMetadata, MemoryRequirements};
}
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
    grants: GrantsFile,
    tick: Duration,
    config: Config,
    compile: CompileLimits,
}

impl Default for HostBuilder {
    fn default() -> Self {
        Self {
            log: Arc::new(Tracing),
            grants: GrantsFile::default(),
            tick: Duration::from_millis(2),
            config: Config::new(),
            compile: CompileLimits::default(),
        }
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

    /// Adds what components are granted, and their limits: a file for the whole host, or one for each component. Of two
    /// tables for one component, the last is used. [`InstanceBuilder`] can set others for an instance.
    #[must_use]
    pub fn grants(mut self, grants: GrantsFile) -> Self {
        self.grants.extend(grants);
        self
    }

    /// Sets the length of an epoch, after which a running component yields to others; default 2 ms.
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

    /// Sets the limits of compiling components.
    #[must_use]
    pub fn compile_limits(mut self, limits: CompileLimits) -> Self {
        self.compile = limits;
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
        let compiler = Compiler::new(engine, linker, self.compile);
        let grants = Arc::new(self.grants);
        Ok(Host { compiler, log: self.log, grants, shared: Arc::default() })
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
    compiler: Arc<Compiler>,
    log: Arc<dyn LogSink>,
    grants: Arc<GrantsFile>,
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
    /// Fails if the file cannot be read, and with the errors of [`compile`](Self::compile).
    pub fn load(&self, path: impl AsRef<Path>) -> Result<Program, HostError> {
        let path = path.as_ref();
        let read = || {
            // One byte more than the limit is enough to report it.
            let limit = self.compiler.max_bytes() as u64;
            let mut bytes = Vec::new();
            File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        let bytes = read().map_err(|error| HostError::File { path: path.to_owned(), error })?;
        self.compile(&bytes)
    }

    /// Compiles a component, or returns the program that was compiled from the same bytes before.
    ///
    /// Imports that are not part of this host's packages trap when they are called.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are not a component that exports the lifecycle, if the component exceeds the [`CompileLimits`],
    /// and if the permissions that the component [requests](crate::requested_permissions) are invalid.
    pub fn compile(&self, component: &[u8]) -> Result<Program, HostError> {
        let program = self.compiler.compile(component)?;
        let requested = embedded::requested_permissions(component);
        Ok(Program { program, requested: requested.map_err(HostError::RequestedPermissions)? })
    }

    /// Describes what a program imports and requests, and what the [grants file](HostBuilder::grants) allows of that,
    /// without running it. The grants are those for the component that the program says it is.
    ///
    /// # Errors
    ///
    /// Fails if a permission or a pattern is invalid.
    pub fn describe(&self, program: &Program) -> Result<Description, StartError> {
        let id = program.requested.as_ref().map(|requested| requested.component.clone());
        let unknown = || ComponentId::new("", "", "");
        let description = self.instance(program, id.clone().unwrap_or_else(unknown)).describe()?;
        Ok(Description { component: id, ..description })
    }

    /// Configures an instance of a program.
    pub fn instance(&self, program: &Program, id: ComponentId) -> InstanceBuilder {
        let grants = self.grants.get(&id).cloned().unwrap_or_default();
        let requested = program.requested.clone();
        let requested = requested.unwrap_or_else(|| RequestedPermissions::none(id.clone()));
        InstanceBuilder::new(
            self.shared.clone(),
            program.clone(),
            // The host decides which component the instance is.
            RequestedPermissions { component: id, ..requested },
            grants,
            self.log.clone(),
        )
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
pub struct Program {
    program: FullPre<State>,
    requested: Option<RequestedPermissions>,
}

impl Program {
    /// The permissions that the component requests with [`requested_permissions!`](crate::requested_permissions);
    /// `None` if it does not say.
    #[must_use]
    pub fn requested(&self) -> Option<&RequestedPermissions> {
        self.requested.as_ref()
    }
}
