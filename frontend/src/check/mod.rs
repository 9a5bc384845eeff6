//! Checks the packages of a directory against the rules of WIT, and reports all errors.
//!
//! Takes the files of all packages, returns diagnostics. It runs only if wit-parser rejects a package, and follows the
//! rules of wit-parser 0.262: for an error that it does not find, the message of wit-parser is shown.

mod attributes;
mod checker;
mod cycles;
mod duplicates;
mod functions;
mod gates;
mod includes;
mod lookup;
mod missing_items;
mod missing_packages;
mod package_headers;
mod paths;
mod recursive_types;
mod report;
#[cfg(test)]
mod rules;
mod rust_names;
#[cfg(test)]
mod tests;
mod top_level_uses;
mod transitive_exports;
mod type_definitions;
mod unknown_types;
mod uses;
mod visit;
mod worlds;

use crate::diagnostic::{Diagnostic, Kind, Location, NameError, PackageError, SyntaxError};
use crate::files::{FileId, Files};
use crate::package_name::PackageName;
use crate::sources::Folder;
use crate::syntax;
use crate::syntax::tree::ExternKind;
use checker::{Checker, Owner};

pub use functions::unsupported_accessor;

/// A package in binary form, reduced to the names in it.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The name of the package.
    pub name: PackageName,
    /// Each interface with its types.
    pub interfaces: Vec<(String, Vec<String>)>,
    /// The worlds.
    pub worlds: Vec<String>,
}

/// The packages to check, and the options that the rules depend on.
pub struct Input<'a> {
    /// The files by their ids.
    pub files: &'a Files,
    /// The folders with packages; those without `.wit` files are skipped.
    pub folders: &'a [Folder],
    /// The packages in binary form.
    pub decoded: &'a [Decoded],
    /// The features that are on.
    pub features: &'a [String],
    /// `true` if all features are on.
    pub all_features: bool,
    /// `true` if getters and setters are supported, which Wasmtime's parser does not know.
    pub accessors: bool,
}

/// The parsed files of each folder.
type Trees = Vec<Vec<(FileId, syntax::tree::Tree)>>;

/// Returns all errors, each with the index of the folder of the invalid package, sorted by file and position.
pub fn check(input: &Input<'_>) -> Vec<(usize, Diagnostic)> {
    let (trees, mut diagnostics) = read(input);
    let checker = Checker::new(input, &trees);
    checker.package_headers();
    checker.package_cycles();
    checker.package_items();
    checker.items();
    diagnostics.extend(checker.into_diagnostics());
    remove_follow_ups(&mut diagnostics);
    sort(&mut diagnostics);
    diagnostics
}

impl<'t> Checker<'t> {
    /// Checks the items of every package, and every top-level `use`.
    fn package_items(&self) {
        for package in 0..self.packages.len() {
            self.duplicate_items(package);
            for scope in 0..self.packages[package].scopes.len() {
                let (file, found) = self.packages[package].scopes[scope];
                self.file_names(package, file, found);
                for used in &found.uses {
                    self.top_level_use(package, scope, used);
                }
            }
        }
    }

    /// Checks every interface and world.
    fn items(&self) {
        for package in 0..self.packages.len() {
            self.package_attributes(package);
            for at in self.interfaces(package) {
                self.body(&Owner::interface(at));
            }
            for at in self.worlds(package) {
                let owner = Owner::world(at);
                self.body(&owner);
                for item in &at.item.body.externs {
                    if let ExternKind::Inline(name, body) = &item.kind {
                        let word = "interface";
                        self.body(&Owner {
                            body,
                            word,
                            name,
                            attributes: &item.attributes,
                            ..owner
                        });
                    }
                }
                self.world(at);
            }
            self.interface_cycles(package);
            self.world_cycles(package);
        }
    }

    fn body(&self, owner: &Owner<'t>) {
        self.uses(owner);
        self.scope_names(owner);
        self.unknown_types(owner);
        self.recursive_types(owner);
        for def in &owner.body.types {
            self.type_definition(owner, def);
        }
        for function in visit::functions(owner.body) {
            self.function(owner, function);
        }
        self.methods(owner);
        self.setters(owner);
        self.gates(owner);
    }
}

/// Removes errors about the spelling of a name that does not exist: the missing item is the error.
fn remove_follow_ups(diagnostics: &mut Vec<(usize, Diagnostic)>) {
    let label = |diagnostic: &Diagnostic| match &diagnostic.location {
        Location::Source(label) => Some((label.file, label.range.clone())),
        Location::Path(_) | Location::Argument(_) | Location::Call => None,
    };
    let unknown = diagnostics
        .iter()
        .filter(|(_, diagnostic)| {
            matches!(
                diagnostic.kind,
                Kind::Name(NameError::TypeNotFound { .. })
                    | Kind::Package(PackageError::NotFound { .. })
            )
        })
        .filter_map(|(_, diagnostic)| label(diagnostic))
        .collect::<Vec<_>>();
    diagnostics.retain(|(_, diagnostic)| {
        let spelling = matches!(
            diagnostic.kind,
            Kind::Syntax(SyntaxError::BadName { .. } | SyntaxError::KeywordAsName { .. })
        );
        let Some((file, range)) = label(diagnostic).filter(|_| spelling) else { return true };
        !unknown.iter().any(|(other, outer)| {
            *other == file && outer.start <= range.start && range.end <= outer.end
        })
    });
}

/// Returns errors about names that are valid in WIT and conflict in Rust. The packages may be valid.
pub fn rust_names(input: &Input<'_>) -> Vec<(usize, Diagnostic)> {
    let (trees, _) = read(input);
    let checker = Checker::new(input, &trees);
    checker.rust_names();
    let mut diagnostics = checker.into_diagnostics();
    sort(&mut diagnostics);
    diagnostics
}

fn read(input: &Input<'_>) -> (Trees, Vec<(usize, Diagnostic)>) {
    let mut diagnostics = Vec::new();
    let mut trees = Trees::new();
    for (index, folder) in input.folders.iter().enumerate() {
        let mut read = Vec::new();
        for &file in &folder.wit {
            let (tree, found) = syntax::parse(file, &input.files.get(file).text);
            diagnostics.extend(found.into_iter().map(|diagnostic| (index, diagnostic)));
            read.push((file, tree));
        }
        trees.push(read);
    }
    (trees, diagnostics)
}

fn sort(diagnostics: &mut Vec<(usize, Diagnostic)>) {
    diagnostics.sort_by_key(|(folder, diagnostic)| match &diagnostic.location {
        Location::Source(label) => (Some(label.file), label.range.start, *folder),
        Location::Path(_) | Location::Argument(_) | Location::Call => (None, 0, *folder),
    });
    diagnostics.dedup();
}
