//! The library behind `airssys_bindings!()`: reads a directory of WIT packages and writes Rust bindings.
//!
//! ```text
//! Request ──▶ Sources ──▶ Workspace ──▶ Plan ──▶ Bindings
//! ```
//!
//! Each arrow is one function, [`expand`] calls them in turn, and each collects all the faults that it
//! can find. What is sound goes on to the next stage.

mod bindings;
mod check;
mod copy;
pub mod diagnostic;
pub mod files;
mod host;
mod manifest;
mod plan;
pub mod request;
mod sources;
pub mod spelling;
mod syntax;
mod workspace;

use std::path::PathBuf;

use proc_macro2::{LexError, TokenStream};

use crate::diagnostic::{Diagnostic, Place};
use crate::files::Files;
pub use crate::request::Request;
use crate::request::Side;

/// The module in which whoever shows the errors must put them, beside [`Bindings::code`]: what the code
/// lacks because of them is imported from there, so that nobody complains of it as well.
pub const FAULTS: &str = "__wit_faults";

/// What [`expand`] gives back.
#[derive(Debug)]
pub struct Bindings {
    /// The items of the module tree. There even with errors, for what is sound.
    pub code: TokenStream,
    /// Every file that was read, and whose change changes the outcome.
    pub inputs: Vec<PathBuf>,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub files: Files,
}

/// Reads what `request` names, and generates bindings for it.
///
/// There is no error to return: what is wrong is in [`Bindings::diagnostics`], and what is sound in
/// [`Bindings::code`].
#[must_use]
pub fn expand(request: &Request) -> Bindings {
    expand_with(request, |text| text.parse().map_err(|error: LexError| error.to_string()))
}

/// What makes tokens of the text of Rust, which is sound.
///
/// # Errors
///
/// When it is not, in the lexer's words.
pub type Lexer = fn(&str) -> Result<TokenStream, String>;

/// The same as [`expand`], with a lexer other than that of `proc_macro2`.
///
/// A macro has that of the compiler, which is many times as fast: `proc_macro2` lexes a text by itself, unoptimized,
/// before it gives it to the compiler.
#[must_use]
pub fn expand_with(request: &Request, lexer: Lexer) -> Bindings {
    let (sources, mut diagnostics) = sources::Sources::read(request);
    let (workspace, more) = workspace::Workspace::resolve(request, &sources);
    diagnostics.extend(more);
    let (plan, more) = plan::Plan::make(request, &workspace);
    diagnostics.extend(more);
    let generate = || match request.side {
        Side::Guest => bindings::generate(request, &workspace, &plan, lexer),
        Side::Host => host::generate(request, &sources.files, &workspace, &plan),
    };
    let generated = workspace::guarded("generating code", Place::Call, generate);
    let (code, more) = generated.unwrap_or_else(|fault| (TokenStream::new(), vec![*fault]));
    diagnostics.extend(more);
    Bindings { code, inputs: sources.inputs, diagnostics, files: sources.files }
}
