//! Pushes sorted packages into a `Resolve`, again and again until only valid ones are left.

use super::decode::Decoded;
use super::resolver::{PackageSource, Rejection, Resolver};
use super::{
    Parsed, RejectedFolder, Workspace, borrow_in_stream, component_rules, large_types,
    name_collisions,
};
use crate::request::Request;
use frontend::diagnostic::Diagnostic;
use frontend::sources::Sources;
use std::collections::BTreeSet;

/// The valid packages, and the errors of the others.
pub(super) struct Pushed {
    pub(super) workspace: Workspace,
    pub(super) rejected: Vec<RejectedFolder>,
    /// The errors of `.wasm` files.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Pushes all packages. An invalid one is left out, together with the packages that depend on it.
pub(super) fn packages(
    request: &Request,
    sources: &Sources,
    parsed: &Parsed,
    decoded: &[Decoded],
    order: &[usize],
) -> Pushed {
    let mut rejections = Rejections::default();
    loop {
        match Resolver::new(request, sources, parsed, decoded, &rejections.invalid).run(order) {
            Ok((workspace, more)) => {
                more.into_iter().for_each(|rejection| rejections.add(parsed, rejection));
                let mut errors = large_types::find(sources, &workspace);
                if errors.is_empty() {
                    errors.extend(name_collisions::find(sources, &workspace));
                    errors.extend(borrow_in_stream::find(sources, &workspace));
                    if !cfg!(feature = "wit") {
                        errors.extend(component_rules::find(sources, &workspace));
                    }
                }
                if errors.is_empty() {
                    let Rejections { folders, diagnostics, .. } = rejections;
                    return Pushed { workspace, rejected: folders, diagnostics };
                }
                for (folder, diagnostic) in errors {
                    let units = parsed.units.iter().enumerate();
                    let units = units.filter(|(_, unit)| unit.folder == folder);
                    rejections.invalid.extend(units.map(|(unit, _)| PackageSource::Wit(unit)));
                    rejections.folders.push(RejectedFolder { folder, diagnostic });
                }
            }
            // A `Resolve` is unusable after an error: start again without the invalid package.
            Err(rejection) => rejections.add(parsed, rejection),
        }
    }
}

/// The packages that are left out.
#[derive(Default)]
struct Rejections {
    invalid: BTreeSet<PackageSource>,
    folders: Vec<RejectedFolder>,
    /// The errors of `.wasm` files.
    diagnostics: Vec<Diagnostic>,
}

impl Rejections {
    fn add(&mut self, parsed: &Parsed, (source, diagnostic): Rejection) {
        self.invalid.insert(source);
        match source {
            PackageSource::Wit(unit) => {
                let folder = parsed.units[unit].folder;
                self.folders.push(RejectedFolder { folder, diagnostic: *diagnostic });
            }
            PackageSource::Wasm(_) => self.diagnostics.push(*diagnostic),
        }
    }
}
