//! The permissions in effect for one component, and the decisions that follow from them.

use std::net::IpAddr;

use super::address;
use super::decision::{Decision, TRACING_TARGET};
use super::host_pattern::{Host, is_localhost};
use super::intersect::{FileRule, NetworkRule, ProcessRule, Rule, intersect_all};
use super::path::TreePath;
use super::pattern::{Pattern, is_literal};
use super::permission::{
    ComponentId, FilesystemAction, FilesystemPermission, InvalidPermission, NetworkAction,
    NetworkPermission, Permission, Permissions, ProcessAction, ProcessPermission,
    RequestedPermissions,
};

/// The permissions in effect for a component: the intersection of what it requested and what it was granted.
#[derive(Debug, Clone)]
pub struct Grants {
    component: ComponentId,
    filesystem: Vec<FileRule>,
    network: Vec<NetworkRule>,
    process: Vec<ProcessRule>,
    unmet: Vec<Permission>,
}

impl Grants {
    /// Intersects the requested with the granted permissions.
    ///
    /// Each request is compared with each grant of the same action. If one covers the other, the narrower one is in
    /// effect. Two that only overlap, such as `/data/a*` and `/data/*.txt`, grant nothing.
    ///
    /// # Errors
    ///
    /// Returns the first permission, requested or granted, with an invalid pattern.
    pub fn new(
        requested: &RequestedPermissions,
        granted: &Permissions,
    ) -> Result<Self, InvalidPermission> {
        let component = &requested.component;
        let mut unmet = Vec::new();
        let filesystem = effective::<FileRule>(
            component,
            (&requested.filesystem, &granted.filesystem),
            &mut unmet,
        )?;
        let network = effective::<NetworkRule>(
            component,
            (&requested.network, &granted.network),
            &mut unmet,
        )?;
        let process = effective::<ProcessRule>(
            component,
            (&requested.process, &granted.process),
            &mut unmet,
        )?;
        for permission in &unmet {
            tracing::info!(target: TRACING_TARGET, %component, permission = permission.to_string(),
                "requested but not granted");
        }
        Ok(Self { component: component.clone(), filesystem, network, process, unmet })
    }

    /// The id of the component.
    #[must_use]
    pub fn component(&self) -> &ComponentId {
        &self.component
    }

    /// The requested permissions of which nothing is granted.
    #[must_use]
    pub fn unmet(&self) -> &[Permission] {
        &self.unmet
    }

    /// The permissions for files and directories: `granted-permissions` of `ext-filesystem`.
    #[must_use]
    pub fn filesystem(&self) -> Vec<FilesystemPermission> {
        self.filesystem.iter().map(|rule| rule.permission.clone()).collect()
    }

    /// The permissions for the network: `granted-permissions` of `ext-network`.
    #[must_use]
    pub fn network(&self) -> Vec<NetworkPermission> {
        self.network.iter().map(|rule| rule.permission.clone()).collect()
    }

    /// The permissions for processes: `granted-permissions` of `ext-process`.
    #[must_use]
    pub fn process(&self) -> Vec<ProcessPermission> {
        self.process.iter().map(|rule| rule.permission.clone()).collect()
    }

    /// Decides by the permissions alone whether a call that needs `permission` is allowed.
    ///
    /// A pattern with `*` is granted if a single permission covers it. [`Capabilities::check`] also follows symbolic
    /// links and looks up programs.
    ///
    /// [`Capabilities::check`]: super::Capabilities::check
    #[must_use]
    pub fn check(&self, permission: &Permission) -> Decision {
        match permission {
            Permission::Filesystem(needed) if is_literal(&needed.path_pattern) => {
                match TreePath::parse(&needed.path_pattern) {
                    Ok(path) => self.check_file(needed.action, &path),
                    Err(reason) => self.deny(permission, reason),
                }
            }
            Permission::Network(needed) if is_literal(&needed.host_pattern) => {
                match Host::parse(&needed.host_pattern) {
                    Ok(host) => self.check_host(needed.action, &host, needed.port),
                    Err(_) => self.check_pattern(permission),
                }
            }
            Permission::Process(needed) if is_literal(&needed.command_pattern) => {
                let command = &needed.command_pattern;
                self.check_process(needed.action, command, |_, pattern| pattern.matches(command))
            }
            _ => self.check_pattern(permission),
        }
    }

    pub(super) fn check_file(&self, action: FilesystemAction, path: &TreePath) -> Decision {
        let path = path.to_string();
        let rule = self
            .filesystem
            .iter()
            .find(|rule| rule.permission.action == action && rule.pattern.matches(&path));
        let needed = FilesystemPermission { action, path_pattern: path };
        self.decide(&Permission::Filesystem(needed), rule)
    }

    /// Decides about a host. For a name, [`Self::check_address`] must also allow the address it resolves to.
    pub(super) fn check_host(
        &self,
        action: NetworkAction,
        host: &Host,
        port: Option<u16>,
    ) -> Decision {
        match host {
            Host::Address(address) => self.check_address(action, *address, port, None),
            Host::Name(name) => {
                let local = is_localhost(name);
                let rule = self.network_rules(action, port).find(|rule| {
                    rule.hosts.matches_name(name) && !(local && rule.hosts.has_stars())
                });
                let needed = NetworkPermission { action, host_pattern: name.clone(), port };
                self.decide(&Permission::Network(needed), rule)
            }
        }
    }

    /// Decides about an address, to which `name` resolved if it is given.
    pub(super) fn check_address(
        &self,
        action: NetworkAction,
        address: IpAddr,
        port: Option<u16>,
        name: Option<&str>,
    ) -> Decision {
        let address = address.to_canonical();
        let needed = NetworkPermission { action, host_pattern: address.to_string(), port };
        let needed = Permission::Network(needed);
        let special = address::special_kind(address);
        let rule = self.network_rules(action, port).find(|rule| match name {
            Some(name) if special.is_none() => rule.hosts.matches_name(name),
            _ => rule.hosts.matches_address(address),
        });
        match (special, rule) {
            (Some(kind), None) => {
                let rule = "which needs a permission for the address itself or its range";
                let reason = match name {
                    // The address is in the event only: the component may not be allowed to resolve the name.
                    Some(name) => {
                        format!("`{name}` resolves to a special-purpose address, {rule}")
                    }
                    None => format!("{address}, {kind} address, {rule}: {needed}"),
                };
                self.deny(&needed, reason)
            }
            (_, rule) => self.decide(&needed, rule),
        }
    }

    /// Decides about a command. `matches` gets each pattern for the action, with its index in [`Self::process`].
    pub(super) fn check_process(
        &self,
        action: ProcessAction,
        command: &str,
        matches: impl Fn(usize, &Pattern) -> bool,
    ) -> Decision {
        let needed = ProcessPermission { action, command_pattern: command.into() };
        self.decide(&Permission::Process(needed), self.process_rule(action, matches))
    }

    /// Returns the first rule for an action whose pattern `matches`, which gets the index in [`Self::process`] as well.
    pub(super) fn process_rule(
        &self,
        action: ProcessAction,
        matches: impl Fn(usize, &Pattern) -> bool,
    ) -> Option<&ProcessRule> {
        let mut rules = self.process.iter().enumerate();
        let rule = rules.find(|(index, rule)| {
            rule.permission.action == action && matches(*index, &rule.pattern)
        });
        rule.map(|(_, rule)| rule)
    }

    /// Denies a permission for the given reason.
    pub(super) fn deny(&self, permission: &Permission, reason: String) -> Decision {
        Decision::deny(reason).trace(&self.component, permission)
    }

    /// Decides whether a single permission covers a pattern.
    fn check_pattern(&self, permission: &Permission) -> Decision {
        let grant = match permission {
            Permission::Filesystem(needed) => covering(&self.filesystem, needed),
            Permission::Network(needed) => covering(&self.network, needed),
            Permission::Process(needed) => covering(&self.process, needed),
        };
        match grant {
            Ok(Some(grant)) => Decision::allow(grant).trace(&self.component, permission),
            Ok(None) => self.decide::<FileRule>(permission, None),
            Err(reason) => self.deny(permission, reason),
        }
    }

    fn network_rules(
        &self,
        action: NetworkAction,
        port: Option<u16>,
    ) -> impl Iterator<Item = &NetworkRule> {
        let rules = self.network.iter();
        rules.filter(move |rule| rule.permission.action == action && rule.allows_port(port))
    }

    fn decide<R: Rule>(&self, needed: &Permission, rule: Option<&R>) -> Decision {
        match rule {
            Some(rule) => Decision::allow(rule.permission()).trace(&self.component, needed),
            None => self.deny(needed, format!("missing permission: {needed}")),
        }
    }
}

impl Permission {
    /// Checks that the pattern is valid and matches anything that the action can be applied to.
    ///
    /// # Errors
    ///
    /// Returns the reason why the pattern is invalid.
    pub fn check_pattern(&self) -> Result<(), String> {
        match self {
            Self::Filesystem(permission) => FileRule::new(permission).map(drop),
            Self::Network(permission) => NetworkRule::new(permission).map(drop),
            Self::Process(permission) => ProcessRule::new(permission).map(drop),
        }
    }
}

/// Returns the permission of the first rule that covers `needed`.
fn covering<R: Rule>(rules: &[R], needed: &R::Permission) -> Result<Option<Permission>, String> {
    let needed = R::new(needed)?;
    Ok(rules.iter().find(|rule| rule.covers(&needed)).map(Rule::permission))
}

/// Intersects the permissions of one kind, and appends the unmet requests to `unmet`.
fn effective<R: Rule>(
    component: &ComponentId,
    (requested, granted): (&[R::Permission], &[R::Permission]),
    unmet: &mut Vec<Permission>,
) -> Result<Vec<R>, InvalidPermission> {
    let (requested, granted) = (compile(component, requested)?, compile(component, granted)?);
    let (rules, missing) = intersect_all(&requested, &granted);
    unmet.extend(missing);
    Ok(rules)
}

/// Compiles the permissions of one kind.
pub(super) fn compile<R: Rule>(
    component: &ComponentId,
    permissions: &[R::Permission],
) -> Result<Vec<R>, InvalidPermission> {
    let rules = permissions.iter().map(|item| {
        R::new(item).map_err(|reason| InvalidPermission {
            component: Box::new(component.clone()),
            permission: item.clone().into(),
            reason,
        })
    });
    rules.collect()
}
