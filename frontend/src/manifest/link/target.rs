//! From a `path` in a manifest to the place that it leads to, or to what is wrong with it.

use std::ops::Range;

use super::tree::Tree;
use super::{Content, Place};
use crate::diagnostic::{Diagnostic, ManifestError};
use crate::files::FileId;
use crate::manifest::{PackageName, Text, path};
use crate::spelling;

/// Finds the place at `to`, as written in the manifest of the place `from`. `package` is what should be there.
pub(super) fn find(
    tree: &Tree<'_>,
    from: usize,
    file: FileId,
    to: &Text,
    package: Option<&PackageName>,
) -> Result<usize, Box<Diagnostic>> {
    let Some(found) = tree.at(from, &to.value) else {
        return Err(Box::new(nothing(tree, from, file, to, package)));
    };
    if !matches!(tree.places[found].content, Content::Grouping) {
        return Ok(found);
    }
    // `wkg` puts a `.wasm` file into a folder of its own.
    let mut wasm = tree.wasm_in(found);
    if let (Some(only), None) = (wasm.next(), wasm.next()) {
        return Ok(only);
    }
    let better = better(tree, from, package).or_else(|| {
        tree.within(found).find(|&index| index != from && !tree.places[index].packages.is_empty())
    });
    let help = match better {
        Some(better) => {
            format!("name the folder of the package: `{}`", tree.relative(from, better))
        }
        None => "put the package's `.wit` files there, or delete the dependency".to_owned(),
    };
    let fault = ManifestError::PathHoldsNoPackage { path: to.value.clone() };
    Err(Box::new(at(fault, file, &to.range, "no package is here", help)))
}

fn nothing(
    tree: &Tree<'_>,
    from: usize,
    file: FileId,
    to: &Text,
    package: Option<&PackageName>,
) -> Diagnostic {
    let path = to.value.clone();
    let better = better(tree, from, package);
    if tree.is_file(from, &path) {
        let folder = path::parent(&path);
        let folder = if folder.is_empty() { "." } else { folder };
        let help = format!("name its folder: `{folder}`");
        return at(ManifestError::PathIsFile { path }, file, &to.range, "a file", help);
    }
    if !tree.is_in_roots(from, &path) {
        let better = better.or_else(|| of_that_name(tree, from, &path));
        let help = match better {
            Some(better) => format!("did you mean `{}`?", tree.relative(from, better)),
            None => {
                let root = match path::join(tree.places[from].path, &path) {
                    crate_itself if crate_itself.is_empty() => ".".to_owned(),
                    root => root,
                };
                format!(
                    "add the folder to those that are read: `path: [\"{}\", \"{root}\"]`",
                    tree.root(from)
                )
            }
        };
        let fault = ManifestError::PathLeavesRoots { path };
        return at(fault, file, &to.range, "leaves every folder in `path`", help);
    }
    let help = match better.or_else(|| nearest(tree, from, &path)) {
        Some(better) => format!("did you mean `{}`?", tree.relative(from, better)),
        None => {
            let whole = path::join(tree.places[from].path, &path);
            let skipped =
                |part: &str| part == "target" || part.starts_with('.') && !part.starts_with("..");
            if let Some(part) = whole.split('/').find(|part| skipped(part)) {
                let help = format!("move the package: a folder called `{part}` is not read");
                let fault = ManifestError::PathNowhere { path };
                return at(fault, file, &to.range, "not read", help);
            }
            format!("we looked for `{whole}`; put the package there, or write the path to it")
        }
    };
    at(ManifestError::PathNowhere { path }, file, &to.range, "nothing is there", help)
}

/// The place that holds the package that should be there.
fn better(tree: &Tree<'_>, from: usize, package: Option<&PackageName>) -> Option<usize> {
    let package = package?;
    tree.holder(package)
        .or_else(|| tree.holders_of_any_version(package).first().copied())
        .filter(|&found| found != from)
}

/// A place whose folder is called like the last part of a path.
fn of_that_name(tree: &Tree<'_>, from: usize, to: &str) -> Option<usize> {
    let to = path::normal(to);
    holding(tree, from).find(|(_, place)| path::last(place.path) == path::last(&to)).map(|it| it.0)
}

/// The place whose path is most like one that leads nowhere: by the last part, and then by the whole.
fn nearest(tree: &Tree<'_>, from: usize, to: &str) -> Option<usize> {
    let whole = path::join(tree.places[from].path, to);
    let near = spelling::nearest(
        path::last(&whole),
        holding(tree, from).map(|(_, place)| path::last(place.path)),
    )?;
    holding(tree, from)
        .filter(|(_, place)| path::last(place.path) == near)
        .min_by_key(|(_, place)| spelling::distance(place.path, &whole))
        .map(|(index, _)| index)
}

/// The other places that hold packages.
fn holding<'t>(tree: &'t Tree<'_>, from: usize) -> impl Iterator<Item = (usize, &'t Place<'t>)> {
    let places = tree.places.iter().enumerate();
    places
        .filter(move |(index, place)| *index != from && !matches!(place.content, Content::Grouping))
}

pub(super) fn at(
    fault: ManifestError,
    file: FileId,
    range: &Range<usize>,
    label: &str,
    help: impl Into<String>,
) -> Diagnostic {
    Diagnostic::at(fault, file, range.clone(), label).with_help(help)
}
