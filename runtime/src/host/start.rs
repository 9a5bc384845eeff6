//! How an instance is started: what it may do, what it may use, and what it gets to know.

use std::sync::{Arc, Mutex};

use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use wasmtime::component::ResourceTable;

use super::capability::filesystem::FilesystemConfig;
use super::capability::network::NetworkConfig;
use super::capability::process::ProcessConfig;
use super::capability::{
    ComponentId, Grants, Pattern, Permission, Permissions, RequestedPermissions,
};
use super::error::StartError;
use super::extensions::{Configs, Engines, Ungranted};
use super::hub::{Host, Program};
use super::instance::Instance;
use super::lifecycle::ComponentConfig;
use super::limits::{Limits, Memory};
use super::log::LogSink;
use super::mailbox::mailbox;
use super::registry::{Entry, Phase, Seen};
use super::state::{Handles, State};
use super::task::{self, Inbox};
use super::types::HealthStatus;

/// Says how an instance is started. Whatever is not said here, it may not do.
#[must_use = "an instance starts with `start`"]
pub struct InstanceBuilder {
    host: Host,
    program: Program,
    id: ComponentId,
    requested: RequestedPermissions,
    granted: Permissions,
    reach: Vec<String>,
    configs: Configs,
    ungranted: Ungranted,
    limits: Limits,
    log: Arc<dyn LogSink>,
    env_vars: Vec<(String, String)>,
    config_data: Vec<u8>,
}

impl InstanceBuilder {
    pub(crate) fn new(host: Host, program: Program, id: ComponentId) -> Self {
        Self {
            requested: RequestedPermissions::none(id.clone()),
            granted: Permissions::default(),
            reach: Vec::new(),
            configs: Configs::default(),
            ungranted: Ungranted::default(),
            limits: Limits::default(),
            log: host.log.clone(),
            env_vars: Vec::new(),
            config_data: Vec::new(),
            host,
            program,
            id,
        }
    }

    /// What the component asks for. More than that it does not get.
    pub fn requested(mut self, requested: RequestedPermissions) -> Self {
        self.requested = requested;
        self
    }

    /// What it is granted of what it asks for.
    pub fn granted(mut self, granted: Permissions) -> Self {
        self.granted = granted;
        self
    }

    /// Asks for a permission on the component's behalf, and grants it.
    pub fn allow(mut self, permission: impl Into<Permission>) -> Self {
        let permission = permission.into();
        let Permissions { filesystem, network, process } = &mut self.granted;
        match permission {
            Permission::Filesystem(it) => {
                self.requested.filesystem.push(it.clone());
                filesystem.push(it);
            }
            Permission::Network(it) => {
                self.requested.network.push(it.clone());
                network.push(it);
            }
            Permission::Process(it) => {
                self.requested.process.push(it.clone());
                process.push(it);
            }
        }
        self
    }

    /// Which other components it may know about and send to: a pattern of `namespace:name@version`, such as
    /// `acme:*@*`. Itself it may always.
    pub fn reach(mut self, components: impl Into<String>) -> Self {
        self.reach.push(components.into());
        self
    }

    /// What of the host's files it is shown. By default, the directories that are granted, where the host has them.
    pub fn filesystem(mut self, config: FilesystemConfig) -> Self {
        self.configs.filesystem = Some(config);
        self
    }

    /// How it reaches the network.
    pub fn network(mut self, config: NetworkConfig) -> Self {
        self.configs.network = config;
        self
    }

    /// Which programs there are for it.
    pub fn process(mut self, config: ProcessConfig) -> Self {
        self.configs.process = config;
        self
    }

    /// What happens when it calls an extension of which nothing is granted.
    pub fn ungranted(mut self, ungranted: Ungranted) -> Self {
        self.ungranted = ungranted;
        self
    }

    /// What it may use.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Where its log entries go, if not where those of other components do.
    pub fn log_sink(mut self, sink: impl LogSink) -> Self {
        self.log = Arc::new(sink);
        self
    }

    /// An environment variable that it is told.
    pub fn env_var(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.env_vars.push((name.into(), value.into()));
        self
    }

    /// The configuration that it is given, in whatever form it defines.
    pub fn config_data(mut self, data: impl Into<Vec<u8>>) -> Self {
        self.config_data = data.into();
        self
    }

    /// Starts the instance: `init` has returned when this does.
    ///
    /// # Errors
    ///
    /// When a permission or a pattern is not usable, when an instance of this id runs, outside of a Tokio runtime, and when
    /// the component traps or its `init` gives an error.
    pub async fn start(self) -> Result<Instance, StartError> {
        let runtime = Handle::try_current().map_err(|_| StartError::NoRuntime)?;
        if self.requested.component != self.id {
            return Err(StartError::OtherComponent(self.requested.component));
        }
        let grants = Grants::new(&self.requested, &self.granted)?;
        let reach = self.reach.iter().map(|pattern| {
            let reason = |reason| StartError::InvalidReach { pattern: pattern.clone(), reason };
            Pattern::new(pattern).map_err(reason)
        });
        let reach = reach.collect::<Result<_, _>>()?;
        let engines = Engines::new(grants, self.configs, self.ungranted)?;

        let (mailbox, letters) = mailbox(self.limits.queue, self.limits.queue_bytes);
        let (questions, asked) = mpsc::unbounded_channel();
        let (callbacks, called_back) = mpsc::unbounded_channel();
        let (stop, stopped) = watch::channel(false);
        let entry = Arc::new(Entry {
            key: Arc::new((&self.id).into()),
            id: self.id.clone(),
            requested: self.requested,
            limits: self.limits.clone(),
            mailbox,
            questions,
            stop,
            phase: watch::Sender::new(Phase::Starting),
            seen: Mutex::new(Seen { health: HealthStatus::Unknown, started: None }),
        });
        let hub = self.host.hub.clone();
        if !hub.registry.add(entry.clone()) {
            return Err(StartError::Running(self.id));
        }

        let state = State {
            entry: entry.clone(),
            hub: hub.clone(),
            log: self.log,
            reach,
            engines,
            memory: Memory::new(self.limits.memory),
            principal: None,
            requests: Default::default(),
            callbacks,
            table: ResourceTable::new(),
            handles: Handles { open: 0, most: self.limits.handles },
        };
        let inbox = Inbox { letters, questions: asked, callbacks: called_back, stop: stopped };
        let limits = self.limits.told();
        let (env_vars, config_data) = (self.env_vars, self.config_data);
        let config = ComponentConfig { env_vars, config_data, limits };
        runtime.spawn(task::run(self.program, state, inbox, config));

        let mut phase = entry.phase.subscribe();
        // The entry holds the sender, so that there is always an answer.
        let _ = phase.wait_for(|phase| *phase != Phase::Starting).await;
        if let Phase::Ended(end) = &*phase.borrow() {
            return Err(StartError::Ended(end.clone()));
        }
        Ok(Instance::new(entry, hub, self.host.stop))
    }
}
