//! Names of packages: in comes `ns:name@1.0.0`, out go its parts, or what is wrong with it.

use semver::Version;

use crate::diagnostic::ManifestError;
use crate::package_name::PackageName;
use crate::spelling::{kebab, valid_name};

/// ``version `1.0.0` `` or `no version`.
pub(super) fn version_in_words(name: &PackageName) -> String {
    match &name.version {
        Some(version) => format!("version `{version}`"),
        None => "no version".to_owned(),
    }
}

/// What stands before the digits of a range, and of a tag.
const SIGNS: [char; 8] = ['^', '~', '=', '>', '<', 'v', 'V', ' '];

/// A fault of a text, with what to do about it.
pub(super) type TextFault = (ManifestError, String);

/// Reads `ns:name` or `ns:name@1.0.0`.
pub(super) fn package_name(text: &str) -> Result<PackageName, TextFault> {
    let malformed = |help: String| Err((ManifestError::NameMalformed { name: text.into() }, help));
    let (bare, suffix) = match text.split_once('@') {
        Some((bare, version)) => (bare, Some(version)),
        None => (text, None),
    };
    if let Some((package, _)) = bare.split_once('/') {
        let version = suffix.map(|it| format!("@{it}")).unwrap_or_default();
        return malformed(format!("name the package, not an interface: `{package}{version}`"));
    }
    let Some((namespace, name)) = bare.split_once(':') else {
        return malformed("write the namespace and the name with a `:`: `namespace:name`".into());
    };
    if !valid_name(namespace) || !valid_name(name) {
        return malformed(match (kebab(namespace), kebab(name)) {
            (namespace, name) if valid_name(&namespace) && valid_name(&name) => {
                format!("names in WIT are kebab-case: write `{namespace}:{name}`")
            }
            _ => {
                "write the namespace and the name as in the package's WIT: `namespace:name`".into()
            }
        });
    }
    let version = suffix.map(version).transpose().map_err(|(fault, help)| {
        let help = match suffix.and_then(nearest_version) {
            Some(version) => format!("write `{bare}@{version}`"),
            None => help,
        };
        (fault, help)
    })?;
    Ok(PackageName { namespace: namespace.into(), name: name.into(), version })
}

/// Reads one full version.
pub(super) fn version(text: &str) -> Result<Version, TextFault> {
    let trimmed = text.trim();
    if let Ok(version) = Version::parse(trimmed) {
        if trimmed == text {
            return Ok(version);
        }
        let fault = ManifestError::VersionMalformed { version: text.into() };
        return Err((fault, format!("write it without spaces: `{trimmed}`")));
    }
    let bare = trimmed.trim_start_matches(SIGNS);
    let help = match nearest_version(text) {
        Some(version) => format!("write `{version}`"),
        None => "write the version that the package has in its WIT, such as `1.0.0`".to_owned(),
    };
    let range = trimmed.starts_with(['^', '~', '=', '>', '<'])
        || trimmed.contains(['*', ','])
        || bare.ends_with(".x");
    Err(if range {
        (ManifestError::VersionRequirement { version: text.into() }, help)
    } else {
        (ManifestError::VersionMalformed { version: text.into() }, help)
    })
}

/// `1.0`, `1`, `v1` and `^1` made a version.
fn nearest_version(text: &str) -> Option<Version> {
    let text = text.trim().trim_start_matches(SIGNS);
    [text.to_owned(), format!("{text}.0"), format!("{text}.0.0")]
        .iter()
        .find_map(|text| Version::parse(text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::ErrorKind as _;

    #[test]
    fn names_are_read_with_and_without_a_version() {
        for name in ["a:b", "test:my-types@1.0.0", "wasi:io@0.2.3-rc.1+x", "a:HTTP"] {
            assert_eq!(package_name(name).unwrap().to_string(), name);
        }
    }

    #[test]
    fn what_is_wrong_with_a_name_is_said() {
        let said: Vec<_> = [
            "types",
            "a:b/c@1.0.0",
            "a:myTypes",
            "a:my_types",
            "a:",
            "a::b",
            "a:b@1.0",
            "a:b@^1.2",
            "a:b@latest",
        ]
        .iter()
        .map(|text| {
            let (fault, help) = package_name(text).unwrap_err();
            format!("{}: {help}", fault.message())
        })
        .collect();
        assert_eq!(
            said,
            [
                "`types` is not the name of a package: write the namespace and the name with a `:`: `namespace:name`",
                "`a:b/c@1.0.0` is not the name of a package: name the package, not an interface: `a:b@1.0.0`",
                "`a:myTypes` is not the name of a package: names in WIT are kebab-case: write `a:my-types`",
                "`a:my_types` is not the name of a package: names in WIT are kebab-case: write `a:my-types`",
                "`a:` is not the name of a package: write the namespace and the name as in the package's WIT: `namespace:name`",
                "`a::b` is not the name of a package: names in WIT are kebab-case: write `a:b`",
                "`1.0` is not a full version: write `a:b@1.0.0`",
                "`^1.2` is a range of versions, and one version stands here: write `a:b@1.2.0`",
                "`latest` is not a full version: write the version that the package has in its WIT, such as `1.0.0`",
            ]
        );
    }
}
