//! Why a directory of WIT packages does not resolve: every fault, in the words of its author.
//!
//! In come the files of all packages, out go diagnostics. It runs when wit-parser refuses a package, and knows the
//! rules of wit-parser 0.262; what it has no words for is left to the words of wit-parser.

mod attributes;
mod bodies;
mod cycles;
mod duplicates;
mod exports;
mod functions;
mod gates;
mod handles;
mod headers;
mod homes;
mod includes;
mod items;
mod lookup;
mod model;
mod names;
mod packages;
mod paths;
mod recursion;
mod report;
#[cfg(test)]
mod rules;
mod rust;
mod shapes;
#[cfg(test)]
mod tests;
mod top_uses;
mod unknown;
mod uses;
mod worlds;

use crate::diagnostic::{Diagnostic, Kind, Location, NameError, PackageError, SyntaxError};
use crate::files::{FileId, Files};
use crate::package_name::PackageName;
use crate::syntax;
use model::Checker;

pub use functions::unsupported_accessor;

/// One package folder, or single file: all of its `.wit` files make one package, and there may be nested packages in them.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Relative to the crate, for messages.
    pub path: String,
    /// The `.wit` files in it.
    pub files: Vec<FileId>,
    /// Whether it is below a `deps` folder.
    pub dependency: bool,
}

/// The names in a package that was decoded from a `.wasm` file.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The name of the package.
    pub package: PackageName,
    /// Each interface with its types.
    pub interfaces: Vec<(String, Vec<String>)>,
    pub worlds: Vec<String>,
}

/// Everything that was read.
pub struct Input<'a> {
    pub files: &'a Files,
    pub folders: &'a [Folder],
    pub decoded: &'a [Decoded],
    /// The features that are on.
    pub features: &'a [String],
    /// `true` if all features are on.
    pub all_features: bool,
    /// `true` if getters and setters are supported, which Wasmtime's parser does not know.
    pub accessors: bool,
}

/// A folder's files, parsed.
type Trees = Vec<Vec<(FileId, syntax::tree::Tree)>>;

/// Every fault, each with the index of the folder whose package is unsound because of it; in the order of files and places.
pub fn check(input: &Input<'_>) -> Vec<(usize, Diagnostic)> {
    let (trees, mut faults) = read(input);
    let checker = Checker::new(input, &trees);
    checker.headers();
    checker.package_cycles();
    checker.names();
    checker.bodies();
    faults.extend(checker.faults());
    without_echoes(&mut faults);
    sort(&mut faults);
    faults
}

/// Takes out what is said of the spelling of a name that is not there at all: the name is the mistake.
fn without_echoes(faults: &mut Vec<(usize, Diagnostic)>) {
    let label = |fault: &Diagnostic| match &fault.location {
        Location::Source(label) => Some((label.file, label.range.clone())),
        Location::Path(_) | Location::Argument(_) | Location::Call => None,
    };
    let unknown = faults
        .iter()
        .filter(|(_, fault)| {
            matches!(
                fault.kind,
                Kind::Name(NameError::TypeNotFound { .. })
                    | Kind::Package(PackageError::NotFound { .. })
            )
        })
        .filter_map(|(_, fault)| label(fault))
        .collect::<Vec<_>>();
    faults.retain(|(_, fault)| {
        let spelling = matches!(
            fault.kind,
            Kind::Syntax(SyntaxError::BadName { .. } | SyntaxError::KeywordAsName { .. })
        );
        let Some((file, range)) = label(fault).filter(|_| spelling) else { return true };
        !unknown.iter().any(|(other, outer)| {
            *other == file && outer.start <= range.start && range.end <= outer.end
        })
    });
}

/// Names that are sound in WIT and clash in Rust. It can be run on sound packages as well.
pub fn rust_names(input: &Input<'_>) -> Vec<(usize, Diagnostic)> {
    let (trees, _) = read(input);
    let checker = Checker::new(input, &trees);
    checker.rust_names();
    let mut faults = checker.faults();
    sort(&mut faults);
    faults
}

fn read(input: &Input<'_>) -> (Trees, Vec<(usize, Diagnostic)>) {
    let mut faults = Vec::new();
    let mut trees = Trees::new();
    for (index, folder) in input.folders.iter().enumerate() {
        let mut read = Vec::new();
        for &file in &folder.files {
            let (tree, found) = syntax::parse(file, &input.files.get(file).text);
            faults.extend(found.into_iter().map(|fault| (index, fault)));
            read.push((file, tree));
        }
        trees.push(read);
    }
    (trees, faults)
}

fn sort(faults: &mut Vec<(usize, Diagnostic)>) {
    faults.sort_by_key(|(folder, fault)| match &fault.location {
        Location::Source(label) => (Some(label.file), label.range.start, *folder),
        Location::Path(_) | Location::Argument(_) | Location::Call => (None, 0, *folder),
    });
    faults.dedup();
}
