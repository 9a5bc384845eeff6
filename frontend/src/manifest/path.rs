//! Paths with `/`, taken as text: joined, made normal, and one made relative to another.

/// `wit/a` and `../b` made `wit/b`. A path that starts with `/` or a drive stays as it is but for `.` and `..`.
pub(super) fn join(folder: &str, path: &str) -> String {
    if is_absolute(path) { normal(path) } else { normal(&format!("{folder}/{path}")) }
}

/// Without `.`, empty parts and `a/..`.
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

/// How `to` is written in a file in the folder `from`: `../types`, `deps/x`, or `.`.
pub(super) fn relative(from: &str, to: &str) -> String {
    let (from, to) = (normal(from), normal(to));
    let (from, to): (Vec<_>, Vec<_>) = (parts(&from).collect(), parts(&to).collect());
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - same);
    let path = up.chain(to[same..].iter().copied()).collect::<Vec<_>>().join("/");
    if path.is_empty() { ".".to_owned() } else { path }
}

/// The folder above.
pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// The last part.
pub(super) fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether `path` is `folder` or below it; both normal.
pub(super) fn is_within(path: &str, folder: &str) -> bool {
    folder.is_empty() && !path.starts_with("..")
        || path == folder
        || folder == "/" && path.starts_with('/')
        || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether it starts at the root of a file system, Unix's or Windows's.
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
    fn paths_are_joined_and_made_normal() {
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
    fn within_is_by_whole_parts() {
        assert!(is_within("wit/a", "wit") && is_within("wit", "wit") && is_within("wit", ""));
        assert!(!is_within("wit-2", "wit") && !is_within("../x", ""));
    }
}
