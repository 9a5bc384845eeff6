//! Pushes sorted packages into a `Resolve`, each after its dependencies, up to the first invalid one.
//!
//! WIT sources take precedence over a `.wasm` file with the same package: they have spans and all feature gates.

use crate::wit_parser::{PackageName, ResolveError, ResolveErrorKind, SourceMap};

use super::compatibility;
use super::decode::Decoded;
use super::parse::{at_span, wit_parser_error};
use super::{Parsed, ResolvedPackage, Workspace, isolated_push, large_worlds};
use crate::catch_panic::catch_panic;
use crate::request::Request;
use frontend::diagnostic::{Diagnostic, Location, PackageError, WorldError};
use frontend::files::Files;
use frontend::sources::{Folder, Sources};
use std::collections::{BTreeMap, BTreeSet};

/// The origin of one or more packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PackageSource {
    /// WIT sources: the index of the unit.
    Wit(usize),
    /// A `.wasm` file: its index among the decoded files.
    Wasm(usize),
}

/// The progress of a source.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The dependencies are being pushed.
    InProgress,
    Pushed,
    /// The source or one of its dependencies is invalid.
    Skipped,
}

/// The first source that is invalid, and the reason.
pub(super) type Rejection = (PackageSource, Box<Diagnostic>);

pub(super) struct Resolver<'a> {
    sources: &'a Sources,
    parsed: &'a Parsed,
    decoded: &'a [Decoded],
    /// The sources that are known to be invalid.
    invalid: &'a BTreeSet<PackageSource>,
    /// The units by the names of their packages.
    units: BTreeMap<&'a PackageName, usize>,
    /// The span offset of each source map.
    offsets: Vec<u32>,
    states: BTreeMap<PackageSource, State>,
    /// The sources of the packages that are complete.
    complete: BTreeMap<PackageName, PackageSource>,
    workspace: Workspace,
    /// The invalid sources that were left out.
    rejected: Vec<Rejection>,
}

/// The number of invalid packages after each of which all others are pushed again. After more, each package is tried in a copy of
/// the `Resolve` first, which takes time for each valid package, but none for an invalid one.
const MAX_RESTARTS: usize = 8;

impl<'a> Resolver<'a> {
    pub(super) fn new(
        request: &Request,
        sources: &'a Sources,
        parsed: &'a Parsed,
        decoded: &'a [Decoded],
        invalid: &'a BTreeSet<PackageSource>,
    ) -> Self {
        let mut workspace = Workspace::default();
        let resolve = &mut workspace.resolve;
        let features = request.resolution.features.iter();
        resolve.features = features.map(|name| name.value.clone()).collect();
        resolve.all_features = request.all_features();
        let maps = parsed.maps.iter();
        let offsets = maps.map(|map| resolve.push_source_map(map.clone())).collect();
        let (units, states, complete) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self {
            sources,
            parsed,
            decoded,
            invalid,
            units,
            offsets,
            states,
            complete,
            workspace,
            rejected: Vec::new(),
        }
    }

    /// Pushes the units of `order` and all `.wasm` files. Returns the workspace, and the invalid sources that are not in it.
    ///
    /// # Errors
    ///
    /// The first source that is invalid, if few are known to be. The `Resolve` is unusable then.
    pub(super) fn run(mut self, order: &[usize]) -> Result<(Workspace, Vec<Rejection>), Rejection> {
        self.units = order.iter().map(|&at| (&self.parsed.units[at].package.name, at)).collect();
        for &unit in order {
            self.visit(PackageSource::Wit(unit))?;
        }
        for file in 0..self.decoded.len() {
            self.visit(PackageSource::Wasm(file))?;
        }
        Ok((self.workspace, self.rejected))
    }

    /// Pushes a source after its dependencies.
    fn visit(&mut self, source: PackageSource) -> Result<State, Rejection> {
        if let Some(&state) = self.states.get(&source) {
            return Ok(state);
        }
        self.states.insert(source, State::InProgress);
        let pushed = !self.invalid.contains(&source)
            && match source {
                PackageSource::Wit(unit) => match self.push_unit(unit) {
                    Err(rejection) if self.is_careful() && rejection.0 == source => {
                        self.rejected.push(rejection);
                        false
                    }
                    pushed => pushed?,
                },
                PackageSource::Wasm(file) => self.push_wasm(file)?,
            };
        let state = if pushed { State::Pushed } else { State::Skipped };
        self.states.insert(source, state);
        Ok(state)
    }

    /// Returns `true` if packages are tried in a copy of the `Resolve`.
    fn is_careful(&self) -> bool {
        self.invalid.len() >= MAX_RESTARTS
    }

    /// Pushes the package of a unit, and returns `false` if one of its dependencies was skipped.
    fn push_unit(&mut self, index: usize) -> Result<bool, Rejection> {
        let unit = &self.parsed.units[index];
        for name in unit.package.foreign_deps.keys() {
            if !self.push_dependency(name)? {
                return Ok(false);
            }
        }
        let folder = &self.sources.folders[unit.folder];
        let rejection = |diagnostic| (PackageSource::Wit(index), diagnostic);
        let task = format!("resolving the package `{}`", unit.package.name);
        let offset = self.offsets[unit.map];
        let careful = self.is_careful();
        let resolve = &mut self.workspace.resolve;
        if let Some((world, span)) = large_worlds::find(resolve, &unit.package) {
            let error = WorldError::TooManyItems { world: world.to_owned() };
            let (files, map) = (&self.sources.files, &self.parsed.maps[unit.map]);
            let error = at_span(files, map, span, error, &folder.path).with_step(
                format!(
                    "the worlds of the package have more than {} imports and exports, those of an included world \
                     counted wherever it is included",
                    large_worlds::MAX_ITEMS
                ),
                None,
            );
            let help = "move the functions into interfaces, and import these; or include fewer worlds in others";
            return Err(rejection(Box::new(error.with_help(help))));
        }
        let isolated = self.units.len() > isolated_push::MIN_PACKAGES;
        let pushed = catch_panic(&task, Location::Path(folder.path.clone()), || {
            let id = isolated.then(|| isolated_push::push(resolve, &unit.package, offset));
            if let Some(id) = id.flatten() {
                return Ok(id);
            }
            if careful {
                let mut copy = resolve.clone();
                let id = copy.push(unit.package.clone(), offset)?;
                *resolve = copy;
                return Ok(id);
            }
            resolve.push(unit.package.clone(), offset)
        });
        let id = pushed.map_err(rejection)?.map_err(|error| {
            let map = &self.workspace.resolve.source_map;
            rejection(Box::new(resolve_error(&self.sources.files, map, folder, &error)))
        })?;
        let dependency = folder.dependency;
        self.complete.insert(unit.package.name.clone(), PackageSource::Wit(index));
        let folder = Some(unit.folder);
        let package = ResolvedPackage { id, folder, dependency, component: false };
        self.workspace.packages.push(package);
        Ok(true)
    }

    /// Pushes the sources of a package, and returns `false` if all of them were skipped.
    fn push_dependency(&mut self, name: &PackageName) -> Result<bool, Rejection> {
        if let Some(source) = self.complete_source(name) {
            return Ok(self.visit(source)? != State::Skipped);
        }
        // Several files may hold parts of the package.
        let holds = |file: &usize| self.decoded[*file].holds(name);
        let files: Vec<_> = (0..self.decoded.len()).filter(holds).collect();
        let mut pushed = files.is_empty();
        for file in files {
            pushed |= self.visit(PackageSource::Wasm(file))? != State::Skipped;
        }
        Ok(pushed)
    }

    /// Returns the source of a complete package: its WIT sources, or the file that encodes it.
    fn complete_source(&self, name: &PackageName) -> Option<PackageSource> {
        let unit = self.units.get(name).map(|&unit| PackageSource::Wit(unit));
        unit.or_else(|| {
            let file = self.decoded.iter().position(|decoded| decoded.main_name() == name);
            file.map(PackageSource::Wasm)
        })
    }

    /// Merges the packages of a `.wasm` file.
    fn push_wasm(&mut self, file: usize) -> Result<bool, Rejection> {
        let decoded = &self.decoded[file];
        for name in decoded.names() {
            let Some(complete) = self.complete_source(name) else { continue };
            if complete == PackageSource::Wasm(file) || self.visit(complete)? != State::InProgress {
                continue;
            }
            if let PackageSource::Wit(_) = complete {
                let reason = "the WIT sources need a package that only the file holds".to_owned();
                return Err((PackageSource::Wasm(file), self.duplicate(decoded, name, &reason)));
            }
        }
        let complete = self.complete.keys().cloned().collect();
        let is_known = decoded.names().all(|name| self.complete.contains_key(name));
        let resolve = &mut self.workspace.resolve;
        let path = &self.sources.binaries[decoded.binary].path;
        let merged =
            catch_panic(&format!("merging `{path}`"), Location::Path(path.clone()), || {
                compatibility::check(decoded, resolve, &complete)?;
                if is_known {
                    // The result is dropped: a file holds unstable items even if their features are off.
                    return compatibility::merge(decoded, &mut resolve.clone());
                }
                compatibility::merge(decoded, resolve)
            });
        merged
            .and_then(|merged| {
                merged.map_err(|(name, reason)| self.duplicate(decoded, &name, &reason))
            })
            .map_err(|diagnostic| (PackageSource::Wasm(file), diagnostic))?;
        self.add_main_package(file);
        Ok(true)
    }

    /// Adds the package that a file encodes to the packages of the workspace.
    fn add_main_package(&mut self, file: usize) {
        let decoded = &self.decoded[file];
        let name = decoded.main_name();
        self.complete.entry(name.clone()).or_insert_with(|| PackageSource::Wasm(file));
        let id = self.workspace.resolve.package_names[name];
        let dependency = self.sources.binaries[decoded.binary].dependency;
        let packages = &mut self.workspace.packages;
        match packages.iter_mut().find(|package| package.id == id) {
            Some(package) => package.dependency &= dependency,
            None => {
                let component = decoded.component;
                packages.push(ResolvedPackage { id, folder: None, dependency, component });
            }
        }
    }

    /// The error of a package in a file that differs from another copy.
    fn duplicate(&self, decoded: &Decoded, name: &PackageName, reason: &str) -> Box<Diagnostic> {
        let path = &self.sources.binaries[decoded.binary].path;
        let unit = self.units.get(name).map(|&unit| PackageSource::Wit(unit));
        let other = unit
            .or_else(|| self.complete.get(name).copied())
            .or_else(|| self.pushed_file_with(name));
        let other = other.map_or(path, |source| self.path(source));
        let error = PackageError::Duplicate { package: name.to_string() };
        // The package of a component is named after its file.
        let remedy = match decoded.component && name == decoded.main_name() {
            true => "rename",
            false => "remove",
        };
        let diagnostic = Diagnostic::new(error, Location::Path(path.clone()))
            .with_step(format!("the other one is in `{other}`: {reason}"), None)
            .with_help(format!("{remedy} `{path}` or `{other}`"));
        Box::new(diagnostic)
    }

    /// Returns a file that was pushed and holds a part of a package.
    fn pushed_file_with(&self, name: &PackageName) -> Option<PackageSource> {
        let files = self.decoded.iter().zip((0..).map(PackageSource::Wasm));
        files
            .filter(|(_, source)| self.states.get(source) == Some(&State::Pushed))
            .find(|(decoded, _)| decoded.holds(name))
            .map(|(_, source)| source)
    }

    fn path(&self, source: PackageSource) -> &'a String {
        match source {
            PackageSource::Wit(unit) => &self.sources.folders[self.parsed.units[unit].folder].path,
            PackageSource::Wasm(file) => &self.sources.binaries[self.decoded[file].binary].path,
        }
    }
}

/// Converts an error of wit-parser about a package in a folder.
pub(super) fn resolve_error(
    files: &Files,
    map: &SourceMap,
    folder: &Folder,
    error: &ResolveError,
) -> Diagnostic {
    let kind = error.kind();
    let error = match kind {
        ResolveErrorKind::PackageNotFound { requested, .. } => {
            PackageError::NotFound { package: requested.to_string() }
        }
        other => wit_parser_error(other),
    };
    at_span(files, map, kind.span(), error, &folder.path)
}
