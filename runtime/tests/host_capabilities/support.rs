//! Engines and permissions for the tests.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use airssys_bindings::host::capability::filesystem::{FilesystemConfig, Mount};
use airssys_bindings::host::capability::network::NetworkConfig;
use airssys_bindings::host::capability::process::ProcessConfig;
use airssys_bindings::host::capability::{
    ComponentId, Filesystem, FilesystemAction, FilesystemPermission, Grants, Network,
    NetworkAction, NetworkPermission, Permissions, ProcessAction, ProcessPermission, Processes,
    RequestedPermissions,
};

pub(crate) fn component() -> ComponentId {
    ComponentId::new("test", "subject", "1.0.0")
}

pub(crate) fn file(action: FilesystemAction, pattern: &str) -> FilesystemPermission {
    FilesystemPermission { action, path_pattern: pattern.into() }
}

pub(crate) fn host(action: NetworkAction, pattern: &str, port: Option<u16>) -> NetworkPermission {
    NetworkPermission { action, host_pattern: pattern.into(), port }
}

pub(crate) fn program(action: ProcessAction, pattern: &str) -> ProcessPermission {
    ProcessPermission { action, command_pattern: pattern.into() }
}

/// Grants for a component that requested exactly these permissions.
pub(crate) fn grants(permissions: Permissions) -> Arc<Grants> {
    let requested = RequestedPermissions {
        component: component(),
        filesystem: permissions.filesystem.clone(),
        network: permissions.network.clone(),
        process: permissions.process.clone(),
    };
    Arc::new(Grants::new(&requested, &permissions).expect("valid permissions"))
}

/// A file system with `dir` mounted at `/data`.
pub(crate) fn filesystem(dir: &Path, permissions: &[(FilesystemAction, &str)]) -> Filesystem {
    filesystem_with(dir, permissions, |_| {})
}

pub(crate) fn filesystem_with(
    dir: &Path,
    permissions: &[(FilesystemAction, &str)],
    adjust: impl FnOnce(&mut FilesystemConfig),
) -> Filesystem {
    let filesystem = permissions.iter().map(|(action, pattern)| file(*action, pattern)).collect();
    let grants = grants(Permissions { filesystem, ..Permissions::default() });
    let mut config =
        FilesystemConfig { mounts: vec![Mount::new("/data", dir)], ..FilesystemConfig::default() };
    adjust(&mut config);
    Filesystem::new(grants, config).expect("a valid mount")
}

pub(crate) fn network(permissions: &[(NetworkAction, &str, Option<u16>)]) -> Network {
    network_with(permissions, |_| {})
}

pub(crate) fn network_with(
    permissions: &[(NetworkAction, &str, Option<u16>)],
    adjust: impl FnOnce(&mut NetworkConfig),
) -> Network {
    let network =
        permissions.iter().map(|(action, pattern, port)| host(*action, pattern, *port)).collect();
    let mut config = NetworkConfig::default();
    adjust(&mut config);
    Network::new(grants(Permissions { network, ..Permissions::default() }), config)
}

pub(crate) fn processes(permissions: &[(ProcessAction, &str)]) -> Processes {
    processes_with(permissions, |_| {})
}

pub(crate) fn processes_with(
    permissions: &[(ProcessAction, &str)],
    adjust: impl FnOnce(&mut ProcessConfig),
) -> Processes {
    let process = permissions.iter().map(|(action, pattern)| program(*action, pattern)).collect();
    let mut config = ProcessConfig::default();
    adjust(&mut config);
    Processes::new(grants(Permissions { process, ..Permissions::default() }), config)
}

/// Creates a temporary directory with these files.
pub(crate) fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary directory");
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        fs::write(path, text).expect("a file");
    }
    dir
}
