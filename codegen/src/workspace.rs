//! From [`Sources`] to a [`Resolve`] that holds every package which is sound.
//!
//! A package that does not parse or resolve is set aside with those that need it; the rest goes on.

mod apart;
mod attempt;
mod carried;
mod clash;
mod decode;
mod duplicate;
mod explain;
mod features;
mod fit;
mod guard;
mod manifests;
mod missing;
mod order;
mod parse;
mod push;
mod signature;

#[cfg(test)]
mod tests;

use crate::wit_parser::{PackageId, Resolve};

use crate::request::Request;
use frontend::diagnostic::Diagnostic;
use frontend::sources::Sources;
use std::collections::BTreeSet;

pub(crate) use guard::guarded;
pub(crate) use missing::{Missing, MissingWorld};
pub(crate) use parse::Parsed;
#[cfg(feature = "host")]
pub(crate) use parse::at_span;

/// The packages of a directory, resolved against each other.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    /// All of them, those under `deps` too.
    pub(crate) resolve: Resolve,
    /// The packages, in an order in which each comes after those that it needs.
    pub(crate) packages: Vec<Member>,
    /// The packages that are not in `resolve`, since they or others that they need are not sound.
    pub(crate) missing: Vec<Missing>,
}

/// A package of a [`Workspace`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// Its id in the `Resolve`.
    pub(crate) id: PackageId,
    /// The index of the folder it came from; a `.wasm` file has none.
    pub(crate) folder: Option<usize>,
    /// Whether it is below a folder named `deps`.
    pub(crate) dependency: bool,
}

/// A folder whose packages cannot be had, and why in the words of whoever found out.
#[derive(Debug)]
struct Refusal {
    folder: usize,
    diagnostic: Diagnostic,
}

impl Workspace {
    /// Parses and resolves all that was read.
    pub(crate) fn resolve(request: &Request, sources: &Sources) -> (Self, Vec<Diagnostic>) {
        let (parsed, mut refused) = Parsed::parse(sources);
        let (decoded, mut diagnostics) = decode::decode(sources);
        let (lacking, more) = manifests::check(sources, &parsed, &decoded);
        diagnostics.extend(features::check(request, sources));
        diagnostics.extend(more);
        let (chosen, more) = duplicate::choose(sources, &parsed);
        refused.extend(more);
        let (order, more) = order::sort(&parsed, chosen);
        refused.extend(more);
        let mut outcome = push::push(request, sources, &parsed, &decoded, &order);
        refused.append(&mut outcome.refused);
        diagnostics.append(&mut outcome.diagnostics);
        let mut workspace = outcome.workspace;
        let sound: BTreeSet<usize> =
            workspace.packages.iter().filter_map(|member| member.folder).collect();
        workspace.missing = missing::missing(sources, &sound);
        let unread = sources.unread || decoded.len() < sources.binaries.len();
        let more = explain::explain(request, sources, &workspace, refused, &lacking, unread);
        diagnostics.extend(more);
        (workspace, diagnostics)
    }
}
