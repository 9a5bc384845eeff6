//! The items of packages: names that are there twice, and the `use` lines at the top of files.

use super::duplicates::canonical;
use super::model::Checker;
use crate::diagnostic::{Diagnostic, NameError};
use crate::files::FileId;
use crate::syntax::Span;
use crate::syntax::tree::{Name, Path, Scope, TopUse};
use std::collections::BTreeMap;

impl<'t> Checker<'t> {
    /// Checks the items of every package, and every `use` at the top of a file.
    pub(super) fn names(&self) {
        for package in 0..self.packages.len() {
            self.items_twice(package);
            for scope in 0..self.packages[package].scopes.len() {
                let (file, found) = self.packages[package].scopes[scope];
                self.file_names(package, file, found);
                for used in &found.uses {
                    self.top_use(package, scope, used);
                }
            }
        }
    }

    pub(super) fn items_twice(&self, package: usize) {
        let interfaces = self
            .interfaces(package)
            .map(|at| (self.file(package, at.scope), "interface", &at.item.name));
        let worlds = self
            .worlds_of(package)
            .map(|at| (self.file(package, at.scope), "world", &at.item.name));
        let mut items: Vec<(FileId, &str, &Name)> = interfaces.chain(worlds).collect();
        items.sort_by_key(|(file, _, name)| (*file, name.span.start));
        let mut seen: BTreeMap<&str, (FileId, &str, &Name)> = BTreeMap::new();
        for (file, word, name) in items {
            let Some((first_file, first_word, first)) = seen.get(name.text.as_str()) else {
                seen.insert(&name.text, (file, word, name));
                continue;
            };
            let kind = NameError::Duplicate { what: word.to_owned(), name: name.text.clone() };
            let label = if word == *first_word {
                "first here".to_owned()
            } else {
                format!("this {first_word} has the name")
            };
            let fault = Diagnostic::at(kind, file, name.span.clone(), "again here")
                .with_label(*first_file, first.span.clone(), label)
                .with_help(format!(
                    "rename one of them, or delete one, as in `{word} {}-2`",
                    name.text
                ));
            self.report(package, fault);
        }
    }

    /// The names that a file knows must differ, with those that its `use` lines bring in.
    pub(super) fn file_names(&self, package: usize, file: FileId, scope: &'t Scope) {
        let items = scope.interfaces.iter().map(|item| &item.name);
        let mut names: Vec<&Name> =
            items.chain(scope.worlds.iter().map(|item| &item.name)).collect();
        for used in &scope.uses {
            let Some(name) = brought_in(used) else { continue };
            if self.is_own_path(package, &used.path) {
                continue;
            }
            if let Some(first) = names.iter().find(|first| first.text == name.text) {
                let kind =
                    NameError::Duplicate { what: "name".to_owned(), name: name.text.clone() };
                let path = self.text(file, &path_span(&used.path));
                let help = match (&used.path, &used.alias) {
                    (Path::Local(_), None) => {
                        format!("delete the line: `{}` is known in the whole package", name.text)
                    }
                    _ => format!("write `use {path} as {}-2;`", name.text),
                };
                let fault = Diagnostic::at(kind, file, name.span.clone(), "again here")
                    .with_label(file, first.span.clone(), "first here")
                    .with_help(help);
                self.report(package, fault);
            } else {
                names.push(name);
            }
        }
    }
}

/// The name that a `use` at the top of a file brings in.
fn brought_in(used: &TopUse) -> Option<&Name> {
    if used.picked.is_some() {
        return None;
    }
    match (&used.alias, &used.path) {
        (Some(alias), _) => Some(alias),
        (None, Path::Local(item) | Path::Foreign { item, .. }) => Some(item),
        (None, Path::Package(_)) => None,
    }
}

/// Where a path is.
pub(super) fn path_span(path: &Path) -> Span {
    match path {
        Path::Local(name) => name.span.clone(),
        Path::Foreign { span, .. } => span.clone(),
        Path::Package(package) => package.span.clone(),
    }
}

/// Whether two names are one for WIT.
pub(super) fn same(a: &str, b: &str) -> bool {
    canonical(a) == canonical(b)
}
