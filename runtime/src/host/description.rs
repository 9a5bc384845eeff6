//! What a component imports, requests and would get, for those who decide whether to run it.

use std::fmt;

use super::capability::{Comparison, ComponentId, Escaped, Permission};
use super::limits::Limits;

/// The interfaces that a host serves, without versions. All have the version 1.
const SERVED: [&str; 6] = [
    "airssys:core-types/types",
    "airssys:core-capabilities/capabilities",
    "airssys:core-host/host-services",
    "airssys:ext-filesystem/filesystem",
    "airssys:ext-network/network",
    "airssys:ext-process/process",
];

/// What a component imports, what it requests, and what it would get of that.
///
/// It is displayed as a text of several lines, for operators.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Description {
    /// The component; `None` if it does not say which one it is.
    pub component: Option<ComponentId>,
    /// The imports of the component.
    pub imports: Vec<Import>,
    /// The requested permissions, with what is allowed of each, and the grants without effect.
    pub permissions: Comparison,
    /// Patterns of the components that this one can discover and send to, besides itself.
    pub reach: Vec<String>,
    /// The resource limits.
    pub limits: Limits,
}

/// An import of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Import {
    /// The name, such as `airssys:core-host/host-services@1.0.0`.
    pub name: String,
    /// `true` if the host serves the import. A call of any other traps.
    pub is_served: bool,
}

impl Import {
    pub(super) fn new(name: &str) -> Self {
        let (interface, version) = name.split_once('@').unwrap_or((name, ""));
        let is_served = SERVED.contains(&interface) && version.starts_with("1.");
        Self { name: name.to_owned(), is_served }
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.component {
            Some(component) => writeln!(f, "component {component}")?,
            None => writeln!(f, "component without requested permissions")?,
        }
        let imports = self.imports.iter().map(|Import { name, is_served }| {
            let note = if *is_served { "" } else { " (not served: a call traps)" };
            format!("{}{note}", Escaped(name))
        });
        section(f, "imports", imports)?;
        let outcomes = self.permissions.requested.iter();
        let (allowed, others): (Vec<_>, Vec<_>) = outcomes.partition(|it| it.is_allowed());
        let (denied, narrowed): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|it| it.allowed.is_empty());
        section(f, "allowed", allowed.iter().map(|it| it.requested.to_string()))?;
        let parts = |permissions: &[Permission]| {
            permissions.iter().map(Permission::shown_pattern).collect::<Vec<_>>().join(", ")
        };
        let narrowed =
            narrowed.iter().map(|it| format!("{}: only {}", it.requested, parts(&it.allowed)));
        section(f, "allowed in part", narrowed)?;
        section(f, "denied", denied.iter().map(|it| format!("{}: {}", it.requested, it.reason)))?;
        let not_requested = self.permissions.not_requested.iter().map(ToString::to_string);
        section(f, "granted but not requested, without effect", not_requested)?;
        section(f, "reach", self.reach.iter().map(|it| Escaped(it).to_string()))?;
        section(f, "limits", limits(&self.limits))
    }
}

/// Writes a section, unless it is empty.
fn section(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    lines: impl IntoIterator<Item = String>,
) -> fmt::Result {
    let mut lines = lines.into_iter().peekable();
    if lines.peek().is_some() {
        writeln!(f, "  {title}:")?;
    }
    lines.try_for_each(|line| writeln!(f, "    {line}"))
}

fn limits(limits: &Limits) -> Vec<String> {
    let or_none = |limit: Option<String>| limit.unwrap_or_else(|| "no limit".to_owned());
    let bytes = |limit: Option<u64>| or_none(limit.map(|limit| format!("{limit} bytes")));
    vec![
        format!("memory: {}", bytes(limits.memory)),
        format!("one call: {}", or_none(limits.execution.map(|it| format!("{it:?}")))),
        format!("one message: {}", bytes(limits.message)),
        format!("mailbox: {} messages, {} bytes", limits.queue, limits.queue_bytes),
        format!("bytes held by the host: {}", limits.host_bytes),
        format!("handles: {}", limits.handles),
        format!("outstanding requests: {}", limits.requests),
    ]
}
