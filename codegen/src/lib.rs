//! The library behind `airssys_bindings!()`: reads a directory of WIT packages and writes Rust bindings.
//!
//! ```text
//! Request ──▶ Sources ──▶ Workspace ──▶ Plan ──▶ Bindings
//! ```
//!
//! Each arrow is one function, [`expand`] calls them in turn, and each collects all the faults that it
//! can find. What is sound goes on to the next stage.

#[cfg(feature = "guest")]
mod bindings;
mod code;
mod copy;
mod documentation;
mod fnv;
#[cfg(feature = "host")]
mod host;
mod interfaces;
mod memo;
pub mod options;
pub mod output;
mod plan;
pub mod request;
mod synthetic;
mod unmatched;
mod wit;
mod workspace;

use std::path::PathBuf;

use proc_macro2::{LexError, TokenStream};

use crate::documentation::Documentation;
pub use crate::memo::Memo;
pub use crate::request::Request;
use crate::request::Side;
use crate::wit::wit_parser;
use frontend::diagnostic::{Diagnostic, Location};
use frontend::files::Files;
use frontend::sources::Sources;
pub use frontend::sources::watched;
pub use frontend::{diagnostic, files, roots, spelling};

/// The module in which whoever shows the errors must put them, beside [`Bindings::code`]: what the code
/// lacks because of them is imported from there, so that nobody complains of it as well.
pub const ERRORS_MODULE: &str = "__wit_errors";

/// What [`expand`] gives back.
#[derive(Debug)]
pub struct Bindings {
    /// The items of the module tree. There even with errors, for what is sound.
    pub code: TokenStream,
    /// The page of the tree, as inner attributes of the module that [`Request::module`] names.
    pub docs: TokenStream,
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
    expand_with(request, |text| text.parse().map_err(|error: LexError| error.to_string()), None)
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
///
/// With a `memo`, the code of an expansion without faults is kept, and given back when it would be the same.
#[must_use]
pub fn expand_with(request: &Request, lexer: Lexer, memo: Option<&Memo>) -> Bindings {
    let (request, fault) = interfaces::as_world(request);
    let request = request.as_ref();
    let (sources, more) = Sources::read(&request.roots);
    let mut diagnostics: Vec<Diagnostic> = fault.into_iter().chain(more).collect();
    let memo = memo.filter(|_| diagnostics.is_empty());
    let memo = memo.map(|memo| (memo, memo.key(request, &sources)));
    if let Some((docs, code)) = memo.as_ref().and_then(|(memo, key)| memo.recall(key, lexer)) {
        return Bindings { code, docs, inputs: sources.inputs, diagnostics, files: sources.files };
    }
    let (workspace, more) = workspace::Workspace::resolve(request, &sources);
    diagnostics.extend(more);
    let (plan, more) = plan::Plan::make(request, &workspace);
    diagnostics.extend(more);
    let generate = || {
        let documentation = Documentation::of(request, &sources, &workspace, &plan);
        // Without a module of its own, the tree has the pages of its namespaces.
        let docs = request.output.module.as_ref().map(|_| documentation.root().inner_attributes());
        let generated = match request.side {
            #[cfg(feature = "guest")]
            Side::Guest => bindings::generate(request, &workspace, &plan, &documentation, lexer),
            #[cfg(feature = "host")]
            Side::Host => {
                host::generate(request, &sources.files, &workspace, &plan, &documentation)
            }
            #[cfg(not(feature = "guest"))]
            Side::Guest => nothing(request),
            #[cfg(not(feature = "host"))]
            Side::Host => nothing(request),
        };
        (docs.unwrap_or_default(), generated)
    };
    let generated = workspace::guarded("generating code", Location::Call, generate);
    let (docs, (code, more)) =
        generated.unwrap_or_else(|fault| (TokenStream::new(), (TokenStream::new(), vec![*fault])));
    diagnostics.extend(more);
    if let Some((memo, key)) = memo.filter(|_| diagnostics.is_empty()) {
        memo.keep(&key, &docs, &code);
    }
    Bindings { code, docs, inputs: sources.inputs, diagnostics, files: sources.files }
}

/// What a side gives without the feature for it.
#[cfg(not(all(feature = "guest", feature = "host")))]
fn nothing(request: &Request) -> (TokenStream, Vec<Diagnostic>) {
    let (fault, help) = output::no_side(request);
    (TokenStream::new(), vec![Diagnostic::new(fault, Location::Call).with_help(help)])
}

/// The page of the tree that [`expand`] would make for `request`, as Markdown: its packages, and which of them
/// uses which. Its links start where the tree stands.
///
/// What is wrong with the packages is not told here, but by [`expand`].
#[must_use]
pub fn overview(request: &Request) -> String {
    let (request, _) = interfaces::as_world(request);
    let request = request.as_ref();
    let (sources, _) = Sources::read(&request.roots);
    let (workspace, _) = workspace::Workspace::resolve(request, &sources);
    let (plan, _) = plan::Plan::make(request, &workspace);
    let page = || Documentation::of(request, &sources, &workspace, &plan).root().text();
    let page = workspace::guarded("documenting the tree", Location::Call, page).unwrap_or_default();
    // Whatever was written above it is a paragraph of its own: rustdoc takes the first of these for its end.
    format!("\n\n{page}")
}

#[cfg(all(test, not(feature = "host")))]
mod tests {
    use super::diagnostic::ArgumentId;
    use super::request::{Given, Side};
    use super::{Request, expand};

    #[test]
    fn without_its_feature_the_host_side_is_an_error() {
        let text = "package a:b; interface i { f: func(); }".to_owned();
        let inline = Some(Given { value: text, argument: ArgumentId(0) });
        let roots = frontend::roots::Roots { inline, ..Default::default() };
        let request = Request { roots, side: Side::Host, ..Request::default() };
        let bindings = expand(&request);
        assert!(bindings.code.is_empty());
        let told: Vec<_> =
            bindings.diagnostics.iter().map(|fault| fault.render(&bindings.files)).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("needs the feature `host` of `airssys-bindings`"), "{told:?}");
    }
}
