//! From sorted packages to a `Resolve`: what came of pushing them all.

use super::attempt::{Attempt, Part};
use super::decode::Decoded;
use super::{Parsed, Refusal, Workspace, carried, clash};
use crate::request::Request;
use frontend::diagnostic::Diagnostic;
use frontend::sources::Sources;
use std::collections::BTreeSet;

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
    decoded: &[Decoded],
    order: &[usize],
) -> Outcome {
    let (mut refused, mut diagnostics) = (Vec::new(), Vec::new());
    let mut unsound = BTreeSet::new();
    loop {
        match Attempt::new(request, sources, parsed, decoded, &unsound).run(order) {
            Ok(workspace) => {
                let mut clashes = clash::find(sources, &workspace);
                clashes.extend(carried::find(sources, &workspace));
                if clashes.is_empty() {
                    return Outcome { workspace, refused, diagnostics };
                }
                for (folder, diagnostic) in clashes {
                    let units = parsed.units.iter().enumerate();
                    let units = units.filter(|(_, unit)| unit.folder == folder);
                    unsound.extend(units.map(|(at, _)| Part::Unit(at)));
                    refused.push(Refusal { folder, diagnostic });
                }
            }
            // A `Resolve` is not to be used after a package was refused: start again without it.
            Err((part, diagnostic)) => {
                unsound.insert(part);
                match part {
                    Part::Unit(at) => {
                        let folder = parsed.units[at].folder;
                        refused.push(Refusal { folder, diagnostic: *diagnostic });
                    }
                    Part::Binary(_) => diagnostics.push(*diagnostic),
                }
            }
        }
    }
}
