//! The package form of a `deps.toml`: in come the tables `[dependencies]` and `[package]`, out go the
//! dependencies with their places.

use std::ops::Range;

use semver::Version;

use super::document::{Table, Text, Value};
use super::fields::Fields;
use super::name;
use super::path;
use crate::diagnostic::ManifestError;
use crate::package_name::PackageName;

/// What a file of the package form says.
#[derive(Clone, Debug, Default)]
pub struct PackageForm {
    pub package: Option<PackageTable>,
    pub dependencies: Vec<Dependency>,
}

/// `[package]`.
#[derive(Clone, Debug)]
pub struct PackageTable {
    /// The word `package` in the header.
    pub key: Range<usize>,
    /// `name`, which may end in a version.
    pub name: Option<(PackageName, Range<usize>)>,
    pub version: Option<(Version, Range<usize>)>,
}

/// One line of `[dependencies]`.
#[derive(Clone, Debug)]
pub struct Dependency {
    pub key: Text,
    /// What the key names, if it has a `:`.
    pub package: Option<PackageName>,
    pub path: Text,
    /// The version wanted, from the key or from `version`.
    pub version: Option<(Version, Range<usize>)>,
}

/// What says where to fetch from, here, in `wit-deps` and in Cargo.
const DOWNLOAD: [&str; 9] =
    ["url", "sha256", "sha512", "prefix", "git", "branch", "tag", "rev", "registry"];

/// Reads both tables.
pub(super) fn read(
    fields: &mut Fields,
    dependencies: Option<&Value>,
    package: Option<(&Text, &Value)>,
) -> PackageForm {
    let table =
        dependencies.and_then(|value| fields.table("dependencies", value, "[dependencies]"));
    let mut form = table.map(|table| read_table(fields, table)).unwrap_or_default();
    form.package = package.and_then(|(key, value)| package_table(fields, key, value));
    form
}

/// Reads dependencies alone.
pub(super) fn read_table(fields: &mut Fields, table: &Table) -> PackageForm {
    let entries = table.entries.iter();
    let dependencies =
        entries.filter_map(|(key, value)| dependency(fields, key, value)).collect::<Vec<_>>();
    twice(fields, &dependencies);
    PackageForm { package: None, dependencies }
}

fn package_table(fields: &mut Fields, key: &Text, value: &Value) -> Option<PackageTable> {
    let table = fields.table("package", value, "[package]")?;
    let mut found = PackageTable { key: key.range.clone(), name: None, version: None };
    for (key, value) in &table.entries {
        match key.value.as_str() {
            "name" => {
                let text = fields.text("name", value, "name = \"namespace:name\"");
                found.name = text
                    .and_then(|text| package_name(fields, &text).map(|name| (name, text.range)));
            }
            "version" => found.version = fields.version(value),
            "dependencies" => {
                let fault = ManifestError::KeyUnknown { key: key.value.clone() };
                let help = "write it as a table of its own: `[dependencies]`";
                fields.fault(fault, &key.range, "not known in `[package]`", help);
            }
            _ => fields.unknown_key(key, &["name", "version"]),
        }
    }
    Some(found)
}

fn package_name(fields: &mut Fields, text: &Text) -> Option<PackageName> {
    match name::package_name(&text.value) {
        Ok(name) => Some(name),
        Err((fault, help)) => {
            let label = match &fault {
                ManifestError::NameMalformed { .. } => "expected `namespace:name`",
                _ => "expected a version such as `1.0.0` after the `@`",
            };
            fields.fault(fault, &text.range, label, help);
            None
        }
    }
}

fn dependency(fields: &mut Fields, key: &Text, value: &Value) -> Option<Dependency> {
    let before = fields.faults.len();
    let named = if key.value.trim().is_empty() {
        let fault = ManifestError::Empty { what: "a key".into() };
        fields.fault(fault, &key.range, "nothing in it", "write the package's name, or an alias");
        None
    } else if key.value.contains(':') {
        package_name(fields, key)
    } else if let Some(right) = with_colon(&key.value) {
        let fault = ManifestError::NameMalformed { name: key.value.clone() };
        let help = format!("write `\"{right}\"`");
        fields.fault(fault, &key.range, "expected `namespace:name`", help);
        None
    } else {
        None
    };
    let example = match value.as_text() {
        Some(version)
            if version.starts_with(|c: char| c.is_ascii_digit() || "^~=<>*".contains(c)) =>
        {
            format!("{} = {{ path = \"../folder\" }}", quoted(&key.value))
        }
        Some(path) if !path.is_empty() && !is_url(path) => {
            format!("{} = {{ path = \"{}\" }}", quoted(&key.value), path.replace('\\', "/"))
        }
        _ => format!("{} = {{ path = \"../folder\" }}", quoted(&key.value)),
    };
    let table = fields.table(&key.value, value, &example)?;
    let (mut path, mut version, mut download) = (None, None, false);
    for (field, value) in &table.entries {
        match field.value.as_str() {
            "path" => path = self::path(fields, value),
            "version" => version = fields.version(value),
            other if DOWNLOAD.contains(&other) => {
                // One entry that downloads is one mistake.
                if !download {
                    no_download(fields, field);
                }
                download = true;
            }
            _ if value.as_table().is_some_and(|inner| inner.get("path").is_some()) => {
                divided(fields, key, field);
            }
            _ => fields.unknown_key(field, &["path", "version"]),
        }
    }
    let written = table.get("path").is_some() || table.partial || download;
    if !written && fields.faults.len() == before {
        let fault = ManifestError::PathMissing { key: key.value.clone() };
        let range = if value.range.is_empty() { &key.range } else { &value.range };
        let help = format!("write `{} = {{ path = \"../folder\" }}`", quoted(&key.value));
        fields.fault(fault, range, "no `path` in it", help);
    }
    let version = wanted(fields, key, named.as_ref(), version);
    let sound = fields.faults.len() == before;
    Some(Dependency { key: key.clone(), package: named, path: path?, version }).filter(|_| sound)
}

/// `a:b` for `a/b`, and for `a/b@1.0.0` with its version.
fn with_colon(key: &str) -> Option<String> {
    let (namespace, name) = key.split_once('/')?;
    let bare = name.split('@').next().unwrap_or_default();
    let valid = crate::spelling::valid_name(namespace) && crate::spelling::valid_name(bare);
    valid.then(|| format!("{namespace}:{name}"))
}

/// `a.b = { … }`, which TOML takes for a table `a` with a key `b`.
fn divided(fields: &mut Fields, key: &Text, field: &Text) {
    let fault = ManifestError::KeyNeedsQuotes { key: format!("{}.{}", key.value, field.value) };
    let range = match key.range.start < field.range.start {
        true => key.range.start..field.range.end,
        false => field.range.clone(),
    };
    let help = format!(
        "write `\"{0}:{1}\" = {{ path = … }}` for package `{0}:{1}`: a `.` divides a key in TOML",
        key.value, field.value
    );
    fields.fault(fault, &range, "two keys for TOML", help);
}

fn no_download(fields: &mut Fields, field: &Text) {
    let fault = ManifestError::DownloadInPackageForm { key: field.value.clone() };
    let help = "fetch the package into a folder, and name that: `path = \"../deps/name\"`";
    fields.fault(fault, &field.range, "nothing is fetched from here", help);
}

/// The version in the key, or that in `version`: both may be there if they agree.
fn wanted(
    fields: &mut Fields,
    key: &Text,
    named: Option<&PackageName>,
    version: Option<(Version, Range<usize>)>,
) -> Option<(Version, Range<usize>)> {
    let in_key = named.and_then(|name| name.version.clone());
    match (in_key, version) {
        (Some(in_key), Some((version, range))) if in_key != version => {
            let fault = ManifestError::VersionTwice {
                package: named.map(PackageName::unversioned).unwrap_or_default(),
                key: in_key.to_string(),
                value: version.to_string(),
            };
            let file = fields.file;
            let fault = fields.fault(fault, &range, "another version here", "keep one of the two");
            *fault = fault.clone().with_label(file, key.range.clone(), "one version here");
            None
        }
        (Some(in_key), _) => Some((in_key, key.range.clone())),
        (None, version) => version,
    }
}

/// A path from here: with `/`, and not from the root of a file system.
fn path(fields: &mut Fields, value: &Value) -> Option<Text> {
    let text = fields.text("path", value, "path = \"../folder\"")?;
    let backslash = text.value.contains('\\') || text.value.contains(char::is_control);
    if backslash && !path::is_absolute(&text.value.replace('\\', "/")) {
        let written = unescaped(&text.value);
        let better = written.replace('\\', "/");
        let fault = ManifestError::PathBackslash { path: written };
        fields.fault(fault, &text.range, "expected `/`", format!("write `\"{better}\"`"));
        return None;
    }
    if path::is_absolute(&text.value) {
        let fault = ManifestError::PathAbsolute { path: text.value };
        let help = "write the path from the folder of this `deps.toml`: `path = \"../folder\"`";
        fields.fault(fault, &text.range, "starts at the root of the file system", help);
        return None;
    }
    if is_url(&text.value) {
        let fault = ManifestError::PathIsUrl { url: text.value };
        let help = "fetch the package into a folder, and name that: `path = \"../deps/name\"`";
        fields.fault(fault, &text.range, "nothing is fetched from here", help);
        return None;
    }
    Some(text)
}

/// A key as it is written: in quotes where it needs them.
pub(super) fn quoted(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { format!("\"{key}\"") }
}

/// What was written in quotes, where `\t` in the text became one character.
fn unescaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut made, c| {
        match c {
            '\t' => made.push_str("\\t"),
            '\n' => made.push_str("\\n"),
            '\r' => made.push_str("\\r"),
            '\u{8}' => made.push_str("\\b"),
            '\u{c}' => made.push_str("\\f"),
            '\u{1b}' => made.push_str("\\e"),
            c => made.push(c),
        }
        made
    })
}

fn is_url(text: &str) -> bool {
    text.contains("://")
}

/// Two keys for one path.
fn twice(fields: &mut Fields, dependencies: &[Dependency]) {
    for (index, dependency) in dependencies.iter().enumerate() {
        let place = path::normal(&dependency.path.value);
        let first =
            dependencies[..index].iter().find(|other| path::normal(&other.path.value) == place);
        let Some(first) = first else { continue };
        // Two packages in one folder, each by its name, are two dependencies.
        let differ = matches!((&first.package, &dependency.package), (Some(a), Some(b)) if a != b);
        if differ {
            continue;
        }
        let file = fields.file;
        let fault = ManifestError::PathTwice { path: dependency.path.value.clone() };
        let help = format!("delete `{}` or `{}`", first.key.value, dependency.key.value);
        let fault = fields.fault(fault, &dependency.key.range, "second", help);
        *fault = fault.clone().with_label(file, first.key.range.clone(), "first here");
    }
}
