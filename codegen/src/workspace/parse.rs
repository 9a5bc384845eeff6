//! From the text of each folder to packages whose names are not resolved yet.

use crate::wit_parser::{
    PackageName, ParseError, ParseErrorKind, SourceMap, Span, UnresolvedPackage,
};

use super::{Refusal, guarded};
use frontend::diagnostic::{Diagnostic, Kind, Location, PackageError};
use frontend::files::{FileId, Files};
use frontend::sources::{Folder, Sources};
use frontend::syntax;
use std::collections::BTreeMap;

/// The package that stands for a folder whose files hold nothing but nested packages.
const NO_MAIN: (&str, &str) = ("airssys-bindings", "nested-packages-only");

/// All packages that could be parsed.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// The packages.
    pub(crate) units: Vec<Unit>,
    /// For each group of units that came from one folder: its sources, to find places by.
    pub(crate) maps: Vec<SourceMap>,
}

/// One package.
#[derive(Debug)]
pub(crate) struct Unit {
    /// What wit-parser made of it.
    pub(crate) package: UnresolvedPackage,
    /// The index of the folder it came from.
    pub(crate) folder: usize,
    /// The index of its source map.
    pub(crate) map: usize,
}

impl Parsed {
    /// Parses every folder.
    pub(super) fn parse(sources: &Sources) -> (Self, Vec<Refusal>) {
        let mut parsed = Self::default();
        let mut refused = Vec::new();
        let holds_wit = |index: &usize| !sources.folders[*index].wit.is_empty();
        for index in (0..sources.folders.len()).filter(holds_wit) {
            if let Err(diagnostic) = parsed.folder(sources, index) {
                refused.push(Refusal { folder: index, diagnostic: *diagnostic });
            }
        }
        (parsed, refused)
    }

    fn folder(&mut self, sources: &Sources, index: usize) -> Result<(), Box<Diagnostic>> {
        let folder = &sources.folders[index];
        let map = source_map(&sources.files, folder);
        let doing = format!("parsing the package in `{}`", folder.path);
        let group = guarded(&doing, Location::Path(folder.path.clone()), || map.parse())?
            .map_err(|(map, error)| Box::new(refused(&sources.files, folder, &map, &error)))?;
        if stands_for_none(&group.main.name)
            && (group.main.interfaces.iter().next().is_some()
                || group.main.worlds.iter().next().is_some())
        {
            return Err(Box::new(unnamed(folder)));
        }
        let main = Some(group.main).filter(|main| !stands_for_none(&main.name));
        for package in main.into_iter().chain(group.nested) {
            self.units.push(Unit { package, folder: index, map: self.maps.len() });
        }
        self.maps.push(group.source_map);
        Ok(())
    }
}

fn stands_for_none(name: &PackageName) -> bool {
    (name.namespace.as_str(), name.name.as_str()) == NO_MAIN
}

/// The texts of a folder as wit-parser wants them.
fn source_map(files: &Files, folder: &Folder) -> SourceMap {
    let mut map = SourceMap::new();
    for &id in &folder.wit {
        let file = files.get(id);
        map.push_str(&file.path, file.text.as_str());
    }
    if syntax::only_nested(folder.wit.iter().map(|&id| files.get(id).text.as_str())) {
        // wit-parser wants a `package` line even when nothing but nested packages follows. The
        // name of the file sorts after those of a user.
        map.push_str("\u{10FFFF}", format!("package {}:{};", NO_MAIN.0, NO_MAIN.1));
    }
    map
}

/// What wit-parser says about a package that it cannot parse, at the place that it names.
fn refused(files: &Files, folder: &Folder, map: &SourceMap, error: &ParseError) -> Diagnostic {
    let kind = error.kind();
    let message = kind.to_string();
    if !matches!(kind, ParseErrorKind::Lex(_)) && !kind.span().is_known() {
        return unnamed(folder);
    }
    at_span(files, map, kind.span(), said(&message), &folder.path)
}

/// Files of which none says which package it is.
fn unnamed(folder: &Folder) -> Diagnostic {
    let fault = PackageError::Unnamed { folder: folder.path.clone() };
    let help = "start one of the files with `package namespace:name;`";
    Diagnostic::new(fault, Location::Path(folder.path.clone())).with_help(help)
}

/// A fault in the words of wit-parser, of which the first line says what is wrong.
pub(super) fn said(message: &str) -> PackageError {
    PackageError::Rejected { message: message.lines().next().unwrap_or_default().to_owned() }
}

/// A diagnostic at the place of `span`, if it has one.
pub(crate) fn at_span(
    files: &Files,
    map: &SourceMap,
    span: Span,
    fault: impl Into<Kind>,
    path: &str,
) -> Diagnostic {
    match locate(files, map, span) {
        Some((file, range)) => Diagnostic::at(fault, file, range, ""),
        None => Diagnostic::new(fault, Location::Path(path.to_owned())),
    }
}

/// The file and bytes of a span.
fn locate(files: &Files, map: &SourceMap, span: Span) -> Option<(FileId, std::ops::Range<usize>)> {
    let place = map.resolve_span(span)?;
    let by_path: BTreeMap<&str, FileId> =
        files.iter().map(|(id, file)| (file.path.as_str(), id)).collect();
    Some((*by_path.get(place.path)?, place.range))
}
