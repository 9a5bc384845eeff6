//! From [`Sources`] to a [`Resolve`] that holds every package which is sound.
//!
//! A package that does not parse or resolve is set aside with those that need it; the rest goes on.

mod duplicate;
mod order;
mod parse;
mod push;

use std::panic::{AssertUnwindSafe, catch_unwind};

use wit_bindgen_core::wit_parser::{PackageId, Resolve};

use crate::diagnostic::{Diagnostic, InternalFault, Place};
use crate::sources::Sources;

pub(crate) use parse::Parsed;

/// The packages of a directory, resolved against each other.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    /// All of them, those under `deps` too.
    pub(crate) resolve: Resolve,
    /// The packages, in an order in which each comes after those that it needs.
    pub(crate) packages: Vec<Member>,
}

/// A package of a [`Workspace`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// Its id in the `Resolve`.
    pub(crate) id: PackageId,
    /// Whether it is below a folder named `deps`.
    pub(crate) dependency: bool,
}

impl Workspace {
    /// Parses and resolves all that was read.
    pub(crate) fn resolve(sources: &Sources) -> (Self, Vec<Diagnostic>) {
        let (parsed, mut diagnostics) = Parsed::parse(sources);
        let (chosen, more) = duplicate::choose(sources, &parsed);
        diagnostics.extend(more);
        let (order, more) = order::sort(&parsed, chosen);
        diagnostics.extend(more);
        let (workspace, more) = push::push(sources, &parsed, &order);
        diagnostics.extend(more);
        (workspace, diagnostics)
    }
}

/// Runs a part of wit-parser that panics on some inputs, and makes a diagnostic of the panic.
fn guarded<T>(doing: &str, place: Place, work: impl FnOnce() -> T) -> Result<T, Box<Diagnostic>> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let message = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no message")
            .to_owned();
        let fault = InternalFault::Panicked { doing: doing.to_owned(), message };
        let help = "please report this with the package that was being read";
        Box::new(Diagnostic::new(fault, place).with_help(help))
    })
}
