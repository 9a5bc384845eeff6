//! The library behind `airssys_bindings!()`: reads a directory of WIT packages and generates Rust bindings.
//!
//! This crate is an implementation detail of `airssys-bindings` and makes no promise of stability: the other crates of
//! the project pin it with `=`. Depend on `airssys-bindings` instead.
//!
//! # Stages
//!
//! ```text
//! Request ──▶ Sources ──▶ Workspace ──▶ Plan ──▶ Bindings
//! ```
//!
//! [`expand`] runs the stages in turn. Each arrow is one module with one function, which collects all errors that it
//! can find and passes on what is valid:
//!
//! * [`request`]: the options of the call. Each value keeps the number of its argument, which the macro maps to a span.
//! * [`frontend::sources`]: reads the WIT files, manifests and locks. It is the only stage that reads files.
//! * `workspace`: parses the packages, resolves them against each other with `wit-parser`, and explains why others
//!   are rejected.
//! * `plan`: selects the interfaces and worlds to bind, and their modules.
//! * `bindings` generates code for guests with wit-bindgen, `host` for hosts with Wasmtime's `bindgen!`. They share
//!   `code`, and `documentation` writes the docs of the generated modules and items.
//!
//! `memo` keeps the result of an expansion for the next one, and [`output`] is shared by the macro and build scripts.

#[cfg(feature = "guest")]
mod bindings;
mod catch_panic;
mod code;
#[cfg(feature = "compatibility")]
pub mod compatibility;
mod copy;
#[cfg(feature = "guest")]
mod derives;
mod digest;
mod documentation;
pub mod fix;
#[cfg(feature = "host")]
mod host;
mod interfaces;
mod memo;
pub mod options;
pub mod output;
mod plan;
pub mod request;
mod rust_names;
mod selector;
#[cfg(feature = "guest")]
mod signatures;
#[cfg(feature = "guest")]
mod skeleton;
mod synthetic;
mod types;
mod unmatched;
mod wit;
mod workspace;
mod worlds;

use std::path::PathBuf;

use proc_macro2::{LexError, TokenStream};

use crate::catch_panic::catch_panic;
use crate::documentation::Documentation;
pub use crate::memo::Memo;
use crate::plan::Plan;
pub use crate::request::Request;
use crate::request::Side;
#[cfg(feature = "guest")]
pub use crate::skeleton::skeleton;
use crate::wit::wit_parser;
use crate::workspace::Workspace;
use frontend::diagnostic::{Diagnostic, Location};
use frontend::files::Files;
use frontend::sources::Sources;
pub use frontend::sources::watched;
pub use frontend::{diagnostic, files, roots, spelling};

/// The module for the errors, next to [`Bindings::code`].
///
/// The code imports the names of missing items from this module, so that rustc reports no further errors where they
/// are used.
pub const ERRORS_MODULE: &str = "__wit_errors";

/// The result of [`expand`].
#[derive(Debug)]
pub struct Bindings {
    /// The items of the module tree. If there are errors, the items of all valid packages.
    pub code: TokenStream,
    /// The documentation of the tree, as inner attributes of the module that [`request::Output::module`] names.
    pub docs: TokenStream,
    /// All files that were read. A change of any of them may change the result.
    pub inputs: Vec<PathBuf>,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// The sources that the diagnostics point into.
    pub files: Files,
    /// The fixes that were applied, as unified diffs, and the reasons why others were not, each ending with a line break.
    pub fixes: Vec<String>,
}

/// Reads the packages that `request` names, and generates bindings for them.
///
/// There is no error to return: [`Bindings::diagnostics`] has the errors, and [`Bindings::code`] the items of all valid
/// packages.
#[must_use]
pub fn expand(request: &Request) -> Bindings {
    expand_with(request, |text| text.parse().map_err(|error: LexError| error.to_string()), None)
}

/// Lexes Rust source that is known to be valid.
///
/// # Errors
///
/// The message of the lexer.
pub type Lexer = fn(&str) -> Result<TokenStream, String>;

/// The same as [`expand`], with another lexer than that of `proc_macro2`, and with a memo.
///
/// A macro passes the lexer of the compiler, which is many times as fast: `proc_macro2` lexes a source itself,
/// unoptimized, before it passes it to the compiler.
///
/// With a `memo`, the code of an expansion without diagnostics is kept, and returned when nothing has changed.
#[must_use]
pub fn expand_with(request: &Request, lexer: Lexer, memo: Option<&Memo>) -> Bindings {
    let rounds = || {
        let mut log = Vec::new();
        for _ in 0..MAX_FIX_ROUNDS {
            let (sources, diagnostics, generated) = stages(request, lexer, memo);
            let fix = request.output.fix.map(|fix| fix::apply(fix, &sources, &diagnostics.0));
            let fixed = fix.unwrap_or_default();
            // A file that cannot be changed is reported once.
            log.extend(
                fixed.log.into_iter().filter(|text| !log.contains(text)).collect::<Vec<_>>(),
            );
            if !fixed.changed {
                return generated.into_bindings(sources, diagnostics, log);
            }
        }
        let (sources, diagnostics, generated) = stages(request, lexer, memo);
        generated.into_bindings(sources, diagnostics, log)
    };
    catch_panic("expanding the call", Location::Call, rounds).unwrap_or_else(|error| {
        let diagnostics = Diagnostics(vec![*error]);
        Generated::default().into_bindings(Sources::default(), diagnostics, Vec::new())
    })
}

/// The largest number of times that fixes are applied: a fix can reveal errors that the mistake hid.
const MAX_FIX_ROUNDS: usize = 50;

/// Runs all stages.
fn stages(
    request: &Request,
    lexer: Lexer,
    memo: Option<&Memo>,
) -> (Sources, Diagnostics, Generated) {
    let mut diagnostics = Diagnostics::default();
    let request = diagnostics.take(interfaces::as_world(request));
    let sources = diagnostics.take(Sources::read(&request.roots));
    let memo = memo.filter(|_| diagnostics.0.is_empty()).map(|memo| memo.entry(&request, &sources));
    if let Some(generated) = memo.as_ref().and_then(|memo| memo.load(lexer)) {
        return (sources, diagnostics, generated);
    }
    let before = diagnostics.0.len();
    let resolve_and_generate = || {
        let mut diagnostics = Diagnostics::default();
        let workspace = diagnostics.take(Workspace::resolve(&request, &sources));
        let known = diagnostics.0.len();
        let plan = diagnostics.take(Plan::new(&request, &workspace));
        let generated = diagnostics.take(generate(&request, &sources, &workspace, &plan, lexer));
        // Without any package, each name in the options would be reported as unknown.
        if workspace.is_unread() && before + known > 0 {
            diagnostics.0.truncate(known);
        }
        (generated, diagnostics.0)
    };
    let generated = catch_panic("resolving the packages", Location::Call, resolve_and_generate)
        .unwrap_or_else(|error| (Generated::default(), vec![*error]));
    let generated = diagnostics.take(generated);
    if let Some(memo) = memo.filter(|_| diagnostics.0.is_empty()) {
        memo.store(&generated);
    }
    (sources, diagnostics, generated)
}

/// The errors and warnings of all stages.
#[derive(Default)]
struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Keeps the diagnostics of a stage, and returns its result.
    fn take<T>(&mut self, (result, diagnostics): (T, Vec<Diagnostic>)) -> T {
        self.0.extend(diagnostics);
        result
    }
}

/// The generated code, and the documentation of the tree.
#[derive(Default)]
struct Generated {
    docs: TokenStream,
    code: TokenStream,
}

impl Generated {
    fn into_bindings(
        self,
        sources: Sources,
        diagnostics: Diagnostics,
        fixes: Vec<String>,
    ) -> Bindings {
        let Self { docs, code } = self;
        let Sources { inputs, files, .. } = sources;
        Bindings { code, docs, inputs, diagnostics: diagnostics.0, files, fixes }
    }
}

/// Generates the code of one side.
#[cfg_attr(not(feature = "guest"), allow(unused_variables))]
fn generate(
    request: &Request,
    sources: &Sources,
    workspace: &Workspace,
    plan: &Plan,
    lexer: Lexer,
) -> (Generated, Vec<Diagnostic>) {
    let generate = || {
        let documentation = Documentation::of(request, sources, workspace, plan);
        let (code, diagnostics) = match request.side {
            #[cfg(feature = "guest")]
            Side::Guest => {
                bindings::generate(request, &sources.files, workspace, plan, &documentation, lexer)
            }
            #[cfg(feature = "host")]
            Side::Host => host::generate(request, &sources.files, workspace, plan, &documentation),
            #[cfg(not(feature = "guest"))]
            Side::Guest => missing_feature(request),
            #[cfg(not(feature = "host"))]
            Side::Host => missing_feature(request),
        };
        // Without the option `module`, the modules of namespaces document the tree.
        let docs = request.output.module.as_ref().map(|_| documentation.root().inner_attributes());
        (Generated { docs: docs.unwrap_or_default(), code }, diagnostics)
    };
    catch_panic("generating code", Location::Call, generate)
        .unwrap_or_else(|error| (Generated::default(), vec![*error]))
}

/// The error of a side whose feature is not enabled.
#[cfg(not(all(feature = "guest", feature = "host")))]
fn missing_feature(request: &Request) -> (TokenStream, Vec<Diagnostic>) {
    let (error, help) = output::no_side(request);
    (TokenStream::new(), vec![Diagnostic::new(error, Location::Call).with_help(help)])
}

/// Returns an overview of the tree that [`expand`] would generate, as Markdown: its packages and their dependencies.
///
/// Links are relative to the module of the tree. Errors are left to [`expand`].
#[must_use]
pub fn overview(request: &Request) -> String {
    let overview = || {
        let (request, _) = interfaces::as_world(request);
        let (sources, _) = Sources::read(&request.roots);
        let (workspace, _) = Workspace::resolve(&request, &sources);
        let (plan, _) = Plan::new(&request, &workspace);
        Documentation::of(&request, &sources, &workspace, &plan).root().text()
    };
    let overview = catch_panic("documenting the tree", Location::Call, overview);
    // Starts a new paragraph: rustdoc would append the first line to the docs above.
    format!("\n\n{}", overview.unwrap_or_default())
}

/// Returns the source of a module that implements what the world in [`request::Selection::world`] imports, for hosts, with
/// `todo!()` in each function.
///
/// `root` is the path of the tree, such as `crate::bindings`. There is nothing to implement for a world without imports. Errors
/// are left to [`expand`].
#[cfg(feature = "host")]
#[must_use]
pub fn host_skeleton(request: &Request, root: &str) -> Option<String> {
    let skeleton = || {
        let (request, _) = interfaces::as_world(request);
        let (sources, _) = Sources::read(&request.roots);
        let (workspace, _) = Workspace::resolve(&request, &sources);
        let (plan, _) = Plan::new(&request, &workspace);
        host::skeleton(&request, &workspace, &plan, root)
    };
    catch_panic("writing a skeleton", Location::Call, skeleton).ok().flatten()
}

#[cfg(all(test, not(feature = "host")))]
mod tests {
    use super::request::Side;
    use super::{Request, expand};

    #[test]
    fn the_host_side_without_its_feature_is_an_error() {
        let mut request = Request::of_inline("package a:b; interface i { f: func(); }");
        request.side = Side::Host;
        let bindings = expand(&request);
        assert!(bindings.code.is_empty());
        let messages: Vec<_> =
            bindings.diagnostics.iter().map(|error| error.render(&bindings.files)).collect();
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert!(
            messages[0].contains("needs the feature `host` of `airssys-bindings`"),
            "{messages:?}"
        );
    }
}
