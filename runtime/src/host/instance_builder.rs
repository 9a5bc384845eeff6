//! Configures and starts an instance: permissions, limits, and the component's configuration.

use std::collections::HashSet;
use std::mem;
use std::sync::{Arc, Mutex};

use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};

use super::Program;
use super::bindings::lifecycle::ComponentConfig;
use super::capability::filesystem::FilesystemConfig;
use super::capability::network::NetworkConfig;
use super::capability::process::ProcessConfig;
use super::capability::{
    ComponentId, Grants, Pattern, Permission, Permissions, RequestedPermissions,
};
use super::error::StartError;
use super::extensions::{ExtensionConfigs, Extensions, Ungranted};
use super::instance::Instance;
use super::limits::{Limits, MemoryLimiter};
use super::log::LogSink;
use super::mailbox::mailbox;
use super::registry::{Entry, Phase, Status};
use super::shared::Shared;
use super::state::{Handles, State};
use super::task::{self, Inbox};

/// Configures an instance. Everything is denied that is not granted here.
///
/// `P` is what the host serves: a program, or `Native`, the native code of a unit test.
#[must_use = "an instance starts with `start`, or `install` for native code"]
pub struct InstanceBuilder<P = Program> {
    shared: Arc<Shared>,
    program: P,
    id: ComponentId,
    requested: RequestedPermissions,
    granted: Permissions,
    reach: Vec<String>,
    extensions: ExtensionConfigs,
    ungranted: Ungranted,
    limits: Limits,
    log: Arc<dyn LogSink>,
    env_vars: Vec<(String, String)>,
    config_data: Vec<u8>,
}

impl<P> InstanceBuilder<P> {
    pub(super) fn new(
        shared: Arc<Shared>,
        program: P,
        id: ComponentId,
        log: Arc<dyn LogSink>,
    ) -> Self {
        Self {
            shared,
            program,
            requested: RequestedPermissions::none(id.clone()),
            id,
            granted: Permissions::default(),
            reach: Vec::new(),
            extensions: ExtensionConfigs::default(),
            ungranted: Ungranted::default(),
            limits: Limits::default(),
            log,
            env_vars: Vec::new(),
            config_data: Vec::new(),
        }
    }

    /// Sets the permissions that the component requests. It never gets more than these.
    pub fn requested(mut self, requested: RequestedPermissions) -> Self {
        self.requested = requested;
        self
    }

    /// Sets the permissions that the host grants. In effect is what is both requested and granted.
    pub fn granted(mut self, granted: Permissions) -> Self {
        self.granted = granted;
        self
    }

    /// Requests a permission on behalf of the component and grants it.
    pub fn allow(mut self, permission: impl Into<Permission>) -> Self {
        let Permissions { filesystem, network, process } = &mut self.granted;
        match permission.into() {
            Permission::Filesystem(permission) => {
                self.requested.filesystem.push(permission.clone());
                filesystem.push(permission);
            }
            Permission::Network(permission) => {
                self.requested.network.push(permission.clone());
                network.push(permission);
            }
            Permission::Process(permission) => {
                self.requested.process.push(permission.clone());
                process.push(permission);
            }
        }
        self
    }

    /// Adds a pattern of the components that this one can discover and send to, in the form `namespace:name@version`,
    /// such as `acme:*@*`. A component always reaches itself.
    pub fn reach(mut self, components: impl Into<String>) -> Self {
        self.reach.push(components.into());
        self
    }

    /// Configures the file system. By default the granted directories are mounted at their paths on the host.
    pub fn filesystem(mut self, config: FilesystemConfig) -> Self {
        self.extensions.filesystem = Some(config);
        self
    }

    /// Configures network access.
    pub fn network(mut self, config: NetworkConfig) -> Self {
        self.extensions.network = config;
        self
    }

    /// Configures processes and the environment.
    pub fn process(mut self, config: ProcessConfig) -> Self {
        self.extensions.process = config;
        self
    }

    /// Sets the result of calling an extension for which the component has no permission at all.
    pub fn ungranted(mut self, ungranted: Ungranted) -> Self {
        self.ungranted = ungranted;
        self
    }

    /// Sets the resource limits.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the log sink of this instance, in place of the host's.
    pub fn log_sink(mut self, sink: impl LogSink) -> Self {
        self.log = Arc::new(sink);
        self
    }

    /// Sets the id.
    pub(super) fn set_id(&mut self, id: ComponentId) {
        self.requested.component = id.clone();
        self.id = id;
    }

    /// Checks the configuration, and registers the instance.
    pub(super) fn register(self) -> Result<(P, State, Inbox), StartError> {
        if self.requested.component != self.id {
            return Err(StartError::OtherComponent(self.requested.component));
        }
        let grants = Grants::new(&self.requested, &self.granted)?;
        let reach = self.reach.iter().map(|pattern| {
            Pattern::new(pattern)
                .map_err(|reason| StartError::InvalidReach { pattern: pattern.clone(), reason })
        });
        let reach = reach.collect::<Result<_, _>>()?;
        let extensions = Extensions::new(grants, self.extensions, self.ungranted)?;

        let (mailbox, mailbox_receiver) = mailbox(self.limits.queue, self.limits.queue_bytes);
        let (control, control_receiver) = mpsc::unbounded_channel();
        let (callbacks, callback_receiver) = mpsc::unbounded_channel();
        let (stop, stop_receiver) = watch::channel(false);
        let inbox = Inbox {
            mailbox: mailbox_receiver,
            control: control_receiver,
            callbacks: callback_receiver,
            stop: stop_receiver,
        };
        let entry = Arc::new(Entry {
            wit_id: Arc::new((&self.id).into()),
            id: self.id.clone(),
            requested: self.requested,
            limits: self.limits.clone(),
            mailbox,
            control,
            stop,
            phase: watch::Sender::new(Phase::Starting),
            status: Mutex::new(Status::NOT_RUNNING),
        });
        if !self.shared.registry.insert(entry.clone()) {
            return Err(StartError::AlreadyRunning(self.id));
        }

        let state = State {
            entry,
            registry: self.shared.registry.clone(),
            requests: self.shared.requests.clone(),
            log: self.log,
            reach,
            extensions,
            memory: MemoryLimiter::new(self.limits.memory),
            principal: None,
            outstanding_requests: HashSet::new(),
            callbacks,
            handles: Handles::new(self.limits.handles),
        };
        Ok((self.program, state, inbox))
    }
}

impl InstanceBuilder {
    /// Adds an environment variable to the component's configuration.
    pub fn env_var(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.env_vars.push((name.into(), value.into()));
        self
    }

    /// Sets the configuration data, in a format that the component defines.
    pub fn config_data(mut self, data: impl Into<Vec<u8>>) -> Self {
        self.config_data = data.into();
        self
    }

    /// Starts the instance and waits until its `init` has returned.
    ///
    /// # Errors
    ///
    /// Fails if a permission, a mount or a pattern is invalid, if an instance with the same id is running, outside of
    /// a Tokio runtime, and if the component traps, exceeds a limit, or returns an error from `init`.
    pub async fn start(mut self) -> Result<Instance, StartError> {
        let runtime = Handle::try_current().map_err(|_| StartError::NoRuntime)?;
        let config = ComponentConfig {
            env_vars: mem::take(&mut self.env_vars),
            config_data: mem::take(&mut self.config_data),
            limits: self.limits.to_wit(),
        };
        let shared = self.shared.clone();
        let (program, state, inbox) = self.register()?;
        let entry = state.entry.clone();
        runtime.spawn(task::run(program.0, state, inbox, config));

        let mut phase = entry.phase.subscribe();
        // This cannot fail: the entry owns the sender.
        let _ = phase.wait_for(|phase| *phase != Phase::Starting).await;
        if let Phase::Ended(end) = &*phase.borrow() {
            return Err(StartError::Ended(end.clone()));
        }
        Ok(Instance::new(entry, shared))
    }
}
