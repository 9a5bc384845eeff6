//! Absolute paths in the directory tree of a component.

use std::fmt;

/// The maximum length of a path in bytes, as on Linux.
const MAX_PATH: usize = 4096;
/// The maximum number of symbolic links in the resolution of a path, as on Linux.
pub(super) const MAX_LINKS: usize = 40;
/// The maximum length of a path segment in bytes.
const MAX_SEGMENT: usize = 255;

/// A normalized absolute path: without empty segments, `.` and `..`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct TreePath {
    segments: Vec<String>,
}

impl TreePath {
    /// Parses a path. Fails if it is relative, has a segment `..`, or is too long.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MAX_PATH {
            return Err(format!("the path is longer than {MAX_PATH} bytes"));
        }
        let Some(rest) = text.strip_prefix('/') else {
            return Err(format!("`{}` is not absolute; start it with `/`", text.escape_debug()));
        };
        let mut segments = Vec::new();
        for segment in rest.split('/').filter(|segment| !matches!(*segment, "" | ".")) {
            check_segment(segment)?;
            segments.push(segment.into());
        }
        Ok(Self { segments })
    }

    /// Creates a path of segments that [`check_segment`] accepts.
    pub(super) fn from_segments(segments: &[String]) -> Self {
        Self { segments: segments.to_vec() }
    }

    pub(super) fn segments(&self) -> &[String] {
        &self.segments
    }
}

/// Checks that a segment is valid; returns the error message if it is not.
pub(super) fn check_segment(segment: &str) -> Result<(), String> {
    let problem = if segment == ".." {
        "leads upwards"
    } else if segment.contains('\0') {
        "contains a NUL character"
    } else if segment.len() > MAX_SEGMENT {
        return Err(format!("a segment of the path is longer than {MAX_SEGMENT} bytes"));
    } else {
        return Ok(());
    };
    Err(format!("the segment `{}` {problem}", segment.escape_debug()))
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.segments.is_empty() {
            return f.write_str("/");
        }
        self.segments.iter().try_for_each(|segment| write!(f, "/{segment}"))
    }
}

#[cfg(test)]
mod tests {
    use super::TreePath;

    #[test]
    fn paths_are_normalized() {
        for (text, expected) in
            [("/", "/"), ("//a/./b/", "/a/b"), ("/a b/C", "/a b/C"), ("/...", "/...")]
        {
            assert_eq!(TreePath::parse(text).map(|path| path.to_string()), Ok(expected.into()));
        }
    }

    #[test]
    fn invalid_paths_are_rejected() {
        let long_segment = format!("/{}", "a".repeat(256));
        let long_path = "/a".repeat(2049);
        for text in ["", "a", "./a", "/a/../b", "/..", "/a\0", &long_segment, &long_path] {
            assert!(TreePath::parse(text).is_err(), "{text:?}");
        }
    }
}
