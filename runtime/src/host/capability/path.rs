//! Paths in the tree that the host shows to a component.

use std::fmt;

/// The longest path, in bytes: that of Linux.
const MAX_PATH: usize = 4096;
/// The longest part of a path, in bytes.
const MAX_PART: usize = 255;

/// An absolute path without empty parts, `.` and `..`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct TreePath {
    parts: Vec<String>,
}

impl TreePath {
    /// Reads a path. Says what is wrong with it, if it is not absolute, has a part `..`, or is too long.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MAX_PATH {
            return Err(format!("a path has at most {MAX_PATH} bytes"));
        }
        let Some(rest) = text.strip_prefix('/') else {
            return Err(format!("`{}` is not absolute: begin it with `/`", text.escape_debug()));
        };
        let mut parts = Vec::new();
        for part in rest.split('/').filter(|part| !matches!(*part, "" | ".")) {
            parts.push(String::from(checked(part)?));
        }
        Ok(Self { parts })
    }

    pub(super) fn of_parts(parts: &[String]) -> Self {
        Self { parts: parts.to_vec() }
    }

    pub(super) fn parts(&self) -> &[String] {
        &self.parts
    }
}

/// One part of a path, if it can be one.
pub(super) fn checked(part: &str) -> Result<&str, String> {
    let fault = if part == ".." {
        "leads upwards"
    } else if part.contains('\0') {
        "holds a NUL character"
    } else if part.len() > MAX_PART {
        return Err(format!("a part of a path has at most {MAX_PART} bytes"));
    } else {
        return Ok(part);
    };
    Err(format!("the part `{}` {fault}", part.escape_debug()))
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.parts.is_empty() {
            return f.write_str("/");
        }
        self.parts.iter().try_for_each(|part| write!(f, "/{part}"))
    }
}

#[cfg(test)]
mod tests {
    use super::TreePath;

    #[test]
    fn a_path_has_one_spelling() {
        for (text, expected) in
            [("/", "/"), ("//a/./b/", "/a/b"), ("/a b/C", "/a b/C"), ("/...", "/...")]
        {
            assert_eq!(TreePath::parse(text).map(|p| p.to_string()), Ok(expected.into()));
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        let long = format!("/{}", "a".repeat(256));
        let longer = "/a".repeat(2049);
        for text in ["", "a", "./a", "/a/../b", "/..", "/a\0", &long, &longer] {
            assert!(TreePath::parse(text).is_err(), "{text:?}");
        }
    }
}
