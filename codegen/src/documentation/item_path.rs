//! Parses the names of WIT items in docs: `a:b/types@1.0.0.{timestamp}`.

use semver::Version;

/// A parsed name, which may be that of an item.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ItemPath<'a> {
    /// The namespace and the name of the package.
    pub(super) package: Option<(&'a str, &'a str)>,
    pub(super) version: Option<Version>,
    /// The names of nested items, outermost first.
    pub(super) names: Vec<&'a str>,
}

impl<'a> ItemPath<'a> {
    /// Parses a word in backticks. Returns `None` if it cannot be a name.
    pub(super) fn parse(word: &'a str) -> Option<Self> {
        let word = word.strip_suffix("()").unwrap_or(word);
        let Some((namespace, rest)) = word.split_once(':') else {
            return Some(Self { package: None, version: None, names: names(word)? });
        };
        let end = rest.find(['/', '@', '.', '#']).unwrap_or(rest.len());
        let (package, rest) = rest.split_at(end);
        let (item, rest) = match rest.strip_prefix('/') {
            None => (None, rest),
            Some(rest) => {
                let end = rest.find(['@', '.', '#']).unwrap_or(rest.len());
                (Some(&rest[..end]), &rest[end..])
            }
        };
        let (version, rest) = match rest.strip_prefix('@') {
            None => (None, rest),
            Some(rest) => version(rest)?,
        };
        let mut all: Vec<&str> = item.into_iter().collect();
        match rest.strip_prefix(['.', '#']) {
            Some(inside) => all.extend(names(inside)?),
            None if rest.is_empty() => {}
            None => return None,
        }
        let is_valid = [namespace, package].iter().chain(&all).all(|name| is_name(name));
        // Only interfaces and worlds are directly in a package.
        (is_valid && (item.is_some() || all.is_empty())).then_some(Self {
            package: Some((namespace, package)),
            version,
            names: all,
        })
    }
}

/// Parses a version, and returns the rest.
fn version(text: &str) -> Option<(Option<Version>, &str)> {
    let mut ends = text.match_indices(['.', '#']).map(|(at, _)| at).chain([text.len()]).rev();
    ends.find_map(|end| Some((Some(Version::parse(&text[..end]).ok()?), &text[end..])))
}

/// Splits `a.b`, `a/b`, `a#b` and `a.{b}` into names.
fn names(text: &str) -> Option<Vec<&str>> {
    let names: Vec<&str> = text
        .split(['.', '/', '#'])
        .map(|name| {
            let inside = name.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
            inside.map_or(name, str::trim)
        })
        .map(|name| name.strip_prefix('%').unwrap_or(name))
        .collect();
    names.iter().all(|name| is_name(name)).then_some(names)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|char: char| char.is_ascii_alphabetic())
        && name.chars().all(|char| char.is_ascii_alphanumeric() || char == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_parts() {
        let version = |text| Some(Version::parse(text).expect("valid version"));
        for (word, package, number, names) in [
            ("timestamp", None, None, vec!["timestamp"]),
            ("types.timestamp", None, None, vec!["types", "timestamp"]),
            ("types.{timestamp}", None, None, vec!["types", "timestamp"]),
            ("host-services#log", None, None, vec!["host-services", "log"]),
            ("log()", None, None, vec!["log"]),
            ("a:b", Some(("a", "b")), None, vec![]),
            ("a:b@1.2.3", Some(("a", "b")), version("1.2.3"), vec![]),
            ("a:b/c", Some(("a", "b")), None, vec!["c"]),
            ("a:b/c@1.2.3-rc.1", Some(("a", "b")), version("1.2.3-rc.1"), vec!["c"]),
            ("a:b/c@1.2.3.{d}", Some(("a", "b")), version("1.2.3"), vec!["c", "d"]),
            ("a:b/c.d.e", Some(("a", "b")), None, vec!["c", "d", "e"]),
        ] {
            assert_eq!(
                ItemPath::parse(word),
                Some(ItemPath { package, version: number, names }),
                "{word}"
            );
        }
    }

    #[test]
    fn other_words_are_rejected() {
        for word in
            ["", "a b", "*.example.com", "1.4.0", "/data/**", "a::b", "a:b.c", "x = 1", "a:b/c@x"]
        {
            assert_eq!(ItemPath::parse(word), None, "{word}");
        }
    }
}
