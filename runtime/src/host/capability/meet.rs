//! What is in effect: what was both requested and granted.

use super::host_pattern::HostPattern;
use super::path;
use super::pattern::Pattern;
use super::permission::{FilesystemPermission, NetworkPermission, Permission, ProcessPermission};

/// A permission with its compiled pattern.
pub(super) trait Rule: Sized {
    type Permission: Clone;

    fn new(permission: &Self::Permission) -> Result<Self, String>;

    /// The permission that grants what both do, or none if one pattern cannot say that.
    fn meet(&self, requested: &Self) -> Option<Self>;

    fn permission(&self) -> Permission;
}

#[derive(Debug, Clone)]
pub(super) struct FileRule {
    pub(super) permission: FilesystemPermission,
    pub(super) pattern: Pattern,
}

impl Rule for FileRule {
    type Permission = FilesystemPermission;

    fn new(permission: &FilesystemPermission) -> Result<Self, String> {
        let text = &permission.path_pattern;
        if !text.starts_with('/') && !text.starts_with("**") {
            return Err(format!("the pattern matches no absolute path: write `/{text}`"));
        }
        let parts: Vec<_> = text.split('/').skip(1).collect();
        for (at, &part) in parts.iter().enumerate() {
            if matches!(part, "." | "") && (parts.len() > 1 || at > 0) {
                return Err("no path has an empty part, a part `.`, or a `/` at its end".into());
            }
            path::checked(part)?;
        }
        Ok(Self { permission: permission.clone(), pattern: Pattern::new(text)? })
    }

    fn meet(&self, requested: &Self) -> Option<Self> {
        let same_action = self.permission.action == requested.permission.action;
        same_action.then(|| narrower((self, &self.pattern), (requested, &requested.pattern)))?
    }

    fn permission(&self) -> Permission {
        Permission::Filesystem(self.permission.clone())
    }
}

#[derive(Debug, Clone)]
pub(super) struct NetworkRule {
    pub(super) permission: NetworkPermission,
    pub(super) hosts: HostPattern,
}

impl NetworkRule {
    /// Whether it is for this port. Names are looked up without one.
    pub(super) fn has_port(&self, port: Option<u16>) -> bool {
        self.permission.port.is_none() || port == self.permission.port
    }
}

impl Rule for NetworkRule {
    type Permission = NetworkPermission;

    fn new(permission: &NetworkPermission) -> Result<Self, String> {
        let hosts = HostPattern::new(&permission.host_pattern)?;
        Ok(Self { permission: permission.clone(), hosts })
    }

    fn meet(&self, requested: &Self) -> Option<Self> {
        if self.permission.action != requested.permission.action {
            return None;
        }
        let port = match (self.permission.port, requested.permission.port) {
            (Some(own), Some(other)) if own != other => return None,
            (own, other) => own.or(other),
        };
        let mut met = if self.hosts.covers(&requested.hosts) {
            requested.clone()
        } else if requested.hosts.asks_for(&self.hosts) {
            self.clone()
        } else {
            return None;
        };
        met.permission.port = port;
        Some(met)
    }

    fn permission(&self) -> Permission {
        Permission::Network(self.permission.clone())
    }
}

#[derive(Debug, Clone)]
pub(super) struct ProcessRule {
    pub(super) permission: ProcessPermission,
    pub(super) pattern: Pattern,
}

impl Rule for ProcessRule {
    type Permission = ProcessPermission;

    fn new(permission: &ProcessPermission) -> Result<Self, String> {
        let pattern = Pattern::new(&permission.command_pattern)?;
        Ok(Self { permission: permission.clone(), pattern })
    }

    fn meet(&self, requested: &Self) -> Option<Self> {
        let same_action = self.permission.action == requested.permission.action;
        same_action.then(|| narrower((self, &self.pattern), (requested, &requested.pattern)))?
    }

    fn permission(&self) -> Permission {
        Permission::Process(self.permission.clone())
    }
}

/// Of two rules with their patterns the one that the other covers, if one of them does.
fn narrower<R: Clone>(granted: (&R, &Pattern), requested: (&R, &Pattern)) -> Option<R> {
    if granted.1.covers(requested.1) {
        Some(requested.0.clone())
    } else {
        requested.1.covers(granted.1).then(|| granted.0.clone())
    }
}

/// What of the requested permissions the granted ones allow, and which of them get nothing.
pub(super) fn all<R: Rule>(requested: &[R], granted: &[R]) -> (Vec<R>, Vec<Permission>) {
    let mut met: Vec<R> = Vec::new();
    let mut unmet = Vec::new();
    for request in requested {
        let rules: Vec<R> = granted.iter().filter_map(|grant| grant.meet(request)).collect();
        if rules.is_empty() {
            unmet.push(request.permission());
        }
        for rule in rules {
            if met.iter().all(|other| other.permission() != rule.permission()) {
                met.push(rule);
            }
        }
    }
    (met, unmet)
}
