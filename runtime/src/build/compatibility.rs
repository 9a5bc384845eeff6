//! A test that WIT stays compatible with its previous version.

use std::panic;
use std::path::Path;

use airssys_bindings_codegen::compatibility::{Baseline, Report, Request, check};
use airssys_bindings_codegen::diagnostic::Diagnostic;
use airssys_bindings_codegen::files::with_slashes;
use airssys_bindings_codegen::output;

use super::arguments::Arguments;
use super::{Error, Roots, environment};

/// A comparison of a directory of WIT packages with its previous version.
///
/// ```no_run
/// use airssys_bindings::build::Compatibility;
///
/// #[test]
/// fn wit_stays_compatible() {
///     Compatibility::of("wit").with_git("v1.0.0").assert();
/// }
/// # fn main() {}
/// ```
///
/// Each package outside of `deps` is compared with the one of its name. A change that breaks callers or implementers needs a new major
/// version of the package, for `0.x` a new minor one. A new item needs a new minor version, for `0.x` a new patch
/// version, and every other change of an item, such as of an `@unstable` one, a new patch version.
///
/// The errors show both locations, the version that the changes need, and whether callers or implementers break.
#[derive(Clone, Debug)]
pub struct Compatibility {
    request: Request,
    arguments: Arguments,
}

impl Compatibility {
    /// Returns the comparison of one root or several, relative to `Cargo.toml`, with a version to be set.
    #[track_caller]
    #[must_use]
    pub fn of(roots: impl Roots) -> Self {
        let mut comparison = Self {
            request: Request::default(),
            arguments: Arguments::new(panic::Location::caller()),
        };
        comparison.request.roots.manifest_dir = environment::manifest_dir();
        for root in roots.roots() {
            let given = comparison.arguments.given(root.clone(), &root);
            comparison.request.roots.path.push(given);
        }
        comparison
    }

    /// Compares with a revision of the Git repository: a tag, a branch or a commit.
    ///
    /// `v1.0.0:old/wit` names a path of the repository at which the directory was in that revision.
    ///
    /// Runs the program `git`, which reads the objects of the repository and changes neither the working copy nor the index. Files in
    /// `deps` that are not in the revision, because they are fetched, are read from the working copy. The clone must contain the
    /// revision: set `fetch-depth: 0` for `actions/checkout` in a GitHub workflow.
    #[track_caller]
    #[must_use]
    pub fn with_git(mut self, revision: impl AsRef<str>) -> Self {
        let revision = revision.as_ref();
        let given = self.arguments.given(revision.to_owned(), revision);
        self.request.baseline = Some(Baseline::Git(given));
        self
    }

    /// Compares with a folder or a `.wit` file, whose path is relative to `Cargo.toml`.
    #[track_caller]
    #[must_use]
    pub fn with_folder(self, path: impl AsRef<Path>) -> Self {
        self.with_path(&with_slashes(path.as_ref()))
    }

    /// Compares with an encoded package, a `.wasm` file, whose path is relative to `Cargo.toml`.
    #[track_caller]
    #[must_use]
    pub fn with_package(self, path: impl AsRef<Path>) -> Self {
        self.with_path(&with_slashes(path.as_ref()))
    }

    #[track_caller]
    fn with_path(mut self, path: &str) -> Self {
        let given = self.arguments.given(path.to_owned(), path);
        self.request.baseline = Some(Baseline::Path(given));
        self
    }

    /// Compares the versions.
    ///
    /// # Errors
    ///
    /// The changes that the versions of the packages do not allow, the errors in either version, and the reason why the previous
    /// one cannot be read.
    pub fn check(&self) -> Result<(), Error> {
        let Report { diagnostics, mut files } = check(&self.request);
        if diagnostics.is_empty() {
            return Ok(());
        }
        let hidden = diagnostics.len().saturating_sub(output::MAX_ERRORS);
        let shown = diagnostics.into_iter().take(output::MAX_ERRORS);
        let render = |diagnostic: Diagnostic| {
            let manifest_dir = &self.request.roots.manifest_dir;
            self.arguments.locate(diagnostic, manifest_dir, &mut files).render(&files)
        };
        let mut errors: Vec<_> = shown.map(render).collect();
        errors.extend((hidden > 0).then(|| output::not_shown(hidden)));
        Err(Error::Invalid(errors))
    }

    /// Asserts in a test that the versions of the packages allow their changes.
    ///
    /// # Panics
    ///
    /// Panics with the errors of [`Compatibility::check`].
    #[track_caller]
    pub fn assert(&self) {
        if let Err(error) = self.check() {
            panic!("the WIT is not compatible with its previous version\n\n{error}");
        }
    }
}
