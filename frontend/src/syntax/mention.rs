//! From the text of a file to the packages that it names, with the places of their names.

use std::ops::Range;

use semver::Version;

use super::tree::{Body, ExternKind, PackageName, Path, Scope};
use crate::files::FileId;

/// A package's name, where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub namespace: String,
    pub name: String,
    pub version: Option<Version>,
    /// Whether it is the name in a `package` line, and not in a path.
    pub declared: bool,
    /// The bytes of the name; in a path, of the path with its interface.
    pub range: Range<usize>,
}

/// All names of packages in a file, those that it declares first.
pub fn mentions(file: FileId, text: &str) -> Vec<Mention> {
    let (tree, _) = super::parse(file, text);
    let mut mentions = Vec::new();
    if let Some(header) = &tree.header {
        mentions.push(Mention::new(&header.name, true, header.name.span.clone()));
    }
    scope(&tree.scope, &mut mentions);
    mentions
}

fn scope(scope: &Scope, mentions: &mut Vec<Mention>) {
    for line in &scope.uses {
        path(&line.path, mentions);
    }
    for interface in &scope.interfaces {
        body(&interface.body, mentions);
    }
    for world in &scope.worlds {
        body(&world.body, mentions);
    }
    for nested in &scope.packages {
        mentions.push(Mention::new(&nested.name, true, nested.name.span.clone()));
        self::scope(&nested.scope, mentions);
    }
}

fn body(body: &Body, mentions: &mut Vec<Mention>) {
    for line in &body.uses {
        path(&line.path, mentions);
    }
    for include in &body.includes {
        path(&include.path, mentions);
    }
    for item in &body.externs {
        match &item.kind {
            ExternKind::Inline(_, inside) => self::body(inside, mentions),
            ExternKind::Path(to) | ExternKind::Named(_, to) => path(to, mentions),
            ExternKind::Function(_) => {}
        }
    }
}

fn path(path: &Path, mentions: &mut Vec<Mention>) {
    match path {
        Path::Foreign { package, span, .. } => {
            mentions.push(Mention::new(package, false, span.clone()));
        }
        Path::Package(package) => {
            mentions.push(Mention::new(package, false, package.span.clone()));
        }
        Path::Local(_) => {}
    }
}

impl Mention {
    fn new(name: &PackageName, declared: bool, range: Range<usize>) -> Self {
        Self {
            namespace: name.namespace.text.clone(),
            name: name.name.text.clone(),
            version: name.version.clone(),
            declared,
            range,
        }
    }
}
