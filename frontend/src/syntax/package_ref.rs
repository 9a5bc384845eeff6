//! From the text of a file to the packages that it names, with the places of their names.

use std::ops::Range;

use semver::Version;

use super::tree::{Body, ExternKind, Path, Scope, SpannedPackageName};
use crate::files::FileId;

/// A package's name, where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageRef {
    pub namespace: String,
    pub name: String,
    pub version: Option<Version>,
    /// Whether it is the name in a `package` line, and not in a path.
    pub declared: bool,
    /// The bytes of the name; in a path, of the path with its interface.
    pub range: Range<usize>,
}

/// All names of packages in a file, those that it declares first.
pub fn package_refs(file: FileId, text: &str) -> Vec<PackageRef> {
    let (tree, _) = super::parse(file, text);
    let mut package_refs = Vec::new();
    if let Some(header) = &tree.header {
        package_refs.push(PackageRef::new(&header.name, true, header.name.span.clone()));
    }
    scope(&tree.scope, &mut package_refs);
    package_refs
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
        Self {
            namespace: name.namespace.text.clone(),
            name: name.name.text.clone(),
            version: name.version.clone(),
            declared,
            range,
        }
    }
}
