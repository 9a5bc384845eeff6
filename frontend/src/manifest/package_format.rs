//! Reads the package format of a `deps.toml`: in come the tables `[dependencies]` and `[package]`, out come the dependencies with
//! their spans.

use std::collections::BTreeMap;
use std::ops::Range;

use semver::Version;

use super::document::{Spanned, Table, Value};
use super::fields::Fields;
use super::name::Malformed;
use super::{edits, name, path};
use crate::diagnostic::{Help, Label, ManifestError};
use crate::package_name::PackageName;
use crate::spelling::{nearest, valid_name};

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
    fields: &mut Fields<'_>,
    dependencies: Option<Value<'_>>,
    package: Option<(Spanned<String>, Value<'_>)>,
) -> PackageFormat {
    let table = dependencies.and_then(|value| {
        let before = fields.errors.len();
        let table = fields.table("dependencies", value, "[dependencies]");
        fields.offer(before, |fields| dependencies_as_table(fields, value));
        table
    });
    let mut format = table.map(|table| read_dependencies(fields, table)).unwrap_or_default();
    format.package = package.and_then(|(key, value)| package_table(fields, key, value));
    format
}

/// Returns helps for dependencies that are an array: `[[dependencies]]`, or a list of paths.
fn dependencies_as_table(fields: &Fields<'_>, value: Value<'_>) -> Vec<Help> {
    const HEADER: &str = "[[dependencies]]";
    let items = value.as_array().unwrap_or_default();
    let mut headers: Vec<Range<usize>> = Vec::new();
    for (at, _) in fields.source.match_indices(HEADER) {
        headers.push(at..at + HEADER.len());
    }
    let lines: Option<String> = items.iter().map(|item| item_as_entry(fields, *item)).collect();
    let written = |lines: String| format!("[dependencies]\n{lines}");
    let Some((first, others)) = headers.split_first() else {
        let Some(key) = fields.source.find("dependencies") else { return Vec::new() };
        let entry = edits::entry(fields.source, &(key..key + "dependencies".len()));
        let lines = lines.map(|lines| lines.trim_end().to_owned());
        let help = |lines| fields.edit("write `[dependencies]`", [(entry, written(lines))]);
        return lines.map(help).into_iter().collect();
    };
    let table = |header: &Range<usize>| header.start..edits::table_end(fields.source, header.end);
    let mut helps = Vec::new();
    if let Some(lines) = lines {
        let removed = others.iter().map(|header| (table(header), String::new()));
        let all = std::iter::once((table(first), written(lines))).chain(removed);
        let sentence = "write `[dependencies]`, and each dependency on a line below it";
        helps.push(fields.edit(sentence, all));
    }
    let removed = others.iter().map(|header| {
        let line = edits::removal(fields.source, header);
        (line, String::new())
    });
    let all = std::iter::once((first.clone(), "[dependencies]".to_owned())).chain(removed);
    helps.push(fields.edit("write `[dependencies]`", all));
    helps
}

/// Returns the line of `[dependencies]` for an item of an array: a table with a name and a path, or a path.
fn item_as_entry(fields: &Fields<'_>, item: Value<'_>) -> Option<String> {
    let (name, path, version) = match (item.as_str(), item.as_table()) {
        (Some(path), _) => (None, path, None),
        (_, Some(table)) => {
            let string = |key: &str| table.get(key).and_then(Value::as_str);
            let name = ["name", "package", "id"].into_iter().find_map(string);
            (Some(name?), string("path")?, string("version"))
        }
        (None, None) => return None,
    };
    let found = fields.known.at(path).first().map(|package| package.unversioned());
    let key = name.map(str::to_owned).or(found)?;
    Some(format!("{} = {}\n", quoted(&key), inline(path, version)))
}

/// Returns the inline table of a dependency.
fn inline(path: &str, version: Option<&str>) -> String {
    let version = version.map(|version| format!(", version = \"{version}\"")).unwrap_or_default();
    format!("{{ path = \"{path}\"{version} }}")
}

/// Reads a table of dependencies.
pub(super) fn read_dependencies(fields: &mut Fields<'_>, table: Table<'_>) -> PackageFormat {
    let (mut dependencies, mut invalid) = (Vec::new(), Vec::new());
    for (key, value) in table.entries() {
        let before = fields.errors.len();
        if let Some(dependency) = dependency(fields, key, value) {
            let is_valid = fields.errors.len() == before;
            if is_valid { &mut dependencies } else { &mut invalid }.push(dependency);
        }
    }
    duplicate_paths(fields, &dependencies);
    // The path of an entry is checked whatever else is wrong in it.
    dependencies.extend(invalid);
    PackageFormat { package: None, dependencies }
}

fn package_table(
    fields: &mut Fields<'_>,
    key: Spanned<String>,
    value: Value<'_>,
) -> Option<PackageTable> {
    let table = fields.table("package", value, "[package]")?;
    let mut found = PackageFields::default();
    for (key, value) in table.entries() {
        match key.value.as_str() {
            "name" => {
                let before = fields.errors.len();
                let name = fields.string("name", value, "name = \"namespace:name\"");
                found.name = name.and_then(|name| package_name(fields, name));
                fields.offer(before, |fields| {
                    let names = fields.known.at(".").into_iter().map(PackageName::unversioned);
                    strings(fields, &value.range(), names)
                });
            }
            "version" => {
                let before = fields.errors.len();
                found.version = fields.version(value);
                fields.offer(before, |fields| {
                    let versions = fields.known.at(".").into_iter();
                    let versions = versions.filter_map(|it| Some(it.version.as_ref()?.to_string()));
                    strings(fields, &value.range(), versions)
                });
            }
            "dependencies" => {
                let error = ManifestError::KeyUnknown { key: key.value };
                let sentence = "write a separate table: `[dependencies]`";
                let headers = fields.source.match_indices("[package.dependencies");
                let headers =
                    headers.map(|(at, header)| (at..at + header.len(), "[dependencies".into()));
                let help = fields.edit(sentence, headers);
                fields.error(error, &key.range, "unknown key of `[package]`", help);
            }
            _ => fields.unknown_key(&key, &["name", "version"]),
        }
    }
    Some(Spanned { value: found, range: key.range })
}

fn package_name(fields: &mut Fields<'_>, name: Spanned<String>) -> Option<Spanned<PackageName>> {
    match name::package_name(&name.value) {
        Ok(value) => Some(Spanned { value, range: name.range }),
        Err(malformed) => {
            let Malformed { error, help, correct } = *malformed;
            let label = match &error {
                ManifestError::NameMalformed { .. } => "expected `namespace:name`",
                _ => "expected a version such as `1.0.0` after the `@`",
            };
            let help = fields.string_help(&name.range, help, correct);
            fields.error(error, &name.range, label, help);
            None
        }
    }
}

fn dependency(
    fields: &mut Fields<'_>,
    key: Spanned<String>,
    value: Value<'_>,
) -> Option<Dependency> {
    let before = fields.errors.len();
    let package = key_name(fields, &key);
    fields.offer(before, |fields| key_helps(fields, &key, value));
    let before_table = fields.errors.len();
    let table = fields.table(&key.value, value, &example(&key.value, value));
    fields.offer(before_table, |fields| {
        tables(fields, &key.value, value).into_iter().chain(needless(fields, &key)).collect()
    });
    let table = table?;
    let (mut path, mut version, mut downloads) = (None, None, false);
    let mut may_be_path = false;
    for (field, value) in table.entries() {
        let before = fields.errors.len();
        match field.value.as_str() {
            "path" => {
                path = self::path(fields, value);
                fields.offer(before, |fields| paths(fields, &key.value, value));
            }
            "version" => {
                version = fields.version(value);
                fields.offer(before, |fields| versions(fields, &key.value, &field, value));
            }
            other if DOWNLOAD_KEYS.contains(&other) => {
                // Several keys for one download are one mistake.
                if !downloads {
                    download_key(fields, &key, &field, table);
                }
                downloads = true;
            }
            _ if value.as_table().is_some_and(|inner| inner.get("path").is_some()) => {
                dotted_key(fields, &key, &field);
                may_be_path = true;
            }
            _ => {
                fields.unknown_key(&field, &["path", "version"]);
                if table.get("path").is_none() && is_like_path(&field.value, value) {
                    may_be_path = true;
                    fields.offer(before, |fields| vec![fields.write(&field.range, "path")]);
                }
            }
        }
    }
    may_be_path |= table.get("path").is_some() || table.is_partial() || downloads;
    if !may_be_path {
        path_missing(fields, &key, value, table);
    }
    let version = required_version(fields, &key, package.as_ref(), version);
    Some(Dependency { key, package, path: path?, version })
}

/// `true` if an unknown key may be a misspelling of `path`, or another word for it.
fn is_like_path(key: &str, value: Value<'_>) -> bool {
    let value = value.as_str().unwrap_or_default();
    nearest(key, ["path"]).is_some() || value.starts_with('.') || value.contains(['/', '\\'])
}

fn path_missing(
    fields: &mut Fields<'_>,
    key: &Spanned<String>,
    value: Value<'_>,
    table: Table<'_>,
) {
    let error = ManifestError::PathMissing { key: key.value.clone() };
    let whole = value.range();
    let range = if whole.is_empty() { key.range.clone() } else { whole.clone() };
    let sentence = format!("write `{} = {{ path = \"../folder\" }}`", quoted(&key.value));
    let before = fields.errors.len();
    fields.error(error, &range, "missing `path`", sentence);
    let is_inline = fields.source.get(whole.clone()).is_some_and(|it| it.starts_with('{'));
    fields.offer(before, |fields| {
        let paths = fields.known.paths(&key.value).into_iter();
        let helps = paths.map(|path| {
            let field = format!("path = \"{path}\"");
            let (at, text) = match (is_inline, table.is_empty()) {
                (true, true) => (whole.clone(), format!("{{ {field} }}")),
                (true, false) => (whole.start + 1..whole.start + 1, format!(" {field},")),
                (false, _) => (whole.end..whole.end, format!("\n{field}")),
            };
            fields.edit(format!("add `{field}`"), [(at, text)])
        });
        helps.chain(needless(fields, key)).collect()
    });
}

/// Returns the help for an invalid dependency on a package that the WIT does not name.
fn needless(fields: &Fields<'_>, key: &Spanned<String>) -> Option<Help> {
    let is_used = fields.known.is_used(&key.value);
    (!is_used).then(|| fields.remove(&key.range, format!("remove the dependency `{}`", key.value)))
}

/// Returns helps that write strings in place of a value.
fn strings(
    fields: &Fields<'_>,
    range: &Range<usize>,
    strings: impl IntoIterator<Item = String>,
) -> Vec<Help> {
    let strings = strings.into_iter();
    strings.map(|string| fields.write(range, format!("\"{string}\""))).collect()
}

/// Returns helps for an invalid key: the name of the package that its path leads to.
fn key_helps(fields: &Fields<'_>, key: &Spanned<String>, value: Value<'_>) -> Vec<Help> {
    let path = value.as_table().and_then(|table| table.get("path")?.as_str());
    let packages = path.map(|path| fields.known.at(path)).unwrap_or_default();
    let names = packages.into_iter().map(PackageName::unversioned);
    strings(fields, &key.range, names)
}

/// Returns helps for a dependency that is not a table: one with its path, or with that of the package.
fn tables(fields: &Fields<'_>, key: &str, value: Value<'_>) -> Vec<Help> {
    let string = value.as_str().unwrap_or_default();
    let version = name::nearest_version(string).map(|version| version.to_string());
    let is_path = !string.trim().is_empty() && !is_version(string) && !is_url(string);
    let written = is_path.then(|| string.replace('\\', "/")).into_iter();
    let paths = written.chain(fields.known.paths(key)).collect::<Vec<_>>();
    let with_version = paths.iter().filter(|_| version.is_some());
    let texts = with_version.map(|path| inline(path, version.as_deref()));
    let texts = texts.chain(paths.iter().map(|path| inline(path, None)));
    texts.map(|text| fields.write(&value.range(), text)).collect()
}

/// Returns helps for an invalid path: the path in an array or a URL, and those of the package.
fn paths(fields: &Fields<'_>, key: &str, value: Value<'_>) -> Vec<Help> {
    let only = value.as_array().filter(|items| items.len() == 1);
    let written = only.and_then(|items| items[0].as_str().map(str::to_owned));
    strings(fields, &value.range(), written.into_iter().chain(fields.known.paths(key)))
}

/// Returns helps for an invalid version: those of the package, or no version.
fn versions(
    fields: &Fields<'_>,
    key: &str,
    field: &Spanned<String>,
    value: Value<'_>,
) -> Vec<Help> {
    let mut helps = strings(fields, &value.range(), fields.known.versions(key));
    helps.push(fields.remove(&field.range, "remove the version"));
    helps
}

/// Returns the name of the package that a key is, or `None` for an alias.
fn key_name(fields: &mut Fields<'_>, key: &Spanned<String>) -> Option<PackageName> {
    if key.value.trim().is_empty() {
        let error = ManifestError::Empty { what: "a key".into() };
        let help = "write the name of the package, or an alias";
        fields.error(error, &key.range, "empty key", help);
    } else if key.value.contains(':') {
        return package_name(fields, key.clone()).map(|name| name.value);
    } else if let Some(name) = with_colon(&key.value) {
        let error = ManifestError::NameMalformed { name: key.value.clone() };
        let help = fields.write(&key.range, format!("\"{name}\""));
        fields.error(error, &key.range, "expected `namespace:name`", help);
    }
    None
}

/// Returns the right entry for a key whose value is not a table.
fn example(key: &str, value: Value<'_>) -> String {
    let path = value.as_str().filter(|it| !it.is_empty() && !is_version(it) && !is_url(it));
    let path = path.map_or("../folder".to_owned(), |path| path.replace('\\', "/"));
    format!("{} = {{ path = \"{path}\" }}", quoted(key))
}

/// `true` if a string may be a version, as in a manifest of Cargo.
fn is_version(string: &str) -> bool {
    string.starts_with(|c: char| c.is_ascii_digit() || "^~=<>*".contains(c))
        && !string.contains('/')
        || string.starts_with('v') && name::nearest_version(string).is_some()
}

/// Returns `a:b` for `a/b`, and `a:b@1.0.0` for `a/b@1.0.0`.
fn with_colon(key: &str) -> Option<String> {
    let (namespace, name) = key.split_once('/')?;
    let bare = name.split('@').next().unwrap_or_default();
    let is_name = valid_name(namespace) && valid_name(bare);
    is_name.then(|| format!("{namespace}:{name}"))
}

/// Reports `a.b = { … }`, which is a table `a` with a key `b` in TOML.
fn dotted_key(fields: &mut Fields<'_>, key: &Spanned<String>, field: &Spanned<String>) {
    let error = ManifestError::KeyNeedsQuotes { key: format!("{}.{}", key.value, field.value) };
    let range = match key.range.start < field.range.start {
        true => key.range.start..field.range.end,
        false => field.range.clone(),
    };
    let name = format!("{}:{}", key.value, field.value);
    let sentence = format!(
        "write `\"{name}\" = {{ path = … }}` for package `{name}`: a `.` separates two keys in TOML"
    );
    let help = fields.write(&range, format!("\"{name}\"")).saying(sentence);
    fields.error(error, &range, "two keys in TOML", help);
}

const FETCH: &str =
    "fetch the package into a folder, and write the path of that folder: `path = \"../deps/name\"`";

fn download_key(
    fields: &mut Fields<'_>,
    key: &Spanned<String>,
    field: &Spanned<String>,
    table: Table<'_>,
) {
    let error = ManifestError::DownloadKeyInPackageFormat { key: field.value.clone() };
    let before = fields.errors.len();
    fields.error(error, &field.range, "nothing is downloaded", FETCH);
    fields.offer(before, |fields| {
        let entries = table.entries();
        let mut downloads =
            entries.iter().filter(|(key, _)| DOWNLOAD_KEYS.contains(&key.value.as_str()));
        let Some((first, _)) = downloads.next() else { return Vec::new() };
        let others = downloads.map(|(key, _)| {
            let entry = edits::entry(fields.source, &key.range);
            (edits::removal(fields.source, &entry), String::new())
        });
        let others = others.collect::<Vec<_>>();
        let entry = edits::entry(fields.source, &first.range);
        if table.get("path").is_some() {
            let first = (edits::removal(fields.source, &entry), String::new());
            let all = std::iter::once(first).chain(others);
            return vec![fields.edit("remove what is only for downloads", all)];
        }
        let paths = fields.known.paths(&key.value).into_iter();
        let helps = paths.map(|path| {
            let path = format!("path = \"{path}\"");
            let first = std::iter::once((entry.clone(), path.clone()));
            fields.edit(format!("write `{path}`"), first.chain(others.clone()))
        });
        helps.collect()
    });
}

/// Returns the version in the key or in `version`, which must agree if both exist.
fn required_version(
    fields: &mut Fields<'_>,
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
        let bare = format!("\"{}\"", name.unversioned());
        let field = fields.source[..other.range.start].rfind("version");
        let field = field.map_or(other.range.clone(), |at| at..at + "version".len());
        let help = fields.remove(&field, "remove `version`");
        let help = help.or(fields.write(&key.range, bare)).otherwise("remove one of the two");
        fields.error(error, &other.range, "another here", help).labels.push(label);
        return None;
    }
    Some(Spanned { value: in_key, range: key.range.clone() })
}

/// Reads a relative path with `/`.
fn path(fields: &mut Fields<'_>, value: Value<'_>) -> Option<Spanned<String>> {
    let path = fields.string("path", value, "path = \"../folder\"")?;
    let has_backslash = path.value.contains('\\') || path.value.contains(char::is_control);
    let (error, label, help) = if path::is_absolute(&path.value.replace('\\', "/")) {
        let help = "write the path from the folder of this `deps.toml`: `path = \"../folder\"`";
        let error = ManifestError::PathAbsolute { path: path.value };
        (error, "absolute path", help.into())
    } else if has_backslash {
        let written = escaped(&path.value);
        // An escape that has no letter of a path, such as `\u0000`, is left out.
        let text =
            path.value.replace(|c: char| c.is_control() && escaped(&c.to_string()).len() > 2, "");
        let text = escaped(&text).replace('\\', "/");
        let help = fields.write(&path.range, format!("\"{text}\""));
        (ManifestError::PathBackslash { path: written }, "expected `/`", help)
    } else if is_url(&path.value) {
        let local = path.value.strip_prefix("file://").map(|local| format!("\"{local}\""));
        let help = local.map(|local| fields.write(&path.range, local));
        let help = help.unwrap_or_default().otherwise(FETCH);
        (ManifestError::PathIsUrl { url: path.value }, "nothing is downloaded", help)
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
            c if c.is_control() => escaped.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => escaped.push(c),
        }
        escaped
    })
}

fn is_url(path: &str) -> bool {
    path.contains("://")
}

/// Reports two keys with one path. Two packages in one folder, each by its name, are valid.
fn duplicate_paths(fields: &mut Fields<'_>, dependencies: &[Dependency]) {
    let mut by_path: BTreeMap<String, &Dependency> = BTreeMap::new();
    for dependency in dependencies {
        let first = *by_path.entry(path::normal(&dependency.path.value)).or_insert(dependency);
        let is_first = first.key.range == dependency.key.range;
        let differ = matches!((&first.package, &dependency.package), (Some(a), Some(b)) if a != b);
        if !is_first && !differ {
            let error = ManifestError::PathTwice { path: dependency.path.value.clone() };
            let sentence = |key: &str| format!("remove `{key}`");
            let help = fields.remove(&dependency.key.range, sentence(&dependency.key.value));
            let help = help.or(fields.remove(&first.key.range, sentence(&first.key.value)));
            let help = help
                .otherwise(format!("remove `{}` or `{}`", first.key.value, dependency.key.value));
            let label = Label::new(fields.file, first.key.range.clone(), "first here");
            fields.error(error, &dependency.key.range, "second", help).labels.push(label);
        }
    }
}
