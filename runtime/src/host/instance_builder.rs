//! Configures and starts an instance: permissions, limits, and the component's configuration.

use std::collections::HashSet;
use std::mem;
use std::sync::{Arc, Mutex};

use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tokio::task::spawn_blocking;

use super::Program;
use super::bindings::lifecycle::ComponentConfig;
use super::capability::filesystem::FilesystemConfig;
use super::capability::network::NetworkConfig;
use super::capability::process::ProcessConfig;
use super::capability::{
    Comparison, ComponentId, Grants, MAX_ID_PART, Pattern, Permission, Permissions,
    RequestedPermissions, Usage, component_pattern,
};
use super::description::{Description, Import};
use super::error::StartError;
use super::extensions::{ExtensionConfigs, Extensions, Ungranted};
use super::grants_file::ComponentGrants;
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
        requested: RequestedPermissions,
        grants: ComponentGrants,
        log: Arc<dyn LogSink>,
    ) -> Self {
        let builder = Self {
            shared,
            program,
            id: requested.component.clone(),
            requested,
            granted: Permissions::default(),
            reach: Vec::new(),
            extensions: ExtensionConfigs::default(),
            ungranted: Ungranted::default(),
            limits: Limits::default(),
            log,
            env_vars: Vec::new(),
            config_data: Vec::new(),
        };
        builder.grants(grants)
    }

    /// Sets the permissions that the component requests, in place of those that the
    /// [program](super::Program::requested) came with. It never gets more than these.
    pub fn requested(mut self, requested: RequestedPermissions) -> Self {
        self.requested = requested;
        self
    }

    /// Sets the permissions that the host grants, in place of those in the [grants file]. In effect is what is both
    /// requested and granted.
    ///
    /// [grants file]: super::HostBuilder::grants
    pub fn granted(mut self, granted: Permissions) -> Self {
        self.granted = granted;
        self
    }

    /// Sets the permissions that the host grants, the patterns of reachable components and the resource limits, in
    /// place of all that was set before.
    pub fn grants(mut self, grants: ComponentGrants) -> Self {
        let ComponentGrants { permissions, reach, limits } = grants;
        (self.granted, self.reach, self.limits) = (permissions, reach, limits);
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
    /// such as `acme:*@*`. A component always reaches itself. A pattern that matches no id is an error at the start.
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

    /// Sets the resource limits, in place of those in the [grants file](super::HostBuilder::grants).
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
    #[cfg(feature = "std")]
    pub(super) fn set_id(&mut self, id: ComponentId) {
        self.requested.component = id.clone();
        self.id = id;
    }

    fn compile_reach(&self) -> Result<Vec<Pattern>, StartError> {
        let patterns = self.reach.iter().map(|pattern| {
            component_pattern(pattern)
                .map_err(|reason| StartError::InvalidReach { pattern: pattern.clone(), reason })
        });
        patterns.collect()
    }

    /// Checks the configuration, and registers the instance.
    pub(super) async fn register(self) -> Result<(P, State, Inbox), StartError> {
        let parts = [&self.id.namespace, &self.id.name, &self.id.version];
        if parts.iter().any(|part| part.len() > MAX_ID_PART) {
            return Err(StartError::IdTooLong(MAX_ID_PART));
        }
        if self.requested.component != self.id {
            return Err(StartError::OtherComponent(self.requested.component));
        }
        let reach = self.compile_reach()?;
        let usage = Arc::new(Usage::new(self.limits.host_bytes));
        // Comparing permissions takes time, and opening mounts blocks.
        let extensions = spawn_blocking({
            let (requested, usage) = (self.requested.clone(), Arc::clone(&usage));
            move || {
                let grants = Grants::new(&requested, &self.granted)?;
                Extensions::new(grants, self.extensions, self.ungranted, &usage)
            }
        });
        let extensions = extensions.await.map_err(|_| StartError::NoRuntime)??;

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
            usage,
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

    /// Describes what the component imports and requests, and what it would get of that, without running it.
    ///
    /// # Errors
    ///
    /// Fails if a permission or a pattern is invalid.
    pub fn describe(&self) -> Result<Description, StartError> {
        self.compile_reach()?;
        let component = self.program.program.instance_pre().component();
        let types = component.component_type();
        let imports =
            types.imports(self.program.program.engine()).map(|(name, _)| Import::new(name));
        Ok(Description {
            component: Some(self.id.clone()),
            imports: imports.collect(),
            permissions: Comparison::new(&self.requested, &self.granted)?,
            reach: self.reach.clone(),
            limits: self.limits.clone(),
        })
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
        let (program, state, inbox) = self.register().await?;
        let entry = state.entry.clone();
        let turn = shared.turns.turn(&runtime);
        runtime.spawn(task::run(program.program, state, inbox, config, turn));

        let mut phase = entry.phase.subscribe();
        // This cannot fail: the entry owns the sender.
        let _ = phase.wait_for(|phase| *phase != Phase::Starting).await;
        if let Phase::Ended(end) = &*phase.borrow() {
            return Err(StartError::Ended(end.clone()));
        }
        Ok(Instance::new(entry, shared))
    }
}
