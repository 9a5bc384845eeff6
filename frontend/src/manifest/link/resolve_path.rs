//! Resolves a `path` in a manifest to an entry of the directory, or to an error that suggests the right path.

use super::directory::Directory;
use super::{Content, DirEntry, error_at};
use crate::diagnostic::{Diagnostic, Help, ManifestError};
use crate::files::FileId;
use crate::manifest::{PackageName, Spanned, path};
use crate::spelling;

/// Returns the entry at the path `to` in the manifest of the entry `from`. If `package` is known, it is used for the suggestion.
pub(super) fn find(
    directory: &Directory<'_>,
    from: usize,
    file: FileId,
    to: &Spanned<String>,
    package: Option<&PackageName>,
) -> Result<usize, Box<Diagnostic>> {
    let Some(found) = directory.at(from, &to.value) else {
        return Err(Box::new(not_found(directory, from, file, to, package)));
    };
    if !matches!(directory.entries[found].content, Content::Grouping) {
        return Ok(found);
    }
    // `wkg` puts a `.wasm` file into a folder of its own.
    let mut wasm = directory.wasm_in(found);
    if let (Some(only), None) = (wasm.next(), wasm.next()) {
        return Ok(only);
    }
    let suggestion = holder(directory, from, package).or_else(|| {
        let mut within = directory.within(found);
        within.find(|&index| index != from && !directory.entries[index].packages.is_empty())
    });
    let help = match suggestion {
        Some(suggestion) => {
            let path = directory.relative(from, suggestion);
            let sentence = format!("write the path of the package's folder: `{path}`");
            write(file, to, &path).saying(sentence)
        }
        None => "put the `.wit` files of the package there, or remove the dependency".into(),
    };
    let error = ManifestError::PathHoldsNoPackage { path: to.value.clone() };
    Err(Box::new(error_at(error, file, &to.range, "no package in this folder", help)))
}

fn not_found(
    directory: &Directory<'_>,
    from: usize,
    file: FileId,
    to: &Spanned<String>,
    package: Option<&PackageName>,
) -> Diagnostic {
    let path = to.value.clone();
    let holder = holder(directory, from, package);
    let write_path = |index| write(file, to, &directory.relative(from, index));
    if directory.is_file(from, &path) {
        let folder = path::parent(&path);
        let folder = if folder.is_empty() { "." } else { folder };
        let sentence = format!("write the path of its folder: `{folder}`");
        let help = write(file, to, folder).saying(sentence);
        let help = holder.map(write_path).into_iter().fold(help, Help::or);
        return error_at(ManifestError::PathIsFile { path }, file, &to.range, "a file", help);
    }
    let resolved = path::join(directory.entries[from].path, &path);
    if !directory.is_in_roots(from, &path) {
        let suggestion = holder.or_else(|| same_name(directory, from, &path));
        let help = suggestion.map_or_else(
            || {
                let folder = if resolved.is_empty() { "." } else { &resolved };
                let root = directory.root(from);
                format!("add the folder to the roots: `path: [\"{root}\", \"{folder}\"]`").into()
            },
            write_path,
        );
        let error = ManifestError::PathLeavesRoots { path };
        return error_at(error, file, &to.range, "outside every root", help);
    }
    let is_skipped =
        |part: &&str| *part == "target" || part.starts_with('.') && !part.starts_with("..");
    let (label, help) = if let Some(index) = holder.or_else(|| nearest(directory, from, &resolved))
    {
        ("not found", write_path(index))
    } else if let Some(part) = resolved.split('/').find(is_skipped) {
        ("not read", format!("move the package: a folder named `{part}` is not read").into())
    } else {
        let sentence = format!("put the package into `{resolved}`, or write the path to it");
        ("not found", sentence.into())
    };
    error_at(ManifestError::PathNowhere { path }, file, &to.range, label, help)
}

/// Returns a help that writes another path.
fn write(file: FileId, to: &Spanned<String>, path: &str) -> Help {
    Help::replace(file, to.range.clone(), format!("\"{path}\""))
}

/// Returns another entry with the package.
fn holder(directory: &Directory<'_>, from: usize, package: Option<&PackageName>) -> Option<usize> {
    directory.best_holder(package?).filter(|&found| found != from)
}

/// Returns another entry with the last part of a path as its name.
fn same_name(directory: &Directory<'_>, from: usize, to: &str) -> Option<usize> {
    let to = path::normal(to);
    let mut holders = holders(directory, from);
    holders.find(|(_, entry)| path::last(entry.path) == path::last(&to)).map(|(index, _)| index)
}

/// Returns the entry whose path is nearest to a path: by the last part, and then by the whole.
fn nearest(directory: &Directory<'_>, from: usize, to: &str) -> Option<usize> {
    let last = path::last(to);
    holders(directory, from)
        .map(|(index, entry)| {
            let name = path::last(entry.path);
            let limit = last.len().max(name.len()) / 3;
            let distance = spelling::distance(name, last);
            (distance <= limit, distance, spelling::distance(entry.path, to), index)
        })
        .filter(|(is_near, ..)| *is_near)
        .min_by_key(|&(_, name, whole, _)| (name, whole))
        .map(|(.., index)| index)
}

/// Returns the other entries with packages.
fn holders<'d>(
    directory: &'d Directory<'_>,
    from: usize,
) -> impl Iterator<Item = (usize, &'d DirEntry<'d>)> {
    let entries = directory.entries.iter().enumerate();
    entries
        .filter(move |(index, entry)| *index != from && !matches!(entry.content, Content::Grouping))
}
