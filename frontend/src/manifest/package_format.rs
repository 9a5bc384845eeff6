//! Reads the package format of a `deps.toml`: in come the tables `[dependencies]` and `[package]`, out come the dependencies with
//! their spans.

use std::collections::BTreeMap;

use semver::Version;

use super::document::{Spanned, Table, Value};
use super::fields::Fields;
use super::name;
use super::path;
use crate::diagnostic::{Label, ManifestError};
use crate::package_name::PackageName;
use crate::spelling::valid_name;

/// The contents of a file in the package format.
#[derive(Clone, Debug, Default)]
pub struct PackageFormat {
    /// The `[package]` table.
    pub package: Option<PackageTable>,
    /// The entries of `[dependencies]`, in source order.
    pub dependencies: Vec<Dependency>,
}

/// The `[package]` table. Its span is the key `package`.
pub type PackageTable = Spanned<PackageFields>;

/// The keys of a `[package]` table.
#[derive(Clone, Debug, Default)]
pub struct PackageFields {
    /// The `name`, which may end in a version.
    pub name: Option<Spanned<PackageName>>,
    /// The `version`.
    pub version: Option<Spanned<Version>>,
}

/// An entry of `[dependencies]`.
#[derive(Clone, Debug)]
pub struct Dependency {
    /// The key: the name of the package, or an alias.
    pub key: Spanned<String>,
    /// The name of the package, if the key is one.
    pub package: Option<PackageName>,
    /// The path of the package, relative to the file.
    pub path: Spanned<String>,
    /// The required version, from the key or from `version`.
    pub version: Option<Spanned<Version>>,
}

/// Keys for downloads, in `wit-deps` and in Cargo.
const DOWNLOAD_KEYS: [&str; 9] =
    ["url", "sha256", "sha512", "prefix", "git", "branch", "tag", "rev", "registry"];

/// Reads both tables.
pub(super) fn read(
    fields: &mut Fields,
    dependencies: Option<Value<'_>>,
    package: Option<(Spanned<String>, Value<'_>)>,
) -> PackageFormat {
    let table =
        dependencies.and_then(|value| fields.table("dependencies", value, "[dependencies]"));
    let mut format = table.map(|table| read_dependencies(fields, table)).unwrap_or_default();
    format.package = package.and_then(|(key, value)| package_table(fields, key, value));
    format
}

/// Reads a table of dependencies.
pub(super) fn read_dependencies(fields: &mut Fields, table: Table<'_>) -> PackageFormat {
    let entries = table.entries().into_iter();
    let dependencies =
        entries.filter_map(|(key, value)| dependency(fields, key, value)).collect::<Vec<_>>();
    duplicate_paths(fields, &dependencies);
    PackageFormat { package: None, dependencies }
}

fn package_table(
    fields: &mut Fields,
    key: Spanned<String>,
    value: Value<'_>,
) -> Option<PackageTable> {
    let table = fields.table("package", value, "[package]")?;
    let mut found = PackageFields::default();
    for (key, value) in table.entries() {
        match key.value.as_str() {
            "name" => {
                let name = fields.string("name", value, "name = \"namespace:name\"");
                found.name = name.and_then(|name| package_name(fields, name));
            }
            "version" => found.version = fields.version(value),
            "dependencies" => {
                let error = ManifestError::KeyUnknown { key: key.value };
                let help = "write a separate table: `[dependencies]`";
                fields.error(error, &key.range, "unknown key of `[package]`", help);
            }
            _ => fields.unknown_key(&key, &["name", "version"]),
        }
    }
    Some(Spanned { value: found, range: key.range })
}

fn package_name(fields: &mut Fields, name: Spanned<String>) -> Option<Spanned<PackageName>> {
    match name::package_name(&name.value) {
        Ok(value) => Some(Spanned { value, range: name.range }),
        Err((error, help)) => {
            let label = match &error {
                ManifestError::NameMalformed { .. } => "expected `namespace:name`",
                _ => "expected a version such as `1.0.0` after the `@`",
            };
            fields.error(error, &name.range, label, help);
            None
        }
    }
}

fn dependency(fields: &mut Fields, key: Spanned<String>, value: Value<'_>) -> Option<Dependency> {
    let errors_before = fields.errors.len();
    let package = key_name(fields, &key);
    let table = fields.table(&key.value, value, &example(&key.value, value))?;
    let (mut path, mut version, mut downloads) = (None, None, false);
    for (field, value) in table.entries() {
        match field.value.as_str() {
            "path" => path = self::path(fields, value),
            "version" => version = fields.version(value),
            other if DOWNLOAD_KEYS.contains(&other) => {
                // Several keys for one download are one mistake.
                if !downloads {
                    download_key(fields, &field);
                }
                downloads = true;
            }
            _ if value.as_table().is_some_and(|inner| inner.get("path").is_some()) => {
                dotted_key(fields, &key, &field);
            }
            _ => fields.unknown_key(&field, &["path", "version"]),
        }
    }
    let may_have_path = table.get("path").is_some() || table.is_partial() || downloads;
    if !may_have_path && fields.errors.len() == errors_before {
        let error = ManifestError::PathMissing { key: key.value.clone() };
        let range = if value.range().is_empty() { key.range.clone() } else { value.range() };
        let help = format!("write `{} = {{ path = \"../folder\" }}`", quoted(&key.value));
        fields.error(error, &range, "missing `path`", help);
    }
    let version = required_version(fields, &key, package.as_ref(), version);
    let is_valid = fields.errors.len() == errors_before;
    Some(Dependency { key, package, path: path?, version }).filter(|_| is_valid)
}

/// Returns the name of the package that a key is, or `None` for an alias.
fn key_name(fields: &mut Fields, key: &Spanned<String>) -> Option<PackageName> {
    if key.value.trim().is_empty() {
        let error = ManifestError::Empty { what: "a key".into() };
        let help = "write the name of the package, or an alias";
        fields.error(error, &key.range, "empty key", help);
    } else if key.value.contains(':') {
        return package_name(fields, key.clone()).map(|name| name.value);
    } else if let Some(name) = with_colon(&key.value) {
        let error = ManifestError::NameMalformed { name: key.value.clone() };
        let help = format!("write `\"{name}\"`");
        fields.error(error, &key.range, "expected `namespace:name`", help);
    }
    None
}

/// Returns the right entry for a key whose value is not a table.
fn example(key: &str, value: Value<'_>) -> String {
    let is_version =
        |it: &str| it.starts_with(|c: char| c.is_ascii_digit() || "^~=<>*".contains(c));
    let path = value.as_str().filter(|it| !it.is_empty() && !is_version(it) && !is_url(it));
    let path = path.map_or("../folder".to_owned(), |path| path.replace('\\', "/"));
    format!("{} = {{ path = \"{path}\" }}", quoted(key))
}

/// Returns `a:b` for `a/b`, and `a:b@1.0.0` for `a/b@1.0.0`.
fn with_colon(key: &str) -> Option<String> {
    let (namespace, name) = key.split_once('/')?;
    let bare = name.split('@').next().unwrap_or_default();
    let is_name = valid_name(namespace) && valid_name(bare);
    is_name.then(|| format!("{namespace}:{name}"))
}

/// Reports `a.b = { … }`, which is a table `a` with a key `b` in TOML.
fn dotted_key(fields: &mut Fields, key: &Spanned<String>, field: &Spanned<String>) {
    let error = ManifestError::KeyNeedsQuotes { key: format!("{}.{}", key.value, field.value) };
    let range = match key.range.start < field.range.start {
        true => key.range.start..field.range.end,
        false => field.range.clone(),
    };
    let name = format!("{}:{}", key.value, field.value);
    let help = format!(
        "write `\"{name}\" = {{ path = … }}` for package `{name}`: a `.` separates two keys in TOML"
    );
    fields.error(error, &range, "two keys in TOML", help);
}

const FETCH: &str =
    "fetch the package into a folder, and write the path of that folder: `path = \"../deps/name\"`";

fn download_key(fields: &mut Fields, field: &Spanned<String>) {
    let error = ManifestError::DownloadKeyInPackageFormat { key: field.value.clone() };
    fields.error(error, &field.range, "nothing is downloaded", FETCH);
}

/// Returns the version in the key or in `version`, which must agree if both exist.
fn required_version(
    fields: &mut Fields,
    key: &Spanned<String>,
    package: Option<&PackageName>,
    version: Option<Spanned<Version>>,
) -> Option<Spanned<Version>> {
    let Some((name, in_key)) = package.and_then(|name| Some((name, name.version.clone()?))) else {
        return version;
    };
    if let Some(other) = version.filter(|version| version.value != in_key) {
        let error = ManifestError::VersionTwice {
            package: name.unversioned(),
            key: in_key.to_string(),
            value: other.value.to_string(),
        };
        let label = Label::new(fields.file, key.range.clone(), "one version here");
        let error = fields.error(error, &other.range, "another here", "remove one of the two");
        error.labels.push(label);
        return None;
    }
    Some(Spanned { value: in_key, range: key.range.clone() })
}

/// Reads a relative path with `/`.
fn path(fields: &mut Fields, value: Value<'_>) -> Option<Spanned<String>> {
    let path = fields.string("path", value, "path = \"../folder\"")?;
    let has_backslash = path.value.contains('\\') || path.value.contains(char::is_control);
    let (error, label, help) = if path::is_absolute(&path.value.replace('\\', "/")) {
        let help = "write the path from the folder of this `deps.toml`: `path = \"../folder\"`";
        let error = ManifestError::PathAbsolute { path: path.value };
        (error, "absolute path", help.to_owned())
    } else if has_backslash {
        let written = escaped(&path.value);
        let help = format!("write `\"{}\"`", written.replace('\\', "/"));
        (ManifestError::PathBackslash { path: written }, "expected `/`", help)
    } else if is_url(&path.value) {
        let error = ManifestError::PathIsUrl { url: path.value };
        (error, "nothing is downloaded", FETCH.to_owned())
    } else {
        return Some(path);
    };
    fields.error(error, &path.range, label, help);
    None
}

/// Returns a key as TOML needs it: in quotes, unless it can be bare.
pub(super) fn quoted(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(is_bare) { key.to_owned() } else { format!("\"{key}\"") }
}

/// Returns a string with escapes in place of control characters, as it is in the file.
fn escaped(string: &str) -> String {
    string.chars().fold(String::new(), |mut escaped, c| {
        match c {
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\u{8}' => escaped.push_str("\\b"),
            '\u{c}' => escaped.push_str("\\f"),
            '\u{1b}' => escaped.push_str("\\e"),
            c => escaped.push(c),
        }
        escaped
    })
}

fn is_url(path: &str) -> bool {
    path.contains("://")
}

/// Reports two keys with one path. Two packages in one folder, each by its name, are valid.
fn duplicate_paths(fields: &mut Fields, dependencies: &[Dependency]) {
    let mut by_path: BTreeMap<String, &Dependency> = BTreeMap::new();
    for dependency in dependencies {
        let first = *by_path.entry(path::normal(&dependency.path.value)).or_insert(dependency);
        let is_first = first.key.range == dependency.key.range;
        let differ = matches!((&first.package, &dependency.package), (Some(a), Some(b)) if a != b);
        if !is_first && !differ {
            let error = ManifestError::PathTwice { path: dependency.path.value.clone() };
            let help = format!("remove `{}` or `{}`", first.key.value, dependency.key.value);
            let label = Label::new(fields.file, first.key.range.clone(), "first here");
            fields.error(error, &dependency.key.range, "second", help).labels.push(label);
        }
    }
}
