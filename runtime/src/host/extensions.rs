//! The three extensions as one instance has them: their engines, and what happens without a grant.

use super::capability::filesystem::FilesystemConfig;
use super::capability::network::NetworkConfig;
use super::capability::process::ProcessConfig;
use super::capability::{
    Capabilities, Decision, Filesystem, Grants, Network, Permission, Processes, TARGET,
};
use super::error::StartError;

/// What happens when a component calls an extension of which nothing is granted to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ungranted {
    /// The call answers `permission-denied`.
    #[default]
    Deny,
    /// The call traps with the name of the function, and the instance ends.
    Trap,
}

/// How the extensions reach the system, for one instance.
#[derive(Clone, Debug, Default)]
pub(crate) struct Configs {
    /// Without one, the directories of the host that the grants are about are shown where they are.
    pub(crate) filesystem: Option<FilesystemConfig>,
    pub(crate) network: NetworkConfig,
    pub(crate) process: ProcessConfig,
}

/// The extensions of one instance.
pub(crate) struct Engines {
    has: Capabilities,
    ungranted: Ungranted,
}

impl Engines {
    pub(crate) fn new(
        grants: Grants,
        configs: Configs,
        ungranted: Ungranted,
    ) -> Result<Self, StartError> {
        let Configs { filesystem, network, process } = configs;
        let filesystem = filesystem.unwrap_or_else(|| FilesystemConfig::as_on_host(&grants));
        let has = Capabilities::new(grants, filesystem, network, process);
        let has = has.map_err(|error| StartError::Mount(error.to_string()))?;
        Ok(Self { has, ungranted })
    }

    /// Files, for a function of `ext-filesystem`.
    pub(crate) fn files(&self, function: &str) -> wasmtime::Result<Filesystem> {
        let any = !self.has.grants.filesystem().is_empty();
        self.granted(any, "ext-filesystem/filesystem", function)?;
        Ok(self.has.filesystem.clone())
    }

    /// The network, for a function of `ext-network`.
    pub(crate) fn network(&self, function: &str) -> wasmtime::Result<Network> {
        let any = !self.has.grants.network().is_empty();
        self.granted(any, "ext-network/network", function)?;
        Ok(self.has.network.clone())
    }

    /// Processes, for a function of `ext-process`.
    pub(crate) fn processes(&self, function: &str) -> wasmtime::Result<Processes> {
        let any = !self.has.grants.process().is_empty();
        self.granted(any, "ext-process/process", function)?;
        Ok(self.has.processes.clone())
    }

    /// Whether the call that the permission is for would be allowed.
    pub(crate) fn check(&self, permission: &Permission) -> Decision {
        self.has.check(permission)
    }

    fn granted(&self, any: bool, interface: &str, function: &str) -> wasmtime::Result<()> {
        if any || self.ungranted == Ungranted::Deny {
            return Ok(());
        }
        let function = format!("airssys:{interface}#{function}");
        tracing::warn!(target: TARGET, component = %self.has.grants.component(), what = function,
            "denied: nothing of the extension is granted");
        Err(wasmtime::format_err!(
            "`{function}` was called, and no permission for the extension is granted"
        ))
    }
}
