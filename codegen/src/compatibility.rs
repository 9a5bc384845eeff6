//! Compares two versions of a directory by the rules of semantic versioning for components: `build::Compatibility`.
//!
//! [`check`] runs the stages in turn:
//!
//! * `baseline` reads the previous version: a folder, an encoded package, or a revision, which `export` copies from the objects that
//!   `git` reads.
//! * `pairs` finds the packages that are in both versions, and `packages` the changes of each: `definitions`, `functions` and `worlds`
//!   compare the items of two `Resolve`s by name, and decide whether a change breaks callers or implementers.
//! * `version` decides which changes the version of a package allows, and `report` turns the others into diagnostics.
//! * `edits` proposes edits, which are verified like those of all diagnostics.

mod baseline;
mod changes;
mod comparison;
mod definitions;
mod edits;
mod export;
mod functions;
mod git;
mod lists;
mod locations;
mod packages;
mod pairs;
mod report;
mod temporary;
mod types;
mod version;
mod worlds;

use crate::catch_panic::catch_panic;
use crate::request;
use crate::workspace::Workspace;
use frontend::diagnostic::{CompatibilityError, Diagnostic, Level, Location};
use frontend::files::{FileId, Files};
use frontend::roots::{Given, Roots};
use frontend::sources::Sources;
use frontend::suggestions;

use self::baseline::Previous;
use self::report::PreviousWorkspace;

/// A directory, and the previous version to compare it with.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The files of the directory.
    pub roots: Roots,
    /// The previous version.
    pub baseline: Option<Baseline>,
}

/// The previous version of a directory.
#[derive(Clone, Debug)]
pub enum Baseline {
    /// A folder, a `.wit` file, or a `.wasm` file that encodes a package.
    Path(Given<String>),
    /// A revision of the Git repository of the crate: `v1.0.0`, or `v1.0.0:path` if the directory was elsewhere.
    Git(Given<String>),
}

/// The result of [`check`].
#[derive(Debug)]
pub struct Report {
    /// The errors in both versions, or else the changes that the versions of the packages do not allow.
    pub diagnostics: Vec<Diagnostic>,
    /// The sources that the diagnostics point into.
    pub files: Files,
}

/// Compares a directory with its previous version.
#[must_use]
pub fn check(request: &Request) -> Report {
    catch_panic("comparing the versions", Location::Call, || compare(request))
        .unwrap_or_else(|error| Report { diagnostics: vec![*error], files: Files::default() })
}

fn compare(request: &Request) -> Report {
    let Some(baseline) = &request.baseline else {
        let help = "call `with_git`, `with_folder` or `with_package`";
        let error = Diagnostic::new(CompatibilityError::NoBaseline, Location::Call);
        return Report { diagnostics: vec![error.with_help(help)], files: Files::default() };
    };
    let (mut sources, diagnostics) = Sources::read(&request.roots);
    let (workspace, more) = resolve(&request.roots, &sources);
    let diagnostics = errors(diagnostics, more);
    if !diagnostics.is_empty() {
        return Report { diagnostics, files: sources.files };
    }
    let previous = match baseline::read(request, baseline) {
        Ok(previous) => previous,
        Err(error) => return Report { diagnostics: vec![*error], files: Files::default() },
    };
    let (old_workspace, more) = resolve(&request.roots, &previous.sources);
    let diagnostics = errors(previous.diagnostics.clone(), more);
    if !diagnostics.is_empty() {
        return previous.invalid(diagnostics);
    }
    let mut files = sources.files.clone();
    let old_files = previous.add_to(&mut files);
    let previous =
        PreviousWorkspace { previous: &previous, old: &old_workspace, old_files: &old_files };
    let mut diagnostics = previous.diagnostics(&files, &sources, &workspace);
    let mut again = Again { roots: &request.roots, sources: &mut sources, previous };
    suggestions::verify(&files, &mut diagnostics.iter_mut().collect::<Vec<_>>(), &mut again);
    Report { diagnostics, files }
}

/// Resolves the packages of a version, with all `@unstable` items.
fn resolve(roots: &Roots, sources: &Sources) -> (Workspace, Vec<Diagnostic>) {
    let mut request = request::Request { roots: roots.clone(), ..request::Request::default() };
    request.resolution.all_features = Some(true);
    Workspace::resolve(&request, sources)
}

/// Returns the errors without the warnings, which the macro reports.
fn errors(one: Vec<Diagnostic>, other: Vec<Diagnostic>) -> Vec<Diagnostic> {
    one.into_iter().chain(other).filter(|it| it.level() == Level::Error).collect()
}

impl Previous {
    /// Reports errors in the previous version, which cannot be fixed there.
    fn invalid(&self, diagnostics: Vec<Diagnostic>) -> Report {
        let mut files = Files::default();
        self.add_to(&mut files);
        let note = format!("this is in the previous version, {}", self.name);
        let help =
            "compare with a valid version, or with a corrected copy of this one: `with_folder`";
        let diagnostics = diagnostics.into_iter().map(|mut error| match error.location {
            Location::Source(_) | Location::Path(_) => {
                error.suggestions.clear();
                error.with_step(note.clone(), None).with_help(help)
            }
            Location::Argument(_) | Location::Call => error,
        });
        Report { diagnostics: diagnostics.collect(), files }
    }
}

/// Compares the directory with edits in it again.
struct Again<'a> {
    roots: &'a Roots,
    sources: &'a mut Sources,
    previous: PreviousWorkspace<'a>,
}

impl suggestions::Check for Again<'_> {
    fn work(&self) -> usize {
        self.sources.files.iter().map(|(_, file)| file.text.len()).sum()
    }

    fn check(&mut self, files: &Files, edited: &[FileId]) -> Vec<Diagnostic> {
        let originals: Vec<_> =
            edited.iter().map(|&id| (id, self.sources.files.get(id).text.clone())).collect();
        for &id in edited {
            self.sources.files.set_text(id, files.get(id).text.clone());
        }
        let (workspace, diagnostics) = resolve(self.roots, self.sources);
        let mut diagnostics = errors(diagnostics, Vec::new());
        if diagnostics.is_empty() {
            diagnostics = self.previous.diagnostics(files, self.sources, &workspace);
        }
        for (id, text) in originals {
            self.sources.files.set_text(id, text);
        }
        diagnostics
    }
}
