//! The extensions of one instance (files, network, processes), and the policy for calls without a granted permission.

use std::sync::Arc;

use super::capability::filesystem::FilesystemConfig;
use super::capability::network::NetworkConfig;
use super::capability::process::ProcessConfig;
use super::capability::{
    Capabilities, Filesystem, Grants, Network, Processes, TRACING_TARGET, Usage,
};
use super::error::StartError;

/// The result of calling a function of an extension for which the component has no permission at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ungranted {
    /// The call returns `permission-denied`.
    #[default]
    Deny,
    /// The call traps with the name of the function, which ends the instance.
    Trap,
}

/// The configurations of the extensions of one instance.
#[derive(Clone, Debug, Default)]
pub(super) struct ExtensionConfigs {
    /// `None` mounts the granted directories at their paths on the host.
    pub(super) filesystem: Option<FilesystemConfig>,
    pub(super) network: NetworkConfig,
    pub(super) process: ProcessConfig,
}

/// The extensions of one instance.
pub(super) struct Extensions {
    capabilities: Capabilities,
    ungranted: Ungranted,
}

impl Extensions {
    pub(super) fn new(
        grants: Grants,
        configs: ExtensionConfigs,
        ungranted: Ungranted,
        usage: &Arc<Usage>,
    ) -> Result<Self, StartError> {
        let ExtensionConfigs { filesystem, network, process } = configs;
        let filesystem = filesystem.unwrap_or_else(|| FilesystemConfig::from_grants(&grants));
        let capabilities = Capabilities::new(grants, filesystem, network, process, usage)
            .map_err(|error| StartError::Mount(error.to_string()))?;
        Ok(Self { capabilities, ungranted })
    }

    /// The file system, for a call of `function` of `ext-filesystem`.
    pub(super) fn filesystem(&self, function: &str) -> wasmtime::Result<Filesystem> {
        let granted = !self.capabilities.grants.filesystem().is_empty();
        self.check_granted(granted, "ext-filesystem/filesystem", function)?;
        Ok(self.capabilities.filesystem.clone())
    }

    /// The network, for a call of `function` of `ext-network`.
    pub(super) fn network(&self, function: &str) -> wasmtime::Result<Network> {
        let granted = !self.capabilities.grants.network().is_empty();
        self.check_granted(granted, "ext-network/network", function)?;
        Ok(self.capabilities.network.clone())
    }

    /// The processes, for a call of `function` of `ext-process`.
    pub(super) fn processes(&self, function: &str) -> wasmtime::Result<Processes> {
        let granted = !self.capabilities.grants.process().is_empty();
        self.check_granted(granted, "ext-process/process", function)?;
        Ok(self.capabilities.processes.clone())
    }

    /// The engines.
    pub(super) fn capabilities(&self) -> Capabilities {
        self.capabilities.clone()
    }

    /// Returns a trap if nothing is granted and the policy is [`Ungranted::Trap`].
    fn check_granted(
        &self,
        granted: bool,
        interface: &str,
        function: &str,
    ) -> wasmtime::Result<()> {
        if granted || self.ungranted == Ungranted::Deny {
            return Ok(());
        }
        let function = format!("airssys:{interface}#{function}");
        let component = self.capabilities.grants.component();
        tracing::warn!(target: TRACING_TARGET, %component, function,
            "denied: no permission for the extension is granted");
        Err(wasmtime::format_err!(
            "`{function}` was called, but no permission for the extension is granted"
        ))
    }
}
