//! Reads the format of `wit-deps` 0.6: in comes a flat table, out come its downloads with their spans.

use super::document::{Spanned, Table, Value};
use super::fields::Fields;
use super::package_format;
use crate::diagnostic::{Label, ManifestError};
use crate::spelling::list;

/// An entry of the table.
#[derive(Clone, Debug)]
pub struct Download {
    /// The name of the entry, and of its folder in `deps`.
    pub name: Spanned<String>,
    /// The source that `wit-deps` fetches it from.
    pub source: Source,
}

/// The source of a download.
#[derive(Clone, Debug)]
pub enum Source {
    /// An archive.
    Url {
        /// The URL of the archive.
        url: Spanned<String>,
        /// The folder in the archive.
        prefix: Option<Spanned<String>>,
    },
    /// A folder, relative to the folder of the manifest.
    Path(Spanned<String>),
}

/// The keys of an entry.
pub(super) const KEYS: [&str; 5] = ["url", "path", "sha256", "sha512", "prefix"];

/// Reads the top-level table.
pub(super) fn read(fields: &mut Fields<'_>, root: Table<'_>) -> Vec<Download> {
    let entries = root.entries().into_iter();
    entries.filter_map(|(key, value)| download(fields, key, value)).collect()
}

fn download(fields: &mut Fields<'_>, name: Spanned<String>, value: Value<'_>) -> Option<Download> {
    let is_folder = folder_name(fields, &name);
    let source = if value.as_str().is_some() {
        let string = fields.string(&name.value, value, "name = \"https://…\"")?;
        url_or_path(fields, string)
    } else if let Some(table) = value.as_table() {
        source(fields, &name, value, table)
    } else {
        let example = format!("{} = \"https://…\"", package_format::quoted(&name.value));
        fields.wrong_type(&name.value, value, "a string or a table", &example);
        None
    };
    // Whether the package is fetched is checked whatever else is wrong in the entry. Only its name must be valid.
    Some(Download { name, source: source? }).filter(|_| is_folder)
}

fn url_or_path(fields: &mut Fields<'_>, string: Spanned<String>) -> Option<Source> {
    if let Some(archive) = archive_url(&string.value) {
        let error = ManifestError::UrlMalformed { url: string.value };
        let help = fields.write(&string.range, format!("\"{archive}\""));
        fields.error(error, &string.range, "expected `https://…`", help);
        None
    } else if scheme(&string.value).is_some() {
        url(fields, string).map(|url| Source::Url { url, prefix: None })
    } else {
        Some(Source::Path(string))
    }
}

fn source(
    fields: &mut Fields<'_>,
    name: &Spanned<String>,
    whole: Value<'_>,
    table: Table<'_>,
) -> Option<Source> {
    let errors_before = fields.errors.len();
    let (mut link, mut path, mut prefix) = (None, None, None);
    for (key, value) in table.entries() {
        match key.value.as_str() {
            "url" => {
                let string = fields.string("url", value, "url = \"https://…\"");
                link = string.and_then(|string| url(fields, string));
            }
            "path" => path = fields.string("path", value, "path = \"../folder\""),
            // `wit-deps` treats an empty prefix as none.
            "prefix" if value.as_str().is_some_and(str::is_empty) => {}
            "prefix" => prefix = fields.string("prefix", value, "prefix = \"folder\""),
            "sha256" => drop(fields.digest::<32>("sha256", value)),
            "sha512" => drop(fields.digest::<64>("sha512", value)),
            _ => fields.unknown_key(&key, &KEYS),
        }
    }
    match (table.get_entry("url"), table.get_entry("path")) {
        (Some((url, _)), Some((path, _))) => {
            let error = ManifestError::SourceTwice { name: name.value.clone() };
            let (first, second) =
                if url.range.start < path.range.start { (url, path) } else { (path, url) };
            let remove = |key: &Spanned<String>| {
                fields.remove(&key.range, format!("remove `{}`", key.value))
            };
            let help = remove(&second).or(remove(&first)).otherwise("remove one of the two");
            let label = Label::new(fields.file, first.range, "first");
            let error = fields.error(error, &second.range, "second", help);
            error.labels.push(label);
        }
        (None, Some(_)) => {
            for key in ["prefix", "sha256", "sha512"] {
                if let Some((key, _)) = table.get_entry(key) {
                    let error = ManifestError::NotWithPath { key: key.value };
                    let sentence = "remove it, or write `url` instead of `path`";
                    let help = fields.remove(&key.range, "remove it").otherwise(sentence);
                    fields.error(error, &key.range, "only allowed with `url`", help);
                }
            }
        }
        (Some(_), None) => {}
        (None, None) if table.is_partial() || fields.errors.len() > errors_before => {}
        (None, None) => {
            let error = ManifestError::SourceMissing { name: name.value.clone() };
            let range = if table.is_empty() { name.range.clone() } else { whole.range() };
            let help = format!(
                "add `url = \"https://…\"` or `path = \"../folder\"`; the keys are {}",
                list(KEYS)
            );
            fields.error(error, &range, "missing `url` or `path`", help);
        }
    }
    match (link, path) {
        (Some(url), None) => Some(Source::Url { url, prefix }),
        (None, Some(path)) => Some(Source::Path(path)),
        (Some(_), Some(_)) | (None, None) => None,
    }
}

/// Reads a URL that `wit-deps` can fetch.
fn url(fields: &mut Fields<'_>, url: Spanned<String>) -> Option<Spanned<String>> {
    let Some((scheme, rest)) = scheme(&url.value) else {
        let archive = archive_url(&url.value).map(|archive| format!("\"{archive}\""));
        let help = archive.map(|archive| fields.write(&url.range, archive)).unwrap_or_default();
        let sentence = "write the whole URL of a `.tar.gz`, or `path = \"…\"` for a folder";
        let error = ManifestError::UrlMalformed { url: url.value };
        fields.error(error, &url.range, "expected `https://…`", help.otherwise(sentence));
        return None;
    };
    let scheme = scheme.to_ascii_lowercase();
    let help = match scheme.as_str() {
        "http" | "https" => {
            if !rest.trim_start_matches(['/', '\\']).is_empty() {
                return Some(url);
            }
            let error = ManifestError::UrlMalformed { url: url.value };
            let help = "write the whole URL of a `.tar.gz`: `https://host/archive.tar.gz`";
            fields.error(error, &url.range, "missing host", help);
            return None;
        }
        "file" => {
            let path = rest.trim_start_matches("//").trim_start_matches("localhost");
            match path.is_empty() {
                true => "write `path = \"…\"` for a folder".into(),
                // Without a table around it, a path needs no key.
                false => fields
                    .write(&url.range, format!("\"{path}\""))
                    .otherwise(format!("write `path = \"{path}\"`")),
            }
        }
        _ => "write the `https:` URL of a `.tar.gz`".into(),
    };
    fields.error(ManifestError::UrlScheme { scheme }, &url.range, "expected `https:`", help);
    None
}

/// Returns the scheme and what follows it, if `wit-deps` reads the string as a URL. It reads `a:b` as a path.
fn scheme(string: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = string.trim().split_once(':')?;
    let special = ["http", "https", "ftp", "ws", "wss", "file"];
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let is_url = rest.starts_with('/') || special.contains(&scheme.to_ascii_lowercase().as_str());
    (is_scheme && is_url).then_some((scheme, rest))
}

/// Returns `true` if a name can be that of a folder, and reports it otherwise.
fn folder_name(fields: &mut Fields<'_>, key: &Spanned<String>) -> bool {
    let name = key.value.as_str();
    let is_special = name.trim().is_empty() || name == "." || name == "..";
    if !is_special && !name.contains(['/', '\\', '\0']) {
        return true;
    }
    let error = ManifestError::NameNotFolder { name: name.into() };
    let sentence = "write a name without `/`: the package is fetched into `deps/<name>/`";
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let help = fields.write(&key.range, package_format::quoted(last)).otherwise(sentence);
    fields.error(error, &key.range, "not the name of a folder", help);
    false
}

/// Returns the URL of an archive for an address of git, or for one without `https://`.
fn archive_url(address: &str) -> Option<String> {
    let git = address.strip_prefix("git@").and_then(|rest| rest.split_once(':'));
    let git = git.map(|(host, path)| format!("{host}/{path}"));
    let is_archive =
        [".tar.gz", ".tgz", ".tar", ".zip"].iter().any(|ending| address.ends_with(ending));
    let (host, path) = git.as_deref().unwrap_or(address).split_once('/')?;
    let is_domain = host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    if !is_domain || !(is_archive || git.is_some() || address.ends_with(".git")) {
        return None;
    }
    match path.strip_suffix(".git") {
        None if is_archive => Some(format!("https://{host}/{path}")),
        bare => Some(format!("https://{host}/{}/archive/main.tar.gz", bare.unwrap_or(path))),
    }
}
