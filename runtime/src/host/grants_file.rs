//! What components are granted, read from a TOML file, and what a component requests, in the same grammar.
//!
//! Permissions are written as in the record `requested-permissions` of `airssys:core-capabilities`, limits as in
//! `resource-limits` of `airssys:core-component`.

mod error;
mod tables;

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;

use self::error::Mistakes;
use self::tables::{GrantsTable, HostTable, RequestTable};
use super::capability::{ComponentId, Permissions, RequestedPermissions};
use super::limits::Limits;
pub use error::{GrantsFileError, Mistake};

/// The largest source of requested permissions, in bytes.
const MAX_REQUEST_BYTES: usize = 1 << 16;
/// The maximum number of permissions that a component can request. Each is compared with each grant.
const MAX_REQUESTED: usize = 256;

/// What the components of a host are granted: a TOML file with a table for each component.
///
/// ```
/// use airssys_bindings::host::{ComponentId, GrantsFile};
///
/// let file = GrantsFile::parse(
///     "grants.toml",
///     r#"
///     ["acme:printer@1.4.0"]
///     filesystem = [{ action = "read", path-pattern = "/invoices/2026/**" }]
///     network = [{ action = "http", host-pattern = "*.example.com", port = 443 }]
///     reach = ["acme:*@*"]
///     limits = { max-memory-bytes = 16_777_216 }
///     "#,
/// )?;
/// let printer = file.get(&ComponentId::new("acme", "printer", "1.4.0")).expect("in the file");
/// assert_eq!(printer.permissions.filesystem.len(), 1);
/// assert_eq!(printer.limits.memory, Some(16_777_216));
/// # Ok::<(), airssys_bindings::host::GrantsFileError>(())
/// ```
///
/// The key of a table is `namespace:name@version`, or `namespace:name` for all versions without a table of their own.
/// Keys that are left out grant nothing, and leave the [`Limits`] at their defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GrantsFile(HashMap<ComponentName, ComponentGrants>);

/// What one component is granted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComponentGrants {
    /// The permissions. In effect is what the component requests of them.
    pub permissions: Permissions,
    /// Patterns of the components that this one can discover and send to.
    pub reach: Vec<String>,
    /// The resource limits.
    pub limits: Limits,
}

/// A component, or all versions of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct ComponentName {
    namespace: String,
    name: String,
    version: Option<String>,
}

impl ComponentName {
    fn parse(text: &str) -> Option<Self> {
        let (name, version) = match text.split_once('@') {
            Some((name, version)) => (name, Some(version)),
            None => (text, None),
        };
        let (namespace, name) = name.split_once(':')?;
        let is_complete = ![namespace, name].contains(&"") && version != Some("");
        let is_literal = !text.contains(['*', '\0']);
        (is_complete && is_literal).then(|| Self {
            namespace: namespace.into(),
            name: name.into(),
            version: version.map(str::to_owned),
        })
    }
}

impl GrantsFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read, if it is not TOML, for unknown keys, and for patterns that match nothing.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, GrantsFileError> {
        let path = path.as_ref();
        let source = fs::read_to_string(path)
            .map_err(|error| GrantsFileError::File { path: path.to_owned(), error })?;
        Self::parse(&path.to_string_lossy(), &source)
    }

    /// Parses a source, which errors call `path`.
    ///
    /// # Errors
    ///
    /// Fails if the source is not TOML, for unknown keys, and for patterns that match nothing.
    pub fn parse(path: &str, source: &str) -> Result<Self, GrantsFileError> {
        let mut mistakes = Mistakes::new(path, source);
        let HostTable(tables) = deserialize(&mut mistakes)?;
        let mut components = HashMap::new();
        for (key, table) in tables {
            let grants = component_grants(table, &mut mistakes);
            match ComponentName::parse(key.get_ref()) {
                Some(name) => drop(components.insert(name, grants)),
                None => mistakes.add(
                    key.span(),
                    format!("`{}` is not a component", key.get_ref()),
                    "expected `namespace:name@version`, or `namespace:name` for all versions",
                ),
            }
        }
        mistakes.into_result(Self(components))
    }

    /// Adds the tables of another file, which replace those for the same components.
    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Returns what a component is granted: by the table for its version, or else by that for all versions. `None` if
    /// there is no such table.
    #[must_use]
    pub fn get(&self, component: &ComponentId) -> Option<&ComponentGrants> {
        let ComponentId { namespace, name, version } = component.clone();
        let exact = ComponentName { namespace, name, version: Some(version) };
        self.0.get(&exact).or_else(|| self.0.get(&ComponentName { version: None, ..exact }))
    }
}

impl RequestedPermissions {
    /// Parses what a component requests, from a TOML source that errors call `path`:
    ///
    /// ```
    /// use airssys_bindings::host::RequestedPermissions;
    ///
    /// let requested = RequestedPermissions::parse(
    ///     "requested-permissions.toml",
    ///     r#"
    ///     component = "acme:printer@1.4.0"
    ///     filesystem = [{ action = "read", path-pattern = "/invoices/**" }]
    ///     "#,
    /// )?;
    /// assert_eq!(requested.filesystem[0].path_pattern, "/invoices/**");
    /// # Ok::<(), airssys_bindings::host::GrantsFileError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the source is not TOML, for unknown keys, for patterns that match nothing, for a source of more than
    /// 64 KiB and for more than 256 permissions.
    pub fn parse(path: &str, source: &str) -> Result<Self, GrantsFileError> {
        if source.len() > MAX_REQUEST_BYTES {
            let title =
                format!("the requested permissions exceed the limit of {MAX_REQUEST_BYTES} bytes");
            return Err(Mistakes::new(path, "").fail(0..0, title));
        }
        let mut mistakes = Mistakes::new(path, source);
        let RequestTable { component, filesystem, network, process } = deserialize(&mut mistakes)?;
        let id = match ComponentName::parse(component.get_ref()) {
            Some(ComponentName { namespace, name, version: Some(version) }) => {
                ComponentId { namespace, name, version }
            }
            Some(_) | None => {
                let title = format!("`{}` is not a component id", component.get_ref());
                mistakes.add(component.span(), title, "expected `namespace:name@version`");
                ComponentId::new("", "", "")
            }
        };
        if filesystem.len() + network.len() + process.len() > MAX_REQUESTED {
            let title = format!("more than {MAX_REQUESTED} permissions are requested");
            return Err(mistakes.fail(0..0, title));
        }
        let Permissions { filesystem, network, process } =
            tables::permissions(filesystem, network, process, &mut mistakes);
        mistakes.into_result(Self { component: id, filesystem, network, process })
    }
}

fn component_grants(table: GrantsTable, mistakes: &mut Mistakes<'_>) -> ComponentGrants {
    let GrantsTable { filesystem, network, process, reach, limits } = table;
    ComponentGrants {
        permissions: tables::permissions(filesystem, network, process, mistakes),
        reach: tables::reach(reach, mistakes),
        limits: limits.into(),
    }
}

fn deserialize<T: DeserializeOwned>(mistakes: &mut Mistakes<'_>) -> Result<T, GrantsFileError> {
    toml::from_str(mistakes.source)
        .map_err(|error| mistakes.fail(error.span().unwrap_or_default(), error.message().into()))
}
