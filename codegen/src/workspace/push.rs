//! From sorted packages to a `Resolve`, one package after the other.

use std::collections::HashSet;

use wit_bindgen_core::wit_parser::decoding::{self, DecodedWasm};
use wit_bindgen_core::wit_parser::{PackageName, Resolve, ResolveError};

use super::parse::at_span;
use super::{Member, Parsed, Workspace, guarded};
use crate::diagnostic::{Diagnostic, PackageFault, Place};
use crate::sources::{Binary, Folder, Sources};

/// Pushes all packages. One that does not resolve is left out, with those that need it.
pub(super) fn push(
    sources: &Sources,
    parsed: &Parsed,
    order: &[usize],
) -> (Workspace, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut unsound = HashSet::new();
    loop {
        match Attempt::new(sources, parsed, &unsound).run(order) {
            Ok((workspace, more)) => {
                diagnostics.extend(more);
                return (workspace, diagnostics);
            }
            // A `Resolve` is not to be used after a package was refused: start again without it.
            Err((at, diagnostic)) => {
                unsound.insert(at);
                diagnostics.push(*diagnostic);
            }
        }
    }
}

struct Attempt<'a> {
    sources: &'a Sources,
    parsed: &'a Parsed,
    /// Units that are known not to resolve.
    unsound: &'a HashSet<usize>,
    workspace: Workspace,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Attempt<'a> {
    fn new(sources: &'a Sources, parsed: &'a Parsed, unsound: &'a HashSet<usize>) -> Self {
        let workspace = Workspace::default();
        Self { sources, parsed, unsound, workspace, diagnostics: Vec::new() }
    }

    fn run(
        mut self,
        order: &[usize],
    ) -> Result<(Workspace, Vec<Diagnostic>), (usize, Box<Diagnostic>)> {
        for binary in &self.sources.binaries {
            if let Err(diagnostic) = self.binary(binary) {
                self.diagnostics.push(*diagnostic);
            }
        }
        let offsets: Vec<u32> = self
            .parsed
            .maps
            .iter()
            .map(|map| self.workspace.resolve.push_source_map(map.clone()))
            .collect();
        let mut left_out: HashSet<&PackageName> = HashSet::new();
        for &at in order {
            let unit = &self.parsed.units[at];
            let needs_one = unit.package.foreign_deps.keys().any(|name| left_out.contains(name));
            if needs_one || self.unsound.contains(&at) {
                left_out.insert(&unit.package.name);
            } else {
                self.unit(at, offsets[unit.map]).map_err(|diagnostic| (at, diagnostic))?;
            }
        }
        Ok((self.workspace, self.diagnostics))
    }

    fn unit(&mut self, at: usize, offset: u32) -> Result<(), Box<Diagnostic>> {
        let unit = &self.parsed.units[at];
        let folder = &self.sources.folders[unit.folder];
        let doing = format!("resolving the package `{}`", unit.package.name);
        let package = unit.package.clone();
        let resolve = &mut self.workspace.resolve;
        let id =
            guarded(&doing, Place::Path(folder.path.clone()), || resolve.push(package, offset))?
                .map_err(|error| Box::new(self.refused(folder, &error)))?;
        self.workspace.packages.push(Member { id, dependency: folder.dependency });
        Ok(())
    }

    fn refused(&self, folder: &Folder, error: &ResolveError) -> Diagnostic {
        let kind = error.kind();
        let map = &self.workspace.resolve.source_map;
        at_span(&self.sources.files, map, kind.span(), kind.to_string(), &folder.path)
    }

    /// Adds a package, and those that it carries, from a `.wasm` file.
    fn binary(&mut self, binary: &Binary) -> Result<(), Box<Diagnostic>> {
        let place = || Place::Path(binary.path.clone());
        let refused = |message: String| {
            let help = "fetch the package with `wkg wit fetch -t wasm`, or encode it with `wasm-tools component wit --wasm`";
            let fault = PackageFault::Refused { message: format!("`{}` {message}", binary.path) };
            Box::new(Diagnostic::new(fault, place()).with_help(help))
        };
        let doing = format!("decoding `{}`", binary.path);
        let decoded = guarded(&doing, place(), || decoding::decode(&binary.bytes))?
            .map_err(|_| refused("is not a WIT package".to_owned()))?;
        let DecodedWasm::WitPackage(decoded, id) = decoded else {
            return Err(refused("is a component, not a WIT package".to_owned()));
        };
        let resolve: &mut Resolve = &mut self.workspace.resolve;
        let remap = guarded(&doing, place(), || resolve.merge(decoded))?
            .map_err(|error| refused(format!("does not fit the other packages: {error}")))?;
        let id = remap.packages[id.index()];
        self.workspace.packages.push(Member { id, dependency: binary.dependency });
        Ok(())
    }
}
