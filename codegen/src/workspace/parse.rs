//! Parses the WIT files of each folder into unresolved packages.

use crate::wit_parser::{
    PackageName, ParseError, ParseErrorKind, SourceMap, Span, UnresolvedPackage,
};

use super::{RejectedFolder, large_sources};
use crate::catch_panic::catch_panic;
use frontend::diagnostic::{Diagnostic, Kind, Location, PackageError};
use frontend::files::{FileId, Files};
use frontend::sources::{Folder, Sources};
use frontend::syntax;
use std::fmt;
use std::ops::Range;

/// The name of the empty main package of a folder with only nested packages, which wit-parser requires.
const PLACEHOLDER: (&str, &str) = ("airssys-bindings", "nested-packages-only");

/// All packages that were parsed.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// The packages.
    pub(crate) units: Vec<Unit>,
    /// The sources of each folder, which resolve the spans of its units.
    pub(crate) maps: Vec<SourceMap>,
}

/// One package.
#[derive(Debug)]
pub(crate) struct Unit {
    /// The package as wit-parser parsed it.
    pub(crate) package: UnresolvedPackage,
    /// The index of the folder with its sources.
    pub(crate) folder: usize,
    /// The index of its source map in [`Parsed::maps`].
    pub(crate) map: usize,
}

/// Parses the packages of all folders.
pub(super) fn packages(sources: &Sources) -> (Parsed, Vec<RejectedFolder>) {
    let mut parsed = Parsed::default();
    let mut rejected = Vec::new();
    let with_wit = sources.folders.iter().enumerate().filter(|(_, folder)| !folder.wit.is_empty());
    for (index, folder) in with_wit {
        if let Err(diagnostic) = parsed.add_folder(&sources.files, index, folder) {
            rejected.push(RejectedFolder { folder: index, diagnostic: *diagnostic });
        }
    }
    (parsed, rejected)
}

impl Parsed {
    fn add_folder(
        &mut self,
        files: &Files,
        index: usize,
        folder: &Folder,
    ) -> Result<(), Box<Diagnostic>> {
        if let Some(error) = large_sources::find(files, folder) {
            return Err(error);
        }
        let map = source_map(files, folder);
        let task = format!("parsing the package in `{}`", folder.path);
        let group = catch_panic(&task, Location::Path(folder.path.clone()), || map.parse())?
            .map_err(|(map, error)| Box::new(parse_error(files, folder, &map, &error)))?;
        if is_placeholder(&group.main.name)
            && (group.main.interfaces.iter().next().is_some()
                || group.main.worlds.iter().next().is_some())
        {
            return Err(Box::new(unnamed(folder)));
        }
        let main = Some(group.main).filter(|main| !is_placeholder(&main.name));
        for package in main.into_iter().chain(group.nested) {
            self.units.push(Unit { package, folder: index, map: self.maps.len() });
        }
        self.maps.push(group.source_map);
        Ok(())
    }
}

fn is_placeholder(name: &PackageName) -> bool {
    (name.namespace.as_str(), name.name.as_str()) == PLACEHOLDER
}

/// Returns the WIT sources of a folder, with a package declaration if there are only nested packages.
fn source_map(files: &Files, folder: &Folder) -> SourceMap {
    let mut map = SourceMap::new();
    for &id in &folder.wit {
        let file = files.get(id);
        map.push_str(&file.path, file.text.as_str());
    }
    if syntax::only_nested(folder.wit.iter().map(|&id| files.get(id).text.as_str())) {
        // The name sorts after the names of all real files.
        map.push_str("\u{10FFFF}", format!("package {}:{};", PLACEHOLDER.0, PLACEHOLDER.1));
    }
    map
}

/// Converts an error of wit-parser.
fn parse_error(files: &Files, folder: &Folder, map: &SourceMap, error: &ParseError) -> Diagnostic {
    let kind = error.kind();
    if !matches!(kind, ParseErrorKind::Lex(_)) && !kind.span().is_known() {
        return unnamed(folder);
    }
    at_span(files, map, kind.span(), wit_parser_error(kind), &folder.path)
}

/// The error of a folder in which no file declares a package.
fn unnamed(folder: &Folder) -> Diagnostic {
    let error = PackageError::Unnamed { folder: folder.path.clone() };
    let help = "add `package namespace:name;` at the start of one file";
    Diagnostic::new(error, Location::Path(folder.path.clone())).with_help(help)
}

/// Returns an error with the first line of wit-parser's message.
pub(super) fn wit_parser_error(kind: &impl fmt::Display) -> PackageError {
    let message = kind.to_string();
    PackageError::Rejected { message: message.lines().next().unwrap_or_default().to_owned() }
}

/// Returns a diagnostic at `span`, or at `path` if the span is unknown.
pub(crate) fn at_span(
    files: &Files,
    map: &SourceMap,
    span: Span,
    error: impl Into<Kind>,
    path: &str,
) -> Diagnostic {
    match locate(files, map, span) {
        Some((file, range)) => Diagnostic::at(error, file, range, ""),
        None => Diagnostic::new(error, Location::Path(path.to_owned())),
    }
}

/// Returns the file and byte range of a span.
pub(crate) fn locate(files: &Files, map: &SourceMap, span: Span) -> Option<(FileId, Range<usize>)> {
    let location = map.resolve_span(span)?;
    let (file, _) = files.iter().find(|(_, file)| file.path == location.path)?;
    Some((file, location.range))
}
