//! The tables of a grants file as they are written, and their conversion.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use toml::Spanned;

use super::error::Mistakes;
use crate::host::capability::{
    FilesystemAction, FilesystemPermission, NetworkAction, NetworkPermission, Permission,
    Permissions, ProcessAction, ProcessPermission, component_pattern,
};
use crate::host::limits::Limits;

/// A whole grants file.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct HostTable(pub(super) BTreeMap<Spanned<String>, GrantsTable>);

/// The table of one component.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct GrantsTable {
    #[serde(default)]
    pub(super) filesystem: Vec<FilesystemTable>,
    #[serde(default)]
    pub(super) network: Vec<NetworkTable>,
    #[serde(default)]
    pub(super) process: Vec<ProcessTable>,
    #[serde(default)]
    pub(super) reach: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) limits: LimitsTable,
}

/// What one component requests: `requested-permissions`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RequestTable {
    pub(super) component: Spanned<String>,
    #[serde(default)]
    pub(super) filesystem: Vec<FilesystemTable>,
    #[serde(default)]
    pub(super) network: Vec<NetworkTable>,
    #[serde(default)]
    pub(super) process: Vec<ProcessTable>,
}

/// `filesystem-permission`
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FilesystemTable {
    action: FilesystemAction,
    path_pattern: Spanned<String>,
}

/// `network-permission`
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct NetworkTable {
    action: NetworkAction,
    host_pattern: Spanned<String>,
    port: Option<u16>,
}

/// `process-permission`
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ProcessTable {
    action: ProcessAction,
    command_pattern: Spanned<String>,
}

/// `resource-limits`, and the limits that a component does not see.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LimitsTable {
    max_memory_bytes: Option<u64>,
    max_execution_ms: Option<u64>,
    max_message_bytes: Option<u64>,
    max_queued_messages: Option<usize>,
    max_queued_bytes: Option<usize>,
    max_host_bytes: Option<usize>,
    max_handles: Option<usize>,
    max_requests: Option<usize>,
}

impl From<LimitsTable> for Limits {
    fn from(table: LimitsTable) -> Self {
        let default = Self::default();
        Self {
            memory: table.max_memory_bytes.or(default.memory),
            execution: table.max_execution_ms.map(Duration::from_millis).or(default.execution),
            message: table.max_message_bytes.or(default.message),
            queue: table.max_queued_messages.unwrap_or(default.queue),
            queue_bytes: table.max_queued_bytes.unwrap_or(default.queue_bytes),
            host_bytes: table.max_host_bytes.unwrap_or(default.host_bytes),
            handles: table.max_handles.unwrap_or(default.handles),
            requests: table.max_requests.unwrap_or(default.requests),
        }
    }
}

/// Converts permissions, and reports those whose patterns match nothing.
pub(super) fn permissions(
    filesystem: Vec<FilesystemTable>,
    network: Vec<NetworkTable>,
    process: Vec<ProcessTable>,
    mistakes: &mut Mistakes<'_>,
) -> Permissions {
    let filesystem = filesystem.into_iter().map(|FilesystemTable { action, path_pattern }| {
        let span = path_pattern.span();
        (FilesystemPermission { action, path_pattern: path_pattern.into_inner() }, span)
    });
    let network = network.into_iter().map(|NetworkTable { action, host_pattern, port }| {
        let span = host_pattern.span();
        (NetworkPermission { action, host_pattern: host_pattern.into_inner(), port }, span)
    });
    let process = process.into_iter().map(|ProcessTable { action, command_pattern }| {
        let span = command_pattern.span();
        (ProcessPermission { action, command_pattern: command_pattern.into_inner() }, span)
    });
    Permissions {
        filesystem: checked(filesystem, mistakes),
        network: checked(network, mistakes),
        process: checked(process, mistakes),
    }
}

/// Returns permissions, and reports those whose patterns match nothing.
fn checked<P: Clone + Into<Permission>>(
    permissions: impl Iterator<Item = (P, std::ops::Range<usize>)>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<P> {
    permissions
        .map(|(permission, span)| {
            if let Err(reason) = permission.clone().into().check_pattern() {
                mistakes.add(span, reason, "invalid pattern");
            }
            permission
        })
        .collect()
}

/// Returns the patterns of components, and reports those that match nothing.
pub(super) fn reach(patterns: Vec<Spanned<String>>, mistakes: &mut Mistakes<'_>) -> Vec<String> {
    patterns
        .into_iter()
        .map(|pattern| {
            if let Err(reason) = component_pattern(pattern.get_ref()) {
                mistakes.add(pattern.span(), reason, "invalid pattern");
            }
            pattern.into_inner()
        })
        .collect()
}
