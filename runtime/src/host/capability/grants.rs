//! What one component may do.

use std::net::IpAddr;

use super::address;
use super::decision::{Decision, TARGET};
use super::host_pattern::{Host, HostPattern, is_localhost};
use super::meet::{self, FileRule, NetworkRule, ProcessRule, Rule};
use super::path::TreePath;
use super::pattern::{Pattern, is_literal};
use super::permission::{
    ComponentId, FilesystemAction, FilesystemPermission, InvalidPermission, NetworkAction,
    NetworkPermission, Permission, Permissions, ProcessAction, ProcessPermission,
    RequestedPermissions,
};

/// The permissions that are in effect for a component: what it requested and was granted.
#[derive(Debug, Clone)]
pub struct Grants {
    component: ComponentId,
    filesystem: Vec<FileRule>,
    network: Vec<NetworkRule>,
    process: Vec<ProcessRule>,
    unmet: Vec<Permission>,
}

impl Grants {
    /// What `requested` and `granted` have in common.
    ///
    /// Each request is compared with each grant of the same action: if one covers the other, the narrower one is
    /// in effect. Two that only overlap, such as `/data/a*` and `/data/*.txt`, give nothing.
    ///
    /// # Errors
    ///
    /// The first permission, requested or granted, whose pattern is not one.
    pub fn new(
        requested: &RequestedPermissions,
        granted: &Permissions,
    ) -> Result<Self, InvalidPermission> {
        let component = &requested.component;
        let mut unmet = Vec::new();
        let filesystem = effective::<FileRule>(
            component,
            (&requested.filesystem, &granted.filesystem),
            Permission::Filesystem,
            &mut unmet,
        )?;
        let network = effective::<NetworkRule>(
            component,
            (&requested.network, &granted.network),
            Permission::Network,
            &mut unmet,
        )?;
        let process = effective::<ProcessRule>(
            component,
            (&requested.process, &granted.process),
            Permission::Process,
            &mut unmet,
        )?;
        for permission in &unmet {
            tracing::info!(target: TARGET, %component, %permission, "requested and not granted");
        }
        Ok(Self { component: component.clone(), filesystem, network, process, unmet })
    }

    /// The component that they are for.
    #[must_use]
    pub fn component(&self) -> &ComponentId {
        &self.component
    }

    /// What was requested and is not granted, not even in part.
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

    /// Whether something is allowed, as far as the permissions alone tell.
    ///
    /// A permission without `*` is a question about one path, host or program, and has the answer that a call for
    /// it gets. One with `*` is granted if a single permission covers all of it. What depends on where a
    /// symbolic link, a host's name or a program's name leads, [`Capabilities::check`](super::Capabilities::check)
    /// answers.
    #[must_use]
    pub fn check(&self, permission: &Permission) -> Decision {
        match permission {
            Permission::Filesystem(asked) if is_literal(&asked.path_pattern) => {
                match TreePath::parse(&asked.path_pattern) {
                    Ok(path) => self.file(asked.action, &path),
                    Err(reason) => self.invalid(permission, reason),
                }
            }
            Permission::Network(asked) if is_literal(&asked.host_pattern) => {
                match Host::parse(&asked.host_pattern) {
                    Ok(host) => self.host(asked.action, &host, asked.port),
                    Err(_) => self.covering(permission),
                }
            }
            Permission::Process(asked) if is_literal(&asked.command_pattern) => {
                let command = &asked.command_pattern;
                self.process_where(asked.action, command, |_, pattern| pattern.matches(command))
            }
            _ => self.covering(permission),
        }
    }

    pub(super) fn file(&self, action: FilesystemAction, path: &TreePath) -> Decision {
        let path = path.to_string();
        let rule = self
            .filesystem
            .iter()
            .find(|rule| rule.permission.action == action && rule.pattern.matches(&path));
        let asked = FilesystemPermission { action, path_pattern: path };
        self.decide(&Permission::Filesystem(asked), rule)
    }

    /// Whether the component may turn to this host, as far as its name tells. The answer for an address is final.
    pub(super) fn host(&self, action: NetworkAction, host: &Host, port: Option<u16>) -> Decision {
        match host {
            Host::Address(address) => self.address(action, *address, port, None),
            Host::Name(name) => {
                let mut rules = self.network_rules(action, port);
                let local = is_localhost(name);
                let rule = rules.find(|rule| {
                    rule.hosts.matches_name(name)
                        && !(local
                            && matches!(&rule.hosts, HostPattern::Names(p) if !p.is_literal()))
                });
                let asked = NetworkPermission { action, host_pattern: name.clone(), port };
                self.decide(&Permission::Network(asked), rule)
            }
        }
    }

    /// Whether the component may turn to this address, which `name` has led to if there is one.
    pub(super) fn address(
        &self,
        action: NetworkAction,
        address: IpAddr,
        port: Option<u16>,
        name: Option<&str>,
    ) -> Decision {
        let address = address.to_canonical();
        let asked = NetworkPermission { action, host_pattern: address.to_string(), port };
        let special = address::special(address);
        let rule = self.network_rules(action, port).find(|rule| match name {
            Some(name) if special.is_none() => rule.hosts.matches_name(name),
            _ => rule.hosts.matches_address(address),
        });
        let asked = Permission::Network(asked);
        match (special, rule) {
            (Some(kind), None) => {
                let led = name.map_or(String::new(), |name| format!("`{name}` leads to "));
                let reason = format!(
                    "{led}{address}, {kind} address, which only a permission that names it or a range grants: \
                     `{asked}` is missing"
                );
                Decision::deny(reason).trace(&self.component, &asked)
            }
            (_, rule) => self.decide(&asked, rule),
        }
    }

    /// Whether one of the permissions for this action is such that `matches`, which gets its place in
    /// [`Self::process`] and its pattern.
    pub(super) fn process_where(
        &self,
        action: ProcessAction,
        command: &str,
        matches: impl Fn(usize, &Pattern) -> bool,
    ) -> Decision {
        let mut rules = self.process.iter().enumerate();
        let rule = rules
            .find(|(at, rule)| rule.permission.action == action && matches(*at, &rule.pattern));
        let asked = ProcessPermission { action, command_pattern: command.into() };
        self.decide(&Permission::Process(asked), rule.map(|(_, rule)| rule))
    }

    pub(super) fn invalid(&self, permission: &Permission, reason: String) -> Decision {
        Decision::deny(reason).trace(&self.component, permission)
    }

    /// Whether a single permission grants all that a pattern asks for.
    fn covering(&self, permission: &Permission) -> Decision {
        let rule = match permission {
            Permission::Filesystem(asked) => FileRule::new(asked).map(|asked| {
                let covers = |rule: &&FileRule| {
                    rule.permission.action == asked.permission.action
                        && rule.pattern.covers(&asked.pattern)
                };
                self.filesystem.iter().find(covers).map(Rule::permission)
            }),
            Permission::Network(asked) => HostPattern::new(&asked.host_pattern).map(|hosts| {
                let mut rules = self.network_rules(asked.action, asked.port);
                rules.find(|rule| rule.hosts.covers(&hosts)).map(Rule::permission)
            }),
            Permission::Process(asked) => Pattern::new(&asked.command_pattern).map(|pattern| {
                let covers = |rule: &&ProcessRule| {
                    rule.permission.action == asked.action && rule.pattern.covers(&pattern)
                };
                self.process.iter().find(covers).map(Rule::permission)
            }),
        };
        match rule {
            Ok(Some(grant)) => Decision::allow(grant).trace(&self.component, permission),
            Ok(None) => self.decide::<FileRule>(permission, None),
            Err(reason) => self.invalid(permission, reason),
        }
    }

    fn network_rules(
        &self,
        action: NetworkAction,
        port: Option<u16>,
    ) -> impl Iterator<Item = &NetworkRule> {
        self.network.iter().filter(move |rule| {
            let any_port = action == NetworkAction::Resolve || rule.has_port(port);
            rule.permission.action == action && any_port
        })
    }

    fn decide<R: Rule>(&self, asked: &Permission, rule: Option<&R>) -> Decision {
        let decision = match rule {
            Some(rule) => Decision::allow(rule.permission()),
            None => Decision::deny(format!("`{asked}` is missing")),
        };
        decision.trace(&self.component, asked)
    }
}

fn effective<R: Rule>(
    component: &ComponentId,
    (requested, granted): (&[R::Permission], &[R::Permission]),
    permission: fn(R::Permission) -> Permission,
    unmet: &mut Vec<Permission>,
) -> Result<Vec<R>, InvalidPermission> {
    let compile = |list: &[R::Permission]| {
        let compiled = list.iter().map(|item| {
            R::new(item).map_err(|reason| InvalidPermission {
                component: Box::new(component.clone()),
                permission: permission(item.clone()),
                reason,
            })
        });
        compiled.collect::<Result<Vec<R>, _>>()
    };
    let (met, missing) = meet::all(&compile(requested)?, &compile(granted)?);
    unmet.extend(missing);
    Ok(met)
}
