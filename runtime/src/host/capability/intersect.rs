//! Intersects requested with granted permissions.

use super::host_pattern::HostPattern;
use super::language::{PATHS, PROGRAMS, VARIABLES};
use super::path;
use super::pattern::Pattern;
use super::permission::{
    FilesystemPermission, NetworkAction, NetworkPermission, Permission, ProcessAction,
    ProcessPermission,
};

/// A permission with its compiled pattern.
pub(super) trait Rule: Clone {
    type Permission: Clone + Into<Permission>;

    fn new(permission: &Self::Permission) -> Result<Self, String>;

    fn permission(&self) -> Permission;

    /// `true` if both rules are for the same action.
    fn has_action_of(&self, other: &Self) -> bool;

    /// `true` if the rule does not cover `other` only because no `*` stands for what that is about.
    fn stars_exclude(&self, _other: &Self) -> bool {
        false
    }

    /// `true` if the rule allows everything that `other` allows.
    fn covers(&self, other: &Self) -> bool;

    /// Intersects a granted rule with a requested one. Returns `None` if neither covers the other.
    fn intersect(&self, requested: &Self) -> Option<Self> {
        if self.covers(requested) {
            Some(requested.clone())
        } else {
            requested.covers(self).then(|| self.clone())
        }
    }
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
            return Err(format!("the pattern matches no absolute path; write `/{text}`"));
        }
        let segments: Vec<_> = text.split('/').skip(1).collect();
        for (index, &segment) in segments.iter().enumerate() {
            if matches!(segment, "." | "") && (segments.len() > 1 || index > 0) {
                return Err(
                    "the pattern matches no path, since paths have neither empty segments, \
                     segments `.`, nor a trailing `/`"
                        .into(),
                );
            }
            path::check_segment(segment)?;
        }
        let pattern = Pattern::new(text)?;
        if !PATHS.has_match(&pattern) {
            return Err("the pattern matches no absolute path".into());
        }
        Ok(Self { permission: permission.clone(), pattern })
    }

    fn permission(&self) -> Permission {
        Permission::Filesystem(self.permission.clone())
    }

    fn has_action_of(&self, other: &Self) -> bool {
        self.permission.action == other.permission.action
    }

    fn covers(&self, other: &Self) -> bool {
        self.has_action_of(other) && self.pattern.covers(&other.pattern)
    }
}

#[derive(Debug, Clone)]
pub(super) struct NetworkRule {
    pub(super) permission: NetworkPermission,
    pub(super) hosts: HostPattern,
}

impl NetworkRule {
    /// `true` if the rule is for the port. The action `resolve` has no port.
    pub(super) fn allows_port(&self, port: Option<u16>) -> bool {
        self.permission.action == NetworkAction::Resolve
            || self.permission.port.is_none()
            || port == self.permission.port
    }
}

impl Rule for NetworkRule {
    type Permission = NetworkPermission;

    fn new(permission: &NetworkPermission) -> Result<Self, String> {
        let hosts = HostPattern::new(&permission.host_pattern)?;
        if permission.port == Some(0) {
            return Err("no host listens on port 0; leave `port` out for all ports".into());
        }
        Ok(Self { permission: permission.clone(), hosts })
    }

    fn permission(&self) -> Permission {
        Permission::Network(self.permission.clone())
    }

    fn has_action_of(&self, other: &Self) -> bool {
        self.permission.action == other.permission.action
    }

    fn covers(&self, other: &Self) -> bool {
        self.has_action_of(other)
            && self.allows_port(other.permission.port)
            && self.hosts.covers(&other.hosts)
    }

    fn stars_exclude(&self, other: &Self) -> bool {
        self.hosts.stars_exclude(&other.hosts)
    }

    /// Intersects hosts and ports separately: the result can have the hosts of one rule and the port of the other.
    fn intersect(&self, requested: &Self) -> Option<Self> {
        if !self.has_action_of(requested) {
            return None;
        }
        let port = match (self.permission.port, requested.permission.port) {
            (Some(granted), Some(requested)) if granted != requested => return None,
            (granted, requested) => granted.or(requested),
        };
        let mut rule = if self.hosts.covers(&requested.hosts) {
            requested.clone()
        } else if requested.hosts.requests(&self.hosts) {
            self.clone()
        } else {
            return None;
        };
        rule.permission.port = port;
        Some(rule)
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
        let text = &permission.command_pattern;
        let pattern = Pattern::new(text)?;
        let (language, problem) = match permission.action {
            ProcessAction::Spawn | ProcessAction::Kill => (
                PROGRAMS,
                "the pattern matches neither a program name nor an absolute path of a program",
            ),
            ProcessAction::ReadEnvironment => {
                (VARIABLES, "the pattern matches no environment variable, since names have no `=`")
            }
        };
        if !language.has_match(&pattern) {
            return Err(problem.into());
        }
        Ok(Self { permission: permission.clone(), pattern })
    }

    fn permission(&self) -> Permission {
        Permission::Process(self.permission.clone())
    }

    fn has_action_of(&self, other: &Self) -> bool {
        self.permission.action == other.permission.action
    }

    fn covers(&self, other: &Self) -> bool {
        self.has_action_of(other) && self.pattern.covers(&other.pattern)
    }
}

/// Returns the rules in effect, and the requested permissions of which nothing is granted.
pub(super) fn intersect_all<R: Rule>(requested: &[R], granted: &[R]) -> (Vec<R>, Vec<Permission>) {
    let mut effective: Vec<R> = Vec::new();
    let mut unmet = Vec::new();
    for request in requested {
        let rules: Vec<R> = granted.iter().filter_map(|grant| grant.intersect(request)).collect();
        if rules.is_empty() {
            unmet.push(request.permission());
        }
        for rule in rules {
            if effective.iter().all(|other| other.permission() != rule.permission()) {
                effective.push(rule);
            }
        }
    }
    (effective, unmet)
}
