//! The manifest of `wit-deps` 0.6: in comes a flat table, out go its downloads with their places.

use super::document::{Table, Text, Value};
use super::fields::Fields;
use super::package_form;
use crate::diagnostic::ManifestError;
use crate::spelling::list;

/// One entry.
#[derive(Clone, Debug)]
pub struct Download {
    /// Its name, which is that of its folder in `deps`.
    pub name: Text,
    pub source: Source,
}

/// Where `wit-deps` takes it from.
#[derive(Clone, Debug)]
pub enum Source {
    /// An archive.
    Url {
        url: Text,
        /// The folder in the archive.
        prefix: Option<Text>,
    },
    /// A folder, from the folder of the manifest.
    Path(Text),
}

/// The keys of an entry.
pub(super) const KEYS: [&str; 5] = ["url", "path", "sha256", "sha512", "prefix"];

/// Reads the whole file.
pub(super) fn read(fields: &mut Fields, root: &Table) -> Vec<Download> {
    root.entries.iter().filter_map(|(key, value)| download(fields, key, value)).collect()
}

fn download(fields: &mut Fields, key: &Text, value: &Value) -> Option<Download> {
    let before = fields.faults.len();
    folder_name(fields, key);
    let source = match value.as_text() {
        Some(_) => {
            let text = fields.text(&key.value, value, "name = \"https://…\"")?;
            if let Some(better) = almost_url(&text.value) {
                let fault = ManifestError::UrlMalformed { url: text.value.clone() };
                let help = format!("write `\"{better}\"`");
                fields.fault(fault, &text.range, "expected `https://…`", help);
                None
            } else if scheme(&text.value).is_some() {
                url(fields, text).map(|url| Source::Url { url, prefix: None })
            } else {
                Some(Source::Path(text))
            }
        }
        None => match value.as_table() {
            Some(table) => source(fields, key, value, table),
            None => {
                let expected = "a string or a table";
                let example = format!("{} = \"https://…\"", package_form::quoted(&key.value));
                fields.wrong_type(&key.value, value, expected, &example);
                None
            }
        },
    };
    let sound = fields.faults.len() == before;
    Some(Download { name: key.clone(), source: source? }).filter(|_| sound)
}

fn source(fields: &mut Fields, name: &Text, whole: &Value, table: &Table) -> Option<Source> {
    let before = fields.faults.len();
    let (mut link, mut path, mut prefix) = (None, None, None);
    for (key, value) in &table.entries {
        match key.value.as_str() {
            "url" => {
                let text = fields.text("url", value, "url = \"https://…\"");
                link = text.and_then(|text| url(fields, text));
            }
            "path" => path = fields.text("path", value, "path = \"../folder\""),
            // An empty prefix is what `wit-deps` takes for none.
            "prefix" if value.as_text().is_some_and(str::is_empty) => {}
            "prefix" => prefix = fields.text("prefix", value, "prefix = \"folder\""),
            "sha256" => drop(fields.digest::<32>("sha256", value)),
            "sha512" => drop(fields.digest::<64>("sha512", value)),
            _ => fields.unknown_key(key, &KEYS),
        }
    }
    match (table.get("url"), table.get("path")) {
        (Some((url, _)), Some((path, _))) => {
            let fault = ManifestError::SourceTwice { name: name.value.clone() };
            let (first, second) =
                if url.range.start < path.range.start { (url, path) } else { (path, url) };
            let file = fields.file;
            let fault = fields.fault(fault, &second.range, "second", "keep one of the two");
            *fault = fault.clone().with_label(file, first.range.clone(), "first");
        }
        (None, Some(_)) => {
            for (key, _) in &table.entries {
                if ["sha256", "sha512", "prefix"].contains(&key.value.as_str()) {
                    let fault = ManifestError::NotWithPath { key: key.value.clone() };
                    let help = "delete it: only what comes from a `url` has one";
                    fields.fault(fault, &key.range, "only beside `url`", help);
                }
            }
        }
        (Some(_), None) => {}
        (None, None) if table.partial || fields.faults.len() > before => {}
        (None, None) => {
            let fault = ManifestError::SourceMissing { name: name.value.clone() };
            let range = if whole.as_table().is_some_and(|it| it.entries.is_empty()) {
                &name.range
            } else {
                &whole.range
            };
            let help = format!(
                "add `url = \"https://…\"` or `path = \"../folder\"`; there are {}",
                list(KEYS)
            );
            fields.fault(fault, range, "where does it come from?", help);
        }
    }
    match (link, path) {
        (Some(url), None) => Some(Source::Url { url, prefix }),
        (None, Some(path)) => Some(Source::Path(path)),
        (Some(_), Some(_)) | (None, None) => None,
    }
}

/// A URL from which `wit-deps` can fetch.
fn url(fields: &mut Fields, text: Text) -> Option<Text> {
    let Some(scheme) = scheme(&text.value) else {
        let fault = ManifestError::UrlMalformed { url: text.value };
        let help = "write the whole URL of a `.tar.gz`, or `path = \"…\"` for a folder";
        fields.fault(fault, &text.range, "expected `https://…`", help);
        return None;
    };
    let scheme = scheme.to_ascii_lowercase();
    let help = match scheme.as_str() {
        "http" | "https" => {
            let rest = &text.value[scheme.len() + 1..];
            if rest.trim_start_matches(['/', '\\']).is_empty() {
                let fault = ManifestError::UrlMalformed { url: text.value };
                let help = "write the whole URL of a `.tar.gz`: `https://host/archive.tar.gz`";
                fields.fault(fault, &text.range, "no such address can be", help);
                return None;
            }
            return Some(text);
        }
        "file" => format!(
            "write `path = \"{}\"`",
            text.value[5..].trim_start_matches("//").trim_start_matches("localhost")
        ),
        _ => "name a `.tar.gz` at an `https:` URL".to_owned(),
    };
    fields.fault(ManifestError::UrlScheme { scheme }, &text.range, "expected `https:`", help);
    None
}

/// The scheme, if `wit-deps` takes the text for a URL: a scheme alone is that, `a:b` is a path.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.trim().split_once(':')?;
    let special = ["http", "https", "ftp", "ws", "wss", "file"];
    let shaped = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let base = rest.starts_with('/') || special.contains(&scheme.to_ascii_lowercase().as_str());
    (shaped && base).then_some(scheme)
}

fn folder_name(fields: &mut Fields, key: &Text) {
    let name = key.value.as_str();
    if name.trim().is_empty() || name == "." || name == ".." || name.contains(['/', '\\', '\0']) {
        let fault = ManifestError::NameNotFolder { name: name.into() };
        let help = "write a plain name: the package will be in `deps/<name>/`";
        fields.fault(fault, &key.range, "not the name of a folder", help);
    }
}

/// The URL of an archive that was meant by an address of `git`, or by one without `https://`.
fn almost_url(text: &str) -> Option<String> {
    let git = text.strip_prefix("git@").and_then(|rest| rest.split_once(':'));
    let git = git.map(|(host, path)| format!("{host}/{path}"));
    let archive = [".tar.gz", ".tgz", ".tar", ".zip"].iter().any(|ending| text.ends_with(ending));
    let (host, path) = match &git {
        Some(address) => address.split_once('/')?,
        None => text.split_once('/')?,
    };
    let domain = host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    if !domain || !(archive || git.is_some() || text.ends_with(".git")) {
        return None;
    }
    match path.strip_suffix(".git") {
        Some(path) => Some(format!("https://{host}/{path}/archive/main.tar.gz")),
        None if archive => Some(format!("https://{host}/{path}")),
        None => Some(format!("https://{host}/{path}/archive/main.tar.gz")),
    }
}
