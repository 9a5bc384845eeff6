//! Parses the names of packages: in comes `ns:name@1.0.0`, out come its parts, or an error and a help.

use semver::Version;

use crate::diagnostic::ManifestError;
use crate::package_name::PackageName;
use crate::spelling::{kebab, valid_name};

/// Returns ``version `1.0.0` `` or `no version`.
pub(super) fn version_in_words(name: &PackageName) -> String {
    match &name.version {
        Some(version) => format!("version `{version}`"),
        None => "no version".to_owned(),
    }
}

/// The signs before the digits of a version requirement or a tag.
const SIGNS: [char; 8] = ['^', '~', '=', '>', '<', 'v', 'V', ' '];

/// An error in a string.
#[derive(Debug)]
pub(super) struct Malformed {
    pub(super) error: ManifestError,
    pub(super) help: String,
    /// The right string, if it is known.
    pub(super) correct: Option<String>,
}

/// Parses `ns:name` or `ns:name@1.0.0`.
pub(super) fn package_name(text: &str) -> Result<PackageName, Box<Malformed>> {
    let malformed = |help: String, correct: Option<String>| {
        let error = ManifestError::NameMalformed { name: text.into() };
        Err(Box::new(Malformed { error, help, correct }))
    };
    let (bare, suffix) = match text.split_once('@') {
        Some((bare, version)) => (bare, Some(version)),
        None => (text, None),
    };
    let at_version = suffix.map(|version| format!("@{version}")).unwrap_or_default();
    if let Some((package, _)) = bare.split_once('/') {
        let correct = format!("{package}{at_version}");
        let help = format!("write the package without the interface: `{correct}`");
        return malformed(help, Some(correct));
    }
    let Some((namespace, name)) = bare.split_once(':') else {
        return malformed("write the namespace, a `:` and the name: `namespace:name`".into(), None);
    };
    if !valid_name(namespace) || !valid_name(name) {
        let (namespace, name) = (kebab(namespace), kebab(name));
        if valid_name(&namespace) && valid_name(&name) {
            let help = format!("write `{namespace}:{name}`: names in WIT are in kebab-case");
            return malformed(help, Some(format!("{namespace}:{name}{at_version}")));
        }
        let help =
            "write the namespace and the name as in the WIT of the package: `namespace:name`";
        return malformed(help.into(), None);
    }
    let version = suffix.map(version).transpose().map_err(|mut it| {
        it.correct = it.correct.map(|version| format!("{bare}@{version}"));
        if let Some(correct) = &it.correct {
            it.help = format!("write `{correct}`");
        }
        it
    })?;
    Ok(PackageName { namespace: namespace.into(), name: name.into(), version })
}

/// Parses a full version.
pub(super) fn version(text: &str) -> Result<Version, Box<Malformed>> {
    let trimmed = text.trim();
    if let Ok(version) = Version::parse(trimmed) {
        if trimmed == text {
            return Ok(version);
        }
        let error = ManifestError::VersionMalformed { version: text.into() };
        let help = format!("write `{trimmed}` without spaces");
        return Err(Box::new(Malformed { error, help, correct: Some(trimmed.into()) }));
    }
    let bare = trimmed.trim_start_matches(SIGNS);
    let correct = nearest_version(text).map(|version| version.to_string());
    let help = match &correct {
        Some(version) => format!("write `{version}`"),
        None => "write the version in the WIT of the package, such as `1.0.0`".to_owned(),
    };
    let is_requirement = trimmed.starts_with(['^', '~', '=', '>', '<'])
        || trimmed.contains(['*', ','])
        || bare.ends_with(".x");
    let version = text.into();
    let error = match is_requirement {
        true => ManifestError::VersionRequirement { version },
        false => ManifestError::VersionMalformed { version },
    };
    Err(Box::new(Malformed { error, help, correct }))
}

/// Returns the version 1.0.0 for `1.0`, `1`, `v1`, `^1`, `1.x` and `>=1.0, <2.0`.
pub(super) fn nearest_version(text: &str) -> Option<Version> {
    let text = text.trim().trim_start_matches(SIGNS);
    let text = text.split([',', ' ']).next().unwrap_or_default();
    let text = text.replace(".x", ".0").replace(".*", ".0");
    [text.to_owned(), format!("{text}.0"), format!("{text}.0.0")]
        .iter()
        .find_map(|text| Version::parse(text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::ErrorKind as _;

    #[test]
    fn names_are_parsed_with_and_without_a_version() {
        for name in ["a:b", "test:my-types@1.0.0", "wasi:io@0.2.3-rc.1+x", "a:HTTP"] {
            assert_eq!(package_name(name).unwrap().to_string(), name);
        }
    }

    #[test]
    fn invalid_names_have_a_help() {
        let table = [
            (
                "types",
                "`types` is not the name of a package; write the namespace, a `:` and the name: `namespace:name`",
            ),
            (
                "a:b/c@1.0.0",
                "`a:b/c@1.0.0` is not the name of a package; write the package without the interface: `a:b@1.0.0`",
            ),
            (
                "a:myTypes",
                "`a:myTypes` is not the name of a package; write `a:my-types`: names in WIT are in kebab-case",
            ),
            (
                "a:my_types",
                "`a:my_types` is not the name of a package; write `a:my-types`: names in WIT are in kebab-case",
            ),
            (
                "a:",
                "`a:` is not the name of a package; write the namespace and the name as in the WIT of the package: `namespace:name`",
            ),
            (
                "a::b",
                "`a::b` is not the name of a package; write `a:b`: names in WIT are in kebab-case",
            ),
            ("a:b@1.0", "`1.0` is not a full version; write `a:b@1.0.0`"),
            (
                "a:b@^1.2",
                "`^1.2` is a range of versions, but one version is expected; write `a:b@1.2.0`",
            ),
            (
                "a:b@latest",
                "`latest` is not a full version; write the version in the WIT of the package, such as `1.0.0`",
            ),
        ];
        for (name, expected) in table {
            let Malformed { error, help, .. } = *package_name(name).unwrap_err();
            assert_eq!(format!("{}; {help}", error.message()), expected, "{name}");
        }
    }
}
