//! The configuration of a build script: the options, and the errors in them.

use std::panic;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::diagnostic::{ArgumentError, Diagnostic, Location};
use airssys_bindings_codegen::fix::{self, Fix};
use airssys_bindings_codegen::options;
use airssys_bindings_codegen::request::Request;
use airssys_bindings_codegen::roots::Given;

use super::arguments::Arguments;
use super::environment;

/// The options of [`airssys_bindings!`](https://docs.rs/airssys-bindings), by the same names, and methods to generate the code.
///
/// ```no_run
/// use airssys_bindings::build::Config;
///
/// Config::new()
///     .path(["wit", "../shared/wit"])
///     .world("backend")
///     .additional_derives(["PartialEq"])
///     .generate();
/// ```
///
/// Setting an option with one value again replaces the value. Setting a list or a map again adds to it. There is no `debug`,
/// since the code is always in a file.
///
/// The code differs from that of the macro only in the names of the link sections that describe the worlds. They contain the
/// name of the package, its version up to the number that Cargo treats as incompatible, and the path of the file. A file
/// therefore belongs to one target of a package. If the binaries and the library of a package need the same bindings,
/// generate them for the library.
#[derive(Clone, Debug)]
pub struct Config {
    pub(super) request: Request,
    pub(super) package: String,
    pub(super) version: String,
    /// The calls that set the options.
    pub(super) arguments: Arguments,
    /// The names of the options that are set.
    pub(super) set: Vec<Given<&'static str>>,
    errors: Vec<Diagnostic>,
}

impl Default for Config {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl Config {
    /// Returns a configuration without options, for the crate that Cargo builds or tests.
    #[track_caller]
    #[must_use]
    pub fn new() -> Self {
        let (package, version) = environment::package();
        Self::of_package(environment::manifest_dir(), package, version)
    }

    /// Returns a configuration without options for another package: the folder of its `Cargo.toml`, its name and its version.
    #[track_caller]
    #[must_use]
    pub fn of_package(
        manifest_dir: impl Into<PathBuf>,
        package: impl Into<String>,
        version: impl Into<String>,
    ) -> Self {
        let mut request = Request::new(manifest_dir);
        request.output.fix = Fix::of_environment();
        Self {
            request,
            package: package.into(),
            version: version.into(),
            arguments: Arguments::new(panic::Location::caller()),
            set: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Fixes errors in WIT files and manifests whose suggestion is the only one, and generates the code from the result.
    ///
    /// The environment variable `AIRSSYS_BINDINGS_FIX=1` does the same. A file is changed only if Git knows it and it has no
    /// changes that are not committed; `AIRSSYS_BINDINGS_FIX=force` changes the others, too. Files in `deps` and outside of
    /// the roots are never changed, and nothing is changed in an editor. The changes are printed to the standard error
    /// stream as a unified diff.
    #[must_use]
    pub fn fix(mut self) -> Self {
        if !fix::is_editor() {
            self.request.output.fix = Some(Fix::of_environment().unwrap_or(Fix::Committed));
        }
        self
    }

    /// Returns the absolute path for one that is relative to `Cargo.toml`.
    pub(super) fn absolute(&self, path: &Path) -> PathBuf {
        self.request.roots.manifest_dir.join(path)
    }

    /// Records that an option is set, and returns the request to set it in.
    #[track_caller]
    pub(super) fn set(&mut self, option: &'static str) -> &mut Request {
        self.set.push(self.arguments.given(option, ""));
        &mut self.request
    }

    /// Returns a value with the location of the method call.
    #[track_caller]
    pub(super) fn given(&mut self, value: impl Into<String>) -> Given<String> {
        let value = value.into();
        self.arguments.given(value.clone(), &value)
    }

    /// Reports an error in the value of an option, which is `source` in the method call.
    #[track_caller]
    pub(super) fn error(&mut self, error: ArgumentError, source: &str, help: &str) {
        let location = Location::Argument(self.arguments.given((), source).argument);
        self.errors.push(Diagnostic::new(error, location).with_help(help));
    }

    /// Reports and removes empty values of an option that was just set.
    #[track_caller]
    pub(super) fn check_not_empty(&mut self, option: &str) {
        let list = self.arguments.given((), "").argument;
        if let Some(option) = options::find(option) {
            self.errors.extend(option.remove_empty(&mut self.request, list));
        }
    }

    /// Returns the errors in the options, including options that do not apply to the side of the code.
    pub(super) fn errors(&self) -> Vec<Diagnostic> {
        let all = || self.set.iter().filter_map(|given| options::find(given.value));
        let wrong_side = self.set.iter().filter_map(|Given { value: option, argument }| {
            let (error, help) = options::find(option)?.wrong_side(self.request.side, all())?;
            Some(Diagnostic::new(error, Location::Argument(*argument)).with_help(help))
        });
        self.errors.iter().cloned().chain(wrong_side).collect()
    }
}
