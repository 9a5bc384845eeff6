//! Lexical operations on paths with `/`: join, normalize, and make one relative to another. Reads no files.

/// Joins `wit/a` and `../b` to `wit/b`. An absolute path is only normalized.
pub(super) fn join(folder: &str, path: &str) -> String {
    if is_absolute(path) { normal(path) } else { normal(&format!("{folder}/{path}")) }
}

/// Removes `.`, empty parts and `a/..`.
pub(super) fn normal(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => match parts.last() {
                Some(&"..") => parts.push(part),
                Some(_) => {
                    parts.pop();
                }
                None if rooted => {}
                None => parts.push(part),
            },
            part => parts.push(part),
        }
    }
    format!("{}{}", if rooted { "/" } else { "" }, parts.join("/"))
}

/// Returns the path `to` relative to the folder `from`: `../types`, `deps/x`, or `.`.
pub(super) fn relative(from: &str, to: &str) -> String {
    let (from, to) = (normal(from), normal(to));
    let (from, to): (Vec<_>, Vec<_>) = (parts(&from).collect(), parts(&to).collect());
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - same);
    let path = up.chain(to[same..].iter().copied()).collect::<Vec<_>>().join("/");
    if path.is_empty() { ".".to_owned() } else { path }
}

/// Returns the parent folder.
pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Returns the last part.
pub(super) fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `true` if `path` is `folder` or in it. Both must be normalized.
pub(super) fn is_within(path: &str, folder: &str) -> bool {
    folder.is_empty() && !path.starts_with("..")
        || path == folder
        || folder == "/" && path.starts_with('/')
        || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// `true` if the path is absolute on Unix or on Windows.
pub(super) fn is_absolute(path: &str) -> bool {
    let bytes = path.as_bytes();
    path.starts_with(['/', '\\'])
        || bytes.len() > 2
            && bytes[0].is_ascii_alphabetic()
            && bytes[1] == b':'
            && matches!(bytes[2], b'/' | b'\\')
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_normalized() {
        assert_eq!(join("wit/a", "../b"), "wit/b");
        assert_eq!(join("wit", "./deps//x/"), "wit/deps/x");
        assert_eq!(join("wit", "../../../x"), "../../x");
        assert_eq!(join("wit", "."), "wit");
        assert_eq!(join("wit", ".."), "");
        assert_eq!(normal("/a/../../b"), "/b");
    }

    #[test]
    fn a_path_is_made_relative_to_another() {
        assert_eq!(relative("wit/a", "wit/b"), "../b");
        assert_eq!(relative("wit/a", "wit/a/deps/x"), "deps/x");
        assert_eq!(relative("wit/a", "wit/a"), ".");
        assert_eq!(relative("wit/a", "../shared/x"), "../../../shared/x");
    }

    #[test]
    fn whole_parts_are_compared() {
        assert!(is_within("wit/a", "wit") && is_within("wit", "wit") && is_within("wit", ""));
        assert!(!is_within("wit-2", "wit") && !is_within("../x", ""));
    }
}
