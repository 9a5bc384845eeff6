//! Checks the packages of a directory against the rules of WIT, and reports all errors.
//!
//! Takes the files of all packages, returns diagnostics. It runs only if wit-parser rejects a package, and follows the
//! rules of wit-parser 0.262: for an error that it does not find, the message of wit-parser is shown.

mod attributes;
mod checker;
mod cycles;
mod duplicates;
mod edits;
mod functions;
mod gates;
mod includes;
mod invalid_paths;
mod invalid_uses;
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
mod suggestion_tests;
#[cfg(test)]
mod tests;
mod top_level_uses;
mod transitive_exports;
mod type_definitions;
mod unknown_types;
mod uses;
mod visit;
mod worlds;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Kind, Location, NameError, PackageError, SyntaxError};
use crate::files::{FileId, Files};
use crate::package_name::PackageName;
use crate::sources::Folder;
use crate::suggestions;
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

/// Returns all errors, each with the index of the folder of the invalid package, sorted by file and position.
pub fn check(input: &Input<'_>) -> Vec<(usize, Diagnostic)> {
    let mut diagnostics = run(input);
    verify(input, run, &mut diagnostics);
    diagnostics
}

/// The rules, which give the errors of packages.
type Rules = fn(&Input<'_>) -> Vec<(usize, Diagnostic)>;

fn verify(input: &Input<'_>, rules: Rules, diagnostics: &mut [(usize, Diagnostic)]) {
    let errors = &mut diagnostics.iter_mut().map(|(_, error)| error).collect::<Vec<_>>();
    suggestions::verify(input.files, errors, &mut Again { input, rules });
}

/// Checks packages again after edits.
struct Again<'a> {
    input: &'a Input<'a>,
    rules: Rules,
}

impl suggestions::Check for Again<'_> {
    fn work(&self) -> usize {
        let files = self.input.folders.iter().flat_map(|folder| &folder.wit);
        files.map(|&file| self.input.files.get(file).text.len()).sum()
    }

    fn check(&mut self, files: &Files, _: &[FileId]) -> Vec<Diagnostic> {
        let diagnostics = (self.rules)(&Input { files, ..*self.input });
        diagnostics.into_iter().map(|(_, diagnostic)| diagnostic).collect()
    }
}

/// Returns the errors of packages, without suggestions.
fn run(input: &Input<'_>) -> Vec<(usize, Diagnostic)> {
    let mut diagnostics = syntax_errors(input);
    let checker = Checker::new(input);
    checker.propose_paths(&mut diagnostics);
    if checker.trees.iter().flatten().any(|(_, tree)| tree.cut_off) {
        // The names of the items that were not read are unknown.
        checker.all_invalid_uses();
    } else {
        checker.package_headers();
        checker.package_cycles();
        checker.package_items();
        checker.items();
    }
    diagnostics.extend(checker.into_diagnostics());
    remove_follow_ups(&mut diagnostics);
    remove_after_syntax_errors(input.files, &mut diagnostics);
    sort(&mut diagnostics);
    diagnostics
}

/// Returns the syntax errors of all files, each with the index of its folder.
fn syntax_errors(input: &Input<'_>) -> Vec<(usize, Diagnostic)> {
    let folders = input.folders.iter().enumerate();
    let files = folders.flat_map(|(index, folder)| folder.wit.iter().map(move |&id| (index, id)));
    let errors = files.flat_map(|(index, file)| {
        input.files.syntax_errors(file).iter().map(move |error| (index, error.clone()))
    });
    errors.collect()
}

impl<'t> Checker<'t> {
    /// Checks the items of every package, and every top-level `use`.
    fn package_items(&self) {
        for package in 0..self.packages.len() {
            self.duplicate_items(package);
            for scope in 0..self.packages[package].scopes.len() {
                let (file, found) = self.packages[package].scopes[scope];
                self.file_names(package, file, found);
                self.invalid_top_level_uses(package, scope);
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
            self.each_body(package, |owner| self.body(owner));
            for at in self.worlds(package) {
                self.world(at);
            }
            self.interface_cycles(package);
            self.world_cycles(package);
        }
    }

    /// Calls a function with the interfaces and worlds of a package, and with the interfaces in the worlds.
    fn each_body(&self, package: usize, mut check: impl FnMut(&Owner<'t>)) {
        for at in self.interfaces(package) {
            check(&Owner::interface(at));
        }
        for at in self.worlds(package) {
            let owner = Owner::world(at);
            check(&owner);
            for item in &at.item.body.externs {
                if let ExternKind::Inline(name, body) = &item.kind {
                    let word = "interface";
                    check(&Owner { body, word, name, attributes: &item.attributes, ..owner });
                }
            }
        }
    }

    /// Reports the invalid `use`, `import`, `export` and `include` items alone.
    fn all_invalid_uses(&self) {
        for package in 0..self.packages.len() {
            for scope in 0..self.packages[package].scopes.len() {
                self.invalid_top_level_uses(package, scope);
            }
            self.each_body(package, |owner| self.invalid_uses(owner));
        }
    }

    fn body(&self, owner: &Owner<'t>) {
        self.uses(owner);
        self.invalid_uses(owner);
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

/// Removes errors about what a syntax error is about as well: the same name, or one directly after it.
fn remove_after_syntax_errors(files: &Files, diagnostics: &mut Vec<(usize, Diagnostic)>) {
    let mut syntax: BTreeMap<FileId, Vec<Range<usize>>> = BTreeMap::new();
    for (_, diagnostic) in &*diagnostics {
        if let (Kind::Syntax(_), Location::Source(label)) = (&diagnostic.kind, &diagnostic.location)
        {
            syntax.entry(label.file).or_default().push(label.range.clone());
        }
    }
    syntax.values_mut().for_each(|ranges| ranges.sort_unstable_by_key(|range| range.start));
    diagnostics.retain(|(_, diagnostic)| {
        let Location::Source(label) = &diagnostic.location else { return true };
        let Some(ranges) = syntax.get(&label.file) else { return true };
        if let Kind::Syntax(_) = diagnostic.kind {
            return true;
        }
        let before = ranges.partition_point(|range| range.start <= label.range.start);
        let last = before.checked_sub(1).map(|at| &ranges[at]);
        last.is_none_or(|last| {
            let between = files.get(label.file).text.get(last.end..label.range.start);
            between.is_some_and(|between| !between.trim().is_empty())
        })
    });
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
    let mut diagnostics = run_rust_names(input);
    if !diagnostics.is_empty() {
        let before = diagnostics.len();
        let mut all = run(input);
        all.retain(|(_, error)| diagnostics.iter().all(|(_, other)| other != error));
        diagnostics.extend(all);
        let both: Rules = |input| [run_rust_names(input), run(input)].concat();
        verify(input, both, &mut diagnostics);
        diagnostics.truncate(before);
    }
    diagnostics
}

fn run_rust_names(input: &Input<'_>) -> Vec<(usize, Diagnostic)> {
    let checker = Checker::new(input);
    checker.rust_names();
    let mut diagnostics = checker.into_diagnostics();
    sort(&mut diagnostics);
    diagnostics
}

fn sort(diagnostics: &mut Vec<(usize, Diagnostic)>) {
    diagnostics.sort_by_key(|(folder, diagnostic)| match &diagnostic.location {
        Location::Source(label) => (Some(label.file), label.range.start, *folder),
        Location::Path(_) | Location::Argument(_) | Location::Call => (None, 0, *folder),
    });
    diagnostics.dedup();
}
