//! The name of a WIT package, shared by all stages.

use std::fmt;

use semver::Version;

/// The name of a package, with its version if it has one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PackageName {
    /// The part before the colon.
    pub namespace: String,
    /// The part after the colon.
    pub name: String,
    /// The version, for a package that declares one.
    pub version: Option<Version>,
}

impl PackageName {
    /// `true` if both names differ at most in their versions.
    #[must_use]
    pub fn same_package(&self, other: &Self) -> bool {
        self.namespace == other.namespace && self.name == other.name
    }

    /// Returns `namespace:name`, without the version.
    #[must_use]
    pub fn unversioned(&self) -> String {
        format!("{}:{}", self.namespace, self.name)
    }

    /// Returns the path of an item of the package: `namespace:name/item@1.0.0`.
    #[must_use]
    pub fn path(&self, item: &str) -> String {
        format!("{}/{item}{}", self.unversioned(), self.version_suffix())
    }

    /// Returns `@1.0.0`, or nothing for a package without a version.
    #[must_use]
    pub fn version_suffix(&self) -> String {
        self.version.as_ref().map_or(String::new(), |version| format!("@{version}"))
    }
}

impl fmt::Display for PackageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}{}", self.namespace, self.name, self.version_suffix())
    }
}
