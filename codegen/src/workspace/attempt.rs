//! From sorted packages to a `Resolve`, each after those that it needs, up to the first that is refused.
//!
//! Text goes before a `.wasm` file that holds the same package: the text knows its places and its features.

use crate::wit_parser::{PackageName, ResolveError, ResolveErrorKind};

use super::decode::Decoded;
use super::fit::{self, Misfit};
use super::parse::{at_span, said};
use super::{Member, Parsed, Workspace, apart, guarded};
use crate::request::Request;
use frontend::diagnostic::{Diagnostic, Location, PackageError};
use frontend::sources::{Folder, Sources};
use std::collections::{BTreeMap, BTreeSet};

/// One source of packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A package in text: the index of its unit.
    Unit(usize),
    /// A `.wasm` file: its index among those that could be decoded.
    Binary(usize),
}

/// What became of a part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// What it needs is being pushed.
    Open,
    Pushed,
    /// It, or what it needs, is not sound.
    LeftOut,
}

/// A part that cannot be pushed, and why.
pub(super) type Fault = (Part, Box<Diagnostic>);

pub(super) struct Attempt<'a> {
    sources: &'a Sources,
    parsed: &'a Parsed,
    decoded: &'a [Decoded],
    /// The parts that are known not to resolve.
    unsound: &'a BTreeSet<Part>,
    /// The units by the names of their packages.
    texts: BTreeMap<&'a PackageName, usize>,
    /// Where the places of each source map begin.
    offsets: Vec<u32>,
    states: BTreeMap<Part, State>,
    /// Who brought each package that is there as a whole.
    whole: BTreeMap<PackageName, Part>,
    workspace: Workspace,
}

impl<'a> Attempt<'a> {
    pub(super) fn new(
        request: &Request,
        sources: &'a Sources,
        parsed: &'a Parsed,
        decoded: &'a [Decoded],
        unsound: &'a BTreeSet<Part>,
    ) -> Self {
        let mut workspace = Workspace::default();
        let resolve = &mut workspace.resolve;
        resolve.features =
            request.resolution.features.iter().map(|name| name.value.clone()).collect();
        resolve.all_features = request.resolution.all_features;
        let maps = parsed.maps.iter();
        let offsets = maps.map(|map| resolve.push_source_map(map.clone())).collect();
        let (texts, states, whole) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { sources, parsed, decoded, unsound, texts, offsets, states, whole, workspace }
    }

    pub(super) fn run(mut self, order: &[usize]) -> Result<Workspace, Fault> {
        self.texts = order.iter().map(|&at| (&self.parsed.units[at].package.name, at)).collect();
        for &at in order {
            self.visit(Part::Unit(at))?;
        }
        for at in 0..self.decoded.len() {
            self.visit(Part::Binary(at))?;
        }
        Ok(self.workspace)
    }

    /// Pushes a part after all that it needs.
    fn visit(&mut self, part: Part) -> Result<State, Fault> {
        if let Some(&state) = self.states.get(&part) {
            return Ok(state);
        }
        self.states.insert(part, State::Open);
        let sound = !self.unsound.contains(&part)
            && match part {
                Part::Unit(at) => self.unit(at)?,
                Part::Binary(at) => self.binary(at)?,
            };
        let state = if sound { State::Pushed } else { State::LeftOut };
        self.states.insert(part, state);
        Ok(state)
    }

    /// Pushes a package in text, unless something that it needs was left out.
    fn unit(&mut self, at: usize) -> Result<bool, Fault> {
        let unit = &self.parsed.units[at];
        for name in unit.package.foreign_deps.keys() {
            if !self.needed(name)? {
                return Ok(false);
            }
        }
        let folder = &self.sources.folders[unit.folder];
        let fault = |diagnostic| (Part::Unit(at), diagnostic);
        let doing = format!("resolving the package `{}`", unit.package.name);
        let offset = self.offsets[unit.map];
        let resolve = &mut self.workspace.resolve;
        let apart = self.texts.len() > apart::FEW;
        let pushed = guarded(&doing, Location::Path(folder.path.clone()), || {
            let done = apart.then(|| apart::push(resolve, &unit.package, offset)).flatten();
            done.map_or_else(|| resolve.push(unit.package.clone(), offset), Ok)
        });
        let id = pushed
            .map_err(fault)?
            .map_err(|error| fault(Box::new(self.refused(folder, &error))))?;
        let dependency = folder.dependency;
        self.whole.insert(unit.package.name.clone(), Part::Unit(at));
        self.workspace.packages.push(Member { id, folder: Some(unit.folder), dependency });
        Ok(true)
    }

    /// Pushes those who have a package, and gives whether it was not left out.
    fn needed(&mut self, name: &PackageName) -> Result<bool, Fault> {
        if let Some(part) = self.whole_of(name) {
            return Ok(self.visit(part)? != State::LeftOut);
        }
        // Parts of it may be in several files.
        let holds = |at: &usize| self.decoded[*at].holds(name);
        let holders = (0..self.decoded.len()).filter(holds).collect::<Vec<_>>();
        let mut sound = holders.is_empty();
        for at in holders {
            sound |= self.visit(Part::Binary(at))? != State::LeftOut;
        }
        Ok(sound)
    }

    /// Who has all of a package: its text, or else the file that was made of it.
    fn whole_of(&self, name: &PackageName) -> Option<Part> {
        let text = self.texts.get(name).map(|&at| Part::Unit(at));
        text.or_else(|| {
            let mut decoded = self.decoded.iter();
            decoded.position(|it| it.main_name() == name).map(Part::Binary)
        })
    }

    /// Adds a package, and those that it carries, from a `.wasm` file.
    fn binary(&mut self, at: usize) -> Result<bool, Fault> {
        let decoded = &self.decoded[at];
        for name in decoded.names() {
            let Some(better) = self.whole_of(name) else { continue };
            if better == Part::Binary(at) || self.visit(better)? != State::Open {
                continue;
            }
            if let Part::Unit(_) = better {
                let reason = "the text needs a package that only the file holds".to_owned();
                let misfit = Misfit { package: name.clone(), reason };
                return Err((Part::Binary(at), self.twice(decoded, &misfit)));
            }
        }
        let whole = self.whole.keys().cloned().collect();
        let is_known = decoded.names().all(|name| self.whole.contains_key(name));
        let resolve = &mut self.workspace.resolve;
        let path = &self.sources.binaries[decoded.binary].path;
        let merged = guarded(&format!("merging `{path}`"), Location::Path(path.clone()), || {
            fit::check(decoded, resolve, &whole)?;
            if is_known {
                // Not merged for good: a file has what is unstable, whatever features are on.
                return fit::merge(decoded, &mut resolve.clone());
            }
            fit::merge(decoded, resolve)
        });
        let merged = merged.map_err(|diagnostic| (Part::Binary(at), diagnostic))?;
        merged.map_err(|misfit| (Part::Binary(at), self.twice(decoded, &misfit)))?;
        self.member(at);
        Ok(true)
    }

    /// Notes the package that a file was made of.
    fn member(&mut self, at: usize) {
        let decoded = &self.decoded[at];
        let name = decoded.main_name();
        self.whole.entry(name.clone()).or_insert_with(|| Part::Binary(at));
        let id = self.workspace.resolve.package_names[name];
        let dependency = self.sources.binaries[decoded.binary].dependency;
        match self.workspace.packages.iter_mut().find(|member| member.id == id) {
            Some(member) => member.dependency &= dependency,
            None => self.workspace.packages.push(Member { id, folder: None, dependency }),
        }
    }

    /// A package in a file that is not the same elsewhere.
    fn twice(&self, decoded: &Decoded, misfit: &Misfit) -> Box<Diagnostic> {
        let path = &self.sources.binaries[decoded.binary].path;
        let name = &misfit.package;
        let text = self.texts.get(name).map(|&at| Part::Unit(at));
        let other = text.or_else(|| self.whole.get(name).copied()).or_else(|| self.holder(name));
        let other = other.map_or(path, |part| self.path(part));
        let fault = PackageError::Duplicate { package: name.to_string() };
        let help = format!("delete `{path}` or `{other}`");
        Box::new(
            Diagnostic::new(fault, Location::Path(path.clone()))
                .with_step(format!("the other one is in `{other}`: {}", misfit.reason), None)
                .with_help(help),
        )
    }

    /// A file that was pushed and holds a part of a package.
    fn holder(&self, name: &PackageName) -> Option<Part> {
        let mut parts = (0..self.decoded.len()).map(|at| (at, Part::Binary(at)));
        let pushed = |part: &Part| self.states.get(part) == Some(&State::Pushed);
        parts.find(|(at, part)| pushed(part) && self.decoded[*at].holds(name)).map(|it| it.1)
    }

    fn path(&self, part: Part) -> &'a String {
        match part {
            Part::Unit(at) => &self.sources.folders[self.parsed.units[at].folder].path,
            Part::Binary(at) => &self.sources.binaries[self.decoded[at].binary].path,
        }
    }

    fn refused(&self, folder: &Folder, error: &ResolveError) -> Diagnostic {
        let kind = error.kind();
        let map = &self.workspace.resolve.source_map;
        let fault = match kind {
            ResolveErrorKind::PackageNotFound { requested, .. } => {
                PackageError::NotFound { package: requested.to_string() }
            }
            other => said(&other.to_string()),
        };
        at_span(&self.sources.files, map, kind.span(), fault, &folder.path)
    }
}
