//! From sorted packages to a `Resolve`, one package after the other.

use std::collections::HashSet;

use wit_bindgen_core::wit_parser::decoding::{self, DecodedWasm};
use wit_bindgen_core::wit_parser::{PackageName, Resolve, ResolveError, ResolveErrorKind};

use super::parse::{at_span, said};
use super::{Member, Parsed, Refusal, Workspace, clash, guarded};
use crate::diagnostic::{Diagnostic, FileFault, PackageFault, Place};
use crate::request::Request;
use crate::sources::{Binary, Folder, Sources};

/// What came of pushing.
pub(super) struct Outcome {
    pub(super) workspace: Workspace,
    pub(super) refused: Vec<Refusal>,
    /// What is wrong with `.wasm` files.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Pushes all packages. One that does not resolve is left out, with those that need it.
pub(super) fn push(
    request: &Request,
    sources: &Sources,
    parsed: &Parsed,
    order: &[usize],
) -> Outcome {
    let mut refused = Vec::new();
    let mut unsound = HashSet::new();
    loop {
        match Attempt::new(request, sources, parsed, &unsound).run(order) {
            Ok((workspace, diagnostics)) => {
                let clashes = clash::find(sources, &workspace);
                if clashes.is_empty() {
                    return Outcome { workspace, refused, diagnostics };
                }
                for (folder, diagnostic) in clashes {
                    let units = parsed.units.iter().enumerate();
                    unsound
                        .extend(units.filter(|(_, unit)| unit.folder == folder).map(|(at, _)| at));
                    refused.push(Refusal { folder, diagnostic });
                }
            }
            // A `Resolve` is not to be used after a package was refused: start again without it.
            Err((at, diagnostic)) => {
                unsound.insert(at);
                let folder = parsed.units[at].folder;
                refused.push(Refusal { folder, diagnostic: *diagnostic });
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
    fn new(
        request: &Request,
        sources: &'a Sources,
        parsed: &'a Parsed,
        unsound: &'a HashSet<usize>,
    ) -> Self {
        let mut workspace = Workspace::default();
        workspace.resolve.features =
            request.features.iter().map(|name| name.value.clone()).collect();
        workspace.resolve.all_features = request.all_features;
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
        self.workspace.packages.push(Member {
            id,
            folder: Some(unit.folder),
            dependency: folder.dependency,
        });
        Ok(())
    }

    fn refused(&self, folder: &Folder, error: &ResolveError) -> Diagnostic {
        let kind = error.kind();
        let map = &self.workspace.resolve.source_map;
        let fault = match kind {
            ResolveErrorKind::PackageNotFound { requested, .. } => {
                PackageFault::NotFound { package: requested.to_string() }
            }
            other => said(&other.to_string()),
        };
        at_span(&self.sources.files, map, kind.span(), fault, &folder.path)
    }

    /// Adds a package, and those that it carries, from a `.wasm` file.
    fn binary(&mut self, binary: &Binary) -> Result<(), Box<Diagnostic>> {
        let path = || binary.path.clone();
        let refused = |fault: FileFault, help: &str| {
            Box::new(Diagnostic::new(fault, Place::Path(path())).with_help(help))
        };
        if binary.bytes.starts_with(CORE_MODULE) {
            let help = "fetch the package with `wkg wit fetch -t wasm`";
            return Err(refused(FileFault::CoreModule { path: path() }, help));
        }
        let doing = format!("decoding `{}`", binary.path);
        let decoded = guarded(&doing, Place::Path(path()), || decoding::decode(&binary.bytes))?;
        let decoded = decoded.map_err(|error| {
            let reason = format!("{error:#}").lines().next().unwrap_or_default().to_owned();
            let help = "fetch the package anew with `wkg wit fetch -t wasm`";
            refused(FileFault::NotWasm { path: path(), reason }, help)
        })?;
        let DecodedWasm::WitPackage(decoded, id) = decoded else {
            let help =
                "encode its WIT: `wasm-tools component wit --wasm component.wasm -o package.wasm`";
            return Err(refused(FileFault::Component { path: path() }, help));
        };
        let resolve: &mut Resolve = &mut self.workspace.resolve;
        let remap = guarded(&doing, Place::Path(path()), || resolve.merge(decoded))?;
        let remap = remap.map_err(|error| {
            let reason = format!("it does not fit the other packages: {error:#}");
            refused(
                FileFault::NotWasm { path: path(), reason },
                "keep one of the packages that differ",
            )
        })?;
        let id = remap.packages[id.index()];
        if self.workspace.packages.iter().all(|member| member.id != id) {
            self.workspace.packages.push(Member {
                id,
                folder: None,
                dependency: binary.dependency,
            });
        }
        Ok(())
    }
}

/// How a core module starts.
const CORE_MODULE: &[u8] = b"\0asm\x01\0\0\0";
