//! The packages that a file declares and names, with their spans.

use std::ops::Range;

use super::tree::{Body, ExternKind, Path, Scope, SpannedPackageName, Tree};
use crate::package_name::PackageName;

/// A package name in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageRef {
    /// The package, with its version if there is a valid one.
    pub package: PackageName,
    /// `true` for the name in a `package` declaration, `false` for one in a path.
    pub declared: bool,
    /// The span of the name; for a path, the span of the whole path.
    pub range: Range<usize>,
}

impl Tree {
    /// Returns every package name in the file, starting with the package of the file itself.
    #[must_use]
    pub fn package_refs(&self) -> Vec<PackageRef> {
        let mut package_refs = Vec::new();
        if let Some(header) = &self.header {
            package_refs.push(PackageRef::new(&header.name, true, header.name.span.clone()));
        }
        scope(&self.scope, &mut package_refs);
        package_refs
    }
}

fn scope(scope: &Scope, package_refs: &mut Vec<PackageRef>) {
    for line in &scope.uses {
        path(&line.path, package_refs);
    }
    for interface in &scope.interfaces {
        body(&interface.body, package_refs);
    }
    for world in &scope.worlds {
        body(&world.body, package_refs);
    }
    for nested in &scope.packages {
        package_refs.push(PackageRef::new(&nested.name, true, nested.name.span.clone()));
        self::scope(&nested.scope, package_refs);
    }
}

fn body(body: &Body, package_refs: &mut Vec<PackageRef>) {
    for line in &body.uses {
        path(&line.path, package_refs);
    }
    for include in &body.includes {
        path(&include.path, package_refs);
    }
    for item in &body.externs {
        match &item.kind {
            ExternKind::Inline(_, inside) => self::body(inside, package_refs),
            ExternKind::Path(to) | ExternKind::Named(_, to) => path(to, package_refs),
            ExternKind::Function(_) => {}
        }
    }
}

fn path(path: &Path, package_refs: &mut Vec<PackageRef>) {
    match path {
        Path::Foreign { package, span, .. } => {
            package_refs.push(PackageRef::new(package, false, span.clone()));
        }
        Path::Package(package) => {
            package_refs.push(PackageRef::new(package, false, package.span.clone()));
        }
        Path::Local(_) => {}
    }
}

impl PackageRef {
    fn new(name: &SpannedPackageName, declared: bool, range: Range<usize>) -> Self {
        Self { package: name.plain(), declared, range }
    }
}

/// Returns `true` if the files of a folder contain only nested packages: each starts with one or is blank, and not
/// all are blank.
pub fn only_nested<'a>(mut texts: impl Iterator<Item = &'a str> + Clone) -> bool {
    let some = texts.clone().any(|text| !after_comments(text).is_empty());
    some && texts.all(starts_nested)
}

/// Returns `true` if the source starts with a nested package, `package a:b {`, or is blank.
fn starts_nested(text: &str) -> bool {
    let text = after_comments(text);
    text.is_empty()
        || text
            .strip_prefix("package")
            .and_then(|rest| rest.find(['{', ';']).map(|at| rest[at..].starts_with('{')))
            .unwrap_or(false)
}

/// Returns the offset of the declaration `package name;`, if the source starts with it.
pub fn header_of(text: &str, name: &str) -> Option<usize> {
    let rest = after_comments(text);
    let header = rest.strip_prefix("package")?.split([';', '{']).next()?;
    let is_it =
        header.chars().filter(|char| !char.is_whitespace() && *char != '%').eq(name.chars());
    is_it.then_some(text.len() - rest.len())
}

/// `true` if the first token of a source is one that WIT starts with.
pub fn is_wit(source: &str) -> bool {
    let start = after_comments(source);
    ["package ", "interface ", "world ", "use ", "@"].iter().any(|token| start.starts_with(token))
}

/// Returns the source after leading comments.
fn after_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let after = match rest.get(..2) {
            Some("//") => rest.split_once('\n').map_or("", |(_, after)| after),
            Some("/*") => after_block(rest),
            _ => return rest,
        };
        rest = after.trim_start();
    }
}

/// Returns the source after the block comment that it starts with. Block comments nest.
fn after_block(text: &str) -> &str {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            depth += 1;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
        }
        at += if rest.starts_with(b"/*") || rest.starts_with(b"*/") { 2 } else { 1 };
        if depth == 0 {
            return &text[at..];
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_the_first_item() {
        let text = "/* package x:y; */\n/// docs\npackage a:%b@1.0.0;";
        assert_eq!(header_of(text, "a:b@1.0.0"), Some(28));
        assert_eq!(header_of(text, "x:y"), None);
        assert_eq!(header_of("interface i {}", "a:b"), None);
    }

    #[test]
    fn comments_before_a_nested_package_nest() {
        for text in [
            "package a:b {}",
            "/* a /* b */ package x:y; */ package a:b{}",
            "// package x:y;\n\u{a0}/**/package\na:b@1.0.0\n{ }",
        ] {
            assert!(only_nested([text, "// blank"].into_iter()), "{text}");
        }
        for text in ["package a:b; interface i {}", "interface i {}", "/* package a:b {}", ""] {
            assert!(!only_nested([text].into_iter()), "{text}");
        }
        assert!(!only_nested(["package a:b {}", "package c:d;"].into_iter()));
    }
}
