//! Paths that do not parse, such as `types/types`: finds the package or the type that was probably meant.

use super::checker::{Checker, Owner};
use crate::diagnostic::{Diagnostic, Help, Kind, Location, SyntaxError};

impl Checker<'_> {
    /// Adds the paths that exist to the help of errors about the syntax of a path.
    pub(super) fn propose_paths(&self, diagnostics: &mut [(usize, Diagnostic)]) {
        for (_, diagnostic) in diagnostics {
            let Kind::Syntax(SyntaxError::PathSyntax { path }) = &diagnostic.kind else { continue };
            if !matches!(diagnostic.location, Location::Source(_)) {
                continue;
            }
            let Some((first, second)) = path.split_once('/') else { continue };
            let Some(help) = &mut diagnostic.help else { continue };
            let proposed = self.paths_named(first, second);
            let proposed = proposed.into_iter().flat_map(|path| Help::write(path).candidates);
            help.candidates.splice(0..0, proposed);
        }
    }

    /// Returns the items `second` of packages `first`, and the `use` of a type `second` of an interface `first`.
    fn paths_named(&self, first: &str, second: &str) -> Vec<String> {
        let mut paths = Vec::new();
        for package in 0..self.packages.len() {
            let Some(key) = &self.packages[package].key else { continue };
            if key.name == first && self.item(package, second).is_some() {
                paths.push(key.path(second));
            }
            for at in self.interfaces(package).filter(|at| at.item.name.text == first) {
                let types = Owner::interface(at).type_names();
                if types.iter().any(|name| name.text == second) {
                    paths.push(format!("use {first}.{{{second}}};"));
                }
            }
        }
        paths
    }
}
